//! 通报种类: which bulletin of the yearly cycle.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::period::{Half, Part, Period};

/// A kind of bulletin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Cycle {
    /// 季调度.
    Quarterly,
    /// 半年通报.
    HalfYear,
    /// 年终评估.
    YearEnd,
    /// 专项督察.
    Inspection,
    /// 第三方评价.
    ThirdParty,
    /// 效果监测.
    Effect,
    /// 专题报告.
    Special,
}

impl Cycle {
    /// As written in plan packs, folders and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quarterly => "quarterly",
            Self::HalfYear => "half-year",
            Self::YearEnd => "year-end",
            Self::Inspection => "inspection",
            Self::ThirdParty => "third-party",
            Self::Effect => "effect",
            Self::Special => "special",
        }
    }

    /// 季调度, 半年通报, 年终评估, 专项督察, 第三方评价, 效果监测, 专题报告.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Quarterly => "季调度",
            Self::HalfYear => "半年通报",
            Self::YearEnd => "年终评估",
            Self::Inspection => "专项督察",
            Self::ThirdParty => "第三方评价",
            Self::Effect => "效果监测",
            Self::Special => "专题报告",
        }
    }

    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Quarterly, Self::HalfYear, Self::YearEnd, Self::Inspection, Self::ThirdParty, Self::Effect, Self::Special];

    /// Whether it comes by itself, turn by turn, and publishes all figures of its period. The others look at a matter when they are asked
    /// for.
    pub fn is_regular(self) -> bool {
        matches!(self, Self::Quarterly | Self::HalfYear | Self::YearEnd)
    }

    /// Whether counties and alliances get one of their own. What an inspection or a special report has found is reported once, to those
    /// above.
    pub fn is_for_parts(self) -> bool {
        !matches!(self, Self::Inspection | Self::Special)
    }

    /// Whether a bulletin of this kind is one of another kind as well: a half-year notice is also the dispatch of the second quarter, a
    /// year-end assessment that of the fourth and the notice of the second half.
    pub fn stands_for(self, kind: Self) -> bool {
        self == kind
            || matches!((self, kind), (Self::HalfYear, Self::Quarterly) | (Self::YearEnd, Self::Quarterly | Self::HalfYear))
    }

    /// The kinds that a quarter's returns call for by themselves: Q1, Q3 季调度; Q2 季调度 and 半年通报; Q4 年终评估.
    pub fn due_after(quarter: Period) -> &'static [Self] {
        match quarter.last_month() {
            6 => &[Self::Quarterly, Self::HalfYear],
            12 => &[Self::YearEnd],
            _ => &[Self::Quarterly],
        }
    }

    /// The period of a bulletin of this kind that is asked for by a period: a half or a year by itself or by the quarter with which it
    /// ends, a second half by the year that ends with it. None if there is no such bulletin: no quarter is a year.
    pub fn period(self, asked: Period) -> Option<Period> {
        let is_quarter = matches!(asked.part, Part::Quarter(_));
        let wanted = match self {
            Self::Quarterly => return is_quarter.then_some(asked),
            // An inspection looks at the state of things at the end of a quarter or of the year.
            Self::Inspection => return (is_quarter || asked.part == Part::Year).then_some(asked),
            // Figures of a second half alone there are not: what flows is counted from 1 January, and so the year tells of it.
            Self::ThirdParty | Self::Effect if asked.part == Part::Half(Half::Second) => return Some(asked.whole_year()),
            Self::ThirdParty | Self::Effect => return Some(asked),
            Self::Special => return (asked.part != Part::Half(Half::Second)).then_some(asked),
            Self::HalfYear => Period { year: asked.year, part: Part::Half(Half::First) },
            Self::YearEnd => asked.whole_year(),
        };
        (wanted == asked || is_quarter && wanted.last_quarter() == asked).then_some(wanted)
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Text that names no cycle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a cycle is quarterly, half-year, year-end, inspection, third-party, effect or special, found `{0}`")]
pub struct InvalidCycle(pub String);

impl From<Cycle> for &'static str {
    fn from(cycle: Cycle) -> Self {
        cycle.as_str()
    }
}

impl TryFrom<String> for Cycle {
    type Error = InvalidCycle;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl FromStr for Cycle {
    type Err = InvalidCycle;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|cycle| cycle.as_str() == text).ok_or_else(|| InvalidCycle(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::period::Quarter;
    use super::*;

    #[test]
    fn each_kind_has_its_periods() {
        let period = |cycle: Cycle, asked: &str| cycle.period(asked.parse().unwrap()).map(|period| period.to_string());
        assert_eq!(period(Cycle::Quarterly, "2025Q4").as_deref(), Some("2025Q4"));
        assert_eq!(period(Cycle::HalfYear, "2025Q2").as_deref(), Some("2025H1"));
        assert_eq!(period(Cycle::HalfYear, "2025H1").as_deref(), Some("2025H1"));
        assert_eq!(period(Cycle::YearEnd, "2025Q4").as_deref(), Some("2025"));
        assert_eq!(period(Cycle::YearEnd, "2025").as_deref(), Some("2025"));
        assert_eq!(period(Cycle::Inspection, "2025Q3").as_deref(), Some("2025Q3"));
        for cycle in [Cycle::ThirdParty, Cycle::Effect, Cycle::Special] {
            for asked in ["2025Q1", "2025Q2", "2025H1", "2025"] {
                assert_eq!(period(cycle, asked).as_deref(), Some(asked), "{cycle}");
            }
        }
        for cycle in [Cycle::ThirdParty, Cycle::Effect] {
            assert_eq!(period(cycle, "2025H2").as_deref(), Some("2025"), "{cycle}: of the second half the year tells");
        }
        let none = [
            (Cycle::Quarterly, "2025"),
            (Cycle::HalfYear, "2025Q3"),
            (Cycle::YearEnd, "2025Q3"),
            (Cycle::HalfYear, "2025H2"),
            (Cycle::Inspection, "2025H1"),
            (Cycle::Special, "2025H2"),
        ];
        for (cycle, asked) in none {
            assert_eq!(period(cycle, asked), None, "{cycle} {asked}");
        }
    }

    #[test]
    fn a_kind_is_named_as_it_is_written() {
        for cycle in Cycle::ALL {
            assert_eq!(cycle.as_str().parse::<Cycle>(), Ok(cycle));
        }
        assert!("monthly".parse::<Cycle>().unwrap_err().to_string().ends_with("found `monthly`"));
        let regular: Vec<&str> = Cycle::ALL.into_iter().filter(|cycle| cycle.is_regular()).map(Cycle::as_str).collect();
        assert_eq!(regular, ["quarterly", "half-year", "year-end"]);
        let once: Vec<&str> = Cycle::ALL.into_iter().filter(|cycle| !cycle.is_for_parts()).map(Cycle::as_str).collect();
        assert_eq!(once, ["inspection", "special"]);
    }

    #[test]
    fn a_longer_bulletin_stands_for_the_shorter_ones_that_end_with_it() {
        let stands_for = |cycle: Cycle| {
            let kinds = Cycle::ALL.into_iter().filter(move |kind| cycle.stands_for(*kind));
            kinds.map(Cycle::as_str).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(stands_for(Cycle::HalfYear), "quarterly half-year");
        assert_eq!(stands_for(Cycle::YearEnd), "quarterly half-year year-end");
        assert_eq!(stands_for(Cycle::Effect), "effect");
    }

    #[test]
    fn a_quarter_calls_for_its_bulletins() {
        let due = Quarter::ALL.map(|quarter| Cycle::due_after(Period::quarter(2025, quarter)));
        let (quarterly, both, year): (&[Cycle], _, _) =
            (&[Cycle::Quarterly], [Cycle::Quarterly, Cycle::HalfYear].as_slice(), [Cycle::YearEnd].as_slice());
        assert_eq!(due, [quarterly, both, quarterly, year]);
    }
}
