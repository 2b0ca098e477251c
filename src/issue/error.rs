//! Why nothing can be issued, and why what was issued cannot be read.

use std::io;
use std::path::PathBuf;

use jiff::civil::Date;

use super::damage::Damage;
use super::open_point::OpenPoint;
use tongbao_returns::domain::Cycle;

/// What is wrong with issuing.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// A run makes several bulletins; only one can have the number.
    #[error("{count} bulletins would be made, and a number is for one of them", count = .jobs.len())]
    Ambiguous {
        /// `jining-2023 2025Q3 quarterly`, one a bulletin.
        jobs: Vec<String>,
    },
    /// The workspace has no such plan.
    #[error("the workspace has no plan `{plan}`")]
    PlanUnknown {
        /// As asked.
        plan: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// The draft of the pack is not filled in: no reason is good enough to issue its blanks.
    #[error("the plan pack `{plan}` is still a draft: {}", places_counted(.places.len()))]
    Unfilled {
        /// Plan id.
        plan: String,
        /// Each place with what is left there.
        places: Vec<String>,
    },
    /// The bulletin is issued already.
    #[error("the {cycle} bulletin of the plan `{plan}` for {period} was issued on {day} as number {number}")]
    Repeated {
        /// Plan id.
        plan: String,
        /// For when.
        period: String,
        /// Which cycle.
        cycle: Cycle,
        /// Its number.
        number: u32,
        /// When.
        day: String,
    },
    /// The number is another bulletin's.
    #[error("number {number} of {year} is that of the {cycle} bulletin for {period}, issued on {day}")]
    NumberTaken {
        /// As asked.
        number: u32,
        /// The year in which it counts.
        year: i16,
        /// Whose it is.
        period: String,
        /// Whose it is.
        cycle: Cycle,
        /// When that was issued.
        day: String,
    },
    /// The bulletin is withdrawn already.
    #[error("number {number} of {year} was withdrawn on {on} already: {reason}")]
    WithdrawnAlready {
        /// As asked.
        number: u32,
        /// The year in which it counts.
        year: i16,
        /// Since when.
        on: Date,
        /// Why.
        reason: String,
    },
    /// Nothing can be withdrawn before it was issued.
    #[error("number {number} was issued on {issued_on} and cannot be withdrawn on {asked}")]
    WithdrawnBeforeIssue {
        /// As asked.
        number: u32,
        /// Its day.
        issued_on: Date,
        /// As asked.
        asked: Date,
    },
    /// Nothing can take the place of an issue that was still in force.
    #[error("number {replaced}, whose place it takes, was withdrawn on {withdrawn_on}: it cannot be issued on {asked}")]
    CorrectedBeforeWithdrawal {
        /// The withdrawn issue.
        replaced: u32,
        /// Until when it was in force.
        withdrawn_on: Date,
        /// As asked.
        asked: Date,
    },
    /// Something stands open.
    #[error("the {cycle} bulletin of the plan `{plan}` for {period} cannot be issued: {}", counted(.open.len()))]
    Blocked {
        /// Plan id.
        plan: String,
        /// For when.
        period: String,
        /// Which cycle.
        cycle: Cycle,
        /// Everything that stands open.
        open: Vec<OpenPoint>,
    },
    /// The issued files stand, but what they were made from is gone.
    #[error("the bulletins in `{folder}` are issued, but what they were made from is no longer in .tongbao/issued", folder = .folder.display())]
    SnapshotMissing {
        /// The folder of the published files.
        folder: PathBuf,
    },
    /// A file of a snapshot is not as it was written.
    #[error("a file of an issued bulletin is not as it was kept: `{path}`", path = .path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// In what way.
        source: Damage,
    },
    /// Without the register nobody knows which numbers were given.
    #[error("nothing can be issued or withdrawn while the register of issues cannot be trusted: `{path}`", path = .path.display())]
    Register {
        /// The file.
        path: PathBuf,
        /// In what way.
        source: Damage,
    },
    /// An issue is registered as withdrawn, and what says when and why is gone.
    #[error("number {number} of {year} of the plan `{plan}` is registered as withdrawn, but the record is gone: `{path}`", path = .path.display())]
    WithdrawalLost {
        /// Plan id.
        plan: String,
        /// The year in which the number counts.
        year: i16,
        /// The number.
        number: u32,
        /// Where the record was.
        path: PathBuf,
    },
    /// What is to be kept with an issue cannot be read.
    #[error("cannot read `{path}`, which is to be kept with the issue", path = .path.display())]
    Unread {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A later version of the program kept it.
    #[error("the snapshot `{path}` was kept by a later version of tongbao (form {schema})", path = .path.display())]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its form.
        schema: u32,
    },
    /// Nothing was issued under a number.
    #[error("no bulletin was issued as number {number}")]
    NumberUnknown {
        /// As asked.
        number: u32,
        /// `kailu-2024 2025 第3期`, one an issue.
        known: Vec<String>,
    },
    /// Several plans or years have an issue of the number.
    #[error("several bulletins have the number {number}")]
    NumberAmbiguous {
        /// As asked.
        number: u32,
        /// Which.
        known: Vec<String>,
    },
    /// No figure of the issue has all the words.
    #[error("no figure of the issue has all these words: {asked}")]
    NoSuchFigure {
        /// As asked.
        asked: String,
    },
    /// What was to be kept could not be put into JSON.
    #[error("cannot write the snapshot of the bulletin")]
    Json {
        /// Why.
        source: serde_json::Error,
    },
}

impl IssueError {
    /// Whether what is wrong is what was asked (exit 2), not the state of things (exit 1).
    pub fn is_misuse(&self) -> bool {
        match self {
            Self::Ambiguous { .. }
            | Self::PlanUnknown { .. }
            | Self::Unfilled { .. }
            | Self::Repeated { .. }
            | Self::NumberTaken { .. }
            | Self::WithdrawnAlready { .. }
            | Self::WithdrawnBeforeIssue { .. }
            | Self::CorrectedBeforeWithdrawal { .. }
            | Self::NumberUnknown { .. }
            | Self::NumberAmbiguous { .. }
            | Self::NoSuchFigure { .. } => true,
            Self::Blocked { .. }
            | Self::SnapshotMissing { .. }
            | Self::Damaged { .. }
            | Self::Register { .. }
            | Self::WithdrawalLost { .. }
            | Self::Unread { .. }
            | Self::Newer { .. }
            | Self::Json { .. } => false,
        }
    }
}

fn places_counted(places: usize) -> String {
    if places == 1 { "1 place is to be filled in".to_owned() } else { format!("{places} places are to be filled in") }
}

fn counted(points: usize) -> String {
    if points == 1 { "1 point stands open".to_owned() } else { format!("{points} points stand open") }
}
