//! Readings to accepted facts: which of several returns counts, what rules they break, who is on time, late or missing.
//!
//! In: what was read from every file, the plans' rules and forms, the registry, and what units said about earlier findings. Out:
//! [`Accepted`], the only facts that may be added up, the findings, how every rule ended, and [`Completeness`] of a period. A return is
//! used whole except for the cells with an error, which are blank; one that breaks a binding rule is not used at all. Only this stage
//! can build [`Accepted`].

pub mod accepted;
pub mod blanks;
pub mod completeness;
pub mod deadlines;
mod decision;
mod explain;
pub mod general;
pub mod inherited;
pub mod judge;
pub mod ledger;
pub mod rivals;
pub mod rules;
mod said;
mod spans;

pub use accepted::{Accepted, accept, accept_knowing, in_order_of_filing};
pub use blanks::blank_items;
pub use completeness::{Completeness, DueReturn, Tally, Timeliness, completeness, times_in_trouble};
pub use deadlines::{Deadline, DeadlineException, Deadlines, Exception, Until};
pub use general::GeneralRule;
pub use inherited::inherited;
pub use judge::{Audited, judge, judge_counting};
pub use ledger::{
    Answerers, Answering, DoneStep, Heard, Party, StepCourse, StepReach, TaskLedger, TaskReport, answering, task_ledger,
    unanswered,
};
pub use rivals::Sightings;
pub use rules::RuleOutcome;
