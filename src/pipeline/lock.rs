//! One command at a time writes in a workspace: cron and a hand must not write into each other. Who only reads asks for no lock.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::error::RunError;
use super::progress::Progress;
use super::setup::Setup;
use super::turn::{Holder, Turn};
use tongbao_figures::store::disk::{self, WriteError};

/// How often a waiting command looks whether it is its turn.
const PAUSE: Duration = Duration::from_millis(100);

/// Held as long as the command lasts; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Whoever comes next finds nobody named, and writes its own name anyway.
        let _ = self.file.set_len(0);
    }
}

/// Takes the workspace's lock; waits for whoever holds it, as long as the setup's patience lasts.
pub(super) fn lock(setup: &Setup, progress: &dyn Progress) -> Result<Lock, RunError> {
    let folder = setup.workspace.join(".tongbao");
    disk::make_folder(&folder)?;
    let path = folder.join("lock");
    let failed = |source| WriteError { path: path.clone(), source };
    let Turn { command, since, patience } = &setup.turn;
    let mut file = opened(&path).map_err(failed)?;
    let began = Instant::now();
    let mut is_told = false;
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(source)) => return Err(failed(source).into()),
            Err(TryLockError::WouldBlock) if began.elapsed() >= *patience => {
                let (path, holder) = (setup.workspace.clone(), holder(&path));
                return Err(RunError::Busy { path, holder, waited: patience.as_secs() });
            }
            Err(TryLockError::WouldBlock) => {
                if !is_told {
                    progress.wait(holder(&path).as_ref(), *patience);
                    is_told = true;
                }
                thread::sleep(PAUSE.min(*patience));
            }
        }
    }
    let holder = Holder { process: std::process::id(), command: command.clone(), since: *since };
    // Who waits reads it; that it cannot be written is no reason not to work.
    let _ = name(&mut file, &holder);
    Ok(Lock { file })
}

/// Who holds a lock, as far as it can be read: somewhere the system lets nobody read what is locked.
fn holder(path: &Path) -> Option<Holder> {
    let mut text = String::new();
    File::open(path).ok()?.read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

#[expect(
    clippy::disallowed_methods,
    reason = "nothing in the file could be lost, and it must stay the same file for all who wait"
)]
fn opened(path: &Path) -> std::io::Result<File> {
    File::options().read(true).write(true).create(true).truncate(false).open(path)
}

fn name(file: &mut File, holder: &Holder) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(serde_json::to_string(holder)?.as_bytes())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::progress::Silent;
    use super::super::samples::setup;
    use super::*;

    /// A setup in a folder of its own.
    fn setup_in(folder: &Path, patience: Duration) -> Setup {
        let since = Some(date(2025, 10, 20).at(2, 0, 5, 0));
        Setup { workspace: folder.to_owned(), turn: Turn { command: "run".to_owned(), since, patience }, ..setup() }
    }

    #[test]
    fn who_comes_second_is_told_for_whom_it_waited() {
        let folder = tempfile::tempdir().unwrap();
        let setup = setup_in(folder.path(), Duration::ZERO);
        let first = lock(&setup, &Silent).unwrap();
        let Err(RunError::Busy { path, holder: Some(holder), waited: 0 }) = lock(&setup, &Silent) else { panic!("busy") };
        assert_eq!((path, holder.process), (folder.path().to_owned(), std::process::id()));
        assert_eq!((holder.command.as_str(), holder.since), ("run", setup.turn.since));
        drop(first);
        assert_eq!(std::fs::read(folder.path().join(".tongbao/lock")).unwrap(), b"", "nobody is named any more");
        lock(&setup, &Silent).unwrap();
    }

    #[test]
    fn who_waits_goes_on_when_it_is_its_turn() {
        let folder = tempfile::tempdir().unwrap();
        let setup = setup_in(folder.path(), Duration::from_secs(30));
        let first = lock(&setup, &Silent).unwrap();
        thread::scope(|scope| {
            let second = scope.spawn(|| lock(&setup, &Silent).map(drop));
            thread::sleep(PAUSE * 3);
            drop(first);
            second.join().unwrap().unwrap();
        });
    }
}
