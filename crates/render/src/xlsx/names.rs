//! Names of sheets and of Excel tables: legal and unique.

use std::collections::BTreeSet;

use super::text::clipped;
use tongbao_document::{escape, plain};

/// Name of the cover's sheet.
pub(super) const COVER: &str = "封面";
/// Name of the list of sheets.
pub(super) const INDEX: &str = "目录";
/// Name of the sheet.
pub(super) const NOTES: &str = "说明";
/// The text of a bulletin.
pub(super) const PROSE: &str = "正文";
/// The link that leads back to it.
pub(super) const BACK: &str = "返回目录";

/// Most UTF-16 units of a sheet name.
const SHEET_LIMIT: usize = 31;

/// The names that a workbook has given away.
#[derive(Debug)]
pub(super) struct Names {
    /// In lower case: Excel takes names that differ in case alone for one.
    sheets: BTreeSet<String>,
    tables: BTreeSet<String>,
}

impl Names {
    /// No names given away but these.
    pub(super) fn reserving(sheets: &[&str]) -> Self {
        // Excel keeps `History` for itself.
        let sheets = sheets.iter().copied().chain(["history"]).map(str::to_lowercase).collect();
        Self { sheets, tables: BTreeSet::new() }
    }

    /// The wanted sheet name, or what comes nearest to it.
    pub(super) fn sheet(&mut self, wanted: &str) -> String {
        let legal: String = escape::widened(&plain::one_line(wanted))
            .chars()
            .map(|character| match character {
                ':' | '*' | '?' | '/' | '\\' | '[' | ']' => '_',
                '\'' => '’',
                other => other,
            })
            .collect();
        let legal = match legal.trim() {
            "" => "表",
            trimmed => trimmed,
        };
        unique(&mut self.sheets, legal, SHEET_LIMIT)
    }

    /// The wanted sheet name letter for letter where Excel takes it, else what comes nearest to it.
    pub(super) fn kept(&mut self, wanted: &str) -> String {
        let is_words = plain::one_line(wanted) == wanted && !escape::is_needed(wanted);
        let is_legal = is_words && rust_xlsxwriter::utility::check_sheet_name(wanted).is_ok();
        if is_legal && self.sheets.insert(wanted.to_lowercase()) { wanted.to_owned() } else { self.sheet(wanted) }
    }

    /// A name for the Excel table on a sheet.
    pub(super) fn table(&mut self, sheet: &str) -> String {
        // The prefix keeps clear of cell references such as `R1` and of leading digits.
        let legal: String = "表_"
            .chars()
            .chain(sheet.chars().map(|character| match character {
                'A'..='Z' | 'a'..='z' | '0'..='9' | '\u{4E00}'..='\u{9FFF}' => character,
                _ => '_',
            }))
            .collect();
        unique(&mut self.tables, &legal, 100)
    }
}

fn unique(taken: &mut BTreeSet<String>, wanted: &str, limit: usize) -> String {
    let mut name = clipped(wanted, limit).trim_end().to_owned();
    let mut number = 1_usize;
    while !taken.insert(name.to_lowercase()) {
        number += 1;
        let suffix = format!("_{number}");
        name = format!("{}{suffix}", clipped(wanted, limit - suffix.len()).trim_end());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_legal_short_and_unique() {
        let mut names = Names::reserving(&["封面"]);
        assert_eq!(names.sheet("封面"), "封面_2");
        assert_eq!(names.sheet("a/b:c"), "a_b_c");
        assert_eq!(names.sheet("A/B:C"), "A_B_C_2");
        assert_eq!(names.sheet(" "), "表");
        assert_eq!(names.sheet("History"), "History_2");
        let long = "很".repeat(40);
        assert_eq!(names.sheet(&long), "很".repeat(31));
        assert_eq!(names.sheet(&long), format!("{}_2", "很".repeat(29)));
    }

    #[test]
    fn names_that_excel_takes_are_kept() {
        let mut names = Names::reserving(&["退回说明"]);
        assert_eq!(names.kept("Bob's 表 "), "Bob's 表 ");
        assert_eq!(names.kept("退回说明"), "退回说明_2");
        assert_eq!(names.kept("a/b"), "a_b");
        assert_eq!(names.kept("表_x0001_"), "表＿x0001_", "else a character that no sheet may have");
    }

    #[test]
    fn table_names_hold_letters_and_digits_only() {
        let mut names = Names::reserving(&[]);
        assert_eq!(names.table("完成率（%）"), "表_完成率___");
        assert_eq!(names.table("完成率【%】"), "表_完成率____2");
    }
}
