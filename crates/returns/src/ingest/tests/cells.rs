//! What is typed into one cell, what is read, and what is said about it.

use super::support::{Book, Typed, reading_of, told};
use crate::domain::Reading;

/// Types a value for an item into a faultless return; gives what was read and said.
#[track_caller]
fn typed(code: f64, value: impl Into<Typed>) -> (Reading, Vec<String>) {
    let reading = Book::faultless().value(code, value).read();
    (reading_of(&reading, &code.to_string()), told(&reading))
}

fn number(number: f64) -> Reading {
    Reading::Number(number)
}

fn text(text: &str) -> Reading {
    Reading::Text(text.to_owned())
}

#[test]
fn a_plain_number_is_taken_without_a_word() {
    assert_eq!(typed(101.0, 0.0), (number(0.0), vec![]));
    assert_eq!(typed(201.0, 88.56), (number(88.56), vec![]));
    assert_eq!(typed(201.0, -88.56), (number(-88.56), vec![]), "money may be negative");
    assert_eq!(typed(101.0, Typed::Formula("1+1", Some(2.0))), (number(2.0), vec![]));
    assert_eq!(typed(201.0, 0.1 + 0.2), (number(0.1 + 0.2), vec![]), "the noise of sums is not told");
}

#[test]
fn what_is_cleaned_is_told_with_before_and_after() {
    for (code, given, read, said) in [
        (101.0, "１，２３４", 1234.0, "C06 医疗服务!D6 “总诊疗人次”（代码101）读到“１，２３４”，按 1234人次 使用"),
        (101.0, " 1,234 ", 1234.0, "C06 医疗服务!D6 “总诊疗人次”（代码101）读到“1,234”，按 1234人次 使用"),
        (101.0, "1\u{a0}234", 1234.0, "C06 医疗服务!D6 “总诊疗人次”（代码101）读到“1\u{a0}234”，按 1234人次 使用"),
        (101.0, "1234", 1234.0, "C06 医疗服务!D6 “总诊疗人次”（代码101）读到“1234”，按 1234人次 使用"),
        (101.0, "约1200", 1200.0, "C06 医疗服务!D6 “总诊疗人次”（代码101）读到“约1200”，按 1200人次 使用"),
        (202.0, "85%", 85.0, "C06 收入费用!D7 “药品占比”（代码202）读到“85%”，按 85% 使用"),
        (201.0, "12.5万元", 12.5, "C06 收入费用!D6 “总收入”（代码201）读到“12.5万元”，按 12.5万元 使用"),
        (201.0, "1.2亿元", 12000.0, "C04 收入费用!D6 “总收入”（代码201）读到“1.2亿元”，按 12000万元 使用"),
        (201.0, "85300元", 8.53, "C04 收入费用!D6 “总收入”（代码201）读到“85300元”，按 8.53万元 使用"),
        (101.0, "1.2万人次", 12000.0, "C04 医疗服务!D6 “总诊疗人次”（代码101）读到“1.2万人次”，按 12000人次 使用"),
    ] {
        assert_eq!(typed(code, given), (number(read), vec![said.to_owned()]), "{given}");
    }
}

#[test]
fn what_is_no_number_is_missing_and_never_zero() {
    for (code, given, said) in [
        (101.0, Typed::from("三千"), "C01 医疗服务!D6 “总诊疗人次”（代码101）应为数字，读到“三千”"),
        (101.0, Typed::Bool(true), "C01 医疗服务!D6 “总诊疗人次”（代码101）应为数字，读到“TRUE”"),
        (101.0, Typed::Date(45930.0), "C01 医疗服务!D6 “总诊疗人次”（代码101）应为数字，读到日期“2025-09-30”"),
        (101.0, Typed::Error("#REF!"), "C02 医疗服务!D6 “总诊疗人次”（代码101）公式错误，显示为 #REF!"),
        (101.0, Typed::Error("#DIV/0!"), "C02 医疗服务!D6 “总诊疗人次”（代码101）公式错误，显示为 #DIV/0!"),
        (101.0, Typed::Formula("A1+B1", None), "C03 医疗服务!D6 “总诊疗人次”（代码101）是公式，但没有保存计算结果"),
        (101.0, Typed::from("12张"), "C05 医疗服务!D6 “总诊疗人次”（代码101）计量单位应为“人次”，读到“12张”，“张”不能换算"),
        (101.0, Typed::Number(-5.0), "C11 医疗服务!D6 “总诊疗人次”（代码101）不应为负数，读到 -5"),
        (203.0, Typed::Number(9.0), "C11 收入费用!D8 “电子病历级别”（代码203）不应大于 8级，读到 9"),
        (203.0, Typed::Number(-1.0), "C11 收入费用!D8 “电子病历级别”（代码203）不应小于 0级，读到 -1"),
        (203.0, Typed::from("12级"), "C11 收入费用!D8 “电子病历级别”（代码203）不应大于 8级，读到 12"),
    ] {
        assert_eq!(typed(code, given.clone()), (Reading::Blank, vec![said.to_owned()]), "{given:?}");
    }
}

#[test]
fn symbols_mean_what_the_form_says_and_a_blank_is_not_filled_in() {
    for symbol in ["—", "--", "/", "不适用", " 不适用 ", "－", "——", "／"] {
        assert_eq!(typed(101.0, symbol), (Reading::NotApplicable, vec![]), "{symbol}");
        assert_eq!(typed(301.0, symbol), (Reading::NotApplicable, vec![]), "{symbol}");
        assert_eq!(typed(303.0, symbol), (Reading::NotApplicable, vec![]), "{symbol}");
    }
    for symbol in ["…", "...", "未报"] {
        assert_eq!(typed(101.0, symbol), (Reading::Blank, vec![]), "{symbol}");
    }
    assert_eq!(typed(101.0, " \u{a0}　"), (Reading::Blank, vec![]));
    assert_eq!(typed(101.0, Typed::Empty), (Reading::Blank, vec![]));
}

#[test]
fn doubts_and_notes_leave_the_value() {
    for (code, given, said) in [
        (202.0, 0.85, "C18 收入费用!D7 “药品占比”（代码202）读到 0.85，即 0.85%，疑似把百分数填成了小数"),
        (201.0, 12.3456, "C17 收入费用!D6 “总收入”（代码201）应保留 2 位小数，读到 12.3456，按原数使用"),
        (101.0, 12.5, "C17 医疗服务!D6 “总诊疗人次”（代码101）应取整数，读到 12.5，按原数使用"),
    ] {
        assert_eq!(typed(code, given), (number(given), vec![said.to_owned()]));
    }
    assert_eq!(typed(202.0, 0.0), (number(0.0), vec![]));
}

#[test]
fn yes_and_no_are_ticked_in_many_ways() {
    assert_eq!(typed(301.0, "否"), (text("否"), vec![]));
    for given in
        [Typed::from("√"), Typed::from("有"), Typed::from("y"), Typed::from("TRUE"), Typed::Bool(true), Typed::Number(1.0)]
    {
        assert_eq!(typed(301.0, given).0, text("是"));
    }
    for given in [Typed::from("×"), Typed::from("无"), Typed::from("Ｎ"), Typed::Bool(false), Typed::Number(0.0)] {
        assert_eq!(typed(301.0, given).0, text("否"));
    }
    assert_eq!(typed(301.0, "√").1, ["C06 其他!D6 “开展远程医疗”（代码301）读到“√”，按“是”使用"]);
    assert_eq!(
        typed(301.0, "拟开展"),
        (Reading::Blank, vec!["C12 其他!D6 “开展远程医疗”（代码301）应为“是”或“否”，读到“拟开展”".to_owned()])
    );
}

#[test]
fn a_choice_is_one_of_the_list() {
    assert_eq!(typed(302.0, " 三 级 "), (text("三级"), vec![]));
    let said = "C12 其他!D7 “医院等级”（代码302）应为“三级”“二级”“一级”之一，读到“甲等”".to_owned();
    assert_eq!(typed(302.0, "甲等"), (Reading::Blank, vec![said]));
}

#[test]
fn dates_become_iso() {
    for given in [
        Typed::from("2025年9月30日"),
        Typed::from("2025/9/30"),
        Typed::Date(45930.0),
        Typed::Number(45930.0),
        Typed::Number(20_250_930.0),
    ] {
        assert_eq!(typed(303.0, given.clone()).0, text("2025-09-30"), "{given:?}");
    }
    assert_eq!(typed(303.0, "2025年9月30日").1, ["C06 其他!D8 “签约日期”（代码303）读到“2025年9月30日”，按 2025-09-30 使用"]);
    assert_eq!(
        typed(303.0, "九月底"),
        (Reading::Blank, vec!["C13 其他!D8 “签约日期”（代码303）应为日期，读到“九月底”".to_owned()])
    );
}

#[test]
fn dates_may_count_from_1904() {
    for given in [Typed::Date(44468.0), Typed::Number(44468.0)] {
        let reading = Book { is_1904: true, ..Book::faultless().value(303.0, given) }.read();
        assert_eq!(reading_of(&reading, "303"), text("2025-09-30"));
    }
}

#[test]
fn words_are_kept_as_typed() {
    assert_eq!(typed(304.0, " 无 "), (text("无"), vec![]));
    assert_eq!(typed(304.0, 12.0), (text("12"), vec![]));
}
