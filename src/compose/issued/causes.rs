//! Why a figure differs from the issued one: which return, which cell, which peer, which light.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{of_cell, of_return};
use super::compared::{Revision, by_id, plain};
use super::frozen::due_of;
use super::ledger;
use super::lights::light_changes;
use crate::compose::material::Material;
use crate::issue::{CellChange, IssuedDue, IssuedFigure, ReturnChange};
use tongbao_document::{FigureId, Measure};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Lag;
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
    units: BTreeMap<String, BTreeSet<String>>,
    /// Group → indicators whose light is another.
    lights: BTreeMap<String, Vec<String>>,
    /// Returns due whose state is another, as words, by unit.
    states: BTreeMap<String, Vec<String>>,
}

impl<'run> Causes<'run> {
    pub(super) fn of(material: &'run Material<'run>, revision: &'run Revision<'run>) -> Self {
        let mut units: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for group in &revision.issue.groups {
            units.entry(group.code.clone()).or_default().extend(group.units.iter().cloned());
        }
        for (group, _) in material.figures.grouping.names.iter().filter(|(group, _)| !matches!(group, Group::Unit(_))) {
            let now = material.units(group).into_iter().map(|unit| unit.code.to_string());
            units.entry(group.code().to_owned()).or_default().extend(now);
        }
        let mut lights: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for change in light_changes(material, revision) {
            lights.entry(change.group.code().to_owned()).or_default().push(change.words());
        }
        let (then, now) = (by_id(revision.then), by_id(revision.now));
        Self { material, revision, then, now, units, lights, states: states(material, revision) }
    }

    /// Why it differs, in words; never empty.
    pub(super) fn of_figure(&self, id: &FigureId) -> String {
        if ledger::speaks_of(id) {
            return told(&ledger::causes(self.material, self.revision, id, &|unit| self.is_of(&id.group, unit)));
        }
        // `县域内就诊率`, `县域内就诊率：SUM(…)` and `得分：县域内就诊率` speak of one indicator.
        let indicator = id.subject.split('：').find_map(|part| Some((part, self.items(part)?)));
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

    fn changed(&self, measure: Measure, group: &str, (items, lags): &(BTreeSet<String>, BTreeSet<Lag>)) -> Vec<String> {
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
            match change.kind.as_str() {
                _ if cells.is_empty() => {}
                "更正" => causes.extend(cells.into_iter().map(|cell| of_cell(change, cell))),
                _ => causes.push(of_return(change, self.material.period)),
            }
        }
        causes
    }

    /// Whether a unit belongs to a group, then or now; a group that is none is a unit itself.
    fn is_of(&self, group: &str, unit: &str) -> bool {
        self.units.get(group).map_or(unit == group, |units| units.contains(unit))
    }

    /// A place changes with the own value and with those of the peers.
    fn of_place(&self, indicator: &str, group: &str, items: &(BTreeSet<String>, BTreeSet<Lag>)) -> Vec<String> {
        let mut causes = self.changed(Measure::Value, group, items);
        let groups = self.material.figures.grouping.names.iter().map(|(group, _)| group);
        let own = groups.into_iter().find(|known| known.code() == group);
        for peer in own.into_iter().flat_map(|own| self.material.peers(own)).filter(|peer| peer.code() != group) {
            let id = FigureId {
                subject: indicator.to_owned(),
                group: peer.code().to_owned(),
                period: self.material.period.to_string(),
                measure: Measure::Value,
            };
            if let Some((then, now)) = self.text_of(&id) {
                let below = self.changed(Measure::Value, peer.code(), items);
                let why = below.first().map(|cause| format!("（{cause}）")).unwrap_or_default();
                causes.push(format!("同组{}{then}→{now}{why}", self.material.name(peer)));
            }
        }
        causes
    }

    /// A score with its parts; a place by scores with those of the others.
    fn of_score(&self, id: &FigureId) -> Vec<String> {
        let mut causes = Vec::new();
        for part in self.then.keys().filter(|part| part.group == id.group && part.measure == Measure::Points) {
            if let Some((then, now)) = self.text_of(part) {
                let why = if self.speaks_of_indicator(&part.subject) {
                    format!("（{}）", self.of_figure(part))
                } else {
                    String::new()
                };
                causes.push(format!("{}{then}→{now}{why}", part.subject));
            }
        }
        // A place hangs on the scores of the others, an average on everybody's.
        if id.measure == Measure::Rank || causes.is_empty() {
            let others = self
                .then
                .keys()
                .filter(|other| other.measure == Measure::Score && other.subject == "得分" && other.group != id.group);
            causes.extend(others.filter_map(|other| {
                let (then, now) = self.text_of(other)?;
                Some(format!("{}{}{then}→{now}", self.name(&other.group), other.subject))
            }));
        }
        causes
    }

    fn speaks_of_indicator(&self, subject: &str) -> bool {
        subject.split('：').any(|part| self.items(part).is_some())
    }

    /// How a figure reads then and now, where that differs.
    fn text_of(&self, id: &FigureId) -> Option<(String, String)> {
        let (then, now) = (plain(self.then.get(id)?), plain(self.now.get(id)?));
        (then != now).then_some((then, now))
    }

    /// A count of returns or lights, or a share of them; its subject may name the group.
    fn of_count(&self, id: &FigureId) -> Vec<String> {
        let named = id.subject.split_once('：').map(|(name, _)| name);
        let of_name = |name: &str| {
            let mut groups = self.material.figures.grouping.names.iter().filter(|(group, _)| !matches!(group, Group::Unit(_)));
            groups
                .find(|(group, full)| full == name || self.material.name(group) == name)
                .map(|(group, _)| group.code().to_owned())
        };
        let group = named.and_then(of_name).unwrap_or_else(|| id.group.clone());
        let words = id.subject.split('：').next_back().unwrap_or_default();
        let is_of_lights = ["绿", "黄", "红", "达标率", "评价指标", "不评价"].contains(&words);
        if is_of_lights {
            let mut causes = self.lights.get(&group).cloned().unwrap_or_default();
            if causes.is_empty() && id.measure == Measure::Rank {
                let others = self.lights.iter().filter(|(other, _)| other.as_str() != "area" && **other != group);
                causes.extend(others.flat_map(|(other, changes)| {
                    let name = self.name(other);
                    changes.iter().map(move |change| format!("同组{name}：{change}"))
                }));
            }
            return causes;
        }
        // A proof adds up an item that its subject names.
        let items: BTreeSet<String> = id.subject.split('：').map(str::to_owned).collect();
        let of_item = self.changed(Measure::Value, &group, &(items, BTreeSet::new()));
        if !of_item.is_empty() {
            return of_item;
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

    /// The name of a group's code, then or now.
    pub(super) fn name(&self, code: &str) -> String {
        let mut groups = self.material.figures.grouping.names.iter().map(|(group, _)| group);
        match groups.find(|group| group.code() == code) {
            Some(group) => self.material.name(group),
            None => match self.revision.issue.group(code) {
                Some(known) => known.name.clone(),
                None => self.material.unit_name(&UnitCode::new(code)),
            },
        }
    }
}

/// Whether it is a total of points, or a place by one.
fn is_score(id: &FigureId) -> bool {
    matches!(id.measure, Measure::Score | Measure::Points) || id.subject.ends_with("得分")
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
        let state = |of: &BTreeMap<_, &IssuedDue>| of.get(key).map_or("不应报", |due| due.state.as_str()).to_owned();
        let (before, after) = (state(&then), state(&now));
        if before != after {
            let unit = material.unit_name(&UnitCode::new(&key.0));
            let form = material.plan.forms.iter().find(|form| form.id.as_str() == key.1);
            let form = form.map_or_else(|| key.1.clone(), |form| format!("{}《{}》", form.code, form.title));
            states.entry(key.0.clone()).or_default().push(format!("{unit}{form}{before}→{after}"));
        }
    }
    states
}
