//! What calamine does not tell of an .xlsb workbook: number formats, what is struck out, raised, merged and hidden, and whether anybody has calculated
//! its formulas.
//!
//! In: the parts. Out: the account of each sheet. Records: MS-XLSB 2.4; one that breaks off ends its part of the account, and calamine judges
//! the file.

use std::collections::BTreeMap;

use super::account::{CellStyle, SheetAccount};
use super::book::{Calculation, relations};
use super::marked::{Font, Run, marked};
use super::number_format::{NumberFormat, built_in};
use super::package::Package;
use super::records::{Record, records};
use tongbao_document::count;

const ROW: u16 = 0;
/// Records of cells, blank ones and such with a value or a formula.
const CELLS: std::ops::RangeInclusive<u16> = 1..=11;
const SHARED_TEXT: u16 = 19;
const FONT: u16 = 43;
const FORMAT: u16 = 44;
const STYLE: u16 = 47;
const CELL_OF_SHARED_TEXT: u16 = 7;
const COLUMNS: u16 = 60;
const SHEET: u16 = 156;
const CALCULATION: u16 = 157;
const MERGED: u16 = 176;
const STYLES_BEGIN: u16 = 617;
const STYLES_END: u16 = 618;

/// What the sheets share.
#[derive(Debug, Default)]
pub(super) struct Binary {
    parts: BTreeMap<String, String>,
    styles: Vec<CellStyle>,
    /// By their number among the shared texts: those with words that are struck out or raised.
    texts: BTreeMap<u32, String>,
    /// When formulas are calculated.
    pub(super) calculation: Calculation,
}

impl Binary {
    pub(super) fn read(package: &Package) -> Self {
        let related = relations(package.text("xl/_rels/workbook.bin.rels"));
        let (styles, fonts) = styles(package.bytes("xl/styles.bin"));
        let mut binary = Self { styles, ..Self::default() };
        if fonts.iter().copied().any(Font::is_withdrawn) {
            binary.texts = texts(package.bytes("xl/sharedStrings.bin"), &fonts);
        }
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

    /// The account of a sheet.
    pub(super) fn account(&self, package: &Package, sheet: &str) -> SheetAccount {
        let part = self.parts.get(sheet).map(|part| package.bytes(part)).unwrap_or_default();
        let mut account = SheetAccount::default();
        let has_odd_styles = self.styles.iter().any(CellStyle::is_odd);
        let mut row = 0;
        for record in whole_records(part) {
            match record.kind {
                ROW => {
                    row = record.u32(0).unwrap_or(row);
                    let is_hidden = record.u16(10).is_some_and(|flags| flags & 0x1000 != 0);
                    account.layout.hidden_rows.extend(is_hidden.then_some(row..=row));
                }
                kind if CELLS.contains(&kind) && (has_odd_styles || !self.texts.is_empty()) => {
                    // The style has three bytes; the fourth holds flags.
                    let style = record.u32(4).map(|style| style & 0x00ff_ffff).map(count::to_usize);
                    if let (Some(column), Some(style)) = (record.u32(0), style.and_then(|style| self.styles.get(style))) {
                        account.bears((row, column), style);
                    }
                    let text = record.u32(8).filter(|_| kind == CELL_OF_SHARED_TEXT).and_then(|text| self.texts.get(&text));
                    account.texts.extend(record.u32(0).zip(text).map(|(column, text)| ((row, column), text.clone())));
                }
                // Widths are in 256ths of a character.
                COLUMNS
                    if record.u16(16).is_some_and(|flags| flags & 1 != 0) || record.u32(8).is_some_and(|width| width < 128) =>
                {
                    let hidden = short(&record, 0).zip(short(&record, 4)).map(|(first, last)| first..=last);
                    account.layout.hidden_columns.extend(hidden);
                }
                MERGED => {
                    let rows = record.u32(0).zip(record.u32(4));
                    let merged = rows.zip(short(&record, 8).zip(short(&record, 12)));
                    account.layout.merges.extend(merged.map(|((top, bottom), (left, right))| [(top, left), (bottom, right)]));
                }
                _ => {}
            }
        }
        account
    }
}

fn short(record: &Record<'_>, at: usize) -> Option<u16> {
    u16::try_from(record.u32(at)?).ok()
}

fn whole_records(part: &[u8]) -> impl Iterator<Item = Record<'_>> {
    records(part).map_while(|record| record)
}

/// The shared texts with words that are struck out or raised, by their numbers: flags, the text, and where a flag says so its runs (MS-XLSB
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
        marked(&text.encode_utf16().collect::<Vec<u16>>(), &runs, |font| fonts.get(usize::from(font)).copied())
    };
    (0..).zip(items).filter_map(|(number, record)| Some((number, text(&record)?))).collect()
}

/// The styles of cells and the fonts, by their numbers.
fn styles(part: &[u8]) -> (Vec<CellStyle>, Vec<Font>) {
    let (mut codes, mut fonts, mut styles, mut is_of_cells) = (BTreeMap::new(), Vec::new(), Vec::new(), false);
    for record in whole_records(part) {
        match record.kind {
            FORMAT => codes.extend(record.u16(0).zip(record.text(2).map(|(code, _)| code))),
            FONT => fonts.push(Font {
                is_struck: record.u16(2).is_some_and(|flags| flags & 8 != 0),
                is_raised: record.u16(6).is_some_and(|script| script != 0),
            }),
            STYLES_BEGIN => is_of_cells = true,
            STYLES_END => is_of_cells = false,
            STYLE if is_of_cells => {
                let code = record.u16(2).and_then(|number| codes.get(&number).map(String::as_str).or_else(|| built_in(number)));
                let is_struck =
                    record.u16(4).and_then(|font| fonts.get(usize::from(font))).is_some_and(|font: &Font| font.is_struck);
                styles.push(CellStyle { format: code.and_then(NumberFormat::odd), is_struck });
            }
            _ => {}
        }
    }
    (styles, fonts)
}
