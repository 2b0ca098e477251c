//! A wording on its way through the engine: before each sign with which a directive or a heading may begin stands a mark, so that a line
//! that came out of a template still knows where it stood in it.

use std::ops::Range;

use minijinja::machinery::{Token, tokenize};
use minijinja::syntax::SyntaxConfig;

use super::place::Spot;

/// Opens and closes a mark; code points that Unicode keeps free, which no text brings along (see [`plain`](tongbao_document::plain)).
const OPEN: char = '\u{FDD7}';

const CLOSE: char = '\u{FDD8}';

/// The text of a template with marks in it.
#[derive(Debug, Clone)]
pub(super) struct Marked {
    /// File stem.
    pub(super) name: String,
    pub(super) text: String,
    /// The marks: where each begins in the marked text, and how many bytes it has.
    marks: Vec<(usize, usize)>,
}

impl Marked {
    /// Puts the marks; what each stands for is added to `spots`, by whose positions they are numbered.
    pub(super) fn new(name: &str, text: &str, spots: &mut Vec<Spot>) -> Self {
        let mut marked = Self { name: name.to_owned(), text: String::with_capacity(text.len()), marks: Vec::new() };
        let mut done = 0;
        for sign in signs(text) {
            marked.text.push_str(text.get(done..sign).unwrap_or_default());
            let mark = format!("{OPEN}{}{CLOSE}", spots.len());
            marked.marks.push((marked.text.len(), mark.len()));
            marked.text.push_str(&mark);
            let line = text.get(sign..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            spots.push(Spot::new(name, sign..sign + line.trim_end().len()));
            done = sign;
        }
        marked.text.push_str(text.get(done..).unwrap_or_default());
        marked
    }

    /// The byte of the template's own text that stands at a byte of the marked one.
    pub(super) fn own(&self, at: usize) -> usize {
        let before = self.marks.iter().take_while(|(start, _)| *start < at).map(|(start, length)| (*length).min(at - start));
        at - before.sum::<usize>()
    }

    /// Bytes of the own text.
    pub(super) fn spot(&self, marked: &Range<usize>) -> Spot {
        Spot::new(&self.name, self.own(marked.start)..self.own(marked.end))
    }

    /// A line of the marked text, from 1; the last one if there is no such line.
    pub(super) fn line(&self, number: usize) -> Range<usize> {
        let mut start = 0;
        let mut last = 0..0;
        for (line, counted) in self.text.split_inclusive('\n').zip(1..) {
            last = start..start + line.trim_end().len();
            if counted == number {
                return last;
            }
            start += line.len();
        }
        last
    }
}

/// Where in a template's words `@` or `#` stands: not inside its tags.
fn signs(text: &str) -> Vec<usize> {
    let words = tokenize(text, false, SyntaxConfig::default()).map_while(Result::ok).filter_map(|(token, _)| match token {
        // The words are a part of the text, so their addresses say where.
        Token::TemplateData(words) => Some((words.as_ptr().addr().checked_sub(text.as_ptr().addr())?, words)),
        _ => None,
    });
    let in_words = |(start, words): (usize, &str)| {
        let is_first = |at: usize| !words.get(..at).unwrap_or_default().ends_with('#');
        let found = words.match_indices(['@', '#']).filter(move |(at, _)| is_first(*at)).map(|(at, _)| start + at);
        found.collect::<Vec<_>>()
    };
    words.flat_map(in_words).collect()
}

/// A rendered line without its marks, and the number of the first.
pub(super) fn unmarked(line: &str) -> (Option<usize>, String) {
    let mut words = String::with_capacity(line.len());
    let mut first = None;
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (number, tail) = after.split_once(CLOSE).unwrap_or((after, ""));
        first = first.or_else(|| number.parse().ok());
        words.push_str(before);
        rest = tail;
    }
    words.push_str(rest);
    (first, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_knows_where_it_stood() {
        let text = "{# @没有 #}\n{% if a == \"@\" %}@table 甲{% endif %}\n## 乙";
        let mut spots = vec![Spot { name: "别的".to_owned(), span: None }];
        let marked = Marked::new("quarterly", text, &mut spots);
        let stood: Vec<&str> = spots.iter().filter_map(|spot| spot.span.clone()).map(|span| &text[span]).collect();
        assert_eq!(stood, ["@table 甲{% endif %}", "## 乙"]);
        let last = marked.text.lines().last().unwrap();
        assert_eq!(unmarked(last), (Some(2), "## 乙".to_owned()));
        assert_eq!(unmarked("丙"), (None, "丙".to_owned()));
        let place = marked.text.find("endif").unwrap();
        assert_eq!(&text[marked.own(place)..][..5], "endif");
        assert_eq!(&text[marked.spot(&marked.line(3)).span.unwrap()], "## 乙");
    }
}
