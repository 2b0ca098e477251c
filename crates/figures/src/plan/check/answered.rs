//! Whether the rules of a ledger form and the rows of the ledger meet, by their words alone: whom the registry has, nobody knows yet.
//!
//! In: the ledger forms and the ledger. Out: words and scopes of a pack's own form that no row has, rows for which nobody can answer, words in
//! `filed-by` that mean nobody. A form that several plans share may have words that one of them does not need.

use super::fields::Checker;
use super::ledger::{PlacedLedger, Places};
use super::tasks::{PlacedWord, WordKind};
use crate::plan::meant::LedgerRow;
use crate::plan::mistake::Mistake;
use crate::plan::near;
use crate::plan::source::Source;
use tongbao_returns::domain::{Category, Form, Tasks};
use tongbao_returns::registry::CATEGORIES;

/// With this begin words that mean several: 各部门, 各公立医院. They are nobody's name.
const COLLECTIVE: char = '各';

/// A ledger form whose rules are held against the rows.
pub(in crate::plan) struct AskingForm {
    /// Its place among the forms of the plan.
    pub(in crate::plan) position: usize,
    /// The words of its rules.
    pub(in crate::plan) words: Vec<PlacedWord>,
    /// Its file.
    pub(in crate::plan) source: Source,
    /// Whether it is the pack's own, and no form that others share.
    pub(in crate::plan) is_own: bool,
}

/// Checks every ledger form that has rules against the ledger.
pub(in crate::plan) fn check(asking: &[AskingForm], forms: &[Form], ledger: &PlacedLedger, mistakes: &mut Vec<Mistake>) {
    let Some(source) = ledger.source().filter(|_| !ledger.rows.is_empty()) else { return };
    for one in asking {
        let Some(form) = forms.get(one.position) else { continue };
        let Some(tasks) = &form.tasks else { continue };
        if one.is_own {
            words_of_rows(one, ledger, mistakes);
        }
        let mut checker = Checker { source, mistakes };
        for (row, places) in ledger.placed() {
            if row.filed_by.is_empty() {
                if !tasks.asked.is_empty() {
                    somebody(row, places, tasks, &mut checker);
                }
            } else {
                filers(row, places, form, tasks, &mut checker);
            }
        }
    }
}

/// Words and scopes that no row has choose nothing.
fn words_of_rows(form: &AskingForm, ledger: &PlacedLedger, mistakes: &mut Vec<Mistake>) {
    let mut checker = Checker { source: &form.source, mistakes };
    let scopes = || ledger.rows.iter().map(|row| row.scope.as_str());
    let words = || ledger.rows.iter().flat_map(|row| names(row).chain(row.filed_by.iter().map(String::as_str)));
    for PlacedWord { word, kind, span } in &form.words {
        let (is_known, message, hint) = match kind {
            WordKind::Scope => {
                let message = format!("ledger.csv 里没有范围（scope）是`{word}`的任务");
                (scopes().any(|known| known == word), message, near::suggestion(word, distinct(scopes())))
            }
            WordKind::Responsible => {
                let message = format!("ledger.csv 里没有一行的`responsible`或`filed-by`写着`{word}`");
                let collective = words().filter(|known| known.starts_with(COLLECTIVE));
                (words().any(|known| known == word), message, near::suggestion(word, distinct(collective)))
            }
        };
        if !is_known {
            checker.tell_with_hint(span.clone(), message, hint);
        }
    }
}

/// A row whose words are nobody's name and no word of a rule, and whose scope no rule asks for, would be asked of nobody.
fn somebody(row: &LedgerRow, places: &Places, tasks: &Tasks, checker: &mut Checker<'_>) {
    let can_be = |name: &str| tasks.is_word(name) || !name.starts_with(COLLECTIVE);
    let is_of_scope = tasks.scopes.contains(&row.scope) || tasks.asked.iter().any(|asked| asked.scopes.contains(&row.scope));
    if is_of_scope || names(row).any(can_be) {
        return;
    }
    let written: Vec<&str> = names(row).collect();
    let what =
        if written.is_empty() { "没有写".to_owned() } else { format!("里的`{}`不是规则里的词", written.join("、")) };
    let message = format!("`{}`没有单位可报：`responsible`{what}，范围`{}`也没有规则点到", row.id, row.scope);
    let hint = Some("写明责任单位，在`filed-by`写由谁填报，或在表式的`[[tasks.asked]]`加一条规则".to_owned());
    checker.tell_with_hint(places.responsible.clone(), message, hint);
}

/// What `filed-by` says: a category that files the form, a word of its rules, or the name of a unit.
fn filers(row: &LedgerRow, places: &Places, form: &Form, tasks: &Tasks, checker: &mut Checker<'_>) {
    for entry in &row.filed_by {
        let is_category = form.filed_by.iter().any(|category| category.as_str() == entry);
        if is_category || tasks.is_word(entry) {
            continue;
        }
        let span = checker.source.find(entry, places.filed_by.clone());
        if CATEGORIES.contains(&entry.as_str()) {
            let hint = Some("把这个类别写进表式的`filed-by`".to_owned());
            checker.tell_with_hint(span, format!("`{entry}`不填台账表`{}`：`{}`没有单位可报", form.code, row.id), hint);
        } else if entry.starts_with(COLLECTIVE) {
            let of_rules = tasks.asked.iter().flat_map(|asked| &asked.words);
            let words = tasks.everyone.iter().chain(&tasks.counties).chain(of_rules).map(String::as_str);
            let hint = near::suggestion(entry, words.chain(form.filed_by.iter().map(Category::as_str)));
            checker.tell_with_hint(span, format!("`filed-by`里的`{entry}`不是类别，也不是表式里的词"), hint);
        }
    }
}

/// Who is responsible, at any time.
fn names(row: &LedgerRow) -> impl Iterator<Item = &str> {
    let later = row.responsible.handovers().iter().flat_map(|handover| &handover.names);
    row.responsible.on(jiff::civil::Date::MIN).iter().chain(later).map(String::as_str)
}

fn distinct<'word>(words: impl Iterator<Item = &'word str>) -> std::collections::BTreeSet<&'word str> {
    words.filter(|word| !word.is_empty()).collect()
}
