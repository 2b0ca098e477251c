//! `where`: what a condition may ask, whether its words are known, and the categories whose units it can choose.

use std::collections::BTreeSet;

use super::fields::{Checker, Placed};
use super::reading::compiled;
use super::vocabulary::Vocabulary;
use crate::plan::formula::{Formula, kinds, trial};
use crate::plan::listed::Listed;
use crate::plan::near;
use crate::plan::scope::Scope;
use crate::plan::variable::{ALLIANCE_KIND, FormulaItem, Lag, Variable};
use tongbao_document::{Expression, Function};
use tongbao_returns::domain::{Category, Kind, UnitAttribute};

/// Among whom a condition chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Among {
    /// The units that a rule judges.
    Judged,
    /// The units whose items an indicator reads.
    Units,
    /// The same of a condition that packs share: it names kinds of units of which not every pack asks anything.
    UnitsOfAnyPack,
    /// The members of a group over which an indicator is taken.
    Members(Scope),
    /// The rows of the registry that are counted.
    Listed(Vec<Listed>),
}

impl Among {
    /// Whether what is chosen are units.
    fn is_of_units(&self) -> bool {
        match self {
            Self::Judged | Self::Units | Self::UnitsOfAnyPack | Self::Members(Scope::Unit) => true,
            Self::Members(_) => false,
            Self::Listed(listed) => listed.iter().all(|listed| matches!(listed, Listed::Units | Listed::Members)),
        }
    }

    /// Whether a condition may ask for what the register says.
    fn has(&self, asked: &Variable) -> bool {
        let is_county = *asked == Variable::Attribute(UnitAttribute::County);
        match (self, asked) {
            (Self::Judged, Variable::Attribute(_)) => true,
            (Self::Judged, _) => false,
            (_, Variable::Attribute(_)) if self.is_of_units() => true,
            (Self::Members(Scope::County), _) => is_county,
            (Self::Members(Scope::Alliance), _) => *asked == Variable::AllianceKind,
            (Self::Listed(listed), _) => listed.iter().all(|listed| match listed {
                Listed::Units | Listed::Members => matches!(asked, Variable::Attribute(_) | Variable::AllianceKind),
                Listed::Alliances => *asked == Variable::AllianceKind,
                Listed::Counties => is_county,
            }),
            (_, asked) => *asked == Variable::AllianceKind,
        }
    }

    /// Whether it may ask for what units answer.
    fn has_answers(&self) -> bool {
        matches!(self, Self::Units | Self::UnitsOfAnyPack | Self::Members(Scope::Unit))
    }

    /// What a condition may ask for, in words.
    fn in_words(&self) -> &'static str {
        match self {
            Self::Judged => "单位的属性",
            Self::Units | Self::UnitsOfAnyPack | Self::Members(Scope::Unit) => "单位的属性、医联体类型或单位的答案",
            Self::Members(Scope::County) => "县区代码",
            Self::Members(_) => "医联体类型",
            Self::Listed(_) if self.is_of_units() => "单位的属性或医联体类型",
            Self::Listed(_) if self.has(&Variable::AllianceKind) => "医联体类型",
            Self::Listed(_) => "县区代码",
        }
    }

    /// The words that it may name beside items.
    fn words(&self) -> impl Iterator<Item = &'static str> {
        let attributes = UnitAttribute::ALL.into_iter().map(|attribute| (Variable::Attribute(attribute), attribute.column()));
        let all = attributes.chain([(Variable::AllianceKind, ALLIANCE_KIND)]);
        all.filter(|(variable, _)| self.has(variable)).map(|(_, word)| word)
    }
}

/// A condition and the categories whose units it can choose; without one, or when it is wrong, all.
pub(super) fn condition(
    text: Option<Placed<String>>,
    among: &Among,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> (Option<Formula>, BTreeSet<Category>) {
    let all = || vocabulary.categories.iter().map(|&category| category.clone()).collect();
    let Some((text, (read, _))) = text.and_then(|text| Some((text.clone(), compiled(&text, "条件", checker)?))) else {
        return (None, all());
    };
    let Ok(condition) = read.over_units() else {
        checker.tell(text.span, "条件逐个选单位，不能用 SUM、COUNT 等汇总");
        return (None, all());
    };
    let is_sound = is_answerable(&condition, among, &text, vocabulary, checker);
    if !is_sound || !vocabulary.is_complete {
        return (Some(condition), all());
    }
    let are_words_known = known_words(&text, &condition, among, vocabulary, checker);
    if !among.is_of_units() || matches!(among, Among::Listed(_)) {
        return (Some(condition), all());
    }
    let chosen = match trial::chosen(&condition, &vocabulary.categories) {
        Ok(chosen) => chosen,
        Err(reason) => {
            checker.tell(text.span, format!("条件不能用来选单位：{reason}"));
            return (Some(condition), all());
        }
    };
    if chosen.is_empty() {
        if are_words_known {
            checker.tell(text.span, "条件选不出任何一类填报单位");
        }
        return (Some(condition), all());
    }
    (Some(condition), chosen)
}

/// Whether the register, or the units, can say what a condition asks.
fn is_answerable(
    condition: &Formula,
    among: &Among,
    text: &Placed<String>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> bool {
    let place = |checker: &Checker<'_>, name: &str| checker.source.find(name, text.span.clone());
    let mut is_sound = true;
    let attributes = condition.attributes.iter().map(|attribute| Variable::Attribute(*attribute));
    for asked in attributes.chain(condition.others.iter().cloned()).filter(|asked| !among.has(asked)) {
        let hint = Some(format!("可用的有：{}", among.words().collect::<Vec<_>>().join("、")));
        let at = place(checker, &asked.to_string());
        checker.tell_with_hint(at, format!("条件这里只能用{}，不能用`{asked}`", among.in_words()), hint);
        is_sound = false;
    }
    for item in &condition.reads {
        let column = item.column();
        let known = vocabulary.get(&item.name).filter(|_| among.has_answers());
        let message = match known.map(|known| known.kind) {
            Some(Kind::YesNo | Kind::Choice(_)) if item.lag == Lag::None => continue,
            Some(Kind::YesNo | Kind::Choice(_)) => format!("条件只看本期的答案，不能用`{column}`"),
            Some(_) => format!("条件只能看是否、选项一类的答案，`{column}`不是"),
            None => format!("条件只能用{}，没有`{column}`", among.in_words()),
        };
        let answers = vocabulary.answers().filter(|_| among.has_answers());
        let mut offered: Vec<&str> = among.words().collect();
        offered.extend(answers);
        let hint = near::suggestion(&column, offered);
        checker.tell_with_hint(place(checker, &column), message, hint);
        is_sound = false;
    }
    let kind_of = |item: &FormulaItem| vocabulary.get(&item.name).map(|known| known.kind.clone());
    for misuse in kinds::unknown_answers_of(condition, &kind_of) {
        checker.tell(place(checker, &misuse.column), misuse.message);
        is_sound = false;
    }
    let fills = |node: &Expression<Variable>| matches!(node, Expression::Call(Function::Coalesce, _) | Expression::IsNull(_));
    if !condition.reads.is_empty() && condition.tree.any(&fills) {
        let hint = Some("没有作答的单位算缺数，不会被悄悄排除；去掉即可".to_owned());
        let message = "条件里不能用 COALESCE、IFNULL、IS NULL 代替空白：没有作答不是否";
        checker.tell_with_hint(text.span.clone(), message, hint);
        is_sound = false;
    }
    is_sound
}

/// A word that the registry does not have is a slip of the pen: it would choose nobody, silently.
fn known_words(
    text: &Placed<String>,
    condition: &Formula,
    among: &Among,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> bool {
    let filing = || vocabulary.categories.iter().map(|category| category.as_str()).collect();
    let (categories, nobody): (BTreeSet<&str>, _) = match among {
        Among::Listed(_) | Among::UnitsOfAnyPack => (vocabulary.registered_categories(), "名录没有类别"),
        Among::Judged | Among::Units | Among::Members(_) => (filing(), "没有表式由`{}`填报"),
    };
    let tables: [(Variable, BTreeSet<&str>, &str); 3] = [
        (Variable::Attribute(UnitAttribute::Category), categories, nobody),
        (Variable::Attribute(UnitAttribute::Grade), Vocabulary::grades().chain([""]).collect(), "名录没有等级"),
        (Variable::AllianceKind, vocabulary.alliance_kinds.iter().copied().chain([""]).collect(), "名录没有医联体类型"),
    ];
    let mut are_known = true;
    for (asked, known, message) in tables {
        let named = condition.tree.all(&|node| Some(compared_with(node, &asked))).into_iter().flatten();
        for word in named.filter(|word| !known.contains(word)) {
            let hint = near::suggestion(word, known.iter().copied().filter(|known| !known.is_empty()));
            let message = if message.contains("{}") { message.replace("{}", word) } else { format!("{message}`{word}`") };
            checker.tell_with_hint(checker.source.find(word, text.span.clone()), message, hint);
            are_known = false;
        }
    }
    are_known
}

/// The words that a comparison sets against what is asked.
fn compared_with<'tree>(node: &'tree Expression<Variable>, asked: &Variable) -> Vec<&'tree str> {
    let is_asked = |one: &Expression<Variable>| matches!(one, Expression::Operand(variable) if variable == asked);
    match node {
        Expression::Compare(_, one, other) if is_asked(one) => words(other).into_iter().collect(),
        Expression::Compare(_, other, one) if is_asked(one) => words(other).into_iter().collect(),
        Expression::In(one, list) if is_asked(one) => list.iter().filter_map(words).collect(),
        _ => Vec::new(),
    }
}

fn words(one: &Expression<Variable>) -> Option<&str> {
    if let Expression::Text(words) = one { Some(words) } else { None }
}
