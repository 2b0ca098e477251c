//! A return while it is spoilt: first the form as it was filled in, then how it is written, at last what befalls the file.

use super::by_hand::{Layout, by_hand};
use super::{container, edit};
use crate::error::SampleError;
use tongbao_document::FormBook;

/// What somebody does at a place: in a field of the cover, in the row of an item, on a sheet.
#[derive(Debug, Clone, Copy)]
pub enum Said {
    /// Writes words, whatever should stand there.
    Words(&'static str),
    /// Sends bytes instead of a workbook.
    Bytes(&'static [u8]),
    /// Another number in place of the one that stands there.
    Number(fn(f64) -> f64),
    /// The number that stands there, typed in a manner of one's own.
    Typed(fn(f64) -> String),
    /// A formula, with the result that was kept beside it.
    Formula(&'static str, &'static str),
    /// A formula without the result that Excel would have kept beside it.
    Uncalculated(&'static str),
    /// Lays out the whole workbook otherwise.
    Laid(fn(&mut Layout)),
    /// Nothing: the place says it all.
    Nothing,
}

impl Said {
    /// Its words, if any.
    pub(super) fn words(self) -> &'static str {
        if let Self::Words(words) = self { words } else { "" }
    }

    /// What stands in the file, if it is no workbook.
    pub(super) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            said => said.words().as_bytes(),
        }
    }
}

/// Places, each with what is done there; a place is a label of the cover, the code of an item, or the name of a sheet.
pub type With = &'static [(&'static str, Said)];

/// What befalls the file.
#[derive(Debug, Clone, Default)]
pub enum Container {
    /// Nothing.
    #[default]
    Whole,
    /// It is none: these bytes came instead.
    Replaced(Vec<u8>),
    /// The connection broke.
    Truncated,
    /// It unfolds to far more than a return may.
    Swollen,
    /// Its last sheet holds a whole register.
    Crowded,
}

/// A return on its way.
#[derive(Debug, Clone)]
pub struct Spoilt {
    /// As it was filled in.
    pub book: FormBook,
    /// How an office wrote it with its own Excel; none for the workbook that was handed out.
    pub layout: Option<Layout>,
    /// What befell the file.
    pub container: Container,
}

impl Spoilt {
    /// A good return.
    pub fn new(book: FormBook) -> Self {
        Self { book, layout: None, container: Container::Whole }
    }

    /// The layout, which is now the office's own.
    pub fn laid_out(&mut self) -> &mut Layout {
        self.layout.get_or_insert_default()
    }

    /// Does what is said at each place.
    pub fn say(&mut self, with: With) -> Result<(), SampleError> {
        for (place, said) in with.iter().copied() {
            match said {
                Said::Words(words) if edit::is_of_cover(&self.book, place) => edit::cover(&mut self.book, place, words)?,
                Said::Words(words) => edit::typed(&mut self.book, place, words)?,
                Said::Number(change) => edit::changed(&mut self.book, place, change)?,
                Said::Typed(manner) => edit::retyped(&mut self.book, place, manner)?,
                Said::Formula(formula, result) => self.laid_out().formulas.push((place, formula, Some(result))),
                Said::Uncalculated(formula) => self.laid_out().formulas.push((place, formula, None)),
                Said::Laid(lay) => lay(self.laid_out()),
                Said::Bytes(_) | Said::Nothing => {}
            }
        }
        Ok(())
    }

    /// What is said came instead of the workbook.
    pub fn replace(&mut self, with: With) {
        self.container = Container::Replaced(with.iter().flat_map(|(_, said)| said.bytes()).copied().collect());
    }

    /// Where a sheet stands.
    pub fn position(&self, sheet: &str) -> Result<usize, SampleError> {
        let position = self.book.sheets.iter().position(|known| known.name == sheet);
        position.ok_or_else(|| SampleError::Unknown { what: "sheet", name: sheet.to_owned() })
    }

    /// The file; `render` writes the workbook that was handed out.
    pub fn file(self, render: impl Fn(&FormBook) -> Result<Vec<u8>, SampleError>) -> Result<Vec<u8>, SampleError> {
        if let Container::Replaced(bytes) = self.container {
            return Ok(bytes);
        }
        let written = match &self.layout {
            Some(layout) => uncalculated(by_hand(&self.book, layout)?, &self.book, layout)?,
            None => render(&self.book)?,
        };
        self.container.befallen(written, self.book.sheets.len())
    }
}

impl Container {
    /// The bytes after what befell a workbook with so many sheets behind the cover.
    pub fn befallen(self, bytes: Vec<u8>, sheets: usize) -> Result<Vec<u8>, SampleError> {
        Ok(match self {
            Self::Whole => bytes,
            Self::Replaced(instead) => instead,
            Self::Truncated => container::truncated(bytes),
            Self::Swollen => container::bomb(&bytes)?,
            Self::Crowded => container::crowded(&bytes, &format!("xl/worksheets/sheet{}.xml", sheets + 1))?,
        })
    }
}

/// Without the results that no program has kept.
fn uncalculated(bytes: Vec<u8>, book: &FormBook, layout: &Layout) -> Result<Vec<u8>, SampleError> {
    let is_lost = |code: &str| layout.formulas.iter().any(|(known, _, result)| *known == code && result.is_none());
    let sheets = (2..).zip(&book.sheets).filter(|(_, sheet)| sheet.rows.iter().any(|row| is_lost(&row.code)));
    sheets.into_iter().try_fold(bytes, |bytes, (number, _)| {
        Ok(container::without_cached_values(&bytes, &format!("xl/worksheets/sheet{number}.xml"))?)
    })
}
