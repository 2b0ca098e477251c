//! `ledger.csv`: the tasks without a formula.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};

use super::fields::{Checker, Placed};
use crate::plan::meant::{LedgerKind, LedgerRow, TaskDeadline, TaskDemand};
use crate::plan::mistake::Mistake;
use crate::plan::near;
use crate::plan::source::Source;
use tongbao_returns::domain::task::code_of;

const COLUMNS: [&str; 14] = [
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

/// Checks the ledger of a plan with these campaigns; rows that an indicator cites do not belong here.
pub(in crate::plan) fn read(
    campaigns: &[String],
    cited: &BTreeSet<&str>,
    source: &Source,
    mistakes: &mut Vec<Mistake>,
) -> Vec<LedgerRow> {
    let mut checker = Checker { source, mistakes };
    let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(source.text.as_bytes());
    let mut records = reader.records();
    let mut columns: Option<BTreeMap<&'static str, usize>> = None;
    let mut ids = BTreeSet::new();
    let mut rows = Vec::new();
    for (number, record) in (1_u64..).zip(&mut records) {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let start = error.position().map_or(0, |position| offset(position.byte()));
                checker.tell(line_at(&source.text, start), format!("CSV 第{number}条记录无法读取：{error}"));
                break;
            }
        };
        let line = line_of(&record, &source.text);
        let Some(columns) = &columns else {
            columns = header(&record, &line, &mut checker);
            if columns.is_none() {
                break;
            }
            continue;
        };
        if record.len() != columns.len() {
            checker.tell(line, format!("应有{}列，这里有{}列", columns.len(), record.len()));
            continue;
        }
        let field = |name: &str| columns.get(name).and_then(|&column| record.get(column)).unwrap_or_default().trim();
        let placed = |name: &str| Placed { value: field(name).to_owned(), span: place_of(field(name), &line, &source.text) };
        for name in ["id", "title", "kind"].into_iter().filter(|name| field(name).is_empty()) {
            checker.tell(line.clone(), format!("缺少`{name}`"));
        }
        let id = placed("id");
        if cited.contains(id.value.as_str()) {
            checker.tell(id.span.clone(), format!("目录`{}`已由指标引用，不应再列入台账", id.value));
        }
        // The ledger form names a task without its plan.
        if !id.value.is_empty() && !ids.insert(code_of(&id.value).to_owned()) {
            checker.tell(id.span, format!("台账`{}`重复", id.value));
        }
        let campaign = placed("campaign");
        if !campaigns.is_empty() && !campaigns.contains(&campaign.value) {
            let hint = near::suggestion(&campaign.value, campaigns.iter().map(String::as_str));
            checker.tell_with_hint(campaign.span, format!("plan.toml 的`campaigns`里没有`{}`", campaign.value), hint);
        }
        let deadline = TaskDeadline::of(field("deadline"));
        if deadline.is_none() && !field("deadline").is_empty() {
            checker.tell(
                placed("deadline").span,
                format!("`deadline`应写成 2025、2025-06 或 2025-06-30，这里是`{}`", field("deadline")),
            );
        }
        let kind = checker.word(&placed("kind"), "kind", &KINDS);
        let text = |name: &str| field(name).to_owned();
        let known = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
        rows.push(LedgerRow {
            id: id.value,
            clause: text("clause"),
            campaign: campaign.value,
            title: text("title"),
            item: text("item"),
            measure: text("measure"),
            demand: TaskDemand::of(field("operator")),
            target: known("target"),
            unit: known("unit"),
            deadline,
            scope: text("scope"),
            responsible: field("responsible")
                .split([';', '；'])
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            kind: kind.unwrap_or(LedgerKind::Ledger),
            note: text("note"),
        });
    }
    if columns.is_none() && source.text.trim().is_empty() {
        checker.tell(0..0, format!("缺少表头：{}", COLUMNS.join(",")));
    }
    rows
}

/// Where each column stands; `None` after the header's mistakes are told.
fn header(record: &StringRecord, line: &Range<usize>, checker: &mut Checker<'_>) -> Option<BTreeMap<&'static str, usize>> {
    let mut columns = BTreeMap::new();
    let mut is_sound = true;
    for (position, written) in record.iter().map(str::trim).enumerate() {
        let place = place_of(written, line, &checker.source.text);
        match COLUMNS.iter().find(|known| **known == written) {
            None => {
                checker.tell_with_hint(place, format!("没有这一列：`{written}`"), near::suggestion(written, COLUMNS));
                is_sound = false;
            }
            Some(known) => {
                if columns.insert(*known, position).is_some() {
                    checker.tell(place, format!("列`{written}`重复"));
                    is_sound = false;
                }
            }
        }
    }
    for missing in COLUMNS.into_iter().filter(|name| !columns.contains_key(name)) {
        checker.tell(line.clone(), format!("缺少列`{missing}`"));
        is_sound = false;
    }
    is_sound.then_some(columns)
}

/// The bytes of a record's first line.
fn line_of(record: &StringRecord, text: &str) -> Range<usize> {
    line_at(text, record.position().map_or(0, |position| offset(position.byte())))
}

/// The rest of the line at an offset, blank lines before it skipped: a record begins where the one before ended.
fn line_at(text: &str, offset: usize) -> Range<usize> {
    let rest = text.get(offset..).unwrap_or_default();
    let start = offset + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let length = text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    start..start + length
}

fn place_of(field: &str, line: &Range<usize>, text: &str) -> Range<usize> {
    let found = text.get(line.clone()).and_then(|line| line.find(field)).filter(|_| !field.is_empty());
    found.map_or_else(|| line.clone(), |start| line.start + start..line.start + start + field.len())
}

fn offset(byte: u64) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}
