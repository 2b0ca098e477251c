//! Issued bulletins (定稿印发): what was frozen under a number, and what later runs read of it (docs/numbers.md rule 15).
//!
//! An issued bulletin lies in `.tongbao/issued/<plan>/<period>-<cycle>/`: `issue.json` (number, day, why it was forced, who belonged
//! to which group, every indicator with its light and place), `printed.json` (every figure of every document), `facts/` (the accepted
//! returns with file, hash, sheet and cell), `registry.xlsx`, `pack/` (the plan pack) and `published/` (the files as issued). The
//! folder appears whole or not at all, and nothing overwrites it. `issue.json` names the hash of every other file and `seal` that of
//! `issue.json`: what was changed afterwards is noticed, never used. An issue that is withdrawn stays there as it is; a [`Withdrawal`]
//! beside it says so, and nothing but lists of what was issued asks for it any more.
//!
//! In: the folder. Out: an [`Archive`] of all issues, and the [`Issued`] of one bulletin that is being composed.

pub mod adjustment;
pub mod archive;
pub mod book;
pub mod change;
pub mod damage;
pub mod due;
pub mod earlier;
pub mod error;
pub mod formula;
pub mod name;
pub mod open_point;
pub mod record;
pub mod register;
pub mod taken_over;
pub mod withdrawal;

pub use adjustment::IssuedAdjustment;
pub use archive::{Archive, Look, Snapshot};
pub use book::{Base, Issued};
pub use change::{CellChange, ChangeKind, ReturnChange};
pub use damage::{AlteredFile, Damage};
pub use due::{Arrival, IssuedDue, ReturnState};
pub use error::IssueError;
pub use formula::IssuedFormula;
pub use name::IssueName;
pub use open_point::{OpenKind, OpenPoint};
pub use record::{
    DocumentFigures, Forced, Issue, IssuedBase, IssuedDocument, IssuedFigure, IssuedFile, IssuedGroup, IssuedIndicator,
    IssuedRead, IssuedResult, Issuing, SCHEMA, by_identity,
};
pub use register::{REGISTER, Register, Registered};
pub use taken_over::{IssuedListed, IssuedMembers, IssuedOver};
pub use withdrawal::{Replaced, Withdrawal};
