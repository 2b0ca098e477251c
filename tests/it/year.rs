//! A year at one office: fifteen nights, returns that come late or again, three bulletins issued. What was issued never changes,
//! and in the end the history is one story.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use tempfile::TempDir;
use tongbao_document::FormValue;
use tongbao_render::Theme;
use tongbao_returns::ingest::{Known, Reader};
use tongbao_sample::{Desk, Recipe};

use crate::whole::{tongbao, workspace_of_the_year};

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");
const HOSPITAL: &str = "开鲁县示例医院";
/// 远程医疗服务例次 of the shared hospital form.
const CONSULTATIONS: &str = "111";

/// The year's workspace, whose inbox is filled day by day.
struct Office {
    folder: TempDir,
    /// Files that have not arrived yet, with the day on which they do.
    coming: Vec<(Date, PathBuf)>,
    /// Contents of every issued folder on the day of issue.
    issued: BTreeMap<PathBuf, BTreeMap<PathBuf, Vec<u8>>>,
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("readable"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).expect("readable"))).collect()
}

impl Office {
    fn open() -> Self {
        let folder = workspace_of_the_year("kailu");
        let plan = tongbao_figures::plan::load(&Path::new(SOURCES).join("report_templates"), "kailu-2024").expect("a sound pack");
        let registry = tongbao_returns::ingest::registry(
            &folder.path().join("registry.xlsx"),
            &tongbao_returns::ingest::Reader::in_process(),
        )
        .expect("a reader")
        .expect("the registry")
        .0;
        let inbox = folder.path().join("inbox");
        let found = tongbao_returns::ingest::discover(&inbox).expect("the inbox");
        let known = Known { forms: &plan.forms, registry: Some(&registry) };
        let readings = tongbao_returns::ingest::read(&found, &known, &Reader::in_process(), &|| ()).expect("readable");
        fs::rename(&inbox, folder.path().join("outside")).expect("moved");
        fs::create_dir(&inbox).expect("an inbox");
        let day = |reading: &tongbao_returns::ingest::FileReading| {
            let quarter = reading.source.path.split('/').next().unwrap_or_default().parse::<tongbao_returns::domain::Period>();
            // What cannot be read came when all others did.
            let usual = quarter.map_or(date(2025, 1, 1), |quarter| quarter.last_day().saturating_add(jiff::Span::new().days(9)));
            reading.filed.as_ref().and_then(|filed| filed.reported_on).unwrap_or(usual)
        };
        let coming = readings.iter().map(|reading| (day(reading), PathBuf::from(&reading.source.path))).collect();
        Self { folder, coming, issued: BTreeMap::new() }
    }

    fn path(&self) -> &str {
        self.folder.path().to_str().expect("UTF-8")
    }

    /// Whatever has arrived by the evening of a day.
    fn receive(&mut self, day: Date) {
        let (outside, inbox) = (self.folder.path().join("outside"), self.folder.path().join("inbox"));
        self.coming.retain(|(arrives, path)| {
            if *arrives > day {
                return true;
            }
            let target = inbox.join(path);
            fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
            fs::rename(outside.join(path), target).expect("moved");
            false
        });
    }

    /// The hospital files a quarter again, with other numbers of consultations; the number before and after.
    fn correct(&self, period: &str, by: f64, day: Date) -> (f64, f64) {
        let root = Path::new(SOURCES);
        let plan = tongbao_figures::plan::load(&root.join("report_templates"), "kailu-2024").expect("a sound pack");
        let registry = tongbao_returns::ingest::registry(
            &self.folder.path().join("registry.xlsx"),
            &tongbao_returns::ingest::Reader::in_process(),
        )
        .expect("a reader")
        .expect("the registry")
        .0;
        let recipe = Recipe::read(&root.join("sample_data/kailu/recipe.toml")).expect("the recipe");
        let style = fs::read_to_string(root.join("report_templates/house/theme.toml")).expect("the style");
        let theme = Theme::parse(&style).expect("a style");
        let forms: Vec<_> = plan.forms.iter().filter(|form| form.id.as_str() == "hospital").collect();
        let desk = Desk::new(&registry, &forms, &recipe, &theme, 2025).expect("a desk");
        let unit = desk.unit(HOSPITAL).expect("a unit");
        let mut book = desk.book_of(unit, "hospital", period.parse().expect("a period"), day).expect("a return");
        let row = book.sheets.iter_mut().flat_map(|sheet| &mut sheet.rows).find(|row| row.code == CONSULTATIONS).expect("a row");
        let Some(FormValue::Number(number)) = &mut row.value else { panic!("a number") };
        let before = *number;
        *number += by;
        let after = *number;
        let bytes = desk.render(&book).expect("a workbook");
        fs::write(self.folder.path().join(format!("inbox/{period}/更正 {HOSPITAL} {day}.xlsx")), bytes).expect("written");
        (before, after)
    }

    /// A night's run; nothing of what was issued has changed after it.
    #[track_caller]
    fn night(&mut self, day: Date) {
        self.receive(day);
        let (code, _, error) = tongbao(&["run", self.path(), "--as-of", &day.to_string(), "--quiet"], &[]);
        assert!(code == 0 || code == 3, "{day}: {error}");
        for (folder, before) in &self.issued {
            assert!(files(folder) == *before, "{day}: {} has changed", folder.display());
        }
    }

    /// Issues a bulletin.
    #[track_caller]
    fn issue(&mut self, (period, cycle): (&str, &str), number: &str, day: Date, more: &[&str]) {
        let day = day.to_string();
        let mut arguments = vec!["run", self.folder.path().to_str().expect("UTF-8"), "--period", period, "--cycle", cycle];
        arguments.extend(["--as-of", &day, "--final", "--number", number]);
        arguments.extend(more);
        let (code, out, error) = tongbao(&arguments, &[]);
        assert!(code == 0 || code == 3, "{out}{error}");
        let folder = self.folder.path().join("bulletins").join(period).join(cycle);
        let kept = files(&folder);
        assert!(kept.len() > 3, "{} has {} files", folder.display(), kept.len());
        self.issued.insert(folder, kept);
    }

    /// Every text cell of the 修订说明 beside an issued bulletin, joined.
    #[track_caller]
    fn revision(&self, period: &str, cycle: &str) -> String {
        use calamine::Reader as _;
        let path = self.folder.path().join("bulletins").join(period).join(format!("{cycle}-草稿")).join("修订说明.xlsx");
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).expect("修订说明.xlsx");
        let sheets: Vec<_> = book.worksheets().into_iter().map(|(_, range)| range).collect();
        let rows = sheets.iter().flat_map(calamine::Range::rows);
        rows.map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")).collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn a_year_ends_in_one_story() {
    let mut office = Office::open();
    // The first quarter: three nights, the third issues.
    office.night(date(2025, 4, 5));
    office.night(date(2025, 4, 12));
    office.night(date(2025, 4, 20));
    office.issue(("2025Q1", "quarterly"), "1", date(2025, 4, 20), &[]);
    // In May the hospital has found a mistake. What was issued stays; beside it stands what has changed, and why.
    let (before, after) = office.correct("2025Q1", 137.0, date(2025, 5, 6));
    office.night(date(2025, 5, 6));
    let told = office.revision("2025Q1", "quarterly");
    assert!(told.contains(HOSPITAL) && told.contains("更正"), "{told}");
    for number in [before, after] {
        let grouped = tongbao_document::figure::format_decimal(number, 0, false);
        assert!(told.contains(&grouped) || told.contains(&number.to_string()), "{number} is not in\n{told}");
    }
    // The first half.
    office.night(date(2025, 7, 6));
    office.night(date(2025, 7, 13));
    office.night(date(2025, 7, 20));
    office.issue(("2025H1", "half-year"), "2", date(2025, 7, 20), &[]);
    office.night(date(2025, 8, 1));
    let told = office.revision("2025H1", "half-year");
    // No return has changed since; what the office has closed in between now counts, and nothing else is blamed.
    let listed: Vec<&str> = told.lines().skip_while(|line| !line.starts_with("序号|文件|")).skip(1).collect();
    let listed: Vec<&str> = listed.into_iter().take_while(|line| line.starts_with(|c: char| c.is_ascii_digit())).collect();
    assert!(!listed.is_empty(), "{told}");
    let is_told = |line: &str| line.contains("其间的销号") || line.contains("|同序号");
    assert!(listed.iter().all(|line| line.contains("|台账：") && is_told(line)), "{listed:?}");
    // The third quarter, which is not issued.
    office.night(date(2025, 10, 8));
    office.night(date(2025, 10, 14));
    office.night(date(2025, 10, 20));
    office.correct("2025Q2", 41.0, date(2025, 11, 3));
    office.night(date(2025, 11, 3));
    // The year: nothing is issued while something stands open, unless somebody answers for it.
    office.night(date(2026, 1, 8));
    office.night(date(2026, 1, 14));
    office.night(date(2026, 1, 20));
    let refused = ["run", office.path(), "--period", "2025", "--as-of", "2026-01-20", "--final", "--number", "3"];
    let (code, _, error) = tongbao(&refused, &[]);
    assert_eq!(code, 1, "{error}");
    assert!(error.contains("一镇卫生院.xlsx"), "what stands open is listed: {error}");
    let reason = "逾期未改的报表已电话核实，按现有数据定稿";
    office.issue(("2025", "year-end"), "3", date(2026, 1, 20), &["--force", "--reason", reason]);
    office.night(date(2026, 1, 25));

    let (code, out, error) = tongbao(&["issued", office.path(), "--format", "json"], &[]);
    assert_eq!(code, 0, "{error}");
    let listed: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let issues: Vec<(u64, &str, &str)> = listed["issues"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|issue| {
            let text = |key: &str| issue[key].as_str().expect("text");
            (issue["number"].as_u64().expect("a number"), text("period"), text("reason"))
        })
        .collect();
    assert_eq!(issues, [(1, "2025Q1", ""), (2, "2025H1", ""), (3, "2025", reason)]);
    // A number is used once a year, and every file is as it was issued.
    let again =
        ["run", office.path(), "--period", "2025Q2", "--cycle", "quarterly", "--as-of", "2025-12-20", "--final", "--number", "2"];
    let (code, _, error) = tongbao(&again, &[]);
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("第2期"), "{error}");
    let (code, out, error) = tongbao(&["verify", office.path()], &[]);
    assert_eq!(code, 0, "{out}{error}");
    // The hospital's filings of the first quarter: the first one and the correction.
    let (_, out, error) = tongbao(&["history", HOSPITAL, office.path(), "--period", "2025Q1", "--as-of", "2026-01-25"], &[]);
    let grouped = |number: f64| tongbao_document::figure::format_decimal(number, 0, false);
    assert!(out.contains(&grouped(before)) && out.contains(&grouped(after)), "{out}{error}");
}
