//! The text of a PDF, run by run in the order in which it is drawn, and where the document's figures stand in it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use lopdf::content::Content;
use lopdf::{Document, Encoding, Object};

use super::error::VerifyError;
use super::expectation::{Passage, stripped};
use super::{Difference, Outcome};

/// The text of a PDF without blanks and without what is no part of it: page numbers, notices, repeated heads of tables.
#[derive(Debug, Default)]
pub(super) struct Text {
    joined: String,
    /// Where each run begins in the text, in bytes.
    starts: Vec<usize>,
}

/// Reads all pages.
pub(super) fn read(bytes: &[u8]) -> Result<Text, VerifyError> {
    let failed = |error: lopdf::Error| VerifyError::Pdf(Box::new(error));
    let file = Document::load_mem(bytes).map_err(failed)?;
    let mut text = Text::default();
    // A face is one object for all pages: its table of characters is parsed once.
    let mut encodings: BTreeMap<Vec<u8>, Encoding<'_>> = BTreeMap::new();
    for page in file.get_pages().into_values() {
        for (name, font) in file.get_page_fonts(page).map_err(failed)? {
            if let Entry::Vacant(entry) = encodings.entry(name) {
                entry.insert(font.get_font_encoding(&file).map_err(failed)?);
            }
        }
        let content = Content::decode(&file.get_page_content(page)).map_err(failed)?;
        read_page(&content, &encodings, &mut text).map_err(failed)?;
    }
    Ok(text)
}

fn read_page(content: &Content, encodings: &BTreeMap<Vec<u8>, Encoding<'_>>, text: &mut Text) -> Result<(), lopdf::Error> {
    let mut encoding = None;
    // For each open piece of marked content whether it is an artifact.
    let mut marked: Vec<bool> = Vec::new();
    for operation in &content.operations {
        match operation.operator.as_str() {
            "BMC" | "BDC" => {
                let tag = operation.operands.first().and_then(|tag| tag.as_name().ok());
                marked.push(tag == Some(b"Artifact"));
            }
            "EMC" => drop(marked.pop()),
            "Tf" => encoding = operation.operands.first().and_then(|name| encodings.get(name.as_name().ok()?)),
            "Tj" | "TJ" if !marked.contains(&true) => {
                text.starts.push(text.joined.len());
                for operand in &operation.operands {
                    let pieces = if let Object::Array(pieces) = operand { pieces } else { std::slice::from_ref(operand) };
                    for bytes in pieces.iter().filter_map(|piece| piece.as_str().ok()) {
                        let Some(encoding) = encoding else { continue };
                        text.joined.extend(stripped(&encoding.bytes_to_string(bytes)?));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

impl Text {
    /// The runs that begin in a part of the text.
    fn runs(&self, from: usize, to: usize) -> Vec<&str> {
        let first = self.starts.partition_point(|start| *start < from);
        let ends = self.starts.iter().skip(1).copied().chain([self.joined.len()]);
        let runs = self.starts.iter().copied().zip(ends).skip(first).take_while(|(start, _)| *start < to);
        runs.filter_map(|(start, end)| self.joined.get(start..end)).collect()
    }
}

/// Looks for the passages one behind the other. A row that is divided between pages does not stand in one piece: then each of its
/// figures must be a run of its own between its neighbours.
pub(super) fn compare(text: &Text, passages: &[Passage]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut cursor = 0;
    let mut pending: Vec<&Passage> = Vec::new();
    for passage in passages {
        outcome.figures += passage.figures.len();
        let rest = text.joined.get(cursor..).unwrap_or_default();
        let place = if passage.text.is_empty() { None } else { rest.find(&passage.text) };
        let Some(place) = place else {
            pending.push(passage);
            continue;
        };
        look_in_pieces(text, cursor, cursor + place, &mut pending, &mut outcome);
        cursor += place + passage.text.len();
    }
    look_in_pieces(text, cursor, text.joined.len(), &mut pending, &mut outcome);
    outcome
}

/// Looks for figures of pending passages among the runs of a part of the text.
fn look_in_pieces(text: &Text, from: usize, to: usize, pending: &mut Vec<&Passage>, outcome: &mut Outcome) {
    if pending.is_empty() {
        return;
    }
    let mut runs = text.runs(from, to);
    for passage in pending.drain(..) {
        // The figures of a row or a sentence stand in its order; those of a chart wherever their lines end.
        let mut first = 0;
        for figure in &passage.figures {
            match runs.iter().skip(first).position(|run| run == figure) {
                // A run stands for one figure only.
                Some(position) => {
                    runs.remove(first + position);
                    if !passage.text.is_empty() {
                        first += position;
                    }
                }
                None => outcome.differences.push(Difference {
                    place: if passage.text.is_empty() { "图".to_owned() } else { passage.text.chars().take(40).collect() },
                    expected: figure.clone(),
                    found: text.joined.get(from..to).map(|between| between.chars().take(60).collect()),
                }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(runs: &[&str]) -> Text {
        let mut text = Text::default();
        for run in runs {
            text.starts.push(text.joined.len());
            text.joined.push_str(run);
        }
        text
    }

    fn row(label: &str, figures: &[&str]) -> Passage {
        let figures: Vec<String> = figures.iter().map(ToString::to_string).collect();
        Passage { text: format!("{label}{}", figures.concat()), figures }
    }

    #[track_caller]
    fn expected(runs: &[&str], passages: &[Passage]) -> Vec<String> {
        compare(&page(runs), passages).differences.into_iter().map(|difference| difference.expected).collect()
    }

    #[test]
    fn a_row_that_is_divided_between_pages_is_found_by_its_figures() {
        let rows = [row("甲县", &["12", "3.5"]), row("很长的名字", &["7", "0.4"]), row("丙县", &["9", "1.0"])];
        let divided = ["甲县", "12", "3.5", "很长的", "7", "0.4", "名字", "丙县", "9", "1.0"];
        assert_eq!(expected(&divided, &rows), [""; 0]);
    }

    #[test]
    fn a_figure_that_was_changed_lost_or_moved_is_a_difference() {
        let rows = [row("甲县", &["12", "3.5"]), row("乙县", &["7", "0.4"]), row("丙县", &["9", "1.0"])];
        assert_eq!(expected(&["甲县", "12", "3.5", "乙县", "8", "0.4", "丙县", "9", "1.0"], &rows), ["7"]);
        assert_eq!(expected(&["甲县", "12", "3.5", "乙县", "7", "丙县", "9", "1.0"], &rows), ["0.4"]);
        assert_eq!(expected(&["甲县", "12", "3.5", "乙县", "0.4", "7", "丙县", "9", "1.0"], &rows), ["0.4"]);
        assert_eq!(expected(&["甲县", "12", "0.4", "乙县", "7", "3.5", "丙县", "9", "1.0"], &rows), ["0.4"]);
    }

    #[test]
    fn the_numbers_of_lines_stand_in_any_order() {
        let chart = Passage { text: String::new(), figures: vec!["90.1".into(), "70.3".into()] };
        assert_eq!(expected(&["70.3", "90.1"], std::slice::from_ref(&chart)), [""; 0]);
        assert_eq!(expected(&["70.3", "90.2"], &[chart]), ["90.1"]);
    }
}
