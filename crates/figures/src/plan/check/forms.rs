//! `forms/*.toml`: each form by itself, then all forms of a plan together.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;

use super::fields::{Checker, optional, values};
use super::items::PlacedItem;
use super::{items, tasks};
use crate::plan::mistake::Mistake;
use crate::plan::near;
use crate::plan::raw::{RawForm, RawSheet, RawSymbols};
use crate::plan::source::Source;
use tongbao_returns::domain::{Category, Form, FormId, Item, Sheet, Symbols};

/// Days after the period's last day, if the form does not say.
const DUE_DAYS: u16 = 15;
/// The sheet that says who files and for when; every return has it.
const COVER: &str = "封面";
const LONGEST_SHEET_NAME: usize = 20;

/// A form with the places that checks across forms need.
pub(in crate::plan) struct PlacedForm {
    pub(in crate::plan) form: Form,
    /// Whether every item has a kind; those without are left out.
    pub(in crate::plan) is_complete: bool,
    source: Source,
    id: Range<usize>,
    code: Range<usize>,
    names: Vec<Range<usize>>,
}

/// Checks a form by itself; its id is the name of its file.
pub(in crate::plan) fn read(raw: RawForm, stem: &str, source: &Source, mistakes: &mut Vec<Mistake>) -> PlacedForm {
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
    let tasks = raw.tasks.map(|raw| tasks::read(raw, &filed_by, &mut checker));
    if let Some(head) = head_of_tasks.filter(|_| sheet_count > 1) {
        checker.tell(head, "台账表只有一张工作表：`[tasks]`的各行都列在那里");
    }
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut placed: Vec<PlacedItem> = Vec::new();
    for (number, raw) in (1..).zip(raw.sheets) {
        let (sheet, items) = read_sheet(raw, number, &sheets, tasks.is_some(), &mut checker);
        sheets.push(sheet);
        placed.extend(items);
    }
    one_meaning_each(&placed, &mut checker);
    parts_of_known_wholes(&placed, &mut checker);
    let form = Form {
        id: FormId::new(id.value),
        code: code.value,
        title,
        version,
        issuer,
        approval: optional(raw.approval),
        valid_until: optional(raw.valid_until),
        filed_by,
        due_days,
        city_due_days,
        symbols: raw.symbols.map_or_else(Symbols::default, |raw| symbols(raw, &mut checker)),
        sheets,
        tasks,
    };
    let is_complete = placed.iter().all(|item| item.has_kind);
    let names = placed.into_iter().filter(|item| item.has_kind).map(|item| item.name).collect();
    PlacedForm { form, is_complete, source: source.clone(), id: id.span, code: code.span, names }
}

fn read_sheet(
    raw: Spanned<RawSheet>,
    number: usize,
    before: &[Sheet],
    lists_tasks: bool,
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
    match raw.items.first() {
        None if !lists_tasks => checker.missing("[[sheet.item]]", &head),
        Some(item) if lists_tasks => {
            checker.tell(item.span(), "台账表的各行来自 ledger.csv，不另列`[[sheet.item]]`");
        }
        _ => {}
    }
    let placed: Vec<PlacedItem> = raw
        .items
        .into_iter()
        .map(|item| {
            let head = item.span();
            items::read(item.into_inner(), &head, number, checker)
        })
        .collect();
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

/// Codes and names each stand once in a form.
fn one_meaning_each(placed: &[PlacedItem], checker: &mut Checker<'_>) {
    let mut codes = BTreeMap::new();
    let mut names = BTreeSet::new();
    for PlacedItem { item, code, name, .. } in placed {
        if let Some(first) = codes.insert(&item.code, &item.name).filter(|_| !item.code.is_empty()) {
            checker.tell(code.clone(), format!("代码`{}`重复：`{first}`已用", item.code));
        }
        if !names.insert(&item.name) && !item.name.as_str().is_empty() {
            checker.tell(name.clone(), format!("指标项`{}`重复", item.name));
        }
    }
}

/// 其中 names another item of the same form, both of them numbers.
fn parts_of_known_wholes(placed: &[PlacedItem], checker: &mut Checker<'_>) {
    for PlacedItem { item, has_kind, part_of, .. } in placed {
        let Some(whole) = &item.part_of else { continue };
        match placed.iter().find(|other| other.item.name == *whole) {
            None => {
                let names = placed.iter().map(|other| other.item.name.as_str());
                checker.tell_with_hint(
                    part_of.clone(),
                    format!("本表式没有指标项`{whole}`"),
                    near::suggestion(whole.as_str(), names),
                );
            }
            Some(_) if *whole == item.name => checker.tell(part_of.clone(), format!("`{whole}`不能是自己的其中项")),
            Some(other) if *has_kind && other.has_kind && !(item.kind.is_number() && other.item.kind.is_number()) => {
                checker.tell(part_of.clone(), format!("`{}`和`{whole}`都应是数，才有其中项", item.name));
            }
            Some(_) => {}
        }
    }
}

/// Across the forms of a plan: ids and codes are unique, a name means the same everywhere and reaches each category once.
pub(in crate::plan) fn check_together(forms: &[PlacedForm], mistakes: &mut Vec<Mistake>) {
    let mut filed: BTreeMap<(&str, &Category), &Form> = BTreeMap::new();
    let mut meant: BTreeMap<&str, (&Item, &Form)> = BTreeMap::new();
    for (position, PlacedForm { form, source, id, code, names, .. }) in forms.iter().enumerate() {
        for earlier in forms.iter().take(position).map(|earlier| &earlier.form) {
            if earlier.id == form.id {
                mistakes.push(source.mistake(id.clone(), format!("表式`{}`重复", form.id)));
            }
            if earlier.code == form.code && !form.code.is_empty() {
                mistakes.push(source.mistake(code.clone(), format!("表号`{}`重复：`{}`已用", form.code, earlier.id)));
            }
        }
        for (item, span) in form.items().zip(names) {
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
}
