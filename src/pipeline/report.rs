//! What came of a run, as data.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use super::configuration::{Warning, need_action};
use super::progress::Stage;
use crate::issue::{AlteredFile, Replaced};
use crate::publish::Placed;
use tongbao_document::Status;
use tongbao_figures::audit::{RuleOutcome, Tally};
use tongbao_render::Substitution;
use tongbao_returns::domain::{Cycle, File, Period};
use tongbao_returns::finding::{Finding, Severity, printed};

/// What came of a run.
#[derive(Debug, Serialize)]
pub struct RunReport {
    /// For when: that of the first bulletin.
    pub period: Period,
    /// In what plans and registry do not fit together, so that something is left out.
    pub configuration: Vec<Warning>,
    /// The folders that were written.
    pub published: Vec<Published>,
    /// Plans that have no bulletin such as was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<Without>,
    /// Return slips where the office has several plans.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub slips: Vec<SharedSlips>,
    /// Files of the inbox.
    pub files: FileCounts,
    /// Files of the store that were damaged, as they were called.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub damaged: Vec<PathBuf>,
    /// Returns due for the period, over all plans.
    pub returns: ReturnCounts,
    /// What is wrong with returns of the period, and with files whose period is not known.
    #[serde(serialize_with = "printed")]
    pub findings: Vec<Finding>,
    /// How every rule ended for the period.
    pub rules: Vec<RuleOutcome>,
    /// Issued folders that a killed run had not written, or somebody has taken away, and this one has published.
    pub finished: Vec<PathBuf>,
    /// Files that were missing in issued folders, and this one has put back.
    pub restored: Vec<String>,
    /// Issued files that are not as they were issued; they are left as they are.
    pub altered: Vec<AlteredFile>,
    /// What stood in the place of folders and could not be taken away or taken along.
    #[serde(flatten)]
    pub placed: Placed,
    /// Drafts of before beside these, of other plans than the settings name now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outdated: Vec<PathBuf>,
    /// Faces that stand in for others.
    pub substitutions: Vec<Substitution>,
    /// How long each stage took; not part of any output, which must not depend on the machine.
    #[serde(skip)]
    pub timings: Vec<(Stage, Duration)>,
}

impl RunReport {
    /// Whether somebody has to act: plans and registry do not fit together, a file was rejected, a cell is wrong, a return is missing or
    /// was sent back.
    pub fn needs_action(&self) -> bool {
        need_action(&self.configuration)
            || self.returns.missing > 0
            || self.findings.iter().any(|finding| finding.is_open() && finding.severity() <= Severity::Suspect)
    }
}

/// A folder of bulletins.
#[derive(Debug, Clone, Serialize)]
pub struct Published {
    /// Plan id.
    pub plan: String,
    /// Cycle.
    pub cycle: Cycle,
    /// For when.
    pub period: Period,
    /// Where.
    pub folder: PathBuf,
    /// Documents in it; each is a PDF and a workbook.
    pub documents: usize,
    /// Return slips in it; none where the office has several plans, whose slips lie together.
    pub slips: usize,
    /// Figures that were read back and compared, each once a medium; 0 if nothing was.
    pub verified: usize,
    /// 草稿 or 定稿.
    pub status: Status,
    /// The number under which it is issued; none for a draft.
    pub number: Option<u32>,
    /// The withdrawn issue of which it takes the place, or would if it were issued (更正).
    pub replaces: Option<Replaced>,
}

/// A plan of the office that has no bulletin such as was asked for: not this kind for this time, or none because the time lies outside its years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Without {
    /// Its id.
    pub plan: String,
    /// The kind; none where the plan has nothing at all for the time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cycle: Option<Cycle>,
    /// As asked.
    pub period: Period,
}

/// 退回单 of all plans of an office for a period, in a folder of their own: one for a return, whichever plans ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedSlips {
    /// For when.
    pub period: Period,
    /// Where.
    pub folder: PathBuf,
    /// How many.
    pub count: usize,
}

/// Counts of files.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct FileCounts {
    /// In the inbox, as far as they had come by the as-of day.
    pub found: usize,
    /// Of those the ones that were opened in this run.
    pub read: usize,
    /// Of those the ones that are unchanged since an earlier run.
    pub from_store: usize,
    /// In the inbox and not there yet: dated after the as-of day, for a period that had not ended by then or in a file that came later.
    pub later: usize,
    /// Files of the store that were damaged: set aside, and what they told of read anew.
    pub damaged: usize,
    /// Not used at all.
    pub rejected: usize,
    /// Returns that the last run had read, if the inbox holds no file at all now: a share that is not mounted looks like that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emptied: Option<usize>,
}

/// Counts of returns; `on_time + late + missing + awaited == due`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ReturnCounts {
    /// 应报.
    pub due: usize,
    /// 及时.
    pub on_time: usize,
    /// 迟报.
    pub late: usize,
    /// 缺报.
    pub missing: usize,
    /// 待报: not due yet.
    pub awaited: usize,
    /// 退回; among those on time or late.
    pub returned: usize,
    /// 空表; among the missing.
    pub empty: usize,
}

impl std::ops::AddAssign<Tally> for ReturnCounts {
    fn add_assign(&mut self, tally: Tally) {
        let Tally { due, on_time, late, missing, awaited, returned, empty } = tally;
        self.due += due;
        self.on_time += on_time;
        self.late += late;
        self.missing += missing;
        self.awaited += awaited;
        self.returned += returned;
        self.empty += empty;
    }
}

impl From<Tally> for ReturnCounts {
    fn from(tally: Tally) -> Self {
        let mut counts = Self::default();
        counts += tally;
        counts
    }
}

/// Files that were not used at all.
pub(super) fn rejected_files(findings: &[Finding]) -> usize {
    let rejected = findings.iter().filter(|finding| finding.severity() == Severity::Rejected);
    let received: BTreeSet<&str> = rejected
        .filter_map(|finding| match &finding.at.file {
            File::Received(path) => Some(path.as_str()),
            File::Office(_) => None,
        })
        .collect();
    received.len()
}
