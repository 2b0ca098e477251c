//! The issued bulletins of a workspace, read from the store; never written here.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;

use super::damage::{AlteredFile, Damage};
use super::earlier;
use super::error::IssueError;
use super::name::IssueName;
use super::record::{DocumentFigures, Issue, SCHEMA};
use super::withdrawal::{Replaced, Withdrawal};
use tongbao_returns::domain::{Cycle, Period};

/// Below the workspace.
const FOLDER: &str = ".tongbao/issued";
/// What an issue is, below its folder.
pub const ISSUE: &str = "issue.json";
/// The hash of that file.
pub const SEAL: &str = "seal";
/// Every figure of every document.
pub const PRINTED: &str = "printed.json";
/// The files as they were published.
pub const PUBLISHED: &str = "published";
/// The accepted returns.
pub const FACTS: &str = "facts";

/// All issued bulletins of a workspace.
#[derive(Debug, Clone, Default)]
pub struct Archive {
    snapshots: Vec<Snapshot>,
}

/// One issued bulletin with its folder.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Where it is kept.
    pub folder: PathBuf,
    /// BLAKE3 of its `issue.json`, hexadecimal.
    pub seal: String,
    /// What it is.
    pub issue: Issue,
    /// That it was withdrawn; none of an issue that is in force.
    pub withdrawal: Option<Withdrawal>,
}

/// Where the issues of a plan are kept.
pub fn folder_of_plan(workspace: &Path, plan: &str) -> PathBuf {
    workspace.join(FOLDER).join(plan)
}

/// Where an issue is kept.
pub fn folder_of(workspace: &Path, plan: &str, period: Period, cycle: Cycle) -> PathBuf {
    folder_of_plan(workspace, plan).join(format!("{period}-{cycle}"))
}

/// Where an issue is kept that takes the place of a withdrawn one, which keeps its folder.
pub fn folder_of_correction(workspace: &Path, plan: &str, period: Period, cycle: Cycle, own: &IssueName) -> PathBuf {
    let IssueName { year, number } = own;
    folder_of_plan(workspace, plan).join(format!("{period}-{cycle}-{year}-{number}"))
}

impl Archive {
    /// Reads every issue; one that cannot be read is an error, never left out: its number and its folder would be free again.
    pub fn read(workspace: &Path) -> Result<Self, IssueError> {
        let mut snapshots = Vec::new();
        for plan in folders(&workspace.join(FOLDER))? {
            let of_plan = snapshots.len();
            for folder in folders(&plan)? {
                snapshots.push(Snapshot::read(folder)?);
            }
            for (path, withdrawal) in Withdrawal::all(&plan)? {
                let mut of_plan = snapshots.iter_mut().skip(of_plan);
                let Some(snapshot) = of_plan.find(|snapshot| snapshot.issue.named() == withdrawal.issue) else {
                    return Err(IssueError::Damaged { path, source: Damage::NotKept });
                };
                if snapshot.seal != withdrawal.seal {
                    return Err(IssueError::Damaged { path, source: Damage::Kept });
                }
                snapshot.withdrawal = Some(withdrawal);
            }
        }
        snapshots
            .sort_by(|a, b| (a.issue.as_of, &a.issue.plan, a.issue.number).cmp(&(b.issue.as_of, &b.issue.plan, b.issue.number)));
        Ok(Self { snapshots })
    }

    /// Every issue, the withdrawn ones too, in the order of the days of issue.
    pub fn snapshots(&self) -> &[Snapshot] {
        &self.snapshots
    }

    /// Those of a plan that are in force, in the order of the days of issue.
    pub fn of_plan<'archive>(&'archive self, plan: &str) -> impl DoubleEndedIterator<Item = &'archive Snapshot> {
        self.snapshots.iter().filter(move |snapshot| snapshot.is_in_force() && snapshot.issue.plan == plan)
    }

    /// The bulletin of a plan, a period and a cycle, if it was issued and is in force.
    pub fn find(&self, plan: &str, period: Period, cycle: Cycle) -> Option<&Snapshot> {
        self.of_plan(plan).find(|snapshot| snapshot.issue.is_of(plan, period, cycle))
    }

    /// The last issue of a bulletin that was withdrawn: what one that is issued now takes the place of.
    pub fn withdrawn(&self, plan: &str, period: Period, cycle: Cycle) -> Option<Replaced> {
        let of_bulletin = self.snapshots.iter().filter(|snapshot| snapshot.issue.is_of(plan, period, cycle));
        let replaced = |snapshot: &Snapshot| {
            let withdrawal = snapshot.withdrawal.as_ref()?;
            Some(Replaced {
                issue: withdrawal.issue.clone(),
                issued_on: snapshot.issue.as_of,
                withdrawn_on: withdrawal.on,
                reason: withdrawal.reason.clone(),
            })
        };
        of_bulletin.filter_map(replaced).max_by_key(|replaced| (replaced.withdrawn_on, replaced.issue.number))
    }

    /// The issue that takes the place of a withdrawn one.
    pub fn correction_of(&self, withdrawn: &Issue) -> Option<&Snapshot> {
        let takes_its_place = |issue: &Issue| {
            issue.plan == withdrawn.plan && issue.replaces.as_ref().is_some_and(|replaced| replaced.issue == withdrawn.named())
        };
        self.snapshots.iter().find(|snapshot| takes_its_place(&snapshot.issue))
    }

    /// The bulletin that has a number in a year; a withdrawn one keeps its number.
    pub fn of_number(&self, plan: &str, year: i16, number: u32) -> Option<&Snapshot> {
        let is_it = |issue: &Issue| issue.plan == plan && issue.year() == year && issue.number == number;
        self.snapshots.iter().find(|snapshot| is_it(&snapshot.issue))
    }

    /// The one issue of a number that somebody asks for, in force or not; of a plan or a year only, if one is named.
    pub fn chosen(&self, number: u32, plan: Option<&str>, year: Option<i16>) -> Result<&Snapshot, IssueError> {
        let is_asked_for = |issue: &Issue| {
            issue.number == number && plan.is_none_or(|plan| issue.plan == plan) && year.is_none_or(|year| issue.year() == year)
        };
        let fitting: Vec<&Snapshot> = self.snapshots.iter().filter(|snapshot| is_asked_for(&snapshot.issue)).collect();
        match fitting.as_slice() {
            [only] => Ok(only),
            [] => Err(IssueError::NumberUnknown { number, known: self.snapshots.iter().map(Snapshot::name).collect() }),
            several => Err(IssueError::NumberAmbiguous { number, known: several.iter().map(|one| one.name()).collect() }),
        }
    }

    /// The last bulletin of a plan in force about a time before a period's end; of two about the same time the one that was issued last.
    pub fn last_before(&self, plan: &str, period: Period) -> Option<&Snapshot> {
        let is_earlier = |issue: &Issue| issue.speaks_of_figures() && issue.period.last_day() < period.last_day();
        let earlier = self.of_plan(plan).filter(|snapshot| is_earlier(&snapshot.issue));
        earlier.max_by_key(|snapshot| (snapshot.issue.period.last_day(), snapshot.issue.as_of))
    }
}

#[cfg(test)]
impl Archive {
    /// Of bulletins that were never written.
    pub(crate) fn of(issues: Vec<Issue>) -> Self {
        let snapshot = |issue| Snapshot { folder: PathBuf::new(), seal: String::new(), issue, withdrawal: None };
        Self { snapshots: issues.into_iter().map(snapshot).collect() }
    }

    /// The same after an issue was withdrawn.
    #[must_use]
    pub(crate) fn without(mut self, issue: &IssueName, on: jiff::civil::Date) -> Self {
        for snapshot in self.snapshots.iter_mut().filter(|snapshot| snapshot.issue.named() == *issue) {
            snapshot.withdrawal =
                Some(Withdrawal { issue: issue.clone(), seal: String::new(), on, reason: "数据有误".to_owned() });
        }
        self
    }
}

impl Snapshot {
    fn read(folder: PathBuf) -> Result<Self, IssueError> {
        let path = folder.join(ISSUE);
        let bytes = read(&path)?;
        let seal = read(&folder.join(SEAL))?;
        let seal = String::from_utf8_lossy(&seal).trim().to_owned();
        if seal != blake3::hash(&bytes).to_hex().as_str() {
            return Err(IssueError::Damaged { path, source: Damage::Kept });
        }
        let malformed = |error: serde_json::Error| malformed(path.clone(), error);
        let mut issue: Value = serde_json::from_slice(&bytes).map_err(malformed)?;
        match earlier::schema(&issue) {
            SCHEMA => {}
            schema if schema > SCHEMA => return Err(IssueError::Newer { path, schema }),
            _ => earlier::upgrade_issue(&mut issue),
        }
        let issue = serde_json::from_value(issue).map_err(malformed)?;
        Ok(Self { folder, seal, issue, withdrawal: None })
    }

    /// `kailu-2024 2025 第3期（2025Q3 季调度）`
    fn name(&self) -> String {
        let issue = &self.issue;
        format!("{} {} {}（{} {}）", issue.plan, issue.year(), issue.name(), issue.period, issue.cycle_name)
    }

    /// Whether it was not withdrawn.
    pub fn is_in_force(&self) -> bool {
        self.withdrawal.is_none()
    }

    /// A file of the snapshot, compared with the hash under which it was kept.
    pub fn bytes(&self, path: &str) -> Result<Vec<u8>, IssueError> {
        self.sealed(path).map_err(|source| IssueError::Damaged { path: self.folder.join(path), source })
    }

    fn sealed(&self, path: &str) -> Result<Vec<u8>, Damage> {
        let bytes = fs::read(self.folder.join(path)).map_err(Damage::Unreadable)?;
        let known = self.issue.files.iter().find(|file| file.path == path);
        let is_as_kept = known.is_some_and(|known| known.hash == blake3::hash(&bytes).to_hex().as_str());
        if is_as_kept { Ok(bytes) } else { Err(Damage::Kept) }
    }

    /// Every figure of every document.
    pub fn figures(&self) -> Result<Vec<DocumentFigures>, IssueError> {
        let bytes = self.bytes(PRINTED)?;
        let malformed = |error: serde_json::Error| malformed(self.folder.join(PRINTED), error);
        let mut figures: Value = serde_json::from_slice(&bytes).map_err(malformed)?;
        earlier::upgrade_figures(&mut figures, &self.issue);
        serde_json::from_value(figures).map_err(malformed)
    }

    /// The published files: path below their folder, and hash.
    pub fn published(&self) -> impl Iterator<Item = (&str, &str)> {
        let below = |path: &'_ str| path.strip_prefix(PUBLISHED).and_then(|path| path.strip_prefix('/')).map(str::len);
        self.issue.files.iter().filter_map(move |file| {
            let length = below(&file.path)?;
            Some((file.path.get(file.path.len() - length..)?, file.hash.as_str()))
        })
    }

    /// What of the snapshot itself is not as it was written, by the paths below its folder.
    pub fn faults(&self) -> Vec<AlteredFile> {
        let fault = |path: &str| Some(AlteredFile { path: path.to_owned(), damage: self.sealed(path).err()? });
        self.issue.files.iter().filter_map(|file| fault(&file.path)).collect()
    }

    /// Which published files in a folder are not as issued, by the paths below it.
    pub fn differences(&self, folder: &Path) -> Vec<AlteredFile> {
        let differs = |(path, hash): (&str, &str)| {
            let damage = match fs::read(folder.join(path)) {
                Ok(bytes) if blake3::hash(&bytes).to_hex().as_str() == hash => return None,
                Ok(_) => Damage::Published,
                Err(error) => Damage::Unreadable(error),
            };
            Some(AlteredFile { path: path.to_owned(), damage })
        };
        self.published().filter_map(differs).collect()
    }
}

/// A file that is as it was kept, and whose form nobody knows.
fn malformed(path: PathBuf, error: serde_json::Error) -> IssueError {
    IssueError::Damaged { path, source: Damage::Malformed(error.into()) }
}

/// Folders of a folder, in the order of their names; what a killed run left begins with a dot.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, IssueError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| unreadable(folder, error))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let is_kept = !entry.file_name().to_string_lossy().starts_with('.') && entry.path().is_dir();
        found.extend(is_kept.then(|| entry.path()));
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Result<Vec<u8>, IssueError> {
    fs::read(path).map_err(|error| unreadable(path, error))
}

fn unreadable(path: &Path, error: io::Error) -> IssueError {
    IssueError::Damaged { path: path.to_owned(), source: Damage::Unreadable(error) }
}
