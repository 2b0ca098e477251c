//! Whether what is kept of issued bulletins, the register and the folders that say they are issued agree: for whoever only looks. `issued` lists
//! what does not; for `verify` it is as bad as a figure that was changed.
//!
//! In: a workspace. Out: its issues, and every file or folder that is lost, damaged, or stands where nothing of the kind belongs. Neither is
//! anything waited for, nor put in order.

use std::path::{Path, PathBuf};

use super::folders::{lost, record_of, standing};
use crate::issue::archive::slashed_below;
use crate::issue::{AlteredFile, Archive, Damage, Issue, IssueError, Look, REGISTER, Register, Snapshot};

/// The issues of a workspace, and what is wrong with what is kept of them.
#[derive(Debug)]
pub(super) struct Agreement {
    /// The issues that are sound as far as their `issue.json` says.
    pub(super) archive: Archive,
    /// Which there have been; nothing where that cannot be read, and then it stands among `faults`.
    pub(super) register: Option<Register>,
    /// Whether the archive holds something that cannot be read: with it nobody knows what was issued.
    pub(super) is_refused: bool,
    /// What there was and is not there any more, cannot be read, or was put there, by its path below the workspace.
    pub(super) faults: Vec<AlteredFile>,
}

impl Agreement {
    /// Of a workspace; an error only where the folders cannot be listed.
    pub(super) fn of(workspace: &Path) -> Result<Self, IssueError> {
        // First what there must be, then what there is: an issue that is made meanwhile is not missed.
        let register = Register::read(workspace);
        let Look { archive, refused, strays } = Archive::look(workspace)?;
        let is_refused = !refused.is_empty();
        let fault = |(path, damage): (PathBuf, Damage)| AlteredFile { path: slashed_below(workspace, &path), damage };
        let mut faults: Vec<AlteredFile> = refused.into_iter().filter_map(of_refused).chain(strays).map(fault).collect();
        let register = match register {
            Ok(register) => {
                faults.extend(gone(workspace, &register, &archive, &faults));
                Some(register)
            }
            Err(damage) => {
                faults.push(AlteredFile { path: REGISTER.to_owned(), damage });
                None
            }
        };
        Ok(Self { archive, register, is_refused, faults })
    }
}

/// What is wrong with an issue that cannot be read.
fn of_refused(error: IssueError) -> Option<(PathBuf, Damage)> {
    match error {
        IssueError::Damaged { path, source } => Some((path, source)),
        IssueError::Newer { ref path, .. } => Some((path.clone(), Damage::Malformed(Box::new(error)))),
        _ => None,
    }
}

/// What is registered and not there any more, as far as it is not told already.
fn gone(workspace: &Path, register: &Register, archive: &Archive, told: &[AlteredFile]) -> Vec<AlteredFile> {
    let is_told = |kept: &str| told.iter().any(|file| file.path.starts_with(&format!("{kept}/")));
    let lost = lost(workspace, register, archive).into_iter().filter(|lost| !is_told(&lost.path));
    let record = |snapshot: &Snapshot| AlteredFile { path: record_of(workspace, snapshot), damage: Damage::Gone };
    lost.chain(register.in_force_again(archive).map(record)).collect()
}

/// What a folder is that says it is issued and is none of the folders that were: a copy of one, or one of which nothing is kept.
pub(super) fn claim(folder: &Path, archive: &Archive) -> Option<Damage> {
    let standing = standing(folder)?;
    let is_it = |issue: &&Issue| {
        Some(&issue.plan) == standing.plan.as_ref()
            && Some(issue.number) == standing.number
            && Some(issue.as_of) == standing.as_of
    };
    let original = archive.snapshots().iter().map(|snapshot| &snapshot.issue).find(is_it);
    Some(original.map_or(Damage::Unsealed, |issue| Damage::Copied { of: issue.folder.clone() }))
}

/// What of the files that are kept of an issue is not as it was sealed, by their paths below the workspace.
pub(super) fn of_kept(workspace: &Path, snapshot: &Snapshot) -> impl Iterator<Item = AlteredFile> {
    let kept = slashed_below(workspace, &snapshot.folder);
    snapshot.faults().into_iter().map(move |file| AlteredFile { path: format!("{kept}/{}", file.path), ..file })
}
