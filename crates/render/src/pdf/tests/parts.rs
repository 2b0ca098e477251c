//! The objects of the file: outline, labels of pages, properties, artifacts.

use lopdf::{Dictionary, Object};

use super::samples;
use super::*;

fn written(document: &Document) -> lopdf::Document {
    lopdf::Document::load_mem(&render(document, &house()).expect("PDF")).expect("a readable file")
}

fn follow<'a>(file: &'a lopdf::Document, dictionary: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
    let value = dictionary.get(key.as_bytes()).ok()?;
    match value {
        Object::Reference(id) => file.get_object(*id).ok()?.as_dict().ok(),
        value => value.as_dict().ok(),
    }
}

fn title(entry: &Dictionary) -> String {
    let bytes = entry.get(b"Title").and_then(Object::as_str).expect("title");
    let units: Vec<u16> = bytes[2..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).expect("UTF-16")
}

/// Titles below an entry, those of deeper levels in parentheses.
fn below(file: &lopdf::Document, parent: &Dictionary) -> Vec<String> {
    let mut titles = Vec::new();
    let mut entry = follow(file, parent, "First");
    while let Some(here) = entry {
        titles.push(title(here));
        titles.extend(below(file, here).into_iter().map(|title| format!("({title})")));
        entry = follow(file, here, "Next");
    }
    titles
}

#[test]
fn headings_of_level_two_stand_below_those_of_level_one() {
    let mut document = samples::text();
    document.attachments = samples::closing(false, 1).attachments;
    let file = written(&document);
    let outlines = follow(&file, file.catalog().expect("catalog"), "Outlines").expect("outlines");
    let attachment = format!("附件 {}", document.attachments[0].title);
    assert_eq!(below(&file, outlines), ["一、总体情况", "(（一）指标完成情况)", &attachment]);
    assert_eq!(outlines.get(b"Count").and_then(Object::as_i64).expect("count"), 3);
}

#[test]
fn the_file_says_what_it_is() {
    let file = written(&samples::closing(true, 1));
    let catalog = file.catalog().expect("catalog");
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).expect("language"), b"zh-CN");
    assert!(follow(&file, catalog, "PageLabels").is_some() && follow(&file, catalog, "ViewerPreferences").is_some());
    let about = follow(&file, &file.trailer, "Info").expect("properties");
    assert_eq!(title(about), "情况通报");
    assert_eq!(about.get(b"CreationDate").and_then(Object::as_str).expect("date"), b"D:20251020000000+08'00'");
}

#[test]
fn what_pages_repeat_is_marked_as_artifact() {
    let mut document = document(vec![Block::Table(table(5, 60))]);
    document.signature = None;
    let file = written(&document);
    for id in file.get_pages().into_values() {
        let content = file.get_page_content(id);
        let operations = lopdf::content::Content::decode(&content).expect("operators").operations;
        let (mut inside, mut artifacts, mut texts) = (false, 0, 0);
        for operation in operations {
            match operation.operator.as_str() {
                "BMC" => inside = true,
                "EMC" => inside = false,
                "TJ" if inside => artifacts += 1,
                "TJ" => texts += 1,
                _ => {}
            }
        }
        // The notice and the page number at least; on the pages of the table its head too.
        assert!(artifacts >= 2 && texts > 5, "{artifacts} and {texts}");
    }
}

#[test]
fn twelve_pages_are_a_small_file() {
    let document =
        document(vec![samples::words("各县（市、区）要逐项分析原因，提出整改措施。".repeat(40)), Block::Table(table(7, 300))]);
    assert!(pages(&document).pages.len() >= 9);
    assert!(render(&document, &house()).expect("PDF").len() < 200_000);
}
