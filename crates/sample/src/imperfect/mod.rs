//! Returns as they go wrong: one file per defect, with the code that tongbao is expected to give.
//!
//! In: the desk that fills in returns, and the filings of a period. Out: [`Imperfect`] files, each made by the generator from a
//! good return of the same unit, so that only the defect is wrong. [`readme`](super::readme) lists them.

pub mod adopted;
pub mod by_hand;
mod cells;
pub mod container;
mod edit;
mod files;
mod jining;
mod kailu;
mod ruled;
mod senders;

pub use jining::{MISSING as JINING_MISSING, jining};
pub use kailu::{MISSING as KAILU_MISSING, kailu};
pub use ruled::KAILU_EXPLANATIONS;

use jiff::Span;
use jiff::civil::Date;

use crate::desk::Desk;
use crate::error::SampleError;
use crate::filing::Filing;
use tongbao_document::FormBook;
use tongbao_returns::domain::{FormId, Period, UnitCode};
use tongbao_returns::finding::Code;

/// A file with a defect, or a harmless oddity.
#[derive(Debug, Clone)]
pub struct Imperfect {
    /// Path below the inbox.
    pub path: String,
    /// Whose return it is (or claims to be).
    pub unit: String,
    /// What is wrong with it.
    pub defect: &'static str,
    /// What tongbao is expected to find; none if it should read the file without a word.
    pub codes: Vec<Code>,
    /// The rules that it is expected to break.
    pub rules: &'static [&'static str],
    /// The findings are told of the good return of the same unit, form and period, not of this file.
    pub is_told_of_good: bool,
    /// What becomes of its figures.
    pub outcome: &'static str,
    /// Its bytes; `None` for a file that was converted once and is kept beside the generated ones.
    pub bytes: Option<Vec<u8>>,
    /// The good return that is not written, because this one came instead.
    pub withholds: Option<Withheld>,
}

/// A return that is not written.
pub type Withheld = (UnitCode, FormId, Period);

/// Makes the bytes of a spoilt return from a good one.
type Spoil = fn(&Desk<'_>, FormBook) -> Result<Vec<u8>, SampleError>;

/// Whether the good return arrives as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Good {
    /// Only the imperfect file arrives.
    Absent,
    /// The good return arrives too, as a correction or beforehand.
    Present,
}

/// When the imperfect file was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// On the day of the good one.
    Same,
    /// The day before the good one.
    Before,
    /// The day after the good one.
    After,
}

/// One row of the tables in which the defects are listed.
struct Case {
    unit: &'static str,
    form: &'static str,
    path: &'static str,
    defect: &'static str,
    codes: &'static [Code],
    rules: &'static [&'static str],
    outcome: &'static str,
    good: Good,
    when: When,
    spoil: Spoil,
}

/// Makes the files of a table; the filings say when the good returns were reported.
fn made(cases: &[Case], desk: &Desk<'_>, filings: &[Filing<'_>], period: Period) -> Result<Vec<Imperfect>, SampleError> {
    cases.iter().map(|case| case.made(desk, filings, period)).collect()
}

impl Case {
    fn made(&self, desk: &Desk<'_>, filings: &[Filing<'_>], period: Period) -> Result<Imperfect, SampleError> {
        let unit = desk.unit(self.unit)?;
        let good = filings.iter().find(|filing| {
            filing.unit.code == unit.code && desk.form(filing).is_some_and(|form| form.id == FormId::new(self.form))
        });
        let reported_on = good.map_or_else(|| period.last_day().saturating_add(Span::new().days(9)), |filing| filing.reported_on);
        let book = desk.book_of(unit, self.form, period, self.day(reported_on))?;
        let withholds =
            (self.good == Good::Absent && good.is_some()).then(|| (unit.code.clone(), FormId::new(self.form), period));
        Ok(Imperfect {
            path: format!("{period}/{}", self.path),
            unit: unit.name.clone(),
            defect: self.defect,
            codes: self.codes.to_vec(),
            rules: self.rules,
            is_told_of_good: self.codes == [Code::DuplicateFile] || self.when == When::After,
            outcome: self.outcome,
            bytes: Some((self.spoil)(desk, book)?),
            withholds,
        })
    }

    fn day(&self, good: Date) -> Date {
        match self.when {
            When::Same => good,
            When::Before => good.saturating_sub(Span::new().days(1)),
            When::After => good.saturating_add(Span::new().days(1)),
        }
    }
}
