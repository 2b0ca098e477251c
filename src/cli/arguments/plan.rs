//! The commands below `tongbao plan`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::groups::{self, Packs};

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
    /// Folders or ids of packs.
    #[arg(value_name = "PACK")]
    pub(in crate::cli) packs: Vec<PathBuf>,
    /// What follows from items is listed.
    #[arg(long)]
    pub(in crate::cli) verbose: bool,
    #[command(flatten)]
    pub(in crate::cli) shared: Packs,
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
    /// Title of the plan.
    #[arg(long, value_name = "TEXT", value_parser = groups::reason)]
    pub(in crate::cli) title: Option<String>,
    /// What it is called for short.
    #[arg(long, value_name = "TEXT", value_parser = groups::reason)]
    pub(in crate::cli) short_title: Option<String>,
    /// Who issues its bulletins.
    #[arg(long, value_name = "TEXT", value_parser = groups::reason)]
    pub(in crate::cli) issuer: Option<String>,
    /// Code of its area.
    #[arg(long, value_name = "CODE", value_parser = area_code)]
    pub(in crate::cli) area_code: Option<String>,
    /// Name of its area.
    #[arg(long, value_name = "TEXT", value_parser = groups::reason)]
    pub(in crate::cli) area_name: Option<String>,
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

/// A code of GB/T 2260.
fn area_code(text: &str) -> Result<String, &'static str> {
    let is_code = text.len() == 6 && text.chars().all(|one| one.is_ascii_digit());
    if is_code { Ok(text.to_owned()) } else { Err("a code of an area has six digits") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_an_area_has_six_digits() {
        assert_eq!(area_code("990101"), Ok("990101".to_owned()));
        for wrong in ["", "99010", "9901010", "99010a", "９９０１０１"] {
            assert!(area_code(wrong).is_err(), "{wrong}");
        }
    }
}
