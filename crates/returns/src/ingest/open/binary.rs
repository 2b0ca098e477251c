//! What calamine does not tell of an .xlsb workbook: number formats, also those of conditional formats, what is struck out, raised, of the colour
//! of its ground, merged and hidden, the head and foot of the printed page, where formulas are, and whether anybody has calculated them.
//!
//! In: the parts. Out: the account of each sheet. Records: MS-XLSB 2.4; one that breaks off ends its part of the account, and calamine judges
//! the file.

use std::collections::BTreeMap;

use super::account::{CellStyle, SheetAccount};
use super::book::{Calculation, relations};
use super::colour::{BLACK, Colour, Numbered, WHITE};
use super::conditional::{Comparison, Condition, Conditions, Look, Rule};
use super::font::{Font, Paint};
use super::number_format::{NumberFormat, UNKNOWN, built_in};
use super::package::Package;
use super::printed;
use super::records::{Record, records};
use super::rich::{self, Run};
use crate::ingest::workbook::Rectangle;
use tongbao_document::count;

const ROW: u16 = 0;
/// Records of cells, blank ones and such with a value or a formula.
const CELLS: std::ops::RangeInclusive<u16> = 1..=11;
/// Those with a formula; the last has an error for a value.
const FORMULAS: std::ops::RangeInclusive<u16> = 8..=ERROR_OF_FORMULA;
const ERROR_OF_FORMULA: u16 = 11;
const SHARED_TEXT: u16 = 19;
const FONT: u16 = 43;
const FORMAT: u16 = 44;
const FILL: u16 = 45;
const STYLE: u16 = 47;
const CELL_OF_SHARED_TEXT: u16 = 7;
const COLUMNS: u16 = 60;
const SHEET: u16 = 156;
const CALCULATION: u16 = 157;
const STRINGS_BEGIN: u16 = 159;
const MERGED: u16 = 176;
const CONDITIONAL_FORMAT: u16 = 461;
const RULE: u16 = 463;
const HEADS_AND_FEET: u16 = 479;
const DIFFERENCE: u16 = 507;
const STYLES_BEGIN: u16 = 617;
const STYLES_END: u16 = 618;

/// The part that holds them.
pub(super) const STYLES: &str = "xl/styles.bin";

/// What the sheets share.
#[derive(Debug, Default)]
pub(super) struct Binary {
    parts: BTreeMap<String, String>,
    styles: Vec<CellStyle>,
    /// What each cell with a style bears, if the file has lost the styles.
    lost_style: Option<CellStyle>,
    /// What rules of conditional formats make of cells, by their numbers.
    looks: Vec<Look>,
    /// By their number among the shared texts: those whose words have fonts of their own.
    texts: BTreeMap<u32, String>,
    /// When formulas are calculated.
    pub(super) calculation: Calculation,
}

impl Binary {
    pub(super) fn read(package: &Package) -> Self {
        let related = relations(package.text("xl/_rels/workbook.bin.rels"));
        let part = package.bytes(STYLES);
        let (styles, fonts) = styles(part);
        let lost = CellStyle { format: NumberFormat::odd(UNKNOWN), paint: Paint::default() };
        let mut binary = Self { looks: looks(part), lost_style: styles.is_empty().then_some(lost), styles, ..Self::default() };
        binary.texts = texts(package.bytes("xl/sharedStrings.bin"), &fonts);
        for record in whole_records(package.bytes("xl/workbook.bin")) {
            match record.kind {
                SHEET => {
                    let Some((id, end)) = record.text(8) else { continue };
                    if let (Some((name, _)), Some(relation)) = (record.text(end), related.get(&id)) {
                        let part =
                            relation.target.strip_prefix('/').map_or_else(|| format!("xl/{}", relation.target), str::to_owned);
                        binary.parts.insert(name, part);
                    }
                }
                CALCULATION if record.u32(4) == Some(0) => binary.calculation = Calculation::Manual,
                CALCULATION if record.u16(24).is_some_and(|flags| flags & 1 != 0) => binary.calculation = Calculation::OnLoad,
                _ => {}
            }
        }
        binary
    }

    /// The name of the part that holds a sheet.
    pub(super) fn part_of(&self, sheet: &str) -> &str {
        self.parts.get(sheet).map(String::as_str).unwrap_or_default()
    }

    /// The account of a sheet.
    pub(super) fn account(&self, package: &Package, sheet: &str) -> SheetAccount {
        let part = package.bytes(self.part_of(sheet));
        let keeps_colours = !self.texts.is_empty() || self.looks.iter().any(Look::has_colours);
        let mut account = SheetAccount { keeps_colours, ..SheetAccount::default() };
        let has_odd_styles = self.lost_style.is_some() || self.styles.iter().any(CellStyle::is_odd);
        let (mut row, mut ranges, mut rules) = (0, Vec::new(), Vec::new());
        for record in whole_records(part) {
            match record.kind {
                ROW => {
                    row = record.u32(0).unwrap_or(row);
                    let is_hidden = record.u16(10).is_some_and(|flags| flags & 0x1000 != 0);
                    account.layout.hidden_rows.extend(is_hidden.then_some(row..=row));
                }
                kind if CELLS.contains(&kind) && (has_odd_styles || keeps_colours || FORMULAS.contains(&kind)) => {
                    self.add_cell(&record, row, &mut account);
                }
                // Widths are in 256ths of a character.
                COLUMNS
                    if record.u16(16).is_some_and(|flags| flags & 1 != 0) || record.u32(8).is_some_and(|width| width < 128) =>
                {
                    let hidden = short(&record, 0).zip(short(&record, 4)).map(|(first, last)| first..=last);
                    account.layout.hidden_columns.extend(hidden);
                }
                MERGED => account.layout.merges.extend(rectangle(&record, 0)),
                HEADS_AND_FEET => account.layout.page_words = heads_and_feet(&record),
                // How many rules, whether of a pivot table, and how many rectangles.
                CONDITIONAL_FORMAT => {
                    let squares = record.u32(8).map_or(0, count::to_usize).min(record.content.len() / 16);
                    ranges = (0..squares).filter_map(|square| rectangle(&record, 12 + 16 * square)).collect();
                }
                RULE => rules.extend(self.rule(&record, &ranges)),
                _ => {}
            }
        }
        account.conditions = Conditions::new(rules);
        account
    }

    /// A cell with what its style and its text say of it, and where its formula comes to an error.
    fn add_cell(&self, record: &Record<'_>, row: u32, account: &mut SheetAccount) {
        let Some(column) = record.u32(0) else { return };
        let at = (row, column);
        if FORMULAS.contains(&record.kind) {
            account.formulas.insert(at);
        }
        if record.kind == ERROR_OF_FORMULA {
            let sign = record.content.get(8).map_or("#ERROR!", |number| sign_of_error(*number));
            account.errors.insert(at, sign.to_owned());
        }
        // The style has three bytes; the fourth holds flags.
        let style = record.u32(4).map_or(0, |style| style & 0x00ff_ffff);
        let known = self.lost_style.as_ref().filter(|_| style > 0);
        if let Some(style) = known.or_else(|| self.styles.get(count::to_usize(style))) {
            account.bears(at, style);
        }
        let text = record.u32(8).filter(|_| record.kind == CELL_OF_SHARED_TEXT).and_then(|text| self.texts.get(&text));
        account.texts.extend(text.map(|text| (at, text.clone())));
    }

    /// A rule (MS-XLSB 2.4.23): kind, template, look, priority, comparison, flags, lengths of its formulas, a text, the formulas.
    fn rule(&self, record: &Record<'_>, ranges: &[Rectangle]) -> Option<Rule> {
        const IS_COMPARISON: u32 = 1;
        const STOPS: u16 = 2;
        // A rule without a look has a number that no look has.
        let look = self.looks.get(count::to_usize(record.u32(8)?)).cloned().unwrap_or_default();
        let comparison = record.u32(16).and_then(Comparison::of_number).filter(|_| record.u32(0) == Some(IS_COMPARISON));
        let condition = operands(record).map_or(Condition::Other, |numbers| Condition::new(comparison, &numbers));
        let (ranges, priority) = (ranges.to_vec(), i64::from(record.u32(12)?));
        let stops = record.u16(28).is_some_and(|flags| flags & STOPS != 0);
        Some(Rule { ranges, priority, condition, look, stops })
    }
}

/// The formulas of a rule, as far as they are numbers.
fn operands(record: &Record<'_>) -> Option<Vec<Option<f64>>> {
    const TEXT: usize = 42;
    // A text that is none has no characters, and a length of all ones.
    let characters = record.u32(TEXT).filter(|length| *length != u32::MAX).map_or(0, count::to_usize);
    let mut at = TEXT + 4 + 2 * characters;
    let mut numbers = Vec::new();
    for length in [record.u32(30)?, record.u32(34)?].into_iter().filter(|length| *length > 0) {
        let formula = record.content.get(at + 4..)?;
        numbers.push(formula.get(..count::to_usize(record.u32(at)?)).and_then(number_of));
        at += count::to_usize(length);
    }
    Some(numbers)
}

/// The number that a formula is, if it is no more than that (MS-XLSB 2.5.97.52, 2.5.97.57).
pub(super) fn number_of(formula: &[u8]) -> Option<f64> {
    match formula {
        [0x1e, low, high] => Some(f64::from(u16::from_le_bytes([*low, *high]))),
        [0x1f, number @ ..] => Some(f64::from_le_bytes(number.try_into().ok()?)),
        // A minus in front of it.
        [positive @ .., 0x13] => number_of(positive).map(|number| -number),
        _ => None,
    }
}

/// Four numbers: the first and the last row, the first and the last column.
fn rectangle(record: &Record<'_>, at: usize) -> Option<Rectangle> {
    let (left, right) = (short(record, at + 8)?, short(record, at + 12)?);
    Some([(record.u32(at)?, left), (record.u32(at + 4)?, right)])
}

fn sign_of_error(number: u8) -> &'static str {
    match number {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "#ERROR!",
    }
}

/// How many texts a workbook shares.
pub(super) fn strings(part: &[u8]) -> u32 {
    let first = whole_records(part).find(|record| record.kind == STRINGS_BEGIN);
    first.and_then(|record| record.u32(4)).unwrap_or_default()
}

/// What the heads and feet of printed pages say (MS-XLSB 2.4.68): flags, then six texts, some of which there are not.
fn heads_and_feet(record: &Record<'_>) -> Vec<String> {
    let (mut found, mut at) = (Vec::new(), 2);
    for _ in 0..6 {
        if record.u32(at) == Some(u32::MAX) {
            at += 4;
            continue;
        }
        let Some((words, end)) = record.text(at) else { break };
        found.extend(printed::words(&words));
        at = end;
    }
    found
}

/// What the differential formats make of cells, by their numbers (MS-XLSB 2.4.355, 2.5.159).
fn looks(part: &[u8]) -> Vec<Look> {
    const PATTERN: u16 = 0x00;
    const FORE: u16 = 0x01;
    const BACK: u16 = 0x02;
    const INK: u16 = 0x05;
    const STRUCK: u16 = 0x1d;
    const FORMAT_CODE: u16 = 0x26;
    const FORMAT_NUMBER: u16 = 0x29;
    let differences = whole_records(part).filter(|record| record.kind == DIFFERENCE);
    let look = |record: Record<'_>| {
        let (mut at, mut look) = (6, Look::default());
        let (mut pattern, mut fore, mut back) = (None, None, None);
        // Of a format that is its own, the code stands before its number.
        for _ in 0..record.u16(4)? {
            let (kind, length) = (record.u16(at)?, usize::from(record.u16(at + 2)?));
            let colour = |of: fn(&[u8], &Numbered) -> Option<Colour>| of(record.content.get(at + 4..)?, &Numbered::default());
            match kind {
                PATTERN => pattern = record.content.get(at + 4).copied(),
                FORE => fore = colour(Colour::of_fill),
                BACK => back = colour(Colour::of_fill),
                INK => look.ink = Some(colour(Colour::of_record).unwrap_or(BLACK)),
                STRUCK => look.is_struck = record.content.get(at + 4).map(|is_struck| *is_struck != 0),
                FORMAT_CODE => look.format = Some(NumberFormat::read(&short_text(record.content.get(at + 4..)?)?)),
                FORMAT_NUMBER if look.format.is_none() => {
                    look.format = Some(NumberFormat::read(built_in(record.u16(at + 4)?).unwrap_or("General")));
                }
                _ => {}
            }
            at += length.max(4);
        }
        // Without a pattern, or with one colour alone, the second counts.
        look.ground = match pattern {
            None | Some(1) => back.or(fore),
            Some(0) => Some(WHITE),
            Some(_) => Some(Colour::Unknown),
        };
        Some(look)
    };
    differences.map(|record| look(record).unwrap_or_default()).collect()
}

/// A text with its length in two bytes.
fn short_text(content: &[u8]) -> Option<String> {
    let length = usize::from(u16::from_le_bytes(*content.first_chunk()?));
    let units = content.get(2..2 + 2 * length)?.chunks_exact(2).filter_map(|unit| unit.first_chunk().copied());
    Some(String::from_utf16_lossy(&units.map(u16::from_le_bytes).collect::<Vec<u16>>()))
}

fn short(record: &Record<'_>, at: usize) -> Option<u16> {
    u16::try_from(record.u32(at)?).ok()
}

fn whole_records(part: &[u8]) -> impl Iterator<Item = Record<'_>> {
    records(part).map_while(|record| record)
}

/// The shared texts whose words have fonts of their own, by their numbers: flags, the text, and where a flag says so its runs (MS-XLSB
/// 2.5.122).
fn texts(part: &[u8], fonts: &[Font]) -> BTreeMap<u32, String> {
    let items = whole_records(part).filter(|record| record.kind == SHARED_TEXT);
    let text = |record: &Record<'_>| {
        record.content.first().filter(|flags| **flags & 1 != 0)?;
        let (text, end) = record.text(1)?;
        let runs = record.content.get(end + 4..)?.chunks_exact(4).take(count::to_usize(record.u32(end)?));
        let run = |run: &[u8]| {
            let [start, font] = [run.first_chunk()?, run.last_chunk()?].map(|half| u16::from_le_bytes(*half));
            Some((usize::from(start), font))
        };
        let runs: Vec<Run> = runs.filter_map(run).collect();
        rich::of_runs(&text.encode_utf16().collect::<Vec<u16>>(), &runs, |font| fonts.get(usize::from(font)).copied())
    };
    (0..).zip(items).filter_map(|(number, record)| Some((number, text(&record)?))).collect()
}

/// The styles of cells and the fonts, by their numbers.
fn styles(part: &[u8]) -> (Vec<CellStyle>, Vec<Font>) {
    let (mut codes, mut fonts, mut grounds, mut styles) = (BTreeMap::new(), Vec::new(), Vec::new(), Vec::new());
    let mut is_of_cells = false;
    for record in whole_records(part) {
        match record.kind {
            FORMAT => codes.extend(record.u16(0).zip(record.text(2).map(|(code, _)| code))),
            FONT => fonts.push(font(&record)),
            FILL => grounds.push(ground(&record)),
            STYLES_BEGIN => is_of_cells = true,
            STYLES_END => is_of_cells = false,
            STYLE if is_of_cells => {
                let code = record.u16(2).and_then(|number| codes.get(&number).map(String::as_str).or_else(|| built_in(number)));
                let font = record.u16(4).and_then(|font| fonts.get(usize::from(font)).copied());
                let ground = record.u16(6).and_then(|fill| grounds.get(usize::from(fill)).copied());
                let paint = Paint { font: font.unwrap_or_default(), ground: ground.unwrap_or(WHITE) };
                styles.push(CellStyle { format: code.and_then(NumberFormat::odd), paint });
            }
            _ => {}
        }
    }
    (styles, fonts)
}

/// A font: flags, whether it is raised, its colour (MS-XLSB 2.4.156).
fn font(record: &Record<'_>) -> Font {
    let ink = record.content.get(12..).and_then(|colour| Colour::of_record(colour, &Numbered::default()));
    Font {
        is_struck: record.u16(2).map(|flags| flags & 8 != 0),
        is_raised: record.u16(6).map(|script| script != 0),
        ink: Some(ink.unwrap_or(BLACK)),
    }
}

/// What a fill paints: its pattern, its colours (MS-XLSB 2.4.154). What nobody has chosen, each program paints as it likes.
fn ground(record: &Record<'_>) -> Colour {
    let fore = || record.content.get(4..).and_then(|colour| Colour::of_fill(colour, &Numbered::default()));
    match record.u32(0) {
        None | Some(0) => WHITE,
        Some(1) => fore().unwrap_or(Colour::Unknown),
        Some(_) => Colour::Unknown,
    }
}
