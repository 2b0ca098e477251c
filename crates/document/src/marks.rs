//! What a reader must know about a figure, as signs behind it: `61.0*`, `+2.5cr`.

use std::fmt;

/// One thing to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// `*`: coverage below the plan's threshold.
    LowCoverage,
    /// `a`: 差额, with what the office adds to the sum of a group beside its units.
    Adjusted,
    /// `k`: 可比口径, of the units alone that counted in both periods.
    SameUnits,
    /// `c`: not comparable with its base.
    NotComparable,
    /// `r`: revised since it was issued.
    Revised,
    /// `p`: provisional.
    Provisional,
}

impl Mark {
    /// In the order in which they are printed.
    pub const ALL: [Self; 6] =
        [Self::LowCoverage, Self::Adjusted, Self::SameUnits, Self::NotComparable, Self::Revised, Self::Provisional];

    /// The sign printed behind the number.
    pub fn sign(self) -> char {
        match self {
            Self::LowCoverage => '*',
            Self::Adjusted => 'a',
            Self::SameUnits => 'k',
            Self::NotComparable => 'c',
            Self::Revised => 'r',
            Self::Provisional => 'p',
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::LowCoverage => 1,
            Self::NotComparable => 2,
            Self::Revised => 4,
            Self::Provisional => 8,
            Self::SameUnits => 16,
            Self::Adjusted => 32,
        }
    }
}

/// All that is to be known of one figure: every mark holds by itself, whatever others there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Marks(u8);

impl Marks {
    /// Nothing is to be said.
    pub const NONE: Self = Self(0);

    /// With one more.
    #[must_use]
    pub fn with(self, mark: Mark) -> Self {
        Self(self.0 | mark.bit())
    }

    /// Whether a mark is among them.
    pub fn contains(self, mark: Mark) -> bool {
        self.0 & mark.bit() != 0
    }

    /// How many there are.
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether nothing is to be said.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }
}

impl From<Option<Mark>> for Marks {
    fn from(mark: Option<Mark>) -> Self {
        mark.map_or(Self::NONE, |mark| Self::NONE.with(mark))
    }
}

impl fmt::Display for Marks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Mark::ALL.into_iter().filter(|mark| self.contains(*mark)).try_for_each(|mark| write!(formatter, "{}", mark.sign()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_takes_the_place_of_another() {
        use Mark::{Adjusted, LowCoverage, NotComparable, Provisional, Revised, SameUnits};
        let printed = |marks: &[Mark]| marks.iter().fold(Marks::NONE, |all, mark| all.with(*mark)).to_string();
        for (marks, signs) in [
            (&[][..], ""),
            (&[Provisional], "p"),
            (&[Revised, NotComparable], "cr"),
            (&[Provisional, NotComparable], "cp"),
            (&[Revised, LowCoverage], "*r"),
            (&[Provisional, LowCoverage], "*p"),
            (&[Provisional, Revised], "rp"),
            (&[Provisional, Revised, NotComparable], "crp"),
            (&[Revised, Revised], "r"),
            (&[Provisional, Revised, NotComparable, SameUnits, Adjusted, LowCoverage], "*akcrp"),
        ] {
            assert_eq!(printed(marks), signs);
        }
    }

    #[test]
    fn each_mark_is_found_again() {
        for one in Mark::ALL {
            let marks = Marks::from(Some(one));
            assert_eq!((marks.is_empty(), marks.count()), (false, 1));
            assert_eq!(Mark::ALL.map(|other| marks.contains(other)), Mark::ALL.map(|other| other == one), "{one:?}");
        }
        assert!(Marks::from(None).is_empty());
    }
}
