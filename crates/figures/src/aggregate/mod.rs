//! Accepted facts to figures per group: the only stage that adds anything up.
//!
//! In: [`crate::audit::Accepted`], the plan's formulas, the registry. Out: [`Figures`] for area, counties, alliances and units. A
//! group's figure is computed from its units, never from other groups (docs/numbers.md rules 1, 2, 4 and 6). What the office adds to a
//! group's sum ([`adjusted`]) is added to that group alone. Order of addition
//! never shows: units stand in the order of their codes, whatever the order of files or threads.

mod addressed;
pub mod adjusted;
mod anybody;
mod basis;
mod by_quarter;
mod choice;
mod chosen;
pub mod comparison;
pub mod computed;
mod engine;
mod entries;
pub mod error;
mod evaluate;
pub mod figure;
pub mod figures;
mod filings;
pub mod group;
pub mod listed;
pub mod made_of;
mod members;
mod order;
mod origins;
pub mod proof;
mod reading;
pub mod restated;
mod stages;
mod stand_in;
mod standing;
pub mod trend;
mod unit_table;
mod volumes;
mod withstood;

pub use addressed::addressee_of;
pub use adjusted::{Adjusted, FigureAdjusted};
pub use anybody::chooses_anybody;
pub use comparison::Comparison;
pub use computed::{Computed, Earlier};
pub use entries::group_of;
pub use error::AggregateError;
pub use evaluate::Coverage;
pub use figure::GroupFigure;
pub use figures::{Figures, aggregate};
pub use group::{Group, Grouping, PeerGroupKey};
pub use listed::{ListedEntry, ListedRow, listed};
pub use made_of::MadeOf;
pub use proof::{Added, Proof, prove};
pub use restated::{Restated, restated};
pub use trend::{Trend, trend};
pub use withstood::Filled;
