//! What formulas over one unit come to on made-up rows. A rule for forty items is one formula with forty names: of those that differ in the names of
//! items alone, one is tried for all.

use std::collections::BTreeMap;

use polars::prelude::PolarsResult;
use tongbao_document::Expression;

use crate::plan::formula::Formula;
use crate::plan::formula::trial::{self, Outcome};
use crate::plan::sql::written;
use crate::plan::variable::{FormulaItem, Lag, Variable};
use tongbao_returns::domain::ItemName;

/// What came of those that were tried, by what they have in common.
#[derive(Debug, Default)]
pub(super) struct Tried(BTreeMap<String, Outcome>);

impl Tried {
    /// What a formula comes to; one that cannot be run is run again, and says so again.
    pub(super) fn outcome(&mut self, formula: &Formula, is_number: impl Fn(&FormulaItem) -> bool) -> PolarsResult<Outcome> {
        let shape = shape(formula, &is_number);
        if let Some(known) = self.0.get(&shape) {
            return Ok(*known);
        }
        let outcome = trial::unit_by_unit(formula, is_number)?;
        self.0.insert(shape, outcome);
        Ok(outcome)
    }
}

/// The formula with numbers for the names of its items, and for each whether it holds numbers. What is not known by name keeps its names.
fn shape(formula: &Formula, is_number: &impl Fn(&FormulaItem) -> bool) -> String {
    let mut items: Vec<&FormulaItem> = Vec::new();
    for item in formula.tree.operands().into_iter().filter_map(Variable::item) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    let renamed = |variable: &Variable| {
        let place = variable.item().and_then(|item| items.iter().position(|known| *known == item));
        let renamed = place.map(|place| FormulaItem { name: ItemName::new(place.to_string()), lag: Lag::None });
        Expression::Operand(renamed.map_or_else(|| variable.clone(), Variable::Item))
    };
    let kinds: String = items.iter().map(|item| if is_number(item) { '#' } else { '$' }).collect();
    format!("{kinds} {}", written(&formula.tree.bind(&renamed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items whose names begin with 词 are words.
    fn of(text: &str) -> String {
        shape(&Formula::<Variable>::parse(text).unwrap(), &|item: &FormulaItem| !item.name.as_str().starts_with('词'))
    }

    #[test]
    fn formulas_of_one_shape_differ_in_names_alone() {
        assert_eq!(of("门诊 >= 上期_门诊"), of("住院 >= 上期_住院"));
        assert_eq!(of("门诊 <= 总数 AND 类别 = '医院'"), of("住院 <= 全部 AND 类别 = '医院'"));
        for (one, other) in [
            ("门诊 >= 住院", "门诊 >= 门诊"),
            ("门诊 >= 住院", "门诊 > 住院"),
            ("门诊 = 住院", "词甲 = 词乙"),
            ("门诊 = 住院", "门诊 = 词乙"),
            ("门诊 > 1", "门诊 > 2"),
            ("类别 = '医院'", "等级 = '医院'"),
            ("LENGTH(词甲) > 1", "LENGTH(词乙) > 1"),
        ] {
            assert_ne!(of(one), of(other), "{one} | {other}");
        }
    }

    #[test]
    fn what_was_tried_is_known() {
        let mut tried = Tried::default();
        let mut outcome = |text: &str| tried.outcome(&Formula::<Variable>::parse(text).unwrap(), |_| true).ok();
        assert_eq!([outcome("门诊 >= 1"), outcome("住院 >= 1")], [Some(Outcome::Truth); 2]);
        assert_eq!([outcome("门诊 + 住院"), outcome("总数 + 全部")], [Some(Outcome::Number); 2]);
        assert_eq!([outcome("门诊 = '是'"), outcome("住院 = '是'")], [None, None], "a number is no word");
    }
}
