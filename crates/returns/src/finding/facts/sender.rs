//! W: who sent which form, for when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{NamedForm, NamedUnit};
use crate::domain::{Category, Period};

/// W01: no sheet says who filed what for when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoCover;

/// W02: which form it is cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormUnknown {
    /// No form bears the 表号.
    Code {
        /// As written.
        written: String,
        /// What may have been meant, the likeliest first.
        nearest: Vec<NamedForm>,
    },
    /// The cover has none, and the sheets contradict one another.
    Contradicting {
        /// As the sheets have them.
        codes: Vec<String>,
    },
    /// Neither cover nor sheets have one.
    Nowhere,
}

/// W03: the form is of another version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormVersion {
    /// Title of the form.
    pub form: String,
    /// The version that is read.
    pub current: String,
    /// As written on the cover.
    pub written: String,
}

/// Why a unit's code does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodeLost {
    /// There is none.
    Missing,
    /// Excel took it for a number and replaced its last digits.
    Number,
}

/// W04: the registry does not know who filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitUnknown {
    /// The cover has neither code nor name.
    Unsaid,
    /// Nobody bears the code, nor the name beside it.
    Code {
        /// As written.
        code: String,
        /// As written beside it, if anything is.
        name: Option<String>,
        /// Who may have been meant, the likeliest first.
        nearest: Vec<NamedUnit>,
    },
    /// Nobody bears the name.
    Name {
        /// Why it goes by the name.
        code: CodeLost,
        /// As written.
        name: String,
        /// Who may have been meant, the likeliest first.
        nearest: Vec<NamedUnit>,
    },
    /// Several bear the name.
    Ambiguous {
        /// Why it goes by the name.
        code: CodeLost,
        /// As written.
        name: String,
        /// Who bear it.
        units: Vec<NamedUnit>,
    },
}

/// W05: code and name belong to different units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitMismatch {
    /// Both are known.
    Two {
        /// Who bears the code.
        by_code: NamedUnit,
        /// Who bears the name.
        by_name: NamedUnit,
    },
    /// The code is nobody's.
    StrangeCode {
        /// As written.
        code: String,
        /// Who bears the name.
        by_name: NamedUnit,
    },
}

/// W06: the unit had closed before the period's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitClosed {
    /// Who.
    pub unit: NamedUnit,
    /// When.
    pub closed: Date,
    /// For when was filed.
    pub period: Period,
}

/// W07: the unit had not opened by the period's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitNotOpen {
    /// Who.
    pub unit: NamedUnit,
    /// When it opens.
    pub opened: Date,
    /// For when was filed.
    pub period: Period,
}

/// W08: the unit does not file the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormNotDue {
    /// Units of its kind do not.
    OfOthers {
        /// Which kind.
        category: Category,
        /// Which form.
        form: NamedForm,
    },
    /// It asks about tasks, and the plan has none for the unit.
    NoTask {
        /// Who.
        unit: NamedUnit,
        /// Which form.
        form: NamedForm,
    },
    /// The plans that ask for it are of some counties only, and the unit takes no part.
    NoPart {
        /// Who.
        unit: NamedUnit,
        /// Which form.
        form: NamedForm,
    },
}

/// W09: for when was filed cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeriodUnknown {
    /// The cover does not say.
    Unsaid,
    /// What it says is no period.
    Unclear {
        /// As written.
        written: String,
    },
}

/// W10: the period cannot be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WrongPeriod {
    /// It has not ended.
    NotOver {
        /// As the cover has it.
        period: Period,
        /// The day until which is counted.
        as_of: Date,
        /// What is probably meant.
        probable: Period,
    },
    /// It had ended long before the return was reported: last year's form used again.
    Stale {
        /// As the cover has it.
        period: Period,
        /// As the cover has it.
        reported_on: Date,
        /// It ended more days before than these.
        days: i32,
        /// What is probably meant.
        probable: Period,
    },
    /// Every sheet and 报出日期 speak against the cover.
    AgainstSheets {
        /// As the cover has it.
        period: Period,
        /// As the sheets have it.
        sheets: Period,
        /// As the cover has it.
        reported_on: Date,
    },
}

/// W11: when it was reported is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportDateMissing {
    /// The cover does not say.
    Unsaid,
    /// What it says is no date.
    Unclear {
        /// As written.
        written: String,
    },
}

/// W12: when it was reported is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportDateOdd {
    /// Before the period's end.
    TooEarly {
        /// As the cover has it.
        reported_on: Date,
        /// For when was filed.
        period: Period,
    },
    /// After the day until which is counted: the return is not used.
    TooLate {
        /// As the cover has it.
        reported_on: Date,
        /// That day.
        as_of: Date,
    },
    /// After the day on which the file was there already: by that day nobody can tell which of two returns is newer.
    AheadOfArrival {
        /// As the cover has it.
        reported_on: Date,
        /// As-of date of the run that read it first.
        first_seen: Date,
    },
}

/// W13: the unit was found by its name alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchedByName {
    /// Why not by its code.
    pub code: CodeLost,
    /// Who.
    pub unit: NamedUnit,
}

/// W14: a name stands there that the registry does not have for the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NameDiffers {
    /// On the cover, beside a code that is known.
    OnCover {
        /// Whose code it is.
        unit: NamedUnit,
        /// The name as written.
        written: String,
    },
    /// On a sheet, and it is another unit's.
    OnSheet {
        /// Whose the cover is.
        unit: NamedUnit,
        /// Whose the sheet is.
        other: NamedUnit,
    },
}

/// W15: the form was found by its sheets alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormBySheets {
    /// Which.
    pub form: NamedForm,
}

/// W16: a sheet covers other months than the cover says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodDiffers {
    /// As the sheet has it.
    pub written: String,
    /// As the cover has it.
    pub period: Period,
}

/// W17: the cover says one thing twice, and differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverTwice {
    /// What it says twice, as labels call it.
    pub label: String,
    /// Where it says it first.
    pub first: super::Spot,
    /// Where it says it again.
    pub other: super::Spot,
}

/// W18: the time that is named does not begin with the year, so the values may not either.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotCumulative {
    /// As written.
    pub written: String,
    /// The period that was taken.
    pub period: Period,
}

/// W19: the time that is named is not the quarter, for which alone the form asks, so the values may not be its either.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotOfQuarter {
    /// As written.
    pub written: String,
    /// The period that was taken.
    pub period: Period,
}
