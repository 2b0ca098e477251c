//! What a command knows besides its own arguments.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use jiff::civil::Date;

use super::arguments::{Common, Waiting};
use super::messages::Messages;
use super::progress::Bar;
use super::surroundings::Surroundings;
use crate::pipeline::setup::find_templates;
use crate::pipeline::turn::Turn;
use crate::pipeline::{RunError, Setup};
use tongbao_returns::ingest::Reader;

/// What every command gets.
pub(super) struct Context<'run> {
    pub(super) surroundings: &'run Surroundings,
    pub(super) messages: Messages,
    pub(super) common: Common,
}

impl Context<'_> {
    /// The folder of plan packs.
    pub(super) fn templates(&self) -> Result<PathBuf, RunError> {
        find_templates(self.common.templates.as_deref(), self.surroundings.templates.as_deref(), &self.surroundings.executable)
    }

    /// Who opens workbooks.
    pub(super) fn reader(&self) -> Reader {
        let threads = self.common.threads.map(NonZeroUsize::get);
        let all_cores = || thread::available_parallelism().map_or(1, usize::from);
        Reader::isolated(self.surroundings.executable.clone(), threads.unwrap_or_else(all_cores))
    }

    /// The office in a folder.
    pub(super) fn setup(&self, workspace: &Path, as_of: Option<Date>) -> Result<Setup, RunError> {
        Setup::open(workspace, self.templates()?, self.reader(), self.day(as_of))
    }

    /// The same for a command that writes there and waits for others that do.
    pub(super) fn setup_to_write(
        &self,
        workspace: &Path,
        as_of: Option<Date>,
        command: &str,
        Waiting { wait }: &Waiting,
    ) -> Result<Setup, RunError> {
        let turn = Turn { command: command.to_owned(), since: Some(self.surroundings.now), patience: Duration::from_secs(*wait) };
        Ok(Setup { turn, ..self.setup(workspace, as_of)? })
    }

    /// The day as of which to work.
    pub(super) fn day(&self, as_of: Option<Date>) -> Date {
        as_of.unwrap_or(self.surroundings.now.date())
    }

    /// Who is told how far a command is.
    pub(super) fn progress(&self) -> Bar {
        Bar::new(&self.messages, self.surroundings.stderr_is_terminal, self.common.quiet)
    }

    /// Keeps to `--threads`.
    pub(super) fn start_threads(&self) {
        if let Some(threads) = self.common.threads {
            // Fails only if there are threads already, as in a test; then they stay.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build_global();
        }
    }
}
