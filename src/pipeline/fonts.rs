//! Where the faces of the style's chains come from.
//!
//! In: the chains (role → files or families) and the folders with fonts, the office's before the shipped one. Out: the file and
//! the face of each entry; one that is nowhere is left out. An entry is first a file of these folders, `simsun.ttc` or with the
//! face of a collection behind it `NotoSerifCJK-Regular.ttc#2`; then a name among the faces of the folders; then among those
//! installed on the machine. Names are looked up only where an entry is no file, because that means to open every font there is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use fontdb::{Database, FaceInfo, Source, Style};

use super::error::RunError;
use tongbao_figures::store::disk;
use tongbao_render::{FontFile, Theme};

/// The weight of running text; of a family's faces the one that is nearest to it is taken.
const REGULAR: u16 = 400;

/// Reads the files of all entries of all chains.
pub(super) fn find(theme: &Theme, folders: &[PathBuf]) -> Result<Vec<FontFile>, RunError> {
    find_with(theme, folders, Database::load_system_fonts)
}

/// As [`find`], with the fonts of the machine as told by `installed`.
fn find_with(theme: &Theme, folders: &[PathBuf], installed: impl Fn(&mut Database)) -> Result<Vec<FontFile>, RunError> {
    let entries: BTreeSet<&String> = theme.fonts.values().flat_map(|font| &font.chain).collect();
    let mut in_folders = None;
    let mut on_machine = None;
    let mut files = Vec::new();
    for entry in entries {
        let found = file(entry, folders).or_else(|| {
            let known = in_folders.get_or_insert_with(|| {
                let mut known = Database::new();
                for folder in folders {
                    known.load_fonts_dir(folder);
                }
                known
            });
            face(entry, known).or_else(|| {
                let known = on_machine.get_or_insert_with(|| {
                    let mut known = Database::new();
                    installed(&mut known);
                    known
                });
                face(entry, known)
            })
        });
        if let Some((path, index)) = found {
            let bytes = disk::read(&path).map_err(|source| RunError::House { path, source })?;
            files.push(FontFile { entry: entry.clone(), index, bytes });
        }
    }
    Ok(files)
}

/// The entry as a file of one of the folders, with the face that stands behind a `#`.
fn file(entry: &str, folders: &[PathBuf]) -> Option<(PathBuf, u32)> {
    let numbered = entry.rsplit_once('#').and_then(|(name, index)| Some((name, index.parse().ok()?)));
    let (name, index) = numbered.unwrap_or((entry, 0));
    folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file()).map(|path| (path, index))
}

/// The entry as a name of a face: family, full name or `PostScript` name, in any language of the face.
fn face(entry: &str, known: &Database) -> Option<(PathBuf, u32)> {
    let entry = entry.trim();
    let mut faces: Vec<(&Path, &FaceInfo)> =
        known.faces().filter_map(|info| path(info).map(|path| (path, info))).filter(|(_, info)| bears(entry, info)).collect();
    if faces.is_empty() {
        let of_full_name = known.faces().filter(|info| full_names(known, info).iter().any(|name| same(name, entry)));
        faces = of_full_name.filter_map(|info| path(info).map(|path| (path, info))).collect();
    }
    // Folders are read in no particular order: among equals the path decides.
    faces.sort_by_key(|(path, info)| (info.style != Style::Normal, info.weight.0.abs_diff(REGULAR), *path, info.index));
    faces.first().map(|(path, info)| (path.to_path_buf(), info.index))
}

fn bears(entry: &str, info: &FaceInfo) -> bool {
    same(&info.post_script_name, entry) || info.families.iter().any(|(family, _)| same(family, entry))
}

/// Name 4 of the face, which holds the weight too: `方正小标宋简体`, `Noto Serif CJK SC Black`.
fn full_names(known: &Database, info: &FaceInfo) -> Vec<String> {
    let names = known.with_face_data(info.id, |bytes, index| {
        let face = ttf_parser::Face::parse(bytes, index).ok()?;
        let full = face.names().into_iter().filter(|name| name.name_id == ttf_parser::name_id::FULL_NAME);
        Some(full.filter_map(|name| name.to_string()).collect())
    });
    names.flatten().unwrap_or_default()
}

fn same(name: &str, entry: &str) -> bool {
    name.trim().to_lowercase() == entry.to_lowercase()
}

fn path(info: &FaceInfo) -> Option<&Path> {
    match &info.source {
        Source::File(path) | Source::SharedFile(path, _) => Some(path),
        Source::Binary(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_document::{Block, Document, Head, Properties, Status};
    use tongbao_render::{Faces, FontRole, House, Profile};

    fn theme(entry: &str) -> Theme {
        let mut theme = Theme::parse(include_str!("../../report_templates/house/theme.toml")).unwrap();
        theme.fonts.get_mut(&FontRole::Kai).unwrap().chain.insert(0, entry.to_owned());
        theme
    }

    fn shipped() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates/fonts")
    }

    fn found(entry: &str, folders: &[PathBuf], installed: impl Fn(&mut Database)) -> Option<(u32, usize)> {
        let files = find_with(&theme(entry), folders, installed).unwrap();
        files.iter().find(|file| file.entry == entry).map(|file| (file.index, file.bytes.len()))
    }

    #[test]
    fn the_machine_is_searched_only_for_what_is_no_file() {
        let untouched = |_: &mut Database| panic!("the fonts of the machine were searched");
        let song = shipped().join("FandolSong-Bold.otf").metadata().unwrap().len();
        let size = usize::try_from(song).unwrap();
        assert_eq!(found("FandolSong-Bold.otf", &[shipped()], untouched), Some((0, size)));
        for name in ["FandolSong-Bold", "FandolSong", "fandolsong bold"] {
            assert_eq!(found(name, &[shipped()], untouched), Some((0, size)), "{name}");
        }
        let machine = |known: &mut Database| known.load_fonts_dir(shipped());
        assert_eq!(found("FandolSong", &[], machine), Some((0, size)));
        assert_eq!(found("方正小标宋简体", &[shipped()], machine), None);
    }

    #[test]
    fn the_office_stands_before_the_shipped_folder_and_a_number_names_a_face() {
        let office = tempfile::tempdir().unwrap();
        std::fs::write(office.path().join("FandolSong-Bold.otf"), "mine").unwrap();
        let folders = [office.path().to_owned(), shipped()];
        assert_eq!(found("FandolSong-Bold.otf", &folders, |_| ()), Some((0, 4)));
        assert_eq!(found("FandolSong-Bold.otf#3", &folders, |_| ()), Some((3, 4)));
        assert_eq!(found("other.ttf", &folders, |_| ()), None);
    }

    fn note() -> Document {
        let properties = Properties {
            title: "情况通报".into(),
            author: "示例".into(),
            subject: "季调度".into(),
            as_of: (2025, 10, 20),
            period: Some("2025年第三季度".into()),
            contact: None,
            status: Some(Status::Final),
            sample: false,
        };
        Document {
            properties,
            head: Head { title: "情况通报".into(), ..Head::default() },
            body: vec![Block::Note("Note 12.5%".into())],
            signature: None,
            remark: None,
            attachments: vec![],
            imprint: None,
            workbook_tables: vec![],
        }
    }

    #[test]
    fn a_true_type_font_of_the_machine_is_embedded_as_one() {
        let mut theme = theme("FandolKai-Regular.otf");
        theme.fonts.get_mut(&FontRole::Fangsong).unwrap().chain.insert(0, "DejaVu Serif".to_owned());
        let faces = Faces::parse(find(&theme, &[shipped()]).unwrap(), &theme).unwrap();
        // Skipped where DejaVu is not installed.
        if !faces.substitutions().is_empty() {
            return;
        }
        let profile = Profile::parse(include_str!("../../report_templates/house/gbt9704.toml")).unwrap();
        let bytes = tongbao_render::pdf::render(&note(), &House { theme, profile, faces }).unwrap();
        let says = |words: &[u8]| bytes.windows(words.len()).any(|window| window == words);
        assert!(says(b"DejaVuSerif") && says(b"FontFile2") && says(b"CIDFontType2"));
        assert!(bytes.len() < 200_000, "not a subset: {}", bytes.len());
    }
}
