//! A plan pack: what a plan demands, as text files → as checked types with compiled formulas.
//!
//! In: the folder of packs and a pack's id. Out: a [`Plan`], or every mistake in its files at once, each with file, line
//! and a hint. The files as written (raw types) never leave this folder. Formulas are SQL expressions over the names of
//! items; what a formula reads must be in a form that the units concerned file.

pub mod aggregation;
pub(crate) mod check;
pub mod error;
pub mod formula;
pub mod indicator;
mod load;
pub mod meant;
pub mod mistake;
pub(crate) mod near;
pub mod peer_group;
mod raw;
pub mod rule;
pub mod scope;
pub mod scoring;
mod shown;
pub(crate) mod source;
mod sql;
#[cfg(test)]
mod tests;
pub mod toml_text;
pub mod unit_of_measure;
pub mod variable;

pub use aggregation::{Aggregate, Aggregation};
pub use error::PlanError;
pub use formula::{Formula, Operand, Parts, Volume};
pub use indicator::{Better, Demand, Due, Indicator, Score, Target};
pub use load::load;
pub use meant::{LedgerKind, LedgerRow, Plan, TaskDeadline, TaskDemand, Yearly};
pub use mistake::Mistake;
pub use peer_group::{PeerGroup, PeersOf};
pub use rule::{Missing, Rule, RuleSeverity};
pub use scope::Scope;
pub use scoring::{
    Adjustment, AdjustmentKind, Band, BandEnd, Counts, Grade, Method, Quota, Scale, Scheme, Scoring, TASK_COMPLETION, Treatment,
    Veto, Weighed, WeightedPart,
};
pub use shown::render;
pub use unit_of_measure::UnitOfMeasure;
pub use variable::{FormulaItem, Lag, MEMBER_COUNT, Variable};
