//! tongbao (通报): a folder of Excel returns in, the official bulletins of a health reform's assessment cycle out.
//!
//! Data flows one way, and the folders are the stages in its order:
//!
//! 1. [`plan`] loads what a plan demands: forms, formulas, targets, ledger, wording; [`registry`] who exists and who belongs where.
//! 2. [`ingest`] finds the returns, opens each in a process of its own, recognises unit, form and period from the cover, and turns
//!    cells into facts, each with its source cell. What is wrong becomes a [`finding`], never a stop.
//! 3. [`store`] keeps the facts as Parquet, so that what was read before is not read again; [`issue`] knows what was issued before.
//! 4. [`audit`] chooses among resubmissions, and tells on time, late and missing apart.
//! 5. [`aggregate`] adds up accepted facts by group with the plan's SQL formulas; [`assess`] judges and ranks the result.
//! 6. [`compose`] turns all of it into [`document`]s in the plan's own wording; [`render`] turns documents into PDF and XLSX.
//! 7. [`verify`] reads the files back and compares every figure with the document.
//! 8. [`publish`] puts the bytes into folders, whole or not at all.
//!
//! [`pipeline`] is the one place that knows this order; [`cli`] calls it and puts its reports into words. [`domain`] holds the words of
//! the trade as types. [`sample`] makes the sample data.

pub mod cli;
pub mod compose;
pub mod issue;
pub mod pipeline;
pub mod publish;
pub mod settings;
