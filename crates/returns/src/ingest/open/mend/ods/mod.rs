//! The content of .ods: without the blanks between cells that calamine takes for cells, with percentages as they are shown, and with signs for
//! the fonts of words; and an account of its cells.
//!
//! What stands beside the words of a cell is kept apart: comments, text boxes. Sheets of other workbooks whose values are kept here are left out.

mod conditions;
mod origin;
mod pages;
mod styles;

use std::collections::BTreeSet;

use quick_xml::Writer;
use quick_xml::events::{BytesStart, BytesText, Event};

use crate::ingest::open::account::{At, SheetAccount};
use crate::ingest::open::comments;
use crate::ingest::open::conditional::Conditions;
use crate::ingest::open::font::Font;
use crate::ingest::open::number_format::moved;
use crate::ingest::open::rich;
use crate::ingest::open::xml::{attribute, reader, words};
use origin::Origin;
use styles::Styles;
use tongbao_document::count;

/// More cells than this that stand in the file once are not told apart by their styles.
const MOST_REPEATED: u32 = 1000;

/// The content in calamine's own way, and the account of each sheet in order; `None` if it is no XML or breaks off, which calamine reads for
/// ever. `common` are the styles that stand in a part of their own, `meta` is what the workbook says of itself.
pub(in crate::ingest::open) fn plain(content: &str, common: &str, meta: &str) -> Option<(Vec<u8>, Vec<SheetAccount>)> {
    let mut reader = reader(content);
    let mut writer = Writer::new(Vec::with_capacity(content.len()));
    let mut styles = Styles::of(common);
    let mut place = Place { origin: Origin::of(meta), ..Place::default() };
    // Elements that have not ended.
    let mut open = 0_usize;
    // How deep the reader is in cells, and the font of each span that is open.
    let (mut in_cell, mut spans) = (0_u32, Vec::<Font>::new());
    // The words of the cell in which the reader is.
    let mut shown = String::new();
    let mut aside: Option<Aside> = None;
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Start(_) => open += 1,
            Event::End(_) => open = open.saturating_sub(1),
            _ => {}
        }
        if let Some(beside) = &mut aside {
            if beside.hears(&event) {
                place.note(aside.take());
            } else if matches!(event, Event::Eof) {
                return None;
            }
            continue;
        }
        match &event {
            Event::Eof => return (open == 0).then(|| (writer.into_inner(), place.accounts)),
            Event::Start(element) | Event::Empty(element) => {
                let is_start = matches!(event, Event::Start(_));
                if let Some(kind) = AsideKind::of(element, in_cell > 0) {
                    aside = is_start.then_some(Aside { kind, depth: 1, said: String::new() });
                    continue;
                }
                let name = element.local_name();
                styles.begin(element);
                if !is_start {
                    styles.end(name.as_ref());
                }
                match name.as_ref() {
                    "table" => {
                        let table = place.begin_table(element, &styles);
                        writer.write_event(if is_start { Event::Start(table) } else { Event::Empty(table) }).ok()?;
                        continue;
                    }
                    "table-cell" | "covered-table-cell" => {
                        place.cell(element, &styles);
                        in_cell += u32::from(is_start);
                        shown.clear();
                        if let Some(cell) = as_shown(element) {
                            writer.write_event(if is_start { Event::Start(cell) } else { Event::Empty(cell) }).ok()?;
                            continue;
                        }
                    }
                    "span" if is_start => {
                        let style = attribute(element, "style-name").unwrap_or_default();
                        spans.push(styles.font(&style).or(spans.last().copied().unwrap_or_default()));
                    }
                    "s" => shown.push(' '),
                    "tab" => shown.push('\t'),
                    "line-break" => shown.push('\n'),
                    "p" if !shown.is_empty() => shown.push('\n'),
                    name => place.begin(name, element, &styles),
                }
            }
            Event::End(element) => {
                styles.end(element.local_name().as_ref());
                match element.local_name().as_ref() {
                    "table-cell" | "covered-table-cell" => {
                        in_cell = in_cell.saturating_sub(1);
                        place.shows(&shown);
                    }
                    "span" => drop(spans.pop()),
                    name => place.end(name),
                }
            }
            Event::Comment(_) => continue,
            other if in_cell == 0 && matches!(other, Event::Text(_) | Event::GeneralRef(_)) => {
                let words = words(other).unwrap_or_default();
                styles.words(&words);
                if words.trim().is_empty() {
                    continue;
                }
            }
            other if in_cell > 0 => {
                let words = words(other).unwrap_or_default();
                if spans.last().is_some_and(|font| *font != Font::default()) && !words.is_empty() {
                    let run = rich::run(&words, spans.last().copied().unwrap_or_default());
                    shown.push_str(&run);
                    writer.write_event(Event::Text(BytesText::new(&run))).ok()?;
                    continue;
                }
                shown.push_str(&words);
            }
            _ => {}
        }
        writer.write_event(event).ok()?;
    }
}

/// What is no part of a sheet's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AsideKind {
    /// The comment on a cell.
    Comment,
    /// A drawing, with what is written in it.
    Drawing,
    /// A sheet of another workbook.
    OtherBook,
}

impl AsideKind {
    /// What an element is that is no part of the cells.
    fn of(element: &BytesStart<'_>, is_in_cell: bool) -> Option<Self> {
        let name = element.local_name();
        match name.as_ref() {
            "annotation" if is_in_cell => Some(Self::Comment),
            "shapes" => Some(Self::Drawing),
            _ if is_in_cell && element.name().as_ref().starts_with("draw:") => Some(Self::Drawing),
            // LibreOffice keeps what formulas have read elsewhere in sheets of this name.
            "table" if attribute(element, "name").is_some_and(|name| name.starts_with("'file:")) => Some(Self::OtherBook),
            _ => None,
        }
    }
}

/// Something that is being passed over, with its words.
#[derive(Debug)]
struct Aside {
    kind: AsideKind,
    depth: usize,
    said: String,
}

impl Aside {
    /// Goes on; whether it has come to its end.
    fn hears(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(element) => {
                self.depth -= 1;
                if element.local_name().as_ref() == "p" {
                    self.said.push('\n');
                }
            }
            Event::Empty(_) | Event::Eof => {}
            other => self.said.extend(words(other).as_deref()),
        }
        self.depth == 0
    }
}

/// A percentage becomes the words that the cell shows: `98.5%`; a number that is none, `339,0`, its own words.
fn as_shown<'part>(element: &BytesStart<'part>) -> Option<BytesStart<'part>> {
    let kind = attribute(element, "value-type").filter(|kind| matches!(kind.as_str(), "percentage" | "float" | "currency"))?;
    let value = attribute(element, "value")?;
    let shown = match value.trim().parse::<f64>() {
        Ok(number) if kind == "percentage" => format!("{}%", moved(number, 2)),
        Ok(_) => return None,
        Err(_) => value,
    };
    let kept = element.attributes().flatten().filter(|one| !matches!(one.key.local_name().as_ref(), "value" | "value-type"));
    let mut cell = element.clone().into_owned();
    cell.clear_attributes();
    cell.extend_attributes(kept);
    cell.extend_attributes([("office:value-type", "string"), ("office:string-value", shown.as_str())]);
    Some(cell)
}

/// Whether a column or a row is not shown.
fn is_hidden(element: &BytesStart<'_>, styles: &Styles) -> bool {
    attribute(element, "visibility").is_some_and(|shown| matches!(shown.as_str(), "collapse" | "filter"))
        || attribute(element, "style-name").is_some_and(|style| styles.is_of_no_size(&style))
}

/// The sign of an error, as the programs show it that keep one as a number.
fn is_error(words: &str) -> bool {
    let words = words.trim();
    (words.starts_with('#') && words.ends_with(['!', '?', 'A', '0'])) || words.starts_with("Err:") || words.starts_with("错误:")
}

/// Where the reader stands in the sheets, and what it has learnt of their layout.
#[derive(Debug, Default)]
struct Place {
    accounts: Vec<SheetAccount>,
    row: u32,
    rows: u32,
    /// The style of a row's cells that have none of their own.
    row_style: Option<String>,
    column: u32,
    /// The column of the last cell, how often it stands there, whether it holds a number, and whether it does not say what it holds.
    last: u32,
    times: u32,
    is_number: bool,
    is_untyped: bool,
    /// Whether only the words of the cell tell if its formula was calculated.
    is_in_question: bool,
    /// Columns before which, in the order of the sheet, the cells without a style of their own have this one.
    column_styles: Vec<(u32, Option<String>)>,
    /// Names of the sheets so far: of two of one name calamine knows the second only.
    names: BTreeSet<String>,
    /// The cells of the conditional format that is being read, and its rules.
    conditions: conditions::Reading,
    /// Who wrote it all.
    origin: Origin,
}

impl Place {
    /// The sheet under a name of its own.
    fn begin_table(&mut self, element: &BytesStart<'_>, styles: &Styles) -> BytesStart<'static> {
        let (accounts, names) = (std::mem::take(&mut self.accounts), std::mem::take(&mut self.names));
        *self = Self { accounts, names, origin: std::mem::take(&mut self.origin), ..Self::default() };
        let mut account = SheetAccount { keeps_colours: true, ..SheetAccount::default() };
        account.layout.page_words = styles.pages.of_table(attribute(element, "style-name").as_deref());
        self.accounts.push(account);
        let mut table = element.clone().into_owned();
        if let Some(name) = attribute(element, "name").filter(|name| !self.names.insert(name.clone())) {
            let numbered = (2_u32..).map(|number| format!("{name} ({number})"));
            let free = numbered.into_iter().find(|name| self.names.insert(name.clone())).unwrap_or_default();
            table.clear_attributes();
            table.extend_attributes(element.attributes().flatten().filter(|one| one.key.local_name().as_ref() != "name"));
            table.push_attribute(("table:name", free.as_str()));
        }
        table
    }

    /// A column, a row or a conditional format begins.
    fn begin(&mut self, name: &str, element: &BytesStart<'_>, styles: &Styles) {
        match name {
            "table-column" => self.column(element, styles),
            "table-row" => self.begin_row(element, styles),
            "conditional-format" => self.begin_conditions(element),
            "condition" => self.condition(element, styles),
            _ => {}
        }
    }

    /// A row or a sheet ends.
    fn end(&mut self, name: &str) {
        match name {
            "table-row" => self.end_row(),
            "table" => self.end_table(),
            _ => {}
        }
    }

    fn end_table(&mut self) {
        let rules = std::mem::take(&mut self.conditions).rules;
        if let Some(account) = self.accounts.last_mut() {
            account.conditions = Conditions::new(rules);
        }
    }

    /// Keeps the words of what was passed over.
    fn note(&mut self, aside: Option<Aside>) {
        let (Some(Aside { kind, said, .. }), Some(account)) = (aside, self.accounts.last_mut()) else { return };
        match kind {
            AsideKind::Comment => comments::keep(&mut account.layout.notes, (self.row, short(self.last)), &said),
            AsideKind::Drawing => account.layout.boxes.extend(Some(said).filter(|said| !said.trim().is_empty())),
            AsideKind::OtherBook => {}
        }
    }

    fn begin_conditions(&mut self, element: &BytesStart<'_>) {
        self.conditions.begin(&attribute(element, "target-range-address").unwrap_or_default());
    }

    fn condition(&mut self, element: &BytesStart<'_>, styles: &Styles) {
        let said = |name: &str| attribute(element, name).unwrap_or_default();
        self.conditions.add(&said("value"), styles.look(&said("apply-style-name")));
    }

    fn column(&mut self, element: &BytesStart<'_>, styles: &Styles) {
        let next = self.column.saturating_add(repeated(element, "number-columns-repeated"));
        if is_hidden(element, styles)
            && let Some(account) = self.accounts.last_mut()
        {
            account.layout.hidden_columns.push(short(self.column)..=short(next.saturating_sub(1)));
        }
        self.column_styles.push((next, attribute(element, "default-cell-style-name")));
        self.column = next;
    }

    fn begin_row(&mut self, element: &BytesStart<'_>, styles: &Styles) {
        self.rows = repeated(element, "number-rows-repeated");
        self.row_style = attribute(element, "default-cell-style-name");
        self.column = 0;
        let last = self.row.saturating_add(self.rows.saturating_sub(1));
        if is_hidden(element, styles)
            && let Some(account) = self.accounts.last_mut()
        {
            account.layout.hidden_rows.push(self.row..=last);
        }
    }

    fn end_row(&mut self) {
        self.row = self.row.saturating_add(self.rows);
    }

    /// The words of the last cell are known. Some programs write numbers without their formats, and only the words show them.
    fn shows(&mut self, words: &str) {
        let at = (self.row, self.last);
        let Some(account) = self.accounts.last_mut() else { return };
        if self.is_in_question && !is_nothing(words) {
            for at in cells(at, self.rows, self.times) {
                account.uncalculated.remove(&at);
            }
        }
        if self.is_untyped && !words.trim().is_empty() {
            account.untyped.extend(cells(at, 1, self.times).map(|at| (at, words.to_owned())));
        }
        if !self.is_number {
            return;
        }
        let words = rich::shown(words);
        if is_error(&words) {
            account.errors.insert(at, words.trim().to_owned());
        } else if words.contains(['%', '％', '‰', '千', '万', '亿']) && !account.formats.contains_key(&at) {
            account.words.insert(at, words.trim().to_owned());
        }
    }

    fn cell(&mut self, element: &BytesStart<'_>, styles: &Styles) {
        let (row, column) = (self.row, self.column);
        let kind = attribute(element, "value-type");
        let columns_repeated = repeated(element, "number-columns-repeated");
        (self.last, self.times, self.is_number) = (column, columns_repeated, kind.as_deref() == Some("float"));
        let formula = attribute(element, "formula");
        // A formula without a value is one that nobody calculated.
        self.is_untyped = kind.is_none() && formula.is_none();
        self.is_in_question = false;
        self.column = column.saturating_add(columns_repeated);
        let Some(account) = self.accounts.last_mut() else { return };
        let (rows, columns) = (repeated(element, "number-rows-spanned"), repeated(element, "number-columns-spanned"));
        if rows > 1 || columns > 1 {
            let last = (row.saturating_add(rows - 1), short(column.saturating_add(columns - 1)));
            account.layout.merges.push([(row, short(column)), last]);
        }
        let Some(kind) = kind else { return };
        if formula.is_some_and(|formula| !self.origin.has_calculated(&formula)) {
            let value = attribute(element, "value").or_else(|| attribute(element, "string-value"));
            // What is no attribute may stand in the cell as words.
            self.is_in_question = value.is_none() && kind == "string";
            if self.is_in_question || value.is_some_and(|value| is_nothing(&value)) {
                account.uncalculated.extend(cells((row, column), self.rows, columns_repeated));
            }
        }
        let of_column = || self.column_styles.iter().find(|(end, _)| column < *end).and_then(|(_, style)| style.clone());
        let style = attribute(element, "style-name").or_else(|| self.row_style.clone()).or_else(of_column);
        let Some(name) = style else { return };
        let last = (row.saturating_add(self.rows.max(1) - 1), short(self.column.saturating_sub(1)));
        self.conditions.add_all(&[[(row, short(column)), last]], styles.conditions_of(&name));
        let style = styles.of_cells(&name);
        if !style.is_odd() && !style.paint.is_coloured() {
            return;
        }
        for at in cells((row, column), self.rows, columns_repeated) {
            account.bears(at, &style);
        }
    }
}

/// The cells that one stands for.
fn cells((row, column): At, rows: u32, columns: u32) -> impl Iterator<Item = At> {
    let some = |times: u32| count::to_usize(times.clamp(1, MOST_REPEATED));
    // To an end, because a file may say that it has more rows than can be counted.
    let columns = move || (column..=u32::MAX).take(some(columns));
    (row..=u32::MAX).take(some(rows)).flat_map(move |row| columns().map(move |column| (row, column)))
}

/// What a program leaves behind a formula that does not calculate.
fn is_nothing(value: &str) -> bool {
    let value = value.trim();
    value.is_empty() || value.parse::<f64>().is_ok_and(|number| number == 0.0)
}

/// How often; at least once.
fn repeated(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|times| times.trim().parse().ok()).unwrap_or(1).max(1)
}

fn short(column: u32) -> u16 {
    count::to_u16(count::to_usize(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::ingest::open::number_format::Shown;
    use crate::ingest::workbook::Layout;

    fn mended(content: &str) -> (String, Vec<SheetAccount>) {
        let (plain, accounts) = plain(content, "", "").unwrap();
        (String::from_utf8(plain).unwrap(), accounts)
    }

    #[test]
    fn blanks_between_cells_go_and_percentages_are_as_shown() {
        let (plain, _) = mended(
            "<table:table>\n <table:table-row>\n  <table:table-cell office:value-type=\"percentage\" office:value=\"0.985\">\
             <text:p>98.5%</text:p></table:table-cell>\n <!-- x --></table:table-row>\n</table:table>",
        );
        assert_eq!(
            plain,
            "<table:table><table:table-row><table:table-cell office:value-type=\"string\" office:string-value=\"98.5%\">\
             <text:p>98.5%</text:p></table:table-cell></table:table-row></table:table>"
        );
    }

    #[test]
    fn what_breaks_off_is_not_taken() {
        assert!(plain("<table:table><table:table-row><table:table-cell>", "", "").is_none());
        assert!(plain("<table:table></table:table>", "", "").is_some());
    }

    #[test]
    fn errors_are_kept_as_numbers_and_numbers_as_words() {
        let (plain, accounts) = mended(
            "<table:table><table:table-row><table:table-cell/><table:table-cell office:value-type=\"float\" office:value=\"0\">\
             <text:p>#DIV/0!</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"339,0\">\
             <text:p>339</text:p></table:table-cell></table:table-row></table:table>",
        );
        assert_eq!(accounts[0].errors.iter().collect::<Vec<_>>(), [(&(0, 1), &"#DIV/0!".to_owned())]);
        assert!(plain.contains("office:value-type=\"string\" office:string-value=\"339,0\""), "{plain}");
    }

    #[test]
    fn words_that_are_struck_out_or_raised_are_marked() {
        let (plain, _) = mended(
            "<style:style style:name=\"T1\"><style:text-properties style:text-position=\"super 58%\"/></style:style>\
             <style:style style:name=\"T2\"><style:text-properties style:text-position=\"0% 100%\"/></style:style>\
             <table:table-cell><text:p>339<text:span text:style-name=\"T1\">1</text:span>\
             <text:span text:style-name=\"T2\">2</text:span></text:p></table:table-cell>",
        );
        let raised = |is_raised: bool| Font { is_raised: Some(is_raised), ..Font::default() };
        for (style, run) in [("T1", rich::run("1", raised(true))), ("T2", rich::run("2", raised(false)))] {
            assert!(plain.contains(&format!("<text:span text:style-name=\"{style}\">{run}</text:span>")), "{plain}");
        }
    }

    #[test]
    fn what_is_merged_and_hidden_is_found_where_it_is() {
        let (_, accounts) = mended(
            "<table:table><table:table-column table:number-columns-repeated=\"2\"/>\
             <table:table-column table:visibility=\"collapse\"/>\
             <table:table-row table:number-rows-repeated=\"3\" table:visibility=\"filter\"><table:table-cell/></table:table-row>\
             <table:table-row><table:table-cell table:number-columns-repeated=\"2\"/>\
             <table:table-cell table:number-columns-spanned=\"2\" table:number-rows-spanned=\"2\"/></table:table-row></table:table>",
        );
        let expected =
            Layout { merges: vec![[(3, 2), (4, 3)]], hidden_columns: vec![2..=2], hidden_rows: vec![0..=2], ..Layout::default() };
        assert_eq!(accounts.into_iter().map(|account| account.layout).collect::<Vec<_>>(), [expected]);
    }

    /// As LibreOffice writes `0\\.0,"万"`, `[>=10000]0.0,;0` and `;;;`; cells get them from their own style, their row's and their column's.
    #[test]
    fn formats_that_show_another_number_are_known_by_their_cells() {
        let (_, accounts) = mended(
            "<number:number-style style:name=\"N1\"><number:number number:min-integer-digits=\"2\" number:display-factor=\"1000\">\
             <number:embedded-text number:position=\"1\">.</number:embedded-text></number:number>\
             <number:text>万</number:text></number:number-style>\
             <number:number-style style:name=\"N2P0\"><number:number number:display-factor=\"1000\"/></number:number-style>\
             <number:number-style style:name=\"N2\"><number:number/>\
             <style:map style:condition=\"value()&gt;=10000\" style:apply-style-name=\"N2P0\"/></number:number-style>\
             <number:number-style style:name=\"N3\"><number:text/></number:number-style>\
             <number:text-style style:name=\"N4\"><number:text-content/></number:text-style>\
             <style:style style:name=\"ce1\" style:data-style-name=\"N1\"/>\
             <style:style style:name=\"ce2\" style:data-style-name=\"N2\"/>\
             <style:style style:name=\"ce3\" style:data-style-name=\"N3\"/>\
             <style:style style:name=\"ce4\" style:data-style-name=\"N4\"/>\
             <style:style style:name=\"ce5\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>\
             <table:table><table:table-column table:default-cell-style-name=\"ce2\" table:number-columns-repeated=\"3\"/>\
             <table:table-row><table:table-cell table:style-name=\"ce1\" office:value-type=\"float\" office:value=\"16800\"/>\
             <table:table-cell office:value-type=\"float\" office:value=\"16800\" table:number-columns-repeated=\"2\"/></table:table-row>\
             <table:table-row table:default-cell-style-name=\"ce3\"><table:table-cell office:value-type=\"float\" office:value=\"7\"/>\
             <table:table-cell table:style-name=\"ce4\" office:value-type=\"float\" office:value=\"7\"/>\
             <table:table-cell table:style-name=\"ce5\" office:value-type=\"float\" office:value=\"7\"/></table:table-row></table:table>",
        );
        let account = &accounts[0];
        let shown = |at, number| account.formats.get(&at).map(|format| format.shows(number));
        assert_eq!(shown((0, 0), 16800.0), Some(Shown::As("1.68万".to_owned())));
        assert_eq!([shown((0, 1), 16800.0), shown((0, 2), 16800.0)], [Some(Shown::Scaled), Some(Shown::Scaled)]);
        assert_eq!(shown((0, 1), 9999.0), Some(Shown::Plain));
        assert_eq!(shown((1, 0), 7.0), Some(Shown::Hidden));
        assert_eq!(shown((1, 1), 7.0), None);
        let withdrawn: Vec<_> = account.paints.iter().filter(|(_, paint)| paint.is_withdrawn()).map(|(at, _)| *at).collect();
        assert_eq!(withdrawn, [(1, 2)]);
    }

    #[test]
    fn formulas_of_programs_that_do_not_calculate_are_known_where_nothing_stands_behind_them() {
        let cell = |inside: &str| format!("<table:table-cell table:formula=\"of:=300+45\" {inside}</table:table-cell>");
        let row = [
            cell("office:value-type=\"float\" office:value=\"0\"><text:p>0</text:p>"),
            cell("office:value-type=\"percentage\" office:value=\"0\"><text:p>0%</text:p>"),
            cell("office:value-type=\"float\" office:value=\"345\"><text:p>345</text:p>"),
            cell("office:value-type=\"string\" office:string-value=\"\"><text:p/>"),
            cell("office:value-type=\"string\"><text:p>甲</text:p>"),
            cell("office:value-type=\"string\" table:number-columns-repeated=\"2\">"),
            "<table:table-cell office:value-type=\"float\" office:value=\"0\"><text:p>0</text:p></table:table-cell>".to_owned(),
        ];
        let content = format!("<table:table><table:table-row>{}</table:table-row></table:table>", row.concat());
        let uncalculated = |meta: &str| {
            let (_, accounts) = plain(&content, "", meta).unwrap();
            accounts[0].uncalculated.iter().map(|(_, column)| *column).collect::<Vec<u32>>()
        };
        assert_eq!(uncalculated(""), [0, 1, 3, 5, 6]);
        assert_eq!(uncalculated("<meta:generator>LibreOffice/7.4</meta:generator>"), [0; 0]);
    }
}
