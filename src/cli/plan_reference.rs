//! `tongbao plan reference`: every key of a pack, and schemas for editors.

use std::path::{Path, PathBuf};

use super::arguments::PlanReferenceArguments;
use super::context::Context;
use super::ending::{Ending, Outcome};
use super::failure::Failure;
use super::output;
use crate::pipeline::plan_reference::{plan_reference, write_schemas};

/// Does it: the page on stdout, or the schemas in their folder.
pub(super) fn reference(arguments: &PlanReferenceArguments, context: &Context<'_>) -> Result<Ending, Failure> {
    let Some(folder) = &arguments.schemas else {
        return Ok(output::text(Outcome::Done, plan_reference(), context));
    };
    output::admit_folder(Some(folder), Path::new("."))?;
    let written = write_schemas(folder)?;
    let line = |file: &PathBuf| context.messages.tell("plan-schema", &[("file", file.display().to_string().into())]) + "\n";
    Ok(output::text(Outcome::Done, written.iter().map(line).collect(), context).done())
}
