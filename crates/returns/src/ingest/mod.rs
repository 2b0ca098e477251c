//! Workbooks to facts: finds the returns in the inbox, opens them, recognises unit, form and period, and reads each item.
//!
//! In: the inbox, the forms and the registry. Out: a [`FileReading`] for every return in every file, or the reason why there is none,
//! and every finding made on the way. Files are judged by their content, never by their name; no file can stop the reading of another;
//! nothing is guessed, a likely candidate is offered in the words of a finding.
//!
//! The bytes of a file are read once, hashed, and handed to a [`Reader`], which opens the workbook in a process of its own; what the
//! cells mean is decided here, on all cores.

mod as_of;
mod child;
mod convert;
mod discover;
mod error;
mod frame;
mod index;
mod normal;
mod office_registry;
mod open;
mod originals;
mod reader;
mod recognise;
mod remarks;
mod statements;
#[cfg(test)]
mod tests;
mod workbook;
pub mod worker;

pub use as_of::come_by;
pub use discover::{Found, discover, fingerprint, named};
pub use error::IngestError;
pub use office_registry::{registry, registry_of};
pub use originals::originals;
pub use reader::Reader;
pub use recognise::period_in_words;
pub use statements::{Adjustable, Matter, adjustments, events, practices, sign_offs, statements, texts};

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{io, panic, thread};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::{File, Form, FormId, Location, Period, Return, SourceFile, Statement, UnitCode};
use crate::finding::facts::{Content, NotAWorkbook, SeveralReturns, TooLarge, Unreadable, UnsupportedFormat, WrongExtension};
use crate::finding::{Facts, Finding};
use crate::registry::Registry;
use index::Index;
use open::Refusal;
use reader::Opener;
use recognise::Covers;
use remarks::Remarks;
use tongbao_document::count;
use workbook::{Format, Grid, Workbook};

/// What returns are read by.
#[derive(Debug, Clone, Copy)]
pub struct Known<'known> {
    /// Every form of the workspace.
    pub forms: &'known [Form],
    /// Who may file; without one, whoever the cover names.
    pub registry: Option<&'known Registry>,
}

/// What a cover says of its time, even if the file is rejected: whether it has come by a day follows from it ([`come_by`]).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoverSays {
    /// For when it was filed.
    pub period: Period,
    /// 报出日期.
    pub reported_on: Option<Date>,
    /// Where it says the period.
    pub period_at: Location,
    /// Where it says, or should say, 报出日期.
    pub reported_on_at: Location,
    /// Whose return, as far as known.
    pub unit: Option<UnitCode>,
    /// Which form, as far as known.
    pub form: Option<FormId>,
}

/// What came of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileReading {
    /// The file; its hash is empty if it could not be opened or is too large to be a return.
    pub source: SourceFile,
    /// The return; `None` if the file is rejected, and then a finding says why.
    pub filed: Option<Return>,
    /// For when it was filed, as far as the cover says, even if it is rejected.
    pub period: Option<Period>,
    /// What its cover says of its time.
    #[serde(default)]
    pub said: Option<CoverSays>,
    /// First about the file, then sheet by sheet.
    pub findings: Vec<Finding>,
    /// What a slip that came back says in its 说明 column.
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// As-of date of the run that read these bytes first, once the period was over; nothing as long as no run has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<Date>,
}

impl FileReading {
    /// Whether it tells of the machine that read the file, which was stopped or too slow, and not of the file: the next run reads it again.
    pub fn is_about_the_machine(&self) -> bool {
        let is_so = |finding: &Finding| matches!(finding.facts, Facts::ReaderFailed(_) | Facts::ReaderTimeout(_));
        self.findings.iter().any(is_so)
    }
}

/// Reads files, in their order; `progress` is called after each, from any thread. A file that holds several returns gives as many
/// readings, one after the other.
///
/// An error means that workbooks cannot be opened at all. Whatever is wrong with a file is a finding about it.
pub fn read(
    files: &[Found],
    known: &Known<'_>,
    reader: &Reader,
    progress: &(dyn Fn() + Sync),
) -> Result<Vec<FileReading>, IngestError> {
    let index = Index::new(known.forms, known.registry);
    let readings = each(files, reader, progress, |found, opener| read_one(found, &index, opener))?;
    Ok(readings.into_iter().flatten().collect())
}

/// Does something with each file on all the reader's threads; the results are in the order of the files.
fn each<T: Send>(
    files: &[Found],
    reader: &Reader,
    progress: &(dyn Fn() + Sync),
    act: impl Fn(&Found, &mut Opener<'_>) -> Result<T, IngestError> + Sync,
) -> Result<Vec<T>, IngestError> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, T)>, IngestError> {
        let mut opener = reader.opener();
        let mut results = Vec::new();
        loop {
            let position = next.fetch_add(1, Ordering::Relaxed);
            let Some(found) = files.get(position) else { return Ok(results) };
            results.push((position, act(found, &mut opener)?));
            progress();
        }
    };
    let threads = reader.threads().min(files.len());
    let finished: Vec<_> = thread::scope(|scope| {
        // Where the system grants no more threads, those that there are go on, at worst this one alone.
        let start = || thread::Builder::new().spawn_scoped(scope, work).ok();
        let running: Vec<_> = (0..threads).map_while(|_| start()).collect();
        let own = running.is_empty().then(work);
        let joined = running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic)));
        joined.chain(own).collect()
    });
    let mut results = Vec::with_capacity(files.len());
    for part in finished {
        results.append(&mut part?);
    }
    results.sort_unstable_by_key(|(position, _)| *position);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

fn read_one(found: &Found, index: &Index<'_>, opener: &mut Opener<'_>) -> Result<Vec<FileReading>, IngestError> {
    let mut source = found.source.clone();
    let outcome = match found.denied {
        Some(denial) => Err(Refusal::Unreadable(Unreadable { denial })),
        None => match discover::bytes(&found.path) {
            Ok(Some(bytes)) => {
                source.size = count::to_u64(bytes.len());
                source.hash = blake3::hash(&bytes).to_hex().to_string();
                opener.open(bytes)?
            }
            Ok(None) => Err(too_large()),
            Err(error) => Err(unreadable(&error)),
        },
    };
    // Our own mistakes cost one file too.
    let told = panic::catch_unwind(AssertUnwindSafe(|| tell(outcome, &source, index)));
    let told = told.unwrap_or_else(|_| tell(Err(Refusal::ReaderFailed), &source, index));
    let reading = |told: Told| FileReading {
        source: source.clone(),
        filed: told.filed,
        period: told.remarks.period(),
        said: told.remarks.cover(),
        findings: told.remarks.into_findings(),
        statements: told.statements,
        first_seen: None,
    };
    Ok(told.into_iter().map(reading).collect())
}

/// More bytes than a return has.
fn too_large() -> Refusal {
    Refusal::TooLarge(TooLarge::File { most_mebibytes: discover::MOST_BYTES / (1024 * 1024) })
}

/// Why the system refused a file, for somebody who does not read its English.
fn unreadable(error: &io::Error) -> Refusal {
    Refusal::Unreadable(Unreadable { denial: discover::denial(error) })
}

/// What came of one cover of a file, or of a file without any.
struct Told {
    filed: Option<Return>,
    statements: Vec<Statement>,
    remarks: Remarks,
}

/// There is at least one.
fn tell(opened: Result<Workbook, Refusal>, source: &SourceFile, index: &Index<'_>) -> Vec<Told> {
    let mut remarks = Remarks::about(File::Received(source.path.clone()));
    let mut workbook = match opened {
        Ok(workbook) => workbook,
        Err(refusal) => {
            remarks.on_file(facts_of(refusal, source));
            return vec![Told { filed: None, statements: Vec::new(), remarks }];
        }
    };
    remark_extension(workbook.format, source, &mut remarks);
    let fronts = statements::take(&mut workbook);
    recognise::join_boxes(&mut workbook);
    let covers = Covers::of(&workbook);
    let groups = recognise::returns_in(&workbook, &covers);
    if groups.len() < 2 {
        return vec![tell_one(&workbook, &covers, &fronts, source, index, remarks)];
    }
    remarks.on_file(SeveralReturns { count: groups.len() });
    let mut told = Vec::with_capacity(groups.len());
    for sheets in groups {
        let next = remarks.fork();
        let remarks = std::mem::replace(&mut remarks, next);
        let part = workbook.part(&sheets);
        told.push(tell_one(&part, &Covers::of(&part), &fronts, source, index, remarks));
    }
    told
}

fn tell_one(
    workbook: &Workbook,
    covers: &Covers<'_>,
    fronts: &[Grid],
    source: &SourceFile,
    index: &Index<'_>,
    mut remarks: Remarks,
) -> Told {
    let filed = file(workbook, covers, source, index, &mut remarks);
    let said = filed.as_ref().map(|filed| statements::read(workbook, fronts, filed, &mut remarks));
    Told { filed, statements: said.unwrap_or_default(), remarks }
}

fn file(
    workbook: &Workbook,
    covers: &Covers<'_>,
    source: &SourceFile,
    index: &Index<'_>,
    remarks: &mut Remarks,
) -> Option<Return> {
    let recognised = recognise::recognise(workbook, covers, index, source.saved_by(), remarks)?;
    let converted = convert::convert(workbook, &recognised, remarks);
    Some(Return {
        unit: recognised.unit.code.clone(),
        form: recognised.form.form.id.clone(),
        period: recognised.period,
        reported_on: recognised.reported_on,
        file: source.clone(),
        sheets: workbook.sheets.iter().map(|grid| grid.name.clone()).collect(),
        facts: converted.facts,
        declared_empty: converted.declared_empty,
        since_january: converted.since_january,
        is_held: converted.is_held,
    })
}

fn remark_extension(format: Format, source: &SourceFile, remarks: &mut Remarks) {
    let extension = extension(source);
    if !format.extensions().contains(&extension.as_str()) {
        let content = format.extensions().first().copied().unwrap_or_default().to_owned();
        remarks.on_file(WrongExtension { extension, content });
    }
}

/// What is no workbook and does not claim to be one is of another format, and so is one of a version that is too old; what claims it is none.
fn facts_of(refusal: Refusal, source: &SourceFile) -> Facts {
    let claims = [Format::Xlsx, Format::Xlsb, Format::Xls, Format::Ods]
        .iter()
        .any(|format| format.extensions().contains(&extension(source).as_str()));
    match refusal {
        Refusal::NotAWorkbook(NotAWorkbook { content }) if !claims || content == Content::OldExcel => {
            UnsupportedFormat { content }.into()
        }
        refusal => refusal.into(),
    }
}

fn extension(source: &SourceFile) -> String {
    let name = source.path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}
