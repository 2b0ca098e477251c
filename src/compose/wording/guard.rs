//! What comes out of `{{ … }}` is words: nothing in a name or a sentence of somebody else's begins a directive, refers to an attachment, breaks
//! a title or ends a line.
//!
//! On its way through a template a sign that would do something there is another character, one that Unicode keeps free of meaning and that
//! no text brings along (see [`plain`](tongbao_document::plain)); when the lines are read it becomes itself again.

use std::borrow::Cow;

use minijinja::{Error, ErrorKind, Output, State, Value};

use super::worded::Worded;
use tongbao_document::{Block, Inline};

/// Signs that mean something in a line, each with what stands for it on the way.
const SIGNS: [(char, char); 4] = [('@', '\u{FDD3}'), ('#', '\u{FDD4}'), ('|', '\u{FDD5}'), ('〔', '\u{FDD6}')];

/// Writes a value into a rendered wording.
pub(super) fn write(output: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let Some(words) = value.as_str() else { return minijinja::escape_formatter(output, state, value) };
    // A title of the pack's own has been guarded, all but its breaks.
    let written = if value.is_safe() { output.write_str(words) } else { output.write_str(&guarded(words)) };
    written.map_err(|error| Error::new(ErrorKind::WriteFailure, "a wording").with_source(error))
}

/// Words in which nothing has a meaning any more.
pub(in crate::compose) fn guarded(words: &str) -> Cow<'_, str> {
    let guard = |character: char| match character {
        '\n' | '\r' => ' ',
        _ => SIGNS.into_iter().find(|(sign, _)| *sign == character).map_or(character, |(_, instead)| instead),
    };
    if words.chars().any(|character| guard(character) != character) {
        Cow::Owned(words.chars().map(guard).collect())
    } else {
        Cow::Borrowed(words)
    }
}

/// The words as they were before they entered the wording.
pub(super) fn freed(words: &str) -> String {
    let free = |character: char| SIGNS.into_iter().find(|(_, instead)| *instead == character).map_or(character, |(sign, _)| sign);
    words.chars().map(free).collect()
}

/// The same for everything that a wording became.
pub(super) fn free(worded: &mut Worded) {
    let set = |words: &mut String| *words = freed(words);
    set(&mut worded.title);
    worded.addressees.iter_mut().for_each(set);
    worded.attachments.iter_mut().for_each(|attachment| set(&mut attachment.title));
    let blocks = worded.body.iter_mut().chain(worded.attachments.iter_mut().flat_map(|attachment| &mut attachment.blocks));
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Note(text) => set(text),
            Block::Paragraph(inlines) => {
                for inline in inlines {
                    if let Inline::Text(text) = inline {
                        set(text);
                    }
                }
            }
            Block::Table(_) | Block::Chart(_) | Block::PageBreak => {}
        }
    }
}
