//! `tongbao check`: what would be said about a return, before it is sent in.

use std::path::{Path, PathBuf};

use super::arguments::{CheckArguments, ReportFormat};
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::messages::Messages;
use super::{findings, output};
use crate::pipeline::RunError;
use crate::pipeline::check::{CheckReport, CheckedFile, StoredHistory, check as check_files, findings_workbook};
use crate::pipeline::packs;
use tongbao_figures::audit::RuleOutcome;
use tongbao_returns::finding::Severity;

/// Does it.
pub(super) fn check(arguments: CheckArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let CheckArguments { files, workspace, as_of, report: form } = arguments;
    output::admit(form.out.as_deref(), &files, workspace.as_deref())?;
    let setup = workspace.or_else(this_folder).map(|workspace| context.setup(&workspace, as_of)).transpose()?;
    let (templates, reader, as_of) = (context.templates()?, context.reader(), context.day(as_of));
    let report = check_files(&files, setup.as_ref(), &templates, &reader, as_of, &context.progress())?;
    let outcome = Outcome::of_action(report.needs_action());
    let ending = match form.format {
        ReportFormat::Json => output::json(outcome, &report)?,
        ReportFormat::Text => output::text(outcome, told(&report, &context.messages), context),
        ReportFormat::Xlsx => {
            output::workbook(outcome, findings_workbook(&report, &templates, as_of)?, form.out.as_deref(), context)?
        }
    };
    output::into_file(ending, form.out.as_deref())
}

/// The current folder, if it is an office's. Without one, units cannot be looked up, and only the file itself is checked.
pub(super) fn this_folder() -> Option<PathBuf> {
    // Settings that cannot be read are told, not passed over.
    Path::new("tongbao.toml").symlink_metadata().is_ok().then(|| PathBuf::from("."))
}

/// The pack in which somebody stands who names neither one nor an office.
pub(super) fn this_pack(workspace: Option<&Path>) -> Option<PathBuf> {
    if workspace.is_some() { None } else { packs::stood_in(Path::new(".")) }
}

/// That a folder of the name of a pack that was asked for was not looked at: a line for each; nothing where there is none.
pub(super) fn passed_over<'pack>(
    asked: impl IntoIterator<Item = &'pack Path>,
    workspace: Option<&Path>,
    context: &Context<'_>,
) -> Result<String, RunError> {
    let templates = context.templates()?;
    let told = |pack: &Path| {
        let folder = packs::passed_over(pack, workspace, &templates)?;
        let details = [("id", pack.display().to_string().into()), ("folder", folder.display().to_string().into())];
        Some(context.messages.tell("plan-folder-passed-over", &details) + "\n")
    };
    Ok(asked.into_iter().filter_map(told).collect())
}

/// One line a finding, as grep would have it, and a last line that adds up.
fn told(report: &CheckReport, messages: &Messages) -> String {
    let mut lines: Vec<String> = report.files.iter().flat_map(|file| of_file(file, messages)).collect();
    let findings = || report.files.iter().flat_map(|file| &file.findings);
    let why = report.history.and_then(|stored| match stored {
        StoredHistory::Held => None,
        StoredHistory::Never => Some("check-history-never"),
        StoredHistory::Outdated => Some("check-history-outdated"),
        StoredHistory::Damaged => Some("check-history-damaged"),
        StoredHistory::Later => Some("check-history-later"),
        StoredHistory::Refused => Some("check-history-refused"),
    });
    if let Some(why) = why {
        lines.push(messages.tell("check-no-history", &[("why", messages.say(why).into())]));
    }
    if !report.rules.is_empty() {
        let sum = |count: fn(&RuleOutcome) -> usize| report.rules.iter().map(count).sum::<usize>();
        lines.push(messages.tell(
            "check-rules",
            &[
                ("pass", sum(|outcome| outcome.pass).into()),
                ("fail", sum(|outcome| outcome.fail).into()),
                ("unverifiable", sum(|outcome| outcome.unverifiable).into()),
                ("notrun", sum(|outcome| outcome.not_run).into()),
            ],
        ));
    }
    lines.push(messages.tell(
        "check-summary",
        &[
            ("files", report.files.len().into()),
            ("rejected", findings::of_severity(findings(), Severity::Rejected).into()),
            ("errors", findings::of_severity(findings(), Severity::Error).into()),
            ("suspects", findings::of_severity(findings(), Severity::Suspect).into()),
            ("explains", findings::of_severity(findings(), Severity::Explain).into()),
            ("doubts", findings::of_severity(findings(), Severity::Doubt).into()),
            ("notes", findings::of_severity(findings(), Severity::Note).into()),
        ],
    ));
    lines.join("\n") + "\n"
}

fn of_file(file: &CheckedFile, messages: &Messages) -> Vec<String> {
    let CheckedFile { path, unit, form, period, values, findings } = file;
    if !findings.is_empty() {
        return findings.iter().map(findings::line).collect();
    }
    let known = [unit, form, period].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    vec![messages.tell("check-sound", &[("path", path.into()), ("known", known.into()), ("values", (*values).into())])]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::messages::Language;
    use tongbao_returns::domain::{CellAddress, File, Location};
    use tongbao_returns::finding::Finding;
    use tongbao_returns::finding::facts::{Asked, NamedItem, NumberExpected, Seen};

    #[test]
    fn each_finding_is_a_line_with_its_place() {
        let file = |path: &str, findings: Vec<Finding>| CheckedFile {
            path: path.to_owned(),
            unit: Some("370828A01".to_owned()),
            form: Some("《公立医院运行情况季报表》".to_owned()),
            period: Some("2025年第三季度".to_owned()),
            values: 151,
            findings,
        };
        let at = Location::file(File::Received("a.xlsx".to_owned())).on_cell("表1", CellAddress { row: 2, column: 3 });
        let asked = Asked::Item(NamedItem { code: "101".to_owned(), name: "床位数".to_owned() });
        let finding = Finding::at(at, NumberExpected { asked, seen: Seen::Words("约三".to_owned()) });
        let report = CheckReport {
            files: vec![file("a.xlsx", vec![finding]), file("b.xlsx", Vec::new())],
            rules: Vec::new(),
            lacks_history: false,
            history: None,
        };
        let expected = "\
a.xlsx › 表1 › D3  差错 C01  “床位数”（代码101）应为数字，读到“约三”（请填数字；不适用的填“不适用”，没有发生的填 0）
b.xlsx  未发现问题（370828A01 《公立医院运行情况季报表》 2025年第三季度，151 个数据）
共 2 个文件：拒收 0，差错 1，待说明 0，核实 0，存疑 0，提示 0
";
        assert_eq!(told(&report, &Messages::new(Language::Zh)), expected);
    }
}
