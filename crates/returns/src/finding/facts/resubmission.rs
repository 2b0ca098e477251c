//! R: returns that were filed again, and returns with nothing in them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::Period;

/// R01: nothing at all was filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmptyReturn {
    /// For when.
    pub period: Period,
}

/// R02: a newer return of the same unit, form and period counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Superseded {
    /// Path of the newer one.
    pub by: String,
    /// Its 报出日期.
    pub reported_on: Option<Date>,
    /// 报出日期 of this one.
    pub own_reported_on: Option<Date>,
}

/// R03: another file has the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuplicateFile {
    /// Path of the one that counts.
    pub of: String,
}

/// R04: a file was refused, and its sender has filed again since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedSince {
    /// Path of the return that counts.
    pub by: String,
    /// Its 报出日期.
    pub reported_on: Option<Date>,
    /// The code for which this one was refused.
    pub refused_for: String,
}
