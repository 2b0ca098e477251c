//! The conditional formats of .ods: as LibreOffice writes them behind the cells, and as the styles of cells have them (ODF 1.3 part 3, 16.3). Of
//! several rules the first that is met is the last.

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
    pub(super) fn add(&mut self, condition: &str, look: Look) {
        let ranges = self.ranges.clone();
        self.add_all(&ranges, [(Condition::of_words(condition), look)]);
    }

    /// Rules for some cells, in their order.
    pub(super) fn add_all(&mut self, ranges: &[Rectangle], rules: impl IntoIterator<Item = (Condition, Look)>) {
        for (condition, look) in rules {
            let priority = i64::from(count::to_u32(self.rules.len()));
            self.rules.push(Rule { ranges: ranges.to_vec(), priority, condition, look, stops: true });
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
    use crate::ingest::open::conditional::{Conditions, Sight};
    use crate::ingest::open::number_format::{NumberFormat, Shown};

    #[test]
    fn the_first_rule_that_is_met_is_the_last() {
        let percent = || Look { format: Some(NumberFormat::read("0.0%")), ..Look::default() };
        let struck = || Look { is_struck: Some(true), ..Look::default() };
        let shown = |looks: [Look; 2]| {
            let mut reading = Reading::default();
            reading.begin("表.D6:表.D9");
            for look in looks {
                reading.add("<1", look);
            }
            Conditions::new(reading.rules).shown((5, 3), 0.85, &Shown::Plain)
        };
        assert_eq!(shown([percent(), struck()]), Ok(Sight::Shown(Shown::As("85%".to_owned()))));
        assert_eq!(shown([struck(), percent()]), Ok(Sight::Struck));
        assert_eq!(shown([Look::default(), struck()]), Ok(Sight::Shown(Shown::Plain)), "colours alone");
    }

    #[test]
    fn addresses_name_their_sheets() {
        let expected = [[(5, 3), (8, 3)], [(5, 5), (5, 5)]];
        assert_eq!(squares("表.D6:表.D9 表.F6"), expected);
        assert_eq!(squares("'另 表: 1.5'.$D$6:'另 表: 1.5'.$D$9 $表.F6"), expected);
        assert_eq!(squares("D6:D9 .F6"), expected);
        assert!(squares("").is_empty());
    }
}
