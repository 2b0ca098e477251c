//! What calamine does not tell of an .xls workbook: number formats, also those of conditional formats, what is struck out, formulas without a
//! result, texts that are lost, comments, hidden columns and rows.
//!
//! In: the bytes. Out: for each worksheet what of it is read otherwise. Records: MS-XLS 2.4; a record that breaks off ends its part of the
//! account, and calamine judges the file.

mod compound;
mod differences;
mod extent;
mod record;
mod remarks;

use std::collections::BTreeMap;
use std::ops::Range;

use super::Refusal;
use super::account::{At, CellStyle, SheetAccount};
use super::conditional::Conditions;
use super::marked::{Font, Run, marked};
use super::number_format::{NumberFormat, built_in};
use differences::Differences;
use record::{record, u16_at, u32_at};
use remarks::Remarks;
use tongbao_document::count;

const FORMULA: u16 = 0x0006;
const END: u16 = 0x000a;
const CALCULATION_MODE: u16 = 0x000d;
const PASSWORD: u16 = 0x002f;
const FONT: u16 = 0x0031;
const CONTINUE: u16 = 0x003c;
const COLUMNS: u16 = 0x007d;
const SHEET: u16 = 0x0085;
const NUMBERS: u16 = 0x00bd;
const CELL_STYLE: u16 = 0x00e0;
const STRINGS: u16 = 0x00fc;
const STRING_CELL: u16 = 0x00fd;
const RICH_LABEL: u16 = 0x00d6;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const TRUTH: u16 = 0x0205;
const ROW: u16 = 0x0208;
const SHORT_NUMBER: u16 = 0x027e;
const FORMAT: u16 = 0x041e;

/// A workbook as its records tell it.
#[derive(Debug)]
pub(super) struct Account {
    /// The worksheets in their order.
    pub(super) sheets: Vec<SheetAccount>,
    /// What calamine is to read: a file with these records alone, without the sizes that its sheets wrongly announce.
    pub(super) clean: Vec<u8>,
}

/// What the records say. Refuses what is no workbook, cut off or encrypted, and what would not fit into memory.
pub(super) fn account(bytes: &[u8]) -> Result<Account, Refusal> {
    let stream = compound::stream(bytes)?;
    let globals = Globals::read(&stream);
    if globals.is_encrypted {
        return Err(Refusal::Encrypted);
    }
    let sizes = extent::check(&stream, &globals.all_sheets)?;
    let sheets = globals.sheets.iter().map(|start| globals.sheet(&stream, *start)).collect();
    let clean = compound::file(&without(stream, &sizes)).map_err(Refusal::damaged)?;
    Ok(Account { sheets, clean })
}

/// The stream with zeros in some places.
fn without(mut stream: Vec<u8>, places: &[Range<usize>]) -> Vec<u8> {
    for place in places {
        stream.get_mut(place.clone()).unwrap_or_default().fill(0);
    }
    stream
}

/// The records from a place to the end of their part.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream.get(start..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (kind, content, behind) = record(rest)?;
        rest = behind;
        (kind != END).then_some((kind, content))
    })
}

/// A font by its number; the fifth is never written.
fn font_of(fonts: &[Font], number: u16) -> Option<Font> {
    fonts.get(usize::from(if number > 4 { number - 1 } else { number })).copied()
}

/// What the sheets share.
#[derive(Debug, Default)]
struct Globals {
    is_encrypted: bool,
    /// Where each sheet begins, of cells or not.
    all_sheets: Vec<usize>,
    /// Where each worksheet begins.
    sheets: Vec<usize>,
    /// By the number of a cell's style.
    styles: Vec<CellStyle>,
    /// By their number in the table of strings: those with words that are struck out or raised.
    texts: BTreeMap<u32, String>,
    /// How many strings the table has.
    strings: u32,
    /// Codes of formats, by their numbers.
    codes: BTreeMap<u16, String>,
}

impl Globals {
    fn read(stream: &[u8]) -> Self {
        let mut globals = Self::default();
        // Of a style the number of its font and that of its format.
        let mut styles: Vec<(u16, u16)> = Vec::new();
        let (mut fonts, mut strings): (Vec<Font>, Vec<&[u8]>) = (Vec::new(), Vec::new());
        let mut last = 0;
        for (kind, content) in records(stream, 0) {
            match kind {
                FONT => {
                    let (flags, script) = (u16_at(content, 2).unwrap_or(0), u16_at(content, 8).unwrap_or(0));
                    fonts.push(Font { is_struck: flags & 8 != 0, is_raised: script != 0 });
                }
                FORMAT => {
                    if let (Some(number), Some(code)) = (u16_at(content, 0), string(content.get(2..).unwrap_or_default())) {
                        globals.codes.insert(number, code);
                    }
                }
                // Without a password some programs write the record with zeros.
                PASSWORD => globals.is_encrypted |= content.iter().any(|byte| *byte != 0),
                CELL_STYLE => styles.extend(u16_at(content, 0).zip(u16_at(content, 2))),
                SHEET => {
                    let start = u32_at(content, 0).map(count::to_usize);
                    globals.all_sheets.extend(start);
                    // Sheets of charts and macros hold no cells.
                    globals.sheets.extend(start.filter(|_| content.get(5) == Some(&0)));
                }
                STRINGS => {
                    globals.strings = u32_at(content, 4).unwrap_or_default();
                    strings = vec![content];
                }
                CONTINUE if matches!(last, STRINGS | CONTINUE) && !strings.is_empty() => strings.push(content),
                _ => {}
            }
            last = kind;
        }
        let style = |(font, number): (u16, u16)| CellStyle {
            format: globals.code(number).and_then(NumberFormat::odd),
            is_struck: font_of(&fonts, font).is_some_and(|font| font.is_struck),
        };
        globals.styles = styles.into_iter().map(style).collect();
        if fonts.iter().copied().any(Font::is_withdrawn) {
            globals.texts = Strings { pieces: strings }.marked(&fonts);
        }
        globals
    }

    /// The code of a format.
    fn code(&self, number: u16) -> Option<&str> {
        self.codes.get(&number).map(String::as_str).or_else(|| built_in(number))
    }

    fn sheet(&self, stream: &[u8], start: usize) -> SheetAccount {
        let mut account = SheetAccount::default();
        let (mut differences, mut remarks) = (Differences::default(), Remarks::default());
        for (kind, content) in records(stream, start) {
            let at = |position: usize| u16_at(content, position);
            let place = || Some((u32::from(at(0)?), u32::from(at(2)?)));
            let style = |style: u16| self.styles.get(usize::from(style));
            differences.learn(kind, content, |number| self.code(number));
            remarks.learn(kind, content);
            match kind {
                NUMBER | SHORT_NUMBER | FORMULA | LABEL | RICH_LABEL | TRUTH => {
                    let Some(place) = place() else { break };
                    if let Some(style) = at(4).and_then(style) {
                        account.bears(place, style);
                    }
                    if kind == FORMULA {
                        add_formula(&mut account, place, content);
                    }
                }
                NUMBERS => {
                    let Some((row, first)) = place() else { break };
                    let cells = content.get(4..content.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
                    for (column, cell) in (first..).zip(cells) {
                        if let Some(style) = u16_at(cell, 0).and_then(style) {
                            account.bears((row, column), style);
                        }
                    }
                }
                STRING_CELL => {
                    if let (Some(place), Some(style)) = (place(), at(4).and_then(style)) {
                        account.bears(place, style);
                    }
                    let text = u32_at(content, 6);
                    if let (Some(place), Some(text)) = (place(), text.and_then(|number| self.texts.get(&number))) {
                        account.texts.insert(place, text.clone());
                    }
                    account.lost.extend(place().filter(|_| text.is_some_and(|number| number >= self.strings)));
                }
                CALCULATION_MODE => account.is_manual = at(0) == Some(0),
                // Widths are in 256ths of a character.
                COLUMNS if at(8).is_some_and(|flags| flags & 1 != 0) || at(4).is_some_and(|width| width < 128) => {
                    account.layout.hidden_columns.extend(at(0).zip(at(2)).map(|(first, last)| first..=last));
                }
                ROW if at(12).is_some_and(|flags| flags & 0x20 != 0) => {
                    account.layout.hidden_rows.extend(at(0).map(u32::from).map(|row| row..=row));
                }
                _ => {}
            }
        }
        account.conditions = Conditions::new(differences.rules());
        (account.layout.notes, account.layout.page_words) = remarks.told();
        account
    }
}

/// A formula with what stands there of its result.
fn add_formula(account: &mut SheetAccount, place: At, content: &[u8]) {
    /// Programs that do not calculate ask for it when the file is opened, and leave a zero.
    const ON_LOAD: u16 = 2;
    account.formulas.insert(place);
    // Of a result that is no number the last two bytes are set, and the first says what it is.
    if u16_at(content, 12) == Some(0xffff) && content.get(6) == Some(&3) {
        account.empty_formulas.insert(place);
    }
    let is_zero = content.get(6..14).is_some_and(|result| result.iter().all(|byte| *byte == 0));
    if is_zero && u16_at(content, 14).is_some_and(|flags| flags & ON_LOAD != 0) {
        account.uncalculated.insert(place);
    }
}

/// A text with its length in front.
fn string(content: &[u8]) -> Option<String> {
    let (length, is_wide) = (usize::from(u16_at(content, 0)?), content.get(2)? & 1 != 0);
    let units = units(content.get(3..)?, is_wide);
    Some(String::from_utf16_lossy(&units.take(length).collect::<Vec<u16>>()))
}

fn units(bytes: &[u8], is_wide: bool) -> impl Iterator<Item = u16> {
    let wide =
        bytes.chunks_exact(2).filter(move |_| is_wide).filter_map(|unit| unit.first_chunk().copied().map(u16::from_le_bytes));
    wide.chain(bytes.iter().filter(move |_| !is_wide).map(|byte| u16::from(*byte)))
}

/// The table of strings, in as many pieces as records.
struct Strings<'stream> {
    pieces: Vec<&'stream [u8]>,
}

impl Strings<'_> {
    /// The strings with words in a font that is withdrawn, as far as the table can be read.
    fn marked(mut self, fonts: &[Font]) -> BTreeMap<u32, String> {
        let mut texts = BTreeMap::new();
        let _ = self.take(8);
        for number in 0.. {
            let Some((units, runs)) = self.next() else { break };
            texts.extend(marked(&units, &runs, |font| font_of(fonts, font)).map(|text| (number, text)));
        }
        texts
    }

    /// The next string, with where its runs begin and their fonts.
    fn next(&mut self) -> Option<(Vec<u16>, Vec<Run>)> {
        let length = usize::from(self.take_u16()?);
        let flags = self.take(1)?.first().copied()?;
        let runs = if flags & 8 != 0 { self.take_u16()? } else { 0 };
        let extra = if flags & 4 != 0 { u32_at(&self.take(4)?, 0)? } else { 0 };
        let text = self.characters(length, flags & 1 != 0)?;
        let mut fonts = Vec::new();
        for _ in 0..runs {
            fonts.push((usize::from(self.take_u16()?), self.take_u16()?));
        }
        self.take(count::to_usize(extra))?;
        Some((text, fonts))
    }

    /// Characters; where they go on in the next piece, it says anew how wide they are.
    fn characters(&mut self, length: usize, mut is_wide: bool) -> Option<Vec<u16>> {
        let mut text = Vec::new();
        while text.len() < length {
            let piece = self.pieces.first_mut()?;
            if piece.is_empty() {
                self.pieces.remove(0);
                let (flags, rest) = self.pieces.first()?.split_first()?;
                is_wide = flags & 1 != 0;
                *self.pieces.first_mut()? = rest;
                continue;
            }
            let width = if is_wide { 2 } else { 1 };
            let bytes = ((length - text.len()) * width).min(piece.len() - piece.len() % width);
            let (now, rest) = piece.split_at_checked(bytes).filter(|_| bytes > 0)?;
            *piece = rest;
            text.extend(units(now, is_wide));
        }
        Some(text)
    }

    fn take_u16(&mut self) -> Option<u16> {
        u16_at(&self.take(2)?, 0)
    }

    fn take(&mut self, length: usize) -> Option<Vec<u8>> {
        let mut taken = Vec::new();
        while taken.len() < length {
            let piece = self.pieces.first_mut()?;
            if piece.is_empty() {
                self.pieces.remove(0);
                continue;
            }
            let (now, rest) = piece.split_at((length - taken.len()).min(piece.len()));
            taken.extend_from_slice(now);
            *piece = rest;
        }
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::open::number_format::Shown;

    #[test]
    fn formats_are_found_in_what_sheetjs_writes() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/inputs/sheetjs.xls");
        let bytes = std::fs::read(path).unwrap();
        let accounts = account(&bytes).unwrap().sheets;
        let shown: Vec<Shown> =
            accounts.iter().flat_map(|account| account.formats.values()).map(|format| format.shows(0.853)).collect();
        assert_eq!(shown, [Shown::As("85.3%".to_owned())]);
    }
}
