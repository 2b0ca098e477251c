//! From what is written to what is meant: one file of checks for each file of a pack. Mistakes are collected; what is wrong
//! is left out or replaced by a blank, and a plan with any mistake is never handed on.

mod agreement;
mod asked;
mod audience;
mod choosing;
pub(super) mod csv_file;
pub(super) mod declared;
pub(super) mod derived;
pub(super) mod dictionary;
mod due;
pub(crate) mod fields;
pub(super) mod forms;
mod functions;
mod ground;
pub(super) mod handovers;
pub(super) mod indicators;
pub(super) mod items;
pub(super) mod ledger;
mod likeness;
pub(super) mod mechanisms;
mod members;
pub(super) mod parts;
mod peer_groups;
pub(super) mod plan_file;
mod points;
mod reading;
pub(crate) mod rules;
mod scale;
pub(super) mod schemes;
mod scopes;
pub(super) mod scoring;
pub(super) mod targets;
pub(super) mod tasks;
pub(super) mod vocabulary;
mod weights;
mod wholes;
pub(super) mod words;
