//! Why a figure differs from the issued one: which returns, which peers, which lights, and by how much each moves it.

mod counts;
mod indicators;
mod scores;

use std::collections::{BTreeMap, BTreeSet};

use super::cause::{Cause, Gap, told};
use super::compared::{Difference, Revision, by_id};
use super::ledger;
use super::ledger::Meant;
use super::lights::{LightChange, light_changes};
use super::numbered::{Numbered, numbered};
use super::states::{StateChange, state_changes};
use crate::compose::material::Material;
use crate::issue::{IssuedFigure, IssuedGroup};
use tongbao_document::{FigureId, GroupId, Measure, Subject};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::Lag;
use tongbao_returns::domain::UnitCode;

/// What is looked up for every figure.
pub(super) struct Causes<'run> {
    material: &'run Material<'run>,
    revision: &'run Revision<'run>,
    /// Every figure of then.
    then: BTreeMap<&'run FigureId, &'run IssuedFigure>,
    /// Every figure of now.
    now: BTreeMap<&'run FigureId, &'run IssuedFigure>,
    /// Units of each group then.
    units_then: BTreeMap<GroupId, BTreeSet<String>>,
    /// The same now.
    units_now: BTreeMap<GroupId, BTreeSet<String>>,
    /// Returns that came, went or changed.
    changes: Vec<Numbered<'run>>,
    /// Lights that are others.
    lights: Vec<LightChange<'run>>,
    /// Returns due whose state is another.
    states: Vec<StateChange>,
}

/// What an indicator reads: its items, as the plan had them then and has them now, with the times that they are read of.
struct Reads {
    items: BTreeSet<String>,
    lags: BTreeSet<Lag>,
}

/// Why a figure differs: the figures that it is made of and that are others too, and what lies behind them.
#[derive(Default)]
struct Why {
    operands: Vec<String>,
    causes: Vec<Cause>,
}

impl<'run> Causes<'run> {
    pub(super) fn of(material: &'run Material<'run>, revision: &'run Revision<'run>) -> Self {
        let of_issue = |group: &IssuedGroup| (group.id.clone(), group.units.iter().cloned().collect());
        let groups = material.figures.grouping.names.iter().map(|(group, _)| group);
        let of_now = |group: &Group| {
            (group.into(), material.units(group).into_iter().map(|unit| unit.code.to_string()).collect::<BTreeSet<_>>())
        };
        Self {
            material,
            revision,
            then: by_id(revision.then),
            now: by_id(revision.now),
            units_then: revision.issue.groups.iter().map(of_issue).collect(),
            units_now: groups.filter(|group| !matches!(group, Group::Unit(_))).map(of_now).collect(),
            changes: numbered(revision.changes),
            lights: light_changes(material, revision),
            states: state_changes(material, revision),
        }
    }

    /// Why an issued figure is another now, in words; never empty.
    pub(super) fn of_difference(&self, Difference { id, then, now, .. }: &Difference) -> String {
        let gap = now
            .as_ref()
            .and_then(|now| Some(Gap { amount: now.rounded? - then.rounded?, decimals: then.decimals.max(now.decimals) }));
        self.in_words(id, gap)
    }

    /// The same of a figure whose numbers are not compared.
    pub(super) fn of_figure(&self, id: &FigureId) -> String {
        self.in_words(id, None)
    }

    fn in_words(&self, id: &FigureId, gap: Option<Gap>) -> String {
        let Why { operands, causes } = self.why(id);
        let causes = if causes.is_empty() { self.of_the_whole(id) } else { causes };
        let causes = told(causes, gap, || told(self.of_the_whole(id), None, String::new));
        if operands.is_empty() { causes } else { format!("{}；{causes}", operands.join("、")) }
    }

    fn why(&self, id: &FigureId) -> Why {
        if let Some(meant) = Meant::by(&id.subject) {
            let causes = ledger::causes(self.material, self.revision, &self.changes, &meant, &|unit| self.is_of(&id.group, unit));
            return Why { causes, ..Why::default() };
        }
        let indicator = id.subject.indicator().and_then(|indicator| Some((indicator, self.reads(indicator)?)));
        match indicator {
            Some((indicator, reads)) if id.measure == Measure::Rank => self.of_place(indicator, id, &reads),
            Some((indicator, reads)) => self.of_indicator(indicator, id, &reads),
            None if is_score(id) => Why { causes: self.of_score(id), ..Why::default() },
            None if is_of_mechanisms(&id.subject) => Why { causes: self.of_mechanisms(), ..Why::default() },
            None => Why { causes: self.of_count(id), ..Why::default() },
        }
    }

    /// Whether a unit belongs to a group, then or now, or is it.
    fn is_of(&self, group: &GroupId, unit: &str) -> bool {
        let is_member = |units: &BTreeMap<GroupId, BTreeSet<String>>| units.get(group).is_some_and(|units| units.contains(unit));
        match group {
            GroupId::Unit(code) => code == unit,
            GroupId::Area | GroupId::County(_) | GroupId::Alliance(_) => {
                is_member(&self.units_then) || is_member(&self.units_now)
            }
        }
    }

    /// How a figure reads then and now, where that differs.
    fn text_of(&self, id: &FigureId) -> Option<(String, String)> {
        let (then, now) = (self.then.get(id)?.plain(), self.now.get(id)?.plain());
        (then != now).then_some((then, now))
    }

    fn amount_of(&self, id: &FigureId) -> Option<f64> {
        Some(self.now.get(id)?.rounded? - self.then.get(id)?.rounded?)
    }

    /// What changes everything.
    fn of_the_whole(&self, id: &FigureId) -> Vec<Cause> {
        let revision = self.revision;
        let sheets = (!revision.changed_sheets.is_empty()).then(|| format!("{}有变动", revision.changed_sheets.join("、")));
        let mut causes: Vec<Cause> = [
            revision.is_registry_changed.then(|| "机构名册有变动".to_owned()),
            sheets,
            revision.is_plan_changed.then(|| "方案包有变动".to_owned()),
        ]
        .into_iter()
        .flatten()
        .map(Cause::plain)
        .collect();
        if causes.is_empty() {
            let of_group = self.changes.iter().filter(|numbered| self.is_of(&id.group, &numbered.change.unit));
            causes.extend(of_group.map(Numbered::whole));
        }
        if causes.is_empty() && revision.is_program_changed {
            causes.push(Cause::plain("程序版本与定稿时不同"));
        }
        if causes.is_empty() {
            causes.push(Cause::plain(if self.material.as_of == revision.issue.as_of {
                "截止日设置或任务台账有变动"
            } else {
                "数据截至日不同"
            }));
        }
        causes
    }

    /// What the office itself has issued, and until when it is counted: no return has anything to do with it.
    fn of_mechanisms(&self) -> Vec<Cause> {
        let (then, now) = (self.revision.issue.as_of, self.material.as_of);
        let counted = if then == now {
            "本单位已印发的通报有变动".to_owned()
        } else {
            format!("数据截至日{then}→{now}，其间印发、撤销的通报和逾期天数按现在的截至日计")
        };
        let plan = self.revision.is_plan_changed.then(|| "方案包有变动".to_owned());
        plan.into_iter().chain([counted]).map(Cause::plain).collect()
    }

    /// A group as it is now.
    fn group(&self, id: &GroupId) -> Option<&'run Group> {
        let mut groups = self.material.figures.grouping.names.iter().map(|(group, _)| group);
        groups.find(|group| **group == *id)
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

/// Whether it counts what the office itself has issued.
fn is_of_mechanisms(subject: &Subject) -> bool {
    matches!(subject, Subject::Mechanism { .. } | Subject::Mechanisms(_))
}

/// Whether it is a total of points, or a place by one.
fn is_score(id: &FigureId) -> bool {
    matches!(id.measure, Measure::Score | Measure::Points) || matches!(id.subject, Subject::Score(_))
}
