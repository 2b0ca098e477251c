//! Header cells, and labels of charts: lines of like length, broken where the words allow it.
//!
//! `及时率（%）` breaks before its bracket and not inside, `其中：本季` behind the colon, 门急诊人次 between 门急诊 and 人次; no
//! character stands alone on its line if that can be helped.

use crate::pdf::breaking;
use crate::pdf::setting::Setting;
use crate::pdf::text::{Line, Text};

/// Words of the trade that a dictionary of everyday Chinese divides.
const TRADE: [&str; 12] =
    ["门急诊", "就诊率", "医共体", "医联体", "完成率", "及时率", "覆盖率", "使用率", "占有率", "签约率", "报送率", "人头费"];

/// What a line costs, in squared ems: a fault that costs more is worth one line more.
const LINE: f32 = 12.0;

const IN_BRACKETS: f32 = 60.0;
const IN_WORD: f32 = 15.0;
const ALONE: f32 = 15.0;
const WELCOME: f32 = -3.0;

/// What an indicator's name ends with: a line may well start there, whatever the dictionary of words knows of 门急诊人次.
const ENDINGS: [&str; 16] = [
    "人次", "人数", "占比", "比例", "比重", "费用", "收入", "支出", "金额", "天数", "床日", "次数", "得分", "情况", "总数",
    "总额",
];

/// Longer headers are broken like running text.
const LONGEST: usize = 80;

/// Lines that a header may take before it asks for a wider column.
const FEW_LINES: usize = 3;

/// A header asks for no more than this, in ems, to be broken well.
const WIDEST: f32 = 6.0;

/// The lines of a header cell, each at most `room` wide where its pieces allow that.
pub(in crate::pdf) fn lines(text: &Text, setting: Setting, room: f32) -> Vec<Line> {
    Header::new(text, setting)
        .and_then(|header| header.best(room))
        .map_or_else(|| text.lines(setting, room, room), |(_, lines)| lines)
}

/// The narrowest room in which the header is broken well, in the unit of `setting`; a third of it, if that takes too much.
pub(super) fn least(text: &Text, setting: Setting) -> f32 {
    let em = setting.size;
    let width = text.width(setting);
    let third = (width / 3.0).max(2.0 * em).min(width);
    let Some(header) = Header::new(text, setting) else { return third };
    let mut room = (width / 4.0).max(2.0 * em).min(width);
    while room < width.min(WIDEST * em) {
        if header.best(room).is_some_and(|(fault, lines)| fault < IN_WORD && lines.len() <= FEW_LINES) {
            return room;
        }
        room += em / 2.0;
    }
    if width <= WIDEST * em { width } else { third }
}

/// A header with the places where a line may start.
struct Header<'a> {
    text: &'a Text,
    setting: Setting,
    /// In ems.
    width: f32,
    /// The start, the breaks, the end; each with what a break there costs.
    places: Vec<(usize, f32)>,
}

impl<'a> Header<'a> {
    /// None for what is empty, very long, or broken by whoever wrote it.
    fn new(text: &'a Text, setting: Setting) -> Option<Self> {
        let characters = text.characters();
        if characters.is_empty() || characters.len() > LONGEST || text.lines(setting, f32::MAX, f32::MAX).len() != 1 {
            return None;
        }
        let words = breaking::word_starts(&characters);
        let divided = inside_trade_words(&characters);
        let mut depth = 0_i32;
        let mut places = vec![(0, 0.0)];
        for (index, character) in characters.iter().enumerate() {
            let cost = match (index.checked_sub(1).and_then(|before| characters.get(before)), character) {
                _ if depth > 0 => IN_BRACKETS,
                (_, '（' | '(') | (Some('：' | ':' | '，' | ' '), _) => WELCOME,
                _ if ends_a_name(characters.get(index..)) => WELCOME,
                _ if words.get(index) == Some(&false) || divided.contains(&index) => IN_WORD,
                _ => 0.0,
            };
            if index > 0 && text.may_break(index) {
                places.push((index, cost));
            }
            depth += match character {
                '（' | '(' => 1,
                '）' | ')' => -1,
                _ => 0,
            };
        }
        places.push((characters.len(), 0.0));
        Some(Self { text, setting, width: text.width(setting) / setting.size, places })
    }

    /// The cheapest way to break it, with its worst fault.
    fn best(&self, room: f32) -> Option<(f32, Vec<Line>)> {
        let most = self.places.len() - 1;
        let mut best: Option<(f32, f32, Vec<Line>)> = None;
        for (count, lines) in (1..=most).zip(1_u8..) {
            let Some((cost, fault, broken)) = self.in_lines(count, f32::from(lines), room) else { continue };
            let cost = cost + LINE * f32::from(lines);
            if best.as_ref().is_none_or(|(least, _, _)| cost < *least) {
                best = Some((cost, fault, broken));
            } else {
                break;
            }
        }
        best.map(|(_, fault, lines)| (fault, lines))
    }

    /// The cheapest way in exactly `count` lines: cost, worst fault, lines.
    fn in_lines(&self, count: usize, lines: f32, room: f32) -> Option<(f32, f32, Vec<Line>)> {
        let ideal = self.width / lines;
        let mut reached: Vec<Option<(f32, f32, Vec<Line>)>> = vec![None; self.places.len()];
        *reached.first_mut()? = Some((0.0, 0.0, Vec::new()));
        for _ in 0..count {
            let mut next = vec![None; self.places.len()];
            for (from, state) in reached.iter().enumerate() {
                let (Some((cost, fault, broken)), Some((start, _))) = (state, self.places.get(from)) else { continue };
                for (to, (end, price)) in self.places.iter().enumerate().skip(from + 1) {
                    let line = self.text.line(self.setting, *start, *end);
                    if line.width > room + 0.01 {
                        break;
                    }
                    let alone = if end - start == 1 && self.places.len() > 3 && *price >= 0.0 { ALONE } else { 0.0 };
                    let ragged = (line.width / self.setting.size - ideal).powi(2);
                    let cost = cost + price + alone + ragged;
                    if let Some(slot) = next.get_mut(to)
                        && slot.as_ref().is_none_or(|(least, _, _)| cost < *least)
                    {
                        *slot = Some((cost, fault.max(*price).max(alone), [broken.as_slice(), &[line]].concat()));
                    }
                }
            }
            reached = next;
        }
        reached.pop().flatten()
    }
}

/// The places inside words of the trade.
fn inside_trade_words(characters: &[char]) -> Vec<usize> {
    let mut inside = Vec::new();
    for word in TRADE {
        let length = word.chars().count();
        for (start, window) in characters.windows(length).enumerate() {
            if word.chars().eq(window.iter().copied()) {
                inside.extend(start + 1..start + length);
            }
        }
    }
    inside
}

fn ends_a_name(rest: Option<&[char]>) -> bool {
    let Some([first, second, ..]) = rest else { return false };
    ENDINGS.iter().any(|ending| ending.chars().eq([*first, *second]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FontRole;
    use crate::fonts::tests::house;
    use crate::pdf::frame;
    use crate::pdf::mark::Mark;

    fn broken(words: &str, ems: f32) -> Vec<String> {
        let setting = frame::plain(10.0);
        let text = Text::shape(&house().faces, FontRole::Hei, words).expect("glyphs");
        let said = |line: Line| {
            let marks = text.place(line, setting, 0.0, 0.0, None);
            let runs = marks.iter().filter_map(|mark| if let Mark::Run(run) = mark { Some(run) } else { None });
            runs.flat_map(|run| run.glyphs.iter().map(|glyph| glyph.character)).collect()
        };
        lines(&text, setting, ems * 10.0).into_iter().map(said).collect()
    }

    #[test]
    fn headers_break_where_their_words_allow_it() {
        assert_eq!(broken("县（市、区）", 5.0), ["县", "（市、区）"]);
        assert_eq!(broken("其中：本季", 3.0), ["其中：", "本季"]);
        assert_eq!(broken("及时率（%）", 4.0), ["及时率", "（%）"]);
        assert_eq!(broken("门急诊人次", 4.0), ["门急诊", "人次"]);
        assert_eq!(broken("排名", 2.0), ["排名"]);
        assert_eq!(broken("县域内就诊率（%）", 5.0), ["县域内", "就诊率", "（%）"]);
    }

    #[test]
    fn a_header_asks_for_the_room_that_its_words_need() {
        let least = |words| super::least(&Text::shape(&house().faces, FontRole::Hei, words).expect("glyphs"), frame::plain(1.0));
        assert!((4.0..=5.0).contains(&least("县（市、区）")), "{}", least("县（市、区）"));
        assert!(least("及时率（%）") <= 3.5);
        assert!((least("排名") - 2.0).abs() < 0.01);
        assert!((least("率") - 1.0).abs() < 0.01);
        assert!(least("很长的栏目名称很长的栏目名称很长的栏目名称") <= 8.0);
    }
}
