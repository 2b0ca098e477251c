//! The parts of a zipped workbook, unfolded once: looked into and mended here, then handed to calamine in one piece.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Refusal;

/// Folders of a workbook in which no cell stands.
const BESIDE: [&str; 9] = [
    "docprops/",
    "xl/theme/",
    "xl/media/",
    "xl/drawings/_rels/",
    "xl/charts/",
    "xl/printersettings/",
    "xl/externallinks/",
    "customxml/",
    "thumbnails/",
];

/// The parts that calamine needs; whether they may be unfolded at all is judged by [`super::container`].
#[derive(Debug)]
pub(super) struct Package {
    parts: Vec<Named>,
}

/// A part under its name.
#[derive(Debug)]
struct Named {
    name: String,
    /// The name in small letters.
    plain: String,
    part: Part,
}

/// A part: whether it is text in UTF-8 is asked once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Bytes(Vec<u8>),
}

impl Part {
    fn of(bytes: Vec<u8>) -> Self {
        String::from_utf8(bytes).map_or_else(|other| Self::Bytes(other.into_bytes()), Self::Text)
    }

    /// As it stands in the file.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    /// As text, if it is any.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bytes(_) => None,
        }
    }
}

impl Package {
    /// Unfolds the parts.
    pub(super) fn unfold(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(Refusal::damaged)?;
        let mut parts = Vec::with_capacity(archive.len());
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).map_err(Refusal::damaged)?;
            let name = entry.name().map_err(Refusal::damaged)?.replace('\\', "/");
            let plain = name.to_ascii_lowercase();
            if !entry.is_file() || !is_needed(&plain) {
                continue;
            }
            let mut part = Vec::with_capacity(usize::try_from(entry.size()).unwrap_or_default());
            entry.read_to_end(&mut part).map_err(Refusal::damaged)?;
            parts.push(Named { name, plain, part: Part::of(part) });
        }
        Ok(Self { parts })
    }

    /// A part by its name, in whatever case.
    pub(super) fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|named| named.name.eq_ignore_ascii_case(name)).map(|named| &named.part)
    }

    /// The text of a part; none where there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.part(name).and_then(Part::text).unwrap_or_default()
    }

    /// The bytes of a part; none where there is none.
    pub(super) fn bytes(&self, name: &str) -> &[u8] {
        self.part(name).map(Part::bytes).unwrap_or_default()
    }

    /// Replaces a part by its name, or adds it.
    pub(super) fn put(&mut self, name: &str, bytes: Vec<u8>) {
        match self.parts.iter_mut().find(|named| named.name.eq_ignore_ascii_case(name)) {
            Some(named) => named.part = Part::of(bytes),
            None => self.parts.push(Named { name: name.to_owned(), plain: name.to_ascii_lowercase(), part: Part::of(bytes) }),
        }
    }

    /// Takes a part away.
    pub(super) fn remove(&mut self, name: &str) {
        self.parts.retain(|named| !named.name.eq_ignore_ascii_case(name));
    }

    /// Whether any of the parts with such a name is such a one.
    pub(super) fn has(&self, is_it: impl Fn(&str, &Part) -> bool) -> bool {
        self.parts.iter().any(|named| is_it(&named.plain, &named.part))
    }

    /// Replaces every part for which something better is made.
    pub(super) fn mend(&mut self, mended: impl Fn(&str, &Part) -> Option<Vec<u8>>) {
        for Named { plain, part, .. } in &mut self.parts {
            if let Some(better) = mended(plain, part) {
                *part = Part::of(better);
            }
        }
    }

    /// The whole as a container whose parts are not folded again.
    pub(super) fn whole(&self) -> Result<Vec<u8>, Refusal> {
        let size = self.parts.iter().map(|named| named.part.bytes().len() + 2 * named.name.len() + 128).sum();
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(size)));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for Named { name, part, .. } in &self.parts {
            writer.start_file(name.as_str(), stored).map_err(Refusal::damaged)?;
            writer.write_all(part.bytes()).map_err(Refusal::damaged)?;
        }
        Ok(writer.finish().map_err(Refusal::damaged)?.into_inner())
    }
}

fn is_needed(name: &str) -> bool {
    let is_read = [".xml", ".rels", ".bin"].iter().any(|end| name.ends_with(end)) || name == "mimetype";
    is_read && !BESIDE.iter().any(|folder| name.starts_with(folder)) && !name.ends_with("vbaproject.bin")
}

/// Whether a part is XML, by its name in small letters.
pub(super) fn is_xml(name: &str) -> bool {
    name.rsplit('.').next() == Some("xml")
}
