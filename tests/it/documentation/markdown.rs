//! What a page of Markdown holds that can be wrong: headings with their anchors, links, names of files and of what stands in them.

use std::collections::{BTreeMap, BTreeSet};

/// A file that a page names, and what it says stands there: `` `src/cli/mod.rs` › `main_with` ``.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Path below the project.
    pub(super) file: String,
    /// Functions, types, constants.
    pub(super) words: Vec<String>,
}

/// Where paths of the project begin.
const ROOTS: [&str; 11] = [
    "src/",
    "crates/",
    "tests/",
    "docs/",
    "report_templates/",
    "sample_data/",
    "examples/",
    "benches/",
    ".ci/",
    ".cargo/",
    ".clippy",
];
/// What stands for something else in a path.
const PLACEHOLDERS: [&str; 3] = ["PLAN", "FORM", "NAME"];

/// The page without its blocks of code.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let outside = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    });
    outside.collect::<Vec<_>>().join("\n")
}

/// The blocks and spans of code of a page.
pub(super) fn code(text: &str) -> String {
    let mut is_code = false;
    let mut code = String::new();
    for line in text.lines() {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if is_code && !is_fence {
            code += line;
            code.push('\n');
        }
    }
    for span in prose(text).split('`').skip(1).step_by(2) {
        code += span;
        code.push('\n');
    }
    code
}

/// The anchors of all headings, as GitHub makes them.
pub(super) fn anchors(text: &str) -> BTreeSet<String> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let prose = prose(text);
    let headings = prose.lines().filter(|line| line.starts_with('#')).map(|line| anchor(line.trim_start_matches('#').trim()));
    headings
        .map(|anchor| {
            let seen = times.entry(anchor.clone()).or_default();
            *seen += 1;
            if *seen == 1 { anchor } else { format!("{anchor}-{}", *seen - 1) }
        })
        .collect()
}

/// The anchor of one heading: lower case, blanks as hyphens, no punctuation.
pub(super) fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|character| character.is_alphanumeric() || " -_".contains(*character));
    kept.flat_map(char::to_lowercase).map(|character| if character == ' ' { '-' } else { character }).collect()
}

/// The targets of all links and images.
pub(super) fn links(text: &str) -> Vec<String> {
    let prose = prose(text);
    let without_code: String = prose.split('`').step_by(2).collect();
    without_code.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect()
}

/// Every file of the project that stands in backticks, with the words that follow it behind `›`.
pub(super) fn named(text: &str) -> Vec<Named> {
    let prose = prose(text);
    let pieces: Vec<&str> = prose.split('`').collect();
    let mut named: Vec<Named> = Vec::new();
    let mut follows = false;
    for (position, piece) in pieces.iter().enumerate().filter(|(position, _)| position % 2 == 1) {
        let between = pieces.get(position - 1).map_or("", |between| between.trim());
        follows = between == "›" || follows && between == ",";
        if is_path(piece) {
            named.push(Named { file: piece.trim_end_matches('/').to_owned(), words: Vec::new() });
            follows = false;
        } else if let Some(last) = named.last_mut().filter(|_| follows) {
            last.words.push((*piece).to_owned());
        }
    }
    named
}

/// Whether code in backticks is the path of a file that should be there: not a command, a pattern, or what a run writes.
fn is_path(code: &str) -> bool {
    let is_plain = !code.contains([' ', '*', '<', '{', '…']) && !code.starts_with("sample_data/jining/bulletins");
    let stem = |part: &str| part.split('.').next().unwrap_or_default().to_owned();
    is_plain
        && ROOTS.iter().any(|root| code.starts_with(root))
        && code.split('/').all(|part| !PLACEHOLDERS.contains(&stem(part).as_str()))
}

/// The numbered sections of a page: `## 7. …` and what follows it up to the next one.
pub(super) fn rules(text: &str) -> BTreeMap<u32, &str> {
    let sections = text.split("\n## ").skip(1);
    sections.filter_map(|section| Some((section.split_once(". ")?.0.parse().ok()?, section))).collect()
}

/// The tests that a rule names in its last paragraph.
pub(super) fn shown_by(section: &str) -> Vec<Named> {
    let shown = section.split_once("\nShown by ").map_or("", |(_, shown)| shown);
    named(shown)
}
