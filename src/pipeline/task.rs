//! What is to be made for one plan, and from what.

use super::desk::Desk;
use super::gathered::Gathered;
use super::setup::Setup;
use tongbao_figures::audit::RuleOutcome;
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Cycle, Period};
use tongbao_returns::finding::Finding;
use tongbao_returns::registry::{Places, Registry};

/// What is to be made for one plan, and from what.
pub(super) struct Task<'run> {
    pub(super) setup: &'run Setup,
    pub(super) plan: &'run Plan,
    pub(super) cycle: Cycle,
    pub(super) period: Period,
    pub(super) registry: &'run Registry,
    /// Where its rows stand.
    pub(super) places: &'run Places,
    pub(super) gathered: &'run Gathered,
    /// Of the period.
    pub(super) findings: &'run [Finding],
    /// Of the period.
    pub(super) rules: &'run [RuleOutcome],
    /// What was issued, and whether this is.
    pub(super) issuing: &'run Desk,
}
