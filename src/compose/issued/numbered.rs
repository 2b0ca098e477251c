//! The values that counted then and are others now, numbered as the table 数据变动 lists them.

use super::cause::Cause;
use crate::issue::{CellChange, ChangeKind, ReturnChange};

/// A return that came, went or changed, with the row of each of its values.
pub(super) struct Numbered<'run> {
    pub(super) change: &'run ReturnChange,
    pub(super) cells: Vec<(usize, &'run CellChange)>,
}

/// Every one of them, from row 1 on.
pub(super) fn numbered(changes: &[ReturnChange]) -> Vec<Numbered<'_>> {
    let mut rows = 1_usize..;
    changes.iter().map(|change| Numbered { change, cells: rows.by_ref().zip(&change.cells).collect() }).collect()
}

impl Numbered<'_> {
    /// The rows of some of its values.
    pub(super) fn rows(&self, is_meant: impl Fn(&CellChange) -> bool) -> Vec<usize> {
        self.cells.iter().filter(|(_, cell)| is_meant(cell)).map(|(row, _)| *row).collect()
    }

    /// The return as a cause, told by some rows.
    pub(super) fn cause(&self, rows: Vec<usize>) -> Cause {
        Cause { name: format!("{}{}", self.change.unit_name, word(self.change.kind)), amount: None, rows }
    }

    /// The return as a cause, with its form: where its values are not asked for.
    pub(super) fn whole(&self) -> Cause {
        let ReturnChange { unit_name, form, kind, .. } = self.change;
        Cause { name: format!("{unit_name}{form}{kind}"), amount: None, rows: self.rows(|_| true) }
    }
}

/// What became of a return, behind the name of its unit; a correction goes without saying.
pub(super) fn word(kind: ChangeKind) -> String {
    if kind == ChangeKind::Corrected { String::new() } else { kind.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::{Period, Quarter};

    #[test]
    fn values_are_numbered_through_over_all_returns() {
        let cell = |item: &str, amount| CellChange {
            item: item.to_owned(),
            sheet: None,
            cell: None,
            old: "1".to_owned(),
            new: "2".to_owned(),
            amount,
            is_added_up: false,
        };
        let change = |unit: &str, kind, cells| ReturnChange {
            period: Period::quarter(2025, Quarter::Third),
            unit: unit.to_owned(),
            unit_name: format!("{unit}院"),
            counts_for: None,
            form: "TB-1《季报》".to_owned(),
            is_of_ledger: false,
            kind,
            file: "a.xlsx".to_owned(),
            cells,
        };
        let changes = [
            change("甲", ChangeKind::Corrected, vec![cell("门诊人次", Some(1.0)), cell("床位数", Some(1.0))]),
            change("乙", ChangeKind::Added, vec![cell("门诊人次", Some(2.0))]),
        ];
        let numbered = numbered(&changes);
        let rows: Vec<Vec<usize>> = numbered.iter().map(|one| one.rows(|cell| cell.item == "门诊人次")).collect();
        assert_eq!(rows, [vec![1], vec![3]]);
        assert_eq!(numbered[0].cause(vec![1]).name, "甲院");
        assert_eq!(numbered[1].cause(vec![3]).name, "乙院补报");
        assert_eq!(numbered[1].whole().name, "乙院TB-1《季报》补报");
    }
}
