//! 同组 in a condition: what a peer group is of stands in the place of its name, so that whoever runs the condition needs to know the registry
//! alone.

use tongbao_document::{Comparison, Expression};

use super::Formula;
use crate::plan::peer_group::{PeerGroup, PeersOf};
use crate::plan::sql::written;
use crate::plan::variable::Variable;
use tongbao_returns::domain::UnitAttribute;

impl Formula {
    /// The same without 同组: `同组 = '城区'` is `县区 IN ('370811', '任城区')`. None where 同组 is not set against names of peer groups by
    /// `=`, `<>`, `IN` or `NOT IN`, or the engine does not take what it becomes.
    pub(in crate::plan) fn with_peers_written_out(self, groups: &[PeerGroup]) -> Option<Self> {
        if !self.others.contains(&Variable::PeerGroup) {
            return Some(self);
        }
        let tree = written_out(&self.tree, groups);
        if tree.operands().contains(&&Variable::PeerGroup) {
            return None;
        }
        let read = Self::parse(&written(&tree)).ok()?;
        (!read.others.contains(&Variable::PeerGroup)).then_some(Self { text: self.text, ..read })
    }
}

fn written_out(tree: &Expression<Variable>, groups: &[PeerGroup]) -> Expression<Variable> {
    let is_peers = |one: &Expression<Variable>| matches!(one, Expression::Operand(Variable::PeerGroup));
    let group = |word: &Expression<Variable>| match word {
        Expression::Text(name) => groups.iter().find(|group| group.name == *name).map(|group| members(&group.of)),
        _ => None,
    };
    let written = match tree {
        Expression::Compare(comparison @ (Comparison::Equal | Comparison::Unequal), left, right) => {
            let (one, other) = if is_peers(left) { (left, right) } else { (right, left) };
            let members = if is_peers(one) { group(other) } else { None };
            members.map(|of| if *comparison == Comparison::Unequal { Expression::Not(Box::new(of)) } else { of })
        }
        Expression::In(one, list) if is_peers(one) => {
            let all: Option<Vec<Expression<Variable>>> = list.iter().map(group).collect();
            all.and_then(|all| all.into_iter().reduce(|left, right| Expression::Or(Box::new(left), Box::new(right))))
        }
        _ => None,
    };
    written.unwrap_or_else(|| tree.over(&|child| written_out(child, groups)))
}

/// Who belongs to a peer group, as a condition.
fn members(of: &PeersOf) -> Expression<Variable> {
    match of {
        PeersOf::Counties(names) => one_of(Variable::County, names),
        PeersOf::AllianceKinds(kinds) => one_of(Variable::AllianceKind, kinds),
        PeersOf::Institutions { categories, grades } => {
            let categories = one_of(Variable::Attribute(UnitAttribute::Category), categories);
            if grades.is_empty() {
                return categories;
            }
            Expression::And(Box::new(categories), Box::new(one_of(Variable::Attribute(UnitAttribute::Grade), grades)))
        }
    }
}

fn one_of(asked: Variable, words: &[String]) -> Expression<Variable> {
    Expression::In(Box::new(Expression::Operand(asked)), words.iter().cloned().map(Expression::Text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups() -> Vec<PeerGroup> {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
        let group = |name: &str, of: PeersOf| PeerGroup { name: name.to_owned(), of };
        vec![
            group("城区", PeersOf::Counties(words(&["370811", "兖州区"]))),
            group("三级甲等医院", PeersOf::Institutions { categories: words(&["三级公立医院"]), grades: words(&["三级甲等"]) }),
            group("医共体", PeersOf::AllianceKinds(words(&["紧密型县域医共体"]))),
        ]
    }

    #[test]
    fn what_a_peer_group_is_of_stands_in_its_place() {
        let same = |text: &str, other: &str| {
            let read = |text: &str| Formula::<Variable>::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let written = read(text).with_peers_written_out(&groups()).expect(text);
            assert_eq!((written.text.as_str(), &written.tree), (text, &read(other).tree));
            assert!(!written.others.contains(&Variable::PeerGroup), "{text}");
        };
        same("同组 = '城区'", "县区 IN ('370811', '兖州区')");
        same("'城区' <> 同组", "NOT (县区 IN ('370811', '兖州区'))");
        same("同组 NOT IN ('城区', '医共体')", "NOT (县区 IN ('370811', '兖州区') OR 医联体类型 IN ('紧密型县域医共体'))");
        same("同组 = '三级甲等医院'", "类别 IN ('三级公立医院') AND 等级 IN ('三级甲等')");
        same("类别 = '乡镇卫生院' AND 同组 = '城区'", "类别 = '乡镇卫生院' AND 县区 IN ('370811', '兖州区')");
        same("类别 = '乡镇卫生院'", "类别 = '乡镇卫生院'");
    }

    #[test]
    fn a_peer_group_is_only_named() {
        for text in ["同组 LIKE '城%'", "同组 > '城区'", "同组 = 类别", "同组 = '郊区'"] {
            let read = Formula::<Variable>::parse(text).unwrap();
            assert!(read.with_peers_written_out(&groups()).is_none(), "{text}");
        }
    }
}
