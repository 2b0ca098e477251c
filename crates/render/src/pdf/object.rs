//! Objects of a PDF: streams, numbers and texts as the file writes them.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, Stream, StringFormat};

use tongbao_document::plain;

/// How much effort goes into the streams of text.
pub(super) const TEXT: Compression = Compression::new(4);

/// Outlines of glyphs: more effort makes a bulletin of ten pages 295 kB instead of 340, and takes half as long again to render.
pub(super) const OUTLINES: Compression = Compression::new(1);

/// A compressed stream.
pub(super) fn compressed(mut about: Dictionary, content: &[u8], effort: Compression) -> Stream {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(content.len() / 2), effort);
    // Writing to memory does not fail.
    let packed = encoder.write_all(content).and_then(|()| encoder.finish());
    match packed {
        Ok(packed) => {
            about.set("Filter", "FlateDecode");
            Stream::new(about, packed).with_compression(false)
        }
        Err(_) => Stream::new(about, content.to_vec()).with_compression(false),
    }
}

/// A text in the document's own language, for the windows of a reader: one line of words.
pub(super) fn utf16(text: &str) -> Object {
    let bytes = [0xFE, 0xFF].into_iter().chain(plain::one_line(text).encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}
