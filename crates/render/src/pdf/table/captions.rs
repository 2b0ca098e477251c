//! What stands above and below the grid: title, unit line, notes.

use crate::RenderError;
use crate::pdf::flow::Item;
use crate::pdf::frame;
use crate::pdf::prose::Prose;
use crate::pdf::text::Text;
use tongbao_document::Table;

/// Lines of a title are as far apart as its type is large, times this.
const TITLE_PITCH: f32 = 1.5;

/// What opens the first note; the lines below stand behind it.
const LABEL: &str = "注：";

/// The title; it keeps with the first rows.
pub(super) fn title(table: &Table, suffix: &str, prose: &Prose<'_>) -> Result<Vec<Item>, RenderError> {
    let face = prose.house.theme.types.table_title;
    let setting = frame::plain(face.size);
    let pitch = setting.size * TITLE_PITCH;
    let title = Text::shape(&prose.house.faces, face.font, &format!("{}{suffix}", table.title))?;
    let mut items = Vec::new();
    for line in title.lines(setting, prose.width, prose.width) {
        let x = (prose.width - line.width) / 2.0;
        let marks = title.place(line, setting, x, frame::baseline(pitch, setting.size), None);
        items.push(Item { height: pitch, marks, keep: true, ..Item::default() });
    }
    if let Some(first) = items.first_mut() {
        first.above = prose.frame.pitch / 3.0;
    }
    Ok(items)
}

/// `单位：…` above the right edge, if the table has one; it keeps with the first rows.
pub(super) fn unit_line(table: &Table, prose: &Prose<'_>) -> Result<Vec<Item>, RenderError> {
    let Some(unit_line) = &table.unit_line else { return Ok(Vec::new()) };
    let theme = &prose.house.theme;
    let face = theme.types.note;
    let setting = frame::plain(face.size);
    let pitch = pitch_of_notes(prose);
    let unit = Text::shape(&prose.house.faces, face.font, unit_line)?;
    let mut items = Vec::new();
    for line in unit.lines(setting, prose.width, prose.width) {
        let marks = unit.place(line, setting, prose.width - line.width, frame::baseline(pitch, setting.size), None);
        items.push(Item { height: pitch + theme.table.gap, marks, keep: true, ..Item::default() });
    }
    Ok(items)
}

/// 注：… in small type, the further lines behind the label.
pub(super) fn below(table: &Table, prose: &Prose<'_>) -> Result<Vec<Item>, RenderError> {
    let face = prose.house.theme.types.note;
    let setting = frame::plain(face.size);
    let pitch = pitch_of_notes(prose);
    let label = Text::shape(&prose.house.faces, face.font, LABEL)?.width(setting);
    let labelled = table.notes.iter().any(|note| note.starts_with(LABEL));
    let mut items: Vec<Item> = Vec::new();
    for note in &table.notes {
        let text = Text::shape(&prose.house.faces, face.font, note)?;
        let hang = if labelled { label } else { 0.0 };
        let first = if note.starts_with(LABEL) { 0.0 } else { hang };
        for (index, line) in text.lines(setting, prose.width - first, prose.width - hang).into_iter().enumerate() {
            let x = if index == 0 { first } else { hang };
            let fill = (!line.is_last).then_some(prose.width - x);
            let marks = text.place(line, setting, x, frame::baseline(pitch, setting.size), fill);
            items.push(Item { height: pitch, marks, ..Item::default() });
        }
    }
    if let Some(first) = items.first_mut() {
        first.above = prose.house.theme.table.gap;
    }
    Ok(items)
}

fn pitch_of_notes(prose: &Prose<'_>) -> f32 {
    let theme = &prose.house.theme;
    theme.table.line * theme.types.note.size / theme.types.table_body.size
}
