//! One sheet of the unit's return: every cell at its place, laid out anew, what is wrong coloured and commented.

use std::collections::BTreeMap;

use rust_xlsxwriter::{IgnoreError, Note, Worksheet, XlsxError};

use crate::xlsx::form::answers;
use crate::xlsx::form::lists::Lists;
use crate::xlsx::page::Page;
use crate::xlsx::styles::{Content, Look, Styles};
use crate::xlsx::{form, rows, text};
use tongbao_document::{
    Align, Answer, Marks, Properties, SlipCell, SlipInput, SlipMark, SlipRole, SlipSheet, SlipValue, count, escape,
};

/// Widths in ems: of a column without a frame, and the least and most of the others.
const UNFRAMED: f32 = 4.0;
const LEAST: f32 = 4.0;
const MOST: f32 = 22.0;
/// Room for a number to be typed.
const INPUT: f32 = 10.0;
/// Least widths of a cover: its labels, and what stands beside them.
const COVER: [f32; 2] = [14.0, 36.0];
/// A wider sheet is printed across.
const UPRIGHT: f32 = 95.0;
/// A header further down would leave no room to scroll below it.
const DEEPEST_FREEZE: u32 = 20;

/// Most UTF-16 units of a comment that the writer takes.
const COMMENT_LIMIT: usize = 32_000;
/// Most UTF-16 units of its author.
const AUTHOR_LIMIT: usize = 52;

/// Writes a sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    slip: &SlipSheet,
    properties: &Properties,
    styles: &mut Styles,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    let widths = widths(slip);
    for (column, width) in (0_u16..).zip(&widths) {
        sheet.set_column_width(column, rows::column_width(*width))?;
    }
    let mut lines: BTreeMap<u32, f32> = BTreeMap::new();
    for row in slip.cells.chunk_by(|one, other| one.row == other.row) {
        for (position, cell) in row.iter().enumerate() {
            let next = row.get(position + 1..).unwrap_or_default().iter().find(|next| is_in_the_way(next));
            let taken = write_cell(sheet, cell, next, &widths, styles, lists)?;
            let most = lines.entry(cell.row).or_insert(1.0);
            *most = most.max(taken);
            if let Some(mark) = &cell.mark {
                comment(sheet, cell, mark, properties, styles)?;
            }
        }
    }
    for (row, lines) in lines {
        sheet.set_row_height(row, rows::height(lines, styles.size))?;
    }
    if let Some(last) = slip.cells.last() {
        sheet.ignore_error_range(0, 0, last.row, slip.last_column, IgnoreError::NumberStoredAsText)?;
    }
    let header = slip.header.filter(|(_, last)| *last < DEEPEST_FREEZE);
    if let Some((_, last)) = header {
        sheet.set_freeze_panes(last + 1, 1)?;
    }
    if slip.is_protected {
        form::protect(sheet);
    }
    if slip.is_hidden {
        sheet.set_hidden(true);
    }
    let landscape = widths.iter().sum::<f32>() > UPRIGHT;
    Page { landscape, repeated: header.filter(|(first, last)| first <= last), sample: properties.sample }.apply(sheet)
}

fn is_framed(cell: &SlipCell) -> bool {
    !matches!(cell.role, SlipRole::Title | SlipRole::Plain)
}

/// Words that are too long for their column end before such a cell.
fn is_in_the_way(cell: &SlipCell) -> bool {
    cell.value != SlipValue::Blank || is_framed(cell)
}

/// Widths in ems by what stands in the frames; a number is never cut.
fn widths(slip: &SlipSheet) -> Vec<f32> {
    let mut widths: Vec<Option<f32>> = vec![None; usize::from(slip.last_column) + 1];
    for cell in slip.cells.iter().filter(|cell| is_framed(cell)) {
        let Some(width) = widths.get_mut(usize::from(cell.column)) else { continue };
        let wanted = match (&cell.value, cell.role) {
            // Headers are wrapped.
            (SlipValue::Text(words), SlipRole::Header) => (text::ems(words) + 1.0).min(8.0),
            (SlipValue::Text(words), _) => (text::ems(words) + f32::from(cell.indent) + 1.0).min(MOST),
            (SlipValue::Number(number), _) => text::ems(&shown(*number, cell)) + 1.2,
            (SlipValue::Moment(days), _) if days.fract() > 0.0 => 9.5,
            (SlipValue::Moment(_), _) => 6.5,
            (SlipValue::Blank | SlipValue::Truth(_), _) => LEAST,
        };
        let is_typed = matches!(&cell.input, SlipInput::Asked(answer) if !matches!(answer, Answer::Choice(_)));
        let least = if is_typed { INPUT } else { LEAST };
        *width = Some(width.unwrap_or(LEAST).max(wanted).max(least));
    }
    let mut widths: Vec<f32> = widths.into_iter().map(|width| width.unwrap_or(UNFRAMED)).collect();
    if slip.header.is_some() {
        widen_edge(&mut widths, slip);
    }
    // Only a cover has columns by role.
    if slip.is_cover {
        let labels = slip.cells.iter().filter(|cell| cell.role == SlipRole::Label).map(|cell| usize::from(cell.column));
        for label in labels.collect::<std::collections::BTreeSet<_>>() {
            for (offset, least) in COVER.into_iter().enumerate() {
                if let Some(width) = widths.get_mut(label + offset) {
                    *width = width.max(least);
                }
            }
        }
    }
    widths
}

/// Legal marks and units of measure stand above the right edge of a form: a narrow last column makes room for them.
fn widen_edge(widths: &mut [f32], slip: &SlipSheet) {
    for row in slip.cells.chunk_by(|one, other| one.row == other.row) {
        let Some(cell) = row.iter().rfind(|cell| is_in_the_way(cell)).filter(|cell| cell.role == SlipRole::Plain) else {
            continue;
        };
        let SlipValue::Text(words) = &cell.value else { continue };
        let Some((edge, others)) = widths.get_mut(usize::from(cell.column)..).and_then(<[f32]>::split_last_mut) else { continue };
        let wanted = text::ems(words) + 0.5 - others.iter().sum::<f32>();
        if cell.column > 0 && wanted <= MOST {
            *edge = edge.max(wanted);
        }
    }
}

/// A number about as wide as Excel shows it.
fn shown(number: f64, cell: &SlipCell) -> String {
    let Some(decimals) = cell.decimals else { return number.to_string() };
    let plain = format!("{number:.places$}", places = usize::from(places(number, decimals)));
    let whole = plain.split('.').next().map_or(0, str::len);
    // Room for the signs between thousands.
    plain + &" ".repeat(whole.saturating_sub(1) / 3)
}

/// Decimals shown: as many as the form asks for, and none that were filed are hidden.
fn places(number: f64, decimals: u8) -> u8 {
    let filed = number.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
    count::to_u8(filed).min(10).max(decimals)
}

/// Writes a cell; how many lines it takes.
fn write_cell(
    sheet: &mut Worksheet,
    cell: &SlipCell,
    next: Option<&SlipCell>,
    widths: &[f32],
    styles: &mut Styles,
    lists: &mut Lists,
) -> Result<f32, XlsxError> {
    let (row, column) = (cell.row, cell.column);
    let width = widths.get(usize::from(column)).copied().unwrap_or(UNFRAMED);
    match (&cell.value, cell.role) {
        (SlipValue::Text(words), SlipRole::Title | SlipRole::Plain) => {
            return write_free(sheet, cell, words, next, widths, styles);
        }
        (SlipValue::Text(words), SlipRole::Header) if cell.mark.is_none() && cell.input == SlipInput::Locked => {
            rows::put(sheet, row, column, words, &styles.header)?;
        }
        (SlipValue::Blank, SlipRole::Header) if cell.mark.is_none() => {
            sheet.write_blank(row, column, &styles.header)?;
        }
        (SlipValue::Text(words), SlipRole::Label) if cell.mark.is_none() => {
            rows::put(sheet, row, column, words, &styles.label)?;
        }
        _ => write_framed(sheet, cell, styles)?,
    }
    if let SlipInput::Asked(answer) = &cell.input {
        answers::restrict(sheet, (row, column), answer, lists)?;
    }
    Ok(match &cell.value {
        SlipValue::Text(words) => text::lines(words, width - f32::from(cell.indent)),
        _ => 1.0,
    })
}

/// Writes words without a frame; where they are too long they run to the next filled cell.
fn write_free(
    sheet: &mut Worksheet,
    cell: &SlipCell,
    words: &str,
    next: Option<&SlipCell>,
    widths: &[f32],
    styles: &Styles,
) -> Result<f32, XlsxError> {
    let (row, column) = (cell.row, cell.column);
    let edge = count::to_u16(widths.len()).saturating_sub(1);
    let last = next.map_or(edge, |next| next.column.saturating_sub(1)).min(edge).max(column);
    let total: f32 = widths
        .get(usize::from(column)..=usize::from(last).min(widths.len().saturating_sub(1)))
        .map_or(UNFRAMED, |span| span.iter().sum());
    // A filled-in sample says so in its own cells.
    let is_sample = words == text::SAMPLE;
    let is_title = cell.role == SlipRole::Title || is_sample;
    let lines = if is_title { text::lines(words, total / 1.4) * 1.4 + 0.4 } else { text::lines(words, total + 1.0) };
    let is_long = words.contains('\n') || text::ems(words) > total;
    let format = match () {
        () if is_sample => &styles.warning,
        () if is_title => &styles.title,
        () if is_long => &styles.paragraph,
        // A unit of measure or a number of page at the edge must not run out of the page.
        () if column == edge && column > 0 => &styles.right,
        () => &styles.plain,
    };
    if last > column && (is_title || is_long) {
        sheet.merge_range(row, column, row, last, &text::fitting(words), format)?;
    } else {
        rows::put(sheet, row, column, words, format)?;
    }
    Ok(if is_title || is_long { lines } else { 1.2 })
}

fn write_framed(sheet: &mut Worksheet, cell: &SlipCell, styles: &mut Styles) -> Result<(), XlsxError> {
    let (row, column) = (cell.row, cell.column);
    let format = styles.cell(look(cell));
    match &cell.value {
        SlipValue::Blank => sheet.write_blank(row, column, format)?,
        SlipValue::Number(number) | SlipValue::Moment(number) => sheet.write_number_with_format(row, column, *number, format)?,
        SlipValue::Truth(truth) => sheet.write_boolean_with_format(row, column, *truth, format)?,
        SlipValue::Text(words) => sheet.write_string_with_format(row, column, text::fitting(words), format)?,
    };
    Ok(())
}

fn look(cell: &SlipCell) -> Look {
    let asked = match &cell.input {
        SlipInput::Asked(answer) => Some(answers::look(answer)),
        SlipInput::Locked | SlipInput::Open => None,
    };
    let align = match cell.role {
        SlipRole::Body(align) => align,
        SlipRole::Code | SlipRole::Header | SlipRole::Title => Align::Center,
        SlipRole::Label | SlipRole::Plain => Align::Left,
    };
    let number = |decimals| Content::Number { decimals, signed: false, marks: Marks::NONE };
    let content = match (&cell.value, &cell.input) {
        (SlipValue::Number(filed), _) => {
            cell.decimals.map_or(Content::Words { quoted: false }, |decimals| number(places(*filed, decimals)))
        }
        (SlipValue::Moment(days), _) if days.fract() > 0.0 => Content::Moment,
        (SlipValue::Moment(_), _) => Content::Date,
        (SlipValue::Text(words), SlipInput::Asked(Answer::Text)) if !words.is_empty() => Content::Code,
        // A dash for 不适用 stays what it is; more could become a formula when the cell is edited.
        (SlipValue::Text(words), _) if text::looks_like_formula(words) && words.chars().count() > 1 => {
            Content::Words { quoted: true }
        }
        (SlipValue::Text(_), SlipInput::Locked | SlipInput::Open) if cell.role == SlipRole::Code => Content::Code,
        (_, _) => asked.map_or(Content::Words { quoted: false }, |look| look.content),
    };
    Look {
        content,
        indent: cell.indent,
        input: cell.input != SlipInput::Locked,
        marked: cell.mark.as_ref().map(|mark| mark.level),
        ..Look::words(align)
    }
}

/// A comment as large as what it says.
fn comment(
    sheet: &mut Worksheet,
    cell: &SlipCell,
    mark: &SlipMark,
    properties: &Properties,
    styles: &Styles,
) -> Result<(), XlsxError> {
    /// Pixels of an em and of a line at the size of comments.
    const EM: f32 = 12.0;
    const LINE: f32 = 17.0;
    const WIDTH: u16 = 300;
    const HIGHEST: f32 = 560.0;
    const POINTS: u8 = 9;
    let lines = text::lines(&mark.comment, f32::from(WIDTH) / EM - 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the greatest height")]
    let height = (lines * LINE + LINE).min(HIGHEST) as u32;
    let note = Note::new(text::limited(&escape::widened(&text::fitting(&mark.comment)), COMMENT_LIMIT))
        .set_author(text::outside_cells(&properties.author, AUTHOR_LIMIT))
        .add_author_prefix(false)
        .set_font_name(&styles.font)
        .set_font_size(POINTS)
        .set_width(u32::from(WIDTH))
        .set_height(height);
    sheet.insert_note(cell.row, cell.column, &note)?;
    Ok(())
}
