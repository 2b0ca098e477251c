//! The two catalogues and the code agree with one another.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use fluent_bundle::FluentResource;

use super::super::arguments::Arguments;
use super::super::localise::localised;
use super::*;

/// Keys of a catalogue with their attributes.
fn keys(catalogue: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut last = String::new();
    for line in catalogue.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =") {
            match name.strip_prefix("    .") {
                Some(attribute) => drop(keys.entry(last.clone()).or_default().insert(attribute.to_owned())),
                None if !name.starts_with(' ') => {
                    name.clone_into(&mut last);
                    assert!(keys.insert(last.clone(), BTreeSet::new()).is_none(), "{name} stands twice");
                }
                None => {}
            }
        }
    }
    keys
}

/// Names that a message mentions, e.g. `count`.
fn details(catalogue: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut details: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut last = String::new();
    for line in catalogue.lines() {
        if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| !name.starts_with([' ', '#'])) {
            name.clone_into(&mut last);
        }
        let names = line.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}']).next());
        details.entry(last.clone()).or_default().extend(names.map(str::to_owned));
    }
    details
}

/// The code of the command line, without its tests.
fn code() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let is_code = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs");
    let texts = files.filter(is_code).map(|path| fs::read_to_string(path).unwrap());
    texts.map(|text| text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()).collect()
}

/// With which the keys of the catalogue begin.
fn sections() -> BTreeSet<String> {
    let sections = keys(CHINESE).into_keys().filter_map(|key| key.split_once('-').map(|(section, _)| section.to_owned()));
    sections.collect()
}

/// Quoted texts that look like keys of this catalogue's sections.
fn keys_in(code: &str) -> BTreeSet<&str> {
    let sections = sections();
    let is_key = |text: &&str| {
        let letters = text.chars().all(|character| character.is_ascii_lowercase() || character == '-');
        letters && text.split_once('-').is_some_and(|(section, rest)| sections.contains(section) && !rest.is_empty())
    };
    code.lines().flat_map(|line| line.split('"').skip(1).step_by(2)).filter(is_key).collect()
}

#[test]
fn catalogues_are_well_formed() {
    for (language, text) in [(Language::Zh, CHINESE), (Language::En, ENGLISH)] {
        assert!(FluentResource::try_new(text.to_owned()).is_ok(), "{language:?}");
        let messages = Messages::new(language);
        for (key, attributes) in keys(text) {
            let has_words = language == Language::Zh || !is_said_by_errors(&key);
            assert_eq!(messages.say(&key) != key, has_words, "{key}");
            assert!(attributes.iter().all(|attribute| messages.attribute(&key, attribute, &[]).is_some()), "{key}");
        }
    }
}

/// In English an error says itself what failed and why; only the hint is the catalogue's.
fn is_said_by_errors(key: &str) -> bool {
    let of_every_failure = ["failure-cause", "failure-hint", "failure-developer"];
    ["failure-", "cause-"].iter().any(|kind| key.starts_with(kind)) && !of_every_failure.contains(&key)
}

#[test]
fn both_languages_have_the_same_keys() {
    let (chinese, english) = (keys(CHINESE), keys(ENGLISH));
    let common = |keys: &BTreeMap<String, BTreeSet<String>>| {
        let common = keys.iter().filter(|(key, attributes)| !is_said_by_errors(key) || !attributes.is_empty());
        common.map(|(key, attributes)| (key.clone(), attributes.clone())).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(common(&chinese), common(&english));
    let without_failures = |mut details: BTreeMap<String, BTreeSet<String>>| {
        details.retain(|key, _| !is_said_by_errors(key));
        details
    };
    assert_eq!(without_failures(details(CHINESE)), without_failures(details(ENGLISH)));
}

#[test]
fn english_repeats_no_error() {
    let messages = Messages::new(Language::En);
    let said: Vec<String> = keys(ENGLISH).into_keys().filter(|key| is_said_by_errors(key) && messages.say(key) != *key).collect();
    assert!(said.is_empty(), "the error says it: {said:?}");
}

#[test]
fn what_is_said_is_in_the_catalogues() {
    let (code, catalogue) = (code(), keys(CHINESE));
    let missing: Vec<_> = keys_in(&code).into_iter().filter(|key| !catalogue.contains_key(*key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_is_in_the_catalogues_is_said() {
    let code = code();
    // These are put together from the names of commands, stages and cycles; the tests below look at them.
    let of_commands = explained();
    let is_derived = |key: &str| ["stage-", "cycle-"].iter().any(|kind| key.starts_with(kind)) || of_commands.contains_key(key);
    let unused: Vec<_> =
        keys(CHINESE).into_keys().filter(|key| !is_derived(key) && !code.contains(&format!("\"{key}\""))).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn each_stage_has_a_name() {
    let named: BTreeSet<_> = keys(ENGLISH).into_keys().filter(|key| key.starts_with("stage-")).collect();
    let stages = super::super::progress::STAGES.iter().map(|stage| format!("stage-{}", stage.key())).collect();
    assert_eq!(named, stages);
}

/// Keys under which help explains commands, each with the arguments that are its attributes.
fn explained() -> BTreeMap<String, BTreeSet<String>> {
    fn below(command: &clap::Command, key: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
        found.insert(key.to_owned(), command.get_arguments().map(|argument| argument.get_id().to_string()).collect());
        for subcommand in command.get_subcommands() {
            below(subcommand, &format!("{key}-{}", subcommand.get_name()), found);
        }
    }
    let mut found = BTreeMap::new();
    below(&Arguments::command(), "help", &mut found);
    found
}

#[test]
fn each_command_and_argument_is_explained_and_nothing_else() {
    let found = explained();
    let written: BTreeMap<_, _> = keys(ENGLISH).into_iter().filter(|(key, _)| found.contains_key(key)).collect();
    assert_eq!(written, found);
}

#[test]
fn help_is_in_one_language() {
    let mut command = localised(Arguments::command(), &Messages::new(Language::Zh));
    command.build();
    let mut texts = vec![command.render_help().to_string()];
    texts.extend(command.get_subcommands_mut().map(|below| below.render_help().to_string()));
    for text in texts {
        for word in ["Usage", "Options", "Commands", "Arguments", "Print", "default", "possible"] {
            assert!(!text.contains(word), "{text}");
        }
    }
}

#[test]
fn counts_agree_in_number() {
    let messages = Messages::new(Language::En);
    let made = |count: usize| {
        messages.tell("forms-made", &[("count", count.into()), ("period", "2025Q3".into()), ("folder", "forms".into())])
    };
    assert_eq!(made(1), "1 blank return for 2025Q3: forms");
    assert_eq!(made(2), "2 blank returns for 2025Q3: forms");
}
