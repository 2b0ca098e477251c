//! A formula: a SQL expression over item names, as text, as a tree and compiled.
//!
//! There is no language of ours: what stands in the pack is what any SQL engine runs over the stored Parquet. The engine runs the
//! compiled form; whatever else has to be known of a formula is asked of its tree.

mod admits;
pub(super) mod comparisons;
mod compiled;
pub(super) mod kinds;
mod meant_as_text;
mod misuse;
mod over_units;
pub mod parts;
pub(super) mod ratios;
pub(super) mod refusal;
pub(super) mod trial;
mod volume;
mod with_peers;

use std::collections::BTreeSet;

use polars::prelude::{Expr, PolarsError};
use tongbao_document::Expression;
use tongbao_returns::domain::UnitAttribute;

pub(super) use self::compiled::compiled;
pub(crate) use self::compiled::with_summed_columns;
pub(super) use self::meant_as_text::{listed_name, meant_as_text};
pub(super) use self::misuse::Misuse;
pub use self::parts::{Operand, Parts};
pub use self::volume::Volume;
use super::aggregation::{Aggregate, Aggregation, Term};
use super::listed::Listed;
use super::sql::Sql;
pub use super::sql::slip::Slip;
use super::sql::unread::foreign;
use super::variable::{FormulaItem, Variable};

/// A formula as written, as a tree over its operands, and compiled: over the variables of one unit, or over aggregates of a group.
#[derive(Debug, Clone)]
pub struct Formula<Operand = Variable> {
    /// As written.
    pub text: String,
    /// As read.
    pub tree: Expression<Operand>,
    /// Compiled; its columns are the names in the text, 上期_ and 上年同期_ included.
    pub expression: Expr,
    /// The items that it reads, each once, in the order of their names.
    pub reads: Vec<FormulaItem>,
    /// The unit attributes that it reads.
    pub attributes: Vec<UnitAttribute>,
    /// What else it reads: other indicators, counts of the register, 类型 of alliances.
    pub others: Vec<Variable>,
}

/// A formula that cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum FormulaMistake {
    /// It is no SQL, or has signs that no formula needs.
    #[error("公式{0}")]
    Slip(Slip),
    /// The engine does not take it.
    #[error("{}", refusal::in_words(.0))]
    Engine(#[from] PolarsError),
    /// The engine reads other columns than the tree names.
    #[error("引擎读取的列与公式写明的不一致，请改用普通的写法")]
    OtherColumns,
    /// Of one unit's values, but with an aggregate.
    #[error("逐个单位计算，不能用 SUM、COUNT 等汇总")]
    Aggregated,
    /// Of a group's values, but with a variable that is of one unit.
    #[error("`{0}`没有汇总，应放在 SUM、COUNT 等里面")]
    Outside(Variable),
    /// An aggregate of an aggregate.
    #[error("汇总里面不能再汇总")]
    Nested,
    /// A window function.
    #[error("不能用窗口函数（OVER）")]
    Window,
}

impl Formula {
    /// A formula of one unit's values.
    pub fn parse(text: &str) -> Result<Self, FormulaMistake> {
        read(text)?.0.over_units()
    }
}

impl Formula<Aggregate> {
    /// A formula of a group's values.
    pub fn parse(text: &str) -> Result<Self, FormulaMistake> {
        read(text)?.0.over_groups()
    }
}

impl Formula<Term> {
    /// The same of one unit's values.
    pub(super) fn over_units(self) -> Result<Formula, FormulaMistake> {
        let variable = |term: &Term| term.variable().cloned().ok_or(FormulaMistake::Aggregated);
        let tree = self.tree.try_map(&variable)?;
        Ok(self.with(tree))
    }

    /// The same of a group's values.
    pub(super) fn over_groups(self) -> Result<Formula<Aggregate>, FormulaMistake> {
        let aggregate = |term: &Term| match term {
            Term::Variable(Variable::Listed(listed)) => Ok(Aggregate::of_listed(*listed)),
            Term::Variable(variable) => Err(FormulaMistake::Outside(variable.clone())),
            Term::Aggregate(aggregate) if aggregate.aggregation == Aggregation::Window => Err(FormulaMistake::Window),
            Term::Aggregate(aggregate) => aggregate.over_units().ok_or(FormulaMistake::Nested),
        };
        let tree = self.tree.try_map(&aggregate)?;
        Ok(self.with(tree))
    }

    fn with<Operand>(self, tree: Expression<Operand>) -> Formula<Operand> {
        let Self { text, expression, reads, attributes, others, .. } = self;
        Formula { text, tree, expression, reads, attributes, others }
    }
}

impl<Operand> Formula<Operand> {
    /// The identifiers of the indicators that it reads.
    pub fn indicators(&self) -> impl Iterator<Item = &str> {
        self.others.iter().filter_map(|other| if let Variable::Indicator(id) = other { Some(id.as_str()) } else { None })
    }

    /// What of the register it counts.
    pub fn listed(&self) -> impl Iterator<Item = Listed> {
        self.others.iter().filter_map(|other| if let Variable::Listed(listed) = other { Some(*listed) } else { None })
    }

    /// Whether it asks for 类型 of alliances.
    pub fn reads_alliance_kind(&self) -> bool {
        self.others.contains(&Variable::AllianceKind)
    }

    /// Whether it asks for a county by any of its names.
    pub fn reads_county(&self) -> bool {
        self.others.contains(&Variable::County)
    }
}

impl Formula {
    /// The words with which a variable is compared, in the order of the text.
    pub fn words_of(&self, asked: &Variable) -> Vec<&str> {
        words_compared(&self.tree, asked)
    }
}

/// The words with which an expression compares a variable, in the order of the text.
pub(super) fn words_compared<'tree>(tree: &'tree Expression<Variable>, asked: &Variable) -> Vec<&'tree str> {
    tree.all(&|node| Some(compared_with(node, asked))).into_iter().flatten().collect()
}

/// The words that a comparison sets against what is asked.
fn compared_with<'tree>(node: &'tree Expression<Variable>, asked: &Variable) -> Vec<&'tree str> {
    let is_asked = |one: &Expression<Variable>| matches!(one, Expression::Operand(variable) if variable == asked);
    let word = |one: &'tree Expression<Variable>| if let Expression::Text(word) = one { Some(word.as_str()) } else { None };
    match node {
        Expression::Compare(_, one, other) if is_asked(one) => word(other).into_iter().collect(),
        Expression::Compare(_, other, one) if is_asked(one) => word(other).into_iter().collect(),
        Expression::In(one, list) if is_asked(one) => list.iter().filter_map(word).collect(),
        _ => Vec::new(),
    }
}

/// Reads and compiles a formula; whether its names are items is for the pack's check to say.
pub(super) fn read(text: &str) -> Result<(Formula<Term>, Sql), FormulaMistake> {
    if let Some(slip) = foreign(text) {
        return Err(FormulaMistake::Slip(slip));
    }
    let sql = Sql::read(text).map_err(FormulaMistake::Slip)?;
    let expression = compiled(text)?;
    let tree = sql.tree();
    let variables: BTreeSet<&Variable> = variables(&tree).into_iter().collect();
    let named: BTreeSet<String> = variables.iter().map(ToString::to_string).collect();
    let read: BTreeSet<String> = expression.clone().meta().root_names().iter().map(ToString::to_string).collect();
    if named != read {
        return Err(FormulaMistake::OtherColumns);
    }
    let attribute = |variable: &&Variable| if let Variable::Attribute(attribute) = variable { Some(*attribute) } else { None };
    let attributes = variables.iter().filter_map(attribute).collect();
    let reads = variables.iter().filter_map(|variable| variable.item().cloned()).collect();
    let is_other = |variable: &&&Variable| !matches!(variable, Variable::Item(_) | Variable::Attribute(_));
    let others = variables.iter().filter(is_other).map(|&variable| variable.clone()).collect();
    Ok((Formula { text: text.to_owned(), tree, expression, reads, attributes, others }, sql))
}

/// Every variable of a formula, those of its aggregates included.
fn variables(tree: &Expression<Term>) -> Vec<&Variable> {
    fn of_term(term: &Term) -> Vec<&Variable> {
        match term {
            Term::Variable(variable) => vec![variable],
            Term::Aggregate(aggregate) => aggregate.expressions().flat_map(variables).collect(),
        }
    }
    tree.operands().into_iter().flat_map(of_term).collect()
}

#[cfg(test)]
mod tests {
    use super::super::variable::Lag;
    use super::*;

    #[test]
    fn a_formula_knows_what_it_reads() {
        let formula = Formula::<Aggregate>::parse(
            "(SUM(总费用) - SUM(上年同期_总费用)) * 100.0 / NULLIF(SUM(CASE WHEN 类别 = '乡镇卫生院' THEN 上期_总费用 END), 0)",
        )
        .unwrap();
        let reads: Vec<_> = formula.reads.iter().map(|item| (item.name.as_str(), item.lag)).collect();
        assert_eq!(reads, [("总费用", Lag::None), ("总费用", Lag::PreviousPeriod), ("总费用", Lag::YearBefore)]);
        assert_eq!(
            formula.reads.iter().map(FormulaItem::column).collect::<Vec<_>>(),
            ["总费用", "上期_总费用", "上年同期_总费用"]
        );
        assert_eq!(formula.attributes, [UnitAttribute::Category]);
        assert_eq!(formula.others, []);
        let others = Formula::<Aggregate>::parse("AVG(指标_甲) - 名录_成员数 / 名录_医联体数").unwrap();
        assert_eq!(others.indicators().collect::<Vec<_>>(), ["甲"]);
        assert_eq!(others.listed().collect::<Vec<_>>(), [Listed::Alliances, Listed::Members]);
        assert!(others.reads.is_empty() && !others.reads_alliance_kind());
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for text in ["SUM(总费用", "SUM(a) FROM b", "", "SUM(a) SUM(b)", "无此函数(a)", "SUM（a）"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_unit_has_no_aggregates_and_a_group_nothing_else() {
        assert!(matches!(Formula::<Variable>::parse("a <= SUM(b)"), Err(FormulaMistake::Aggregated)));
        let of_group = Formula::<Aggregate>::parse;
        assert!(matches!(of_group("SUM(a) / b"), Err(FormulaMistake::Outside(variable)) if variable.to_string() == "b"));
        for text in ["SUM(MIN(a))", "AVG(a - AVG(a))", "SUM(a) FILTER (WHERE b > MAX(b))", "sum(Min (a))"] {
            assert!(matches!(of_group(text), Err(FormulaMistake::Nested)), "{text}");
        }
        for text in ["SUM(a) OVER ()", "1 + sum(a) over (PARTITION BY b)"] {
            assert!(matches!(of_group(text), Err(FormulaMistake::Window)), "{text}");
        }
    }

    #[test]
    fn the_tree_names_what_the_engine_reads() {
        for text in [
            "LENGTH(a) > 3 AND b LIKE 'x%' OR c::TEXT = d",
            "SUBSTR(a, b, 2) = c XOR d % 2 = 1",
            "CASE a WHEN b THEN c ELSE d END",
            "NOT (a BETWEEN b AND c) AND d IS NOT NULL",
            "SUM(a) FILTER (WHERE b = 'x') / QUANTILE_CONT(c, 0.5) + MIN(d)",
            "SUM(a) OVER (PARTITION BY b ORDER BY c) + d",
            "IF(a > 1, b, IFNULL(c, d))",
            "COUNT(DISTINCT a) + CORR(b, c) * GREATEST(MAX(d), 1)",
            "a > ALL(b) AND c = ANY(d)",
        ] {
            let (formula, _) = read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(formula.reads.iter().map(FormulaItem::column).collect::<String>(), "abcd", "{text}");
        }
    }
}
