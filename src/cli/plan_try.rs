//! `tongbao plan try`: a year of bulletins from a pack alone; where to look, what could not be made, what was odd.

use super::arguments::{Format, Packs, PlanTryArguments};
use super::check::{passed_over, this_folder};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::{Failure, told_of_run};
use super::messages::Messages;
use super::output;
use crate::pipeline::packs::named;
use crate::pipeline::plan_try::{Failed, TryReport, plan_try};

/// Does it. What the pack is to blame for is a misuse, as in `plan check`; what is odd is to be looked at and fails nothing.
pub(super) fn attempt(arguments: PlanTryArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let PlanTryArguments { pack, out, packs: Packs { workspace, told: by } } = arguments;
    let workspace = workspace.or_else(this_folder);
    let aside = passed_over([pack.as_path()], workspace.as_deref(), context)?;
    let pack = named(&pack, workspace.as_deref(), &context.templates()?);
    let report = plan_try(&context.templates()?, &pack, out.as_deref(), &context.reader(), &context.progress())?;
    let outcome = match report.failed.as_slice() {
        [] => Outcome::Done,
        failed if failed.iter().all(|one| one.error.is_configuration()) => Outcome::Misused,
        _ => Outcome::Failed,
    };
    match by.format {
        Format::Json => output::json(outcome, &report),
        Format::Text => Ok(output::text(outcome, aside + &told(&report, &context.messages), context)),
    }
}

fn told(report: &TryReport, messages: &Messages) -> String {
    let folder = report.folder.display().to_string();
    let mut lines = vec![messages.tell(
        "plan-tried",
        &[
            ("id", (&report.id).into()),
            ("year", report.year.to_string().into()),
            ("units", report.units.into()),
            ("returns", report.returns.into()),
            ("folder", folder.into()),
        ],
    )];
    if !report.earlier_years.is_empty() {
        let years = messages.listed(&report.earlier_years);
        lines.push(format!("  {}", messages.tell("plan-tried-earlier", &[("years", years.into())])));
    }
    lines.extend(report.rendered.iter().map(|one| {
        let details = [
            ("period", one.period.to_string().into()),
            ("cycle", messages.cycle(one.cycle).into()),
            ("folder", one.folder.display().to_string().into()),
            ("count", one.documents.into()),
        ];
        format!("  {}", messages.tell("plan-try-made", &details))
    }));
    for (key, listed) in [("plan-try-planted", &report.planted), ("plan-try-odd", &report.odd)] {
        if !listed.is_empty() {
            lines.push(messages.tell(key, &[("count", listed.len().into())]));
            lines.extend(listed.iter().map(|line| format!("  {line}")));
        }
    }
    lines.extend(report.failed.iter().map(|failed| of_failed(failed, messages)));
    lines.push(String::new());
    lines.join("\n")
}

/// A bulletin that could not be made: which, where the mistake stands, and why.
fn of_failed(failed: &Failed, messages: &Messages) -> String {
    let Failed { period, cycle, file, line, error } = failed;
    let details = [("period", period.to_string().into()), ("cycle", messages.cycle(*cycle).into())];
    let mut lines = vec![messages.tell("plan-try-failed", &details)];
    if let Some(file) = file {
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        lines.push(format!("  ┌─ {}{line}", file.display()));
    }
    lines.push(told_of_run(error, messages).trim_end().to_owned());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::cli::messages::Language;
    use crate::compose::{ComposeError, LineTrouble, Place};
    use crate::pipeline::plan_try::Rendered;
    use tongbao_returns::domain::{Cycle, Period, Quarter};

    #[test]
    fn a_trial_says_where_to_look_and_at_which_line_a_bulletin_failed() {
        let period = Period::quarter(2025, Quarter::First);
        let error = ComposeError::Directive {
            plan: "p".to_owned(),
            place: Box::new(Place { file: PathBuf::from("p/bulletins/quarterly.md"), line: 7, column: 1 }),
            line: "@tabel 甲".to_owned(),
            source: LineTrouble::Directive("@tabel".to_owned()),
        };
        let failed = Failed {
            period,
            cycle: Cycle::Quarterly,
            file: Some(PathBuf::from("p/bulletins/quarterly.md")),
            line: Some(7),
            error: error.into(),
        };
        let folder = PathBuf::from("p-try/bulletins/2025/year-end");
        let rendered = vec![Rendered { period: period.whole_year(), cycle: Cycle::YearEnd, folder, documents: 5 }];
        let report = TryReport {
            id: "p".to_owned(),
            folder: PathBuf::from("p-try"),
            year: 2025,
            earlier_years: vec![2017, 2018],
            units: 10,
            returns: 80,
            rendered,
            failed: vec![failed],
            planted: Vec::new(),
            odd: vec!["规则 A 没有核对过一家：未报".to_owned()],
        };
        let text = told(&report, &Messages::new(Language::Zh));
        let expected = "\
p：编造 10 家单位、80 份报表，试出 2025 年的各种通报，都在 p-try
  另试 2017、2018 年：有自己的目标或专题，各试年终评估（没有的试最后一期）和专题报告
  2025 年终评估：p-try/bulletins/2025/year-end（5 份）
值得查看的有 1 处：
  规则 A 没有核对过一家：未报
2025Q1 季调度没有生成：
  ┌─ p/bulletins/quarterly.md:7
";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.contains("@tabel 甲"), "{text}");
    }
}
