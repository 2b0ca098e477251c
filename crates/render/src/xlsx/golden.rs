//! The parts of the test document's workbook, one element a line, against `tests/golden/xlsx`. `UPDATE_GOLDEN=1` writes them anew.

use std::fmt::Write;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use crate::theme::Theme;

use super::{bulletin, samples};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/xlsx");

#[test]
fn the_parts_of_a_bulletin_are_as_expected() {
    let theme = Theme::parse(include_str!("../../../../report_templates/house/theme.toml")).expect("the house style");
    let bytes = bulletin(&samples::document(), &theme).expect("bytes");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.as_slice())).expect("a container");
    let mut strings = String::new();
    archive.by_name("xl/sharedStrings.xml").expect("texts").read_to_string(&mut strings).expect("text");
    let strings: Vec<&str> = strings.split("<si>").skip(1).map(words).collect();
    let mut wrong = Vec::new();
    let mut expected = Vec::new();
    for position in 0..archive.len() {
        let mut part = archive.by_index(position).expect("a part");
        let name = part.name().expect("a name").into_owned();
        if !is_compared(&name) {
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        let file = format!("{}.xml", name.trim_end_matches(".xml").replace('/', "-"));
        if let Some(difference) = compare(&Path::new(FOLDER).join(&file), &normalised(&text, &strings)) {
            wrong.push(difference);
        }
        expected.push(file);
    }
    for entry in fs::read_dir(FOLDER).expect("the expectations") {
        let file = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        if !expected.contains(&file) {
            wrong.push(format!("{file} is expected, but there is no such part"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_compared(name: &str) -> bool {
    let folders = ["xl/worksheets/sheet", "xl/tables/", "xl/charts/", "docProps/"];
    folders.iter().any(|folder| name.starts_with(folder)) || ["xl/styles.xml", "xl/workbook.xml"].contains(&name)
}

/// What differs first. A missing expectation is written, and the test fails all the same.
fn compare(path: &Path, found: &str) -> Option<String> {
    let name = path.display();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(FOLDER).expect("folder");
        fs::write(path, found).expect("expectation");
        return None;
    }
    let Ok(expected) = fs::read_to_string(path) else {
        fs::create_dir_all(FOLDER).expect("folder");
        fs::write(path, found).expect("expectation");
        return Some(format!("{name} was missing and has been written: read it before you keep it"));
    };
    if expected == found {
        return None;
    }
    let at = expected.lines().zip(found.lines()).take_while(|(one, other)| one == other).count();
    let line = |text: &str| text.lines().nth(at).unwrap_or("(end)").to_owned();
    Some(format!("{name}:{}\n  expected {}\n  found    {}", at + 1, line(&expected), line(found)))
}

/// What an entry of the shared texts says.
fn words(entry: &str) -> &str {
    let text = entry.split_once("<t").map_or("", |(_, rest)| rest);
    let text = text.split_once('>').map_or("", |(_, rest)| rest);
    text.split_once("</t>").map_or("", |(text, _)| text)
}

/// One tag a line with its text, indented by depth, attributes sorted; shared texts stand in their cells.
fn normalised(xml: &str, strings: &[&str]) -> String {
    let mut lines = String::new();
    let mut depth = 0_usize;
    let mut is_shared = false;
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        let is_end = tag.starts_with('/');
        depth -= usize::from(is_end);
        is_shared = if tag.starts_with("c ") { tag.contains("t=\"s\"") } else { is_shared };
        let text = match text.trim() {
            index if tag == "v" && is_shared => strings[index.parse::<usize>().expect("an index")],
            text => text,
        };
        writeln!(lines, "{:depth$}<{}>{}", "", sorted(tag), text.replace('\n', "&#10;")).expect("a string grows");
        depth += usize::from(!is_end && !tag.ends_with('/') && !tag.starts_with('?'));
    }
    assert_eq!(depth, 0, "every tag is closed");
    lines
}

/// A tag with its attributes in alphabetical order.
fn sorted(tag: &str) -> String {
    let (body, end) = tag.strip_suffix(['/', '?']).map_or((tag, ""), |body| (body, &tag[tag.len() - 1..]));
    let (name, mut rest) = body.split_once(' ').unwrap_or((body, ""));
    let mut attributes = Vec::new();
    while let Some((key, tail)) = rest.split_once("=\"") {
        let (value, tail) = tail.split_once('"').expect("a value ends");
        attributes.push(format!(" {}=\"{value}\"", key.trim()));
        rest = tail;
    }
    attributes.sort();
    format!("{name}{}{end}", attributes.concat())
}
