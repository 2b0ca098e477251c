//! The charts that a wording may call for, one a file; their names stand in `named.rs`.

pub(super) mod alliances;
pub mod call;
pub(super) mod completion;
pub(super) mod counties;
pub(super) mod green;
mod source;
pub(super) mod trend;
