//! `adjustments.xlsx` as an office enters it: 差额. The samples have none; tests enter some.

use rust_xlsxwriter::XlsxError;

use super::registry_book::{Cell, Columns, Looks, workbook, write};

const COLUMNS: Columns = &[("报告期", 10.0), ("组", 22.0), ("指标项", 26.0), ("数值", 12.0), ("原因", 40.0), ("文号", 24.0)];

/// A row of `adjustments.xlsx`.
#[derive(Debug, Clone, Copy)]
pub struct Entered {
    /// 报告期.
    pub period: &'static str,
    /// 组: a code or a name.
    pub group: &'static str,
    /// 指标项.
    pub item: &'static str,
    /// 数值, as it is typed.
    pub value: &'static str,
    /// 原因.
    pub reason: &'static str,
    /// 文号.
    pub document: &'static str,
}

/// The bytes of `adjustments.xlsx`.
pub fn adjustments_book(entered: &[Entered]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook("差额")?;
    let rows = entered.iter().map(|Entered { period, group, item, value, reason, document }| {
        [period, group, item, value, reason, document].map(|words| Cell::Words(words)).into_iter().collect()
    });
    write(workbook.add_worksheet().set_name("差额")?, COLUMNS, rows, &Looks::new())?;
    workbook.save_to_buffer()
}
