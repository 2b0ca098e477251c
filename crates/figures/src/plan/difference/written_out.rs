//! What a pack takes by name out of what packs share, written out: a pack that uses an indicator says the same as one that has it whole.

use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::plan::sql::blanks::WithBlanks;

/// What a shared indicator says of one that uses it, if that does not say it itself.
const OF_INDICATOR: [&str; 9] = ["formula", "unit", "decimals", "better", "scopes", "over", "where", "caliber", "pace"];
/// The keys by which scores are taken, the list to which they belong, and what its entries are called by.
const OF_SCORING: [(&str, &str, &str); 3] =
    [("use-grades", "grade", "name"), ("use-vetoes", "veto", "id"), ("use-adjustments", "adjustment", "id")];

/// Writes out the indicators of a pack.
pub(super) fn indicators(own: &mut Table, shared: &Table) {
    for indicator in tables_mut(own, "indicator") {
        let Some(used) = taken(indicator, "use") else { continue };
        let filled = indicator.remove("with");
        let Some(known) = named(shared, "indicator", "name", &used) else { continue };
        for key in OF_INDICATOR.iter().filter(|key| !indicator.contains_key(**key)).copied().collect::<Vec<_>>() {
            let value = match (key, known.get(key)) {
                ("formula", Some(Value::String(text))) => Value::String(formula(text, filled.as_ref())),
                ("caliber", Some(Value::String(text))) => Value::String(caliber(text, filled.as_ref())),
                (_, Some(value)) => value.clone(),
                (_, None) => continue,
            };
            indicator.insert(key.to_owned(), value);
        }
        indicator.entry("id").or_insert(Value::String(used));
    }
}

/// Writes out the scores of a pack; schemes that are like a shared one are told by it.
pub(super) fn scoring(own: &mut Table, shared: &Table) {
    for (key, list, called) in OF_SCORING {
        let Some(Value::Array(names)) = own.remove(key) else { continue };
        let known = names.iter().filter_map(Value::as_str).filter_map(|name| named(shared, list, called, name.trim()));
        let mut all: Vec<Value> = known.cloned().map(Value::Table).collect();
        if let Some(Value::Array(written)) = own.remove(list) {
            all.extend(written);
        }
        if list == "grade" {
            all.sort_by(|one, other| lower_end(other).total_cmp(&lower_end(one)));
        }
        own.insert(list.to_owned(), Value::Array(all));
    }
    let Some(Value::Array(schemes)) = own.get_mut("scheme") else { return };
    let text = |key: &str| -> Vec<String> {
        let texts = schemes.iter().filter_map(|scheme| scheme.get(key)?.as_str());
        texts.map(|text| text.trim().to_owned()).collect()
    };
    let names = text("name");
    let liked: BTreeSet<String> = text("like").into_iter().filter(|like| !names.contains(like)).collect();
    let of_shared: Vec<&Table> = liked.iter().filter_map(|like| named(shared, "scheme", "name", like)).collect();
    schemes.extend(of_shared.into_iter().cloned().map(Value::Table));
}

/// The tables of a list.
fn tables_mut<'table>(of: &'table mut Table, key: &str) -> impl Iterator<Item = &'table mut Table> {
    of.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_table_mut)
}

/// The table of a list that is called so.
fn named<'table>(of: &'table Table, list: &str, key: &str, name: &str) -> Option<&'table Table> {
    let tables = of.get(list)?.as_array()?.iter().filter_map(Value::as_table);
    tables.into_iter().find(|table| table.get(key).and_then(Value::as_str).is_some_and(|found| found.trim() == name))
}

/// Takes the text of a key out of a table.
fn taken(of: &mut Table, key: &str) -> Option<String> {
    of.remove(key).and_then(|value| value.as_str().map(|text| text.trim().to_owned()))
}

/// From how many points on a grade holds.
fn lower_end(grade: &Value) -> f64 {
    let from = grade.get("from");
    from.and_then(|from| from.as_float().or_else(|| from.to_string().parse().ok())).unwrap_or_default()
}

/// What fills a blank; the blank's own name if nothing does.
fn filling<'text>(filled: Option<&'text Value>, blank: &'text str) -> &'text str {
    filled.and_then(|filled| filled.get(blank)?.as_str()).map_or(blank, str::trim)
}

/// What is no formula with blanks stands as it is written.
fn formula(text: &str, filled: Option<&Value>) -> String {
    WithBlanks::read(text).map_or_else(|_| text.to_owned(), |read| read.filled(|blank| filling(filled, blank)))
}

fn caliber(text: &str, filled: Option<&Value>) -> String {
    let blanks = filled.and_then(Value::as_table).into_iter().flatten();
    blanks.fold(text.to_owned(), |text, (blank, item)| {
        text.replace(&format!("{{{blank}}}"), item.as_str().map_or(blank.as_str(), str::trim))
    })
}
