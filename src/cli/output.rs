//! What a command puts out: text, JSON or a workbook.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use crate::pipeline::taken::Taken;
use crate::pipeline::{RunError, out};
use tongbao_document::plain;
use tongbao_figures::store::disk;

/// A report in text: dropped if the command is to be quiet.
pub(super) fn text(outcome: Outcome, text: String, context: &Context<'_>) -> Ending {
    if context.common.quiet {
        return Ending::with(outcome, String::new());
    }
    // What names of files and cells bring along must not reach a terminal.
    let shown = plain::lines(&text);
    Ending::with(outcome, if shown == text { text } else { shown })
}

/// A report in JSON: whoever asks for it wants it, quiet or not.
pub(super) fn json(outcome: Outcome, report: &impl Serialize) -> Result<Ending, Failure> {
    let mut text = serde_json::to_string_pretty(report).map_err(Failure::Json)?;
    text.push('\n');
    Ok(Ending::with(outcome, text))
}

/// A workbook: to a file or a pipe, never to a screen.
pub(super) fn workbook(outcome: Outcome, bytes: Vec<u8>, file: Option<&Path>, context: &Context<'_>) -> Result<Ending, Failure> {
    if file.is_none() && context.surroundings.stdout_is_terminal {
        return Err(Failure::WorkbookOnTerminal);
    }
    Ok(Ending::with(outcome, bytes))
}

/// Whether a result may be written into a file, if there is to be one; the inputs are not it. Asked before the work.
pub(super) fn admit(file: Option<&Path>, inputs: &[PathBuf], workspace: Option<&Path>) -> Result<(), RunError> {
    file.map_or(Ok(()), |file| out::admit(file, inputs, workspace).map_err(taken(file)))
}

/// The same of a folder.
pub(super) fn admit_folder(folder: Option<&Path>, workspace: &Path) -> Result<(), RunError> {
    folder.map_or(Ok(()), |folder| out::admit_folder(folder, workspace).map_err(taken(folder)))
}

fn taken(path: &Path) -> impl FnOnce(Taken) -> RunError {
    move |source| RunError::OutTaken { path: path.to_owned(), source }
}

/// The same ending with its result in a file, if there is to be one.
pub(super) fn into_file(ending: Ending, file: Option<&Path>) -> Result<Ending, Failure> {
    let Some(file) = file else { return Ok(ending) };
    disk::write(file, &ending.stdout).map_err(RunError::from)?;
    Ok(Ending { stdout: Vec::new(), ..ending })
}
