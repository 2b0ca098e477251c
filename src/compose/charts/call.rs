//! A chart as a wording calls for it: the name behind `@chart`, and behind the name the indicators of which it is drawn.

use std::collections::BTreeSet;

use crate::compose::material::Material;
use crate::compose::named::{CHARTS, Drawn, NamedChart};
use crate::compose::wording::{LineTrouble, lines};
use tongbao_document::Chart;
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::{MOST_TRENDS, Plan};
use tongbao_returns::domain::Cycle;

/// Which chart of what.
#[derive(Debug, Clone)]
pub(in crate::compose) struct Call {
    chart: &'static NamedChart,
    /// Indicators, by position in the plan.
    positions: Vec<usize>,
}

impl Call {
    /// Reads what stands behind `@chart`; without a name behind it a chart of indicators is of those that the plan gives (`[wording]`).
    pub(in crate::compose) fn read(called: &str, plan: &Plan) -> Result<Self, LineTrouble> {
        let (name, indicators) = called.split_once(' ').map_or((called, None), |(name, indicators)| (name, Some(indicators)));
        let unknown = || LineTrouble::Chart(called.to_owned());
        let chart = CHARTS.iter().find(|chart| chart.name == name);
        let positions = match (chart.map(|chart| &chart.drawn), indicators) {
            (Some(Drawn::Plain(_)), None) => Vec::new(),
            (Some(Drawn::OfOne(_)), Some(id)) => vec![position(id, plan)?],
            (Some(Drawn::OfOne(_)), None) => {
                plan.words.county_chart.iter().map(|id| position(id, plan)).collect::<Result<_, _>>()?
            }
            (Some(Drawn::OfSeveral(_)), Some(ids)) => comparable(ids, plan)?,
            (Some(Drawn::OfSeveral(_)), None) => {
                plan.words.trend.iter().map(|id| position(id, plan)).collect::<Result<_, _>>()?
            }
            (None | Some(_), _) => return Err(unknown()),
        };
        chart.map(|chart| Self { chart, positions }).ok_or_else(unknown)
    }

    /// Draws it for a group; none if there is nothing to draw.
    pub(in crate::compose) fn draw(&self, material: &Material<'_>, group: &Group) -> Option<Chart> {
        let drawn = match (&self.chart.drawn, self.positions.as_slice()) {
            (Drawn::Plain(draw), _) => draw(material, group),
            (Drawn::OfOne(draw), [position, ..]) => draw(material, group, *position),
            (Drawn::OfOne(_), []) => None,
            (Drawn::OfSeveral(draw), positions) => draw(material, group, positions),
        };
        drawn.filter(has_number)
    }
}

/// Whether there is anything to draw.
pub(in crate::compose) fn has_number(chart: &Chart) -> bool {
    chart.series.iter().flat_map(|series| &series.figures).any(|figure| figure.rounded().is_some())
}

/// The indicators whose trend the wording of a bulletin asks for.
pub fn trends(plan: &Plan, cycle: Cycle) -> Vec<usize> {
    let names = lines(&plan.wording, cycle.as_str()).filter_map(|line| line.strip_prefix("@chart "));
    let calls = names.filter_map(|name| Call::read(name.trim(), plan).ok());
    let of_trends = calls.filter(|call| matches!(call.chart.drawn, Drawn::OfSeveral(_)));
    of_trends.flat_map(|call| call.positions).collect::<BTreeSet<_>>().into_iter().collect()
}

fn position(id: &str, plan: &Plan) -> Result<usize, LineTrouble> {
    let id = id.trim();
    let known = plan.indicators.iter().position(|indicator| indicator.id == id);
    known.ok_or_else(|| LineTrouble::Indicator(id.to_owned()))
}

/// The indicators named one after another with `、` between them; a name may itself hold one, so the longest that fits is meant.
fn listed(mut ids: &str, plan: &Plan) -> Result<Vec<usize>, LineTrouble> {
    let mut positions = Vec::new();
    loop {
        ids = ids.trim_start();
        let after = |id: &str| ids.strip_prefix(id).map(str::trim_start).filter(|rest| rest.is_empty() || rest.starts_with('、'));
        let fitting = plan.indicators.iter().enumerate().filter_map(|(at, one)| Some((one.id.len(), at, after(&one.id)?)));
        let Some((_, position, rest)) = fitting.max_by_key(|(length, ..)| *length) else {
            let unknown = ids.split('、').next().unwrap_or(ids).trim();
            return Err(LineTrouble::Indicator(unknown.to_owned()));
        };
        positions.push(position);
        let Some(next) = rest.strip_prefix('、') else { return Ok(positions) };
        ids = next;
    }
}

/// Several indicators that can stand on one chart.
fn comparable(ids: &str, plan: &Plan) -> Result<Vec<usize>, LineTrouble> {
    let positions = listed(ids, plan)?;
    let units = positions.iter().filter_map(|position| plan.indicators.get(*position)).map(|indicator| &indicator.unit);
    if units.collect::<BTreeSet<_>>().len() > 1 {
        return Err(LineTrouble::Measures);
    }
    if positions.len() > MOST_TRENDS {
        return Err(LineTrouble::Lines(MOST_TRENDS));
    }
    Ok(positions)
}
