//! What the kit asserts: everything wrong is found, at its cell, and nothing else is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tongbao_figures::audit::GeneralRule;
use tongbao_figures::plan::rule::Test;
use tongbao_figures::plan::{Missing, RuleSeverity};
use tongbao_returns::domain::Reading;
use tongbao_returns::finding::{Code, Finding, Severity};
use tongbao_sample::imperfect::Way;

use super::draft::Draft;
use super::found::{Found, each, place};
use super::list::KINDS;
use super::world::{THIS, world};
use super::{Defect, Effect, readme};

/// Codes that no return raises by itself: with the tests that raise them by a reading process that misbehaves, by what the office keeps
/// beside the returns, or by ledgers of several quarters.
const RAISED_ELSEWHERE: [(Code, &str, &str); 20] = [
    (Code::CorrectedSince, "tests/it/filings.rs", "fn a_refused_file_is_settled_by_a_later_return"),
    (Code::SeveralReturns, "crates/returns/src/ingest/tests/candidates.rs", "fn a_workbook_may_hold_several_returns"),
    (
        Code::NotOfQuarter,
        "crates/returns/src/ingest/tests/quarters.rs",
        "fn months_since_january_are_told_on_covers_and_in_heads",
    ),
    (Code::NoGlyph, "tests/it/plain_text.rs", "fn a_character_that_no_face_has_is_printed_as_a_stand_in_and_told_at_its_cell"),
    (Code::FurtherFindings, "crates/returns/src/finding/cap.rs", "fn a_file_has_the_first_of_a_code_and_a_count_of_the_rest"),
    (Code::ReaderFailed, "crates/returns/src/ingest/reader.rs", "fn whatever_takes_down_the_process_costs_one_file"),
    (Code::ReaderTimeout, "crates/returns/src/ingest/reader.rs", "fn a_file_that_never_ends_is_given_up_in_time"),
    (Code::EventNotUsed, "crates/returns/src/ingest/tests/events.rs", "fn a_row_that_cannot_be_used_is_told_at_its_cell"),
    (Code::EventTwice, "crates/returns/src/ingest/tests/events.rs", "fn a_row_that_cannot_be_used_is_told_at_its_cell"),
    (
        Code::PracticeNotUsed,
        "crates/returns/src/ingest/tests/practices.rs",
        "fn a_row_that_does_not_say_whose_or_when_is_told_at_its_cell",
    ),
    (
        Code::AdjustmentNotUsed,
        "crates/returns/src/ingest/tests/adjustments.rs",
        "fn a_row_that_cannot_be_used_is_told_once_at_its_cell",
    ),
    (Code::DoneUnproven, "crates/figures/src/audit/ledger/tests.rs", "fn done_is_believed_with_its_day_and_proof"),
    (Code::DoneAfterPeriod, "crates/figures/src/audit/ledger/tests.rs", "fn done_is_believed_with_its_day_and_proof"),
    (
        Code::TaskWentBack,
        "crates/figures/src/audit/ledger/tests.rs",
        "fn a_state_that_goes_back_is_told_unless_the_office_sent_it_back",
    ),
    (Code::LagUnexplained, "crates/figures/src/audit/ledger/tests.rs", "fn done_is_believed_with_its_day_and_proof"),
    (Code::TaskOfOthers, "crates/figures/src/audit/ledger/tests.rs", "fn who_is_not_named_is_not_heard"),
    (Code::SignOffUnusable, "tests/it/ledger.rs", "fn what_the_office_cannot_mean_is_told_at_its_cell"),
    (Code::SignOffUnreasoned, "tests/it/ledger.rs", "fn what_the_office_cannot_mean_is_told_at_its_cell"),
    (Code::TaskUnanswered, "crates/figures/src/audit/ledger/tests.rs", "fn everybody_counties_and_nobody_answer"),
    (Code::StepRepeated, "crates/figures/src/audit/ledger/tests.rs", "fn a_step_is_not_done_by_what_was_said_of_the_one_before"),
];

fn defects() -> impl Iterator<Item = &'static Defect> {
    KINDS.iter().flat_map(|(_, defects)| *defects)
}

/// Codes and rules that the defects must raise.
fn raised() -> BTreeSet<&'static str> {
    defects().flat_map(|defect| defect.expects.iter().map(|(id, _)| *id)).collect()
}

fn told(finding: &Finding) -> String {
    format!("{} {}（{}）{} | {}", finding.id(), place(finding), finding.severity().word(), finding.message(), finding.at.file)
}

#[test]
fn a_year_of_clean_returns_gives_no_finding() {
    let found = Found::in_clean();
    let told: Vec<String> = found.findings.iter().map(told).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert_eq!(found.standing().len(), world().returns.len(), "every return counts");
    assert!(found.standing().values().all(|(_, counts)| *counts));
}

#[test]
fn every_defect_is_found_at_its_cell_and_nothing_else_is() {
    let clean = Found::in_clean();
    let all: Vec<&Defect> = defects().collect();
    let faults = each(&all, |defect| {
        let faults = faults(defect, &clean);
        (!faults.is_empty()).then(|| format!("{}\n    {}", defect.name, faults.join("\n    ")))
    });
    assert!(faults.is_empty(), "{} defects:\n{}", faults.len(), faults.join("\n"));
}

/// What differs from what the defect says of itself.
fn faults(defect: &Defect, clean: &Found) -> Vec<String> {
    let (found, draft) = Found::with(defect);
    let mut faults = Vec::new();
    let is_expected = |finding: &Finding| defect.expects.iter().any(|(id, at)| *id == finding.id() && *at == place(finding));
    for (id, at) in defect.expects {
        if !found.findings.iter().any(|finding| finding.id() == *id && place(finding) == *at) {
            faults.push(format!("not found: {id} {at}"));
        }
    }
    for finding in found.findings.iter().filter(|finding| finding.severity() < Severity::Note && !is_expected(finding)) {
        if !defect.also.contains(&finding.id()) {
            faults.push(format!("found besides: {}", told(finding)));
        }
    }
    for id in defect.also {
        if !found.findings.iter().any(|finding| finding.id() == *id && !is_expected(finding)) {
            faults.push(format!("not found besides: {id}"));
        }
    }
    faults.extend(draft.way.and_then(|way| unlike_its_way(defect, way)));
    faults.extend(others_touched(defect, &found, clean));
    faults.extend(effect(defect, &found, &draft));
    faults
}

/// What is expected, if it is not what the way says that others use too.
fn unlike_its_way(defect: &Defect, way: &Way) -> Option<String> {
    // A rule by whatever identifier is one code.
    let code = |id: &str| Code::find(id).unwrap_or(Code::RuleBroken).as_str();
    let expected: BTreeSet<&str> = defect.expects.iter().map(|(id, _)| code(id)).collect();
    let said: BTreeSet<&str> = way.codes.iter().map(|code| code.as_str()).collect();
    let is_so = expected == said && defect.effect == way.effect;
    (!is_so).then(|| format!("expected: {expected:?} {:?}, its way says: {said:?} {:?}", defect.effect, way.effect))
}

/// Nobody else's return may suffer; the unit's other form only by a finding of its own.
fn others_touched(defect: &Defect, found: &Found, clean: &Found) -> Vec<String> {
    let (unit, form) = defect.of;
    let mut faults = Vec::new();
    // What the alliance's office may wonder about is a note.
    for finding in found.findings.iter().filter(|finding| finding.severity() < Severity::Note) {
        let whose = world().returns.iter().find(|other| finding.at.file.is_received(&other.reading.source.path));
        if whose.is_some_and(|other| other.unit != unit) {
            faults.push(format!("found in another's return: {}", told(finding)));
        }
    }
    let (now, before) = (found.standing(), clean.standing());
    for key in now.keys().chain(before.keys()).collect::<BTreeSet<_>>() {
        let (period, whose, which) = key;
        if (*period, whose.as_str(), which.as_str()) == (THIS, unit, form) || now.get(key) == before.get(key) {
            continue;
        }
        let is_blocked = |finding: &Finding| {
            matches!(finding.severity(), Severity::Error | Severity::Suspect)
                && finding.form.as_ref().is_some_and(|form| form.as_str() == which)
        };
        if whose != unit || !found.findings.iter().any(is_blocked) {
            faults.push(format!("another return is touched: {period} {whose} {which}"));
        }
    }
    faults
}

/// What became of the return, if it is not what was said.
fn effect(defect: &Defect, found: &Found, draft: &Draft) -> Option<String> {
    let (unit, form) = defect.of;
    let reading = found.draft.as_ref().expect("a draft was read");
    let counts = found.filed(unit, form).filter(|(filed, _)| filed.file.path == draft.path);
    let clean = world().find(unit, form, THIS).reading.filed.as_ref().expect("a clean return");
    let different: Vec<&Reading> = reading.filed.as_ref().map_or_else(Vec::new, |filed| {
        let pairs = filed.facts.iter().zip(&clean.facts);
        pairs.filter(|(one, other)| one.reading != other.reading).map(|(one, _)| &one.reading).collect()
    });
    let is_used = counts.is_some_and(|(_, is_sent_back)| !is_sent_back);
    let is_so = match defect.effect {
        Effect::Rejected => {
            reading.filed.is_none() && reading.findings.iter().any(|finding| finding.severity() == Severity::Rejected)
        }
        Effect::CellUnused => is_used && !different.is_empty() && different.iter().all(|reading| **reading == Reading::Blank),
        Effect::SentBack => counts.is_some_and(|(_, is_sent_back)| is_sent_back),
        Effect::Counted => is_used && !different.is_empty(),
        Effect::Harmless => is_used && different.is_empty(),
        Effect::Superseded => reading.filed.is_some() && counts.is_none(),
        Effect::Missing => counts.is_some_and(|(filed, _)| filed.is_empty()),
    };
    let is_filed = reading.filed.is_some();
    (!is_so).then(|| format!("not {:?}: read {is_filed}, used {is_used}, readings that differ: {different:?}", defect.effect))
}

#[test]
fn every_code_is_raised_by_a_defect_or_by_a_test_that_is_named() {
    let raised = raised();
    let missing: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).filter(|code| !raised.contains(code)).collect();
    // A broken rule is told by the rule's identifier.
    let rules = raised.iter().any(|id| Code::ALL.iter().all(|code| code.as_str() != *id));
    let elsewhere = RAISED_ELSEWHERE.map(|(code, ..)| code.as_str());
    let expected: BTreeSet<&str> =
        elsewhere.into_iter().chain([Code::RuleBroken.as_str()].into_iter().filter(|_| rules)).collect();
    let unraised: Vec<_> = missing.difference(&expected).collect();
    assert!(
        unraised.is_empty(),
        "no defect raises {unraised:?}: add one to tests/defects/list, or name its test in RAISED_ELSEWHERE"
    );
    let raised_after_all: Vec<_> = expected.difference(&missing).collect();
    assert!(raised_after_all.is_empty(), "{raised_after_all:?} are raised by a defect: take them out of RAISED_ELSEWHERE");
    for (code, file, test) in RAISED_ELSEWHERE {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("a source file");
        assert!(text.contains(test), "{} should be raised by {test} in {file}", code.as_str());
    }
}

#[test]
fn every_family_method_severity_and_manner_of_blanks_is_raised() {
    let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let rules: Vec<_> =
        raised().difference(&codes).filter(|id| GeneralRule::find(id).is_none()).map(|id| readme::rule(world(), id)).collect();
    let families: BTreeSet<&str> = rules.iter().map(|rule| rule.family.as_str()).collect();
    let all: BTreeSet<&str> = world().plans.iter().flat_map(|plan| &plan.rules).map(|rule| rule.family.as_str()).collect();
    assert_eq!((families.len(), &families), (10, &all));
    let methods: BTreeSet<&str> = rules
        .iter()
        .map(|rule| match rule.test {
            Test::Conditions(_) => "check",
            Test::UnitSlip { .. } => "unit-slip",
            Test::RatioOutlier { .. } => "ratio-outlier",
            Test::ValueOutlier { .. } => "value-outlier",
        })
        .collect();
    assert_eq!(methods.len(), 4, "{methods:?}");
    for severity in [RuleSeverity::Error, RuleSeverity::Suspect, RuleSeverity::Explain, RuleSeverity::Info] {
        assert!(rules.iter().any(|rule| rule.severity == severity), "{severity:?}");
    }
    for missing in [Missing::Skip, Missing::Zero, Missing::Fail] {
        assert!(rules.iter().any(|rule| rule.missing == missing), "{missing:?}");
    }
    // Every form of the kit has a rule that catches something.
    let forms: BTreeSet<&str> = rules.iter().map(|rule| rule.form.as_str()).collect();
    assert_eq!(forms, world().returns.iter().map(|clean| clean.form.as_str()).collect());
}

#[test]
fn there_are_enough_defects_and_no_two_of_a_name() {
    let names: BTreeSet<&str> = defects().map(|defect| defect.name).collect();
    assert_eq!(names.len(), defects().count());
    let wrong = defects().filter(|defect| !defect.expects.is_empty()).count();
    assert!(wrong >= 100, "only {wrong} defects");
}

#[test]
fn the_readme_lists_the_defects() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/defects/README.md");
    let text = readme::text(world());
    if std::env::var_os("UPDATE_DEFECTS").is_some() {
        std::fs::write(&path, &text).expect("README.md");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "README.md differs from the defects: run this test with UPDATE_DEFECTS=1");
}

/// `DEFECTS_OUT=<folder>`: the clean returns below `clean/`, each defect in a folder of its own.
#[test]
#[ignore = "writes files for use elsewhere"]
fn writes_the_workbooks() {
    let out = PathBuf::from(std::env::var_os("DEFECTS_OUT").expect("DEFECTS_OUT names a folder"));
    let write = |path: PathBuf, bytes: &[u8]| {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
        std::fs::write(path, bytes).expect("file");
    };
    for clean in &world().returns {
        write(out.join("clean").join(&clean.reading.source.path), &clean.bytes);
    }
    for (number, defect) in (1..).zip(defects()) {
        let mut draft = Draft::new(defect.of);
        (defect.change)(&mut draft);
        let name = draft.path.rsplit('/').next().expect("a name").to_owned();
        write(out.join(format!("{number:03}")).join(name), &draft.file());
    }
}
