//! What stands outside the type area: page numbers, 示例数据, 草稿.

use crate::document::Properties;
use crate::render::FontRole;
use crate::render::RenderError;
use crate::render::pdf::frame;
use crate::render::pdf::frame::MM;
use crate::render::pdf::mark::Mark;
use crate::render::pdf::mark::Rule;
use crate::render::pdf::prose::Prose;
use crate::render::pdf::text::Setting;
use crate::render::pdf::text::Text;

/// The status that every page shows; a final bulletin shows none.
const DRAFT: &str = "草稿";

/// The page number between two dashes: 7 mm below the type area, one character in from its right edge on odd pages and from its
/// left edge on even ones (7.5). The dashes are rules, because few faces have one that fills its square.
pub(super) fn page_number(prose: &Prose<'_>, number: usize) -> Result<Vec<Mark>, RenderError> {
    let size = prose.house.theme.types.page_number.size;
    let setting = frame::plain(size);
    let digits = Text::shape(&prose.house.faces, FontRole::Song, &number.to_string())?;
    let gap = size * 0.35;
    let digits_width = digits.width(setting);
    let whole = 2.0 * (size + gap) + digits_width;
    let x = if number % 2 == 1 { prose.frame.text_width - size - whole } else { size };
    let y = prose.frame.text_height + 7.0 * MM;
    let mut marks = Vec::new();
    for left in [x, x + size + 2.0 * gap + digits_width] {
        let rule = Rule { from: (left, y), to: (left + size, y), thickness: 0.7, colour: frame::BLACK, dashed: false };
        marks.push(Mark::Rule(rule));
    }
    for line in digits.lines(setting, f32::MAX, f32::MAX) {
        // Digits are about 0.7 em high: the dashes point at their middle.
        marks.extend(digits.place(line, setting, x + size + gap, y + 0.35 * size, None));
    }
    Ok(marks)
}

/// 示例数据 and 草稿 in grey above the type area.
pub(super) fn notices(prose: &Prose<'_>, properties: &Properties) -> Result<Vec<Mark>, RenderError> {
    let mut words = Vec::new();
    if properties.sample {
        words.push("示例数据");
    }
    if properties.status == DRAFT {
        words.push(DRAFT);
    }
    let setting = Setting { size: prose.house.theme.types.note.size, tracking: 0.0, colour: frame::GREY };
    let text = Text::shape(&prose.house.faces, FontRole::Hei, &words.join("　"))?;
    let marks = text.lines(setting, prose.frame.text_width, prose.frame.text_width).into_iter().flat_map(|line| {
        let x = (prose.frame.text_width - line.width) / 2.0;
        text.place(line, setting, x, -8.0 * MM, None)
    });
    Ok(marks.collect())
}
