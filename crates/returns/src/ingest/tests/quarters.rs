//! A form by the quarter: 本季数 and 7—9月 are what it asks for, 本年累计 and 1—9月 are told (docs/numbers.md rule 14).

use super::support::{Book, Page, Typed, VALUE, centre_form, hospital_form, reading_of};
use super::told::{at, told};
use crate::domain::{FlowBasis, Form, Period, Quarter, Reading};
use crate::finding::facts::{HeaderMissing, NotOfQuarter, PeriodDiffers};
use crate::ingest::FileReading;

const THIRD: Period = Period::quarter(2025, Quarter::Third);

/// The hospital's form, filed by the quarter.
fn forms() -> [Form; 2] {
    [Form { basis: FlowBasis::Quarter, ..hospital_form() }, centre_form()]
}

fn relabel(page: &mut Page, from: &str, to: &str) {
    for typed in page.cells.values_mut().filter(|typed| **typed == Typed::from(from)) {
        *typed = Typed::from(to);
    }
}

/// A faultless return whose values have this label.
fn headed(label: &str) -> Book {
    let mut book = Book::faultless();
    for page in &mut book.pages {
        relabel(page, "本期累计", label);
    }
    book
}

fn of_year(written: &str) -> NotOfQuarter {
    NotOfQuarter { written: written.to_owned(), period: THIRD }
}

#[test]
fn the_column_of_the_quarter_is_read_without_a_word() {
    for label in ["本季数", "2025年7—9月累计", "本季累计", "期末数"] {
        let reading = headed(label).read_by(&forms());
        assert_eq!((reading_of(&reading, "101"), told(&reading)), (Reading::Number(1200.0), vec![]), "{label}");
    }
}

#[test]
fn of_the_year_so_far_alone_nothing_that_flows_is_read() {
    let reading = headed("本年累计").read_by(&forms());
    let missing = || HeaderMissing::NoQuarter { label: "本年累计".to_owned() };
    assert_eq!(told(&reading), ["医疗服务", "收入费用", "其他"].map(|sheet| at(sheet, missing())));
    assert_eq!((reading_of(&reading, "101"), reading_of(&reading, "203")), (Reading::Blank, Reading::Number(5.0)));
    // In the first quarter both are the same.
    let first = headed("本年累计").cover("报告期", "2025Q1").cover("报出日期", "2025-04-12").read_by(&forms());
    assert_eq!((reading_of(&first, "101"), told(&first)), (Reading::Number(1200.0), vec![]));
    // Where the year is asked it is the other way round.
    let usual = headed("本季数").read();
    let missing = || HeaderMissing::OnlyQuarter { label: "本季数".to_owned() };
    assert_eq!(told(&usual), ["医疗服务", "收入费用", "其他"].map(|sheet| at(sheet, missing())));
}

#[test]
fn without_either_column_the_one_that_is_asked_for_is_named() {
    let mut book = headed("本季数");
    relabel(book.page("医疗服务"), "本季数", "金额");
    assert_eq!(told(&book.read_by(&forms())), [at("医疗服务", HeaderMissing::QuarterValues)]);
}

#[test]
fn months_since_january_are_told_on_covers_and_in_heads() {
    let on_cover = |period: &str| told(&headed("本季数").cover("报告期", period).read_by(&forms()));
    for period in ["2025Q3", "2025年第三季度", "2025年7—9月"] {
        assert_eq!(on_cover(period), [], "{period}");
    }
    for period in ["2025年1—9月", "2025年前三季度", "2025Q3（累计）", "2025年9月"] {
        assert_eq!(on_cover(period), [at("封面!B5", of_year(period))], "{period}");
    }
    let in_head =
        |months: &'static str| told(&headed("本季数").change("医疗服务", |page| page.put(0, 7, months)).read_by(&forms()));
    assert_eq!(in_head("2025年7—9月"), []);
    assert_eq!(in_head("2025年1—9月"), [at("医疗服务!H1", of_year("2025年1—9月"))]);
    let other = PeriodDiffers { written: "2025年4—6月".to_owned(), period: THIRD };
    assert_eq!(in_head("2025年4—6月"), [at("医疗服务!H1", other)]);
}

#[test]
fn the_year_so_far_beside_the_quarter_is_kept_to_be_compared() {
    let mut book = headed("本季数");
    for page in &mut book.pages {
        relabel(page, "上年同期", "本年累计");
    }
    let reading = book.read_by(&forms());
    assert_eq!((reading_of(&reading, "101"), told(&reading)), (Reading::Number(1200.0), vec![]));
    let beside = |reading: &FileReading| {
        let facts = &reading.filed.as_ref().unwrap().since_january;
        let told = facts.iter().map(|fact| (fact.item, fact.reading.clone(), fact.place.unwrap().column));
        told.collect::<Vec<_>>()
    };
    // Visits, outpatients and income flow; what does not is the same in both columns.
    assert_eq!(beside(&reading), [0, 1, 2].map(|item| (item, Reading::Number(7.0), VALUE + 1)));
    assert_eq!(beside(&book.read()), [], "where the year is asked nothing is compared");
    assert_eq!(beside(&headed("本季数").read_by(&forms())), []);
}
