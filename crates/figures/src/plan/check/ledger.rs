//! `ledger.csv`: the tasks without a formula.

use std::collections::BTreeSet;

use super::csv_file;
use super::fields::{Checker, words_of};
use crate::plan::meant::{LedgerKind, LedgerRow, TaskDeadline, TaskDemand};
use crate::plan::mistake::Mistake;
use crate::plan::near;
use crate::plan::source::Source;
use tongbao_returns::domain::Responsible;
use tongbao_returns::domain::task::code_of;

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
const KINDS: [(&str, LedgerKind); 3] =
    [("milestone", LedgerKind::Milestone), ("ledger", LedgerKind::Ledger), ("mechanism", LedgerKind::Mechanism)];

/// Checks the ledger of a plan with these campaigns. What is done may be measured as well: a row may be cited by an indicator, too.
pub(in crate::plan) fn read(campaigns: &[String], source: &Source, mistakes: &mut Vec<Mistake>) -> Vec<LedgerRow> {
    let mut checker = Checker { source, mistakes };
    let mut ids = BTreeSet::new();
    let mut rows = Vec::new();
    for row in csv_file::rows(&COLUMNS, &mut checker) {
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
            checker.tell(
                row.placed("deadline").span,
                format!("`deadline`应写成 2025、2025-06 或 2025-06-30，这里是`{}`", row.field("deadline")),
            );
        }
        let kind = checker.word(&row.placed("kind"), "kind", &KINDS);
        let text = |name: &str| row.field(name).to_owned();
        let known = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
        let read = LedgerRow {
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
        };
        // Nobody holds half a meeting.
        if read.yearly().and_then(|yearly| yearly.times).is_some_and(|times| times.fract() != 0.0) {
            let hint = Some("几年一次的，把期限写在`deadline`".to_owned());
            let target = row.placed("target");
            checker.tell_with_hint(target.span, format!("按年计次的任务，`target`应是整数，这里是`{}`", target.value), hint);
        }
        rows.push(read);
    }
    rows
}

/// What the column `kind` may say.
pub(in crate::plan) fn kinds() -> Vec<&'static str> {
    words_of(&KINDS)
}
