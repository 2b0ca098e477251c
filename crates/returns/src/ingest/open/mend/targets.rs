//! Where the parts of a workbook stand, as some programs write it: `./worksheets/sheet1.xml`, `..\\xl\\worksheets\\sheet1.xml`.

use quick_xml::Writer;
use quick_xml::events::Event;

use crate::ingest::open::xml::{attribute, reader};

/// The relations of the workbook with plain targets; `None` if they are plain already.
pub(in crate::ingest::open) fn plain(part: &str) -> Option<Vec<u8>> {
    let text = Some(part).filter(|text| text.contains("./") || text.contains('\\'))?;
    let mut reader = reader(text);
    let mut writer = Writer::new(Vec::with_capacity(part.len()));
    loop {
        let event = match reader.read_event().ok()? {
            Event::Eof => return Some(writer.into_inner()),
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "Relationship" => {
                let target = attribute(&element, "Target").unwrap_or_default();
                let is_outside = attribute(&element, "TargetMode").is_some_and(|mode| mode == "External");
                let mut changed = element.to_owned();
                changed.clear_attributes();
                changed.extend_attributes(element.attributes().flatten().filter(|one| one.key.local_name().as_ref() != "Target"));
                let target = if is_outside { target } else { straight(&target) };
                changed.push_attribute(("Target", target.as_str()));
                Event::Empty(changed)
            }
            Event::End(element) if element.local_name().as_ref() == "Relationship" => continue,
            other => other,
        };
        writer.write_event(event).ok()?;
    }
}

/// A target below `xl/`, without detours.
fn straight(target: &str) -> String {
    let target = target.replace('\\', "/");
    if target.starts_with('/') {
        return target;
    }
    let mut steps: Vec<&str> = vec!["xl"];
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    let path = steps.join("/");
    path.strip_prefix("xl/").map_or_else(|| format!("/{path}"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_made_straight() {
        for target in
            ["./worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml", ".\\worksheets\\sheet1.xml", "worksheets/./sheet1.xml"]
        {
            assert_eq!(straight(target), "worksheets/sheet1.xml", "{target}");
        }
        assert_eq!(straight("/xl/worksheets/sheet1.xml"), "/xl/worksheets/sheet1.xml");
        assert_eq!(straight("../sheets/sheet1.xml"), "/sheets/sheet1.xml");
        let part = r#"<Relationships><Relationship Id="a" Target="./b.xml"></Relationship></Relationships>"#;
        let plain = String::from_utf8(plain(part).unwrap()).unwrap();
        assert_eq!(plain, r#"<Relationships><Relationship Id="a" Target="b.xml"/></Relationships>"#);
        assert_eq!(super::plain("<Relationships/>"), None);
    }
}
