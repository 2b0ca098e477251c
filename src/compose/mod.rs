//! Figures, verdicts, completeness and wording to documents.
//!
//! In: the [`Material`] of a run. Out: one [`tongbao_document::Document`] for the area, for each county and for each alliance, the
//! chasing list, the list of findings, return slips, blank forms. Nothing is computed here that a renderer or an auditor could compute otherwise: every number comes
//! from `aggregate`, `assess` or `audit`. The words come from the plan pack's `bulletins/*.md`.

pub mod bulletin;
pub mod change;
pub mod charts;
pub mod chasing;
mod composed;
mod context;
mod counts;
mod day;
pub mod error;
mod filling;
pub mod findings_book;
pub mod followed;
pub mod form_book;
pub mod issued;
pub mod lineage;
pub mod material;
pub mod named;
mod numbers;
mod properties;
mod rates;
pub mod rehearsal;
pub mod returns;
pub mod scores;
pub mod self_check;
pub mod slip;
mod sources;
pub mod stem;
mod table;
mod task_list;
pub mod wording;
mod workbook;

pub use bulletin::compose;
pub use chasing::{Chase, Outstanding, State, chasing_list};
pub use composed::Composed;
pub use error::ComposeError;
pub use filling::Filling;
pub use findings_book::{FindingsBook, Whose, findings_book};
pub use followed::Followed;
pub use form_book::form_book;
pub use material::{Material, Office};
pub use properties::properties;
pub use returns::{By, Part, Returns};
pub use self_check::{attributes, self_check};
pub use slip::{Returned, slip};
pub use wording::LineTrouble;
