//! A broken rule in words: the sentence with its values, what was expected, every cell that the rule looked at.

use super::panel::{Panel, Row, Said};
use crate::plan::rule::{Condition, Message, Sample};
use crate::plan::{Formula, FormulaItem, Rule, RuleSeverity, Variable};
use tongbao_document::{Comparison, Expression};
use tongbao_returns::domain::Return;
use tongbao_returns::finding::{Cited, Code, Finding, Severity};

/// What a finding says beside the rule's own words.
#[derive(Clone)]
pub(super) struct Told<'run> {
    pub(super) formula: &'run Formula,
    pub(super) message: &'run Message,
    pub(super) expected: String,
    /// Other columns that were looked at, e.g. a history.
    pub(super) beside: Vec<FormulaItem>,
    /// What a comparison has worked out: `value`, `base`, `factor`.
    pub(super) worked_out: Vec<(&'static str, String)>,
}

impl<'run> Told<'run> {
    /// Of a comparison: what was expected if the rule does not say it, and its value, base and factor.
    pub(super) fn of_sample(sample: &'run Sample, expected: String, beside: Vec<FormulaItem>, worked_out: [String; 3]) -> Self {
        Self {
            formula: &sample.formula,
            message: &sample.message,
            expected: if sample.expected.is_empty() { expected } else { sample.expected.clone() },
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
    let message = told.message.filled(value);
    // What the return itself says comes first: there the filler looks.
    cited.sort_by_key(|cited| cited.file != filed.file.path);
    let (sheet, cell) = cited
        .iter()
        .find(|cited| cited.file == filed.file.path && !cited.cell.is_empty())
        .map(|cited| (cited.sheet.clone(), cited.cell.clone()))
        .unwrap_or_default();
    Finding {
        severity: severity(rule.severity),
        rule: rule.id.clone(),
        family: rule.family.clone(),
        period: Some(panel.period),
        expected: told.expected.clone(),
        cited,
        ..Finding::about_file(Code::RuleBroken, &filed.file.path, message)
            .at(&sheet, cell)
            .with_hint(&rule.hint)
            .of(row.code, &panel.form.id)
    }
}

fn severity(severity: RuleSeverity) -> Severity {
    match severity {
        RuleSeverity::Error => Severity::Error,
        RuleSeverity::Suspect => Severity::Suspect,
        RuleSeverity::Explain => Severity::Explain,
        RuleSeverity::Info => Severity::Note,
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
    let column = item.column();
    let value = value_of(panel, row, &column);
    let place = panel.place(row, item);
    let (file, sheet, cell) = place.map_or_else(Default::default, |(filed, place)| {
        let sheet = filed.sheets.get(usize::from(place.sheet)).cloned().unwrap_or_default();
        (filed.file.path.clone(), sheet, place.a1())
    });
    Cited { item: column, value, file, sheet, cell }
}

fn value_of(panel: &Panel<'_>, row: Row<'_>, column: &str) -> String {
    let item = match Variable::of_column(column) {
        Variable::Attribute(name) => return row.unit.map(|unit| unit.attribute(name).to_owned()).unwrap_or_default(),
        Variable::Item(item) => item,
    };
    match panel.said(row, &item) {
        Said::Number(number) => plain(number),
        Said::Word(word) => word.to_owned(),
        Said::NotApplicable => "不适用".to_owned(),
        Said::Missing => "未填".to_owned(),
    }
}

/// A number as it was filed: no more digits than it has, sums of decimals without the noise of binary fractions.
pub(super) fn plain(number: f64) -> String {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// What was expected; for a sum the number that it comes to, and by how much it was missed.
fn expected(condition: &Condition, panel: &Panel<'_>, row: Row<'_>) -> String {
    let value = |variable: &Variable| panel.said(row, variable.item()?).number();
    if let Expression::Compare(Comparison::Equal | Comparison::AtLeast | Comparison::AtMost, left, right) =
        &condition.formula.tree
        && matches!(**right, Expression::Arithmetic(..))
        && let (Some(found), Some(wanted)) = (left.number(&value), right.number(&value))
    {
        return format!("{}（按填报数计算为{}，相差{}）", condition.expected, plain(wanted), plain((found - wanted).abs()));
    }
    condition.expected.clone()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn numbers_are_shown_as_filed() {
        assert_eq!([120.0, 0.1 + 0.2, -0.0, 1_234_567.5].map(plain), ["120", "0.3", "0", "1234567.5"]);
    }
}
