//! Files in the folder of a pack that nothing reads: their names are slips, or they lie in the wrong place, and what they say would be missing without a
//! word.
//!
//! In: the folders of packs. Out: a mistake for each such file, with the name or the place that it should have. What editors and Excel leave
//! behind, and what cannot be taken for a file of a pack (texts, pictures, READMEs), is nobody's mistake.

use std::path::{Path, PathBuf};

use super::error::PlanError;
use super::folders::PackFolders;
use super::layout::{COMMON, FOLDERS_OF_COMMON, FOLDERS_OF_PACK, OF_COMMON, OF_PACK, is_named};
use super::mistake::Mistake;
use crate::store::disk;
use tongbao_returns::nearest::nearest_names;

/// The endings of the files that packs are made of.
const ENDINGS: [&str; 3] = ["toml", "csv", "md"];
/// The endings of what Excel and WPS make of a CSV file.
const WORKBOOKS: [&str; 6] = ["xlsx", "xls", "xlsm", "xlsb", "et", "ods"];
/// The endings of what editors leave behind.
const LEFT_BEHIND: [&str; 6] = ["bak", "tmp", "swp", "old", "orig", "rej"];

/// Tells the files of a pack, and of what packs share, that nothing reads.
pub(super) fn check(folders: &PackFolders, pack: &str, mistakes: &mut Vec<Mistake>) -> Result<(), PlanError> {
    for (folder, place) in [(pack, Place::PACK), (COMMON, Place::COMMON)] {
        for (name, shown) in folders.files_below(folder)? {
            let Some(hint) = place.hint(folder, &name, || contents(folders, &format!("{folder}/{name}"))) else { continue };
            let message = "没有读取这个文件：方案包里没有这个名称，或者不在这个位置".to_owned();
            mistakes.push(Mistake::in_file(shown, message).with_hint(Some(hint)));
        }
    }
    Ok(())
}

/// The text of a file that is looked into only to say what it may be.
fn contents(folders: &PackFolders, file: &str) -> String {
    folders.find(file).and_then(|path: PathBuf| disk::read_text(&path).ok()).unwrap_or_default()
}

/// A folder with files of known names and folders of files that have any.
#[derive(Clone, Copy)]
struct Place {
    files: &'static [&'static str],
    folders: &'static [(&'static str, &'static str)],
}

impl Place {
    const PACK: Self = Self { files: &OF_PACK, folders: &FOLDERS_OF_PACK };
    const COMMON: Self = Self { files: &OF_COMMON, folders: &FOLDERS_OF_COMMON };

    /// What to do with a file that nothing reads; nothing of one that is read, or that is nobody's business.
    fn hint(self, folder: &str, name: &str, text: impl FnOnce() -> String) -> Option<String> {
        let parts: Vec<&str> = name.split('/').collect();
        let (last, above) = parts.split_last()?;
        if parts.iter().any(|part| is_left_behind(part)) || last.to_uppercase().starts_with("README") || self.reads(above, last) {
            return None;
        }
        let (stem, ending) = last.rsplit_once('.').unwrap_or((last, ""));
        let ending = ending.to_lowercase();
        if ending == "txt" {
            let is_of_pack = Path::new(stem).extension().is_some_and(|inner| ENDINGS.iter().any(|known| inner == *known));
            return is_of_pack.then(|| format!("文件名末尾多了 .txt：改成 {stem}（Windows 里先显示文件扩展名）"));
        }
        if WORKBOOKS.contains(&ending.as_str()) {
            let meant = self.nearest(stem, "csv")?;
            return Some(format!("方案包不读工作簿：在 Excel 里另存为“CSV UTF-8（逗号分隔）”，文件名 {folder}/{meant}"));
        }
        if !ENDINGS.contains(&ending.as_str()) {
            return None;
        }
        Some(self.place_of(folder, above, (stem, &ending), &text()))
    }

    fn reads(self, above: &[&str], last: &str) -> bool {
        match above {
            [] => self.files.contains(&last),
            [below] => self.folders.iter().any(|(known, ending)| known == below && is_named(last, ending)),
            _ => false,
        }
    }

    /// Where a file of a pack's kind belongs, by its folder, its name and what stands in it.
    fn place_of(self, folder: &str, above: &[&str], (stem, ending): (&str, &str), text: &str) -> String {
        let last = format!("{stem}.{ending}");
        if self.files.contains(&last.as_str()) {
            return format!("放到 {folder}/{last}");
        }
        let in_folder = |below: &str| format!("放到 {folder}/{below}/{last}");
        if let Some(first) = above.first() {
            let named = nearest_names(first, self.folders.iter().map(|(known, _)| *known));
            let is_fit = |below: &&str| self.folders.iter().any(|(known, of)| known == below && *of == ending);
            if let Some(below) = named.into_iter().find(is_fit) {
                return in_folder(below);
            }
        }
        // By what it is made of: sheets are a form's.
        if ending == "toml" && text.contains("[[sheet") {
            return in_folder("forms");
        }
        if ending == "md" {
            return in_folder("bulletins");
        }
        if let Some(meant) = self.nearest(stem, ending) {
            return format!("是否想写`{meant}`（放在 {folder} 里）");
        }
        let known: Vec<&str> = self.files.iter().copied().filter(|known| is_named(known, ending)).collect();
        let forms = if ending == "toml" { "；表式放在 forms 里" } else { "" };
        if known.is_empty() {
            return "这里没有这一种文件；不用的请移走".to_owned();
        }
        format!("可用的文件名：{}{forms}；不用的请移走", known.join("、"))
    }

    /// The file of an ending whose name is most like a stem.
    fn nearest(self, stem: &str, ending: &str) -> Option<&'static str> {
        let known = self.files.iter().filter(|known| is_named(known, ending));
        let stems = known.filter_map(|known| Some((known.rsplit_once('.')?.0, *known)));
        tongbao_returns::nearest::nearest(stem, stems).into_iter().next()
    }
}

/// What is hidden, and what an editor or Excel keeps beside a file while it is open or has changed it.
fn is_left_behind(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with(['.', '~'])
        || name.ends_with('~')
        || LEFT_BEHIND.iter().any(|ending| is_named(&lower, ending))
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(name: &str) -> Option<String> {
        Place::PACK.hint("demo", name, || "[[sheet]]\n".repeat(usize::from(name.contains("primary"))))
    }

    #[test]
    fn a_file_that_nothing_reads_is_told_with_the_name_or_the_place_that_it_should_have() {
        for (name, expected) in [
            ("milestone.csv", "是否想写`milestones.csv`（放在 demo 里）"),
            ("rule.toml", "是否想写`rules.toml`（放在 demo 里）"),
            ("indicator.toml", "是否想写`indicators.toml`（放在 demo 里）"),
            ("demo-primary.toml", "放到 demo/forms/demo-primary.toml"),
            ("form/a.toml", "放到 demo/forms/a.toml"),
            ("forms/old/a.toml", "放到 demo/forms/a.toml"),
            ("forms/ledger.csv", "放到 demo/ledger.csv"),
            ("quarterly.md", "放到 demo/bulletins/quarterly.md"),
            ("rules.toml.txt", "文件名末尾多了 .txt：改成 rules.toml（Windows 里先显示文件扩展名）"),
            ("ledger.xlsx", "方案包不读工作簿：在 Excel 里另存为“CSV UTF-8（逗号分隔）”，文件名 demo/ledger.csv"),
            ("甲.csv", "可用的文件名：ledger.csv、responsible.csv、milestones.csv、catalogue.csv；不用的请移走"),
        ] {
            assert_eq!(hint(name).as_deref(), Some(expected), "{name}");
        }
        assert_eq!(
            Place::COMMON.hint("common", "rules.toml", String::new),
            Some("可用的文件名：items.toml、indicators.toml、scoring.toml；表式放在 forms 里；不用的请移走".to_owned())
        );
    }

    #[test]
    fn what_is_read_and_what_is_left_behind_is_not_told() {
        for name in [
            "plan.toml",
            "ledger.csv",
            "forms/a.toml",
            "bulletins/_a.md",
            "~$ledger.csv",
            ".plan.toml.swp",
            "plan.toml.bak",
            "plan.toml~",
            ".git/config.toml",
            "README.md",
            "方案原文.pdf",
            "附表.xlsx",
            "说明.txt",
            "Thumbs.db",
        ] {
            assert_eq!(hint(name), None, "{name}");
        }
    }
}
