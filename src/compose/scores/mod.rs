//! 得分: scorecards as tables and sentences of a bulletin. Every number is a figure, and each part says how it follows from the others,
//! so that a workbook adds the score up again.

mod card;
mod context;
mod events;
mod lists;
mod method;
mod ranking;
mod scored;
mod told;

pub(super) use card::cards;
pub(super) use context::{NAMES, context};
pub(super) use events::events;
pub(super) use lists::{accountable, commended};
pub(super) use method::method;
pub(super) use ranking::{groups, units};
pub(super) use told::Told;
pub use told::{last_year_ids, score_id};
