//! Workbooks as others treat them: rewritten part by part, calculated by LibreOffice.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Whether formulas are calculated when a file is loaded; LibreOffice keeps what the file says unless it is told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Calculate {
    Always,
    Never,
}

/// The container with the text of some parts rewritten; `None` keeps a part as it is.
#[track_caller]
pub(crate) fn rewritten(bytes: &[u8], mut rewrite: impl FnMut(&str, &str) -> Option<String>) -> Vec<u8> {
    let mut source = ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    for position in 0..source.len() {
        let mut part = source.by_index(position).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("a part");
        if let Some(text) = std::str::from_utf8(&content).ok().and_then(|text| rewrite(&name, text)) {
            content = text.into_bytes();
        }
        target.start_file(name, SimpleFileOptions::default()).expect("a part");
        target.write_all(&content).expect("a part");
    }
    target.finish().expect("a container").into_inner()
}

/// Every cached result of the workbook's formulas replaced; how many there were.
#[track_caller]
pub(crate) fn with_results(bytes: &[u8], result: &str) -> (Vec<u8>, usize) {
    let mut replaced = 0;
    let changed = rewritten(bytes, |name, text| {
        if !name.starts_with("xl/worksheets/sheet") {
            return None;
        }
        let mut pieces = text.split("</f><v>");
        let mut kept = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (_, rest) = piece.split_once("</v>").expect("a result ends");
            kept.push_str("</f>");
            kept.push_str(result);
            kept.push_str(rest);
            replaced += 1;
        }
        Some(kept)
    });
    (changed, replaced)
}

/// Has LibreOffice convert files into a folder below `folder`; `None` if there is no LibreOffice and there need not be.
#[track_caller]
pub(crate) fn converted(folder: &Path, files: &[impl AsRef<Path>], to: &str, calculate: Calculate) -> Option<PathBuf> {
    let profile = folder.join(format!("profile-{calculate:?}"));
    fs::create_dir_all(profile.join("user")).expect("folder");
    let mode = if calculate == Calculate::Always { "0" } else { "1" };
    fs::write(profile.join("user/registrymodifications.xcu"), SETTINGS.replace("MODE", mode)).expect("settings");
    let out = folder.join(format!("converted-{calculate:?}"));
    // More files at once than a command line holds are no use.
    for some in files.chunks(200) {
        let outcome = Command::new("soffice")
            .arg(format!("-env:UserInstallation=file://{}", profile.display()))
            .args(["--headless", "--norestore", "--convert-to", to, "--outdir"])
            .arg(&out)
            .args(some.iter().map(AsRef::as_ref))
            .output();
        match outcome {
            Ok(outcome) => assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr)),
            Err(_) if ["CI", "TONGBAO_REQUIRE_CHECKERS"].iter().all(|name| std::env::var_os(name).is_none()) => return None,
            Err(error) => panic!("soffice: {error}"),
        }
    }
    Some(out)
}

const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>MODE</value></prop></item>
</oor:items>
"#;
