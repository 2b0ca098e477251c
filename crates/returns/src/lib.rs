//! Returns as they come: workbooks → facts and findings.
//!
//! [`domain`] holds the words of the trade as types; [`registry`] who exists and who belongs where; [`ingest`] finds the returns, opens
//! each in a process of its own and turns cells into facts, each with its source cell. What is wrong becomes a [`finding`], never a stop.
//! [`forms`] makes the returns that are handed out. [`nearest`] offers what somebody may have meant by a name that nobody bears.

#![cfg_attr(test, expect(clippy::disallowed_methods, reason = "tests write files as they please"))]

pub mod domain;
pub mod finding;
pub mod forms;
pub mod ingest;
pub mod nearest;
pub mod registry;
