//! Readings to accepted facts: which of several returns counts, who is on time, late or missing.
//!
//! In: what was read from every file, the plan's forms and the registry. Out: [`Accepted`], the only facts that may be added
//! up, and [`Completeness`] of a period. A return is used whole except for the cells with an error, which are blank. Only this
//! stage can build [`Accepted`].

pub mod accepted;
pub mod blanks;
pub mod completeness;
pub mod deadlines;

pub use accepted::Accepted;
pub use accepted::accept;
pub use blanks::blank_items;
pub use completeness::Completeness;
pub use completeness::DueReturn;
pub use completeness::Rates;
pub use completeness::Tally;
pub use completeness::Timeliness;
pub use completeness::completeness;
pub use completeness::times_in_trouble;
pub use deadlines::Deadline;
pub use deadlines::DeadlineException;
pub use deadlines::Deadlines;
pub use deadlines::Until;
