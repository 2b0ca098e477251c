//! What a parsed expression says, in words that fillers and clerks read: no SQL, no signs of programming, items by their names.
//!
//! In: the tree of a rule's condition, of a `where`, of an aggregate. Out: `出院患者手术人次应不大于出院人次`, `类别为“乡镇卫生院”的单位`,
//! `检查收入合计`. What cannot be said briefly names what takes part and no more. The text of an expression is never looked at.

mod aggregate;
mod amount;
mod condition;
#[cfg(test)]
mod tests;

use tongbao_document::Expression;
use tongbao_returns::domain::ItemName;

use super::variable::Variable;
pub(super) use aggregate::gathered;
use condition::Speaker;

/// Most characters of a sentence; a longer one is read by nobody.
const LONGEST: usize = 240;

/// What a rule expects of a return; `is_yes_no` says of an item whether it is answered by 是 and 否.
pub(super) fn expected(tree: &Expression<Variable>, tolerance: f64, rule: &str, is_yes_no: &dyn Fn(&ItemName) -> bool) -> String {
    let speaker = Speaker { is_yes_no, is_exact: tolerance <= 0.0 };
    let said = speaker.demand(tree, tolerance).filter(|said| said.chars().count() <= LONGEST && names_all(said, tree));
    said.unwrap_or_else(|| format!("应符合规则{rule}{}", concerning(tree)))
}

/// What a comparison with history or peers looks at, as a noun.
pub(super) fn compared(tree: &Expression<Variable>) -> String {
    let said = amount::of(tree).map(|amount| amount.words).filter(|said| names_all(said, tree));
    said.unwrap_or_else(|| items(tree).join("、"))
}

/// Whom a condition chooses: `类别不为“公立专科医院”的单位`.
pub fn whom(tree: &Expression<Variable>) -> String {
    which(tree, "单位")
}

/// The same among what is called so: `同组为“城区”的县区`.
pub fn which(tree: &Expression<Variable>, among: &str) -> String {
    let speaker = Speaker { is_yes_no: &|_| false, is_exact: true };
    match speaker.case(tree) {
        Some(case) => format!("{case}的{among}"),
        None => format!("按{}选出的{among}", each_once(tree.operands().into_iter().map(Variable::in_words)).join("、")),
    }
}

/// `（涉及：总诊疗人次、出院人次）`; nothing where no item takes part.
fn concerning(tree: &Expression<Variable>) -> String {
    match items(tree).as_slice() {
        [] => String::new(),
        items => format!("（涉及：{}）", items.join("、")),
    }
}

/// The items that take part, in the order of the expression, each once.
fn items(tree: &Expression<Variable>) -> Vec<String> {
    each_once(tree.operands().into_iter().filter(|variable| variable.item().is_some()).map(Variable::in_words))
}

fn names_all(said: &str, tree: &Expression<Variable>) -> bool {
    items(tree).iter().all(|item| said.contains(item.as_str()))
}

fn each_once(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for word in words {
        if !known.contains(&word) {
            known.push(word);
        }
    }
    known
}
