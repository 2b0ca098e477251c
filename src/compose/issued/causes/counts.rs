//! Why a count or a share differs: by lights, by an item of returns, or by returns whose state is another.

use std::collections::BTreeSet;

use super::Causes;
use crate::compose::issued::adjustments;
use crate::compose::issued::adjustments::Asked;
use crate::compose::issued::cause::Cause;
use crate::compose::issued::lights::LightChange;
use crate::compose::issued::numbered::Numbered;
use crate::compose::issued::states::{StateChange, is_plain};
use crate::issue::CellChange;
use tongbao_document::subject::{LightCount, ProofSum, RectifiedCount, Slice};
use tongbao_document::{FigureId, GroupId, Measure, Subject};
use tongbao_figures::plan::Scope;
use tongbao_returns::domain::Period;

impl Causes<'_> {
    /// A count of returns or lights, or a share of them; its subject may name the group.
    pub(super) fn of_count(&self, id: &FigureId) -> Vec<Cause> {
        let group = self.group_named_by(&id.subject).unwrap_or_else(|| id.group.clone());
        if hangs_on_lights(&id.subject) {
            return self.of_lights(id, &group);
        }
        if let (Subject::Proof { item, .. }, Measure::Adjustment) = (&id.subject, id.measure) {
            let (items, periods) = (BTreeSet::from([item.clone()]), BTreeSet::from([self.material.period.last_quarter()]));
            let asked = Asked { group: None, items: &items, periods: &periods };
            return adjustments::causes(self.material, self.revision.issue, &asked);
        }
        if let Subject::Proof { item, .. } | Subject::Item(item) = &id.subject {
            let of_item = self.of_item(id, item, &group);
            if !of_item.is_empty() {
                return of_item;
            }
        }
        let of_group = || self.states.iter().filter(|state| self.is_of(&group, &state.unit));
        if let Subject::Returns(slice, count) = &id.subject {
            let of_row = || of_group().filter(|state| state.is_of(slice));
            if is_plain(*count) {
                return of_row().filter_map(|state| state.cause_of(*count)).collect();
            }
            return of_row().map(StateChange::cause).collect();
        }
        of_group().map(StateChange::cause).collect()
    }

    /// The lights of a group, or of its peers where a place hangs on them.
    fn of_lights(&self, id: &FigureId, group: &GroupId) -> Vec<Cause> {
        let rows = |light: &LightChange<'_>| {
            let subject = Subject::Indicator(light.indicator.clone());
            self.rows_of_indicator(&self.material.id(light.group, subject, Measure::Value))
        };
        let is_of_row = |light: &&LightChange<'_>| match &id.subject {
            Subject::Lights(Slice::Campaign(name), _) => {
                self.material.plan.indicator(&light.indicator).is_some_and(|indicator| indicator.campaign == *name)
            }
            _ => true,
        };
        let of_group = self.lights.iter().filter(|light| *light.group == *group).filter(is_of_row);
        let cause = |light: &LightChange<'_>| {
            let count = match &id.subject {
                Subject::Lights(_, count) if id.measure == Measure::Count => Some(*count),
                _ => None,
            };
            let amount = count.and_then(|count| light.adds_to(count));
            (amount != Some(0.0)).then(|| Cause { name: light.words(), amount, rows: rows(light) })
        };
        let causes: Vec<Cause> = of_group.filter_map(cause).collect();
        if !causes.is_empty() || id.measure != Measure::Rank {
            return causes;
        }
        let others = self.lights.iter().filter(|light| *light.group != GroupId::Area && *light.group != *group);
        let of_peer = |light: &LightChange<'_>| Cause {
            name: format!("同组{}：{}", self.material.name(light.group), light.words()),
            amount: None,
            rows: rows(light),
        };
        others.map(of_peer).collect()
    }

    /// An item, as its units filed it.
    fn of_item(&self, id: &FigureId, item: &str, group: &GroupId) -> Vec<Cause> {
        // The other sums count a unit not at all, or more than once.
        let adds_up = !matches!(&id.subject, Subject::Proof { sum, .. } if *sum != ProofSum::Area);
        let last = self.material.period.last_quarter();
        let is_so_far = |period: Period| last.quarters_so_far().any(|quarter| quarter == period);
        let of_group = self.changes.iter().filter(|numbered| self.is_of(group, numbered.change.counted_with()));
        let cause = |numbered: &Numbered<'_>| {
            let period = numbered.change.period;
            let is_meant =
                |cell: &CellChange| cell.item == item && if cell.is_added_up { is_so_far(period) } else { period == last };
            let rows = numbered.rows(is_meant);
            let of_item = numbered.cells.iter().filter(|(_, cell)| is_meant(cell));
            let amount: Option<f64> = of_item.map(|(_, cell)| cell.amount).sum();
            (!rows.is_empty()).then(|| Cause { amount: amount.filter(|_| adds_up), ..numbered.cause(rows) })
        };
        of_group.filter_map(cause).collect()
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
}

/// Whether a count is made of lights.
fn hangs_on_lights(subject: &Subject) -> bool {
    match subject {
        Subject::Lights(_, count) => !matches!(count, LightCount::Indicators | LightCount::Listed),
        Subject::Rectified(_, count) => *count == RectifiedCount::ReachedShare,
        _ => false,
    }
}
