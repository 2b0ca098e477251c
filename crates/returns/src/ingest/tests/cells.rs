//! What is typed into one cell, what is read, and what is said about it.

use jiff::civil::date;

use super::support::{Book, Typed, reading_of};
use super::told::{Told, asked, at, told};
use crate::domain::Reading;
use crate::finding::Facts;
use crate::finding::facts::{
    AlwaysApplies, Bound, ChoiceUnknown, Cleaned, DateUnreadable, DecimalsOdd, FormulaError, FormulaWithoutValue, NumberExpected,
    OutOfRange, PercentOdd, Seen, UnitConverted, UnitOfMeasureOdd,
};

/// Types a value for an item into a faultless return; gives what was read and said.
#[track_caller]
fn typed(code: f64, value: impl Into<Typed>) -> (Reading, Vec<Told>) {
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
    for (code, given, read, place, written, unit) in [
        (101.0, "１，２３４", 1234.0, "医疗服务!D6", "１，２３４", "人次"),
        (101.0, " 1,234 ", 1234.0, "医疗服务!D6", "1,234", "人次"),
        (101.0, "1\u{a0}234", 1234.0, "医疗服务!D6", "1\u{a0}234", "人次"),
        (101.0, "1234", 1234.0, "医疗服务!D6", "1234", "人次"),
        (101.0, "约1200", 1200.0, "医疗服务!D6", "约1200", "人次"),
        (202.0, "85%", 85.0, "收入费用!D7", "85%", "%"),
        (201.0, "12.5万元", 12.5, "收入费用!D6", "12.5万元", "万元"),
    ] {
        let (asked, written, unit) = (asked(&code.to_string()), written.to_owned(), unit.to_owned());
        let said = at(place, Cleaned::Number { asked, written, taken: read, unit });
        assert_eq!(typed(code, given), (number(read), vec![said]), "{given}");
    }
}

#[test]
fn another_unit_of_measure_is_converted_and_told() {
    for (code, given, read, place, unit) in [
        (201.0, "1.2亿元", 12000.0, "收入费用!D6", "万元"),
        (201.0, "85300元", 8.53, "收入费用!D6", "万元"),
        (101.0, "1.2万人次", 12000.0, "医疗服务!D6", "人次"),
    ] {
        let (asked, written, unit) = (asked(&code.to_string()), given.to_owned(), unit.to_owned());
        let said = at(place, UnitConverted { asked, written, taken: read, unit });
        assert_eq!(typed(code, given), (number(read), vec![said]), "{given}");
    }
}

#[test]
fn what_is_no_number_is_missing_and_never_zero() {
    let asked = || asked("101");
    let words = |words: &str| NumberExpected { asked: asked(), seen: Seen::Words(words.to_owned()) };
    let error = |shown: &str| FormulaError { asked: asked(), shown: shown.to_owned() };
    for (given, said) in [
        (Typed::from("三千"), Facts::from(words("三千"))),
        (Typed::Bool(true), words("TRUE").into()),
        (Typed::Date(45930.0), NumberExpected { asked: asked(), seen: Seen::Date("2025-09-30".to_owned()) }.into()),
        (Typed::Error("#REF!"), error("#REF!").into()),
        (Typed::Error("#DIV/0!"), error("#DIV/0!").into()),
        (Typed::Formula("A1+B1", None), FormulaWithoutValue { asked: asked() }.into()),
        (
            Typed::from("12张"),
            UnitOfMeasureOdd { asked: asked(), unit: "人次".to_owned(), written: "12张".to_owned(), found: "张".to_owned() }
                .into(),
        ),
        (Typed::Number(-5.0), OutOfRange::Beyond { asked: asked(), bound: Bound::Zero, found: -5.0 }.into()),
    ] {
        assert_eq!(typed(101.0, given.clone()), (Reading::Blank, vec![at("医疗服务!D6", said)]), "{given:?}");
    }
}

#[test]
fn what_oversteps_a_bound_of_the_form_is_missing() {
    let unit = || "级".to_owned();
    for (given, bound, found) in [
        (Typed::Number(9.0), Bound::Greatest { value: 8.0, unit: unit() }, 9.0),
        (Typed::Number(-1.0), Bound::Least { value: 0.0, unit: unit() }, -1.0),
        (Typed::from("12级"), Bound::Greatest { value: 8.0, unit: unit() }, 12.0),
    ] {
        let said = at("收入费用!D8", OutOfRange::Beyond { asked: asked("203"), bound, found });
        assert_eq!(typed(203.0, given.clone()), (Reading::Blank, vec![said]), "{given:?}");
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
fn not_applicable_is_an_answer_only_where_the_form_takes_it() {
    let refused = AlwaysApplies { asked: asked("202"), written: "—".to_owned() };
    assert_eq!(typed(202.0, "—"), (Reading::Blank, vec![at("收入费用!D7", refused)]), "missing, and told");
    assert_eq!(typed(202.0, "…"), (Reading::Blank, vec![]));
}

#[test]
fn doubts_and_notes_leave_the_value() {
    for (code, given, said) in [
        (202.0, 0.85, at("收入费用!D7", PercentOdd { asked: asked("202"), found: 0.85 })),
        (201.0, 12.3456, at("收入费用!D6", DecimalsOdd { asked: asked("201"), decimals: 2, found: 12.3456 })),
        (101.0, 12.5, at("医疗服务!D6", DecimalsOdd { asked: asked("101"), decimals: 0, found: 12.5 })),
    ] {
        assert_eq!(typed(code, given), (number(given), vec![said]));
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
    assert_eq!(
        typed(301.0, "√").1,
        [at("其他!D6", Cleaned::Word { asked: asked("301"), written: "√".to_owned(), taken: "是".to_owned() })]
    );
    assert_eq!(
        typed(301.0, "拟开展"),
        (Reading::Blank, vec![at("其他!D6", ChoiceUnknown::YesOrNo { asked: asked("301"), written: "拟开展".to_owned() })])
    );
}

#[test]
fn a_choice_is_one_of_the_list() {
    assert_eq!(typed(302.0, " 三 级 "), (text("三级"), vec![]));
    let said = at(
        "其他!D7",
        ChoiceUnknown::Listed {
            asked: asked("302"),
            choices: ["三级", "二级", "一级"].map(str::to_owned).to_vec(),
            written: "甲等".to_owned(),
        },
    );
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
    assert_eq!(
        typed(303.0, "2025年9月30日").1,
        [at("其他!D8", Cleaned::Date { asked: asked("303"), written: "2025年9月30日".to_owned(), taken: date(2025, 9, 30) })]
    );
    assert_eq!(
        typed(303.0, "九月底"),
        (Reading::Blank, vec![at("其他!D8", DateUnreadable { asked: asked("303"), written: "九月底".to_owned() })])
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
