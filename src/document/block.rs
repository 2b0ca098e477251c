//! The pieces of a bulletin's text: headings, paragraphs, tables, charts.

use super::figure::Figure;
use super::table::Table;

/// A piece of running text: words, or a number that knows what it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// A number; shown as [`Figure::text`] followed by its unit.
    Figure(Figure),
}

/// A block of a bulletin, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading; the text carries its own number (一、 （一） 1.).
    Heading {
        /// 1, 2 or 3.
        level: u8,
        /// With its number.
        text: String,
    },
    /// A paragraph, indented by two characters.
    Paragraph(Vec<Inline>),
    /// A table with its title.
    Table(Table),
    /// A chart with its caption.
    Chart(Chart),
    /// 注：… in small type below a table or at the end.
    Note(String),
}

/// A bar chart: one bar per group, ordered as given, with the target as a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Stable name, used for sheet names and anchors, e.g. `完成率`.
    pub name: String,
    /// `图1 …`
    pub caption: String,
    /// Unit of the axis.
    pub unit: String,
    /// One bar per group.
    pub bars: Vec<ChartBar>,
    /// The demanded value, drawn as a line.
    pub target: Option<Figure>,
    /// Where the numbers come from, one line.
    pub source: String,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartBar {
    /// Name of the group.
    pub label: String,
    /// Its number; a missing one leaves a gap with its sign.
    pub figure: Figure,
}
