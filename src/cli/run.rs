//! `tongbao run`: makes the bulletins of a period and tells a clerk what came of it.

use std::path::Path;

use super::arguments::{Asked, Format, Issuing, RunArguments, Told};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::standing::told_of_replaced;
use super::{configuration, findings, inbox, issued, output, progress};
use crate::pipeline::IssueRequest;
use crate::pipeline::report::{Published, RunReport, Without};
use crate::pipeline::request::{RunRequest, Wish};
use crate::pipeline::run::run_as_wished as run_pipeline;
use crate::publish::Unsure;
use tongbao_figures::audit::RuleOutcome;
use tongbao_render::{Lack, Substitution};
use tongbao_returns::domain::Cycle;
use tongbao_returns::finding::{Finding, Severity};

/// More rejected files than this are not listed one by one.
const LISTED: usize = 20;

/// Does it.
pub(super) fn run(arguments: RunArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let RunArguments { office, asked, issue, waiting, told: Told { format }, no_verify, verbose } = arguments;
    let Asked { period, cycle, as_of, plan } = asked;
    let setup = context.setup_to_write(&office.workspace, as_of, "run", &waiting)?;
    let request = RunRequest { period, cycle, verifies: !no_verify };
    let Issuing { is_final, number, force, reason } = issue;
    let issue = number.filter(|_| is_final).map(|number| IssueRequest { number, force: reason.filter(|_| force) });
    let report = run_pipeline(&setup, &request, &Wish { plan, issue }, &context.progress())?;
    let outcome = Outcome::of_action(report.needs_action());
    let ending = match format {
        Format::Json => output::json(outcome, &report)?,
        Format::Text => output::text(outcome, told(&report, &context.messages), context),
    };
    let stderr = inbox::remark(report.files.emptied, context)
        + &configuration::remark(&report.configuration, context)
        + &remarks(&report, verbose, context);
    Ok(Ending { stderr, ..ending }.done())
}

/// The report for a person.
fn told(report: &RunReport, messages: &Messages) -> String {
    let mut lines = vec![messages.tell("run-period", &[("period", messages.period(report.period).into())])];
    lines.extend(report.published.iter().map(|published| published_line(published, messages)));
    lines.extend(without(&report.without, messages));
    let (returns, files) = (&report.returns, &report.files);
    lines.push(messages.tell(
        "run-returns",
        &[
            ("due", returns.due.into()),
            ("ontime", returns.on_time.into()),
            ("late", returns.late.into()),
            ("missing", returns.missing.into()),
            ("awaited", returns.awaited.into()),
            ("returned", returns.returned.into()),
            ("empty", returns.empty.into()),
        ],
    ));
    lines.push(messages.tell(
        "run-files",
        &[
            ("found", files.found.into()),
            ("read", files.read.into()),
            ("known", files.from_store.into()),
            ("rejected", files.rejected.into()),
        ],
    ));
    if files.later > 0 {
        lines.push(messages.tell("run-later", &[("count", files.later.into())]));
    }
    if files.damaged > 0 {
        let named = messages.listed(report.damaged.iter().map(|file| file.display()));
        lines.push(messages.tell("run-damaged", &[("count", files.damaged.into()), ("files", named.into())]));
    }
    lines.extend(rules(report, messages));
    let verified: usize = report.published.iter().map(|published| published.verified).sum();
    if verified > 0 {
        lines.push(messages.tell("run-verified", &[("count", verified.into())]));
    }
    lines.extend(report.published.iter().map(|published| found(published, messages)));
    lines.extend(report.published.iter().filter(|published| published.slips > 0).map(|published| slips(published, messages)));
    lines.extend(report.slips.iter().map(|shared| slips_in(&shared.folder, shared.count, messages)));
    if returns.late + returns.missing + returns.awaited + returns.returned > 0 {
        lines.extend(report.published.iter().map(|published| chasing(published, messages)));
    }
    lines.extend(rejected(report, messages));
    let mut text = lines.join("\n") + "\n";
    let others = findings::counted(report.findings.iter().filter(|finding| !is_rejection(finding)), messages).shown();
    if !others.is_empty() {
        text = text + "\n" + &messages.say("run-findings") + "\n" + &others;
    }
    inbox::emptied(files.emptied, messages) + &configuration::around(&text, &report.configuration, messages)
}

fn published_line(published: &Published, messages: &Messages) -> String {
    let Published { plan, cycle, folder, documents, number, replaces, .. } = published;
    let cycle = messages.cycle(*cycle);
    let folder = folder.display().to_string();
    let mut details =
        vec![("plan", plan.into()), ("cycle", cycle.into()), ("count", (*documents).into()), ("folder", folder.into())];
    let (line, key) = match number {
        Some(number) => {
            details.push(("number", (*number).into()));
            (messages.tell("run-issued", &details), "run-replaces")
        }
        None => (messages.tell("run-published", &details), "run-would-replace"),
    };
    match replaces {
        Some(replaced) => format!("{line}\n{}", told_of_replaced(key, replaced, messages)),
        None => line,
    }
}

/// How the rules ended, and those that the office should look into.
fn rules(report: &RunReport, messages: &Messages) -> Vec<String> {
    if report.rules.is_empty() {
        return Vec::new();
    }
    let sum = |count: fn(&RuleOutcome) -> usize| report.rules.iter().map(count).sum::<usize>();
    let counts = messages.tell(
        "run-rules",
        &[
            ("rules", report.rules.len().into()),
            ("pass", sum(|outcome| outcome.pass).into()),
            ("fail", sum(|outcome| outcome.fail).into()),
            ("unverifiable", sum(|outcome| outcome.unverifiable).into()),
            ("notrun", sum(|outcome| outcome.not_run).into()),
        ],
    );
    let problems = report.rules.iter().filter_map(|outcome| {
        let problem = outcome.problem.as_ref()?;
        let told = [("rule", outcome.rule.as_str().into()), ("problem", problem.to_string().into())];
        Some(format!("  {}", messages.tell("run-rule-problem", &told)))
    });
    std::iter::once(counts).chain(problems).collect()
}

fn found(published: &Published, messages: &Messages) -> String {
    let file = published.folder.join("审核发现.xlsx").display().to_string();
    messages.tell("run-found", &[("file", file.into())])
}

fn slips(published: &Published, messages: &Messages) -> String {
    slips_in(&published.folder.join("退回单"), published.slips, messages)
}

fn slips_in(folder: &Path, count: usize, messages: &Messages) -> String {
    messages.tell("run-slips", &[("folder", folder.display().to_string().into()), ("count", count.into())])
}

/// The plans that have not what was asked for, in a line for each reason.
pub(super) fn without(plans: &[Without], messages: &Messages) -> Vec<String> {
    let mut lines: Vec<(Option<Cycle>, Vec<&Without>)> = Vec::new();
    for one in plans {
        match lines.iter_mut().find(|(cycle, _)| *cycle == one.cycle) {
            Some((_, known)) => known.push(one),
            None => lines.push((one.cycle, vec![one])),
        }
    }
    let line = |(cycle, plans): (Option<Cycle>, Vec<&Without>)| {
        let named = messages.listed(plans.iter().map(|one| &one.plan));
        let period = plans.first().map(|one| one.period.to_string()).unwrap_or_default();
        match cycle {
            Some(cycle) => {
                let kind = format!("{period} {}", messages.cycle(cycle));
                messages.tell("run-without", &[("kind", kind.into()), ("plans", named.into())])
            }
            None => messages.tell("run-without-period", &[("period", period.into()), ("plans", named.into())]),
        }
    };
    lines.into_iter().map(line).collect()
}

fn chasing(published: &Published, messages: &Messages) -> String {
    let file = published.folder.join("催报名单.xlsx").display().to_string();
    messages.tell("run-chasing", &[("file", file.into())])
}

/// One line for each file that is not used, so that nobody has to open a workbook to learn why.
fn rejected(report: &RunReport, messages: &Messages) -> Vec<String> {
    let rejections: Vec<_> = report.findings.iter().filter(|finding| is_rejection(finding)).collect();
    let mut lines = Vec::new();
    if !rejections.is_empty() {
        // A file may be refused for several things.
        let key = if rejections.len() == report.files.rejected { "run-rejected" } else { "run-rejected-for" };
        let counts = [("count", report.files.rejected.into()), ("lines", rejections.len().into())];
        lines.extend([String::new(), messages.tell(key, &counts)]);
    }
    lines.extend(rejections.iter().take(LISTED).map(|finding| format!("  {}", findings::line(finding))));
    let rest = rejections.len().saturating_sub(LISTED);
    if let (1.., Some(published)) = (rest, report.published.first()) {
        let file = published.folder.join("run.json").display().to_string();
        lines.push(format!("  {}", messages.tell("run-rejected-rest", &[("count", rest.into()), ("file", file.into())])));
    }
    lines
}

fn is_rejection(finding: &Finding) -> bool {
    finding.severity() == Severity::Rejected
}

/// What concerns the run and not the returns: fonts that had to stand in for others, and, if asked for, the time each stage took.
fn remarks(report: &RunReport, verbose: bool, context: &Context<'_>) -> String {
    let messages = &context.messages;
    let mut lines: Vec<String> = report.altered.iter().map(|file| issued::warning(file, messages)).collect();
    let about = |key, folder: &Path| messages.tell(key, &[("folder", folder.display().to_string().into())]);
    lines.extend(report.placed.aside.iter().map(|aside| about("run-aside", aside)));
    lines.extend(report.placed.unsure.iter().map(|Unsure { folder, files }| {
        messages.tell("run-unsure", &[("folder", folder.display().to_string().into()), ("count", (*files).into())])
    }));
    lines.extend(report.placed.stale.iter().map(|folder| about("run-stale", folder)));
    lines.extend(report.outdated.iter().map(|folder| about("run-outdated", folder)));
    if !context.common.quiet {
        lines.extend(report.finished.iter().map(|folder| about("run-finished", folder)));
        lines.extend(report.restored.iter().map(|file| messages.tell("run-restored", &[("file", file.into())])));
        lines.extend(report.substitutions.iter().map(|one| substitution(one, messages)));
    }
    if verbose {
        lines.extend(report.timings.iter().map(|(stage, time)| {
            let seconds = format!("{:.3}", time.as_secs_f64());
            messages.tell("run-timing", &[("stage", progress::name(messages, *stage).into()), ("seconds", seconds.into())])
        }));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

fn substitution(one: &Substitution, messages: &Messages) -> String {
    let Substitution { role, wanted, used, lack } = one;
    let key = match lack {
        Lack::Absent => "run-substitution",
        Lack::Forbidden => "run-substitution-forbidden",
    };
    messages.tell(key, &[("role", role.into()), ("wanted", wanted.into()), ("used", used.into())])
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::cli::messages::Language;
    use crate::pipeline::report::{FileCounts, ReturnCounts, SharedSlips};
    use crate::publish::Placed;
    use tongbao_document::Status;
    use tongbao_returns::domain::{File, Period, Quarter};
    use tongbao_returns::finding::Facts;
    use tongbao_returns::finding::facts::{EmptyFile, EmptyReturn, Encrypted};

    fn about(path: &str, facts: Facts) -> Finding {
        Finding::about(File::Received(path.to_owned()), facts)
    }

    fn report(findings: Vec<Finding>) -> RunReport {
        let rejected = findings.iter().filter(|finding| is_rejection(finding)).count();
        RunReport {
            period: Period::quarter(2025, Quarter::Third),
            configuration: Vec::new(),
            without: Vec::new(),
            slips: Vec::new(),
            published: vec![Published {
                plan: "jining-2023".to_owned(),
                cycle: Cycle::Quarterly,
                period: Period::quarter(2025, Quarter::Third),
                folder: PathBuf::from("bulletins/2025Q3/quarterly"),
                documents: 12,
                slips: 0,
                verified: 4321,
                status: Status::Draft,
                number: None,
                replaces: None,
            }],
            files: FileCounts { found: 24, read: 4, from_store: 20, later: 0, damaged: 0, rejected, emptied: None },
            damaged: Vec::new(),
            returns: ReturnCounts { due: 24, on_time: 21, late: 1, missing: 2, awaited: 0, returned: 1, empty: 0 },
            findings,
            rules: Vec::new(),
            finished: Vec::new(),
            restored: Vec::new(),
            altered: Vec::new(),
            placed: Placed::default(),
            outdated: Vec::new(),
            substitutions: Vec::new(),
            timings: Vec::new(),
        }
    }

    #[test]
    fn a_clerk_reads_what_came_and_what_to_do() {
        let findings = vec![
            about("a.xlsx", Encrypted.into()),
            about("b.xlsx", EmptyReturn { period: Period::quarter(2025, Quarter::Third) }.into()),
            about("c.xlsx", EmptyReturn { period: Period::quarter(2025, Quarter::Third) }.into()),
        ];
        let expected = "\
报告期：2025年第三季度（2025Q3）
已生成：bulletins/2025Q3/quarterly（jining-2023，季调度，12 份通报）
报送：应报 24，及时 21，迟报 1，缺报 2（其中空表 0），待报 0；及时和迟报中退回 1
文件：收到 24，读取 4，未变动沿用 20，拒收 1
核对：重读 PDF 和工作簿，4321 个数全部一致
审核发现：bulletins/2025Q3/quarterly/审核发现.xlsx
催报名单：bulletins/2025Q3/quarterly/催报名单.xlsx

拒收 1 个文件：
  a.xlsx  拒收 F05  文件已加密，请去除密码后重报（在 Excel 中“文件—信息—保护工作簿”去除打开密码，或在“审阅—保护工作簿”取消保护，另存后重报）

其他审核发现：
级别  代码  审核发现  数量
存疑  R01   空表         2
";
        assert_eq!(told(&report(findings), &Messages::new(Language::Zh)), expected);
    }

    #[test]
    fn plans_that_have_not_what_was_asked_for_are_named_and_shared_slips_stand_once() {
        let period = Period::quarter(2025, Quarter::Third);
        let lacks = |plan: &str, cycle| Without { plan: plan.to_owned(), cycle, period };
        let inspection = Some(Cycle::Inspection);
        let without = vec![lacks("甲", inspection), lacks("乙", inspection), lacks("丙", None)];
        let slips = vec![SharedSlips { period, folder: PathBuf::from("bulletins/2025Q3/退回单"), count: 3 }];
        let text = told(&RunReport { without, slips, ..report(Vec::new()) }, &Messages::new(Language::Zh));
        for line in [
            "没有出的方案（2025Q3 专项督察）：甲、乙",
            "没有出的方案（规划期不包括 2025Q3）：丙",
            "退回单：bulletins/2025Q3/退回单（3 份）",
        ] {
            assert_eq!(text.lines().filter(|known| *known == line).count(), 1, "{line}: {text}");
        }
    }

    #[test]
    fn that_the_inbox_is_empty_is_the_first_line() {
        let mut report = report(Vec::new());
        report.files.emptied = Some(24);
        let text = told(&report, &Messages::new(Language::Zh));
        let first =
            "注意：收件文件夹里没有任何文件（上次运行读到 24 份）。请确认共享文件夹已经挂载、tongbao.toml 的 inbox 指对了位置";
        assert_eq!(text.lines().next(), Some(first));
        report.files.emptied = Some(0);
        let text = told(&report, &Messages::new(Language::En));
        assert!(text.lines().next().is_some_and(|first| !first.contains("last run")), "{text}");
    }

    #[test]
    fn a_file_that_is_refused_for_two_things_is_one_file() {
        let mut report = report(vec![about("a.xlsx", EmptyFile.into()), about("a.xlsx", Encrypted.into())]);
        report.files.rejected = 1;
        let text = told(&report, &Messages::new(Language::Zh));
        assert!(text.contains("\n拒收 1 个文件，共 2 条：\n  a.xlsx"), "{text}");
    }

    #[test]
    fn many_rejected_files_are_told_in_the_manifest() {
        let findings = (1..=22).map(|number| about(&format!("{number}.xlsx"), EmptyFile.into())).collect();
        let text = told(&report(findings), &Messages::new(Language::En));
        assert!(text.ends_with("  2 more in bulletins/2025Q3/quarterly/run.json\n"), "{text}");
        assert!(
            text.contains("\n22 files are rejected:\n") && text.contains("  20.xlsx") && !text.contains("  21.xlsx"),
            "{text}"
        );
    }
}
