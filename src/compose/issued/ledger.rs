//! Why a count of tasks differs from the issued one: a ledger return, what the office decided, or the day up to which it counts.

use std::collections::BTreeSet;

use super::cause::Cause;
use super::compared::Revision;
use super::numbered::Numbered;
use crate::compose::followed::lead;
use crate::compose::material::Material;
use crate::compose::nodes::falls_in;
use crate::issue::{CellChange, ChangeKind};
use tongbao_document::Subject;
use tongbao_document::subject::TaskSlice;
use tongbao_figures::assess::TaskStanding;
use tongbao_returns::domain::{OfficeFile, TaskColumn};

/// Where the office writes what it decides about tasks.
const SIGN_OFF: &str = OfficeFile::SignOffs.name();

/// The tasks of which a figure speaks.
pub(super) enum Meant<'figure> {
    /// Some of them.
    Slice(&'figure TaskSlice),
    /// One.
    One(&'figure str),
}

impl<'figure> Meant<'figure> {
    /// None of a figure that is not one of the task ledger.
    pub(super) fn by(subject: &'figure Subject) -> Option<Self> {
        match subject {
            Subject::Tasks(slice, _) => Some(Self::Slice(slice)),
            Subject::Task { code, .. } | Subject::TaskParts { code, .. } => Some(Self::One(code)),
            _ => None,
        }
    }
}

/// Never empty, and never the return of another form: `is_of_group` says whose returns can be meant.
pub(super) fn causes(
    material: &Material<'_>,
    revision: &Revision<'_>,
    changes: &[Numbered<'_>],
    meant: &Meant<'_>,
    is_of_group: &dyn Fn(&str) -> bool,
) -> Vec<Cause> {
    let codes = codes(material, meant);
    let mut causes: Vec<Cause> = Vec::new();
    let is_meant = |numbered: &&Numbered<'_>| numbered.change.is_of_ledger && is_of_group(&numbered.change.unit);
    for numbered in changes.iter().filter(is_meant) {
        if numbered.change.kind == ChangeKind::Corrected {
            let rows = numbered.rows(|cell| is_about(cell, &codes));
            causes.extend((!rows.is_empty()).then(|| numbered.cause(rows)));
        } else {
            causes.push(numbered.whole());
        }
    }
    if revision.changed_sheets.iter().any(|sheet| sheet == SIGN_OFF) {
        causes.push(Cause::plain(format!("{SIGN_OFF}有变动")));
    }
    causes.extend(decided_since(material, revision, &codes).map(Cause::plain));
    if causes.is_empty() {
        let of_the_whole = [
            (revision.is_registry_changed, "机构名册有变动"),
            (revision.is_plan_changed, "方案包有变动"),
            (revision.is_program_changed, "程序版本与定稿时不同"),
        ];
        causes.extend(of_the_whole.iter().filter(|(is_so, _)| *is_so).map(|(_, words)| Cause::plain(*words)));
    }
    if causes.is_empty() {
        causes.push(Cause::plain("任务台账的填报单位、已印发通报的期数或截止日设置有变动"));
    }
    causes
}

/// What was decided after the day of issue and counts now.
fn decided_since(material: &Material<'_>, revision: &Revision<'_>, codes: &BTreeSet<&str>) -> Option<String> {
    let then = revision.issue.as_of;
    let of_tasks = material.ledger.history.iter().filter(|history| codes.contains(history.row.code()));
    let count = of_tasks.flat_map(|history| &history.decisions).filter(|decided| decided.on > then).count();
    (count > 0).then(|| format!("数据截至日{then}→{}，其间的销号、退回{count}项现已计入", material.as_of))
}

/// The tasks that a figure speaks of: one, those of a campaign or a lead department, or all.
fn codes<'run>(material: &'run Material<'run>, meant: &Meant<'_>) -> BTreeSet<&'run str> {
    let codes_where = |is_meant: &dyn Fn(&TaskStanding<'_>) -> bool| -> BTreeSet<&'run str> {
        material.ledger.standings.iter().filter(|standing| is_meant(standing)).map(|standing| standing.row.code()).collect()
    };
    let found = match meant {
        Meant::Slice(TaskSlice::Campaign(name)) => codes_where(&|standing| standing.row.campaign == *name),
        Meant::Slice(TaskSlice::Lead(name)) => codes_where(&|standing| lead(standing) == *name),
        Meant::Slice(TaskSlice::Year(year)) => codes_where(&|standing| falls_in(standing, *year)),
        Meant::Slice(TaskSlice::Whole | TaskSlice::Campaigns | TaskSlice::Leads | TaskSlice::Years) => BTreeSet::new(),
        Meant::One(code) => codes_where(&|standing| standing.row.code() == *code),
    };
    // What is no longer in the plan may be anything.
    if found.is_empty() { codes_where(&|_| true) } else { found }
}

/// Whether a cell of a ledger form is about one of these tasks.
fn is_about(cell: &CellChange, codes: &BTreeSet<&str>) -> bool {
    TaskColumn::ALL.iter().any(|column| cell.item.strip_suffix(column.header()).is_some_and(|code| codes.contains(code)))
}
