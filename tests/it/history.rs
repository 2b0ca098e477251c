//! A return that is corrected under its old name, or deleted, stays in the history of its unit.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use tongbao::pipeline::history::{FiledOnce, HistoryReport, HistoryRequest, Standing, history};
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::request::RunRequest;
use tongbao::pipeline::run::documents;
use tongbao::pipeline::{RunError, Setup};
use tongbao_document::FormValue;
use tongbao_render::Theme;
use tongbao_returns::domain::{Form, Period, Quarter};
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::ingest::Reader;
use tongbao_returns::registry::Unit;

use crate::issuing::contents;

const UNIT: &str = "开鲁县示例第八镇卫生院";

fn sources() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// An office with an empty inbox.
fn office() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("scratch folder");
    for name in ["tongbao.toml", "registry.xlsx"] {
        fs::copy(sources().join("sample_data/kailu").join(name), folder.path().join(name)).expect("sample data");
    }
    fs::create_dir(folder.path().join("inbox")).expect("inbox");
    folder
}

fn asked(workspace: &Path, unit: &str, day: i8) -> Result<HistoryReport, RunError> {
    let templates = sources().join("report_templates");
    let setup = Setup::open(workspace, templates, Reader::in_process(), date(2025, 10, day)).expect("an office");
    let request = HistoryRequest { unit: unit.to_owned(), period: Some(Period::quarter(2025, Quarter::Third)), form: None };
    history(&setup, &request, &Silent)
}

/// What is told after a run has seen the inbox.
fn told(workspace: &Path, day: i8) -> Vec<FiledOnce> {
    let templates = sources().join("report_templates");
    let setup = Setup::open(workspace, templates, Reader::in_process(), date(2025, 10, day)).expect("an office");
    let request = RunRequest { period: Some(Period::quarter(2025, Quarter::Third)), ..RunRequest::default() };
    documents(&setup, &request, &Silent).expect("a run");
    asked(workspace, UNIT, day).expect("a history").forms.into_iter().flat_map(|form| form.filings).collect()
}

/// A return of the unit whose first two items have these values.
fn filled(form: &Form, unit: &Unit, reported_on: Date, first: f64, second: Option<f64>) -> Vec<u8> {
    let style = fs::read_to_string(sources().join("report_templates/house/theme.toml")).expect("the style");
    let value = |position: usize| match position {
        0 => Some(FormValue::Number(first)),
        1 => second.map(FormValue::Number),
        _ => None,
    };
    let filling = Filling {
        value: &value,
        previous: None,
        last_year: &|_| None,
        filler: None,
        phone: None,
        deadline: None,
        reported_on: Some(reported_on),
    };
    let book = form_book(form, unit, Period::quarter(2025, Quarter::Third), &filling, date(2025, 10, 20), false);
    tongbao_render::xlsx::form(&book, &Theme::parse(&style).expect("the style")).expect("a workbook")
}

#[test]
fn a_corrected_and_a_deleted_return_are_still_told() {
    let office = office();
    let plan = tongbao_figures::plan::load(&sources().join("report_templates"), "kailu-2024").expect("a sound pack");
    let registry =
        tongbao_returns::ingest::registry(&office.path().join("registry.xlsx"), &tongbao_returns::ingest::Reader::in_process())
            .expect("a reader")
            .expect("the registry")
            .0;
    let unit = registry.units.values().find(|unit| unit.name == UNIT).expect("the unit");
    let form = plan.forms_of(&unit.category).next().expect("a form");
    let file = office.path().join("inbox/报表.xlsx");

    fs::write(&file, filled(form, unit, date(2025, 10, 9), 1234.0, None)).expect("a return");
    let [only] = told(office.path(), 20).try_into().expect("one filing");
    assert_eq!((only.standing, only.changes), (Standing::Counts, Some(Vec::new())));

    fs::write(&file, filled(form, unit, date(2025, 10, 14), 1234.0, Some(56.0))).expect("a return");
    let [first, second] = told(office.path(), 21).try_into().expect("two filings");
    assert_eq!((first.standing, first.last_seen), (Standing::Gone, Some(date(2025, 10, 20))));
    assert_eq!((second.standing, second.reported_on), (Standing::Counts, Some(date(2025, 10, 14))));
    let changes = second.changes.expect("comparable");
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    let item = form.item(1).expect("an item");
    assert_eq!((change.code.as_str(), change.item.as_str()), (item.code.as_str(), item.name.as_str()));
    assert_eq!(change.old, "未填");
    assert!(change.new.starts_with("56"), "{change:?}");

    fs::remove_file(&file).expect("removed");
    let standings: Vec<_> = told(office.path(), 22).into_iter().map(|filing| filing.standing).collect();
    assert_eq!(standings, [Standing::Gone, Standing::GoneCounts], "the last one goes on to count");
}

#[test]
fn a_newer_return_that_leaves_out_what_the_older_one_had_waits_and_says_why() {
    let office = office();
    let plan = tongbao_figures::plan::load(&sources().join("report_templates"), "kailu-2024").expect("a sound pack");
    let registry =
        tongbao_returns::ingest::registry(&office.path().join("registry.xlsx"), &tongbao_returns::ingest::Reader::in_process())
            .expect("a reader")
            .expect("the registry")
            .0;
    let unit = registry.units.values().find(|unit| unit.name == UNIT).expect("the unit");
    let form = plan.forms_of(&unit.category).next().expect("a form");
    let inbox = office.path().join("inbox");
    fs::write(inbox.join("一.xlsx"), filled(form, unit, date(2025, 10, 9), 1234.0, Some(56.0))).expect("a return");
    fs::write(inbox.join("二.xlsx"), filled(form, unit, date(2025, 10, 14), 1234.0, None)).expect("a return");
    let [older, newer] = told(office.path(), 20).try_into().expect("two filings");
    assert_eq!((older.standing, older.why), (Standing::Counts, None));
    assert_eq!(newer.standing, Standing::Waiting);
    assert!(newer.why.as_ref().is_some_and(|why| why.contains("少填 1 项") && why.contains("暂不采用")), "{:?}", newer.why);
}

#[test]
fn what_no_run_has_seen_go_is_told_and_nothing_is_written() {
    let office = office();
    let plan = tongbao_figures::plan::load(&sources().join("report_templates"), "kailu-2024").expect("a sound pack");
    let registry =
        tongbao_returns::ingest::registry(&office.path().join("registry.xlsx"), &tongbao_returns::ingest::Reader::in_process())
            .expect("a reader")
            .expect("the registry")
            .0;
    let unit = registry.units.values().find(|unit| unit.name == UNIT).expect("the unit");
    let form = plan.forms_of(&unit.category).next().expect("a form");
    let file = office.path().join("inbox/报表.xlsx");
    fs::write(&file, filled(form, unit, date(2025, 10, 9), 1234.0, None)).expect("a return");
    assert_eq!(told(office.path(), 20).len(), 1);
    let store = contents(office.path());
    fs::write(&file, filled(form, unit, date(2025, 10, 14), 1234.0, Some(56.0))).expect("a return");
    let report = asked(office.path(), UNIT, 21).expect("a history");
    let [first, second] = report.forms[0].filings.as_slice() else { panic!("two: {:?}", report.forms) };
    assert_eq!((first.standing, first.last_seen), (Standing::Gone, Some(date(2025, 10, 20))));
    assert_eq!((second.standing, second.changes.as_ref().map(Vec::len)), (Standing::Counts, Some(1)));
    let now = contents(office.path());
    assert!(store.iter().filter(|(path, _)| **path != file).all(|(path, bytes)| now[path] == *bytes));
    assert_eq!(store.len(), now.len());
}

#[test]
fn a_unit_is_found_by_its_code_and_a_slip_of_the_pen_gets_the_nearest() {
    let office = office();
    let registry =
        tongbao_returns::ingest::registry(&office.path().join("registry.xlsx"), &tongbao_returns::ingest::Reader::in_process())
            .expect("a reader")
            .expect("the registry")
            .0;
    let code = registry.units.values().find(|unit| unit.name == UNIT).expect("the unit").code.to_string();
    assert_eq!(asked(office.path(), &code, 20).expect("a history").unit_name, UNIT);
    let Err(RunError::UnitUnknown { nearest, .. }) = asked(office.path(), "开鲁县示例第八卫生院", 20) else {
        panic!("unknown")
    };
    assert!(nearest.contains(&format!("{code} {UNIT}")), "{nearest:?}");
}
