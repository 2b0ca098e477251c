//! Which language help and messages speak: `--lang`, else the workspace's settings, else the locale.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, CommandFactory, ValueEnum};

use super::arguments::Arguments;
use super::messages::Language;
use super::surroundings::Surroundings;
use crate::settings::{NamedLanguage, Settings};

/// Chooses before the arguments are understood, because their mistakes are told in the language, too.
pub(super) fn choose(surroundings: &Surroundings) -> Language {
    let locale = surroundings.locale.as_deref();
    let of_settings = || of_settings(&workspace(&surroundings.arguments)?, locale);
    let of_locale = || locale.map_or(Language::En, Language::of_tag);
    asked(&surroundings.arguments).or_else(of_settings).unwrap_or_else(of_locale)
}

/// What `--lang` says, wherever it stands and whatever is wrong around it.
fn asked(arguments: &[OsString]) -> Option<Language> {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    let value = arguments.find_map(|argument| match argument.strip_prefix("--lang")? {
        "" => Some(None),
        rest => rest.strip_prefix('=').map(Some),
    })?;
    Language::from_str(value.or_else(|| arguments.next())?, true).ok()
}

/// The workspace, as far as the arguments can be understood.
fn workspace(arguments: &[OsString]) -> Option<PathBuf> {
    // Help and version would end the reading before the workspace is seen.
    let only_seen = |argument: Arg| argument.action(ArgAction::SetTrue);
    let command = Arguments::command().mut_arg("help", only_seen).mut_arg("version", only_seen).ignore_errors(true);
    let matches = command.try_get_matches_from(arguments).ok()?;
    let mut below = &matches;
    while let Some((_, deeper)) = below.subcommand() {
        below = deeper;
    }
    let named = |name| below.try_get_one::<PathBuf>(name).ok().flatten();
    // `verify` is given a folder that lies in one, and whoever writes a pack may name it by its folder.
    let pack = named("pack").filter(|pack| pack.is_dir());
    let folder = named("folder").or_else(|| named("workspace")).or(pack).map_or(Path::new("."), PathBuf::as_path);
    office_of(folder)
}

/// The office in whose folder a folder lies, or that it is.
fn office_of(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    folder.ancestors().find(|above| above.join("tongbao.toml").is_file()).map(Path::to_owned)
}

/// The settings' language. Settings that cannot be used are complained about later, in this language, by the command that needs them: an office's
/// in Chinese, if nobody says otherwise.
fn of_settings(workspace: &Path, locale: Option<&str>) -> Option<Language> {
    match Settings::language(workspace) {
        NamedLanguage::Named(tag) => Some(Language::of_tag(&tag)),
        NamedLanguage::Lost if locale.is_some_and(|tag| tag.to_ascii_lowercase().starts_with("en")) => None,
        NamedLanguage::Lost => Some(Language::Zh),
        NamedLanguage::Nowhere => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn chosen(line: &str, locale: &str) -> Language {
        let mut surroundings = Surroundings::of_line(line);
        surroundings.locale = Some(locale.to_owned());
        choose(&surroundings)
    }

    #[test]
    fn the_locale_decides_when_nobody_else_does() {
        for (locale, language) in
            [("zh-CN", Language::Zh), ("zh_TW.UTF-8", Language::Zh), ("en-US", Language::En), ("C", Language::En)]
        {
            assert_eq!(chosen("run no/such/folder", locale), language, "{locale}");
        }
    }

    #[test]
    fn the_option_comes_first_wherever_it_stands() {
        for line in [
            "--lang zh",
            "run --lang zh",
            "--help --lang=zh",
            "run x --help --lang zh",
            "--lang zh plan check",
            "run --nonsense --lang zh",
        ] {
            assert_eq!(chosen(line, "en-US"), Language::Zh, "{line}");
        }
    }

    #[test]
    fn the_settings_come_before_the_locale() {
        let workspace = tempfile::tempdir().unwrap();
        std::fs::write(workspace.path().join("tongbao.toml"), "plans = ['a']\noffice = 'b'\nlanguage = 'zh'\n").unwrap();
        let folder = workspace.path().display();
        for line in [format!("run {folder}"), format!("status --help {folder}"), format!("check a.xlsx --workspace {folder}")] {
            assert_eq!(chosen(&line, "en-US"), Language::Zh, "{line}");
        }
        assert_eq!(chosen(&format!("run {folder} --lang en"), "zh-CN"), Language::En);
        let bulletins = workspace.path().join("bulletins/2025Q3");
        std::fs::create_dir_all(&bulletins).unwrap();
        assert_eq!(chosen(&format!("verify {}", bulletins.display()), "en-US"), Language::Zh);
        let pack = workspace.path().join("plans/a");
        std::fs::create_dir_all(&pack).unwrap();
        for line in [
            format!("plan check --workspace {folder}"),
            format!("plan test {}", pack.display()),
            format!("plan try {}", pack.display()),
        ] {
            assert_eq!(chosen(&line, "en-US"), Language::Zh, "{line}");
        }
        std::fs::write(workspace.path().join("tongbao.toml"), "language = \"zh\"  # 中文\nplans = [\n").unwrap();
        assert_eq!(chosen(&format!("run {folder}"), "en-US"), Language::Zh, "of settings that cannot be used otherwise");
        // Its quotes are lost, or nothing of it can be read.
        for (settings, locale, language) in [
            ("language = zh\nplans = [\n", "en-US", Language::Zh),
            ("language = \"en\nplans = [\n", "zh-CN", Language::En),
            ("plans = [\n", "C", Language::Zh),
            ("plans = [\n", "en-US", Language::En),
            ("plans = ['a']\n", "C", Language::En),
        ] {
            std::fs::write(workspace.path().join("tongbao.toml"), settings).unwrap();
            assert_eq!(chosen(&format!("run {folder}"), locale), language, "{settings} {locale}");
        }
    }
}
