//! The text of a file of a pack: UTF-8, and nothing that Excel or Notepad make of it otherwise.

use super::layout::is_named;

/// What a workbook begins with: a container of today, and one of before 2007.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", &[0xD0, 0xCF, 0x11, 0xE0]];
/// What UTF-16 begins with, in either order of bytes.
const UTF_16: [&[u8]; 2] = [&[0xFF, 0xFE], &[0xFE, 0xFF]];

/// A file that is not the text that it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotText {
    /// What it is.
    pub(super) message: &'static str,
    /// What to do.
    pub(super) hint: &'static str,
}

/// The text of a file, without the mark that Excel and Notepad put in front.
pub(super) fn text(bytes: Vec<u8>, name: &str) -> Result<String, NotText> {
    let begins_as = |heads: &[&[u8]]| heads.iter().any(|head| bytes.starts_with(head));
    if begins_as(&WORKBOOKS) {
        return Err(NotText {
            message: "文件是 Excel 工作簿，不是 CSV",
            hint: "在 Excel 里打开，另存为“CSV UTF-8（逗号分隔）”；只改扩展名不行",
        });
    }
    let is_of_excel = is_named(name, "csv");
    let hint = if is_of_excel {
        "在 Excel 里打开，另存为“CSV UTF-8（逗号分隔）”，不要选“CSV（逗号分隔）”；或者用记事本另存为，编码选 UTF-8"
    } else {
        "用记事本另存为，编码选 UTF-8"
    };
    if begins_as(&UTF_16) {
        return Err(NotText { message: "文件是 UTF-16（“Unicode 文本”），不是 UTF-8 编码", hint });
    }
    let text = String::from_utf8(bytes).map_err(|_error| NotText { message: "文件不是 UTF-8 编码", hint })?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_excel_saves_otherwise_is_told_as_what_it_is() {
        let told = |bytes: &[u8], name: &str| text(bytes.to_vec(), name).map_err(|wrong| wrong.message);
        assert_eq!(told("\u{feff}编号,方案\n".as_bytes(), "a.csv"), Ok("编号,方案\n".to_owned()));
        assert_eq!(told(b"\xb1\xe0\xba\xc5,\xb7\xbd\xb0\xb8\n", "a.csv"), Err("文件不是 UTF-8 编码"), "编号,方案 in GBK");
        assert_eq!(told(b"\xff\xfe\x16\x7f", "a.csv"), Err("文件是 UTF-16（“Unicode 文本”），不是 UTF-8 编码"));
        assert_eq!(told(b"PK\x03\x04....", "a.xlsx"), Err("文件是 Excel 工作簿，不是 CSV"));
        assert_eq!(told(b"\xd0\xcf\x11\xe0....", "a.xls"), Err("文件是 Excel 工作簿，不是 CSV"));
        let hint = |name: &str| text(vec![0xB1], name).unwrap_err().hint;
        assert!(hint("a.csv").contains("CSV UTF-8") && !hint("a.toml").contains("Excel"));
    }
}
