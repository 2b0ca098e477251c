//! 整改情况: what became of each indicator that the bulletin before listed as lagging.
//!
//! An item is 已达标 if it is green now, 有改善 if it is still behind but by less, 未改善 if not, 无法判断 if it is not judged now. How far
//! behind two periods are is compared in percent of what was asked of each, or in percentage points where the pack measures rates so; where
//! nothing at all was asked for (a prohibition, a last year of zero), in the indicator's unit. What the plan wants to rise or fall without
//! naming a number has improved as well if it is better than it was then, unless it is built up in the course of the year.

use super::{body, marks, numbers, text, total, totals, words};
use crate::compose::counts::{count, share};
use crate::compose::material::Material;
use crate::compose::numbers::Numbers;
use tongbao_document::subject::{RectifiedCount, Slice};
use tongbao_document::{Cell, Formula, Light, Measure, Row, Subject, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::Verdict;
use tongbao_figures::plan::{Better, FormulaItem, Scope};
use tongbao_returns::domain::{Form, Kind};

/// What became of a lagging item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::compose) enum Outcome {
    /// 已达标.
    Reached,
    /// 有改善.
    Improved,
    /// 未改善.
    NotImproved,
    /// 无法判断.
    Unknown,
}

impl Outcome {
    /// In the order of the tables.
    pub(in crate::compose) const ALL: [Self; 4] = [Self::Reached, Self::Improved, Self::NotImproved, Self::Unknown];

    /// How many came to this end.
    fn count(self) -> RectifiedCount {
        match self {
            Self::Reached => RectifiedCount::Reached,
            Self::Improved => RectifiedCount::Improved,
            Self::NotImproved => RectifiedCount::NotImproved,
            Self::Unknown => RectifiedCount::Unknown,
        }
    }

    /// Of a verdict that was yellow or red, and of the one now; `has_gained` says whether a trend's own value is better than then.
    fn of(before: &Verdict, now: Option<&Verdict>, has_gained: bool) -> Self {
        match now.and_then(|now| Some((now, now.light?))) {
            None => Self::Unknown,
            Some((_, Light::Green)) => Self::Reached,
            Some((now, Light::Yellow | Light::Red)) if has_gained || is_nearer(before, now) => Self::Improved,
            Some((_, Light::Yellow | Light::Red)) => Self::NotImproved,
        }
    }
}

/// Whether what is still behind is so by less. 持平 under a demand to improve has no distance: it is not behind by anything, and no better
/// either.
fn is_nearer(before: &Verdict, now: &Verdict) -> bool {
    match (before.distance, now.distance) {
        // Of nothing at all there is no part: two devices that stand idle are more than one.
        (Some(then), Some(still)) if then.is_infinite() && still.is_infinite() => {
            before.gap.zip(now.gap).is_some_and(|(then, still)| still < then)
        }
        (Some(then), Some(still)) => still < then,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Whether a trend's printed value is better than it was in the bulletin before. What adds up in the course of the year always is more.
fn has_gained(material: &Material<'_>, then: &Numbers<'_>, now: &Numbers<'_>) -> bool {
    if !now.is_trend() || is_built_up(material, now) {
        return false;
    }
    let values = now.value().rounded().zip(then.value().rounded());
    values.is_some_and(|(now_value, value_then)| match now.indicator().better {
        Better::Higher => now_value > value_then,
        Better::Lower => now_value < value_then,
        Better::Neutral | Better::Within => false,
    })
}

/// Whether a value may grow by the mere course of the year: it reads what is filed since 1 January, and is no ratio of such alone.
fn is_built_up(material: &Material<'_>, numbers: &Numbers<'_>) -> bool {
    let formula = &numbers.indicator().formula;
    let items = || material.plan.forms.iter().flat_map(Form::items);
    let is_flow = |item: &FormulaItem| items().any(|known| known.name == item.name && known.kind == Kind::Flow);
    let flows = formula.reads.iter().filter(|item| is_flow(item)).count();
    flows > 0 && (flows < formula.reads.len() || formula.adds_over_units())
}

/// The items of a group that were yellow or red in the bulletin before, red first, each with what became of it.
pub(in crate::compose) fn followed_up<'run>(
    material: &'run Material<'run>,
    group: &'run Group,
) -> Vec<(Light, Numbers<'run>, Outcome)> {
    let Some(before) = material.before else { return Vec::new() };
    // What was printed under a light is followed up, even where it would stand under another today.
    let issue = material.issued.last();
    let mut items = Vec::new();
    for light in [Light::Red, Light::Yellow] {
        for position in 0..material.plan.indicators.len() {
            let Some(then) = Numbers::of(before, position, group) else { continue };
            let Some(verdict) = then.verdict() else { continue };
            let printed = match issue {
                Some(issue) => issue.result(&then.indicator().id, &group.into()).and_then(|result| result.light),
                None => verdict.light,
            };
            if printed != Some(light) {
                continue;
            }
            let has_gained = Numbers::of(material, position, group).is_some_and(|now| has_gained(material, &then, &now));
            let outcome = Outcome::of(verdict, material.assessment.verdict(position, group), has_gained);
            items.push((light, then, outcome));
        }
    }
    items
}

/// One row an item of the group.
pub(in crate::compose) fn rectification(material: &Material<'_>, group: &Group) -> Table {
    let rows = followed_up(material, group).into_iter().enumerate().map(|(number, (light, then, outcome))| {
        let now = Numbers::of(material, then.position(), group);
        let figure = |figure: Option<tongbao_document::Figure>| figure.map_or_else(|| text("—"), Cell::Figure);
        body(vec![
            text((number + 1).to_string()),
            text(&then.indicator().id),
            Cell::Light(light),
            Cell::Figure(then.value()),
            Cell::Figure(then.gap()),
            figure(now.as_ref().map(Numbers::value)),
            figure(now.as_ref().map(Numbers::gap)),
            now.as_ref().and_then(|now| now.verdict()?.light).map_or_else(|| text("—"), Cell::Light),
            text(outcome.count().word()),
            text(then.indicator().responsible.join("、")),
        ])
    });
    let rows: Vec<Row> = rows.collect();
    let before = material.before_in_words().unwrap_or_default();
    let listed = if material.has_issued_before() { "所列" } else { "" };
    Table {
        name: "整改情况".to_owned(),
        title: format!("{}{}滞后指标整改情况", material.full_name(group), last_time(material)),
        unit_line: None,
        columns: vec![
            marks("序号", 2.0),
            words("指标", 9.0),
            marks("上期评价", 2.5),
            numbers("上期值", 4.5),
            numbers("上期差距", 4.5),
            numbers("本期值", 4.5),
            numbers("本期差距", 4.5),
            marks("本期评价", 2.5),
            marks("整改结果", 3.5),
            words("责任单位", 7.0),
        ],
        label_columns: 2,
        rows,
        notes: vec![format!(
            "上期指{before}{listed}的黄、红指标。已达标：本期为绿；有改善：仍有差距但比上期小（比差距占应达数的百分比，应达数为0的比差距），\
             要求逐步提高、降低的也可以是数值比上期好（随年度累计的数除外）；无法判断：本期数据覆盖率不足或没有数据。"
        )],
    }
}

/// 上期通报, if one was issued.
fn last_time(material: &Material<'_>) -> &'static str {
    if material.has_issued_before() { "上期通报" } else { "上期" }
}

/// How many items of a group came to each end.
pub(in crate::compose) fn counts(material: &Material<'_>, group: &Group) -> [usize; 4] {
    let items = followed_up(material, group);
    Outcome::ALL.map(|wanted| items.iter().filter(|(.., outcome)| *outcome == wanted).count())
}

/// 县区整改情况.
pub(in crate::compose) fn counties(material: &Material<'_>) -> Table {
    by_group(material, &material.groups(Scope::County), "县区整改情况", "县（市、区）")
}

/// 医联体整改情况.
pub(in crate::compose) fn alliances(material: &Material<'_>) -> Table {
    by_group(material, &material.groups(Scope::Alliance), "医联体整改情况", "医联体")
}

/// One row a county or alliance: how many items it had and what became of them.
fn by_group(material: &Material<'_>, groups: &[Group], name: &str, header: &str) -> Table {
    let mut sums = [0_usize; 4];
    let mut rows = Vec::new();
    for group in groups {
        let counts = counts(material, group);
        sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        rows.push(body(cells(material, group, (&material.name(group), &material.slice(group)), counts)));
    }
    let mut whole = cells(material, &Group::Area, ("合计", &Slice::Total), sums);
    totals::sum_up(&rows, &mut whole, &[2, 3, 4, 5]);
    rows.push(total(whole));
    Table {
        name: name.to_owned(),
        title: format!("各{header}{}滞后指标整改情况", last_time(material)),
        unit_line: Some("单位：项".to_owned()),
        columns: vec![
            words(header, 9.0),
            numbers("上期黄、红指标", 5.0),
            numbers("已达标", 4.0),
            numbers("有改善", 4.0),
            numbers("未改善", 4.0),
            numbers("无法判断", 4.0),
            numbers("整改达标率（%）", 5.0),
        ],
        label_columns: 1,
        rows,
        notes: vec!["整改达标率＝已达标÷上期黄、红指标。".to_owned()],
    }
}

fn cells(material: &Material<'_>, group: &Group, (name, slice): (&str, &Slice), counts: [usize; 4]) -> Vec<Cell> {
    let subject = |what: RectifiedCount| Subject::Rectified(slice.clone(), what);
    let ids = Outcome::ALL.map(|outcome| material.id(group, subject(outcome.count()), Measure::Count));
    let whole = counts.iter().sum();
    let all = count(material, group, subject(RectifiedCount::Behind), whole, "项").computed_as(Formula::sum(ids.to_vec()));
    let all_id = all.id.clone();
    let rate = share(material, group, subject(RectifiedCount::ReachedShare), counts[0], whole);
    let rate = rate.computed_as(Formula::figure(ids[0].clone()).percent_of(Formula::figure(all_id)));
    let mut cells = vec![text(name), Cell::Figure(all)];
    let of_outcome =
        |(outcome, number): (Outcome, usize)| Cell::Figure(count(material, group, subject(outcome.count()), number, "项"));
    cells.extend(Outcome::ALL.into_iter().zip(counts).map(of_outcome));
    cells.push(Cell::Figure(rate));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_figures::assess::{Requirement, Status};

    fn verdict(light: Option<Light>, distance: Option<f64>) -> Verdict {
        Verdict { requirement: Requirement::Open, status: Status::Behind, light, completion: None, gap: distance, distance }
    }

    #[test]
    fn an_item_is_reached_improved_or_not() {
        let red = verdict(Some(Light::Red), Some(12.0));
        let of = |light, distance| Outcome::of(&red, Some(&verdict(light, distance)), false);
        assert_eq!(of(Some(Light::Green), None), Outcome::Reached);
        assert_eq!(of(Some(Light::Yellow), Some(8.0)), Outcome::Improved);
        assert_eq!(of(Some(Light::Red), Some(11.9)), Outcome::Improved, "still red, but nearer");
        assert_eq!(of(Some(Light::Red), Some(12.0)), Outcome::NotImproved);
        assert_eq!(of(Some(Light::Red), Some(15.0)), Outcome::NotImproved);
        assert_eq!(of(None, None), Outcome::Unknown, "too few returns");
        assert_eq!(Outcome::of(&red, None, false), Outcome::Unknown);
    }

    #[test]
    fn a_trend_that_stopped_falling_has_improved_and_one_that_stands_still_has_not() {
        let falling = verdict(Some(Light::Red), Some(3.0));
        let still = verdict(Some(Light::Yellow), None);
        assert_eq!(Outcome::of(&falling, Some(&still), false), Outcome::Improved);
        assert_eq!(Outcome::of(&still, Some(&still), false), Outcome::NotImproved);
    }

    #[test]
    fn a_trend_whose_value_is_better_than_then_has_improved_however_far_last_year_is() {
        let (then, now) = (verdict(Some(Light::Red), Some(3.0)), verdict(Some(Light::Red), Some(4.0)));
        assert_eq!(Outcome::of(&then, Some(&now), false), Outcome::NotImproved);
        assert_eq!(Outcome::of(&then, Some(&now), true), Outcome::Improved);
        assert_eq!(Outcome::of(&then, None, true), Outcome::Unknown);
    }

    #[test]
    fn of_what_must_not_be_at_all_one_is_nearer_than_two() {
        let idle = |devices: f64| Verdict { gap: Some(devices), ..verdict(Some(Light::Red), Some(f64::INFINITY)) };
        assert_eq!(Outcome::of(&idle(2.0), Some(&idle(1.0)), false), Outcome::Improved);
        assert_eq!(Outcome::of(&idle(2.0), Some(&idle(2.0)), false), Outcome::NotImproved);
        assert_eq!(Outcome::of(&idle(1.0), Some(&idle(2.0)), false), Outcome::NotImproved);
    }
}
