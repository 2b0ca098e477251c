//! 版头, title and 主送机关 (GB/T 9704, 7.2 and 7.3.1 to 7.3.2).

use super::setting::Setting;
use crate::RenderError;
use crate::pdf::flow::Item;
use crate::pdf::frame::{Frame, MM};
use crate::pdf::mark::{Mark, Rule};
use crate::pdf::prose::Prose;
use crate::pdf::text::Text;
use crate::pdf::{flow, frame, outline, title};
use crate::theme::Type;
use tongbao_document::Head;

/// A 发文机关标志 that had to be smaller stands on two lines.
const SMALLEST_MARK: f32 = 22.0;

/// What a document without number is measured by: the last character of every number.
const NO_NUMBER: &str = "号";

/// Everything above the body; the last of it keeps with the first line of the body.
pub(super) fn items(prose: &Prose<'_>, head: &Head, with_addressees: bool) -> Result<Vec<Item>, RenderError> {
    let profile = &prose.house.profile.head;
    let pitch = prose.frame.pitch;
    let mut items = labels(prose, head)?;
    let organ = head.organ.as_deref().filter(|_| profile.shown);
    if let Some(organ) = organ {
        let mut masthead = masthead(prose, organ, head.number.as_deref())?;
        // The labels stand beside the distances that the mark is measured by, not above them.
        let mut marks = labels_in_place(items);
        marks.append(&mut masthead.marks);
        masthead.marks = marks;
        items = vec![masthead];
    }
    let lines_above = if organ.is_some() { profile.title_lines } else { 1 };
    let above = frame::times(lines_above, pitch);
    let mut title = title::items(prose, &head.title, prose.house.theme.types.title)?;
    if let Some(first) = title.first_mut() {
        first.above = above;
    }
    items.append(&mut title);
    if let (None, Some(number)) = (organ, &head.number) {
        items.push(prose.centred(prose.font(), &with_hexagonal_brackets(number))?);
    }
    let addressees = head.addressees.as_deref().filter(|_| with_addressees);
    let mut addressees = addressees.map_or(Ok(Vec::new()), |addressees| prose.paragraph(prose.font(), addressees, 0.0))?;
    let blank = if addressees.is_empty() { pitch } else { frame::times(profile.addressee_lines, pitch) };
    let filled = height(&items);
    if let Some(last) = items.last_mut() {
        last.height += nearest_line(filled, blank, prose.frame) - filled;
    }
    items.append(&mut addressees);
    flow::keep_together(&mut items);
    Ok(items)
}

/// How far down these items reach on a page that they open.
pub(super) fn height(items: &[Item]) -> f32 {
    items.iter().enumerate().map(|(index, item)| item.height + if index == 0 { 0.0 } else { item.above }).sum()
}

/// The line of the grid that is nearest to `blank` below `filled`: the head is measured in millimetres, the body in lines.
fn nearest_line(filled: f32, blank: f32, frame: &Frame) -> f32 {
    let line = ((filled + blank) / frame.pitch).round() * frame.pitch;
    if line < filled + blank / 2.0 - 0.01 { line + frame.pitch } else { line }
}

/// 份号, 密级, 紧急程度: flush left on the first lines, those that are there without gaps (7.2.1 to 7.2.3).
fn labels(prose: &Prose<'_>, head: &Head) -> Result<Vec<Item>, RenderError> {
    let mut items = Vec::new();
    for label in [&head.copy_number, &head.secrecy, &head.urgency].into_iter().flatten() {
        items.extend(prose.label(label)?);
    }
    Ok(items)
}

fn labels_in_place(labels: Vec<Item>) -> Vec<Mark> {
    let mut y = 0.0;
    let mut marks = Vec::new();
    for label in labels {
        marks.extend(label.marks.into_iter().map(|mark| mark.lowered(y)));
        y += label.height;
    }
    marks
}

/// 发文机关标志 with the upper edge of its ink 35 mm below that of the type area, 发文字号 two blank lines below it, the red rule 4 mm
/// below that. A document without number has its rule in the same place.
fn masthead(prose: &Prose<'_>, organ: &str, number: Option<&str>) -> Result<Item, RenderError> {
    let profile = &prose.house.profile.head;
    let (width, pitch) = (prose.frame.text_width, prose.frame.pitch);
    let (mut marks, bottom) = organ_mark(prose, organ)?;
    let top = bottom + frame::times(profile.number_lines, pitch);
    let setting = prose.body;
    let words = number.map_or_else(|| NO_NUMBER.to_owned(), with_hexagonal_brackets);
    let text = Text::shape(&prose.house.faces, prose.font(), &words)?;
    let mut y = top;
    let mut bottom = top + pitch;
    for line in text.lines(setting, width, width) {
        let placed = text.place(line, setting, (width - line.width) / 2.0, y + prose.baseline(), None);
        // The number's characters, not its line, are what the 4 mm are measured from.
        bottom = outline::ink(&prose.house.faces, &placed).map_or(y + pitch, |(_, bottom)| bottom);
        if number.is_some() {
            marks.extend(placed);
        }
        y += pitch;
    }
    let thickness = profile.rule * MM;
    let y = bottom + profile.rule_below * MM + thickness / 2.0;
    let rule = Rule { from: (0.0, y), to: (width, y), thickness, colour: prose.house.theme.colours.head, dashed: false };
    marks.push(Mark::Rule(rule));
    Ok(Item { height: y, marks, ..Item::default() })
}

/// The name of the office in red and where its ink ends. It is as large as the style says, or smaller so that it fits; a very long
/// name stands on several lines.
fn organ_mark(prose: &Prose<'_>, organ: &str) -> Result<(Vec<Mark>, f32), RenderError> {
    let faces = &prose.house.faces;
    let profile = &prose.house.profile.head;
    let Type { font, size } = prose.house.theme.types.mark;
    let text = Text::shape(faces, font, organ)?;
    let room = prose.frame.text_width * profile.mark_width;
    let narrowest = frame::plain(SMALLEST_MARK.min(size));
    let lines = title::balanced(&text, narrowest, room);
    let widest = lines.iter().map(|line| line.width).fold(0.1, f32::max);
    let size = size.min(narrowest.size * room / widest);
    let setting = Setting { size, tracking: 0.0, colour: prose.house.theme.colours.head };
    let scale = size / narrowest.size;
    let mut marks = Vec::new();
    let mut baseline = 0.0;
    for line in lines {
        let x = (prose.frame.text_width - line.width * scale) / 2.0;
        marks.extend(text.place(line, setting, x, baseline, None));
        baseline += size * 1.2;
    }
    let (top, bottom) = outline::ink(faces, &marks).unwrap_or((0.0, 0.0));
    let shift = profile.mark_top * MM - top;
    Ok((marks.into_iter().map(|mark| mark.lowered(shift)).collect(), bottom + shift))
}

/// The year of a 发文字号 stands in 六角括号, whatever brackets were typed (7.2.5).
fn with_hexagonal_brackets(number: &str) -> String {
    let mut characters: Vec<char> = number.chars().collect();
    for start in 0..characters.len() {
        let is_year = |digits: &[char]| digits.iter().all(char::is_ascii_digit);
        let opens = characters.get(start).is_some_and(|mark| "[［（(【".contains(*mark));
        let closes = characters.get(start + 5).is_some_and(|mark| "]］）)】".contains(*mark));
        if opens && closes && characters.get(start + 1..start + 5).is_some_and(is_year) {
            for (at, bracket) in [(start, '〔'), (start + 5, '〕')] {
                if let Some(slot) = characters.get_mut(at) {
                    *slot = bracket;
                }
            }
        }
    }
    characters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_number_gets_hexagonal_brackets() {
        for typed in
            ["济卫通报〔2025〕3号", "济卫通报[2025]3号", "济卫通报（2025）3号", "济卫通报【2025】3号", "济卫通报［2025］3号"]
        {
            assert_eq!(with_hexagonal_brackets(typed), "济卫通报〔2025〕3号");
        }
        assert_eq!(with_hexagonal_brackets("济卫（医）函2025"), "济卫（医）函2025");
    }
}
