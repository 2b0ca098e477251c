//! The commands below `tongbao plan`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::groups::Packs;

/// What to do with plan packs.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PlanCommand {
    /// Tells its mistakes.
    Check(PlanCheckArguments),
    /// Runs its tests.
    Test(PlanTestArguments),
    /// Makes a year of bulletins from it alone.
    Try(PlanTryArguments),
    /// Drafts one.
    New(PlanNewArguments),
    /// Compares it with its catalogue.
    Coverage(PlanCoverageArguments),
    /// Compares two.
    Diff(PlanDiffArguments),
    /// Tells every key.
    Reference(PlanReferenceArguments),
}

/// Of `plan check`.
#[derive(Debug, Args)]
pub(in crate::cli) struct PlanCheckArguments {
    /// Folder or id of one pack.
    #[arg(value_name = "PACK")]
    pub(in crate::cli) pack: Option<PathBuf>,
    /// What follows from items is listed.
    #[arg(long)]
    pub(in crate::cli) verbose: bool,
    #[command(flatten)]
    pub(in crate::cli) packs: Packs,
}

/// Of `plan test`.
#[derive(Debug, Args)]
pub(in crate::cli) struct PlanTestArguments {
    /// Folder or id of one pack.
    #[arg(value_name = "PACK")]
    pub(in crate::cli) pack: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) packs: Packs,
}

/// Of `plan try`.
#[derive(Debug, Args)]
pub(in crate::cli) struct PlanTryArguments {
    /// Folder or id of the pack.
    #[arg(value_name = "PACK")]
    pub(in crate::cli) pack: PathBuf,
    /// Where the trial goes.
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) out: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) packs: Packs,
}

/// Of `plan new`.
#[derive(Debug, Args)]
pub(in crate::cli) struct PlanNewArguments {
    /// Its id.
    #[arg(value_name = "ID")]
    pub(in crate::cli) id: String,
    /// The catalogue that it is drafted from.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) catalogue: PathBuf,
    /// The pack that it is to be like.
    #[arg(long, value_name = "PACK")]
    pub(in crate::cli) like: Option<PathBuf>,
    /// In which folder.
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) out: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) packs: Packs,
}

/// Of `plan coverage`.
#[derive(Debug, Args)]
pub(in crate::cli) struct PlanCoverageArguments {
    /// Id or folder of one pack.
    #[arg(value_name = "PACK")]
    pub(in crate::cli) pack: Option<PathBuf>,
    /// Its catalogue.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) catalogue: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) packs: Packs,
}

/// Of `plan diff`.
#[derive(Debug, Args)]
pub(in crate::cli) struct PlanDiffArguments {
    /// The first pack.
    #[arg(value_name = "A")]
    pub(in crate::cli) before: PathBuf,
    /// The second pack.
    #[arg(value_name = "B")]
    pub(in crate::cli) after: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) packs: Packs,
}

/// Of `plan reference`.
#[derive(Debug, Args)]
pub(in crate::cli) struct PlanReferenceArguments {
    /// Where the schemas go.
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) schemas: Option<PathBuf>,
}
