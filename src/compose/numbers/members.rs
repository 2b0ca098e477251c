//! What an indicator over others is made of: the printed values of its members (docs/numbers.md rule 16), and how that is told and followed in
//! a workbook.

use std::collections::BTreeMap;

use super::Numbers;
use tongbao_document::{Expression, Figure, FigureId, Formula, Gathered, Measure, Operation, Subject};
use tongbao_figures::aggregate::{Computed, Group};
use tongbao_figures::plan::{Aggregate, Aggregation, Indicator, Operand, Scope, TakenOver, Variable};

/// Of more members no formula names one by one what each adds: it would be longer than a cell takes.
const MOST_MEMBERS: usize = 150;

/// The members over which an indicator is taken, in words.
pub(in crate::compose) fn members_word(over: Scope) -> &'static str {
    match over {
        Scope::Unit => "单位",
        Scope::Alliance => "医联体",
        Scope::County => "县区",
        Scope::Area => "全域",
    }
}

/// How an aggregate of an indicator comes about.
pub(in crate::compose) fn summed_how(indicator: &Indicator) -> String {
    match indicator.taken_over() {
        TakenOver::Units => "汇总数".to_owned(),
        TakenOver::Members(over) => format!("由各{}印出的数算出，逐个{}的数见下", members_word(over), members_word(over)),
        TakenOver::Registry => "按名录计，逐行见“数据来源”".to_owned(),
    }
}

impl<'run> Numbers<'run> {
    /// The members of the group, each with the value that is read of it, and whether it counts.
    pub(in crate::compose) fn members(&self) -> Vec<(String, &'static str, Figure)> {
        let TakenOver::Members(over) = self.indicator.taken_over() else { return Vec::new() };
        let mut told = Vec::new();
        for id in self.indicator.formula.indicators() {
            for member in self.members_of_scope(over) {
                let Some(numbers) = self.read_of(id, member) else { continue };
                let counts = self.material.figures.has_counted_member(self.position, member);
                told.push((format!("{id}：{}", self.material.name(member)), numbers.standing_as_member(counts), numbers.value()));
            }
        }
        told
    }

    /// How an aggregate of printed values follows from these; none where cells cannot say it, or would come to something else.
    pub(super) fn of_members(&self, operand: &Operand, result: f64) -> Option<Formula> {
        let TakenOver::Members(over) = self.indicator.taken_over() else { return None };
        let members: Vec<&Group> = self
            .members_of_scope(over)
            .filter(|member| self.material.figures.has_counted_member(self.position, member))
            .collect();
        let formula = gathered(operand.aggregate()?, &members, &|indicator, member| {
            self.material.id(member, Subject::Indicator(indicator.to_owned()), Measure::Value)
        })?;
        let mut printed: BTreeMap<FigureId, f64> = BTreeMap::new();
        for id in self.indicator.formula.indicators() {
            for value in members.iter().filter_map(|member| Some(self.read_of(id, member)?.value())) {
                printed.extend(value.rounded().map(|number| (value.id.clone(), number)));
            }
        }
        let number = formula.evaluate(&|id| printed.get(id).copied())?;
        ((number - result).abs() <= 1e-9 * result.abs().max(1.0)).then_some(formula)
    }

    /// The members of the group, whether they count or not.
    fn members_of_scope(&self, over: Scope) -> impl Iterator<Item = &'run Group> {
        let members = self.material.figures.grouping.of_scope(over).map(|(member, _)| member);
        members.filter(move |member| self.has_member(member))
    }

    /// What is read of a member: the figures of another indicator.
    fn read_of(&self, indicator: &str, member: &'run Group) -> Option<Numbers<'run>> {
        let position = self.material.plan.indicators.iter().position(|known| known.id == indicator)?;
        Numbers::of(self.material, position, member)
    }

    fn has_member(&self, member: &Group) -> bool {
        match member {
            Group::Unit(unit) => self.material.is_member(self.group, unit),
            Group::Area | Group::County(_) | Group::Alliance(_) => *self.group == Group::Area,
        }
    }

    /// Whether a value is one of a member that counts where it is read.
    fn standing_as_member(&self, counts: bool) -> &'static str {
        match self.figure.value {
            Computed::Number(_) if counts => "按印出的数计入",
            Computed::Number(_) if self.figure.coverage.reaches(self.material.plan.coverage_threshold) => {
                "不计入：不在所选之列，或另一项缺数"
            }
            Computed::Number(_) => "覆盖率不足，按缺数",
            Computed::NotReported => "缺数，不计入",
            Computed::NotComputable | Computed::NotAsked(_) | Computed::NotApplicable => "没有可算的数，不在应计之列",
        }
    }
}

/// An aggregate over the printed values of members; none of one that cells cannot repeat.
fn gathered(aggregate: &Aggregate, members: &[&Group], id: &dyn Fn(&str, &Group) -> FigureId) -> Option<Formula> {
    let [of] = aggregate.of.as_slice() else { return None };
    if aggregate.is_distinct || aggregate.filter.is_some() || members.is_empty() || !is_written_in_cells(of) {
        return None;
    }
    let ids = |indicator: &str| members.iter().map(|member| id(indicator, member)).collect::<Vec<FigureId>>();
    if let Expression::Operand(Variable::Indicator(indicator)) = of {
        let sum = || Formula::sum(ids(indicator));
        let gathered = |gathered: Gathered| Formula::gathered(gathered, ids(indicator));
        return match aggregate.aggregation {
            Aggregation::Sum => Some(sum()),
            Aggregation::Count => Some(gathered(Gathered::Count)),
            Aggregation::Mean => Some(sum().with(Operation::Divide, gathered(Gathered::Count))),
            Aggregation::Least => Some(gathered(Gathered::Least)),
            Aggregation::Most => Some(gathered(Gathered::Most)),
            Aggregation::Median | Aggregation::Other | Aggregation::Window | Aggregation::Listed => None,
        };
    }
    if aggregate.aggregation != Aggregation::Sum || members.len() > MOST_MEMBERS {
        return None;
    }
    // What each member adds, one after the other.
    let of_member = |member: &&Group| {
        let value = |variable: &Variable| match variable {
            Variable::Indicator(indicator) => Ok(Formula::figure(id(indicator, member))),
            Variable::Attribute(_)
            | Variable::AllianceKind
            | Variable::County
            | Variable::PeerGroup
            | Variable::Listed(_)
            | Variable::Item(_) => Err(()),
        };
        of.try_bind(&value).ok()
    };
    let terms = members.iter().map(of_member).collect::<Option<Vec<Formula>>>()?;
    terms.into_iter().reduce(|sum, term| sum.with(Operation::Add, term))
}

/// Whether every part of it has its like in a workbook, blanks included: every member that counts has every value.
fn is_written_in_cells(tree: &Expression<Variable>) -> bool {
    !tree.any(&|node| {
        !matches!(
            node,
            Expression::Number(_)
                | Expression::Operand(_)
                | Expression::Negated(_)
                | Expression::Arithmetic(..)
                | Expression::Compare(..)
                | Expression::And(..)
                | Expression::Or(..)
                | Expression::Not(_)
                | Expression::Case(_, Some(_))
        )
    })
}
