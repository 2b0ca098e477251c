//! One run at a time in a workspace: cron and a hand must not write into each other.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::error::RunError;
use tongbao_figures::store::disk::WriteError;

/// Held as long as the run lasts; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Takes the workspace's lock.
#[expect(clippy::disallowed_methods, reason = "there is nothing in the file that could be lost")]
pub(super) fn lock(workspace: &Path) -> Result<Lock, RunError> {
    let folder = workspace.join(".tongbao");
    let path = folder.join("lock");
    let failed = |source| WriteError { path: path.clone(), source };
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let file = File::create(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(RunError::Busy { path: workspace.to_owned() }),
        Err(TryLockError::Error(source)) => Err(failed(source).into()),
    }
}
