//! Titles: centred, in lines of like length, broken between words.

use crate::render::FontRole;
use crate::render::RenderError;
use crate::render::pdf::breaking;
use crate::render::pdf::flow::Item;
use crate::render::pdf::frame;
use crate::render::pdf::prose::Prose;
use crate::render::pdf::text::Line;
use crate::render::pdf::text::Setting;
use crate::render::pdf::text::Text;

/// The lines of a title as items that keep together, with the title as bookmark of the first.
pub(super) fn items(prose: &Prose<'_>, title: &str, role: FontRole, size: f32) -> Result<Vec<Item>, RenderError> {
    let text = Text::shape(&prose.house.faces, role, title)?;
    let setting = frame::plain(size);
    let pitch = (size * 1.6).max(prose.frame.pitch);
    let mut items: Vec<Item> = balanced(&text, setting, prose.width)
        .into_iter()
        .map(|line| {
            let x = (prose.width - line.width) / 2.0;
            let marks = text.place(line, setting, x, frame::baseline(pitch, size), None);
            Item { height: pitch, marks, keep: true, ..Item::default() }
        })
        .collect();
    if let Some(first) = items.first_mut() {
        first.bookmark = Some(title.to_owned());
    }
    Ok(items)
}

/// As few lines as the width allows, the sum of squared differences in length as small as possible.
fn balanced(text: &Text, setting: Setting, width: f32) -> Vec<Line> {
    let greedy = text.lines(setting, width, width);
    let characters = text.characters();
    let starts = breaking::word_starts(&characters);
    let mut candidates: Vec<usize> = vec![0];
    candidates.extend((1..characters.len()).filter(|index| {
        let after_digit = index.checked_sub(1).and_then(|before| characters.get(before)).is_some_and(char::is_ascii_digit);
        text.may_break(*index) && starts.get(*index).copied().unwrap_or(false) && !after_digit
    }));
    let total: f32 = greedy.iter().map(|line| line.width).sum();
    if greedy.len() < 2 {
        return greedy;
    }
    for count in greedy.len()..=greedy.len() + 1 {
        let count_of_lines = u16::try_from(count).map_or(1.0, f32::from);
        let search =
            Search { text, setting, width, ideal: total / count_of_lines, candidates: &candidates, characters: &characters };
        if let Some((_, lines)) = search.best(0, count) {
            return lines;
        }
    }
    greedy
}

struct Search<'a> {
    text: &'a Text,
    setting: Setting,
    width: f32,
    ideal: f32,
    candidates: &'a [usize],
    characters: &'a [char],
}

impl Search<'_> {
    /// The cheapest way to set the rest from candidate `from` in exactly `count` lines.
    fn best(&self, from: usize, count: usize) -> Option<(f32, Vec<Line>)> {
        let start = *self.candidates.get(from)?;
        let ends: Vec<usize> = if count == 1 { vec![self.candidates.len()] } else { (from + 1..self.candidates.len()).collect() };
        let mut best: Option<(f32, Vec<Line>)> = None;
        for end in ends {
            let line = self.text.line(self.setting, start, self.candidates.get(end).copied().unwrap_or(self.characters.len()));
            if line.width > self.width + 0.01 {
                break;
            }
            let rest = if count == 1 { Some((0.0, Vec::new())) } else { self.best(end, count - 1) };
            let Some((cost_of_rest, mut lines)) = rest else { continue };
            let cost = (line.width - self.ideal).powi(2) + self.penalty(self.candidates.get(end).copied()) + cost_of_rest;
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                lines.insert(0, line);
                best = Some((cost, lines));
            }
        }
        best
    }

    /// A line that starts with 的 or 和 reads badly; one that starts with 关于 reads well.
    fn penalty(&self, start: Option<usize>) -> f32 {
        let em = self.setting.size * self.setting.size;
        let Some(rest) = start.and_then(|start| self.characters.get(start..)) else { return 0.0 };
        match rest {
            ['的' | '和' | '及' | '与' | '等', ..] => 40.0 * em,
            ['关', '于', ..] => -20.0 * em,
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fonts::tests::house;

    #[test]
    fn a_long_title_breaks_between_words_into_lines_of_like_length() {
        let words = "济宁市卫生健康委员会关于2025年第三季度医药卫生体制改革重点任务完成情况的通报";
        let text = Text::shape(&house().faces, FontRole::Biaosong, words).expect("glyphs");
        let lines = balanced(&text, frame::plain(22.0), 442.0);
        let widths: Vec<f32> = lines.iter().map(|line| line.width).collect();
        assert!(widths.len() <= 3, "{widths:?}");
        let shortest = widths.iter().copied().fold(f32::MAX, f32::min);
        assert!(widths.iter().all(|width| *width <= 442.0) && shortest > 150.0, "{widths:?}");
    }

    #[test]
    fn a_short_title_stays_on_one_line() {
        let text = Text::shape(&house().faces, FontRole::Biaosong, "催报名单").expect("glyphs");
        assert_eq!(balanced(&text, frame::plain(22.0), 442.0).len(), 1);
    }
}
