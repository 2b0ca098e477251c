//! The one place that knows the order of the stages.
//!
//! Each command of the command line is one function here: it takes a [`Setup`], tells its [`Progress`] and returns a report, as
//! data. It prints nothing and reads no clock but for its own timings.

pub mod check;
mod composing;
pub mod deadlines;
pub mod error;
pub mod explain;
mod findings;
mod fonts;
pub mod forms;
pub mod history;
pub mod issued;
mod issuing;
mod ledger;
mod lock;
mod manifest;
mod nearest;
pub mod plan_check;
pub mod progress;
mod reading;
pub mod rehearse;
mod rendering;
mod revising;
pub mod run;
mod scoring;
pub mod setup;
mod slips;
pub mod status;
pub mod trace;
pub mod verify;

pub use error::RunError;
pub use issuing::IssueRequest;
pub use progress::{Progress, Stage};
pub use setup::Setup;
