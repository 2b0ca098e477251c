//! The documents are true as far as a test can tell: what they name is there, and what the code cites stands in them.

mod citations;
mod files;
mod markdown;

use std::collections::BTreeSet;
use std::fs;

use tongbao_returns::finding::Code;

use citations::{Citation, citations};
use files::{documents, root, sources, whole_project};
use markdown::{Named, anchors, code, links, named, rules, shown_by};

const NUMBERS: &str = "docs/numbers.md";
/// Every key and column of a plan pack, as `tongbao plan reference` prints them.
const KEYS: &str = "docs/packs.md";
/// The handbook's table of codes.
const FINDINGS: &str = "docs/zh/findings.md";
const READMES: [&str; 2] = ["README.md", "README.zh-CN.md"];

#[track_caller]
fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn every_code_stands_in_the_handbook_with_its_severity_and_title() {
    let handbook = read(FINDINGS);
    for code in Code::ALL {
        let row = format!(
            "| {} | {} | {} | {} |",
            code.as_str(),
            code.severity().word(),
            code.title(),
            code.hint().unwrap_or_default()
        );
        assert!(handbook.contains(&row), "{FINDINGS} lacks the row: {row}");
    }
}

#[test]
fn the_two_commands_stand_in_both_readmes_and_are_what_ci_runs() {
    for path in [READMES[0], READMES[1], ".ci/run"] {
        let text = read(path);
        for command in ["cargo run --release -- run sample_data/jining --as-of 2026-01-20", "cargo test --release"] {
            let begins = |line: &str| line.strip_prefix(command).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ||"));
            assert!(text.lines().any(begins), "{path} lacks the line: {command}");
        }
    }
}

#[test]
fn every_command_stands_in_both_readmes() {
    let catalogue = read("src/cli/messages/en.ftl");
    let told = ["usage", "commands", "arguments", "options", "usage-options", "usage-command"];
    let keys = catalogue.lines().filter_map(|line| line.strip_prefix("help-")?.split_once(" = "));
    let commands: Vec<String> =
        keys.map(|(key, _)| key).filter(|key| !told.contains(key)).map(|key| key.replace('-', " ")).collect();
    assert!(commands.len() > 10, "the commands were not found: {commands:?}");
    for path in READMES {
        let text = read(path);
        let missing: Vec<&String> = commands.iter().filter(|command| !text.contains(&format!("tongbao {command}"))).collect();
        assert!(missing.is_empty(), "{path}: {missing:?}");
    }
}

#[test]
fn every_key_of_a_plan_pack_and_of_the_settings_stands_in_the_handbook() {
    let handbook: String = documents().iter().filter(|path| path.starts_with("docs/zh/")).map(|path| read(path)).collect();
    for (source, begin) in [("crates/figures/src/plan/raw.rs", "    pub(super) "), ("src/settings.rs", "    pub ")] {
        let keys = keys(&read(source), begin);
        assert!(keys.len() > 20, "{source}: {keys:?}");
        let missing: Vec<&String> = keys.iter().filter(|key| !has_word(&handbook, key)).collect();
        assert!(missing.is_empty(), "{source}: the handbook does not explain {missing:?}");
    }
}

#[test]
fn every_key_of_the_reference_stands_in_the_handbook_as_an_author_writes_it() {
    let handbook: String = documents().iter().filter(|path| path.starts_with("docs/zh/")).map(|path| code(&read(path))).collect();
    let reference = read(KEYS);
    let mut missing = Vec::new();
    let (mut found, mut table) = (0, "");
    for line in reference.lines() {
        table = line.strip_prefix('#').map_or(table, |heading| heading.trim_start_matches('#').trim());
        let Some((key, _)) = line.strip_prefix("| `").and_then(|rest| rest.split_once("` |")) else { continue };
        found += 1;
        if !has_word(&handbook, key) {
            missing.push(format!("{table}: {key}"));
        }
    }
    assert!(found > 200, "{KEYS}: {found} keys");
    assert!(missing.is_empty(), "the handbook does not explain {missing:?}");
    let page = "`min`和max：\n```toml\nlow = 1 # `op`\n```\n只写`part-of`。";
    assert_eq!(code(page), "low = 1 # `op`\nmin\npart-of\n");
}

/// The keys of the structures that a file is read into: names of fields in kebab-case, or what they are renamed to.
fn keys(source: &str, begin: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut renamed = None;
    // Mistakes are told, not read.
    for line in source.lines().take_while(|line| !line.contains("struct BulletinMistake")) {
        if let Some((_, rest)) = line.split_once("rename = \"") {
            renamed = rest.split_once('"').map(|(name, _)| name.to_owned());
        } else if line.contains("serde(skip)") {
            renamed = Some(String::new());
        } else if let Some((name, _)) = line.strip_prefix(begin).and_then(|rest| rest.split_once(": ")) {
            keys.insert(renamed.take().unwrap_or_else(|| name.replace('_', "-")));
        }
    }
    keys.remove("");
    keys
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    for path in documents() {
        for link in links(&read(&path)) {
            broken.extend(broken_link(&path, &link).map(|reason| format!("{path}: {link}: {reason}")));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Why a link of a document leads nowhere; nothing if it leads somewhere, or out of the project.
fn broken_link(path: &str, link: &str) -> Option<&'static str> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (target, anchor) = link.split_once('#').map_or((link, None), |(target, anchor)| (target, Some(anchor)));
    let file = match target {
        "" => root().join(path),
        _ => root().join(path).parent()?.join(target),
    };
    if !file.exists() {
        return Some("no such file");
    }
    let anchor = anchor?;
    let text = fs::read_to_string(file).unwrap_or_default();
    (!anchors(&text).contains(anchor)).then_some("no such heading")
}

#[test]
fn what_a_document_names_is_there() {
    let mut missing = Vec::new();
    let mut found = 0;
    for path in documents() {
        for Named { file, words } in named(&read(&path)) {
            found += 1;
            let there = root().join(&file);
            if !there.exists() {
                missing.push(format!("{path}: there is no {file}"));
                continue;
            }
            let text = fs::read_to_string(there).unwrap_or_default();
            let lacking = words.iter().filter(|word| !has_word(&text, word));
            missing.extend(lacking.map(|word| format!("{path}: {file} has no {word}")));
        }
    }
    assert!(found > 100, "only {found} names were found");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Whether a word stands in a text by itself, not as a part of another one.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    text.match_indices(word).any(|(at, word)| !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part))
}

#[test]
fn the_rules_of_numbers_are_sixteen_and_each_names_its_tests() {
    let text = read(NUMBERS);
    let rules = rules(&text);
    assert_eq!(rules.keys().copied().collect::<Vec<_>>(), (1..=16).collect::<Vec<u32>>());
    for (number, section) in rules {
        let tests = shown_by(section);
        assert!(!tests.is_empty(), "{NUMBERS} rule {number} names no test");
        for Named { file, words } in tests {
            let source = read(&file);
            assert!(!words.is_empty(), "{NUMBERS} rule {number}: no test of {file} is named");
            for word in words {
                assert!(source.contains(&format!("fn {word}(")), "{NUMBERS} rule {number}: {file} has no test {word}");
            }
        }
    }
}

#[test]
fn what_the_code_cites_stands_in_the_documents() {
    let mut cited: BTreeSet<u32> = BTreeSet::new();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        for citation in citations(&text) {
            wrong.extend(wrong_citation(&citation).map(|reason| format!("{}: {reason}", path.display())));
            if citation.document == NUMBERS && !path.starts_with(root().join("tests")) {
                cited.extend(citation.rules);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let uncited: Vec<u32> = rules(&read(NUMBERS)).into_keys().filter(|number| !cited.contains(number)).collect();
    assert!(uncited.is_empty(), "no code says that it keeps {NUMBERS} rules {uncited:?}");
}

/// What is wrong with a citation, if anything is.
fn wrong_citation(citation: &Citation) -> Option<String> {
    let Citation { document, heading, rules: cited } = citation;
    let Ok(text) = fs::read_to_string(root().join(document)) else {
        return Some(format!("there is no {document}"));
    };
    if let Some(heading) = heading.as_ref().filter(|heading| !anchors(&text).contains(*heading)) {
        return Some(format!("{document} has no heading {heading}"));
    }
    let known = rules(&text);
    cited.iter().find(|number| !known.contains_key(number)).map(|number| format!("{document} has no rule {number}"))
}

#[test]
fn nothing_cites_what_is_not_in_the_project() {
    // Put together, so that this file does not cite them either.
    let outside =
        [concat!("design", ".md"), concat!("bulletin", "-format"), concat!("shared", "/design"), concat!("work", "/shared")];
    let mut citing = Vec::new();
    for (path, text) in whole_project() {
        citing.extend(outside.iter().filter(|name| text.contains(*name)).map(|name| format!("{}: {name}", path.display())));
    }
    assert!(citing.is_empty(), "{}", citing.join("\n"));
}

#[test]
fn a_planted_mistake_is_found() {
    let found = |text: &str| citations(text).iter().filter_map(wrong_citation).collect::<Vec<_>>();
    assert_eq!(found("//! Places (docs/numbers.md rules 9 and 10), docs/workspace.md#resubmission."), [""; 0]);
    assert_eq!(found("/// See docs/numbers.md\n    /// rule 99."), ["docs/numbers.md has no rule 99"]);
    assert_eq!(found("// docs/numbers.md rules 1, 2 and 17"), ["docs/numbers.md has no rule 17"]);
    assert_eq!(found("# docs/no-such.md says so"), ["there is no docs/no-such.md"]);
    assert_eq!(found("docs/workspace.md#no-such-heading"), ["docs/workspace.md has no heading no-such-heading"]);
    assert_eq!(found("{# 可用的名称见 README 的“没有这一节”一节。 #}"), ["README.zh-CN.md has no heading 没有这一节"]);
    assert_eq!(broken_link("docs/numbers.md", "workspace.md#resubmission"), None);
    assert_eq!(broken_link("docs/numbers.md", "../README.md#no-such-heading"), Some("no such heading"));
    assert_eq!(broken_link("docs/zh/wording.md", "no-such.md"), Some("no such file"));
    assert!(has_word("fn turns(cycle: Cycle)", "turns") && !has_word("fn turns_of()", "turns"));
    assert!(has_word("由`part-of`写明", "part-of") && !has_word("part-of-speech", "part-of"));
    let source =
        "    #[serde(default, rename = \"sheet\")]\n    pub(super) sheets: Vec<RawSheet>,\n    pub(super) due_days: Whole,";
    assert_eq!(keys(source, "    pub(super) "), BTreeSet::from(["due-days".to_owned(), "sheet".to_owned()]));
}
