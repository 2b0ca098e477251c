//! The stream of records out of the compound file around it, and back into a clean one: what is looked at here is what calamine reads.
//!
//! A file is read as leniently as Excel does it: `SheetJS` names sectors that it does not write, and the `cfb` library refuses such a file.
//! In: the bytes. Out: the stream; a refusal where the file is cut off, or holds something else. Structures: MS-CFB 2.

use std::io::{Cursor, Write};

use super::record::{u16_at, u32_at};
use crate::finding::facts::{Content, Truncated};
use crate::ingest::open::Refusal;
use tongbao_document::count;

/// Numbers from here on name no sector.
const NO_SECTOR: u32 = 0xffff_fffa;
const END_OF_CHAIN: u32 = 0xffff_fffe;
/// The first numbers of sectors of the table of sectors stand in the header, from this place to the header's end.
const TABLE: usize = 76;
const HEADER: usize = 512;
/// The beginning of a stream since Excel 5.
pub(super) const BARE: [u8; 2] = [0x09, 0x08];
/// A directory entry.
const ENTRY: usize = 128;
/// Streams below this length lie in sectors of 64 bytes inside another stream.
const SMALL: usize = 4096;
const SMALL_SECTOR: usize = 64;

/// The records of the workbook; some programs write them without a file around.
pub(super) fn stream(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    if bytes.starts_with(&BARE) {
        return Ok(bytes.to_vec());
    }
    let file = File::read(bytes).ok_or(Refusal::Truncated(Truncated::Damaged))?;
    let Some(entry) = ["Workbook", "Book"].into_iter().find_map(|name| file.entry(name)) else {
        // A compound file is also the wrapping of an encrypted .xlsx, and of Word's old documents.
        let is_encrypted = file.entry("EncryptedPackage").is_some();
        return Err(if is_encrypted { Refusal::Encrypted } else { Refusal::is(Content::OldOffice) });
    };
    file.stream(&entry).ok_or(Refusal::Truncated(Truncated::Damaged))
}

/// How an encrypted package is encrypted, and the package.
pub(super) fn encrypted_package(bytes: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let file = File::read(bytes)?;
    let stream = |name: &str| file.stream(&file.entry(name)?);
    Some((stream("EncryptionInfo")?, stream("EncryptedPackage")?))
}

/// A file that holds the stream and nothing else.
pub(super) fn file(stream: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream("/Workbook")?.write_all(stream)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// Where a stream begins, and its length in bytes.
#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    length: usize,
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self { start: u32_at(bytes, 116)?, length: count::to_usize(u32_at(bytes, 120)?) })
    }
}

/// A compound file whose table of sectors and directory could be read.
#[derive(Debug)]
struct File<'bytes> {
    bytes: &'bytes [u8],
    /// The size of a sector in bytes; the header takes one.
    sector: usize,
    /// By its number the sector that follows a sector.
    next: Vec<u32>,
    directory: Vec<u8>,
}

impl<'bytes> File<'bytes> {
    fn read(bytes: &'bytes [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self { bytes, sector, next: Vec::new(), directory: Vec::new() };
        file.next = file.table()?;
        file.directory = file.chain(u32_at(bytes, 48)?, usize::MAX)?;
        Some(file)
    }

    /// The table of sectors: where its own sectors lie stands in the header, and goes on in sectors whose last number is that of the next such.
    fn table(&self) -> Option<Vec<u32>> {
        let mut own: Vec<u32> = numbers(self.bytes.get(TABLE..HEADER)?).collect();
        let mut more = u32_at(self.bytes, 68)?;
        let mut visited = 0;
        while more < NO_SECTOR {
            own.extend(numbers(self.at(more)?));
            more = own.pop()?;
            visited += 1;
            if visited > self.sectors() {
                return None;
            }
        }
        // Numbers of sectors that were never written name nothing that a stream lies in.
        let written = own.into_iter().filter(|number| *number < NO_SECTOR).map_while(|number| self.at(number));
        Some(written.flat_map(numbers).collect())
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector
    }

    /// A sector; the last one may be cut short.
    fn at(&self, number: u32) -> Option<&'bytes [u8]> {
        let start = count::to_usize(number).checked_add(1)?.checked_mul(self.sector)?;
        let end = self.bytes.len().min(start.checked_add(self.sector)?);
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The bytes of sectors that follow one another, to the end of the chain or as many as asked for; none where the chain breaks.
    fn chain(&self, start: u32, length: usize) -> Option<Vec<u8>> {
        follow(start, length, &self.next, |number| self.at(number))
    }

    fn entries(&self) -> impl Iterator<Item = &[u8]> {
        self.directory.chunks_exact(ENTRY)
    }

    fn entry(&self, name: &str) -> Option<Entry> {
        self.entries().find(|entry| is_named(entry, name)).and_then(Entry::read)
    }

    /// A stream as long as its entry says; none where the file is shorter.
    fn stream(&self, entry: &Entry) -> Option<Vec<u8>> {
        let bytes = if entry.length < SMALL { self.small(entry)? } else { self.chain(entry.start, entry.length)? };
        (bytes.len() == entry.length).then_some(bytes)
    }

    fn small(&self, entry: &Entry) -> Option<Vec<u8>> {
        let root = self.entries().next().and_then(Entry::read)?;
        let inside = self.chain(root.start, root.length)?;
        let next: Vec<u32> = numbers(&self.chain(u32_at(self.bytes, 60)?, usize::MAX)?).collect();
        follow(entry.start, entry.length, &next, |number| {
            let start = count::to_usize(number).checked_mul(SMALL_SECTOR)?;
            inside.get(start..inside.len().min(start + SMALL_SECTOR)).filter(|sector| !sector.is_empty())
        })
    }
}

fn follow<'bytes>(start: u32, length: usize, next: &[u32], at: impl Fn(u32) -> Option<&'bytes [u8]>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut number = start;
    let mut visited = 0;
    while number != END_OF_CHAIN && bytes.len() < length {
        let sector = at(number)?;
        bytes.extend_from_slice(sector.get(..sector.len().min(length - bytes.len()))?);
        number = *next.get(count::to_usize(number))?;
        visited += 1;
        // A chain that bites its own tail.
        if visited > next.len() {
            return None;
        }
    }
    Some(bytes)
}

/// Names are compared without regard to case (MS-CFB 2.6.4); they end with a zero.
fn is_named(entry: &[u8], name: &str) -> bool {
    let units = entry.get(..64).unwrap_or_default().chunks_exact(2).filter_map(|unit| u16_at(unit, 0));
    let text = String::from_utf16_lossy(&units.take_while(|unit| *unit != 0).collect::<Vec<u16>>());
    text.eq_ignore_ascii_case(name)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|number| u32_at(number, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Streams of 100 bytes lie in small sectors, those of 5000 in ten of 512.
    #[test]
    fn a_stream_comes_out_as_it_went_in() {
        for length in [0, 1, 64, 100, 4095, 4096, 5000, 200_000] {
            let written: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
            assert_eq!(stream(&file(&written).unwrap()), Ok(written), "{length}");
        }
    }

    fn holding(name: &str) -> Vec<u8> {
        let mut other = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        other.create_stream(name).unwrap().write_all(&[7; 5000]).unwrap();
        other.flush().unwrap();
        other.into_inner().into_inner()
    }

    #[test]
    fn what_holds_no_workbook_says_what_it_is() {
        assert_eq!(stream(&holding("/book")), Ok(vec![7; 5000]));
        assert_eq!(stream(&holding("/WordDocument")), Err(Refusal::is(Content::OldOffice)));
        assert_eq!(stream(&holding("/EncryptedPackage")), Err(Refusal::Encrypted));
        assert_eq!(stream(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Err(Refusal::Truncated(Truncated::Damaged)));
    }

    /// Until the directory itself is whole nobody knows that there is a workbook; no part of one is taken for the whole.
    #[test]
    fn a_file_that_is_cut_off_is_refused() {
        let whole = file(&vec![7; 200_000]).unwrap();
        for length in (0..whole.len() - 1024).step_by(997) {
            assert!(whole.get(..length).is_some_and(|part| stream(part).is_err()), "{length}");
        }
    }

    #[test]
    fn chains_that_bite_their_own_tail_end() {
        let sectors = [[1_u8; 4], [2; 4]];
        let at = |number: u32| sectors.get(count::to_usize(number)).map(<[u8; 4]>::as_slice);
        assert_eq!(follow(0, 8, &[1, END_OF_CHAIN], at), Some(vec![1, 1, 1, 1, 2, 2, 2, 2]));
        assert_eq!(follow(0, 6, &[1, END_OF_CHAIN], at), Some(vec![1, 1, 1, 1, 2, 2]));
        assert_eq!(follow(0, usize::MAX, &[1, 0], at), None);
        assert_eq!(follow(0, 8, &[7, END_OF_CHAIN], at), None);
    }

    #[test]
    fn what_sheetjs_writes_is_read() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/inputs/sheetjs.xls");
        let bytes = std::fs::read(path).unwrap();
        assert!(
            cfb::CompoundFile::open(Cursor::new(bytes.as_slice())).is_err(),
            "the library takes it: read it with the library"
        );
        assert!(stream(&bytes).is_ok_and(|stream| !stream.is_empty()));
    }
}
