//! Published files that were changed afterwards: `tongbao verify` says which figure of which file.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use zip::ZipArchive;

use crate::issuing::{THIRD, issued};
use crate::office::rewritten;
use crate::whole::{copy, tongbao, workspace};

/// Kailu's bulletins of the third quarter.
#[track_caller]
fn published() -> (TempDir, PathBuf) {
    let folder = workspace("kailu");
    let path = folder.path().to_str().expect("UTF-8");
    let (code, _, error) = tongbao(&["run", path, "--period", "2025Q3", "--as-of", "2025-10-20"], &[]);
    assert!(code == 0 || code == 3, "{error}");
    let bulletins = folder.path().join("bulletins/2025Q3/quarterly");
    (folder, bulletins)
}

#[track_caller]
fn verify(folder: &Path) -> (i32, String, String) {
    tongbao(&["verify", folder.to_str().expect("UTF-8")], &[])
}

/// The part of a sheet: sheets are numbered in the order of their names in the workbook.
#[track_caller]
fn part_of(bytes: &[u8], sheet: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let mut text = String::new();
    archive.by_name("xl/workbook.xml").expect("a part").read_to_string(&mut text).expect("UTF-8");
    let position = text.split("<sheet ").skip(1).position(|element| element.contains(&format!("name=\"{sheet}\"")));
    format!("xl/worksheets/sheet{}.xml", position.expect("the sheet") + 1)
}

/// Replaces the first number of a sheet's data by another one; where it stood.
#[track_caller]
fn change_first_number(path: &Path, sheet: &str) -> String {
    let bytes = fs::read(path).expect("a workbook");
    let part = part_of(&bytes, sheet);
    let mut place = String::new();
    let changed = rewritten(&bytes, |name, text| {
        if name != part {
            return None;
        }
        let data = text.find("<row r=\"4\"").expect("data");
        let value = text[data..].match_indices("<v>").map(|(at, _)| data + at).find(|at| {
            let cell = &text[text[..*at].rfind("<c ").expect("a cell")..*at];
            !cell.contains("t=\"s\"")
        });
        let value = value.expect("a number") + "<v>".len();
        let end = value + text[value..].find("</v>").expect("an end");
        let cell = &text[text[..value].rfind("<c ").expect("a cell")..];
        cell.split('"').nth(1).expect("a place").clone_into(&mut place);
        Some(format!("{}987654321{}", &text[..value], &text[end..]))
    });
    fs::write(path, changed).expect("written");
    place
}

#[test]
fn what_was_published_holds_until_a_figure_is_changed() {
    let (folder, bulletins) = published();
    let (code, told, error) = verify(folder.path());
    assert_eq!((code, error.as_str()), (0, ""), "{told}");
    assert!(told.contains("全部一致"), "{told}");
    let figures: usize = told.split('，').find_map(|part| part.strip_suffix("个数")?.trim().parse().ok()).expect("a count");
    assert!(figures > 2_000, "{told}");

    let place = change_first_number(&bulletins.join("全县.xlsx"), "指标完成情况");
    let (code, told, error) = verify(folder.path());
    assert_eq!(code, 1, "{told}{error}");
    assert!(error.contains("全县.xlsx") && error.contains(&format!("指标完成情况!{place}")), "{error}");
    assert!(error.contains("读到“987,654,321"), "{error}");
    assert_eq!(error.lines().count(), 2, "{error}");
}

/// Exchanges the first and the last digit of a number on the page; what it was.
#[track_caller]
fn change_a_number(path: &Path) -> String {
    let mut file = lopdf::Document::load(path).expect("a PDF");
    for page in file.get_pages().into_values().skip(1) {
        let mut content = lopdf::content::Content::decode(&file.get_page_content(page)).expect("content");
        let fonts = file.get_page_fonts(page).expect("fonts");
        let mut font = Vec::new();
        let mut changed = None;
        for operation in &mut content.operations {
            if operation.operator == "Tf" {
                font = operation.operands[0].as_name().expect("a font").to_vec();
            }
            let Some(lopdf::Object::String(bytes, _)) = operation.operands.iter_mut().flat_map(strings).next() else { continue };
            let text = fonts[&font].get_font_encoding(&file).and_then(|encoding| encoding.bytes_to_string(bytes)).expect("text");
            let is_number = text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let last = bytes.len() - 2;
            if is_number && bytes.len() == text.len() * 2 && bytes[..2] != bytes[last..] {
                bytes.swap(0, last);
                bytes.swap(1, last + 1);
                changed = Some(text);
                break;
            }
        }
        if let Some(text) = changed {
            let bytes = content.encode().expect("content");
            file.change_page_content(page, bytes).expect("changed");
            file.save(path).expect("written");
            return text;
        }
    }
    panic!("no number on any page")
}

/// An operand, or the pieces of an array of them.
fn strings(operand: &mut lopdf::Object) -> Vec<&mut lopdf::Object> {
    match operand {
        lopdf::Object::Array(pieces) => pieces.iter_mut().collect(),
        other => vec![other],
    }
}

#[test]
fn a_number_that_was_changed_on_the_page_is_told() {
    let (_folder, bulletins) = published();
    let was = change_a_number(&bulletins.join("全县.pdf"));
    let (code, _, error) = verify(&bulletins);
    assert_eq!(code, 1, "{was} {error}");
    assert!(error.contains("全县.pdf") && error.contains(&was), "{was} {error}");
    assert!(!error.contains("全县.xlsx"), "{error}");
}

#[test]
fn a_file_that_was_cut_off_is_told_beside_the_others() {
    let (_folder, bulletins) = published();
    for name in ["全县.pdf", "催报名单.xlsx"] {
        let bytes = fs::read(bulletins.join(name)).expect("a file");
        fs::write(bulletins.join(name), &bytes[..bytes.len() / 2]).expect("written");
    }
    let (code, told, error) = verify(&bulletins);
    assert_eq!(code, 1, "{told}");
    assert!(error.contains("全县.pdf\n  无法核对") && error.contains("催报名单.xlsx\n  无法核对"), "{error}");
    assert!(told.contains("2 个文件不一致"), "{told}");
}

#[test]
fn a_page_of_another_group_and_a_lost_file_are_told() {
    let (_folder, bulletins) = published();
    let mut pages: Vec<PathBuf> = fs::read_dir(bulletins.join("医联体"))
        .expect("alliances")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        .collect();
    pages.sort();
    fs::copy(bulletins.join("全县.pdf"), &pages[0]).expect("copied");
    fs::remove_file(bulletins.join("审核发现.xlsx")).expect("removed");
    let (code, _, error) = verify(&bulletins);
    assert_eq!(code, 1, "{error}");
    let name = pages[0].file_name().expect("name").to_string_lossy();
    assert!(error.contains(&*name) && error.contains("应为"), "{error}");
    assert!(error.contains("审核发现.xlsx\n  无法核对"), "{error}");
    assert!(!error.contains("全县.pdf"), "{error}");
}

#[test]
fn a_folder_without_figures_has_nothing_to_compare() {
    let folder = tempfile::tempdir().expect("scratch folder");
    let (code, _, error) = verify(folder.path());
    assert_eq!(code, 2);
    assert!(error.contains("figures.json"), "{error}");
}

#[test]
fn a_folder_that_cannot_be_compared_stands_in_the_way_of_no_other() {
    let (folder, bulletins) = published();
    let other = folder.path().join("bulletins/2025Q3/other");
    copy(&bulletins, &other);
    fs::write(bulletins.join("figures.json"), "{").expect("written");
    let (code, told, error) = verify(folder.path());
    assert_eq!(code, 1, "{told}{error}");
    assert!(error.contains("figures.json\n  无法核对") && error.contains("重新运行即可"), "{error}");
    assert!(told.lines().any(|line| line.contains("2025Q3/other：") && line.contains("全部一致")), "{told}");
    fs::remove_file(bulletins.join("figures.json")).expect("removed");
    assert_eq!(verify(folder.path()).0, 1, "run.json names it");
}

#[test]
fn what_was_issued_and_taken_away_is_missed() {
    let office = issued();
    let told = |spoil: &dyn Fn(&Path)| {
        let spoilt = tempfile::tempdir().expect("scratch folder");
        copy(office.path(), spoilt.path());
        spoil(spoilt.path());
        let (code, out, error) = verify(spoilt.path());
        assert_eq!(code, 1, "{out}");
        assert!(!error.contains("重新运行即可"), "what was issued is not made again: {error}");
        error
    };
    let without_figures = told(&|office| fs::remove_file(office.join(THIRD).join("figures.json")).expect("removed"));
    assert!(without_figures.contains("figures.json\n  与定稿不符：已不在"), "{without_figures}");
    let without_folder = told(&|office| fs::remove_dir_all(office.join(THIRD)).expect("removed"));
    assert!(without_folder.contains(&format!("{THIRD}\n  与定稿不符：已封存，但通报文件还没有写出")), "{without_folder}");
    let kept = ".tongbao/issued/kailu-2024/2025Q3-quarterly/issue.json";
    let without_seal = told(&|office| fs::write(office.join(kept), "{").expect("written"));
    assert!(without_seal.contains(&format!("{kept}\n  与定稿不符：内容与封存时的哈希不符")), "{without_seal}");
}

#[test]
fn the_register_what_is_kept_and_what_stands_as_issued_agree() {
    let office = issued();
    let (code, told, error) = verify(office.path());
    assert_eq!((code, error.as_str()), (0, ""), "{told}");
    let told = |spoil: &dyn Fn(&Path)| {
        let spoilt = tempfile::tempdir().expect("scratch folder");
        copy(office.path(), spoilt.path());
        spoil(spoilt.path());
        // From wherever below the workspace somebody asks.
        let (code, out, error) = verify(&spoilt.path().join("bulletins"));
        assert_eq!(code, 1, "{out}");
        let (_, _, of_issued) = tongbao(&["issued", spoilt.path().to_str().expect("UTF-8")], &[]);
        for file in error.lines().filter(|line| line.starts_with(".tongbao")) {
            assert!(of_issued.contains(file), "{file}: both tell the same: {of_issued}");
        }
        error
    };
    let kept = ".tongbao/issued/kailu-2024/2025Q3-quarterly";
    let lost = told(&|office| fs::remove_dir_all(office.join(kept)).expect("lost"));
    assert!(lost.contains(&format!("{kept}\n  与定稿不符：已不在")), "{lost}");
    assert!(lost.contains("run.json\n  与定稿不符：已定稿印发，但 .tongbao/issued 中没有它的封存"), "{lost}");
    let both = told(&|office| {
        fs::remove_dir_all(office.join(kept)).expect("lost");
        fs::remove_dir_all(office.join(THIRD)).expect("lost");
    });
    assert!(both.contains(&format!("{kept}\n  与定稿不符：已不在")), "only the register knows: {both}");
    let damaged = told(&|office| fs::write(office.join(".tongbao/issued.json"), "{").expect("damaged"));
    assert!(damaged.contains(".tongbao/issued.json\n  与定稿不符：内容不是应有的格式"), "{damaged}");
    let added = told(&|office| fs::write(office.join(kept).join("../说明.txt"), "x").expect("put"));
    assert!(added.contains(".tongbao/issued/kailu-2024/说明.txt\n  与定稿不符：定稿时没有这个文件"), "{added}");
    let copied = told(&|office| copy(&office.join(THIRD), &office.join("bulletins/2025Q3/发出的")));
    assert!(copied.contains(&format!("run.json\n  与定稿不符：是复制件，原件在 {THIRD}")), "{copied}");
    let unsealed = told(&|office| {
        fs::write(office.join(kept).join("printed.json"), "{").expect("damaged");
        fs::remove_dir_all(office.join(THIRD)).expect("lost");
    });
    assert!(unsealed.contains(&format!("{kept}/printed.json\n  与定稿不符")), "{unsealed}");
}

#[test]
fn a_withdrawal_whose_record_is_gone_is_told() {
    let office = issued();
    crate::withdrawal::withdraw(office.path(), 3, jiff::civil::date(2025, 11, 5)).expect("withdrawn");
    assert_eq!(verify(office.path()).0, 0);
    let record = ".tongbao/issued/kailu-2024/2025-3.withdrawn.json";
    fs::remove_file(office.path().join(record)).expect("lost");
    let (code, _, error) = verify(office.path());
    assert_eq!(code, 1, "{error}");
    assert!(error.contains(&format!("{record}\n  与定稿不符：已不在")), "{error}");
}

#[test]
fn whoever_does_not_want_it_gets_the_same_files_without() {
    let (folder, bulletins) = published();
    let before = fs::read(bulletins.join("全县.pdf")).expect("a PDF");
    let path = folder.path().to_str().expect("UTF-8");
    let arguments = ["run", path, "--period", "2025Q3", "--as-of", "2025-10-20", "--no-verify"];
    assert!(matches!(tongbao(&arguments, &[]).0, 0 | 3));
    assert!(fs::read(bulletins.join("全县.pdf")).expect("a PDF") == before);
    assert_eq!(verify(folder.path()).0, 0);
}
