//! Made answers that keep the pack's rules, as far as they can be made to.
//!
//! A rule is a condition over a few answers. Where it is broken one answer after the other is tried with other values, the nearest first; a value
//! is taken if the rule then holds, no other rule that reads the answer breaks because of it, and the form still admits it. What
//! cannot be kept so stays broken, and the trial tells it.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::Answers;
use tongbao_document::figure::round_half_up;
use tongbao_document::{Expression, Known};
use tongbao_figures::plan::rule::Test;
use tongbao_figures::plan::{Lag, Plan, Rule, RuleSeverity, Variable};
use tongbao_returns::domain::{Category, FlowBasis, Form, Item, ItemName, Kind, Period, Reading};

/// By what a number is multiplied, the nearest first.
const FACTORS: [f64; 22] =
    [0.95, 1.05, 0.9, 1.1, 0.8, 1.25, 0.65, 1.5, 0.5, 2.0, 0.3, 3.0, 0.2, 5.0, 0.1, 10.0, 0.03, 30.0, 0.01, 100.0, 0.001, 0.0];
/// So many changes may follow from one.
const DEPTH: u8 = 1;
/// So many answers are tried where others are to follow.
const NEAREST: usize = 4;
/// So often all rules are gone through: what is changed for one may have broken another.
const ROUNDS: usize = 4;

/// The conditions of a pack's rules.
pub(super) struct Keeping<'run> {
    conditions: Vec<Condition<'run>>,
}

struct Condition<'run> {
    rule: &'run Rule,
    /// In which it speaks of what flows: as its form does.
    basis: FlowBasis,
    tree: Expression<Variable>,
    tolerance: f64,
    /// The answers of the return itself that it reads.
    reads: BTreeSet<ItemName>,
}

/// From where a return is filled.
pub(super) struct Standpoint<'run> {
    pub(super) period: Period,
    /// That the unit fills.
    pub(super) forms: &'run [&'run Form],
    /// What had flowed by the end of the quarter before.
    pub(super) so_far: &'run Answers,
    /// What is known of everything but the answers of the return itself; of what flows since 1 January or of the quarter alone.
    pub(super) known: &'run dyn Fn(&Variable, FlowBasis) -> Option<Reading>,
}

impl<'run> Keeping<'run> {
    /// Of a plan; rules that only remark something need not be kept.
    pub(super) fn of(plan: &'run Plan) -> Self {
        let is_number = |variable: &Variable| {
            let item = variable.item().map(|item| &item.name);
            item.is_some_and(|name| plan.item_kinds(name).values().all(|item| item.kind.is_number()))
        };
        let mut conditions = Vec::new();
        for rule in plan.rules.iter().filter(|rule| rule.severity != RuleSeverity::Info) {
            let Test::Conditions(of_rule) = &rule.test else { continue };
            let basis = plan.form(&rule.form).map(|form| form.basis).unwrap_or_default();
            for condition in of_rule {
                // What must hold together is kept part by part.
                for tree in parts(condition.judged(rule.missing, &is_number)) {
                    let own = tree.operands().into_iter().filter_map(Variable::item).filter(|item| item.lag == Lag::None);
                    let reads = own.map(|item| item.name.clone()).collect();
                    conditions.push(Condition { rule, basis, tree, tolerance: condition.tolerance, reads });
                }
            }
        }
        Self { conditions }
    }

    /// Whether rules ask units of a category what the members of their alliance said.
    pub(super) fn asks_members(&self, plan: &Plan, category: &Category) -> bool {
        let asks = |condition: &Condition<'_>| {
            let reads_members =
                condition.tree.operands().into_iter().filter_map(Variable::item).any(|item| item.lag == Lag::Members);
            reads_members && plan.form(&condition.rule.form).is_some_and(|form| form.is_filed_by(category))
        };
        self.conditions.iter().any(asks)
    }

    /// Changes answers until the rules hold, or nothing more helps.
    pub(super) fn keep(&self, standpoint: &Standpoint<'_>, answers: &mut Answers) {
        let awake: Vec<&Condition<'_>> = self.conditions.iter().filter(|condition| standpoint.is_judged_by(condition)).collect();
        let mut readers: BTreeMap<&ItemName, Vec<&Condition<'_>>> = BTreeMap::new();
        for condition in &awake {
            for item in &condition.reads {
                readers.entry(item).or_default().push(condition);
            }
        }
        for _ in 0..ROUNDS {
            let broken: Vec<&&Condition<'_>> = awake.iter().filter(|condition| standpoint.breaks(answers, condition)).collect();
            let mut is_changed = false;
            for condition in broken {
                let mend = |answers: &mut Answers, depth: u8| mend(standpoint, condition, &readers, answers, depth);
                is_changed |= standpoint.breaks(answers, condition) && (mend(answers, 0) || mend(answers, DEPTH));
            }
            if !is_changed {
                return;
            }
        }
    }
}

impl Standpoint<'_> {
    /// Whether a condition is judged for the unit in the period.
    fn is_judged_by(&self, condition: &Condition<'_>) -> bool {
        let rule = condition.rule;
        let admits = |tree| self.value(&Answers::new(), tree, 0.0, condition.basis).and_then(Known::truth) == Some(true);
        self.forms.iter().any(|form| form.id == rule.form)
            && rule.dormant(self.period).is_none()
            && rule.condition.as_ref().is_none_or(|condition| admits(&condition.tree))
    }

    /// Whether a condition does not hold; what cannot be worked out is not broken.
    fn breaks(&self, answers: &Answers, condition: &Condition<'_>) -> bool {
        self.value(answers, &condition.tree, condition.tolerance, condition.basis).and_then(Known::truth) == Some(false)
    }

    fn value(&self, answers: &Answers, tree: &Expression<Variable>, tolerance: f64, basis: FlowBasis) -> Option<Known> {
        tree.value(tolerance, &|variable| {
            let own = variable.item().filter(|item| item.lag == Lag::None).and_then(|item| self.own(answers, &item.name, basis));
            match own.or_else(|| (self.known)(variable, basis))? {
                Reading::Number(number) => Some(Known::Number(number)),
                Reading::Text(words) => Some(Known::Words(words)),
                Reading::NotApplicable | Reading::Blank => None,
            }
        })
    }

    /// An answer of the return itself; of what flows since 1 January or of the quarter alone, whichever of the two its form asks for.
    fn own(&self, answers: &Answers, name: &ItemName, basis: FlowBasis) -> Option<Reading> {
        let reading = answers.get(name)?;
        let may_differ = self.forms.iter().any(|form| form.basis != basis);
        let asked = may_differ.then(|| self.item(name)).flatten();
        let asked = asked.filter(|(form, item)| item.kind == Kind::Flow && form.basis != basis);
        let (Some(_), Some(number)) = (asked, reading.number()) else { return Some(reading.clone()) };
        let so_far = self.so_far.get(name).and_then(Reading::number).unwrap_or_default();
        Some(Reading::Number(match basis {
            FlowBasis::YearToDate => so_far + number,
            FlowBasis::Quarter => number - so_far,
        }))
    }

    fn item(&self, name: &ItemName) -> Option<(&Form, &Item)> {
        self.forms.iter().find_map(|form| Some((*form, form.items().find(|item| item.name == *name)?)))
    }

    /// Whether the form admits an answer beside the others.
    fn is_admitted(&self, answers: &Answers, form: &Form, item: &Item, reading: &Reading) -> bool {
        let Some(number) = reading.number() else { return true };
        let of = |name: &ItemName| answers.get(name).and_then(Reading::number);
        // What is filed since 1 January does not fall.
        let goes_on = item.kind == Kind::Flow && !form.is_by_quarter();
        let least = self.so_far.get(&item.name).and_then(Reading::number).filter(|_| goes_on);
        let parts = form.items().filter(|part| part.part_of.as_ref() == Some(&item.name));
        let largest_part = parts.filter_map(|part| of(&part.name)).fold(0.0, f64::max);
        let whole = item.part_of.as_ref().and_then(of);
        number >= item.min.unwrap_or(0.0)
            && item.max.is_none_or(|max| number <= max)
            && least.is_none_or(|least| number >= least)
            && number >= largest_part
            && whole.is_none_or(|whole| number <= whole)
    }

    /// Other answers to an item that may be tried in the place of one, the nearest first; those that the condition itself names come first.
    fn others(&self, answers: &Answers, condition: &Condition<'_>, item: &Item) -> Vec<Reading> {
        let words = |choices: Vec<String>| choices.into_iter().map(Reading::Text).collect();
        match (&item.kind, answers.get(&item.name).and_then(Reading::number)) {
            (Kind::YesNo, _) => words(vec!["是".to_owned(), "否".to_owned()]),
            (Kind::Choice(choices), _) => words(choices.clone()),
            (Kind::Date | Kind::Text, _) | (_, None) => Vec::new(),
            (Kind::Flow | Kind::Stock | Kind::Level, Some(number)) => {
                let named = condition.tree.all(&|node| self.solution(answers, (node, condition), item, number)).into_iter();
                let named = named.flat_map(|other| [other, other * 0.95, other * 1.05]);
                let scaled = FACTORS.iter().map(|factor| number * factor);
                let added = [number + 1.0, number - 1.0];
                let all = named.chain(scaled).chain(added).map(|number| round_half_up(number, item.decimals));
                all.filter(|other| other.is_finite()).map(Reading::Number).collect()
            }
        }
    }

    /// The answer to an item with which the two sides of a comparison are equal, the others being as they are: of sums and multiples.
    fn solution(
        &self,
        answers: &Answers,
        (node, condition): (&Expression<Variable>, &Condition<'_>),
        item: &Item,
        now: f64,
    ) -> Option<f64> {
        let Expression::Compare(_, left, right) = node else { return None };
        let mut tried = answers.clone();
        let mut gap = |number: f64| {
            tried.insert(item.name.clone(), Reading::Number(number));
            let side = |side: &Expression<Variable>| self.value(&tried, side, 0.0, condition.basis)?.number();
            Some(side(left)? - side(right)?)
        };
        let (here, beyond) = (gap(now)?, gap(now + 1.0)?);
        let slope = beyond - here;
        (slope.abs() > f64::EPSILON).then(|| now - here / slope).filter(|number| number.is_finite())
    }
}

/// The conditions that a condition joins by AND.
fn parts(tree: Expression<Variable>) -> Vec<Expression<Variable>> {
    match tree {
        Expression::And(left, right) => parts(*left).into_iter().chain(parts(*right)).collect(),
        one => vec![one],
    }
}

/// Makes a condition hold by changing one answer, and what then breaks by changing others; whether that could be done.
fn mend(
    standpoint: &Standpoint<'_>,
    condition: &Condition<'_>,
    readers: &BTreeMap<&ItemName, Vec<&Condition<'_>>>,
    answers: &mut Answers,
    depth: u8,
) -> bool {
    for name in &condition.reads {
        let Some((form, item)) = standpoint.item(name) else { continue };
        let Some(before) = answers.get(name).cloned() else { continue };
        let reading_it = readers.get(name).map(Vec::as_slice).unwrap_or_default();
        let broken = |answers: &Answers| reading_it.iter().filter(|reader| standpoint.breaks(answers, reader)).count();
        let broken_before = broken(answers);
        // What follows from another change is tried with the nearest answers alone.
        let most = if depth == 0 { usize::MAX } else { NEAREST };
        for other in standpoint.others(answers, condition, item).into_iter().take(most) {
            if other == before || !standpoint.is_admitted(answers, form, item, &other) {
                continue;
            }
            answers.insert(name.clone(), other);
            if !standpoint.breaks(answers, condition) && broken(answers) < broken_before {
                return true;
            }
            if depth > 0 && !standpoint.breaks(answers, condition) {
                let kept = answers.clone();
                let broken_by_it = reading_it.iter().filter(|reader| standpoint.breaks(&kept, reader));
                let mut broken_by_it: Vec<&&Condition<'_>> = broken_by_it.collect();
                let are_mended = broken_by_it.drain(..).all(|reader| mend(standpoint, reader, readers, answers, depth - 1));
                if are_mended && !standpoint.breaks(answers, condition) && broken(answers) < broken_before {
                    return true;
                }
                *answers = kept;
            }
            answers.insert(name.clone(), before.clone());
        }
    }
    false
}
