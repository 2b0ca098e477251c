//! What expressions compare: answers that an item has, numbers with numbers, words with words. Anything else chooses nobody and counts
//! nothing, silently, or stops the engine.

use jiff::civil::Date;
use tongbao_document::{Comparison, Expression, Function};

use super::FormulaItem;
use super::misuse::Misuse;
use crate::plan::variable::{Lag, Variable};
use tongbao_returns::domain::Kind;

/// Every comparison in an expression that cannot hold; items without a known kind are left alone.
pub(in crate::plan) fn misuses(tree: &Expression<Variable>, kind_of: &impl Fn(&FormulaItem) -> Option<Kind>) -> Vec<Misuse> {
    tree.all(&|node| Some(of_node(node, kind_of))).into_iter().flatten().collect()
}

/// One side of a comparison.
enum Side<'tree> {
    Item(&'tree FormulaItem, Kind),
    /// A word of the registry.
    Word(&'tree Variable),
    Number(f64),
    Text(&'tree str),
    /// Of which nothing is known.
    Other,
}

fn of_node(node: &Expression<Variable>, kind_of: &impl Fn(&FormulaItem) -> Option<Kind>) -> Vec<Misuse> {
    let compared = |comparison, left, right| {
        let (left, right) = (side(left, kind_of), side(right, kind_of));
        of_sides(comparison, &left, &right).or_else(|| of_sides(comparison, &right, &left))
    };
    match node {
        Expression::Compare(comparison, left, right) => compared(*comparison, left, right).into_iter().collect(),
        Expression::In(one, list) => list.iter().filter_map(|other| compared(Comparison::Equal, one, other)).collect(),
        _ => Vec::new(),
    }
}

fn side<'tree>(tree: &'tree Expression<Variable>, kind_of: &impl Fn(&FormulaItem) -> Option<Kind>) -> Side<'tree> {
    match tree {
        Expression::Operand(Variable::Item(item)) => kind_of(item).map_or(Side::Other, |kind| Side::Item(item, kind)),
        Expression::Operand(variable) if variable.is_of_registry() => Side::Word(variable),
        Expression::Number(number) => Side::Number(*number),
        Expression::Text(text) => Side::Text(text),
        // A rule may put an answer in the place of a blank.
        Expression::Call(Function::Coalesce | Function::NullIf, arguments) => {
            arguments.first().map_or(Side::Other, |first| side(first, kind_of))
        }
        _ => Side::Other,
    }
}

/// What is wrong when one side, which is an item or a word of the registry, is compared with the other.
fn of_sides(comparison: Comparison, one: &Side<'_>, other: &Side<'_>) -> Option<Misuse> {
    let misuse = |column: String, message, hint| Some(Misuse { column, message, hint });
    match (one, other) {
        (Side::Item(item, kind), other) => {
            let (message, hint) = of_item(comparison, &item.column(), kind, other)?;
            misuse(item.column(), message, hint)
        }
        (Side::Word(variable), Side::Number(number)) => {
            let message = format!("`{variable}`是文字，要加单引号：写作 '{number}'");
            misuse(variable.to_string(), message, None)
        }
        _ => None,
    }
}

/// The same of an item of a kind, with what to write.
fn of_item(comparison: Comparison, column: &str, kind: &Kind, other: &Side<'_>) -> Option<(String, Option<&'static str>)> {
    let is_ordered = !matches!(comparison, Comparison::Equal | Comparison::Unequal);
    match (kind, other) {
        (Kind::YesNo | Kind::Choice(_), Side::Text(answer)) => {
            let answers = answers(kind);
            let is_answer = answers.iter().any(|known| known == answer);
            if !is_answer {
                return Some((format!("`{column}`没有答案`{answer}`，只有：{}", answers.join("、")), None));
            }
            is_ordered.then(|| (format!("`{column}`的答案不分大小，只用 = 或 <> 比较"), None))
        }
        (Kind::YesNo | Kind::Choice(_), Side::Number(number)) => {
            let answers = answers(kind);
            let message = format!("`{column}`只有答案：{}，不能与{number}比较", answers.join("、"));
            Some((message, Some("答案要加单引号，如 = '是'")))
        }
        (Kind::Date, Side::Text(day)) if !day.is_empty() && day.parse::<Date>().is_err() => {
            Some((format!("`{column}`是日期，写作 '2025-06-30'，这里是`{day}`"), None))
        }
        (Kind::Date, Side::Number(_)) => Some((format!("`{column}`是日期，写作 '2025-06-30'"), Some("日期要加单引号"))),
        (Kind::Text, Side::Number(number)) => Some((format!("`{column}`填的是文字，不能与{number}比较"), None)),
        (Kind::Flow | Kind::Stock | Kind::Level, Side::Text(text)) => {
            let hint = if text.parse::<f64>().is_ok() {
                "数不加引号"
            } else {
                "有没有、是不是，要另设一个填是否的指标项"
            };
            Some((format!("`{column}`是数，不能与文字`{text}`比较"), Some(hint)))
        }
        // What cannot be added up over members is told as that.
        (Kind::Flow | Kind::Stock | Kind::Level, Side::Item(item, other)) if !other.is_number() && item.lag != Lag::Members => {
            Some((format!("`{column}`是数，`{}`填的不是数，不能比较", item.column()), None))
        }
        (Kind::Flow | Kind::Stock | Kind::Level, Side::Word(variable)) => {
            Some((format!("`{column}`是数，`{variable}`是文字，不能比较"), None))
        }
        _ => None,
    }
}

fn answers(kind: &Kind) -> Vec<&str> {
    match kind {
        Kind::YesNo => vec!["是", "否"],
        Kind::Choice(choices) => choices.iter().map(String::as_str).collect(),
        Kind::Flow | Kind::Stock | Kind::Level | Kind::Date | Kind::Text => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::formula::Formula;

    fn kind_of(item: &FormulaItem) -> Option<Kind> {
        Some(match item.name.as_str() {
            "互认" => Kind::YesNo,
            "部门" => Kind::Choice(vec!["卫健".to_owned(), "医保".to_owned()]),
            "完成日期" => Kind::Date,
            "床位" => Kind::Stock,
            "备注" => Kind::Text,
            _ => return None,
        })
    }

    fn told(text: &str) -> Vec<String> {
        let formula = Formula::<Variable>::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        misuses(&formula.tree, &kind_of).into_iter().map(|misuse| misuse.message).collect()
    }

    #[test]
    fn what_can_be_compared_is_not_told() {
        for sound in [
            "互认 = '是' OR 部门 IN ('卫健', '医保')",
            "COALESCE(互认, '否') <> '否'",
            "完成日期 >= '2025-06-30' AND 完成日期 <> ''",
            "床位 > 100 AND 床位 * 2 <> 上期_床位",
            "备注 = '无' AND 类别 = '医院' AND 县区代码 <> ''",
            "没有的项 = '甲' OR 没有的项 > 1",
        ] {
            assert_eq!(told(sound), [""; 0], "{sound}");
        }
    }

    #[test]
    fn what_never_holds_is_told() {
        for (text, message) in [
            ("互认 = '有'", "`互认`没有答案`有`，只有：是、否"),
            ("NOT ('有' = 上期_互认)", "`上期_互认`没有答案`有`，只有：是、否"),
            ("部门 IN ('卫健', '财政')", "`部门`没有答案`财政`，只有：卫健、医保"),
            ("CASE 互认 WHEN '有' THEN TRUE ELSE FALSE END", "`互认`没有答案`有`，只有：是、否"),
            ("COALESCE(互认, '否') = '无'", "`互认`没有答案`无`，只有：是、否"),
            ("互认 > '否'", "`互认`的答案不分大小，只用 = 或 <> 比较"),
            ("互认 = 1", "`互认`只有答案：是、否，不能与1比较"),
            ("完成日期 > '2025年6月'", "`完成日期`是日期，写作 '2025-06-30'，这里是`2025年6月`"),
            ("床位 = '100'", "`床位`是数，不能与文字`100`比较"),
            ("床位 = 互认", "`床位`是数，`互认`填的不是数，不能比较"),
            ("备注 = 3", "`备注`填的是文字，不能与3比较"),
            ("县区代码 = 370811", "`县区代码`是文字，要加单引号：写作 '370811'"),
        ] {
            assert_eq!(told(text), [message], "{text}");
        }
    }
}
