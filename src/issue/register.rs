//! 登记: which issues there have been and which of them were withdrawn, in `.tongbao/issued.json`, outside the folder that keeps them; so that
//! what is taken away there is missed.
//!
//! In: the archive. Out: the register as bytes, for whoever writes it; and read again, what of it the archive has not. Only what is in force or
//! withdrawn by the archive comes into it, and nothing goes.

use std::io;
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::archive::{Archive, Snapshot, slashed_below};
use super::damage::Damage;
use super::error::IssueError;
use super::name::IssueName;
use tongbao_figures::store::disk;
use tongbao_returns::domain::{Cycle, Period};

/// Below the workspace.
pub const REGISTER: &str = ".tongbao/issued.json";

/// An issue that there was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Registered {
    /// Plan id.
    pub plan: String,
    /// Year and number.
    pub issue: IssueName,
    /// For when.
    pub period: Period,
    /// `quarterly` …
    pub cycle: Cycle,
    /// Day of issue.
    pub as_of: Date,
    /// Folder of its files below the workspace.
    pub folder: String,
    /// Folder in which it is kept, below the workspace, with slashes.
    pub kept: String,
    /// BLAKE3 of its `issue.json`, hexadecimal.
    pub seal: String,
    /// Whether it was withdrawn.
    pub is_withdrawn: bool,
}

/// Every issue that there was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register(Vec<Registered>);

/// The file with the seal of what it says.
#[derive(Serialize, Deserialize)]
struct Sealed {
    issues: Vec<Registered>,
    seal: String,
}

impl Register {
    /// Of a workspace; without one nothing is known, as before there was any.
    pub fn read(workspace: &Path) -> Result<Self, Damage> {
        let path = workspace.join(REGISTER);
        let bytes = match disk::read(&path) {
            // A link that leads nowhere is a register that was there.
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.symlink_metadata().is_err() => {
                return Ok(Self::default());
            }
            bytes => bytes.map_err(Damage::Unreadable)?,
        };
        let malformed = |error: serde_json::Error| Damage::Malformed(error.into());
        let Sealed { issues, seal } = serde_json::from_slice(&bytes).map_err(malformed)?;
        if seal_of(&issues).map_err(malformed)? == seal { Ok(Self(issues)) } else { Err(Damage::Kept) }
    }

    /// As it is kept.
    pub fn bytes(&self) -> Result<Vec<u8>, IssueError> {
        let json = |source| IssueError::Json { source };
        let sealed = Sealed { seal: seal_of(&self.0).map_err(json)?, issues: self.0.clone() };
        let mut bytes = serde_json::to_vec_pretty(&sealed).map_err(json)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The same with everything that the archive has; none if it has nothing that is not in it.
    pub fn with(&self, archive: &Archive, workspace: &Path) -> Option<Self> {
        let mut issues = self.0.clone();
        for snapshot in archive.snapshots() {
            let of_archive = registered(snapshot, workspace);
            match issues.iter_mut().find(|known| known.is_same(&of_archive)) {
                Some(known) => known.is_withdrawn |= of_archive.is_withdrawn,
                None => issues.push(of_archive),
            }
        }
        issues.sort();
        (issues != self.0).then_some(Self(issues))
    }

    /// Whether an issue is registered, with its seal: then its files have stood in their place.
    pub fn knows(&self, snapshot: &Snapshot) -> bool {
        self.0.iter().any(|known| known.is(snapshot))
    }

    /// The issues that the archive has not, or not with the seal under which they were registered.
    pub fn lost<'register>(&'register self, archive: &'register Archive) -> impl Iterator<Item = &'register Registered> {
        self.0.iter().filter(move |known| !archive.snapshots().iter().any(|snapshot| known.is(snapshot)))
    }

    /// The issues that were withdrawn and are in force by the archive: the record is gone.
    pub fn in_force_again<'register>(&'register self, archive: &'register Archive) -> impl Iterator<Item = &'register Snapshot> {
        let is_it = |snapshot: &Snapshot, known: &Registered| {
            known.is_withdrawn && known.plan == snapshot.issue.plan && known.issue == snapshot.issue.named()
        };
        let in_force = archive.snapshots().iter().filter(|snapshot| snapshot.is_in_force());
        in_force.filter(move |snapshot| self.0.iter().any(|known| is_it(snapshot, known)))
    }
}

impl Registered {
    fn is(&self, snapshot: &Snapshot) -> bool {
        (&self.plan, &self.issue, &self.seal) == (&snapshot.issue.plan, &snapshot.issue.named(), &snapshot.seal)
    }

    fn is_same(&self, other: &Self) -> bool {
        (&self.plan, &self.issue, &self.seal) == (&other.plan, &other.issue, &other.seal)
    }
}

fn registered(snapshot: &Snapshot, workspace: &Path) -> Registered {
    let Snapshot { folder, seal, issue, withdrawal } = snapshot;
    Registered {
        plan: issue.plan.clone(),
        issue: issue.named(),
        period: issue.period,
        cycle: issue.cycle,
        as_of: issue.as_of,
        folder: issue.folder.clone(),
        kept: slashed_below(workspace, folder),
        seal: seal.clone(),
        is_withdrawn: withdrawal.is_some(),
    }
}

fn seal_of(issues: &[Registered]) -> serde_json::Result<String> {
    Ok(blake3::hash(&serde_json::to_vec(issues)?).to_hex().to_string())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_register_that_leads_nowhere_is_damaged_and_one_that_never_was_is_empty() {
        let workspace = tempfile::tempdir().unwrap();
        assert_eq!(Register::read(workspace.path()).unwrap(), Register::default());
        let register = workspace.path().join(REGISTER);
        std::fs::create_dir(register.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink("/nowhere/issued.json", &register).unwrap();
        assert!(matches!(Register::read(workspace.path()), Err(Damage::Unreadable(_))));
    }
}
