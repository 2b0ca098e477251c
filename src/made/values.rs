//! What every unit of a made office files for every quarter: made numbers and answers, the same every time.
//!
//! In: the plan, the registry, the quarters in their order. Out: the answers by unit and quarter. Flows since 1 January never fall within a
//! year, parts stay within their wholes and numbers within their bounds; what the pack's rules demand beside that is kept as far as it can be
//! ([`super::keeping`]) where returns are audited: one that breaks a rule would be sent back and nothing of the bulletins would be seen.

use std::collections::BTreeMap;

use super::answers::Answers;
use super::draw::deviation;
use super::keeping::{Keeping, Standpoint};
use tongbao_document::count;
use tongbao_document::figure::round_half_up;
use tongbao_figures::plan::{FormulaItem, Lag, MEMBER_COUNT, Plan, Variable};
use tongbao_returns::domain::{AllianceCode, FlowBasis, Form, Item, ItemName, Kind, Period, Reading, UnitCode};
use tongbao_returns::registry::{Registry, Unit};

/// A year's activity of an item that is part of nothing, and its stock at a time.
const YEARLY: f64 = 24_000.0;
const STOCK: f64 = 600.0;
/// A grade or a place without bounds.
const LEVEL: f64 = 3.0;
/// What words in a name say of how much it is.
const NAMED: [(&str, f64); 5] = [("死亡", 12.0), ("活产", 6_000.0), ("出生", 6_000.0), ("人口", 300_000.0), ("参保", 250_000.0)];
/// About how much it is in a unit of measure: in a year, and at a time.
const MEASURED: [(&str, f64, f64); 10] = [
    ("例", 600.0, 300.0),
    ("例次", 600.0, 300.0),
    ("次", 60.0, 20.0),
    ("个", 48.0, 12.0),
    ("家", 48.0, 12.0),
    ("所", 48.0, 12.0),
    ("项", 48.0, 12.0),
    ("件", 48.0, 24.0),
    ("种", 48.0, 24.0),
    ("台", 48.0, 60.0),
];
/// Growth a year.
const GROWTH: f64 = 0.05;
/// Units differ by this much, items of one unit by that much.
const SIZE: f64 = 0.2;
const SPREAD: f64 = 0.03;
/// By so much an item is more or less in one year than its growth.
const MOVED: f64 = 0.06;
/// How a year's activity falls on its quarters: less in the first, with 春节.
const SEASONS: [f64; 4] = [0.235, 0.25, 0.255, 0.26];
/// So large a share of a whole its parts have together.
const PARTS: f64 = 0.6;

/// The answers of all units, quarter by quarter; `keeping` are the rules that they keep, if any.
pub(super) fn values(
    plan: &Plan,
    registry: &Registry,
    quarters: &[Period],
    keeping: Option<&Keeping<'_>>,
) -> BTreeMap<(UnitCode, Period), Answers> {
    // Who leads an alliance is asked what its members said: it comes after them.
    let mut units: Vec<&Unit> = registry.units.values().collect();
    units.sort_by_key(|unit| keeping.is_some_and(|keeping| keeping.asks_members(plan, &unit.category)));
    let mut made = Made { plan, registry, values: BTreeMap::new(), scales: BTreeMap::new() };
    for period in quarters {
        for unit in &units {
            made.fill(unit, *period, keeping);
        }
    }
    made.values
}

struct Made<'run> {
    plan: &'run Plan,
    registry: &'run Registry,
    values: BTreeMap<(UnitCode, Period), Answers>,
    /// By what the first unit of a category had to multiply an item so that the rules hold: its fellows begin with that.
    scales: BTreeMap<(String, ItemName), f64>,
}

impl Made<'_> {
    fn fill(&mut self, unit: &Unit, period: Period, keeping: Option<&Keeping<'_>>) {
        let forms: Vec<&Form> = self.plan.forms_of(&unit.category).filter(|form| form.tasks.is_none()).collect();
        let mut answers = Answers::new();
        for form in &forms {
            for item in form.items() {
                self.answer(form, item, unit, period, &mut answers, 0);
            }
        }
        if let Some(keeping) = keeping {
            let before = answers.clone();
            let so_far = self.so_far(unit, period);
            let known = |variable: &Variable, basis: FlowBasis| self.known((unit, period), variable, basis);
            let standpoint = Standpoint { period, forms: &forms, so_far: &so_far, known: &known };
            keeping.keep(&standpoint, &mut answers);
            self.learn(unit, &before, &answers);
        }
        self.values.insert((unit.code.clone(), period), answers);
    }

    /// Puts in the answer to an item, after that to its whole.
    fn answer(&self, form: &Form, item: &Item, unit: &Unit, period: Period, answers: &mut Answers, depth: u8) {
        if answers.contains_key(&item.name) {
            return;
        }
        let whole = item.part_of.as_ref().and_then(|whole| form.items().find(|known| known.name == *whole));
        if let Some(whole) = whole.filter(|_| depth < 8) {
            self.answer(form, whole, unit, period, answers, depth + 1);
        }
        // What is no amount stays what it was, until another year.
        let stays = |reading: &&Reading| !(period.opens_the_year() || item.kind.adds() && reading.number().is_some());
        let earlier = self.values.get(&(unit.code.clone(), period.previous())).and_then(|answers| answers.get(&item.name));
        let reading = match earlier.filter(stays) {
            Some(earlier) => earlier.clone(),
            None => self.fresh(form, item, unit, period, whole.and_then(|whole| answers.get(&whole.name))),
        };
        answers.insert(item.name.clone(), reading);
    }

    fn fresh(&self, form: &Form, item: &Item, unit: &Unit, period: Period, whole: Option<&Reading>) -> Reading {
        let own = deviation(&[unit.code.as_str(), item.name.as_str()]);
        let scale = self.scales.get(&(unit.category.to_string(), item.name.clone())).copied().unwrap_or(1.0);
        let amount = match (&item.kind, whole.and_then(Reading::number)) {
            // What is there once stays, and from year to year more is.
            (Kind::YesNo, _) => {
                let share = 0.3 + 0.1 * f64::from((period.year - self.plan.last_year).max(-4));
                return Reading::Text(if own < share { "是" } else { "否" }.to_owned());
            }
            (Kind::Choice(choices), _) => return Reading::Text(choices.first().cloned().unwrap_or_default()),
            (Kind::Date, _) => return Reading::Text(period.whole_year().first_day().to_string()),
            (Kind::Text, _) => return Reading::Text("试填".to_owned()),
            (Kind::Level, _) => match (item.min, item.max) {
                (low, Some(high)) => low.unwrap_or(0.0) + (high - low.unwrap_or(0.0)) * (0.7 + 0.2 * own),
                (low, None) => low.unwrap_or(0.0).max(LEVEL),
            },
            (Kind::Flow | Kind::Stock, Some(whole)) => {
                let parts = form.items().filter(|other| other.part_of == item.part_of).count();
                whole * PARTS / count::to_f64(parts.max(1)) * (1.0 + SPREAD * own)
            }
            (Kind::Flow, None) => {
                magnitude(item, YEARLY) * size(unit) * grown(period) * share(period, form.basis) * (1.0 + SPREAD * own)
            }
            (Kind::Stock, None) => magnitude(item, STOCK) * size(unit) * grown(period) * (1.0 + SPREAD * own),
        };
        // The years differ: else every trend would be told as none.
        let moved = 1.0 + MOVED * deviation(&[unit.code.as_str(), item.name.as_str(), &period.year.to_string()]);
        let amount = round_half_up(amount * scale * moved, item.decimals);
        let amount = amount.max(item.min.unwrap_or(0.0)).min(item.max.unwrap_or(f64::INFINITY));
        Reading::Number(amount.min(whole.and_then(Reading::number).unwrap_or(f64::INFINITY)))
    }

    /// What had flowed by the end of the quarter before, of the same year; of anything else what the unit said then.
    fn so_far(&self, unit: &Unit, period: Period) -> Answers {
        let before = self.values.get(&(unit.code.clone(), period.previous())).filter(|_| !period.opens_the_year());
        let flowed = |name: &ItemName| self.filed(&unit.code, name, period.previous(), FlowBasis::YearToDate);
        before.into_iter().flatten().filter_map(|(name, _)| Some((name.clone(), flowed(name)?))).collect()
    }

    /// What a unit said of an item for a quarter; of what flows since 1 January or of the quarter alone, whichever of the two its form asks for.
    fn filed(&self, unit: &UnitCode, name: &ItemName, quarter: Period, basis: FlowBasis) -> Option<Reading> {
        let said = |quarter: Period| self.values.get(&(unit.clone(), quarter))?.get(name).cloned();
        let category = &self.registry.units.get(unit)?.category;
        let asked = self.plan.basis_of(category, name).filter(|asked| *asked != basis);
        let (Some(asked), Some(number)) = (asked, said(quarter)?.number()) else { return said(quarter) };
        let number_of = |quarter: Period| said(quarter).and_then(|said| said.number()).unwrap_or_default();
        Some(Reading::Number(match asked {
            FlowBasis::Quarter => quarter.quarters_so_far().map(number_of).sum(),
            FlowBasis::YearToDate if quarter.opens_the_year() => number,
            FlowBasis::YearToDate => number - number_of(quarter.previous()),
        }))
    }

    /// What is known of a variable that is not an answer of the return itself: the register, earlier quarters, the members.
    fn known(&self, (unit, period): (&Unit, Period), variable: &Variable, basis: FlowBasis) -> Option<Reading> {
        let item = match variable {
            Variable::Attribute(attribute) => return Some(Reading::Text(unit.attribute(*attribute).to_owned())),
            Variable::Item(item) => item,
            // What only indicators read.
            Variable::AllianceKind | Variable::County | Variable::PeerGroup | Variable::Indicator(_) | Variable::Listed(_) => {
                return None;
            }
        };
        if item.column() == MEMBER_COUNT {
            return Some(Reading::Number(count::to_f64(fellows(self.registry, &unit.code).len())));
        }
        let FormulaItem { name, lag } = item;
        match lag {
            Lag::PreviousPeriod => self.filed(&unit.code, name, period.previous(), basis),
            Lag::YearBefore => self.filed(&unit.code, name, period.year_before(), basis),
            // Of what flows the whole year.
            Lag::YearEnd => self.filed(&unit.code, name, period.year_end_before(), FlowBasis::YearToDate),
            Lag::Members => self.of_members((unit, period), name, basis),
            Lag::None | Lag::YearMean => None,
        }
    }

    fn of_members(&self, (unit, period): (&Unit, Period), name: &ItemName, basis: FlowBasis) -> Option<Reading> {
        let said = |member: &UnitCode| self.filed(member, name, period, basis)?.number();
        let sum = fellows(self.registry, &unit.code).into_iter().filter_map(said).reduce(|one, other| one + other);
        sum.map(Reading::Number)
    }

    /// Remembers by what a unit's amounts were multiplied, for those of its kind.
    fn learn(&mut self, unit: &Unit, before: &Answers, after: &Answers) {
        for (name, reading) in after {
            let (Some(now), Some(then)) = (reading.number(), before.get(name).and_then(Reading::number)) else { continue };
            let key = (unit.category.to_string(), name.clone());
            if then > 0.0 && now > 0.0 && (now - then).abs() > f64::EPSILON && !self.scales.contains_key(&key) {
                self.scales.insert(key, now / then);
            }
        }
    }
}

/// What an item is about a year, or at a time, by its name and its unit of measure; else as it usually is.
fn magnitude(item: &Item, usual: f64) -> f64 {
    let flows = item.kind == Kind::Flow;
    let by_name = NAMED.iter().find(|(word, _)| item.name.as_str().contains(word)).map(|(_, amount)| *amount);
    let by_unit =
        MEASURED.iter().find(|(unit, ..)| item.unit == *unit).map(|(_, flow, stock)| if flows { *flow } else { *stock });
    by_name.or(by_unit).unwrap_or(usual)
}

fn size(unit: &Unit) -> f64 {
    1.0 + SIZE * deviation(&[unit.code.as_str(), "size"])
}

/// Growth since a year long ago; only that it goes on matters.
fn grown(period: Period) -> f64 {
    (1.0 + GROWTH).powf(f64::from(period.year - 2020) + f64::from(period.last_month()) / 12.0)
}

/// The share of a year's activity that a form asks for: up to a quarter's end, or in the quarter alone.
fn share(period: Period, basis: FlowBasis) -> f64 {
    let quarters = usize::try_from(period.last_month() / 3).unwrap_or_default();
    let earlier = match basis {
        FlowBasis::YearToDate => 0,
        FlowBasis::Quarter => quarters.saturating_sub(1),
    };
    SEASONS.iter().take(quarters).skip(earlier).sum()
}

/// The units of the alliance of which a unit is a member, if it is one of one alone: those over which `成员_` adds up.
fn fellows<'run>(registry: &'run Registry, unit: &UnitCode) -> Vec<&'run UnitCode> {
    let of_unit: Vec<&AllianceCode> =
        registry.memberships.iter().filter(|one| one.unit == *unit).map(|membership| &membership.alliance).collect();
    let [alliance] = of_unit.as_slice() else { return Vec::new() };
    registry.memberships.iter().filter(|one| one.alliance == **alliance).map(|membership| &membership.unit).collect()
}
