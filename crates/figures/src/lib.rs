//! Facts → figures → verdicts; the only crate that knows the engine.
//!
//! [`plan`] loads what a plan demands: forms, formulas, targets, ledger, wording. [`store`] keeps facts as Parquet, so that what was read
//! before is not read again. [`audit`] chooses among resubmissions, judges by the rules, and tells on time, late and missing apart.
//! [`aggregate`] adds up accepted facts by group with the plan's SQL formulas; [`assess`] judges and ranks the result. [`cases`] reads the
//! tests of a pack: returns in a few lines, and what must come of them.

#![cfg_attr(test, expect(clippy::disallowed_methods, reason = "tests write files as they please"))]

pub mod aggregate;
pub mod assess;
pub mod audit;
pub mod cases;
mod parallel;
pub mod plan;
pub mod store;
