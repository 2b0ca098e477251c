//! What a form asks: a row of it, by the name of an item of the dictionary, or with all that the item is.

use std::ops::Range;

use toml::Spanned;

use super::agreement;
use super::dictionary::Dictionary;
use super::fields::{Checker, Placed, optional};
use super::items::{meaning, of_form, well_formed};
use crate::plan::raw::RawItem;
use tongbao_returns::domain::{Item, ItemName, Kind, item_code};

/// The word that makes a row of `items` a part of a row above it.
const PART: &str = "其中";

/// An item with the places that checks across items need.
pub(super) struct PlacedItem {
    pub(super) item: Item,
    /// Without a kind nothing can be said about its use.
    pub(super) has_kind: bool,
    pub(super) code: Range<usize>,
    pub(super) name: Range<usize>,
    /// Where the form itself says of what it is a part; the dictionary says it otherwise.
    pub(super) part_of: Option<Range<usize>>,
}

/// A row that is a table: `[[sheet.item]]`.
pub(super) fn table(raw: RawItem, head: &Range<usize>, dictionary: &Dictionary, checker: &mut Checker<'_>) -> PlacedItem {
    let (code, name, said) = of_form(raw);
    let code = read_code(checker.needed(code, "code", head), checker);
    let name = checker.needed(name, "name", head);
    let part_of = said.part_of.as_ref().map(Spanned::span);
    let Some(entry) = dictionary.get(&ItemName::new(&name.value)) else {
        well_formed(&name, checker);
        if let Some(bearer) = dictionary.bearer(&name.value) {
            let hint = dictionary.suggestion(&name.value, []);
            checker.tell_with_hint(name.span.clone(), format!("`{}`是`{bearer}`的别名：一回事只用一个名称", name.value), hint);
        }
        let (item, has_kind) = meaning(&name, said, head, checker);
        let item = Item { code: code.value, ..item };
        return PlacedItem { item, has_kind, code: code.span, name: name.span, part_of };
    };
    agreement::contradictions(&said, &entry.item, &entry.place, checker);
    let item = entry.asked(code.value, optional(said.label), optional(said.note));
    let whole = said.part_of.map(|whole| ItemName::new(whole.get_ref())).or_else(|| item.part_of.clone());
    let item = Item { part_of: whole, ..item };
    PlacedItem { item, has_kind: entry.has_kind, code: code.span, name: name.span, part_of }
}

/// A row that is a line: `["102", "门急诊人次", "其中", "note"]`, below the rows of its sheet that were read before.
pub(super) fn line(
    words: Spanned<Vec<Spanned<String>>>,
    above: &[PlacedItem],
    dictionary: &Dictionary,
    checker: &mut Checker<'_>,
) -> PlacedItem {
    let head = words.span();
    let mut words = words.into_inner().into_iter();
    let (code, name, part, note) = (words.next(), words.next(), words.next(), words.next());
    if words.next().is_some() || name.is_none() {
        let hint = "写作 [\"代码\", \"名称\"]，第三格可写`其中`，第四格可写本表的口径";
        checker.tell_with_hint(head.clone(), "`items`的一行应有二至四格", Some(hint.to_owned()));
        return unknown(Placed { value: String::new(), span: head.clone() }, Placed { value: String::new(), span: head });
    }
    let code = read_code(checker.needed(code, "code", &head), checker);
    let name = checker.needed(name, "name", &head);
    let Some(entry) = dictionary.get(&ItemName::new(&name.value)) else {
        if !name.value.is_empty() && !dictionary.is_incomplete {
            let hint = dictionary.suggestion(&name.value, dictionary.names());
            let hint = hint.or_else(|| Some("在方案包的 items.toml 里写明它是什么，或用 [[sheet.item]] 写".to_owned()));
            checker.tell_with_hint(name.span.clone(), format!("指标项字典里没有`{}`", name.value), hint);
        }
        return unknown(code, name);
    };
    let mut item = entry.asked(code.value, None, optional(note));
    let part = part.map(|part| (part.span(), part.into_inner().trim().to_owned())).filter(|(_, part)| !part.is_empty());
    if let Some((span, part)) = &part {
        let whole = whole(part, above, span, checker);
        let dictionarys = item.part_of.take();
        let is_bare = part == PART;
        if let (Some(there), Some(here), false) = (&dictionarys, &whole, is_bare)
            && there != here
        {
            let message = format!("`{}`的整体与指标项字典不同：{}是`{there}`，这里是`{here}`", item.name, entry.place);
            checker.tell(span.clone(), message);
        }
        item.part_of = dictionarys.or(whole);
        if item.part_of.is_none() && is_bare {
            let hint = Some(format!("写作`{PART}：整体的名称`"));
            checker.tell_with_hint(span.clone(), format!("`{}`上面没有它所属的整体", item.name), hint);
        }
    }
    PlacedItem { item, has_kind: entry.has_kind, code: code.span, name: name.span, part_of: part.map(|(span, _)| span) }
}

/// Of `其中` the nearest row above that is no part of its sheet itself, of `其中：X` that item.
fn whole(part: &str, above: &[PlacedItem], span: &Range<usize>, checker: &mut Checker<'_>) -> Option<ItemName> {
    let named = part.strip_prefix(PART).map(|named| named.trim_start_matches(['：', ':']).trim());
    match named {
        Some("") => {
            let is_whole = |row: &&PlacedItem| {
                row.item.part_of.as_ref().is_none_or(|whole| above.iter().all(|other| other.item.name != *whole))
            };
            above.iter().rev().find(is_whole).map(|row| row.item.name.clone())
        }
        Some(named) => Some(ItemName::new(named)),
        None => {
            let message = format!("第三格只写`{PART}`或`{PART}：整体的名称`，这里是`{part}`");
            checker.tell(span.clone(), message);
            None
        }
    }
}

fn read_code(code: Placed<String>, checker: &mut Checker<'_>) -> Placed<String> {
    if let Some(why) = item_code::oddity(&code.value).filter(|_| !code.value.is_empty()) {
        checker.tell(code.span.clone(), format!("代码{why}，这里是`{}`", code.value));
    }
    code
}

/// A row of which nobody knows what it asks: it was told, and is left out.
fn unknown(code: Placed<String>, name: Placed<String>) -> PlacedItem {
    let item = Item::new(code.value, ItemName::new(&name.value), Kind::Text);
    PlacedItem { item, has_kind: false, code: code.span, name: name.span, part_of: None }
}
