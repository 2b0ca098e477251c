//! Figures on their way through a template: a number enters it as an opaque token, and becomes its figure again afterwards. A name enters it
//! between two edges, so that a number beside it never runs into it.

use std::cell::RefCell;

use tongbao_document::quotes::nested;
use tongbao_document::side_by_side::run_together;
use tongbao_document::{Figure, Inline};

/// Opens and closes a token; code points that Unicode keeps free, which no text brings along (see [`plain`](tongbao_document::plain)).
const OPEN: char = '\u{FDD0}';

const CLOSE: char = '\u{FDD1}';

/// Stands at both ends of a name.
const EDGE: char = '\u{FDD2}';

/// Figures on their way through a template.
#[derive(Debug, Default)]
pub(in crate::compose) struct Tokens {
    figures: RefCell<Vec<Figure>>,
}

impl Tokens {
    /// A token for the figure. In a sentence it stands without its mark, which would come between number and unit; the table has it.
    pub(in crate::compose) fn put(&self, figure: Figure) -> String {
        let mut figures = self.figures.borrow_mut();
        figures.push(figure.marked(None));
        format!("{OPEN}{}{CLOSE}", figures.len() - 1)
    }

    /// A name that may end or begin with a digit: 专科联盟1.
    pub(in crate::compose) fn name(name: impl AsRef<str>) -> String {
        format!("{EDGE}{}{EDGE}", name.as_ref())
    }

    /// Words and figures of a rendered line. A name that has quotation marks of its own may have come between others.
    pub(super) fn inlines(&self, line: &str) -> Vec<Inline> {
        let mut told = Told::default();
        let line = nested(line);
        let mut rest = line.as_ref();
        while let Some((before, after)) = rest.split_once(OPEN) {
            let (number, tail) = after.split_once(CLOSE).unwrap_or((after, ""));
            told.words(before);
            if let Some(figure) = number.parse::<usize>().ok().and_then(|index| self.figures.borrow().get(index).cloned()) {
                told.figure(figure);
            }
            rest = tail;
        }
        told.words(rest);
        told.inlines
    }

    /// A rendered line as plain text, figures with their units.
    pub(super) fn plain(&self, line: &str) -> String {
        let words = |inline: Inline| match inline {
            Inline::Text(text) => text,
            Inline::Figure(figure) => figure.in_words(),
        };
        self.inlines(line).into_iter().map(words).collect()
    }
}

/// A line as far as it has been read.
#[derive(Default)]
struct Told {
    inlines: Vec<Inline>,
    /// The last character that is printed.
    last: Option<char>,
    /// Whether a name or a figure has just ended, or a name begins.
    is_edge: bool,
}

impl Told {
    fn words(&mut self, words: &str) {
        for character in words.chars() {
            if character == EDGE {
                self.is_edge = true;
                continue;
            }
            if std::mem::take(&mut self.is_edge) && run_together(self.last, Some(character)) {
                self.push(' ');
            }
            self.push(character);
        }
    }

    fn figure(&mut self, figure: Figure) {
        let words = figure.in_words();
        if run_together(self.last, words.chars().next()) {
            self.push(' ');
        }
        self.last = words.chars().next_back();
        self.is_edge = true;
        self.inlines.push(Inline::Figure(figure));
    }

    fn push(&mut self, character: char) {
        match self.inlines.last_mut() {
            Some(Inline::Text(text)) => text.push(character),
            _ => self.inlines.push(Inline::Text(character.to_string())),
        }
        self.last = Some(character);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_document::{FigureId, GroupId, Measure, Subject, Value};

    fn figure(number: f64, unit: &str) -> Figure {
        let subject = Subject::Indicator("孕产妇死亡率".to_owned());
        let id = FigureId { subject, group: GroupId::Area, period: None, measure: Measure::Value };
        Figure::new(id, Value::Number(number), 0, unit)
    }

    #[test]
    fn a_name_that_ends_in_a_digit_does_not_run_into_a_number() {
        let tokens = Tokens::default();
        let (name, count) = (Tokens::name("专科联盟1"), tokens.put(figure(3.0, "家")));
        assert_eq!(tokens.plain(&format!("对{name}2017年进行了调度")), "对专科联盟1 2017年进行了调度");
        assert_eq!(tokens.plain(&format!("{name}{count}、共{count}")), "专科联盟1 3家、共3家");
        assert_eq!(tokens.plain(&format!("{name}（{count}）")), "专科联盟1（3家）");
        let name = Tokens::name("任城区");
        assert_eq!(tokens.plain(&format!("对{name}2017年的{name}、{name}")), "对任城区2017年的任城区、任城区");
    }

    #[test]
    fn a_name_with_quotation_marks_stands_between_others() {
        let tokens = Tokens::default();
        let (name, days) = (Tokens::name("“县管乡用”“乡招村用”"), tokens.put(figure(31.0, "天")));
        assert_eq!(
            tokens.plain(&format!("“{name}”逾期{days}，“{name}”")),
            "“‘县管乡用’‘乡招村用’”逾期31天，“‘县管乡用’‘乡招村用’”"
        );
    }

    #[test]
    fn a_unit_that_begins_with_a_digit_does_not_run_into_the_number() {
        let tokens = Tokens::default();
        let rate = tokens.put(figure(12.0, "1/10万"));
        assert_eq!(tokens.plain(&format!("孕产妇死亡率为{rate}，")), "孕产妇死亡率为12/10万，");
        let bare = tokens.put(figure(3.0, ""));
        assert_eq!(tokens.plain(&format!("{bare}{bare}2017年")), "3 3 2017年");
    }
}
