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
    /// A heading; the text carries its own number (一、 （一） 1. （1）).
    Heading {
        /// 1 to 4.
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
    /// What follows begins on a new page of the PDF.
    PageBreak,
}

/// How a chart draws its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// One bar a category; one series.
    Bars,
    /// A line with markers for each series; the categories are periods.
    Lines,
    /// One bar a category, made of a piece for each series.
    Stacked,
}

/// A chart: numbers by category and series, in the order in which they are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Stable name, used for sheet names and anchors, e.g. `完成率`.
    pub name: String,
    /// `图1 …`
    pub caption: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// Unit of the axis.
    pub unit: String,
    /// Groups, indicators or periods.
    pub categories: Vec<String>,
    /// What is told of each category.
    pub series: Vec<Series>,
    /// The demanded value, drawn as a line.
    pub target: Option<Figure>,
    /// Where the numbers come from, one line.
    pub source: String,
}

/// Numbers of one kind, one a category; a missing one leaves a gap with its sign.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What the legend says.
    pub name: String,
    /// As many as the chart has categories.
    pub figures: Vec<Figure>,
}
