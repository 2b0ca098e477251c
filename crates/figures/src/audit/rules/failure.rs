//! A broken rule: the pack's sentence with its values, what was expected, every cell that the rule looked at.

use super::panel::{Panel, Row, Said};
use crate::plan::rule::{Condition, Message, Sample};
use crate::plan::{Formula, FormulaItem, Rule, RuleSeverity, Variable};
use tongbao_document::{Comparison, Expression};
use tongbao_returns::domain::{File, Location, Reading, Return};
use tongbao_returns::finding::facts::{Cited, Expected, RuleBroken};
use tongbao_returns::finding::{Finding, Severity, shown};

/// What a finding says beside the rule's own words.
#[derive(Clone)]
pub(super) struct Told<'run> {
    pub(super) formula: &'run Formula,
    pub(super) message: &'run Message,
    pub(super) expected: Option<Expected>,
    /// Other columns that were looked at, e.g. a history.
    pub(super) beside: Vec<FormulaItem>,
    /// What a comparison has worked out: `value`, `base`, `factor`.
    pub(super) worked_out: Vec<(&'static str, String)>,
}

impl<'run> Told<'run> {
    /// Of a comparison: what was expected if the rule does not say it, and its value, base and factor.
    pub(super) fn of_sample(sample: &'run Sample, expected: Expected, beside: Vec<FormulaItem>, worked_out: [String; 3]) -> Self {
        Self {
            formula: &sample.formula,
            message: &sample.message,
            expected: Some(written(&sample.expected).unwrap_or(expected)),
            beside,
            worked_out: ["value", "base", "factor"].into_iter().zip(worked_out).collect(),
        }
    }

    pub(super) fn of_condition(condition: &'run Condition, panel: &Panel<'_>, row: Row<'_>) -> Self {
        Self {
            formula: &condition.formula,
            message: &condition.message,
            expected: expected(condition, panel, row),
            beside: Vec::new(),
            worked_out: Vec::new(),
        }
    }
}

/// The finding of a unit's return.
pub(super) fn finding(rule: &Rule, panel: &Panel<'_>, row: Row<'_>, filed: &Return, told: &Told<'_>) -> Finding {
    let mut cited: Vec<Cited> = looked_at(told).iter().map(|item| cite(panel, row, item)).collect();
    let value = |column: &str| {
        let worked_out = told.worked_out.iter().find(|(name, _)| *name == column).map(|(_, text)| text.clone());
        worked_out.unwrap_or_else(|| value_of(panel, row, column))
    };
    let sentence = told.message.filled(value);
    // What the return itself says comes first: there the filler looks.
    let is_own = |cited: &Cited| cited.at.as_ref().is_some_and(|at| at.file.is_received(&filed.file.path));
    cited.sort_by_key(|cited| !is_own(cited));
    let own_cell = cited.iter().find(|cited| is_own(cited)).and_then(|cited| cited.at.clone());
    let broken = RuleBroken {
        rule: rule.id.clone(),
        family: rule.family.clone(),
        severity: rule.severity.into(),
        sentence,
        expected: told.expected.clone(),
        hint: Some(rule.hint.clone()).filter(|hint| !hint.is_empty()),
        cited,
    };
    let at = own_cell.unwrap_or_else(|| Location::file(File::Received(filed.file.path.clone())));
    Finding::at(at, broken).of(row.code, &panel.form.id).in_period(panel.period)
}

impl From<RuleSeverity> for Severity {
    fn from(severity: RuleSeverity) -> Self {
        match severity {
            RuleSeverity::Error => Self::Error,
            RuleSeverity::Suspect => Self::Suspect,
            RuleSeverity::Explain => Self::Explain,
            RuleSeverity::Info => Self::Note,
        }
    }
}

/// The columns in the order in which the rule names them.
fn looked_at(told: &Told<'_>) -> Vec<FormulaItem> {
    let written = told.formula.tree.operands().into_iter().filter_map(Variable::item);
    let mut items: Vec<FormulaItem> = Vec::new();
    for item in written.chain(&told.beside) {
        if !items.contains(item) {
            items.push(item.clone());
        }
    }
    items
}

fn cite(panel: &Panel<'_>, row: Row<'_>, item: &FormulaItem) -> Cited {
    let at = panel.place(row, item).map(|(filed, place)| {
        let sheet = filed.sheets.get(usize::from(place.sheet)).map_or("", String::as_str);
        Location::file(File::Received(filed.file.path.clone())).on_cell(sheet, place)
    });
    Cited { item: item.in_words(), value: reading(panel, row, item), at }
}

fn reading(panel: &Panel<'_>, row: Row<'_>, item: &FormulaItem) -> Reading {
    match panel.said(row, item) {
        Said::Number(number) => Reading::Number(number),
        Said::Word(word) => Reading::Text(word.to_owned()),
        Said::NotApplicable => Reading::NotApplicable,
        Said::Missing => Reading::Blank,
    }
}

fn value_of(panel: &Panel<'_>, row: Row<'_>, column: &str) -> String {
    match Variable::of_column(column) {
        Variable::Attribute(attribute) => row.unit.map(|unit| unit.attribute(attribute).to_owned()).unwrap_or_default(),
        Variable::Item(item) => shown(&reading(panel, row, &item)),
        // A pack's check keeps these out of rules.
        Variable::AllianceKind | Variable::County | Variable::PeerGroup | Variable::Indicator(_) | Variable::Listed(_) => {
            String::new()
        }
    }
}

/// What a pack says that it expects, if it says anything.
fn written(expected: &str) -> Option<Expected> {
    (!expected.is_empty()).then(|| Expected::Written(expected.to_owned()))
}

/// What was expected; for a sum the number that it comes to, and by how much it was missed.
fn expected(condition: &Condition, panel: &Panel<'_>, row: Row<'_>) -> Option<Expected> {
    let value = |variable: &Variable| panel.said(row, variable.item()?).number();
    if let Expression::Compare(Comparison::Equal | Comparison::AtLeast | Comparison::AtMost, left, right) =
        &condition.formula.tree
        && matches!(**right, Expression::Arithmetic(..))
        && let (Some(found), Some(wanted)) = (left.number(&value), right.number(&value))
    {
        let written = condition.expected.clone();
        return Some(Expected::Computed { written, wanted, missed_by: (found - wanted).abs() });
    }
    written(&condition.expected)
}
