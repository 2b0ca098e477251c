//! One sheet of a return, laid out as statutory forms are: title, legal marks at the right, header with its row of letters,
//! items, notes, signatures.

use rust_xlsxwriter::{DataValidation, IgnoreError, Worksheet, XlsxError};

use crate::xlsx::page::Page;
use crate::xlsx::styles::{Content, Look, Styles};
use crate::xlsx::{rows, text};
use tongbao_document::{Align, FormRow, FormSheet};

use super::check::Reference;
use super::layout::{CODE, INPUT, LAST_YEAR, Layout, NAME, UNIT};
use super::lists::Lists;
use super::{answers, check, layout};

/// Declares, with 是 beside it, that the unit has nothing to report on this sheet.
pub(super) const NOTHING: &str = "本表无数据";
/// Who answers for the sheet.
pub(super) const SIGNATURES: &str =
    "单位负责人：　　　　　统计负责人：　　　　　填表人：　　　　　联系电话：　　　　　　报出日期：";

/// One column of the table.
struct Column {
    header: &'static str,
    letter: &'static str,
    /// In ems.
    width: f32,
}

/// Writes a form sheet.
pub(super) struct Writer<'run> {
    pub(super) sheet: &'run mut Worksheet,
    pub(super) layout: &'run Layout,
    pub(super) check: Option<&'run Reference<'run>>,
    pub(super) styles: &'run mut Styles,
    pub(super) lists: &'run mut Lists,
}

impl Writer<'_> {
    /// Writes everything.
    pub(super) fn write(mut self, form: &FormSheet, is_sample: bool) -> Result<(), XlsxError> {
        // The writer keeps 0 for a result that is empty, and what is kept is what many programs show.
        self.sheet.set_formula_result_default("");
        let columns = columns(form, self.layout);
        for (col, column) in (0_u16..).zip(&columns) {
            self.sheet.set_column_width(col, rows::column_width(column.width))?;
        }
        self.write_head(form)?;
        let header = self.layout.header;
        for (col, column) in (0_u16..).zip(&columns) {
            rows::put(self.sheet, header, col, column.header, &self.styles.header)?;
            let letters = self.styles.cell(Look::words(Align::Center));
            rows::put(self.sheet, header + 1, col, column.letter, letters)?;
        }
        let lines = columns.iter().map(|column| text::lines(column.header, column.width)).fold(1.0, f32::max);
        self.sheet.set_row_height(header, rows::height(lines + 0.2, self.styles.size))?;
        let first = self.layout.first;
        let mut row = first;
        for (position, item) in form.rows.iter().enumerate() {
            self.write_item(row, item, self.layout.item(position), &columns)?;
            row += 1;
        }
        if row > first {
            self.sheet.ignore_error_range(first, CODE, row - 1, CODE, IgnoreError::NumberStoredAsText)?;
        }
        let last = self.layout.note;
        let width = columns.iter().map(|column| column.width).sum();
        for note in &form.notes {
            self.sheet.set_row_height(row, rows::height(text::lines(note, width), self.styles.size))?;
            rows::put_across(self.sheet, row, last, note, &self.styles.note)?;
            row += 1;
        }
        row = self.layout.nothing;
        rows::put(self.sheet, row, NAME, NOTHING, &self.styles.label)?;
        let input = self.styles.cell(Look { input: true, ..Look::words(Align::Center) });
        self.sheet.write_blank(row, UNIT, input)?;
        self.sheet.add_data_validation(row, UNIT, row, UNIT, &nothing_rule()?)?;
        row += 2;
        self.sheet.set_row_height(row, rows::height(1.2, self.styles.size))?;
        rows::put_across(self.sheet, row, last, SIGNATURES, &self.styles.plain)?;

        self.sheet.set_freeze_panes(first, 1)?;
        super::protect(self.sheet);
        let landscape = self.layout.previous.is_some();
        Page { landscape, repeated: Some((header, header + 1)), sample: is_sample }.apply(self.sheet)
    }

    /// Title, legal marks, reporting unit and period.
    fn write_head(&mut self, form: &FormSheet) -> Result<(), XlsxError> {
        self.sheet.set_row_height(0, rows::height(1.4, self.styles.title_size))?;
        rows::put_across(self.sheet, 0, self.layout.note, &form.title, &self.styles.title)?;
        let mut row = 1;
        // At the right, with room for a long name of the office.
        let beside = self.layout.note - 1;
        for (label, mark) in layout::marks(form) {
            rows::put(self.sheet, row, beside, &format!("{label}：{mark}"), &self.styles.plain)?;
            row += 1;
        }
        self.sheet.set_row_height(row, rows::height(1.2, self.styles.size))?;
        rows::put(self.sheet, row, NAME, &format!("填报单位：{}", form.unit_name), &self.styles.plain)?;
        rows::put(self.sheet, row, INPUT, &form.period_label, &self.styles.centred)?;
        rows::put(self.sheet, row, self.layout.note, &form.unit_line, &self.styles.right)
    }

    fn write_item(&mut self, row: u32, item: &FormRow, position: usize, columns: &[Column]) -> Result<(), XlsxError> {
        let width = |column: u16| columns.get(usize::from(column)).map_or(1.0, |column| column.width);
        let lines = text::lines(&item.name, width(NAME) - f32::from(item.indent))
            .max(text::lines(&item.note, width(self.layout.note)))
            .max(text::lines(&item.unit, width(UNIT)));
        let (sheet, styles) = (&mut *self.sheet, &mut *self.styles);
        sheet.set_row_height(row, rows::height(lines, styles.size))?;
        let left = Look::words(Align::Left);
        let centre = Look::words(Align::Center);
        rows::put(sheet, row, NAME, &item.name, styles.cell(Look { indent: item.indent, ..left }))?;
        rows::put(sheet, row, UNIT, &item.unit, styles.cell(centre))?;
        rows::put(sheet, row, CODE, &item.code, styles.cell(Look { content: Content::Code, ..centre }))?;
        let look = answers::look(&item.answer);
        answers::write_input(sheet, (row, INPUT), &item.answer, item.value.as_ref(), look, styles, self.lists)?;
        answers::write_value(sheet, (row, LAST_YEAR), item.last_year.as_ref(), look, styles)?;
        if let Some(previous) = self.layout.previous {
            answers::write_value(sheet, (row, previous), item.previous.as_ref(), look, styles)?;
        }
        if let Some(column) = self.layout.check {
            match self.check.and_then(|check| check.failing(position)) {
                Some(failing) => {
                    sheet.write_formula_with_format(row, column, failing, styles.cell(centre))?;
                    check::mark_failing(sheet, row, [INPUT, column], column, styles)?;
                }
                None => {
                    sheet.write_blank(row, column, styles.cell(centre))?;
                }
            }
        }
        rows::put(sheet, row, self.layout.note, &item.note, styles.cell(left))
    }
}

/// Widths in ems: names and remarks by what they say, the rest fixed.
fn columns(form: &FormSheet, layout: &Layout) -> Vec<Column> {
    let longest = |width: fn(&FormRow) -> f32, least: f32, most: f32| form.rows.iter().map(width).fold(least, f32::max).min(most);
    let column = |header, letter, width| Column { header, letter, width };
    let mut columns = vec![
        column("指标名称", "甲", longest(|row| text::ems(&row.name) + f32::from(row.indent) + 1.0, 14.0, 24.0)),
        column("计量单位", "乙", longest(|row| text::ems(&row.unit) + 1.0, 6.0, 9.0)),
        column("代码", "丙", longest(|row| text::ems(&row.code) + 1.0, 4.0, 8.0)),
        column(if form.is_by_quarter { "本季数" } else { "本期累计" }, "1", 10.0),
        column("上年同期", "2", 10.0),
    ];
    if layout.previous.is_some() {
        columns.push(column(if form.is_by_quarter { "上季数" } else { "上期累计" }, "3", 10.0));
    }
    if layout.check.is_some() {
        columns.push(column("自查未过序号", "—", 8.0));
    }
    columns.push(column("备注", "丁", longest(|row| text::ems(&row.note) + 1.0, 14.0, 20.0)));
    columns
}

/// What may be typed beside [`NOTHING`].
pub(super) fn nothing_rule() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_strings(&["是"])?
        .set_error_title("只能填“是”或留空")?
        .set_error_message("整张表确无数据时填“是”，否则留空。")
}
