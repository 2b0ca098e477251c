//! `where`: what a condition may ask, whether its words are known, and the categories whose units it can choose.

use std::collections::BTreeSet;

use super::fields::{Checker, Placed};
use super::known_words::{self, Categories};
use super::quotes;
use super::reading::compiled;
use super::scopes::word_of;
use super::vocabulary::Vocabulary;
use crate::plan::formula::{Formula, comparisons, meant_as_text, refusal, trial};
use crate::plan::listed::Listed;
use crate::plan::near;
use crate::plan::scope::Scope;
use crate::plan::variable::{ALLIANCE_KIND, COUNTY, FormulaItem, Lag, PEER_GROUP, Variable};
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
        let of_rules = matches!(asked, Variable::Attribute(_));
        let of_alliances = matches!(asked, Variable::AllianceKind | Variable::PeerGroup);
        let of_counties = matches!(asked, Variable::Attribute(UnitAttribute::County) | Variable::County | Variable::PeerGroup);
        let of_units = of_rules || of_alliances || of_counties;
        match self {
            Self::Judged => of_rules,
            Self::Units | Self::UnitsOfAnyPack | Self::Members(Scope::Unit) => of_units,
            Self::Members(Scope::County) => of_counties,
            Self::Members(Scope::Alliance) => of_alliances,
            Self::Members(Scope::Area) => false,
            Self::Listed(listed) => listed.iter().all(|listed| match listed {
                Listed::Units | Listed::Members => of_units,
                Listed::Alliances => of_alliances,
                Listed::Counties => of_counties,
            }),
        }
    }

    /// The kinds of groups of which a peer group may be that it names: units are chosen by their counties and alliances as well.
    fn may_be_peers(&self, scope: Scope) -> bool {
        let asked = match scope {
            Scope::County => Variable::County,
            Scope::Alliance => Variable::AllianceKind,
            Scope::Unit => Variable::Attribute(UnitAttribute::Category),
            Scope::Area => return false,
        };
        self.has(&asked)
    }

    /// Whether it may ask for what units answer.
    fn has_answers(&self) -> bool {
        matches!(self, Self::Units | Self::UnitsOfAnyPack | Self::Members(Scope::Unit))
    }

    /// What a condition may ask for, in words.
    fn in_words(&self) -> &'static str {
        match self {
            Self::Judged => "单位的属性",
            Self::Units | Self::UnitsOfAnyPack | Self::Members(Scope::Unit) => "单位的属性、县区、同组、医联体类型或单位的答案",
            Self::Members(Scope::County) => "县区、县区代码或同组",
            Self::Members(_) => "医联体类型或同组",
            Self::Listed(_) if self.is_of_units() => "单位的属性、县区、同组或医联体类型",
            Self::Listed(_) if self.has(&Variable::AllianceKind) => "医联体类型或同组",
            Self::Listed(_) => "县区、县区代码或同组",
        }
    }

    /// The words that it may name beside items.
    fn words(&self) -> impl Iterator<Item = &'static str> {
        let attributes = UnitAttribute::ALL.into_iter().map(|attribute| (Variable::Attribute(attribute), attribute.column()));
        let others = [(Variable::County, COUNTY), (Variable::PeerGroup, PEER_GROUP), (Variable::AllianceKind, ALLIANCE_KIND)];
        attributes.chain(others).filter(|(variable, _)| self.has(variable)).map(|(_, word)| word)
    }

    /// The words of 类别 that it may name.
    fn categories(&self) -> Categories {
        match self {
            Self::Listed(_) | Self::UnitsOfAnyPack => Categories::Registered,
            Self::Judged | Self::Units | Self::Members(_) => Categories::Filing,
        }
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
    let are_words_known = known_words::are_known(&condition.tree, among.categories(), &text, vocabulary, checker);
    if !are_words_known || !are_peers(&condition, among, &text, vocabulary, checker) {
        return (Some(condition), all());
    }
    let Some(condition) = condition.with_peers_written_out(vocabulary.peer_groups) else {
        let hint = Some("如 同组 = '城区'、同组 NOT IN ('城区', '旗县')".to_owned());
        checker.tell_with_hint(text.span, "`同组`只用 =、<>、IN、NOT IN 与同类组的名称比较", hint);
        return (None, all());
    };
    if !among.is_of_units() || matches!(among, Among::Listed(_)) {
        return (Some(condition), all());
    }
    let chosen = match trial::chosen(&condition, &vocabulary.categories) {
        Ok(chosen) => chosen,
        Err(reason) => {
            checker.tell(text.span, format!("条件不能用来选单位：{}", refusal::in_words(&reason)));
            return (Some(condition), all());
        }
    };
    if chosen.is_empty() {
        let filing: Vec<&str> = vocabulary.categories.iter().map(|category| category.as_str()).collect();
        let hint = Some(format!("填报报表的类别有：{}", filing.join("、")));
        checker.tell_with_hint(text.span, "条件选不出任何一类填报单位", hint);
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
    let kind_of = |item: &FormulaItem| vocabulary.get(&item.name).map(|known| known.kind.clone());
    let is_worded = |item: &FormulaItem| kind_of(item).is_some_and(|kind| !kind.is_number());
    let texts = meant_as_text(&condition.tree, &is_worded);
    let mut told: BTreeSet<String> = BTreeSet::new();
    for item in &condition.reads {
        let column = item.column();
        if let Some(of) = texts.get(item).filter(|_| kind_of(item).is_none()) {
            quotes::tell(&column, of, text, checker);
            is_sound = false;
            continue;
        }
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
        told.insert(column);
        is_sound = false;
    }
    for misuse in comparisons::misuses(&condition.tree, &kind_of).into_iter().filter(|misuse| !told.contains(&misuse.column)) {
        checker.tell_with_hint(place(checker, &misuse.column), misuse.message, misuse.hint.map(str::to_owned));
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

/// Whether the peer groups that a condition names are of what it chooses among.
fn are_peers(
    condition: &Formula,
    among: &Among,
    text: &Placed<String>,
    vocabulary: &Vocabulary<'_>,
    checker: &mut Checker<'_>,
) -> bool {
    let mut are_peers = true;
    for word in condition.words_of(&Variable::PeerGroup) {
        let group = vocabulary.peer_groups.iter().find(|group| group.name == word);
        let Some(scope) = group.map(|group| group.of.scope()).filter(|scope| !among.may_be_peers(*scope)) else { continue };
        let message = format!("同类组`{word}`用于{}，这里选的不是", word_of(scope));
        checker.tell(checker.source.find(word, text.span.clone()), message);
        are_peers = false;
    }
    are_peers
}
