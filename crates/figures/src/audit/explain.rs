//! Which findings may stand: statements (说明) are matched to findings by unit, period, rule and the values that they explain.
//!
//! In: the findings of a period and what units and the office said. Out: the same findings, explained or still open, and a finding
//! about each statement that is no explanation. A value that has changed since makes its explanation expire.

use std::collections::{BTreeMap, BTreeSet};

use super::decision::{Said, said as decided};
use super::general::GeneralRule;
use super::said::plain;
use crate::plan::FormulaItem;
use tongbao_returns::domain::{File, FormId, Period, Statement, UnitCode};
use tongbao_returns::finding::facts::{ExplanationExpired, ExplanationInvalid, ExplanationUnmatched, Fault};
use tongbao_returns::finding::{Code, Explanation, Facts, Finding};

/// Fewer characters than this explain nothing.
const FEWEST_CHARACTERS: usize = 6;
/// One text for more findings of a unit than this explains none of them.
const MOST_REPEATS: usize = 3;
/// What is written when nothing is said.
const EMPTY_WORDS: [&str; 16] = [
    "核实无误",
    "经核实无误",
    "已核实无误",
    "经核实数据无误",
    "核实数据无误",
    "无",
    "同上",
    "数据无误",
    "填报无误",
    "情况属实",
    "经核实情况属实",
    "数据真实有效",
    "已核实",
    "无异常",
    "数据属实",
    "经核实属实",
];

/// Marks what is explained; the findings are about statements that are not accepted. The places of the statements that concern any
/// finding go into `heard`.
pub(super) fn explain(
    period: Period,
    findings: &mut [Finding],
    statements: &[Statement],
    heard: &mut BTreeSet<usize>,
) -> Vec<Finding> {
    let mut by_key: BTreeMap<(&UnitCode, &str), Vec<(usize, &Statement)>> = BTreeMap::new();
    for (place, statement) in statements.iter().enumerate().filter(|(_, statement)| statement.period == period) {
        by_key.entry((&statement.unit, &statement.rule)).or_default().push((place, statement));
    }
    let repeats = repeats(period, findings, statements);
    let mut remarks = Vec::new();
    for finding in findings.iter_mut().filter(|finding| finding.can_be_explained()) {
        let (Some(unit), Some(broken)) = (&finding.unit, finding.rule()) else { continue };
        let Some(said) = by_key.get(&(unit, broken.rule.as_str())) else { continue };
        let of_items = said.iter().rev().filter(|(_, statement)| is_of_same_items(statement, finding));
        let (places, of_items): (Vec<usize>, Vec<&Statement>) = of_items.copied().unzip();
        heard.extend(places);
        let times = |statement: &Statement| repeats.get(&(unit.clone(), plain(&statement.text))).map_or(0, BTreeSet::len);
        let Some((explanation, remark)) = settled(finding, &of_items, times) else { continue };
        finding.explanation = Some(explanation);
        remarks.extend(remark);
    }
    in_order(remarks)
}

/// What the statements about a finding's items, the last one first, make of it, and what is to be said of the one that settles nothing.
fn settled(
    finding: &Finding,
    of_items: &[&Statement],
    times: impl Fn(&Statement) -> usize,
) -> Option<(Explanation, Option<Finding>)> {
    let (rule, form) = (finding.id().to_owned(), finding.form.as_ref());
    let values = in_any_order(&finding.values());
    let fault_of = |statement: &Statement| fault_of_said(finding, &statement.text, times(statement));
    // Who explains it last is heard; words that explain nothing do not take an explanation away.
    let mut about = of_items.iter().filter(|statement| in_any_order(&statement.values) == values);
    let valid = about.clone().find(|statement| fault_of(statement).is_none());
    let Some(statement) = valid.or_else(|| about.next()) else {
        let stale = of_items.first()?;
        let then = stale.values.clone();
        let expired = ExplanationExpired { rule, then: then.clone(), now: finding.values() };
        return Some((Explanation::Refused(Fault::ValuesChanged { then }), Some(remark(expired, stale, form))));
    };
    let said = statement.text.trim().to_owned();
    Some(match fault_of(statement) {
        None => (Explanation::Accepted(said), None),
        Some(fault) => {
            let invalid = ExplanationInvalid { rule, said, fault: fault.clone() };
            (Explanation::Refused(fault), Some(remark(invalid, statement, form)))
        }
    })
}

/// By the places of the statements; what is said of two findings alike is told once.
fn in_order(mut remarks: Vec<Finding>) -> Vec<Finding> {
    remarks.sort_by_cached_key(|remark| {
        let at = &remark.at;
        (
            at.file.clone(),
            at.sheet.clone(),
            at.cell_name(),
            remark.code(),
            remark.unit.clone(),
            remark.form.clone(),
            remark.message(),
        )
    });
    remarks.dedup();
    remarks
}

/// For how many findings that stand now a unit says the same: what an earlier slip said of other values does not count.
fn repeats(
    period: Period,
    findings: &[Finding],
    statements: &[Statement],
) -> BTreeMap<(UnitCode, String), BTreeSet<(String, String)>> {
    let standing: BTreeSet<(&UnitCode, &str, String)> = findings
        .iter()
        .filter_map(|finding| Some((finding.unit.as_ref()?, finding.rule()?.rule.as_str(), in_any_order(&finding.values()))))
        .collect();
    let mut repeats: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for statement in statements.iter().filter(|statement| statement.period == period) {
        let values = in_any_order(&statement.values);
        if standing.contains(&(&statement.unit, statement.rule.as_str(), values.clone())) {
            let said = repeats.entry((statement.unit.clone(), plain(&statement.text))).or_default();
            said.insert((statement.rule.clone(), values));
        }
    }
    repeats
}

/// What the office says about no finding that there is: a slip of the pen, or a row that has done its work. Slips keep quiet, because
/// they name what was wrong before it was corrected.
pub(super) fn unmatched<'run>(
    statements: &'run [Statement],
    heard: &'run BTreeSet<usize>,
    is_binding: impl Fn(&str) -> Option<bool> + 'run,
    is_unit: impl Fn(&UnitCode) -> bool + 'run,
) -> impl Iterator<Item = Finding> + 'run {
    let unheard = statements.iter().enumerate().filter(|(place, _)| !heard.contains(place));
    unheard.filter_map(move |(_, statement)| {
        let is_of_office = matches!(statement.at.file, File::Office(_));
        let rule = statement.rule.clone();
        let unmatched = match is_binding(&rule) {
            None if is_code(&rule) => return None,
            None => ExplanationUnmatched::StrangeRule { rule },
            Some(_) if !is_unit(&statement.unit) => ExplanationUnmatched::UnitGone { unit: statement.unit.clone() },
            Some(_) if !is_of_office => return None,
            Some(true) => ExplanationUnmatched::Binding { rule },
            Some(false) => ExplanationUnmatched::NothingFound { rule, period: statement.period },
        };
        Some(remark(unmatched, statement, None))
    })
}

/// Codes such as `C01` stand on a slip as well; nothing is to be explained about them.
fn is_code(rule: &str) -> bool {
    Code::ALL.iter().any(|code| code.as_str() == rule)
}

/// A rule with several items has a finding for each; a statement about another item is not an expired one.
fn is_of_same_items(statement: &Statement, finding: &Finding) -> bool {
    let said: BTreeSet<String> = statement
        .values
        .split(['；', ';'])
        .filter_map(|value| value.replace('＝', "=").split_once('=').map(|(item, _)| named(&plain(item))))
        .collect();
    let cited: BTreeSet<String> = finding.cited().iter().map(|cited| named(&plain(&cited.item))).collect();
    said == cited
}

fn remark(facts: impl Into<Facts>, statement: &Statement, form: Option<&FormId>) -> Finding {
    let (unit, form) = (Some(statement.unit.clone()), form.cloned());
    Finding { unit, form, ..Finding::at(statement.at.clone(), facts).in_period(statement.period) }
}

/// Why what is said about a finding settles nothing. Of two returns a choice needs no reason, and a reason is no choice.
fn fault_of_said(finding: &Finding, text: &str, times: usize) -> Option<Fault> {
    let rule = GeneralRule::find(finding.id());
    match rule.and_then(|rule| Some((rule.choices()?, decided(rule, text)?))) {
        Some((_, Said::Choice(_))) => None,
        Some((choices, Said::Unclear)) => {
            let choices = choices.map(str::to_owned).to_vec();
            fault(text, 1).or(Some(Fault::Undecided { choices }))
        }
        Some((_, Said::Reason(_))) | None => fault(text, times),
    }
}

/// Why a text is no explanation.
fn fault(text: &str, times: usize) -> Option<Fault> {
    let said = plain(text);
    if EMPTY_WORDS.contains(&said.as_str()) {
        Some(Fault::Reasonless)
    } else if said.chars().count() < FEWEST_CHARACTERS {
        Some(Fault::Short { fewest: FEWEST_CHARACTERS })
    } else if times > MOST_REPEATS {
        Some(Fault::Repeated { times })
    } else {
        None
    }
}

/// Values as they may be copied by hand, one after another in any order.
fn in_any_order(values: &str) -> String {
    let part = |part: &str| {
        let part = plain(part);
        part.split_once('=').map_or_else(|| part.clone(), |(item, value)| format!("{}={value}", named(item)))
    };
    let mut parts: Vec<String> = values.split(['；', ';']).map(part).filter(|part| !part.is_empty()).collect();
    parts.sort();
    parts.join(";")
}

/// An item as findings name it; what was handed out before may name it as formulas do: `上期_总收入`.
fn named(item: &str) -> String {
    FormulaItem::of_column(item).in_words().replace('_', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::{CellAddress, Location, Quarter, Reading};
    use tongbao_returns::finding::Severity;
    use tongbao_returns::finding::facts::{Cited, RuleBroken};

    fn period() -> Period {
        Period::quarter(2025, Quarter::Third)
    }

    fn of_item(rule: &str, item: &str, value: f64) -> Finding {
        let broken = RuleBroken {
            rule: rule.to_owned(),
            family: String::new(),
            severity: Severity::Suspect,
            sentence: String::new(),
            expected: None,
            hint: None,
            cited: vec![Cited { item: item.to_owned(), value: Reading::Number(value), at: None }],
        };
        let finding = Finding::about(File::Received("a.xlsx".to_owned()), broken).in_period(period());
        Finding { unit: Some(UnitCode::new("U1")), ..finding }
    }

    fn finding(rule: &str, value: f64) -> Finding {
        of_item(rule, "出院人次", value)
    }

    fn says(rule: &str, values: &str, text: &str) -> Statement {
        let slip = Location::file(File::Received("退回单.xlsx".to_owned()));
        Statement {
            period: period(),
            unit: UnitCode::new("U1"),
            rule: rule.to_owned(),
            values: values.to_owned(),
            text: text.to_owned(),
            at: slip.on_cell("退回说明", CellAddress { row: 4, column: 9 }),
        }
    }

    fn outcome(finding: Finding, statements: &[Statement]) -> (Option<Explanation>, Vec<Facts>) {
        let mut findings = vec![finding];
        let remarks = explain(period(), &mut findings, statements, &mut BTreeSet::new());
        (findings.pop().unwrap().explanation, remarks.into_iter().map(|remark| remark.facts).collect())
    }

    #[test]
    fn an_explanation_belongs_to_the_values_that_it_explains() {
        let reason = "新院区七月启用，出院人次增加";
        let (explained, remarks) = outcome(finding("R1", 120.0), &[says("R1", "出院人次＝120 ", reason)]);
        assert_eq!((explained, remarks), (Some(Explanation::Accepted(reason.to_owned())), vec![]));
        let (expired, remarks) = outcome(finding("R1", 121.0), &[says("R1", "出院人次=120", reason)]);
        let then = "出院人次=120".to_owned();
        assert_eq!(expired, Some(Explanation::Refused(Fault::ValuesChanged { then: then.clone() })));
        assert_eq!(remarks, [ExplanationExpired { rule: "R1".to_owned(), then, now: "出院人次＝121".to_owned() }.into()]);
        let (other, remarks) = outcome(finding("R1", 120.0), &[says("R2", "出院人次=120", reason)]);
        assert_eq!((other, remarks), (None, vec![]));
    }

    #[test]
    fn what_was_explained_on_an_earlier_slip_stays_explained() {
        let reason = "新院区七月启用，出院人次增加";
        for (item, values) in [
            ("上年同期出院人次", "上年同期_出院人次=120"),
            ("上次出院人次", "上次_出院人次＝120"),
            ("成员出院人次合计", "成员_出院人次=120"),
            ("成员出院人次合计", "成员出院人次合计＝120"),
        ] {
            let (explained, remarks) = outcome(of_item("R1", item, 120.0), &[says("R1", values, reason)]);
            assert_eq!((explained, remarks), (Some(Explanation::Accepted(reason.to_owned())), vec![]), "{values}");
        }
        let (expired, _) = outcome(of_item("R1", "上期出院人次", 121.0), &[says("R1", "上期_出院人次=120", reason)]);
        assert!(matches!(expired, Some(Explanation::Refused(_))));
    }

    #[test]
    fn words_that_say_nothing_are_no_explanation() {
        let (reasonless, short) = (Fault::Reasonless, Fault::Short { fewest: 6 });
        for (text, fault) in [
            ("核实无误", &reasonless),
            ("核实无误。", &reasonless),
            ("无", &reasonless),
            ("同上", &reasonless),
            ("无 误", &short),
            ("五个字而已", &short),
            (" 数据无误！", &reasonless),
        ] {
            let (refused, remarks) = outcome(finding("R1", 120.0), &[says("R1", "出院人次=120", text)]);
            assert_eq!(refused, Some(Explanation::Refused(fault.clone())), "{text}");
            let said = text.trim().to_owned();
            assert_eq!(remarks, [ExplanationInvalid { rule: "R1".to_owned(), said, fault: fault.clone() }.into()], "{text}");
        }
        assert!(fault("刚好六个字呀", 1).is_none());
    }

    #[test]
    fn an_item_whose_value_changed_expires_among_others_of_its_rule() {
        let of = |item: &str, value: f64| of_item("R1", item, value);
        let reason = "新院区七月启用，病人增加";
        let said = [says("R1", "总收入=5", reason), says("R1", "医疗收入=3", reason)];
        let mut findings = [of("总收入", 6.0), of("医疗收入", 3.0), of("上期总收入", 5.0)];
        let mut heard = BTreeSet::new();
        let remarks = explain(period(), &mut findings, &said, &mut heard);
        assert!(matches!(findings[0].explanation, Some(Explanation::Refused(_))));
        assert!(matches!(findings[1].explanation, Some(Explanation::Accepted(_))));
        assert!(findings[2].explanation.is_none(), "another item, though its name holds the other's");
        assert_eq!(remarks.iter().map(Finding::code).collect::<Vec<_>>(), [Code::ExplanationExpired]);
        assert_eq!(heard, BTreeSet::from([0, 1]));
    }

    #[test]
    fn what_an_earlier_slip_said_of_other_values_does_not_count_as_repeated() {
        let text = "本院今年新增一个病区";
        let said: Vec<Statement> = (0..3)
            .flat_map(|rule| ["119", "120"].map(|value| says(&format!("R{rule}"), &format!("出院人次={value}"), text)))
            .collect();
        let mut findings = [finding("R0", 120.0), finding("R1", 120.0), finding("R2", 120.0)];
        explain(period(), &mut findings, &said, &mut BTreeSet::new());
        assert!(findings.iter().all(|finding| matches!(finding.explanation, Some(Explanation::Accepted(_)))));
    }

    #[test]
    fn one_text_explains_three_findings_but_not_four() {
        let text = "本院今年新增一个病区";
        let is_accepted = |number: usize| {
            let rules: Vec<String> = (0..number).map(|rule| format!("R{rule}")).collect();
            let said: Vec<Statement> = rules.iter().map(|rule| says(rule, "出院人次=120", text)).collect();
            let mut findings: Vec<Finding> = rules.iter().map(|rule| finding(rule, 120.0)).collect();
            explain(period(), &mut findings, &said, &mut BTreeSet::new());
            findings.iter().all(|finding| matches!(finding.explanation, Some(Explanation::Accepted(_))))
        };
        assert!(is_accepted(3));
        assert!(!is_accepted(4));
    }

    #[test]
    fn who_explains_last_is_heard_and_empty_words_take_nothing_away() {
        let [first, second] =
            ["新院区七月启用，病人增加", "新院区七月启用，住院病人增加"].map(|text| says("R1", "出院人次=120", text));
        let empty = says("R1", "出院人次=120", "同上");
        let (explained, remarks) = outcome(finding("R1", 120.0), &[first, second.clone(), empty]);
        assert_eq!((explained, remarks), (Some(Explanation::Accepted(second.text)), vec![]));
    }
}
