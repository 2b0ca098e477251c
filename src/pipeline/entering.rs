//! What every command that writes does first: it waits for its turn, and finishes or takes away what a killed one has left.

use std::path::PathBuf;

use super::error::RunError;
use super::folders::{self, Finished};
use super::lock::{Lock, lock};
use super::progress::Progress;
use super::setup::Setup;
use crate::issue::archive::ISSUED;
use crate::issue::{Archive, Damage, Register};
use crate::publish::recover_all;
use tongbao_figures::store::disk;

/// The workspace in the hands of one command.
#[derive(Debug)]
pub(super) struct Entered {
    pub(super) lock: Lock,
    /// What was issued.
    pub(super) archive: Archive,
    /// What the register knew of it, or why that cannot be trusted.
    pub(super) register: Result<Register, Damage>,
    /// What a killed command had not published, or somebody has taken away, and this one has put there.
    pub(super) finished: Finished,
}

/// Waits, cleans, and publishes what was issued and not published: whoever repeats a command that was killed finds it done.
pub(super) fn enter(setup: &Setup, progress: &dyn Progress) -> Result<Entered, RunError> {
    let (lock, mut aside) = lock_and_clean(setup, progress)?;
    let archive = Archive::read(&setup.workspace)?;
    let register = Register::read(&setup.workspace);
    // First what was broken off, by what the register knew of it.
    let mut finished = folders::finish(setup, &archive, &register)?;
    finished.placed.aside.append(&mut aside);
    folders::register(setup, &archive)?;
    Ok(Entered { lock, archive, register, finished })
}

/// The same for a command that has nothing to do with issues: what is damaged among them is not its business.
pub(super) fn enter_beside_issues(setup: &Setup, progress: &dyn Progress) -> Result<Lock, RunError> {
    let (lock, _) = lock_and_clean(setup, progress)?;
    if let Ok(archive) = Archive::read(&setup.workspace) {
        folders::finish(setup, &archive, &Register::read(&setup.workspace))?;
    }
    Ok(lock)
}

/// The lock, and where something of somebody else's stands now that a killed command had moved.
fn lock_and_clean(setup: &Setup, progress: &dyn Progress) -> Result<(Lock, Vec<PathBuf>), RunError> {
    let lock = lock(setup, progress)?;
    let Setup { workspace, settings, .. } = setup;
    for folder in [workspace.join(".tongbao"), workspace.join("forms")] {
        disk::sweep(&folder);
    }
    // `PERIOD/CYCLE`, with several plans `PERIOD/CYCLE/PLAN`; `PLAN/PERIOD-CYCLE`.
    let mut aside = recover_all(&workspace.join(&settings.output), 3)?;
    aside.append(&mut recover_all(&workspace.join(ISSUED), 2)?);
    Ok((lock, aside))
}
