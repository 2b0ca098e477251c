//! What a formula makes of the units of a group: sums, counts, means, the least and the most.

use tongbao_document::Expression;

use super::listed::Listed;
use super::variable::{FormulaItem, Variable};

/// How the values of units become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregation {
    /// `SUM`
    Sum,
    /// `COUNT`
    Count,
    /// `AVG`
    Mean,
    /// `MEDIAN`
    Median,
    /// `MIN`
    Least,
    /// `MAX`
    Most,
    /// Spread, quantiles, the first and the last, lists.
    Other,
    /// `… OVER (…)`: one value for each unit, by all of them.
    Window,
    /// `名录_机构数`: how many the register lists, one number of a group by itself.
    Listed,
}

/// An aggregate over units, e.g. `SUM(门诊人次) FILTER (WHERE 类别 = '医院')`.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate<Operand = Variable> {
    /// Which.
    pub aggregation: Aggregation,
    /// Of what, unit by unit; nothing in `COUNT(*)`.
    pub of: Vec<Expression<Operand>>,
    /// Whether equal values are taken once.
    pub is_distinct: bool,
    /// Of which units only.
    pub filter: Option<Expression<Operand>>,
}

/// What stands at the leaves of a formula as it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// Of one unit.
    Variable(Variable),
    /// Of all units of a group.
    Aggregate(Box<Aggregate<Term>>),
}

impl Aggregation {
    /// By the name of a function, of any case; `None` if it is none of a group.
    pub(super) fn named(function: &str) -> Option<Self> {
        Some(match function.to_lowercase().as_str() {
            "sum" | "total" => Self::Sum,
            "count" => Self::Count,
            "avg" => Self::Mean,
            "median" => Self::Median,
            "min" => Self::Least,
            "max" => Self::Most,
            "stdev" | "stddev" | "stdev_samp" | "stddev_samp" | "var" | "variance" | "var_samp" | "corr" | "covar"
            | "covar_pop" | "covar_samp" | "quantile_cont" | "quantile_disc" | "first" | "last" | "array_agg" | "string_agg"
            | "listagg" | "group_concat" => Self::Other,
            _ => return None,
        })
    }

    /// Whether a unit more adds to it.
    pub fn adds(self) -> bool {
        matches!(self, Self::Sum | Self::Count | Self::Listed)
    }

    /// Whether it is in the unit of measure of what it is made of.
    fn keeps_unit(self) -> bool {
        matches!(self, Self::Sum | Self::Mean | Self::Median | Self::Least | Self::Most)
    }
}

impl<Operand> Aggregate<Operand> {
    /// Everything that it is worked out from.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression<Operand>> {
        self.of.iter().chain(&self.filter)
    }
}

impl Aggregate {
    /// A count of the register.
    pub(super) fn of_listed(listed: Listed) -> Self {
        let of = vec![Expression::Operand(Variable::Listed(listed))];
        Self { aggregation: Aggregation::Listed, of, is_distinct: false, filter: None }
    }

    /// What of the register it counts, if it does that.
    pub fn listed(&self) -> Option<Listed> {
        match (self.aggregation, self.of.as_slice()) {
            (Aggregation::Listed, [Expression::Operand(Variable::Listed(listed))]) => Some(*listed),
            _ => None,
        }
    }

    /// The item whose plain values it takes, if it is as simple as `SUM(门诊人次)` or `AVG(位次)`.
    pub fn plain_item(&self) -> Option<&FormulaItem> {
        match self.of.as_slice() {
            [Expression::Operand(Variable::Item(item))]
                if self.aggregation.keeps_unit() && !self.is_distinct && self.filter.is_none() =>
            {
                Some(item)
            }
            _ => None,
        }
    }
}

impl Aggregate<Term> {
    /// The same, if nothing in it is of all units again.
    pub(super) fn over_units(&self) -> Option<Aggregate> {
        let over_units = |expression: &Expression<Term>| expression.try_map(&|term| term.variable().cloned().ok_or(())).ok();
        let filter = match &self.filter {
            Some(filter) => Some(over_units(filter)?),
            None => None,
        };
        Some(Aggregate {
            aggregation: self.aggregation,
            of: self.of.iter().map(over_units).collect::<Option<_>>()?,
            is_distinct: self.is_distinct,
            filter,
        })
    }
}

impl Term {
    /// The variable, if it is one.
    pub fn variable(&self) -> Option<&Variable> {
        match self {
            Self::Variable(variable) => Some(variable),
            Self::Aggregate(_) => None,
        }
    }

    /// The aggregate, if it is one.
    pub fn aggregate(&self) -> Option<&Aggregate<Self>> {
        match self {
            Self::Aggregate(aggregate) => Some(aggregate),
            Self::Variable(_) => None,
        }
    }
}
