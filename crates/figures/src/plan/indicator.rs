//! An indicator (指标): a formula over items, with direction, targets and weight.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::addressee::Addressee;
use super::audience::Particularity;
use super::scope::Scope;
use super::target::Target;
use super::{Aggregate, Formula, FormulaItem, Parts, Scale, UnitOfMeasure, Variable, Weight, in_words};
use tongbao_returns::domain::Period;

/// An indicator as checked.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Identifier and printed name.
    pub id: String,
    /// Rows of the catalogue that it answers.
    pub source: Vec<String>,
    /// Which group.
    pub campaign: String,
    /// Clause of the plan.
    pub clause: String,
    /// Over the units of a group; reduces to one number.
    pub formula: Formula<Aggregate>,
    /// The aggregates that the formula is made of.
    pub parts: Parts,
    /// Unit of measure.
    pub unit: UnitOfMeasure,
    /// Whether its value is itself a grade or a place, the mean or the extreme of such items, or a ratio of things that are no money: it changes
    /// by a difference, whatever its unit.
    pub changes_by_difference: bool,
    /// Decimals printed.
    pub decimals: u8,
    /// Which way is good.
    pub better: Better,
    /// Groups for which it is computed.
    pub scopes: BTreeSet<Scope>,
    /// The members of a group over whose printed values of other indicators it is taken; `None` where it is taken over what units file,
    /// or over the registry (docs/numbers.md rule 16).
    pub over: Option<Scope>,
    /// Which units it concerns; `None` for all that file its items.
    pub condition: Option<Formula>,
    /// Who is responsible, the leader first.
    pub responsible: Vec<String>,
    /// 口径.
    pub caliber: String,
    /// A count built up during the year, judged against 25/50/75/100 % of the target as well.
    pub is_paced: bool,
    /// The plan names no value: 未定目标值, no light, until a target is announced.
    pub is_open: bool,
    /// Points out of 100; in each year all weights of a plan add up to 100.
    pub weight: Option<Weight>,
    /// How points are given.
    pub score: Option<Score>,
    /// The scale of that, where it needs one.
    pub scale: Option<Scale>,
    /// As the file has them.
    pub targets: Vec<Target>,
}

/// What an indicator is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenOver {
    /// The items that the units of a group file.
    Units,
    /// The printed values of other indicators, for the members of a group that are of this scope.
    Members(Scope),
    /// The rows of the registry.
    Registry,
}

impl Indicator {
    /// What it is taken over.
    pub fn taken_over(&self) -> TakenOver {
        match self.over {
            Some(over) => TakenOver::Members(over),
            None if self.formula.listed().next().is_some() => TakenOver::Registry,
            None => TakenOver::Units,
        }
    }

    /// Whom its `where` chooses, in words: `同组为“城区”的县区`; nothing without one.
    pub fn chosen_in_words(&self) -> Option<String> {
        let condition = self.condition.as_ref()?;
        // As it is written, where peer groups have their names still.
        let written = Formula::<Variable>::parse(&condition.text).ok()?;
        Some(in_words::which(&written.tree, self.chosen_word()))
    }

    /// What its `where` chooses among: 单位, 县区, 医联体.
    pub fn chosen_word(&self) -> &'static str {
        match self.over {
            Some(Scope::County) => "县区",
            Some(Scope::Alliance) => "医联体",
            Some(Scope::Unit | Scope::Area) | None => "单位",
        }
    }

    /// The items that it reads itself, its condition's included.
    pub fn items(&self) -> impl Iterator<Item = &FormulaItem> {
        self.formula.reads.iter().chain(self.condition.iter().flat_map(|condition| &condition.reads))
    }

    /// Whether its value is the sum of what each unit adds to it.
    pub fn adds_over_units(&self) -> bool {
        self.taken_over() == TakenOver::Units && self.formula.adds_over_units()
    }

    /// The target that counts for a group at a period's end: of those that are asked of it, were known by then, have begun and have not ended,
    /// the most particular, of these the last that has begun, and of two for one day the later announced (docs/numbers.md rule 8).
    pub fn target_for(&self, period: Period, addressee: &Addressee) -> Option<&Target> {
        let known = self.known_targets_of(period, addressee);
        let counting = known.filter(|target| target.has_begun(period) && !target.has_ended(period));
        counting.max_by_key(|target| (target.particularity(addressee.scope()), target.due.first_day(), target.set))
    }

    /// The target that will count next for a group after a period's end, if there is one, as far as it is known by then. One that is less
    /// particular than what counts now will not.
    pub fn next_target(&self, period: Period, addressee: &Addressee) -> Option<&Target> {
        let particularity = |target: &Target| target.particularity(addressee.scope());
        let now = self.target_for(period, addressee).map(particularity);
        let known = self.known_targets_of(period, addressee);
        let later = known.filter(|target| !target.has_begun(period) && Some(particularity(target)) >= now);
        later.min_by_key(|target| (target.due.first_day(), Reverse(particularity(target)), Reverse(target.set)))
    }

    /// The last target that was asked of a group and has ended before a period's end.
    pub fn ended_target(&self, period: Period, addressee: &Addressee) -> Option<&Target> {
        let known = self.known_targets_of(period, addressee);
        let ended = known.filter(|target| target.has_begun(period) && target.has_ended(period));
        ended.max_by_key(|target| (target.until, target.particularity(addressee.scope()), target.set))
    }

    /// Whether anything was demanded of anybody, as far as it was known by a period's end.
    pub fn has_targets(&self, period: Period) -> bool {
        self.targets.iter().any(|target| target.is_known(period))
    }

    /// The target in whose place another one was announced: for the same day, of the same group, as particular, and known before. None of
    /// one that was not adjusted but set anew, or has stood in the plan from the first.
    pub fn adjusted_from(&self, target: &Target, addressee: &Addressee) -> Option<&Target> {
        let key = |target: &Target| -> (Particularity, _) { (target.particularity(addressee.scope()), target.due.first_day()) };
        let before = self.targets_of(addressee).filter(|other| key(other) == key(target) && other.set < target.set);
        before.max_by_key(|other| other.set)
    }

    /// Two targets of which nobody can say which counts for a group: they begin on one day and were announced on one, and neither is more
    /// particular.
    pub fn contradiction(&self, addressee: &Addressee) -> Option<[&Target; 2]> {
        let key = |target: &Target| -> (Particularity, _, _) {
            (target.particularity(addressee.scope()), target.due.first_day(), target.set)
        };
        let all: Vec<&Target> = self.targets_of(addressee).collect();
        all.iter().enumerate().find_map(|(position, one)| {
            let other = all.iter().skip(position + 1).find(|other| key(other) == key(one))?;
            Some([*one, *other])
        })
    }

    /// What the plan wants of a trend, in words: a place that is improved moves to the front.
    pub fn trend_in_words(&self) -> &'static str {
        match (self.better, self.unit.is_place()) {
            (Better::Lower, true) => "位次前移",
            (Better::Lower, false) => "逐步降低",
            _ => "逐步提高",
        }
    }

    fn known_targets_of(&self, period: Period, addressee: &Addressee) -> impl Iterator<Item = &Target> {
        self.targets_of(addressee).filter(move |target| target.is_known(period))
    }

    fn targets_of(&self, addressee: &Addressee) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(|target| target.is_asked_of(addressee))
    }
}

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither: shown without colour and rank.
    Neutral,
    /// Inside a range is good.
    Within,
}

/// How points are given for an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    /// Full points or none.
    Target,
    /// In proportion to the target.
    Proportional,
    /// 60 + 40 × (x − low) / (high − low).
    Efficacy,
    /// By bands.
    Bands,
    /// By rank.
    Rank,
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use tongbao_document::{Comparison, Expression};

    use super::*;
    use crate::plan::addressee::{CountyNames, GroupAttribute};
    use crate::plan::audience::Audience;
    use crate::plan::formula;
    use crate::plan::target::{Demand, Due};
    use tongbao_returns::domain::{Category, CountyCode, Quarter, UnitCode};

    /// A target of everybody.
    fn at_least(due: Due, value: f64) -> Target {
        Target { due, set: None, until: None, demand: Demand::AtLeast(value), scope: None, audience: None }
    }

    fn of_scope(due: Due, value: f64, scope: Scope) -> Target {
        Target { scope: Some(scope), ..at_least(due, value) }
    }

    /// A target for those of whom an attribute is a word.
    fn of_those(due: Due, value: f64, attribute: GroupAttribute, word: &str) -> Target {
        let tree = Expression::Operand(attribute).compared(Comparison::Equal, Expression::Text(word.to_owned()));
        Target { audience: Some(Audience::new("", tree)), ..at_least(due, value) }
    }

    fn indicator(targets: Vec<Target>) -> Indicator {
        let (formula, sql) = formula::read("SUM(实有床位数)").unwrap();
        Indicator {
            id: "床位数".to_owned(),
            source: Vec::new(),
            campaign: String::new(),
            clause: String::new(),
            formula: formula.over_groups().unwrap(),
            parts: Parts::of(&sql).unwrap(),
            unit: UnitOfMeasure::of("张"),
            changes_by_difference: false,
            decimals: 0,
            better: Better::Higher,
            scopes: BTreeSet::from([Scope::Unit, Scope::County, Scope::Area]),
            over: None,
            condition: None,
            responsible: Vec::new(),
            caliber: String::new(),
            is_paced: false,
            is_open: false,
            weight: None,
            score: None,
            scale: None,
            targets,
        }
    }

    fn town() -> CountyNames {
        CountyNames { code: CountyCode::new("370811"), names: vec!["任城区".to_owned()] }
    }

    fn county() -> Addressee {
        Addressee::County { county: town(), peer_group: Some("城区".to_owned()) }
    }

    fn hospital(name: &str, category: &str) -> Addressee {
        let (code, names) = (UnitCode::new(name), vec![name.to_owned()]);
        Addressee::Unit { code, names, category: Category::new(category), grade: None, county: town(), peer_group: None }
    }

    fn quarter(year: i16, quarter: Quarter) -> Period {
        Period::quarter(year, quarter)
    }

    fn value(target: Option<&Target>) -> Option<f64> {
        match target?.demand {
            Demand::AtLeast(value) => Some(value),
            _ => None,
        }
    }

    /// What counts now and what will next.
    fn asked(indicator: &Indicator, addressee: &Addressee, period: Period) -> (Option<f64>, Option<f64>) {
        (value(indicator.target_for(period, addressee)), value(indicator.next_target(period, addressee)))
    }

    #[test]
    fn a_target_counts_from_its_own_year_on_and_not_before() {
        let indicator = indicator(vec![at_least(Due::Year(2027), 30.0), at_least(Due::Year(2025), 10.0)]);
        let of = |year, of_year| asked(&indicator, &county(), quarter(year, of_year));
        assert_eq!(of(2024, Quarter::Fourth), (None, Some(10.0)), "not due yet");
        assert_eq!(of(2025, Quarter::First), (Some(10.0), Some(30.0)));
        assert_eq!(of(2026, Quarter::Fourth), (Some(10.0), Some(30.0)), "that of 2025 stands until 2027 begins");
        assert_eq!(of(2027, Quarter::First), (Some(30.0), None));
        assert_eq!(of(2029, Quarter::First), (Some(30.0), None), "after the last year the last target stands");
    }

    #[test]
    fn a_target_of_a_day_counts_for_the_period_that_ends_on_it_or_later() {
        let ways: [fn(Date) -> Due; 2] = [Due::Day, Due::From];
        for due in ways {
            let indicator = indicator(vec![at_least(due(date(2017, 9, 30)), 10.0), at_least(due(date(2017, 10, 1)), 20.0)]);
            let of = |of_year| value(indicator.target_for(quarter(2017, of_year), &Addressee::Area));
            assert_eq!([of(Quarter::Second), of(Quarter::Third), of(Quarter::Fourth)], [None, Some(10.0), Some(20.0)]);
        }
    }

    #[test]
    fn a_demand_that_ends_gives_way_to_what_stood_before_or_to_nothing() {
        let ending = Target { until: Some(date(2025, 6, 30)), ..at_least(Due::From(date(2025, 1, 1)), 20.0) };
        let with_one_before = indicator(vec![at_least(Due::Year(2024), 10.0), ending.clone()]);
        let of = |of_year| value(with_one_before.target_for(quarter(2025, of_year), &Addressee::Area));
        assert_eq!([of(Quarter::First), of(Quarter::Second), of(Quarter::Third)], [Some(20.0), Some(20.0), Some(10.0)]);
        let alone = indicator(vec![ending]);
        let ended = |of_year| value(alone.ended_target(quarter(2025, of_year), &Addressee::Area));
        assert_eq!([ended(Quarter::Second), ended(Quarter::Third)], [None, Some(20.0)]);
        assert_eq!(asked(&alone, &Addressee::Area, quarter(2025, Quarter::Third)), (None, None));
    }

    #[test]
    fn a_target_is_adjusted_from_the_day_on_which_that_is_announced_and_due_as_before() {
        let adjusted = |value: f64, set: Date| Target { set: Some(set), ..at_least(Due::Day(date(2022, 12, 31)), value) };
        let later = adjusted(5.0, date(2022, 10, 8));
        let indicator =
            indicator(vec![at_least(Due::Day(date(2022, 12, 31)), 8.0), later.clone(), adjusted(6.0, date(2022, 4, 1))]);
        let of = |of_year| asked(&indicator, &Addressee::Area, quarter(2022, of_year));
        assert_eq!(of(Quarter::First), (None, Some(8.0)), "a bulletin about an earlier time knows nothing of it");
        assert_eq!([of(Quarter::Second), of(Quarter::Third)], [(None, Some(6.0)); 2], "it is not due yet");
        assert_eq!(of(Quarter::Fourth), (Some(5.0), None), "of two for one day the later announced");
        assert!(indicator.contradiction(&Addressee::Area).is_none());
        let before = |target: &Target| value(indicator.adjusted_from(target, &Addressee::Area));
        assert_eq!([before(&later), before(&indicator.targets[2]), before(&indicator.targets[0])], [Some(6.0), Some(8.0), None]);
    }

    #[test]
    fn what_is_set_during_the_plan_is_demanded_of_nobody_before() {
        let set = Target { set: Some(date(2025, 4, 1)), ..at_least(Due::Year(2025), 10.0) };
        let indicator = indicator(vec![set.clone()]);
        let of = |of_year| (indicator.has_targets(quarter(2025, of_year)), asked(&indicator, &county(), quarter(2025, of_year)));
        assert_eq!(of(Quarter::First), (false, (None, None)));
        assert_eq!(of(Quarter::Second), (true, (Some(10.0), None)));
        assert!(indicator.adjusted_from(&set, &county()).is_none(), "it took nothing's place");
        let twice = Indicator { targets: vec![set.clone(), set], ..indicator };
        assert!(twice.contradiction(&county()).is_some(), "announced on one day for one day");
    }

    #[test]
    fn a_target_of_another_scope_does_not_count() {
        let indicator = indicator(vec![
            of_scope(Due::Year(2025), 30.0, Scope::Area),
            at_least(Due::Year(2025), 3.0),
            of_scope(Due::Year(2026), 40.0, Scope::Area),
        ]);
        let of = |year, addressee: &Addressee| value(indicator.target_for(quarter(year, Quarter::First), addressee));
        assert_eq!((of(2025, &Addressee::Area), of(2025, &county())), (Some(30.0), Some(3.0)));
        assert_eq!((of(2026, &Addressee::Area), of(2026, &county())), (Some(40.0), Some(3.0)));
        assert_eq!(value(indicator.next_target(quarter(2025, Quarter::First), &Addressee::Area)), Some(40.0));
        let none = Indicator { targets: Vec::new(), ..indicator };
        assert!(none.target_for(quarter(2025, Quarter::First), &Addressee::Area).is_none());
    }

    #[test]
    fn the_most_particular_counts_before_the_last() {
        use GroupAttribute::{Category, UnitName};
        let indicator = indicator(vec![
            at_least(Due::Year(2024), 80.0),
            at_least(Due::Year(2026), 85.0),
            of_those(Due::Year(2025), 90.0, Category, "三级公立医院"),
            of_those(Due::Year(2025), 95.0, UnitName, "市第一医院"),
        ]);
        let first = hospital("市第一医院", "三级公立医院");
        let third = hospital("市第二医院", "三级公立医院");
        let second = hospital("县医院", "二级公立医院");
        let in_year = |year, addressee: &Addressee| asked(&indicator, addressee, quarter(year, Quarter::First));
        assert_eq!(in_year(2024, &third), (Some(80.0), Some(90.0)), "until its own begins, that of everybody");
        assert_eq!(in_year(2024, &first), (Some(80.0), Some(95.0)), "of two that begin together the more particular");
        assert_eq!(in_year(2025, &first), (Some(95.0), None), "that of everybody will not count for it");
        assert_eq!(in_year(2025, &second), (Some(80.0), Some(85.0)));
        assert_eq!([in_year(2026, &third).0, in_year(2026, &second).0], [Some(90.0), Some(85.0)]);
        assert_eq!(in_year(2026, &county()).0, Some(85.0), "a county is no hospital");
    }

    #[test]
    fn who_is_in_no_audience_is_asked_for_nothing() {
        let indicator = indicator(vec![of_those(Due::Year(2025), 9.0, GroupAttribute::PeerGroup, "旗县")]);
        assert_eq!(asked(&indicator, &county(), quarter(2025, Quarter::First)), (None, None));
        assert!(indicator.ended_target(quarter(2025, Quarter::First), &county()).is_none());
    }

    #[test]
    fn two_that_are_as_particular_and_begin_together_contradict_one_another() {
        use GroupAttribute::{Category, County};
        let by_kind = of_those(Due::Year(2025), 90.0, Category, "三级公立医院");
        let by_county = of_those(Due::From(date(2025, 1, 1)), 95.0, County, "任城区");
        let both = indicator(vec![at_least(Due::Year(2025), 80.0), by_kind.clone(), by_county.clone()]);
        let third = hospital("市第一医院", "三级公立医院");
        let found = both.contradiction(&third).map(|two| two.map(|target| value(Some(target))));
        assert_eq!(found, Some([Some(90.0), Some(95.0)]));
        assert!(both.contradiction(&hospital("县医院", "二级公立医院")).is_none());
        assert!(both.contradiction(&county()).is_none(), "for the county itself one is by its name");
        let later = Target { due: Due::From(date(2025, 7, 1)), ..by_county };
        assert!(indicator(vec![by_kind, later]).contradiction(&third).is_none(), "the later one adjusts the earlier");
    }
}
