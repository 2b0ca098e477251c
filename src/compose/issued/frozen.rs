//! What is kept of a bulletin beside its figures: who belonged where, how every return stood, what came out for every indicator.

use std::collections::BTreeSet;

use crate::compose::listed as listing;
use crate::compose::listed::Counted;
use crate::compose::material::Material;
use crate::issue::{
    Arrival, IssueName, IssuedAdjustment, IssuedBase, IssuedDue, IssuedGroup, IssuedIndicator, IssuedListed, IssuedMembers,
    IssuedOver, IssuedRead, IssuedResult, ReturnState,
};
use tongbao_document::figure::format_decimal;
use tongbao_figures::aggregate::{Computed, Figures, Group, group_of};
use tongbao_figures::audit::Timeliness;
use tongbao_figures::plan::{Indicator, Parts, Plan, Scope};
use tongbao_returns::domain::{Adjustment, Form, ItemName, Kind};

/// The area, the counties and the alliances with their units.
pub fn groups(material: &Material<'_>) -> Vec<IssuedGroup> {
    let kept = material.figures.grouping.names.iter().map(|(group, _)| group).filter(|group| !matches!(group, Group::Unit(_)));
    let group = |group: &Group| IssuedGroup {
        id: group.into(),
        name: material.name(group),
        units: material.units(group).into_iter().map(|unit| unit.code.to_string()).collect(),
    };
    kept.map(group).collect()
}

/// An earlier period: its groups and who counted then. `figures` are that period's.
pub fn base(plan: &Plan, figures: &Figures, issue: Option<&IssueName>) -> IssuedBase {
    let grouping = &figures.grouping;
    let members = grouping.all_members();
    let group = |(group, name): &(Group, String)| IssuedGroup {
        id: group.into(),
        name: name.clone(),
        units: match members.get(group) {
            Some(units) => units.iter().map(ToString::to_string).collect(),
            None => grouping.units.iter().map(ToString::to_string).collect(),
        },
    };
    let kept = grouping.names.iter().filter(|(group, _)| !matches!(group, Group::Unit(_)));
    let indicators = plan.indicators.iter().enumerate();
    IssuedBase {
        period: figures.period,
        issue: issue.cloned(),
        groups: kept.map(group).collect(),
        counted: indicators.clone().map(|(position, indicator)| (indicator.id.clone(), counted(figures, position))).collect(),
        counted_alone: indicators
            .filter_map(|(position, indicator)| Some((indicator.id.clone(), counted_alone(plan, figures, position)?)))
            .collect(),
    }
}

/// Who counted for the period alone, where that does not follow from who counted since 1 January.
fn counted_alone(plan: &Plan, figures: &Figures, indicator: usize) -> Option<Vec<String>> {
    let reads_quarters = plan.indicators.get(indicator).is_some_and(|known| plan.reads_quarters(known));
    let units = figures.grouping.units.iter().filter(|unit| figures.has_counted_alone(indicator, unit));
    reads_quarters.then(|| units.map(ToString::to_string).collect())
}

fn counted(figures: &Figures, indicator: usize) -> Vec<String> {
    let units = figures.grouping.units.iter();
    units.filter(|unit| figures.has_counted(indicator, unit)).map(ToString::to_string).collect()
}

/// The indicators with their formulas, with the units that counted, and with what else stands behind them.
pub fn indicators(material: &Material<'_>) -> Vec<IssuedIndicator> {
    let Material { plan, figures, .. } = *material;
    let items = |indicator: &Indicator| {
        let mut items: Vec<String> = plan.items_behind(indicator).into_iter().map(|read| read.name.to_string()).collect();
        items.dedup();
        items
    };
    let is_flow =
        |item: &ItemName| plan.forms.iter().flat_map(Form::items).any(|known| known.name == *item && known.kind == Kind::Flow);
    let read = |parts: &Parts, read: &tongbao_figures::plan::FormulaItem| IssuedRead {
        column: read.column(),
        is_flow: is_flow(&read.name),
        takes_adjustments: parts.take_sums_of(&read.name),
    };
    let indicators = plan.indicators.iter().enumerate();
    indicators
        .map(|(position, indicator)| IssuedIndicator {
            id: indicator.id.clone(),
            formula: indicator.formula.text.clone(),
            unit: indicator.unit.to_string(),
            items: items(indicator),
            reads: indicator.items().map(|item| read(&indicator.parts, item)).collect(),
            counted: counted(figures, position),
            counted_alone: counted_alone(plan, figures, position),
            over: over(indicator),
            listed: listing::counted(material, indicator).iter().map(listed).collect(),
        })
        .collect()
}

fn over(indicator: &Indicator) -> Option<IssuedOver> {
    let members = match indicator.over? {
        Scope::Unit => IssuedMembers::Unit,
        Scope::Alliance => IssuedMembers::Alliance,
        Scope::County => IssuedMembers::County,
        Scope::Area => return None,
    };
    Some(IssuedOver { members, indicators: indicator.formula.indicators().map(str::to_owned).collect() })
}

fn listed(row: &Counted) -> IssuedListed {
    IssuedListed {
        listed: row.listed.to_string(),
        code: row.code.clone(),
        name: row.name.clone(),
        place: row.spot.map(|spot| spot.to_string()).unwrap_or_default(),
        groups: row.groups.iter().map(Into::into).collect(),
    }
}

/// Every indicator of every group but single units.
pub fn results(material: &Material<'_>) -> Vec<IssuedResult> {
    let mut results = Vec::new();
    for (position, indicator) in material.plan.indicators.iter().enumerate() {
        for (group, figure) in material.figures.of_indicator(position).filter(|(group, _)| !matches!(group, Group::Unit(_))) {
            let verdict = material.assessment.verdict(position, group);
            let text = match figure.value {
                Computed::Number(number) => format_decimal(number, indicator.decimals, false),
                Computed::NotReported => "…".to_owned(),
                Computed::NotComputable | Computed::NotAsked(_) | Computed::NotApplicable => "—".to_owned(),
            };
            results.push(IssuedResult {
                indicator: indicator.id.clone(),
                group: group.into(),
                text,
                value: figure.value.number(),
                own: figure.own.number(),
                light: verdict.and_then(|verdict| verdict.light),
                status: verdict.map(|verdict| verdict.status.word().to_owned()),
                place: material.assessment.place(position, group).and_then(|place| place.number()),
            });
        }
    }
    results
}

/// What the office adds to sums of the plan's groups, up to the period.
pub fn adjustments(material: &Material<'_>) -> Vec<IssuedAdjustment> {
    let adjustments = material.accepted.adjustments();
    let known: BTreeSet<&Group> = material.figures.grouping.names.iter().map(|(group, _)| group).collect();
    let is_past = |row: &&Adjustment| row.period.last_day() <= material.period.last_day();
    let kept = adjustments.rows.iter().filter(is_past).map(|row| (group_of(row, &material.plan.area_code), row));
    kept.filter(|(group, _)| known.contains(group))
        .map(|(group, row)| IssuedAdjustment {
            period: row.period,
            group: (&group).into(),
            item: row.item.to_string(),
            value: row.value,
            reason: row.reason.clone(),
            document: row.document.clone(),
            sheet: row.sheet.clone(),
            cell: row.cell.to_string(),
            hash: adjustments.hash.clone(),
        })
        .collect()
}

/// How a return due stands, as it is kept with an issue.
pub fn due_of(material: &Material<'_>) -> Vec<IssuedDue> {
    let state = |due: &tongbao_figures::audit::DueReturn| {
        let arrival = match due.timeliness {
            Timeliness::OnTime => Arrival::OnTime,
            Timeliness::Late(_) => Arrival::Late,
            Timeliness::Missing if due.is_empty => Arrival::Empty,
            Timeliness::Missing => Arrival::Missing,
            Timeliness::Awaited => Arrival::Awaited,
        };
        ReturnState { arrival, is_returned: due.is_returned }
    };
    let due = |due: &tongbao_figures::audit::DueReturn| IssuedDue {
        unit: due.unit.to_string(),
        form: due.form.to_string(),
        deadline: due.deadline,
        state: state(due),
    };
    material.completeness.due.iter().map(due).collect()
}
