//! A plan pack: what a plan demands, as text files → as checked types with compiled formulas.
//!
//! In: the folder of packs and a pack's id. Out: a [`Plan`], or every mistake in its files at once, each with file, line
//! and a hint. The files as written (raw types) never leave this folder. Formulas are SQL expressions over the names of
//! items; what a formula reads must be in a form that the units concerned file.

mod check;
pub mod error;
pub mod formula;
pub mod indicator;
mod load;
pub mod meant;
mod near;
mod raw;
pub mod rule;
pub mod scoring;
mod shown;
mod source;
#[cfg(test)]
mod tests;
mod toml_text;

pub use error::Mistake;
pub use error::PlanError;
pub use formula::Arithmetic;
pub use formula::Formula;
pub use formula::FormulaItem;
pub use formula::Lag;
pub use formula::MEMBER_COUNT;
pub use formula::Operand;
pub use formula::Parts;
pub use formula::UNIT_ATTRIBUTES;
pub use indicator::Better;
pub use indicator::Demand;
pub use indicator::Indicator;
pub use indicator::Scope;
pub use indicator::Score;
pub use indicator::Target;
pub use indicator::counts_places;
pub use load::load;
pub use meant::LedgerKind;
pub use meant::LedgerRow;
pub use meant::Plan;
pub use meant::Yearly;
pub use rule::Missing;
pub use rule::Operation;
pub use rule::Rule;
pub use rule::RuleSeverity;
pub use scoring::Adjustment;
pub use scoring::AdjustmentKind;
pub use scoring::Band;
pub use scoring::BandEnd;
pub use scoring::Counts;
pub use scoring::Method;
pub use scoring::Scale;
pub use scoring::Scheme;
pub use scoring::Scoring;
pub use scoring::Treatment;
pub use scoring::Veto;
pub use scoring::WeightedIndicator;
pub use shown::render;
