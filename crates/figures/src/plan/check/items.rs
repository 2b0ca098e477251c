//! What an item is, as a form or the dictionary writes it: name, unit, kind, bounds.

use std::ops::Range;

use toml::Spanned;

use super::fields::{Checker, Placed, Words, optional, values, words_of};
use crate::plan::raw::{RawEntry, RawItem};
use crate::plan::variable::Variable;
use tongbao_returns::domain::{Item, ItemName, Kind};

/// The most decimals that a cell of a form may ask for.
pub(super) const MOST_DECIMALS: i64 = 6;

const KINDS: [(&str, Axis); 7] = [
    ("flow", Axis::Flow),
    ("stock", Axis::Stock),
    ("level", Axis::Level),
    ("yesno", Axis::YesNo),
    ("choice", Axis::Choice),
    ("date", Axis::Date),
    ("text", Axis::Text),
];

#[derive(Clone, Copy, PartialEq)]
pub(in crate::plan) enum Axis {
    Flow,
    Stock,
    Level,
    YesNo,
    Choice,
    Date,
    Text,
}

impl Axis {
    /// One of the words of `kind`; another one is told.
    pub(super) fn read(kind: &Placed<String>, checker: &mut Checker<'_>) -> Option<Self> {
        checker.word(kind, "kind", &KINDS)
    }

    pub(in crate::plan) fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Flow => Self::Flow,
            Kind::Stock => Self::Stock,
            Kind::Level => Self::Level,
            Kind::YesNo => Self::YesNo,
            Kind::Choice(_) => Self::Choice,
            Kind::Date => Self::Date,
            Kind::Text => Self::Text,
        }
    }

    /// The word of `kind`.
    pub(in crate::plan) fn word(self) -> &'static str {
        KINDS.iter().find(|(_, axis)| *axis == self).map_or("", |(word, _)| word)
    }
}

/// What is said of an item besides its code and its name.
pub(super) struct Said {
    pub(super) label: Option<Spanned<String>>,
    pub(super) unit: Option<Spanned<String>>,
    pub(super) kind: Option<Spanned<String>>,
    pub(super) choices: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) decimals: Option<Spanned<i64>>,
    pub(super) min: Option<Spanned<f64>>,
    pub(super) max: Option<Spanned<f64>>,
    pub(super) part_of: Option<Spanned<String>>,
    pub(super) may_not_apply: Option<Spanned<bool>>,
    pub(super) note: Option<Spanned<String>>,
}

/// A name in `code` and `name` of a form's item, and the rest of it.
pub(super) fn of_form(raw: RawItem) -> (Option<Spanned<String>>, Option<Spanned<String>>, Said) {
    let RawItem { code, name, label, unit, kind, choices, decimals, min, max, part_of, may_not_apply, note } = raw;
    (code, name, Said { label, unit, kind, choices, decimals, min, max, part_of, may_not_apply, note })
}

/// What the dictionary alone says of an item.
pub(super) struct OfEntry {
    pub(super) name: Option<Spanned<String>>,
    pub(super) yearbook: Option<Spanned<String>>,
    pub(super) aliases: Option<Spanned<Vec<Spanned<String>>>>,
}

/// The same of an entry of the dictionary; its definition is the note of forms.
pub(super) fn of_dictionary(raw: RawEntry) -> (OfEntry, Said) {
    let RawEntry { name, label, unit, kind, choices, decimals, min, max, part_of, may_not_apply, .. } = raw;
    let said = Said { label, unit, kind, choices, decimals, min, max, part_of, may_not_apply, note: raw.definition };
    (OfEntry { name, yearbook: raw.yearbook, aliases: raw.aliases }, said)
}

/// Checks what an item says by itself; the item is without code, and without a kind nothing can be said about its use.
pub(super) fn meaning(name: &Placed<String>, said: Said, head: &Range<usize>, checker: &mut Checker<'_>) -> (Item, bool) {
    let kind = checker.needed(said.kind, "kind", head);
    let axis = Axis::read(&kind, checker);
    let choices = said.choices.as_ref().map(Spanned::span);
    let listed = checker.list(said.choices, "choices");
    match (axis, &choices) {
        (Some(Axis::Choice), _) if listed.is_empty() => checker.tell(kind.span.clone(), "选择项要用`choices`列出可选的答案"),
        (Some(axis), Some(span)) if axis != Axis::Choice => {
            checker.tell(span.clone(), "只有`kind = \"choice\"`的指标项才有`choices`");
        }
        _ => {}
    }
    let kind = match axis {
        Some(Axis::Flow) => Kind::Flow,
        Some(Axis::Stock) => Kind::Stock,
        Some(Axis::Level) => Kind::Level,
        Some(Axis::YesNo) => Kind::YesNo,
        Some(Axis::Choice) => Kind::Choice(values(listed)),
        Some(Axis::Date) => Kind::Date,
        Some(Axis::Text) | None => Kind::Text,
    };
    let (min, max) = (checker.finite(said.min, "min"), checker.finite(said.max, "max"));
    if let (Some(min), Some(max)) = (&min, &max)
        && min.value > max.value
    {
        checker.tell(min.span.clone(), format!("`min`{}大于`max`{}", min.value, max.value));
    }
    if let Some(bound) = [&min, &max].into_iter().flatten().next().filter(|_| axis.is_some() && !kind.is_number()) {
        checker.tell(bound.span.clone(), "不是数的指标项没有`min`和`max`");
    }
    let decimals_at = said.decimals.as_ref().map(Spanned::span);
    let decimals: Option<u8> = checker.whole(said.decimals, "decimals", 0..=MOST_DECIMALS);
    if let Some(span) = decimals_at.filter(|_| axis.is_some() && !kind.is_number() && decimals.is_some()) {
        checker.tell(span, "不是数的指标项没有`decimals`");
    }
    let item = Item {
        label: optional(said.label),
        unit: checker.needed(said.unit, "unit", head).value,
        decimals: decimals.unwrap_or_default(),
        min: min.map(|min| min.value),
        max: max.map(|max| max.value),
        part_of: said.part_of.map(|whole| ItemName::new(whole.into_inner())),
        // Words may say anything; of what is counted or added up the form must say so.
        may_not_apply: said.may_not_apply.map_or(matches!(axis, Some(Axis::Date | Axis::Text)), Spanned::into_inner),
        note: optional(said.note).unwrap_or_default(),
        ..Item::new("", ItemName::new(&name.value), kind)
    };
    (item, axis.is_some())
}

/// A name is one word of letters (Han among them) and digits; in formulas one that begins with a digit stands in quotes.
pub(super) fn well_formed(name: &Placed<String>, checker: &mut Checker<'_>) {
    let text = name.value.as_str();
    if let Some(odd) = text.chars().find(|character| !character.is_alphanumeric()) {
        let message = format!("指标项名称只能用汉字、字母和数字，`{text}`里有`{odd}`");
        let hint = "名称用在公式里；印在表上的字不同的，写在`label`里";
        checker.tell_with_hint(name.span.clone(), message, Some(hint.to_owned()));
    } else if !text.is_empty() && !text.chars().any(char::is_alphabetic) {
        checker.tell(name.span.clone(), format!("指标项名称不能只是数字：`{text}`"));
    } else if Variable::of_column(text).is_of_registry() {
        checker.tell(name.span.clone(), format!("`{text}`是单位的属性，不能作指标项名称"));
    }
}

/// What the keys of an item may say.
pub(in crate::plan) fn words() -> Words {
    vec![("kind", words_of(&KINDS))]
}
