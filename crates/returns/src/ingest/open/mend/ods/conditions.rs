//! The conditional formats of .ods: as LibreOffice writes them behind the cells, and as the styles of cells have them (ODF 1.3 part 3, 16.3).

use crate::ingest::open::conditional::{Condition, Look, Rule};
use crate::ingest::workbook::Rectangle;
use tongbao_document::address::parse_a1;
use tongbao_document::count;

/// The rules of a sheet as far as they have been met.
#[derive(Debug, Default)]
pub(super) struct Reading {
    ranges: Vec<Rectangle>,
    pub(super) rules: Vec<Rule>,
}

impl Reading {
    /// A conditional format begins, with its cells: `表.D6:表.D9 '另 表'.$F$6`.
    pub(super) fn begin(&mut self, addresses: &str) {
        self.ranges = squares(addresses);
    }

    /// A rule of it.
    pub(super) fn add(&mut self, condition: &str, look: Option<Look>) {
        let ranges = self.ranges.clone();
        self.add_all(&ranges, look.map(|look| (Condition::of_words(condition), look)));
    }

    /// Rules for some cells, in their order.
    pub(super) fn add_all(&mut self, ranges: &[Rectangle], rules: impl IntoIterator<Item = (Condition, Look)>) {
        for (condition, look) in rules {
            let priority = i64::from(count::to_u32(self.rules.len()));
            self.rules.push(Rule { ranges: ranges.to_vec(), priority, condition, look });
        }
    }
}

fn squares(addresses: &str) -> Vec<Rectangle> {
    // What stands in quotes is the name of a sheet.
    let mut is_quoted = false;
    let bare: String = addresses
        .chars()
        .filter(|character| {
            is_quoted ^= *character == '\'';
            !is_quoted && !matches!(character, '\'' | '$')
        })
        .collect();
    let place = |address: &str| parse_a1(address.rsplit('.').next()?);
    let square = |words: &str| {
        let (first, last) = words.split_once(':').unwrap_or((words, words));
        Some([place(first)?, place(last)?])
    };
    bare.split_whitespace().filter_map(square).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_their_sheets() {
        let expected = [[(5, 3), (8, 3)], [(5, 5), (5, 5)]];
        assert_eq!(squares("表.D6:表.D9 表.F6"), expected);
        assert_eq!(squares("'另 表: 1.5'.$D$6:'另 表: 1.5'.$D$9 $表.F6"), expected);
        assert_eq!(squares("D6:D9 .F6"), expected);
        assert!(squares("").is_empty());
    }
}
