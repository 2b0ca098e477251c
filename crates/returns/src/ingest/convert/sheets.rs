//! Which sheet of the workbook is which sheet of the form, and which of them declare that they are empty.

use super::{code_of, tasks};
use crate::domain::{Period, Quarter};
use crate::ingest::index::{FormEntry, SheetEntry};
use crate::ingest::normal;
use crate::ingest::recognise::{Span, quarter_named};
use crate::ingest::workbook::{Grid, Value, Workbook};

/// Cells to the right of 本表无数据 in which its answer may stand.
const ANSWER_WITHIN: u16 = 4;

/// Which sheets of a workbook each sheet of a form may be.
#[derive(Debug)]
pub(super) struct Assigned {
    /// By the number of the form's sheet: by their names, the likeliest first.
    named: Vec<Vec<usize>>,
    /// Those that name a quarter which is not the period's.
    of_other_quarters: Vec<Vec<usize>>,
    cover: usize,
}

/// Finds the sheets of a form by their names: as the form has them, as copies of these, as those of the period's quarter.
pub(super) fn assign(workbook: &Workbook, form: &FormEntry<'_>, cover: usize, span: Span) -> Assigned {
    let period = span.period;
    // Most sheets bear the names that the form gave them.
    let called = |grid: &Grid| {
        let name = normal::compact(&grid.name);
        let is_as_given = form.sheets.iter().any(|sheet| sheet.name == name);
        let title = if is_as_given { Title { bare: name.clone(), quarter: None } } else { Title::of(&grid.name, span) };
        (name, title)
    };
    let titles: Vec<(String, Title)> = workbook.sheets.iter().map(called).collect();
    let mut assigned = Assigned { named: Vec::new(), of_other_quarters: Vec::new(), cover };
    for sheet in &form.sheets {
        let (mut named, mut of_other_quarters) = (Vec::new(), Vec::new());
        for (position, (name, title)) in titles.iter().enumerate() {
            let is_exact = *name == sheet.name;
            // The fields of a cover may stand above a table.
            if position == cover && !is_exact {
                continue;
            }
            let is_of_another = !is_exact && title.quarter.is_some_and(|quarter| Period::quarter(period.year, quarter) != period);
            if !is_exact && title.bare != sheet.name {
                continue;
            }
            if is_of_another {
                of_other_quarters.push(position);
            } else {
                let is_hidden = workbook.sheets.get(position).is_some_and(|grid| grid.is_hidden);
                named.push((is_hidden, !is_exact, position));
            }
        }
        named.sort_unstable();
        assigned.named.push(named.into_iter().map(|(.., position)| position).collect());
        assigned.of_other_quarters.push(of_other_quarters);
    }
    assigned
}

impl Assigned {
    /// The sheets that bear the name of a sheet of the form.
    pub(super) fn positions(&self, number: usize) -> &[usize] {
        self.named.get(number).map_or(&[], Vec::as_slice)
    }

    /// Sheets of other names that hold the codes of a sheet of the form.
    pub(super) fn strangers(&self, workbook: &Workbook, number: usize, form: &FormEntry<'_>) -> Vec<usize> {
        self.holding(workbook, number, form, |_| true)
    }

    /// Those of them that bear its name with something added, which is no other year.
    pub(super) fn called_alike(&self, workbook: &Workbook, number: usize, form: &FormEntry<'_>, period: Period) -> Vec<usize> {
        let Some(sheet) = form.sheets.get(number) else { return Vec::new() };
        self.holding(workbook, number, form, |name| {
            (name.contains(&sheet.name) || says_nothing_else(name)) && !names_another_time(name, period)
        })
    }

    /// Names are asked first: to look for codes is to go through all cells.
    fn holding(&self, workbook: &Workbook, number: usize, form: &FormEntry<'_>, is_called: impl Fn(&str) -> bool) -> Vec<usize> {
        let Some(sheet) = form.sheets.get(number) else { return Vec::new() };
        let is_named = |position: usize| self.named.iter().chain(&self.of_other_quarters).any(|named| named.contains(&position));
        let strangers = workbook.sheets.iter().enumerate().filter(|(position, grid)| {
            *position != self.cover && !is_named(*position) && !grid.is_self_check() && is_called(&normal::compact(&grid.name))
        });
        let holds = |(position, grid): &(usize, &Grid)| match &form.form.tasks {
            Some(_) => tasks::locate(workbook, grid).is_some(),
            None => has_codes(workbook, *position, sheet, form, is_of_corrections(&normal::compact(&grid.name))),
        };
        strangers.filter(holds).map(|(position, _)| position).collect()
    }

    /// The names of sheets that would be it, but are of another quarter.
    pub(super) fn of_other_quarters(&self, workbook: &Workbook, number: usize) -> Vec<String> {
        let positions = self.of_other_quarters.get(number).into_iter().flatten();
        positions.filter_map(|position| workbook.sheets.get(*position)).map(|grid| grid.name.clone()).collect()
    }
}

/// `修改后`, `Sheet1`, `更正表`: a name that does not say what else the sheet might be.
fn says_nothing_else(name: &str) -> bool {
    const OF_A_COPY: [&str; 6] = ["副本", "复件", "核实", "最新", "最终", "终稿"];
    let bare = name.to_ascii_lowercase();
    let is_default = bare.strip_prefix("sheet").or_else(|| bare.strip_prefix("工作表")).or_else(|| bare.strip_prefix('表'));
    is_default.is_some_and(|number| number.chars().all(|character| character.is_ascii_digit()))
        || OF_A_COPY.iter().any(|word| bare.contains(word))
        || is_of_corrections(&bare)
}

/// `更正说明`: a list of what somebody has put right, however short.
pub(super) fn is_of_corrections(name: &str) -> bool {
    ["更正", "订正", "修正", "修订", "补报", "修改"].iter().any(|word| name.contains(word))
}

/// `医疗服务2024`, `上年医疗服务`: what somebody keeps to compare with.
fn names_another_time(name: &str, period: Period) -> bool {
    let is_before = ["上年", "去年", "上期", "同期"].iter().any(|word| name.contains(word));
    let runs = name.split(|character: char| !character.is_ascii_digit()).filter(|digits| digits.len() == 4);
    is_before
        || runs.filter_map(|digits| digits.parse::<i16>().ok()).any(|year| (2000..=2100).contains(&year) && year != period.year)
}

/// A sheet's name without what hands and Excel add to it.
#[derive(Debug, PartialEq, Eq)]
struct Title {
    bare: String,
    quarter: Option<Quarter>,
}

impl Title {
    /// `医疗服务 (2)`, `医疗服务（四季度）`, `四季度-医疗服务`, `医疗服务_副本`
    fn of(name: &str, span: Span) -> Self {
        const COPIES: [&str; 12] =
            ["副本", "复件", "备份", "复制", "修改", "修改后", "更正", "更正后", "新", "最新", "最终", "copy"];
        const JOINTS: [char; 8] = ['-', '_', '—', '–', '－', '.', '、', '·'];
        // A quarter's name is taken off, and with it the months for which the form asks.
        let asked = |words: &str| {
            quarter_named(words).filter(|quarter| !span.at(Period::quarter(span.period.year, *quarter)).is_other(words))
        };
        let compact = normal::compact(name).to_ascii_lowercase();
        let (mut bare, mut quarter) = (compact.as_str(), None);
        loop {
            let before = bare.len();
            if let Some((rest, inside)) = bare.strip_suffix(')').and_then(|open| open.rsplit_once('(')) {
                let is_number = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
                if is_number || COPIES.contains(&inside) {
                    bare = rest;
                } else if let Some(named) = asked(inside) {
                    (bare, quarter) = (rest, Some(named));
                }
            }
            if let Some(rest) = COPIES.iter().filter(|copy| copy.len() > 3).find_map(|copy| bare.strip_suffix(copy)) {
                bare = rest;
            }
            let starts: Vec<usize> = bare.char_indices().map(|(position, _)| position).skip(1).collect();
            let splits = || starts.iter().map(|start| bare.split_at(*start));
            let behind = splits().find_map(|(front, back)| Some((front, asked(back)?)));
            let in_front = || splits().rev().find_map(|(front, back)| Some((back, asked(front)?)));
            if let Some((rest, named)) = behind.or_else(in_front) {
                (bare, quarter) = (rest, Some(named));
            }
            bare = bare.trim_matches(JOINTS);
            if bare.len() == before || bare.is_empty() {
                return Self { bare: bare.to_owned(), quarter };
            }
        }
    }
}

/// At least half of the sheet's codes stand in one column of the grid: a renamed sheet, not a stranger with a few like numbers; one is
/// enough on a list of corrections.
fn has_codes(
    workbook: &Workbook,
    position: usize,
    sheet: &SheetEntry<'_>,
    form: &FormEntry<'_>,
    is_of_corrections: bool,
) -> bool {
    let Some(grid) = workbook.sheets.get(position) else { return false };
    let mut columns: std::collections::BTreeMap<u16, Vec<usize>> = std::collections::BTreeMap::new();
    for cell in grid.cells() {
        let Some(code) = code_of(workbook.value(cell)) else { continue };
        if let Some(item) = form.position(&code).filter(|item| sheet.items.contains(item)) {
            let items = columns.entry(cell.column).or_default();
            if !items.contains(&item) {
                items.push(item);
            }
        }
    }
    columns.values().any(|items| is_of_corrections || items.len() * 2 >= sheet.items.len().max(1))
}

/// Whether the box 本表无数据 is ticked: in the same cell after a colon, or in a cell to the right.
pub(super) fn declares_empty(workbook: &Workbook, grid: &Grid) -> bool {
    grid.rows().any(|row| {
        row.iter().enumerate().any(|(position, cell)| {
            let Value::Text(text) = workbook.value(cell) else { return false };
            if !text.contains("无数据") {
                return false;
            }
            let compact = normal::compact(text);
            let Some(rest) = compact.strip_prefix("本表无数据") else { return false };
            if let Some((_, answer)) = rest.split_once(':').filter(|(_, answer)| !answer.is_empty()) {
                return is_ticked(answer);
            }
            let beside = row.get(position + 1).filter(|beside| beside.column - cell.column <= ANSWER_WITHIN);
            match beside.map(|beside| workbook.value(beside)) {
                Some(Value::Text(answer)) => is_ticked(&normal::compact(answer)),
                Some(Value::Bool(answer)) => answer,
                Some(Value::Number(answer)) => (answer - 1.0).abs() < f64::EPSILON,
                _ => false,
            }
        })
    })
}

fn is_ticked(answer: &str) -> bool {
    matches!(
        answer.to_ascii_uppercase().as_str(),
        "是" | "√" | "✓" | "✔" | "☑" | "■" | "1" | "Y" | "YES" | "TRUE" | "☑是" | "√是" | "■是" | "是√" | "是☑"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FlowBasis;

    fn title_of(name: &str, basis: FlowBasis) -> Title {
        Title::of(name, Span { period: Period::quarter(2025, Quarter::Fourth), basis })
    }

    #[test]
    fn a_name_is_known_by_what_is_left_of_it() {
        let title = |bare: &str, quarter: Option<Quarter>| Title { bare: bare.to_owned(), quarter };
        for name in
            ["医疗服务", "医疗服务 ", "医疗服务 (2)", "医疗服务（２）", "医疗服务-副本", "医疗服务（修改后）", "医疗服务 (2) (3)"]
        {
            assert_eq!(title_of(name, FlowBasis::YearToDate), title("医疗服务", None), "{name}");
        }
        for name in [
            "医疗服务（四季度）",
            "医疗服务4季度",
            "四季度-医疗服务",
            "医疗服务_Q4",
            "医疗服务（1—12月）",
            "医疗服务（第四季度）(2)",
        ] {
            assert_eq!(title_of(name, FlowBasis::YearToDate), title("医疗服务", Some(Quarter::Fourth)), "{name}");
        }
        assert_eq!(title_of("人员（在编）", FlowBasis::YearToDate), title("人员(在编)", None));
        assert_eq!(title_of("Sheet2", FlowBasis::YearToDate), title("sheet2", None));
        assert_eq!(title_of("", FlowBasis::YearToDate), title("", None));
    }

    #[test]
    fn the_months_that_are_asked_for_are_no_part_of_a_name() {
        let title = |bare: &str, quarter: Option<Quarter>| Title { bare: bare.to_owned(), quarter };
        for (name, basis) in [("医疗服务（1—9月）", FlowBasis::YearToDate), ("医疗服务（7—9月）", FlowBasis::Quarter)]
        {
            assert_eq!(title_of(name, basis), title("医疗服务", Some(Quarter::Third)), "{name}");
        }
        for (name, basis) in [("医疗服务(7-9月)", FlowBasis::YearToDate), ("医疗服务(1-9月)", FlowBasis::Quarter)] {
            assert_eq!(title_of(name, basis), title(name, None), "{name}");
        }
    }
}
