//! What a file says without writing it, where that hangs on more than the key: on the kind of bulletin, the dictionary, other indicators.
//!
//! In: a file as a table, and the checked plan, which knows what holds. Out: the same table with all of it. What is only taken over from other
//! things of the pack, as the weights of indicators are, is taken away instead where it is written: else whatever changes there would be told here
//! once more.

use jiff::civil::date;
use toml::{Table, Value};

use crate::plan::check::items::Axis;
use crate::plan::meant::Plan;
use crate::plan::mechanism::{Mechanism, Topic};
use crate::plan::words::{Words, usual};
use tongbao_returns::domain::{Cycle, Form, Item, ItemName, Kind, Quarter, Sheet, Symbols};

/// `plan.toml`: a kind of bulletin is in force if `cycles` or a mechanism names it, and shared forms are said as forms.
pub(super) fn plan(table: &mut Table, plan: &Plan) {
    table.remove("includes");
    put_list(table, "cycles", plan.cycles.iter().map(|cycle| cycle.as_str()));
    let is_usual = |one: &Mechanism| *one == Mechanism { has_second_half: one.has_second_half, ..Mechanism::usual(one.cycle) };
    let demanded = plan.mechanisms.iter().filter(|one| !is_usual(one));
    put_tables(table, "mechanism", demanded.map(|one| mechanism(one, plan)));
    if let Some(table) = table_mut(table, "wording") {
        wording(table, plan);
    }
}

fn mechanism(mechanism: &Mechanism, plan: &Plan) -> Table {
    let Mechanism {
        cycle,
        every,
        says_how_often: _,
        within_days,
        by,
        clause,
        source,
        tasks,
        responsible,
        title,
        topics,
        has_second_half: _,
    } = mechanism;
    let mut table = Table::new();
    put(&mut table, "cycle", Some(cycle.as_str()));
    // A special report comes with its topics.
    put(&mut table, "every", Some(every.as_str()).filter(|_| *cycle != Cycle::Special));
    put(&mut table, "within-days", within_days.map(i64::from));
    let own = by.filter(|by| *by != date(plan.last_year, 12, 31));
    put(&mut table, "by", own.map(|by| by.to_string()));
    put(&mut table, "clause", clause.clone());
    put_list(&mut table, "source", source);
    put_list(&mut table, "tasks", tasks);
    put_list(&mut table, "responsible", responsible);
    put(&mut table, "title", title.clone());
    // In whatever order they are written, each comes in its time.
    let mut topics: Vec<&Topic> = topics.iter().collect();
    topics.sort_by_key(|topic| (topic.period.last_day(), topic.period));
    put_tables(&mut table, "topic", topics.into_iter().map(topic));
    table
}

fn topic(topic: &Topic) -> Table {
    let Topic { name, period, indicators, tasks } = topic;
    let mut table = Table::new();
    put(&mut table, "name", Some(name.clone()));
    put(&mut table, "period", Some(period.to_string()));
    put_list(&mut table, "indicators", indicators);
    put_list(&mut table, "tasks", tasks);
    table
}

/// Titles and first sentences by kind of bulletin; which indicators are told and drawn if the pack does not say.
fn wording(table: &mut Table, plan: &Plan) {
    for cycle in Cycle::ALL {
        let Some(of_cycle) = table_mut(table, cycle.as_str()) else { continue };
        for (key, words) in ["title", "part-title", "basis"].into_iter().zip(usual(cycle)) {
            of_cycle.entry(key).or_insert_with(|| words.into());
        }
    }
    let said = &plan.words;
    let by_themselves = Words::default().completed(&plan.indicators);
    let by_highlights = Words { highlights: said.highlights.clone(), ..Words::default() }.completed(&plan.indicators);
    for (key, is_usual) in [
        ("highlights", said.highlights == by_themselves.highlights),
        ("trend", said.trend == by_highlights.trend),
        ("county-chart", said.county_chart == by_highlights.county_chart),
    ] {
        if is_usual {
            table.remove(key);
        }
    }
}

/// `forms/*.toml`: what the dictionary says of items, and what symbols mean. The rows of a ledger form are the tasks.
pub(super) fn form(table: &mut Table, form: &Form) {
    let Symbols { not_applicable, not_reported } = &form.symbols;
    if let Some(symbols) = table_mut(table, "symbols") {
        put_list(symbols, "not-applicable", not_applicable);
        put_list(symbols, "not-reported", not_reported);
    }
    if form.city_due_days == Some(form.due_days) {
        table.remove("city-due-days");
    }
    for (written, Sheet { items, .. }) in tables_mut(table, "sheet").zip(&form.sheets) {
        written.remove("items");
        let items: &[Item] = if form.tasks.is_some() { &[] } else { items };
        put_tables(written, "item", items.iter().map(item));
    }
}

fn item(item: &Item) -> Table {
    let Item { code, name, label, unit, kind, decimals, min, max, part_of, may_not_apply, note } = item;
    let mut table = Table::new();
    put(&mut table, "code", Some(code.clone()));
    put(&mut table, "name", Some(name.as_str()));
    put(&mut table, "label", label.clone().filter(|label| label != name.as_str()));
    put(&mut table, "unit", Some(unit.clone()));
    put(&mut table, "kind", Some(Axis::of(kind).word()));
    if let Kind::Choice(choices) = kind {
        put_list(&mut table, "choices", choices);
    }
    put(&mut table, "decimals", Some(i64::from(*decimals)));
    put(&mut table, "min", *min);
    put(&mut table, "max", *max);
    put(&mut table, "part-of", part_of.as_ref().map(ItemName::as_str));
    put(&mut table, "may-not-apply", Some(*may_not_apply));
    put(&mut table, "note", Some(note.clone()));
    table
}

/// `rules.toml`: a form by its title, whichever of its names stands there; in every quarter is always.
pub(super) fn rules(table: &mut Table, plan: &Plan) {
    for rule in tables_mut(table, "rule") {
        let id = rule.get("id").and_then(Value::as_str).map(str::trim);
        let form = plan.rules.iter().find(|known| Some(known.id.as_str()) == id).and_then(|rule| plan.form(&rule.form));
        if let Some(form) = form {
            put(rule, "form", Some(form.title.clone()));
        }
        let quarters: Vec<i64> = list(rule, "quarters").filter_map(Value::as_integer).collect();
        if Quarter::ALL.iter().all(|quarter| quarters.contains(&i64::from(quarter.number()))) {
            rule.remove("quarters");
        }
    }
}

/// `scoring.toml`: a part is scored as its indicator says; a scheme without parts has all indicators that weigh something.
pub(super) fn scoring(table: &mut Table, indicators: &Table) {
    let indicators: Vec<&Table> = list(indicators, "indicator").filter_map(Value::as_table).collect();
    let weighed: Vec<Value> = indicators.iter().filter_map(|indicator| part_of(indicator)).map(Value::Table).collect();
    for scheme in tables_mut(table, "scheme") {
        for part in tables_mut(scheme, "part") {
            let indicator = part.get("indicator").and_then(|name| indicators.iter().find(|one| one.get("id") == Some(name)));
            let of_indicator = |key: &str| indicator.and_then(|indicator| indicator.get(key)).cloned();
            let method = of_indicator("score").unwrap_or_else(|| "proportional".into());
            if part.get("method") == Some(&method) {
                part.remove("method");
            }
            if part.contains_key("scale") && part.get("scale") == of_indicator("scale").as_ref() {
                part.remove("scale");
            }
        }
        if scheme.get("part").and_then(Value::as_array) == Some(&weighed) {
            scheme.remove("part");
        }
    }
}

/// An indicator with its weight as a part of a scheme; none if it has no weight.
fn part_of(indicator: &Table) -> Option<Table> {
    let (key, weight) = ["weight", "weights"].into_iter().find_map(|key| Some((key, indicator.get(key)?)))?;
    Some(Table::from_iter([("indicator".to_owned(), indicator.get("id")?.clone()), (key.to_owned(), weight.clone())]))
}

/// Writes a key; where there is nothing to say, none.
fn put(table: &mut Table, key: &str, value: Option<impl Into<Value>>) {
    match value {
        Some(value) => drop(table.insert(key.to_owned(), value.into())),
        None => drop(table.remove(key)),
    }
}

fn put_list<Text: AsRef<str>>(table: &mut Table, key: &str, texts: impl IntoIterator<Item = Text>) {
    let texts: Vec<Value> = texts.into_iter().map(|text| text.as_ref().into()).collect();
    table.insert(key.to_owned(), Value::Array(texts));
}

fn put_tables(table: &mut Table, key: &str, tables: impl Iterator<Item = Table>) {
    table.insert(key.to_owned(), Value::Array(tables.map(Value::Table).collect()));
}

/// The table under a key, made if it is not there.
fn table_mut<'table>(table: &'table mut Table, key: &str) -> Option<&'table mut Table> {
    table.entry(key).or_insert_with(|| Value::Table(Table::new())).as_table_mut()
}

fn list<'table>(table: &'table Table, key: &str) -> impl Iterator<Item = &'table Value> {
    table.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The tables of a list.
fn tables_mut<'table>(table: &'table mut Table, key: &str) -> impl Iterator<Item = &'table mut Table> {
    table.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_table_mut)
}
