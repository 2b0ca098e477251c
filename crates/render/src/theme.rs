//! The house style as data: `report_templates/house/theme.toml`. One line there changes the PDF and the workbook alike.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The whole style.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Theme {
    /// Face and size by role.
    #[serde(rename = "type")]
    pub types: Types,
    /// Faces by name.
    pub fonts: BTreeMap<FontRole, Font>,
    /// Rules and room of tables.
    pub table: TableStyle,
    /// Bars and lines of charts.
    pub chart: ChartStyle,
    /// Colours by role.
    pub colours: Colours,
}

/// The classes of type that GB/T 9704 asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FontRole {
    /// 仿宋: running text, third-level headings.
    Fangsong,
    /// 楷体: second-level headings.
    Kai,
    /// 黑体: first-level headings, titles of tables.
    Hei,
    /// 小标宋: titles and 发文机关标志.
    Biaosong,
    /// 宋体: page numbers.
    Song,
}

impl FontRole {
    pub(crate) const ALL: [Self; 5] = [Self::Fangsong, Self::Kai, Self::Hei, Self::Biaosong, Self::Song];

    /// The key in the style's `[fonts]`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Fangsong => "fangsong",
            Self::Kai => "kai",
            Self::Hei => "hei",
            Self::Biaosong => "biaosong",
            Self::Song => "song",
        }
    }

    /// The role of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// A face: what prints it, and what workbooks call it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Font {
    /// Files or families; the first that has a character prints it.
    pub chain: Vec<String>,
    /// The name that Excel and WPS know.
    pub workbook: String,
}

/// A face in a size.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Type {
    /// The face.
    pub font: FontRole,
    /// Points.
    pub size: f32,
}

/// Face and size by role.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Types {
    /// 发文机关标志, shrunk to fit.
    pub mark: Type,
    /// Title.
    pub title: Type,
    /// Running text.
    pub body: Type,
    /// 一、
    #[serde(rename = "heading-1")]
    pub heading_1: Type,
    /// （一）
    #[serde(rename = "heading-2")]
    pub heading_2: Type,
    /// 1. and （1）
    #[serde(rename = "heading-3")]
    pub heading_3: Type,
    /// 密级, 紧急程度, 附件1.
    pub label: Type,
    /// 版记.
    pub imprint: Type,
    /// Page numbers.
    pub page_number: Type,
    /// Titles of tables and charts, and of the sheets of workbooks.
    pub table_title: Type,
    /// Header cells.
    pub table_header: Type,
    /// Cells.
    pub table_body: Type,
    /// Cells of total rows and names of groups of rows.
    pub table_total: Type,
    /// Unit lines, notes, sources.
    pub note: Type,
    /// Words and numbers in charts.
    pub chart: Type,
    /// 示例数据, 草稿.
    pub notice: Type,
}

/// Rules and room of tables, in points.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TableStyle {
    /// From line to line in a cell at the size of the body; other sizes in proportion.
    pub line: f32,
    /// Thickness of the rules inside.
    pub rule: f32,
    /// Thickness of the rules around the table.
    pub outer_rule: f32,
    /// Blank left and right of a cell's text.
    pub padding: f32,
    /// Blank above and below it.
    pub gap: f32,
    /// No type is smaller.
    pub smallest: f32,
}

/// Bars and lines of charts, in points.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChartStyle {
    /// Height of a bar, in lines of table text.
    pub bar: f32,
    /// Thickness of a trend's line.
    pub line: f32,
    /// Width of a trend's marker.
    pub marker: f32,
    /// Thickness of the target's line.
    pub target: f32,
}

/// `RRGGBB` by role.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Colours {
    /// 版头.
    pub head: Colour,
    /// Rules of tables.
    pub rule: Colour,
    /// 示例数据, 草稿.
    pub notice: Colour,
    /// Grid lines of charts.
    pub grid: Colour,
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
    /// The target's line in charts.
    pub target_line: Colour,
    /// Series of charts, in order; used again from the first when there are more series.
    pub series: Vec<Colour>,
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

impl Colours {
    /// The colour of a series, counted from 0.
    pub fn of_series(&self, index: usize) -> Colour {
        let count = self.series.len().max(1);
        self.series.get(index % count).copied().unwrap_or(self.rule)
    }
}

impl Theme {
    /// What workbooks call the face of a role.
    pub fn workbook_font(&self, font: FontRole) -> &str {
        self.fonts.get(&font).map_or("", |font| font.workbook.as_str())
    }

    /// Reads the style file; unknown keys are errors.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}
