//! An office that asks for the quarter alone on a form of a shipped pack: what its blank forms say, what it adds up, where it says that each quarter
//! comes from, and what a correction of an earlier one changes (docs/numbers.md rule 14).

use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Data, Range, Reader as _, Xlsx, open_workbook, open_workbook_from_rs};
use jiff::civil::{Date, date};
use tongbao::pipeline::trace::{SourceCell, TraceRequest, trace};
use tongbao_document::FormValue;
use tongbao_figures::plan::{PackFolders, Plan};
use tongbao_render::Theme;
use tongbao_returns::domain::{FormId, Period, Quarter, UnitCode};
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::ingest::Reader;
use tongbao_returns::registry::Registry;

use crate::support::{indicator, registry, write_pack};
use crate::whole::tongbao;

/// A workspace beside the templates that it is run with.
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
        let wording = "@title 通报\n@attachment 指标完成情况表\n@table 指标完成情况\n";
        fs::write(templates.join("tiny/bulletins/quarterly.md"), wording).expect("the wording");
        // The office's own file of the form stands for the shipped one.
        let own = office.path().join("plans/tiny/forms");
        fs::create_dir_all(&own).expect("a folder");
        let form = fs::read_to_string(templates.join("tiny/forms/hospital.toml")).expect("the form");
        let by_quarter = form.replacen("version = \"1\"\n", "version = \"2\"\nbasis = \"quarter\"\n", 1);
        assert_ne!(form, by_quarter);
        fs::write(own.join("hospital.toml"), by_quarter).expect("written");
        let settings = "plans = [\"tiny\"]\noffice = \"小县医改办\"\naddressees = \"各单位：\"\nlanguage = \"zh\"\n";
        fs::create_dir_all(office.path().join("inbox")).expect("an inbox");
        fs::write(office.path().join("tongbao.toml"), settings).expect("settings");
        let registry = tongbao_sample::registry_book::registry_book(&Self::registry()).expect("a workbook");
        fs::write(office.path().join("registry.xlsx"), registry).expect("the registry");
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

    fn plan(&self) -> Plan {
        let folders = PackFolders::shipped(&self.templates()).behind(&self.path().join("plans"));
        match tongbao_figures::plan::load_from(&folders, "tiny") {
            Ok(plan) => plan,
            Err(error) => panic!("{}", error.shown().join("\n")),
        }
    }

    /// A hospital's return of so many visits in a quarter, in the place of the last one.
    fn receive(&self, hospital: &str, quarter: Quarter, visits: f64, day: Date) {
        let bytes = form(&self.plan(), hospital, quarter, Some(visits), day);
        fs::write(self.path().join("inbox").join(format!("{hospital} {quarter:?}.xlsx")), bytes).expect("a return");
    }

    #[track_caller]
    fn run(&self, more: &[&str]) {
        let (office, templates) = (self.path(), self.templates());
        let asked = ["run", office.to_str().expect("UTF-8"), "--period", "2025Q2", "--as-of", "2025-07-20", "--threads=1"];
        let templates = [("TONGBAO_TEMPLATES", templates.to_str().expect("UTF-8"))];
        let (code, out, error) = tongbao(&[&asked[..], more].concat(), &templates);
        assert!(code == 0 || code == 3, "{code}: {out}{error}");
    }

    /// The cells behind a figure, by unit and quarter.
    #[track_caller]
    fn cells(&self, words: &str) -> Vec<String> {
        let request = TraceRequest { number: 1, words: words.to_owned(), ..TraceRequest::default() };
        let report = trace(&self.path(), &Reader::in_process(), &request).expect("traced");
        let told = |cell: &SourceCell| format!("{} {} {} {}", cell.unit, cell.period, cell.value, cell.cell);
        let mut cells: Vec<String> = report.figures[0].cells.iter().map(told).collect();
        cells.sort();
        cells
    }
}

/// A hospital's form for a quarter, filled in or blank.
fn form(plan: &Plan, hospital: &str, quarter: Quarter, visits: Option<f64>, day: Date) -> Vec<u8> {
    let style = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates/house/theme.toml"));
    let value = |position: usize| {
        let numbers = [visits?, 10.0, 50.0, 3.0, 0.0, 20.0];
        Some(if position == 4 { FormValue::Text("是".to_owned()) } else { FormValue::Number(numbers[position]) })
    };
    let before = |_: usize| Some(FormValue::Number(10.0));
    let filling = Filling {
        value: &value,
        previous: Some(&before),
        last_year: &|_| None,
        filler: None,
        phone: None,
        deadline: None,
        reported_on: visits.map(|_| day),
    };
    let registry = Office::registry();
    let unit = &registry.units[&UnitCode::new(hospital)];
    let form = plan.form(&FormId::new("hospital")).expect("the form");
    let book = form_book(form, unit, Period::quarter(2025, quarter), &filling, day, false);
    tongbao_render::xlsx::form(&book, &Theme::parse(&style.expect("the style")).expect("the style")).expect("a workbook")
}

fn rows(sheet: &Range<Data>) -> Vec<Vec<String>> {
    sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The workbook of the only county.
fn county_book(folder: &Path) -> Xlsx<std::io::BufReader<fs::File>> {
    let mut files = fs::read_dir(folder.join("县区")).expect("a folder").map(|entry| entry.expect("a file").path());
    let book = files.find(|path| path.extension().is_some_and(|extension| extension == "xlsx"));
    open_workbook(book.expect("a workbook")).expect("a workbook")
}

#[test]
fn a_blank_form_asks_for_the_quarter_alone() {
    let office = Office::new();
    let bytes = form(&office.plan(), "H1", Quarter::Third, None, date(2025, 9, 1));
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut cells = Vec::new();
    for name in book.sheet_names() {
        cells.extend(rows(&book.worksheet_range(&name).expect("a sheet")).into_iter().flatten());
    }
    let said = |word: &str| cells.iter().any(|cell| cell.contains(word));
    assert!(said("本季数") && said("上季数") && said("2025年7—9月"), "{cells:?}");
    assert!(!said("本期累计") && !said("1—9月"), "{cells:?}");
}

#[test]
fn what_is_added_up_says_where_each_quarter_comes_from() {
    let office = Office::new();
    for (hospital, first, second) in [("H1", 10.0, 20.0), ("H2", 1.0, 2.0)] {
        office.receive(hospital, Quarter::First, first, date(2025, 4, 10));
        office.receive(hospital, Quarter::Second, second, date(2025, 7, 10));
    }
    office.run(&["--final", "--number", "1", "--force", "--reason", "县政府调度会须用"]);
    let folder = office.path().join("bulletins/2025Q2/quarterly");

    // 10 + 20 + 1 + 2, and 20 + 2.
    let mut book = county_book(&folder);
    let calculation = book.worksheet_range("指标计算").expect("the sheet");
    let number = |what: &str| {
        let row = rows(&calculation).into_iter().find(|row| row[0] == "诊疗量" && row[1] == what);
        row.unwrap_or_else(|| panic!("{what}: {calculation:?}"))[2].clone()
    };
    assert_eq!((number("SUM(诊疗人次)").as_str(), number("其中：本季").as_str()), ("33", "22"));
    let formulas = book.worksheet_formula("指标计算").expect("the sheet");
    assert!(formulas.used_cells().any(|(_, _, formula)| formula.starts_with("SUM('数据来源'!")), "{formulas:?}");

    // Each quarter has its row, with its file and its cell.
    let sources = rows(&book.worksheet_range("数据来源").expect("the sheet"));
    let listed: Vec<[&str; 4]> = sources
        .iter()
        .filter(|row| row[0] == "诊疗人次")
        .map(|row| [row[1].as_str(), row[2].as_str(), row[4].as_str(), row[5].as_str()])
        .collect();
    let expected = [
        ["示例H1（2025Q1）", "10", "H1 First.xlsx", "表"],
        ["示例H1（2025Q2）", "20", "H1 Second.xlsx", "表"],
        ["示例H2（2025Q1）", "1", "H2 First.xlsx", "表"],
        ["示例H2（2025Q2）", "2", "H2 Second.xlsx", "表"],
    ];
    assert_eq!(listed, expected);
    assert!(sources.iter().flatten().any(|cell| cell.starts_with("单位后注明季度的")), "{sources:?}");

    // So does the number of the issue, and that of the quarter alone has its own cells.
    let value = office.cells("诊疗量 全市 本期累计");
    let quarters: Vec<String> = value.iter().filter_map(|cell| cell.rsplit_once(' ')).map(|(told, _)| told.to_owned()).collect();
    assert_eq!(quarters, ["H1 2025Q1 10", "H1 2025Q2 20", "H2 2025Q1 1", "H2 2025Q2 2"]);
    let own = office.cells("诊疗量 全市 本季");
    assert!(own.len() == 2 && own.iter().all(|cell| cell.contains("2025Q2")), "{own:?}");

    // A correction of the first quarter moves the second's bulletin, and is named there.
    office.receive("H1", Quarter::First, 15.0, date(2025, 7, 18));
    office.run(&[]);
    let mut revision: Xlsx<_> =
        open_workbook(office.path().join("bulletins/2025Q2/quarterly-草稿/修订说明.xlsx")).expect("a workbook");
    let told = rows(&revision.worksheet_range("修订说明").expect("the sheet"));
    let row = told.iter().find(|row| row.iter().any(|cell| cell == "诊疗量") && row.iter().any(|cell| cell == "本期累计"));
    let row = row.unwrap_or_else(|| panic!("{told:?}"));
    assert!(row.iter().any(|cell| cell.contains("示例H1 +5")), "{row:?}");
}
