//! For each way in which a run can fail, the message that says so in Chinese, and, as its attribute, the hint in either language. In English
//! the error itself says what failed.

use std::io::ErrorKind;
use std::path::Path;

use super::messages::{Detail, Messages};
use super::waiting;
use crate::compose::ComposeError;
use crate::issue::IssueError;
use crate::pipeline::RunError;
use crate::pipeline::contradiction::Contradiction;
use crate::settings::SettingsError;
use tongbao_figures::aggregate::AggregateError;
use tongbao_figures::plan::PlanError;
use tongbao_figures::store::StoreError;
use tongbao_figures::store::disk::WriteError;
use tongbao_render::RenderError;
use tongbao_returns::domain::Cycle;
use tongbao_returns::ingest::IngestError;
use tongbao_returns::registry::RegistryError;

/// A message to be told.
pub(super) struct Reason<'error> {
    pub(super) key: &'static str,
    pub(super) details: Vec<Detail<'error>>,
}

impl<'error> Reason<'error> {
    pub(super) fn new(key: &'static str, details: impl IntoIterator<Item = Detail<'error>>) -> Self {
        Self { key, details: details.into_iter().collect() }
    }

    /// A message about one file or folder.
    fn at(key: &'static str, path: &Path) -> Self {
        Self::new(key, [("path", path.display().to_string().into())])
    }
}

/// Why a run failed.
pub(super) fn of_run<'error>(error: &'error RunError, messages: &Messages) -> Reason<'error> {
    match error {
        RunError::Settings(error) => of_settings(error),
        RunError::Templates { looked_in } => {
            let folders = messages.listed(looked_in.iter().map(|folder| folder.display()));
            Reason::new("failure-templates", [("folders", folders.into())])
        }
        RunError::House { path, .. } => Reason::at("failure-house-read", path),
        RunError::HouseStyle { path, .. } => Reason::at("failure-house-parse", path),
        RunError::ProfileUnknown { profile, known } => {
            Reason::new("failure-settings-profile", [("profile", profile.into()), ("known", messages.listed(known).into())])
        }
        RunError::FontRole { role } => Reason::new("failure-settings-role", [("role", role.into())]),
        RunError::Unreadable { file, .. } => Reason::new("failure-unreadable", [("file", file.into())]),
        RunError::Differs { file, differences } => {
            Reason::new("failure-differs", [("file", file.into()), ("count", differences.len().into())])
        }
        RunError::NothingToVerify { folder } => Reason::at("failure-nothing-to-verify", folder),
        RunError::OutTaken { path, .. } => Reason::at("failure-out-taken", path),
        RunError::Plan(error) => of_plan(error, messages),
        RunError::Registry(error) => of_registry(error, messages),
        RunError::AreaUnknown { code, name } => {
            Reason::new("failure-area-unknown", [("code", code.into()), ("name", name.into())])
        }
        RunError::NobodyFiles { day, .. } => Reason::new("failure-nobody-files", [("day", day.to_string().into())]),
        RunError::TargetsContradict(found) => of_targets(found, messages),
        RunError::Deadlines { path, mistakes } => {
            Reason::new("failure-deadlines", [("path", path.display().to_string().into()), ("count", mistakes.len().into())])
        }
        RunError::Approvals { path, mistakes } => {
            Reason::new("failure-approvals", [("path", path.display().to_string().into()), ("count", mistakes.len().into())])
        }
        RunError::UnitUnknown { unit, nearest } if nearest.is_empty() => {
            Reason::new("failure-unit-unknown", [("unit", unit.into())])
        }
        RunError::UnitUnknown { unit, nearest } => {
            Reason::new("failure-unit-unknown-but-near", [("unit", unit.into()), ("nearest", messages.listed(nearest).into())])
        }
        RunError::FormUnknown { form, nearest } if nearest.is_empty() => {
            Reason::new("failure-form-unknown", [("form", form.into())])
        }
        RunError::FormUnknown { form, nearest } => {
            Reason::new("failure-form-unknown-but-near", [("form", form.into()), ("nearest", messages.listed(nearest).into())])
        }
        RunError::NothingToExplain { asked, nearest } if nearest.is_empty() => {
            Reason::new("failure-nothing-to-explain", [("asked", asked.into())])
        }
        RunError::NothingToExplain { asked, nearest } => Reason::new(
            "failure-nothing-to-explain-but-near",
            [("asked", asked.into()), ("nearest", messages.listed(nearest).into())],
        ),
        RunError::NoCatalogue { plan } if plan.is_empty() => Reason::new("failure-catalogue-none", []),
        RunError::NoCatalogue { plan } => Reason::new("failure-catalogue-missing", [("plan", plan.into())]),
        RunError::CatalogueOfOthers { path, plan, known } => Reason::new(
            "failure-catalogue-others",
            [("path", path.display().to_string().into()), ("plan", plan.into()), ("known", messages.listed(known).into())],
        ),
        RunError::NothingMeasured { path } => Reason::at("failure-catalogue-unmeasured", path),
        RunError::PackThere { path } => Reason::at("failure-pack-there", path),
        RunError::PackId { id } => Reason::new("failure-pack-id", [("id", id.into())]),
        RunError::CycleNotDue { plan, cycle, period, others } => not_due((plan, *cycle, period), others, messages),
        RunError::PeriodOutside { plan, period, first_year, last_year, others } => {
            outside((plan, period), (*first_year, *last_year), others, messages)
        }
        RunError::PeriodNotOpen { plan, period, as_of } => {
            Reason::new("failure-period-not-open", [("plan", plan.into()), ("period", period.into()), ("as_of", as_of.into())])
        }
        RunError::Issue(error) => of_issue(error, messages),
        RunError::Busy { path, holder, waited } => Reason::new(
            "failure-busy",
            [
                ("path", path.display().to_string().into()),
                ("holder", waiting::told(holder.as_ref(), messages).into()),
                ("seconds", (*waited).into()),
            ],
        ),
        RunError::Ingest(IngestError::Inbox { path, .. }) => Reason::at("failure-inbox", path),
        RunError::Ingest(IngestError::Worker { executable, .. }) => Reason::at("failure-worker", executable),
        RunError::Store(StoreError::Write(WriteError { path, .. })) => Reason::at("failure-store-write", path),
        RunError::Store(StoreError::Facts { path, .. }) => Reason::at("failure-store-facts", path),
        RunError::Store(StoreError::Catalogue { .. }) => Reason::new("failure-store-catalogue", []),
        RunError::Aggregate(AggregateError::Formula { indicator, formula, .. }) => {
            Reason::new("failure-formula", [("indicator", indicator.into()), ("formula", formula.into())])
        }
        RunError::Compose(error) => of_compose(error),
        RunError::Render(error) => of_render(error),
        RunError::Manifest { .. } => Reason::new("failure-manifest", []),
        RunError::Publish(error) => Reason::at("failure-publish", &error.path),
    }
}

/// A plan has no such bulletin; others of the office may have it.
fn not_due<'error>(
    (plan, cycle, period): (&'error str, Cycle, &'error str),
    others: &[String],
    messages: &Messages,
) -> Reason<'error> {
    let key = if others.is_empty() { "failure-cycle-not-due" } else { "failure-cycle-not-due-here" };
    let details = [
        ("plan", plan.into()),
        ("cycle", messages.cycle(cycle).into()),
        ("period", period.into()),
        ("others", messages.listed(others).into()),
    ];
    Reason::new(key, details)
}

/// A period lies outside the years of a plan; others of the office may cover it.
fn outside<'error>(
    (plan, period): (&'error str, &'error str),
    (first, last): (i16, i16),
    others: &[String],
    messages: &Messages,
) -> Reason<'error> {
    let key = if others.is_empty() { "failure-period-outside" } else { "failure-period-outside-here" };
    let details = [
        ("plan", plan.into()),
        ("period", period.into()),
        ("first", first.to_string().into()),
        ("last", last.to_string().into()),
        ("others", messages.listed(others).into()),
    ];
    Reason::new(key, details)
}

fn of_targets<'error>(found: &'error Contradiction, messages: &Messages) -> Reason<'error> {
    let Contradiction { plan, indicator, group, targets } = found;
    let details = [
        ("plan", plan.into()),
        ("indicator", indicator.into()),
        ("group", group.into()),
        ("targets", messages.listed(targets).into()),
    ];
    Reason::new("failure-targets-contradict", details)
}

fn of_issue<'error>(error: &'error IssueError, messages: &Messages) -> Reason<'error> {
    match error {
        IssueError::Ambiguous { jobs } => Reason::new("failure-issue-ambiguous", [("count", jobs.len().into())]),
        IssueError::PlanUnknown { plan, known } => {
            Reason::new("failure-issue-plan", [("plan", plan.into()), ("known", messages.listed(known).into())])
        }
        IssueError::Unfilled { plan, places } => {
            Reason::new("failure-issue-unfilled", [("plan", plan.into()), ("count", places.len().into())])
        }
        IssueError::Repeated { plan, period, cycle, number, day } => Reason::new(
            "failure-issue-repeated",
            [
                ("plan", plan.into()),
                ("period", period.into()),
                ("cycle", messages.cycle(*cycle).into()),
                ("number", (*number).into()),
                ("day", day.into()),
            ],
        ),
        IssueError::NumberTaken { number, year, period, cycle, day } => Reason::new(
            "failure-issue-number-taken",
            [
                ("number", (*number).into()),
                ("year", year.to_string().into()),
                ("period", period.into()),
                ("cycle", messages.cycle(*cycle).into()),
                ("day", day.into()),
            ],
        ),
        IssueError::WithdrawnAlready { number, year, on, reason } => Reason::new(
            "failure-issue-withdrawn",
            [
                ("number", (*number).into()),
                ("year", year.to_string().into()),
                ("day", on.to_string().into()),
                ("reason", reason.into()),
            ],
        ),
        IssueError::WithdrawnBeforeIssue { number, issued_on, asked } => Reason::new(
            "failure-issue-withdrawn-early",
            [("number", (*number).into()), ("day", issued_on.to_string().into()), ("asked", asked.to_string().into())],
        ),
        IssueError::CorrectedBeforeWithdrawal { replaced, withdrawn_on, asked } => Reason::new(
            "failure-issue-corrected-early",
            [("number", (*replaced).into()), ("day", withdrawn_on.to_string().into()), ("asked", asked.to_string().into())],
        ),
        IssueError::Blocked { plan, period, cycle, open } => Reason::new(
            "failure-issue-blocked",
            [
                ("plan", plan.into()),
                ("period", period.into()),
                ("cycle", messages.cycle(*cycle).into()),
                ("count", open.len().into()),
            ],
        ),
        IssueError::SnapshotMissing { folder } => Reason::at("failure-issue-snapshot-missing", folder),
        IssueError::Damaged { path, .. } => Reason::at("failure-issue-damaged", path),
        IssueError::Register { path, .. } => Reason::at("failure-issue-register", path),
        IssueError::WithdrawalLost { plan, year, number, path } => Reason::new(
            "failure-issue-withdrawal-lost",
            [
                ("plan", plan.into()),
                ("year", year.to_string().into()),
                ("number", (*number).into()),
                ("path", path.display().to_string().into()),
            ],
        ),
        IssueError::Newer { path, schema } => {
            Reason::new("failure-issue-newer", [("path", path.display().to_string().into()), ("schema", (*schema).into())])
        }
        IssueError::Unread { path, .. } => Reason::at("failure-issue-unread", path),
        IssueError::NumberUnknown { number, known } if known.is_empty() => {
            Reason::new("failure-issue-none", [("number", (*number).into())])
        }
        IssueError::NumberUnknown { number, known } => {
            Reason::new("failure-issue-number-unknown", [("number", (*number).into()), ("known", messages.listed(known).into())])
        }
        IssueError::NumberAmbiguous { number, known } => Reason::new(
            "failure-issue-number-ambiguous",
            [("number", (*number).into()), ("known", messages.listed(known).into())],
        ),
        IssueError::NoSuchFigure { asked } => Reason::new("failure-issue-no-figure", [("asked", asked.into())]),
        IssueError::Json { .. } => Reason::new("failure-issue-json", []),
    }
}

fn of_settings(error: &SettingsError) -> Reason<'_> {
    match error {
        SettingsError::Read { path, source } if source.kind() == ErrorKind::InvalidData => {
            Reason::at("failure-settings-encoding", path)
        }
        SettingsError::Read { path, .. } => Reason::at("failure-settings-read", path),
        SettingsError::Parse { path, .. } => Reason::at("failure-settings-parse", path),
        SettingsError::Bulletin { path, mistakes } => Reason::new(
            "failure-settings-bulletin",
            [("path", path.display().to_string().into()), ("count", mistakes.len().into())],
        ),
        SettingsError::PlanTwice { path, plan, line } => Reason::new(
            "failure-settings-plan-twice",
            [("path", path.display().to_string().into()), ("plan", plan.into()), ("line", (*line).into())],
        ),
        SettingsError::BulletinsInInbox { path, inbox, output } => Reason::new(
            "failure-settings-folders",
            [
                ("path", path.display().to_string().into()),
                ("inbox", inbox.display().to_string().into()),
                ("output", output.display().to_string().into()),
            ],
        ),
        SettingsError::NoPlan { path } => Reason::at("failure-settings-no-plan", path),
    }
}

fn of_plan<'error>(error: &'error PlanError, messages: &Messages) -> Reason<'error> {
    match error {
        PlanError::Unknown { looked_in, id, known } => {
            let details = [
                ("id", id.into()),
                ("templates", messages.listed(looked_in.iter().map(|folder| folder.display())).into()),
                ("known", messages.listed(known).into()),
            ];
            Reason::new(if known.is_empty() { "failure-plan-none" } else { "failure-plan-unknown" }, details)
        }
        PlanError::Read { path, .. } => Reason::at("failure-plan-read", path),
        PlanError::Catalogue { path, mistakes, .. } => {
            Reason::new("failure-plan-catalogue", [("path", path.display().to_string().into()), ("count", mistakes.len().into())])
        }
        PlanError::Invalid { path, mistakes, .. } => {
            Reason::new("failure-plan-invalid", [("path", path.display().to_string().into()), ("count", mistakes.len().into())])
        }
    }
}

fn of_registry<'error>(error: &'error RegistryError, messages: &Messages) -> Reason<'error> {
    match error {
        RegistryError::Read { path, .. } => Reason::at("failure-registry-read", path),
        RegistryError::Workbook { path, reason } => {
            Reason::new("failure-registry-workbook", [("path", path.display().to_string().into()), ("reason", reason.into())])
        }
        RegistryError::MissingSheets { path, missing, found } => {
            let (missing, found) = (messages.listed(missing), messages.listed(found));
            Reason::new(
                "failure-registry-sheets",
                [("path", path.display().to_string().into()), ("missing", missing.into()), ("found", found.into())],
            )
        }
        RegistryError::Invalid { path, mistakes } => Reason::new(
            "failure-registry-invalid",
            [("path", path.display().to_string().into()), ("count", mistakes.len().into())],
        ),
    }
}

fn of_compose(error: &ComposeError) -> Reason<'_> {
    match error {
        ComposeError::Template { plan, place, .. } => {
            Reason::new("failure-wording", [("plan", plan.into()), ("place", place.to_string().into())])
        }
        ComposeError::Directive { plan, place, line, .. } => Reason::new(
            "failure-wording-line",
            [("plan", plan.into()), ("place", place.to_string().into()), ("line", line.into())],
        ),
    }
}

fn of_render(error: &RenderError) -> Reason<'_> {
    match error {
        RenderError::Font { file } => Reason::new("failure-font", [("file", file.into())]),
        RenderError::VariableFont { file } => Reason::new("failure-font-variable", [("file", file.into())]),
        RenderError::Role { role } => Reason::new("failure-font-role", [("role", role.into())]),
        RenderError::Glyph { character, place } => {
            let code = format!("U+{:04X}", u32::from(*character));
            Reason::new(
                "failure-glyph",
                [("character", character.to_string().into()), ("code", code.into()), ("place", place.into())],
            )
        }
        RenderError::Workbook { title, .. } => Reason::new("failure-workbook", [("title", title.into())]),
        RenderError::Pdf { title, .. } => Reason::new("failure-pdf", [("title", title.into())]),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::error::Error;
    use std::path::PathBuf;
    use std::{io, iter};

    use jiff::civil::date;

    use super::*;
    use crate::cli::messages::Language;
    use crate::compose::{LineTrouble, Place, TemplateTrouble};
    use crate::issue::Damage;
    use crate::pipeline::taken::Taken;
    use tongbao_render::PdfError;

    fn failures() -> Vec<RunError> {
        let path = || PathBuf::from("some/path");
        let place = || Box::new(Place { file: path(), line: 3, column: 5 });
        let source = || io::Error::other("the cause");
        let (text, cycle) = (|| "words".to_owned(), Cycle::Quarterly);
        vec![
            SettingsError::Read { path: path(), source: source() }.into(),
            SettingsError::Read { path: path(), source: ErrorKind::InvalidData.into() }.into(),
            SettingsError::NoPlan { path: path() }.into(),
            SettingsError::PlanTwice { path: path(), plan: text(), line: 3 }.into(),
            SettingsError::BulletinsInInbox { path: path(), inbox: path(), output: path() }.into(),
            RunError::Templates { looked_in: vec![path()] },
            RunError::House { path: path(), source: source() },
            SettingsError::Bulletin { path: path(), mistakes: Vec::new() }.into(),
            RunError::ProfileUnknown { profile: text(), known: vec![text()] },
            RunError::FontRole { role: text() },
            RunError::Differs { file: text(), differences: Vec::new() },
            RunError::NothingToVerify { folder: path() },
            RunError::OutTaken { path: path(), source: Taken::Inbox },
            PlanError::Unknown { looked_in: vec![path()], id: text(), known: Vec::new() }.into(),
            PlanError::Unknown { looked_in: vec![path()], id: text(), known: vec![text()] }.into(),
            PlanError::Catalogue { path: path(), mistakes: Vec::new(), text: text() }.into(),
            RunError::NoCatalogue { plan: text() },
            RunError::NoCatalogue { plan: String::new() },
            RunError::CatalogueOfOthers { path: path(), plan: text(), known: vec![text()] },
            RunError::NothingMeasured { path: path() },
            RunError::PackThere { path: path() },
            RunError::PackId { id: text() },
            PlanError::Read { path: path(), source: source() }.into(),
            PlanError::Invalid { path: path(), mistakes: Vec::new(), sources: BTreeMap::new() }.into(),
            RegistryError::Read { path: path(), source: source() }.into(),
            RegistryError::MissingSheets { path: path(), missing: vec![text()], found: vec![text()] }.into(),
            RegistryError::Invalid { path: path(), mistakes: Vec::new() }.into(),
            RunError::AreaUnknown { code: text(), name: text() },
            RunError::TargetsContradict(Box::new(Contradiction {
                plan: text(),
                indicator: text(),
                group: text(),
                targets: [text(), text()],
            })),
            RunError::Deadlines { path: path(), mistakes: Vec::new() },
            RunError::Approvals { path: path(), mistakes: Vec::new() },
            RunError::UnitUnknown { unit: text(), nearest: Vec::new() },
            RunError::UnitUnknown { unit: text(), nearest: vec![text()] },
            RunError::CycleNotDue { plan: text(), cycle, period: text(), others: Vec::new() },
            RunError::CycleNotDue { plan: text(), cycle, period: text(), others: vec![text()] },
            RunError::FormUnknown { form: text(), nearest: Vec::new() },
            RunError::FormUnknown { form: text(), nearest: vec![text()] },
            RunError::NothingToExplain { asked: text(), nearest: Vec::new() },
            RunError::NothingToExplain { asked: text(), nearest: vec![text()] },
            RunError::PeriodNotOpen { plan: text(), period: text(), as_of: text() },
            RunError::PeriodOutside { plan: text(), period: text(), first_year: 2023, last_year: 2025, others: Vec::new() },
            RunError::PeriodOutside { plan: text(), period: text(), first_year: 2023, last_year: 2025, others: vec![text()] },
            RunError::Busy { path: path(), holder: None, waited: 0 },
            IngestError::Inbox { path: path(), source: source() }.into(),
            IngestError::Worker { executable: path(), source: source() }.into(),
            StoreError::Write(WriteError { path: path(), source: source() }).into(),
            ComposeError::Directive { plan: text(), place: place(), line: text(), source: LineTrouble::ChartTwice }.into(),
            ComposeError::Template { plan: text(), place: place(), source: TemplateTrouble::Syntax(text()) }.into(),
            RenderError::Font { file: text() }.into(),
            RenderError::VariableFont { file: text() }.into(),
            RenderError::Role { role: text() }.into(),
            RenderError::Glyph { character: '㐀', place: text() }.into(),
            RenderError::Pdf { title: text(), source: PdfError::Face(0) }.into(),
            WriteError { path: path(), source: source() }.into(),
            IssueError::Ambiguous { jobs: vec![text()] }.into(),
            IssueError::PlanUnknown { plan: text(), known: vec![text()] }.into(),
            IssueError::Unfilled { plan: text(), places: vec![text()] }.into(),
            IssueError::Repeated { plan: text(), period: text(), cycle, number: 3, day: text() }.into(),
            IssueError::NumberTaken { number: 3, year: 2025, period: text(), cycle, day: text() }.into(),
            IssueError::WithdrawnAlready { number: 3, year: 2025, on: date(2025, 11, 5), reason: text() }.into(),
            IssueError::WithdrawnBeforeIssue { number: 3, issued_on: date(2025, 10, 20), asked: date(2025, 10, 1) }.into(),
            IssueError::CorrectedBeforeWithdrawal { replaced: 3, withdrawn_on: date(2025, 11, 5), asked: date(2025, 10, 20) }
                .into(),
            IssueError::Blocked { plan: text(), period: text(), cycle, open: Vec::new() }.into(),
            IssueError::SnapshotMissing { folder: path() }.into(),
            IssueError::Damaged { path: path(), source: Damage::Kept }.into(),
            IssueError::Register { path: path(), source: Damage::Kept }.into(),
            IssueError::WithdrawalLost { plan: text(), year: 2025, number: 3, path: path() }.into(),
            IssueError::Unread { path: path(), source: source() }.into(),
            IssueError::Newer { path: path(), schema: 3 }.into(),
            IssueError::NumberUnknown { number: 3, known: Vec::new() }.into(),
            IssueError::NumberUnknown { number: 3, known: vec![text()] }.into(),
        ]
    }

    #[test]
    fn each_failure_gives_its_message_all_details() {
        let messages = Messages::new(Language::Zh);
        for failure in failures() {
            let Reason { key, details } = of_run(&failure, &messages);
            let text = messages.tell(key, &details) + &messages.attribute(key, "hint", &details).unwrap_or_default();
            assert!(!text.contains('$') && text != key, "{key}: {text}");
        }
    }

    #[test]
    fn each_hint_has_its_details_in_english() {
        let messages = Messages::new(Language::En);
        for failure in failures() {
            let Reason { key, details } = of_run(&failure, &messages);
            let hint = messages.attribute(key, "hint", &details).unwrap_or_default();
            assert!(!hint.contains('$'), "{key}: {hint}");
        }
    }

    /// No cause stands in the text of what it causes: it is told once, below.
    #[test]
    fn no_failure_repeats_its_cause() {
        for failure in failures() {
            let mut causes = iter::successors(failure.source(), |cause| (*cause).source()).map(ToString::to_string);
            assert!(causes.all(|cause| !failure.to_string().contains(&cause)), "{failure}");
        }
    }
}
