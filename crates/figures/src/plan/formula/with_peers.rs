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
        Expression::Text(name) => groups.iter().find(|group| group.name == *name).map(|group| members(&group.of, groups)),
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

/// Who belongs to a peer group, as a condition. Whoever another one names is none of those that name nobody.
fn members(of: &PeersOf, groups: &[PeerGroup]) -> Expression<Variable> {
    match of {
        PeersOf::Counties(names) => one_of(Variable::County, names),
        PeersOf::AllianceKinds(kinds) => one_of(Variable::AllianceKind, kinds),
        PeersOf::Institutions { categories, grades, counties, units } => {
            let limits = [
                (Variable::Attribute(UnitAttribute::Grade), grades),
                (Variable::County, counties),
                (Variable::Attribute(UnitAttribute::Name), units),
            ];
            let limits = limits.into_iter().filter(|(_, words)| !words.is_empty());
            let kind = one_of(Variable::Attribute(UnitAttribute::Category), categories);
            let limited = limits.fold(kind, |whole, (asked, words)| and(whole, one_of(asked, words)));
            let named = if units.is_empty() { named_elsewhere(categories, groups) } else { Vec::new() };
            if named.is_empty() {
                return limited;
            }
            and(limited, Expression::Not(Box::new(one_of(Variable::Attribute(UnitAttribute::Name), &named))))
        }
    }
}

/// The units that peer groups of some of these categories name.
fn named_elsewhere(categories: &[String], groups: &[PeerGroup]) -> Vec<String> {
    let named = |group: &PeerGroup| match &group.of {
        PeersOf::Institutions { categories: others, units, .. } if others.iter().any(|one| categories.contains(one)) => {
            units.clone()
        }
        _ => Vec::new(),
    };
    groups.iter().flat_map(named).collect()
}

fn and(left: Expression<Variable>, right: Expression<Variable>) -> Expression<Variable> {
    Expression::And(Box::new(left), Box::new(right))
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
        let institutions = |category: &str, [grades, counties, units]: [&[&str]; 3]| PeersOf::Institutions {
            categories: words(&[category]),
            grades: words(grades),
            counties: words(counties),
            units: words(units),
        };
        vec![
            group("城区", PeersOf::Counties(words(&["370811", "兖州区"]))),
            group("三级甲等医院", institutions("三级公立医院", [&["三级甲等"], &[], &[]])),
            group("城区医院", institutions("二级公立医院", [&[], &["370811"], &[]])),
            group("指名的医院", institutions("二级公立医院", [&[], &[], &["市三院"]])),
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
        same("同组 = '城区医院'", "类别 IN ('二级公立医院') AND 县区 IN ('370811') AND NOT (单位名称 IN ('市三院'))");
        same("同组 = '指名的医院'", "类别 IN ('二级公立医院') AND 单位名称 IN ('市三院')");
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
