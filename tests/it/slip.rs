//! A return comes back to the unit as a slip, is filled in, and comes back to the office: nothing is lost or changed on the way.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use jiff::civil::date;
use tongbao::compose::{Returned, slip};
use tongbao_document::{FormBook, FormValue};
use tongbao_render::Theme;
use tongbao_returns::domain::{File, Form, Item, Kind, Location, Original, Period, Quarter, Return};
use tongbao_returns::finding::facts::{Cited, Expected, Fault, ReportDateMissing, RuleBroken, SheetMissing};
use tongbao_returns::finding::{Code, Explanation, Finding, Severity};
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::ingest::{FileReading, Found, Known};
use tongbao_returns::registry::Registry;

use crate::support::registry;

const UNIT: &str = "12370811000000011A";

/// What the tests work with: every form of a pack, one unit that files one of them.
struct Office {
    form: Form,
    registry: Registry,
    theme: Theme,
}

impl Office {
    #[track_caller]
    fn with(pack: &str, form: &str) -> Self {
        let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        let plan = tongbao_figures::plan::load(&templates, pack).expect("a sound pack");
        let style = std::fs::read_to_string(templates.join("house/theme.toml")).expect("the style");
        let form = plan.forms.into_iter().find(|known| known.id.as_str() == form).expect("a form");
        let category = form.filed_by.first().expect("somebody files it").to_string();
        let registry = registry(&[(UNIT, &category, "990001")]);
        Self { form, registry, theme: Theme::parse(&style).expect("the style") }
    }

    fn filled(&self) -> FormBook {
        let items: Vec<&Item> = self.form.items().collect();
        let value = |position: usize| items.get(position).and_then(|item| answer(item, position));
        let filling = Filling {
            value: &value,
            previous: None,
            last_year: &|position| Some(FormValue::Number(if position == 3 { 123_456_789.25 } else { 1.0 })),
            filler: Some("张三".to_owned()),
            phone: Some("0537-1234567".to_owned()),
            deadline: None,
            reported_on: Some(date(2025, 10, 9)),
        };
        let unit = self.registry.units.values().next().expect("a unit");
        form_book(&self.form, unit, Period::quarter(2025, Quarter::Third), &filling, date(2025, 10, 20), true)
    }

    #[track_caller]
    fn return_bytes(&self) -> Vec<u8> {
        tongbao_render::xlsx::form(&self.filled(), &self.theme).expect("a workbook")
    }

    /// Reads bytes as the one file of an inbox, and its cells for a slip.
    #[track_caller]
    fn read(&self, name: &str, bytes: &[u8]) -> (FileReading, Original) {
        let inbox = tempfile::tempdir().expect("scratch folder");
        std::fs::write(inbox.path().join(name), bytes).expect("file");
        let found = tongbao_returns::ingest::discover(inbox.path()).expect("inbox");
        let forms = [self.form.clone()];
        let known = Known { forms: &forms, registry: Some(&self.registry) };
        let reader = tongbao_returns::ingest::Reader::in_process();
        let reading = tongbao_returns::ingest::read(&found, &known, &reader, &|| ()).expect("readable").remove(0);
        let again = Found { source: reading.source.clone(), path: found[0].path.clone(), denied: None };
        let original = tongbao_returns::ingest::originals(&[again], &reader).expect("readable").remove(0).expect("a workbook");
        (reading, original)
    }

    #[track_caller]
    fn slip(&self, filed: &Return, original: &Original, findings: &[Finding]) -> Vec<u8> {
        let returned = Returned {
            file: &filed.file.path,
            filed: Some((filed, &self.form)),
            judged: None,
            unit_name: "示例县人民医院",
            findings,
            original: Some(original),
            office: "示例市卫生健康委员会",
            notice: Some("请于2025年10月25日前发回；联系人：李四，电话：0537-7654321。"),
            as_of: date(2025, 10, 20),
            is_sample: true,
        };
        tongbao_render::xlsx::slip(&slip(&returned), &self.theme).expect("a workbook")
    }
}

/// Something in every cell: numbers, words from the item's list, words like formulas, a number typed as words.
fn answer(item: &Item, position: usize) -> Option<FormValue> {
    if position % 9 == 7 {
        return None;
    }
    Some(match &item.kind {
        Kind::Flow | Kind::Stock | Kind::Level if position == 1 => FormValue::Text("=1+1".to_owned()),
        Kind::Flow | Kind::Stock | Kind::Level if position % 9 == 4 => FormValue::Text("不适用".to_owned()),
        Kind::Flow | Kind::Stock | Kind::Level => {
            let number = 1000.0 + f64::from(u32::try_from(position).expect("few items"));
            FormValue::Number(number.min(item.max.unwrap_or(f64::MAX)))
        }
        Kind::YesNo => FormValue::Text("是".to_owned()),
        Kind::Choice(choices) => FormValue::Text(choices.first().expect("a choice").clone()),
        Kind::Date => FormValue::Text("2025-09-30".to_owned()),
        Kind::Text => FormValue::Text("-示例文字".to_owned()),
    })
}

/// A finding of a rule that cites the cells of these items; the first is its own.
#[track_caller]
fn broken(rule: &str, severity: Severity, filed: &Return, form: &Form, items: &[usize]) -> Finding {
    let at = |position: usize| {
        let place = filed.facts[position].place.expect("a cell");
        file(filed).on_cell(&filed.sheets[usize::from(place.sheet)], place)
    };
    let cited = items.iter().map(|position| {
        let item = form.item(*position).expect("an item").name.to_string();
        Cited { item, value: filed.facts[*position].reading.clone(), at: Some(at(*position)) }
    });
    let broken = RuleBroken {
        rule: rule.to_owned(),
        family: String::new(),
        severity,
        sentence: "出院患者手术人次（1003）大于出院人次（1002），请核对两项的口径".to_owned(),
        expected: Some(Expected::Written("不小于出院患者手术人次".to_owned())),
        hint: Some("核对病案首页数据，改正填错的一项".to_owned()),
        cited: cited.collect(),
    };
    Finding::at(at(items[0]), broken).of(&filed.unit, &filed.form).in_period(filed.period)
}

fn file(filed: &Return) -> Location {
    Location::file(File::Received(filed.file.path.clone()))
}

fn findings(filed: &Return, form: &Form) -> Vec<Finding> {
    let mut explained = broken("JN-H-033", Severity::Explain, filed, form, &[5]);
    explained.explanation = Some(Explanation::Accepted("新院区7月启用，床位和诊疗人次同步增加".to_owned()));
    let mut refused = broken("JN-H-021", Severity::Suspect, filed, form, &[6, 8]);
    refused.explanation = Some(Explanation::Refused(Fault::Reasonless));
    vec![
        explained,
        refused,
        broken("JN-H-012", Severity::Error, filed, form, &[2, 3]),
        broken("JN-H-013", Severity::Suspect, filed, form, &[3, 5]),
        Finding::at(file(filed).on_sheet("封面"), ReportDateMissing::Unsaid),
        Finding::at(file(filed), SheetMissing { sheet: "其他".to_owned(), items: 3, of_other_quarters: Vec::new() }),
    ]
}

type Cells = BTreeMap<String, BTreeMap<(u32, u32), Data>>;

#[track_caller]
fn cells(bytes: &[u8]) -> (Vec<String>, Cells) {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let names = book.sheet_names();
    let sheets = names.iter().map(|name| {
        let range = book.worksheet_range(name).expect("a sheet");
        let (row, column) = range.start().unwrap_or_default();
        let cells = range.used_cells().map(|(r, c, value)| {
            let at = |first: u32, offset: usize| first + u32::try_from(offset).expect("a small sheet");
            ((at(row, r), at(column, c)), value.clone())
        });
        (name.clone(), cells.collect())
    });
    let sheets = sheets.collect();
    (names, sheets)
}

#[track_caller]
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let mut text = String::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("{name}")).read_to_string(&mut text).expect("text");
    text
}

/// A1 names of the unlocked cells of a sheet, by the XML.
#[track_caller]
fn unlocked(bytes: &[u8], sheet: usize) -> Vec<String> {
    let styles = part(bytes, "xl/styles.xml");
    let formats = styles.split("<cellXfs").nth(1).expect("formats").split("</cellXfs>").next().expect("formats");
    let is_open: Vec<bool> = formats.split("<xf ").skip(1).map(|format| format.contains("locked=\"0\"")).collect();
    let xml = part(bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
    assert!(xml.contains("<sheetProtection "), "sheet {sheet} is not protected");
    let attribute = |cell: &str, name: &str| {
        cell.split('>').next()?.split(&format!(" {name}=\"")).nth(1)?.split('"').next().map(str::to_owned)
    };
    xml.split("<c ")
        .skip(1)
        .map(|cell| format!(" {cell}"))
        .filter_map(|cell| {
            let format: usize = attribute(&cell, "s")?.parse().ok()?;
            is_open[format].then(|| attribute(&cell, "r").expect("an address"))
        })
        .collect()
}

#[test]
fn every_form_comes_back_as_it_was_with_only_its_answers_open() {
    for pack in ["jining-2023", "kailu-2024"] {
        let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        for form in tongbao_figures::plan::load(&templates, pack).expect("a sound pack").forms {
            comes_back(pack, form.id.as_str());
        }
    }
}

#[track_caller]
fn comes_back(pack: &str, form: &str) {
    let office = Office::with(pack, form);
    let sent = office.return_bytes();
    let (reading, original) = office.read("报表.xlsx", &sent);
    let filed = reading.filed.expect("a return");
    let bytes = office.slip(&filed, &original, &[]);

    let ((before, mut old), (after, mut new)) = (cells(&sent), cells(&bytes));
    assert_eq!(after.first().map(String::as_str), Some("退回说明"));
    assert_eq!(after[1..], before, "{form}");
    new.remove("退回说明");
    // The lists of drop-downs are made anew.
    old.remove("选项");
    new.remove("选项");
    assert_eq!(new, old, "{form}");

    let (again, _) = office.read("报表.xlsx", &bytes);
    let refiled = again.filed.expect("a return");
    assert_eq!((&refiled.facts, &refiled.sheets), (&filed.facts, &filed.sheets), "{form}");
    assert_eq!((refiled.reported_on, &refiled.declared_empty), (filed.reported_on, &filed.declared_empty));
    assert_eq!(again.findings, reading.findings, "{form}");
    assert_eq!(again.statements, []);

    assert_eq!(unlocked(&bytes, 1), [""; 0], "{form}: nothing is asked");
    for (number, name) in (2..).zip(&filed.sheets) {
        let mut expected: Vec<String> = filed
            .facts
            .iter()
            .filter_map(|fact| fact.place)
            .filter(|place| filed.sheets[usize::from(place.sheet)] == *name)
            .map(tongbao_returns::domain::Place::a1)
            .collect();
        if name == "选项" {
            continue;
        }
        if name == "封面" {
            // 示例数据 stands in the second row: 单位负责人, 填表人, 联系电话, 报出日期.
            expected = ["B8", "B9", "B10", "B11"].map(str::to_owned).to_vec();
        } else {
            let nothing = old[name].iter().find(|(_, value)| **value == Data::String("本表无数据".to_owned()));
            expected.push(format!("B{}", nothing.expect("a box").0.0 + 1));
        }
        assert_eq!(unlocked(&bytes, number), expected, "{form} {name}");
    }
}

#[test]
fn what_is_wrong_is_coloured_commented_and_listed() {
    let office = Office::with("jining-2023", "general-hospital");
    let (reading, original) = office.read("报表.xlsx", &office.return_bytes());
    let filed = reading.filed.expect("a return");
    let findings = findings(&filed, &office.form);
    let bytes = office.slip(&filed, &original, &findings);
    let comments: String = (1..=9).filter_map(|number| optional_part(&bytes, &format!("xl/comments{number}.xml"))).collect();
    for position in [2, 3, 5, 6, 8] {
        let cell = filed.facts[position].place.expect("a cell").a1();
        assert_eq!(comments.matches(&format!("<comment ref=\"{cell}\"")).count(), 1, "{cell} in {comments}");
    }
    assert_eq!(comments.matches("<comment ref=").count(), 5);
    let shared = filed.facts[3].place.expect("a cell").a1();
    let of_two = comments.split(&format!("<comment ref=\"{shared}\"")).nth(1).expect("a comment");
    let of_two = of_two.split("</comment>").next().expect("its end");
    for said in ["【差错】JN-H-012（退回说明第 2 项）", "【待说明】JN-H-013", "应为：不小于", "如何更正：核对病案首页"]
    {
        assert!(of_two.contains(said), "{said} in {of_two}");
    }
    let (_, sheets) = cells(&bytes);
    let front = &sheets["退回说明"];
    let header = *front.iter().find(|(_, value)| **value == Data::String("序号".to_owned())).expect("a header").0;
    let row = |number: u32| {
        (0..10)
            .map(|column| front.get(&(header.0 + number, column)).map(ToString::to_string).unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(row(0), ["序号", "级别", "代码", "工作表", "单元格", "问题", "应为", "读到的数值", "如何更正", "说明"]);
    assert_eq!(row(1)[..5], ["1", "差错", "C14", "", "整个文件"]);
    assert_eq!((row(2)[2].as_str(), row(2)[9].as_str()), ("JN-H-012", "须更正"));
    assert_eq!(row(2)[7], findings[2].values());
    let refused = (1..7).map(row).find(|row| row[2] == "JN-H-021").expect("the refused one");
    assert!(refused[5].ends_with("（原说明没有采纳：没有写明原因）"), "{refused:?}");
    assert_eq!(refused[9], "");
    let accepted = (1..7).map(row).find(|row| row[2] == "JN-H-033").expect("the accepted one");
    assert_eq!(accepted[9], "新院区7月启用，床位和诊疗人次同步增加");
    assert_eq!(unlocked(&bytes, 1).len(), 3, "what can be explained is open");
    assert_eq!(bytes, office.slip(&filed, &original, &findings), "the same slip has the same bytes");
}

fn optional_part(bytes: &[u8], name: &str) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut text = String::new();
    archive.by_name(name).ok()?.read_to_string(&mut text).ok()?;
    Some(text)
}

#[test]
fn what_was_said_on_a_slip_is_read_back() {
    let office = Office::with("jining-2023", "general-hospital");
    let (reading, original) = office.read("报表.xlsx", &office.return_bytes());
    let filed = reading.filed.expect("a return");
    let findings = findings(&filed, &office.form);
    let bytes = office.slip(&filed, &original, &findings);
    let (again, repeated) = office.read("报表(1).xlsx", &bytes);
    assert_eq!(again.filed.expect("a return").facts, filed.facts);
    let [statement] = again.statements.as_slice() else { panic!("{:?}", again.statements) };
    assert_eq!((statement.rule.as_str(), statement.text.as_str()), ("JN-H-033", "新院区7月启用，床位和诊疗人次同步增加"));
    assert_eq!(statement.values, findings[0].values());
    assert_eq!((statement.unit.as_str(), statement.period), (UNIT, Period::quarter(2025, Quarter::Third)));
    assert!(statement.at.to_string().starts_with("报表(1).xlsx › 退回说明 › "), "{}", statement.at);
    let names: Vec<&str> = repeated.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert!(!names.contains(&"退回说明"), "a slip of a slip has one list: {names:?}");
}

/// Returns as they really come: other programs' workbooks, moved rows, hidden sheets, words for numbers.
#[test]
fn every_sample_return_survives_its_slip() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let templates = root.join("report_templates");
    for (workspace, pack) in [("jining", "jining-2023"), ("kailu", "kailu-2024")] {
        let plan = tongbao_figures::plan::load(&templates, pack).expect("a sound pack");
        let folder = root.join("sample_data").join(workspace);
        let registry =
            tongbao_returns::ingest::registry(&folder.join("registry.xlsx"), &tongbao_returns::ingest::Reader::in_process())
                .expect("a reader")
                .expect("a registry")
                .0;
        let style = std::fs::read_to_string(templates.join("house/theme.toml")).expect("the style");
        let office = Office { form: plan.forms[0].clone(), registry, theme: Theme::parse(&style).expect("the style") };
        let found = tongbao_returns::ingest::discover(&folder.join("inbox/2025Q3")).expect("inbox");
        let known = Known { forms: &plan.forms, registry: Some(&office.registry) };
        let reader = tongbao_returns::ingest::Reader::in_process();
        let readings = tongbao_returns::ingest::read(&found, &known, &reader, &|| ()).expect("readable");
        let originals = tongbao_returns::ingest::originals(&found, &reader).expect("readable");
        let inbox = tempfile::tempdir().expect("scratch folder");
        let mut sent = Vec::new();
        for (reading, original) in readings.into_iter().zip(originals) {
            let (Some(filed), Some(original)) = (&reading.filed, original) else { continue };
            let form = plan.forms.iter().find(|form| form.id == filed.form).expect("a form").clone();
            let office = Office { form, registry: office.registry.clone(), theme: office.theme.clone() };
            let bytes = office.slip(filed, &original, &reading.findings);
            std::fs::write(inbox.path().join(format!("{:04}.xlsx", sent.len())), bytes).expect("file");
            sent.push(reading);
        }
        let found = tongbao_returns::ingest::discover(inbox.path()).expect("inbox");
        let again = tongbao_returns::ingest::read(&found, &known, &reader, &|| ()).expect("readable");
        assert_eq!(again.len(), sent.len());
        for (before, after) in sent.iter().zip(&again) {
            let path = &before.source.path;
            let (old, new) = (before.filed.as_ref().expect("a return"), after.filed.as_ref());
            let new = new.unwrap_or_else(|| panic!("{path}: {:?}", after.findings));
            assert_eq!(
                (&old.unit, &old.form, old.period, old.reported_on),
                (&new.unit, &new.form, new.period, new.reported_on),
                "{path}"
            );
            assert_eq!(old.declared_empty, new.declared_empty, "{path}");
            for (old, new) in old.facts.iter().zip(&new.facts) {
                assert_eq!(old.reading, new.reading, "{path}");
                let cell = |place: Option<tongbao_returns::domain::Place>| place.map(|place| (place.row, place.column));
                assert_eq!(cell(old.place), cell(new.place), "{path}");
            }
            // A slip is .xlsx whatever was sent, and holds no formulas.
            let told = |reading: &FileReading| {
                let findings = reading.findings.iter();
                let kept = findings.filter(|finding| !matches!(finding.code(), Code::WrongExtension | Code::FormulaWithoutValue));
                kept.map(|finding| (finding.at.sheet_name().to_owned(), finding.at.cell, finding.facts.clone()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(told(before), told(after), "{path}");
            assert_eq!(after.statements, [], "{path}");
        }
    }
}
