//! The words of every code, as they are printed: `words.txt`, renewed with `UPDATE_WORDS=1`.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::date;

use crate::domain::{
    Category, CellAddress, Decision, File, Location, OfficeFile, Period, Quarter, Reading, TaskColumn, TaskState, UnitCode,
};
use crate::finding::facts::*;
use crate::finding::{Code, Explanation, Facts, Finding, Severity};

const Q2: Period = Period::quarter(2025, Quarter::Second);
const Q3: Period = Period::quarter(2025, Quarter::Third);

fn t(words: &str) -> String {
    words.to_owned()
}

fn unit(code: &str, name: &str) -> NamedUnit {
    NamedUnit { code: UnitCode::new(code), name: t(name) }
}

fn ours() -> NamedUnit {
    unit("U1", "甲县人民医院")
}

fn other() -> NamedUnit {
    unit("U2", "甲县中医医院")
}

fn form() -> NamedForm {
    NamedForm { code: t("TB-H01"), title: t("季报表") }
}

fn item() -> NamedItem {
    NamedItem { code: t("101"), name: t("总诊疗人次") }
}

fn asked() -> Asked {
    Asked::Item(item())
}

fn task() -> NamedTask {
    NamedTask { code: t("3#1"), item: t("建立制度"), plan: None }
}

fn files() -> Vec<Facts> {
    let contents = [
        Content::Archive,
        Content::Rar,
        Content::SevenZip,
        Content::Gzip,
        Content::Pdf,
        Content::Image,
        Content::Word,
        Content::PowerPoint,
        Content::OldOffice,
        Content::Rtf,
        Content::Html,
        Content::Xml,
        Content::PlainText,
        Content::Binary,
    ];
    let denials = [
        Denial::NotFound,
        Denial::Permission,
        Denial::Folder,
        Denial::NoFile,
        Denial::Link,
        Denial::Dangling,
        Denial::ClosedFolder,
        Denial::PathTooLong,
        Denial::Other(Some(5)),
        Denial::Other(None),
    ];
    let mut facts: Vec<Facts> = contents.into_iter().map(|content| NotAWorkbook { content }.into()).collect();
    facts.extend([
        UnsupportedFormat { content: Content::Pdf }.into(),
        UnsupportedFormat { content: Content::OldExcel }.into(),
        Truncated::Damaged.into(),
        Truncated::CellOutside.into(),
        EmptyFile.into(),
        WrongExtension { extension: t("xls"), content: t("xlsx") }.into(),
        Encrypted.into(),
        TooLarge::File { most_mebibytes: 64 }.into(),
        TooLarge::Unfolded { bytes: 1_000, mebibytes: 65 }.into(),
        TooLarge::Sheets { found: 1_001, most: 256 }.into(),
        TooLarge::Cells { most: 200_000 }.into(),
        TooLarge::AnnouncedCells { found: 1_000_000 }.into(),
        TooLarge::Words { most_mebibytes: 64 }.into(),
        TooLarge::CellWords.into(),
        SeveralReturns { count: 2 }.into(),
        TooLarge::Read { most_mebibytes: 32 }.into(),
        ReaderFailed.into(),
        ReaderTimeout { seconds: 10.0 }.into(),
        FurtherFindings { code: t("C09"), title: t("指标项代码重复"), severity: Severity::Error, more: 59_800 }.into(),
    ]);
    facts.extend(denials.into_iter().map(|denial| Facts::from(Unreadable { denial })));
    facts
}

fn spot(sheet: &str, row: u32, said: &str) -> Spot {
    Spot { sheet: t(sheet), cell: CellAddress { row, column: 3 }, said: t(said) }
}

fn senders() -> Vec<Facts> {
    let (written, day) = (t("去年"), date(2025, 10, 12));
    let (missing, number) = (CodeLost::Missing, CodeLost::Number);
    vec![
        NoCover.into(),
        FormUnknown::Code { written: t("XX-9"), nearest: vec![] }.into(),
        FormUnknown::Code { written: t("TB-H0"), nearest: vec![form(), NamedForm { code: t("TB-C01"), title: t("年报表") }] }
            .into(),
        FormUnknown::Contradicting { codes: vec![t("TB-C01"), t("TB-H01")] }.into(),
        FormUnknown::Nowhere.into(),
        FormVersion { form: t("季报表"), current: t("2024"), written: t("2023版") }.into(),
        UnitUnknown::Unsaid.into(),
        UnitUnknown::Code { code: t("X9"), name: None, nearest: vec![] }.into(),
        UnitUnknown::Code { code: t("X9"), name: Some(t("甲县医院")), nearest: vec![ours(), other()] }.into(),
        UnitUnknown::Name { code: missing, name: t("丁县医院"), nearest: vec![ours()] }.into(),
        UnitUnknown::Name { code: number, name: t("丁县医院"), nearest: vec![] }.into(),
        UnitUnknown::Ambiguous { code: missing, name: t("骨科医院"), units: vec![ours(), other()] }.into(),
        UnitMismatch::Two { by_code: ours(), by_name: other() }.into(),
        UnitMismatch::StrangeCode { code: t("U99"), by_name: ours() }.into(),
        UnitClosed { unit: ours(), closed: date(2025, 6, 30), period: Q3 }.into(),
        UnitNotOpen { unit: ours(), opened: date(2026, 1, 1), period: Q3 }.into(),
        FormNotDue::OfOthers { category: Category::new("乡镇卫生院"), form: form() }.into(),
        FormNotDue::NoTask { unit: ours(), form: form() }.into(),
        FormNotDue::NoPart { unit: ours(), form: form() }.into(),
        PeriodUnknown::Unsaid.into(),
        PeriodUnknown::Unclear { written: written.clone() }.into(),
        WrongPeriod::NotOver { period: Q3, as_of: date(2025, 8, 1), probable: Q2 }.into(),
        WrongPeriod::Stale { period: Q3.year_before(), reported_on: day, days: 300, probable: Q3 }.into(),
        WrongPeriod::AgainstSheets { period: Q2, sheets: Q3, reported_on: day }.into(),
        ReportDateMissing::Unsaid.into(),
        ReportDateMissing::Unclear { written: t("十月") }.into(),
        ReportDateOdd::TooEarly { reported_on: date(2025, 9, 20), period: Q3 }.into(),
        ReportDateOdd::TooLate { reported_on: day, as_of: date(2025, 10, 10) }.into(),
        ReportDateOdd::AheadOfArrival { reported_on: date(2025, 12, 9), first_seen: date(2025, 10, 20) }.into(),
        MatchedByName { code: missing, unit: ours() }.into(),
        MatchedByName { code: number, unit: ours() }.into(),
        NameDiffers::OnCover { unit: ours(), written: t("甲县总医院") }.into(),
        NameDiffers::OnSheet { unit: ours(), other: other() }.into(),
        FormBySheets { form: form() }.into(),
        PeriodDiffers { written: t("2025年1—6月"), period: Q3 }.into(),
        CoverTwice { label: t("报告期"), first: spot("封面", 4, "2025Q3"), other: spot("封面", 9, "2025Q2") }.into(),
        NotCumulative { written: t("2025年7—9月"), period: Q3 }.into(),
        NotOfQuarter { written: t("2025年1—9月"), period: Q3 }.into(),
    ]
}

fn cells() -> Vec<Facts> {
    let of_task = Asked::Task { code: t("3#1"), column: TaskColumn::DoneOn };
    let bounds = [
        (Bound::Least { value: 1.5, unit: t("级") }, -1.0),
        (Bound::Greatest { value: 8.0, unit: t("级") }, 9.0),
        (Bound::Zero, -5.0),
    ];
    let day = date(2025, 9, 30);
    let mut facts: Vec<Facts> = vec![
        NumberExpected { asked: asked(), seen: Seen::Words(t("三千")) }.into(),
        NumberExpected { asked: asked(), seen: Seen::Date(t("2025-09-30")) }.into(),
        FormulaError { asked: asked(), shown: t("#REF!") }.into(),
        FormulaWithoutValue { asked: asked() }.into(),
        AlwaysApplies { asked: asked(), written: t("—") }.into(),
        UnitConverted { asked: asked(), written: t("1.2万人次"), taken: 12_000.0, unit: t("人次") }.into(),
        UnitOfMeasureOdd { asked: asked(), unit: t("人次"), written: t("12张"), found: t("张") }.into(),
        Cleaned::Number { asked: asked(), written: t("１２．５"), taken: 12.5, unit: t("人次") }.into(),
        Cleaned::Word { asked: asked(), written: t("√"), taken: t("是") }.into(),
        Cleaned::Date { asked: of_task.clone(), written: t("2025年9月30日"), taken: day }.into(),
        Cleaned::Serial { asked: asked(), number: 45_930.0, taken: day }.into(),
        Cleaned::Withdrawn { asked: asked(), withdrawn: t("1") }.into(),
        NotAsShown::Withdrawn { asked: asked(), written: t("393") }.into(),
        NotAsShown::Scaled { asked: asked(), found: t("16800") }.into(),
        NotAsShown::Worded { asked: asked(), found: t("12"), words: t("见附表") }.into(),
        NotAsShown::Conditional { asked: asked(), found: t("0.985") }.into(),
        NotAsShown::Lost { asked: asked() }.into(),
        NotAsShown::Twice { asked: asked(), found: t("339"), other: t("393") }.into(),
        NotAsShown::Covered { asked: asked(), found: t("339"), merged: t("D5:D6") }.into(),
        NotAsShown::Measures { asked: asked(), found: t("339"), beside: t("人次"), above: t("万人次") }.into(),
        NotAsShown::Beside { asked: asked(), found: t(""), cell: t("E6"), other: t("339") }.into(),
        NotAsShown::Spanned { asked: asked(), merged: t("D5:D6") }.into(),
        NotSeen::Hidden { asked: asked(), found: t("339") }.into(),
        NotSeen::Perhaps { asked: asked(), found: t("339") }.into(),
        NotSeen::Words { asked: asked(), found: t("339"), unseen: t("6") }.into(),
        NotSeen::Stale { asked: asked(), found: t("339") }.into(),
        NotSeen::Unformatted { asked: asked(), found: t("0.985") }.into(),
        UnknownItem::Code { written: t("199"), by_name: None }.into(),
        UnknownItem::Code { written: t("1O1"), by_name: Some(t("101")) }.into(),
        UnknownItem::Task { written: t("9#9") }.into(),
        ItemMissing::CodeGone { item: item(), row: 6 }.into(),
        ItemMissing::Gone { item: item() }.into(),
        ItemMissing::Task { task: task() }.into(),
        ItemTwice::Item { item: item(), other_row: 6 }.into(),
        ItemTwice::Task { code: t("3#1") }.into(),
        NameMismatch::Item { item: item(), written: t("门急诊人次"), by_name: Some(t("102")) }.into(),
        NameMismatch::Item { item: item(), written: t("手术人次"), by_name: None }.into(),
        NameMismatch::Task { task: task(), written: t("别的") }.into(),
    ];
    facts.push(OutOfRange::Endless { asked: asked(), shown: t("inf") }.into());
    facts.extend(bounds.map(|(bound, found)| Facts::from(OutOfRange::Beyond { asked: asked(), bound, found })));
    let blank = |name: &str, row: u32| BlankItem { name: t(name), cell: CellAddress { row, column: 3 } };
    facts.extend([
        ChoiceUnknown::YesOrNo { asked: asked(), written: t("拟开展") }.into(),
        ChoiceUnknown::Listed { asked: of_task.clone(), choices: vec![t("三级"), t("二级")], written: t("甲等") }.into(),
        DateUnreadable { asked: of_task, written: t("九月底") }.into(),
        SheetMissing { sheet: t("收入费用"), items: 3, of_other_quarters: vec![] }.into(),
        SheetMissing { sheet: t("收入费用"), items: 3, of_other_quarters: vec![t("收入费用（一季度）")] }.into(),
        HeaderMissing::Codes.into(),
        HeaderMissing::Values.into(),
        HeaderMissing::QuarterValues.into(),
        HeaderMissing::OnlyQuarter { label: t("本季数") }.into(),
        HeaderMissing::NoQuarter { label: t("本年累计") }.into(),
        Competing { item: item(), one: spot("医疗服务", 5, "339"), other: spot("医疗服务 (2)", 5, "") }.into(),
        ReadElsewhere { first: column("医疗服务", "D"), read: column("医疗服务 (2)", "D") }.into(),
        ReadElsewhere { first: cell("医疗服务", "D", 7), read: cell("医疗服务", "E", 7) }.into(),
        HeaderMissing::Tasks.into(),
        HeaderMissing::Answers { columns: vec![TaskColumn::State, TaskColumn::Times] }.into(),
        HiddenContent { sheet: t("医疗服务"), column: None, rows: vec![] }.into(),
        HiddenContent { sheet: t("医疗服务"), column: Some(t("D")), rows: vec![] }.into(),
        HiddenContent { sheet: t("医疗服务"), column: None, rows: vec![7, 9] }.into(),
        DecimalsOdd { asked: asked(), decimals: 0, found: 12.5 }.into(),
        DecimalsOdd { asked: asked(), decimals: 2, found: 12.3456 }.into(),
        NoGlyph { characters: vec!['😀', '\u{e000}'], count: 2 }.into(),
        NoGlyph { characters: vec!['ᠮ'], count: 9 }.into(),
        PercentOdd { asked: asked(), found: 0.85 }.into(),
        AnsweredThoughEmpty { filled: 2 }.into(),
        ItemBlank { count: 2, first: vec![blank("床位数", 5), blank("护士数", 6)] }.into(),
        ItemBlank { count: 9, first: vec![blank("床位数", 5)] }.into(),
    ]);
    facts
}

fn column(sheet: &str, letters: &str) -> Column {
    Column { sheet: t(sheet), letters: t(letters), row: None }
}

fn cell(sheet: &str, letters: &str, row: u32) -> Column {
    Column { row: Some(row), ..column(sheet, letters) }
}

fn broken(expected: Option<Expected>, hint: Option<&str>) -> Facts {
    RuleBroken {
        rule: t("JN-H-012"),
        family: t("表内"),
        severity: Severity::Suspect,
        sentence: t("手术人次（130）大于出院人次（120）"),
        expected,
        hint: hint.map(t),
        cited: Vec::new(),
    }
    .into()
}

fn audit() -> Vec<Facts> {
    let rule = || t("JN-H-012");
    let mut facts: Vec<Facts> = vec![
        EmptyReturn { period: Q3 }.into(),
        Superseded { by: t("b.xlsx"), reported_on: Some(date(2025, 10, 14)), own_reported_on: None }.into(),
        DuplicateFile { of: t("b.xlsx") }.into(),
        CorrectedSince { by: t("b.xlsx"), reported_on: Some(date(2025, 10, 16)), refused_for: t("W03") }.into(),
        broken(None, None),
        broken(Some(Expected::Written(t("手术人次 ≤ 出院人次"))), Some("核对病案首页")),
        broken(Some(Expected::Computed { written: t("手术人次 ≤ 出院人次 - 1"), wanted: 119.0, missed_by: 11.5 }), None),
        broken(Some(Expected::OwnMagnitude { base: 3_000.0 }), None),
        broken(Some(Expected::PeersGrowth { median: 1.1, own: 10.0 }), None),
        broken(Some(Expected::PeersValue { median: 10.0, own: 90.0 }), None),
    ];
    let faults = [
        Fault::Reasonless,
        Fault::Short { fewest: 6 },
        Fault::Repeated { times: 4 },
        Fault::ValuesChanged { then: t("甲=1") },
        Fault::Undecided { choices: vec![t("采用这一份"), t("不用这一份")] },
    ];
    facts.extend(faults.map(|fault| Facts::from(ExplanationInvalid { rule: rule(), said: t("核实无误"), fault })));
    facts.push(ExplanationExpired { rule: rule(), then: t("甲=1"), now: t("甲=2") }.into());
    let unmatched = [
        ExplanationUnmatched::NoTable,
        ExplanationUnmatched::NoColumns,
        ExplanationUnmatched::NoValuesOnSlip { rule: rule() },
        ExplanationUnmatched::TooMany { most: 500, more: 60_000 },
        ExplanationUnmatched::PeriodUnsaid,
        ExplanationUnmatched::PeriodUnclear { written: t("去年") },
        ExplanationUnmatched::UnitUnsaid { code: CodeLost::Missing },
        ExplanationUnmatched::UnitUnsaid { code: CodeLost::Number },
        ExplanationUnmatched::StrangeUnit { code: t("X9"), by_name: None },
        ExplanationUnmatched::StrangeUnit { code: t("X9"), by_name: Some(ours()) },
        ExplanationUnmatched::TwoUnits { by_code: ours(), by_name: other() },
        ExplanationUnmatched::RuleUnsaid,
        ExplanationUnmatched::ValuesUnsaid,
        ExplanationUnmatched::StrangeRule { rule: rule() },
        ExplanationUnmatched::UnitGone { unit: UnitCode::new("X9") },
        ExplanationUnmatched::Binding { rule: rule() },
        ExplanationUnmatched::NothingFound { rule: rule(), period: Q3 },
    ];
    facts.extend(unmatched.map(Facts::from));
    facts
}

fn subjects() -> [SubjectTrouble; 5] {
    [
        SubjectTrouble::Unsaid,
        SubjectTrouble::StrangeCode { code: t("X9") },
        SubjectTrouble::StrangeName { name: t("丁县医院") },
        SubjectTrouble::AmbiguousName { name: t("骨科医院") },
        SubjectTrouble::Mismatch { code: t("U1"), name: t("丁县医院") },
    ]
}

fn events() -> Vec<Facts> {
    let (later, as_of) = (date(2025, 11, 1), date(2025, 10, 20));
    let rows = [
        RowTrouble::MatterUnsaid,
        RowTrouble::StrangeMatter { matter: t("造假"), known: vec![t("弄虚作假"), t("推广")] },
        RowTrouble::CountedMatter { matter: t("迟报") },
        RowTrouble::DateUnsaid,
        RowTrouble::DateUnclear { written: t("六月底") },
        RowTrouble::DateFarOff { date: date(2099, 1, 1), as_of },
        RowTrouble::Points { written: t("-1") },
    ];
    let mut facts: Vec<Facts> = vec![EventNotUsed::NoTable.into(), EventNotUsed::Later { date: later, as_of }.into()];
    let rows = subjects().map(RowTrouble::Subject).into_iter().chain(rows);
    facts.extend(rows.map(|trouble| Facts::from(EventNotUsed::Row(trouble))));
    facts.push(EventTwice { sheet: t("加减分"), cell: CellAddress { row: 3, column: 2 } }.into());
    facts.push(PracticeNotUsed::NoTable.into());
    facts.extend(subjects().map(|trouble| Facts::from(PracticeNotUsed::Subject(trouble))));
    facts.extend([
        PracticeNotUsed::PeriodUnsaid.into(),
        PracticeNotUsed::PeriodUnclear { written: t("去年") }.into(),
        PracticeNotUsed::TitleUnsaid.into(),
        PracticeNotUsed::TextUnsaid.into(),
    ]);
    facts.extend(adjustments());
    facts
}

fn adjustments() -> Vec<Facts> {
    let rows = [
        AdjustmentNotUsed::NoTable,
        AdjustmentNotUsed::PeriodUnsaid,
        AdjustmentNotUsed::PeriodUnclear { written: t("去年") },
        AdjustmentNotUsed::OfAUnit { name: t("甲县人民医院") },
        AdjustmentNotUsed::ItemUnsaid,
        AdjustmentNotUsed::ItemUnknown { written: t("手术队数"), nearest: vec![t("手术团队数")] },
        AdjustmentNotUsed::ItemNeverAdds { item: t("电子病历级别") },
        AdjustmentNotUsed::ValueUnsaid,
        AdjustmentNotUsed::ValueUnclear { written: t("两个"), unit: t("个") },
        AdjustmentNotUsed::ValueUnclear { written: String::new(), unit: t("个") },
        AdjustmentNotUsed::ReasonUnsaid,
        AdjustmentNotUsed::Twice { sheet: t("差额"), cell: CellAddress { row: 3, column: 3 } },
    ];
    let groups = subjects().map(AdjustmentNotUsed::Group);
    groups.into_iter().chain(rows).map(Facts::from).collect()
}

fn ledger() -> Vec<Facts> {
    let (written, on) = (t("9#9"), date(2025, 10, 16));
    let lonely = |code: &str, responsible: &[&str]| LonelyTask {
        code: t(code),
        responsible: responsible.iter().map(|name| t(name)).collect(),
    };
    let unusable = [
        SignOffUnusable::NoTable,
        SignOffUnusable::TaskUnsaid,
        SignOffUnusable::StrangeTask { written: written.clone() },
        SignOffUnusable::AmbiguousTask { written },
        SignOffUnusable::DecisionUnsaid,
        SignOffUnusable::DecisionUnclear { written: t("再议") },
        SignOffUnusable::DateUnsaid,
        SignOffUnusable::DateUnclear { written: t("上周") },
        SignOffUnusable::Later { count: 2, as_of: on },
        SignOffUnusable::ClosedBefore { task: task(), on },
        SignOffUnusable::NotDone { task: task(), decision: Decision::SendBack, on },
    ];
    let mut facts: Vec<Facts> = vec![
        DoneUnproven { task: task(), lacking: TaskColumn::Evidence }.into(),
        DoneAfterPeriod { task: task(), done_on: on, period: Q3 }.into(),
        TaskWentBack { task: task(), before: Q2, was: TaskState::Done, is: TaskState::InProgress }.into(),
        LagUnexplained { task: task() }.into(),
        LagUnexplained { task: NamedTask { code: t("能力-3#1"), plan: Some(t("能力提升")), ..task() } }.into(),
        TaskOfOthers { task: task(), responsible: vec![t("卫健委"), t("财政局")] }.into(),
    ];
    facts.extend(unusable.map(Facts::from));
    facts.extend([
        SignOffUnreasoned { code: t("3#1") }.into(),
        TaskUnanswered { plan: None, count: 2, first: vec![lonely("3#1", &["卫健委", "财政局"]), lonely("4#1", &[])] }.into(),
        TaskUnanswered { plan: Some(t("能力提升")), count: 11, first: vec![lonely("能力-3#1", &["卫健委"])] }.into(),
        StepRepeated { task: task(), step: 2, done_on: on }.into(),
    ]);
    facts
}

/// Every situation in which a code is raised, once.
fn situations() -> Vec<Facts> {
    [files(), senders(), cells(), audit(), events(), ledger()].concat()
}

/// `C01 差错  “总诊疗人次”…`, then what was expected and what to do.
fn told(facts: Facts) -> String {
    let finding = Finding::about(File::Received(t("a.xlsx")), facts);
    let mut text = format!("{} {}  {}\n", finding.id(), finding.severity().word(), finding.message());
    for (label, words) in [("应为", finding.expected()), ("更正", finding.hint())] {
        text.extend(words.map(|words| format!("    {label}：{words}\n")));
    }
    text
}

#[test]
fn every_code_is_told_in_the_words_of_the_file() {
    let codes: BTreeSet<Code> = situations().iter().map(Facts::code).collect();
    let silent: Vec<_> = Code::ALL.iter().filter(|code| !codes.contains(code)).map(|code| code.as_str()).collect();
    assert!(silent.is_empty(), "no situation tells {silent:?}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/finding/words/words.txt");
    let text: String = situations().into_iter().map(told).collect();
    if std::env::var_os("UPDATE_WORDS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    for (now, then) in text.lines().zip(written.lines()) {
        assert_eq!(now, then, "words.txt differs: run this test with UPDATE_WORDS=1 if that is meant");
    }
    assert!(text == written, "words.txt has more or fewer lines: run this test with UPDATE_WORDS=1 if that is meant");
}

#[test]
fn a_file_of_the_office_says_what_is_lost_with_it() {
    let lost = |file| Finding::about(File::Office(file), EmptyFile).message();
    assert_eq!(lost(OfficeFile::Explanations), "文件大小为零，其中的说明都没有采用");
    assert_eq!(lost(OfficeFile::Events), "文件大小为零，其中的事项都没有采用");
    assert_eq!(lost(OfficeFile::Practices), "文件大小为零，其中的典型做法都没有采用");
    assert_eq!(lost(OfficeFile::SignOffs), "文件大小为零，其中的销号记录都没有采用");
    assert_eq!(lost(OfficeFile::Adjustments), "文件大小为零，其中的差额都没有采用");
    let row = Finding::about(File::Office(OfficeFile::Events), EventNotUsed::Row(RowTrouble::MatterUnsaid));
    assert_eq!(row.message(), "没有写明事项，这一行没有采用");
}

#[test]
fn values_are_told_as_they_were_filed() {
    let numbers = [120.0, 0.1 + 0.2, -0.0, 1_234_567.5].map(|number| crate::finding::shown(&Reading::Number(number)));
    assert_eq!(numbers, ["120", "0.3", "0", "1234567.5"]);
    let states = [Reading::Text(t("是")), Reading::NotApplicable, Reading::Blank].map(|reading| crate::finding::shown(&reading));
    assert_eq!(states, ["是", "不适用", "未填"]);
}

/// The fields that other programs read, in their order.
#[test]
fn a_finding_is_printed_for_other_programs_with_its_words() {
    #[derive(serde::Serialize)]
    struct List {
        #[serde(serialize_with = "crate::finding::printed")]
        findings: Vec<Finding>,
    }
    let at = Location::file(File::Received(t("a.xlsx"))).on_cell("表1", CellAddress { row: 2, column: 3 });
    let cited = vec![
        Cited { item: t("出院人次"), value: Reading::Number(120.0), at: Some(at.clone()) },
        Cited { item: t("床位数"), value: Reading::Blank, at: None },
    ];
    let rule = RuleBroken {
        rule: t("JN-H-012"),
        family: t("表内"),
        severity: Severity::Suspect,
        sentence: t("大了"),
        expected: Some(Expected::Written(t("小些"))),
        hint: None,
        cited,
    };
    let broken = Finding::at(at, rule).in_period(Q3);
    let broken = Finding { explanation: Some(Explanation::Refused(Fault::Reasonless)), ..broken };
    let empty = Finding::about(File::Received(t("b.xlsx")), EmptyFile);
    let text = serde_json::to_string(&List { findings: vec![broken, empty] }).unwrap();
    let expected = concat!(
        r#"{"findings":[{"file":"a.xlsx","sheet":"表1","cell":"D3","code":"A01","severity":"suspect","unit":null,"form":null,"#,
        r#""message":"大了","hint":"","rule":"JN-H-012","family":"表内","period":"2025Q3","expected":"小些","cited":["#,
        r#"{"item":"出院人次","value":"120","file":"a.xlsx","sheet":"表1","cell":"D3"},"#,
        r#"{"item":"床位数","value":"未填","file":"","sheet":"","cell":""}],"#,
        r#""explanation":{"state":"refused","text":"没有写明原因"}},"#,
        r#"{"file":"b.xlsx","sheet":"","cell":"","code":"F03","severity":"rejected","unit":null,"form":null,"#,
        r#""message":"文件大小为零","hint":"文件大小为零，请重报"}]}"#,
    );
    assert_eq!(text, expected);
}

#[test]
fn facts_come_back_from_the_store_as_they_went_in() {
    for facts in situations() {
        let finding = Finding::about(File::Received(t("a.xlsx")), facts);
        let text = serde_json::to_string(&finding).unwrap();
        assert_eq!(serde_json::from_str::<Finding>(&text).unwrap(), finding, "{text}");
    }
}
