//! What was filed, when, and what replaces it: what a run has seen is lost by no hand, and nobody is asked again for what has come since
//! (docs/workspace.md#resubmission).

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use tongbao::pipeline::Setup;
use tongbao::pipeline::history::{HistoryRequest, Standing, history};
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::report::RunReport;
use tongbao::pipeline::request::{RunRequest, Wish};
use tongbao::pipeline::run::run_as_wished;
use tongbao_document::FormValue;
use tongbao_figures::plan::Plan;
use tongbao_render::Theme;
use tongbao_returns::domain::{FormId, Period, Quarter, UnitCode};
use tongbao_returns::finding::{Finding, Severity};
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::ingest::Reader;
use tongbao_returns::registry::Registry;
use tongbao_sample::registry_book::{Explained, explanations_book, registry_book};

use crate::issuing::take_back;
use crate::office::rewritten;
use crate::support::{indicator, registry, this_quarter, write_pack};

const FOLDER: &str = "bulletins/2025Q3/quarterly";

/// An office of two hospitals and a bureau beside the templates that it is run with.
struct Office(tempfile::TempDir);

impl Office {
    fn new() -> Self {
        let office = Self(tempfile::tempdir().expect("scratch folder"));
        let templates = office.templates();
        write_pack(&templates, &indicator("诊疗量", "SUM(诊疗人次)", "unit = \"人次\"\ndecimals = 0"), "", None);
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        for shared in ["house", "fonts"] {
            std::os::unix::fs::symlink(sources.join(shared), templates.join(shared)).expect("a link");
        }
        let settings = "plans = [\"tiny\"]\noffice = \"小县医改办\"\naddressees = \"各单位：\"\nlanguage = \"zh\"\n";
        fs::create_dir_all(office.path().join("inbox")).expect("an inbox");
        fs::write(office.path().join("tongbao.toml"), settings).expect("settings");
        fs::write(office.path().join("registry.xlsx"), registry_book(&Self::registry()).expect("a workbook"))
            .expect("the registry");
        office
    }

    fn registry() -> Registry {
        let mut registry = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001"), ("B1", "卫健局", "990001")]);
        registry.counties.retain(|county| county.code.as_str() != "990002");
        registry
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("office")
    }

    fn templates(&self) -> PathBuf {
        self.0.path().join("templates")
    }

    fn inbox(&self, name: &str) -> PathBuf {
        self.path().join("inbox").join(name)
    }

    /// H1 files so many visits and operations; none leaves the cell blank.
    fn file(&self, name: &str, day: Date, visits: Option<f64>, operations: Option<f64>) {
        self.file_for(name, (Quarter::Third, day), [visits, operations, Some(50.0)]);
    }

    fn file_for(&self, name: &str, (quarter, day): (Quarter, Date), numbers: [Option<f64>; 3]) {
        let Ok(plan) = tongbao_figures::plan::load(&self.templates(), "tiny") else { panic!("a sound pack") };
        fs::write(self.inbox(name), filled(&plan, Period::quarter(2025, quarter), day, numbers)).expect("a return");
    }

    fn setup(&self, day: Date) -> Setup {
        Setup::open(&self.path(), self.templates(), Reader::in_process(), day).expect("an office")
    }

    fn run(&self, day: Date) -> RunReport {
        let request = RunRequest { period: Some(this_quarter()), ..RunRequest::default() };
        run_as_wished(&self.setup(day), &request, &Wish::default(), &Silent).expect("a run")
    }

    /// What became of every filing of H1, the oldest first.
    fn standings(&self, day: Date) -> Vec<Standing> {
        let request = HistoryRequest { unit: "H1".to_owned(), period: Some(this_quarter()), form: None };
        let report = history(&self.setup(day), &request, &Silent).expect("a history");
        report.forms.into_iter().flat_map(|form| form.filings).map(|filing| filing.standing).collect()
    }

    /// The office says something of a finding.
    fn explain(&self, finding: &Finding, text: &'static str) {
        let values: &'static str = Box::leak(finding.values().into_boxed_str());
        let rule: &'static str = Box::leak(finding.id().to_owned().into_boxed_str());
        let explained = [Explained { period: "2025Q3", unit: "示例H1", rule, values, text }];
        let book = explanations_book(&Self::registry(), &explained).expect("a workbook");
        fs::write(self.path().join("explanations.xlsx"), book).expect("written");
    }

    /// The names of the slips of the last run.
    fn slips(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path().join(FOLDER).join("退回单")).into_iter().flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn filled(plan: &Plan, period: Period, day: Date, [visits, operations, beds]: [Option<f64>; 3]) -> Vec<u8> {
    let style = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates/house/theme.toml"));
    let is_blank = [visits, operations, beds].iter().all(Option::is_none);
    let value = |position: usize| match position {
        0 => visits.map(FormValue::Number),
        1 => operations.map(FormValue::Number),
        2 => beds.map(FormValue::Number),
        _ if is_blank => None,
        4 => Some(FormValue::Text("是".to_owned())),
        _ => Some(FormValue::Number(3.0)),
    };
    let filling = Filling {
        value: &value,
        previous: None,
        last_year: &|_| None,
        filler: None,
        phone: None,
        deadline: None,
        reported_on: Some(day),
    };
    let registry = Office::registry();
    let unit = &registry.units[&UnitCode::new("H1")];
    let form = plan.form(&FormId::new("hospital")).expect("the form");
    let book = form_book(form, unit, period, &filling, day, false);
    tongbao_render::xlsx::form(&book, &Theme::parse(&style.expect("the style")).expect("the style")).expect("a workbook")
}

/// The findings of a rule or code that are open, or are only said.
fn of<'report>(report: &'report RunReport, id: &str) -> Vec<&'report Finding> {
    report.findings.iter().filter(|finding| finding.id() == id).collect()
}

fn october(day: i8) -> Date {
    date(2025, 10, day)
}

#[test]
fn what_is_saved_over_with_less_waits_until_the_slip_decides() {
    let office = Office::new();
    office.file("a.xlsx", october(9), Some(1_000.0), Some(10.0));
    let report = office.run(october(20));
    assert_eq!((report.returns.on_time, of(&report, "TY-04").len()), (1, 0));
    // Saved over: a later day, and the operations are blank.
    office.file("a.xlsx", october(12), Some(1_200.0), None);
    let report = office.run(october(21));
    let [held] = of(&report, "TY-04")[..] else { panic!("{:?}", report.findings) };
    assert!(
        held.is_open() && held.message().contains("“a.xlsx”原来的内容（最后见于 2025-10-20）少填 1 项（手术人次）"),
        "{}",
        held.message()
    );
    assert_eq!(held.values(), "前一份已填项数＝6；这一份已填项数＝5");
    assert!(of(&report, "TY-08").is_empty(), "it is told once");
    assert_eq!(report.returns.on_time, 1, "it has come, and in time");
    assert_eq!(office.standings(october(21)), [Standing::GoneCounts, Standing::Waiting]);
    // The slip offers a choice.
    assert_eq!(office.slips(), ["示例H1 T-1.xlsx"]);
    let slip = fs::read(office.path().join(FOLDER).join("退回单/示例H1 T-1.xlsx")).expect("a slip");
    let mut front = String::new();
    rewritten(&slip, |part, text| {
        if part == "xl/worksheets/sheet1.xml" {
            front = text.to_owned();
        }
        None
    });
    assert!(front.contains("采用这一份，空着的项按未填处理,不用这一份，仍按前一份"), "a list to choose from");
    // Words about a table agree to no loss.
    office.explain(held, "本次只更正诊疗人次一项");
    let report = office.run(october(22));
    assert!(of(&report, "TY-04")[0].is_open() && of(&report, "A02").len() == 1, "{:?}", report.findings);
    assert_eq!(office.standings(october(22)), [Standing::GoneCounts, Standing::Waiting]);
    // The choice does.
    office.explain(of(&report, "TY-04")[0], "采用这一份，空着的项按未填处理");
    let report = office.run(october(22));
    assert!(!of(&report, "TY-04")[0].is_open() && of(&report, "TY-08").is_empty());
    assert_eq!(office.standings(october(22)), [Standing::Gone, Standing::Counts]);
    // So does the other one.
    office.explain(of(&report, "TY-04")[0], "不用这一份，仍按前一份");
    let report = office.run(october(22));
    assert_eq!((of(&report, "TY-04").len(), of(&report, "TY-08").len(), of(&report, "R02").len()), (1, 1, 1));
    assert_eq!(office.standings(october(22)), [Standing::GoneCounts, Standing::Superseded]);
}

#[test]
fn other_values_of_the_same_day_and_a_blank_form_wait_and_a_correction_counts() {
    let office = Office::new();
    office.file("a.xlsx", october(9), Some(1_000.0), Some(10.0));
    office.run(october(20));
    office.file("a.xlsx", october(9), Some(1_100.0), Some(10.0));
    let report = office.run(october(21));
    assert_eq!((of(&report, "TY-05").len(), of(&report, "TY-04").len()), (1, 0));
    // A blank form over that.
    office.file_for("a.xlsx", (Quarter::Third, october(12)), [None; 3]);
    let report = office.run(october(22));
    assert_eq!((of(&report, "TY-05").len(), of(&report, "TY-04").len()), (0, 1));
    assert_eq!((report.returns.empty, report.returns.on_time), (0, 1));
    // All values, and a later day: nothing waits, and the first filing dates it.
    office.file("a.xlsx", october(22), Some(1_200.0), Some(12.0));
    let report = office.run(october(23));
    assert!(report.findings.iter().all(|finding| !finding.id().starts_with("TY-")), "{:?}", report.findings);
    assert_eq!((report.returns.on_time, report.returns.late), (1, 0));
    assert_eq!(office.standings(october(23)).last(), Some(&Standing::Counts));
}

#[test]
fn a_deleted_return_counts_until_the_office_says_that_it_was_taken_back() {
    let office = Office::new();
    office.file("a.xlsx", october(9), Some(1_000.0), Some(10.0));
    assert_eq!(office.run(october(20)).returns.missing, 2);
    let whole = fs::read(office.inbox("a.xlsx")).expect("a return");
    fs::remove_file(office.inbox("a.xlsx")).expect("deleted");
    let report = office.run(october(21));
    let [gone] = of(&report, "TY-08")[..] else { panic!("{:?}", report.findings) };
    assert!(gone.is_open() && gone.at.file.is_received("a.xlsx") && gone.message().contains("报出日期 2025-10-09，已填 6 项"));
    assert_eq!((report.returns.missing, report.needs_action()), (2, true));
    // Put back under another name it is no loss.
    fs::write(office.inbox("b.xlsx"), &whole).expect("put back");
    assert!(of(&office.run(october(21)), "TY-08").is_empty());
    fs::remove_file(office.inbox("b.xlsx")).expect("deleted");
    assert_eq!(of(&office.run(october(22)), "TY-08").len(), 1);
    // The office takes it back, and it is missing.
    take_back(&office.path(), &office.path().join(FOLDER));
    let report = office.run(october(22));
    assert_eq!((of(&report, "TY-08").len(), of(&report, "TY-08")[0].is_open(), report.returns.missing), (1, false, 3));
    // Whoever knows nothing of what was says nothing.
    fs::remove_dir_all(office.path().join(".tongbao")).expect("a fresh store");
    let report = office.run(october(22));
    assert_eq!((of(&report, "TY-08").len(), report.returns.missing), (0, 3));
}

#[test]
fn a_deleted_correction_counts_beside_what_it_replaced() {
    let office = Office::new();
    office.file("a.xlsx", october(9), Some(1_000.0), Some(10.0));
    office.file("b.xlsx", october(12), Some(1_200.0), Some(12.0));
    office.run(october(20));
    fs::remove_file(office.inbox("b.xlsx")).expect("deleted");
    let report = office.run(october(21));
    assert_eq!((of(&report, "TY-08").len(), of(&report, "R02").len()), (1, 1));
    assert_eq!(office.standings(october(21)), [Standing::Superseded, Standing::GoneCounts]);
    take_back(&office.path(), &office.path().join(FOLDER));
    let report = office.run(october(21));
    assert_eq!(of(&report, "R02").len(), 0);
    assert_eq!(office.standings(october(21)), [Standing::Counts, Standing::Gone]);
}

#[test]
fn a_date_that_was_yet_to_come_never_outranks_the_correction() {
    for names in [["a.xlsx", "b.xlsx"], ["b.xlsx", "a.xlsx"]] {
        let office = Office::new();
        let [slip, correction] = names;
        office.file(slip, date(2025, 12, 9), Some(1_000.0), Some(10.0));
        office.file(correction, october(12), Some(1_200.0), Some(10.0));
        let report = office.run(october(20));
        let [odd] = of(&report, "W12")[..] else { panic!("{:?}", report.findings) };
        assert_eq!((odd.severity(), report.files.rejected, report.returns.on_time), (Severity::Rejected, 1, 1));
        assert_eq!(office.slips(), [format!("拒收 {slip}")], "nobody knows which is newer");
        // When the day has come, the correction counts nevertheless.
        let report = office.run(date(2026, 1, 10));
        assert_eq!((of(&report, "W12").len(), of(&report, "TY-05").len(), of(&report, "R02").len()), (1, 1, 0));
        assert!(of(&report, "W12")[0].at.file.is_received(slip) && of(&report, "TY-05")[0].at.file.is_received(slip));
        assert_eq!(office.slips(), ["示例H1 T-1.xlsx"]);
    }
}

#[test]
fn a_return_with_a_date_to_come_is_said_to_lie_there() {
    let office = Office::new();
    office.file("a.xlsx", date(2025, 12, 9), Some(1_000.0), Some(10.0));
    let report = office.run(october(20));
    assert_eq!((report.returns.missing, report.files.found), (3, 1));
    assert_eq!(office.slips(), ["拒收 a.xlsx"]);
    let status = tongbao::pipeline::status::status(&office.setup(october(20)), Some(this_quarter()), &Silent).expect("a status");
    let chased = status.outstanding.iter().find(|one| one.unit_code == "H1").expect("it is missing");
    assert_eq!(chased.remark.as_deref(), Some("已报但被拒收：报出日期晚于数据截止日"));
    assert!(chased.sentence.contains("收到的文件未能采用（报出日期晚于数据截止日）"), "{}", chased.sentence);
}

#[test]
fn a_refused_file_is_settled_by_a_later_return() {
    let office = Office::new();
    office.file("拒收.xlsx", date(2025, 12, 9), Some(1_000.0), Some(10.0));
    let report = office.run(october(20));
    assert_eq!((report.files.rejected, office.slips()), (1, vec!["拒收 拒收.xlsx".to_owned()]));
    office.file("重报.xlsx", october(21), Some(1_000.0), Some(10.0));
    let report = office.run(october(21));
    let [settled] = of(&report, "R04")[..] else { panic!("{:?}", report.findings) };
    assert!(
        settled.message().contains("W12") && settled.message().contains("“重报.xlsx”（报出日期 2025-10-21）"),
        "{}",
        settled.message()
    );
    assert_eq!((report.files.rejected, office.slips().len(), of(&report, "W12").len()), (0, 0, 0));
    // A refused one that may be newer is not settled by an older return.
    office.file("更正.xlsx", date(2025, 12, 1), Some(1_300.0), Some(10.0));
    let report = office.run(october(22));
    assert_eq!((of(&report, "R04").len(), of(&report, "W12").len(), office.slips().len()), (1, 1, 1));
}

#[test]
fn files_that_have_not_come_are_not_among_those_that_were_read() {
    let office = Office::new();
    office.file("a.xlsx", october(9), Some(1_000.0), Some(10.0));
    office.file_for("b.xlsx", (Quarter::Fourth, date(2026, 1, 8)), [Some(1.0), Some(1.0), Some(1.0)]);
    let files = office.run(october(20)).files;
    assert_eq!((files.found, files.read, files.from_store, files.later), (1, 1, 0, 1));
    let files = office.run(october(20)).files;
    assert_eq!((files.found, files.read, files.from_store, files.later), (1, 0, 1, 1));
}
