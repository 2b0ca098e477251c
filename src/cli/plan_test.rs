//! `tongbao plan test`: whether the tests of plan packs pass; of each that does not every line, what was expected, what was found, and how
//! that came about.

use super::arguments::{Format, Packs, PlanTestArguments};
use super::check::{passed_over, this_folder, this_pack};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::output;
use crate::pipeline::plan_test::{Check, PackTests, TestReport, Tested, plan_test};
use crate::pipeline::unfit_tests::UnfitTest;

/// Does it; the exit code is that of `plan check`.
pub(super) fn test(arguments: PlanTestArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let PlanTestArguments { pack, packs: Packs { workspace, told: by } } = arguments;
    let workspace = workspace.or_else(this_folder);
    let pack = pack.or_else(|| this_pack(workspace.as_deref()));
    let report = plan_test(&context.templates()?, workspace.as_deref(), pack.as_deref())?;
    let outcome = if report.is_sound() { Outcome::Done } else { Outcome::Misused };
    match by.format {
        Format::Json => output::json(outcome, &report),
        Format::Text => {
            let aside = passed_over(pack.as_deref(), workspace.as_deref(), context)?;
            Ok(output::text(outcome, aside + &told(&report, &context.messages), context))
        }
    }
}

fn told(report: &TestReport, messages: &Messages) -> String {
    report.packs.iter().map(|pack| of_pack(pack, messages)).collect()
}

fn of_pack(pack: &PackTests, messages: &Messages) -> String {
    let id = || ("id", (&pack.id).into());
    if !pack.mistakes.is_empty() {
        let summary = messages.tell("plan-mistakes", &[id(), ("count", pack.mistakes.len().into())]);
        return format!("{}\n\n{summary}\n", pack.rendered.trim_end());
    }
    let count = ("count", pack.tests.len().into());
    let summary = match (pack.has_tests, pack.failed()) {
        (false, _) => messages.tell("plan-untested", &[id()]),
        (true, 0) => messages.tell("plan-tests-passed", &[id(), count]),
        (true, failed) => messages.tell("plan-tests-failed", &[id(), ("failed", failed.into()), count]),
    };
    let failures = pack.tests.iter().filter(|test| !test.is_passed()).map(|test| of_test(test, messages));
    failures.chain([summary + "\n", of_shipped(pack, messages)]).collect()
}

/// What is to be known of shipped tests beside an office's own files: those that fail because of them, and those that no longer fit.
fn of_shipped(pack: &PackTests, messages: &Messages) -> String {
    let id = || ("id", (&pack.id).into());
    let mut lines = Vec::new();
    if pack.are_of_shipped && pack.failed() > 0 {
        lines.push(messages.tell("plan-tests-shipped", &[id()]));
    }
    if !pack.unfit.is_empty() {
        lines.push(messages.tell("plan-tests-unfit", &[id(), ("count", pack.unfit.len().into())]));
    }
    let told = |UnfitTest { name, file, line, misses }: &UnfitTest| {
        format!("  {}:{line} {name}（{}）", file.display(), misses.join("；"))
    };
    lines.extend(pack.unfit.iter().map(told));
    lines.into_iter().map(|line| line + "\n").collect()
}

fn of_test(test: &Tested, messages: &Messages) -> String {
    let mut lines = vec![format!("{}:{} {}", test.file.display(), test.line, test.name)];
    for check in test.checks.iter().filter(|check| !check.is_met) {
        let Check { line, about, expected, found, workings, .. } = check;
        let details =
            [("line", line.to_string().into()), ("about", about.into()), ("expected", expected.into()), ("found", found.into())];
        lines.push(format!("  {}", messages.tell("plan-test-missed", &details)));
        lines.extend(workings.iter().map(|line| format!("    {line}")));
    }
    lines.push(String::new());
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::cli::messages::Language;

    fn check(is_met: bool) -> Check {
        Check {
            line: 12,
            about: "甲县 县域内就诊率 数值".to_owned(),
            expected: "90.0%".to_owned(),
            found: if is_met { "90.0%" } else { "85.0%" }.to_owned(),
            is_met,
            workings: vec!["SUM(县域内就诊人次) = 85".to_owned()],
        }
    }

    fn pack(checks: Vec<Check>) -> PackTests {
        let test = Tested { name: "两县合并".to_owned(), file: PathBuf::from("p/tests.toml"), line: 3, checks };
        PackTests {
            id: "p".to_owned(),
            has_tests: true,
            tests: vec![test],
            are_of_shipped: false,
            unfit: Vec::new(),
            mistakes: Vec::new(),
            rendered: String::new(),
        }
    }

    #[test]
    fn a_test_that_fails_says_what_came_out_instead_and_how() {
        let expected = "\
p/tests.toml:3 两县合并
  第12行 甲县 县域内就诊率 数值：应为 90.0%，得到 85.0%
    SUM(县域内就诊人次) = 85

p：1 项测试中有 1 项没有通过
";
        assert_eq!(of_pack(&pack(vec![check(true), check(false)]), &Messages::new(Language::Zh)), expected);
        assert_eq!(of_pack(&pack(vec![check(true)]), &Messages::new(Language::En)), "p: 1 test passed\n");
    }

    #[test]
    fn of_shipped_tests_an_office_is_told_once_which_do_not_fit_its_files() {
        let unfit = UnfitTest {
            name: "人次其中项".to_owned(),
            file: PathBuf::from("p/tests.toml"),
            line: 9,
            misses: vec!["没有审核规则`P-1`".to_owned()],
        };
        let shipped = PackTests { are_of_shipped: true, unfit: vec![unfit], ..pack(vec![check(true)]) };
        let expected = "\
p：1 项测试全部通过
提示：随程序的测试有 1 项用到了本单位的文件里没有的内容，没有运行。要有自己的测试，把 tests.toml 复制到 plans/p 里再改
  p/tests.toml:9 人次其中项（没有审核规则`P-1`）
";
        assert_eq!(of_pack(&shipped, &Messages::new(Language::Zh)), expected);
        let failed = PackTests { unfit: Vec::new(), ..shipped };
        let failed = PackTests { tests: vec![Tested { checks: vec![check(false)], ..failed.tests[0].clone() }], ..failed };
        let text = of_pack(&failed, &Messages::new(Language::Zh));
        assert!(
            text.ends_with(
                "提示：测试是随程序的，方案包里有本单位的文件：本来就应当不同的，把 tests.toml 复制到 plans/p 里再改\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn a_pack_without_tests_is_told() {
        let untested = PackTests { has_tests: false, tests: Vec::new(), ..pack(Vec::new()) };
        assert_eq!(of_pack(&untested, &Messages::new(Language::En)), "p: no tests (there is no tests.toml)\n");
    }
}
