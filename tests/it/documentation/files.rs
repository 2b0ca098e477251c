//! Which files the tests of the documents look at.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

/// The project's folder.
pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The project's documents, by their paths below it.
pub(super) fn documents() -> Vec<String> {
    let single = [
        "README.md",
        "README.zh-CN.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "tests/defects/README.md",
        "report_templates/fonts/README.md",
    ];
    let pages =
        files(&root().join("docs")).into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let below = pages.map(|path| path.strip_prefix(root()).expect("below the project").to_string_lossy().into_owned());
    let documents: Vec<String> = single.into_iter().map(str::to_owned).chain(below).collect();
    assert!(documents.len() > 15, "the documents were not found: {documents:?}");
    documents
}

/// What may cite a document: code, its manifests and the plan packs. Not this test, which plants mistakes.
pub(super) fn sources() -> Vec<(PathBuf, String)> {
    let here = root().join("tests/it/documentation");
    let folders =
        ["src", "crates", "tests", "examples", "benches", "report_templates", ".ci", "Cargo.toml", "deny.toml", ".clippy.toml"];
    let paths = folders.iter().flat_map(|folder| files(&root().join(folder))).filter(|path| !path.starts_with(&here));
    let sources: Vec<_> = paths.filter_map(|path| Some((path.clone(), text(&path)?))).collect();
    assert!(sources.len() > 400, "the sources were not found");
    sources
}

/// Every text that belongs to the project.
pub(super) fn whole_project() -> Vec<(PathBuf, String)> {
    files(root()).into_iter().filter_map(|path| Some((path.clone(), text(&path)?))).collect()
}

/// A file's text; nothing if it is none, or is a font, a picture or a workbook.
fn text(path: &Path) -> Option<String> {
    const BINARY: [&str; 8] = ["otf", "png", "xlsx", "xls", "xlsb", "ods", "et", "pdf"];
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    if BINARY.contains(&extension.as_str()) { None } else { fs::read_to_string(path).ok() }
}

/// Every file below a folder, or the file itself; without what git, cargo and runs of the program leave there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let is_ours = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        !matches!(name.as_ref(), ".git" | ".tongbao" | "target") && !is_written_by_runs(entry.path())
    };
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_ours);
    entries.map(|entry| entry.expect("readable").into_path()).filter(|path| path.is_file()).collect()
}

fn is_written_by_runs(path: &Path) -> bool {
    ["bulletins", "forms"].iter().any(|name| path.ends_with(name)) && path.starts_with(root().join("sample_data"))
}
