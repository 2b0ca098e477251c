//! A sentence of a pack with blanks in it: `关于{报告期}{方案}工作情况的通报`. What stands in the blanks is known when a bulletin is composed.

use std::ops::Range;

/// What a blank of a title or a sentence stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blank {
    /// 方案: the plan's short title.
    Plan,
    /// 方案全称: its title.
    PlanTitle,
    /// 文号: its document number; nothing where it has none.
    DocumentNumber,
    /// 方案文件: the title in 书名号, behind it the number in brackets where it has one.
    PlanDocument,
    /// 对象: the area, county or alliance whose bulletin it is, in full.
    Group,
    /// 报告期: 2025年第三季度.
    Period,
    /// 累计期: 2025年1—9月.
    Months,
    /// 截至日: the day as of which the figures are.
    AsOf,
    /// 专题: what a special report is about; only in its own words.
    Topic,
    /// 机制: what the plan calls the mechanism whose bulletin it is, or what the kind is called.
    Mechanism,
}

impl Blank {
    /// All, in the order in which they are listed.
    pub const ALL: [Self; 10] = [
        Self::Period,
        Self::Months,
        Self::AsOf,
        Self::Group,
        Self::Plan,
        Self::PlanTitle,
        Self::DocumentNumber,
        Self::PlanDocument,
        Self::Mechanism,
        Self::Topic,
    ];

    /// As a pack writes it between braces.
    pub fn word(self) -> &'static str {
        match self {
            Self::Plan => "方案",
            Self::PlanTitle => "方案全称",
            Self::DocumentNumber => "文号",
            Self::PlanDocument => "方案文件",
            Self::Group => "对象",
            Self::Period => "报告期",
            Self::Months => "累计期",
            Self::AsOf => "截至日",
            Self::Topic => "专题",
            Self::Mechanism => "机制",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|blank| blank.word() == word)
    }
}

/// A sentence with blanks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrase {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Words(String),
    Blank(Blank),
}

/// What is wrong with a sentence with blanks: the bytes of the text, and the word between the braces; none where a brace has no partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) span: Range<usize>,
    pub(super) word: Option<String>,
}

impl Phrase {
    /// Reads a sentence; every blank that there is not and every brace without a partner comes with it.
    pub(super) fn read(text: &str) -> (Self, Vec<Slip>) {
        let (mut parts, mut slips) = (Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(found) = rest.find(['{', '}']) else {
                parts.push(Part::Words(rest.to_owned()));
                break;
            };
            let (before, brace) = rest.split_at(found);
            if !before.is_empty() {
                parts.push(Part::Words(before.to_owned()));
            }
            let open = at + found;
            let inside = brace.strip_prefix('{').and_then(|inside| Some((inside, inside.find(['{', '}'])?)));
            let closed = inside.and_then(|(inside, end)| Some((inside.get(..end)?, inside.get(end..)?.starts_with('}'))));
            let Some((word, true)) = closed else {
                slips.push(Slip { span: open..open + 1, word: None });
                at = open + 1;
                continue;
            };
            at = open + word.len() + 2;
            match Blank::of(word.trim()) {
                Some(blank) => parts.push(Part::Blank(blank)),
                None => slips.push(Slip { span: open..at, word: Some(word.trim().to_owned()) }),
            }
        }
        (Self { parts }, slips)
    }

    /// One that the program brings along.
    pub(super) fn known(text: &str) -> Self {
        Self::read(text).0
    }

    /// Whether it has a blank.
    pub fn has(&self, blank: Blank) -> bool {
        self.parts.contains(&Part::Blank(blank))
    }

    /// The sentence: its words through `words`, its blanks through `filled`.
    pub fn told(&self, words: impl Fn(&str) -> String, filled: impl Fn(Blank) -> String) -> String {
        let told = |part: &Part| match part {
            Part::Words(text) => words(text),
            Part::Blank(blank) => filled(*blank),
        };
        self.parts.iter().map(told).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_and_what_is_no_blank_is_told() {
        let (phrase, slips) = Phrase::read("关于{报告期}{ 方案 }的通报");
        assert_eq!(slips, []);
        assert!(phrase.has(Blank::Period) && !phrase.has(Blank::Group));
        assert_eq!(phrase.told(str::to_owned, |blank| format!("<{}>", blank.word())), "关于<报告期><方案>的通报");
        let slips =
            |text: &str| Phrase::read(text).1.into_iter().map(|slip| (text[slip.span].to_owned(), slip.word)).collect::<Vec<_>>();
        assert_eq!(
            slips("对{对像}和{期}"),
            [("{对像}".to_owned(), Some("对像".to_owned())), ("{期}".to_owned(), Some("期".to_owned()))]
        );
        assert_eq!(slips("a{b{对象}"), [("{".to_owned(), None)]);
        assert_eq!(slips("a}"), [("}".to_owned(), None)]);
        assert_eq!(slips(""), []);
    }
}
