//! A small sound pack, and what is told when one thing in it is changed.

mod authors;
mod dictionary;
mod engine;
mod formulas;
mod from_items;
mod indicators;
mod mechanisms;
pub(crate) mod pack;
mod participants;
mod plan_and_forms;
mod reference;
mod rules;
mod scoring;
mod shared;
pub(crate) mod sharing;
mod taken_over;
mod targets;
mod tasks;
mod together;
mod whole;
mod wording;
