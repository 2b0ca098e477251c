//! `rules.toml`: each rule by itself, then all rules of a plan together.

use std::collections::BTreeSet;
use std::ops::Range;

use super::at_least::demanded;
use super::choosing::{Among, condition as choosing};
use super::fields::{Checker, Placed, Words, optional, words_of};
use super::known_words::{self, Categories};
use super::reading;
use super::tried::Tried;
use super::vocabulary::Vocabulary;
use super::{quotes, rule_keys};
use crate::plan::formula::trial::Outcome;
use crate::plan::formula::{self, Formula, comparisons, meant_as_text, refusal};
use crate::plan::mistake::Mistake;
use crate::plan::raw::{RawRule, RawRules};
use crate::plan::rule::engine::Engine;
use crate::plan::rule::{Condition, Message, Missing, Rule, RuleSeverity, Sample, Test};
use crate::plan::source::Source;
use crate::plan::sql::{name, written};
use crate::plan::variable::{FormulaItem, Lag, MEMBER_COUNT, Variable};
use crate::plan::{in_words, near};
use tongbao_document::Expression;
use tongbao_returns::domain::{Category, Form, ItemName, Kind, Period, Quarter, UnitAttribute};

const FAMILIES: [&str; 10] = ["表内", "其中", "表间", "医联体", "跨期", "单位错用", "值域", "比率", "文字", "离群"];
/// What `severity` can say.
pub(crate) const SEVERITIES: [(&str, RuleSeverity); 4] = [
    ("error", RuleSeverity::Error),
    ("suspect", RuleSeverity::Suspect),
    ("explain", RuleSeverity::Explain),
    ("info", RuleSeverity::Info),
];
/// Whether an answer of 不适用 breaks a rule.
const NOT_APPLICABLE: [(&str, bool); 2] = [("skip", false), ("fail", true)];
const MISSING: [(&str, Missing); 3] = [("skip", Missing::Skip), ("zero", Missing::Zero), ("fail", Missing::Fail)];
/// What stands for the item's name in a rule with `items`.
const ITEM: &str = "{item}";
/// What a comparison with history or peers can put into its message.
const WORKED_OUT: [&str; 3] = ["value", "base", "factor"];

#[derive(Debug, Clone, Copy)]
enum Method {
    UnitSlip,
    RatioOutlier,
    ValueOutlier,
}

const METHODS: [(&str, Method); 3] =
    [("unit-slip", Method::UnitSlip), ("ratio-outlier", Method::RatioOutlier), ("value-outlier", Method::ValueOutlier)];

/// Checks a file of rules; `known` are the rules read before from other files of the plan.
pub(in crate::plan) fn read(
    raw: RawRules,
    forms: &[Form],
    known: &[Rule],
    vocabulary: &Vocabulary<'_>,
    source: &Source,
    mistakes: &mut Vec<Mistake>,
) -> Vec<Rule> {
    let mut reader = Reader { forms, vocabulary, tried: Tried::default(), checker: Checker { source, mistakes } };
    let mut ids: BTreeSet<String> = known.iter().map(|rule| rule.id.clone()).collect();
    let mut rules = Vec::new();
    for raw in raw.rules {
        let head = raw.span();
        let raw = raw.into_inner();
        let id = reader.checker.needed(raw.id.clone(), "id", &head);
        if !id.value.is_empty() && !ids.insert(id.value.clone()) {
            reader.checker.tell(id.span.clone(), format!("规则`{}`重复", id.value));
        }
        rules.extend(reader.rule(raw, id.value, &head));
    }
    rules
}

struct Reader<'run> {
    forms: &'run [Form],
    vocabulary: &'run Vocabulary<'run>,
    tried: Tried,
    checker: Checker<'run>,
}

/// What every condition of one rule shares.
struct Setting<'run> {
    /// Its identifier.
    rule: &'run str,
    form: Option<&'run Form>,
    concerned: &'run BTreeSet<Category>,
    missing: Missing,
    forbids_not_applicable: bool,
    tolerance: f64,
    message: &'run Placed<String>,
    expected: &'run str,
}

impl<'run> Reader<'run> {
    fn rule(&mut self, raw: RawRule, id: String, head: &Range<usize>) -> Option<Rule> {
        rule_keys::check(&raw, &mut self.checker);
        let family = self.checker.needed(raw.family, "family", head);
        if !family.value.is_empty() && !FAMILIES.contains(&family.value.as_str()) {
            let message = format!("`family`没有这个取值：`{}`", family.value);
            self.checker.tell_with_hint(family.span.clone(), message, near::suggestion(&family.value, FAMILIES));
        }
        let severity = self.checker.needed(raw.severity, "severity", head);
        let severity = self.checker.word(&severity, "severity", &SEVERITIES);
        let missing = raw.missing.map(|missing| self.checker.needed(Some(missing), "missing", head));
        let missing = missing.and_then(|missing| self.checker.word(&missing, "missing", &MISSING)).unwrap_or(Missing::Skip);
        let tolerance = self.amount(raw.tolerance, "tolerance");
        let form = self.checker.needed(raw.form, "form", head);
        let form = self.form(&form);
        let condition = raw.condition.map(|text| self.checker.needed(Some(text), "where", head));
        let (condition, chosen) = choosing(condition, &Among::Judged, self.vocabulary, &mut self.checker);
        let concerned: BTreeSet<Category> =
            form.map_or_else(BTreeSet::new, |form| form.filed_by.iter().filter(|one| chosen.contains(one)).cloned().collect());
        if form.is_some() && concerned.is_empty() {
            self.checker.tell(head.clone(), "`where`选出的单位都不填报`form`");
        }
        let message = self.checker.needed(raw.message, "message", head);
        let hint = self.checker.needed(raw.hint, "hint", head).value;
        let setting = Setting {
            rule: &id,
            form,
            concerned: &concerned,
            missing,
            forbids_not_applicable: self.forbids_not_applicable(raw.not_applicable, head),
            tolerance: tolerance.unwrap_or_default(),
            message: &message,
            expected: &optional(raw.expected).unwrap_or_default(),
        };
        let items = self.checker.list(raw.items, "items");
        let floor = self.amount(raw.floor, "floor").unwrap_or_default();
        let peers = raw.peers.map_or(UnitAttribute::Category, |peers| {
            let peers = self.checker.needed(Some(peers), "peers", head);
            UnitAttribute::of_column(&peers.value).unwrap_or_else(|| {
                let hint = near::suggestion(&peers.value, UnitAttribute::ALL.map(UnitAttribute::column));
                self.checker.tell_with_hint(peers.span.clone(), format!("单位没有属性`{}`", peers.value), hint);
                UnitAttribute::Category
            })
        });
        let test = match (raw.check, raw.method) {
            (Some(check), None) => {
                let check = self.checker.needed(Some(check), "check", head);
                Test::Conditions(self.conditions(&check, &items, &setting))
            }
            (None, Some(method)) => {
                let method = self.checker.needed(Some(method), "method", head);
                match self.checker.word(&method, "method", &METHODS)? {
                    Method::UnitSlip => Test::UnitSlip { items: self.item_samples(&items, &setting, head), floor },
                    Method::RatioOutlier => Test::RatioOutlier { items: self.item_samples(&items, &setting, head), peers },
                    Method::ValueOutlier => {
                        let value = self.checker.needed(raw.value, "value", head);
                        Test::ValueOutlier { value: Box::new(self.sample(&value, &value.value, &setting)?), peers }
                    }
                }
            }
            _ => {
                self.checker.tell(head.clone(), "规则要有`check`或`method`，且只有一个");
                return None;
            }
        };
        let (since, until) = self.periods(raw.since, raw.until, head);
        let mut quarters = Vec::new();
        for quarter in raw.quarters.map(toml::Spanned::into_inner).unwrap_or_default() {
            quarters.extend(self.checker.whole(Some(quarter), "quarters", 1..=4).and_then(Quarter::of_number));
        }
        let deactivated = raw.deactivated_because.map(|text| self.checker.needed(Some(text), "deactivated-because", head).value);
        Some(Rule {
            id,
            family: family.value,
            form: form?.id.clone(),
            test,
            severity: severity?,
            missing,
            condition,
            quarters,
            since,
            until,
            deactivated,
            hint,
            source: optional(raw.source),
            is_from_items: false,
        })
    }

    fn forbids_not_applicable(&mut self, written: Option<toml::Spanned<String>>, head: &Range<usize>) -> bool {
        let word = written.map(|word| self.checker.needed(Some(word), "not-applicable", head));
        word.and_then(|word| self.checker.word(&word, "not-applicable", &NOT_APPLICABLE)).unwrap_or_default()
    }

    /// From which period on a rule is in force, and until which.
    fn periods(
        &mut self,
        since: Option<toml::Spanned<String>>,
        until: Option<toml::Spanned<String>>,
        head: &Range<usize>,
    ) -> (Option<Period>, Option<Period>) {
        let until_at = until.as_ref().map(toml::Spanned::span);
        let mut period = |text: Option<toml::Spanned<String>>, key: &str| {
            let written = self.checker.needed(Some(text?), key, head);
            let period = written.value.parse::<Period>().ok();
            if period.is_none() && !written.value.is_empty() {
                self.checker.tell(written.span, format!("`{key}`应是报告期，如 2025Q1，这里是`{}`", written.value));
            }
            period
        };
        let (since, until) = (period(since, "since"), period(until, "until"));
        if let (Some(since), Some(until), Some(at)) = (since, until, until_at)
            && until.last_day() < since.first_day()
        {
            self.checker.tell(at, format!("`until`{until}早于`since`{since}，规则一期也不执行"));
        }
        (since, until)
    }

    fn amount(&mut self, number: Option<toml::Spanned<f64>>, key: &str) -> Option<f64> {
        let number = self.checker.finite(number, key)?;
        if number.value < 0.0 {
            self.checker.tell(number.span, format!("`{key}`不能小于0，这里是{}", number.value));
        }
        Some(number.value)
    }

    /// By title, 表号 or identifier.
    fn form(&mut self, written: &Placed<String>) -> Option<&'run Form> {
        let forms = self.forms;
        let is_meant =
            |form: &&Form| [form.title.as_str(), form.code.as_str(), form.id.as_str()].contains(&written.value.as_str());
        let form = forms.iter().find(is_meant);
        if form.is_none() && !written.value.is_empty() && self.vocabulary.is_complete {
            let hint = near::suggestion(&written.value, forms.iter().map(|form| form.title.as_str()));
            self.checker.tell_with_hint(written.span.clone(), format!("没有表式`{}`", written.value), hint);
        }
        form
    }

    /// The check, once for each item.
    fn conditions(&mut self, check: &Placed<String>, items: &[Placed<String>], setting: &Setting<'_>) -> Vec<Condition> {
        if items.is_empty() {
            return self.one_condition(check, None, setting).into_iter().collect();
        }
        let conditions: Vec<Condition> = items.iter().filter_map(|item| self.one_condition(check, Some(item), setting)).collect();
        let reads_its_item = |condition: &Condition| {
            condition.formula.reads.iter().any(|read| condition.item.as_ref().is_some_and(|item| is_of(read, item)))
        };
        if !conditions.iter().all(reads_its_item) {
            self.checker.tell(check.span.clone(), "有`items`的规则，`check`里要用`{item}`代表指标项");
        }
        conditions
    }

    fn one_condition(
        &mut self,
        check: &Placed<String>,
        item: Option<&Placed<String>>,
        setting: &Setting<'_>,
    ) -> Option<Condition> {
        let text = in_formula(&check.value, item);
        let read = self.read(&text, check, "check")?;
        let tree = &read.tree;
        let blank_is_zero = setting.missing == Missing::Zero;
        let needed: Vec<Variable> = match (blank_is_zero, tree.is_common()) {
            (true, _) => Vec::new(),
            (false, true) => each_once(tree.needed_operands()),
            (false, false) => read.reads.iter().cloned().map(Variable::Item).collect(),
        };
        let formula = self.compiled(&read, setting.tolerance, blank_is_zero, check)?;
        if self.known_columns(&read, item.unwrap_or(check), setting.concerned) {
            match self.tried.outcome(&formula, |item| is_number(self.vocabulary, item)) {
                Ok(Outcome::Truth) if setting.tolerance > 0.0 && !compares_numbers(tree, self.vocabulary) => {
                    self.checker.tell(check.span.clone(), "`check`没有比较数，`tolerance`（允许相差）没有用");
                }
                Ok(Outcome::Truth) => {}
                Ok(_) => self.checker.tell(check.span.clone(), "`check`的结果应是真或假"),
                Err(reason) => {
                    self.checker.tell(check.span.clone(), format!("`check`不能计算：{}", refusal::in_words(&reason)));
                }
            }
        }
        self.may_fall(&read.tree, item.unwrap_or(check), setting);
        let is_yes_no = |name: &ItemName| self.vocabulary.get(name).is_some_and(|known| *known.kind == Kind::YesNo);
        let expected = if setting.expected.is_empty() {
            in_words::expected(tree, setting.tolerance, setting.rule, &is_yes_no)
        } else {
            of_item(setting.expected, item)
        };
        Some(Condition {
            item: item.map(|item| ItemName::new(&item.value)),
            needed,
            forbids_not_applicable: setting.forbids_not_applicable,
            message: self.message(setting, item, &read, &[]),
            formula,
            tolerance: setting.tolerance,
            expected,
        })
    }

    /// What is filed by the quarter may be less than the quarter before.
    fn may_fall(&mut self, tree: &Expression<Variable>, place: &Placed<String>, setting: &Setting<'_>) {
        if !setting.form.is_some_and(Form::is_by_quarter) {
            return;
        }
        let vocabulary = self.vocabulary;
        let flows = |item: &ItemName| vocabulary.get(item).is_some_and(|known| *known.kind == Kind::Flow);
        let is_the_same = |(more, less): &(&FormulaItem, &FormulaItem)| {
            more.name == less.name && (more.lag, less.lag) == (Lag::None, Lag::PreviousPeriod) && flows(&more.name)
        };
        for (item, _) in demanded(tree).into_iter().filter(is_the_same).collect::<Vec<_>>() {
            let message = format!("`{0}`按季填报，本季的数可以小于上季，不能要求它不小于`上期_{0}`", item.name);
            let hint = Some("去掉这一项：按季填报的表（basis = \"quarter\"），规则读到的是各季的数".to_owned());
            self.checker.tell_with_hint(place.span.clone(), message, hint);
        }
    }

    fn item_samples(&mut self, items: &[Placed<String>], setting: &Setting<'_>, head: &Range<usize>) -> Vec<Sample> {
        if items.is_empty() {
            self.checker.missing("items", head);
        }
        items.iter().filter_map(|item| self.sample(item, &name::quoted(&item.value), setting)).collect()
    }

    fn sample(&mut self, place: &Placed<String>, text: &str, setting: &Setting<'_>) -> Option<Sample> {
        let read = self.read(text, place, "value")?;
        let formula = self.compiled(&read, 0.0, false, place)?;
        if self.known_columns(&read, place, setting.concerned) {
            match self.tried.outcome(&formula, |item| is_number(self.vocabulary, item)) {
                Ok(Outcome::Number) => {}
                Ok(_) => self.checker.tell(place.span.clone(), "应是一个数"),
                Err(reason) => self.checker.tell(place.span.clone(), format!("不能计算：{}", refusal::in_words(&reason))),
            }
        }
        let item = Some(place).filter(|_| setting.message.value.contains(ITEM));
        Some(Sample {
            name: in_words::compared(&read.tree),
            message: self.message(setting, item, &read, &WORKED_OUT),
            formula,
            expected: of_item(setting.expected, item),
        })
    }

    /// The text as it is written; what cannot be run unit by unit is told.
    fn read(&mut self, text: &str, place: &Placed<String>, key: &str) -> Option<Formula> {
        if let Some(name) = self.vocabulary.unquoted(text) {
            reading::in_quotes(name, place, &mut self.checker);
            return None;
        }
        let (formula, _) = reading::read(text, place, &format!("`{key}`"), &mut self.checker)?;
        let Ok(formula) = formula.over_units() else {
            let hint = Some("医联体成员合计写作 `成员_指标项`".to_owned());
            self.checker.tell_with_hint(place.span.clone(), "规则逐个单位判断，不能用 SUM、COUNT 等汇总", hint);
            return None;
        };
        Some(formula)
    }

    /// The same as the engine runs it. It comes from a text that was parsed, so a failure is ours; a rule never vanishes without
    /// a word.
    fn compiled(&mut self, read: &Formula, tolerance: f64, blank_is_zero: bool, place: &Placed<String>) -> Option<Formula> {
        let engine = Engine { tolerance, blank_is_zero, is_number: |item: &FormulaItem| is_number(self.vocabulary, item) };
        let sql = written(&engine.run(&read.tree));
        match formula::compiled(&sql) {
            Ok(expression) => Some(Formula { expression, ..read.clone() }),
            Err(reason) => {
                self.checker.tell(place.span.clone(), format!("不能执行（{sql}）：{}", refusal::in_words(&reason)));
                None
            }
        }
    }

    /// Every column must be an item that each kind of unit concerned files.
    fn known_columns(&mut self, formula: &Formula, place: &Placed<String>, concerned: &BTreeSet<Category>) -> bool {
        for other in &formula.others {
            let span = self.checker.source.find(&other.to_string(), place.span.clone());
            let hint = Some("医联体成员合计写作 `成员_指标项`，成员个数写作 `名录成员数`".to_owned());
            self.checker.tell_with_hint(span, format!("审核规则逐个单位判断，不能用`{other}`"), hint);
        }
        let mut is_known = formula.others.is_empty();
        let vocabulary = self.vocabulary;
        let kind_of = |item: &FormulaItem| vocabulary.get(&item.name).map(|known| known.kind.clone());
        let texts = meant_as_text(&formula.tree, &|item| kind_of(item).is_some_and(|kind| !kind.is_number()));
        for item in &formula.reads {
            let column = item.column();
            if column == MEMBER_COUNT {
                continue;
            }
            let span = self.checker.source.find(&column, place.span.clone());
            if let Some(of) = texts.get(item).filter(|_| kind_of(item).is_none()) {
                quotes::tell(&column, of, place, &mut self.checker);
                is_known = false;
                continue;
            }
            let Some(known) = self.vocabulary.get(&item.name) else {
                if self.vocabulary.is_complete {
                    let hint = self.vocabulary.suggestion(item.name.as_str());
                    self.checker.tell_with_hint(span, format!("没有指标项`{}`", item.name), hint);
                }
                is_known = false;
                continue;
            };
            if item.lag == Lag::YearMean {
                self.checker.tell(span, "`平均_`只能用在指标公式里");
                is_known = false;
                continue;
            }
            if item.lag == Lag::Members {
                if !known.kind.adds() {
                    self.checker.tell(span, format!("`{}`不能按成员相加", item.name));
                    is_known = false;
                }
                continue;
            }
            let without: Vec<&str> =
                concerned.iter().filter(|category| !known.filed_by.contains(category)).map(Category::as_str).collect();
            if self.vocabulary.is_complete && !without.is_empty() {
                let hint = Some("用 `where` 限定填报它的单位".to_owned());
                let message = format!("{}不填报`{}`", without.join("、"), item.name);
                self.checker.tell_with_hint(span, message, hint);
                is_known = false;
            }
        }
        for misuse in comparisons::misuses(&formula.tree, &kind_of) {
            let span = self.checker.source.find(&misuse.column, place.span.clone());
            self.checker.tell_with_hint(span, misuse.message, misuse.hint.map(str::to_owned));
            is_known = false;
        }
        let categories = Categories::Registered;
        let are_words_known = known_words::are_known(&formula.tree, categories, place, vocabulary, &mut self.checker);
        is_known && are_words_known
    }

    /// The sentence of a rule; the values in it must be known to the rule.
    fn message(
        &mut self,
        setting: &Setting<'_>,
        item: Option<&Placed<String>>,
        formula: &Formula,
        worked_out: &[&str],
    ) -> Message {
        let message = Message::parse(&of_item(&setting.message.value, item));
        let columns: Vec<String> = formula.reads.iter().map(FormulaItem::column).collect();
        for shown in message.columns() {
            let others = formula.attributes.iter().map(|attribute| attribute.column()).chain(worked_out.iter().copied());
            let known: Vec<&str> = columns.iter().map(String::as_str).chain(others).collect();
            if !known.contains(&shown) {
                let span = self.checker.source.find(shown, setting.message.span.clone());
                let text = format!("`message`里的`{{{shown}}}`不在规则读取的指标项中");
                self.checker.tell_with_hint(span, text, near::suggestion(shown, known));
            }
        }
        message
    }
}

/// The same in a formula, where the name of an item may have to stand in quotes; with a prefix, as in `上期_{item}`, it never has to.
fn in_formula(text: &str, item: Option<&Placed<String>>) -> String {
    let Some(item) = item else { return text.to_owned() };
    let mut pieces = text.split(ITEM);
    let mut formula = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_part = formula.ends_with(|before: char| before.is_alphanumeric() || matches!(before, '_' | '"'));
        formula += &if is_part { item.value.clone() } else { name::quoted(&item.value) };
        formula += piece;
    }
    formula
}

fn of_item(text: &str, item: Option<&Placed<String>>) -> String {
    // In a message `{item}` is the name, `{{item}}` its value.
    item.map_or_else(|| text.to_owned(), |item| text.replace(ITEM, &item.value))
}

fn is_number(vocabulary: &Vocabulary<'_>, item: &FormulaItem) -> bool {
    vocabulary.get(&item.name).is_none_or(|known| known.kind.is_number())
}

/// Whether anything is compared that may differ by a tolerance.
fn compares_numbers(tree: &Expression<Variable>, vocabulary: &Vocabulary<'_>) -> bool {
    let is_number = |variable: &Variable| variable.item().is_some_and(|item| is_number(vocabulary, item));
    let comes_to_number = |side: &Expression<Variable>| side.comes_to_number(&is_number);
    tree.any(&|node| match node {
        Expression::Compare(_, left, right) => comes_to_number(left) && comes_to_number(right),
        Expression::In(one, _) => comes_to_number(one),
        _ => false,
    })
}

/// In the order in which they are named first.
fn each_once(named: Vec<&Variable>) -> Vec<Variable> {
    let mut known: Vec<Variable> = Vec::new();
    for variable in named {
        if !known.contains(variable) {
            known.push(variable.clone());
        }
    }
    known
}

/// Whether what is read is an item, of whatever period.
fn is_of(read: &FormulaItem, item: &ItemName) -> bool {
    read.name == *item || FormulaItem::of_column(item.as_str()) == *read
}

/// What the keys of a rule may say.
pub(in crate::plan) fn words() -> Words {
    let attributes = UnitAttribute::ALL.map(UnitAttribute::column).to_vec();
    vec![
        ("family", FAMILIES.to_vec()),
        ("severity", words_of(&SEVERITIES)),
        ("missing", words_of(&MISSING)),
        ("not-applicable", words_of(&NOT_APPLICABLE)),
        ("method", words_of(&METHODS)),
        ("peers", attributes),
    ]
}
