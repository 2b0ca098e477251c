//! The one place that knows the order of the stages.
//!
//! Each command of the command line is one function here: it takes a [`Setup`], tells its [`Progress`] and returns a report, as
//! data. It prints nothing and reads no clock but for its own timings.

mod adjustments;
mod admission;
mod agreement;
pub mod approval_mistake;
mod approvals;
pub mod check;
mod clock;
mod completeness;
mod composing;
pub mod configuration;
pub mod contradiction;
pub mod deadline_mistake;
mod deadlines;
mod desk;
mod entering;
pub mod error;
pub mod explain;
pub mod explain_indicator;
mod findings;
mod folders;
mod fonts;
mod form_names;
pub mod forms;
mod freezing;
mod gathered;
mod glyphs;
mod handed_out;
pub mod history;
mod inherited;
pub mod issued;
pub mod items_listed;
mod jobs;
mod ledger;
mod lock;
mod manifest;
mod obstacles;
mod office_sheets;
pub mod out;
mod outdated;
pub mod packs;
pub mod plan_check;
pub mod plan_coverage;
pub mod plan_difference;
pub mod plan_new;
pub mod plan_reference;
pub mod plan_test;
pub mod plan_try;
pub mod progress;
mod reading;
pub mod rehearse;
mod rendering;
pub mod report;
pub mod request;
mod revising;
pub mod run;
#[cfg(test)]
mod samples;
mod scoring;
mod senders;
pub mod setup;
mod slips;
pub mod status;
pub mod taken;
mod task;
pub mod trace;
pub mod turn;
pub mod verify;
pub mod withdrawing;
mod wording_trial;

pub use error::RunError;
pub use progress::{Progress, Stage};
pub use request::{IssueRequest, RunRequest, Wish};
pub use setup::Setup;
