//! What the process knows of where it runs.

use std::ffi::OsString;
use std::path::PathBuf;

use jiff::civil::DateTime;

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
    /// When the command began: it works as of this day if it is not told another, and names the time to whoever waits for it.
    pub now: DateTime,
    /// Bytes of address space that the system grants; nothing where it sets no limit.
    pub memory: Option<u64>,
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
            now: jiff::civil::date(2025, 10, 20).at(2, 0, 5, 0),
            memory: None,
            stdout_is_terminal: false,
            stderr_is_terminal: false,
        }
    }
}
