//! tongbao (通报): a folder of Excel returns in, the official bulletins of a health reform's assessment cycle out.
//!
//! Data flows one way, through crates whose borders the compiler keeps:
//!
//! 1. [`tongbao_returns`] reads: [`registry`] says who exists and who belongs where; [`ingest`] finds the returns, opens each in a
//!    process of its own, recognises unit, form and period from the cover, and turns cells into facts, each with its source cell. What
//!    is wrong becomes a [`finding`], never a stop.
//! 2. [`tongbao_figures`] computes: [`plan`] loads what a plan demands; [`store`] keeps the facts as Parquet, so that what was read before
//!    is not read again; [`audit`] chooses among resubmissions, and tells on time, late and missing apart; [`aggregate`] adds up accepted
//!    facts by group with the plan's SQL formulas; [`assess`] judges and ranks the result.
//! 3. This crate tells: [`issue`] knows what was issued before; [`compose`] turns all of it into documents in the plan's own wording.
//! 4. [`tongbao_document`] is what they say, pure data; [`tongbao_render`] turns documents into PDF and XLSX, and [`verify`] reads the
//!    files back and compares every figure with the document.
//! 5. [`publish`] puts the bytes into folders, whole or not at all.
//!
//! [`made`] is an office that exists nowhere, in which a plan can be tried.
//!
//! [`pipeline`] is the one place that knows this order; [`cli`] calls it and puts its reports into words.
//!
//! [`registry`]: tongbao_returns::registry
//! [`ingest`]: tongbao_returns::ingest
//! [`finding`]: tongbao_returns::finding
//! [`plan`]: tongbao_figures::plan
//! [`store`]: tongbao_figures::store
//! [`audit`]: tongbao_figures::audit
//! [`aggregate`]: tongbao_figures::aggregate
//! [`assess`]: tongbao_figures::assess
//! [`verify`]: tongbao_render::verify

#![cfg_attr(test, expect(clippy::disallowed_methods, reason = "tests write files as they please"))]

mod blank;
pub mod cli;
pub mod compose;
pub mod issue;
pub mod made;
pub mod pipeline;
pub mod publish;
pub mod settings;
