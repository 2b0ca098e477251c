//! The files of a pack as text, and the mistakes found in each of them.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

use super::encoding::{self, NotText};
use super::error::PlanError;
use super::folders::PackFolders;
use super::mistake::Mistake;
use super::place::Place;
use crate::store::disk;
use tongbao_document::count;

/// A file of the pack.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Below whichever folder of packs it lies in, with `/`.
    pub(crate) name: String,
    /// As it is named where mistakes are told.
    pub(crate) file: PathBuf,
    pub(crate) text: String,
}

impl Source {
    /// A mistake in a part of this file.
    pub(crate) fn mistake(&self, span: Range<usize>, message: impl Into<String>) -> Mistake {
        Mistake::in_text(self.file.clone(), &self.text, span, message.into())
    }

    /// The same with a hint.
    pub(crate) fn mistake_with_hint(&self, span: Range<usize>, message: impl Into<String>, hint: Option<String>) -> Mistake {
        self.mistake(span, message).with_hint(hint)
    }

    /// Where a part of this file stands, for those who tell of it from elsewhere.
    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        let before = self.text.get(..span.start).unwrap_or_default();
        Place { file: self.file.clone(), line: before.matches('\n').count() + 1, span }
    }

    /// Where a part of a value stands that is written within a span: the span itself, where the value is written otherwise than it is read.
    pub(crate) fn part(&self, value: &str, part: Range<usize>, within: Range<usize>) -> Range<usize> {
        let slice = self.text.get(within.clone()).unwrap_or_default();
        match slice.find(value) {
            Some(start) if !part.is_empty() => within.start + start + part.start..within.start + start + part.end,
            _ => within,
        }
    }

    /// Where a name stands inside a span, as a whole word; the span itself if it does not.
    pub(crate) fn find(&self, name: &str, within: Range<usize>) -> Range<usize> {
        let slice = self.text.get(within.clone()).unwrap_or_default();
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        let stands_alone = |&(start, _): &(usize, &str)| {
            let before = slice.get(..start).and_then(|text| text.chars().next_back());
            let after = slice.get(start + name.len()..).and_then(|text| text.chars().next());
            !before.is_some_and(is_word) && !after.is_some_and(is_word)
        };
        match slice.match_indices(name).find(stands_alone) {
            Some((start, _)) => within.start + start..within.start + start + name.len(),
            None => within,
        }
    }
}

/// Reads the files of a pack and remembers them, in the order of reading, for the fingerprint.
#[derive(Debug)]
pub(crate) struct Library<'path> {
    folders: &'path PackFolders,
    read: Vec<Source>,
    pub(crate) mistakes: Vec<Mistake>,
}

impl<'path> Library<'path> {
    pub(crate) fn new(folders: &'path PackFolders) -> Self {
        Self { folders, read: Vec::new(), mistakes: Vec::new() }
    }

    /// The text of a file. A file that is not there or not UTF-8 is a mistake of the pack; a disk that fails is not.
    pub(crate) fn read(&mut self, file: &str) -> Result<Option<Source>, PlanError> {
        let shown = self.folders.shown(file);
        let missing = |path| Mistake::in_file(path, "缺少文件".to_owned());
        let Some(path) = self.folders.find(file) else {
            self.mistakes.push(missing(shown));
            return Ok(None);
        };
        let bytes = match disk::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.mistakes.push(missing(shown));
                return Ok(None);
            }
            Err(source) => return Err(PlanError::Read { path, source }),
        };
        let text = match encoding::text(bytes, file) {
            Ok(text) => text,
            Err(NotText { message, hint }) => {
                self.mistakes.push(Mistake::in_file(shown, message.to_owned()).with_hint(Some(hint.to_owned())));
                return Ok(None);
            }
        };
        let source = Source { name: file.to_owned(), file: shown, text };
        self.read.push(source.clone());
        Ok(Some(source))
    }

    /// Names of the files in a folder with an extension, in their order; none if the folder is not there.
    pub(crate) fn list(&self, folder: &str, extension: &str) -> Result<Vec<String>, PlanError> {
        self.folders.list(folder, extension)
    }

    /// How a file is named where mistakes are told.
    pub(crate) fn shown(&self, file: &str) -> PathBuf {
        self.folders.shown(file)
    }

    /// Everything that was read.
    pub(crate) fn into_sources(self) -> Vec<Source> {
        self.read
    }

    /// Everything read, in order.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.read.iter()
    }

    /// BLAKE3 over the names and texts of everything read.
    pub(crate) fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for source in &self.read {
            for part in [source.name.as_bytes(), source.text.as_bytes()] {
                hasher.update(&count::to_u64(part.len()).to_le_bytes());
                hasher.update(part);
            }
        }
        hasher.finalize().to_hex().to_string()
    }

    /// The mistakes in order, with the texts in which they stand.
    pub(crate) fn into_error(mut self, pack: PathBuf) -> PlanError {
        self.mistakes.sort();
        self.mistakes.dedup();
        let sources: BTreeMap<_, _> = self.read.into_iter().map(|source| (source.file, source.text)).collect();
        PlanError::Invalid { path: pack, mistakes: self.mistakes, sources }
    }
}
