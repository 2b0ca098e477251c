//! Not chosen defects but all of a kind: every number of every form slips by a digit, every return is last year's again.
//!
//! The forms of Jining by the files of the world; those of Kailu, which has no world, by the values of the clean returns of its sample.

use tongbao_figures::audit::{accept, judge};
use tongbao_returns::domain::{Kind, Period, Quarter, Reading, Return};
use tongbao_returns::finding::{Finding, Severity};

use super::book::Book;
use super::draft::Draft;
use super::found::{Found, each};
use super::world::{THIS, world};
use super::{BUREAU, HOSPITAL, OFFICE, SUPPLEMENT, TOWNSHIP, Whose};
use crate::precision::{Sample, sample};

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
            matches!(finding.severity(), Severity::Error | Severity::Suspect)
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

/// Forms of Kailu that may be the same as last year: handfuls, and words.
const STEADY: [&str; 4] = ["kailu-mch", "kailu-health-bureau", "kailu-insurance", "kailu-ledger"];
/// What may be the same as in the quarter before: goods in use change by the year. A rule asks, and the return counts.
const STEADY_FOR_A_QUARTER: [&str; 1] = ["kailu-alliance"];

/// Returns of the quarter in the sample of Kailu, of units with nothing wrong.
fn clean(sample: &Sample) -> Vec<&Return> {
    let of_quarter: Vec<&Return> = sample.accepted.arrived_of_period(THIS).collect();
    let is_clean = |filed: &&Return| !sample.imperfect.contains(&filed.file.path);
    let mut clean = of_quarter.clone();
    clean.retain(|filed| of_quarter.iter().filter(|other| other.unit == filed.unit).all(is_clean));
    clean
}

/// Whether a rule keeps something that the unit files in the quarter out of totals, if it files this.
fn keeps_out(sample: &Sample, filed: &Return) -> bool {
    let is_other = |other: &&Return| (other.period, &other.form) != (filed.period, &filed.form);
    let mut returns: Vec<Return> = Vec::new();
    for period in sample.accepted.periods() {
        let of_unit = sample.accepted.arrived_of_period(period).filter(|other| other.unit == filed.unit);
        returns.extend(of_unit.filter(is_other).cloned());
    }
    returns.push(filed.clone());
    let audited = judge(std::slice::from_ref(&sample.plan), Some(&sample.registry), accept(returns).value, &[]);
    let is_grave = |finding: &Finding| matches!(finding.severity(), Severity::Error | Severity::Suspect);
    audited.findings.iter().any(|finding| finding.period == Some(filed.period) && is_grave(finding))
}

#[test]
fn slips_are_found_in_every_number_of_kailu() {
    let sample = sample("kailu", "kailu-2024");
    let mut cases: Vec<(&Return, usize, f64)> = Vec::new();
    for filed in clean(&sample) {
        assert!(!keeps_out(&sample, filed), "{} {} is clean", filed.unit, filed.form);
        for (position, fact) in filed.facts.iter().enumerate() {
            let Reading::Number(number) = fact.reading else { continue };
            let factors = [10.0, 0.1, 100.0, 1_000.0, 10_000.0];
            cases.extend(factors.iter().filter(|_| number >= LEAST).map(|factor| (filed, position, *factor)));
        }
    }
    assert!(cases.len() > 700, "only {} slips", cases.len());
    let missed = each(&cases, |(filed, position, factor)| {
        let mut slipped = (*filed).clone();
        let fact = slipped.facts.get_mut(*position)?;
        let Reading::Number(number) = fact.reading else { return None };
        // Moved by a decimal point, not by a binary fraction.
        fact.reading = Reading::Number((number * factor * 1e6).round() / 1e6);
        let item = sample.plan.forms.iter().find(|form| form.id == filed.form)?.items().nth(*position)?;
        (!keeps_out(&sample, &slipped)).then(|| format!("{} {} {number} ×{factor}", filed.unit, item.name))
    });
    assert_eq!(missed, [""; 0]);
}

#[test]
fn a_copy_of_an_earlier_return_is_found_in_kailu() {
    let sample = sample("kailu", "kailu-2024");
    let mut cases: Vec<Return> = Vec::new();
    for filed in clean(&sample) {
        for period in [Period::quarter(2024, Quarter::Third), Period::quarter(2025, Quarter::Second)] {
            let is_steady = STEADY.contains(&filed.form.as_str())
                || (period.year == THIS.year && STEADY_FOR_A_QUARTER.contains(&filed.form.as_str()));
            let earlier = sample.accepted.find(period, &filed.unit, &filed.form).filter(|_| !is_steady);
            let Some(earlier) = earlier else { continue };
            let mut copy = filed.clone();
            for (fact, before) in copy.facts.iter_mut().zip(&earlier.facts) {
                fact.reading = before.reading.clone();
            }
            cases.push(copy);
        }
    }
    assert!(cases.len() > 30, "only {} copies", cases.len());
    let missed = each(&cases, |copy| (!keeps_out(&sample, copy)).then(|| format!("{} {}", copy.unit, copy.form)));
    assert_eq!(missed, [""; 0]);
}
