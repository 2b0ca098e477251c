//! Formulas as they stand in a cell; addresses are the items' names here, so that a reader can check them.

use super::draft::Draft;
use super::formula::compile;
use super::operand::Operand;
use tongbao_document::{Expression, FormCell, FormColumn};
use tongbao_figures::plan::rule::{Condition, Message};
use tongbao_figures::plan::{Formula, Missing, Variable};
use tongbao_returns::domain::Symbols;

const NAMES: [&str; 6] = ["甲", "乙", "丙", "上期_甲", "互认", "建成日"];

fn operand(variable: &Variable) -> Option<Operand> {
    let column = variable.to_string();
    if column == "类别" {
        return Some(Operand::Constant("医院".to_owned()));
    }
    let position = NAMES.iter().position(|name| *name == column)?;
    let cell = |item, place| FormCell::Item(item, place);
    Some(match column.as_str() {
        "上期_甲" => Operand::Number(cell(0, FormColumn::Previous)),
        "互认" => Operand::Words(cell(position, FormColumn::Value)),
        "建成日" => Operand::Day(cell(position, FormColumn::Value)),
        _ => Operand::Number(cell(position, FormColumn::Value)),
    })
}

fn address(cell: FormCell) -> String {
    match cell {
        FormCell::Item(0, FormColumn::Previous) => "上期_甲".to_owned(),
        FormCell::Item(item, _) => NAMES[item].to_owned(),
        FormCell::NothingToReport(_) => "无数据".to_owned(),
    }
}

fn condition(text: &str, missing: Missing, tolerance: f64) -> Condition {
    let formula = Formula::<Variable>::parse(text).unwrap();
    let needed = formula.tree.needed_operands().into_iter().cloned().collect();
    Condition {
        item: None,
        needed: if missing == Missing::Zero { Vec::new() } else { needed },
        formula,
        forbids_not_applicable: false,
        tolerance,
        message: Message(Vec::new()),
        expected: String::new(),
    }
}

fn formula_of(text: &str, missing: Missing, tolerance: f64) -> Option<String> {
    let symbols = Symbols { not_applicable: vec!["/".to_owned(), "不适用".to_owned()], not_reported: vec!["…".to_owned()] };
    Some(compile(&condition(text, missing, tolerance), missing, &operand, &symbols)?.text(address))
}

/// The part that follows the question whether anything is missing.
#[track_caller]
fn core(text: &str) -> String {
    let whole = formula_of(text, Missing::Zero, 0.0).expect(text);
    whole.strip_prefix("IFERROR(").and_then(|whole| whole.strip_suffix(",\"未填\")")).expect("a guard").to_owned()
}

#[test]
fn a_comparison_waits_for_its_numbers_and_allows_for_binary_fractions() {
    assert_eq!(
        formula_of("甲 + 乙 = 丙", Missing::Skip, 0.5).unwrap(),
        "IFERROR(IF(COUNT(甲,乙,丙)<3,\"未填\",IF(ABS(甲+乙-丙)<=0.50001,\"通过\",\"不通过\")),\"未填\")"
    );
    assert_eq!(
        formula_of("甲 >= 上期_甲", Missing::Skip, 0.0).unwrap(),
        "IFERROR(IF(COUNT(甲,上期_甲)<2,\"未填\",IF(甲-上期_甲>=(-0.00001),\"通过\",\"不通过\")),\"未填\")"
    );
}

#[test]
fn brackets_stand_where_the_order_of_reckoning_needs_them() {
    assert!(formula_of("甲 - (乙 - 丙) * 2 < 0", Missing::Skip, 0.0).unwrap().contains("IF(甲-(乙-丙)*2-0<(-0.00001)"));
    assert!(formula_of("甲 * 2 + 乙 > 丙", Missing::Skip, 0.0).unwrap().contains("IF(甲*2+乙-丙>0.00001"));
}

#[test]
fn a_blank_that_must_not_be_is_told_from_what_does_not_apply() {
    assert_eq!(
        formula_of("甲 >= 上期_甲", Missing::Fail, 0.0).unwrap(),
        "IFERROR(IF(AND(无数据<>\"是\",IF(ISNUMBER(甲),FALSE,ISERROR(FIND(\"|\"&TRIM(甲)&\"|\",\"|/|不适用|\")))),\"不通过\",\
         IF(COUNT(甲,上期_甲)<2,\"未填\",IF(甲-上期_甲>=(-0.00001),\"通过\",\"不通过\"))),\"未填\")"
    );
}

#[test]
fn what_does_not_apply_breaks_a_condition_that_forbids_it() {
    let forbidding = Condition { forbids_not_applicable: true, ..condition("甲 >= 上期_甲", Missing::Skip, 0.0) };
    let symbols = Symbols { not_applicable: vec!["/".to_owned()], not_reported: vec!["…".to_owned()] };
    let formula = compile(&forbidding, Missing::Skip, &operand, &symbols).unwrap().text(address);
    let expected =
        "IFERROR(IF(OR(无数据=\"是\",ISNUMBER(FIND(\"|\"&TRIM(甲)&\"|\",\"|/|\"))),\"不通过\",IF(COUNT(甲,上期_甲)<2,\"未填\",";
    assert!(formula.starts_with(expected), "{formula}");
}

#[test]
fn blanks_count_as_zero_where_the_rule_says_so() {
    assert_eq!(core("甲 <= 5"), "IF(IF(ISNUMBER(甲),甲,0)-5<=0.00001,\"通过\",\"不通过\")");
    // COALESCE asks for blanks and must see them.
    assert_eq!(core("COALESCE(甲, 7) > 6"), "IF(IF(ISNUMBER(甲),甲,7)-6>0.00001,\"通过\",\"不通过\")");
}

#[test]
fn a_truth_that_may_be_missing_is_a_number_between_false_and_true() {
    assert_eq!(
        core("NOT 互认 = '是' OR TRUE"),
        "CHOOSE(1+2*MAX(1-IFERROR(IF(EXACT(IF(ISNUMBER(FIND(\"|\"&TRIM(互认)&\"|\",\"|/|不适用|…||\")),NA(),TRIM(互认)),\"是\"),1,0),0.5),\
         IF(TRUE,1,0)),\"不通过\",\"未填\",\"通过\")"
    );
    assert!(
        formula_of("甲 / 乙 > 1 AND 丙 > 1", Missing::Skip, 0.0)
            .unwrap()
            .contains("CHOOSE(1+2*MIN(IFERROR(IF(甲/乙-1>0.00001,1,0),0.5),IF(丙-1>0.00001,1,0)),\"不通过\",\"未填\",\"通过\")")
    );
}

#[test]
fn days_and_words_are_compared_as_the_engine_compares_them() {
    assert!(
        formula_of("建成日 >= '2025-01-01'", Missing::Skip, 0.0)
            .unwrap()
            .contains("IF(IF(ISNUMBER(建成日),TEXT(建成日,\"yyyy-mm-dd\"),TRIM(建成日))>=\"2025-01-01\",\"通过\",\"不通过\")")
    );
    assert!(formula_of("类别 <> '医院'", Missing::Skip, 0.0).unwrap().contains("NOT(EXACT(\"医院\",\"医院\"))"));
    assert!(formula_of("互认 > '是'", Missing::Skip, 0.0).is_none(), "spreadsheets sort words by the dictionary");
}

#[test]
fn what_a_spreadsheet_cannot_say_alike_is_left_to_the_audit() {
    for text in ["LENGTH(互认) > 2", "甲 + 乙 IN (0.3)", "成员_甲 = 甲"] {
        assert!(formula_of(text, Missing::Skip, 0.0).is_none(), "{text}");
    }
    let long = format!("互认 = '{}'", "很".repeat(256));
    assert!(formula_of(&long, Missing::Skip, 0.0).is_none(), "Excel takes 255 characters in quotes");
    let many = vec!["甲 > 乙"; 300].join(" AND ");
    assert!(formula_of(&many, Missing::Skip, 0.0).is_none(), "Excel takes 255 arguments");
}

#[test]
fn excel_takes_so_many_levels_and_no_more() {
    let deep = |levels: usize| (0..levels).fold(Draft::word("1"), |inner, _| Draft::call("ABS", [inner]));
    assert!(deep(60).finished().is_some());
    assert!(deep(61).finished().is_none());
}

#[test]
fn a_row_of_ands_is_one_function() {
    let row = condition("甲 > 0 AND 乙 > 0 AND 丙 > 0", Missing::Skip, 0.0).formula.tree;
    assert!(matches!(row, Expression::And(..)));
    assert!(
        formula_of("甲 > 0 AND 乙 > 0 AND 丙 > 0", Missing::Skip, 0.0)
            .unwrap()
            .contains("AND(甲-0>0.00001,乙-0>0.00001,丙-0>0.00001)")
    );
}
