//! Values as TOML writes them.

use tongbao_document::plain;

/// A text in quotation marks, on one line.
pub(super) fn text(words: &str) -> String {
    toml::Value::String(plain::one_line(words).trim().to_owned()).to_string()
}

/// A list of texts.
pub(super) fn list<'words>(words: impl IntoIterator<Item = &'words str>) -> String {
    format!("[{}]", words.into_iter().map(text).collect::<Vec<_>>().join(", "))
}

/// A comment, however many lines its words have.
pub(super) fn comment(words: &str) -> String {
    format!("# {}\n", plain::one_line(words).trim())
}
