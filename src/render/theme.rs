//! The house style as data: `report_templates/house/theme.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The whole style.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Theme {
    /// The sheet of paper.
    pub page: Page,
    /// Colours by role.
    pub colours: Colours,
    /// Type sizes in points by role.
    pub sizes: Sizes,
    /// Line pitch in points.
    pub line: Line,
    /// Role → chain of font files; the first that has a character prints it.
    pub fonts: BTreeMap<String, Vec<String>>,
    /// Workbook fonts, by the names that Excel and WPS know.
    pub workbook: Workbook,
}

/// Lengths in millimetres (GB/T 9704-2012, 5.2.1).
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Page {
    /// Paper width.
    pub width: f32,
    /// Paper height.
    pub height: f32,
    /// 天头.
    pub top: f32,
    /// 订口.
    pub left: f32,
    /// Width of the 版心.
    pub text_width: f32,
    /// Height of the 版心.
    pub text_height: f32,
}

/// `RRGGBB` by role.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Colours {
    /// 版头.
    pub head: Colour,
    /// Rules of tables.
    pub rule: Colour,
    /// Header cells.
    pub header_fill: Colour,
    /// Total rows.
    pub total_fill: Colour,
    /// Light 绿.
    pub green: Colour,
    /// Light 黄.
    pub yellow: Colour,
    /// Light 红.
    pub red: Colour,
    /// Cells of a form where somebody types.
    pub input_fill: Colour,
    /// Cells of a return slip that must be corrected.
    pub slip_error: Colour,
    /// Cells of a return slip that do not count until they are corrected or explained.
    pub slip_suspect: Colour,
    /// Cells of a return slip that are to be corrected or explained.
    pub slip_explain: Colour,
    /// Cells of a return slip that somebody should look at.
    pub slip_note: Colour,
    /// Bars of charts.
    pub bar: Colour,
    /// The target's line in charts.
    pub target_line: Colour,
}

/// A colour, written `RRGGBB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Colour(pub u32);

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.len() != 6 {
            return Err(format!("a colour is written RRGGBB, found `{text}`"));
        }
        u32::from_str_radix(&text, 16).map(Self).map_err(|error| format!("a colour is written RRGGBB, found `{text}`: {error}"))
    }
}

/// Points by role.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sizes {
    /// 发文机关标志, shrunk to fit.
    pub organ: f32,
    /// Title.
    pub title: f32,
    /// Running text.
    pub body: f32,
    /// Titles of tables and charts.
    pub table_title: f32,
    /// Cells.
    pub table: f32,
    /// Notes.
    pub note: f32,
    /// Page numbers.
    pub page_number: f32,
}

/// Line pitch in points.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Line {
    /// Running text: 22 lines fill the 版心.
    pub body: f32,
    /// Cells.
    pub table: f32,
}

/// Fonts of workbooks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Workbook {
    /// Titles.
    pub title_font: String,
    /// Everything else.
    pub body_font: String,
    /// Points.
    pub title_size: f32,
    /// Points.
    pub body_size: f32,
}

impl Theme {
    /// Reads the style file; unknown keys are errors.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}
