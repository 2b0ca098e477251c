//! What calamine does not tell of an .xls workbook: number formats, also those of conditional formats, what is struck out, raised or of the colour of
//! its ground, formulas without a result, texts that are lost, comments, the head and foot of the printed page, hidden columns and rows.
//!
//! In: the bytes. Out: for each worksheet what of it is read otherwise. Records: MS-XLS 2.4; a record that breaks off ends its part of the
//! account, and calamine judges the file.

mod compound;
mod differences;
mod extent;
mod record;
mod remarks;
mod script;

use std::collections::BTreeMap;
use std::ops::Range;

use super::Refusal;
use super::account::{At, CellStyle, SheetAccount};
use super::colour::{Colour, Numbered, WHITE};
use super::conditional::Conditions;
use super::font::{Font, Paint};
use super::number_format::{NumberFormat, built_in};
use super::rich::{self, Run};
use super::{printed, velvet};
use differences::Differences;
use record::{record, u16_at, u32_at};
use remarks::Remarks;
use script::{Script, units};
use tongbao_document::count;

const FORMULA: u16 = 0x0006;
const END: u16 = 0x000a;
const CALCULATION_MODE: u16 = 0x000d;
const HEAD: u16 = 0x0014;
const FOOT: u16 = 0x0015;
const PASSWORD: u16 = 0x002f;
const FONT: u16 = 0x0031;
const CONTINUE: u16 = 0x003c;
const CODE_PAGE: u16 = 0x0042;
const COLUMNS: u16 = 0x007d;
const SHEET: u16 = 0x0085;
const PALETTE: u16 = 0x0092;
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
const BEGIN: u16 = 0x0809;
const MORE_HEADS_AND_FEET: u16 = 0x089c;

/// A workbook as its records tell it.
#[derive(Debug)]
pub(super) struct Account {
    /// The worksheets in their order.
    pub(super) sheets: Vec<SheetAccount>,
    /// What calamine is to read: a file with these records alone, without the sizes that its sheets wrongly announce.
    pub(super) clean: Vec<u8>,
    /// Whether it is of a version before Excel 97.
    pub(super) is_old: bool,
}

/// What the records say. Refuses what is no workbook, cut off or encrypted, and what would not fit into memory.
pub(super) fn account(bytes: &[u8]) -> Result<Account, Refusal> {
    let mut stream = compound::stream(bytes)?;
    let mut globals = Globals::read(&stream);
    if globals.is_encrypted {
        stream = velvet::records(stream).ok_or(Refusal::Encrypted)?;
        globals = Globals::read(&stream);
    }
    let sizes = extent::check(&stream, &globals.all_sheets)?;
    let sheets = globals.sheets.iter().map(|start| globals.sheet(&stream, *start)).collect();
    let clean = compound::file(&without(stream, &sizes)).map_err(Refusal::damaged)?;
    Ok(Account { sheets, clean, is_old: globals.script != Script::Unicode })
}

/// What an encrypted .xlsx or .xlsb is wrapped in: how it is encrypted, and the package.
pub(super) fn encrypted_package(bytes: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    compound::encrypted_package(bytes)
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
    fonts: Vec<Font>,
    /// By their number in the table of strings: those whose words have fonts of their own.
    texts: BTreeMap<u32, String>,
    /// How many strings the table has.
    strings: u32,
    /// Codes of formats, by their numbers.
    codes: BTreeMap<u16, String>,
    /// The colours that have numbers.
    numbered: Numbered,
    script: Script,
}

impl Globals {
    fn read(stream: &[u8]) -> Self {
        let mut globals = Self::default();
        let mut styles: Vec<Style> = Vec::new();
        let (mut fonts, mut strings): (Vec<&[u8]>, Vec<&[u8]>) = (Vec::new(), Vec::new());
        let mut last = 0;
        for (kind, content) in records(stream, 0) {
            match kind {
                BEGIN => globals.script = script_of(content),
                CODE_PAGE if globals.script != Script::Unicode => {
                    globals.script = Script::of_code_page(u16_at(content, 0).unwrap_or_default());
                }
                FONT => fonts.push(content),
                // Four bytes for each colour from the eighth on.
                PALETTE => {
                    let colours = content.get(2..).unwrap_or_default().chunks_exact(4);
                    globals.numbered =
                        Numbered::replaced_from(8, colours.filter_map(|colour| colour.first_chunk().copied()).collect());
                }
                FORMAT => {
                    let code = globals.script.text(content.get(2..).unwrap_or_default());
                    globals.codes.extend(u16_at(content, 0).zip(code));
                }
                // Without a password some programs write the record with zeros.
                PASSWORD => globals.is_encrypted |= content.iter().any(|byte| *byte != 0),
                CELL_STYLE => styles.extend(Style::read(content)),
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
        globals.fonts = fonts.into_iter().map(|content| globals.font(content)).collect();
        globals.styles = styles.into_iter().map(|style| globals.style(style)).collect();
        globals.texts = Strings { pieces: strings }.rich(&globals.fonts);
        globals
    }

    /// A font: its flags, its colour and whether it is raised (MS-XLS 2.4.122).
    fn font(&self, content: &[u8]) -> Font {
        let (flags, ink, script) = (u16_at(content, 2).unwrap_or(0), u16_at(content, 4), u16_at(content, 8).unwrap_or(0));
        let ink = ink.map_or(Colour::Unknown, |ink| self.numbered.find(ink));
        Font { is_struck: Some(flags & 8 != 0), is_raised: Some(script != 0), ink: Some(ink) }
    }

    fn style(&self, style: Style) -> CellStyle {
        let ground = match style.pattern {
            0 => WHITE,
            1 if style.fore != AUTOMATIC => self.numbered.find(style.fore),
            _ => Colour::Unknown,
        };
        let font = font_of(&self.fonts, style.font).unwrap_or_default();
        CellStyle { format: self.code(style.format).and_then(NumberFormat::odd), paint: Paint { font, ground } }
    }

    /// The code of a format.
    fn code(&self, number: u16) -> Option<&str> {
        self.codes.get(&number).map(String::as_str).or_else(|| built_in(number))
    }

    fn sheet(&self, stream: &[u8], start: usize) -> SheetAccount {
        let mut account = SheetAccount { keeps_colours: true, ..SheetAccount::default() };
        let (mut differences, mut remarks) = (Differences::of(&self.numbered), Remarks::of(self.script));
        let mut heads_and_feet = Vec::new();
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
                    } else if kind == RICH_LABEL {
                        let label = content.get(6..).and_then(|content| self.script.label(content));
                        let text =
                            label.and_then(|(units, runs)| rich::of_runs(&units, &runs, |font| font_of(&self.fonts, font)));
                        account.texts.extend(text.map(|text| (place, text)));
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
                HEAD | FOOT => heads_and_feet.extend(self.script.text(content)),
                MORE_HEADS_AND_FEET => heads_and_feet.extend(more_heads_and_feet(content)),
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
        (account.layout.notes, account.layout.boxes) = remarks.told();
        account.layout.page_words = heads_and_feet.iter().flat_map(|words| printed::words(words)).collect();
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

/// How words stand in a workbook, by the record with which it begins: its version.
fn script_of(content: &[u8]) -> Script {
    const EXCEL_5: u16 = 0x0500;
    if u16_at(content, 0) == Some(EXCEL_5) { Script::of_code_page(0) } else { Script::Unicode }
}

/// The heads and feet of pages with even numbers and of the first one, as far as they are others (MS-XLS 2.4.137).
fn more_heads_and_feet(content: &[u8]) -> Vec<String> {
    const LENGTHS: [usize; 4] = [30, 32, 34, 36];
    const ARE_OTHERS: u16 = 3;
    let (mut found, mut at) = (Vec::new(), 38);
    if u16_at(content, 28).is_none_or(|flags| flags & ARE_OTHERS == 0) {
        return found;
    }
    for length in LENGTHS.map(|place| usize::from(u16_at(content, place).unwrap_or_default())) {
        let Some(text) = content.get(at..).filter(|_| length > 0) else { continue };
        found.extend(script::string(text));
        let is_wide = text.get(2).is_some_and(|flags| flags & 1 != 0);
        at += 3 + length * if is_wide { 2 } else { 1 };
    }
    found
}

/// The number of a colour that nobody has chosen: what a fill looks like then, each program says for itself.
const AUTOMATIC: u16 = 64;

/// What of a cell's style is read: its font, its format, its fill (MS-XLS 2.4.353; before Excel 97 it is shorter).
#[derive(Debug, Clone, Copy)]
struct Style {
    font: u16,
    format: u16,
    /// Of the fill: none, one colour, or several.
    pattern: u16,
    fore: u16,
}

impl Style {
    fn read(content: &[u8]) -> Option<Self> {
        let (font, format) = (u16_at(content, 0)?, u16_at(content, 2)?);
        let (pattern, fore) = match content.len() {
            20.. => (u16_at(content, 16)? >> 10, u16_at(content, 18)? & 0x7f),
            _ => (u16_at(content, 10).unwrap_or_default() & 0x3f, u16_at(content, 8).unwrap_or_default() & 0x7f),
        };
        Some(Self { font, format, pattern, fore })
    }
}

/// The table of strings, in as many pieces as records.
struct Strings<'stream> {
    pieces: Vec<&'stream [u8]>,
}

impl Strings<'_> {
    /// The strings whose words have fonts of their own, as far as the table can be read.
    fn rich(mut self, fonts: &[Font]) -> BTreeMap<u32, String> {
        let mut texts = BTreeMap::new();
        let _ = self.take(8);
        for number in 0.. {
            let Some((units, runs)) = self.next() else { break };
            texts.extend(rich::of_runs(&units, &runs, |font| font_of(fonts, font)).map(|text| (number, text)));
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
