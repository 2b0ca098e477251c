//! Figures, verdicts, completeness and wording to documents.
//!
//! In: the [`Material`] of a run. Out: one [`tongbao_document::Document`] for the area, for each county and for each alliance, the
//! chasing list, the list of findings, return slips. Nothing is computed here that a renderer or an auditor could compute otherwise: every number comes
//! from `aggregate`, `assess` or `audit`. The words come from the plan pack's `bulletins/*.md`.

pub mod adjusted;
pub mod bulletin;
pub mod charts;
pub mod chasing;
mod composed;
mod context;
mod counts;
pub mod error;
mod exhibited;
pub mod findings_book;
pub mod followed;
pub mod issued;
mod leading;
pub mod lineage;
mod listed;
pub mod material;
mod movement;
pub mod named;
mod nodes;
mod numbers;
mod properties;
mod rates;
pub mod registry_book;
pub mod rehearsal;
pub mod returns;
pub mod scores;
pub mod self_check;
mod singled_out;
pub mod slip;
mod sources;
pub mod stem;
mod table;
mod trial;
pub mod wording;
mod workbook;

pub use bulletin::compose;
pub use chasing::{Chase, Outstanding, State, chasing_list};
pub use composed::Composed;
pub use error::ComposeError;
pub use findings_book::{FindingsBook, Whose, findings_book};
pub use followed::Followed;
pub use material::{Material, Office};
pub use properties::properties;
pub use registry_book::registry_book;
pub use returns::{By, Part, Returns};
pub use self_check::self_check;
pub use slip::{Judged, Returned, slip};
pub use trial::Trial;
#[cfg(test)]
pub(crate) use trial::strays;
pub use wording::{LineTrouble, Place, TemplateTrouble};
