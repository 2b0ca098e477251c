//! Why a figure differs from the issued one: which return, which cell, which peer, which light.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{of_cell, of_return};
use super::compared::{Revision, by_id};
use super::frozen::due_of;
use super::ledger;
use super::ledger::Meant;
use super::lights::light_changes;
use crate::compose::material::Material;
use crate::issue::{CellChange, ChangeKind, IssuedDue, IssuedFigure, ReturnChange};
use tongbao_document::subject::{LightCount, RectifiedCount, ScorePart, Slice};
use tongbao_document::{FigureId, GroupId, Measure, Subject};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::{Lag, Scope};
use tongbao_returns::domain::{Period, UnitCode};

/// Most causes that a cell of the table tells; the others are counted, and stand in the table of changed values.
const MOST: usize = 3;

/// What is looked up for every figure.
pub(super) struct Causes<'run> {
    material: &'run Material<'run>,
    revision: &'run Revision<'run>,
    /// Every figure of then.
    then: BTreeMap<&'run FigureId, &'run IssuedFigure>,
    /// Every figure of now.
    now: BTreeMap<&'run FigureId, &'run IssuedFigure>,
    /// Units of each group, then and now.
    units: BTreeMap<GroupId, BTreeSet<String>>,
    /// Group → indicators whose light is another.
    lights: BTreeMap<GroupId, Vec<String>>,
    /// Returns due whose state is another, as words, by unit.
    states: BTreeMap<String, Vec<String>>,
}

impl<'run> Causes<'run> {
    pub(super) fn of(material: &'run Material<'run>, revision: &'run Revision<'run>) -> Self {
        let mut units: BTreeMap<GroupId, BTreeSet<String>> = BTreeMap::new();
        for group in &revision.issue.groups {
            units.entry(group.id.clone()).or_default().extend(group.units.iter().cloned());
        }
        for (group, _) in material.figures.grouping.names.iter().filter(|(group, _)| !matches!(group, Group::Unit(_))) {
            let now = material.units(group).into_iter().map(|unit| unit.code.to_string());
            units.entry(group.into()).or_default().extend(now);
        }
        let mut lights: BTreeMap<GroupId, Vec<String>> = BTreeMap::new();
        for change in light_changes(material, revision) {
            lights.entry(change.group.into()).or_default().push(change.words());
        }
        let (then, now) = (by_id(revision.then), by_id(revision.now));
        Self { material, revision, then, now, units, lights, states: states(material, revision) }
    }

    /// Why it differs, in words; never empty.
    pub(super) fn of_figure(&self, id: &FigureId) -> String {
        if let Some(meant) = Meant::by(&id.subject) {
            return told(&ledger::causes(self.material, self.revision, &meant, &|unit| self.is_of(&id.group, unit)));
        }
        let indicator = id.subject.indicator().and_then(|indicator| Some((indicator, self.items(indicator)?)));
        let mut causes = match indicator {
            Some((indicator, items)) if id.measure == Measure::Rank => self.of_place(indicator, &id.group, &items),
            Some((_, items)) => self.changed(id.measure, &id.group, &items),
            None if is_score(id) => self.of_score(id),
            None => self.of_count(id),
        };
        if causes.is_empty() {
            causes = self.of_the_whole(id);
        }
        told(&causes)
    }

    /// The items of an indicator, as the plan had them then and has them now, with the times that they are read of.
    fn items(&self, indicator: &str) -> Option<(BTreeSet<String>, BTreeSet<Lag>)> {
        let then = self.revision.issue.indicators.iter().find(|known| known.id == indicator);
        let now = self.material.plan.indicator(indicator);
        if then.is_none() && now.is_none() {
            return None;
        }
        let mut items: BTreeSet<String> = then.into_iter().flat_map(|then| then.items.iter().cloned()).collect();
        let reads = || now.into_iter().flat_map(|now| &now.formula.reads);
        items.extend(reads().map(|read| read.name.to_string()));
        Some((items, reads().map(|read| read.lag).collect()))
    }

    fn changed(&self, measure: Measure, group: &GroupId, (items, lags): &(BTreeSet<String>, BTreeSet<Lag>)) -> Vec<String> {
        let period = self.material.period;
        let reads_back =
            |base: Period, measures: [Measure; 2], lag: Lag| (measures.contains(&measure) || lags.contains(&lag)).then_some(base);
        let bases = [
            reads_back(period.year_before(), [Measure::YearOnYear, Measure::YearBefore], Lag::YearBefore),
            reads_back(period.previous(), [Measure::PeriodOnPeriod, Measure::PeriodBefore], Lag::PreviousPeriod),
            // A quarter alone is the difference of two filings.
            matches!(measure, Measure::Own | Measure::ExactOwn | Measure::PeriodOnPeriod).then(|| period.previous()),
        ];
        let periods: BTreeSet<Period> =
            [period].into_iter().chain(bases.into_iter().flatten()).flat_map(Period::quarters).collect();
        let is_read = |change: &&ReturnChange| periods.contains(&change.period) && self.is_of(group, &change.unit);
        let mut causes = Vec::new();
        for change in self.revision.changes.iter().filter(is_read) {
            let cells: Vec<&CellChange> = change.cells.iter().filter(|cell| items.contains(&cell.item)).collect();
            match change.kind {
                _ if cells.is_empty() => {}
                ChangeKind::Corrected => causes.extend(cells.into_iter().map(|cell| of_cell(change, cell))),
                ChangeKind::Added | ChangeKind::SentBack | ChangeKind::Withdrawn => {
                    causes.push(of_return(change, self.material.period));
                }
            }
        }
        causes
    }

    /// Whether a unit belongs to a group, then or now, or is it.
    fn is_of(&self, group: &GroupId, unit: &str) -> bool {
        match group {
            GroupId::Unit(code) => code == unit,
            GroupId::Area | GroupId::County(_) | GroupId::Alliance(_) => {
                self.units.get(group).is_some_and(|units| units.contains(unit))
            }
        }
    }

    /// A place changes with the own value and with those of the peers.
    fn of_place(&self, indicator: &str, group: &GroupId, items: &(BTreeSet<String>, BTreeSet<Lag>)) -> Vec<String> {
        let mut causes = self.changed(Measure::Value, group, items);
        let own = self.group(group);
        for peer in own.into_iter().flat_map(|own| self.material.peers(own).into_iter().filter(move |peer| *peer != own)) {
            let id = self.material.id(peer, Subject::Indicator(indicator.to_owned()), Measure::Value);
            if let Some((then, now)) = self.text_of(&id) {
                let below = self.changed(Measure::Value, &id.group, items);
                let why = below.first().map(|cause| format!("（{cause}）")).unwrap_or_default();
                causes.push(format!("同组{}{then}→{now}{why}", self.material.name(peer)));
            }
        }
        causes
    }

    /// A score with its parts; a place by scores with those of the others.
    fn of_score(&self, id: &FigureId) -> Vec<String> {
        let mut causes = Vec::new();
        let is_part = |part: &&&FigureId| part.group == id.group && part.measure == Measure::Points;
        let mut parts: Vec<&FigureId> = self.then.keys().filter(is_part).copied().collect();
        parts.sort_by_cached_key(|part| part.in_words());
        for part in parts {
            if let Some((then, now)) = self.text_of(part) {
                let why = if part.subject.indicator().is_some_and(|indicator| self.items(indicator).is_some()) {
                    format!("（{}）", self.of_figure(part))
                } else {
                    String::new()
                };
                causes.push(format!("{}{then}→{now}{why}", part.subject));
            }
        }
        // A place hangs on the scores of the others, an average on everybody's.
        if id.measure == Measure::Rank || causes.is_empty() {
            let is_other = |other: &&&FigureId| {
                other.measure == Measure::Score && other.subject == Subject::Score(ScorePart::Score) && other.group != id.group
            };
            let mut others: Vec<&FigureId> = self.then.keys().filter(is_other).copied().collect();
            others.sort_by_cached_key(|other| other.in_words());
            causes.extend(others.into_iter().filter_map(|other| {
                let (then, now) = self.text_of(other)?;
                Some(format!("{}{}{then}→{now}", self.name(&other.group), other.subject))
            }));
        }
        causes
    }

    /// How a figure reads then and now, where that differs.
    fn text_of(&self, id: &FigureId) -> Option<(String, String)> {
        let (then, now) = (self.then.get(id)?.plain(), self.now.get(id)?.plain());
        (then != now).then_some((then, now))
    }

    /// A count of returns or lights, or a share of them; its subject may name the group.
    fn of_count(&self, id: &FigureId) -> Vec<String> {
        let group = self.group_named_by(&id.subject).unwrap_or_else(|| id.group.clone());
        if hangs_on_lights(&id.subject) {
            let mut causes = self.lights.get(&group).cloned().unwrap_or_default();
            if causes.is_empty() && id.measure == Measure::Rank {
                let others = self.lights.iter().filter(|(other, _)| **other != GroupId::Area && **other != group);
                causes.extend(others.flat_map(|(other, changes)| {
                    let name = self.name(other);
                    changes.iter().map(move |change| format!("同组{name}：{change}"))
                }));
            }
            return causes;
        }
        if let Subject::Proof { item, .. } | Subject::Item(item) = &id.subject {
            let of_item = self.changed(Measure::Value, &group, &(BTreeSet::from([item.clone()]), BTreeSet::new()));
            if !of_item.is_empty() {
                return of_item;
            }
        }
        let of_group = self.states.iter().filter(|(unit, _)| self.is_of(&group, unit));
        of_group.flat_map(|(_, states)| states.iter().cloned()).collect()
    }

    /// What changes everything.
    fn of_the_whole(&self, id: &FigureId) -> Vec<String> {
        let mut causes: Vec<String> = Vec::new();
        if self.revision.is_registry_changed {
            causes.push("机构名册有变动".to_owned());
        }
        if !self.revision.changed_sheets.is_empty() {
            causes.push(format!("{}有变动", self.revision.changed_sheets.join("、")));
        }
        if self.revision.is_plan_changed {
            causes.push("方案包有变动".to_owned());
        }
        if causes.is_empty() {
            let of_group = self.revision.changes.iter().filter(|change| self.is_of(&id.group, &change.unit));
            causes.extend(of_group.map(|change| of_return(change, self.material.period)));
        }
        if causes.is_empty() && self.revision.is_program_changed {
            causes.push("程序版本与定稿时不同".to_owned());
        }
        if causes.is_empty() {
            causes.push(if self.material.as_of == self.revision.issue.as_of {
                "截止日设置或任务台账有变动".to_owned()
            } else {
                "数据截至日不同".to_owned()
            });
        }
        causes
    }

    /// A group as it is now.
    fn group(&self, id: &GroupId) -> Option<&'run Group> {
        let mut groups = self.material.figures.grouping.names.iter().map(|(group, _)| group);
        groups.find(|group| **group == *id)
    }

    /// The county or the alliance whose row of a table a figure stands in.
    fn group_named_by(&self, subject: &Subject) -> Option<GroupId> {
        let (Subject::Returns(slice, _) | Subject::Lights(slice, _) | Subject::Rectified(slice, _)) = subject else {
            return None;
        };
        let scope = match slice {
            Slice::County(_) => Scope::County,
            Slice::Alliance(_) => Scope::Alliance,
            _ => return None,
        };
        let mut groups = self.material.figures.grouping.of_scope(scope).map(|(group, _)| group);
        groups.find(|group| self.material.slice(group) == *slice).map(GroupId::from)
    }

    /// The name of a group, then or now.
    pub(super) fn name(&self, id: &GroupId) -> String {
        match (self.group(id), self.revision.issue.group(id)) {
            (Some(group), _) => self.material.name(group),
            (None, Some(known)) => known.name.clone(),
            (None, None) => self.material.unit_name(&UnitCode::new(id.code())),
        }
    }
}

/// Whether it is a total of points, or a place by one.
fn is_score(id: &FigureId) -> bool {
    matches!(id.measure, Measure::Score | Measure::Points) || matches!(id.subject, Subject::Score(_))
}

/// Whether a count is made of lights.
fn hangs_on_lights(subject: &Subject) -> bool {
    match subject {
        Subject::Lights(_, count) => !matches!(count, LightCount::Indicators | LightCount::Listed),
        Subject::Rectified(_, count) => *count == RectifiedCount::ReachedShare,
        _ => false,
    }
}

fn told(causes: &[String]) -> String {
    let mut seen = BTreeSet::new();
    let different: Vec<&str> = causes.iter().map(String::as_str).filter(|cause| seen.insert(*cause)).collect();
    let listed = different.iter().take(MOST).copied().collect::<Vec<_>>().join("；");
    match different.len() {
        ..=MOST => listed,
        all => format!("{listed}；等{all}处"),
    }
}

fn states(material: &Material<'_>, revision: &Revision<'_>) -> BTreeMap<String, Vec<String>> {
    let key = |due: &IssuedDue| (due.unit.clone(), due.form.clone(), due.deadline);
    let then: BTreeMap<_, &IssuedDue> = revision.issue.due.iter().map(|due| (key(due), due)).collect();
    let all = due_of(material);
    let now: BTreeMap<_, &IssuedDue> = all.iter().map(|due| (key(due), due)).collect();
    let mut states: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let keys: BTreeSet<_> = then.keys().chain(now.keys()).collect();
    for key in keys {
        let state = |of: &BTreeMap<_, &IssuedDue>| of.get(key).map(|due| due.state);
        let (before, after) = (state(&then), state(&now));
        if before != after {
            let [before, after] =
                [before, after].map(|state| state.map_or_else(|| "不应报".to_owned(), |state| state.to_string()));
            let unit = material.unit_name(&UnitCode::new(&key.0));
            let form = material.plan.forms.iter().find(|form| form.id.as_str() == key.1);
            let form = form.map_or_else(|| key.1.clone(), |form| format!("{}《{}》", form.code, form.title));
            states.entry(key.0.clone()).or_default().push(format!("{unit}{form}{before}→{after}"));
        }
    }
    states
}
