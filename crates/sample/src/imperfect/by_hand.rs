//! A return as an office would write it with its own Excel: other places, other headers, formulas, hidden sheets.
//!
//! The renderer of forms knows one layout, on purpose. A reader must bear others, so the sample has some.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use tongbao_document::{FormBook, FormList, FormListCell, FormRow, FormSheet, FormValue};

/// A column of a form sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// 指标名称.
    Name,
    /// 计量单位.
    Unit,
    /// 代码.
    Code,
    /// 本期累计.
    Value,
    /// 上年同期.
    LastYear,
}

impl Column {
    fn header(self) -> &'static str {
        match self {
            Self::Name => "指标名称",
            Self::Unit => "计量单位",
            Self::Code => "代码",
            Self::Value => "本期累计",
            Self::LastYear => "上年同期",
        }
    }
}

/// How the office lays out its sheets.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Where the first cell stands, rows and columns counted from zero.
    pub first: (u32, u16),
    /// Lines above the table, of the office's own.
    pub titles: &'static [&'static str],
    /// Columns from left to right.
    pub columns: &'static [Column],
    /// 本期累计 and 上年同期 stand under a merged header 数值.
    pub has_two_headers: bool,
    /// Sheets from the last to the first, the cover at the end.
    pub is_reversed: bool,
    /// The sheet at this position is hidden.
    pub hidden: Option<usize>,
    /// The sheet at this position declares 本表无数据.
    pub declared_empty: Option<usize>,
    /// The sheet at this position lost its header.
    pub without_header: Option<usize>,
    /// Code, formula and its cached result, if any program has kept one.
    pub formulas: Vec<(&'static str, &'static str, Option<&'static str>)>,
    /// There is no cover.
    pub without_cover: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            first: (0, 0),
            titles: &[],
            columns: &[Column::Name, Column::Unit, Column::Code, Column::Value, Column::LastYear],
            has_two_headers: false,
            is_reversed: false,
            hidden: None,
            declared_empty: None,
            without_header: None,
            formulas: Vec::new(),
            without_cover: false,
        }
    }
}

/// The bytes of the workbook.
pub fn by_hand(book: &FormBook, layout: &Layout) -> Result<Vec<u8>, XlsxError> {
    let mut sheets = Vec::new();
    if !layout.without_cover {
        sheets.push(cover(book, layout)?);
    }
    for (position, sheet) in book.sheets.iter().enumerate() {
        sheets.push(form_sheet(sheet, position, layout)?);
    }
    if layout.is_reversed {
        sheets.reverse();
    }
    let mut workbook = Workbook::new();
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    let (year, month, day) = book.properties.as_of;
    let created = ExcelDateTime::from_ymd(year.unsigned_abs(), month.unsigned_abs(), day.unsigned_abs())?;
    workbook.set_properties(
        &DocProperties::new().set_title(&book.properties.title).set_comment("示例数据").set_creation_datetime(&created),
    );
    workbook.save_to_buffer()
}

fn cover(book: &FormBook, layout: &Layout) -> Result<Worksheet, XlsxError> {
    let (mut row, column) = layout.first;
    let mut sheet = Worksheet::new();
    sheet.set_name("封面")?.set_column_width(column, 16)?.set_column_width(column + 1, 44)?;
    sheet.write_string_with_format(row, column, format!("{}（示例数据）", book.title), &bold())?;
    row += 2;
    for field in &book.cover {
        sheet.write_string_with_format(row, column, format!("{}：", field.label), &framed())?;
        sheet.write_string_with_format(
            row,
            column + 1,
            field.value.as_deref().unwrap_or_default(),
            &framed().set_num_format("@"),
        )?;
        row += 1;
    }
    Ok(sheet)
}

fn form_sheet(form: &FormSheet, position: usize, layout: &Layout) -> Result<Worksheet, XlsxError> {
    let (mut row, first) = layout.first;
    let mut sheet = Worksheet::new();
    sheet.set_name(&form.name)?.set_hidden(layout.hidden == Some(position));
    for title in layout.titles.iter().copied().chain([form.title.as_str(), form.unit_line.as_str()]) {
        sheet.write_string_with_format(row, first, title, &bold())?;
        row += 1;
    }
    if let Some(list) = &form.list {
        write_list(&mut sheet, (row, first), list)?;
        return Ok(sheet);
    }
    if layout.without_header != Some(position) {
        row += headers(&mut sheet, row, first, layout)?;
    }
    for item in &form.rows {
        for (at, column) in (first..).zip(layout.columns) {
            write(&mut sheet, (row, at), *column, item, layout)?;
        }
        row += 1;
    }
    if layout.declared_empty == Some(position) {
        sheet.write_string_with_format(row + 1, first, "本表无数据", &framed())?;
        sheet.write_string_with_format(row + 1, first + 1, "是", &framed())?;
    }
    for (at, column) in (first..).zip(layout.columns) {
        sheet.set_column_width(at, if *column == Column::Name { 30 } else { 13 })?;
    }
    Ok(sheet)
}

/// A table with several answers a row.
fn write_list(sheet: &mut Worksheet, (header, first): (u32, u16), list: &FormList) -> Result<(), XlsxError> {
    for (at, column) in (first..).zip(&list.columns) {
        sheet.write_string_with_format(header, at, &column.header, &framed().set_bold())?;
        sheet.set_column_width(at, column.width * 2.0)?;
    }
    for (row, cells) in (header + 1..).zip(&list.rows) {
        for (at, cell) in (first..).zip(cells) {
            match cell {
                FormListCell::Words(words) | FormListCell::Code(words) => {
                    sheet.write_string_with_format(row, at, words, &framed().set_num_format("@"))?;
                }
                FormListCell::Asked { value: asked, .. } => {
                    value(sheet, (row, at), asked.as_ref(), &framed())?;
                }
                FormListCell::Blank => {
                    sheet.write_blank(row, at, &framed())?;
                }
            }
        }
    }
    Ok(())
}

/// The header, on one line or two; how many lines it took.
fn headers(sheet: &mut Worksheet, row: u32, first: u16, layout: &Layout) -> Result<u32, XlsxError> {
    let look = framed().set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    if !layout.has_two_headers {
        for (at, column) in (first..).zip(layout.columns) {
            sheet.write_string_with_format(row, at, column.header(), &look)?;
        }
        return Ok(1);
    }
    let are_numbers = |column: &Column| matches!(column, Column::Value | Column::LastYear);
    for (at, column) in (first..).zip(layout.columns) {
        if are_numbers(column) {
            sheet.write_string_with_format(row + 1, at, column.header(), &look)?;
        } else {
            sheet.merge_range(row, at, row + 1, at, column.header(), &look)?;
        }
    }
    let numbers: Vec<u16> = (first..).zip(layout.columns).filter(|(_, column)| are_numbers(column)).map(|(at, _)| at).collect();
    if let [left, .., right] = numbers.as_slice() {
        sheet.merge_range(row, *left, row, *right, "数　　值", &look)?;
    }
    Ok(2)
}

fn write(sheet: &mut Worksheet, (row, at): (u32, u16), column: Column, item: &FormRow, layout: &Layout) -> Result<(), XlsxError> {
    let look = framed();
    match column {
        Column::Name => sheet.write_string_with_format(row, at, &item.name, &look)?,
        Column::Unit => sheet.write_string_with_format(row, at, &item.unit, &look)?,
        Column::Code => sheet.write_string_with_format(row, at, &item.code, &look.set_num_format("@"))?,
        Column::Value => match layout.formulas.iter().find(|(code, ..)| *code == item.code) {
            Some((_, formula, result)) => {
                let formula = Formula::new(*formula);
                let formula = match result {
                    Some(result) => formula.set_result(*result),
                    None => formula,
                };
                sheet.write_formula_with_format(row, at, formula, &look)?
            }
            None => value(sheet, (row, at), item.value.as_ref(), &look)?,
        },
        Column::LastYear => value(sheet, (row, at), item.last_year.as_ref(), &look)?,
    };
    Ok(())
}

fn value<'sheet>(
    sheet: &'sheet mut Worksheet,
    (row, at): (u32, u16),
    value: Option<&FormValue>,
    look: &Format,
) -> Result<&'sheet mut Worksheet, XlsxError> {
    match value {
        Some(FormValue::Number(number)) => sheet.write_number_with_format(row, at, *number, look),
        Some(FormValue::Text(words)) => sheet.write_string_with_format(row, at, words, look),
        None => sheet.write_blank(row, at, look),
    }
}

fn framed() -> Format {
    Format::new().set_font_name("宋体").set_font_size(11).set_border(FormatBorder::Thin)
}

fn bold() -> Format {
    Format::new().set_font_name("黑体").set_font_size(14)
}
