//! Charts as vectors: level bars, bars of pieces, trends.
//!
//! In: a chart of the document. Out: one item, or several when there are more bars than a page holds. Nothing is said by colour
//! alone: bars and points carry their numbers as the document writes them, a missing one its sign, the target its words, a line
//! its marker and its dashes. The caption stands below, with unit and source.

mod axis;
mod legend;
mod level;
mod marker;
mod pen;
#[cfg(test)]
mod tests;
mod trend;

use crate::RenderError;
use crate::pdf::chart::pen::Pen;
use crate::pdf::flow::Item;
use crate::pdf::prose::Prose;
use tongbao_document::{Chart, ChartKind};

/// The chart as items.
pub(super) fn items(prose: &Prose<'_>, chart: &Chart) -> Result<Vec<Item>, RenderError> {
    let drawn = match chart.kind {
        ChartKind::Bars | ChartKind::Stacked => level::draw(prose, chart)?,
        ChartKind::Lines => vec![trend::draw(prose, chart)?],
    };
    drawn.into_iter().enumerate().map(|(index, pen)| finish(prose, chart, index, pen)).collect()
}

/// Caption and source below what is drawn.
fn finish(prose: &Prose<'_>, chart: &Chart, index: usize, mut pen: Pen<'_>) -> Result<Item, RenderError> {
    let types = &prose.house.theme.types;
    let caption = if index == 0 { chart.caption.clone() } else { format!("{}（续{index}）", chart.caption) };
    pen.caption(types.table_title, &caption)?;
    pen.caption(types.note, &chart.source)?;
    Ok(Item { above: prose.frame.pitch / 3.0, height: pen.y, marks: pen.marks, is_chart: true, ..Item::default() })
}

/// Height of the caption, of the source and of `单位：…`, so that bars know how much room they have.
fn height_of_words(prose: &Prose<'_>, chart: &Chart) -> Result<f32, RenderError> {
    let mut pen = Pen::new(prose);
    pen.unit(&chart.unit, "")?;
    let types = &prose.house.theme.types;
    // The longest caption: that of a further page.
    pen.caption(types.table_title, &format!("{}（续99）", chart.caption))?;
    pen.caption(types.note, &chart.source)?;
    Ok(pen.y)
}
