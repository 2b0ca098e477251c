//! The chapter “your plan in a day” is followed word for word in an empty folder: its files are written, its commands run, what it shows is compared.
//!
//! What stands right before a block of code says what is done with it: a line ending in 写入 `FILE`： writes the file, 在 `FILE` 末尾加上： adds to it, `FILE`
//! 里有： looks for the block in it. A line 把 `FILE` 里的 `A` 改成 `B` replaces. Each line of a block `sh` is a command, which ends with 0 unless `# 以 N 结束`
//! stands behind it; a block `text` is what the last one printed, a line `…` in it stands for any number of lines. With `UPDATE_DAY=1` these blocks are
//! written anew, with as many lines before and after the `…` as they have.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Reader as _, Xlsx, open_workbook};

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");
const CHAPTER: &str = "docs/zh/plan-in-a-day.md";
/// A line of what a command printed that stands for others.
const CUT: &str = "…";
/// Commands that the chapter is there to show.
const SHOWN: [&str; 7] = ["plan new", "plan check", "plan test", "plan try", "plan coverage", "forms", "run"];

/// What a reader does at a line of the chapter.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    /// From 1.
    line: usize,
    deed: Deed,
}

#[derive(Debug, PartialEq, Eq)]
enum Deed {
    Write { file: String, text: String },
    Append { file: String, text: String },
    Find { file: String, text: String },
    Replace { file: String, from: String, to: String },
    Run { command: String, code: i32 },
    Compare { shown: String },
}

/// The deeds of a chapter in their order. A block with which nothing is to be done is none that a reader could follow.
fn steps(chapter: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = (1_usize..).zip(chapter.lines());
    let mut before = "";
    while let Some((line, text)) = lines.next() {
        if let Some(language) = text.strip_prefix("```") {
            let block: Vec<(usize, &str)> = lines.by_ref().take_while(|(_, text)| *text != "```").collect();
            steps.extend(of_block(line, language, before, &block));
        } else {
            steps.extend(replacement(text).map(|deed| Step { line, deed }));
        }
        if !text.trim().is_empty() {
            before = text;
        }
    }
    steps
}

fn of_block(line: usize, language: &str, before: &str, block: &[(usize, &str)]) -> Vec<Step> {
    let text: String = block.iter().flat_map(|(_, text)| [*text, "\n"]).collect();
    if language == "sh" {
        return block.iter().map(|(line, text)| Step { line: *line, deed: command(text) }).collect();
    }
    if language == "text" {
        return vec![Step { line, deed: Deed::Compare { shown: text } }];
    }
    let named = |ending: &str| before.strip_suffix(ending)?.rsplit_once('`').map(|(_, file)| file.to_owned());
    let written = before.contains("写入 `").then(|| named("`：")).flatten();
    let deed = match (written, named("` 末尾加上："), named("` 里有：")) {
        (Some(file), None, None) => Deed::Write { file, text },
        (None, Some(file), None) => Deed::Append { file, text },
        (None, None, Some(file)) => Deed::Find { file, text },
        _ => panic!("{CHAPTER}:{line}: nothing says what is to be done with this block: {before}"),
    };
    vec![Step { line, deed }]
}

/// A command, and how it ends.
fn command(text: &str) -> Deed {
    let ending = text.rsplit_once("# 以 ").and_then(|(_, rest)| rest.strip_suffix(" 结束")?.parse().ok());
    Deed::Run { command: text.to_owned(), code: ending.unwrap_or(0) }
}

/// 把 `FILE` 里的 `A` 改成 `B`
fn replacement(line: &str) -> Option<Deed> {
    let pieces: Vec<&str> = line.strip_prefix("- ").unwrap_or(line).split('`').collect();
    let ["把 ", file, " 里的 ", from, " 改成 ", to, _] = pieces.as_slice() else { return None };
    Some(Deed::Replace { file: (*file).to_owned(), from: (*from).to_owned(), to: (*to).to_owned() })
}

/// Whether that was printed, but for what is cut.
fn is_shown(shown: &str, printed: &str) -> bool {
    let (shown, printed): (Vec<&str>, Vec<&str>) = (shown.lines().collect(), printed.lines().collect());
    match shown.iter().position(|line| *line == CUT) {
        None => shown == printed,
        Some(cut) => {
            let (head, tail) = (&shown[..cut], &shown[cut + 1..]);
            printed.len() >= head.len() + tail.len() && printed.starts_with(head) && printed.ends_with(tail)
        }
    }
}

/// What was printed, cut where it was cut before.
fn shown_anew(shown: &str, printed: &str) -> String {
    let (shown, printed): (Vec<&str>, Vec<&str>) = (shown.lines().collect(), printed.lines().collect());
    let cut = shown.iter().position(|line| *line == CUT).map(|cut| (cut, shown.len() - cut - 1));
    let lines = match cut.filter(|(head, tail)| head + tail < printed.len()) {
        None => printed,
        Some((head, tail)) => [&printed[..head], &[CUT], &printed[printed.len() - tail..]].concat(),
    };
    lines.into_iter().flat_map(|line| [line, "\n"]).collect()
}

/// Somebody who does what the chapter says.
struct Reader {
    folder: tempfile::TempDir,
    /// What the last command printed.
    printed: String,
}

impl Reader {
    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    #[track_caller]
    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    #[track_caller]
    fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Runs a line as a shell does, with the binary among its programs.
    #[track_caller]
    fn run(&mut self, line: usize, command: &str, code: i32) {
        let programs = Path::new(env!("CARGO_BIN_EXE_tongbao")).parent().expect("a folder");
        let others = std::env::var_os("PATH").unwrap_or_default();
        let all: OsString =
            std::env::join_paths(std::iter::once(programs.to_owned()).chain(std::env::split_paths(&others))).expect("paths");
        let mut shell = Command::new("sh");
        for variable in ["LANGUAGE", "LC_ALL", "LC_MESSAGES"] {
            shell.env_remove(variable);
        }
        shell.env("PATH", all).env("LANG", "zh_CN.UTF-8").env("TONGBAO_TEMPLATES", Path::new(SOURCES).join("report_templates"));
        let output = shell.current_dir(self.folder.path()).arg("-c").arg(command).output().expect("a shell");
        let [told, failed] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
        assert_eq!(output.status.code(), Some(code), "{CHAPTER}:{line}: {command}\n{told}{failed}");
        // Results are on stdout; what is said of fonts and the like depends on the machine.
        self.printed = if told.is_empty() { failed } else { told };
    }
}

#[test]
fn the_chapter_is_followed_word_for_word() {
    let path = Path::new(SOURCES).join(CHAPTER);
    let chapter = fs::read_to_string(&path).expect("the chapter");
    let writes_anew = std::env::var_os("UPDATE_DAY").is_some();
    let mut blocks: Vec<(usize, usize, String)> = Vec::new();
    let mut differing = Vec::new();
    let mut reader = Reader { folder: tempfile::tempdir().expect("scratch folder"), printed: String::new() };
    let steps = steps(&chapter);
    for Step { line, deed } in &steps {
        match deed {
            Deed::Write { file, text } => reader.write(file, text),
            Deed::Append { file, text } => reader.write(file, &(reader.text(file) + text)),
            Deed::Find { file, text } => {
                let there = reader.text(file);
                assert!(there.contains(text.trim_end()), "{CHAPTER}:{line}: {file} has no\n{text}\nbut\n{there}");
            }
            Deed::Replace { file, from, to } => {
                let there = reader.text(file);
                assert_eq!(there.matches(from.as_str()).count(), 1, "{CHAPTER}:{line}: `{from}` in {file}\n{there}");
                reader.write(file, &there.replace(from.as_str(), to));
            }
            Deed::Run { command, code } => reader.run(*line, command, *code),
            Deed::Compare { shown } => {
                if !is_shown(shown, &reader.printed) {
                    differing.push(format!("{CHAPTER}:{line} shows\n{shown}\nbut printed was\n{}", reader.printed));
                }
                blocks.push((*line, shown.lines().count(), shown_anew(shown, &reader.printed)));
            }
        }
    }
    if writes_anew {
        let mut anew: Vec<&str> = chapter.lines().collect();
        // From below, so that the lines above keep their numbers.
        for (line, count, text) in blocks.iter().rev() {
            drop(anew.splice(*line..*line + *count, text.lines()));
        }
        fs::write(&path, anew.join("\n") + "\n").expect("the chapter");
    } else {
        assert!(differing.is_empty(), "{}", differing.join("\n"));
    }

    let commands: Vec<&str> = steps
        .iter()
        .filter_map(|step| if let Deed::Run { command, .. } = &step.deed { Some(command.as_str()) } else { None })
        .collect();
    let is_run = |shown: &&str| commands.iter().any(|command| command.starts_with(&format!("tongbao {shown}")));
    assert!(SHOWN.iter().all(is_run), "{commands:?}");
    // One table of hospitals is in the bulletin that was printed.
    let book = reader.path("bulletins/2025Q3/quarterly/全县.xlsx");
    let book: Xlsx<_> = open_workbook(book).expect("the bulletin's workbook");
    assert!(book.sheet_names().iter().any(|name| name == "机构排名"), "{:?}", book.sheet_names());
    assert!(!reader.text("plans/yunling-2025/plan.toml").contains("〔方案"), "nothing is left to be filled in");
}

#[test]
fn what_stands_before_a_block_says_what_is_done_with_it() {
    let chapter = "先写。写入 `a.toml`：\n\n```toml\nx = 1\n```\n\n在 `a.toml` 末尾加上：\n\n```toml\ny = 2\n```\n- 把 `a.toml` 里的 `y = 2` 改成 `y = 3`。\n\
                   `a.toml` 里有：\n```toml\ny = 3\n```\n```sh\ntongbao plan check a   # 以 2 结束\ntrue\n```\n```text\n一\n…\n三\n```\n";
    let deeds: Vec<Deed> = steps(chapter).into_iter().map(|step| step.deed).collect();
    let owned = str::to_owned;
    let expected = [
        Deed::Write { file: owned("a.toml"), text: owned("x = 1\n") },
        Deed::Append { file: owned("a.toml"), text: owned("y = 2\n") },
        Deed::Replace { file: owned("a.toml"), from: owned("y = 2"), to: owned("y = 3") },
        Deed::Find { file: owned("a.toml"), text: owned("y = 3\n") },
        Deed::Run { command: owned("tongbao plan check a   # 以 2 结束"), code: 2 },
        Deed::Run { command: owned("true"), code: 0 },
        Deed::Compare { shown: owned("一\n…\n三\n") },
    ];
    assert_eq!(deeds, expected);
}

#[test]
#[should_panic(expected = "nothing says what is to be done with this block")]
fn a_block_that_nobody_could_follow_is_a_fault_of_the_chapter() {
    steps("例如：\n```toml\nx = 1\n```\n");
}

#[test]
fn what_is_shown_is_what_was_printed_but_for_what_is_cut() {
    assert!(is_shown("一\n二\n", "一\n二\n"));
    assert!(!is_shown("一\n", "一\n二\n"));
    assert!(is_shown("一\n…\n四\n", "一\n二\n三\n四\n"));
    assert!(!is_shown("一\n…\n三\n", "一\n二\n三\n四\n"));
    assert!(!is_shown("一\n…\n一\n", "一\n"), "a line is shown once");
    assert_eq!(shown_anew("旧\n…\n旧\n", "一\n二\n三\n四\n"), "一\n…\n四\n");
    assert_eq!(shown_anew("旧\n…\n", "一\n二\n"), "一\n…\n");
    assert_eq!(shown_anew("旧\n…\n", "一\n"), "一\n");
    assert_eq!(shown_anew("旧\n", "一\n二\n"), "一\n二\n");
}
