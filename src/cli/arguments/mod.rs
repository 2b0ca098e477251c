//! The command line as clap reads it. What several commands ask alike is a group, which they flatten. What help says stands in the catalogues, under `help-…`; a test holds the two together.

mod groups;
mod plan;

pub(super) use groups::{Asked, Format, Issuing, Office, Packs, Report, ReportFormat, Told, Waiting};
pub(super) use plan::{
    PlanCheckArguments, PlanCommand, PlanCoverageArguments, PlanDiffArguments, PlanNewArguments, PlanReferenceArguments,
    PlanTestArguments, PlanTryArguments,
};

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};
use jiff::civil::Date;

use super::messages::Language;
use tongbao_returns::domain::Period;

/// Everything that can be asked.
#[derive(Debug, Parser)]
#[command(
    name = "tongbao",
    version,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// Language of help and messages.
    #[arg(long, value_name = "zh|en", global = true, hide_possible_values = true, display_order = 100)]
    pub(super) lang: Option<Language>,
    /// Folder of plan packs.
    #[arg(long, value_name = "DIR", global = true, display_order = 101)]
    pub(super) templates: Option<PathBuf>,
    /// No bar, no report.
    #[arg(long, global = true, display_order = 102)]
    pub(super) quiet: bool,
    /// Files read and documents rendered at a time.
    #[arg(long, value_name = "N", global = true, display_order = 103)]
    pub(super) threads: Option<NonZeroUsize>,
    /// Ends with the help.
    #[arg(short, long, action = ArgAction::Help, global = true, display_order = 104)]
    pub(super) help: Option<bool>,
    /// Ends with the version.
    #[arg(short = 'V', long, action = ArgAction::Version, display_order = 105)]
    pub(super) version: Option<bool>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Makes the bulletins.
    Run(RunArguments),
    /// Checks returns without a run.
    Check(CheckArguments),
    /// Makes blank returns.
    Forms(FormsArguments),
    /// Says who has reported.
    Status(StatusArguments),
    /// Compares published files with their figures.
    Verify(VerifyArguments),
    /// Tells what stands in the way of a final issue.
    Rehearse(RehearseArguments),
    /// Lists what has been issued.
    Issued(IssuedArguments),
    /// Withdraws an issued bulletin.
    Withdraw(WithdrawArguments),
    /// Tells where an issued figure comes from.
    Trace(TraceArguments),
    /// Tells what a unit has filed.
    History(HistoryArguments),
    /// Says what a code means.
    Explain(ExplainArguments),
    /// Looks at plan packs.
    #[command(subcommand_required = true, arg_required_else_help = true)]
    Plan {
        #[command(subcommand)]
        command: PlanCommand,
    },
}

/// Of `run`.
#[derive(Debug, Args)]
pub(super) struct RunArguments {
    #[command(flatten)]
    pub(super) office: Office,
    #[command(flatten)]
    pub(super) asked: Asked,
    #[command(flatten)]
    pub(super) issue: Issuing,
    #[command(flatten)]
    pub(super) waiting: Waiting,
    #[command(flatten)]
    pub(super) told: Told,
    /// Files are not read back.
    #[arg(long)]
    pub(super) no_verify: bool,
    /// Time of each stage on stderr.
    #[arg(long)]
    pub(super) verbose: bool,
}

/// Of `check`.
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The returns.
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Folder of the office.
    #[arg(long, value_name = "DIR")]
    pub(super) workspace: Option<PathBuf>,
    /// The day the check is for.
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<Date>,
    #[command(flatten)]
    pub(super) report: Report,
}

/// Of `forms`.
#[derive(Debug, Args)]
pub(super) struct FormsArguments {
    #[command(flatten)]
    pub(super) office: Office,
    /// Only this unit's.
    #[arg(long, value_name = "CODE")]
    pub(super) unit: Option<String>,
    /// Which period.
    #[arg(long)]
    pub(super) period: Option<Period>,
    /// Where they go.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// The day it is.
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<Date>,
    #[command(flatten)]
    pub(super) waiting: Waiting,
    #[command(flatten)]
    pub(super) told: Told,
}

/// Of `status`.
#[derive(Debug, Args)]
pub(super) struct StatusArguments {
    #[command(flatten)]
    pub(super) office: Office,
    /// Which period.
    #[arg(long)]
    pub(super) period: Option<Period>,
    /// The day it is.
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<Date>,
    #[command(flatten)]
    pub(super) report: Report,
}

/// Of `rehearse`.
#[derive(Debug, Args)]
pub(super) struct RehearseArguments {
    #[command(flatten)]
    pub(super) office: Office,
    #[command(flatten)]
    pub(super) asked: Asked,
    #[command(flatten)]
    pub(super) report: Report,
}

/// Of `issued`.
#[derive(Debug, Args)]
pub(super) struct IssuedArguments {
    #[command(flatten)]
    pub(super) office: Office,
    #[command(flatten)]
    pub(super) told: Told,
}

/// Of `withdraw`.
#[derive(Debug, Args)]
pub(super) struct WithdrawArguments {
    #[command(flatten)]
    pub(super) office: Office,
    /// Under which number it was issued.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) number: u32,
    /// Why.
    #[arg(long, value_name = "TEXT", value_parser = groups::reason)]
    pub(super) reason: String,
    /// Of this plan.
    #[arg(long, value_name = "ID")]
    pub(super) plan: Option<String>,
    /// Of this year.
    #[arg(long, value_name = "YEAR")]
    pub(super) year: Option<i16>,
    /// The day it is.
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<Date>,
    #[command(flatten)]
    pub(super) waiting: Waiting,
    #[command(flatten)]
    pub(super) told: Told,
}

/// Of `trace`.
#[derive(Debug, Args)]
pub(super) struct TraceArguments {
    #[command(flatten)]
    pub(super) office: Office,
    /// Under which number it was issued.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) issue: u32,
    /// Only of this plan.
    #[arg(long, value_name = "ID")]
    pub(super) plan: Option<String>,
    /// Only of this year.
    #[arg(long, value_name = "YEAR")]
    pub(super) year: Option<i16>,
    /// Only in documents of this name.
    #[arg(long, value_name = "NAME")]
    pub(super) document: Option<String>,
    /// Words of the figure.
    #[arg(long, value_name = "WORDS", default_value = "", hide_default_value = true)]
    pub(super) figure: String,
    #[command(flatten)]
    pub(super) told: Told,
}

/// Of `history`.
#[derive(Debug, Args)]
pub(super) struct HistoryArguments {
    /// Whose: code, name or alias.
    #[arg(value_name = "UNIT")]
    pub(super) unit: String,
    #[command(flatten)]
    pub(super) office: Office,
    /// Which period.
    #[arg(long)]
    pub(super) period: Option<Period>,
    /// Only this form.
    #[arg(long, value_name = "FORM")]
    pub(super) form: Option<String>,
    /// The day it is.
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<Date>,
    #[command(flatten)]
    pub(super) told: Told,
}

/// Of `explain`.
#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// Code of a finding or identifier of a rule.
    #[arg(value_name = "CODE")]
    pub(super) code: String,
    /// Folder of the office.
    #[arg(long, value_name = "DIR")]
    pub(super) workspace: Option<PathBuf>,
    #[command(flatten)]
    pub(super) told: Told,
}

/// Of `verify`.
#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// Folder of bulletins, or one that holds such folders.
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    pub(super) folder: PathBuf,
    #[command(flatten)]
    pub(super) told: Told,
}
