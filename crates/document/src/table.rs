//! Tables: cells by role, numbers as figures, headers on one or several lines.

use super::figure::{Figure, Light};

/// How a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Short words, codes, lights.
    Center,
    /// Numbers.
    Right,
}

/// What a row is for; the theme decides how that looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An ordinary row.
    Body,
    /// A total, e.g. 全市.
    Total,
    /// A row that only names the group of rows below it; its first cell spans the table.
    Section,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number.
    Figure(Figure),
    /// A light: in words, and in colour.
    Light(Light),
    /// Nothing belongs here.
    Blank,
}

impl Cell {
    /// The cell as a reader sees it.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Figure(figure) => figure.text(),
            Self::Light(light) => light.word().to_owned(),
            Self::Blank => String::new(),
        }
    }
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Header, one line.
    pub header: String,
    /// How its cells stand.
    pub align: Align,
    /// Width wanted, in Chinese characters; renderers share out what there is in proportion.
    pub width: f32,
}

/// One row, as many cells as the table has columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What the row is for.
    pub role: Role,
    /// Indent of the first cell, in characters (其中 rows).
    pub indent: u8,
    /// One per column.
    pub cells: Vec<Cell>,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Stable short name, unique in the document, at most 20 characters: the name of the sheet, e.g. `指标完成情况`.
    pub name: String,
    /// Printed above, e.g. `表1 全市指标完成情况`.
    pub title: String,
    /// `单位：…` above the right edge.
    pub unit_line: Option<String>,
    /// At least one.
    pub columns: Vec<Column>,
    /// How many columns at the left name the row; repeated when a table is split by columns.
    pub label_columns: usize,
    /// May be empty: then one line says 无.
    pub rows: Vec<Row>,
    /// 注：… below.
    pub notes: Vec<String>,
}
