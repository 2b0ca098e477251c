//! The ledger of tasks from end to end: filed, done, signed off, sent back, overdue, corrected, and what the workbooks say of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use jiff::civil::{Date, date};
use tempfile::TempDir;
use tongbao_document::FormValue;
use tongbao_figures::plan::Plan;
use tongbao_render::Theme;
use tongbao_returns::domain::{Decision, Period, TaskColumn};
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::registry::Unit;
use tongbao_sample::ledger::Decided;
use tongbao_sample::registry_book::sign_off_book;

use crate::whole::tongbao;

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");
/// 县卫健委 in the sample's registry.
const FILER: &str = "111505230000000198";

/// State, 完成日期, 佐证材料.
type Said = (&'static str, &'static str, &'static str);

/// An office in which only those have filed who file in the test.
struct Workshop {
    folder: TempDir,
    /// 全县, 全市: what the area's bulletin is called.
    area: &'static str,
    plan: Plan,
    theme: Theme,
}

impl Workshop {
    /// 开鲁县.
    fn new() -> Self {
        Self::of("kailu", "kailu-2024", "全县")
    }

    fn of(sample: &str, plan: &str, area: &'static str) -> Self {
        let templates = Path::new(SOURCES).join("report_templates");
        let folder = tempfile::tempdir().expect("scratch folder");
        for file in ["tongbao.toml", "registry.xlsx"] {
            fs::copy(Path::new(SOURCES).join("sample_data").join(sample).join(file), folder.path().join(file)).expect("sample");
        }
        fs::create_dir(folder.path().join("inbox")).expect("inbox");
        let theme = Theme::parse(&fs::read_to_string(templates.join("house/theme.toml")).expect("the style")).expect("the style");
        Self { folder, area, plan: tongbao_figures::plan::load(&templates, plan).expect("a sound pack"), theme }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn unit(&self, is_meant: impl Fn(&Unit) -> bool) -> Unit {
        let registry =
            tongbao_returns::ingest::registry(&self.path().join("registry.xlsx"), &tongbao_returns::ingest::Reader::in_process())
                .expect("a reader")
                .expect("a registry")
                .0;
        registry.units.into_values().find(is_meant).expect("a unit")
    }

    /// The department files.
    fn file(&self, name: &str, period: &str, on: Date, said: &[(&str, Said)]) {
        self.file_as(&self.unit(|unit| unit.code.as_str() == FILER), (name, period, on), said);
    }

    /// A unit files: 推进中 for every task but those named.
    fn file_as(&self, unit: &Unit, (name, period, on): (&str, &str, Date), said: &[(&str, Said)]) {
        let form = self.plan.forms.iter().find(|form| form.tasks.is_some()).expect("a ledger form");
        let tasks = form.tasks.as_ref().expect("tasks");
        let said: BTreeMap<&str, Said> = said.iter().copied().collect();
        let value = |position: usize| {
            let (task, column) = tasks.of_item(position)?;
            let (state, day, proof) = said.get(task.code()).copied().unwrap_or(("推进中", "", ""));
            let words = match column {
                TaskColumn::State => state,
                TaskColumn::Progress => "正在推进",
                TaskColumn::DoneOn => day,
                TaskColumn::Evidence => proof,
                TaskColumn::Times => return Some(FormValue::Number(1.0)),
            };
            (!words.is_empty()).then(|| FormValue::Text(words.to_owned()))
        };
        let filling = Filling {
            value: &value,
            last_year: &|_| None,
            previous: None,
            filler: Some("示例".to_owned()),
            phone: Some("0475-0000000".to_owned()),
            deadline: None,
            reported_on: Some(on),
        };
        let book = form_book(form, unit, period.parse::<Period>().expect("a period"), &filling, on, true);
        let bytes = tongbao_render::xlsx::form(&book, &self.theme).expect("a workbook");
        fs::write(self.path().join("inbox").join(name), bytes).expect("file");
    }

    /// The office decides; everything that it has decided so far.
    fn sign_off(&self, decided: &[(&str, Decision, Date, &'static str)]) {
        let rows: Vec<Decided> = decided
            .iter()
            .map(|&(task, decision, on, reason)| Decided { task: task.to_owned(), item: String::new(), decision, on, reason })
            .collect();
        fs::write(self.path().join("signoff.xlsx"), sign_off_book(&rows).expect("a workbook")).expect("file");
    }

    fn run(&self, period: &str, as_of: &str) -> String {
        let folder = self.path().to_str().expect("UTF-8");
        let (exit, out, err) = tongbao(&["run", folder, "--period", period, "--cycle", "quarterly", "--as-of", as_of], &[]);
        assert_eq!(exit, 3, "{err}");
        out
    }

    /// The rows of a sheet of the area's workbook by what stands in a column, as header → words.
    fn rows(&self, period: &str, file: &str, sheet: &str, key: &str) -> BTreeMap<String, BTreeMap<String, String>> {
        table(&self.path().join(format!("bulletins/{period}/quarterly/{file}.xlsx")), sheet, key)
    }

    /// What 台账明细 says of a task: 状态, 逾期天数, 逾期完成天数, 销号日期.
    fn task(&self, period: &str, code: &str) -> [String; 4] {
        let rows = self.rows(period, self.area, "台账明细", "编号");
        let row = rows.get(code).unwrap_or_else(|| panic!("{code}"));
        ["状态", "逾期天数", "逾期完成天数", "销号日期"].map(|header| row[header].clone())
    }

    /// Findings about the ledger.
    fn findings(&self, period: &str) -> Vec<BTreeMap<String, String>> {
        let path = self.path().join(format!("bulletins/{period}/quarterly/审核发现.xlsx"));
        listed(&path, "审核发现", "代码").into_iter().filter(|row| row["代码"].starts_with('L')).collect()
    }

    fn codes(&self, period: &str) -> Vec<String> {
        self.findings(period).into_iter().map(|row| row["代码"].clone()).collect()
    }
}

/// A table of a workbook by the words of a column.
pub(crate) fn table(path: &Path, sheet: &str, key: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    listed(path, sheet, key).into_iter().map(|row| (row[key].clone(), row)).collect()
}

/// A table of a workbook: rows below the first row that has the key among its cells, as header → words.
pub(crate) fn listed(path: &Path, sheet: &str, key: &str) -> Vec<BTreeMap<String, String>> {
    let mut workbook: Xlsx<_> = calamine::open_workbook(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let range = workbook.worksheet_range(sheet).expect("the sheet");
    let words = |cell: &Data| match cell {
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    };
    let mut rows = range.rows().map(|row| row.iter().map(words).collect::<Vec<_>>());
    let headers = rows.find(|row| row.iter().any(|cell| cell == key)).expect("a header");
    let at = headers.iter().position(|header| header == key).expect("the key");
    rows.filter(|row| !row[at].is_empty()).map(|row| headers.iter().cloned().zip(row).collect()).collect()
}

const DONE: &str = "已完成";

#[test]
fn a_task_is_filed_done_signed_off_sent_back_and_overdue() {
    let shop = Workshop::new();
    // First quarter: everything goes on. 19#1, 19#2 and 19#3 were due at the end of 2024.
    shop.file("一季度.xlsx", "2025Q1", date(2025, 4, 8), &[]);
    shop.run("2025Q1", "2025-04-20");
    // January 31, February 28, March 31 days.
    assert_eq!(shop.task("2025Q1", "19#1"), ["推进中", "90", "—", ""]);
    let overdue = shop.rows("2025Q1", "全县", "逾期任务", "编号");
    assert_eq!(overdue.keys().collect::<Vec<_>>(), ["19#1", "19#2", "19#3"]);
    assert!(overdue.values().all(|row| row["新增"] == "是"), "none was overdue on 31 December");
    assert_eq!(shop.task("2025Q1", "1#3")[0], "未报", "县医保局 leads and has not filed");

    // Second quarter: 19#1 is done and closed, 19#2 is called done without a proof.
    let second = [("19#1", (DONE, "2025-06-20", "验收报告")), ("19#2", (DONE, "2025-06-25", ""))];
    shop.file("二季度.xlsx", "2025Q2", date(2025, 7, 8), &second);
    shop.sign_off(&[("19#1", Decision::Close, date(2025, 7, 18), "")]);
    shop.run("2025Q2", "2025-07-20");
    // From 31 December to 20 June: 31 + 28 + 31 + 30 + 31 + 20.
    assert_eq!(shop.task("2025Q2", "19#1"), ["已销号", "—", "171", "2025-07-18"]);
    assert_eq!(shop.task("2025Q2", "19#2"), ["推进中", "181", "—", ""]);
    assert_eq!(shop.codes("2025Q2"), ["L01"]);
    let due = shop.rows("2025Q2", "全县", "临近到期任务", "编号");
    assert!(due.contains_key("25#2"), "due on the period's last day, not overdue: {due:?}");

    // Third quarter: 19#2 with its proof, 19#3 sent back, 25#2 newly overdue.
    let third = [
        ("19#1", (DONE, "2025-06-20", "验收报告")),
        ("19#2", (DONE, "2025-08-15", "互认协议")),
        ("19#3", (DONE, "2025-09-01", "会议通知")),
    ];
    shop.file("三季度.xlsx", "2025Q3", date(2025, 10, 8), &third);
    let decided =
        [("19#1", Decision::Close, date(2025, 7, 18), ""), ("19#3", Decision::SendBack, date(2025, 10, 15), "只有会议通知")];
    shop.sign_off(&decided);
    let told = shop.run("2025Q3", "2025-10-20");
    assert!(!told.contains("L0"), "{told}");
    // 31 + 28 + 31 + 30 + 31 + 30 + 31 + 15 days.
    assert_eq!(shop.task("2025Q3", "19#2"), ["待销号", "—", "227", ""]);
    assert_eq!(shop.task("2025Q3", "19#3"), ["推进中", "273", "—", ""]);
    let overdue = shop.rows("2025Q3", "全县", "逾期任务", "编号");
    let days = |code: &str| (overdue[code]["逾期天数"].as_str(), overdue[code]["新增"].as_str());
    assert_eq!((overdue.len(), days("19#3"), days("25#2")), (2, ("273", ""), ("92", "是")));
    assert_eq!(shop.rows("2025Q3", "全县", "退回任务", "编号")["19#3"]["原因"], "只有会议通知");
    let history = &shop.rows("2025Q3", "全县", "台账变动", "编号")["19#1"];
    let states = ["2025Q1", "2025Q2", "2025Q3", "销号与退回"].map(|header| history[header].as_str());
    assert_eq!(states, ["推进中", "已销号", "已销号", "2025-07-18 销号"]);

    // A correction after the day on which 19#3 was sent back; 25#2 was done in time after all.
    let corrected = [third.as_slice(), &[("25#2", (DONE, "2025-06-28", "制度汇编"))]].concat();
    shop.file("三季度 更正.xlsx", "2025Q3", date(2025, 10, 18), &corrected);
    shop.run("2025Q3", "2025-10-20");
    assert_eq!(shop.task("2025Q3", "25#2"), ["待销号", "—", "—", ""]);
    assert_eq!(shop.task("2025Q3", "19#3"), ["待销号", "—", "244", ""]);

    // The counts add up, and the next blank form knows the states.
    let counts = &shop.rows("2025Q3", "全县", "任务台账", "领域")["合计"];
    let number = |header: &str| counts[header].parse::<u32>().expect("a number");
    let parts = ["已销号", "待销号", "推进中", "滞后", "未启动", "未报"].map(number);
    assert_eq!((parts.iter().sum::<u32>(), number("任务")), (223, 223));
    assert_eq!((parts[0], parts[1], number("逾期")), (1, 3, 0));
    let folder = shop.path().to_str().expect("UTF-8");
    let (exit, _, err) = tongbao(&["forms", folder, "--period", "2025Q4", "--unit", FILER, "--as-of", "2026-01-05"], &[]);
    assert_eq!(exit, 0, "{err}");
    let forms = fs::read_dir(shop.path().join("forms/2025Q4")).expect("forms").map(|entry| entry.expect("a form").path());
    let ledger = forms.into_iter().find(|path| path.to_string_lossy().contains("TB-K08")).expect("the ledger form");
    let rows = table(&ledger, "任务台账", "任务编号");
    assert_eq!((rows["19#1"]["上期状态"].as_str(), rows["18#1"].get("上期状态").map(String::as_str)), (DONE, Some("推进中")));
    assert!(!rows.contains_key("13#1"), "县委 and 县医管委 answer for it, not this department");
}

#[test]
fn a_task_of_all_counties_has_a_state_in_the_area() {
    // 八.一#1 is 各级党委政府's, its scope the counties': nobody leads it but they.
    let shop = Workshop::of("jining", "jining-2023", "全市");
    let bureau = |county: &str| shop.unit(|unit| unit.county.as_str() == county && unit.category.as_str() == "县级卫健部门");
    let on = date(2025, 10, 8);
    let done = [("八.一#1", (DONE, "2025-09-01", "政府工作报告"))];
    shop.file_as(&bureau("370811"), ("任城.xlsx", "2025Q3", on), &done);
    shop.file_as(&bureau("370812"), ("兖州.xlsx", "2025Q3", on), &done);
    shop.file_as(&bureau("370829"), ("嘉祥.xlsx", "2025Q3", on), &[]);
    let told = shop.run("2025Q3", "2025-10-20");
    assert!(!told.contains("L05"), "{told}");
    // Of eleven counties two are done, one goes on, eight are silent.
    let state = "推进中（待销号2个、推进中1个、未报8个）";
    let details = &shop.rows("2025Q3", "全市", "台账明细", "编号")["八.一#1"];
    assert!(
        details["各单位所报"].starts_with("任城待销号；兖州待销号；") && details["各单位所报"].contains("嘉祥推进中"),
        "{details:?}"
    );
    assert_eq!((details["状态"].as_str(), details["各状态单位数"].as_str()), ("推进中", "待销号2个、推进中1个、未报8个"));
    assert_eq!(details["进展情况"], "正在推进", "that of the county that goes on");
    let silent = &shop.rows("2025Q3", "全市", "条款对照", "编号")["八.二#1"]["评价或状态"];
    assert_eq!(silent, "未报（18个）", "各有关部门: where all stand alike one number says it");
    let shared = &shop.rows("2025Q3", "全市", "分别承担任务", "编号")["八.一#1"];
    assert_eq!(["状态", "待销号", "推进中", "未报"].map(|header| shared[header].as_str()), ["推进中", "2", "1", "8"]);
    assert_eq!(shop.rows("2025Q3", "全市", "条款对照", "编号")["八.一#1"]["评价或状态"], state);
    assert_eq!(shop.rows("2025Q3", "全市", "台账变动", "编号")["八.一#1"]["2025Q3"], state);
    let of_county = |county: &str| {
        let rows = shop.rows("2025Q3", &format!("县区/{county}"), "台账明细", "编号");
        rows["八.一#1"]["状态"].clone()
    };
    assert_eq!(["任城区", "嘉祥县", "曲阜市"].map(of_county), ["待销号", "推进中", "未报"], "a county's own");
    // In the area it counts once.
    let counts = &shop.rows("2025Q3", "全市", "任务台账", "领域")["合计"];
    let number = |header: &str| counts[header].parse::<usize>().expect("a number");
    let parts = ["已销号", "待销号", "推进中", "滞后", "未启动", "未报"].map(number);
    assert_eq!((parts.iter().sum::<usize>(), number("任务")), (shop.plan.ledger.len(), shop.plan.ledger.len()));
    // 22 rows of the counties, 12 of the townships and 2 of the villages: where the department that leads is silent they are heard.
    assert_eq!(number("推进中"), 22 + 12 + 2);
    let beside = &shop.rows("2025Q3", "全市", "分别承担任务", "编号")["3#7"];
    assert_eq!(
        ["状态", "推进中", "未报"].map(|header| beside[header].as_str()),
        ["推进中", "3", "9"],
        "市卫生健康委 among the nine"
    );
}

#[test]
fn who_has_no_task_gets_no_ledger_form() {
    let shop = Workshop::new();
    // A ledger in which one task is left, 县医保局's from July on.
    let templates = shop.path().join("packs");
    crate::whole::copy(&Path::new(SOURCES).join("report_templates"), &templates);
    let ledger = templates.join("kailu-2024/ledger.csv");
    let text = fs::read_to_string(&ledger).expect("the ledger");
    let kept: Vec<&str> = text.lines().filter(|line| line.starts_with("id,") || line.starts_with("kailu-2024:19#1,")).collect();
    fs::write(&ledger, kept.join("\n") + "\n").expect("the ledger");
    // A word that no row has any more would be a mistake, and the office's own mechanisms fulfil tasks that are gone.
    let form = templates.join("kailu-2024/forms/kailu-ledger.toml");
    let text = fs::read_to_string(&form).expect("the form");
    let without_words: Vec<&str> = text.lines().filter(|line| !line.starts_with("everyone")).collect();
    assert_eq!(without_words.len() + 1, text.lines().count());
    fs::write(&form, without_words.join("\n") + "\n").expect("the form");
    let file = templates.join("kailu-2024/plan.toml");
    let text = fs::read_to_string(&file).expect("the plan");
    let (without_mechanisms, _) = text.split_once("[[mechanism]]").expect("mechanisms");
    fs::write(&file, without_mechanisms).expect("the plan");
    fs::write(templates.join("kailu-2024/responsible.csv"), "id,from,responsible\nkailu-2024:19#1,2025-07-01,县医保局\n")
        .expect("who takes over");
    let folder = shop.path().to_str().expect("UTF-8");
    let packs = [("TONGBAO_TEMPLATES", templates.to_str().expect("UTF-8"))];
    let asked = |period: &str| {
        let (exit, _, err) = tongbao(&["forms", folder, "--period", period, "--as-of", "2025-10-05"], &packs);
        assert_eq!(exit, 0, "{err}");
        let forms = fs::read_dir(shop.path().join("forms").join(period)).expect("forms");
        let names = forms.map(|entry| entry.expect("a form").file_name().to_string_lossy().into_owned());
        let of_ledger = names.filter(|name| name.contains("TB-K08"));
        of_ledger.map(|name| name.split('_').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let insurance = shop.unit(|unit| unit.aliases.iter().any(|alias| alias == "县医保局"));
    assert_eq!((asked("2025Q2"), asked("2025Q3")), (vec![FILER.to_owned()], vec![insurance.code.to_string()]));
    let department = shop.unit(|unit| unit.aliases.iter().any(|alias| alias == "县人社局"));
    let one = ["forms", folder, "--period", "2025Q3", "--unit", department.code.as_str(), "--as-of", "2025-10-05"];
    assert!(tongbao(&one, &packs).1.contains("没有要填的报表"), "it would file nothing but the ledger");
    // Who files it all the same is told, and owes nothing.
    shop.file("三季度.xlsx", "2025Q3", date(2025, 10, 8), &[]);
    let run = ["run", folder, "--period", "2025Q3", "--cycle", "quarterly", "--as-of", "2025-10-20"];
    let (_, out, err) = tongbao(&run, &packs);
    assert!(out.contains("W08") && out.contains("方案没有由"), "{out}{err}");
    let chased = listed(&shop.path().join("bulletins/2025Q3/quarterly/催报名单.xlsx"), "催报名单", "单位代码");
    let ledgers = chased.iter().filter(|row| row["报表"].contains("台账"));
    assert_eq!(ledgers.map(|row| row["单位代码"].as_str()).collect::<Vec<_>>(), [insurance.code.as_str()]);
}

#[test]
fn what_the_office_cannot_mean_is_told_at_its_cell() {
    let shop = Workshop::new();
    shop.file("三季度.xlsx", "2025Q3", date(2025, 10, 8), &[("19#1", (DONE, "2025-09-20", "验收报告"))]);
    shop.sign_off(&[
        ("99#9", Decision::Close, date(2025, 10, 10), ""),
        ("19#2", Decision::Close, date(2025, 10, 10), ""),
        ("19#1", Decision::SendBack, date(2025, 10, 10), ""),
        ("19#1", Decision::Close, date(2025, 12, 1), ""),
    ]);
    shop.run("2025Q3", "2025-10-20");
    let rows = shop.findings("2025Q3");
    let mut told: Vec<(&str, &str)> = rows.iter().map(|row| (row["代码"].as_str(), row["单元格"].as_str())).collect();
    told.sort_unstable();
    // The last row is not known yet on 20 October.
    assert_eq!(told, [("L06", ""), ("L06", "A3"), ("L06", "C4"), ("L07", "C5")]);
    assert_eq!(shop.task("2025Q3", "19#1")[0], "推进中", "sent back, with or without a reason");
}

#[test]
fn an_inspection_reports_upward() {
    let shop = Workshop::new();
    shop.file("三季度.xlsx", "2025Q3", date(2025, 10, 8), &[]);
    let folder = shop.path().to_str().expect("UTF-8");
    let (exit, _, err) = tongbao(&["run", folder, "--period", "2025Q3", "--cycle", "inspection", "--as-of", "2025-10-20"], &[]);
    assert_eq!(exit, 3, "{err}");
    let report = shop.path().join("bulletins/2025Q3/inspection");
    assert!(report.join("全县.pdf").is_file() && !report.join("医联体").exists());
    let yearly = table(&report.join("全县.xlsx"), "工作机制", "编号");
    let inspection = &yearly["三.4#10"];
    let said = ["全年要求", "序时应达", "本年已有", "评价"].map(|header| inspection[header].as_str());
    assert_eq!(said, ["1", "0", "…", "不评价"], "nothing is issued yet, whatever the department says");
    // Only packs that word it have it.
    let jining = crate::whole::workspace("jining");
    let folder = jining.path().to_str().expect("UTF-8");
    let (exit, _, _) = tongbao(&["run", folder, "--period", "2025Q3", "--cycle", "inspection", "--as-of", "2025-10-20"], &[]);
    assert_eq!(exit, 2);
}
