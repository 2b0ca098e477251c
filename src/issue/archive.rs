//! The issued bulletins of a workspace, read from the store; never written here.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;
use walkdir::WalkDir;

use super::damage::{AlteredFile, Damage};
use super::earlier;
use super::error::IssueError;
use super::name::IssueName;
use super::record::{DocumentFigures, Issue, SCHEMA};
use super::withdrawal::{Replaced, Withdrawal};
use tongbao_figures::store::disk;
use tongbao_returns::domain::{Cycle, Period};

/// Where issues are kept, below the workspace.
pub const ISSUED: &str = ".tongbao/issued";
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
    workspace.join(ISSUED).join(plan)
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

/// What there is in the folder of issues.
#[derive(Debug, Default)]
pub struct Look {
    /// The issues that are sound as far as their `issue.json` says.
    pub archive: Archive,
    /// What is damaged or stands in a wrong place, one an issue or a record.
    pub refused: Vec<IssueError>,
    /// What is no issue and in nobody's way: copies, and files that somebody has put there.
    pub strays: Vec<(PathBuf, Damage)>,
}

impl Archive {
    /// Reads every issue; one that cannot be read is an error, never left out: its number and its folder would be free again. A copy of one
    /// that stands in its place is left out.
    pub fn read(workspace: &Path) -> Result<Self, IssueError> {
        let Look { archive, refused, .. } = Self::look(workspace)?;
        refused.into_iter().next().map_or(Ok(archive), Err)
    }

    /// The same for whoever lists everything; an error only where the folders cannot be listed.
    pub fn look(workspace: &Path) -> Result<Look, IssueError> {
        let mut look = Look::default();
        let Entries { folders, files } = entries(&workspace.join(ISSUED))?;
        look.strays.extend(files.into_iter().map(|path| (path, Damage::Added)));
        for plan in folders {
            look.add_plan(workspace, &plan)?;
        }
        look.archive
            .snapshots
            .sort_by(|a, b| (a.issue.as_of, &a.issue.plan, a.issue.number).cmp(&(b.issue.as_of, &b.issue.plan, b.issue.number)));
        Ok(look)
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

impl Look {
    fn add_plan(&mut self, workspace: &Path, plan: &Path) -> Result<(), IssueError> {
        // Records first: an issue that is made and withdrawn meanwhile is there when its record is.
        let records = Withdrawal::paths(plan)?;
        let Entries { folders, files } = entries(plan)?;
        let added = files.into_iter().filter(|path| !Withdrawal::is_record(path));
        self.strays.extend(added.map(|path| (path, Damage::Added)));
        let mut of_plan = Vec::new();
        for folder in folders {
            match Snapshot::read(folder) {
                Ok(snapshot) => self.place(workspace, snapshot, &mut of_plan),
                Err(error) => self.refused.push(error),
            }
        }
        for path in records {
            match Withdrawal::read(path.clone()) {
                Ok(record) if record.path(plan) != path => {
                    let of = slashed_below(workspace, &record.path(plan));
                    self.refused.push(IssueError::Damaged { path, source: Damage::Moved { place: of } });
                }
                Ok(record) => self.withdraw(path, record, &mut of_plan),
                Err(error) => self.refused.push(error),
            }
        }
        self.archive.snapshots.extend(of_plan);
        Ok(())
    }

    /// What stands elsewhere than where it was kept is a copy, or was moved.
    fn place(&mut self, workspace: &Path, snapshot: Snapshot, of_plan: &mut Vec<Snapshot>) {
        let place = snapshot.issue.kept_in(workspace);
        let path = snapshot.folder.clone();
        if path == place {
            of_plan.push(snapshot);
        } else if Snapshot::read(place.clone()).is_ok_and(|original| original.seal == snapshot.seal) {
            self.strays.push((path, Damage::Copied { of: slashed_below(workspace, &place) }));
        } else {
            let source = Damage::Moved { place: slashed_below(workspace, &place) };
            self.refused.push(IssueError::Damaged { path, source });
        }
    }

    fn withdraw(&mut self, path: PathBuf, withdrawal: Withdrawal, of_plan: &mut [Snapshot]) {
        match of_plan.iter_mut().find(|snapshot| snapshot.issue.named() == withdrawal.issue) {
            Some(snapshot) if snapshot.seal == withdrawal.seal => snapshot.withdrawal = Some(withdrawal),
            Some(_) => self.refused.push(IssueError::Damaged { path, source: Damage::Kept }),
            None => self.refused.push(IssueError::Damaged { path, source: Damage::NotKept }),
        }
    }
}

impl Issue {
    /// Where it is kept.
    fn kept_in(&self, workspace: &Path) -> PathBuf {
        match self.replaces {
            None => folder_of(workspace, &self.plan, self.period, self.cycle),
            Some(_) => folder_of_correction(workspace, &self.plan, self.period, self.cycle, &self.named()),
        }
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
            0..=earlier::FIRST => earlier::upgrade_issue(&mut issue),
            schema if schema > SCHEMA => return Err(IssueError::Newer { path, schema }),
            // The second form has nothing that the present one has otherwise.
            _ => {}
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
        let bytes = disk::read(&self.folder.join(path)).map_err(missing)?;
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

    /// What of the snapshot itself is not as it was written, and what somebody has added, by the paths below its folder.
    pub fn faults(&self) -> Vec<AlteredFile> {
        let fault = |path: &str| Some(AlteredFile { path: path.to_owned(), damage: self.sealed(path).err()? });
        let known: BTreeSet<&str> = self.issue.files.iter().map(|file| file.path.as_str()).chain([ISSUE, SEAL]).collect();
        let faults = self.issue.files.iter().filter_map(|file| fault(&file.path));
        faults.chain(added(&self.folder, &known, |_| false)).collect()
    }

    /// Which published files in a folder are not as issued, by the paths below it; files that somebody has added are not told.
    pub fn differences(&self, folder: &Path) -> Vec<AlteredFile> {
        let differs = |(path, hash): (&str, &str)| {
            let damage = match disk::read(&folder.join(path)) {
                Ok(bytes) if blake3::hash(&bytes).to_hex().as_str() == hash => return None,
                Ok(_) => Damage::Published,
                Err(error) => missing(error),
            };
            Some(AlteredFile { path: path.to_owned(), damage })
        };
        self.published().filter_map(differs).collect()
    }

    /// The files in the folder of the published ones that were not issued, by the paths below it; what programs leave there while somebody
    /// looks at a file is none.
    pub fn additions(&self, folder: &Path) -> Vec<AlteredFile> {
        let known: BTreeSet<&str> = self.published().map(|(path, _)| path).collect();
        added(folder, &known, is_left_by_programs).collect()
    }
}

/// Files below a folder that nobody knows.
fn added<'look>(
    folder: &'look Path,
    known: &'look BTreeSet<&'look str>,
    is_passed_over: fn(&OsStr) -> bool,
) -> impl Iterator<Item = AlteredFile> + 'look {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(move |entry| !entry.file_type().is_dir() && !is_passed_over(entry.file_name()));
    let paths = files.map(|entry| slashed_below(folder, entry.path()));
    paths.filter(|path| !known.contains(path.as_str())).map(|path| AlteredFile { path, damage: Damage::Added })
}

/// Lock files of Excel and LibreOffice, thumbnails and notes of folders.
fn is_left_by_programs(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || name.starts_with("~$") || ["Thumbs.db", "desktop.ini"].contains(&name.as_ref())
}

/// The path of something below a folder, with slashes.
pub fn slashed_below(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Why a file cannot be read that was there.
fn missing(error: io::Error) -> Damage {
    if error.kind() == io::ErrorKind::NotFound { Damage::Gone } else { Damage::Unreadable(error) }
}

/// A file that is as it was kept, and whose form nobody knows.
fn malformed(path: PathBuf, error: serde_json::Error) -> IssueError {
    IssueError::Damaged { path, source: Damage::Malformed(error.into()) }
}

/// What a folder holds, in the order of names.
struct Entries {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

/// Of a folder; what a killed run left begins with a dot and is passed over.
fn entries(folder: &Path) -> Result<Entries, IssueError> {
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Entries { folders, files }),
        entries => entries.map_err(|error| unreadable(folder, error))?,
    };
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    folders.sort();
    files.sort();
    Ok(Entries { folders, files })
}

fn read(path: &Path) -> Result<Vec<u8>, IssueError> {
    disk::read(path).map_err(|error| unreadable(path, error))
}

fn unreadable(path: &Path, error: io::Error) -> IssueError {
    IssueError::Damaged { path: path.to_owned(), source: Damage::Unreadable(error) }
}
