//! The languages in which messages are written.

use clap::ValueEnum;

/// A language of help and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Language {
    /// 中文.
    Zh,
    /// English.
    En,
}

impl Language {
    /// Of a tag such as `zh`, `zh-CN` or `zh_CN.UTF-8`: Chinese for `zh*`, otherwise English.
    pub(in crate::cli) fn of_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }
}
