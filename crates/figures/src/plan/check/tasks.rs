//! `[tasks]` of a ledger form, and the rows that it gets from the plan's ledger.

use std::ops::Range;

use toml::Spanned;

use super::declared::Declared;
use super::fields::{Checker, Placed, Words, values, words_of};
use crate::plan::meant::{LedgerRow, TaskDeadline, TaskStep};
use crate::plan::near;
use crate::plan::peer_group::{PeerGroup, PeersOf};
use crate::plan::raw::{RawAsked, RawTasks};
use tongbao_returns::domain::task::TaskWords;
use tongbao_returns::domain::{AskedUnits, Capacity, Category, Form, Step, Tasks};
use tongbao_returns::registry::GRADES;

const CAPACITIES: [(&str, Capacity); 2] = [("unit", Capacity::Unit), ("county", Capacity::County)];

/// A word by which a form chooses rows or units, with its place.
#[derive(Debug, Clone)]
pub(in crate::plan) struct PlacedWord {
    pub(super) word: String,
    pub(super) kind: WordKind,
    pub(super) span: Range<usize>,
}

/// What the word is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordKind {
    /// Of the column `scope`.
    Scope,
    /// Of the column `responsible`.
    Responsible,
    /// A county, or a peer group of counties.
    Within,
}

impl WordKind {
    fn placed(self, list: &[Placed<String>]) -> impl Iterator<Item = PlacedWord> {
        list.iter().map(move |word| PlacedWord { word: word.value.clone(), kind: self, span: word.span.clone() })
    }
}

/// Checks who answers for what; the rows come later. With its words, for whoever holds them against the rows.
pub(super) fn read(raw: Spanned<RawTasks>, filed_by: &[Category], checker: &mut Checker<'_>) -> (Tasks, Vec<PlacedWord>) {
    let head = raw.span();
    let RawTasks { everyone, counties, scopes, scopes_filed_by, area_scopes, asked } = raw.into_inner();
    let (everyone, counties) = (checker.list(everyone, "everyone"), checker.list(counties, "counties"));
    let (scopes, filers) = (checker.list(scopes, "scopes"), checker.list(scopes_filed_by, "scopes-filed-by"));
    if (scopes.is_empty() && counties.is_empty()) != filers.is_empty() {
        let message = "`scopes`或`counties`要和`scopes-filed-by`同时写：哪些任务各县也要报，由县里哪类单位填报";
        checker.tell(head.clone(), message);
    }
    let area_scopes = checker.list(area_scopes, "area-scopes");
    if let Some(scope) = area_scopes.first().filter(|_| everyone.is_empty()) {
        checker.tell(scope.span.clone(), "`area-scopes`只管`everyone`里的词：没有写`everyone`");
    }
    for word in counties.iter().filter(|word| everyone.iter().any(|known| known.value == word.value)) {
        checker.tell(word.span.clone(), format!("`{}`已写在`everyone`里：一个词或者指各部门，或者指各县", word.value));
    }
    for filer in &filers {
        files(filer, filed_by, checker);
    }
    let of_rows = [
        WordKind::Responsible.placed(&everyone),
        WordKind::Responsible.placed(&counties),
        WordKind::Scope.placed(&scopes),
        WordKind::Scope.placed(&area_scopes),
    ];
    let mut words: Vec<PlacedWord> = of_rows.into_iter().flatten().collect();
    let mut tasks = Tasks {
        everyone: values(everyone),
        counties: values(counties),
        scopes: values(scopes),
        scopes_filed_by: values(filers).into_iter().map(Category::new).collect(),
        area_scopes: values(area_scopes),
        ..Tasks::default()
    };
    for raw in asked {
        let (rule, of_rule) = rule(raw, &tasks, filed_by, checker);
        tasks.asked.push(rule);
        words.extend(of_rule);
    }
    let is_empty = !filed_by.iter().any(|category| tasks.is_department(category));
    if !tasks.everyone.is_empty() && !tasks.asked.is_empty() && is_empty {
        let hint = Some("规则点到的类别不再算各部门：把这些词写进规则的`responsible`".to_owned());
        let message = "`everyone`没有指到谁：`filed-by`的各类别都由`[[tasks.asked]]`或`scopes-filed-by`点到";
        checker.tell_with_hint(head, message, hint);
    }
    (tasks, words)
}

/// Who is asked must file the form.
fn files(filer: &Placed<String>, filed_by: &[Category], checker: &mut Checker<'_>) {
    if !filed_by.iter().any(|category| category.as_str() == filer.value) {
        let hint = near::suggestion(&filer.value, filed_by.iter().map(Category::as_str));
        checker.tell_with_hint(filer.span.clone(), format!("`filed-by`里没有`{}`", filer.value), hint);
    }
}

/// `[[tasks.asked]]` behind the rules before it, with its words.
fn rule(
    raw: Spanned<RawAsked>,
    before: &Tasks,
    filed_by: &[Category],
    checker: &mut Checker<'_>,
) -> (AskedUnits, Vec<PlacedWord>) {
    let head = raw.span();
    let RawAsked { scopes, responsible, of, grades, within, capacity } = raw.into_inner();
    let is_chosen = scopes.is_some() || responsible.is_some();
    let (scopes, words) = (checker.list(scopes, "scopes"), checker.list(responsible, "responsible"));
    if !is_chosen {
        checker.tell(head.clone(), "`[[tasks.asked]]`要写`scopes`或`responsible`：哪些任务由这些单位报");
    }
    let categories = checker.needed_list(of, "of", &head);
    for category in &categories {
        files(category, filed_by, checker);
    }
    let grades = checker.list(grades, "grades");
    for grade in grades.iter().filter(|grade| !GRADES.contains(&grade.value.as_str())) {
        let hint = near::suggestion(&grade.value, GRADES);
        checker.tell_with_hint(grade.span.clone(), format!("名录里没有这个等级：`{}`", grade.value), hint);
    }
    let within = checker.list(within, "within");
    let capacity = capacity.map(|capacity| checker.needed(Some(capacity), "as", &head));
    let capacity = capacity.and_then(|capacity| checker.word(&capacity, "as", &CAPACITIES)).unwrap_or_default();
    let all = [WordKind::Scope.placed(&scopes), WordKind::Responsible.placed(&words), WordKind::Within.placed(&within)];
    let all = all.into_iter().flatten().collect();
    let rule = AskedUnits {
        scopes: values(scopes),
        words: values(words.clone()),
        categories: values(categories).into_iter().map(Category::new).collect(),
        grades: values(grades),
        within: values(within),
        capacity,
    };
    for word in &words {
        if let Some(meaning) = other_meaning(&word.value, &rule, before, filed_by) {
            checker.tell(word.span.clone(), format!("`{}`{meaning}：一个词只有一个意思", word.value));
        }
    }
    (rule, all)
}

/// What a word of a rule means already that it cannot mean as well.
fn other_meaning(word: &str, rule: &AskedUnits, before: &Tasks, filed_by: &[Category]) -> Option<&'static str> {
    let is_among = |words: &[String]| words.iter().any(|known| known == word);
    let means_others = |other: &AskedUnits| {
        let meant = |rule: &AskedUnits| (rule.categories.clone(), rule.grades.clone(), rule.within.clone(), rule.capacity);
        is_among(&other.words) && meant(other) != meant(rule)
    };
    if is_among(&before.everyone) {
        Some("已写在`everyone`里")
    } else if is_among(&before.counties) {
        Some("已写在`counties`里")
    } else if before.asked.iter().any(means_others) {
        Some("在另一条`[[tasks.asked]]`里指别的单位")
    } else if filed_by.iter().any(|category| category.as_str() == word) {
        Some("是填报单位的类别")
    } else {
        None
    }
}

/// What the keys of `[[tasks.asked]]` may say.
pub(in crate::plan) fn words_of_rules() -> Words {
    vec![("as", words_of(&CAPACITIES))]
}

/// Gives the ledger forms their rows, and says of every form who takes part.
pub(in crate::plan) fn ask_for(forms: &mut [Form], ledger: &[LedgerRow], prefix: Option<&str>, declared: Declared<'_>) {
    for form in forms {
        form.participants = declared.participants();
        let (Some(tasks), Some(sheet)) = (&mut form.tasks, form.sheets.first_mut()) else { continue };
        let rows = ledger.iter().map(|row| words(row, prefix, tasks, declared)).collect();
        sheet.items = tasks.ask(rows);
    }
}

/// The peer groups that a row names in `filed-by`, as rules: a county answers by those who answer for it, an institution for itself.
fn groups_of(row: &LedgerRow, tasks: &Tasks, peers: &[PeerGroup]) -> Vec<AskedUnits> {
    let rule = |group: &PeerGroup| match &group.of {
        PeersOf::Counties(counties) => Some(AskedUnits {
            words: vec![group.name.clone()],
            categories: tasks.scopes_filed_by.clone(),
            within: counties.clone(),
            capacity: Capacity::County,
            ..AskedUnits::default()
        }),
        PeersOf::Institutions { categories, grades, counties, units } if units.is_empty() => Some(AskedUnits {
            words: vec![group.name.clone()],
            categories: categories.iter().map(Category::new).collect(),
            grades: grades.clone(),
            within: counties.clone(),
            ..AskedUnits::default()
        }),
        // Who is named is asked by name.
        PeersOf::Institutions { .. } | PeersOf::AllianceKinds(_) => None,
    };
    peers.iter().filter(|group| row.filed_by.contains(&group.name)).filter_map(rule).collect()
}

/// `filed-by` with the units in the place of a peer group that names them.
fn filers_of(row: &LedgerRow, peers: &[PeerGroup]) -> Vec<String> {
    let named = |entry: &String| match peers.iter().find(|group| group.name == *entry).map(|group| &group.of) {
        Some(PeersOf::Institutions { units, .. }) if !units.is_empty() => units.clone(),
        _ => vec![entry.clone()],
    };
    row.filed_by.iter().flat_map(named).collect()
}

fn words(row: &LedgerRow, prefix: Option<&str>, tasks: &Tasks, declared: Declared<'_>) -> TaskWords {
    let peers = declared.peer_groups().unwrap_or_default();
    TaskWords {
        id: row.id.clone(),
        campaign: row.campaign.clone(),
        title: row.title.clone(),
        item: row.item.clone(),
        deadline: row.deadline.map(TaskDeadline::in_words),
        due: row.deadline.map(TaskDeadline::last_day),
        responsible: row.responsible.clone(),
        scope: row.scope.clone(),
        yearly: row.yearly().map(|yearly| yearly.in_words()),
        filed_by: filers_of(row, peers),
        steps: row.steps.iter().map(step).collect(),
        prefix: prefix.map(str::to_owned),
        plan: None,
        area: declared.area().cloned(),
        participants: declared.participants(),
        groups: groups_of(row, tasks, peers),
    }
}

fn step(step: &TaskStep) -> Step {
    Step { item: step.item.clone(), deadline: step.by.in_words(), due: Some(step.by.last_day()) }
}
