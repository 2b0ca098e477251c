//! Data flows one way: a stage may import only what stands before it.

use std::fs;
use std::path::{Path, PathBuf};

/// Folder of `src` → folders it may import through `crate::`.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("document", &[]),
    ("finding", &["domain"]),
    ("plan", &["domain"]),
    ("registry", &["domain"]),
    ("settings", &["domain"]),
    ("ingest", &["domain", "finding", "registry"]),
    // The figures of an issued bulletin are those of its documents.
    ("issue", &["domain", "document"]),
    ("store", &["domain", "finding", "registry", "ingest"]),
    ("audit", &["domain", "finding", "plan", "registry"]),
    ("aggregate", &["domain", "plan", "registry", "audit"]),
    // The figure's rounding is what is judged and ranked: the printed number.
    ("assess", &["domain", "plan", "audit", "aggregate", "document"]),
    ("compose", &["domain", "finding", "plan", "registry", "issue", "audit", "aggregate", "assess", "document"]),
    ("render", &["document"]),
    ("verify", &["document", "domain"]),
    ("publish", &[]),
    ("sample", &["domain", "finding", "plan", "registry", "compose", "document", "render", "publish"]),
    (
        "pipeline",
        &[
            "domain",
            "finding",
            "plan",
            "registry",
            "settings",
            "ingest",
            "issue",
            "store",
            "audit",
            "aggregate",
            "assess",
            "compose",
            "document",
            "render",
            "verify",
            "publish",
        ],
    ),
    // Beside its reports the errors of every stage, which it puts into words.
    (
        "cli",
        &[
            "domain",
            "finding",
            "plan",
            "registry",
            "settings",
            "ingest",
            "issue",
            "store",
            "audit",
            "aggregate",
            "compose",
            "render",
            "verify",
            "publish",
            "pipeline",
        ],
    ),
];

/// Outside crate → the only folders that may name it.
const CONFINED: &[(&str, &[&str])] = &[
    // `plan` compiles formulas, which are expressions of the engine.
    ("polars", &["plan", "store", "audit", "aggregate"]),
    ("sqlparser", &["plan"]),
    ("calamine", &["ingest", "registry"]),
    ("rust_xlsxwriter", &["render", "sample"]),
    ("printpdf", &["render"]),
    // `verify` reads back what `render` has written, by other means.
    ("lopdf", &["render", "verify"]),
    ("quick_xml", &["verify"]),
    ("fontdb", &["pipeline"]),
    ("ttf_parser", &["render", "pipeline"]),
    ("clap", &["cli"]),
];

/// Places that touch the disk: the only folders that may name `std::fs`, `fs::` or `File::`.
const READS_OR_WRITES: &[&str] = &["ingest", "registry", "plan", "settings", "issue", "store", "publish", "sample", "pipeline"];

#[test]
fn imports_follow_the_pipeline() {
    let mut trespasses = Vec::new();
    for (path, home, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for target in modules_after("crate::", code) {
                if target != home && !grants(MAY_IMPORT, &home, target) {
                    trespasses.push(format!("{}:{}: {home} -> {target}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(trespasses.is_empty(), "{}", trespasses.join("\n"));
}

#[test]
fn outside_crates_stay_in_their_folders() {
    let mut trespasses = Vec::new();
    for (path, home, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for (name, homes) in CONFINED {
                if !homes.contains(&home.as_str()) && !modules_before("::", name, code).is_empty() {
                    trespasses.push(format!("{}:{}: {home} -> {name}", path.display(), number + 1));
                }
            }
            if !READS_OR_WRITES.contains(&home.as_str()) && (code.contains("fs::") || code.contains("File::")) {
                trespasses.push(format!("{}:{}: {home} touches the disk", path.display(), number + 1));
            }
        }
    }
    assert!(trespasses.is_empty(), "{}", trespasses.join("\n"));
}

#[test]
fn a_planted_trespass_is_found() {
    assert_eq!(modules_after("crate::", "use crate::plan::Plan; let x = crate::registry::read(p);"), ["plan", "registry"]);
    assert!(!grants(MAY_IMPORT, "render", "aggregate"));
    assert_eq!(modules_before("::", "calamine", "use calamine::Reader;"), ["calamine"]);
    assert!(modules_before("::", "calamine", "let not_calamine = 1;").is_empty());
}

/// Every source file that belongs to a stage, without its unit tests: path, folder, text.
fn sources() -> Vec<(PathBuf, String, String)> {
    let mut files = Vec::new();
    collect(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut files);
    assert!(files.len() > 50, "the sources were not found");
    files
        .into_iter()
        .filter_map(|path| {
            let below = path.strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).expect("below src");
            let home = below.components().next()?.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
            let is_test =
                below.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs" | "samples.rs")));
            if is_test || matches!(home.as_str(), "lib" | "main") {
                return None;
            }
            let text = fs::read_to_string(&path).expect("readable source");
            let without_tests = without_test_modules(&text).to_owned();
            Some((path, home, without_tests))
        })
        .collect()
}

/// The text up to the first module of tests that stands in it.
fn without_test_modules(text: &str) -> &str {
    let begins =
        |(at, _): &(usize, &str)| text[*at..].lines().nth(1).is_some_and(|line| line.contains("mod ") && line.ends_with('{'));
    text.match_indices("#[cfg(test)]\n").find(begins).map_or(text, |(at, _)| &text[..at])
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("readable folder").map(|entry| entry.expect("entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn modules_after<'code>(prefix: &str, code: &'code str) -> Vec<&'code str> {
    code.split(prefix)
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        .collect()
}

/// The word `name` wherever it stands before `suffix` as a word of its own.
fn modules_before<'code>(suffix: &str, name: &str, code: &'code str) -> Vec<&'code str> {
    code.split(suffix)
        .filter_map(|part| {
            let word = part.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next()?;
            (word == name).then_some(word)
        })
        .collect()
}

fn grants(table: &[(&str, &[&str])], home: &str, target: &str) -> bool {
    table.iter().any(|(name, targets)| *name == home && targets.contains(&target))
}
