//! From what is written to what is meant: one file of checks for each file of a pack. Mistakes are collected; what is wrong
//! is left out or replaced by a blank, and a plan with any mistake is never handed on.

pub(super) mod csv_file;
pub(super) mod fields;
pub(super) mod forms;
pub(super) mod handovers;
pub(super) mod indicators;
pub(super) mod items;
pub(super) mod ledger;
pub(super) mod parts;
mod peer_groups;
pub(super) mod plan_file;
mod points;
mod reading;
pub(super) mod rules;
mod scale;
pub(super) mod schemes;
pub(super) mod scoring;
pub(super) mod targets;
pub(super) mod tasks;
pub(super) mod vocabulary;
