//! What every command that writes does first: it waits for its turn, and finishes or takes away what a killed one has left.

use std::path::PathBuf;

use super::error::RunError;
use super::folders;
use super::lock::{Lock, lock};
use super::progress::Progress;
use super::setup::Setup;
use crate::issue::Archive;
use crate::issue::archive::ISSUED;
use crate::publish::recover_all;
use tongbao_figures::store::disk;

/// The workspace in the hands of one command.
#[derive(Debug)]
pub(super) struct Entered {
    pub(super) lock: Lock,
    /// What was issued.
    pub(super) archive: Archive,
    /// Folders of issues that a killed command had not published, and this one has.
    pub(super) finished: Vec<PathBuf>,
}

/// Waits, cleans, and publishes what was issued and not published: whoever repeats a command that was killed finds it done.
pub(super) fn enter(setup: &Setup, progress: &dyn Progress) -> Result<Entered, RunError> {
    let lock = lock_and_clean(setup, progress)?;
    let archive = Archive::read(&setup.workspace)?;
    folders::register(setup, &archive)?;
    let finished = folders::finish(setup, &archive)?;
    Ok(Entered { lock, archive, finished })
}

/// The same for a command that has nothing to do with issues: what is damaged among them is not its business.
pub(super) fn enter_beside_issues(setup: &Setup, progress: &dyn Progress) -> Result<Lock, RunError> {
    let lock = lock_and_clean(setup, progress)?;
    if let Ok(archive) = Archive::read(&setup.workspace) {
        folders::finish(setup, &archive)?;
    }
    Ok(lock)
}

fn lock_and_clean(setup: &Setup, progress: &dyn Progress) -> Result<Lock, RunError> {
    let lock = lock(setup, progress)?;
    let Setup { workspace, settings, .. } = setup;
    for folder in [workspace.join(".tongbao"), workspace.join("forms")] {
        disk::sweep(&folder);
    }
    // `PERIOD/CYCLE`, with several plans `PERIOD/CYCLE/PLAN`; `PLAN/PERIOD-CYCLE`.
    recover_all(&workspace.join(&settings.output), 3)?;
    recover_all(&workspace.join(ISSUED), 2)?;
    Ok(lock)
}
