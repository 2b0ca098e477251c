//! Faces into the file: the glyphs that are used and no others, with their widths and what they mean.

use std::collections::BTreeMap;
use std::fmt::Write;

use lopdf::{Dictionary, Object, Stream};
use printpdf::ParsedFont;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use ttf_parser::Face;

use super::object;
use crate::error::PdfError;
use crate::fonts::Faces;
use crate::pdf::mark::Mark;
use tongbao_document::count;

/// What a document prints with each face: by glyph the character that it stands for and its width in thousandths of an em.
#[derive(Debug, Default)]
pub(super) struct Used(BTreeMap<u16, Vec<Option<(char, u16)>>>);

impl Used {
    pub(super) fn add(&mut self, marks: &[Mark]) {
        for mark in marks {
            let Mark::Run(run) = mark else { continue };
            let glyphs = self.0.entry(run.face).or_default();
            for glyph in &run.glyphs {
                let index = usize::from(glyph.id);
                if index >= glyphs.len() {
                    glyphs.resize(index + 1, None);
                }
                if let Some(slot) = glyphs.get_mut(index) {
                    slot.get_or_insert((glyph.character, glyph.advance));
                }
            }
        }
    }
}

/// The faces of a file.
#[derive(Debug, Default)]
pub(super) struct Fonts(BTreeMap<u16, Subset>);

/// A face cut down to what is used.
#[derive(Debug)]
struct Subset {
    /// By glyph of the whole face, the code that prints it.
    codes: Vec<u16>,
    /// By code: the character and the width.
    meanings: Vec<(u16, char, u16)>,
    /// Compressed where the face is cut, so that the faces of a document are compressed side by side.
    program: Stream,
    /// `CIDFontType0C`, `OpenType`, or nothing for TrueType outlines.
    program_type: Option<&'static str>,
    descriptor: Descriptor,
}

/// What a reader asks of a face that it cannot read itself; lengths in thousandths of an em.
#[derive(Debug, Default)]
struct Descriptor {
    name: String,
    ascent: i64,
    descent: i64,
    cap_height: i64,
    bounds: [i64; 4],
}

impl Fonts {
    /// Cuts the faces.
    pub(super) fn subset(faces: &Faces, used: Used) -> Result<Self, PdfError> {
        let subsets: Vec<Result<(u16, Subset), PdfError>> = used
            .0
            .into_iter()
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|(face, glyphs)| {
                let program = faces.program(face).ok_or(PdfError::Face(face))?;
                Ok((face, Subset::new(program, &glyphs)?))
            })
            .collect();
        subsets.into_iter().collect::<Result<_, _>>().map(Self)
    }

    /// What prints a glyph.
    pub(super) fn code(&self, face: u16, glyph: u16) -> u16 {
        self.0.get(&face).and_then(|subset| subset.codes.get(usize::from(glyph))).copied().unwrap_or(0)
    }

    /// Writes the faces; out come the resources of pages.
    pub(super) fn write(&self, file: &mut lopdf::Document) -> Dictionary {
        let mut fonts = Dictionary::new();
        for (face, subset) in &self.0 {
            let font = subset.write(file);
            fonts.set(name(*face), file.add_object(font));
        }
        fonts
    }
}

/// The name of a face in the resources of pages.
pub(super) fn name(face: u16) -> String {
    format!("F{face}")
}

impl Subset {
    fn new(face: &ParsedFont, glyphs: &[Option<(char, u16)>]) -> Result<Self, PdfError> {
        let used = glyphs.iter().enumerate().filter_map(|(id, meaning)| Some((u16::try_from(id).ok()?, (*meaning)?)));
        let used: BTreeMap<u16, (char, u16)> = used.collect();
        let wanted: BTreeMap<u16, String> = used.iter().map(|(id, (character, _))| (*id, character.to_string())).collect();
        let cut = printpdf::subset_font(face, &wanted).map_err(PdfError::Cut)?;
        // A face whose glyphs have names of their own (CID-keyed) is printed by those names.
        let names = printpdf::cff_charset_gid_to_cid_map(&cut.bytes, 0);
        let mut codes = vec![0; glyphs.len()];
        let mut meanings = Vec::with_capacity(used.len());
        for (id, (cut_id, _)) in &cut.glyph_mapping {
            let code = names.as_ref().and_then(|names| names.get(cut_id)).copied().unwrap_or(*cut_id);
            if let (Some(slot), Some((character, width))) = (codes.get_mut(usize::from(*id)), used.get(id)) {
                *slot = code;
                meanings.push((code, *character, *width));
            }
        }
        meanings.sort_unstable();
        let descriptor = Descriptor::of(face, &meanings);
        let (program, program_type) = match printpdf::extract_cid_keyed_cff(&cut.bytes, 0) {
            Some(table) => (table, Some("CIDFontType0C")),
            None if cut.bytes.starts_with(b"OTTO") => (cut.bytes, Some("OpenType")),
            None => (cut.bytes, None),
        };
        let mut about = Dictionary::new();
        if let Some(program_type) = program_type {
            about.set("Subtype", program_type);
        } else {
            about.set("Length1", count::to_i64(program.len()));
        }
        let program = object::compressed(about, &program, object::OUTLINES);
        Ok(Self { codes, meanings, program, program_type, descriptor })
    }

    fn write(&self, file: &mut lopdf::Document) -> Dictionary {
        let program = file.add_object(self.program.clone());
        let meanings = file.add_object(object::compressed(Dictionary::new(), self.to_unicode().as_bytes(), object::TEXT));
        let descriptor = self.descriptor.write(if self.program_type.is_some() { "FontFile3" } else { "FontFile2" }, program);
        let descriptor = file.add_object(descriptor);
        let mut collection = Dictionary::new();
        collection.set("Registry", Object::string_literal("Adobe"));
        collection.set("Ordering", Object::string_literal("Identity"));
        collection.set("Supplement", 0);
        let mut descendant = Dictionary::new();
        descendant.set("Type", "Font");
        descendant.set("Subtype", if self.program_type.is_some() { "CIDFontType0" } else { "CIDFontType2" });
        descendant.set("BaseFont", self.descriptor.name.as_str());
        descendant.set("CIDSystemInfo", collection);
        descendant.set("FontDescriptor", descriptor);
        descendant.set("DW", 1000);
        descendant.set("W", self.widths());
        if self.program_type.is_none() {
            descendant.set("CIDToGIDMap", "Identity");
        }
        let descendant = file.add_object(descendant);
        let mut font = Dictionary::new();
        font.set("Type", "Font");
        font.set("Subtype", "Type0");
        font.set("BaseFont", self.descriptor.name.as_str());
        font.set("Encoding", "Identity-H");
        font.set("DescendantFonts", vec![Object::Reference(descendant)]);
        font.set("ToUnicode", meanings);
        font
    }

    /// The widths that are not one em.
    fn widths(&self) -> Vec<Object> {
        let narrow = self.meanings.iter().filter(|(_, _, width)| *width != 1000);
        narrow.flat_map(|(code, _, width)| [i64::from(*code).into(), vec![i64::from(*width).into()].into()]).collect()
    }

    /// What a reader copies, in the form that PDF asks for: at most a hundred characters to a block.
    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) \
             /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> \
             <FFFF>\nendcodespacerange\n",
        );
        for block in self.meanings.chunks(100) {
            // Writing to memory does not fail.
            let _ = writeln!(map, "{} beginbfchar", block.len());
            for (code, character, _) in block {
                let _ = write!(map, "<{code:04X}> <");
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(map, "{unit:04X}");
                }
                map.push_str(">\n");
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        map
    }
}

impl Descriptor {
    fn of(face: &ParsedFont, meanings: &[(u16, char, u16)]) -> Self {
        let bytes = face.source_bytes();
        let index = count::to_u32(face.original_index);
        let Some(face) = bytes.as_ref().and_then(|bytes| Face::parse(bytes.as_slice(), index).ok()) else {
            return Self::default();
        };
        let em = i64::from(face.units_per_em().max(1));
        let scaled = |units: i16| i64::from(units) * 1000 / em;
        let bounds = face.global_bounding_box();
        let post_script = face.names().into_iter().filter(|name| name.name_id == ttf_parser::name_id::POST_SCRIPT_NAME);
        let name = post_script.filter_map(|name| name.to_string()).find(|name| name.is_ascii()).unwrap_or_default();
        Self {
            name: format!("{}+{name}", tag(meanings)),
            ascent: scaled(face.ascender()),
            descent: scaled(face.descender()),
            cap_height: scaled(face.capital_height().unwrap_or(face.ascender())),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(scaled),
        }
    }

    fn write(&self, key: &str, program: lopdf::ObjectId) -> Dictionary {
        let mut descriptor = Dictionary::new();
        descriptor.set("Type", "FontDescriptor");
        descriptor.set("FontName", self.name.as_str());
        // Symbolic: its characters are not those of a Latin alphabet.
        descriptor.set("Flags", 4);
        descriptor.set("FontBBox", self.bounds.map(Object::from).to_vec());
        descriptor.set("ItalicAngle", 0);
        descriptor.set("Ascent", self.ascent);
        descriptor.set("Descent", self.descent);
        descriptor.set("CapHeight", self.cap_height);
        descriptor.set("StemV", 80);
        descriptor.set(key, program);
        descriptor
    }
}

/// Six capitals that name the subset, made from what it holds.
fn tag(meanings: &[(u16, char, u16)]) -> String {
    let held: String = meanings.iter().map(|(_, character, _)| *character).collect();
    blake3::hash(held.as_bytes()).as_bytes().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}
