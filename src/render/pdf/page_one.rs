//! 版头, title and 主送机关 (GB/T 9704, 7.2 and 7.3.1 to 7.3.2).

use crate::document::Head;
use crate::render::FontRole;
use crate::render::RenderError;
use crate::render::pdf::flow;
use crate::render::pdf::flow::Item;
use crate::render::pdf::frame;
use crate::render::pdf::frame::MM;
use crate::render::pdf::mark::Mark;
use crate::render::pdf::mark::Rule;
use crate::render::pdf::prose::Prose;
use crate::render::pdf::text::Setting;
use crate::render::pdf::text::Text;
use crate::render::pdf::title;

/// Everything above the body; the last of it keeps with the first line of the body.
pub(super) fn items(prose: &Prose<'_>, head: &Head) -> Result<Vec<Item>, RenderError> {
    let mut items = Vec::new();
    if let Some(organ) = &head.organ {
        items.push(masthead(prose, organ, head.number.as_deref())?);
    }
    let above_title = if items.is_empty() { 0.0 } else { 2.0 * prose.frame.pitch };
    let mut title = title::items(prose, &head.title, FontRole::Biaosong, prose.house.theme.types.title.size)?;
    if let Some(first) = title.first_mut() {
        first.above = above_title;
        first.bookmark = None;
    }
    items.append(&mut title);
    if let (None, Some(number)) = (&head.organ, &head.number) {
        items.push(prose.centred(FontRole::Fangsong, number)?);
    }
    let mut addressees = match &head.addressees {
        Some(addressees) => prose.paragraph(FontRole::Fangsong, addressees, 0.0)?,
        None => Vec::new(),
    };
    let first_below_title = addressees.first_mut();
    if let Some(first) = first_below_title {
        first.above = prose.frame.pitch;
    } else if let Some(last) = items.last_mut() {
        last.height += prose.frame.pitch;
    }
    items.append(&mut addressees);
    flow::keep_together(&mut items);
    Ok(items)
}

/// 发文机关标志 with its upper edge 35 mm below that of the type area, 发文字号 two lines below it, the red rule 4 mm below that.
fn masthead(prose: &Prose<'_>, organ: &str, number: Option<&str>) -> Result<Item, RenderError> {
    let theme = &prose.house.theme;
    let (width, pitch) = (prose.frame.text_width, prose.frame.pitch);
    let mark = Text::shape(&prose.house.faces, FontRole::Biaosong, organ)?;
    let full = Setting { size: theme.types.mark.size, tracking: 0.0, colour: theme.colours.head };
    // 96 % of the type area: wider names are shrunk, as offices do.
    let shrunk = full.size * (width * 0.96 / mark.width(full)).min(1.0);
    let setting = Setting { size: shrunk, ..full };
    let mut y = 35.0 * MM;
    let mut marks = Vec::new();
    for line in mark.lines(setting, width, width) {
        marks.extend(mark.place(line, setting, (width - line.width) / 2.0, y + 0.86 * setting.size, None));
        y += setting.size * 1.1;
    }
    if let Some(number) = number {
        let setting = prose.body;
        y += 2.0 * pitch;
        let text = Text::shape(&prose.house.faces, FontRole::Fangsong, number)?;
        for line in text.lines(setting, width, width) {
            marks.extend(text.place(line, setting, (width - line.width) / 2.0, y + frame::baseline(pitch, setting.size), None));
            y += pitch;
        }
        // The number's characters, not its line, are what the 4 mm are measured from.
        y -= (pitch - setting.size) / 2.0;
    }
    y += 4.0 * MM;
    let rule = Rule { from: (0.0, y), to: (width, y), thickness: 1.0, colour: theme.colours.head, dashed: false };
    marks.push(Mark::Rule(rule));
    Ok(Item { height: y, marks, ..Item::default() })
}
