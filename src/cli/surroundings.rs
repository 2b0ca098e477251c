//! What the process knows of where it runs.

use std::ffi::OsString;
use std::path::PathBuf;

use jiff::civil::Date;

/// What the process knows of where it runs; the only source of the clock and the environment.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// As the process got them, its own name first.
    pub arguments: Vec<OsString>,
    /// The environment's `TONGBAO_TEMPLATES`.
    pub templates: Option<OsString>,
    /// Tag of the locale, e.g. `zh-CN`.
    pub locale: Option<String>,
    /// This program: reading processes are started from it, and templates may lie near it.
    pub executable: PathBuf,
    /// As of which a command works that is not told.
    pub today: Date,
    /// Nobody wants a workbook's bytes on a terminal.
    pub stdout_is_terminal: bool,
    /// Only a terminal gets a progress bar.
    pub stderr_is_terminal: bool,
}

#[cfg(test)]
impl Surroundings {
    /// A line typed in English by somebody without a terminal.
    pub(super) fn of_line(line: &str) -> Self {
        Self {
            arguments: ["tongbao"].into_iter().chain(line.split_whitespace()).map(OsString::from).collect(),
            templates: Some(OsString::from("report_templates")),
            locale: Some("en-US".to_owned()),
            executable: PathBuf::from("tongbao"),
            today: jiff::civil::date(2025, 10, 20),
            stdout_is_terminal: false,
            stderr_is_terminal: false,
        }
    }
}
