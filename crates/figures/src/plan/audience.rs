//! `for` of a target: which groups it is asked of.
//!
//! In: a condition over [`GroupAttribute`]s, read and checked. Out: whether it includes an [`Addressee`], and how particular it is:
//! where two targets include one group, the more particular counts (docs/numbers.md rule 8).

use std::collections::{BTreeMap, BTreeSet};

use tongbao_document::{Comparison, Expression, Known};

use super::addressee::{Addressee, GroupAttribute};
use super::scope::Scope;

/// The groups of which a target is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Audience {
    /// As written.
    pub text: String,
    tree: Expression<GroupAttribute>,
    /// Of which kind of groups its 同组 speaks; none of an audience that asks for no peer group.
    peers: Option<Scope>,
}

/// How particular the target of an audience is; the greater counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Particularity {
    /// It names the very groups, by their names or codes.
    pub is_by_name: bool,
    /// How many conditions must hold together; none of a target for everybody.
    pub conditions: usize,
    /// It is for one kind of groups alone (`scope`).
    pub is_of_scope: bool,
}

/// For each attribute that must be one of some words, these words.
type Listed<'tree> = BTreeMap<GroupAttribute, BTreeSet<&'tree str>>;

impl Audience {
    /// Of a condition that is plain, see [`Audience::is_plain`].
    pub fn new(text: impl Into<String>, tree: Expression<GroupAttribute>) -> Self {
        Self { text: text.into(), tree, peers: None }
    }

    /// The same whose 同组 are peer groups of a kind of groups: nobody else is meant by what excludes one of them.
    #[must_use]
    pub fn among_peers_of(self, scope: Scope) -> Self {
        Self { peers: Some(scope), ..self }
    }

    /// Whether a condition is made of nothing but attributes that are, or are not, certain words, joined by `AND`, `OR`, `NOT`: then
    /// everybody can tell whom it includes.
    pub fn is_plain(tree: &Expression<GroupAttribute>) -> bool {
        match tree {
            Expression::And(left, right) | Expression::Or(left, right) => Self::is_plain(left) && Self::is_plain(right),
            Expression::Not(one) => Self::is_plain(one),
            _ => compared(tree).is_some(),
        }
    }

    /// The attributes that it asks for.
    pub fn attributes(&self) -> BTreeSet<GroupAttribute> {
        self.tree.operands().into_iter().copied().collect()
    }

    /// The words with which it compares an attribute, in the order of the text.
    pub fn words(&self, attribute: GroupAttribute) -> Vec<&str> {
        let comparisons = self.tree.all(&compared);
        comparisons.into_iter().filter(|one| one.attribute == attribute).flat_map(|one| one.words).collect()
    }

    /// Whether groups of a kind have all that it asks for.
    pub fn speaks_of(&self, scope: Scope) -> bool {
        self.scopes_of_each().all(|(_, scopes)| scopes.contains(&scope))
    }

    /// Whether it asks for peer groups of which nobody knows what they are of.
    pub fn has_unknown_peers(&self) -> bool {
        self.peers.is_none() && self.attributes().contains(&GroupAttribute::PeerGroup)
    }

    /// The attributes that it asks for, each with the kinds of groups that have it.
    pub fn scopes_of_each(&self) -> impl Iterator<Item = (GroupAttribute, Vec<Scope>)> {
        self.attributes().into_iter().map(move |attribute| {
            let peers = self.peers.filter(|_| attribute == GroupAttribute::PeerGroup);
            (attribute, peers.map_or_else(|| attribute.scopes().to_vec(), |scope| vec![scope]))
        })
    }

    /// Whether a group is one of them.
    pub fn includes(&self, addressee: &Addressee) -> bool {
        let said = |attribute: &GroupAttribute| {
            let words = addressee.words(*attribute);
            let asked = self.words(*attribute);
            // Of several names the one that is asked for; who has none has no words, as in `where`.
            let word = words.iter().find(|word| asked.contains(word)).or(words.first()).copied().unwrap_or_default();
            Some(Known::Words(word.to_owned()))
        };
        self.speaks_of(addressee.scope()) && self.tree.value(0.0, &said).and_then(Known::truth) == Some(true)
    }

    /// How particular it is by itself among groups of a kind.
    pub fn particularity(&self, scope: Scope) -> Particularity {
        let conditions = conditions(&self.tree);
        let is_by_name = conditions.iter().any(|one| names(one, scope));
        Particularity { is_by_name, conditions: conditions.len(), is_of_scope: false }
    }

    /// Whether some group may be in both for all that can be told without a registry: they are the same, or list common words of the
    /// same attributes.
    pub fn meets(&self, other: &Self) -> bool {
        let have_common_words = |one: &Listed<'_>, other: &Listed<'_>| {
            one.len() == other.len()
                && one.iter().all(|(attribute, words)| other.get(attribute).is_some_and(|others| !words.is_disjoint(others)))
        };
        let both = self.listed().zip(other.listed());
        self.tree == other.tree || both.is_some_and(|(one, other)| have_common_words(&one, &other))
    }

    /// The words of each attribute; none where anything is excluded, or there is a choice between attributes.
    fn listed(&self) -> Option<Listed<'_>> {
        let mut listed = Listed::new();
        for condition in conditions(&self.tree) {
            let one = compared(condition).filter(|one| !one.is_excluding)?;
            if listed.insert(one.attribute, one.words.into_iter().collect()).is_some() {
                return None;
            }
        }
        Some(listed)
    }

    /// As a table says it: `三级公立医院`, `市第一医院、市第二医院`, `除城区外`.
    pub fn in_words(&self) -> String {
        in_words(&self.tree)
    }
}

/// An attribute that is, or is not, one of some words.
struct Compared<'tree> {
    attribute: GroupAttribute,
    words: Vec<&'tree str>,
    is_excluding: bool,
}

fn compared(node: &Expression<GroupAttribute>) -> Option<Compared<'_>> {
    let (one, words, is_excluding) = match node {
        Expression::Compare(comparison @ (Comparison::Equal | Comparison::Unequal), one, other) => {
            let is_excluding = *comparison == Comparison::Unequal;
            match (&**one, &**other) {
                (one, Expression::Text(word)) | (Expression::Text(word), one) => (one, vec![word.as_str()], is_excluding),
                _ => return None,
            }
        }
        Expression::In(one, list) => (&**one, list.iter().map(word_of).collect::<Option<Vec<_>>>()?, false),
        _ => return None,
    };
    let Expression::Operand(attribute) = one else { return None };
    Some(Compared { attribute: *attribute, words, is_excluding })
}

fn word_of(one: &Expression<GroupAttribute>) -> Option<&str> {
    if let Expression::Text(word) = one { Some(word) } else { None }
}

/// What must hold together.
fn conditions(tree: &Expression<GroupAttribute>) -> Vec<&Expression<GroupAttribute>> {
    match tree {
        Expression::And(left, right) => [conditions(left), conditions(right)].concat(),
        one => vec![one],
    }
}

/// Whether it holds for groups alone that it names.
fn names(tree: &Expression<GroupAttribute>, scope: Scope) -> bool {
    match tree {
        Expression::And(left, right) => names(left, scope) || names(right, scope),
        Expression::Or(left, right) => names(left, scope) && names(right, scope),
        _ => compared(tree).is_some_and(|one| !one.is_excluding && one.attribute.is_name_of(scope)),
    }
}

fn in_words(tree: &Expression<GroupAttribute>) -> String {
    match tree {
        Expression::And(left, right) => format!("{}且{}", in_words(left), in_words(right)),
        Expression::Or(left, right) => format!("{}或{}", in_words(left), in_words(right)),
        Expression::Not(one) => format!("除{}外", in_words(one)),
        _ => compared(tree).map_or_else(String::new, |one| {
            let words = one.words.join("、");
            if one.is_excluding { format!("除{words}外") } else { words }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::addressee::CountyNames;
    use tongbao_returns::domain::{Category, CountyCode, UnitCode};

    fn is(attribute: GroupAttribute, word: &str) -> Expression<GroupAttribute> {
        Expression::Operand(attribute).compared(Comparison::Equal, Expression::Text(word.to_owned()))
    }

    fn is_one_of(attribute: GroupAttribute, words: &[&str]) -> Expression<GroupAttribute> {
        let words = words.iter().map(|word| Expression::Text((*word).to_owned()));
        Expression::In(Box::new(Expression::Operand(attribute)), words.collect())
    }

    fn and(left: Expression<GroupAttribute>, right: Expression<GroupAttribute>) -> Expression<GroupAttribute> {
        Expression::And(Box::new(left), Box::new(right))
    }

    fn or(left: Expression<GroupAttribute>, right: Expression<GroupAttribute>) -> Expression<GroupAttribute> {
        Expression::Or(Box::new(left), Box::new(right))
    }

    fn not(one: Expression<GroupAttribute>) -> Expression<GroupAttribute> {
        Expression::Not(Box::new(one))
    }

    fn town() -> CountyNames {
        CountyNames { code: CountyCode::new("370811"), names: vec!["济宁市任城区".to_owned(), "任城区".to_owned()] }
    }

    fn hospital() -> Addressee {
        Addressee::Unit {
            code: UnitCode::new("H1"),
            names: vec!["市第一医院".to_owned(), "市一院".to_owned()],
            category: Category::new("三级公立医院"),
            grade: None,
            county: town(),
            peer_group: None,
        }
    }

    #[test]
    fn an_audience_includes_whom_it_describes_by_any_of_their_names() {
        use GroupAttribute::{Category, County, Grade, PeerGroup, UnitName};
        let includes = |tree, addressee: &Addressee| Audience::new("", tree).includes(addressee);
        let hospital = hospital();
        for tree in [
            is(Category, "三级公立医院"),
            is(UnitName, "市一院"),
            is_one_of(UnitName, &["市第二医院", "市第一医院"]),
            and(is(Category, "三级公立医院"), is(County, "任城区")),
            or(is(Category, "乡镇卫生院"), is(County, "370811")),
            not(is(Grade, "三级甲等")),
            is(Grade, ""),
        ] {
            assert!(includes(tree.clone(), &hospital), "{tree:?}");
        }
        for tree in [is(Category, "二级公立医院"), not(is(UnitName, "市一院")), is(PeerGroup, "城区")] {
            assert!(!includes(tree.clone(), &hospital), "{tree:?}");
        }
        let county = |peers: Option<&str>| Addressee::County { county: town(), peer_group: peers.map(str::to_owned) };
        assert!(includes(is(PeerGroup, "城区"), &county(Some("城区"))));
        assert!(!includes(is(PeerGroup, "城区"), &county(None)));
        assert!(includes(not(is(PeerGroup, "城区")), &county(None)), "who is in no group is not in this one");
        assert!(!includes(is(Category, "三级公立医院"), &county(None)), "a county has no 类别");
        assert!(!includes(is(PeerGroup, ""), &Addressee::Area));
    }

    #[test]
    fn peers_are_of_one_kind_of_groups() {
        use GroupAttribute::PeerGroup;
        let of_hospitals = |tree| Audience::new("", tree).among_peers_of(Scope::Unit);
        let county = Addressee::County { county: town(), peer_group: None };
        let ranked = match hospital() {
            Addressee::Unit { code, names, category, grade, county, .. } => {
                Addressee::Unit { code, names, category, grade, county, peer_group: Some("三级医院".to_owned()) }
            }
            other => other,
        };
        let (third, others) = (of_hospitals(is(PeerGroup, "三级医院")), of_hospitals(not(is(PeerGroup, "三级医院"))));
        assert_eq!([&ranked, &hospital(), &county].map(|group| third.includes(group)), [true, false, false]);
        assert_eq!([&ranked, &hospital(), &county].map(|group| others.includes(group)), [false, true, false]);
        assert!(!third.particularity(Scope::Unit).is_by_name, "a kind of hospitals");
    }

    #[test]
    fn a_name_is_more_particular_than_a_kind_and_two_conditions_than_one() {
        use GroupAttribute::{Category, CountyCode, Grade, UnitCode, UnitName};
        let of = |tree, scope| Audience::new("", tree).particularity(scope);
        let kind = of(is(Category, "三级公立医院"), Scope::Unit);
        let two = of(and(is(Category, "三级公立医院"), is(Grade, "三级甲等")), Scope::Unit);
        let name = of(is_one_of(UnitName, &["市第一医院", "市第二医院"]), Scope::Unit);
        assert!(kind < two && two < name);
        assert_eq!(
            of(or(is(UnitName, "市第一医院"), is(Category, "三级公立医院")), Scope::Unit),
            kind,
            "as wide as its wider side"
        );
        assert!(of(or(is(UnitName, "市第一医院"), is(UnitCode, "H2")), Scope::Unit).is_by_name);
        assert!(!of(not(is(UnitName, "市第一医院")), Scope::Unit).is_by_name, "everybody else is no name");
        // The code of its county names a county, and only describes a unit.
        assert!(of(is(CountyCode, "370811"), Scope::County).is_by_name && !of(is(CountyCode, "370811"), Scope::Unit).is_by_name);
    }

    #[test]
    fn audiences_meet_where_they_list_common_words() {
        use GroupAttribute::{Category, Grade};
        let audience = |tree| Audience::new("", tree);
        let third = audience(is(Category, "三级公立医院"));
        assert!(third.meets(&audience(is_one_of(Category, &["二级公立医院", "三级公立医院"]))));
        assert!(!third.meets(&audience(is(Category, "二级公立医院"))));
        assert!(!third.meets(&audience(is(Grade, "三级甲等"))), "that the registry alone can tell");
        let excluding = audience(not(is(Category, "三级公立医院")));
        assert!(excluding.meets(&excluding.clone()) && !excluding.meets(&third));
    }

    #[test]
    fn an_audience_is_told_in_words() {
        use GroupAttribute::{Category, Grade, PeerGroup};
        for (tree, words) in [
            (is(Category, "三级公立医院"), "三级公立医院"),
            (is_one_of(Category, &["三级公立医院", "二级公立医院"]), "三级公立医院、二级公立医院"),
            (and(is(Category, "三级公立医院"), is(Grade, "三级甲等")), "三级公立医院且三级甲等"),
            (not(is(PeerGroup, "城区")), "除城区外"),
        ] {
            assert!(Audience::is_plain(&tree));
            assert_eq!(Audience::new("", tree).in_words(), words);
        }
        assert!(!Audience::is_plain(&Expression::Truth(true)));
    }
}
