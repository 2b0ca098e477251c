//! A workbook that is a container, part by part.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The parts of a container, by name, in their order.
#[derive(Clone)]
pub struct Container {
    parts: Vec<(String, Vec<u8>)>,
}

impl Container {
    /// Unpacks a file.
    pub fn of(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a container");
        let part = |position| {
            let mut part = archive.by_index(position).expect("a part");
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("a part");
            (part.name().expect("a name").into_owned(), content)
        };
        Self { parts: (0..ZipArchive::new(Cursor::new(bytes)).expect("a container").len()).map(part).collect() }
    }

    /// Of parts that are made here.
    pub fn new(parts: Vec<(String, Vec<u8>)>) -> Self {
        Self { parts }
    }

    /// Every part as an input.
    pub fn seeds(&self) -> Vec<Vec<u8>> {
        (0..=u8::MAX).zip(&self.parts).map(|(which, (_, content))| [&[which], content.as_slice()].concat()).collect()
    }

    /// The file with the part that an input stands for.
    pub fn with(&self, input: &[u8]) -> Vec<u8> {
        let (which, content) = input.split_first().map_or((0, &[][..]), |(which, content)| (usize::from(*which), content));
        self.packed(|position, own| if position == which % self.parts.len() { content } else { own })
    }

    /// The file as it is.
    pub fn bytes(&self) -> Vec<u8> {
        self.packed(|_, own| own)
    }

    /// The file with words in every cell of the column of answers.
    pub fn with_answers(&self, words: &str) -> Vec<u8> {
        let answered = Self::new(self.parts.iter().map(|(name, content)| (name.clone(), answered(content, words))).collect());
        answered.bytes()
    }

    /// With one more sheet in front, of rows of words.
    pub fn with_front(mut self, name: &str, rows: &[[&str; 4]]) -> Self {
        let cell = |words: &&str| format!("<c t=\"inlineStr\"><is><t>{words}</t></is></c>");
        let row = |cells: &[&str; 4]| format!("<row>{}</row>", cells.iter().map(cell).collect::<String>());
        let rows: String = rows.iter().map(row).collect();
        let namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let sheet = format!("<worksheet xmlns=\"{namespace}\"><sheetData>{rows}</sheetData></worksheet>");
        self.parts.push(("xl/worksheets/front.xml".to_owned(), sheet.into_bytes()));
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
        let relation = format!("<Relationship Id=\"front\" Type=\"{kind}\" Target=\"worksheets/front.xml\"/></Relationships>");
        self.change("xl/_rels/workbook.xml.rels", "</Relationships>", &relation);
        self.change("xl/workbook.xml", "<sheets>", &format!("<sheets><sheet name=\"{name}\" sheetId=\"99\" r:id=\"front\"/>"));
        self
    }

    fn change(&mut self, part: &str, from: &str, to: &str) {
        let (_, content) = self.parts.iter_mut().find(|(name, _)| name == part).expect("a part");
        let text = std::str::from_utf8(content).expect("text");
        assert!(text.contains(from), "{part} has no {from}");
        *content = text.replace(from, to).into_bytes();
    }

    fn packed<'part>(&'part self, content: impl Fn(usize, &'part [u8]) -> &'part [u8]) -> Vec<u8> {
        let mut target = ZipWriter::new(Cursor::new(Vec::new()));
        // Unpacked: a fuzzer has better things to do than to compress.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (position, (name, own)) in self.parts.iter().enumerate() {
            target.start_file(name.as_str(), options).expect("a part");
            target.write_all(content(position, own)).expect("a part");
        }
        target.finish().expect("a container").into_inner()
    }
}

/// A sheet with words in column D wherever a number or a choice stands there.
fn answered(content: &[u8], words: &str) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(content) else { return content.to_vec() };
    let mut pieces = text.split("<c r=\"D");
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (row, rest) = piece.split_once('"').unwrap_or((piece, ""));
        let after =
            rest.split_once("</c>").map_or_else(|| rest.split_once("/>").map_or("", |(_, after)| after), |(_, after)| after);
        let words = escaped(words);
        let cell = format!("<c r=\"D{row}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{words}</t></is></c>");
        whole.extend([cell.as_str(), after]);
    }
    whole.into_bytes()
}

/// Words as XML may hold them.
fn escaped(words: &str) -> String {
    let plain = words.chars().filter(|character| !character.is_control() || matches!(character, '\t' | '\n' | '\r'));
    plain.collect::<String>().replace('&', "&amp;").replace('<', "&lt;")
}
