//! Whether the plans and the registry fit together: everything that would otherwise drop a unit, a county, a form or a task in silence.
//!
//! In: the plans of a workspace and its registry, as of the period's last day. Out: every [`Warning`], each with what is wrong, where and
//! what to do, for `run`, `forms` and `status` alike. What costs a part of the bulletins is told first and is something to act on (exit 3);
//! units of which the plans want nothing are told last, and are not; where nobody is left to file anything, or a group has two targets at once,
//! nothing is made at all (exit 2).

mod alliances;
mod areas;
mod counties;
mod plan_words;
mod targets;
#[cfg(test)]
mod tests;
mod trouble;
mod units;
mod warning;

pub(super) use areas::Areas;
pub(super) use plan_words::unfilled;
pub use trouble::{Named, Trouble};
pub use warning::{Place, Warning};

use jiff::civil::Date;

use super::error::RunError;
use super::setup::{Registered, Setup, forms};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{CountyCode, Form};
use tongbao_returns::registry::{Places, Registry};

/// The registry of a workspace, with everything in which the plans and the registry of a day do not fit together; an error if nobody files
/// anything.
pub(super) fn checked_registry(setup: &Setup, plans: &[Plan], day: Date) -> Result<(Registry, Vec<Warning>), RunError> {
    checked(setup, plans, day).map(|(registered, warnings)| (registered.registry, warnings))
}

/// The same with where the registry's rows stand.
pub(super) fn checked(setup: &Setup, plans: &[Plan], day: Date) -> Result<(Registered, Vec<Warning>), RunError> {
    let registered = setup.registered(plans)?;
    let Registered { registry, places, adopted } = &registered;
    let warnings = Configuration { plans, registry, places, adopted, day }.warnings()?;
    Ok((registered, warnings))
}

/// Whether somebody has to act on any of them.
pub(super) fn need_action(warnings: &[Warning]) -> bool {
    warnings.iter().any(Warning::needs_action)
}

/// What is looked at.
pub(super) struct Configuration<'run> {
    pub(super) plans: &'run [Plan],
    pub(super) registry: &'run Registry,
    /// Where the registry's rows stand.
    pub(super) places: &'run Places,
    /// Counties without 上级, which were taken for counties of a plan's area.
    pub(super) adopted: &'run [CountyCode],
    /// As of when.
    pub(super) day: Date,
}

impl Configuration<'_> {
    /// Everything in which plans and registry do not fit together, the registry's sheets first; an error if nobody files anything, or a
    /// group has two targets at once.
    pub(super) fn warnings(&self) -> Result<Vec<Warning>, RunError> {
        let forms = forms(self.plans);
        let mut warnings = units::warnings(self, &forms);
        if self.files_nobody(&forms) {
            return Err(RunError::NobodyFiles { day: self.day, warnings });
        }
        warnings.extend(counties::warnings(self));
        warnings.extend(alliances::warnings(self));
        warnings.extend(plan_words::warnings(self, &forms));
        warnings.extend(targets::warnings(self)?);
        Ok(warnings)
    }

    /// Whether there are units, and none of them is asked for any form.
    fn files_nobody(&self, forms: &[Form]) -> bool {
        let as_of = self.registry.as_of(self.day);
        let is_asked = |category| forms.iter().any(|form| form.is_filed_by(category));
        as_of.units().next().is_some() && !as_of.units().any(|unit| is_asked(&unit.category))
    }
}
