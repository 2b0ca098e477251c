//! One test of a pack, as meant.

use jiff::civil::Date;

use super::expectation::Expectation;
use tongbao_returns::domain::{Event, Period, Return, SignOff};
use tongbao_returns::registry::Registry;

/// A test of a pack: who there is, what they filed, what happened, and what must come of it.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it shows, in the author's words.
    pub name: String,
    /// Where its table begins in `tests.toml`, from 1.
    pub line: usize,
    /// The quarter, half or year that is looked at.
    pub period: Period,
    /// The day on which everything is looked at: late, missing and closed tasks are judged as of it.
    pub as_of: Date,
    /// Who there is: the units that the test names, with their counties and alliances.
    pub registry: Registry,
    /// What they filed. A form of which the test says nothing has not been filed.
    pub returns: Vec<Return>,
    /// What happened in the year that counts in scores.
    pub events: Vec<Event>,
    /// What the office decided about tasks.
    pub sign_offs: Vec<SignOff>,
    /// In the order of the file.
    pub expectations: Vec<Expectation>,
}
