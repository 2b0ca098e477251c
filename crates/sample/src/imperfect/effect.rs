//! What becomes of a return that is not as it should be.

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing of the file is used.
    Rejected,
    /// The cells where something is found are blank; the return counts.
    CellUnused,
    /// A rule keeps the return out of totals.
    SentBack,
    /// Used as it is.
    Counted,
    /// Used, and every value is that of the clean return: the defect was none, or was undone.
    Harmless,
    /// Another return of the unit is used.
    Superseded,
    /// It is as if nothing had been filed.
    Missing,
}

impl Effect {
    /// In a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Rejected => "整份不用",
            Self::CellUnused => "该处不用，其余计入",
            Self::SentBack => "退回，不计入",
            Self::Counted => "计入",
            Self::Harmless => "计入，数值与完好的报表相同",
            Self::Superseded => "采用另一份",
            Self::Missing => "按缺报",
        }
    }
}
