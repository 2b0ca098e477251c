//! What an aggregate came to.

/// A number, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Computed {
    /// A number, not rounded.
    Number(f64),
    /// Units counted, but the formula has no value: division by zero, an operand that nobody has.
    NotComputable,
    /// Units are due, none reported what the formula needs.
    NotReported,
    /// No unit of the group is concerned.
    NotApplicable,
}

impl Computed {
    /// The number, if there is one.
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::NotComputable | Self::NotReported | Self::NotApplicable => None,
        }
    }
}
