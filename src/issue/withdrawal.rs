//! 撤销 and 更正: that an issued bulletin was withdrawn, and which one another takes the place of.
//!
//! An issue that is withdrawn stays as it is, with its number, its folder and its snapshot. That it is withdrawn stands in a file of
//! its own beside the snapshot, `.tongbao/issued/PLAN/YEAR-NUMBER.withdrawn.json`, which is written once, whole or not at all. The
//! file names the seal of the issue and has one of its own: what was changed afterwards is noticed, never used.

use std::path::{Path, PathBuf};
use std::{fs, io};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::damage::Damage;
use super::error::IssueError;
use super::name::IssueName;
use tongbao_figures::store::disk;

/// Behind year and number in the name of the file.
const SUFFIX: &str = ".withdrawn.json";

/// That an issue was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Which.
    pub issue: IssueName,
    /// BLAKE3 of its `issue.json`, hexadecimal.
    pub seal: String,
    /// The day from which it is.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// The withdrawn issue that another takes the place of (更正).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// Which.
    pub issue: IssueName,
    /// When it was issued.
    pub issued_on: Date,
    /// When it was withdrawn.
    pub withdrawn_on: Date,
    /// Why.
    pub reason: String,
}

/// The file with the seal of what it says.
#[derive(Serialize, Deserialize)]
struct Sealed {
    withdrawal: Withdrawal,
    seal: String,
}

impl Withdrawal {
    /// Where it is kept, beside the snapshots of the plan.
    pub fn path(&self, of_plan: &Path) -> PathBuf {
        Self::path_of(of_plan, &self.issue)
    }

    /// Where that of an issue is kept.
    pub fn path_of(of_plan: &Path, issue: &IssueName) -> PathBuf {
        of_plan.join(format!("{}-{}{SUFFIX}", issue.year, issue.number))
    }

    /// As it is kept.
    pub fn bytes(&self) -> Result<Vec<u8>, IssueError> {
        let json = |source| IssueError::Json { source };
        let sealed = Sealed { seal: self.own_seal().map_err(json)?, withdrawal: self.clone() };
        let mut bytes = serde_json::to_vec_pretty(&sealed).map_err(json)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    fn own_seal(&self) -> serde_json::Result<String> {
        Ok(blake3::hash(&serde_json::to_vec(self)?).to_hex().to_string())
    }

    /// Whether a file is the record of a withdrawal.
    pub(super) fn is_record(path: &Path) -> bool {
        path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(SUFFIX))
    }

    /// The files of all of a plan.
    pub(super) fn paths(of_plan: &Path) -> Result<Vec<PathBuf>, IssueError> {
        let unreadable = |source: io::Error| IssueError::Damaged { path: of_plan.to_owned(), source: Damage::Unreadable(source) };
        let mut paths = Vec::new();
        for entry in fs::read_dir(of_plan).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            paths.extend(Self::is_record(&path).then_some(path));
        }
        paths.sort();
        Ok(paths)
    }

    /// One that cannot be read is an error: the issue would be in force again.
    pub(super) fn read(path: PathBuf) -> Result<Self, IssueError> {
        let read = || -> Result<Self, Damage> {
            let bytes = disk::read(&path).map_err(Damage::Unreadable)?;
            let malformed = |error: serde_json::Error| Damage::Malformed(error.into());
            let Sealed { withdrawal, seal } = serde_json::from_slice(&bytes).map_err(malformed)?;
            if withdrawal.own_seal().map_err(malformed)? == seal { Ok(withdrawal) } else { Err(Damage::Kept) }
        };
        read().map_err(|source| IssueError::Damaged { path, source })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn withdrawal() -> Withdrawal {
        Withdrawal {
            issue: IssueName { year: 2025, number: 3 },
            seal: "ab".to_owned(),
            on: date(2025, 11, 5),
            reason: "数据有误".to_owned(),
        }
    }

    fn kept(text: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = withdrawal().path(folder.path());
        fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn a_withdrawal_is_kept_under_its_number_and_read_again() {
        let (folder, path) = kept(&withdrawal().bytes().unwrap());
        assert!(path.ends_with("2025-3.withdrawn.json"));
        // A file that a killed run left half-written is none.
        fs::write(folder.path().join("2025-4.withdrawn.json.partial"), b"{").unwrap();
        assert_eq!(Withdrawal::paths(folder.path()).unwrap(), std::slice::from_ref(&path));
        assert_eq!(Withdrawal::read(path).unwrap(), withdrawal());
    }

    #[test]
    fn one_that_was_changed_or_is_torn_is_an_error() {
        let sound = String::from_utf8(withdrawal().bytes().unwrap()).unwrap();
        let damage_of = |text: &str| {
            let (_folder, path) = kept(text.as_bytes());
            let Err(IssueError::Damaged { path: at, source }) = Withdrawal::read(path.clone()) else { panic!("damaged") };
            assert_eq!(at, path);
            source
        };
        assert!(matches!(damage_of(&sound.replace("数据有误", "误发")), Damage::Kept));
        assert!(matches!(damage_of(&sound.replace("\"number\": 3", "\"number\": 4")), Damage::Kept));
        assert!(matches!(damage_of(&sound[..sound.len() / 2]), Damage::Malformed(_)));
    }
}
