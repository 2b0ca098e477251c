//! What is done with the parts of an expression: operations, comparisons, functions.

use std::cmp::Ordering;

/// Half of the last place that any form asks for: sums of decimals are compared as decimals, not as binary fractions.
pub const EXACTNESS: f64 = 1e-5;

/// What a number is multiplied with before it is rounded, so that a half, even one that binary fractions miss by a hair, is rounded
/// away from zero as spreadsheets do it; an engine alone would make 0 of 0.5.
pub const ROUNDING: f64 = 1.000_000_000_000_1;

/// An operation on two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`; by zero there is no result.
    Divide,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// A function that SQL and spreadsheets share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `ABS(a)`
    Abs,
    /// `ROUND(a, places)`
    Round,
    /// `COALESCE(a, b, …)`: the first that has a value.
    Coalesce,
    /// `NULLIF(a, b)`: no value if both are equal.
    NullIf,
}

/// What the difference of two numbers must keep to for a comparison to hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// Whether the difference counts without its sign.
    pub is_distance: bool,
    /// How it compares with the limit.
    pub comparison: Comparison,
    /// The limit.
    pub limit: f64,
}

impl Operation {
    /// As every notation of ours but the printed one writes it.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }

    /// Whether it binds as tightly as `*`, not as loosely as `+`.
    pub fn is_product(self) -> bool {
        matches!(self, Self::Multiply | Self::Divide)
    }

    /// The result, if there is one.
    pub fn of(self, left: f64, right: f64) -> Option<f64> {
        let result = match self {
            Self::Add => left + right,
            Self::Subtract => left - right,
            Self::Multiply => left * right,
            Self::Divide => left / right,
        };
        result.is_finite().then_some(result)
    }
}

impl Comparison {
    /// As SQL and spreadsheets write it.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Unequal => "<>",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    /// Whether it holds for what stands in this order.
    pub fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Unequal => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }

    /// What the left number minus the right one must keep to, if they may differ by a tolerance.
    pub fn bound(self, tolerance: f64) -> Bound {
        let (wide, narrow) = (tolerance + EXACTNESS, tolerance - EXACTNESS);
        let (is_distance, comparison, limit) = match self {
            Self::Equal => (true, Self::AtMost, wide),
            Self::Unequal => (true, Self::Greater, wide),
            Self::AtMost => (false, Self::AtMost, wide),
            Self::Less => (false, Self::Less, narrow),
            Self::AtLeast => (false, Self::AtLeast, -wide),
            Self::Greater => (false, Self::Greater, -narrow),
        };
        Bound { is_distance, comparison, limit }
    }
}

impl Bound {
    /// Whether a difference keeps to it.
    pub fn holds(self, difference: f64) -> bool {
        let difference = if self.is_distance { difference.abs() } else { difference };
        difference.partial_cmp(&self.limit).is_some_and(|ordering| self.comparison.holds(ordering))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tolerance_lets_equals_differ_and_moves_the_ends_of_the_others() {
        use Comparison::{AtLeast, AtMost, Equal, Greater, Less, Unequal};
        let holding = |difference: f64| {
            [Equal, Unequal, Less, AtMost, Greater, AtLeast].map(|comparison| comparison.bound(0.5).holds(difference))
        };
        assert_eq!(holding(0.5), [true, false, false, true, true, true]);
        assert_eq!(holding(-0.5), [true, false, true, true, false, true]);
        assert_eq!(holding(0.6), [false, true, false, false, true, true]);
        assert_eq!(holding(-0.6), [false, true, true, true, false, false]);
    }

    #[test]
    fn a_third_of_a_tenth_thrice_is_a_tenth() {
        assert!(Comparison::Equal.bound(0.0).holds(0.1 + 0.2 - 0.3));
        assert!(!Comparison::Less.bound(0.0).holds(0.3 - (0.1 + 0.2)));
    }

    #[test]
    fn by_zero_there_is_no_result() {
        assert_eq!(Operation::Divide.of(1.0, 0.0), None);
        assert_eq!(Operation::Divide.of(3.0, 4.0), Some(0.75));
    }
}
