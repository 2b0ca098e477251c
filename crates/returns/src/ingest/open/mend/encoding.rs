//! XML that is not in UTF-8.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The same in UTF-8, without the declaration that says otherwise.
pub(in crate::ingest::open) fn utf8(part: &[u8]) -> Option<Vec<u8>> {
    let encoding = encoding(part).filter(|encoding| *encoding != UTF_8)?;
    let (text, ..) = encoding.decode(part);
    let body = text.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(&*text, |(_, body)| body);
    Some(body.trim_start().as_bytes().to_vec())
}

fn encoding(part: &[u8]) -> Option<&'static Encoding> {
    match part {
        _ if Encoding::for_bom(part).is_some() => Encoding::for_bom(part).map(|(encoding, _)| encoding),
        [b'<', 0, ..] => Some(UTF_16LE),
        [0, b'<', ..] => Some(UTF_16BE),
        [b'<', b'?', ..] => {
            let declaration = part.split(|byte| *byte == b'>').next()?;
            let declaration = std::str::from_utf8(declaration).ok()?;
            let (_, declared) = declaration.split_once("encoding=")?;
            Encoding::for_label(declared.split(['"', '\'']).nth(1)?.as_bytes())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "<sst><si><t>卫生院</t></si></sst>";

    #[test]
    fn other_encodings_become_utf_8() {
        let declared = |encoding: &str| format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>\r\n{BODY}");
        let little: Vec<u8> = declared("UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = declared("UTF-16").encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: [u8; 2], rest: &[u8]| [&mark, rest].concat();
        let gbk = encoding_rs::GBK.encode(&declared("GB2312")).0.into_owned();
        for part in [little.clone(), marked([0xff, 0xfe], &little), big.clone(), marked([0xfe, 0xff], &big), gbk] {
            assert_eq!(utf8(&part).as_deref(), Some(BODY.as_bytes()));
        }
        assert_eq!(utf8(declared("UTF-8").as_bytes()), None);
        assert_eq!(utf8(BODY.as_bytes()), None);
        assert_eq!(utf8(&[0xff, 0xfe]), Some(Vec::new()), "a mark and nothing behind it");
        assert_eq!(utf8(b""), None);
    }
}
