//! What stands outside the type area: page numbers, 示例数据, 草稿.

use super::setting::Setting;
use crate::RenderError;
use crate::pdf::frame;
use crate::pdf::frame::MM;
use crate::pdf::mark::{Mark, Rule};
use crate::pdf::prose::Prose;
use crate::pdf::text::Text;
use crate::theme::Type;
use tongbao_document::Properties;

/// Thickness of the dashes beside the page number, in points.
const DASH: f32 = 0.7;

/// Baseline of the notices above the type area, in millimetres.
const NOTICES: f32 = 8.0;

/// The page number between two dashes: 7 mm below the type area, one character in from its right edge on odd pages and from its
/// left edge on even ones (7.5), or in the middle. The dashes are rules, because few faces have one that fills its square.
pub(super) fn page_number(prose: &Prose<'_>, number: usize) -> Result<Vec<Mark>, RenderError> {
    let profile = &prose.house.profile.page_number;
    let Type { font, size } = prose.house.theme.types.page_number;
    let setting = frame::plain(size);
    let digits = Text::shape(&prose.house.faces, font, &number.to_string())?;
    let gap = size * 0.35;
    let digits_width = digits.width(setting);
    let whole = 2.0 * (size + gap) + digits_width;
    let room = prose.frame.text_width - whole;
    let x = if profile.centred {
        room / 2.0
    } else if number % 2 == 1 {
        room - size * profile.inset
    } else {
        size * profile.inset
    };
    let y = prose.frame.text_height + profile.below * MM;
    let mut marks = Vec::new();
    for left in [x, x + size + 2.0 * gap + digits_width] {
        let rule = Rule { from: (left, y), to: (left + size, y), thickness: DASH, colour: frame::BLACK, dashed: false };
        marks.push(Mark::Rule(rule));
    }
    // Digits are about 0.7 em high: the dashes point at their middle.
    marks.extend(digits.on_one_line(setting, x + size + gap, y + 0.35 * size));
    Ok(marks)
}

/// 示例数据 and the status of what is not final, above the type area: no label of the head comes near them.
pub(super) fn notices(prose: &Prose<'_>, properties: &Properties) -> Result<Vec<Mark>, RenderError> {
    let mut words = Vec::new();
    if properties.sample {
        words.push("示例数据");
    }
    words.extend(properties.notice());
    let Type { font, size } = prose.house.theme.types.notice;
    let setting = Setting { size, tracking: 0.0, colour: prose.house.theme.colours.notice };
    let text = Text::shape(&prose.house.faces, font, &words.join("　"))?;
    let marks = text.lines(setting, prose.frame.text_width, prose.frame.text_width).into_iter().flat_map(|line| {
        let x = (prose.frame.text_width - line.width) / 2.0;
        text.place(line, setting, x, -NOTICES * MM, None)
    });
    Ok(marks.collect())
}
