//! Titles: centred, in lines that make a trapezoid or a rhombus, broken between words (GB/T 9704, 7.3.1).

use super::setting::Setting;
use crate::RenderError;
use crate::pdf::breaking::Break;
use crate::pdf::flow::Item;
use crate::pdf::prose::Prose;
use crate::pdf::text::{Line, Text};
use crate::pdf::{breaking, frame};
use crate::theme::Type;
use tongbao_document::count;

/// More lines than this are made of like length, whatever figure that gives.
const SHAPED_LINES: usize = 4;

/// The lines of a title as items that keep together.
pub(super) fn items(prose: &Prose<'_>, title: &str, face: Type) -> Result<Vec<Item>, RenderError> {
    let text = Text::shape(&prose.house.faces, face.font, title)?;
    let setting = frame::plain(face.size);
    let first = prose.frame.pitch.max(face.size * 1.2);
    let pitch = prose.house.profile.head.title_pitch.max(face.size * 1.2);
    let lines = balanced(&text, setting, prose.width);
    let last = lines.len().saturating_sub(1);
    let items = lines.into_iter().enumerate().map(|(index, line)| {
        let x = (prose.width - line.width) / 2.0;
        let marks = text.place(line, setting, x, frame::baseline(first, face.size), None);
        Item { height: if index == last { first } else { pitch }, marks, keep: true, ..Item::default() }
    });
    Ok(items.collect())
}

/// As few lines as the width allows, their breaks between words.
pub(super) fn balanced(text: &Text, setting: Setting, width: f32) -> Vec<Line> {
    let greedy = text.lines(setting, width, width);
    // Who wrote the breaks into a title wants them where they are.
    if greedy.len() < 2 || text.letters.iter().any(|letter| letter.before == Break::Forced) {
        return greedy;
    }
    let characters = text.characters();
    let total: f32 = greedy.iter().map(|line| line.width).sum();
    // A name in brackets that is longer than a line is broken between its words, like the rest.
    for candidates in [candidates(text, &characters, false), candidates(text, &characters, true)] {
        for count in greedy.len()..=greedy.len() + 1 {
            let count_of_lines = count::to_f32(count);
            let ideal = total / count_of_lines;
            let mut search = Search { text, setting, width, ideal, candidates: &candidates, characters: &characters, best: None };
            if count <= SHAPED_LINES {
                search.extend(&mut Vec::with_capacity(count), 0, count, 0.0);
            } else if let Some(found) = search.of_like_length(count) {
                search.best = Some(found);
            }
            if let Some((_, lines)) = search.best {
                return lines;
            }
        }
    }
    greedy
}

/// Where a line may start: at a word, inside a name in brackets or not; the start of the title is the first.
fn candidates(text: &Text, characters: &[char], inside_names: bool) -> Vec<usize> {
    let starts = breaking::word_starts(characters);
    let mut depth = 0_usize;
    let mut candidates = Vec::new();
    for (index, character) in characters.iter().enumerate() {
        let after_digit = index.checked_sub(1).and_then(|before| characters.get(before)).is_some_and(char::is_ascii_digit);
        let is_word = text.may_break(index) && starts.get(index).copied().unwrap_or(false) && !after_digit;
        if index == 0 || (depth == 0 || inside_names) && is_word && !is_ordinal(characters, index) {
            candidates.push(index);
        }
        match character {
            '《' | '〔' | '“' | '（' => depth += 1,
            '》' | '〕' | '”' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    candidates
}

/// 第三季度 is one word, whatever the dictionary says.
fn is_ordinal(characters: &[char], index: usize) -> bool {
    let (before, behind) = characters.split_at_checked(index).unwrap_or_default();
    matches!((before, behind), ([.., '第', _], ['季', '度', ..]))
}

struct Search<'a> {
    text: &'a Text,
    setting: Setting,
    width: f32,
    ideal: f32,
    candidates: &'a [usize],
    characters: &'a [char],
    best: Option<(f32, Vec<Line>)>,
}

impl Search<'_> {
    /// Tries every way to set the rest from candidate `from` in exactly `count` lines below `lines`.
    fn extend(&mut self, lines: &mut Vec<Line>, from: usize, count: usize, cost: f32) {
        if count == 0 {
            let cost = cost + self.figure(lines);
            if self.best.as_ref().is_none_or(|(least, _)| cost < *least) {
                self.best = Some((cost, lines.clone()));
            }
            return;
        }
        for (end, line) in self.next_lines(from, count) {
            lines.push(line);
            self.extend(lines, end, count - 1, cost + self.cost(line, end));
            lines.pop();
        }
    }

    /// The cheapest way to set the title in `count` lines when only their lengths count: line by line from the end, because the number
    /// of all ways grows beyond bounds.
    fn of_like_length(&self, count: usize) -> Option<(f32, Vec<Line>)> {
        let mut rests: Vec<Option<(f32, Vec<Line>)>> = vec![None; self.candidates.len()];
        rests.push(Some((0.0, Vec::new())));
        for below in 1..=count {
            let cheapest = |from: usize| {
                let ways = self.next_lines(from, below).into_iter().filter_map(|(end, line)| {
                    let (cost, lines) = rests.get(end)?.as_ref()?;
                    Some((self.cost(line, end) + cost, line, lines))
                });
                let (cost, line, lines) = ways.min_by(|(one, ..), (other, ..)| one.total_cmp(other))?;
                Some((cost, std::iter::once(line).chain(lines.iter().copied()).collect()))
            };
            let next: Vec<Option<(f32, Vec<Line>)>> = (0..self.candidates.len()).map(cheapest).chain([None]).collect();
            rests = next;
        }
        rests.into_iter().next().flatten()
    }

    /// The lines that may stand next, each with the candidate behind it; the last of `count` lines takes all there is.
    fn next_lines(&self, from: usize, count: usize) -> Vec<(usize, Line)> {
        let Some(start) = self.candidates.get(from).copied() else { return Vec::new() };
        let ends = if count == 1 { self.candidates.len()..self.candidates.len() + 1 } else { from + 1..self.candidates.len() };
        let line = |end: usize| {
            let stop = self.candidates.get(end).copied().unwrap_or(self.characters.len());
            (end, self.text.line(self.setting, start, stop))
        };
        // Lines far from the ideal are never the best: without them a search through many words ends soon.
        let is_fair = |(_, line): &(usize, Line)| count == 1 || line.width > self.ideal * 0.4;
        ends.map(line).take_while(|(_, line)| line.width <= self.width + 0.01).filter(is_fair).collect()
    }

    fn cost(&self, line: Line, end: usize) -> f32 {
        (line.width - self.ideal).powi(2) + self.penalty(self.candidates.get(end).copied())
    }

    /// Trapezoids and rhombi are asked for; oblongs are dull, hourglasses wrong.
    fn figure(&self, lines: &[Line]) -> f32 {
        let em = self.setting.size;
        let steps: Vec<f32> = lines.windows(2).filter_map(|pair| Some(pair.last()?.width - pair.first()?.width)).collect();
        let grows_again = steps.windows(2).any(|pair| matches!(pair, [first, second] if *first < -em && *second > em));
        let oblong = steps.iter().filter(|step| step.abs() < em).count();
        let oblong = count::to_f32(oblong);
        let hourglass = if grows_again { 60.0 } else { 0.0 };
        (hourglass + 4.0 * oblong) * em * em
    }

    /// A line that starts with 的 or 和 reads badly; one that starts with 关于 or behind a pause reads well.
    fn penalty(&self, start: Option<usize>) -> f32 {
        let em = self.setting.size * self.setting.size;
        let Some((before, rest)) = start.and_then(|start| self.characters.split_at_checked(start)) else { return 0.0 };
        if before.last() == Some(&'、') {
            return -20.0 * em;
        }
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
    use crate::FontRole;
    use crate::fonts::tests::house;

    fn lines(words: &str) -> Vec<String> {
        let text = Text::shape(&house().faces, FontRole::Biaosong, words).expect("glyphs");
        let characters = text.characters();
        let lines = balanced(&text, frame::plain(22.0), 442.0);
        assert!(lines.iter().all(|line| line.width <= 442.01), "{words}");
        lines.iter().map(|line| characters[line.range()].iter().collect()).collect()
    }

    #[test]
    fn a_long_title_breaks_between_words() {
        assert_eq!(
            lines("济宁市卫生健康委员会关于2025年第三季度医药卫生体制改革重点任务完成情况的通报"),
            ["济宁市卫生健康委员会关于2025年第三季度", "医药卫生体制改革重点任务完成情况的通报"]
        );
    }

    #[test]
    fn a_name_in_brackets_and_a_number_with_its_unit_stay_whole() {
        for line in lines("关于贯彻落实《深化医药卫生体制改革重点任务》济卫通报〔2025〕3号精神提高3.2个百分点的情况通报")
        {
            assert_eq!(line.matches('《').count(), line.matches('》').count(), "{line}");
            assert!(!line.starts_with("个百分点") && !line.starts_with('3') && !line.starts_with('〔'), "{line}");
        }
    }

    #[test]
    fn a_name_in_brackets_that_is_longer_than_a_line_breaks_between_words() {
        let lines = lines("关于转发《国务院办公厅关于印发深化医药卫生体制改革2025年重点工作任务的通知》的通报");
        assert!(lines.len() == 2 || lines.len() == 3, "{lines:?}");
        assert!(!lines.iter().any(|line| line.ends_with("医药卫") || line.starts_with('报')), "{lines:?}");
    }

    #[test]
    fn a_quarter_stays_whole() {
        let lines = lines("济宁市示例第二城市医疗集团2025年第三季度医疗卫生服务体系重点任务调度情况通报");
        assert!(!lines.iter().any(|line| line.starts_with("季度")), "{lines:?}");
    }

    #[test]
    fn three_lines_are_never_an_hourglass() {
        let lines = lines("关于全市二〇二五年上半年公立医院高质量发展和紧密型县域医共体建设重点任务推进情况的通报");
        let lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
        let waist = lengths.windows(3).any(|three| three[1] + 1 < three[0] && three[1] + 1 < three[2]);
        assert!(lengths.len() >= 2 && !waist, "{lines:?}");
    }

    #[test]
    fn a_short_title_stays_on_one_line() {
        assert_eq!(lines("催报名单"), ["催报名单"]);
    }

    #[test]
    fn breaks_that_are_written_are_kept() {
        assert_eq!(lines("济宁市卫生健康委员会\n通报"), ["济宁市卫生健康委员会", "通报"]);
    }
}
