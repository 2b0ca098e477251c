//! What closes the body: 附件说明, 署名, 成文日期, 附注 (GB/T 9704, 7.3.4 to 7.3.6).

use crate::RenderError;
use crate::pdf::flow::Item;
use crate::pdf::prose::Prose;
use crate::pdf::text::Text;
use crate::pdf::{flow, frame, title};
use tongbao_document::{Attachment, Signature};

/// `附件：1. …` below the body, the further ones below the first, each aligned with its own first character; no number for a
/// single one.
pub(super) fn attachment_list(prose: &Prose<'_>, attachments: &[Attachment]) -> Result<Vec<Item>, RenderError> {
    let faces = &prose.house.faces;
    let setting = prose.body;
    let label = Text::shape(faces, prose.font(), "附件：")?;
    let names = 5.0 * prose.character();
    let mut items: Vec<Item> = Vec::new();
    for (index, attachment) in attachments.iter().enumerate() {
        let number = if attachments.len() > 1 { format!("{}. ", index + 1) } else { String::new() };
        let text = Text::shape(faces, prose.font(), &format!("{number}{}", attachment.title))?;
        let hang = names + text.width_until(number.chars().count(), setting);
        for (row, line) in text.lines(setting, prose.width - names, prose.width - hang).into_iter().enumerate() {
            let mut marks = Vec::new();
            if (index, row) == (0, 0) {
                marks.extend(label.on_one_line(setting, 2.0 * prose.character(), prose.baseline()));
            }
            let x = if row == 0 { names } else { hang };
            marks.extend(text.place(line, setting, x, prose.baseline(), None));
            items.push(prose.line(marks));
        }
    }
    if let Some(first) = items.first_mut() {
        first.above = frame::times(prose.house.profile.signature.attachments_lines, prose.frame.pitch);
    }
    Ok(items)
}

/// 署名 and date, which keep together.
pub(super) fn signature(prose: &Prose<'_>, signature: &Signature) -> Result<Vec<Item>, RenderError> {
    let profile = &prose.house.profile.signature;
    let organ = Text::shape(&prose.house.faces, prose.font(), &signature.organ)?;
    let date = Text::shape(&prose.house.faces, prose.font(), &signature.date)?;
    // An organ that is longer than a line stands on two of like length, one centred above the other.
    let room = if signature.sealed { prose.width } else { prose.width - profile.unsealed_inset * prose.character() };
    let organ_lines = title::balanced(&organ, prose.body, room);
    let organ_width = organ_lines.iter().map(|line| line.width).fold(0.0, f32::max);
    let widths = (organ_width, date.width(prose.body));
    let (lines, (organ_x, date_x)) = if signature.sealed {
        (profile.sealed_lines, sealed(prose, widths))
    } else {
        (profile.unsealed_lines, unsealed(prose, widths))
    };
    let mut items = Vec::new();
    for line in organ_lines {
        let x = organ_x + (organ_width - line.width) / 2.0;
        items.push(prose.line(organ.place(line, prose.body, x, prose.baseline(), None)));
    }
    for line in date.lines(prose.body, prose.width - date_x, prose.width - date_x) {
        items.push(prose.line(date.place(line, prose.body, date_x, prose.baseline(), None)));
    }
    flow::keep_together(&mut items);
    if let Some(first) = items.first_mut() {
        first.above = frame::times(lines, prose.frame.pitch);
    }
    if let Some(last) = items.last_mut() {
        last.keep = false;
    }
    Ok(items)
}

/// Without seal: the 署名 two characters from the right edge, the date two characters further right than its start; where the date
/// is the longer one it is the date that keeps its distance (7.3.5.2).
fn unsealed(prose: &Prose<'_>, (organ, date): (f32, f32)) -> (f32, f32) {
    let right = prose.width - prose.house.profile.signature.unsealed_inset * prose.character();
    let shift = 2.0 * prose.character();
    let organ_x = right - organ.min(right);
    let date_x = organ_x + shift;
    if date_x + date > right && date > organ {
        let date_x = (right - date).max(0.0);
        return ((date_x - shift).max(0.0), date_x);
    }
    (organ_x, date_x)
}

/// With seal: the date four characters from the right edge, the 署名 centred above it (7.3.5.1); a long one ends at the edge.
fn sealed(prose: &Prose<'_>, (organ, date): (f32, f32)) -> (f32, f32) {
    let right = prose.width - prose.house.profile.signature.sealed_inset * prose.character();
    let date_x = (right - date).max(0.0);
    let centred = date_x + (date - organ) / 2.0;
    (centred.min(prose.width - organ).max(0.0), date_x)
}

/// 附注 in parentheses, on the line below the date.
pub(super) fn remark(prose: &Prose<'_>, remark: &str) -> Result<Vec<Item>, RenderError> {
    let bare = remark.trim().trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    prose.paragraph(prose.font(), &format!("（{bare}）"), 2.0)
}
