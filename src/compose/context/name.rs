//! A name that a wording can use: what it stands for, and what it means. Beside each context stands the table of its names; the check of
//! wordings and the handbook are made from these tables.

/// A name.
#[derive(Debug, Clone, Copy)]
pub(in crate::compose) struct Name {
    /// As a wording writes it.
    pub(in crate::compose) word: &'static str,
    /// What it stands for.
    pub(in crate::compose) shape: Shape,
    /// What it means, in Chinese.
    pub(in crate::compose) meaning: &'static str,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
pub(in crate::compose) enum Shape {
    /// Words to print; some are empty where there is nothing to say.
    Words,
    /// A figure to print, with its unit of measure; none where there is none.
    Number,
    /// A plain number, to decide by.
    Count,
    /// Yes or no, to decide by.
    Truth,
    /// Names below this one: `ledger.overdue`; nothing at all where there is nothing to say.
    Group(&'static [Name]),
    /// Several, to go through one by one.
    List(&'static Self),
    /// By names of the plan: `indicator["资产负债率"]`.
    By(Key, &'static [Name]),
    /// Not known before a bulletin is composed.
    Any,
}

/// Which names of the plan something is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::compose) enum Key {
    /// Identifiers of indicators.
    Indicator,
    /// What is followed of the tasks that the plan counts by the year.
    Task,
}

const fn new(word: &'static str, shape: Shape, meaning: &'static str) -> Name {
    Name { word, shape, meaning }
}

pub(in crate::compose) const fn words(name: &'static str, meaning: &'static str) -> Name {
    new(name, Shape::Words, meaning)
}

pub(in crate::compose) const fn number(name: &'static str, meaning: &'static str) -> Name {
    new(name, Shape::Number, meaning)
}

pub(in crate::compose) const fn count(name: &'static str, meaning: &'static str) -> Name {
    new(name, Shape::Count, meaning)
}

pub(in crate::compose) const fn truth(name: &'static str, meaning: &'static str) -> Name {
    new(name, Shape::Truth, meaning)
}

pub(in crate::compose) const fn group(name: &'static str, names: &'static [Name], meaning: &'static str) -> Name {
    new(name, Shape::Group(names), meaning)
}

pub(in crate::compose) const fn list(name: &'static str, of: &'static Shape, meaning: &'static str) -> Name {
    new(name, Shape::List(of), meaning)
}

pub(in crate::compose) const fn by(name: &'static str, key: Key, names: &'static [Name], meaning: &'static str) -> Name {
    new(name, Shape::By(key, names), meaning)
}
