//! Not chosen defects but all of a kind: every number of every form slips by a digit.

use tongbao::domain::Kind;
use tongbao::finding::Severity;

use super::BUREAU;
use super::HOSPITAL;
use super::OFFICE;
use super::SUPPLEMENT;
use super::TOWNSHIP;
use super::Whose;
use super::book::Book;
use super::draft::Draft;
use super::found::Found;
use super::found::each;
use super::world::THIS;
use super::world::world;

/// Of smaller numbers nothing can be said: a handful may well become dozens.
const LEAST: f64 = 100.0;

/// What may slip by one digit without keeping the return out of totals, and why that is right.
const FORGIVEN: &[(&str, &str)] = &[
    // In 元, and spent or not spent as it happens.
    ("hospital", "无预算支出金额"),
];

/// Items whose slip by a factor is not found by a rule that keeps the return out of totals.
fn missed(factor: f64) -> Vec<String> {
    let mut cases: Vec<(Whose, String, String)> = Vec::new();
    for whose in [HOSPITAL, SUPPLEMENT, TOWNSHIP, BUREAU, OFFICE] {
        let mut book = Book::open(&world().find(whose.0, whose.1, THIS).bytes);
        let numbers = world().form(whose.1).items().filter(|item| matches!(item.kind, Kind::Flow | Kind::Stock));
        for item in numbers {
            let is_forgiven = FORGIVEN.contains(&(whose.1, item.name.as_str()));
            if book.number(&item.code) >= LEAST && !is_forgiven {
                cases.push((whose, item.code.clone(), item.name.to_string()));
            }
        }
    }
    assert!(cases.len() > 70, "only {} numbers", cases.len());
    let is_missed = |(whose, code, _): &(Whose, String, String)| {
        let mut draft = Draft::new(*whose);
        draft.book.times(&[code.as_str()], factor);
        let found = Found::with_draft(&draft);
        !found.findings.iter().any(|finding| {
            matches!(finding.severity, Severity::Error | Severity::Suspect)
                && finding.unit.as_ref().is_some_and(|unit| unit.as_str() == whose.0)
        })
    };
    each(&cases, |case| is_missed(case).then(|| format!("{} {} {}", case.0.1, case.1, case.2)))
}

#[test]
fn a_digit_too_many_is_found_in_every_number() {
    assert_eq!(missed(10.0), [""; 0]);
}

#[test]
fn a_digit_too_few_is_found_in_every_number() {
    assert_eq!(missed(0.1), [""; 0]);
}
