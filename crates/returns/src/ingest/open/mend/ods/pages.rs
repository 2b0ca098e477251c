//! The head and the foot of the printed page in .ods: a page has them, and a style of tables says which page is its sheet's (ODF 1.3 part 3,
//! 16.9, 16.10).

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use crate::ingest::open::xml::attribute;

/// The pages that have been met.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// What stands in their heads and feet, paragraph by paragraph.
    words: BTreeMap<String, Vec<String>>,
    /// Of a style of tables the page.
    page_of: BTreeMap<String, String>,
    /// The page that is being read.
    current: Option<String>,
    /// Whether a head or a foot is being read, and what its paragraph has said so far.
    said: Option<String>,
}

/// The page of sheets that name none.
const USUAL: &str = "Default";

impl Pages {
    /// An element begins.
    pub(super) fn begin(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name();
        match name.as_ref() {
            "master-page" => self.current = attribute(element, "name"),
            "style" => {
                if let (Some(style), Some(page)) = (attribute(element, "name"), attribute(element, "master-page-name")) {
                    self.page_of.insert(style, page);
                }
            }
            name if self.current.is_some() && is_head_or_foot(name) => {
                let is_shown = attribute(element, "display").is_none_or(|display| display != "false");
                self.said = is_shown.then(String::new);
            }
            "s" | "tab" | "line-break" => {
                if let Some(said) = &mut self.said {
                    said.push(' ');
                }
            }
            _ => {}
        }
    }

    /// An element ends, or was empty.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "master-page" => self.current = None,
            "p" => {
                let said = self.said.as_mut().map(std::mem::take).filter(|said| !said.trim().is_empty());
                if let (Some(page), Some(said)) = (&self.current, said) {
                    self.words.entry(page.clone()).or_default().push(said.trim().to_owned());
                }
            }
            name if is_head_or_foot(name) => self.said = None,
            _ => {}
        }
    }

    /// Words inside an element.
    pub(super) fn words(&mut self, words: &str) {
        if let Some(said) = &mut self.said {
            said.push_str(words);
        }
    }

    /// What the heads and feet of a sheet say, by the style of its table.
    pub(super) fn of_table(&self, style: Option<&str>) -> Vec<String> {
        let page = style.and_then(|style| self.page_of.get(style)).map_or(USUAL, String::as_str);
        self.words.get(page).cloned().unwrap_or_default()
    }
}

fn is_head_or_foot(name: &str) -> bool {
    matches!(name, "header" | "footer" | "header-left" | "footer-left" | "header-first" | "footer-first")
}

#[cfg(test)]
mod tests {
    use quick_xml::events::Event;

    use super::*;
    use crate::ingest::open::xml;

    #[test]
    fn each_sheet_has_the_heads_and_feet_of_its_page() {
        let part = "<style:style style:name=\"ta1\" style:family=\"table\" style:master-page-name=\"P1\"/><text:p>无关</text:p>\
                    <style:master-page style:name=\"Default\"><style:header style:display=\"false\"><text:p>单位：万元</text:p></style:header>\
                    <style:footer><text:p>第<text:page-number>1</text:page-number>页</text:p></style:footer></style:master-page>\
                    <style:master-page style:name=\"P1\"><style:header><style:region-right><text:p><text:span>单位：</text:span>元</text:p>\
                    </style:region-right></style:header><style:footer-left/></style:master-page><text:p>无关</text:p>";
        let mut pages = Pages::default();
        let mut reader = xml::reader(part);
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(element) => pages.begin(&element),
                Event::Empty(element) => {
                    pages.begin(&element);
                    pages.end(element.local_name().as_ref());
                }
                Event::End(element) => pages.end(element.local_name().as_ref()),
                other => pages.words(&xml::words(&other).unwrap_or_default()),
            }
        }
        assert_eq!(pages.of_table(Some("ta1")), ["单位：元"]);
        assert_eq!(pages.of_table(Some("ta2")), ["第1页"]);
        assert_eq!(pages.of_table(None), ["第1页"]);
    }
}
