//! `for` of a target: which groups it is asked of.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::declared::Declared;
use super::fields::{Checker, Placed};
use super::known_words::{self, Categories};
use super::quotes;
use super::reading::compiled;
use super::scopes::word_of;
use super::vocabulary::Vocabulary;
use crate::plan::addressee::GroupAttribute;
use crate::plan::aggregation::Term;
use crate::plan::audience::Audience;
use crate::plan::formula::meant_as_text;
use crate::plan::near;
use crate::plan::scope::Scope;
use crate::plan::variable::{FormulaItem, Variable};

/// What a `for` is read against.
pub(super) struct Around<'run> {
    /// Of the indicator.
    pub(super) scopes: &'run BTreeSet<Scope>,
    /// `scope` of the target.
    pub(super) only: Option<Scope>,
    pub(super) declared: Declared<'run>,
    pub(super) vocabulary: &'run Vocabulary<'run>,
}

/// The audience; none after a mistake is told.
pub(super) fn read(
    raw: Spanned<String>,
    head: &Range<usize>,
    around: &Around<'_>,
    checker: &mut Checker<'_>,
) -> Option<Audience> {
    let text = checker.needed(Some(raw), "for", head);
    let (read, _) = compiled(&text, "`for`", checker)?;
    let mut unknown: Vec<String> = Vec::new();
    for term in read.tree.operands() {
        match term {
            Term::Variable(variable) if GroupAttribute::of_column(&variable.to_string()).is_none() => {
                unknown.push(variable.to_string());
            }
            Term::Variable(_) => {}
            Term::Aggregate(_) => {
                checker.tell(text.span, "`for`逐个选对象，不能用 SUM、COUNT 等汇总");
                return None;
            }
        }
    }
    let attribute = |term: &Term| term.variable().and_then(|variable| GroupAttribute::of_column(&variable.to_string())).ok_or(());
    let variables = read.tree.try_map(&|term: &Term| term.variable().cloned().ok_or(()));
    let texts = variables.map(|tree| meant_as_text(&tree, &is_asked)).unwrap_or_default();
    for column in &unknown {
        if let Some((_, of)) = texts.iter().find(|(item, _)| item.column() == *column) {
            quotes::tell(column, of, &text, checker);
            continue;
        }
        let hint = near::suggestion(column, GroupAttribute::ALL.map(GroupAttribute::column));
        checker.tell_with_hint(checker.source.find(column, text.span.clone()), format!("`for`里没有`{column}`"), hint);
    }
    let tree = read.tree.try_map(&attribute).ok()?;
    if !Audience::is_plain(&tree) {
        let hint = Some("如 类别 IN ('三级公立医院', '二级公立医院') AND 等级 <> ''".to_owned());
        checker.tell_with_hint(text.span, "`for`只用 =、<>、IN、NOT IN 比较文字，用 AND、OR、NOT 连接", hint);
        return None;
    }
    let audience = Audience::new(&text.value, tree);
    let is_known = known_words(&audience, &text, around, checker);
    let audience = of_one_kind(audience, &text, around, checker)?;
    (speaks_of_somebody(&audience, &text, around, checker) && is_known).then_some(audience)
}

/// Whether an item is called as an attribute is that only a `for` asks for.
fn is_asked(item: &FormulaItem) -> bool {
    GroupAttribute::of_column(&item.column()).is_some()
}

/// Whether there are groups of the indicator's of which it can be asked, and of one kind: a county and its units have words in common.
fn speaks_of_somebody(audience: &Audience, text: &Placed<String>, around: &Around<'_>, checker: &mut Checker<'_>) -> bool {
    // Of whom it speaks then is told where the peer group is looked up.
    if audience.has_unknown_peers() {
        return true;
    }
    let asked: Vec<Scope> = around.scopes.iter().copied().filter(|scope| around.only.is_none_or(|only| only == *scope)).collect();
    let fitting: Vec<Scope> = asked.iter().copied().filter(|scope| audience.speaks_of(*scope)).collect();
    if fitting.contains(&Scope::Unit) && fitting.contains(&Scope::County) {
        let hint = Some("加一行`scope = \"county\"`或`scope = \"unit\"`".to_owned());
        checker.tell_with_hint(text.span.clone(), "`for`对县区和单位都说得通，要写明`scope`", hint);
        return false;
    }
    // A scope of the target that is none of the indicator's is told as such.
    if fitting.is_empty() && !asked.is_empty() {
        let attributes: Vec<String> = audience.scopes_of_each().map(of_scopes).collect();
        let asked: Vec<String> = asked.into_iter().map(|scope| format!("`{}`", word_of(scope))).collect();
        let hint = Some(attributes.join("，"));
        checker.tell_with_hint(text.span.clone(), format!("`for`的条件不能用于{}", asked.join("、")), hint);
        return false;
    }
    true
}

/// `类别用于unit`
fn of_scopes((attribute, scopes): (GroupAttribute, Vec<Scope>)) -> String {
    let scopes: Vec<&str> = scopes.into_iter().map(word_of).collect();
    format!("{attribute}用于{}", scopes.join("、"))
}

/// The audience with the kind of groups that its peer groups are of; of two kinds nobody could be meant.
fn of_one_kind(audience: Audience, text: &Placed<String>, around: &Around<'_>, checker: &mut Checker<'_>) -> Option<Audience> {
    let groups = around.declared.peer_groups().unwrap_or_default();
    let words = audience.words(GroupAttribute::PeerGroup);
    let mut named = words.iter().filter_map(|word| groups.iter().find(|group| group.name == *word));
    let Some(first) = named.next() else { return Some(audience) };
    let scope = first.of.scope();
    if let Some(other) = named.find(|other| other.of.scope() != scope) {
        let kinds = [first, other].map(|group| format!("`{}`用于{}", group.name, word_of(group.of.scope())));
        let hint = Some(format!("{}：写成两个目标", kinds.join("，")));
        checker.tell_with_hint(text.span.clone(), "`for`里的同类组不是同一种对象的", hint);
        return None;
    }
    Some(audience.among_peers_of(scope))
}

/// Words that nobody goes by would choose nobody, silently. Names of units and alliances are for the registry to know.
fn known_words(audience: &Audience, text: &Placed<String>, around: &Around<'_>, checker: &mut Checker<'_>) -> bool {
    if !around.vocabulary.is_complete {
        return true;
    }
    let mut is_known = true;
    for attribute in GroupAttribute::ALL {
        let asked = Variable::of_column(attribute.column());
        for word in audience.words(attribute) {
            let unknown = known_words::unknown(&asked, word, Categories::Filing, around.vocabulary);
            let Some((message, hint)) = unknown else { continue };
            checker.tell_with_hint(checker.source.find(word, text.span.clone()), message, hint);
            is_known = false;
        }
    }
    is_known
}
