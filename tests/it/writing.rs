//! How a formula is written in a pack, in capitals or small letters, with comments or without, changes nothing but its own text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use calamine::{Reader as _, Xlsx, open_workbook};
use tempfile::TempDir;

use crate::whole::{copy, tongbao, workspace};

/// What belongs to SQL in the packs, each as somebody else might write it.
const WRITTEN: [(&str, &str); 19] = [
    ("SUM", "sum"),
    ("AVG", "Avg /* SUM( */ "),
    ("MIN", "min"),
    ("MAX", "Max "),
    ("COUNT", "Count"),
    ("MEDIAN", "median"),
    ("NULLIF", "NullIf /* a / b */ "),
    ("COALESCE", "coalesce"),
    ("ABS", "abs "),
    ("ROUND", "round"),
    ("CASE", "case"),
    ("WHEN", "when /* MIN( */"),
    ("THEN", "then"),
    ("ELSE", "Else"),
    ("END", "end"),
    ("AND", "and"),
    ("OR", "or /* AND */"),
    ("IN", "in"),
    ("BETWEEN", "between"),
];

/// A formula, written otherwise; what stands in quotes stays.
fn rewritten(formula: &str) -> String {
    let mut written = String::new();
    let mut is_quoted = false;
    let mut word = String::new();
    for character in formula.chars().chain(['\0']) {
        if character.is_alphanumeric() || character == '_' {
            word.push(character);
            continue;
        }
        let other = WRITTEN.iter().find(|(plain, _)| *plain == word && !is_quoted);
        written.push_str(other.map_or(word.as_str(), |(_, other)| other));
        word.clear();
        is_quoted ^= character == '\'';
        written.extend(Some(character).filter(|character| *character != '\0'));
    }
    written
}

/// The packs with every formula and condition written otherwise; beside them each text that changed, and what it became.
fn otherwise() -> (TempDir, BTreeSet<(String, String)>) {
    let templates = tempfile::tempdir().expect("scratch folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates"), templates.path());
    let mut changed = BTreeSet::new();
    for entry in walkdir::WalkDir::new(templates.path()) {
        let path = entry.expect("an entry").into_path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let line = |line: &str| {
            let formula = ["formula", "where", "check"].iter().find_map(|key| {
                let value = line.strip_prefix(key)?.trim_start().strip_prefix('=')?.trim();
                value.strip_prefix('"')?.strip_suffix('"')
            });
            let Some(formula) = formula else { return line.to_owned() };
            let other = rewritten(formula);
            changed.insert((formula.to_owned(), other.clone()));
            line.replace(formula, &other)
        };
        let text: Vec<String> = fs::read_to_string(&path).expect("text").lines().map(line).collect();
        fs::write(&path, text.join("\n")).expect("written");
    }
    changed.retain(|(plain, other)| plain != other);
    assert!(changed.len() > 150, "formulas and conditions of the packs");
    (templates, changed)
}

/// Whether a text is that of a formula which changed, as it stands in a pack or with its one blank filled.
fn is_rewritten(changed: &BTreeSet<(String, String)>, plain: &str, other: &str) -> bool {
    let filled = |(one, another): &(String, String)| {
        let (blank, _) = one.split_once('{')?.1.split_once('}')?;
        let blank = format!("{{{blank}}}");
        let (begins, _) = one.split_once(&blank)?;
        let name: String = plain.strip_prefix(begins)?.chars().take_while(|letter| letter.is_alphanumeric()).collect();
        Some(one.replace(&blank, &name) == plain && another.replace(&blank, &name) == other)
    };
    changed.contains(&(plain.to_owned(), other.to_owned())) || changed.iter().any(|pair| filled(pair) == Some(true))
}

/// What a run of the third quarter publishes.
fn published(office: &Path, templates: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let arguments = ["run", office.to_str().expect("UTF-8"), "--period", "2025Q3", "--as-of", "2025-10-20"];
    let (code, _, told) = tongbao(&arguments, &[("TONGBAO_TEMPLATES", templates.to_str().expect("UTF-8"))]);
    assert_eq!(code, 3, "{told}");
    let bulletins = office.join("bulletins");
    let files = walkdir::WalkDir::new(&bulletins).into_iter().map(|entry| entry.expect("an entry").into_path());
    let files = files.filter(|path| path.is_file());
    files.map(|path| (path.strip_prefix(&bulletins).expect("below").to_owned(), fs::read(&path).expect("a file"))).collect()
}

/// The cells of a workbook by sheet and place: what they show, and their formulas.
fn cells(path: &Path) -> BTreeMap<(String, usize, usize), [String; 2]> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let mut cells: BTreeMap<(String, usize, usize), [String; 2]> = BTreeMap::new();
    for sheet in book.sheet_names() {
        for (row, column, value) in book.worksheet_range(&sheet).expect("the sheet").used_cells() {
            cells.entry((sheet.clone(), row, column)).or_default()[0] = value.to_string();
        }
        for (row, column, formula) in book.worksheet_formula(&sheet).expect("the sheet").used_cells() {
            cells.entry((sheet.clone(), row, column)).or_default()[1].clone_from(formula);
        }
    }
    cells
}

/// A manifest, but for the hash of the pack's files.
fn without_fingerprint(manifest: &[u8]) -> serde_json::Value {
    let mut manifest: serde_json::Value = serde_json::from_slice(manifest).expect("JSON");
    let fingerprint = manifest["plan_fingerprint"].take();
    assert!(fingerprint.is_string());
    manifest
}

/// Runs a sample with the packs as they are and with those that are written otherwise; the folder of the second run.
fn compared(name: &str, prepare: impl Fn(&Path)) -> TempDir {
    let plain_templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
    let (templates, changed) = otherwise();
    let [plain, other] = [workspace(name), workspace(name)];
    for office in [&plain, &other] {
        prepare(office.path());
        // Of two copies of a return the one that was changed last counts: both offices were copied at one time.
        for entry in walkdir::WalkDir::new(office.path().join("inbox")) {
            let path = entry.expect("an entry").into_path();
            if path.is_file() {
                let file = fs::File::options().write(true).open(path).expect("a return");
                file.set_modified(UNIX_EPOCH + Duration::from_secs(1_750_000_000)).expect("a time");
            }
        }
    }
    let expected = published(plain.path(), &plain_templates);
    let found = published(other.path(), templates.path());
    assert_eq!(expected.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
    for (path, bytes) in &expected {
        if found[path] == *bytes {
            continue;
        }
        if path.ends_with("run.json") {
            assert_eq!(without_fingerprint(bytes), without_fingerprint(&found[path]), "{}", path.display());
            continue;
        }
        assert!(path.extension().is_some_and(|extension| extension == "xlsx"), "{} differs", path.display());
        let [expected, found] = [&plain, &other].map(|office| cells(&office.path().join("bulletins").join(path)));
        assert_eq!(expected.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>(), "{}", path.display());
        for (place, [shown, formula]) in &expected {
            let [other_shown, other_formula] = &found[place];
            let is_text_of_formula = is_rewritten(&changed, shown, other_shown);
            assert!(shown == other_shown || is_text_of_formula, "{} {place:?}: {shown} / {other_shown}", path.display());
            assert_eq!(formula, other_formula, "{} {place:?}", path.display());
        }
    }
    other
}

#[test]
fn a_word_of_sql_is_rewritten_outside_quotes_only() {
    assert_eq!(rewritten("MIN(人数) + SUM(MINI)"), "min(人数) + sum(MINI)");
    assert_eq!(rewritten("CASE WHEN 甲 = 'A AND b' THEN 1 END"), "case when /* MIN( */ 甲 = 'A AND b' then 1 end");
}

#[test]
fn kailu_is_the_same_however_its_formulas_are_written() {
    compared("kailu", |_| ());
}

#[test]
fn jining_is_the_same_and_a_least_number_of_counties_is_not_judged_while_one_is_missing() {
    let bureau = "inbox/2025Q3/梁山县/附件：县（市、区）卫生健康部门季报表(梁山县示例卫生健康局).xlsx";
    let office = compared("jining", |office| fs::remove_file(office.join(bureau)).expect("the bureau's return"));
    let mut book: Xlsx<_> = open_workbook(office.path().join("bulletins/2025Q3/quarterly/全市.xlsx")).expect("a workbook");
    let range = book.worksheet_range("指标完成情况").expect("the sheet");
    let row = range.rows().find(|row| row.iter().any(|cell| *cell == "每县安宁疗护病区数")).expect("its row");
    let shown: Vec<String> = row.iter().map(ToString::to_string).collect();
    assert!(shown.iter().any(|cell| cell == "—"), "{shown:?}");
    assert!(shown.iter().all(|cell| !["绿", "黄", "红"].iter().any(|light| cell.contains(light))), "{shown:?}");
}
