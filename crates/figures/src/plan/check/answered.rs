//! Whether the rules of a ledger form and the rows of the ledger meet, by their words alone: whom the registry has, nobody knows yet.
//!
//! In: the ledger forms and the ledger. Out: rows for which no form asks, words and scopes of a pack's own form that no row has, scopes that are
//! no words, rows for which nobody can answer, words in `filed-by` that mean nobody. A form that several plans share may have words that one of
//! them does not need.

use std::collections::BTreeSet;

use super::declared::Declared;
use super::fields::Checker;
use super::ledger::{PlacedLedger, Places};
use super::tasks::{PlacedWord, WordKind};
use crate::plan::meant::LedgerRow;
use crate::plan::mistake::Mistake;
use crate::plan::peer_group::{PeerGroup, PeersOf};
use crate::plan::source::Source;
use crate::plan::{catalogue, near};
use tongbao_returns::domain::{Category, Form, Tasks};
use tongbao_returns::registry::CATEGORIES;

/// With this begin words that mean several: 各部门, 各公立医院. They are nobody's name.
const COLLECTIVE: char = '各';

/// A ledger form that is held against the rows.
pub(in crate::plan) struct AskingForm {
    /// Its place among the forms of the plan.
    pub(in crate::plan) position: usize,
    /// Its words, and those of its rules.
    pub(in crate::plan) words: Vec<PlacedWord>,
    /// Its file.
    pub(in crate::plan) source: Source,
    /// Whether it is the pack's own, and no form that others share.
    pub(in crate::plan) is_own: bool,
}

/// Checks every ledger form against the ledger; of forms that could not all be read nothing is missed.
pub(in crate::plan) fn check(
    asking: &[AskingForm],
    (forms, is_complete): (&[Form], bool),
    ledger: &PlacedLedger,
    declared: Declared<'_>,
    mistakes: &mut Vec<Mistake>,
) {
    let peers = declared.peer_groups().unwrap_or_default();
    let Some(source) = ledger.source().filter(|_| !ledger.rows.is_empty()) else { return };
    if is_complete {
        let mut checker = Checker { source, mistakes };
        asked_at_all(asking, ledger, &mut checker);
        known_scopes(forms, ledger, &mut checker);
    }
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
                filers(row, places, (form, tasks), peers, &mut checker);
            }
        }
    }
}

/// Tasks for which no form asks stand in every bulletin as 未报.
fn asked_at_all(asking: &[AskingForm], ledger: &PlacedLedger, checker: &mut Checker<'_>) {
    let Some((_, first)) = ledger.placed().next().filter(|_| asking.is_empty()) else { return };
    let message = format!("ledger.csv 有{}项任务，却没有一张台账表（写了`[tasks]`的表式）：没有单位填报", ledger.rows.len());
    let hint = "在 plan.toml 的`includes`里加 \"ledger\"（共用的台账表），或在方案包的 forms 文件夹里写一张";
    checker.tell_with_hint(first.id.clone(), message, Some(hint.to_owned()));
}

/// By its scope a row is asked of whom it concerns: one that is neither a usual word nor one of a form is a slip of the pen.
fn known_scopes(forms: &[Form], ledger: &PlacedLedger, checker: &mut Checker<'_>) {
    let tasks = || forms.iter().filter_map(|form| form.tasks.as_ref());
    let of_rules = tasks().flat_map(|tasks| &tasks.asked).flat_map(|rule| &rule.scopes);
    let of_forms: BTreeSet<&str> = tasks().flat_map(|tasks| &tasks.scopes).chain(of_rules).map(String::as_str).collect();
    for (row, places) in ledger.placed() {
        // Behind the colon stands whom of them.
        let word = row.scope.split([':', '：']).next().unwrap_or_default().trim();
        let is_known = word.is_empty() || of_forms.contains(row.scope.as_str()) || catalogue::scopes().contains(&word);
        if !is_known {
            let hint = near::suggestion(word, of_forms.iter().copied().chain(catalogue::scopes()));
            checker.tell_with_hint(places.scope.clone(), format!("`scope`没有这个词：`{}`", row.scope), hint);
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
            WordKind::Within => continue,
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

/// What `filed-by` says: a category that files the form, a word of its rules, a peer group, or the name of a unit.
fn filers(row: &LedgerRow, places: &Places, (form, tasks): (&Form, &Tasks), peers: &[PeerGroup], checker: &mut Checker<'_>) {
    for entry in &row.filed_by {
        let is_category = form.filed_by.iter().any(|category| category.as_str() == entry);
        if is_category || tasks.is_word(entry) {
            continue;
        }
        let span = checker.source.find(entry, places.filed_by.clone());
        if let Some(group) = peers.iter().find(|group| group.name == *entry) {
            if let Some(why) = files_nothing(&group.of, form, tasks) {
                checker.tell_with_hint(span, format!("`filed-by`里的同类组`{entry}`{}", why.0), Some(why.1.to_owned()));
            }
            continue;
        }
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

/// Why nobody of a peer group answers on a ledger form, and what to write.
fn files_nothing(of: &PeersOf, form: &Form, tasks: &Tasks) -> Option<(&'static str, &'static str)> {
    match of {
        PeersOf::AllianceKinds(_) => Some(("是医联体的，医联体不填台账", "写县区或机构的同类组、类别或单位名称")),
        PeersOf::Counties(_) if tasks.scopes_filed_by.is_empty() => {
            Some(("是县（市、区）的，台账表没有写明县里由谁填报", "在表式的`[tasks]`写`scopes-filed-by`"))
        }
        PeersOf::Institutions { categories, .. } if !categories.iter().any(|one| form.is_filed_by(&Category::new(one))) => {
            Some(("里的机构都不填台账表", "把这些类别写进表式的`filed-by`"))
        }
        PeersOf::Counties(_) | PeersOf::Institutions { .. } => None,
    }
}

/// Who is responsible, at any time.
fn names(row: &LedgerRow) -> impl Iterator<Item = &str> {
    let later = row.responsible.handovers().iter().flat_map(|handover| &handover.names);
    row.responsible.on(jiff::civil::Date::MIN).iter().chain(later).map(String::as_str)
}

fn distinct<'word>(words: impl Iterator<Item = &'word str>) -> BTreeSet<&'word str> {
    words.filter(|word| !word.is_empty()).collect()
}
