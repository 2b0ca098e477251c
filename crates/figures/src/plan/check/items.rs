//! One item of a form.

use std::ops::Range;

use super::fields::{Checker, Placed, Words, optional, values, words_of};
use crate::plan::raw::RawItem;
use tongbao_returns::domain::{Item, ItemName, Kind, UnitAttribute};

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
enum Axis {
    Flow,
    Stock,
    Level,
    YesNo,
    Choice,
    Date,
    Text,
}

/// An item with the places that checks across items need.
pub(super) struct PlacedItem {
    pub(super) item: Item,
    /// Without a kind nothing can be said about its use.
    pub(super) has_kind: bool,
    pub(super) code: Range<usize>,
    pub(super) name: Range<usize>,
    pub(super) part_of: Range<usize>,
}

/// Checks what an item says by itself; its code begins with the number of its sheet.
pub(super) fn read(raw: RawItem, head: &Range<usize>, sheet_number: usize, checker: &mut Checker<'_>) -> PlacedItem {
    let code = checker.needed(raw.code, "code", head);
    let is_code = code.value.len() == 3
        && code.value.bytes().all(|byte| byte.is_ascii_digit())
        && code.value.starts_with(&sheet_number.to_string());
    if !code.value.is_empty() && !is_code {
        checker.tell(
            code.span.clone(),
            format!("代码应是三位数字，第{sheet_number}张表的以{sheet_number}开头，这里是`{}`", code.value),
        );
    }
    let name = checker.needed(raw.name, "name", head);
    well_formed(&name, checker);
    let kind = checker.needed(raw.kind, "kind", head);
    let axis = checker.word(&kind, "kind", &KINDS);
    let choices = raw.choices.as_ref().map(toml::Spanned::span);
    let listed = checker.list(raw.choices, "choices");
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
    let (min, max) = (checker.finite(raw.min, "min"), checker.finite(raw.max, "max"));
    if let (Some(min), Some(max)) = (&min, &max)
        && min.value > max.value
    {
        checker.tell(min.span.clone(), format!("`min`{}大于`max`{}", min.value, max.value));
    }
    if let Some(bound) = [&min, &max].into_iter().flatten().next().filter(|_| axis.is_some() && !kind.is_number()) {
        checker.tell(bound.span.clone(), "不是数的指标项没有`min`和`max`");
    }
    let part_of = raw.part_of.as_ref().map_or_else(|| head.clone(), toml::Spanned::span);
    let item = Item {
        code: code.value,
        name: ItemName::new(&name.value),
        unit: checker.needed(raw.unit, "unit", head).value,
        kind,
        decimals: checker.whole(raw.decimals, "decimals", 0..=MOST_DECIMALS).unwrap_or_default(),
        min: min.map(|min| min.value),
        max: max.map(|max| max.value),
        part_of: raw.part_of.map(|whole| ItemName::new(whole.into_inner())),
        // Words may say anything; of what is counted or added up the form must say so.
        may_not_apply: raw.may_not_apply.map_or(matches!(axis, Some(Axis::Date | Axis::Text)), toml::Spanned::into_inner),
        note: optional(raw.note).unwrap_or_default(),
    };
    PlacedItem { item, has_kind: axis.is_some(), code: code.span, name: name.span, part_of }
}

/// A name is an identifier in formulas without quotes: letters (Han among them) and digits, not a digit first.
fn well_formed(name: &Placed<String>, checker: &mut Checker<'_>) {
    let text = name.value.as_str();
    if text.is_empty() {
        return;
    }
    if let Some(odd) = text.chars().find(|character| !character.is_alphanumeric()) {
        checker.tell(name.span.clone(), format!("指标项名称只能用汉字、字母和数字，`{text}`里有`{odd}`"));
    } else if text.starts_with(|first: char| first.is_ascii_digit()) {
        checker.tell(name.span.clone(), format!("指标项名称不能以数字开头：`{text}`"));
    } else if UnitAttribute::of_column(text).is_some() {
        checker.tell(name.span.clone(), format!("`{text}`是单位的属性，不能作指标项名称"));
    }
}

/// What the keys of an item may say.
pub(in crate::plan) fn words() -> Words {
    vec![("kind", words_of(&KINDS))]
}
