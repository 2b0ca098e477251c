//! The choices of drop-downs: in the cell's rule where they fit, on a hidden sheet where they do not.

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{DataValidation, Formula, Workbook, XlsxError};

use crate::xlsx::text;
use tongbao_document::count;

/// Name of the hidden sheet.
pub(in crate::xlsx) const SHEET: &str = "选项";

/// Most UTF-16 units of a list in a cell's rule.
const RULE_LIMIT: usize = 255;

/// The lists that stand on the hidden sheet, one a column.
#[derive(Debug)]
pub(in crate::xlsx) struct Lists {
    sheet: String,
    columns: Vec<Vec<String>>,
}

impl Default for Lists {
    fn default() -> Self {
        Self::on(SHEET.to_owned())
    }
}

impl Lists {
    /// Lists on a sheet of another name.
    pub(in crate::xlsx) fn on(sheet: String) -> Self {
        Self { sheet, columns: Vec::new() }
    }

    /// A rule that offers these choices.
    pub(super) fn offer(&mut self, choices: &[String]) -> Result<DataValidation, XlsxError> {
        // The rule separates its choices by commas and quotes it: choices that hold either need the sheet.
        let plain = choices.iter().all(|choice| !choice.contains([',', '"', '\n']) && choice.trim() == choice);
        let length: usize = choices.iter().map(|choice| choice.encode_utf16().count() + 1).sum();
        if plain && length <= RULE_LIMIT {
            return DataValidation::new().allow_list_strings(choices);
        }
        let column = self.columns.iter().position(|known| known == choices).unwrap_or_else(|| {
            self.columns.push(choices.to_vec());
            self.columns.len() - 1
        });
        let column = column_number_to_name(count::to_u16(column));
        let range = format!("='{}'!${column}$1:${column}${}", self.sheet, choices.len());
        Ok(DataValidation::new().allow_list_formula(Formula::new(range)))
    }

    /// Writes the hidden sheet, if there is anything to write.
    pub(in crate::xlsx) fn write(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        if self.columns.is_empty() {
            return Ok(());
        }
        let sheet = workbook.add_worksheet().set_name(&self.sheet)?;
        sheet.set_hidden(true);
        for (col, choices) in (0_u16..).zip(&self.columns) {
            for (row, choice) in (0_u32..).zip(choices) {
                sheet.write_string(row, col, text::fitting(choice))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_and_lists_with_commas_go_to_the_sheet_once() {
        let mut lists = Lists::default();
        let long: Vec<String> = (0..60).map(|number| format!("选项第{number}号")).collect();
        let short = vec!["是".to_owned(), "否".to_owned()];
        let comma = vec!["甲,乙".to_owned()];
        for choices in [&short, &long, &long, &comma] {
            lists.offer(choices).expect("a list");
        }
        assert_eq!(lists.columns, [long, comma]);
    }
}
