//! TY-02 and TY-03: whether the first return of a successor contains what its predecessors had filed, and whether it may.

use jiff::civil::Date;

use super::{GeneralRule, finding, location};
use crate::audit::Accepted;
use crate::audit::spans::Spans;
use tongbao_document::count;
use tongbao_returns::domain::{Form, Item, Kind, Reading, Return};
use tongbao_returns::finding::Finding;
use tongbao_returns::finding::facts::{Cited, RuleBroken};
use tongbao_returns::registry::{PredecessorData, Registry, Unit};

/// Values that decide are at least so many, or all that the predecessors filed, and so large a share of them must look contained.
const FEWEST_ITEMS: usize = 3;
const SHARE_OF_ITEMS: f64 = 0.8;
/// Predecessors that add less than this to what the successor had are not told from its own growth.
const TELLING_PART: f64 = 0.3;
/// What to do where only the quarter is asked for.
const HINT_BY_QUARTER: &str = "本表只填本季的数：请减去前身单位以前各季的数后重报；确未包含的，说明数值较大的原因";

/// In the first return after predecessors have closed: whether most flows are nearer to what the unit would file with their figures of
/// the year than to what it would file without (前身数据 另计, and every form by the quarter), or are less than these figures and what it had
/// filed itself (并入).
pub(super) fn predecessors<'run>(
    (registry, unit): (&'run Registry, &'run Unit),
    form: &Form,
    spans: &Spans<'run>,
    filed: &Return,
    accepted: &Accepted,
) -> Option<Finding> {
    let (first, last) = (filed.period.whole_year().first_day(), filed.period.last_day());
    let closed_in = |unit: &&Unit| unit.closed.is_some_and(|closed| (first..last).contains(&closed));
    let gone: Vec<&Unit> = unit.predecessors.iter().filter_map(|code| registry.units.get(code)).filter(closed_in).collect();
    let goes_on = form.is_by_quarter() || !filed.period.opens_the_year();
    let own_before = accepted.find(filed.period.previous(), &filed.unit, &filed.form).filter(|_| goes_on);
    let merged_on = gone.iter().filter_map(|unit| unit.closed).max()?;
    // Only the first return after the merger is asked; later ones go on from it.
    if own_before.is_some() && merged_on < filed.period.first_day().yesterday().ok()? {
        return None;
    }
    let contains = unit.predecessor_data == PredecessorData::Contained;
    // A quarter contains at most what they did in that quarter, and never what they had filed before.
    let is_to_contain = contains && !form.is_by_quarter();
    let since = if contains && form.is_by_quarter() { filed.period.first_day() } else { merged_on };
    let mut judged = Vec::new();
    let mut has_theirs = 0;
    for (position, item) in form.items().enumerate().filter(|(_, item)| item.kind == Kind::Flow) {
        let Some(value) = filed.facts.get(position).and_then(|fact| fact.reading.number()) else { continue };
        let number_of = |gone: &&'run Unit| spans.since_january(gone, &item.name, filed.period).number();
        let theirs: f64 = gone.iter().filter_map(number_of).sum();
        let before = own_before.and_then(|before| before.facts.get(position)?.reading.number()).unwrap_or(0.0);
        let (own, own_quarter) = if form.is_by_quarter() {
            (0.0, before)
        } else {
            (before, before / f64::from((filed.period.previous().last_month() / 3).max(1)))
        };
        if theirs <= 0.0 {
            continue;
        }
        has_theirs += 1;
        if is_to_contain {
            judged.push((item, position, value, theirs, value < own + theirs));
            continue;
        }
        if theirs < TELLING_PART * (own + own_quarter) {
            continue;
        }
        // What the predecessors did in a day, the unit does in the days since.
        let alone = own + own_quarter + theirs * days(since, last) / days(first, since).max(1.0);
        judged.push((item, position, value, theirs, value >= alone + theirs / 2.0));
    }
    let odd: Vec<_> = judged.iter().filter(|(.., is_odd)| *is_odd).collect();
    let fewest = FEWEST_ITEMS.min(has_theirs).max(1);
    if judged.len() < fewest || count::to_f64(odd.len()) < SHARE_OF_ITEMS * count::to_f64(judged.len()) {
        return None;
    }
    let names = gone.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join("、");
    let cited = odd
        .iter()
        .take(FEWEST_ITEMS)
        .flat_map(|(item, position, value, theirs, _)| cites(item, filed, (*position, *value, *theirs)));
    let (rule, what) = if is_to_contain {
        let what =
            format!("小于前身单位（{names}）当年已报的数与本单位上期累计之和，像是没有并入，而名录写明前身数据并入，会漏计");
        (GeneralRule::PredecessorsLeftOut, what)
    } else if form.is_by_quarter() {
        let what = format!("像是已含前身单位（{names}）当年以前各季的数，而本表只填本季的数，会重复计算");
        (GeneralRule::PredecessorsContained, what)
    } else {
        let what = format!("像是已含前身单位（{names}）当年的数，而名录写明前身数据另计，会重复计算");
        (GeneralRule::PredecessorsContained, what)
    };
    let sentence = format!("{}项时期数中有{}项{what}", judged.len(), odd.len());
    let at = odd.first().and_then(|(_, position, ..)| location(filed, *position));
    let broken = rule.broken(sentence, cited.collect());
    let hint = if form.is_by_quarter() { Some(HINT_BY_QUARTER.to_owned()) } else { broken.hint.clone() };
    Some(finding(RuleBroken { hint, ..broken }, at, filed))
}

fn cites(item: &Item, filed: &Return, (position, value, theirs): (usize, f64, f64)) -> [Cited; 2] {
    [
        Cited { item: item.name.to_string(), value: Reading::Number(value), at: location(filed, position) },
        Cited { item: format!("前身单位{}", item.name), value: Reading::Number(theirs), at: None },
    ]
}

fn days(from: Date, to: Date) -> f64 {
    from.until(to).map_or(0.0, |span| f64::from(span.get_days()))
}
