//! `tongbao plan test`: what a pack makes of the few returns in its `tests.toml`, set against what must come out.
//!
//! In: a pack. Out: for each of its tests every single thing that was expected, with what was found and, where the two differ, how that
//! came about. Nothing is read but the pack and nothing is written: the returns of a test go through audit, aggregation, assessment and
//! scoring in memory, as those of a run do.

mod evaluated;
mod figure;
mod finding;
mod points;
mod task;

use std::path::{Path, PathBuf};

use serde::Serialize;

use self::evaluated::Evaluated;
use super::error::RunError;
use super::packs::{self, NamedPack};
use super::plan_check::{PackMistake, told};
use super::unfit_tests::{UnfitTest, unfit_tests};
use tongbao_figures::cases::{Case, Cases, Expected, FILE};
use tongbao_figures::plan::{PackFolders, Plan, load_from};

/// What came of the tests of one or several packs.
#[derive(Debug, Clone, Serialize)]
pub struct TestReport {
    /// In the order of their ids.
    pub packs: Vec<PackTests>,
}

/// The tests of one pack.
#[derive(Debug, Clone, Serialize)]
pub struct PackTests {
    /// Its id.
    pub id: String,
    /// Whether it has a `tests.toml`.
    pub has_tests: bool,
    /// In the order of the file; none if there is a mistake.
    pub tests: Vec<Tested>,
    /// Whether they are those of the shipped pack, some files of which the office's own stand for.
    pub are_of_shipped: bool,
    /// Of those the ones that no longer fit; they are not run.
    pub unfit: Vec<UnfitTest>,
    /// Mistakes of the pack, or of its tests if the pack is sound.
    pub mistakes: Vec<PackMistake>,
    /// The mistakes as text, each in its line.
    pub rendered: String,
}

/// One test.
#[derive(Debug, Clone, Serialize)]
pub struct Tested {
    /// As its author calls it.
    pub name: String,
    /// Below the folder of packs.
    pub file: PathBuf,
    /// Where it begins, from 1.
    pub line: usize,
    /// Everything that was expected, in the order of the file.
    pub checks: Vec<Check>,
}

/// One thing that was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Where it stands, from 1.
    pub line: usize,
    /// Of whom and what: `甲县 县域内就诊率 数值`. Chinese always, as the pack is.
    pub about: String,
    /// What must come out.
    pub expected: String,
    /// What came out.
    pub found: String,
    /// Whether the two are the same.
    pub is_met: bool,
    /// How that came about, line by line; nothing where it is met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub workings: Vec<String>,
}

impl Tested {
    /// Whether everything came out.
    pub fn is_passed(&self) -> bool {
        self.checks.iter().all(|check| check.is_met)
    }
}

impl PackTests {
    /// How many tests did not pass.
    pub fn failed(&self) -> usize {
        self.tests.iter().filter(|test| !test.is_passed()).count()
    }
}

impl TestReport {
    /// Whether there is no mistake and every test passes.
    pub fn is_sound(&self) -> bool {
        self.packs.iter().all(|pack| pack.mistakes.is_empty() && pack.failed() == 0)
    }
}

/// Runs the tests of a pack, by its folder or its id, or of all packs of the templates and of a workspace.
pub fn plan_test(templates: &Path, workspace: Option<&Path>, pack: Option<&Path>) -> Result<TestReport, RunError> {
    let packs = packs::asked(pack, workspace, templates)?;
    Ok(TestReport { packs: packs.iter().map(of_pack).collect::<Result<_, _>>()? })
}

fn of_pack(NamedPack { folders, id }: &NamedPack) -> Result<PackTests, RunError> {
    let mut report = PackTests {
        id: id.clone(),
        has_tests: false,
        tests: Vec::new(),
        are_of_shipped: false,
        unfit: Vec::new(),
        mistakes: Vec::new(),
        rendered: String::new(),
    };
    let plan = match load_from(folders, id) {
        Ok(plan) => plan,
        Err(error) => {
            (report.mistakes, report.rendered) = told(error)?;
            return Ok(report);
        }
    };
    match tongbao_figures::cases::load(folders, &plan) {
        Ok(None) => {}
        Ok(Some(Cases { cases, are_of_shipped, unfit })) => {
            report.has_tests = true;
            report.tests = cases.iter().map(|case| tested(folders, &plan, case)).collect::<Result<_, _>>()?;
            report.are_of_shipped = are_of_shipped;
            report.unfit = unfit_tests(folders, id, unfit);
        }
        Err(error) => {
            report.has_tests = true;
            (report.mistakes, report.rendered) = told(error)?;
        }
    }
    Ok(report)
}

fn tested(folders: &PackFolders, plan: &Plan, case: &Case) -> Result<Tested, RunError> {
    let evaluated = Evaluated::of(plan, case)?;
    let mut checks = Vec::new();
    for expectation in &case.expectations {
        let answers = match &expectation.what {
            Expected::Figure(expected) => figure::answers(&evaluated, &expectation.group, expected),
            Expected::Finding(expected) => finding::answers(&evaluated, &expectation.group, expected),
            Expected::Score(expected) => points::of_score(&evaluated, &expectation.group, expected),
            Expected::Points(expected) => points::of_part(&evaluated, &expectation.group, expected),
            Expected::Task(expected) => task::answers(&evaluated, &expectation.group, expected),
        };
        let Answers { about, things, workings } = answers;
        checks.extend(things.into_iter().map(|Answer { what, expected, found }| {
            let is_met = expected == found;
            let about = [expectation.group_name.as_str(), &about, what].join(" ");
            let workings = if is_met { Vec::new() } else { workings.clone() };
            Check { line: expectation.line, about, expected, found, is_met, workings }
        }));
    }
    let file = folders.shown(&format!("{}/{FILE}", plan.id));
    Ok(Tested { name: case.name.clone(), file, line: case.line, checks })
}

/// What came of one expectation.
struct Answers {
    /// Of what: an indicator, a rule, a task.
    about: String,
    /// Every thing that the expectation names.
    things: Vec<Answer>,
    /// How it came about.
    workings: Vec<String>,
}

/// One thing in the words in which it is printed: what is printed alike is the same.
struct Answer {
    what: &'static str,
    expected: String,
    found: String,
}

/// An answer, if it is asked for.
fn answer<T>(
    what: &'static str,
    expected: Option<T>,
    word: impl Fn(T) -> String,
    found: impl FnOnce() -> String,
) -> Option<Answer> {
    expected.map(|expected| Answer { what, expected: word(expected), found: found() })
}
