//! 版记 at the foot of the last page (GB/T 9704, 7.4).

use super::setting::Setting;
use crate::RenderError;
use crate::pdf::flow::{Page, Paginated};
use crate::pdf::frame::MM;
use crate::pdf::mark::{Mark, Rule};
use crate::pdf::prose::Prose;
use crate::pdf::text::Text;
use crate::pdf::{frame, title};
use tongbao_document::Imprint;

/// A 版记 ready to be put on a page.
#[derive(Debug, Default)]
pub(super) struct Foot {
    marks: Vec<Mark>,
    height: f32,
}

/// Sets the 版记; `addressees` are those that left no room for the body on page one.
pub(super) fn foot(prose: &Prose<'_>, imprint: Option<&Imprint>, addressees: Option<&str>) -> Result<Option<Foot>, RenderError> {
    if imprint.is_none() && addressees.is_none() {
        return Ok(None);
    }
    let profile = &prose.house.profile.imprint;
    let (outer, inner) = (profile.outer_rule * MM, profile.inner_rule * MM);
    let mut draft = Draft::new(prose);
    draft.rule(outer);
    for (label, names) in [("主送：", addressees), ("抄送：", imprint.and_then(|imprint| imprint.copies.as_deref()))] {
        if let Some(names) = names.filter(|names| !names.trim().is_empty()) {
            draft.names(label, names)?;
        }
    }
    if let Some(imprint) = imprint.filter(|imprint| !imprint.organ.is_empty() || !imprint.date.is_empty()) {
        if draft.foot.height > 0.0 {
            draft.rule(inner);
        }
        draft.issue(imprint)?;
    }
    draft.rule(outer);
    Ok(Some(draft.foot))
}

/// Pins the 版记 to the foot of the last page; where that is filled or lies sideways, to the foot of one more.
pub(super) fn pin(foot: Foot, pages: &mut Paginated, prose: &Prose<'_>) {
    let room = prose.frame.text_height - pages.filled - prose.frame.pitch / 2.0;
    if foot.height > room || pages.pages.last().is_none_or(|page| page.sideways) {
        pages.pages.push(Page::default());
    }
    let top = (prose.frame.text_height - foot.height).max(0.0);
    if let Some(page) = pages.pages.last_mut() {
        page.marks.extend(foot.marks.into_iter().map(|mark| mark.lowered(top)));
    }
}

struct Draft<'a> {
    prose: &'a Prose<'a>,
    setting: Setting,
    pitch: f32,
    /// Blank on both sides.
    inset: f32,
    foot: Foot,
}

impl<'a> Draft<'a> {
    fn new(prose: &'a Prose<'a>) -> Self {
        let size = prose.house.theme.types.imprint.size;
        let pitch = prose.frame.pitch * size / prose.body.size;
        let inset = prose.house.profile.imprint.inset * size;
        Self { prose, setting: frame::plain(size), pitch, inset, foot: Foot::default() }
    }

    fn rule(&mut self, thickness: f32) {
        let y = self.foot.height;
        let to = (self.prose.frame.text_width, y);
        self.foot.marks.push(Mark::Rule(Rule { from: (0.0, y), to, thickness, colour: frame::BLACK, dashed: false }));
    }

    /// `抄送：…。`, its further lines behind the colon.
    fn names(&mut self, label: &str, names: &str) -> Result<(), RenderError> {
        let names = names.trim().trim_end_matches(['。', '：', ':', '.', '，', '；']);
        let (label, names) = (self.shape(label)?, self.shape(&format!("{names}。"))?);
        let x = self.inset + label.width(self.setting);
        let room = self.prose.frame.text_width - self.inset - x;
        self.foot.marks.extend(label.on_one_line(self.setting, self.inset, self.baseline()));
        for line in names.lines(self.setting, room, room) {
            let fill = (!line.is_last).then_some(room);
            let placed = names.place(line, self.setting, x, self.baseline(), fill);
            self.foot.marks.extend(placed);
            self.foot.height += self.pitch;
        }
        Ok(())
    }

    /// 印发机关 on the left, 印发日期 on the right of its last line.
    fn issue(&mut self, imprint: &Imprint) -> Result<(), RenderError> {
        let date = imprint.date.trim().trim_end_matches("印发");
        let date = self.shape(&if date.is_empty() { String::new() } else { format!("{date}印发") })?;
        let organ = self.shape(&imprint.organ)?;
        let right = self.prose.frame.text_width - self.inset;
        let date_x = right - date.width(self.setting);
        let room = date_x - self.inset - self.setting.size;
        for line in title::balanced(&organ, self.setting, room) {
            let placed = organ.place(line, self.setting, self.inset, self.baseline(), None);
            self.foot.marks.extend(placed);
            self.foot.height += self.pitch;
        }
        if organ.characters().is_empty() {
            self.foot.height += self.pitch;
        }
        let y = self.baseline() - self.pitch;
        self.foot.marks.extend(date.on_one_line(self.setting, date_x, y));
        Ok(())
    }

    fn shape(&self, text: &str) -> Result<Text, RenderError> {
        Text::shape(&self.prose.house.faces, self.prose.house.theme.types.imprint.font, text)
    }

    fn baseline(&self) -> f32 {
        self.foot.height + frame::baseline(self.pitch, self.setting.size)
    }
}
