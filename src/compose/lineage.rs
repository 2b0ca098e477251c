//! 数据来源: every value behind the figures of a group, with file, sheet, cell and hash.

use super::adjusted::Entry;
use super::listed::Counted;
use super::sources::{FiledValue, MOST_VALUES, Source, Sources};
use super::table::{body, marks, numbers, text, words};
use tongbao_document::{Cell, Figure, Row, Table, Value};
use tongbao_figures::aggregate::Group;
use tongbao_returns::domain::{OfficeFile, Period, Place, Reading, Return};
use tongbao_returns::registry::Unit;

/// One row a value that some formula of the plan reads, item by item; in a group with too many of them one row a return. In the
/// area's workbook of an area with counties only the units directly under the area are listed: the others stand in their county's
/// workbook.
pub(super) fn lineage(sources: &Sources<'_>, group: &Group) -> Table {
    let material = sources.material;
    let mut table = if sources.is_by_return { by_return(sources) } else { by_value(sources) };
    table.title = format!("{}数据来源", material.full_name(group));
    if sources.is_split {
        let direct = material.returns().direct_name();
        table.notes.push(format!(
            "本表只列{direct}单位；各县（市、区）单位的数据来源见“县区”文件夹内各县（市、区）工作簿的同名工作表。"
        ));
    }
    table
}

fn by_value(sources: &Sources<'_>) -> Table {
    let mut values: Vec<_> = sources.values().collect();
    // The values of one item stand one below the other, so that a sum over them is one range.
    values.sort_by_key(|value| sources.order(&value.item.name));
    Table {
        name: "数据来源".to_owned(),
        title: String::new(),
        unit_line: None,
        columns: vec![
            words("指标项", 12.0),
            words("单位", 14.0),
            numbers("数值", 7.0),
            marks("计量单位", 4.0),
            words("文件", 22.0),
            words("工作表", 7.0),
            marks("单元格", 4.0),
            marks("文件哈希（BLAKE3 前16位）", 10.0),
        ],
        label_columns: 2,
        rows: values
            .iter()
            .filter_map(|value| row(sources, value))
            .chain(sources.entries.iter().map(|entry| entry_row(sources, entry)))
            .chain(listed_rows(sources, counted_row))
            .collect(),
        notes: std::iter::once("本表列出指标公式所用的每一个数值及其来源单元格；“…”为未填。".to_owned())
            .chain(note_of_quarters(sources))
            .chain(note_of_entries(sources))
            .chain(note_of_counted(sources))
            .collect(),
    }
}

fn by_return(sources: &Sources<'_>) -> Table {
    let row = |source: &Source<'_>| {
        let Source { unit, form, filed, .. } = source;
        body(vec![text(named(unit, source.quarter())), text(&form.title), text(&filed.file.path), text(hash(filed))])
    };
    let rows = sources.returns.iter().map(row);
    let entries = sources.entries.iter().map(|entry| {
        let (item, place) = (entry.row.item.as_str(), entry.row.at().to_string());
        body(vec![text(whose(sources, entry)), text(item), text(place), text(hash_of_entries(sources))])
    });
    Table {
        name: "数据来源".to_owned(),
        title: String::new(),
        unit_line: None,
        columns: vec![words("单位", 14.0), words("报表", 14.0), words("文件", 26.0), marks("文件哈希（BLAKE3 前16位）", 10.0)],
        label_columns: 2,
        rows: rows.chain(entries).chain(listed_rows(sources, counted_return)).collect(),
        notes: std::iter::once(format!(
            "本组数值超过{MOST_VALUES}个，只列到报表；每个数值的工作表和单元格见存储文件夹 .tongbao/facts 中本期的 Parquet 文件。"
        ))
        .chain(note_of_quarters(sources))
        .chain(note_of_entries(sources))
        .chain(note_of_counted(sources))
        .collect(),
    }
}

/// The rows of the registry that are counted, as long as anybody pages through them.
fn listed_rows<'run>(sources: &'run Sources<'_>, row: fn(&Counted) -> Row) -> impl Iterator<Item = Row> + use<'run> {
    let counted = if sources.counted.len() <= MOST_VALUES { sources.counted.as_slice() } else { &[] };
    counted.iter().map(row)
}

/// A row of the registry, which is one.
fn counted_row(counted: &Counted) -> Row {
    let sheet = counted.spot.map_or("", |spot| spot.sheet.word());
    body(vec![
        text(counted.listed.column()),
        text(&counted.name),
        text("1"),
        text(""),
        text(OfficeFile::Registry.name()),
        text(sheet),
        text(counted.spot.map(|spot| spot.cell.to_string()).unwrap_or_default()),
        text(""),
    ])
}

fn counted_return(counted: &Counted) -> Row {
    let place = counted.spot.map(|spot| spot.to_string()).unwrap_or_default();
    let file = format!("{} {place}", OfficeFile::Registry.name());
    body(vec![text(&counted.name), text(counted.listed.column()), text(file.trim_end()), text("")])
}

fn note_of_counted(sources: &Sources<'_>) -> Option<String> {
    let note = "以“名录_”开头的，是名录在本期最后一天列出的行，一行计一个；同一单位是几个医联体成员的，成员数只计一个。";
    let unlisted = format!("名录的行超过{MOST_VALUES}行，不逐行列出，见 {}。", OfficeFile::Registry.name());
    match sources.counted.len() {
        0 => None,
        1..=MOST_VALUES => Some(note.to_owned()),
        _ => Some(unlisted),
    }
}

fn note_of_quarters(sources: &Sources<'_>) -> Option<String> {
    let is_by_quarter = sources.returns.iter().any(|source| source.form.is_by_quarter());
    is_by_quarter.then(|| "单位后注明季度的，出自按季填报的报表：本期累计由所列本年各季相加。".to_owned())
}

/// An entry of the office, which is no unit's.
fn entry_row(sources: &Sources<'_>, entry: &Entry<'_>) -> Row {
    let (decimals, unit) = entry.item(sources.material).map_or((0, ""), |item| (item.decimals, &item.unit));
    body(vec![
        text(entry.row.item.as_str()),
        text(whose(sources, entry)),
        Cell::Figure(Figure::new(entry.id(), Value::Number(entry.row.value), decimals, unit).kept_exact()),
        text(unit),
        text(OfficeFile::Adjustments.name()),
        text(&entry.row.sheet),
        text(entry.row.cell.to_string()),
        text(hash_of_entries(sources)),
    ])
}

/// `全市（差额）`, with its quarter where it is an earlier one.
fn whose(sources: &Sources<'_>, entry: &Entry<'_>) -> String {
    let name = sources.material.name(&entry.group);
    match entry.other_period(sources.material.period) {
        Some(period) => format!("{name}（差额，{period}）"),
        None => format!("{name}（差额）"),
    }
}

fn note_of_entries(sources: &Sources<'_>) -> Option<String> {
    let note = "注明差额的，是办公室登记的、只加在该组汇总数上的数，不属于任何单位，原因和文号见登记的文件。";
    (!sources.entries.is_empty()).then(|| note.to_owned())
}

fn hash_of_entries<'run>(sources: &Sources<'run>) -> &'run str {
    let hash = &sources.material.accepted.adjustments().hash;
    hash.get(..16).unwrap_or(hash)
}

fn hash(filed: &Return) -> &str {
    filed.file.hash.get(..16).unwrap_or(&filed.file.hash)
}

fn row(sources: &Sources<'_>, value: &FiledValue<'_>) -> Option<Row> {
    let FiledValue { unit, item, filed, fact, quarter, .. } = *value;
    let fact = filed.facts.get(fact)?;
    // As filed, with all digits, even where the form asks for fewer.
    let figure = |number| Cell::Figure(Figure::new(sources.id(value), number, item.decimals, &item.unit).kept_exact());
    let said = match &fact.reading {
        Reading::Number(number) => figure(Value::Number(*number)),
        Reading::Text(words) => text(words),
        Reading::NotApplicable => figure(Value::NotApplicable),
        Reading::Blank => figure(Value::NotReported),
    };
    let sheet = fact.place.and_then(|place| filed.sheets.get(usize::from(place.sheet))).map_or("", String::as_str);
    Some(body(vec![
        text(item.name.as_str()),
        text(named(unit, quarter)),
        said,
        text(&item.unit),
        text(&filed.file.path),
        text(sheet),
        text(fact.place.map(Place::a1).unwrap_or_default()),
        text(hash(filed)),
    ]))
}

/// `城关卫生院（2025Q1）` of one of several quarters.
fn named(unit: &Unit, quarter: Option<Period>) -> String {
    quarter.map_or_else(|| unit.name.clone(), |quarter| format!("{}（{quarter}）", unit.name))
}
