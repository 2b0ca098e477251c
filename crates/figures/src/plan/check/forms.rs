//! `forms/*.toml`: each form by itself, then all forms of a plan together.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;

use super::answered::AskingForm;
use super::asked::PlacedItem;
use super::dictionary::Dictionary;
use super::fields::{Checker, Words, optional, values, words_of};
use super::tasks::PlacedWord;
use super::wholes::Part;
use super::{asked, tasks, wholes};
use crate::plan::mistake::Mistake;
use crate::plan::origins::{Meaning, Origins};
use crate::plan::raw::{RawForm, RawSheet, RawSymbols};
use crate::plan::source::Source;
use tongbao_returns::domain::{Category, FlowBasis, Form, FormId, Item, ItemName, Participants, Sheet, Symbols, item_code};

/// Days after the period's last day, if the form does not say.
const DUE_DAYS: u16 = 15;
/// The sheet that says who files and for when; every return has it.
const COVER: &str = "封面";
const LONGEST_SHEET_NAME: usize = 20;
/// What `basis` can say.
const BASES: [(&str, FlowBasis); 2] = [("year-to-date", FlowBasis::YearToDate), ("quarter", FlowBasis::Quarter)];

/// What the keys of a form may say.
pub(in crate::plan) fn words() -> Words {
    vec![("basis", words_of(&BASES))]
}

/// A form with the places that checks across forms need.
pub(in crate::plan) struct PlacedForm {
    pub(in crate::plan) form: Form,
    /// Whether every item has a kind; those without are left out.
    pub(in crate::plan) is_complete: bool,
    source: Source,
    id: Range<usize>,
    code: Range<usize>,
    rows: Vec<Row>,
    /// The words of the rules of a ledger form.
    words: Vec<PlacedWord>,
}

/// The places of an item of a form.
struct Row {
    name: Range<usize>,
    part_of: Option<Range<usize>>,
}

/// Checks a form by itself; its id is the name of its file.
pub(in crate::plan) fn read(
    raw: RawForm,
    stem: &str,
    dictionary: &Dictionary,
    source: &Source,
    mistakes: &mut Vec<Mistake>,
) -> PlacedForm {
    let mut checker = Checker { source, mistakes };
    let head = 0..0;
    let id = checker.needed(raw.id, "id", &head);
    if !id.value.is_empty() && id.value != stem {
        checker.tell(id.span.clone(), format!("`id`应与文件同名：`{stem}`，这里是`{}`", id.value));
    }
    let code = checker.needed(raw.code, "code", &head);
    let title = checker.needed(raw.title, "title", &head).value;
    let version = checker.needed(raw.version, "version", &head).value;
    let issuer = checker.needed(raw.issuer, "issuer", &head).value;
    let filed_by = checker.needed_list(raw.filed_by, "filed-by", &head);
    if let Some(day) = raw.valid_until.as_ref().filter(|day| day.get_ref().trim().parse::<Date>().is_err()) {
        checker.tell(day.span(), format!("`valid-until`应是日期，如 2026-12-31，这里是`{}`", day.get_ref()));
    }
    let basis_span = raw.basis.as_ref().map_or(head.clone(), Spanned::span);
    let basis = raw.basis.map(|basis| checker.needed(Some(basis), "basis", &head));
    let basis = basis.and_then(|basis| checker.word(&basis, "basis", &BASES)).unwrap_or_default();
    if basis == FlowBasis::Quarter && raw.tasks.is_some() {
        checker.tell(basis_span, "台账表的次数自1月1日起累计，不能写`basis = \"quarter\"`");
    }
    let due_days = checker.whole(raw.due_days, "due-days", 0..=366).unwrap_or(DUE_DAYS);
    let city_due_span = raw.city_due_days.as_ref().map_or(head.clone(), Spanned::span);
    let city_due_days: Option<u16> = checker.whole(raw.city_due_days, "city-due-days", 0..=366);
    if let Some(days) = city_due_days.filter(|days| *days < due_days) {
        let message = format!("`city-due-days`不能小于`due-days`：县级第{due_days}天才收齐，市级不能第{days}天就截止");
        checker.tell(city_due_span, message);
    }
    if raw.sheets.is_empty() {
        checker.missing("[[sheet]]", &head);
    }

    let filed_by: Vec<Category> = values(filed_by).into_iter().map(Category::new).collect();
    let (sheet_count, head_of_tasks) = (raw.sheets.len(), raw.tasks.as_ref().map(Spanned::span));
    let (tasks, words) = raw.tasks.map(|raw| tasks::read(raw, &filed_by, &mut checker)).unzip();
    if let Some(head) = head_of_tasks.filter(|_| sheet_count > 1) {
        checker.tell(head, "台账表只有一张工作表：`[tasks]`的各行都列在那里");
    }
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut placed: Vec<PlacedItem> = Vec::new();
    for raw in raw.sheets {
        let (sheet, items) = read_sheet(raw, &sheets, tasks.is_some(), dictionary, &mut checker);
        sheets.push(sheet);
        placed.extend(items);
    }
    one_meaning_each(&placed, &mut checker);
    let form = Form {
        id: FormId::new(id.value),
        code: code.value,
        title,
        version,
        issuer,
        approval: optional(raw.approval),
        valid_until: optional(raw.valid_until),
        filed_by,
        // Who of these takes part, `plan.toml` says.
        participants: Participants::default(),
        basis,
        due_days,
        city_due_days,
        symbols: raw.symbols.map_or_else(Symbols::default, |raw| symbols(raw, &mut checker)),
        sheets,
        tasks,
    };
    let is_complete = placed.iter().all(|item| item.has_kind);
    let rows = placed.into_iter().filter(|item| item.has_kind).map(|item| Row { name: item.name, part_of: item.part_of });
    let (rows, words) = (rows.collect(), words.unwrap_or_default());
    PlacedForm { form, is_complete, source: source.clone(), id: id.span, code: code.span, rows, words }
}

fn read_sheet(
    raw: Spanned<RawSheet>,
    before: &[Sheet],
    lists_tasks: bool,
    dictionary: &Dictionary,
    checker: &mut Checker<'_>,
) -> (Sheet, Vec<PlacedItem>) {
    let head = raw.span();
    let raw = raw.into_inner();
    let name = checker.needed(raw.name, "name", &head);
    if name.value.chars().count() > LONGEST_SHEET_NAME {
        checker.tell(name.span.clone(), format!("表名不能超过{LONGEST_SHEET_NAME}个字：`{}`", name.value));
    }
    if let Some(odd) = name.value.chars().find(|character| "[]:*?/\\'".contains(*character)) {
        checker.tell(name.span.clone(), format!("Excel 的表名里不能有`{odd}`"));
    }
    if name.value == COVER {
        checker.tell(name.span.clone(), format!("`{COVER}`是每份报表都有的表，表名要另取"));
    }
    if before.iter().any(|sheet| sheet.name == name.value && !name.value.is_empty()) {
        checker.tell(name.span.clone(), format!("表名`{}`重复", name.value));
    }
    let listed = raw.lines.as_ref().map(Spanned::span);
    match raw.items.first().map(Spanned::span).or_else(|| listed.clone()) {
        None if !lists_tasks => checker.missing("items", &head),
        Some(item) if lists_tasks => {
            let key = if listed.is_some() { "items" } else { "[[sheet.item]]" };
            checker.tell(item, format!("台账表的各行来自 ledger.csv，不另列`{key}`"));
        }
        _ => {}
    }
    let mut placed: Vec<PlacedItem> = Vec::new();
    for line in raw.lines.map(Spanned::into_inner).unwrap_or_default() {
        let row = asked::line(line, &placed, dictionary, checker);
        placed.push(row);
    }
    parts_below_their_wholes(&mut placed, checker);
    for item in raw.items {
        let head = item.span();
        placed.push(asked::table(item.into_inner(), &head, dictionary, checker));
    }
    let sheet = Sheet {
        name: name.value,
        title: checker.needed(raw.title, "title", &head).value,
        unit_line: optional(raw.unit_line).unwrap_or_default(),
        note: optional(raw.note).unwrap_or_default(),
        items: placed.iter().filter(|placed| placed.has_kind).map(|placed| placed.item.clone()).collect(),
    };
    (sheet, placed)
}

fn symbols(raw: RawSymbols, checker: &mut Checker<'_>) -> Symbols {
    let default = Symbols::default();
    let has_not_applicable = raw.not_applicable.is_some();
    let has_not_reported = raw.not_reported.is_some();
    let not_applicable = checker.list(raw.not_applicable, "not-applicable");
    let not_reported = checker.list(raw.not_reported, "not-reported");
    for symbol in &not_reported {
        if not_applicable.iter().any(|other| other.value == symbol.value) {
            checker.tell(symbol.span.clone(), format!("`{}`不能既表示不适用又表示未报", symbol.value));
        }
    }
    Symbols {
        not_applicable: if has_not_applicable { values(not_applicable) } else { default.not_applicable },
        not_reported: if has_not_reported { values(not_reported) } else { default.not_reported },
    }
}

/// A line that is printed as 其中 stands on the sheet of its whole.
fn parts_below_their_wholes(placed: &mut [PlacedItem], checker: &mut Checker<'_>) {
    let names: BTreeSet<ItemName> = placed.iter().map(|row| row.item.name.clone()).collect();
    for PlacedItem { item, part_of, .. } in placed {
        let Some(whole) = item.part_of.as_ref().filter(|whole| !names.contains(*whole)) else { continue };
        if let Some(span) = part_of.take() {
            let message = format!("`{}`的整体`{whole}`不在这张表的`items`里，不印作`其中`", item.name);
            checker.tell(span, message);
        }
    }
}

/// Codes and names each stand once in a form; codes are compared as those of a sheet are.
fn one_meaning_each(placed: &[PlacedItem], checker: &mut Checker<'_>) {
    let mut codes = BTreeMap::new();
    let mut names = BTreeSet::new();
    for PlacedItem { item, code, name, .. } in placed {
        let compared = item_code::compared(item.code.clone());
        let compared = item_code::without_leading_zeros(&compared).to_owned();
        if let Some(first) = codes.insert(compared, &item.name).filter(|_| !item.code.is_empty()) {
            checker.tell(code.clone(), format!("代码`{}`重复：`{first}`已用", item.code));
        }
        if !names.insert(&item.name) && !item.name.as_str().is_empty() {
            checker.tell(name.clone(), format!("指标项`{}`重复", item.name));
        }
    }
}

/// Across the forms of a plan: ids and codes are unique, a name means the same everywhere and reaches each category once.
pub(in crate::plan) fn check_together(
    forms: &[PlacedForm],
    dictionary: &Dictionary,
    is_complete: bool,
    mistakes: &mut Vec<Mistake>,
) {
    let mut filed: BTreeMap<(&str, &Category), &Form> = BTreeMap::new();
    let mut meant: BTreeMap<&str, (&Item, &Form)> = BTreeMap::new();
    for (position, PlacedForm { form, source, id, code, rows, .. }) in forms.iter().enumerate() {
        for earlier in forms.iter().take(position).map(|earlier| &earlier.form) {
            if earlier.id == form.id {
                mistakes.push(source.mistake(id.clone(), format!("表式`{}`重复", form.id)));
            }
            if earlier.code == form.code && !form.code.is_empty() {
                mistakes.push(source.mistake(code.clone(), format!("表号`{}`重复：`{}`已用", form.code, earlier.id)));
            }
        }
        for (item, Row { name: span, .. }) in form.items().zip(rows) {
            let name = item.name.as_str();
            let twice = form.filed_by.iter().find_map(|category| {
                filed.get(&(name, category)).filter(|other| other.id != form.id).map(|other| (category, other))
            });
            if let Some((category, other)) = twice {
                mistakes.push(source.mistake(span.clone(), format!("`{category}`要填两次`{name}`：表式`{}`里也有", other.id)));
            }
            filed.extend(form.filed_by.iter().map(|category| ((name, category), form)));
            let (first, other) = meant.entry(name).or_insert((item, form));
            if (&first.kind, &first.unit) != (&item.kind, &item.unit) {
                mistakes
                    .push(source.mistake(span.clone(), format!("`{name}`与表式`{}`里的同名项计量单位或`kind`不同", other.id)));
            }
        }
    }
    let parts: Vec<Part<'_>> = forms
        .iter()
        .flat_map(|placed| placed.form.items().zip(&placed.rows).map(move |(item, row)| (placed, item, row)))
        .map(|(placed, item, row)| Part { form: &placed.form, item, span: row.part_of.clone(), source: &placed.source })
        .collect();
    let all: Vec<&Form> = forms.iter().map(|placed| &placed.form).collect();
    wholes::check(&parts, &all, dictionary, is_complete, mistakes);
}

/// The ledger forms of a pack, with the words of their rules.
pub(in crate::plan) fn asking(forms: &[PlacedForm], pack: &str) -> Vec<AskingForm> {
    let ledgers = forms.iter().enumerate().filter(|(_, placed)| placed.form.tasks.is_some());
    let asking = ledgers.map(|(position, PlacedForm { source, words, .. })| AskingForm {
        position,
        words: words.clone(),
        source: source.clone(),
        is_own: source.name.split('/').next() == Some(pack),
    });
    asking.collect()
}

/// Where the forms and the dictionary say what they do, for packs that stand side by side.
pub(in crate::plan) fn origins(forms: &[PlacedForm], dictionary: &Dictionary) -> Origins {
    let mut origins = Origins::default();
    let meaning = |item: &Item, place| Meaning { unit: item.unit.clone(), kind: item.kind.clone(), place };
    for entry in dictionary.entries() {
        origins.items.insert(entry.item.name.clone(), meaning(&entry.item, entry.place.clone()));
    }
    for PlacedForm { form, source, code, rows, .. } in forms {
        origins.forms.insert(form.id.clone(), source.place(code.clone()));
        for (item, row) in form.items().zip(rows) {
            let of_form = || meaning(item, source.place(row.name.clone()));
            origins.items.entry(item.name.clone()).or_insert_with(of_form);
        }
    }
    origins
}
