//! A made office: a small registry and returns of the shape that a plan asks for, so that a plan can be tried before anybody has filed
//! anything.
//!
//! In: a [`Plan`] and how large the office is to be. Out: a [`Registry`] and returns for it, in memory. The same plan gives the same office:
//! there is neither chance nor clock in it, and its numbers mean nothing.

mod registry;
mod returns;

use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{Period, Return};
use tongbao_returns::registry::Registry;

/// How large an office is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Counties of the area at most; with none, all units stand directly under it.
    pub counties: usize,
    /// Alliances of each kind that the plan names: in every county of a kind that is of counties, in the area of every other kind.
    pub alliances: usize,
    /// Whether only one kind of alliances is there.
    pub is_of_one_kind: bool,
}

/// The registry of an office of this size: units of every category that files anything, in each county one; the offices that the plan's tasks name;
/// alliances among which the institutions are dealt out.
pub fn registry(plan: &Plan, size: Size) -> Registry {
    registry::made(plan, size)
}

/// What the units of a registry file for some quarters: everything, but for one return that is missing and one that is late in the last of them.
pub fn returns(plan: &Plan, registry: &Registry, quarters: &[Period]) -> Vec<Return> {
    returns::made(plan, registry, quarters)
}
