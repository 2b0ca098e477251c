//! Data flows one way. That a crate imports only what stands before it is the compiler's business; here is what crates cannot say: the
//! order of the stages within a crate, which crate from outside is used where, and who touches the disk.

mod circles;

use std::fs;
use std::path::{Path, PathBuf};

/// Stage, as `crate/folder` → stages that it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("returns/domain", &[]),
    ("returns/finding", &["returns/domain"]),
    ("returns/registry", &["returns/domain"]),
    ("returns/forms", &["returns/domain", "returns/registry"]),
    ("returns/nearest", &[]),
    ("returns/ingest", &["returns/domain", "returns/finding", "returns/registry", "returns/nearest"]),
    // What may be a pipe is read as the store reads it; conditions compare with the registry's words.
    ("figures/plan", &["returns/domain", "returns/registry", "returns/nearest", "figures/store"]),
    ("figures/store", &["returns/domain", "returns/finding", "returns/registry", "returns/ingest"]),
    ("figures/parallel", &[]),
    ("figures/audit", &["returns/domain", "returns/finding", "returns/registry", "figures/plan", "figures/parallel"]),
    ("figures/aggregate", &["returns/domain", "returns/registry", "figures/plan", "figures/parallel", "figures/audit"]),
    ("figures/assess", &["returns/domain", "figures/plan", "figures/audit", "figures/aggregate"]),
    // A test of a pack says in the words of all of them what must come out.
    (
        "figures/cases",
        &["returns/domain", "returns/registry", "figures/plan", "figures/audit", "figures/aggregate", "figures/assess"],
    ),
    // What was written is read back by other means than it was written with.
    ("render/verify", &[]),
    ("tongbao/blank", &[]),
    ("tongbao/settings", &["returns/domain", "figures/store"]),
    // Both write as the store does.
    ("tongbao/publish", &["figures/store"]),
    // The figures of an issued bulletin are those of its documents; what stood in its way are findings.
    ("tongbao/issue", &["returns/domain", "returns/finding", "figures/store"]),
    (
        "tongbao/compose",
        &[
            "returns/domain",
            "returns/finding",
            "returns/forms",
            "returns/registry",
            "figures/plan",
            "figures/audit",
            "figures/aggregate",
            "figures/assess",
            "tongbao/issue",
        ],
    ),
    ("tongbao/made", &["returns/domain", "returns/registry", "figures/plan"]),
    (
        "tongbao/pipeline",
        &[
            "returns",
            "figures",
            "render",
            "tongbao/settings",
            "tongbao/issue",
            "tongbao/compose",
            "tongbao/publish",
            "tongbao/made",
        ],
    ),
    // Beside its reports the errors of every stage, which it puts into words.
    (
        "tongbao/cli",
        &[
            "returns",
            "figures",
            "render",
            "tongbao/settings",
            "tongbao/issue",
            "tongbao/compose",
            "tongbao/publish",
            "tongbao/pipeline",
        ],
    ),
];

/// The one crate that everybody may name: pure data.
const DOCUMENT: &str = "document";
/// What everybody may name: that crate, and how nothing is written in JSON.
const EVERYBODYS: &[&str] = &[DOCUMENT, "tongbao/blank"];

/// Outside crate → the only stages or crates that may name it.
const CONFINED: &[(&str, &[&str])] = &[
    // `plan` compiles formulas, which are expressions of the engine.
    ("polars", &["figures/plan", "figures/store", "figures/audit", "figures/aggregate"]),
    ("polars_io", &["figures/store"]),
    ("sqlparser", &["figures/plan"]),
    ("calamine", &["returns/ingest"]),
    ("rust_xlsxwriter", &["render/xlsx", "render/error", "sample"]),
    ("printpdf", &["render/pdf", "render/fonts"]),
    // `verify` reads back what `render` has written, by other means.
    ("lopdf", &["render/pdf", "render/verify"]),
    // `ingest` mends parts of workbooks in front of calamine.
    ("quick_xml", &["render/verify", "returns/ingest"]),
    ("encoding_rs", &["returns/ingest"]),
    ("cfb", &["returns/ingest"]),
    // What is encrypted against nobody is opened there.
    ("aes", &["returns/ingest"]),
    ("md5", &["returns/ingest"]),
    ("sha1", &["returns/ingest"]),
    ("sha2", &["returns/ingest"]),
    ("fontdb", &["tongbao/pipeline"]),
    ("ttf_parser", &["render", "tongbao/pipeline"]),
    ("clap", &["tongbao/cli"]),
];

/// The only stages or crates that touch the disk.
const READS_OR_WRITES: &[&str] = &[
    "returns/ingest",
    "figures/plan",
    "figures/store",
    "tongbao/settings",
    "tongbao/issue",
    "tongbao/publish",
    "tongbao/pipeline",
    "sample",
];

/// A source file without its unit tests.
struct Source {
    path: PathBuf,
    /// `returns/ingest`, `document/figure`
    stage: String,
    /// `returns/ingest/convert/cell`; a folder's `mod.rs` is the folder.
    module: String,
    code: String,
}

#[test]
fn imports_follow_the_pipeline() {
    let mut trespasses = Vec::new();
    for Source { path, stage, code, .. } in sources() {
        let Some((_, granted)) = MAY_IMPORT.iter().find(|(name, _)| *name == stage) else { continue };
        for target in targets(&stage, &code) {
            if target != stage && !lies_in(&target, granted) && !lies_in(&target, EVERYBODYS) {
                trespasses.push(format!("{}: {stage} -> {target}", path.display()));
            }
        }
    }
    assert!(trespasses.is_empty(), "{}", trespasses.join("\n"));
}

#[test]
fn every_stage_of_the_crates_with_an_order_has_its_line() {
    let mut unknown: Vec<String> = sources()
        .into_iter()
        .map(|source| source.stage)
        .filter(|stage| ["returns/", "figures/", "tongbao/"].iter().any(|ordered| stage.starts_with(ordered)))
        .filter(|stage| MAY_IMPORT.iter().all(|(name, _)| name != stage))
        .collect();
    unknown.dedup();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn outside_crates_stay_in_their_stages_and_the_disk_with_those_who_may() {
    let mut trespasses = Vec::new();
    for Source { path, stage, code, .. } in sources() {
        for (name, homes) in CONFINED {
            if !lies_in(&stage, homes) && words_before("::", &code).any(|word| word == *name) {
                trespasses.push(format!("{}: {stage} -> {name}", path.display()));
            }
        }
        if !lies_in(&stage, READS_OR_WRITES) && words_before("::", &code).any(|word| word == "fs") {
            trespasses.push(format!("{}: {stage} touches the disk", path.display()));
        }
    }
    assert!(trespasses.is_empty(), "{}", trespasses.join("\n"));
}

#[test]
fn a_planted_trespass_is_found() {
    let code = "use crate::{\n    plan::{Plan, Scope},\n    store,\n};\nuse tongbao_returns::registry::Registry;\nlet x = crate::audit::y();";
    assert_eq!(targets("figures/aggregate", code), ["figures/plan", "figures/store", "figures/audit", "returns/registry"]);
    assert_eq!(targets("render/verify", "use tongbao_document::{Figure, Value}; use crate::xlsx;"), ["render/xlsx", "document"]);
    assert!(lies_in("returns/ingest", &["returns"]) && !lies_in("returns/ingest", &["returns/in", "figures"]));
    assert!(words_before("::", "use calamine::Reader;").any(|word| word == "calamine"));
    assert!(!words_before("::", "let not_calamine = 1;").any(|word| word == "calamine"));
}

/// The stages that the code of a stage names: `crate::folder` of its own crate, `tongbao_crate::folder` of others.
fn targets(stage: &str, code: &str) -> Vec<String> {
    let own = stage.split('/').next().unwrap_or_default();
    let mut found: Vec<String> = names_after("crate::", code).map(|folder| format!("{own}/{folder}")).collect();
    for name in ["returns", "figures", "render", "sample"] {
        found.extend(names_after(&format!("tongbao_{name}::"), code).map(|folder| format!("{name}/{folder}")));
    }
    if code.contains("tongbao_document::") {
        found.push(DOCUMENT.to_owned());
    }
    found
}

/// The names that follow a prefix, one by one or as the outermost of a list in braces.
fn names_after<'code>(prefix: &str, code: &'code str) -> impl Iterator<Item = &'code str> {
    code.match_indices(prefix)
        .filter(|(at, _)| !code[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
        .flat_map(move |(at, prefix)| {
            let rest = &code[at + prefix.len()..];
            if rest.starts_with('{') { listed(rest) } else { vec![word_at_start(rest)] }
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// `{a::{b, c}, d}` → a, d
fn listed(list: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut depth = 0;
    for (at, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && matches!(character, '{' | ',') {
            names.push(word_at_start(list[at + 1..].trim_start()));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn word_at_start(text: &str) -> &str {
    text.split(|character: char| !character.is_alphanumeric() && character != '_').next().unwrap_or_default()
}

/// The words that stand right before `suffix`.
fn words_before<'code>(suffix: &'code str, code: &'code str) -> impl Iterator<Item = &'code str> {
    code.match_indices(suffix)
        .filter_map(|(at, _)| code[..at].rsplit(|character: char| !character.is_alphanumeric() && character != '_').next())
}

/// Whether a stage is one of those, or lies in a crate that is.
fn lies_in(stage: &str, homes: &[&str]) -> bool {
    homes.iter().any(|home| stage == *home || stage.strip_prefix(home).is_some_and(|rest| rest.starts_with('/')))
}

/// Every source file of the workspace's crates, without comments and unit tests.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut crates = vec![("tongbao".to_owned(), root.join("src"))];
    for entry in fs::read_dir(root.join("crates")).expect("the crates") {
        let entry = entry.expect("a crate");
        crates.push((entry.file_name().into_string().expect("UTF-8"), entry.path().join("src")));
    }
    crates.sort();
    let mut found = Vec::new();
    for (name, folder) in crates {
        let mut files = Vec::new();
        collect(&folder, &mut files);
        found.extend(files.into_iter().filter_map(|path| source(&name, &folder, path)));
    }
    assert!(found.len() > 300, "the sources were not found");
    found
}

fn source(name: &str, folder: &Path, path: PathBuf) -> Option<Source> {
    let below = path.strip_prefix(folder).expect("below its crate");
    let part = below.components().next()?.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
    let is_test = below
        .components()
        .any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs" | "samples.rs" | "golden.rs")));
    if is_test || matches!(part.as_str(), "lib" | "main") {
        return None;
    }
    let text = fs::read_to_string(&path).expect("readable source");
    let code = without_test_modules(&text)
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let module = below.with_extension("").to_string_lossy().trim_end_matches("/mod").to_owned();
    Some(Source { stage: format!("{name}/{part}"), module: format!("{name}/{module}"), path, code })
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
