//! The value of an item for a unit and a period.
//!
//! In: a [`Recipe`] and a form. Out: the values of one return, the same whenever and in whatever order they are asked for. Flows
//! are sums of quarters that are never negative, so a cumulative filing never falls within a year; parts are made from their
//! wholes and never exceed them.

use crate::draw::Draw;
use crate::error::SampleError;
use crate::ledger;
use crate::order::{Line, lines};
use crate::recipe::{Recipe, Rule};
use tongbao_document::FormValue;
use tongbao_returns::domain::{Form, Item, Kind, Period, Quarter};
use tongbao_returns::registry::Unit;

/// Recipes give the amounts of this year.
const BASE_YEAR: i16 = 2025;

/// How a year's activity falls on its quarters: less in the first, with 春节.
const SEASONS: [f64; 4] = [0.235, 0.25, 0.255, 0.26];

/// Of two units of one kind, the larger has more of everything: this share of the spread is the unit's, the rest the item's.
const SIZE: f64 = 0.7;

/// Smaller counts than this do not follow the unit's size.
const COUNTS_BELOW: f64 = 50.0;

/// Amounts of the quarters of a year: a flow's own, a stock's at the end.
type Quarters = [f64; 4];

/// What a form's items are worth.
#[derive(Debug)]
pub struct Numbers<'run> {
    /// The form.
    pub form: &'run Form,
    lines: Vec<Line<'run>>,
    draw: Draw,
}

impl<'run> Numbers<'run> {
    /// Fits a recipe to a form; every item without a usable rule is told at once.
    pub fn new(form: &'run Form, recipe: &'run Recipe, seed: u64) -> Result<Self, SampleError> {
        // A ledger form is about the plan's tasks, which have courses, not amounts.
        let lines = if form.tasks.is_some() { Vec::new() } else { lines(form, recipe)? };
        Ok(Self { form, lines, draw: Draw::new(seed) })
    }

    /// The values of a unit's return, in the order of [`Form::items`].
    pub fn values(&self, unit: &Unit, period: Period) -> Vec<Option<FormValue>> {
        if let Some(tasks) = &self.form.tasks {
            return ledger::values(self.form, tasks, unit, period, self.draw);
        }
        let quarter = usize::try_from((period.last_month() - 1) / 3).unwrap_or_default();
        let mut amounts: Vec<Option<Quarters>> = vec![None; self.lines.len()];
        let mut values: Vec<Option<FormValue>> = vec![None; self.lines.len()];
        for position in self.evaluation() {
            let Some(line) = self.lines.get(position) else { continue };
            let known = |at: Option<usize>| at.and_then(|at| amounts.get(at).copied().flatten());
            let quarters = self.quarters(line, unit, period.year, known(line.whole));
            let value = match quarters {
                Some(quarters) => {
                    let whole = line.part_of.and_then(|at| values.get(at)).and_then(Option::as_ref);
                    Some(FormValue::Number(printed(line.item, &quarters, quarter, whole)))
                }
                None => self.answer(line, unit, period),
            };
            if let Some(slot) = amounts.get_mut(position) {
                *slot = quarters;
            }
            if let Some(slot) = values.get_mut(position) {
                *slot = value;
            }
        }
        values
    }

    /// Wholes before parts.
    fn evaluation(&self) -> impl Iterator<Item = usize> {
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        order.sort_by_key(|&position| self.lines.get(position).map(|line| line.depth));
        order.into_iter()
    }

    fn quarters(&self, line: &Line<'_>, unit: &Unit, year: i16, whole: Option<Quarters>) -> Option<Quarters> {
        let name = line.item.name.as_str();
        let code = unit.code.as_str();
        let mut quarters = match line.rule {
            Rule::Amount { base, growth, spread } => {
                self.amounts((code, name), year, &line.item.kind, base.of(&unit.category)?, *growth, *spread)
            }
            Rule::Share { range: [least, greatest], drift, .. } => {
                let width = greatest - least;
                let own = least + width * self.draw.share(&[code, name, "share"]);
                let most = if line.is_capped { 1.0 } else { f64::INFINITY };
                let mut quarters = whole?;
                for (quarter, amount) in Quarter::ALL.into_iter().zip(&mut quarters) {
                    let drifted = own + drift / 100.0 * years_after(Period::quarter(year, quarter));
                    let (year_key, quarter_key) = (year.to_string(), quarter.number().to_string());
                    let wobble = width * 0.05 * self.draw.deviation(&[code, name, "share", &year_key, &quarter_key]);
                    *amount *= (drifted + wobble).clamp(0.0, most);
                }
                quarters
            }
            Rule::Yes(_) | Rule::Levels(_) | Rule::Fixed(_) => return None,
        };
        if line.item.kind == Kind::Flow {
            for (quarter, amount) in Quarter::ALL.into_iter().zip(&mut quarters) {
                if !unit.is_open(Period::quarter(year, quarter).last_day()) {
                    *amount = 0.0;
                }
            }
        }
        Some(quarters)
    }

    fn amounts(&self, (code, name): (&str, &str), year: i16, kind: &Kind, base: f64, growth: f64, spread: f64) -> Quarters {
        let size = self.draw.deviation(&[code, "size"]);
        let own = self.draw.deviation(&[code, name, "spread"]);
        let deviation = if base < COUNTS_BELOW { own } else { SIZE * size + (1.0 - SIZE) * own };
        let level = base * (1.0 + spread / 100.0 * deviation);
        // Without a spread all units are alike, smooth and known beforehand.
        let liveliness = (spread / 10.0).min(1.0);
        let growth = growth + liveliness * self.draw.deviation(&[code, name, "growth"]);
        let mut quarters = SEASONS;
        for (quarter, amount) in Quarter::ALL.into_iter().zip(&mut quarters) {
            let (year_key, quarter_key) = (year.to_string(), quarter.number().to_string());
            let season = self.draw.deviation(&[code, "season", &year_key, &quarter_key]);
            let wobble = self.draw.deviation(&[code, name, "wobble", &year_key, &quarter_key]);
            *amount = match kind {
                Kind::Flow => {
                    level
                        * grown(growth, f64::from(year - BASE_YEAR))
                        * *amount
                        * (1.0 + liveliness * (0.015 * season + 0.01 * wobble))
                }
                _ => level * grown(growth, years_after(Period::quarter(year, quarter))) * (1.0 + liveliness * 0.003 * wobble),
            };
        }
        quarters
    }

    /// The answer to an item that is no amount.
    fn answer(&self, line: &Line<'_>, unit: &Unit, period: Period) -> Option<FormValue> {
        let (code, name) = (unit.code.as_str(), line.item.name.as_str());
        match line.rule {
            Rule::Yes(share) => {
                let now = share + if *share < 1.0 { share * 0.15 * years_after(period) } else { 0.0 };
                let says_yes = self.draw.share(&[code, name, "yes"]) < now;
                Some(FormValue::Text(if says_yes { "是" } else { "否" }.to_owned()))
            }
            Rule::Levels(levels) => {
                levels.get(self.draw.pick(&[code, name, "level"], levels.len())).copied().map(FormValue::Number)
            }
            Rule::Fixed(answer) => Some(FormValue::Text(answer.clone())),
            Rule::Amount { .. } | Rule::Share { .. } => None,
        }
    }
}

/// What stands in the cell: cumulated if it is a flow, with the decimals of the item, within its bounds and its whole.
fn printed(item: &Item, quarters: &Quarters, quarter: usize, whole: Option<&FormValue>) -> f64 {
    let amount = match item.kind {
        Kind::Flow => quarters.iter().take(quarter + 1).sum(),
        _ => quarters.get(quarter).copied().unwrap_or_default(),
    };
    let scale = 10_f64.powi(i32::from(item.decimals));
    let rounded = (amount * scale).round() / scale;
    let most = match whole {
        Some(FormValue::Number(whole)) => *whole,
        _ => f64::INFINITY,
    };
    rounded.max(item.min.unwrap_or(0.0)).min(item.max.unwrap_or(f64::INFINITY)).min(most)
}

/// Years from the end of the base year to the end of a period; negative before it.
fn years_after(period: Period) -> f64 {
    f64::from(period.year - BASE_YEAR) + (f64::from(period.last_month()) - 12.0) / 12.0
}

fn grown(percent: f64, years: f64) -> f64 {
    (1.0 + percent / 100.0).powf(years)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::jining;
    use tongbao_returns::domain::{Category, FlowBasis, FormId, ItemName, Sheet, Symbols};

    const RECIPE: &str = "[item.\"诊疗\"]\nbase = 40000\ngrowth = 4\nspread = 30\n[item.\"门诊\"]\nshare-of = \"诊疗\"\nshare = [0.9, 1.0]\n\
        drift = 5\n[item.\"中医\"]\nbase = 39000\nspread = 30\n[item.\"床位\"]\nbase = 60\nspread = 10\n[item.\"互认\"]\nyes = 0.6\n";

    fn form() -> Form {
        let item = |name: &str, kind: Kind, part_of: Option<&str>| Item {
            code: name.to_owned(),
            name: ItemName::new(name),
            label: None,
            unit: String::new(),
            kind,
            decimals: 0,
            min: None,
            max: None,
            part_of: part_of.map(ItemName::new),
            may_not_apply: true,
            note: String::new(),
        };
        let items = vec![
            item("门诊", Kind::Flow, Some("诊疗")),
            item("诊疗", Kind::Flow, None),
            item("中医", Kind::Flow, Some("诊疗")),
            item("床位", Kind::Stock, None),
            item("互认", Kind::YesNo, None),
        ];
        let sheet = Sheet { name: String::new(), title: String::new(), unit_line: String::new(), note: String::new(), items };
        Form {
            id: FormId::new("form"),
            code: String::new(),
            title: String::new(),
            version: String::new(),
            issuer: String::new(),
            approval: None,
            valid_until: None,
            filed_by: vec![Category::new("乡镇卫生院")],
            basis: FlowBasis::default(),
            due_days: 15,
            city_due_days: None,
            symbols: Symbols::default(),
            participants: tongbao_returns::domain::Participants::default(),
            tasks: None,
            sheets: vec![sheet],
        }
    }

    fn number(value: Option<&Option<FormValue>>) -> f64 {
        match value {
            Some(Some(FormValue::Number(number))) => *number,
            other => panic!("expected a number, found {other:?}"),
        }
    }

    #[test]
    fn parts_stay_within_wholes_and_cumulative_filings_never_fall() {
        let (form, recipe) = (form(), Recipe::parse(RECIPE).unwrap());
        let numbers = Numbers::new(&form, &recipe, 1).unwrap();
        for unit in jining::registry(200).units.values() {
            let mut before = [0.0; 3];
            for quarter in Quarter::ALL {
                let values = numbers.values(unit, Period::quarter(2025, quarter));
                let flows = [0, 1, 2].map(|position| number(values.get(position)));
                assert!(flows[0] <= flows[1] && flows[2] <= flows[1], "{flows:?}");
                assert!(flows.iter().zip(before).all(|(now, before)| *now >= before), "{before:?} {flows:?}");
                assert!((50.0..=70.0).contains(&number(values.get(3))), "a stock is no sum of quarters");
                before = flows;
            }
        }
    }

    #[test]
    fn a_value_depends_on_seed_unit_and_period_alone() {
        let (form, recipe) = (form(), Recipe::parse(RECIPE).unwrap());
        let (few, many) = (jining::registry(100), jining::registry(300));
        let numbers = Numbers::new(&form, &recipe, 1).unwrap();
        let period = Period::quarter(2025, Quarter::Third);
        for (code, unit) in &few.units {
            assert_eq!(numbers.values(unit, period), numbers.values(&many.units[code], period));
        }
        let other = Numbers::new(&form, &recipe, 2).unwrap();
        assert!(few.units.values().all(|unit| numbers.values(unit, period) != other.values(unit, period)));
    }

    #[test]
    fn a_unit_has_no_activity_before_it_opens() {
        let (form, recipe) = (form(), Recipe::parse(RECIPE).unwrap());
        let numbers = Numbers::new(&form, &recipe, 1).unwrap();
        let registry = jining::registry(1);
        let mut unit = registry.units.values().next().cloned().unwrap();
        let whole = number(numbers.values(&unit, Period::quarter(2025, Quarter::Fourth)).get(1));
        unit.opened = Some(date(2025, 4, 1));
        assert_eq!(number(numbers.values(&unit, Period::quarter(2025, Quarter::First)).get(1)).to_bits(), 0.0_f64.to_bits());
        let rest = number(numbers.values(&unit, Period::quarter(2025, Quarter::Fourth)).get(1));
        assert!(rest > whole * 0.7 && rest < whole * 0.8, "{rest} of {whole}");
    }

    #[test]
    fn yes_answers_only_grow_in_number() {
        let (form, recipe) = (form(), Recipe::parse(RECIPE).unwrap());
        let numbers = Numbers::new(&form, &recipe, 1).unwrap();
        let registry = jining::registry(200);
        let count = |period| {
            registry
                .units
                .values()
                .filter(|unit| numbers.values(unit, period)[4] == Some(FormValue::Text("是".to_owned())))
                .count()
        };
        let counts = [
            Period::quarter(2024, Quarter::Third),
            Period::quarter(2025, Quarter::First),
            Period::quarter(2025, Quarter::Fourth),
        ]
        .map(count);
        assert!(counts[0] <= counts[1] && counts[1] <= counts[2] && (100..140).contains(&counts[2]), "{counts:?}");
    }

    #[test]
    fn every_mistake_of_a_recipe_is_told() {
        let form = form();
        let recipe =
            Recipe::parse("[item.\"诊疗\"]\nshare-of = \"门诊\"\nshare = [0.1, 0.2]\n[item.\"门诊\"]\nshare-of = \"诊疗\"\nshare = [0.1, 0.2]\n").unwrap();
        let Err(SampleError::Recipe { mistakes }) = Numbers::new(&form, &recipe, 1) else { panic!("expected mistakes") };
        assert_eq!(mistakes.len(), 3, "{mistakes:?}");
        let circle = RECIPE.replace(
            "[item.\"诊疗\"]\nbase = 40000\ngrowth = 4\nspread = 30",
            "[item.\"诊疗\"]\nshare-of = \"门诊\"\nshare = [0.1, 0.2]",
        );
        let recipe = Recipe::parse(&circle).unwrap();
        assert!(
            matches!(Numbers::new(&form, &recipe, 1), Err(SampleError::Recipe { mistakes }) if mistakes[0].contains("made from itself"))
        );
    }
}
