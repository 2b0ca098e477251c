//! From what is written to what is meant: one file of checks for each file of a pack. Mistakes are collected; what is wrong
//! is left out or replaced by a blank, and a plan with any mistake is never handed on.

mod csv_file;
pub(crate) mod fields;
pub(super) mod forms;
pub(super) mod handovers;
pub(super) mod indicators;
mod items;
pub(super) mod ledger;
mod parts;
mod peer_groups;
pub(super) mod plan_file;
mod points;
mod reading;
pub(super) mod rules;
mod scale;
mod schemes;
pub(super) mod scoring;
mod targets;
pub(super) mod tasks;
pub(super) mod vocabulary;
