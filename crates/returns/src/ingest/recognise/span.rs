//! The stretch of time for which what flows is asked: since 1 January, or the quarter alone (docs/numbers.md rule 14).

use super::stretch::first_month;
use crate::domain::{FlowBasis, Period};
use crate::finding::Facts;
use crate::finding::facts::{NotCumulative, NotOfQuarter};

/// What a return is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) struct Span {
    pub(in crate::ingest) period: Period,
    pub(in crate::ingest) basis: FlowBasis,
}

impl Span {
    /// Whether it begins with the year, so that the quarter alone and the year so far are the same.
    pub(in crate::ingest) fn opens_the_year(self) -> bool {
        self.period.opens_the_year()
    }

    /// The same for another quarter.
    pub(in crate::ingest) fn at(self, period: Period) -> Self {
        Self { period, ..self }
    }

    /// Whether words name a stretch of time that begins otherwise: `7—9月` where it is asked since 1 January, `1—9月` and `本年累计` where
    /// the quarter is.
    pub(in crate::ingest) fn is_other(self, text: &str) -> bool {
        let first = match self.basis {
            FlowBasis::YearToDate => 1,
            FlowBasis::Quarter => self.period.first_month(),
        };
        first_month(text).is_some_and(|month| month != first)
    }

    /// Whether words name a stretch of time that begins with the year: `1—9月累计`, `本年累计`.
    pub(in crate::ingest) fn begins_with_the_year(text: &str) -> bool {
        first_month(text) == Some(1)
    }

    /// What is told where words name another stretch of time.
    pub(in crate::ingest) fn doubt(self, written: &str) -> Facts {
        let (written, period) = (written.to_owned(), self.period);
        match self.basis {
            FlowBasis::YearToDate => NotCumulative { written, period }.into(),
            FlowBasis::Quarter => NotOfQuarter { written, period }.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Quarter;

    #[test]
    fn what_is_another_stretch_of_time_hangs_on_what_is_asked() {
        let third = Period::quarter(2025, Quarter::Third);
        let is_other = |basis, text: &str| Span { period: third, basis }.is_other(text);
        for text in ["2025年7—9月", "7-9月累计", "2025年7月1日至9月30日"] {
            assert!(is_other(FlowBasis::YearToDate, text) && !is_other(FlowBasis::Quarter, text), "{text}");
        }
        for text in [
            "2025年1—9月",
            "2025年1月1日至9月30日",
            "2025年前三季度",
            "一至三季度",
            "2025.1-9",
            "本年累计",
            "2025Q3（累计）",
            "2025年",
            "2025年度",
            "上半年",
        ] {
            assert!(!is_other(FlowBasis::YearToDate, text) && is_other(FlowBasis::Quarter, text), "{text}");
        }
        for text in ["2025年9月", "4—6月"] {
            assert!(is_other(FlowBasis::YearToDate, text) && is_other(FlowBasis::Quarter, text), "{text}");
        }
        for text in ["2025Q3", "2025年第三季度", "2025年度三季度", "本季累计", "期末数", "2025-09-30", ""] {
            assert!(!is_other(FlowBasis::YearToDate, text) && !is_other(FlowBasis::Quarter, text), "{text}");
        }
    }
}
