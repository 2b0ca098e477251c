//! Why a command failed: one variant a stage, the cause as its source.

use std::path::PathBuf;

use super::approval_mistake::ApprovalMistake;
use super::configuration::Warning;
use super::contradiction::Contradiction;
use super::deadline_mistake::DeadlineMistake;
use super::taken::Taken;
use super::turn::Holder;
use crate::compose::ComposeError;
use crate::issue::IssueError;
use crate::settings::SettingsError;
use tongbao_figures::aggregate::AggregateError;
use tongbao_figures::plan::PlanError;
use tongbao_figures::store::StoreError;
use tongbao_figures::store::disk::WriteError;
use tongbao_render::RenderError;
use tongbao_render::verify::{Difference, VerifyError};
use tongbao_returns::domain::Cycle;
use tongbao_returns::ingest::IngestError;
use tongbao_returns::registry::RegistryError;

/// A command that could not do its work. Nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The workspace's settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// No folder of templates was found.
    #[error("cannot find the folder `report_templates`; looked in: {}", .looked_in.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", "))]
    Templates {
        /// Where it was looked for.
        looked_in: Vec<PathBuf>,
    },
    /// The house style.
    #[error("cannot read the house style `{path}`", path = .path.display())]
    House {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The house style is not well formed.
    #[error("the house style `{path}` is not well formed", path = .path.display())]
    HouseStyle {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// `profile` of the settings names a page format that there is not.
    #[error("there is no page format `{profile}`")]
    ProfileUnknown {
        /// As asked.
        profile: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// `[fonts]` of the settings names a role that the style does not have.
    #[error("the settings' `[fonts]` has no role `{role}`")]
    FontRole {
        /// The key.
        role: String,
    },
    /// A file that was just written cannot be read back: nothing was published.
    #[error("cannot read back `{file}`, which was just written; nothing was published")]
    Unreadable {
        /// Path below the folder.
        file: String,
        /// Why.
        source: VerifyError,
    },
    /// A file that was just written shows other figures than the document: nothing was published.
    #[error("`{file}`, just written, shows {count} figures otherwise than the document; nothing was published", count = .differences.len())]
    Differs {
        /// Path below the folder.
        file: String,
        /// Which.
        differences: Vec<Difference>,
    },
    /// No folder of bulletins to compare.
    #[error("there is no figures.json in `{folder}` or below, so that there is nothing to compare with", folder = .folder.display())]
    NothingToVerify {
        /// Where it was looked for.
        folder: PathBuf,
    },
    /// A report was to be written where something else is kept.
    #[error("cannot write the report to `{path}`", path = .path.display())]
    OutTaken {
        /// As asked.
        path: PathBuf,
        /// What stands there.
        source: Taken,
    },
    /// A plan pack.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The registry.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The registry does not know the plan's area.
    #[error("the registry's sheet 县区 has no row for the plan's area {code} {name}")]
    AreaUnknown {
        /// Code of the area.
        code: String,
        /// Its name.
        name: String,
    },
    /// No unit of the registry files any form: there is nothing to make a bulletin of.
    #[error("no unit that is open on {day} files any form of the plans")]
    NobodyFiles {
        /// As of when.
        day: jiff::civil::Date,
        /// Why.
        warnings: Vec<Warning>,
    },
    /// A group of which two things are asked at once.
    #[error("the plan `{}` asks {} for two things at once by the indicator `{}`: {}", .0.plan, .0.group, .0.indicator, .0.targets.join(" · "))]
    TargetsContradict(Box<Contradiction>),
    /// Deadlines of the settings that cannot be meant.
    #[error("the settings `{path}` name {} that cannot be meant", counted(.mistakes.len()), path = .path.display())]
    Deadlines {
        /// The file.
        path: PathBuf,
        /// Every one.
        mistakes: Vec<DeadlineMistake>,
    },
    /// Numbers of approval in the settings that cannot be meant.
    #[error("the settings `{path}` have {} in [[approval]]", mistakes_counted(.mistakes.len()), path = .path.display())]
    Approvals {
        /// The file.
        path: PathBuf,
        /// Every one.
        mistakes: Vec<ApprovalMistake>,
    },
    /// No such unit.
    #[error("the registry has no unit `{unit}`")]
    UnitUnknown {
        /// As asked.
        unit: String,
        /// Codes and names that come near.
        nearest: Vec<String>,
    },
    /// No such form.
    #[error("no plan of the workspace has the form `{form}`")]
    FormUnknown {
        /// As asked.
        form: String,
        /// Codes and titles that come near.
        nearest: Vec<String>,
    },
    /// No such code of a finding, no such rule.
    #[error("no finding has the code `{asked}` and no rule has the identifier")]
    NothingToExplain {
        /// As asked.
        asked: String,
        /// Codes and identifiers that come near.
        nearest: Vec<String>,
    },
    /// A pack, or every pack, has no catalogue.
    #[error("{}", no_catalogue(.plan))]
    NoCatalogue {
        /// Its id; blank of all packs.
        plan: String,
    },
    /// A catalogue is of several plans, and of this one it has no row.
    #[error("the catalogue `{path}` has no row of the plan `{plan}`", path = .path.display())]
    CatalogueOfOthers {
        /// The file.
        path: PathBuf,
        /// Id of the pack.
        plan: String,
        /// The plans that it has rows of.
        known: Vec<String>,
    },
    /// A pack needs an indicator, and the catalogue has none.
    #[error("the catalogue `{path}` has no quantitative row", path = .path.display())]
    NothingMeasured {
        /// The file.
        path: PathBuf,
    },
    /// A new pack would stand where something stands.
    #[error("cannot make a new pack: `{path}` is there already", path = .path.display())]
    PackThere {
        /// What is there.
        path: PathBuf,
    },
    /// A pack's id is the name of its folder.
    #[error("`{id}` cannot be the id of a pack")]
    PackId {
        /// As asked.
        id: String,
    },
    /// What was asked makes no bulletin.
    #[error("the plan `{plan}` has no {cycle} bulletin for {period}")]
    CycleNotDue {
        /// Plan id.
        plan: String,
        /// As asked.
        cycle: Cycle,
        /// As asked.
        period: String,
        /// Plans of the office that have one.
        others: Vec<String>,
    },
    /// A period that has not ended: everybody would stand accused of not reporting.
    #[error("the period {period} of the plan `{plan}` cannot be reported: it has not ended by {as_of}")]
    PeriodNotOpen {
        /// Plan id.
        plan: String,
        /// As asked.
        period: String,
        /// The as-of date.
        as_of: String,
    },
    /// A period that the plan does not cover.
    #[error("the plan `{plan}` is of {first_year}–{last_year}: {period} lies outside")]
    PeriodOutside {
        /// Plan id.
        plan: String,
        /// As asked.
        period: String,
        /// First year of the plan.
        first_year: i16,
        /// Its last.
        last_year: i16,
        /// Plans of the office that cover it.
        others: Vec<String>,
    },
    /// Another command writes in the workspace.
    #[error("another command is at work in `{path}`{}", waited_for(.holder.as_ref(), *.waited), path = .path.display())]
    Busy {
        /// The workspace.
        path: PathBuf,
        /// Which, as far as it is known.
        holder: Option<Holder>,
        /// How many seconds this one has waited.
        waited: u64,
    },
    /// What is to be issued, or was.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The inbox or the reading processes.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A formula.
    #[error(transparent)]
    Aggregate(#[from] AggregateError),
    /// A wording.
    #[error(transparent)]
    Compose(#[from] ComposeError),
    /// A document.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The manifest of a run.
    #[error("cannot write run.json")]
    Manifest {
        /// Why.
        source: serde_json::Error,
    },
    /// The disk.
    #[error(transparent)]
    Publish(#[from] WriteError),
}

impl RunError {
    /// Whether what is wrong is what was asked or configured (exit 2), not the run (exit 1).
    pub fn is_configuration(&self) -> bool {
        match self {
            Self::Settings(_)
            | Self::Templates { .. }
            | Self::House { .. }
            | Self::HouseStyle { .. }
            | Self::ProfileUnknown { .. }
            | Self::FontRole { .. }
            | Self::NothingToVerify { .. }
            | Self::OutTaken { .. }
            | Self::Plan(_)
            | Self::Registry(_)
            | Self::AreaUnknown { .. }
            | Self::NobodyFiles { .. }
            | Self::TargetsContradict(_)
            | Self::Deadlines { .. }
            | Self::Approvals { .. }
            | Self::UnitUnknown { .. }
            | Self::FormUnknown { .. }
            | Self::NothingToExplain { .. }
            | Self::NoCatalogue { .. }
            | Self::CatalogueOfOthers { .. }
            | Self::NothingMeasured { .. }
            | Self::PackThere { .. }
            | Self::PackId { .. }
            | Self::CycleNotDue { .. }
            | Self::PeriodNotOpen { .. }
            | Self::PeriodOutside { .. }
            | Self::Compose(_) => true,
            Self::Issue(error) => error.is_misuse(),
            Self::Busy { .. }
            | Self::Manifest { .. }
            | Self::Unreadable { .. }
            | Self::Differs { .. }
            | Self::Ingest(_)
            | Self::Store(_)
            | Self::Aggregate(_)
            | Self::Render(_)
            | Self::Publish(_) => false,
        }
    }
}

/// `: tongbao run, process 4711, since 2025-10-20T02:00:05; waited for 60 s`
fn waited_for(holder: Option<&Holder>, waited: u64) -> String {
    let who = holder.map(|Holder { process, command, since }| {
        let since = since.map(|since| format!(", since {}", since.strftime("%F %T"))).unwrap_or_default();
        format!(": tongbao {command}, process {process}{since}")
    });
    let how_long = if waited == 0 { String::new() } else { format!("; waited for {waited} s") };
    who.unwrap_or_default() + &how_long
}

fn no_catalogue(plan: &str) -> String {
    if plan.is_empty() { "no pack has a catalogue.csv".to_owned() } else { format!("the pack `{plan}` has no catalogue.csv") }
}

fn mistakes_counted(mistakes: usize) -> String {
    if mistakes == 1 { "1 mistake".to_owned() } else { format!("{mistakes} mistakes") }
}

fn counted(deadlines: usize) -> String {
    if deadlines == 1 { "1 deadline".to_owned() } else { format!("{deadlines} deadlines") }
}
