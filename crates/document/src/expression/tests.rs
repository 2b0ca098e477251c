//! Expressions over names; numbers are named by their digits' words: 一 is 1, 二 is 2, 无 has no value, 是 is a word.

use super::*;

type Named = Expression<&'static str>;

fn named(name: &'static str) -> Named {
    Named::Operand(name)
}

fn number(number: f64) -> Named {
    Named::Number(number)
}

fn words(text: &str) -> Named {
    Named::Text(text.to_owned())
}

fn call(function: Function, arguments: impl IntoIterator<Item = Named>) -> Named {
    Named::Call(function, arguments.into_iter().collect())
}

fn and(left: Named, right: Named) -> Named {
    Named::And(Box::new(left), Box::new(right))
}

fn or(left: Named, right: Named) -> Named {
    Named::Or(Box::new(left), Box::new(right))
}

fn is_null(one: Named) -> Named {
    Named::IsNull(Box::new(one))
}

fn value(expression: &Named) -> Option<Known> {
    let value_of = |name: &&str| match *name {
        "一" => Some(Known::Number(1.0)),
        "二" => Some(Known::Number(2.0)),
        "是" => Some(Known::Words("是".to_owned())),
        _ => None,
    };
    expression.value(0.0, &value_of)
}

fn truth(expression: &Named) -> Option<bool> {
    value(expression)?.truth()
}

#[test]
fn a_share_is_multiplied_before_it_is_divided() {
    let share = |part, whole| value(&named(part).percent_of(named(whole))).and_then(Known::number);
    assert_eq!(share("一", "二"), Some(50.0));
    assert_eq!(value(&named("一").percent_of(number(0.0))), None);
    assert_eq!(share("无", "二"), None);
}

#[test]
fn what_is_missing_leaves_a_truth_open_unless_the_rest_decides_it() {
    let open = || named("无").compared(Comparison::Greater, number(0.0));
    let sure = |is_true: bool| Named::Truth(is_true);
    assert_eq!(truth(&open()), None);
    assert_eq!([truth(&and(open(), sure(false))), truth(&and(open(), sure(true)))], [Some(false), None]);
    assert_eq!([truth(&or(open(), sure(true))), truth(&or(open(), sure(false)))], [Some(true), None]);
    assert_eq!(truth(&Named::Not(Box::new(open()))), None);
    assert_eq!([truth(&is_null(named("无"))), truth(&is_null(named("一")))], [Some(true), Some(false)]);
    let among = |list: Vec<Named>| truth(&Named::In(Box::new(named("一")), list));
    assert_eq!([among(vec![number(1.0), Named::Null]), among(vec![number(3.0)])], [Some(true), Some(false)]);
    assert_eq!(among(vec![number(3.0), Named::Null]), None);
}

#[test]
fn the_first_case_that_holds_is_taken() {
    let open = || (named("无").compared(Comparison::Equal, number(1.0)), number(10.0));
    let sure = || (named("是").compared(Comparison::Equal, words("是")), number(20.0));
    let case = |branches: &[(Named, Named)]| value(&Named::Case(branches.to_vec(), Some(Box::new(number(30.0)))));
    assert_eq!([case(&[open(), sure()]), case(&[open()])], [Some(Known::Number(20.0)), Some(Known::Number(30.0))]);
    assert_eq!(value(&Named::Case(vec![open()], None)), None);
}

#[test]
fn functions_are_those_of_sql_but_round_as_spreadsheets_do() {
    let of = |function, arguments: Vec<Named>| value(&call(function, arguments)).and_then(Known::number);
    assert_eq!(of(Function::Abs, vec![number(-3.0)]), Some(3.0));
    assert_eq!([0.5, 1.5, -2.5].map(|half| of(Function::Round, vec![number(half)])), [Some(1.0), Some(2.0), Some(-3.0)]);
    assert_eq!(of(Function::Round, vec![number(1.005), number(2.0)]), Some(1.01));
    assert_eq!(of(Function::Coalesce, vec![named("无"), named("二"), named("一")]), Some(2.0));
    assert_eq!(of(Function::NullIf, vec![named("二"), number(2.0)]), None);
    assert_eq!(of(Function::NullIf, vec![named("二"), named("无")]), Some(2.0));
}

#[test]
fn only_an_engine_knows_the_rest() {
    let length = Named::Other { sql: "LENGTH(是)".to_owned(), parts: vec![named("是")], is_cast: false };
    assert_eq!(value(&length), None);
    assert!(!length.is_common() && named("一").is_common());
    assert_eq!(length.operands(), [&"是"]);
}

#[test]
fn operands_that_may_be_blank_are_told_apart() {
    let sum = named("一").with(Operation::Add, call(Function::Coalesce, [named("无"), number(0.0)]));
    let condition = or(sum.compared(Comparison::AtMost, named("二")), is_null(named("是")));
    assert_eq!(condition.operands(), [&"一", &"无", &"二", &"是"]);
    assert_eq!(condition.needed_operands(), [&"一", &"二"]);
}

#[test]
fn a_blank_counts_as_zero_where_nothing_asks_for_blanks() {
    let or_zero = |name| call(Function::Coalesce, [named(name), number(0.0)]);
    let written = and(
        named("无").compared(Comparison::Equal, named("是")),
        or(is_null(named("无")), call(Function::Coalesce, [named("无"), number(7.0)]).compared(Comparison::Equal, number(7.0))),
    );
    let meant = written.with_blanks_as(0.0, &|name| *name != "是");
    let Named::And(left, right) = &meant else { panic!("still a row") };
    assert_eq!(**left, or_zero("无").compared(Comparison::Equal, named("是")));
    let Named::And(_, unchanged) = &written else { panic!("a row") };
    assert_eq!(right, unchanged);
}

#[test]
fn numbers_words_and_truths_are_told_apart() {
    let is_number = |expression: Named| expression.comes_to_number(&|name| *name != "是");
    assert!(is_number(named("一").with(Operation::Add, number(1.0))));
    assert!(!is_number(named("是")));
    assert!(!is_number(named("一").compared(Comparison::Equal, number(1.0))));
    assert!(!is_number(call(Function::Coalesce, [named("一"), words("无")])));
    let branches = |result: Named| Named::Case(vec![(Named::Truth(true), number(1.0))], Some(Box::new(result)));
    assert!(is_number(branches(named("一"))) && !is_number(branches(named("是"))));
}

#[test]
fn another_operand_takes_the_place_of_each_or_the_first_without_one_is_told() {
    let sum = named("一").with(Operation::Multiply, named("二"));
    let lengths = sum.try_map(&|name| Ok::<_, ()>(name.len()));
    assert_eq!(lengths, Ok(Expression::Operand(3).with(Operation::Multiply, Expression::Operand(3))));
    assert_eq!(sum.try_map(&|name| if *name == "一" { Ok(1) } else { Err(*name) }), Err("二"));
    let doubled = sum.bind(&|name| named(name).with(Operation::Add, named(name)));
    assert_eq!(value(&doubled), Some(Known::Number(8.0)));
}
