//! Figures on their way through a template: a number enters it as an opaque token, and becomes its figure again afterwards.

use std::cell::RefCell;

use tongbao_document::{Figure, Inline};

/// Opens and closes a token; characters of the private use area, which no wording contains.
const OPEN: char = '\u{E000}';

const CLOSE: char = '\u{E001}';

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

    /// Words and figures of a rendered line.
    pub(super) fn inlines(&self, line: &str) -> Vec<Inline> {
        let mut inlines = Vec::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let (number, tail) = after.split_once(CLOSE).unwrap_or((after, ""));
            if !before.is_empty() {
                inlines.push(Inline::Text(before.to_owned()));
            }
            if let Some(figure) = number.parse::<usize>().ok().and_then(|index| self.figures.borrow().get(index).cloned()) {
                inlines.push(Inline::Figure(figure));
            }
            rest = tail;
        }
        if !rest.is_empty() {
            inlines.push(Inline::Text(rest.to_owned()));
        }
        inlines
    }

    /// A rendered line as plain text, figures with their units.
    pub(super) fn plain(&self, line: &str) -> String {
        let words = |inline: Inline| match inline {
            Inline::Text(text) => text,
            Inline::Figure(figure) => figure.text() + &figure.unit,
        };
        self.inlines(line).into_iter().map(words).collect()
    }
}
