//! 得分: scorecards as tables and sentences of a bulletin. Every number is a figure, and each part says how it follows from the others,
//! so that a workbook adds the score up again.

mod card;
mod context;
mod events;
mod lists;
mod method;
mod ranking;
mod tables;
mod told;

pub(super) use card::cards;
pub(super) use context::context;
pub(super) use tables::{TABLES, tables};
pub(super) use told::{CARDS, Told};
pub use told::{last_year_ids, score_id};
