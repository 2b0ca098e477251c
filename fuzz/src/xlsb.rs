//! A workbook as .xlsb, record by record ([MS-XLSB]): no program that we could ask writes it.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};

use super::container::Container;

/// The same cells in the other format.
pub fn written(xlsx: &[u8]) -> Container {
    let mut source: Xlsx<_> = Xlsx::new(Cursor::new(xlsx)).expect("a workbook");
    let mut workbook = [record(0x83, &[]), record(0x8f, &[])].concat();
    let mut relations = String::from("<Relationships>");
    let mut parts = Vec::new();
    for (number, (name, cells)) in (1_u32..).zip(source.worksheets()) {
        let id = format!("rId{number}");
        workbook.extend(record(0x9c, &[&[0; 4][..], &number.to_le_bytes(), &words(&id), &words(&name)].concat()));
        let relation = format!("<Relationship Id=\"{id}\" Type=\"worksheet\" Target=\"worksheets/sheet{number}.bin\"/>");
        relations.push_str(&relation);
        parts.push((format!("xl/worksheets/sheet{number}.bin"), sheet(&cells)));
    }
    workbook.extend([record(0x90, &[]), record(0x9d, &[]), record(0x84, &[])].concat());
    relations += "</Relationships>";
    parts.push(("xl/workbook.bin".to_owned(), workbook));
    parts.push(("xl/_rels/workbook.bin.rels".to_owned(), relations.into_bytes()));
    Container::new(parts)
}

fn sheet(cells: &Range<Data>) -> Vec<u8> {
    let (first_row, first_column) = cells.start().unwrap_or_default();
    let mut bytes = [record(0x81, &[]), record(0x94, &[0; 16]), record(0x91, &[])].concat();
    for (row, cells) in (first_row..).zip(cells.rows()) {
        bytes.extend(record(0x00, &[&row.to_le_bytes()[..], &[0; 13]].concat()));
        for (column, cell) in (first_column..).zip(cells) {
            let (kind, value) = match cell {
                Data::Empty => continue,
                Data::Int(number) => (0x05, f64::from(i32::try_from(*number).unwrap_or_default()).to_le_bytes().to_vec()),
                Data::Float(number) => (0x05, number.to_le_bytes().to_vec()),
                Data::Bool(truth) => (0x04, vec![u8::from(*truth)]),
                other => (0x06, words(&other.to_string())),
            };
            bytes.extend(record(kind, &[&column.to_le_bytes()[..], &[0; 4], &value].concat()));
        }
    }
    bytes.extend([record(0x92, &[]), record(0x82, &[])].concat());
    bytes
}

/// Its kind, its length, its body.
fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = packed(usize::from(kind));
    bytes.extend(packed(body.len()));
    bytes.extend(body);
    bytes
}

/// A number of seven bits a byte, the lowest first.
fn packed(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

fn words(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap_or_default().to_le_bytes();
    length.into_iter().chain(units.iter().flat_map(|unit| unit.to_le_bytes())).collect()
}
