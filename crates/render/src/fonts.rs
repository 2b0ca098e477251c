//! The faces of a run: parsed once, shared by all documents and threads.
//!
//! In: font files as bytes, and the chains of the style (role → files or families). Out: for a role and a character, the glyph
//! of the first face of the chain that has it. What a chain names and nobody supplied, or what forbids to be embedded, is left
//! out and recorded in [`Faces::substitutions`]; a character that no face has is printed as 〓, never as a box on paper, and
//! [`Faces::lack`] says so beforehand.

use std::collections::BTreeMap;
use std::fmt;

use printpdf::ParsedFont;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;
use ttf_parser::Permissions;

use crate::error::RenderError;
use crate::theme::{FontRole, Theme};
use tongbao_document::{count, plain};

/// A font file as found for an entry of a chain.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// The entry as the chain writes it: a file or a family.
    pub entry: String,
    /// Which face of a collection (`.ttc`); 0 in other files.
    pub index: u32,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// Why a face of a chain does not print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lack {
    /// It is nowhere on the machine.
    Absent,
    /// Its maker forbids to embed it, or a part of it, in documents (`fsType` of the face).
    Forbidden,
}

/// A face of a chain that does not print, and what prints in its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Substitution {
    /// Role of the style.
    pub role: String,
    /// What the chain names.
    pub wanted: String,
    /// What prints instead: the next of the chain that is there.
    pub used: String,
    /// What is wrong with the wanted one.
    pub lack: Lack,
}

/// A character as one face prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// Index of the face, see [`Faces::program`].
    pub(crate) face: u16,
    /// Glyph in the face.
    pub(crate) id: u16,
    /// Advance width in thousandths of an em.
    pub(crate) advance: u16,
}

/// Printed in place of a character that no face has, as compositors do.
pub const STAND_IN: char = '\u{3013}';

struct Face {
    entry: String,
    /// Whether documents may carry a part of it.
    is_free: bool,
    program: ParsedFont,
    glyphs: Vec<(char, Glyph)>,
    middle: f32,
}

/// Characters that fill their square, by which faces are aligned.
const SQUARE: &str = "国县市医院通报情况重点任务";

/// The middle of an ideographic square from 0.12 em below the baseline to 0.88 em above it.
const IDEOGRAPHIC_MIDDLE: f32 = 0.38;

/// The faces, with one table of glyphs per role.
pub struct Faces {
    parsed: Vec<Face>,
    roles: BTreeMap<FontRole, Vec<(char, Glyph)>>,
    substitutions: Vec<Substitution>,
}

impl fmt::Debug for Faces {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries: Vec<&str> = self.parsed.iter().map(|face| face.entry.as_str()).collect();
        formatter
            .debug_struct("Faces")
            .field("entries", &entries)
            .field("substitutions", &self.substitutions)
            .finish_non_exhaustive()
    }
}

impl Faces {
    /// Parses the files that the chains name; files that no chain names are not looked at.
    pub fn parse(files: Vec<FontFile>, theme: &Theme) -> Result<Self, RenderError> {
        let named = |entry: &str| theme.fonts.values().any(|font| font.chain.iter().any(|known| known == entry));
        let mut wanted: Vec<FontFile> = files.into_iter().filter(|file| named(&file.entry)).collect();
        // The order of the files must not show in the bytes of a document.
        wanted.sort_by(|left, right| left.entry.cmp(&right.entry));
        wanted.dedup_by(|left, right| left.entry == right.entry);
        let parsed: Vec<Result<Face, RenderError>> = wanted.into_par_iter().map(Face::parse).collect();
        let mut faces: Vec<Face> = parsed.into_iter().collect::<Result<_, _>>()?;
        for (index, face) in faces.iter_mut().enumerate() {
            let index = count::to_u16(index);
            for (_, glyph) in &mut face.glyphs {
                glyph.face = index;
            }
        }
        let mut roles = BTreeMap::new();
        let mut substitutions = Vec::new();
        for role in FontRole::ALL {
            let chain = theme.fonts.get(&role).map(|font| font.chain.as_slice()).unwrap_or_default();
            let glyphs = merge(role, chain, &faces, &mut substitutions)?;
            roles.insert(role, glyphs);
        }
        Ok(Self { parsed: faces, roles, substitutions })
    }

    /// What the style wants and does not get, for the caller to report once per run.
    pub fn substitutions(&self) -> &[Substitution] {
        &self.substitutions
    }

    /// The glyph of a character, from the first face of the role's chain that has it.
    pub(crate) fn glyph(&self, role: FontRole, character: char) -> Option<Glyph> {
        let glyphs = self.roles.get(&role)?;
        let index = glyphs.binary_search_by_key(&character, |(known, _)| *known).ok()?;
        glyphs.get(index).map(|(_, glyph)| *glyph)
    }

    /// The glyph of a character, else that of [`STAND_IN`], with the character that is printed.
    pub(crate) fn glyph_or_stand_in(&self, role: FontRole, character: char) -> Option<(char, Glyph)> {
        let own = self.glyph(role, character).map(|glyph| (character, glyph));
        own.or_else(|| self.glyph(role, STAND_IN).map(|glyph| (STAND_IN, glyph)))
    }

    /// Whether a character has no glyph in one of the roles, so that [`STAND_IN`] is printed there.
    pub fn lack(&self, character: char) -> bool {
        let printed = plain::printed(character).filter(|printed| *printed != '\n');
        printed.is_some_and(|printed| self.roles.keys().any(|role| self.glyph(*role, printed).is_none()))
    }

    /// The character that a page has in its place, whatever the role.
    pub fn as_printed(&self, character: char) -> char {
        let is_nowhere = self.lack(character) && self.roles.keys().all(|role| self.glyph(*role, character).is_none());
        if is_nowhere { STAND_IN } else { character }
    }

    /// How far above the baseline the middle of a face's Chinese characters lies, in ems: faces differ, and their ascents do not
    /// tell.
    pub(crate) fn middle(&self, face: u16) -> f32 {
        self.parsed.get(usize::from(face)).map_or(IDEOGRAPHIC_MIDDLE, |face| face.middle)
    }

    /// The face as the PDF writer embeds it.
    pub(crate) fn program(&self, face: u16) -> Option<&ParsedFont> {
        self.parsed.get(usize::from(face)).map(|face| &face.program)
    }
}

/// One table of the chain's glyphs: of two faces with a character, the earlier wins.
fn merge(
    role: FontRole,
    chain: &[String],
    faces: &[Face],
    substitutions: &mut Vec<Substitution>,
) -> Result<Vec<(char, Glyph)>, RenderError> {
    let mut missing: Vec<(&String, Lack)> = Vec::new();
    let mut ranked: Vec<(char, usize, Glyph)> = Vec::new();
    for (rank, wanted) in chain.iter().enumerate() {
        let face = match faces.iter().find(|face| face.entry == *wanted) {
            Some(face) if face.is_free => face,
            Some(_) => {
                missing.push((wanted, Lack::Forbidden));
                continue;
            }
            None => {
                missing.push((wanted, Lack::Absent));
                continue;
            }
        };
        substitutions.extend(missing.drain(..).map(|(wanted, lack)| Substitution {
            role: role.key().to_owned(),
            wanted: wanted.clone(),
            used: face.entry.clone(),
            lack,
        }));
        ranked.extend(face.glyphs.iter().map(|(character, glyph)| (*character, rank, *glyph)));
    }
    if ranked.is_empty() {
        return Err(RenderError::Role { role: role.key().to_owned() });
    }
    // Of any face that is there: the chain's own may have nothing but letters.
    let stand_ins = faces.iter().filter(|face| face.is_free).flat_map(|face| &face.glyphs);
    ranked.extend(stand_ins.filter(|(character, _)| *character == STAND_IN).map(|(_, glyph)| (STAND_IN, chain.len(), *glyph)));
    ranked.sort_unstable_by_key(|(character, rank, _)| (*character, *rank));
    ranked.dedup_by_key(|(character, _, _)| *character);
    Ok(ranked.into_iter().map(|(character, _, glyph)| (character, glyph)).collect())
}

impl Face {
    fn parse(file: FontFile) -> Result<Self, RenderError> {
        let FontFile { entry, index, bytes } = file;
        let Ok(face) = ttf_parser::Face::parse(&bytes, index) else { return Err(RenderError::Font { file: entry }) };
        // A subset of outlines that vary would need them fixed at one weight first.
        if face.is_variable() || face.tables().cff2.is_some() {
            return Err(RenderError::VariableFont { file: entry });
        }
        let is_free = face
            .tables()
            .os2
            .is_none_or(|table| table.permissions() != Some(Permissions::Restricted) && table.is_subsetting_allowed());
        let at = count::to_usize(index);
        match ParsedFont::from_bytes(&bytes, at, &mut Vec::new()).zip(coverage(&face)) {
            Some((program, glyphs)) => {
                let middle = middle(&face).unwrap_or(IDEOGRAPHIC_MIDDLE);
                Ok(Self { entry, is_free, program, glyphs, middle })
            }
            None => Err(RenderError::Font { file: entry }),
        }
    }
}

/// The mean middle of the ink of the characters that fill their square.
fn middle(face: &ttf_parser::Face<'_>) -> Option<f32> {
    let boxes = SQUARE.chars().filter_map(|character| face.glyph_bounding_box(face.glyph_index(character)?));
    let middles: Vec<f32> = boxes.map(|ink| f32::midpoint(f32::from(ink.y_min), f32::from(ink.y_max))).collect();
    let any = !middles.is_empty();
    any.then(|| middles.iter().sum::<f32>() / count::to_f32(middles.len()) / f32::from(face.units_per_em().max(1)))
}

/// Every character of a face with its glyph and width.
fn coverage(face: &ttf_parser::Face<'_>) -> Option<Vec<(char, Glyph)>> {
    let em = u32::from(face.units_per_em()).max(1);
    let mut glyphs: Vec<(char, Glyph)> = Vec::new();
    let subtables = face.tables().cmap?.subtables;
    for subtable in subtables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
        subtable.codepoints(|code| {
            let Some((character, id)) = char::from_u32(code).zip(subtable.glyph_index(code)) else {
                return;
            };
            let advance = u32::from(face.glyph_hor_advance(id).unwrap_or(0)) * 1000 / em;
            let advance = u16::try_from(advance).unwrap_or(u16::MAX);
            glyphs.push((character, Glyph { face: 0, id: id.0, advance }));
        });
    }
    // Of two subtables with a character, the first wins: the sort is stable.
    glyphs.sort_by_key(|(character, _)| *character);
    glyphs.dedup_by_key(|(character, _)| *character);
    (!glyphs.is_empty()).then_some(glyphs)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::Path;
    use std::sync::{Arc, OnceLock};

    use super::*;
    use crate::{House, Profile};

    /// The shipped style with the shipped faces, parsed once for all tests.
    pub(crate) fn house() -> Arc<House> {
        static HOUSE: OnceLock<Arc<House>> = OnceLock::new();
        Arc::clone(HOUSE.get_or_init(|| Arc::new(House { theme: theme(), profile: profile(), faces: faces() })))
    }

    /// The shipped faces anew, for tests that change the style.
    pub(crate) fn faces() -> Faces {
        Faces::parse(shipped(), &theme()).expect("shipped fonts")
    }

    fn profile() -> Profile {
        Profile::parse(include_str!("../../../report_templates/house/gbt9704.toml")).expect("shipped profile")
    }

    fn theme() -> Theme {
        Theme::parse(include_str!("../../../report_templates/house/theme.toml")).expect("shipped style")
    }

    fn shipped() -> Vec<FontFile> {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../report_templates/fonts"));
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).expect("fonts") {
            let path = entry.expect("entry").path();
            if path.extension().is_some_and(|extension| extension == "otf") {
                let entry = path.file_name().expect("name").to_string_lossy().into_owned();
                files.push(FontFile { entry, index: 0, bytes: std::fs::read(&path).expect("font") });
            }
        }
        files
    }

    #[test]
    fn characters_of_county_and_personal_names_print_in_every_role() {
        let house = house();
        let names = "鄠瀍浉埇漷泃洑邨堃喆昇玥翀珺旻祎瑄垚镕赟燊淏彧翾婳";
        let signs = "㎡①⑳—…％＋－×÷≤≥±→↑↓▲△●○■□◆◇★〔〕　";
        for character in names.chars().chain(signs.chars()) {
            for role in FontRole::ALL {
                assert!(house.faces.glyph(role, character).is_some(), "{character} in {}", role.key());
            }
        }
        assert_eq!(house.faces.substitutions(), []);
    }

    #[test]
    fn the_first_face_of_the_chain_prints_and_the_next_one_helps_out() {
        let faces = &house().faces;
        let file = |character| {
            let glyph = faces.glyph(FontRole::Fangsong, character).expect("glyph");
            faces.parsed[usize::from(glyph.face)].entry.clone()
        };
        assert_eq!(file('济'), "FandolFang-Regular.otf");
        assert_eq!(file('鄠'), "supplement-serif.otf");
        assert_eq!(faces.glyph(FontRole::Fangsong, '济').expect("glyph").advance, 1000);
        assert_eq!(faces.glyph(FontRole::Fangsong, '0').expect("glyph").advance, 500);
        assert_eq!(faces.glyph(FontRole::Fangsong, '\u{10FFFD}'), None);
    }

    #[test]
    fn what_no_face_has_is_known_beforehand() {
        let faces = &house().faces;
        for character in "任 　\u{a0}\n\u{200d}\u{1b}鄠〓".chars() {
            assert!(!faces.lack(character), "U+{:04X}", u32::from(character));
        }
        for character in "😀\u{e000}ᠮئ𠮷".chars() {
            assert!(faces.lack(character), "{character}");
            let (printed, _) = faces.glyph_or_stand_in(FontRole::Kai, character).expect("a glyph");
            assert_eq!((printed, faces.as_printed(character)), (STAND_IN, STAND_IN));
        }
    }

    #[test]
    fn an_absent_face_is_recorded_and_an_empty_chain_is_an_error() {
        let mut theme = theme();
        theme.fonts.get_mut(&FontRole::Kai).expect("role").chain.insert(0, "STKaiti.ttf".to_owned());
        let faces = Faces::parse(shipped(), &theme).expect("fonts");
        let [substitution] = faces.substitutions() else { panic!("one substitution") };
        let Substitution { role, wanted, used, lack } = substitution;
        assert_eq!((role.as_str(), wanted.as_str(), used.as_str()), ("kai", "STKaiti.ttf", "FandolKai-Regular.otf"));
        assert_eq!(*lack, Lack::Absent);
        theme.fonts.get_mut(&FontRole::Kai).expect("role").chain = vec!["STKaiti.ttf".to_owned()];
        assert!(matches!(Faces::parse(shipped(), &theme), Err(RenderError::Role { role }) if role == "kai"));
        let broken = FontFile { entry: "FandolHei-Regular.otf".to_owned(), index: 0, bytes: b"no font".to_vec() };
        assert!(matches!(Faces::parse(vec![broken], &theme), Err(RenderError::Font { file }) if file == "FandolHei-Regular.otf"));
    }

    #[test]
    fn a_face_that_forbids_to_be_embedded_is_left_out_and_reported() {
        let theme = theme();
        let mut files = shipped();
        let hei = files.iter_mut().find(|file| file.entry == "FandolHei-Regular.otf").expect("file");
        forbid(&mut hei.bytes);
        let faces = Faces::parse(files, &theme).expect("fonts");
        let [substitution] = faces.substitutions() else { panic!("one substitution") };
        assert_eq!((substitution.lack, substitution.used.as_str()), (Lack::Forbidden, "supplement-sans.otf"));
        assert_eq!(faces.glyph(FontRole::Hei, '㎡').map(|glyph| glyph.advance), Some(1000));
    }

    /// Sets the `fsType` of a font file, eight bytes into its table `OS/2`, to 2: restricted.
    fn forbid(bytes: &mut [u8]) {
        let record = bytes.windows(4).position(|tag| tag == b"OS/2").expect("table");
        let offset = u32::from_be_bytes(bytes[record + 8..record + 12].try_into().expect("four bytes"));
        let fs_type = usize::try_from(offset).expect("offset") + 8;
        bytes[fs_type..fs_type + 2].copy_from_slice(&[0, 2]);
    }

    #[test]
    fn faces_are_shared_by_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&house().faces);
    }
}
