//! `tongbao plan try`: a year of bulletins from nothing but a pack.
//!
//! In: a pack. Out: a workspace of made units and made returns of the shape that the pack asks for, the bulletins of every kind for every period
//! of the plan's last year and those of earlier years that have targets or topics of their own, made by the run itself, and a [`TryReport`]:
//! which bulletins could not be made and at which line of which wording, and what was odd. What an office would find in a year is found in a
//! minute.

mod cycles;
mod odd;
mod office;
mod returns;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

pub use self::cycles::{Failed, Rendered};
use super::error::RunError;
use super::packs::NamedPack;
use super::progress::{Progress, Stage};
use super::setup::{Setup, style};
use crate::made::{Size, filings, registry};
use tongbao_figures::plan::{Better, Indicator, Lag, Plan, Rule, load_from};
use tongbao_returns::domain::{Form, Period, Quarter};
use tongbao_returns::ingest::Reader;

/// What came of a trial.
#[derive(Debug, Serialize)]
pub struct TryReport {
    /// Id of the pack.
    pub id: String,
    /// The workspace, in which every bulletin can be looked at.
    pub folder: PathBuf,
    /// The year all of whose bulletins were made: the plan's last.
    pub year: i16,
    /// Years before it that have targets or topics of their own: of each the bulletin that tells of most of it was made, and its special
    /// reports.
    pub earlier_years: Vec<i16>,
    /// Units that were made up.
    pub units: usize,
    /// Returns that were filled in.
    pub returns: usize,
    /// Bulletins that were made.
    pub rendered: Vec<Rendered>,
    /// Bulletins that could not be made.
    pub failed: Vec<Failed>,
    /// What was wrong with returns on purpose, so that the bulletins have something to tell.
    pub planted: Vec<String>,
    /// What its author should look into. Chinese always, as the pack is.
    pub odd: Vec<String>,
}

/// Makes the workspace in a folder and the bulletins in it.
pub fn plan_try(
    templates: &Path,
    pack: &NamedPack,
    out: Option<&Path>,
    reader: &Reader,
    progress: &dyn Progress,
) -> Result<TryReport, RunError> {
    progress.begin(Stage::Prepare, 0);
    let NamedPack { folders, id } = pack;
    let plan = load_from(folders, id)?;
    let folder = out.map_or_else(|| PathBuf::from(format!("{id}-try")), Path::to_owned);
    let registry = registry(&plan, Size::of(&plan));
    let quarters = quarters(&plan);
    let mut filings = filings(&plan, &registry, &quarters);
    // After its other quarters, and before the year's end is told by them all.
    let spoilt = Period::quarter(plan.last_year, Quarter::Third);
    let planted = returns::plant(&mut filings, spoilt);
    let last = Period::quarter(plan.last_year, Quarter::Fourth);
    let theme = style(templates)?;
    progress.begin(Stage::Render, 0);
    let workbooks = returns::workbooks(&filings, &theme)?;
    let own = office::own_files(pack, templates)?;
    office::write(&folder, (&plan, &registry), own, workbooks, last, &theme)?;
    let setup = |as_of: Date| -> Result<Setup, RunError> {
        let opened = Setup::open(&folder, templates.to_owned(), reader.clone(), as_of)?;
        // The pack that is tried where it lies: what is told of it is told of the author's own files.
        Ok(Setup { packs: folders.clone(), ..opened })
    };
    let made = cycles::make(&plan, &setup, progress)?;
    let odd = odd::told(&plan, &made, &setup(looked_at(&plan, last))?, progress)?;
    Ok(TryReport {
        id: id.clone(),
        year: plan.last_year,
        earlier_years: earlier_years(&plan).into_iter().collect(),
        units: registry.units.len(),
        returns: filings.len(),
        rendered: made.rendered,
        failed: made.failed,
        planted,
        odd,
        folder,
    })
}

/// Years of the plan before its last in which a target begins, or of which a special report tells: what was written for them is seen in no
/// bulletin of the last.
fn earlier_years(plan: &Plan) -> BTreeSet<i16> {
    let of_targets = plan.indicators.iter().flat_map(|indicator| &indicator.targets).map(|target| target.due.first_day().year());
    let of_topics = plan.topics().map(|topic| topic.period.year);
    of_targets.chain(of_topics).filter(|year| (plan.first_year..plan.last_year).contains(year)).collect()
}

/// The quarters for which returns are made: those of the plan's last year and of earlier ones whose bulletins are made, and of the year before
/// each if anything of the pack looks back at it.
fn quarters(plan: &Plan) -> Vec<Period> {
    let before = i16::from(looks_back(plan));
    let told = earlier_years(plan).into_iter().chain([plan.last_year]);
    let years: BTreeSet<i16> = told.flat_map(|year| [year - before, year]).collect();
    years.into_iter().flat_map(|year| Period::quarter(year, Quarter::First).whole_year().quarters()).collect()
}

/// Whether a trend, a formula or a rule reads the year before.
fn looks_back(plan: &Plan) -> bool {
    let is_trend = |indicator: &Indicator| {
        indicator.targets.iter().all(|target| target.set.is_some())
            && !indicator.is_open
            && matches!(indicator.better, Better::Higher | Better::Lower)
    };
    let of_indicators = plan.indicators.iter().flat_map(Indicator::items);
    let of_rules = plan.rules.iter().flat_map(Rule::formulas).flat_map(|formula| &formula.reads);
    plan.indicators.iter().any(is_trend)
        || of_indicators.chain(of_rules).any(|item| matches!(item.lag, Lag::YearBefore | Lag::YearEnd))
}

/// The day on which the bulletins of a period are made: every return that comes has come by then.
fn looked_at(plan: &Plan, period: Period) -> Date {
    let days = |form: &Form| form.due_days.max(form.city_due_days.unwrap_or(0));
    let most = plan.forms.iter().map(days).max().unwrap_or(0);
    period.last_day().saturating_add((i64::from(most) + 5).days())
}
