//! .xlsx: parts are mended first, then cells are streamed with what their styles and the sheet say of them.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{FillPattern, Reader, SheetVisible, Style, Xlsx, XlsxError};
use memchr::memmem;

use super::account::{At, CellStyle, SheetAccount};
use super::book::{self, Book, Calculation};
use super::colour::{BLACK, Colour, Numbered, WHITE, is_unseen};
use super::font::Paint;
use super::mend::{self, encoding, runs, sheet, targets};
use super::number_format::NumberFormat;
use super::package::{Package, Part, is_xml};
use super::rules::{self, Looks};
use super::streamed::put_cell;
use super::xml::elements;
use super::{Refusal, comments, fonts, worksheets};
use crate::ingest::workbook::{Format, Rectangle, Value, Workbook};

pub(super) fn open(bytes: &[u8]) -> Result<Workbook, Refusal> {
    let mut package = Package::unfold(bytes)?;
    package.mend(|_, part| encoding::utf8(part.bytes()));
    package.mend(|name, part| (name == "xl/_rels/workbook.xml.rels").then(|| targets::plain(part.text()?))?);
    let place = book::place(&package);
    let styles = book::beside(&place, "styles.xml");
    let has_runs = package.has(has_runs_in);
    if has_runs {
        let numbered = Numbered::of_styles(package.text(&styles));
        package.mend(|name, part| has_runs_in(name, part).then(|| runs::marked(part.text()?, &numbered))?);
    }
    package.mend(|name, part| {
        is_sheet(name).then(|| part.text().filter(|text| sheet::is_odd(text)).and_then(|text| sheet::plain(text, None)))?
    });
    if !package.text(&styles).contains("cellXfs") && package.has(|name, part| is_sheet(name) && has_styles(part)) {
        package.put(&styles, mend::styles::unknown().into_bytes());
    }
    match read(&package, &place, has_runs) {
        Err(Refusal::Truncated(_)) => {
            // What stops calamine may be a detail that other programs pass over, or repair.
            mend_all(&mut package, &place);
            read(&package, &place, has_runs)
        }
        opened => opened,
    }
}

fn is_sheet(part: &str) -> bool {
    part.contains("sheets/") && is_xml(part)
}

/// Whether a part has texts with fonts of their own.
fn has_runs_in(name: &str, part: &Part) -> bool {
    (name.ends_with("sharedstrings.xml") || is_sheet(name)) && memmem::find(part.bytes(), b"rPr>").is_some()
}

/// Whether cells of a sheet bear a style.
fn has_styles(part: &Part) -> bool {
    memmem::find(part.bytes(), b" s=\"").is_some()
}

/// Mends whatever could stop calamine.
fn mend_all(package: &mut Package, place: &str) {
    let related = book::related(package, place);
    let stands = |id: &str| {
        let is_sheet =
            |kind: &str| ["worksheet", "chartsheet", "dialogsheet"].iter().any(|sheet| kind.ends_with(&format!("/{sheet}")));
        related.get(id).is_some_and(|relation| is_sheet(&relation.kind) && package.part(&relation.target).is_some())
    };
    if let Some(plain) = mend::book::plain(package.text(place), stands) {
        package.put(place, plain);
    }
    let strings = count_of(package.text(&book::beside(place, "sharedStrings.xml")), "si");
    package.mend(|name, part| is_sheet(name).then(|| sheet::plain(part.text()?, (strings > 0).then_some(strings)))?);
    let styles = book::beside(place, "styles.xml");
    if package.part(&styles).is_some() {
        let plain = mend::styles::plain(package.text(&styles));
        package.put(&styles, plain.into_bytes());
    }
}

fn count_of(part: &str, name: &str) -> usize {
    let mut count = 0;
    elements(part, |element| count += usize::from(element.local_name().as_ref() == name));
    count
}

fn read(package: &Package, place: &str, has_runs: bool) -> Result<Workbook, Refusal> {
    let whole = package.whole()?;
    let mut source: Xlsx<_> = Xlsx::new(Cursor::new(whole.as_slice())).map_err(refused_xlsx)?;
    let book = Book::read(package, place);
    let styles = package.text(&book::beside(place, "styles.xml"));
    let looks = Looks::read(styles);
    let mut workbook = Workbook::new(Format::Xlsx, source.has_1904_epoch());
    let mut worn = None;
    for sheet in worksheets(source.sheets_metadata())? {
        let part = package.text(book.part_of(&sheet.name));
        let conditions = rules::conditions(part, &looks);
        let asks_colours = has_runs || conditions.have_colours();
        // A sheet of charts that does not say so.
        let account = match account(&mut source, &sheet.name, (styles, asks_colours), &mut worn) {
            Err(XlsxError::NotAWorksheet(_)) => continue,
            account => account.map_err(refused_xlsx)?,
        };
        let mut cells = match source.worksheet_cells_reader(&sheet.name) {
            Err(XlsxError::NotAWorksheet(_)) => continue,
            cells => cells.map_err(refused_xlsx)?,
        };
        let account = SheetAccount { conditions, ..account };
        let mut spread = if book.calculation == Calculation::Always { BTreeSet::new() } else { places(&book::spread(part)) };
        workbook.begin_sheet(&sheet.name, sheet.visible != SheetVisible::Visible);
        // With the formulas, because a formula without a value looks like a blank cell otherwise.
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(refused_xlsx)? {
            let is_formula = spread.remove(&cell.pos) || cell.formula.is_some();
            put_cell(&mut workbook, cell.pos, &cell.value, is_formula.then_some(book.calculation), &account)?;
        }
        for (row, column) in spread {
            workbook.put(row, column, Value::Uncalculated)?;
        }
        let mut layout = book::layout(part);
        comments::read(package, book.part_of(&sheet.name), &mut layout);
        workbook.end_sheet(layout);
    }
    Ok(workbook)
}

/// The cells of rectangles: of as many as a return has.
fn places(rectangles: &[Rectangle]) -> BTreeSet<At> {
    let cells = |[first, last]: &Rectangle| {
        let (columns, rows) = (u32::from(first.1)..=u32::from(last.1), first.0..=last.0);
        rows.flat_map(move |row| columns.clone().map(move |column| (row, column))).take(MOST_SPREAD)
    };
    rectangles.iter().flat_map(cells).take(MOST_SPREAD).collect()
}

/// Cells of formulas that stand for several.
const MOST_SPREAD: usize = 20_000;

/// The styles of a workbook's cells.
#[derive(Debug, Default)]
struct Worn {
    styles: Vec<CellStyle>,
    /// Whether cells of some are read otherwise.
    is_odd: bool,
    /// Whether some are coloured; known only once it is asked for.
    is_coloured: Option<bool>,
}

impl Worn {
    /// `part` are the styles as they stand in the file; of most workbooks nobody needs to know their fonts and fills.
    fn read(styles: &[Style], part: &str, asks_colours: bool) -> Self {
        let format = |style: &Style| NumberFormat::odd(&style.number_format.as_ref()?.format_code);
        let has = |words: &str| memmem::find(part.as_bytes(), words.as_bytes()).is_some();
        let asks = asks_colours || has("strike") || has("vertAlign") || has("indexedColors") || styles.iter().any(may_be_unseen);
        let paints = if asks { fonts::paints(part) } else { Vec::new() };
        let paint = |number: usize| paints.get(number).copied().unwrap_or_default();
        let styles: Vec<CellStyle> =
            styles.iter().enumerate().map(|(number, style)| CellStyle { format: format(style), paint: paint(number) }).collect();
        let is_odd = styles.iter().any(CellStyle::is_odd);
        let is_coloured = paints.iter().copied().any(Paint::is_coloured);
        Self { styles, is_odd, is_coloured: asks.then_some(is_coloured) }
    }

    /// Whether the cells of a sheet are to be gone through for their styles.
    fn matters(&self, asks_colours: bool) -> bool {
        self.is_odd || asks_colours && self.is_coloured != Some(false)
    }
}

/// Whether nobody may see what stands in cells of a style, as calamine knows it: its colours of the theme are not those of the file.
fn may_be_unseen(style: &Style) -> bool {
    let colour = |colour: calamine::Color| Colour::Rgb([colour.red, colour.green, colour.blue]);
    let ink = style.font.as_ref().and_then(|font| font.color).map_or(BLACK, colour);
    let fill = style.fill.as_ref().filter(|fill| fill.pattern == FillPattern::Solid);
    let ground = fill.and_then(|fill| fill.foreground_color).map_or(WHITE, colour);
    is_unseen(ink, ground)
}

/// Most workbooks have no such styles, and their sheets are not gone through for them; the styles are read with the first sheet, and once more
/// where the first one does not ask for colours and a later one does.
fn account(
    source: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    (part, asks_colours): (&str, bool),
    known: &mut Option<Worn>,
) -> Result<SheetAccount, XlsxError> {
    let knows_enough = |worn: &Worn| !asks_colours || worn.is_coloured.is_some();
    if known.as_ref().is_some_and(|worn| knows_enough(worn) && !worn.matters(asks_colours)) {
        return Ok(SheetAccount::default());
    }
    let mut cells = source.worksheet_cells_reader(sheet)?;
    let worn = match known.take().filter(knows_enough) {
        Some(worn) => worn,
        None => Worn::read(cells.styles(), part, asks_colours),
    };
    let worn = known.insert(worn);
    let mut account = SheetAccount { keeps_colours: asks_colours, ..SheetAccount::default() };
    if !worn.matters(asks_colours) {
        return Ok(account);
    }
    while let Some((row, column, style)) = cells.next_style_id()? {
        if let Some(style) = worn.styles.get(style) {
            account.bears((row, column), style);
        }
    }
    Ok(account)
}

fn refused_xlsx(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::Encrypted,
        error => Refusal::damaged(error),
    }
}
