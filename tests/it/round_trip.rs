//! What `forms` writes and somebody fills in, `run` reads: every form of both packs, every item, every kind of answer.

use std::path::Path;

use jiff::civil::date;
use tongbao_document::FormValue;
use tongbao_render::Theme;
use tongbao_returns::domain::{Item, Kind, Period, Quarter, Reading};
use tongbao_returns::finding::Severity;
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::ingest::Known;

use crate::support::registry;

#[test]
fn every_form_of_the_jining_pack_comes_back_as_it_was_filled_in() {
    comes_back("jining-2023");
}

#[test]
fn every_form_of_the_kailu_pack_comes_back_as_it_was_filled_in() {
    comes_back("kailu-2024");
}

#[track_caller]
fn comes_back(pack: &str) {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
    let plan = tongbao_figures::plan::load(&templates, pack).expect("a sound pack");
    let theme =
        Theme::parse(&std::fs::read_to_string(templates.join("house/theme.toml")).expect("the style")).expect("the style");
    for form in &plan.forms {
        let category = form.filed_by.first().expect("somebody files it").to_string();
        let mut registry = registry(&[("12370811000000011A", &category, "990001")]);
        // Of a ledger form a unit has the rows of the tasks that name it.
        let tasks = form.tasks.iter().flat_map(|tasks| &tasks.rows);
        let named: std::collections::BTreeSet<String> =
            tasks.flat_map(|task| task.responsible.on(date(2025, 9, 30)).to_vec()).collect();
        registry.units.values_mut().for_each(|unit| unit.aliases = named.iter().cloned().collect());
        let unit = registry.units.values().next().expect("a unit");
        let items: Vec<&Item> = form.items().collect();
        let value = |position: usize| items.get(position).and_then(|item| answer(item, position));
        let filling = Filling {
            value: &value,
            last_year: &|_| Some(FormValue::Number(1.0)),
            previous: None,
            filler: Some("示例".to_owned()),
            phone: Some("0000-0000000".to_owned()),
            deadline: None,
            reported_on: Some(date(2025, 10, 9)),
        };
        let period = Period::quarter(2025, Quarter::Third);
        let book = form_book(form, unit, period, &filling, date(2025, 10, 20), false);
        let bytes = tongbao_render::xlsx::form(&book, &theme).expect("a workbook");
        let inbox = tempfile::tempdir().expect("scratch folder");
        std::fs::write(inbox.path().join("一个随便的名字.xlsx"), bytes).expect("file");
        let found = tongbao_returns::ingest::discover(inbox.path()).expect("inbox");
        let known = Known { forms: &plan.forms, registry: Some(&registry) };
        let reader = tongbao_returns::ingest::Reader::in_process();
        let mut readings = tongbao_returns::ingest::read(&found, &known, &reader, &|| ()).expect("readable");
        let reading = readings.remove(0);
        let wrong: Vec<_> = reading.findings.iter().filter(|finding| finding.severity() <= Severity::Doubt).collect();
        assert!(wrong.is_empty(), "{pack} {}: {wrong:#?}", form.id);
        let filed = reading.filed.expect("a return");
        assert_eq!((filed.unit.as_str(), &filed.form, filed.period), ("12370811000000011A", &form.id, period));
        assert_eq!(filed.reported_on, Some(date(2025, 10, 9)));
        let is_named = |position| match form.tasks.as_ref().and_then(|tasks| tasks.of_item(position)) {
            Some((task, _)) => !task.responsible.on(date(2025, 9, 30)).is_empty(),
            None => true,
        };
        for (position, (item, fact)) in items.iter().zip(&filed.facts).enumerate() {
            if !is_named(position) {
                assert_eq!((&fact.reading, fact.place), (&Reading::Blank, None), "{} names nobody", item.name);
                continue;
            }
            assert_eq!(fact.reading, expected(item, position), "{pack} {} {}", form.id, item.name);
            assert!(fact.place.is_some(), "{} has no source cell", item.name);
        }
        assert_eq!(filed.facts.len(), items.len());
    }
}

/// Something different in every cell: numbers with the item's decimals, words from its list, blanks and 不适用 in between.
fn answer(item: &Item, position: usize) -> Option<FormValue> {
    match position % 7 {
        5 => return None,
        6 if item.may_not_apply => return Some(FormValue::Text("不适用".to_owned())),
        _ => {}
    }
    Some(match &item.kind {
        Kind::Flow | Kind::Stock | Kind::Level => FormValue::Number(number(item, position)),
        Kind::YesNo => FormValue::Text("是".to_owned()),
        Kind::Choice(choices) => FormValue::Text(choices.first().expect("a choice").clone()),
        Kind::Date => FormValue::Text("2025-09-30".to_owned()),
        Kind::Text => FormValue::Text("示例文字".to_owned()),
    })
}

fn number(item: &Item, position: usize) -> f64 {
    let number = f64::from(u32::try_from(position).expect("few items")) + if item.decimals > 0 { 2.25 } else { 2.0 };
    let number = if item.decimals == 1 { number.floor() + 0.5 } else { number };
    number.min(item.max.unwrap_or(f64::MAX)).max(item.min.unwrap_or(f64::MIN))
}

fn expected(item: &Item, position: usize) -> Reading {
    match answer(item, position) {
        None => Reading::Blank,
        Some(FormValue::Number(number)) => Reading::Number(number),
        Some(FormValue::Text(text)) if text == "不适用" => Reading::NotApplicable,
        Some(FormValue::Text(text)) => Reading::Text(text),
    }
}
