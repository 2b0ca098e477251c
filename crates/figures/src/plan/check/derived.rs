//! Rules that follow from what items are: what accumulates does not fall within a year, and a part does not exceed its whole.
//!
//! In: the checked forms and the rules that a pack writes. Out: the rules that no written one says already, as text like that of
//! `rules.toml`, and read as such: whoever wants one of them otherwise copies it there, and it is no longer made. That bounds hold needs
//! no rule: what lies beyond them is refused when a return is read (C11).

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::at_least::larger_and_smaller;
use super::rules;
use super::vocabulary::Vocabulary;
use super::wholes::wholes;
use crate::plan::mistake::Mistake;
use crate::plan::raw::RawRules;
use crate::plan::rule::{Condition, Rule, Test};
use crate::plan::source::Source;
use crate::plan::sql::name::quoted;
use crate::plan::toml_text;
use crate::plan::variable::{FormulaItem, Lag};
use tongbao_returns::domain::{Category, Form, Item, ItemName, Kind};

/// What stands in the place of a file where such a rule is told of.
const FILE: &str = "由指标项生成的规则";

/// The rules that follow from the items of the forms and that none of the written ones says.
pub(in crate::plan) fn rules(
    forms: &[Form],
    written: &[Rule],
    vocabulary: &Vocabulary<'_>,
    mistakes: &mut Vec<Mistake>,
) -> Vec<Rule> {
    let text = text(forms, written);
    let source = Source { name: FILE.to_owned(), file: PathBuf::from(FILE), text };
    let Some(raw) = toml_text::read::<RawRules>(&source, mistakes) else { return Vec::new() };
    let read = rules::read(raw, forms, written, vocabulary, &source, mistakes);
    read.into_iter().map(|rule| Rule { is_from_items: true, ..rule }).collect()
}

/// The rules as `rules.toml` would have them.
fn text(forms: &[Form], written: &[Rule]) -> String {
    let known = Known::of(written, forms);
    let mut text = String::new();
    for form in forms.iter().filter(|form| form.tasks.is_none()) {
        text += &never_falling(form, &known);
        for item in form.items() {
            text += &within_its_whole(form, item, forms, &known);
        }
    }
    text
}

/// What the form's flows come to is not less than last time in the same year; what is filed by the quarter may be.
fn never_falling(form: &Form, known: &Known<'_>) -> String {
    if form.is_by_quarter() {
        return String::new();
    }
    let falls = |item: &&Item| item.kind == Kind::Flow && !known.says_never_falling(form, &item.name);
    let items: Vec<String> = form.items().filter(falls).map(|item| in_toml(item.name.as_str())).collect();
    if items.is_empty() {
        return String::new();
    }
    format!(
        r#"
[[rule]]
id = {id}
family = "跨期"
form = {form}
check = "{{item}} >= 上期_{{item}}"
items = [{items}]
quarters = [2, 3, 4]
severity = "suspect"
message = "{{item}}为年初以来的累计数，本期（{{{{item}}}}）却小于上期（{{上期_{{item}}}}）"
expected = "{{item}}不小于上期累计数"
hint = "请核对是否误填了本季数；上期报错的，请先更正上期报表；确因冲减而减少的，写明事由和数额"
source = "指标项：时期数自1月1日起累计"
"#,
        id = in_toml(&format!("ZD-{}-累计", form.code)),
        form = in_toml(form.id.as_str()),
        items = items.join(", "),
    )
}

/// The part is at most the whole, for those units that file both.
fn within_its_whole(form: &Form, part: &Item, forms: &[Form], known: &Known<'_>) -> String {
    let found = wholes((form, part), forms.iter());
    // A whole that is measured otherwise is not compared: what a unit of measure is worth is not said here.
    let is_compared = |(whole, filers): &&(&Item, BTreeSet<&Category>)| {
        part.kind.is_number() && whole.kind.is_number() && whole.unit == part.unit && !filers.is_empty()
    };
    let compared: Vec<_> = found.iter().filter(is_compared).collect();
    let Some((whole, _)) = compared.first().filter(|(whole, _)| !known.says_within(form, &part.name, &whole.name)) else {
        return String::new();
    };
    let filers: BTreeSet<&Category> = compared.iter().flat_map(|(_, filers)| filers.iter().copied()).collect();
    let condition = if form.filed_by.iter().all(|category| filers.contains(category)) {
        String::new()
    } else {
        let listed: Vec<String> = filers.iter().map(|category| format!("'{}'", category.as_str().replace('\'', "''"))).collect();
        format!("where = {}\n", in_toml(&format!("类别 IN ({})", listed.join(", "))))
    };
    // A whole of fewer decimals may have been rounded below its part.
    let tolerance = if part.decimals > whole.decimals {
        format!("tolerance = {}\n", 0.5 * 10_f64.powi(-i32::from(whole.decimals)))
    } else {
        String::new()
    };
    let (part_name, whole_name) = (part.name.as_str(), whole.name.as_str());
    format!(
        r#"
[[rule]]
id = {id}
family = "其中"
form = {form}
check = {check}
{condition}{tolerance}severity = "error"
message = "{part_name}（{{{part_name}}}）大于{whole_name}（{{{whole_name}}}），其中项不能超过总数"
expected = "{part_name}不大于{whole_name}"
hint = "请核对两项是否取自同一时段、同一范围，是否填颠倒"
source = "指标项：{part_name}是{whole_name}的其中项"
"#,
        id = in_toml(&format!("ZD-{}-{}", form.code, part.code)),
        form = in_toml(form.id.as_str()),
        check = in_toml(&format!("{} <= {}", quoted(part_name), quoted(whole_name))),
    )
}

fn in_toml(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// What the written rules say already of those who file a form, however strictly: who has set a part against its whole, or an item against
/// last time, has decided what may be.
struct Known<'rules> {
    /// Whose returns a rule judges, and of what it says that it is to be at least what.
    said: Vec<(&'rules Form, &'rules FormulaItem, &'rules FormulaItem)>,
}

impl<'rules> Known<'rules> {
    fn of(rules: &'rules [Rule], forms: &'rules [Form]) -> Self {
        let mut said = Vec::new();
        for rule in rules {
            let Some(form) = forms.iter().find(|form| form.id == rule.form) else { continue };
            let Test::Conditions(conditions) = &rule.test else { continue };
            for Condition { formula, .. } in conditions {
                let pairs = formula.tree.all(&larger_and_smaller);
                said.extend(pairs.into_iter().map(|(larger, smaller)| (form, larger, smaller)));
            }
        }
        Self { said }
    }

    fn says_never_falling(&self, form: &Form, item: &ItemName) -> bool {
        self.says(form, (item, Lag::None), (item, Lag::PreviousPeriod))
    }

    fn says_within(&self, form: &Form, part: &ItemName, whole: &ItemName) -> bool {
        self.says(form, (whole, Lag::None), (part, Lag::None))
    }

    /// Whether a rule that judges everybody who files the form says that one thing is to be at least another.
    fn says(&self, form: &Form, larger: (&ItemName, Lag), smaller: (&ItemName, Lag)) -> bool {
        let is_of_all = |judged: &Form| form.filed_by.iter().all(|category| judged.is_filed_by(category));
        let is = |found: &FormulaItem, meant: (&ItemName, Lag)| (&found.name, found.lag) == meant;
        self.said.iter().any(|(judged, more, less)| is(more, larger) && is(less, smaller) && is_of_all(judged))
    }
}
