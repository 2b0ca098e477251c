//! The office's `adjustments.xlsx`: 差额, what is added to the sum of a group because no return can say it, row by row.

use std::collections::BTreeMap;
use std::path::Path;

use super::whom::{CODE, NAME, Whom};
use super::{Labels, Table, opened};
use crate::domain::{AdjustedGroup, Adjustment, CountyCode, EventSubject, File, Form, Item, OfficeFile, Period};
use crate::finding::Checked;
use crate::finding::facts::{AdjustmentNotUsed, SubjectTrouble};
use crate::ingest::convert::measure::Measure;
use crate::ingest::convert::number;
use crate::ingest::error::IngestError;
use crate::ingest::normal;
use crate::ingest::reader::Reader;
use crate::ingest::recognise::period_of;
use crate::ingest::remarks::Remarks;
use crate::ingest::workbook::{Cell, Odd, Value, Workbook};
use crate::nearest::nearest_names;
use crate::registry::Registry;

const PERIOD: Labels = &["报告期", "期别", "数据期"];
const GROUP: Labels = &["组", "组别", "汇总组", "范围", "汇总范围"];
const ITEM: Labels = &["指标项", "指标项名称", "指标名称", "项目"];
const VALUE: Labels = &["数值", "差额", "调整数", "调整数值", "金额"];
const REASON: Labels = &["原因", "调整原因", "理由", "说明", "依据"];
const DOCUMENT: Labels = &["文号", "依据文号", "批准文号"];

const COLUMNS: [(Labels, bool); 8] = [
    (PERIOD, true),
    (GROUP, false),
    (CODE, false),
    (NAME, false),
    (ITEM, true),
    (VALUE, true),
    (REASON, true),
    (DOCUMENT, false),
];
const AT_GROUP: usize = 1;
const AT_CODE: usize = 2;
const AT_NAME: usize = 3;
const AT_ITEM: usize = 4;
const AT_VALUE: usize = 5;
const AT_REASON: usize = 6;

/// What adjusting entries may be about.
#[derive(Debug, Clone, Copy)]
pub struct Adjustable<'run> {
    /// Counties and alliances; units are known, and refused.
    pub registry: &'run Registry,
    /// The forms of all plans.
    pub forms: &'run [Form],
    /// What the plans call their areas in tables, as 全市, with the areas' codes.
    pub areas: &'run [(String, CountyCode)],
}

/// Reads the adjusting entries; without the file there are none.
///
/// A row that cannot be used is a finding at its cell, and so is a file that cannot be opened: a sum must not stay as it was without a
/// word.
pub fn adjustments(path: &Path, adjustable: Adjustable<'_>, reader: &Reader) -> Result<Checked<Vec<Adjustment>>, IngestError> {
    let mut remarks = Remarks::about(File::Office(OfficeFile::Adjustments));
    let known = Known::of(adjustable);
    let workbook = opened(path, reader, &mut remarks)?;
    let value = workbook.map(|workbook| rows(&workbook, &known, &mut remarks)).unwrap_or_default();
    Ok(Checked { value, findings: remarks.into_findings() })
}

/// What rows are read by.
struct Known<'run> {
    registry: &'run Registry,
    whom: Whom<'run>,
    areas: &'run [(String, CountyCode)],
    /// By their names as compared.
    items: BTreeMap<String, &'run Item>,
}

impl<'run> Known<'run> {
    fn of(Adjustable { registry, forms, areas }: Adjustable<'run>) -> Self {
        let items = forms.iter().flat_map(Form::items).map(|item| (normal::compact(item.name.as_str()), item));
        // Where several forms have an item of the name, one of which adds, that one is meant.
        let mut by_name: BTreeMap<String, &Item> = BTreeMap::new();
        for (name, item) in items {
            let is_better = |known: &&Item| item.kind.adds() && !known.kind.adds();
            if by_name.get(&name).is_none_or(is_better) {
                by_name.insert(name, item);
            }
        }
        Self { registry, whom: Whom::new(registry), areas, items: by_name }
    }

    /// The area whose word in tables it is; none of a word that several areas share.
    fn area(&self, words: &str) -> Option<&'run CountyCode> {
        let mut named =
            self.areas.iter().filter(|(word, _)| normal::compact(word) == normal::compact(words)).map(|(_, code)| code);
        let first = named.next()?;
        named.all(|other| other == first).then_some(first)
    }
}

fn rows(workbook: &Workbook, known: &Known<'_>, remarks: &mut Remarks) -> Vec<Adjustment> {
    let tables: Vec<Table<'_, 8>> = workbook.sheets.iter().filter_map(|grid| Table::locate(workbook, grid, COLUMNS)).collect();
    if tables.is_empty() && workbook.sheets.iter().any(|grid| !grid.cells().is_empty()) {
        remarks.on_file(AdjustmentNotUsed::NoTable);
    }
    let mut adjustments: Vec<Adjustment> = Vec::new();
    for (table, (row, cells)) in tables.iter().flat_map(|table| table.rows().map(move |row| (table, row))) {
        let filled: Vec<String> = cells.iter().map(|cell| table.words(*cell)).filter(|words| !words.is_empty()).collect();
        let is_remark = filled.len() == 1 && ["注", "说明", "备注"].iter().any(|mark| filled[0].starts_with(mark));
        if filled.is_empty() && cells[AT_VALUE].is_none() || is_remark {
            continue;
        }
        let period = period(table, cells[0]);
        let read = period.clone().and_then(|period| adjustment(table, row, cells, known, period));
        let (column, trouble) = match read {
            Ok(adjustment) => {
                let Some(first) = adjustments.iter().find(|other| is_same(other, &adjustment)) else {
                    adjustments.push(adjustment);
                    continue;
                };
                (AT_VALUE, AdjustmentNotUsed::Twice { sheet: first.sheet.clone(), cell: first.cell })
            }
            Err(trouble) => trouble,
        };
        let finding = remarks.on_address(&table.grid.name, table.address(row, column), trouble);
        // What is wrong for one quarter disturbs no other.
        finding.period = period.ok();
    }
    adjustments
}

/// Whether two rows say the same, wherever they stand.
fn is_same(one: &Adjustment, other: &Adjustment) -> bool {
    let said = |row: &Adjustment| {
        (row.period, row.group.clone(), row.item.clone(), row.value.to_bits(), row.reason.clone(), row.document.clone())
    };
    said(one) == said(other)
}

/// What is wrong with a row, and in which column.
type Trouble = (usize, AdjustmentNotUsed);

fn period(table: &Table<'_, 8>, cell: Option<&Cell>) -> Result<Period, Trouble> {
    let read = cell.and_then(|cell| period_of(table.workbook.value(cell), table.workbook.is_1904));
    // A half and a year end with a quarter, and have its rows.
    read.map(Period::last_quarter).ok_or_else(|| match table.words(cell) {
        words if words.is_empty() => (0, AdjustmentNotUsed::PeriodUnsaid),
        written => (0, AdjustmentNotUsed::PeriodUnclear { written }),
    })
}

fn adjustment(
    table: &Table<'_, 8>,
    row: u32,
    cells: [Option<&Cell>; 8],
    known: &Known<'_>,
    period: Period,
) -> Result<Adjustment, Trouble> {
    let group = group(table, cells, known)?;
    let item = item(&table.words(cells[AT_ITEM]), known).map_err(|trouble| (AT_ITEM, trouble))?;
    let value = value(table, cells[AT_VALUE], item).map_err(|trouble| (AT_VALUE, trouble))?;
    let [.., reason, document] = cells.map(|cell| table.words(cell));
    if reason.is_empty() {
        return Err((AT_REASON, AdjustmentNotUsed::ReasonUnsaid));
    }
    Ok(Adjustment {
        period,
        group,
        item: item.name.clone(),
        value,
        reason,
        document: (!document.is_empty()).then_some(document),
        sheet: table.grid.name.clone(),
        cell: table.address(row, AT_VALUE),
    })
}

/// 组 holds a code or a name; 对象代码 and 对象名称 say which of the two they are.
fn group(table: &Table<'_, 8>, cells: [Option<&Cell>; 8], known: &Known<'_>) -> Result<AdjustedGroup, Trouble> {
    let [_, group, mut code, mut name, ..] = cells.map(|cell| table.words(cell));
    let (mut at_code, mut at_name) = (AT_CODE, AT_NAME);
    if !group.is_empty() {
        let is_code = known.whom.subject(&group, "").is_ok();
        match (is_code, code.is_empty(), name.is_empty()) {
            (true, true, _) => (code, at_code) = (group, AT_GROUP),
            (false, _, true) => (name, at_name) = (group, AT_GROUP),
            _ => {}
        }
    }
    if code.is_empty()
        && let Some(area) = known.area(&name)
    {
        return Ok(AdjustedGroup::County(area.clone()));
    }
    let said = known.whom.subject(&code, &name).map_err(|(column, trouble)| {
        let named = [AT_GROUP, AT_CODE, AT_NAME].into_iter().find(|column| table.columns[*column].is_some());
        let at = match (&trouble, column) {
            (SubjectTrouble::Unsaid, _) => named.unwrap_or(AT_GROUP),
            (_, 0) => at_code,
            _ => at_name,
        };
        (at, AdjustmentNotUsed::Group(trouble))
    })?;
    match said {
        EventSubject::County(code) => Ok(AdjustedGroup::County(code)),
        EventSubject::Alliance(code) => Ok(AdjustedGroup::Alliance(code)),
        EventSubject::Unit(unit) => {
            let at = if code.is_empty() { at_name } else { at_code };
            Err((at, AdjustmentNotUsed::OfAUnit { name: known.registry.unit_name(&unit) }))
        }
    }
}

fn item<'run>(written: &str, known: &Known<'run>) -> Result<&'run Item, AdjustmentNotUsed> {
    if written.is_empty() {
        return Err(AdjustmentNotUsed::ItemUnsaid);
    }
    match known.items.get(&normal::compact(written)) {
        Some(item) if item.kind.adds() => Ok(item),
        Some(item) => Err(AdjustmentNotUsed::ItemNeverAdds { item: item.name.to_string() }),
        None => {
            let names = known.items.values().map(|item| item.name.as_str());
            let nearest = nearest_names(written, names).into_iter().map(str::to_owned).collect();
            Err(AdjustmentNotUsed::ItemUnknown { written: written.to_owned(), nearest })
        }
    }
}

/// A number in the item's own unit of measure: what would have to be converted is asked about.
fn value(table: &Table<'_, 8>, cell: Option<&Cell>, item: &Item) -> Result<f64, AdjustmentNotUsed> {
    let Some(cell) = cell else { return Err(AdjustmentNotUsed::ValueUnsaid) };
    let unclear = |written: &str| AdjustmentNotUsed::ValueUnclear { written: written.to_owned(), unit: item.unit.clone() };
    let is_in_doubt = table.grid.odd(cell.row, cell.column).is_some_and(Odd::leaves_in_doubt);
    match table.workbook.value(cell) {
        Value::Number(number) if is_in_doubt => Err(unclear(&number.to_string())),
        Value::Number(number) if number.is_finite() => Ok(number),
        Value::Text(text) if text.trim_matches(normal::is_blank).is_empty() => Err(AdjustmentNotUsed::ValueUnsaid),
        Value::Text(text) => match number::parse(text, &Measure::of(&item.unit)) {
            Ok(parsed) if !parsed.is_converted => Ok(parsed.value),
            _ => Err(unclear(text.trim_matches(normal::is_blank))),
        },
        Value::Iso(text) => Err(unclear(text)),
        Value::Number(_)
        | Value::DateTime(_)
        | Value::Bool(_)
        | Value::Error(_)
        | Value::Uncalculated
        | Value::Withdrawn(_)
        | Value::Lost => Err(unclear("")),
    }
}
