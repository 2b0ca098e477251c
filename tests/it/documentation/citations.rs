//! Where code and plan packs cite the documents: `docs/numbers.md rule 7`, `docs/numbers.md rules 9 and 10`,
//! `docs/workspace.md#resubmission`, README 的“通报用语”一节.

use super::markdown::anchor;

/// A place in the documents that a text names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Citation {
    /// Path below the project.
    pub(super) document: String,
    /// Anchor of a heading.
    pub(super) heading: Option<String>,
    /// Numbers of rules.
    pub(super) rules: Vec<u32>,
}

/// Every citation of a text, comments that run over several lines read as one.
pub(super) fn citations(text: &str) -> Vec<Citation> {
    let text = joined(text);
    let mut found = Vec::new();
    for (at, _) in text.match_indices("docs/") {
        if text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '/') {
            continue;
        }
        let rest = &text[at..];
        let end = rest.find(|character: char| !character.is_ascii_alphanumeric() && !"-_./".contains(character));
        let document = rest[..end.unwrap_or(rest.len())].trim_end_matches('.');
        if document.strip_suffix(".md").is_none() {
            continue;
        }
        let rest = &rest[document.len()..];
        let (heading, rest) = heading(rest);
        found.push(Citation { document: document.to_owned(), heading, rules: rules(rest) });
    }
    let sections = text.split("README 的“").skip(1).filter_map(|rest| rest.split_once("”一节"));
    found.extend(sections.map(|(heading, _)| Citation {
        document: "README.zh-CN.md".to_owned(),
        heading: Some(anchor(heading)),
        rules: Vec::new(),
    }));
    found
}

/// The lines of a text in one, without what makes them comments.
fn joined(text: &str) -> String {
    let bare = |line: &str| line.trim().trim_start_matches(['/', '!', '#']).trim().to_owned();
    text.lines().map(bare).collect::<Vec<_>>().join(" ")
}

/// `#resubmission` at the beginning of what follows a document, and the rest.
fn heading(rest: &str) -> (Option<String>, &str) {
    let Some(after) = rest.strip_prefix('#') else { return (None, rest) };
    let end = after.find(|character: char| !character.is_alphanumeric() && !"-_".contains(character)).unwrap_or(after.len());
    (Some(after[..end].to_owned()), &after[end..])
}

/// ` rule 7`, ` rules 1, 2 and 4` at the beginning of what follows a document.
fn rules(rest: &str) -> Vec<u32> {
    let Some(mut rest) = rest.strip_prefix(" rules ").or_else(|| rest.strip_prefix(" rule ")) else { return Vec::new() };
    let mut numbers = Vec::new();
    loop {
        let end = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
        // No number where one should stand is a rule that does not exist.
        numbers.push(rest[..end].parse().unwrap_or(0));
        rest = &rest[end..];
        let more = [", ", " and "].iter().find_map(|between| rest.strip_prefix(between));
        match more.filter(|more| more.starts_with(|character: char| character.is_ascii_digit())) {
            Some(more) => rest = more,
            None => return numbers,
        }
    }
}
