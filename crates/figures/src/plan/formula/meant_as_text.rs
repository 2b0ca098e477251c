//! Names that are meant as texts: `启动改革 = "是"`, `类别 = 卫生院`. In double quotes, or in none, a text is a name to SQL.

use std::collections::BTreeMap;

use tongbao_document::Expression;

use super::FormulaItem;
use crate::plan::aggregation::Term;
use crate::plan::variable::Variable;

/// The items that are compared with what is answered by words, each with what it is compared with. Whether there is an item of that name is
/// for the pack's check to say: then it is meant.
pub(in crate::plan) fn meant_as_text(
    tree: &Expression<Variable>,
    is_worded: &impl Fn(&FormulaItem) -> bool,
) -> BTreeMap<FormulaItem, Variable> {
    let item = |one: &Expression<Variable>| match one {
        Expression::Operand(Variable::Item(item)) => Some(item.clone()),
        _ => None,
    };
    let worded = |other: &Expression<Variable>| match other {
        Expression::Operand(variable) if variable.is_of_registry() || variable.item().is_some_and(is_worded) => {
            Some(variable.clone())
        }
        _ => None,
    };
    let both = |one: &Expression<Variable>, other: &Expression<Variable>| Some((item(one)?, worded(other)?));
    let of_node = |node: &Expression<Variable>| match node {
        Expression::Compare(_, left, right) => both(left, right).or_else(|| both(right, left)),
        _ => None,
    };
    tree.all(&of_node).into_iter().collect()
}

/// The first name in the list of an `IN`, where the engine takes texts and numbers alone.
pub(in crate::plan) fn listed_name(tree: &Expression<Term>) -> Option<String> {
    let in_list = |node: &Expression<Term>| match node {
        Expression::In(_, list) => list.iter().find_map(|one| match one {
            Expression::Operand(Term::Variable(variable)) => Some(variable.to_string()),
            _ => None,
        }),
        Expression::Operand(Term::Aggregate(aggregate)) => aggregate.expressions().find_map(listed_name),
        _ => None,
    };
    tree.all(&in_list).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::formula::Formula;
    use crate::plan::sql::Sql;

    #[test]
    fn a_name_in_a_list_is_found_wherever_the_list_stands() {
        let listed = |text: &str| listed_name(&Sql::read(text).unwrap().tree());
        assert_eq!(listed("类别 IN ('医院', \"卫生院\")").as_deref(), Some("卫生院"));
        assert_eq!(listed("SUM(CASE WHEN 类别 IN (卫生院) THEN 甲 ELSE 0 END)").as_deref(), Some("卫生院"));
        assert_eq!(listed("类别 IN ('医院') AND 甲 > 乙"), None);
    }

    #[test]
    fn a_name_beside_what_is_answered_by_words_may_be_meant_as_a_text() {
        let meant = |text: &str| {
            let formula = Formula::<Variable>::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let meant = meant_as_text(&formula.tree, &|item| item.name.as_str() == "互认");
            meant.iter().map(|(item, of)| format!("{}:{of}", item.column())).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(meant("互认 = \"是\" OR 类别 <> 卫生院"), "卫生院:类别 是:互认");
        assert_eq!(meant("\"甲县\" = 县区"), "甲县:县区");
        assert_eq!(meant("床位 = 床位数 AND 互认 = '是'"), "");
    }
}
