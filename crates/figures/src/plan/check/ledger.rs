//! `ledger.csv`: the tasks without a formula.

use std::collections::BTreeSet;
use std::ops::Range;

use super::csv_file::{self, Row};
use super::fields::{Checker, words_of};
use super::{listed_names, targets};
use crate::plan::meant::{LedgerKind, LedgerRow, TaskDeadline, TaskDemand, counted_by_a_part_of_the_year, counted_by_the_year};
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
    /// Whether nothing keeps other files from being held against the rows: some could be read, or there are none to read.
    is_read: bool,
}

/// Where the fields of a row stand; where nothing is written, its line.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) id: Range<usize>,
    pub(super) deadline: Range<usize>,
    pub(super) scope: Range<usize>,
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

    /// Whether what names a task that it has not is wrong; a ledger that could not be read is told where it stands.
    pub(super) fn is_read(&self) -> bool {
        self.is_read
    }
}

/// Checks the ledger of a plan with these campaigns, this prefix of its numbers and these years. What is done may be measured as well: a row may
/// be cited by an indicator, too.
pub(in crate::plan) fn read(
    (campaigns, prefix): (&[String], Option<&str>),
    years: Option<(i16, i16)>,
    source: Source,
    mistakes: &mut Vec<Mistake>,
) -> PlacedLedger {
    let told_before = mistakes.len();
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
            checker.tell(id.span.clone(), format!("台账`{}`重复", id.value));
        }
        let campaign = row.placed("campaign");
        if !campaigns.is_empty() && !campaigns.contains(&campaign.value) {
            let hint = near::suggestion(&campaign.value, campaigns.iter().map(String::as_str));
            checker.tell_with_hint(campaign.span, format!("plan.toml 的`campaigns`里没有`{}`", campaign.value), hint);
        }
        let deadline = deadline(&row, years, &mut checker);
        let demand = demand(&row, &mut checker);
        let kind = checker.word(&row.placed("kind"), "kind", &KINDS);
        for column in ["responsible", FILED_BY] {
            listed_names::check(&row, column, &mut checker);
        }
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
            demand: demand.unwrap_or(TaskDemand::Done),
            target: known("target"),
            unit: unit(&row, &mut checker),
            deadline,
            scope: text("scope"),
            responsible: Responsible::new(row.names("responsible")),
            kind: kind.unwrap_or(LedgerKind::Ledger),
            note: text("note"),
            filed_by: row.names(FILED_BY),
            steps: Vec::new(),
        };
        if demand.is_some() {
            target(&read, &row, &mut checker);
        }
        rows.push(read);
        let [deadline, scope, responsible, filed_by] =
            ["deadline", "scope", "responsible", FILED_BY].map(|column| row.placed(column).span);
        places.push(Places { id: id.span, deadline, scope, responsible, filed_by });
    }
    let is_read = !rows.is_empty() || checker.mistakes.len() == told_before;
    PlacedLedger { rows, places, source: Some(source), is_read }
}

/// Until when; what was due before the plan began would be overdue from its first day on. A plan may look further ahead than its years.
fn deadline(row: &Row<'_>, years: Option<(i16, i16)>, checker: &mut Checker<'_>) -> Option<TaskDeadline> {
    let written = row.placed("deadline");
    let deadline = TaskDeadline::of(&written.value);
    match (deadline, years) {
        (None, _) if !written.value.is_empty() => {
            let message = format!("`deadline`应写成 2025、2025-06 或 2025-06-30，这里是`{}`", written.value);
            checker.tell_with_hint(written.span, message, csv_file::hint_of_date(&written.value));
        }
        (Some(deadline), Some((first, last))) if deadline.last_day().year() < first => {
            checker.tell(written.span, format!("`deadline`不能早于规划期（{first}—{last}年），这里是`{}`", written.value));
        }
        _ => {}
    }
    deadline
}

/// How what there is is set against the target; none after its mistake is told.
fn demand(row: &Row<'_>, checker: &mut Checker<'_>) -> Option<TaskDemand> {
    let written = row.placed("operator");
    let demand = TaskDemand::of(&written.value);
    if demand.is_none() {
        let known = TaskDemand::WORDS.map(|(word, _)| word);
        let meant = targets::instead(&written.value).filter(|meant| known.contains(meant));
        let hint = meant.map_or_else(|| near::suggestion(&written.value, known), |meant| Some(format!("请写`{meant}`")));
        checker.tell_with_hint(written.span, format!("`operator`没有这个取值：`{}`", written.value), hint);
    }
    demand
}

/// The unit of the target, with the sign `/` where somebody writes `／`; what is to be done in a part of the year is told.
fn unit(row: &Row<'_>, checker: &mut Checker<'_>) -> Option<String> {
    let written = row.placed("unit");
    let unit = written.value.replace('／', "/");
    if let Some(counted) = counted_by_a_part_of_the_year(&unit) {
        let hint = Some(format!("如每季度1{counted}，`target`写 4，`unit`写 {counted}/年"));
        checker.tell_with_hint(written.span, format!("次数按年计，`unit`写成 {counted}/年，这里是`{unit}`"), hint);
    }
    Some(unit).filter(|unit| !unit.is_empty())
}

/// What is to be reached: a number where the operator compares with one; of what is counted by the year so many whole times, or nothing.
fn target(read: &LedgerRow, row: &Row<'_>, checker: &mut Checker<'_>) {
    let written = row.placed("target");
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let said = if written.value.is_empty() { "没有写".to_owned() } else { format!("是`{}`", written.value) };
    if read.unit.as_deref().and_then(counted_by_the_year).is_some() {
        if !read.demand.is_of_times() {
            let message = format!("按年计次的任务看做够了几次，`operator`写 >=、= 或 done，这里是`{}`", row.field("operator"));
            checker.tell(row.placed("operator").span, message);
        }
        // Nobody holds half a meeting.
        let is_whole = number(&written.value).is_some_and(|times| times > 0.0 && times.fract() == 0.0);
        let is_left_open = written.value.is_empty() && !read.demand.is_of_a_number();
        if !is_whole && !is_left_open {
            let hint = Some("几年一次的，把期限写在`deadline`；方案没写几次的，`operator`写 done，`target`空着".to_owned());
            checker.tell_with_hint(written.span, format!("按年计次的任务，`target`应是整数，这里{said}"), hint);
        }
    } else if read.demand.is_of_a_number() && number(&written.value).is_none() {
        let hint = Some("没有数的，`operator`写 done".to_owned());
        let message = format!("`operator`写`{}`的，`target`应是一个数，这里{said}", row.field("operator"));
        checker.tell_with_hint(written.span, message, hint);
    } else if read.demand == TaskDemand::Between {
        let ends = written.value.split_once(['-', '—', '～', '~']);
        let ends = ends.and_then(|(low, high)| Some((number(low)?, number(high)?)));
        if !ends.is_some_and(|(low, high)| low <= high) {
            checker.tell(written.span, format!("`operator`写`between`的，`target`写成 1-3，这里{said}"));
        }
    }
}

/// What the column `kind` may say.
pub(in crate::plan) fn kinds() -> Vec<&'static str> {
    words_of(&KINDS)
}
