//! Text of others is words: whatever characters it holds, it changes no bulletin, stops none, and does nothing where it is shown.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use calamine::{Reader as _, Xlsx};
use quick_xml::events::Event;
use serde_json::Value;
use tempfile::TempDir;
use tongbao_document::{escape, plain};
use zip::ZipArchive;

use crate::office::rewritten;
use crate::whole::{copy, tongbao, workspace_of_the_year};

/// The half-year notice: it has 典型做法, the ledger, charts, and all that the office keeps beside the inbox.
const NOTICE: [&str; 6] = ["--period", "2025H1", "--cycle", "half-year", "--as-of", "2025-07-20"];
const FOLDER: &str = "bulletins/2025H1/half-year";

/// The office of Kailu, as it keeps its files in the middle of the year.
fn office() -> TempDir {
    let office = workspace_of_the_year("kailu");
    for later in ["2025Q3", "2025Q4"] {
        fs::remove_dir_all(office.path().join("inbox").join(later)).expect("a later quarter");
    }
    office
}

#[track_caller]
fn run(office: &Path) -> (i32, String, String) {
    let office = office.to_str().expect("UTF-8");
    let (code, out, error) = tongbao(&[&["run", office][..], &NOTICE].concat(), &[]);
    assert!(code == 0 || code == 3, "{code}: {error}");
    for character in out.chars().chain(error.chars()) {
        assert!(!plain::is_hidden(character), "U+{:04X} reached the terminal", u32::from(character));
    }
    (code, out, error)
}

/// Every character that nobody sees and that ends no line, as a workbook writes it.
fn hidden() -> String {
    let mut written = String::new();
    for character in (0..=0x10_FFFF_u32).filter_map(char::from_u32).filter(|&character| plain::is_hidden(character)) {
        let code = u32::from(character);
        // Of the last characters of each plane the first will do.
        match code {
            0..=0x1F | 0xFFFE | 0xFFFF => write!(written, "_x{code:04X}_"),
            0x1_FFFE.. if code & 0xFFFE == 0xFFFE => Ok(()),
            _ => write!(written, "&#x{code:X};"),
        }
        .expect("written");
    }
    written
}

/// Words, and no code or date.
fn is_chinese(text: &str) -> bool {
    text.chars().count() > 1 && text.chars().take(2).all(|character| !character.is_ascii())
}

/// The workbook with something put behind the first character of each of its texts that `is_meant`.
fn with_texts(bytes: &[u8], put: &str, is_meant: impl Fn(&str) -> bool) -> Vec<u8> {
    let changed = |text: &str| match text.char_indices().nth(1) {
        Some((second, _)) if is_meant(text) && !text.contains('&') => format!("{}{put}{}", &text[..second], &text[second..]),
        _ => text.to_owned(),
    };
    rewritten(bytes, |part, xml| {
        (part == "xl/sharedStrings.xml").then(|| {
            let mut written = String::new();
            let mut rest = xml;
            while let Some((before, tail)) = rest.split_once("<t") {
                let (attributes, text) = tail.split_once('>').expect("a tag");
                let (text, after) = text.split_once("</t>").expect("its end");
                write!(written, "{before}<t{attributes}>{}</t>", changed(text)).expect("written");
                rest = after;
            }
            written + rest
        })
    })
}

#[track_caller]
fn change(path: &Path, change: impl FnOnce(&[u8]) -> Vec<u8>) {
    let bytes = fs::read(path).expect("a workbook");
    fs::write(path, change(&bytes)).expect("written");
}

/// Relative path → bytes of everything published.
fn published(office: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = office.join(FOLDER);
    let entries = walkdir::WalkDir::new(&folder).into_iter().map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let below = entry.path().strip_prefix(&folder).expect("below").to_owned();
            (below, fs::read(entry.path()).expect("readable"))
        })
        .collect()
}

/// The texts of a workbook's cells; every part of it must be well formed, and hold nothing that nobody sees.
#[track_caller]
fn texts_of(name: &Path, bytes: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a container");
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let part_name = part.name().expect("a name").into_owned();
        let mut xml = String::new();
        part.read_to_string(&mut xml).expect("text");
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(
            reader.read_event().unwrap_or_else(|error| panic!("{}: {part_name}: {error}", name.display())),
            Event::Eof
        ) {}
        let found = xml.chars().find(|&character| plain::is_hidden(character));
        assert_eq!(found, None, "{}: {part_name}", name.display());
    }
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let mut texts = String::new();
    for sheet in book.sheet_names() {
        writeln!(texts, "{sheet}").expect("written");
        for row in book.worksheet_range(&sheet).expect("a sheet").rows() {
            writeln!(texts, "{}", row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")).expect("written");
        }
    }
    texts
}

/// Opens everything published again; the texts of all workbooks.
#[track_caller]
fn opened(files: &BTreeMap<PathBuf, Vec<u8>>) -> String {
    let mut texts = String::new();
    for (path, bytes) in files {
        assert!(path.components().all(|part| part.as_os_str().len() < 256), "{}", path.display());
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("xlsx") => texts.push_str(&texts_of(path, bytes)),
            Some("pdf") => {
                let pages = lopdf::Document::load_mem(bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                assert!(!pages.get_pages().is_empty());
            }
            _ => drop(serde_json::from_slice::<Value>(bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))),
        }
    }
    texts
}

#[test]
fn what_nobody_sees_changes_nothing_wherever_it_stands() {
    let (clean, odd) = (office(), office());
    let hidden = hidden();
    assert!(hidden.len() > 1_000);
    for file in ["registry.xlsx", "events.xlsx", "practices.xlsx", "signoff.xlsx", "explanations.xlsx"] {
        change(&odd.path().join(file), |bytes| with_texts(bytes, &hidden, is_chinese));
    }
    // What a ledger tells in words.
    let mut changed = 0;
    for entry in walkdir::WalkDir::new(odd.path().join("inbox")) {
        let entry = entry.expect("an entry");
        let is_ledger = entry.path().to_string_lossy().contains("台账") && entry.file_type().is_file();
        let is_whole = || ZipArchive::new(Cursor::new(fs::read(entry.path()).expect("a file"))).is_ok();
        if is_ledger && is_whole() {
            change(entry.path(), |bytes| with_texts(bytes, &hidden, |text| is_chinese(text) && text.chars().count() > 12));
            changed += 1;
        }
    }
    assert!(changed > 0, "no ledger");
    let said = [&clean, &odd].map(|office| run(office.path()).1.replace(&office.path().display().to_string(), ""));
    assert_eq!(said[0], said[1]);
    let [clean, odd] = [clean, odd].map(|office| published(office.path()));
    assert_eq!(clean.keys().collect::<Vec<_>>(), odd.keys().collect::<Vec<_>>());
    opened(&odd);
    for (path, bytes) in &clean {
        // The manifest has the hashes of the files.
        let is_same = path == Path::new("run.json") || odd[path] == *bytes;
        assert!(is_same, "{} differs", path.display());
    }
}

/// Signs of a wording, of a header, of XML and of a path, an escape, characters of private use, an emoji.
const MARKUP: &str = "@table 报送情况|#附件〔x〕&<b>]]>{{ x }}_x0001_&&P'../\u{e000}0\u{e001}😀";

/// As XML has it.
fn in_xml(text: &str) -> String {
    escape::encoded(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[test]
fn what_looks_like_markup_is_printed_as_it_stands() {
    let office = office();
    let (hospital, centre) = ("开鲁县示例医院", "开鲁县示例第一镇卫生院");
    let alliance = {
        let mut book: Xlsx<_> = calamine::open_workbook(office.path().join("registry.xlsx")).expect("the registry");
        let range = book.worksheet_range("医联体").expect("the sheet");
        range.get_value((2, 1)).expect("an alliance").to_string()
    };
    let long = "很长的名称".repeat(40);
    change(&office.path().join("registry.xlsx"), |bytes| {
        rewritten(bytes, |part, xml| {
            let name = |name: &str, odd: &str| (format!(">{name}<"), format!(">{}<", in_xml(odd)));
            let names = [name(hospital, &format!("{MARKUP}医院")), name(centre, &long), name(&alliance, MARKUP)];
            (part == "xl/sharedStrings.xml")
                .then(|| names.iter().fold(xml.to_owned(), |xml, (plain, odd)| xml.replace(plain, odd)))
        })
    });
    change(&office.path().join("practices.xlsx"), |bytes| {
        rewritten(bytes, |part, xml| {
            (part == "xl/sharedStrings.xml").then(|| {
                let odd = in_xml(&format!("{MARKUP}\n@chart 达标率\n"));
                let xml = xml.replace("高值耗材按月点评", &format!("{odd}点评"));
                xml.replace("每月公布各科室耗材", &format!("{odd}每月公布")).replace(hospital, "")
            })
        })
    });
    run(office.path());
    let files = published(office.path());
    let texts = opened(&files);
    let practice = format!("{MARKUP}@chart 达标率");
    for expected in [format!("{practice}点评"), format!("{practice}每月公布"), format!("{MARKUP}医院"), long.clone()] {
        assert!(texts.contains(&expected), "{expected}");
    }
    let names: Vec<String> = files.keys().map(|path| path.to_string_lossy().into_owned()).collect();
    assert!(names.iter().any(|name| name.starts_with("医联体/@table 报送情况_#附件〔x〕&_b_]]_{{ x }}_x0001_")), "{names:?}");
}

#[test]
fn a_character_that_no_face_has_is_printed_as_a_stand_in_and_told_at_its_cell() {
    let office = office();
    let hospital = "开鲁县示例医院";
    for file in ["registry.xlsx", "practices.xlsx"] {
        change(&office.path().join(file), |bytes| {
            rewritten(bytes, |part, xml| {
                (part == "xl/sharedStrings.xml").then(|| xml.replace(">开鲁县示例医院<", ">开鲁县示😀例医院<"))
            })
        });
    }
    run(office.path());
    let files = published(office.path());
    let manifest: Value = serde_json::from_slice(&files[Path::new("run.json")]).expect("JSON");
    let told: Vec<String> = manifest["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| finding["code"] == "C22")
        .map(|finding| {
            format!("{} {} {} {}", finding["file"], finding["sheet"], finding["cell"], finding["message"]).replace('"', "")
        })
        .collect();
    assert!(told.iter().any(|line| line.starts_with("registry.xlsx 机构 B") && line.contains("😀（U+1F600）")), "{told:?}");
    assert!(told.iter().any(|line| line.starts_with("practices.xlsx 典型做法 ")), "{told:?}");
    let texts = opened(&files);
    assert!(texts.contains("开鲁县示😀例医院"), "a workbook has it as it was written");
    let Ok(output) = std::process::Command::new("pdftotext").arg(office.path().join(FOLDER).join("全县.pdf")).arg("-").output()
    else {
        return;
    };
    let page = String::from_utf8_lossy(&output.stdout).replace(['\n', ' '], "");
    assert!(page.contains("开鲁县示〓例医院") && !page.contains(hospital), "{page}");
    let (code, out, error) = tongbao(&["verify", office.path().join(FOLDER).to_str().expect("UTF-8")], &[]);
    assert_eq!(code, 0, "{out}{error}");
}

#[test]
fn what_a_clerk_keeps_beside_the_bulletins_stays() {
    let office = office();
    run(office.path());
    let note = office.path().join(FOLDER).join("县区/批注.docx");
    fs::create_dir_all(note.parent().expect("a folder")).expect("made");
    fs::write(&note, "own").expect("written");
    let before = published(office.path());
    run(office.path());
    let after = published(office.path());
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    assert_eq!(fs::read(&note).expect("still there"), b"own");
}

#[cfg(unix)]
#[test]
fn whatever_else_lies_in_the_inbox_costs_itself_only() {
    use std::os::unix::fs::symlink;
    let office = office();
    let inbox = office.path().join("inbox");
    let elsewhere = tempfile::tempdir().expect("scratch folder");
    copy(&inbox.join("2025Q2"), elsewhere.path());
    symlink(&inbox, inbox.join("回路")).expect("a link");
    symlink("nowhere.xlsx", inbox.join("断链.xlsx")).expect("a link");
    symlink(elsewhere.path(), inbox.join("别处")).expect("a link");
    let _socket = std::os::unix::net::UnixListener::bind(inbox.join("管道.xlsx")).expect("a socket");
    let (_, out, _) = run(office.path());
    let manifest: Value = serde_json::from_slice(&published(office.path())[Path::new("run.json")]).expect("JSON");
    let refused = manifest["findings"].as_array().expect("findings").iter().filter(|finding| finding["code"] == "F10");
    let files: Vec<&str> = refused.map(|finding| finding["file"].as_str().expect("a path")).collect();
    assert_eq!(files, ["别处", "回路", "断链.xlsx", "管道.xlsx"], "{out}");
}
