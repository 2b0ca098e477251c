//! Returns as they are handed out: a form, a unit and a period to a workbook that can be filled in, and that [`crate::ingest`] reads.
//!
//! In: a form, a unit, a period, and what is known already as a [`Filling`]. Out: a [`tongbao_document::FormBook`], or for a ledger of
//! tasks one whose rows are the unit's own tasks.

mod book;
mod filling;
mod task_list;

pub use book::form_book;
pub use filling::{Filling, answer};
