//! The blank form audits itself: filled in and calculated by a spreadsheet program, its formulas say of every rule what the engine says.
//! So does the slip with which it is sent back, over the cells of the unit's own workbook.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx, open_workbook, open_workbook_from_rs};
use jiff::civil::date;
use polars::prelude::{Column, DataFrame, DataType, IntoLazy};
use tongbao::compose::self_check::Sheet;
use tongbao::compose::{Judged, Returned, self_check, slip};
use tongbao_document::{CheckVerdict, FormBook, FormValue, LaterCheck, SelfCheckRow};
use tongbao_figures::plan::rule::{Condition, Test};
use tongbao_figures::plan::{FormulaItem, Lag, Missing, Plan, Rule, Variable};
use tongbao_render::Theme;
use tongbao_returns::domain::{Form, Item, Kind, Period, Quarter, UnitAttribute};
use tongbao_returns::forms::{Filling, form_book};
use tongbao_returns::ingest::Known;
use tongbao_returns::registry::{Registry, Unit};

use crate::office::{Calculate, converted, with_results};
use crate::support::{indicator, registry};

const UNIT: &str = "12370811000000011A";
/// Filled forms of each form of a pack.
const FILLINGS: u64 = 12;

const PLAN: &str = r#"
id = "tiny"
title = "小县改革方案"
short-title = "小县改革"
issuer = "小县卫健委"
area-code = "990000"
area-name = "小市"
area-word = "全市"
first-year = 2024
last-year = 2025
cycles = ["quarterly"]
coverage-threshold = 80
proof-items = ["门诊"]
campaigns = ["一"]
[lights]
yellow-within = 10
"#;

/// Every operator, function and way to treat blanks, many of them where blanks, zeros and halves make a difference.
const RULES: &[(&str, &str, f64)] = &[
    ("门诊 >= 住院", "skip", 0.0),
    ("门诊 + 住院 = 合计", "skip", 0.0),
    ("门诊 + 住院 = 合计", "skip", 0.5),
    ("门诊 + 住院 - 合计 <> 0", "skip", 0.5),
    ("门诊 < 收入", "skip", 0.0),
    ("门诊 < 收入", "skip", 1.0),
    ("收入 > 住院", "skip", 0.5),
    ("收入 <= 合计 * 2 - 门诊 / 4", "skip", 0.0),
    ("门诊 - (住院 - (合计 - 收入)) >= -1", "skip", 0.0),
    ("收入 / 住院 BETWEEN 0.5 AND 2", "skip", 0.0),
    ("NOT 收入 / 住院 > 1", "skip", 0.0),
    ("收入 / 住院 > 1 OR 门诊 = 0", "skip", 0.0),
    ("收入 / 住院 > 1 AND 门诊 = 0", "skip", 0.0),
    ("NOT (收入 / 住院 > 1 AND 门诊 > 1) OR 合计 / 门诊 < 1", "skip", 0.0),
    ("收入 / NULLIF(门诊 - 住院, 0) < 3", "skip", 0.0),
    ("NULLIF(门诊, 住院) IS NULL", "skip", 0.0),
    ("COALESCE(门诊, 0) + COALESCE(住院, 0) <= COALESCE(合计, 门诊, 5)", "skip", 0.0),
    ("COALESCE(收入 / 住院, 门诊, 1) >= 1", "skip", 0.0),
    ("COALESCE(收入 / 住院 > 1, 门诊 > 1)", "skip", 0.0),
    ("门诊 IS NULL OR 住院 IS NOT NULL", "skip", 0.0),
    ("门诊 IS NOT NULL AND COALESCE(门诊, 0) > 1 OR 互认 IS NULL", "skip", 0.0),
    ("ABS(门诊 - 住院) <= 2", "skip", 0.0),
    ("ROUND(收入, 0) = 门诊", "skip", 0.0),
    ("ROUND(收入 * 1.005, 1) <> ROUND(收入, 1)", "skip", 0.0),
    ("ROUND(收入 / 3, 2) * 3 >= 收入", "skip", 0.0),
    ("门诊 IN (0, 1, 3)", "skip", 0.0),
    ("门诊 NOT IN (0, 1, 3) OR 住院 IN (2)", "skip", 0.0),
    ("等次 IN ('a级', 'X''\"级')", "skip", 0.0),
    ("等次 NOT IN ('A级') AND 门诊 >= 0", "skip", 0.0),
    ("互认 = '是'", "skip", 0.0),
    ("互认 <> '否' OR 门诊 > 0", "skip", 0.0),
    ("CASE WHEN 互认 = '是' THEN 门诊 > 0 ELSE 门诊 = 0 END", "skip", 0.0),
    ("CASE WHEN 门诊 > 住院 THEN 收入 WHEN 门诊 = 住院 THEN 0 END >= 1", "skip", 0.0),
    ("CASE WHEN 收入 / 住院 > 1 THEN '高' ELSE '低' END = '低'", "skip", 0.0),
    ("COALESCE(互认, '否') = '否'", "skip", 0.0),
    ("建成日 >= '2024-06-01'", "skip", 0.0),
    ("建成日 BETWEEN '2024-01-01' AND '2024-12-31'", "skip", 0.0),
    ("互认 <> '是' OR 建成日 IS NOT NULL", "skip", 0.0),
    ("说明 = 'A' OR 说明 = '1/2'", "skip", 0.0),
    ("类别 = '医院' AND 门诊 >= 0", "skip", 0.0),
    ("等级 = '' AND 门诊 >= 0", "skip", 0.0),
    ("门诊 >= 上期_门诊", "skip", 0.0),
    ("(门诊 - 上年同期_门诊) / 上年同期_门诊 <= 0.5", "skip", 0.0),
    ("COALESCE(上期_住院, 0) <= 住院", "skip", 0.0),
    ("门诊 > 0 = TRUE", "skip", 0.0),
    ("(门诊 > 收入 / 住院) <> TRUE", "skip", 0.0),
    ("门诊 + 住院 = 合计", "zero", 0.0),
    ("门诊 / 住院 >= 1 OR 收入 = 0", "zero", 0.0),
    ("门诊 IS NULL OR 门诊 + 住院 > 2", "zero", 0.0),
    ("COALESCE(门诊, 7) > 6", "zero", 0.0),
    ("互认 = '是' OR 门诊 > 0", "zero", 0.0),
    ("互认 = '是' AND 门诊 > 0", "zero", 0.0),
    ("互认 IN ('是') OR NOT 门诊 > 0", "zero", 0.0),
    ("上期_住院 <= 住院", "zero", 0.0),
    ("门诊 + 住院 = 合计", "fail", 0.0),
    ("互认 = '是' AND 门诊 >= 0", "fail", 0.0),
    ("建成日 < '2025-01-01'", "fail", 0.0),
    ("门诊 >= 上期_门诊", "fail", 0.0),
];

const FORM: &str = r#"
id = "hospital"
code = "T-1"
title = "医院表"
version = "1"
issuer = "小县卫健委"
filed-by = ["医院"]
[[sheet]]
name = "数"
title = "数"
unit-line = "单位：人次"
note = "说明：示例。"
[[sheet.item]]
code = "101"
name = "门诊"
unit = "人次"
kind = "flow"
[[sheet.item]]
code = "102"
name = "住院"
unit = "人次"
kind = "flow"
[[sheet.item]]
code = "103"
name = "合计"
unit = "人次"
kind = "flow"
[[sheet.item]]
code = "104"
name = "收入"
unit = "万元"
kind = "flow"
decimals = 2
[[sheet]]
name = "文 字"
title = "文字"
unit-line = "单位：—"
[[sheet.item]]
code = "201"
name = "互认"
unit = "是否"
kind = "yesno"
[[sheet.item]]
code = "202"
name = "等次"
unit = "级"
kind = "choice"
choices = ["A级", "a级", "X'\"级"]
[[sheet.item]]
code = "203"
name = "建成日"
unit = "日期"
kind = "date"
[[sheet.item]]
code = "204"
name = "说明"
unit = "文字"
kind = "text"
"#;

#[test]
fn a_spreadsheet_says_of_every_rule_what_the_engine_says() {
    let plan = tiny();
    let verdicts = compare("tiny", &plan, FILLINGS * 10);
    // Unless history is missing altogether every rule is a formula.
    let without: Vec<_> =
        plan.rules.iter().zip(RULES).filter(|(rule, _)| !verdicts.contains_key(&rule.id)).map(|(_, rule)| rule).collect();
    assert!(without.is_empty(), "{without:#?}");
    let one_sided: Vec<_> = verdicts.iter().filter(|(_, seen)| seen.by_verdict.len() < 2).collect();
    assert!(one_sided.is_empty(), "rules that never change their mind test nothing: {one_sided:#?}");
}

#[test]
fn the_jining_pack_checks_itself_as_the_engine_checks_it() {
    compare("jining-2023", &packed("jining-2023"), FILLINGS);
}

#[test]
fn the_kailu_pack_checks_itself_as_the_engine_checks_it() {
    compare("kailu-2024", &packed("kailu-2024"), FILLINGS);
}

#[test]
fn a_form_that_checks_itself_is_read_like_any_other() {
    let plan = tiny();
    let registry = registry(&[(UNIT, "医院", "990001")]);
    let book = filled(&plan, &registry, &plan.forms[0], &Draw { seed: 3, plain: true });
    let rows = &book.book.self_check.as_ref().expect("rules").rows;
    assert!(rows.len() > 40, "{:#?}", book.book.self_check.as_ref().map(|check| &check.later));
    let inbox = tempfile::tempdir().expect("scratch folder");
    let bytes = tongbao_render::xlsx::form(&book.book, &theme()).expect("a workbook");
    let mut workbook: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(bytes.as_slice())).expect("a workbook");
    let sheet = workbook.worksheet_range("数").expect("a sheet");
    let header = sheet.rows().find(|row| row[0] == Data::String("指标名称".to_owned())).expect("a header");
    assert_eq!(
        header.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["指标名称", "计量单位", "代码", "本期累计", "上年同期", "上期累计", "自查未过序号", "备注"]
    );
    let kept: Vec<&Data> = sheet.rows().filter(|row| row[2].to_string().starts_with('1')).map(|row| &row[6]).collect();
    assert_eq!(kept.len(), 4);
    assert!(kept.iter().all(|kept| **kept != Data::Float(0.0)), "an empty result is kept as nothing, not as 0: {kept:?}");
    fs::write(inbox.path().join("表.xlsx"), &bytes).expect("file");
    // As a program leaves it that writes formulas and never calculates them.
    let (uncalculated, emptied) = with_results(&bytes, "");
    assert!(emptied > 40, "{emptied} results taken away");
    fs::write(inbox.path().join("未计算.xlsx"), uncalculated).expect("file");
    let found = tongbao_returns::ingest::discover(inbox.path()).expect("inbox");
    let known = Known { forms: &plan.forms, registry: Some(&registry) };
    let readings =
        tongbao_returns::ingest::read(&found, &known, &tongbao_returns::ingest::Reader::in_process(), &|| ()).expect("readable");
    for reading in readings {
        assert_eq!(reading.findings, [], "{}", reading.source.path);
        let filed = reading.filed.expect("a return");
        for (position, fact) in filed.facts.iter().enumerate() {
            let typed = book.typed.get(position).cloned().flatten();
            let read = match &fact.reading {
                tongbao_returns::domain::Reading::Number(number) => Some(FormValue::Number(*number)),
                tongbao_returns::domain::Reading::Text(text) => Some(FormValue::Text(text.clone())),
                tongbao_returns::domain::Reading::NotApplicable => Some(FormValue::Text("不适用".to_owned())),
                tongbao_returns::domain::Reading::Blank => None,
            };
            assert_eq!(read, typed, "{}: item {position}", reading.source.path);
        }
    }
}

#[test]
fn a_slip_checks_a_return_as_its_form_did() {
    for (plan, fillings) in [(tiny(), FILLINGS), (packed("jining-2023"), 3), (packed("kailu-2024"), 3)] {
        for form in &plan.forms {
            let registry = registry(&[(UNIT, form.filed_by[0].as_str(), "990001")]);
            let made: Vec<Made<'_>> = (0..fillings)
                .map(|seed| filled(&plan, &registry, form, &Draw { seed, plain: false }))
                .filter(|made| made.book.self_check.as_ref().is_some_and(|check| !check.rows.is_empty()))
                .collect();
            compare_slips(&plan, &registry, form, &made);
        }
    }
}

/// Reads filled forms, makes slips of them and compares what these check; with LibreOffice what it calculates, too.
fn compare_slips(plan: &Plan, registry: &Registry, form: &Form, made: &[Made<'_>]) {
    let folder = tempfile::tempdir().expect("scratch folder");
    let inbox = folder.path().join("收件");
    fs::create_dir(&inbox).expect("folder");
    for (number, made) in made.iter().enumerate() {
        let bytes = tongbao_render::xlsx::form(&made.book, &theme()).expect("a workbook");
        fs::write(inbox.join(format!("{number:02}.xlsx")), bytes).expect("file");
    }
    let found = tongbao_returns::ingest::discover(&inbox).expect("inbox");
    let reader = tongbao_returns::ingest::Reader::in_process();
    let known = Known { forms: &plan.forms, registry: Some(registry) };
    let readings = tongbao_returns::ingest::read(&found, &known, &reader, &|| ()).expect("readable");
    let originals = tongbao_returns::ingest::originals(&found, &reader).expect("readable");
    let unit = registry.units.values().next().expect("a unit");
    let mut written: Vec<(PathBuf, Vec<SelfCheckRow>)> = Vec::new();
    for ((made, reading), original) in made.iter().zip(&readings).zip(&originals) {
        let at = |values: &[Option<FormValue>], position: usize| values.get(position).cloned().flatten();
        let (last_year, previous) = (|position| at(&made.last_year, position), |position| at(&made.previous, position));
        let book = slip(&Returned {
            file: &reading.source.path,
            filed: reading.filed.as_ref().map(|filed| (filed, form)),
            judged: Some(&Judged { unit, rules: &made.rules, last_year: &last_year, previous: &previous }),
            unit_name: "甲",
            findings: &[],
            original: original.as_ref(),
            office: "乙",
            notice: None,
            as_of: date(2025, 10, 20),
            is_sample: false,
        });
        let mut spoilt = book.clone();
        let check = book.self_check.expect("rules").check;
        let first = made.book.self_check.as_ref().expect("rules");
        // A reader of returns tells no `a级` from `A级`: what was taken stands otherwise in the cell, and the audit alone judges it.
        let is_as_read = |expected: &str| !expected.contains("等次");
        let told = |rows: &[SelfCheckRow]| -> Vec<_> {
            let rows = rows.iter().filter(|row| is_as_read(&row.expected));
            rows.map(|row| (row.rule.clone(), row.expected.clone(), row.items.clone(), row.verdict)).collect()
        };
        assert_eq!(told(&check.rows), told(&first.rows), "{} {:?} {:?}", form.id, check.later, made.typed);
        let later =
            |later: &[LaterCheck]| -> Vec<_> { later.iter().filter(|later| is_as_read(&later.expected)).cloned().collect() };
        assert_eq!(later(&check.later), later(&first.later), "{}", form.id);
        for row in spoilt.self_check.iter_mut().flat_map(|own| &mut own.check.rows) {
            row.verdict = if row.verdict == CheckVerdict::Pass { CheckVerdict::Fail } else { CheckVerdict::Pass };
        }
        let path = folder.path().join(&reading.source.path);
        fs::write(&path, tongbao_render::xlsx::slip(&spoilt, &theme()).expect("a workbook")).expect("file");
        written.push((path, check.rows));
    }
    let Some(calculated) = calculate(folder.path(), written.iter().map(|(path, _)| path.as_path())) else { return };
    for (path, rows) in &written {
        let mut workbook: Xlsx<_> = open_workbook(calculated.join(path.file_name().expect("a name"))).expect("a workbook");
        let sheet = workbook.worksheet_range("自查").expect("the sheet");
        for (at, row) in (4_u32..).zip(rows) {
            let found = sheet.get_value((at, 4)).cloned().unwrap_or_default();
            let formula = || row.formula.text(|cell| format!("{cell:?}"));
            assert_eq!(found, Data::String(row.verdict.word().to_owned()), "{} {}: {}", form.id, row.rule, formula());
        }
        let [failing, waiting] =
            [CheckVerdict::Fail, CheckVerdict::Unfilled].map(|verdict| rows.iter().filter(|row| row.verdict == verdict).count());
        let front = workbook.worksheet_range("退回说明").expect("the list");
        let line = format!("自查：未通过 {failing} 条，未填 {waiting} 条");
        assert!(front.cells().any(|(.., cell)| *cell == Data::String(line.clone())), "{}: {line}", path.display());
    }
}

/// What came of one rule.
#[derive(Debug, Default)]
struct Seen {
    formulas: usize,
    by_verdict: BTreeMap<CheckVerdict, usize>,
}

/// Fills in every form of a plan many times, lets LibreOffice calculate it and compares; without LibreOffice only the kept results.
fn compare(name: &str, plan: &Plan, fillings: u64) -> BTreeMap<String, Seen> {
    let folder = tempfile::tempdir().expect("scratch folder");
    let mut written: Vec<(PathBuf, FormBook, Vec<CheckVerdict>)> = Vec::new();
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    for form in &plan.forms {
        for category in &form.filed_by {
            let registry = registry(&[(UNIT, category.as_str(), "990001")]);
            let categories = u64::try_from(form.filed_by.len()).expect("few categories");
            for seed in 0..(fillings / categories).max(3) {
                let made = filled(plan, &registry, form, &Draw { seed, plain: false });
                let Some(check) = &made.book.self_check else { continue };
                let unit = registry.units.values().next().expect("a unit");
                let expected: Vec<CheckVerdict> =
                    made.conditions.iter().map(|(rule, condition)| engine(rule, condition, &made, form, unit)).collect();
                assert_eq!(expected.len(), check.rows.len());
                for (row, verdict) in check.rows.iter().zip(&expected) {
                    assert_eq!(
                        row.verdict, *verdict,
                        "{name} {} {} (kept)\n{:?}\n{:?}",
                        row.rule, row.expected, made.typed, row.formula
                    );
                    let seen = seen.entry(row.rule.clone()).or_default();
                    seen.formulas += 1;
                    *seen.by_verdict.entry(*verdict).or_default() += 1;
                }
                let path = folder.path().join(format!("{}-{category}-{seed}.xlsx", form.id));
                // Kept results that are all wrong: what is read afterwards was calculated.
                let mut spoilt = made.book.clone();
                for row in spoilt.self_check.iter_mut().flat_map(|check| &mut check.rows) {
                    row.verdict = if row.verdict == CheckVerdict::Pass { CheckVerdict::Fail } else { CheckVerdict::Pass };
                }
                fs::write(&path, tongbao_render::xlsx::form(&spoilt, &theme()).expect("a workbook")).expect("file");
                written.push((path, made.book, expected));
            }
        }
    }
    let Some(calculated) = calculate(folder.path(), written.iter().map(|(path, ..)| path.as_path())) else { return seen };
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (path, book, expected) in &written {
        let mut workbook: Xlsx<_> = open_workbook(calculated.join(path.file_name().expect("a name"))).expect("a workbook");
        let sheet = workbook.worksheet_range("自查").expect("the sheet");
        let rows = &book.self_check.as_ref().expect("rules").rows;
        for (number, (row, expected)) in rows.iter().zip(expected).enumerate() {
            let at = (4 + u32::try_from(number).expect("few rules"), 4);
            let found = sheet.get_value(at).cloned().unwrap_or_default();
            compared += 1;
            if found != Data::String(expected.word().to_owned()) {
                let formula = row.formula.text(|cell| format!("{cell:?}"));
                wrong.push(format!(
                    "{} {} {}: {found:?} for {}\n  {formula}",
                    path.display(),
                    row.rule,
                    row.expected,
                    expected.word()
                ));
            }
        }
        let [failing, waiting] = [CheckVerdict::Fail, CheckVerdict::Unfilled]
            .map(|verdict| expected.iter().filter(|found| **found == verdict).count());
        if !rows.is_empty() {
            let cover = workbook.worksheet_range("封面").expect("the cover");
            let line = format!("自查：未通过 {failing} 条，未填 {waiting} 条");
            assert!(cover.cells().any(|(.., cell)| *cell == Data::String(line.clone())), "{}: {line}", path.display());
        }
    }
    assert!(compared > 0, "{name}: the {} forms have no rules", written.len());
    assert!(
        wrong.is_empty(),
        "{} of {compared}:\n{}",
        wrong.len(),
        wrong.iter().take(20).cloned().collect::<Vec<_>>().join("\n")
    );
    seen
}

/// One filled form, and what is in it.
struct Made<'plan> {
    book: FormBook,
    typed: Vec<Option<FormValue>>,
    last_year: Vec<Option<FormValue>>,
    previous: Vec<Option<FormValue>>,
    /// Those that concern the unit.
    rules: Vec<&'plan Rule>,
    /// Rule and condition of each row of the 自查 sheet.
    conditions: Vec<(&'plan Rule, &'plan Condition)>,
}

fn filled<'plan>(plan: &'plan Plan, registry: &Registry, form: &Form, draw: &Draw) -> Made<'plan> {
    let unit = registry.units.values().next().expect("a unit");
    let items: Vec<&Item> = form.items().collect();
    let drawn = |salt: &str, lacks| items.iter().map(|item| draw.value(item, salt, lacks)).collect::<Vec<_>>();
    let (typed, last_year, previous) =
        (drawn("本期", true), drawn("上年", draw.seed.is_multiple_of(3)), drawn("上期", draw.seed % 3 == 1));
    let at = |values: &[Option<FormValue>], position: usize| values.get(position).cloned().flatten();
    let previous_value = |position: usize| at(&previous, position);
    let filling = Filling {
        value: &|position| at(&typed, position),
        last_year: &|position| at(&last_year, position),
        previous: Some(&previous_value),
        filler: Some("示例".to_owned()),
        phone: Some("0000-0000000".to_owned()),
        deadline: None,
        reported_on: Some(date(2025, 10, 9)),
    };
    let period = Period::quarter(2025, Quarter::Third);
    let admits = |rule: &&Rule| rule.admits(&[unit], |unit, attribute| unit.attribute(attribute)).expect("a condition") == [true];
    let rules: Vec<&Rule> = plan.rules.iter().filter(admits).collect();
    let sheet = Sheet { form, unit, filling: &filling, hindrance: &|_| None };
    let check = self_check(&sheet, period, &rules);
    let conditions: Vec<_> = check.iter().flat_map(|check| &check.rows).map(|row| condition(plan, form, row)).collect();
    let book = FormBook { self_check: check, ..form_book(form, unit, period, &filling, date(2025, 10, 20), false) };
    Made { book, typed, last_year, previous, rules, conditions }
}

/// The condition of a row: of those that a rule runs item by item the one that reads the row's items.
fn condition<'plan>(plan: &'plan Plan, form: &Form, row: &SelfCheckRow) -> (&'plan Rule, &'plan Condition) {
    let rule = plan.rules.iter().find(|rule| rule.id == row.rule).expect("a rule");
    let Test::Conditions(conditions) = &rule.test else { panic!("{} has no condition", row.rule) };
    let typed = |condition: &Condition| {
        let mut items: Vec<usize> = Vec::new();
        for variable in condition.formula.tree.operands() {
            let found = form.items().position(|item| item.name.as_str() == variable.to_string());
            items.extend(found.filter(|found| !items.contains(found)));
        }
        items
    };
    let is_meant = |condition: &&Condition| row.expected.ends_with(&condition.expected) && typed(condition) == row.items;
    (rule, conditions.iter().find(is_meant).expect("a condition"))
}

/// What the audit says: the compiled condition over one row, and what must not be missing.
fn engine(rule: &Rule, condition: &Condition, made: &Made<'_>, form: &Form, unit: &Unit) -> CheckVerdict {
    let items: Vec<&Item> = form.items().collect();
    let read = |item: &FormulaItem| {
        let position = items.iter().position(|known| known.name == item.name).expect("an item of the form");
        let values = match item.lag {
            Lag::None => &made.typed,
            Lag::YearBefore => &made.last_year,
            Lag::PreviousPeriod => &made.previous,
            Lag::Members | Lag::YearMean | Lag::YearEnd => {
                panic!("neither members, means nor the end of last year are in a form")
            }
        };
        (items[position].kind.is_number(), values[position].clone())
    };
    let attribute = |attribute: &UnitAttribute| Column::new(attribute.column().into(), [unit.attribute(*attribute)]);
    let mut columns: Vec<Column> = condition.formula.attributes.iter().map(attribute).collect();
    for item in &condition.formula.reads {
        columns.push(match read(item) {
            (true, Some(FormValue::Number(number))) => Column::new(item.column().into(), [Some(number)]),
            (true, _) => Column::new(item.column().into(), [None::<f64>]),
            (false, Some(FormValue::Text(text))) if text != "不适用" => Column::new(item.column().into(), [Some(text)]),
            (false, _) => Column::new(item.column().into(), [None::<&str>]),
        });
    }
    let answer = DataFrame::new(1, columns)
        .and_then(|frame| frame.lazy().select([condition.formula.expression.clone().alias("值")]).collect())
        .expect("a condition that runs");
    let answer = answer.column("值").expect("the answer").cast(&DataType::Boolean).expect("a truth");
    let truth = answer.bool().expect("a truth").get(0);
    let mut is_lacking = false;
    for item in condition.needed.iter().filter_map(Variable::item) {
        let (_, value) = read(item);
        if value.is_none() && rule.missing == Missing::Fail && item.lag == Lag::None {
            return CheckVerdict::Fail;
        }
        is_lacking |= value.is_none() || value == Some(FormValue::Text("不适用".to_owned()));
    }
    match truth.filter(|_| !is_lacking) {
        Some(true) => CheckVerdict::Pass,
        Some(false) => CheckVerdict::Fail,
        None => CheckVerdict::Unfilled,
    }
}

/// Values made from a number, always the same.
struct Draw {
    seed: u64,
    /// No value that a reader would remark on.
    plain: bool,
}

impl Draw {
    fn value(&self, item: &Item, salt: &str, may_lack: bool) -> Option<FormValue> {
        let hash = blake3::hash(format!("{} {salt} {}", self.seed, item.code).as_bytes());
        let bytes = hash.as_bytes();
        // Every third form is complete, or rules with many operands would hardly ever be judged.
        if may_lack && !self.seed.is_multiple_of(3) && !self.plain {
            match bytes[0] % 8 {
                0 => return None,
                1 => return Some(FormValue::Text("不适用".to_owned())),
                _ => {}
            }
        }
        let pick = usize::from(bytes[1]);
        Some(match &item.kind {
            Kind::Flow | Kind::Stock | Kind::Level => FormValue::Number(number(item, bytes)),
            Kind::YesNo => FormValue::Text(["是", "否"][pick % 2].to_owned()),
            Kind::Choice(choices) => FormValue::Text(choices[pick % choices.len()].clone()),
            Kind::Date => FormValue::Text(["2023-12-31", "2024-06-01", "2024-05-31", "2025-03-01"][pick % 4].to_owned()),
            Kind::Text => FormValue::Text(["A", "a", "1/2", "已完成，有证明材料"][pick % 4].to_owned()),
        })
    }
}

/// Mostly small, so that equality and zero happen; now and then of the size of real returns.
fn number(item: &Item, bytes: &[u8; 32]) -> f64 {
    let places = 10_f64.powi(i32::from(item.decimals));
    let small = [0.0, 1.0, 2.0, 3.0, 4.0, 7.0];
    let number = match bytes[2] % 4 {
        0 => f64::from(u32::from(bytes[3]) * 1000 + u32::from(bytes[4])),
        _ => small[usize::from(bytes[3]) % small.len()],
    };
    let fraction = [0.0, 0.5, 0.01, 0.05, 0.1, 0.15, 0.25, 0.35, 0.99][usize::from(bytes[5]) % 9];
    let number = if item.decimals == 0 { number } else { number + fraction };
    let number = (number * places).round() / places;
    number.min(item.max.unwrap_or(f64::MAX)).max(item.min.unwrap_or(0.0))
}

/// Has LibreOffice calculate all files anew; `None` if there is no LibreOffice and there need not be.
fn calculate<'path>(folder: &Path, files: impl Iterator<Item = &'path Path>) -> Option<PathBuf> {
    let files: Vec<&Path> = files.collect();
    if files.is_empty() { None } else { converted(folder, &files, "xlsx", Calculate::Always) }
}

fn theme() -> Theme {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates/house/theme.toml");
    Theme::parse(&fs::read_to_string(path).expect("the style")).expect("the style")
}

fn packed(id: &str) -> Plan {
    tongbao_figures::plan::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates"), id).expect("a sound pack")
}

fn tiny() -> Plan {
    let templates = tempfile::tempdir().expect("scratch folder");
    let pack = templates.path().join("tiny");
    for folder in [pack.join("forms"), pack.join("bulletins"), templates.path().join("common/forms")] {
        fs::create_dir_all(folder).expect("folder");
    }
    let rules: Vec<String> = RULES
        .iter()
        .enumerate()
        .map(|(number, (check, missing, tolerance))| {
            format!(
                "[[rule]]\nid = \"TT-H-{:03}\"\nfamily = \"表内\"\nform = \"医院表\"\ncheck = {check:?}\nmissing = \"{missing}\"\ntolerance = {tolerance:?}\nseverity = \"error\"\nmessage = \"不符\"\nhint = \"请核对\"\n",
                number + 1
            )
        })
        .collect();
    for (file, text) in [
        ("plan.toml", PLAN.to_owned()),
        ("forms/hospital.toml", FORM.to_owned()),
        ("indicators.toml", indicator("门诊", "SUM(门诊)", "unit = \"人次\"")),
        ("rules.toml", rules.join("\n")),
        (
            "ledger.csv",
            "id,clause,campaign,title,item,measure,operator,target,unit,deadline,scope,responsible,kind,note\n".to_owned(),
        ),
        ("bulletins/quarterly.md", "@title 通报\n".to_owned()),
    ] {
        fs::write(pack.join(file), text).expect("file");
    }
    match tongbao_figures::plan::load(templates.path(), "tiny") {
        Ok(plan) => plan,
        Err(error) => panic!("{error}\n{}", error.shown().join("\n")),
    }
}
