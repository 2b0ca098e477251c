//! Which form: by its 表号 on the cover, else on its sheets, else by its sheets themselves.

use super::At;
use super::cover::{Cover, Field};
use crate::finding::facts::{FormBySheets, FormUnknown, FormVersion, NamedForm};
use crate::ingest::index::{FormEntry, Index};
use crate::ingest::normal;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Value, Workbook};
use crate::nearest::nearest;

/// The form that is named, whatever its version.
pub(super) fn recognise<'index, 'known>(
    cover: &Cover<'_>,
    index: &'index Index<'known>,
    remarks: &mut Remarks,
) -> Option<&'index FormEntry<'known>> {
    match cover.words(Field::FormCode) {
        Some((words, at)) => known(&words, at, index, remarks),
        None => on_sheets(cover, index, remarks),
    }
}

fn known<'index, 'known>(
    words: &str,
    at: At<'_>,
    index: &'index Index<'known>,
    remarks: &mut Remarks,
) -> Option<&'index FormEntry<'known>> {
    let form = with_code(index, words);
    if form.is_none() {
        at.remark(remarks, FormUnknown::Code { written: words.to_owned(), nearest: candidates(index, words) });
    }
    form
}

/// A 表号 may be followed by the title or the version.
fn with_code<'index, 'known>(index: &'index Index<'known>, words: &str) -> Option<&'index FormEntry<'known>> {
    let first =
        words.split(|character: char| normal::is_blank(character) || "（(《".contains(character)).next().unwrap_or_default();
    let is_titled = |entry: &&FormEntry<'_>| normal::compact(&entry.form.title) == normal::compact(words);
    index.form(&normal::code(words)).or_else(|| index.form(&normal::code(first))).or_else(|| index.forms.iter().find(is_titled))
}

fn on_sheets<'index, 'known>(
    cover: &Cover<'_>,
    index: &'index Index<'known>,
    remarks: &mut Remarks,
) -> Option<&'index FormEntry<'known>> {
    let mut codes = cover.elsewhere(Field::FormCode);
    codes.sort_by_key(|(code, _)| normal::code(code));
    codes.dedup_by_key(|(code, _)| normal::code(code));
    match codes.as_slice() {
        [] => by_content(cover, index, remarks),
        [(code, at)] => known(code, *at, index, remarks),
        several => {
            let codes = several.iter().map(|(code, _)| code.clone()).collect();
            cover.whole().remark(remarks, FormUnknown::Contradicting { codes });
            None
        }
    }
}

/// A form whose sheets are all there, with at least half of its codes; only if no other form is like that.
fn by_content<'index, 'known>(
    cover: &Cover<'_>,
    index: &'index Index<'known>,
    remarks: &mut Remarks,
) -> Option<&'index FormEntry<'known>> {
    let alike: Vec<_> = index.forms.iter().filter(|form| has_content(cover.workbook, form)).collect();
    if let [form] = alike.as_slice() {
        cover.whole().remark(remarks, FormBySheets { form: form.form.into() });
        return Some(form);
    }
    cover.whole().remark(remarks, FormUnknown::Nowhere);
    None
}

fn has_content(workbook: &Workbook, form: &FormEntry<'_>) -> bool {
    let mut known = vec![false; form.items.len()];
    for sheet in &form.sheets {
        let Some(grid) = workbook.sheets.iter().find(|grid| normal::compact(&grid.name) == sheet.name) else { return false };
        for cell in grid.cells() {
            let code = match workbook.value(cell) {
                Value::Number(number) => normal::number_as_code(number),
                Value::Text(text) => normal::code(text),
                _ => continue,
            };
            if let Some(is_known) = form.position(&code).and_then(|position| known.get_mut(position)) {
                *is_known = true;
            }
        }
    }
    known.iter().filter(|is_known| **is_known).count() * 2 >= known.len()
}

/// Whether the cover has the version that is read, or none; another one is remarked.
pub(super) fn is_same_version(cover: &Cover<'_>, form: &FormEntry<'_>, remarks: &mut Remarks) -> bool {
    let bare = |text: &str| normal::code(text).trim_start_matches(['V', '第']).trim_end_matches(['版', '年', '度']).to_owned();
    let Some((version, at)) = cover.words(Field::Version) else { return true };
    let is_same = bare(&version) == bare(&form.form.version);
    if !is_same {
        let (form, current) = (form.form.title.clone(), form.form.version.clone());
        at.remark(remarks, FormVersion { form, current, written: version });
    }
    is_same
}

fn candidates(index: &Index<'_>, words: &str) -> Vec<NamedForm> {
    let forms = index.forms.iter().map(|entry| (entry.code.as_str(), entry.form));
    nearest(&normal::code(words), forms).into_iter().map(NamedForm::from).collect()
}
