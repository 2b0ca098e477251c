//! The units of measure in which a sheet says that its values are, wherever it says so: in the label of their column, below it, in a line
//! above or below the table, in a title, in the name of the sheet, on the cover.
//!
//! Out: words, the nearest first. Which of them concern an item is decided by what the item is measured in.

use super::measure::Measure;
use super::table::Table;
use crate::domain::Form;
use crate::ingest::index::FormEntry;
use crate::ingest::normal;
use crate::ingest::workbook::{Grid, Value, Workbook};

/// Labels of a unit of measure; on a cover 单位 alone is whoever files.
const OF_MEASURE: [&str; 5] = ["计量单位", "金额单位", "货币单位", "数据单位", "单位"];
/// Longer words are explanations, not units.
const LONGEST: usize = 8;

/// What a sheet says above and around its values. A line that the form itself prints says nothing new.
pub(super) fn above(workbook: &Workbook, grid: &Grid, table: &Table, form: &FormEntry<'_>, cover: usize) -> Vec<String> {
    let mut stated = of_label(&table.label);
    if let Some(below) = &table.below {
        stated.extend(of_label(below));
    }
    for (position, cell) in grid.cells().iter().enumerate() {
        let Value::Text(text) = workbook.value(cell) else { continue };
        let is_above = cell.row < table.header;
        if !is_above && !text.contains('单') && !text.contains('按') {
            continue;
        }
        let line = normal::compact(text);
        if is_above {
            let beside = grid.cells().get(position + 1).filter(|beside| beside.row == cell.row);
            let beside = beside.and_then(|beside| match workbook.value(beside) {
                Value::Text(text) => Some(normal::compact(text)),
                _ => None,
            });
            stated.extend(news(of_line(&line, beside.as_deref()), form));
        } else if cell.row > table.header {
            stated.extend(news(of_note(&line), form));
        }
    }
    stated.extend(in_brackets(&normal::compact(&grid.name)));
    let covers = workbook.sheets.get(cover).into_iter().filter(|sheet| sheet.name != grid.name);
    for row in covers.flat_map(Grid::rows) {
        for (position, cell) in row.iter().enumerate() {
            let Value::Text(text) = workbook.value(cell) else { continue };
            if !text.contains('单') {
                continue;
            }
            let line = normal::compact(text);
            let Some(rest) = OF_MEASURE.iter().take(4).find_map(|label| line.strip_prefix(label)) else { continue };
            match (rest.trim_start_matches(':'), row.get(position + 1).map(|beside| workbook.value(beside))) {
                ("", Some(Value::Text(beside))) => stated.extend(listed(&normal::compact(beside))),
                (rest, _) => stated.extend(listed(rest)),
            }
        }
    }
    // 本期累计 is no unit, and neither is what concerns none of the items.
    stated.retain(|words| {
        let measure = Measure::of(words);
        form.items.iter().any(|entry| entry.item.kind.is_number() && measure.step_to(&entry.measure).is_some())
    });
    stated
}

/// The unit of measure that an item's name states, as written on the sheet: `总收入（元）`.
pub(super) fn of_name(name: &str) -> Vec<String> {
    in_brackets(&normal::compact(name))
}

/// The words of a line, unless the form prints all of them.
fn news(stated: Vec<String>, form: &FormEntry<'_>) -> Vec<String> {
    if stated.iter().all(|words| form.printed_units.contains(words)) { Vec::new() } else { stated }
}

/// The units of measure that a form prints above its tables.
pub(in crate::ingest) fn printed(form: &Form) -> Vec<String> {
    form.sheets.iter().flat_map(|sheet| of_line(&normal::compact(&sheet.unit_line), None)).collect()
}

/// `本期累计（元）`, `本期累计 元`, `本期累计/元`, `（单位：元）`
fn of_label(label: &str) -> Vec<String> {
    let pieces = label.split(|character: char| normal::is_blank(character) || "/／()（）:：,，;；".contains(character));
    pieces.map(normal::compact).filter(|piece| is_unit(piece)).collect()
}

/// A line above a table: `计量单位：万元、人`, `单位：元（收入），%（水平）`, `（单位 元）`, `（元）`, `收入水平（元）`; the label alone has its words in
/// the next cell.
fn of_line(line: &str, beside: Option<&str>) -> Vec<String> {
    let bare = line.strip_prefix('(').and_then(|line| line.strip_suffix(')')).unwrap_or(line);
    let labelled = OF_MEASURE.iter().find_map(|label| bare.strip_prefix(label));
    match labelled.map(|rest| rest.trim_start_matches(':')) {
        Some("") => beside.map(listed).unwrap_or_default(),
        Some(rest) => listed(rest),
        None if bare.len() < line.len() => listed(bare),
        None => in_brackets(line),
    }
}

/// A note below a table, or a remark beside a value: `注：收入以元为单位`, `金额单位：元`, `单位为元`, `此处按元填`.
pub(super) fn of_note(line: &str) -> Vec<String> {
    let behind = |label: &&str| {
        let signs = [":", "为", "是"].iter();
        signs.filter_map(|sign| line.split_once(&format!("{label}{sign}"))).map(|(_, words)| listed(words)).next()
    };
    let between = |end: &&str| {
        let (before, _) = line.split_once(*end)?;
        Some(listed(before.rsplit_once(['以', '按'])?.1))
    };
    let found = OF_MEASURE.iter().find_map(behind);
    found.or_else(|| ["为单位", "填", "计", "统计"].iter().find_map(between)).unwrap_or_default()
}

/// Units in brackets, with or without their label.
fn in_brackets(line: &str) -> Vec<String> {
    normal::in_brackets(line)
        .flat_map(|inside| {
            let labelled = OF_MEASURE.iter().find_map(|label| inside.strip_prefix(label));
            listed(labelled.map_or(inside, |rest| rest.trim_start_matches(':')))
        })
        .collect()
}

/// `万元、人`; what stands in brackets behind one says of what.
fn listed(words: &str) -> Vec<String> {
    let bare = normal::without_brackets(words.trim_start_matches(':'));
    bare.split(['、', ',', '，', ';', '；', '/', '。']).filter(|piece| is_unit(piece)).map(str::to_owned).collect()
}

fn is_unit(words: &str) -> bool {
    !words.is_empty() && words.chars().count() <= LONGEST && !words.chars().any(|character| character.is_ascii_digit())
}

/// Whether two words mean the same measure.
pub(super) fn is_same(one: &str, other: &Measure) -> bool {
    Measure::of(one).step_to(other) == Some(super::measure::Step::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_labels_state_units() {
        for (line, expected) in [
            ("计量单位:万元、人", vec!["万元", "人"]),
            ("单位:元(收入),%(水平)", vec!["元", "%"]),
            ("单位:千元(保留两位小数)", vec!["千元"]),
            ("(单位元)", vec!["元"]),
            ("(元)", vec!["元"]),
            ("收入水平(单位:元)", vec!["元"]),
            ("医疗服务情况", vec![]),
        ] {
            assert_eq!(of_line(line, None), expected, "{line}");
        }
        assert_eq!(of_line("单位:", Some("元")), ["元"]);
        assert_eq!(of_line("填报单位:甲县人民医院", None), [""; 0]);
        for label in ["本期累计（元）", "本期累计\n单位：元", "本期累计 元", "本期累计/元"] {
            assert!(of_label(label).contains(&"元".to_owned()), "{label}");
        }
        assert_eq!(of_note("注:收入以元为单位"), ["元"]);
        assert_eq!(of_note("说明:金额单位:元。"), ["元"]);
        assert_eq!(of_note("单位为元"), ["元"]);
        assert_eq!(of_note("此处按元填"), ["元"]);
        assert_eq!(of_note("单位负责人:张三"), [""; 0]);
        assert_eq!(of_name("总收入（元）"), ["元"]);
    }
}
