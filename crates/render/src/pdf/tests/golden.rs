//! What stands where on the pages, as text in `tests/golden/pdf`: written anew with `UPDATE_GOLDEN=1`.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use super::samples;
use super::*;
use crate::FontRole;
use crate::pdf::frame::MM;
use crate::pdf::mark;
use crate::pdf::mark::{Mark, Rule, Run};

#[test]
fn head_headings_and_paragraphs() {
    expect("text", &samples::text(), &house());
}

#[test]
fn a_page_without_red_head() {
    let informal = House {
        theme: house().theme.clone(),
        profile: crate::Profile::parse(include_str!("../../../../../report_templates/house/informal.toml")).expect("profile"),
        faces: crate::fonts::tests::faces(),
    };
    expect("informal", &samples::text(), &informal);
}

#[test]
fn signature_attachments_and_imprint() {
    expect("closing", &samples::closing(false, 2), &house());
}

#[test]
fn room_for_a_seal() {
    expect("sealed", &samples::closing(true, 1), &house());
}

#[test]
fn tables_upright_and_sideways() {
    expect("table", &samples::issued(vec![Block::Table(table(5, 30)), Block::Table(table(14, 3))]), &house());
}

#[test]
fn charts_and_notes() {
    expect(
        "chart",
        &samples::issued(vec![Block::Chart(chart(4)), Block::Note("注：".to_owned() + &"说明".repeat(40))]),
        &house(),
    );
}

#[track_caller]
fn expect(name: &str, document: &Document, house: &House) {
    let frame = Frame::new(&house.profile);
    let pages = lay_out(document, house, &frame).expect("layout").0;
    let found = dump(&pages, house, &frame);
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("tests/golden/pdf").join(format!("{name}.txt"));
    let expected = fs::read_to_string(&path);
    if expected.as_ref().is_ok_and(|expected| *expected == found) {
        return;
    }
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    if update || expected.is_err() {
        fs::create_dir_all(path.parent().expect("folder")).expect("folder");
        fs::write(&path, &found).expect("expectation");
    }
    assert!(update || expected.is_err(), "{name} is not as expected; see the difference with UPDATE_GOLDEN=1\n{found}");
    assert!(update, "there was no expectation of {name}: it was written, look at it");
}

/// Page by page: places in millimetres from the upper left corner of the sheet, or of a sideways type area; texts with their
/// baselines, faces and sizes.
fn dump(pages: &Paginated, house: &House, frame: &Frame) -> String {
    let mut text = String::new();
    for (number, page) in pages.pages.iter().enumerate() {
        let origin = if page.sideways { (0.0, 0.0) } else { (frame.left, frame.top) };
        let _ = writeln!(text, "page {}{}", number + 1, if page.sideways { " sideways" } else { "" });
        for bookmark in pages.bookmarks.iter().filter(|bookmark| bookmark.page == number) {
            let _ = writeln!(text, "  bookmark {} {}", bookmark.entry.level, bookmark.entry.title);
        }
        for (name, marks) in [("repeated ", &page.repeated), ("", &page.marks)] {
            let rules = marks.iter().filter_map(|mark| if let Mark::Rule(rule) = mark { Some(*rule) } else { None });
            for rule in mark::join(rules.collect()) {
                let _ = writeln!(text, "  {name}{}", rule_line(&rule, origin));
            }
            for line in lines(marks) {
                let _ = writeln!(text, "  {name}{}", text_line(&line, house, origin));
            }
        }
    }
    text
}

/// Runs that continue each other on one baseline.
fn lines(marks: &[Mark]) -> Vec<Vec<&Run>> {
    let mut lines: Vec<Vec<&Run>> = Vec::new();
    for mark in marks {
        let Mark::Run(run) = mark else { continue };
        let continues = |line: &&mut Vec<&Run>| {
            line.last().is_some_and(|last| (last.y - run.y).abs() < 0.01 && (end(last) - run.x).abs() < 0.3 * run.size)
        };
        match lines.last_mut().filter(continues) {
            Some(line) => line.push(run),
            None => lines.push(vec![run]),
        }
    }
    lines
}

fn end(run: &Run) -> f32 {
    run.x + run.glyphs.iter().map(|glyph| f32::from(glyph.advance) / 1000.0 * run.size + glyph.gap).sum::<f32>()
}

fn text_line(line: &[&Run], house: &House, (left, top): (f32, f32)) -> String {
    let first = line[0];
    // A character that the face does not have stands in a run of its own: the longest run says what the line is set in.
    let main = line.iter().max_by_key(|run| run.glyphs.len()).unwrap_or(&first);
    let role = FontRole::ALL.into_iter().find(|role| house.faces.glyph(*role, '一').is_some_and(|glyph| glyph.face == main.face));
    let words: String = line.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.character)).collect();
    let (x, y) = ((first.x + left) / MM, (main.y + top) / MM);
    format!("{x:6.1} {y:6.1} {:8} {:4} {words}", role.map_or("other", FontRole::key), first.size)
}

fn rule_line(rule: &Rule, (left, top): (f32, f32)) -> String {
    let [x, y, to_x, to_y] =
        [rule.from.0 + left, rule.from.1 + top, rule.to.0 + left, rule.to.1 + top].map(|points| format!("{:6.1}", points / MM));
    format!("{x} {y} rule to {to_x} {to_y}, {:.2} mm", rule.thickness / MM)
}
