//! No file fills a list: of each code it has its first findings told one by one, and one that counts the rest.
//!
//! In: findings in their order. Out: the same, as long as a file has no more of a code than [`MOST_OF_A_CODE`] and no longer words about it
//! than [`MOST_WORDS`]. Broken rules are not counted: a form has no more of them than its plan has rules, and explanations answer each.

use std::collections::BTreeMap;

use super::facts::FurtherFindings;
use super::{Code, Finding};
use crate::domain::{File, Location};

/// Findings of one code that a file is told one by one: more than a form has items, so that a sheet that is wrong in every cell is still
/// marked cell by cell.
pub const MOST_OF_A_CODE: usize = 200;

/// Bytes of the words of a file's findings of one code: a cell may hold as many as a book, and findings repeat them.
pub const MOST_WORDS: usize = 256 * 1024;

/// What has been told of a code, and what has not.
#[derive(Debug, Default)]
struct Told {
    count: usize,
    words: usize,
    /// The last one that was not told: whose it is, and of when.
    last: Option<Finding>,
    more: usize,
}

/// Counts the findings of one file.
#[derive(Debug, Default)]
pub struct Cap(BTreeMap<Code, Told>);

impl Cap {
    /// Whether a finding is told; one that is not is counted.
    pub fn admits(&mut self, finding: &Finding) -> bool {
        if finding.rule().is_some() {
            return true;
        }
        let told = self.0.entry(finding.code()).or_default();
        let is_told = told.more == 0 && told.count < MOST_OF_A_CODE && told.words < MOST_WORDS;
        if is_told {
            told.count += 1;
            told.words += finding.facts.words().message().len();
        } else {
            told.more += 1;
            told.last = Some(Finding { explanation: None, at: Location::file(finding.at.file.clone()), ..finding.clone() });
        }
        is_told
    }

    /// Counts what was not told elsewhere either.
    pub fn count_on(&mut self, elsewhere: Self) {
        for (code, other) in elsewhere.0 {
            let told = self.0.entry(code).or_default();
            told.more += other.more;
            told.last = other.last.or(told.last.take());
        }
    }

    /// A finding for each code of which not all were told.
    pub fn rest(self) -> impl Iterator<Item = Finding> {
        self.0.into_iter().filter_map(|(code, told)| {
            let last = told.last?;
            let (code, title, severity) = (code.as_str().to_owned(), code.title().to_owned(), last.severity());
            Some(Finding { facts: FurtherFindings { code, title, severity, more: told.more }.into(), ..last })
        })
    }
}

/// The findings of many files, each capped; what counts the rest comes last.
pub fn capped(findings: Vec<Finding>) -> Vec<Finding> {
    let mut caps: BTreeMap<File, Cap> = BTreeMap::new();
    let mut kept = findings;
    kept.retain(|finding| match caps.get_mut(&finding.at.file) {
        Some(cap) => cap.admits(finding),
        None => caps.entry(finding.at.file.clone()).or_default().admits(finding),
    });
    kept.extend(caps.into_values().flat_map(Cap::rest));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CellAddress;
    use crate::finding::Severity;
    use crate::finding::facts::UnknownItem;

    fn unknown(file: &str, row: u32, written: String) -> Finding {
        let at = Location::file(File::Received(file.to_owned())).on_cell("表", CellAddress { row, column: 2 });
        Finding::at(at, UnknownItem::Code { written, by_name: None })
    }

    #[test]
    fn a_file_has_the_first_of_a_code_and_a_count_of_the_rest() {
        let of = |file: &'static str, count: u32| (0..count).map(move |row| unknown(file, row, row.to_string()));
        let told = capped(of("a.xlsx", 1_000).chain(of("b.xlsx", 200)).collect());
        assert_eq!(told.len(), 200 + 200 + 1);
        let last = told.last().unwrap();
        assert_eq!(last.at, Location::file(File::Received("a.xlsx".to_owned())));
        assert_eq!(last.message(), "另有 800 条“表中没有的指标项代码”（C07）没有逐条列出");
        assert_eq!(last.severity(), Severity::Error, "as what it counts");
    }

    #[test]
    fn words_as_long_as_a_book_are_counted_too() {
        let told = capped((0..100).map(|row| unknown("a.xlsx", row, "长".repeat(10_000))).collect());
        assert_eq!(told.len(), 9 + 1);
        assert_eq!(told[9].message(), "另有 91 条“表中没有的指标项代码”（C07）没有逐条列出");
    }
}
