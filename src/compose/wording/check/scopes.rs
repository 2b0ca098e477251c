//! The names that a place in a wording can use: those of every bulletin, and those that the wording itself has given a meaning by then.

use std::collections::BTreeMap;

use crate::compose::context::NAMES;
use crate::compose::context::name::{Name, Shape};

/// The innermost last.
#[derive(Debug, Clone)]
pub(super) struct Scopes<'plan>(Vec<BTreeMap<&'plan str, Shape>>);

/// What stands around a `for`: `loop.last`.
const LOOP: &[Name] = &[
    any("index"),
    any("index0"),
    any("revindex"),
    any("revindex0"),
    any("first"),
    any("last"),
    any("length"),
    any("depth"),
    any("depth0"),
    any("previtem"),
    any("nextitem"),
    any("cycle"),
    any("changed"),
];

const fn any(name: &'static str) -> Name {
    Name { word: name, shape: Shape::Any, meaning: "" }
}

impl<'plan> Scopes<'plan> {
    /// Of a bulletin in which nothing has been said yet.
    pub(super) fn new() -> Self {
        Self(vec![NAMES.iter().map(|name| (name.word, name.shape)).collect()])
    }

    pub(super) fn open(&mut self) {
        self.0.push(BTreeMap::new());
    }

    /// Opens one of a `for`.
    pub(super) fn open_loop(&mut self) {
        self.0.push(BTreeMap::from([("loop", Shape::Group(LOOP))]));
    }

    pub(super) fn close(&mut self) {
        self.0.pop();
    }

    pub(super) fn set(&mut self, name: &'plan str, shape: Shape) {
        if let Some(innermost) = self.0.last_mut() {
            innermost.insert(name, shape);
        }
    }

    pub(super) fn forget(&mut self, name: &str) {
        if let Some(innermost) = self.0.last_mut() {
            innermost.remove(name);
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<Shape> {
        self.0.iter().rev().find_map(|scope| scope.get(name).copied())
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'plan str> {
        self.0.iter().flat_map(|scope| scope.keys().copied())
    }
}

/// A name that stands below another: `overdue` is `ledger.overdue`.
pub(super) fn below(name: &str) -> Option<String> {
    NAMES.iter().find_map(|outer| match outer.shape {
        Shape::Group(names) if names.iter().any(|inner| inner.word == name) => Some(format!("{}.{name}", outer.word)),
        _ => None,
    })
}
