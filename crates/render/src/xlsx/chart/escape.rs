//! The texts that a chart keeps of its cells: the writer escapes those of cells, and not these.

use std::io;
use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::XlsxError;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use tongbao_document::{Block, Chart, Document, escape};

/// The workbook with its charts' texts escaped, where any of them looks like an escape.
pub(in crate::xlsx) fn escaped(bytes: Vec<u8>, document: &Document) -> Result<Vec<u8>, XlsxError> {
    let is_concerned = document.blocks().any(|block| matches!(block, Block::Chart(chart) if is_needed(chart)));
    if !is_concerned {
        return Ok(bytes);
    }
    rewritten(&bytes).map_err(|error| XlsxError::IoError(io::Error::from(error)))
}

fn is_needed(chart: &Chart) -> bool {
    let names = chart.series.iter().map(|series| &series.name);
    names.chain(&chart.categories).chain([&chart.caption, &chart.unit]).any(|words| escape::is_needed(words))
}

fn rewritten(bytes: &[u8]) -> Result<Vec<u8>, ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut written = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index)?;
        let name = part.name()?.into_owned();
        if !name.starts_with("xl/charts/chart") {
            written.raw_copy_file(part)?;
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text)?;
        // No date but the first that there is: the same document gives the same bytes.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        written.start_file(name, options.last_modified_time(DateTime::default()))?;
        written.write_all(escape::encoded(&text).as_bytes())?;
    }
    Ok(written.finish()?.into_inner())
}
