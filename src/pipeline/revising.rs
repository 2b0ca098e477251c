//! What has changed since a bulletin was issued: the returns of then against those of now, and the document that tells it.

use std::collections::{BTreeMap, BTreeSet};

use super::configuration::Areas;
use super::error::RunError;
use super::freezing::kept_returns;
use super::history::shown;
use super::office_sheets::{OFFICE, kept_files};
use super::task::Task;
use crate::compose::issued::compared::Revision;
use crate::compose::issued::parts::UnitParts;
use crate::compose::issued::revision;
use crate::compose::{Composed, Material};
use crate::issue::archive::FACTS;
use crate::issue::{CellChange, ChangeKind, Damage, Issue, IssueError, ReturnChange, Snapshot};
use tongbao_figures::aggregate::aggregate;
use tongbao_figures::audit::accept;
use tongbao_figures::plan::{Indicator, Plan, Scope};
use tongbao_figures::store::snapshot::RETURNS;
use tongbao_figures::store::{KeptError, KeptItem, KeptReturns, KeptValue};
use tongbao_returns::domain::{Fact, FormId, Item, ItemName, Kind, OfficeFile, Period, Place, Reading, Return, UnitCode};
use tongbao_returns::ingest::Reader;
use tongbao_returns::registry::{Registry, RegistryError, Unit};

/// The returns that an issued bulletin was made from.
pub(super) fn returns_of(snapshot: &Snapshot) -> Result<KeptReturns, IssueError> {
    let damaged =
        |error: KeptError| IssueError::Damaged { path: snapshot.folder.join(FACTS), source: Damage::Malformed(error.into()) };
    let list = KeptReturns::of_list(&snapshot.bytes(&format!("{FACTS}/{RETURNS}"))?).map_err(damaged)?;
    let file = |period: Period| Ok((period, snapshot.bytes(&format!("{FACTS}/{period}.parquet"))?));
    let files = list.periods().into_iter().map(file).collect::<Result<BTreeMap<_, _>, IssueError>>()?;
    list.filled(&files).map_err(damaged)
}

/// The registry as it was when a bulletin was issued; it may be one that this version cannot read.
pub(super) fn registry_of(snapshot: &Snapshot, reader: &Reader) -> Result<Result<Registry, RegistryError>, RunError> {
    let name = OfficeFile::Registry.name();
    let read = tongbao_returns::ingest::registry_of(snapshot.bytes(name)?, &snapshot.folder.join(name), reader)?;
    Ok(read.map(|(registry, _)| registry))
}

/// 修订说明 of a draft beside an issue; nothing for a bulletin that has not been issued.
pub(super) fn revision(task: &Task<'_>, material: &Material<'_>, composed: &[Composed]) -> Result<Option<Composed>, RunError> {
    let Some(snapshot) = &task.issuing.same else { return Ok(None) };
    let then = returns_of(snapshot)?;
    let now = kept_returns(&task.plan.forms, task.gathered, task.period);
    let registry_then = registry_of(snapshot, &task.setup.reader)?.map(|mut registry| {
        let _ = Areas::of(std::slice::from_ref(task.plan)).adopt(&mut registry);
        task.plan.registered(&registry.named_as_of(task.period.last_day())).into_owned()
    });
    let changes = changes(task, &then, &now);
    let registry_of_then = registry_then.as_ref().unwrap_or(task.registry);
    let is_registry_changed = registry_then.is_err() || registry_of_then != task.registry;
    let is_plan_changed = snapshot.issue.plan_fingerprint != task.plan.fingerprint;
    let is_as_it_was = changes.is_empty() && !is_registry_changed && !is_plan_changed;
    // Where no unit can have moved anything nothing is added up a second time.
    let parts = if is_as_it_was { UnitParts::default() } else { unit_parts(task, &snapshot.issue, &then, registry_of_then)? };
    let document = revision::document(
        material,
        &Revision {
            issue: &snapshot.issue,
            then: &snapshot.figures()?,
            now: &revision::figures_of(composed),
            changes: &changes,
            parts: &parts,
            changed_sheets: &changed_sheets(task, snapshot)?,
            is_registry_changed,
            is_plan_changed,
            is_program_changed: snapshot.issue.tongbao != env!("CARGO_PKG_VERSION"),
        },
    );
    Ok(Some(Composed { stem: revision::STEM.to_owned(), group: None, document }))
}

/// What each unit added then and adds now to the indicators that add up over units and whose formula is still the same: the figures of
/// both times unit by unit, by the same rules as those of the groups.
fn unit_parts(task: &Task<'_>, issue: &Issue, then: &KeptReturns, registry_then: &Registry) -> Result<UnitParts, RunError> {
    let is_same = |indicator: &Indicator| {
        issue.indicators.iter().any(|known| known.id == indicator.id && known.formula == indicator.formula.text)
    };
    let mut plan = task.plan.clone();
    plan.indicators.retain(|indicator| indicator.adds_over_units() && is_same(indicator));
    for indicator in &mut plan.indicators {
        indicator.scopes = BTreeSet::from([Scope::Unit]);
    }
    let accepted_then = accept(then.returns.iter().map(|filed| by_present_form(filed, then, &plan)).collect()).value;
    let figures = |registry, accepted| aggregate(&plan, registry, accepted, task.period);
    Ok(UnitParts::of(&plan, &figures(registry_then, &accepted_then)?, &figures(task.registry, &task.gathered.accepted)?))
}

/// A return of then with its facts where the form has its items now; what the form did not have is blank, and what flows of a form that asked for
/// another time then, which nothing of now is added up with.
fn by_present_form(filed: &Return, then: &KeptReturns, plan: &Plan) -> Return {
    let (Some(kept), Some(form)) = (then.forms.get(&filed.form), plan.form(&filed.form)) else { return filed.clone() };
    let position = |name: &ItemName| kept.items.iter().position(|item| item.name == name.as_str());
    let fact = |(place, item): (u16, &Item)| {
        let is_comparable = kept.basis == form.basis || item.kind != Kind::Flow;
        let at = position(&item.name).filter(|_| is_comparable);
        let known = at.and_then(|at| filed.facts.iter().find(|fact| usize::from(fact.item) == at));
        let blank = Fact { item: place, reading: Reading::Blank, place: None };
        known.map_or(blank, |known| Fact { item: place, ..known.clone() })
    };
    Return { facts: (0_u16..).zip(form.items()).map(fact).collect(), ..filed.clone() }
}

/// The sheets that the office keeps and that are not byte for byte as they were.
fn changed_sheets(task: &Task<'_>, snapshot: &Snapshot) -> Result<Vec<String>, IssueError> {
    let mut changed = Vec::new();
    for name in kept_files() {
        let path = format!("{OFFICE}/{name}");
        let was_there = snapshot.issue.files.iter().any(|file| file.path == path);
        let then = if was_there { Some(snapshot.bytes(&path)?) } else { None };
        if std::fs::read(task.setup.workspace.join(name)).ok() != then {
            changed.push(name.to_owned());
        }
    }
    Ok(changed)
}

fn changes(task: &Task<'_>, then: &KeptReturns, now: &KeptReturns) -> Vec<ReturnChange> {
    let key = |filed: &Return| (filed.period, filed.unit.clone(), filed.form.clone());
    let before: BTreeMap<_, &Return> = then.returns.iter().map(|filed| (key(filed), filed)).collect();
    let after: BTreeMap<_, &Return> = now.returns.iter().map(|filed| (key(filed), filed)).collect();
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let read = items_read(task.plan);
    let contained = task.registry.contained_on(task.period.last_day());
    let mut changes = Vec::new();
    for key in keys {
        let (old, new) = (before.get(key).copied(), after.get(key).copied());
        let kind = match (old, new) {
            (Some(_), Some(_)) => ChangeKind::Corrected,
            (None, _) => ChangeKind::Added,
            (Some(_), None) if task.gathered.accepted.find_returned(key.0, &key.1, &key.2).is_some() => ChangeKind::SentBack,
            (Some(_), None) => ChangeKind::Withdrawn,
        };
        let mut cells = cells(&Side { kept: then, filed: old }, &Side { kept: now, filed: new });
        for cell in &mut cells {
            cell.is_added_up = is_added_up(task.plan, &key.2, &cell.item);
        }
        if kind != ChangeKind::Corrected {
            // Of a whole return only what some formula reads is told.
            cells.retain(|cell| read.contains(&cell.item));
        } else if cells.is_empty() {
            continue;
        }
        let form = now.forms.get(&key.2).or_else(|| then.forms.get(&key.2));
        changes.push(ReturnChange {
            period: key.0,
            unit: key.1.to_string(),
            unit_name: task.registry.unit_name(&key.1),
            counts_for: last_heir(&contained, &key.1).filter(|_| cells.iter().any(|cell| cell.is_added_up)),
            form: form.map_or_else(|| key.2.to_string(), |form| format!("{}《{}》", form.code, form.title)),
            is_of_ledger: task.plan.forms.iter().any(|form| form.id == key.2 && form.tasks.is_some()),
            kind,
            file: new.or(old).map(|filed| filed.file.path.clone()).unwrap_or_default(),
            cells,
        });
    }
    changes
}

/// Whether an item flows and its form asks for the quarter alone.
fn is_added_up(plan: &Plan, form: &FormId, item: &str) -> bool {
    let is_flow = |known: &Item| known.name.as_str() == item && known.kind == Kind::Flow;
    plan.form(form).is_some_and(|form| form.is_by_quarter() && form.items().any(is_flow))
}

/// Who contains the figures of a unit by now, after all that has been taken over since; none if nobody does.
fn last_heir(contained: &BTreeMap<&UnitCode, &Unit>, unit: &UnitCode) -> Option<String> {
    let heirs = std::iter::successors(contained.get(unit), |heir| contained.get(&heir.code));
    heirs.take(contained.len()).last().map(|heir| heir.code.to_string())
}

fn items_read(plan: &Plan) -> BTreeSet<String> {
    plan.indicators.iter().flat_map(Indicator::items).map(|read| read.name.to_string()).collect()
}

/// A return with the forms by which it was read.
struct Side<'run> {
    kept: &'run KeptReturns,
    filed: Option<&'run Return>,
}

impl<'run> Side<'run> {
    /// Its values by item, in the order of the form.
    fn values(&self) -> Vec<(&'run KeptItem, &'run Fact)> {
        let Some(filed) = self.filed else { return Vec::new() };
        let items = self.kept.forms.get(&filed.form).map(|form| form.items.as_slice()).unwrap_or_default();
        filed.facts.iter().filter_map(|fact| Some((items.get(usize::from(fact.item))?, fact))).collect()
    }

    fn place(&self, fact: &Fact) -> (Option<String>, Option<String>) {
        let sheet = |place: Place| self.filed.and_then(|filed| filed.sheets.get(usize::from(place.sheet)).cloned());
        (fact.place.and_then(sheet), fact.place.map(Place::a1))
    }

    fn word(&self, value: Option<&(&KeptItem, &Fact)>) -> String {
        match value {
            Some((item, fact)) => shown(Some(&KeptValue { item: (*item).clone(), reading: fact.reading.clone() })),
            None if self.filed.is_none() => "未计入".to_owned(),
            None => shown(None),
        }
    }
}

/// By how much a value is more than it was; what did not count adds nothing.
fn amount(said: Option<&Reading>, says: Option<&Reading>) -> Option<f64> {
    let number = |reading: Option<&Reading>| match reading {
        Some(Reading::Text(_)) => None,
        reading => Some(reading.and_then(Reading::number).unwrap_or_default()),
    };
    Some(number(says)? - number(said)?)
}

/// Item by item, by name: forms may have changed since.
fn cells(then: &Side<'_>, now: &Side<'_>) -> Vec<CellChange> {
    let (old, new) = (then.values(), now.values());
    let find = |values: &[(&KeptItem, &Fact)], name: &str| values.iter().position(|(item, _)| item.name == name);
    let mut changes = Vec::new();
    let only_old = old.iter().filter(|(item, _)| find(&new, &item.name).is_none());
    for (item, _) in new.iter().chain(only_old) {
        let (before, after) =
            (find(&old, &item.name).and_then(|at| old.get(at)), find(&new, &item.name).and_then(|at| new.get(at)));
        let reading = |value: Option<&(&KeptItem, &Fact)>| value.map(|(_, fact)| fact.reading.clone());
        let is_blank = |reading: &Option<Reading>| matches!(reading, None | Some(Reading::Blank));
        let (said, says) = (reading(before), reading(after));
        if said == says || is_blank(&said) && is_blank(&says) {
            continue;
        }
        let (sheet, cell) = match (after, before) {
            (Some((_, fact)), _) => now.place(fact),
            (None, Some((_, fact))) => then.place(fact),
            (None, None) => continue,
        };
        changes.push(CellChange {
            item: item.name.clone(),
            sheet,
            cell,
            old: then.word(before),
            new: now.word(after),
            amount: amount(said.as_ref(), says.as_ref()),
            is_added_up: false,
        });
    }
    changes
}
