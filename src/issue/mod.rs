//! Issued bulletins (定稿印发): what was frozen under a number, and what later runs read of it.
//!
//! An issued bulletin lies in `.tongbao/issued/<plan>/<period>-<cycle>/`: `issue.json` (number, day, why it was forced, who belonged
//! to which group, every indicator with its light and place), `printed.json` (every figure of every document), `facts/` (the accepted
//! returns with file, hash, sheet and cell), `registry.xlsx`, `pack/` (the plan pack) and `published/` (the files as issued). The
//! folder appears whole or not at all, and nothing overwrites it. `issue.json` names the hash of every other file and `seal` that of
//! `issue.json`: what was changed afterwards is noticed, never used.
//!
//! In: the folder. Out: an [`Archive`] of all issues, and the [`Issued`] of one bulletin that is being composed.

pub mod archive;
pub mod book;
pub mod error;
pub mod formula;
pub mod record;

pub use archive::Archive;
pub use archive::Snapshot;
pub use book::Base;
pub use book::Issued;
pub use error::IssueError;
pub use formula::IssuedFormula;
pub use record::CellChange;
pub use record::DocumentFigures;
pub use record::Forced;
pub use record::Issue;
pub use record::IssueName;
pub use record::IssuedBase;
pub use record::IssuedDocument;
pub use record::IssuedDue;
pub use record::IssuedFigure;
pub use record::IssuedFile;
pub use record::IssuedGroup;
pub use record::IssuedIndicator;
pub use record::IssuedRead;
pub use record::IssuedResult;
pub use record::Issuing;
pub use record::OpenPoint;
pub use record::ReturnChange;
pub use record::by_identity;
