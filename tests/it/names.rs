//! An indicator may be named as anybody likes: no sign in a name, and no name that something else has, changes what becomes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use calamine::{Reader as _, Xlsx, open_workbook};
use jiff::civil::{Date, date};
use tempfile::TempDir;
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::report::RunReport;
use tongbao::pipeline::request::{RunRequest, Wish};
use tongbao::pipeline::run::run_as_wished;
use tongbao::pipeline::trace::{TraceRequest, TracedFigure, trace};
use tongbao::pipeline::{IssueRequest, Setup};
use tongbao_returns::domain::{Cycle, Period, Quarter};
use tongbao_returns::ingest::Reader;

use crate::issuing::take_back;
use crate::whole::{copy, workspace};

/// What an indicator is called in the pack, and what it might be called: like a count, a task, a score, with signs that part names elsewhere.
const RENAMED: [(&str, &str); 4] = [
    ("检查检验收入占医疗收入比重", "每县：检查/检验收入:占比"),
    ("手术治疗收入占医疗收入比重", "台账：手术治疗收入占比"),
    ("百元医疗收入成本", "及时率"),
    ("资产负债率", "得分：资产、负债：之比"),
];

/// The packs, with Kailu's indicators under other names.
fn renamed() -> TempDir {
    let templates = tempfile::tempdir().expect("scratch folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates"), templates.path());
    for entry in walkdir::WalkDir::new(templates.path().join("kailu-2024")) {
        let entry = entry.expect("an entry");
        if entry.file_type().is_file() {
            let text = fs::read_to_string(entry.path()).expect("text");
            // A shared indicator is used under a name of the plan's own.
            let used = |text: String, plain: &str| {
                let line = format!("use = \"{plain}\"\n");
                let id = format!("id = \"{plain}\"\n");
                if text.contains(&id) { text } else { text.replace(&line, &format!("{id}{line}")) }
            };
            let text = RENAMED.iter().fold(text, |text, (plain, odd)| {
                let renamed = used(text, plain).replace(plain, odd);
                renamed.replace(&format!("use = \"{odd}\""), &format!("use = \"{plain}\""))
            });
            fs::write(entry.path(), text).expect("written");
        }
    }
    templates
}

fn run(office: &Path, templates: &Path, day: Date, number: Option<u32>) -> RunReport {
    let setup = Setup::open(office, templates.to_owned(), Reader::in_process(), day).expect("an office");
    let period = Some(Period::quarter(2025, Quarter::Third));
    let request = RunRequest { period, cycle: Some(Cycle::Quarterly), ..RunRequest::default() };
    let issue = number.map(|number| IssueRequest { number, force: Some("县政府调度会须用".to_owned()) });
    run_as_wished(&setup, &request, &Wish { plan: None, issue }, &Silent).expect("a run")
}

/// What a figure measures, how it is printed, and file, cell and value of everything behind it.
type Traced = (String, String, Vec<[String; 3]>);

/// The county's own figures of an indicator in issue 3.
fn traced(office: &Path, indicator: &str) -> Vec<Traced> {
    let request = TraceRequest { number: 3, words: format!("{indicator} 全县"), ..TraceRequest::default() };
    let figures = trace(office, &Reader::in_process(), &request).expect("found").figures;
    let cells = |figure: &TracedFigure| {
        figure.cells.iter().map(|cell| [cell.file.clone(), cell.cell.clone(), cell.value.clone()]).collect()
    };
    let of_it = figures.iter().filter(|figure| figure.subject == indicator);
    of_it.map(|figure| (figure.measure.clone(), figure.printed.clone(), cells(figure))).collect()
}

/// A sheet of a workbook as text, a row a line.
fn text_of(path: &Path, sheet: &str) -> String {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_indicator_of_any_name_is_printed_issued_traced_and_revised_like_any_other() {
    let plain_templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
    let (plain, odd, templates) = (workspace("kailu"), workspace("kailu"), renamed());
    let day = date(2025, 10, 20);
    let [plainly, oddly] =
        [(plain.path(), plain_templates.as_path()), (odd.path(), templates.path())].map(|(office, templates)| {
            let report = run(office, templates, day, Some(3));
            assert_eq!(report.published[0].number, Some(3));
            office
        });
    let names = |text: &str| RENAMED.iter().fold(text.to_owned(), |text, (plain, odd)| text.replace(plain, odd));
    let third = "bulletins/2025Q3/quarterly/全县.xlsx";
    // Values, targets, lights, gaps and places stand in these tables.
    for sheet in ["指标完成情况", "滞后清单", "指标计算", "指标公式", "数据来源"] {
        let [expected, found] = [plainly, oddly].map(|office| text_of(&office.join(third), sheet));
        assert_eq!(found, names(&expected), "{sheet}");
    }
    for (plain, odd) in RENAMED {
        let expected = traced(plainly, plain);
        assert!(expected.iter().any(|(measure, _, cells)| measure == "本期累计" && !cells.is_empty()), "{plain}: {expected:?}");
        // What only sounds like it, a count of the same name, may be found beside it.
        let found = traced(oddly, odd);
        let lost: Vec<&Traced> = expected.iter().filter(|one| !found.contains(one)).collect();
        assert!(lost.is_empty(), "{odd}: {lost:?}");
    }

    // A return that is corrected afterwards moves the figures of its indicators, whatever they are called.
    for office in [plainly, oddly] {
        let inbox = office.join("inbox/2025Q3/开鲁报送/开鲁县示例医院");
        let files = fs::read_dir(&inbox).expect("the hospital's folder").map(|entry| entry.expect("an entry").path());
        files.for_each(|file| fs::remove_file(file).expect("removed"));
    }
    for (office, templates) in [(plainly, plain_templates.as_path()), (oddly, templates.path())] {
        run(office, templates, date(2025, 11, 3), None);
        take_back(office, &office.join("bulletins/2025Q3/quarterly-草稿"));
        run(office, templates, date(2025, 11, 3), None);
    }
    let revised = "bulletins/2025Q3/quarterly-草稿/修订说明.xlsx";
    let [expected, found] = [plainly, oddly].map(|office| text_of(&office.join(revised), "修订说明"));
    assert!(RENAMED.iter().all(|(plain, _)| expected.contains(plain)), "{expected}");
    // They stand in the order of their names, and refer to one another by where they stand.
    let rows = |text: &str| -> BTreeSet<String> {
        let numbered: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.split_once('|')).collect();
        let cause_of = |number: &str| numbered.get(number).and_then(|row| row.rsplit_once('|')).map(|(_, cause)| cause);
        let told = |row: &str| match row.rsplit_once("|同序号") {
            Some((figure, number)) => format!("{figure}|{}", cause_of(number).expect("the row that is referred to")),
            None => row.to_owned(),
        };
        text.lines().map(|line| told(line.split_once('|').map_or(line, |(_, row)| row))).collect()
    };
    assert_eq!(rows(&found), rows(&names(&expected)));
}
