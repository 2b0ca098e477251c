//! What several commands ask alike, and how reports are written.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use tongbao_document::plain;
use tongbao_returns::domain::{Cycle, Period};

/// The folder of an office.
#[derive(Debug, Args)]
pub(in crate::cli) struct Office {
    /// Where it is.
    #[arg(default_value = ".", hide_default_value = true)]
    pub(in crate::cli) workspace: PathBuf,
}

/// Which bulletins, as of which day.
#[derive(Debug, Args)]
pub(in crate::cli) struct Asked {
    /// Of which period.
    #[arg(long)]
    pub(in crate::cli) period: Option<Period>,
    /// Of which kind only.
    #[arg(long)]
    pub(in crate::cli) cycle: Option<Cycle>,
    /// The day it is for.
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) as_of: Option<Date>,
    /// Of this plan only.
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) plan: Option<String>,
}

/// Whether a bulletin is issued, and under which number.
#[derive(Debug, Args)]
pub(in crate::cli) struct Issuing {
    /// It is issued.
    #[arg(long = "final", requires = "number")]
    pub(in crate::cli) is_final: bool,
    /// Under which number.
    #[arg(long, value_name = "N", requires = "is_final", value_parser = clap::value_parser!(u32).range(1..))]
    pub(in crate::cli) number: Option<u32>,
    /// Although something stands open.
    #[arg(long, requires = "is_final", requires = "reason")]
    pub(in crate::cli) force: bool,
    /// Why.
    #[arg(long, value_name = "TEXT", requires = "force", value_parser = reason)]
    pub(in crate::cli) reason: Option<String>,
}

/// How long a command that writes waits for another one.
#[derive(Debug, Args)]
pub(in crate::cli) struct Waiting {
    /// Seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, hide_default_value = true)]
    pub(in crate::cli) wait: u64,
}

/// A report in text or for a program.
#[derive(Debug, Args)]
pub(in crate::cli) struct Told {
    /// Form of the report.
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(in crate::cli) format: Format,
}

/// Whose packs come first, and how what is asked about packs is told.
#[derive(Debug, Args)]
pub(in crate::cli) struct Packs {
    /// Folder of the office.
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) workspace: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) told: Told,
}

/// A report that may be a workbook.
#[derive(Debug, Args)]
pub(in crate::cli) struct Report {
    /// Form of the report.
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(in crate::cli) format: ReportFormat,
    /// A file instead of stdout.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) out: Option<PathBuf>,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// For a person.
    Text,
    /// For a program.
    Json,
}

/// How a report is written that lists many things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    /// For a person.
    Text,
    /// For a program.
    Json,
    /// A workbook.
    Xlsx,
}

/// Words on one line, not blanks: a reason stands in tables and on pages.
pub(super) fn reason(text: &str) -> Result<String, String> {
    let words = plain::one_line(text);
    let trimmed = words.trim();
    if trimmed.is_empty() { Err("no words".to_owned()) } else { Ok(trimmed.to_owned()) }
}
