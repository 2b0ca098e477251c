//! Returns as they go wrong: one file per defect, with the code that tongbao is expected to give.
//!
//! In: the desk that fills in returns, and the filings of a period. Out: [`Imperfect`] files, each made by the generator from a
//! good return of the same unit, so that only the defect is wrong. [`readme`](super::readme) lists them.

pub mod adopted;
pub mod by_hand;
mod cells;
pub mod container;
mod edit;
pub mod effect;
mod files;
mod jining;
mod kailu;
mod ruled;
mod senders;
mod spoilt;
pub mod ways;

pub use effect::Effect;
pub use jining::{MISSING as JINING_MISSING, jining};
pub use kailu::{MISSING as KAILU_MISSING, kailu};
pub use ruled::KAILU_EXPLANATIONS;
pub use spoilt::{Container, Said, Spoilt, With};

use jiff::Span;
use jiff::civil::Date;

use crate::desk::Desk;
use crate::error::SampleError;
use crate::filing::Filing;
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

/// A way in which returns are spoilt; [`ways`] has them all.
#[derive(Debug)]
pub struct Way {
    /// What must be found; none if the return must be read without a word.
    pub codes: &'static [Code],
    /// What becomes of the return.
    pub effect: Effect,
    spoil: fn(&mut Spoilt, With) -> Result<(), SampleError>,
}

impl Way {
    /// Spoils a return at some places.
    pub fn spoil(&self, spoilt: &mut Spoilt, with: With) -> Result<(), SampleError> {
        (self.spoil)(spoilt, with)
    }
}

/// Whether the good return arrives as well, and when the imperfect file was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arrives {
    /// Instead of the good one.
    Alone,
    /// Beside the good one, on its day.
    Beside,
    /// The day before the good one, which corrects it.
    Before,
    /// The day after the good one, as its correction.
    After,
}

/// One row of the tables in which the defects are listed.
struct Case {
    unit: &'static str,
    form: &'static str,
    path: &'static str,
    defect: &'static str,
    way: &'static Way,
    with: With,
    rules: &'static [&'static str],
    outcome: &'static str,
    arrives: Arrives,
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
        let mut spoilt = Spoilt::new(book);
        self.way.spoil(&mut spoilt, self.with)?;
        let withholds =
            (self.arrives == Arrives::Alone && good.is_some()).then(|| (unit.code.clone(), FormId::new(self.form), period));
        Ok(Imperfect {
            path: format!("{period}/{}", self.path),
            unit: unit.name.clone(),
            defect: self.defect,
            codes: self.way.codes.to_vec(),
            rules: self.rules,
            is_told_of_good: self.way.codes == [Code::DuplicateFile] || self.arrives == Arrives::After,
            outcome: self.outcome,
            bytes: Some(spoilt.file(|book| desk.render(book))?),
            withholds,
        })
    }

    fn day(&self, good: Date) -> Date {
        match self.arrives {
            Arrives::Alone | Arrives::Beside => good,
            Arrives::Before => good.saturating_sub(Span::new().days(1)),
            Arrives::After => good.saturating_add(Span::new().days(1)),
        }
    }
}
