//! A made office: a small registry and returns of the shape that a plan asks for, so that a plan can be tried before anybody has filed
//! anything.
//!
//! In: a [`Plan`] and how large the office is to be. Out: a [`Registry`], and what its units file, answer by answer or as returns in memory.
//! The same plan gives the same office: there is neither chance nor clock in it, and its numbers mean nothing.

mod answers;
mod draw;
mod filings;
mod keeping;
mod registry;
mod returns;
mod tasks;
mod values;

pub use answers::Answers;
pub use filings::Filing;

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

/// What the units of a registry file for some quarters, in their order: everything that they owe, in time, and so that the plan's rules hold as far
/// as they can be made to.
pub fn filings<'run>(plan: &'run Plan, registry: &'run Registry, quarters: &[Period]) -> Vec<Filing<'run>> {
    let keeping = keeping::Keeping::of(plan);
    filings::of(plan, registry, &values::values(plan, registry, quarters, Some(&keeping)), quarters)
}

/// The same as returns that nobody has audited, whatever the rules say; of the last quarter one is missing and one is late.
pub fn returns(plan: &Plan, registry: &Registry, quarters: &[Period]) -> Vec<Return> {
    let filings = filings::of(plan, registry, &values::values(plan, registry, quarters, None), quarters);
    returns::of(filings, quarters.last().copied())
}
