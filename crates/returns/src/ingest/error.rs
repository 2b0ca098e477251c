//! What stops the reading of the whole inbox; a problem of one file is a finding and stops nothing.

use std::io;
use std::path::PathBuf;

/// Why an inbox was not read.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// A folder that cannot be listed would silently turn its returns into missing ones.
    #[error("cannot list the inbox `{path}`", path = .path.display())]
    Inbox {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No process that reads workbooks could be started.
    #[error("cannot start the reading process `{executable}`", executable = .executable.display())]
    Worker {
        /// What was started.
        executable: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
}
