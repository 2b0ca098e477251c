//! What was filed: facts with their source cells.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::code::{FormId, UnitCode};
use super::period::Period;
use super::place::Place;

/// One of the four states of a cell; a blank is never a zero (docs/numbers.md rule 3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reading {
    /// A number, zero among them, in the item's unit of measure.
    Number(f64),
    /// 是/否, a choice, an ISO date or words.
    Text(String),
    /// 不适用.
    NotApplicable,
    /// 未填.
    Blank,
}

impl Reading {
    /// Whether there is a value to count.
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Text(_))
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) | Self::NotApplicable | Self::Blank => None,
        }
    }
}

/// The value of one item of a return, with its source cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Position of the item in [`super::Form::items`].
    pub item: u16,
    /// What the cell says.
    pub reading: Reading,
    /// Where it says so; `None` if the row of the item is not in the file at all (then the reading is blank).
    pub place: Option<Place>,
}

/// A file that was found in the inbox.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceFile {
    /// Path below the inbox, with `/`.
    pub path: String,
    /// BLAKE3 of its bytes, hexadecimal.
    pub hash: String,
    /// Bytes.
    pub size: u64,
    /// Last change, seconds since 1970: decides between two returns with the same 报出日期.
    pub modified: i64,
}

impl SourceFile {
    /// The last day on which it can have been saved anywhere: the clocks of two offices may differ by hours.
    pub fn saved_by(&self) -> Option<Date> {
        Timestamp::from_second(self.modified).ok()?.to_zoned(TimeZone::UTC).date().tomorrow().ok()
    }
}

/// A return as read: one unit, one form, one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Return {
    /// Who filed.
    pub unit: UnitCode,
    /// Which form.
    pub form: FormId,
    /// For when.
    pub period: Period,
    /// 报出日期; `None` if the cover does not say.
    pub reported_on: Option<Date>,
    /// Where it came from.
    pub file: SourceFile,
    /// Names of the workbook's sheets, in their order there.
    pub sheets: Vec<String>,
    /// One for every item of the form, in its order.
    pub facts: Vec<Fact>,
    /// Sheets of the form that declare 本表无数据: their items are 不适用.
    pub declared_empty: Vec<String>,
    /// Of a form by the quarter: what stands in a column of the year so far beside that of the quarter. It is only compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub since_january: Vec<Fact>,
    /// Whether two places in it contradict one another: it is sent back, and stays out of totals until it is corrected.
    #[serde(default)]
    pub is_held: bool,
}

impl Return {
    /// Whether nothing at all was filled in: counts as missing (缺报).
    pub fn is_empty(&self) -> bool {
        self.declared_empty.is_empty() && self.facts.iter().all(|fact| fact.reading == Reading::Blank)
    }
}
