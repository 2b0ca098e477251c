//! Tests of a shipped pack that an office's own files have made unfit: they are told as a note, since they are no mistakes of the office.

use std::path::PathBuf;

use serde::Serialize;

use tongbao_figures::cases::{FILE, Unfit};
use tongbao_figures::plan::PackFolders;

/// A test of a shipped pack that names what an office's own files no longer have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnfitTest {
    /// As its author calls it.
    pub name: String,
    /// Below the folder of packs.
    pub file: PathBuf,
    /// Where it begins, from 1.
    pub line: usize,
    /// What it names in vain. Chinese always, as the pack is.
    pub misses: Vec<String>,
}

/// The same of a pack for a report.
pub(super) fn unfit_tests(folders: &PackFolders, id: &str, unfit: Vec<Unfit>) -> Vec<UnfitTest> {
    let file = folders.shown(&format!("{id}/{FILE}"));
    let told = |Unfit { name, line, misses }: Unfit| UnfitTest {
        name,
        file: file.clone(),
        line,
        misses: misses.into_iter().map(|miss| miss.message).collect(),
    };
    unfit.into_iter().map(told).collect()
}
