//! The faces of a run: parsed once, shared by all documents and threads.
//!
//! In: font files as bytes, and the chains of the style (role → files). Out: for a role and a character, the glyph of the
//! first face of the chain that has it. A file that a chain names and nobody supplied is left out and recorded in
//! [`Faces::substitutions`]; a character that no face has is an error, never a box on paper.

use std::collections::BTreeMap;
use std::fmt;

use printpdf::ParsedFont;
use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::render::error::RenderError;
use crate::render::theme::FontRole;
use crate::render::theme::Theme;

/// A face of a chain that is not there, and what prints in its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Substitution {
    /// Role of the style.
    pub role: String,
    /// File that the chain names.
    pub wanted: String,
    /// File that prints instead: the next of the chain that is there.
    pub used: String,
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

struct Face {
    file: String,
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
        let files: Vec<&str> = self.parsed.iter().map(|face| face.file.as_str()).collect();
        formatter.debug_struct("Faces").field("files", &files).field("substitutions", &self.substitutions).finish_non_exhaustive()
    }
}

impl Faces {
    /// Parses the files that the chains name; files that no chain names are not looked at.
    pub fn parse(files: Vec<(String, Vec<u8>)>, theme: &Theme) -> Result<Self, RenderError> {
        let named = |file: &str| theme.fonts.values().any(|font| font.chain.iter().any(|entry| entry == file));
        let mut wanted: Vec<(String, Vec<u8>)> = files.into_iter().filter(|(file, _)| named(file)).collect();
        // The order of the files must not show in the bytes of a document.
        wanted.sort_by(|(left, _), (right, _)| left.cmp(right));
        wanted.dedup_by(|(left, _), (right, _)| left == right);
        let parsed: Vec<Result<Face, RenderError>> =
            wanted.into_par_iter().map(|(file, bytes)| Face::parse(file, &bytes)).collect();
        let mut faces: Vec<Face> = parsed.into_iter().collect::<Result<_, _>>()?;
        for (index, face) in faces.iter_mut().enumerate() {
            let index = u16::try_from(index).unwrap_or(u16::MAX);
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
    let mut missing: Vec<&String> = Vec::new();
    let mut ranked: Vec<(char, usize, Glyph)> = Vec::new();
    for (rank, wanted) in chain.iter().enumerate() {
        let Some(face) = faces.iter().find(|face| face.file == *wanted) else {
            missing.push(wanted);
            continue;
        };
        substitutions.extend(missing.drain(..).map(|wanted| Substitution {
            role: role.key().to_owned(),
            wanted: wanted.clone(),
            used: face.file.clone(),
        }));
        ranked.extend(face.glyphs.iter().map(|(character, glyph)| (*character, rank, *glyph)));
    }
    if ranked.is_empty() {
        return Err(RenderError::Role { role: role.key().to_owned() });
    }
    ranked.sort_unstable_by_key(|(character, rank, _)| (*character, *rank));
    ranked.dedup_by_key(|(character, _, _)| *character);
    Ok(ranked.into_iter().map(|(character, _, glyph)| (character, glyph)).collect())
}

impl Face {
    fn parse(file: String, bytes: &[u8]) -> Result<Self, RenderError> {
        let Some((program, glyphs)) = ParsedFont::from_bytes(bytes, 0, &mut Vec::new()).zip(coverage(bytes)) else {
            return Err(RenderError::Font { file });
        };
        Ok(Self { file, program, glyphs, middle: middle(bytes).unwrap_or(IDEOGRAPHIC_MIDDLE) })
    }
}

/// The mean middle of the ink of the characters that fill their square.
fn middle(bytes: &[u8]) -> Option<f32> {
    let face = ttf_parser::Face::parse(bytes, 0).ok()?;
    let boxes = SQUARE.chars().filter_map(|character| face.glyph_bounding_box(face.glyph_index(character)?));
    let middles: Vec<f32> = boxes.map(|ink| f32::midpoint(f32::from(ink.y_min), f32::from(ink.y_max))).collect();
    let count = u16::try_from(middles.len()).ok().filter(|count| *count > 0)?;
    Some(middles.iter().sum::<f32>() / f32::from(count) / f32::from(face.units_per_em().max(1)))
}

/// Every character of a face with its glyph and width.
fn coverage(bytes: &[u8]) -> Option<Vec<(char, Glyph)>> {
    let face = ttf_parser::Face::parse(bytes, 0).ok()?;
    let em = u32::from(face.units_per_em()).max(1);
    let mut glyphs = BTreeMap::new();
    let subtables = face.tables().cmap?.subtables;
    for subtable in subtables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
        subtable.codepoints(|code| {
            let Some((character, id)) = char::from_u32(code).zip(subtable.glyph_index(code)) else {
                return;
            };
            let advance = u32::from(face.glyph_hor_advance(id).unwrap_or(0)) * 1000 / em;
            let advance = u16::try_from(advance).unwrap_or(u16::MAX);
            glyphs.entry(character).or_insert(Glyph { face: 0, id: id.0, advance });
        });
    }
    (!glyphs.is_empty()).then(|| glyphs.into_iter().collect())
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::OnceLock;

    use super::*;
    use crate::render::House;
    use crate::render::Profile;

    /// The shipped style with the shipped faces, parsed once for all tests.
    pub(crate) fn house() -> Arc<House> {
        static HOUSE: OnceLock<Arc<House>> = OnceLock::new();
        Arc::clone(HOUSE.get_or_init(|| {
            let theme = theme();
            let faces = Faces::parse(shipped(), &theme).expect("shipped fonts");
            Arc::new(House { theme, profile: profile(), faces })
        }))
    }

    /// The shipped faces, for a house of another page.
    pub(crate) fn faces() -> Faces {
        Faces::parse(shipped(), &theme()).expect("shipped fonts")
    }

    fn profile() -> Profile {
        Profile::parse(include_str!("../../report_templates/house/gbt9704.toml")).expect("shipped profile")
    }

    fn theme() -> Theme {
        Theme::parse(include_str!("../../report_templates/house/theme.toml")).expect("shipped style")
    }

    fn shipped() -> Vec<(String, Vec<u8>)> {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/report_templates/fonts"));
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).expect("fonts") {
            let path = entry.expect("entry").path();
            if path.extension().is_some_and(|extension| extension == "otf") {
                let name = path.file_name().expect("name").to_string_lossy().into_owned();
                files.push((name, std::fs::read(&path).expect("font")));
            }
        }
        files
    }

    #[test]
    fn characters_of_county_and_personal_names_print_in_every_role() {
        let house = house();
        for character in "鄠瀍浉埇漷堃喆昇玥镕㎡①⑳—…％＋－×÷≤≥±→↑↓▲△●○■□★〔〕　".chars()
        {
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
            faces.parsed[usize::from(glyph.face)].file.clone()
        };
        assert_eq!(file('济'), "FandolFang-Regular.otf");
        assert_eq!(file('鄠'), "supplement-serif.otf");
        assert_eq!(faces.glyph(FontRole::Fangsong, '济').expect("glyph").advance, 1000);
        assert_eq!(faces.glyph(FontRole::Fangsong, '0').expect("glyph").advance, 500);
        assert_eq!(faces.glyph(FontRole::Fangsong, '\u{10FFFD}'), None);
    }

    #[test]
    fn an_absent_face_is_recorded_and_an_empty_chain_is_an_error() {
        let mut theme = theme();
        theme.fonts.get_mut(&FontRole::Kai).expect("role").chain.insert(0, "STKaiti.ttf".to_owned());
        let faces = Faces::parse(shipped(), &theme).expect("fonts");
        let expected =
            Substitution { role: "kai".to_owned(), wanted: "STKaiti.ttf".to_owned(), used: "FandolKai-Regular.otf".to_owned() };
        assert_eq!(faces.substitutions(), [expected]);
        theme.fonts.get_mut(&FontRole::Kai).expect("role").chain = vec!["STKaiti.ttf".to_owned()];
        assert!(matches!(Faces::parse(shipped(), &theme), Err(RenderError::Role { role }) if role == "kai"));
        let broken = vec![("FandolKai-Regular.otf".to_owned(), b"no font".to_vec())];
        assert!(matches!(Faces::parse(broken, &theme), Err(RenderError::Role { .. } | RenderError::Font { .. })));
    }

    #[test]
    fn faces_are_shared_by_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&house().faces);
    }
}
