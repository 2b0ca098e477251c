//! `ledger.csv`: the tasks without a formula.

use std::collections::BTreeSet;
use std::ops::Range;

use super::csv_file;
use super::fields::{Checker, words_of};
use crate::plan::meant::{LedgerKind, LedgerRow, TaskDeadline, TaskDemand};
use crate::plan::mistake::Mistake;
use crate::plan::near;
use crate::plan::source::Source;
use tongbao_returns::domain::Responsible;
use tongbao_returns::domain::task::{code_of, number_of};

/// The columns of the file.
pub(in crate::plan) const COLUMNS: [&str; 14] = [
    "id",
    "clause",
    "campaign",
    "title",
    "item",
    "measure",
    "operator",
    "target",
    "unit",
    "deadline",
    "scope",
    "responsible",
    "kind",
    "note",
];
/// The column that a ledger need not have: who files about a row, whatever the form's rules say.
pub(in crate::plan) const FILED_BY: &str = "filed-by";
const KINDS: [(&str, LedgerKind); 3] =
    [("milestone", LedgerKind::Milestone), ("ledger", LedgerKind::Ledger), ("mechanism", LedgerKind::Mechanism)];

/// The rows of a ledger with the places of what is held against other files; nothing of a ledger that could not be read.
#[derive(Debug, Default)]
pub(in crate::plan) struct PlacedLedger {
    pub(in crate::plan) rows: Vec<LedgerRow>,
    /// Of each row.
    places: Vec<Places>,
    source: Option<Source>,
}

/// Where the fields of a row stand; where nothing is written, its line.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) deadline: Range<usize>,
    pub(super) responsible: Range<usize>,
    pub(super) filed_by: Range<usize>,
}

impl PlacedLedger {
    /// The rows with their places.
    pub(super) fn placed(&self) -> impl Iterator<Item = (&LedgerRow, &Places)> {
        self.rows.iter().zip(&self.places)
    }

    /// The file; none of a ledger that could not be read.
    pub(super) fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }
}

/// Checks the ledger of a plan with these campaigns and this prefix of its numbers. What is done may be measured as well: a row may be cited
/// by an indicator, too.
pub(in crate::plan) fn read(
    (campaigns, prefix): (&[String], Option<&str>),
    source: Source,
    mistakes: &mut Vec<Mistake>,
) -> PlacedLedger {
    let mut checker = Checker { source: &source, mistakes };
    let mut ids = BTreeSet::new();
    let (mut rows, mut places) = (Vec::new(), Vec::new());
    for row in csv_file::rows_with(&COLUMNS, &[FILED_BY], &mut checker) {
        for name in ["id", "title", "kind"].into_iter().filter(|name| row.field(name).is_empty()) {
            checker.tell(row.line.clone(), format!("缺少`{name}`"));
        }
        let id = row.placed("id");
        // The ledger form names a task without its plan.
        if !id.value.is_empty() && !ids.insert(code_of(&id.value).to_owned()) {
            checker.tell(id.span, format!("台账`{}`重复", id.value));
        }
        let campaign = row.placed("campaign");
        if !campaigns.is_empty() && !campaigns.contains(&campaign.value) {
            let hint = near::suggestion(&campaign.value, campaigns.iter().map(String::as_str));
            checker.tell_with_hint(campaign.span, format!("plan.toml 的`campaigns`里没有`{}`", campaign.value), hint);
        }
        let deadline = TaskDeadline::of(row.field("deadline"));
        if deadline.is_none() && !row.field("deadline").is_empty() {
            checker.tell_with_hint(
                row.placed("deadline").span,
                format!("`deadline`应写成 2025、2025-06 或 2025-06-30，这里是`{}`", row.field("deadline")),
                csv_file::hint_of_date(row.field("deadline")),
            );
        }
        let kind = checker.word(&row.placed("kind"), "kind", &KINDS);
        let text = |name: &str| row.field(name).to_owned();
        let known = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
        let read = LedgerRow {
            code: number_of(&id.value, prefix),
            id: id.value,
            clause: text("clause"),
            campaign: campaign.value,
            title: text("title"),
            item: text("item"),
            measure: text("measure"),
            demand: TaskDemand::of(row.field("operator")),
            target: known("target"),
            unit: known("unit"),
            deadline,
            scope: text("scope"),
            responsible: Responsible::new(row.names("responsible")),
            kind: kind.unwrap_or(LedgerKind::Ledger),
            note: text("note"),
            filed_by: row.names(FILED_BY),
            steps: Vec::new(),
        };
        // Nobody holds half a meeting.
        if read.yearly().and_then(|yearly| yearly.times).is_some_and(|times| times.fract() != 0.0) {
            let hint = Some("几年一次的，把期限写在`deadline`".to_owned());
            let target = row.placed("target");
            checker.tell_with_hint(target.span, format!("按年计次的任务，`target`应是整数，这里是`{}`", target.value), hint);
        }
        rows.push(read);
        let [deadline, responsible, filed_by] = ["deadline", "responsible", FILED_BY].map(|column| row.placed(column).span);
        places.push(Places { deadline, responsible, filed_by });
    }
    PlacedLedger { rows, places, source: Some(source) }
}

/// What the column `kind` may say.
pub(in crate::plan) fn kinds() -> Vec<&'static str> {
    words_of(&KINDS)
}
