//! How a run tells where it is.

use std::time::Duration;

use super::turn::Holder;

/// A stage of a run, in the order of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Plan packs, registry, settings.
    Prepare,
    /// Workbooks to facts.
    Read,
    /// Facts to the store.
    Store,
    /// Accepting returns.
    Audit,
    /// Adding up.
    Aggregate,
    /// Judging.
    Assess,
    /// Writing documents.
    Compose,
    /// Documents to bytes.
    Render,
    /// Written files read back.
    Verify,
    /// Bytes to folders.
    Publish,
}

impl Stage {
    /// Stable key, used in manifests and message catalogues.
    pub fn key(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Read => "read",
            Self::Store => "store",
            Self::Audit => "audit",
            Self::Aggregate => "aggregate",
            Self::Assess => "assess",
            Self::Compose => "compose",
            Self::Render => "render",
            Self::Verify => "verify",
            Self::Publish => "publish",
        }
    }
}

/// Who is told. Implemented by the command line (a bar on a terminal), by benches, by tests.
pub trait Progress: Sync {
    /// A stage begins; `total` steps are to come, 0 if it has none to count.
    fn begin(&self, stage: Stage, total: usize);
    /// One step is done.
    fn step(&self);
    /// Another command writes in the workspace, and this one waits for it, as long as that.
    fn wait(&self, _holder: Option<&Holder>, _patience: Duration) {}
}

/// Nobody is told.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _stage: Stage, _total: usize) {}
    fn step(&self) {}
}
