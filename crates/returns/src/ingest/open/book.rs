//! What stands around the cells of an .xlsx workbook, and what calamine does not tell: which part holds which sheet, whether anybody has
//! calculated its formulas, what is merged and hidden on a sheet, for which cells one formula stands.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use memchr::memmem;
use quick_xml::events::{BytesStart, Event};

use super::package::Package;
use super::printed;
use super::xml::{attribute, elements, is_set, reader, words};
use crate::ingest::workbook::{Layout, Rectangle};
use tongbao_document::address::parse_a1;

/// When formulas are calculated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Calculation {
    /// Whenever something changes: what stands in the file is right.
    #[default]
    Always,
    /// Next when the file is opened: what stands in the file may be old, and a zero was put there by a program that does not calculate.
    OnLoad,
    /// The file does not say: a zero was put there by a program that does not calculate.
    Unsaid,
    /// When somebody asks for it: what stands in the file may be old.
    Manual,
}

/// A workbook's own account of itself.
#[derive(Debug, Default)]
pub(super) struct Book {
    parts: BTreeMap<String, String>,
    /// When formulas are calculated.
    pub(super) calculation: Calculation,
}

impl Book {
    /// Reads it; what cannot be read is left out, and calamine will say so.
    pub(super) fn read(package: &Package, place: &str) -> Self {
        let related = related(package, place);
        let mut book = Self { calculation: Calculation::Unsaid, ..Self::default() };
        elements(package.text(place), |element| match element.local_name().as_ref() {
            "sheet" => {
                let id = attribute(element, "id");
                if let (Some(name), Some(relation)) = (attribute(element, "name"), id.and_then(|id| related.get(&id))) {
                    book.parts.insert(name, relation.target.clone());
                }
            }
            "calcPr" => {
                let is_unfinished =
                    attribute(element, "calcCompleted").is_some_and(|done| matches!(done.as_str(), "0" | "false"));
                book.calculation = if attribute(element, "calcMode").is_some_and(|mode| mode == "manual") {
                    Calculation::Manual
                } else if is_set(element, "fullCalcOnLoad") || is_unfinished {
                    Calculation::OnLoad
                } else {
                    Calculation::Always
                };
            }
            _ => {}
        });
        book
    }

    /// The name of the part that holds a sheet.
    pub(super) fn part_of(&self, sheet: &str) -> &str {
        self.parts.get(sheet).map(String::as_str).unwrap_or_default()
    }
}

/// The name of the workbook's own part.
pub(super) fn place(package: &Package) -> String {
    let own = relations(package.text("_rels/.rels")).into_values().find(|relation| relation.kind.ends_with("/officeDocument"));
    own.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target.trim_start_matches('/').to_owned())
}

/// The name of a part that stands beside another one.
pub(super) fn beside(part: &str, name: &str) -> String {
    part.rsplit_once('/').map_or_else(|| name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
}

/// What a part refers to.
pub(super) struct Relation {
    pub(super) kind: String,
    pub(super) target: String,
}

/// The relations of a part by its name; their targets are names of parts.
pub(super) fn related(package: &Package, part: &str) -> BTreeMap<String, Relation> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let mut related = relations(package.text(&beside(part, &format!("_rels/{name}.rels"))));
    for relation in related.values_mut() {
        relation.target = resolved(folder, &relation.target);
    }
    related
}

/// The part to which a target leads that is named from a folder.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

/// The relations of a part, by their identifiers.
pub(super) fn relations(part: &str) -> BTreeMap<String, Relation> {
    let mut relations = BTreeMap::new();
    elements(part, |element| {
        if let (Some(id), Some(kind), Some(target)) =
            (attribute(element, "Id"), attribute(element, "Type"), attribute(element, "Target"))
        {
            relations.insert(id, Relation { kind, target });
        }
    });
    relations
}

const CELLS: &str = "sheetData";

/// What stands behind the cells of a sheet.
pub(super) fn behind_cells(part: &str) -> &str {
    part.rfind(CELLS).and_then(|end| part.get(end + CELLS.len()..)).unwrap_or_default()
}

/// The cells for which one formula stands that only the first of them bears: of an array, or of a table of what-ifs.
pub(super) fn spread(part: &str) -> Vec<Rectangle> {
    let has = |kind: &str| memmem::find(part.as_bytes(), kind.as_bytes()).is_some();
    let mut spread = Vec::new();
    if !has("array") && !has("dataTable") {
        return spread;
    }
    elements(part, |element| {
        let kind = if element.local_name().as_ref() == "f" { attribute(element, "t") } else { None };
        if kind.is_some_and(|kind| matches!(kind.as_str(), "array" | "dataTable")) {
            spread.extend(attribute(element, "ref").as_deref().and_then(merged));
        }
    });
    spread
}

/// What is merged and hidden on a sheet: it stands before and behind the cells, which are gone through only where rows are hidden.
pub(super) fn layout(part: &str) -> Layout {
    const MERGES: &str = "mergeCells";
    let head = part.get(..part.find(CELLS).unwrap_or(part.len())).unwrap_or_default();
    let tail = behind_cells(part);
    let mut layout = Layout::default();
    let head = head.get(..head.rfind('<').unwrap_or(0)).unwrap_or_default();
    // Most heads say nothing of it, and the rules for inputs behind the cells are long.
    if head.contains("hidden") || head.contains("showZeros") || head.contains("width=\"0") {
        elements(head, |element| match element.local_name().as_ref() {
            "col" if is_set(element, "hidden") || is_of_no_size(element, "width") => layout
                .hidden_columns
                .extend(columns(&attribute(element, "min").unwrap_or_default(), &attribute(element, "max").unwrap_or_default())),
            "sheetView" => {
                let shown = attribute(element, "showZeros");
                layout.hides_zeros |= shown.is_some_and(|shown| matches!(shown.as_str(), "0" | "false"));
            }
            _ => {}
        });
    }
    let cells = part.get(head.len()..part.len() - tail.len()).unwrap_or_default();
    if cells.contains("hidden=") || cells.contains("ht=\"0") {
        let mut row: u32 = 0;
        elements(cells, |element| {
            if element.local_name().as_ref() == "row" {
                row = attribute(element, "r").and_then(|row| row.trim().parse().ok()).unwrap_or(row + 1);
                if is_set(element, "hidden") || is_of_no_size(element, "ht") {
                    layout.hidden_rows.extend(row.checked_sub(1).map(|row| row..=row));
                }
            }
        });
    }
    if tail.contains("Header>") || tail.contains("Footer>") {
        layout.page_words = page_words(tail);
    }
    let merges = tail.find(MERGES).zip(tail.rfind(MERGES)).and_then(|(start, end)| tail.get(start..end));
    elements(merges.and_then(|merges| Some(merges.split_once('>')?.1)).unwrap_or_default(), |element| {
        if element.local_name().as_ref() == "mergeCell"
            && let Some(merged) = attribute(element, "ref").as_deref().and_then(merged)
        {
            layout.merges.push(merged);
        }
    });
    layout
}

/// What the heads and feet of printed pages say; those of views that somebody keeps beside stand in front of the sheet's own.
fn page_words(tail: &str) -> Vec<String> {
    const NAME: &str = "headerFooter";
    let end = tail.rfind(NAME).unwrap_or_default();
    let own = tail.get(..end).and_then(|before| Some(before.rsplit_once(NAME)?.1.split_once('>')?.1));
    let mut reader = reader(own.unwrap_or_default());
    let (mut found, mut said) = (Vec::new(), String::new());
    while let Ok(event) = reader.read_event() {
        match &event {
            Event::Eof => break,
            Event::End(_) => found.extend(printed::words(&std::mem::take(&mut said))),
            other => said.extend(words(other).as_deref()),
        }
    }
    found
}

/// Whether a column or a row is too narrow for anybody to see it: widths are in characters, heights in points.
fn is_of_no_size(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).and_then(|size| size.trim().parse::<f64>().ok()).is_some_and(|size| size < 0.5)
}

/// Columns as the sheet counts them, from one.
fn columns(first: &str, last: &str) -> Option<RangeInclusive<u16>> {
    let (first, last): (u16, u16) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    Some(first.checked_sub(1)?..=last.checked_sub(1)?)
}

fn merged(reference: &str) -> Option<Rectangle> {
    let (first, last) = reference.split_once(':')?;
    Some([parse_a1(first)?, parse_a1(last)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_lead_to_parts() {
        for (folder, target, part) in [
            ("xl/worksheets", "../comments1.xml", "xl/comments1.xml"),
            ("xl/worksheets", "/xl/comments/comment1.xml", "xl/comments/comment1.xml"),
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("", "workbook.xml", "workbook.xml"),
            ("xl", "./styles.xml", "xl/styles.xml"),
        ] {
            assert_eq!(resolved(folder, target), part);
        }
    }

    #[test]
    fn formulas_of_several_cells_are_found() {
        let of = |formula: &str| {
            spread(&format!("<worksheet><sheetData><row><c r=\"D6\">{formula}</c></row></sheetData></worksheet>"))
        };
        assert_eq!(of("<f t=\"array\" ref=\"D6:D9\">A1:A4</f><v>0</v>"), [[(5, 3), (8, 3)]]);
        assert_eq!(of("<f t=\"dataTable\" ref=\"D6:E7\" r1=\"A1\"/><v>0</v>"), [[(5, 3), (6, 4)]]);
        assert!(of("<f t=\"array\" ref=\"D6\">A1</f><v>0</v>").is_empty());
        assert!(of("<f t=\"shared\" ref=\"D6:D9\" si=\"0\">A1</f><v>0</v>").is_empty(), "each cell bears it");
    }

    #[test]
    fn heads_and_feet_of_the_sheet_itself_are_read() {
        let own = "<x:headerFooter differentFirst=\"1\">\n <x:oddHeader>&amp;L收入费用&amp;R单位：元</x:oddHeader>\n <x:firstFooter>2025年</x:firstFooter>\n</x:headerFooter>";
        assert_eq!(page_words(own), ["收入费用", "单位：元", "2025年"]);
        let view = "<customSheetViews><customSheetView><headerFooter><oddHeader>单位：万元</oddHeader></headerFooter></customSheetView></customSheetViews>";
        assert_eq!(page_words(&[view, own].concat()), ["收入费用", "单位：元", "2025年"]);
        assert_eq!(page_words("<headerFooter/>"), [""; 0]);
    }
}
