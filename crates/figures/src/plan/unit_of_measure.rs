//! Units of measure, as far as it matters what kind one is: a rate changes by percentage points, a grade by grades, a place by places,
//! everything else by percent.

use std::fmt;

/// The unit of measure of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitOfMeasure {
    /// `%`: a rate.
    Percent,
    /// `级`: a grade.
    Grade,
    /// `位` and what ends in `位次` or `名次`: a place in a ranking, the smaller the better, and no share of anything.
    Place(String),
    /// Whatever else is counted, in the plan's own word.
    Amount(String),
}

impl UnitOfMeasure {
    /// Reads the plan's word.
    pub fn of(word: &str) -> Self {
        match word {
            "%" => Self::Percent,
            "级" => Self::Grade,
            _ if word == "位" || word.ends_with("位次") || word.ends_with("名次") => Self::Place(word.to_owned()),
            _ => Self::Amount(word.to_owned()),
        }
    }

    /// As printed behind a value.
    pub fn word(&self) -> &str {
        match self {
            Self::Percent => "%",
            Self::Grade => "级",
            Self::Place(word) | Self::Amount(word) => word,
        }
    }

    /// As printed behind the difference of two values.
    pub fn of_differences(&self) -> &str {
        match self {
            Self::Percent => "个百分点",
            Self::Place(_) => "位",
            Self::Amount(word) if word == "‰" => "个千分点",
            Self::Grade | Self::Amount(_) => self.word(),
        }
    }

    /// Whether it is money, or money per something: the growth of what is paid is told in percent.
    pub fn is_money(&self) -> bool {
        matches!(self, Self::Amount(word) if word.contains('元'))
    }

    /// Whether it says how many there are of so many: `%`, `‰`, `1/10万`, or the difference of two such.
    pub fn is_rate(&self) -> bool {
        match self {
            Self::Percent => true,
            Self::Amount(word) => word == "‰" || word == "个百分点" || word == "个千分点" || word.starts_with("1/"),
            Self::Grade | Self::Place(_) => false,
        }
    }

    /// Whether it is a rate.
    pub fn is_percent(&self) -> bool {
        *self == Self::Percent
    }

    /// Whether it is a place in a ranking.
    pub fn is_place(&self) -> bool {
        matches!(self, Self::Place(_))
    }
}

impl fmt::Display for UnitOfMeasure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

impl From<&UnitOfMeasure> for String {
    fn from(unit: &UnitOfMeasure) -> Self {
        unit.word().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_once_and_printed_as_it_was() {
        for (word, unit) in [
            ("%", UnitOfMeasure::Percent),
            ("级", UnitOfMeasure::Grade),
            ("位", UnitOfMeasure::Place("位".to_owned())),
            ("全省位次", UnitOfMeasure::Place("全省位次".to_owned())),
            ("床位", UnitOfMeasure::Amount("床位".to_owned())),
            ("人次", UnitOfMeasure::Amount("人次".to_owned())),
        ] {
            assert_eq!(UnitOfMeasure::of(word), unit);
            assert_eq!(unit.to_string(), word);
        }
        assert_eq!(
            ["%", "级", "人次", "‰", "全省位次"].map(|word| UnitOfMeasure::of(word).of_differences().to_owned()),
            ["个百分点", "级", "人次", "个千分点", "位"]
        );
        assert_eq!(["元", "万元/百人", "人/人"].map(|word| UnitOfMeasure::of(word).is_money()), [true, true, false]);
        assert_eq!(["‰", "1/10万", "%", "天"].map(|word| UnitOfMeasure::of(word).is_rate()), [true, true, true, false]);
    }
}
