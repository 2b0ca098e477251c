//! 修订说明: why an issued figure is another now. What each return moved adds up to the difference, and nothing is told twice.

use jiff::civil::date;
use tongbao_returns::domain::Quarter;

use crate::issuing::{CELL, FILED, HOSPITAL, INDICATOR, SHEET, cause, correct, draft, issue, issued, rows, take_back};
use crate::whole::workspace;

/// Where the returns of three hospitals of the county lie.
const REPORTS: &str = "inbox/2025Q3/开鲁报送";
const FORM: &str = "公立医院运行情况季报表（2025年三季度）.xlsx";
/// 例次 of remote consultations: added up over the hospitals.
const SUM: &str = "远程医疗服务例次";

/// The table of a sheet of 修订说明 in the draft beside the third quarter's issue.
fn told(office: &tempfile::TempDir, sheet: &str) -> Vec<Vec<String>> {
    rows(&office.path().join("bulletins/2025Q3/quarterly-草稿/修订说明.xlsx"), sheet)
}

/// The row of 修订说明 for a figure.
#[track_caller]
fn row_of(table: &[Vec<String>], subject: &str, group: &str, measure: &str) -> Vec<String> {
    let row = table.iter().find(|row| row[2] == subject && row[3] == group && row[4] == measure);
    row.unwrap_or_else(|| panic!("{subject} {group} {measure}: {table:?}")).clone()
}

/// The number of the row of 数据变动 that tells a change of a unit from one value to another.
#[track_caller]
fn item(office: &tempfile::TempDir, unit: &str, from: &str, to: &str) -> String {
    let table = told(office, "数据变动");
    let row = table.iter().find(|row| row[2] == unit && row[9] == from && row[10] == to);
    row.unwrap_or_else(|| panic!("{unit} {from}→{to}: {table:?}"))[0].clone()
}

/// The signed numbers of a cause: 甲院 +299（第1项） → 299.
fn amounts(cause: &str) -> Vec<i64> {
    let signed = |part: &str| part.split_whitespace().nth(1)?.split('（').next()?.replace(',', "").parse().ok();
    cause.split('；').filter_map(signed).collect()
}

#[test]
fn the_returns_that_moved_a_sum_add_up_to_its_difference() {
    let office = issued();
    let filed = |unit: &str| office.path().join(REPORTS).join(unit).join(FORM);
    correct(&filed("开鲁县示例医院"), "医疗服务", "D19", "3934", "4233");
    correct(&filed("开鲁县示例第二人民医院"), "医疗服务", "D19", "4253", "7753");
    draft(office.path(), Quarter::Third, date(2025, 11, 3));

    let first = item(&office, "开鲁县示例医院", "3,934", "4,233");
    let second = item(&office, "开鲁县示例第二人民医院", "4,253", "7,753");
    let table = told(&office, "修订说明");
    let value = row_of(&table, SUM, "全县", "本期累计");
    // 4,233 − 3,934 = 299 and 7,753 − 4,253 = 3,500.
    assert_eq!(value[7], "3799");
    let both = format!("开鲁县示例第二人民医院 +3,500（第{second}项）；开鲁县示例医院 +299（第{first}项）");
    assert_eq!(cause(&table, &value), both);
    assert_eq!(amounts(&both).iter().sum::<i64>(), 3799);
    // The quarter alone was moved by the same; what was told is referred to.
    let own = row_of(&table, SUM, "全县", "本季");
    assert_eq!(own[7], "3799");
    assert_eq!(cause(&table, &own), both);
    assert_eq!(table.iter().filter(|row| row[8] == both).count(), 1, "a cause is told once");
    // A change is no sum: what it is made of, then who moved it.
    let change = row_of(&table, SUM, "全县", "同比");
    assert!(change[8].starts_with("本期累计 ") && change[8].contains(&format!("开鲁县示例医院（第{first}项）")), "{change:?}");
}

#[test]
fn a_ratio_names_every_operand_and_every_return_that_changed() {
    let office = issued();
    correct(&office.path().join(HOSPITAL), SHEET, CELL, FILED, "2205.27");
    let second = office.path().join(REPORTS).join("开鲁县示例第二人民医院").join(FORM);
    let checked = rows(&second, SHEET)[12][3].clone();
    let more = checked.parse::<f64>().expect("a number") + 10.0;
    correct(&second, SHEET, CELL, &checked, &format!("{more:.2}"));
    draft(office.path(), Quarter::Third, date(2025, 11, 3));
    let table = told(&office, "修订说明");
    let value = row_of(&table, INDICATOR, "全县", "本期累计");
    let first = item(&office, "开鲁县示例医院", "2,105.27", "2,205.27");
    // 100 and 10 more were filed by two hospitals.
    let told = format!("检查收入合计 5,237.41→5,347.41；开鲁县示例医院（第{first}项）；开鲁县示例第二人民医院（第2项）");
    assert_eq!(value[8], told);
}

#[test]
fn a_return_that_is_gone_moves_a_sum_by_all_that_it_said() {
    let office = issued();
    let filed = office.path().join(REPORTS).join("开鲁县示例第二人民医院").join(FORM);
    std::fs::remove_file(&filed).expect("taken back");
    draft(office.path(), Quarter::Third, date(2025, 11, 3));
    take_back(office.path(), &office.path().join("bulletins/2025Q3/quarterly-草稿"));
    draft(office.path(), Quarter::Third, date(2025, 11, 3));
    let table = told(&office, "修订说明");
    let value = row_of(&table, SUM, "全县", "本期累计");
    assert!(value[8].starts_with("开鲁县示例第二人民医院撤回 -4,253（第"), "{value:?}");
    assert_eq!(value[7], "-4253");
    // 第七镇卫生院 and the hospital's supplement had not come before; one return more is missing now.
    let missing = row_of(&table, "缺报", "全县", "数量");
    assert_eq!(missing[7], "1");
    assert!(cause(&table, &missing).contains("及时→缺报 +1"), "{missing:?}");
}

#[test]
fn another_base_is_a_cause_of_its_own() {
    let office = workspace("kailu");
    issue(office.path(), Quarter::Second, date(2025, 7, 20), 2);
    issue(office.path(), Quarter::Third, date(2025, 10, 20), 3);
    // The second quarter is corrected, withdrawn and issued again: the third was told against the withdrawn numbers.
    let second = office.path().join(HOSPITAL.replace("2025Q3", "2025Q2").replace("三季度", "二季度"));
    let filed = rows(&second, SHEET)[12][3].clone();
    correct(&second, SHEET, CELL, &filed, "1500");
    crate::withdrawal::withdraw(office.path(), 2, date(2025, 10, 25)).expect("withdrawn");
    issue(office.path(), Quarter::Second, date(2025, 10, 26), 4);
    draft(office.path(), Quarter::Third, date(2025, 11, 3));
    let change = row_of(&told(&office, "修订说明"), INDICATOR, "全县", "环比");
    assert!(change[8].contains("环比基数2025年第2期→2025年第4期"), "{change:?}");
}
