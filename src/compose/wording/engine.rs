//! The template engine: wordings and what they may say to marked text, or what is wrong and where.

use std::collections::BTreeSet;
use std::error::Error as _;
use std::ops::Range;

use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};

use super::guard;
use super::marked::Marked;
use super::pieces;
use super::place::{Spot, Wording};
use super::trouble::TemplateTrouble;

/// The wordings of a plan, read once and ready to be filled as often as there are bulletins.
#[derive(Clone)]
pub(in crate::compose) struct Engine {
    texts: Vec<Marked>,
    spots: Vec<Spot>,
    environment: Environment<'static>,
    /// The positions of the texts that cannot be read.
    unread: BTreeSet<usize>,
}

/// What the engine stopped at.
pub(super) struct Stop {
    pub(super) spot: Spot,
    pub(super) trouble: TemplateTrouble,
    /// The marked text of the template in which it stands, by position, and the bytes there.
    at: Option<(usize, Range<usize>)>,
}

impl Engine {
    pub(in crate::compose) fn new(wording: &Wording) -> Self {
        Self::with(wording, [])
    }

    /// The same in which pieces that there are not say nothing, so that a wording that calls for them can be tried all the same.
    pub(in crate::compose) fn lenient(wording: &Wording) -> Self {
        let called: BTreeSet<&str> = wording.values().flat_map(|template| pieces::called(&template.text)).collect();
        Self::with(wording, called.into_iter().filter(|name| !wording.contains_key(*name)))
    }

    /// The wordings with some blank ones.
    fn with<'name>(wording: &Wording, blank: impl IntoIterator<Item = &'name str>) -> Self {
        let mut spots = Vec::new();
        let mut texts: Vec<Marked> =
            wording.iter().map(|(name, template)| Marked::new(name, &template.text, &mut spots)).collect();
        texts.extend(blank.into_iter().map(|name| Marked::new(name, "", &mut Vec::new())));
        let mut environment = Environment::new();
        // A misspelt name in a wording is an error with its place, never an empty sentence.
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // Errors say which expression had no value.
        environment.set_debug(true);
        environment.set_formatter(guard::write);
        let mut engine = Self { texts, spots, environment, unread: BTreeSet::new() };
        for position in 0..engine.texts.len() {
            engine.read(position);
        }
        engine
    }

    /// Reads a text as it stands now.
    fn read(&mut self, position: usize) {
        let Some(text) = self.texts.get(position) else { return };
        let is_read = self.environment.add_template_owned(text.name.clone(), text.text.clone()).is_ok();
        if is_read {
            self.unread.remove(&position);
        } else {
            self.unread.insert(position);
        }
    }

    /// Why the first of the texts that cannot be read cannot.
    fn unreadable(&self) -> Option<Error> {
        let text = self.texts.get(*self.unread.first()?)?;
        self.environment.clone().add_template_owned(text.name.clone(), text.text.clone()).err()
    }

    /// Where a mark stood.
    pub(super) fn spot(&self, mark: usize) -> Option<&Spot> {
        self.spots.get(mark)
    }

    /// Fills a wording.
    pub(super) fn render(&self, name: &str, context: Value) -> Result<String, Stop> {
        if let Some(error) = self.unreadable() {
            return Err(self.stop(name, &error));
        }
        let rendered = self.environment.get_template(name).and_then(|template| template.render(context));
        rendered.map_err(|error| self.stop(name, &error))
    }

    /// Puts nothing in the place of what the engine stopped at, so that what follows can be tried; whether that was possible.
    pub(super) fn pass(&mut self, stop: &Stop) -> bool {
        let Some((position, range)) = &stop.at else { return false };
        let Some(text) = self.texts.get_mut(*position) else { return false };
        let instead = match stop.trouble {
            // A template that cannot be read is left out.
            TemplateTrouble::Syntax(_) => Some(String::new()),
            // An empty list is false, prints, and can be gone through; with blanks as long as what it replaces, so that all else keeps its place.
            TemplateTrouble::Undefined(_) => replaced(&text.text, range, "[]"),
            // A filter that there is, and that does nothing to most things.
            TemplateTrouble::Unknown(_) if is_filter(&text.text, range) => replaced(&text.text, range, "d"),
            TemplateTrouble::Unknown(_) | TemplateTrouble::Piece(_) | TemplateTrouble::Misuse(_) => None,
        };
        let Some(instead) = instead.filter(|instead| *instead != text.text) else { return false };
        text.text = instead;
        self.read(*position);
        true
    }

    fn stop(&self, called: &str, error: &Error) -> Stop {
        let error = innermost(error);
        let name = error.name().unwrap_or(called);
        let nowhere = || {
            let spot = Spot { name: name.to_owned(), span: None };
            Stop { spot, trouble: TemplateTrouble::of(error, called), at: None }
        };
        let Some((position, text)) = self.texts.iter().enumerate().find(|(_, text)| text.name == name) else { return nowhere() };
        let whole = error.range().filter(|range| !range.is_empty()).or_else(|| error.line().map(|line| text.line(line)));
        let Some(whole) = whole else { return nowhere() };
        // Of a comparison, say, the one name in it that has no value; what stands behind its dots goes with it.
        let named = undefined(error).and_then(|name| stands(&name, &text.text, whole.end));
        let range = named.clone().unwrap_or_else(|| whole.clone());
        let words = text.text.get(range.clone()).and_then(|words| words.lines().next()).unwrap_or_default();
        let trouble = TemplateTrouble::of(error, words);
        let at = match (&trouble, named) {
            (TemplateTrouble::Undefined(_), Some(named)) => Some(with_what_follows(&text.text, named)),
            (TemplateTrouble::Undefined(_), None) => None,
            _ => Some(whole),
        };
        Stop { spot: text.spot(&range), trouble, at: at.map(|range| (position, range)) }
    }
}

/// The text with other words in a range, and blanks up to its length; nothing if they are longer.
fn replaced(text: &str, range: &Range<usize>, words: &str) -> Option<String> {
    let blanks = range.len().checked_sub(words.len())?;
    Some(format!("{}{words}{}{}", text.get(..range.start)?, " ".repeat(blanks), text.get(range.end..)?))
}

/// Whether what stands in a range is the name of a filter.
fn is_filter(text: &str, range: &Range<usize>) -> bool {
    text.get(..range.start).is_some_and(|before| before.trim_end().ends_with('|'))
}

/// Where a name stands last before a byte, as a whole word.
fn stands(name: &str, text: &str, end: usize) -> Option<Range<usize>> {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let before = text.get(..end)?;
    let is_whole = |at: &usize| {
        let ends = before.get(at + name.len()..).is_some_and(|rest| !rest.starts_with(is_part));
        ends && before.get(..*at).is_some_and(|left| !left.ends_with(|last: char| is_part(last) || last == '.'))
    };
    before.rmatch_indices(name).map(|(at, _)| at).find(is_whole).map(|at| at..at + name.len())
}

/// A name with the parts behind it: `.own`, `["…"]`.
fn with_what_follows(text: &str, name: Range<usize>) -> Range<usize> {
    let mut end = name.end;
    while let Some(rest) = text.get(end..) {
        let part = match rest.chars().next() {
            Some('.') => {
                rest.get(1..).map(|word| 1 + word.find(|next: char| !next.is_alphanumeric() && next != '_').unwrap_or(word.len()))
            }
            Some('[') => rest.find(']').map(|close| close + 1),
            _ => None,
        };
        match part {
            Some(length) if length > 1 => end += length,
            _ => break,
        }
    }
    name.start..end
}

/// The error of the piece in which it happened, not of the wordings that call for it.
fn innermost(error: &Error) -> &Error {
    let mut inner = error;
    while let Some(source) = inner.source().and_then(|source| source.downcast_ref::<Error>()) {
        inner = source;
    }
    inner
}

/// The expression that the engine names between backquotes for having no value, in the quotation marks that wordings use.
fn undefined(error: &Error) -> Option<String> {
    if error.kind() != ErrorKind::UndefinedError {
        return None;
    }
    let (_, rest) = error.detail()?.split_once('`')?;
    let (name, _) = rest.split_once('`')?;
    (!name.is_empty()).then(|| name.replace('\'', "\""))
}
