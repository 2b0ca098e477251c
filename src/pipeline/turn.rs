//! How a command asks for the workspace's lock, and who holds it.

use std::time::Duration;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// How a command asks for the lock.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The command, as whoever waits for it is told: `run`.
    pub command: String,
    /// When it began; none where nobody knows the clock.
    pub since: Option<DateTime>,
    /// How long it waits for others.
    pub patience: Duration,
}

impl Default for Turn {
    fn default() -> Self {
        Self { command: "tongbao".to_owned(), since: None, patience: Duration::from_mins(1) }
    }
}

/// Who holds the lock, as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Number of the process.
    pub process: u32,
    /// `run`, `forms`, `withdraw`.
    pub command: String,
    /// When it began.
    pub since: Option<DateTime>,
}
