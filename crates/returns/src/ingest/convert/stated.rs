//! The units of measure in which a sheet says that its values are, wherever it says so: in the label of their column, above or below it, in a
//! comment on it, in a line above or below the table, in a title, in a text box, in the name of the sheet, on the cover.
//!
//! Out: words, kept by how near they stand. Which of them concern an item is decided by what the item is measured in: the nearest holds, and
//! where lines of the sheet contradict one another nobody knows which.

use super::code_of;
use super::measure::{Measure, Step};
use super::table::Table;
use super::unit_words::{OF_MEASURE, in_brackets, line, listed, of_comment, of_label, of_line, of_note};
use crate::ingest::index::{FormEntry, ItemEntry};
use crate::ingest::normal;
use crate::ingest::workbook::{Cell, Grid, Value, Workbook};

/// What a sheet says around its values.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// In the label of the values, or directly above a header that takes over lower down.
    near: Vec<String>,
    /// Line by line: above and below the table, and in the sheet's name.
    lines: Vec<Line>,
    cover: Vec<String>,
    /// In the head or foot of the printed page: where nothing else is said it is no word to convert by, and none to pass over.
    page: Vec<String>,
}

/// The units of one line.
#[derive(Debug)]
struct Line {
    words: Vec<String>,
    /// The form prints all of them somewhere above its tables: each item may find its own among them.
    is_forms: bool,
}

/// Two units of measure of which nobody knows which holds: the one that is not the item's own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Contradiction(pub(super) String);

impl Stated {
    /// Looks around a table.
    pub(super) fn around(workbook: &Workbook, grid: &Grid, table: &Table, form: &FormEntry<'_>, cover: usize) -> Self {
        let mut stated = Self { near: table.labels().flat_map(|label| of_label(label)).collect(), ..Self::default() };
        for (position, cell) in grid.cells().iter().enumerate() {
            let Value::Text(text) = workbook.value(cell) else { continue };
            let beside = || text_beside(workbook, grid.cells().get(position + 1), cell.row);
            let words = if cell.row < table.header {
                let line = line(text);
                [of_line(&line, beside().as_deref()), of_note(&line)].concat()
            } else if cell.row == table.header {
                let line = line(text);
                if OF_MEASURE.iter().any(|label| line.strip_prefix(label).is_some_and(|rest| rest.starts_with(':'))) {
                    of_line(&line, None)
                } else {
                    continue;
                }
            } else if text.contains(['单', '按', '计', '以']) && !has_code(workbook, grid, cell, table, form) {
                let line = line(text);
                let is_labelled = OF_MEASURE.iter().any(|label| line.starts_with(label));
                [if is_labelled { of_line(&line, None) } else { Vec::new() }, of_note(&line)].concat()
            } else {
                continue;
            };
            // A header that takes over lower down brings its own line with it.
            if table.start > 0 && (table.start..table.header).contains(&cell.row) {
                stated.near.extend(words);
            } else if cell.row < table.end {
                stated.say_line(words, &line(text), form);
            }
        }
        for ((row, column), note) in &grid.layout.notes {
            // Those in the rows of items are looked for there.
            if grid.cell(*row, table.code).is_some_and(|code| is_of_item(workbook, code, form)) {
                continue;
            }
            match table.bears_note(*row, *column) {
                Some(true) => stated.near.extend(of_comment(note)),
                Some(false) => stated.say(of_comment(note), form),
                None => {}
            }
        }
        // A text box says what a comment on the sheet says: nobody knows on what it lies.
        for words in &grid.layout.boxes {
            stated.say(of_comment(words), form);
        }
        stated.say(in_brackets(&line(&grid.name)), form);
        stated.cover = on_cover(workbook, grid, cover);
        stated.page = grid.layout.page_words.iter().map(|text| line(text)).flat_map(|line| of_note(&line)).collect();
        let concerns = |words: &String| {
            let measure = Measure::of(words);
            form.items.iter().any(|entry| entry.item.kind.is_number() && measure.concerns(&entry.measure))
        };
        // 本期累计 is no unit, and neither is what concerns none of the items.
        stated.near.retain(concerns);
        stated.cover.retain(concerns);
        stated.page.retain(concerns);
        stated.lines.iter_mut().for_each(|line| line.words.retain(concerns));
        stated.lines.retain(|line| !line.words.is_empty());
        stated
    }

    /// What a line says: of several things where brackets say of what, as `单位：元（资产总额：亿元）` does, each word stands for itself.
    fn say_line(&mut self, words: Vec<String>, line: &str, form: &FormEntry<'_>) {
        let bare = line.strip_prefix('(').and_then(|line| line.strip_suffix(')')).unwrap_or(line);
        if words.is_empty() || !bare.contains('(') {
            return self.say(words, form);
        }
        for word in words.into_iter().chain(in_brackets(bare)) {
            self.say(vec![word], form);
        }
    }

    fn say(&mut self, words: Vec<String>, form: &FormEntry<'_>) {
        if !words.is_empty() {
            let is_forms = words.iter().all(|words| form.printed_units.contains(words));
            self.lines.push(Line { words, is_forms });
        }
    }

    /// Whether nothing is said but what the form prints.
    pub(super) fn says_nothing(&self) -> bool {
        self.near.is_empty() && self.cover.is_empty() && self.page.is_empty() && self.lines.iter().all(|line| line.is_forms)
    }

    /// The unit in which an item is, if it is another than `own`, which stands in its row or is the form's; `in_name` is what its name says.
    pub(super) fn of<'all>(
        &'all self,
        in_name: &'all [String],
        own: &Measure,
        entry: &ItemEntry<'_>,
    ) -> Result<Option<&'all String>, Contradiction> {
        let concerns = |words: &&String| Measure::of(words).concerns(&entry.measure);
        let near: Vec<&String> = in_name.iter().chain(&self.near).filter(concerns).collect();
        if let Some(nearest) = near.first() {
            return Ok(Some(*nearest).filter(|_| !near.iter().any(|words| is_same(words, own))));
        }
        let (mut agrees, mut others): (bool, Vec<&String>) = (false, Vec::new());
        for line in &self.lines {
            let mut words = line.words.iter().filter(concerns).peekable();
            match words.peek().copied() {
                // What the form prints is no word of the filler against another.
                Some(_) if words.any(|words| is_same(words, own)) => agrees |= !line.is_forms,
                Some(first) if !line.is_forms => others.push(first),
                _ => {}
            }
        }
        match others.split_first() {
            Some((first, rest)) if agrees || rest.iter().any(|other| !is_same(other, &Measure::of(first))) => {
                Err(Contradiction((*first).clone()))
            }
            Some((first, _)) => Ok(Some(first)),
            None if agrees => Ok(None),
            None => match self.cover.iter().find(concerns) {
                Some(words) => Ok(Some(words).filter(|words| !is_same(words, own))),
                None => match self.page.iter().find(|words| concerns(words) && !is_same(words, own)) {
                    Some(words) => Err(Contradiction(words.clone())),
                    None => Ok(None),
                },
            },
        }
    }
}

fn text_beside(workbook: &Workbook, beside: Option<&Cell>, row: u32) -> Option<String> {
    match workbook.value(beside.filter(|beside| beside.row == row)?) {
        Value::Text(text) => Some(line(text)),
        _ => None,
    }
}

/// Whether a cell stands in the row of an item: its words are no note.
fn has_code(workbook: &Workbook, grid: &Grid, cell: &Cell, table: &Table, form: &FormEntry<'_>) -> bool {
    grid.cell(cell.row, table.code).is_some_and(|code| is_of_item(workbook, code, form))
}

fn is_of_item(workbook: &Workbook, code: &Cell, form: &FormEntry<'_>) -> bool {
    code_of(workbook.value(code)).is_some_and(|code| form.position(&code).is_some())
}

/// 金额单位 on the cover, or a note there; 单位 alone is whoever files.
fn on_cover(workbook: &Workbook, grid: &Grid, cover: usize) -> Vec<String> {
    let mut stated = Vec::new();
    let covers = workbook.sheets.get(cover).into_iter().filter(|sheet| sheet.name != grid.name);
    for row in covers.flat_map(Grid::rows) {
        for (position, cell) in row.iter().enumerate() {
            let Value::Text(text) = workbook.value(cell) else { continue };
            if !text.contains('单') {
                continue;
            }
            let line = line(text);
            let Some(rest) = OF_MEASURE.iter().take(4).find_map(|label| line.strip_prefix(label)) else {
                stated.extend(if line.contains("金额") { of_note(&line) } else { Vec::new() });
                continue;
            };
            match (rest.trim_start_matches(':'), row.get(position + 1).map(|beside| workbook.value(beside))) {
                ("", Some(Value::Text(beside))) => stated.extend(listed(&normal::compact(beside))),
                (rest, _) => stated.extend(listed(rest)),
            }
        }
    }
    stated
}

/// Whether two words mean the same measure.
pub(super) fn is_same(one: &str, other: &Measure) -> bool {
    Measure::of(one).step_to(other) == Some(Step::None)
}
