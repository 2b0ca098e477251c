//! The committed samples: whoever filed a clean return is accused of nothing, and every rule accounts for every unit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tongbao_figures::audit::rules::outcome::Problem;
use tongbao_figures::audit::{Accepted, Audited, accept, judge};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::Period;
use tongbao_returns::finding::{Finding, Severity};
use tongbao_returns::ingest::{Known, Reader};
use tongbao_returns::registry::Registry;

/// What a sample's inbox holds.
pub(crate) struct Sample {
    pub(crate) plan: Plan,
    pub(crate) registry: Registry,
    /// Those to use.
    pub(crate) accepted: Accepted,
    /// Of reading, and of choosing among resubmissions.
    read: Vec<Finding>,
    /// Files that the sample's readme lists, because something is wrong with them.
    pub(crate) imperfect: BTreeSet<String>,
}

/// A sample as a run judges it.
struct Judged {
    plan: Plan,
    registry: Registry,
    read: Vec<Finding>,
    audited: Audited,
    imperfect: BTreeSet<String>,
}

pub(crate) fn sample(sample: &str, pack: &str) -> Sample {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = root.join("sample_data").join(sample);
    let plan = tongbao_figures::plan::load(&root.join("report_templates"), pack).expect("a sound pack");
    let registry =
        tongbao_returns::ingest::registry(&workspace.join("registry.xlsx"), &tongbao_returns::ingest::Reader::in_process())
            .expect("a reader")
            .expect("the registry")
            .0;
    let found = tongbao_returns::ingest::discover(&workspace.join("inbox")).expect("the inbox");
    let known = Known { forms: &plan.forms, registry: Some(&registry) };
    let readings = tongbao_returns::ingest::read(&found, &known, &Reader::in_process(), &|| ()).expect("readable");
    let (mut read, mut returns) = (Vec::new(), Vec::new());
    for reading in readings {
        read.extend(reading.findings);
        returns.extend(reading.filed);
    }
    let chosen = accept(returns);
    read.extend(chosen.findings);
    let readme = std::fs::read_to_string(workspace.join("inbox/README.md")).expect("the readme");
    let listed =
        |line: &str| Some(line.strip_prefix("| ")?.split('|').nth(1)?.trim().strip_prefix('`')?.strip_suffix('`')?.to_owned());
    let imperfect: BTreeSet<String> = readme.lines().filter_map(listed).collect();
    assert!(!imperfect.is_empty(), "the readme lists the imperfect files");
    Sample { plan, registry, accepted: chosen.value, read, imperfect }
}

fn judged(name: &str, pack: &str) -> Judged {
    let Sample { plan, registry, accepted, read, imperfect } = sample(name, pack);
    let audited = judge(std::slice::from_ref(&plan), Some(&registry), accepted, &[]);
    Judged { plan, registry, read, audited, imperfect }
}

#[track_caller]
fn accuses_no_clean_return(sample: &str, pack: &str) {
    let judged = judged(sample, pack);
    let findings = judged.read.iter().chain(&judged.audited.findings);
    let is_grave = |finding: &&Finding| finding.severity() <= Severity::Suspect;
    let accused: Vec<String> = findings
        .filter(is_grave)
        .filter(|finding| !judged.imperfect.contains(finding.at.file.name()))
        // Two forms of a unit that contradict one another: the other of them is known to be wrong.
        .filter(|finding| !finding.cited().iter().flat_map(|cited| &cited.at).any(|at| judged.imperfect.contains(at.file.name())))
        .map(|finding| format!("{} {} {}", finding.id(), finding.at, finding.message()))
        .collect();
    assert!(accused.is_empty(), "{} findings:\n{}", accused.len(), accused.join("\n"));
}

#[track_caller]
fn every_rule_accounts_for_every_unit(sample: &str, pack: &str) {
    let Judged { plan, registry, audited, .. } = judged(sample, pack);
    let mut broken: BTreeMap<(Period, &str), BTreeSet<&str>> = BTreeMap::new();
    for (finding, rule) in audited.findings.iter().filter_map(|finding| Some((finding, finding.rule()?))) {
        let unit = finding.unit.as_ref().expect("whose return it is").as_str();
        let period = finding.period.expect("for when it was filed");
        broken.entry((period, rule.rule.as_str())).or_default().insert(unit);
    }
    let periods: BTreeSet<Period> = audited.outcomes.iter().map(|outcome| outcome.period).collect();
    assert_eq!(audited.outcomes.len(), periods.len() * plan.rules.len(), "each rule ends once in each period");
    for outcome in &audited.outcomes {
        let rule = plan.rules.iter().find(|rule| rule.id == outcome.rule).expect("a rule of the plan");
        let form = plan.forms.iter().find(|form| form.id == rule.form).expect("a form of the plan");
        let due =
            registry.as_of(outcome.period.last_day()).units().filter(|unit| unit.files(form, outcome.period.last_day())).count();
        let which = format!("{} {}", outcome.period, outcome.rule);
        let accounted = outcome.pass + outcome.fail + outcome.unverifiable + outcome.not_run;
        assert_eq!(outcome.units(), accounted, "{which}");
        // A condition of units lets some of them in; a rule that does not run concerns them all.
        let is_for_all = rule.condition.is_none() || rule.dormant(outcome.period).is_some();
        assert!(if is_for_all { accounted == due } else { accounted <= due }, "{which}: {accounted} of {due} units");
        assert_eq!(outcome.reasons.values().sum::<usize>(), outcome.not_run, "{which}: each with a reason");
        let units = broken.get(&(outcome.period, outcome.rule.as_str())).map_or(0, BTreeSet::len);
        assert_eq!(outcome.fail, units, "{which}: units that fail have findings");
        assert!(!matches!(outcome.problem, Some(Problem::Engine(_))), "{which}: {:?}", outcome.problem);
    }
}

#[test]
fn no_clean_return_of_the_jining_sample_is_accused() {
    accuses_no_clean_return("jining", "jining-2023");
}

#[test]
fn no_clean_return_of_the_kailu_sample_is_accused() {
    accuses_no_clean_return("kailu", "kailu-2024");
}

#[test]
fn every_rule_of_the_jining_sample_accounts_for_every_unit() {
    every_rule_accounts_for_every_unit("jining", "jining-2023");
}

#[test]
fn every_rule_of_the_kailu_sample_accounts_for_every_unit() {
    every_rule_accounts_for_every_unit("kailu", "kailu-2024");
}
