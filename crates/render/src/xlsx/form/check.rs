//! 自查: each rule with its verdict, worked out by the workbook itself while it is filled in, or put right.
//!
//! The kept results are right for the form as it is written: a program that does not calculate shows the right words, too.

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, ConditionalFormatText, ConditionalFormatTextRule,
    Format, Formula, ProtectionOptions, Worksheet, XlsxError,
};

use super::layout;
use crate::xlsx::page::Page;
use crate::xlsx::styles::{Look, Styles, rgb};
use crate::xlsx::{rows, text};
use tongbao_document::{Align, CheckVerdict, FormCell, FormColumn, SelfCheck, SelfCheckRow, count};

/// Name of the sheet.
pub(in crate::xlsx) const SHEET: &str = "自查";

const HEADERS: [&str; 7] = ["序号", "规则", "级别", "应满足", "结果", "单元格", "如何更正"];
/// In ems.
const WIDTHS: [f32; 7] = [5.0, 8.0, 6.0, 30.0, 6.0, 12.0, 38.0];
const EXPECTED: u16 = 3;
const RESULT: u16 = 4;
const CELL: u16 = 5;
const LAST: u16 = 6;
/// Row of the counts.
const SUMMARY: u32 = 2;
const HEADER: u32 = 3;
/// Row of the first rule.
const FIRST: u32 = 4;

/// What the filler of a form is told.
pub(super) const WHILE_FILLING: &str = "填表时逐条自动核对：不通过的请更正，确属实情的请在报送时说明；未填的请补填所需指标（不适用的不必补）。点“单元格”可直接跳转，表内相应单元格同时标红。";
/// What the unit is told that gets its return back.
pub(in crate::xlsx) const WHILE_CORRECTING: &str = "更正时逐条自动核对：不通过的请更正，确属实情的请在“退回说明”中说明；未填的，所需指标还没有填，或单元格中不是单独的数字。上期和上年同期数以本单位以往报送并采用的为准。点“单元格”可直接跳转。";
/// Most rules that a row of a form names; Excel limits the length of a formula.
const MOST_NAMED: usize = 90;

/// Where a cell stands: sheet, row and column.
pub(in crate::xlsx) type Find<'book> = dyn Fn(FormCell) -> Option<(&'book str, u32, u16)> + 'book;

/// What the other sheets need to know of the self-check.
pub(in crate::xlsx) struct Reference<'book> {
    /// Name of the sheet in the workbook.
    pub(in crate::xlsx) sheet: String,
    check: &'book SelfCheck,
    legend: &'static str,
}

impl<'book> Reference<'book> {
    pub(in crate::xlsx) fn new(sheet: String, check: &'book SelfCheck, legend: &'static str) -> Self {
        Self { sheet, check, legend }
    }

    fn verdicts(&self) -> String {
        let last = FIRST + count::to_u32(self.check.rows.len()).saturating_sub(1);
        let column = |row| layout::absolute(&self.sheet, row, RESULT);
        let end = column(last);
        let end = end.split_once('!').map_or("", |(_, end)| end);
        format!("{}:{end}", column(FIRST))
    }

    fn counted(&self, verdict: CheckVerdict) -> String {
        format!("COUNTIF({},\"{}\")", self.verdicts(), verdict.word())
    }

    /// The line in front, live: how many rules fail, how many wait for a value.
    pub(in crate::xlsx) fn line(&self) -> Option<Formula> {
        if self.check.rows.is_empty() {
            return None;
        }
        let (fail, unfilled) = (self.counted(CheckVerdict::Fail), self.counted(CheckVerdict::Unfilled));
        let [failing, waiting] = [CheckVerdict::Fail, CheckVerdict::Unfilled].map(|verdict| self.check.count(verdict));
        let formula = format!("=\"自查：未通过 \"&{fail}&\" 条，未填 \"&{unfilled}&\" 条\"");
        Some(Formula::new(formula).set_result(format!("自查：未通过 {failing} 条，未填 {waiting} 条")))
    }

    /// Beside an item: the numbers of the rules that read it and fail; `None` if no rule reads it.
    pub(super) fn failing(&self, item: usize) -> Option<Formula> {
        let reading = |row: &&(u32, &SelfCheckRow)| row.1.items.contains(&item);
        let numbered: Vec<(u32, &SelfCheckRow)> = (1..).zip(&self.check.rows).collect();
        let rules: Vec<&(u32, &SelfCheckRow)> = numbered.iter().filter(reading).take(MOST_NAMED).collect();
        if rules.is_empty() {
            return None;
        }
        let fail = CheckVerdict::Fail.word();
        let parts: Vec<String> = rules
            .iter()
            .map(|(number, _)| {
                let result = layout::absolute(&self.sheet, FIRST + number - 1, RESULT);
                format!("IF({result}=\"{fail}\",\"{number} \",\"\")")
            })
            .collect();
        let failing = rules.iter().filter(|(_, row)| row.verdict == CheckVerdict::Fail);
        let kept: Vec<String> = failing.map(|(number, _)| number.to_string()).collect();
        Some(Formula::new(format!("=TRIM({})", parts.join("&"))).set_result(kept.join(" ")))
    }
}

/// Red while a rule fails, yellow while one waits, then green.
pub(in crate::xlsx) fn colour_line(sheet: &mut Worksheet, (row, col): (u32, u16), styles: &Styles) -> Result<(), XlsxError> {
    let begins = |words: &str| ConditionalFormatText::new().set_rule(ConditionalFormatTextRule::BeginsWith(words.to_owned()));
    let colours = &styles.colours;
    for (words, colour) in
        [("自查：未通过 0 条，未填 0 条", colours.green), ("自查：未通过 0 条", colours.yellow), ("自查：未通过", colours.red)]
    {
        let rule = begins(words).set_format(Format::new().set_background_color(rgb(colour))).set_stop_if_true(true);
        sheet.add_conditional_format(row, col, row, col, &rule)?;
    }
    Ok(())
}

/// Marks what somebody typed while a rule that reads it fails; the column `check` names these rules.
pub(super) fn mark_failing(
    sheet: &mut Worksheet,
    row: u32,
    marked: [u16; 2],
    check: u16,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let is_failing = format!("=LEN(${})>0", layout::relative(row, check));
    let red = Format::new().set_background_color(rgb(styles.colours.red));
    for column in marked {
        let rule = ConditionalFormatFormula::new().set_rule(is_failing.as_str()).set_format(red.clone());
        sheet.add_conditional_format(row, column, row, column, &rule)?;
    }
    Ok(())
}

/// Writes the sheet.
pub(in crate::xlsx) fn write(
    sheet: &mut Worksheet,
    reference: &Reference<'_>,
    find: &Find<'_>,
    is_sample: bool,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let check = reference.check;
    for (col, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(col, rows::column_width(width))?;
    }
    let total: f32 = WIDTHS.iter().sum();
    sheet.set_row_height(0, rows::height(1.2, styles.title_size))?;
    rows::put_across(sheet, 0, LAST, SHEET, &styles.title)?;
    sheet.set_row_height(1, rows::height(text::lines(reference.legend, total), styles.size))?;
    rows::put_across(sheet, 1, LAST, reference.legend, &styles.paragraph)?;
    write_summary(sheet, reference, styles)?;
    let mut row = HEADER;
    if !check.rows.is_empty() {
        write_header(sheet, row, HEADERS, styles)?;
        row = FIRST;
        for (number, rule) in (1_u32..).zip(&check.rows) {
            write_rule(sheet, row, number, rule, find, styles)?;
            row += 1;
        }
        colour_results(sheet, row - 1, styles)?;
        sheet.autofilter(HEADER, 0, row - 1, LAST)?;
        row += 1;
    }
    if !check.later.is_empty() {
        rows::put(sheet, row, 0, "报送后审核", &styles.heading)?;
        row += 1;
        write_header(sheet, row, ["序号", "规则", "级别", "应满足", "", "", "为何不能自查"], styles)?;
        sheet.merge_range(row, EXPECTED, row, CELL, "应满足", &styles.header)?;
        row += 1;
        for (number, later) in (1_u32..).zip(&check.later) {
            let across: f32 = WIDTHS[usize::from(EXPECTED)..=usize::from(CELL)].iter().sum();
            let lines = text::lines(&later.expected, across).max(text::lines(&later.reason, WIDTHS[usize::from(LAST)]));
            sheet.set_row_height(row, rows::height(lines, styles.size))?;
            write_name(sheet, row, number, &later.rule, &later.severity, styles)?;
            let left = styles.cell(Look::words(Align::Left));
            sheet.merge_range(row, EXPECTED, row, CELL, &text::fitting(&later.expected), left)?;
            rows::put(sheet, row, LAST, &later.reason, left)?;
            row += 1;
        }
    }
    if !check.rows.is_empty() {
        sheet.set_freeze_panes(FIRST, 0)?;
    }
    // The filler may look at the failing rules alone although the sheet is protected.
    sheet.protect_with_options(&ProtectionOptions { use_autofilter: true, ..super::protection() });
    let repeated = (!check.rows.is_empty()).then_some((HEADER, HEADER));
    Page { landscape: true, repeated, sample: is_sample }.apply(sheet)
}

/// The counts above the table, live.
fn write_summary(sheet: &mut Worksheet, reference: &Reference<'_>, styles: &Styles) -> Result<(), XlsxError> {
    let check = reference.check;
    let later = match check.later.len() {
        0 => String::new(),
        number => format!("；另有 {number} 条报送后审核"),
    };
    sheet.set_row_height(SUMMARY, rows::height(1.2, styles.size))?;
    if check.rows.is_empty() {
        let words = format!("本表没有可以自查的规则{later}。");
        return rows::put_across(sheet, SUMMARY, LAST, &words, &styles.heading);
    }
    let verdicts = [CheckVerdict::Pass, CheckVerdict::Fail, CheckVerdict::Unfilled];
    let number = check.rows.len();
    let [passing, failing, waiting] = verdicts.map(|verdict| check.count(verdict));
    let [pass, fail, unfilled] = verdicts.map(|verdict| reference.counted(verdict));
    let formula = format!("=\"共 {number} 条：通过 \"&{pass}&\" 条，不通过 \"&{fail}&\" 条，未填 \"&{unfilled}&\" 条{later}。\"");
    let kept = format!("共 {number} 条：通过 {passing} 条，不通过 {failing} 条，未填 {waiting} 条{later}。");
    sheet.merge_range(SUMMARY, 0, SUMMARY, LAST, "", &styles.heading)?;
    sheet.write_formula_with_format(SUMMARY, 0, Formula::new(formula).set_result(kept), &styles.heading)?;
    Ok(())
}

fn write_header(sheet: &mut Worksheet, row: u32, headers: [&str; 7], styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_row_height(row, rows::height(1.2, styles.size))?;
    for (col, header) in (0_u16..).zip(headers).filter(|(_, header)| !header.is_empty()) {
        rows::put(sheet, row, col, header, &styles.header)?;
    }
    Ok(())
}

fn write_name(
    sheet: &mut Worksheet,
    row: u32,
    number: u32,
    rule: &str,
    severity: &str,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let centre = styles.cell(Look::words(Align::Center));
    sheet.write_number_with_format(row, 0, number, centre)?;
    rows::put(sheet, row, 1, rule, centre)?;
    rows::put(sheet, row, 2, severity, centre)
}

fn write_rule(
    sheet: &mut Worksheet,
    row: u32,
    number: u32,
    rule: &SelfCheckRow,
    find: &Find<'_>,
    styles: &mut Styles,
) -> Result<(), XlsxError> {
    let lines =
        text::lines(&rule.expected, WIDTHS[usize::from(EXPECTED)]).max(text::lines(&rule.hint, WIDTHS[usize::from(LAST)]));
    write_name(sheet, row, number, &rule.rule, &rule.severity, styles)?;
    let left = Look::words(Align::Left);
    rows::put(sheet, row, EXPECTED, &rule.expected, styles.cell(left))?;
    let formula = format!("={}", rule.formula.text(|cell| layout::address(find(cell))));
    let centre = styles.cell(Look::words(Align::Center));
    sheet.write_formula_with_format(row, RESULT, Formula::new(formula).set_result(rule.verdict.word()), centre)?;
    let first = rule.items.iter().find_map(|item| find(FormCell::Item(*item, FormColumn::Value)));
    let mut link_lines = 1.0;
    match first {
        Some((target, at, column)) => {
            let at = layout::relative(at, column);
            let words = format!("{target} {at}");
            link_lines = text::lines(&words, WIDTHS[usize::from(CELL)]);
            rows::put_link_to(sheet, (row, CELL), (target, &at), &words, &styles.framed_link)?;
        }
        None => rows::put(sheet, row, CELL, "", styles.cell(left))?,
    }
    rows::put(sheet, row, LAST, &rule.hint, styles.cell(left))?;
    sheet.set_row_height(row, rows::height(lines.max(link_lines), styles.size))?;
    Ok(())
}

fn colour_results(sheet: &mut Worksheet, last: u32, styles: &Styles) -> Result<(), XlsxError> {
    let colours = &styles.colours;
    for (verdict, colour) in
        [(CheckVerdict::Fail, colours.red), (CheckVerdict::Unfilled, colours.yellow), (CheckVerdict::Pass, colours.green)]
    {
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(verdict.word()))
            .set_format(Format::new().set_background_color(rgb(colour)));
        sheet.add_conditional_format(FIRST, RESULT, last, RESULT, &rule)?;
    }
    Ok(())
}
