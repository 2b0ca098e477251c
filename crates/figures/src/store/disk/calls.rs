//! The calls to the system by which anything on the disk changes, one function each.
//!
//! Nobody else makes them (`.clippy.toml`), and each is announced to [`faults`] before it is made.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::faults::{self, Call};

/// Makes a folder in one that is there; one that is there already is as good.
#[expect(clippy::disallowed_methods, reason = "this is the place that may")]
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    faults::announce(Call::MakeFolder, &[path], || ())?;
    match std::fs::create_dir(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made,
    }
}

/// Writes a file into a folder that is there, and flushes what it holds.
#[expect(clippy::disallowed_methods, reason = "this is the place that may")]
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let torn = || drop(std::fs::write(path, bytes.get(..bytes.len() / 2).unwrap_or_default()));
    faults::announce(Call::Write, &[path], torn)?;
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    faults::announce(Call::Flush, &[path], || ())?;
    file.sync_all()
}

/// Gives a file or a folder another name; a file of that name is replaced.
#[expect(clippy::disallowed_methods, reason = "this is the place that may")]
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    faults::announce(Call::Rename, &[from, to], || ())?;
    std::fs::rename(from, to)
}

/// Gives a file, link or pipe a second name.
#[expect(clippy::disallowed_methods, reason = "this is the place that may")]
pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    faults::announce(Call::Link, &[from, to], || ())?;
    std::fs::hard_link(from, to)
}

/// Gives each of two the other's name, in one moment. [`ErrorKind::Unsupported`] where system or file system do not know how.
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    faults::announce(Call::Exchange, &[one, other], || ())?;
    if faults::forbids_exchange() {
        return Err(ErrorKind::Unsupported.into());
    }
    exchanged(one, other)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchanged(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        // What an old kernel and a file system without it say.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Err(ErrorKind::Unsupported.into()),
        outcome => Ok(outcome?),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchanged(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Brings the names in a folder to the disk.
#[cfg(unix)]
pub(super) fn flush_folder(path: &Path) -> io::Result<()> {
    faults::announce(Call::Flush, &[path], || ())?;
    match File::open(path)?.sync_all() {
        // File systems on a network that have nothing of the kind.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        flushed => flushed,
    }
}

/// Elsewhere the system does so when it renames.
#[cfg(not(unix))]
pub(super) fn flush_folder(path: &Path) -> io::Result<()> {
    faults::announce(Call::Flush, &[path], || ())
}

/// Takes a file away; one that is not there is as good.
#[expect(clippy::disallowed_methods, reason = "this is the place that may")]
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    faults::announce(Call::Remove, &[path], || ())?;
    gone(std::fs::remove_file(path))
}

/// Takes a folder away with all that is in it; one that is not there is as good.
#[expect(clippy::disallowed_methods, reason = "this is the place that may")]
pub(super) fn remove_folder(path: &Path) -> io::Result<()> {
    let torn = || {
        let entries = std::fs::read_dir(path).into_iter().flatten().filter_map(Result::ok);
        entries.take(1).for_each(|entry| drop(std::fs::remove_file(entry.path())));
    };
    faults::announce(Call::Remove, &[path], torn)?;
    gone(std::fs::remove_dir_all(path))
}

fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
