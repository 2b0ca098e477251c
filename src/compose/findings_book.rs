//! 审核发现 as a workbook of its own: by type first, then one by one with filters, then how every rule ended.

use std::collections::{BTreeMap, BTreeSet};

use super::table::{body, marks, text, words};
use tongbao_document::subject::FindingCount;
use tongbao_document::{
    Block, Cell, Document, Figure, FigureId, GroupId, Inline, Measure, Properties, Subject, Table, Value, count,
};
use tongbao_figures::audit::RuleOutcome;
use tongbao_returns::domain::{Period, UnitCode};
use tongbao_returns::finding::{Explanation, Finding, Severity};

/// Who a finding concerns, as far as a registry says.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whose {
    /// Name of the county.
    pub county: String,
    /// 单位名称.
    pub unit: String,
}

/// What the workbook is made of.
pub struct FindingsBook<'run> {
    /// In any order.
    pub findings: &'run [Finding],
    /// How the rules ended; the sheet is left out if there are none.
    pub outcomes: &'run [RuleOutcome],
    /// Looks a unit up.
    pub whose: &'run dyn Fn(&UnitCode) -> Whose,
    /// 表号 and title of a form.
    pub form: &'run dyn Fn(&Finding) -> String,
    /// Where the slips lie, if not beside it: those of several plans lie together.
    pub slips: Option<&'run str>,
    /// Title, author, as-of date.
    pub properties: Properties,
}

/// Composes it: 汇总, 审核发现 by county and unit, 规则执行情况.
///
/// The columns 报告期, 单位代码, 代码, 数值 and 说明 are those of `explanations.xlsx`: a row copied there is an explanation.
pub fn findings_book(book: &FindingsBook<'_>) -> Document {
    let mut body = vec![
        Block::Paragraph(vec![Inline::Text(
            "拒收：整份未采用；差错：单元格差错该格未采用，规则差错（强制性）整份退回、不计入汇总；待说明（准强制性）：更正或说明之前不计入汇总；\
             核实（核实性）：已计入，定稿前须更正或说明；存疑、提示：已采用，请核对。"
                .to_owned(),
        )]),
        Block::Table(summary(book)),
        Block::Table(listed(book)),
    ];
    if !book.outcomes.is_empty() {
        body.push(Block::Table(outcomes(book.outcomes)));
    }
    Document::list(book.properties.clone(), book.properties.title.clone(), body)
}

/// A count of findings, of whatever units and periods they are.
fn number(id: &str, what: FindingCount, number: usize) -> Cell {
    let subject = Subject::Findings { id: id.to_owned(), count: what };
    let id = FigureId { subject, group: GroupId::Area, period: None, measure: Measure::Count };
    Cell::Figure(Figure::new(id, Value::Number(count::to_f64(number)), 0, ""))
}

/// One row a type, the gravest first.
fn summary(book: &FindingsBook<'_>) -> Table {
    let mut by_type: BTreeMap<(Severity, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in book.findings {
        by_type.entry((finding.severity(), finding.id())).or_default().push(finding);
    }
    let rows = by_type.into_iter().map(|((severity, id), found)| {
        let title = found.first().map(|finding| finding.title()).unwrap_or_default();
        let units: BTreeSet<&UnitCode> = found.iter().filter_map(|finding| finding.unit.as_ref()).collect();
        let explained = found.iter().filter(|finding| matches!(finding.explanation, Some(Explanation::Accepted(_)))).count();
        body(vec![
            text(severity.word()),
            text(id),
            text(title),
            text(found.first().map(|finding| finding.message()).unwrap_or_default()),
            number(id, FindingCount::Findings, found.len()),
            number(id, FindingCount::Units, units.len()),
            number(id, FindingCount::Explained, explained),
        ])
    });
    Table {
        name: "汇总".to_owned(),
        title: "审核发现汇总".to_owned(),
        unit_line: None,
        columns: vec![
            marks("级别", 4.0),
            marks("代码", 6.0),
            words("类型", 12.0),
            words("例", 24.0),
            marks("数量", 4.0),
            marks("涉及单位", 5.0),
            marks("已说明", 4.0),
        ],
        label_columns: 3,
        rows: rows.collect(),
        notes: vec!["代码的含义和更正办法：tongbao explain 代码。".to_owned()],
    }
}

/// One row a finding, by county and unit.
fn listed(book: &FindingsBook<'_>) -> Table {
    let mut found: Vec<(Whose, &Finding)> =
        book.findings.iter().map(|finding| (finding.unit.as_ref().map(book.whose).unwrap_or_default(), finding)).collect();
    let place =
        |finding: &Finding| (finding.severity(), finding.at.file.clone(), finding.at.sheet.clone(), finding.at.cell_name());
    found.sort_by_cached_key(|(whose, finding)| {
        (whose.county.clone(), finding.unit.clone(), place(finding), finding.id().to_owned())
    });
    let rows = found.into_iter().map(|(whose, finding)| {
        let said = match &finding.explanation {
            Some(Explanation::Accepted(said)) => said.clone(),
            Some(Explanation::Refused(_)) | None => String::new(),
        };
        body(vec![
            text(finding.severity().word()),
            text(whose.county),
            text(finding.unit.as_ref().map(UnitCode::to_string).unwrap_or_default()),
            text(whose.unit),
            text(finding.period.map(|period: Period| period.to_string()).unwrap_or_default()),
            text((book.form)(finding)),
            text(finding.id()),
            text(finding.title()),
            text(finding.at.file.name()),
            text(finding.at.sheet_name()),
            text(finding.at.cell_name()),
            text(finding.message()),
            text(finding.values()),
            text(finding.expected().unwrap_or_default()),
            text(finding.hint().unwrap_or_default()),
            text(said),
            text(state(finding)),
        ])
    });
    let mut notes = vec![
        "办公室代为说明的：把“报告期、单位代码、代码、数值”照抄到工作区的 explanations.xlsx，在“说明”一列写明原因；数值变动后说明失效。"
            .to_owned(),
    ];
    notes.extend(book.slips.map(|folder| format!("退回单：{folder}。一份报表一张，写明各方案的问题和规则，几个方案合用。")));
    Table {
        name: "审核发现".to_owned(),
        title: "审核发现明细".to_owned(),
        unit_line: None,
        columns: vec![
            marks("级别", 4.0),
            words("县（市、区）", 6.0),
            words("单位代码", 10.0),
            words("单位名称", 12.0),
            marks("报告期", 5.0),
            words("报表", 10.0),
            marks("代码", 6.0),
            words("类型", 6.0),
            words("文件", 12.0),
            words("工作表", 6.0),
            marks("单元格", 4.0),
            words("问题", 24.0),
            words("数值", 16.0),
            words("应为", 16.0),
            words("如何更正", 16.0),
            words("说明", 16.0),
            words("状态", 8.0),
        ],
        label_columns: 4,
        rows: rows.collect(),
        notes,
    }
}

/// What is still to be done about a finding.
pub(super) fn state(finding: &Finding) -> String {
    match (&finding.explanation, finding.severity()) {
        (Some(Explanation::Accepted(_)), _) => "已说明".to_owned(),
        (Some(Explanation::Refused(fault)), _) => format!("说明未采纳：{}", fault.reason()),
        (None, Severity::Rejected) => "须重报".to_owned(),
        (None, Severity::Error) => "须更正".to_owned(),
        (None, Severity::Suspect | Severity::Explain) => "待更正或说明".to_owned(),
        (None, Severity::Doubt | Severity::Note) => String::new(),
    }
}

/// One row a rule; the four counts add up to the units that it concerns.
fn outcomes(outcomes: &[RuleOutcome]) -> Table {
    let rows = outcomes.iter().map(|outcome| {
        let reasons: Vec<String> = outcome.reasons.iter().map(|(reason, units)| format!("{reason}（{units}家）")).collect();
        let count = |what: FindingCount, count: usize| number(&outcome.rule, what, count);
        body(vec![
            text(&outcome.rule),
            text(&outcome.family),
            text(outcome.severity.word()),
            text(&outcome.form),
            count(FindingCount::Concerned, outcome.units()),
            count(FindingCount::Passed, outcome.pass),
            count(FindingCount::Failed, outcome.fail),
            count(FindingCount::Unverifiable, outcome.unverifiable),
            count(FindingCount::NotRun, outcome.not_run),
            text(reasons.join("；")),
            text(outcome.problem.as_ref().map(ToString::to_string).unwrap_or_default()),
        ])
    });
    Table {
        name: "规则执行情况".to_owned(),
        title: "审核规则执行情况".to_owned(),
        unit_line: Some("单位：家".to_owned()),
        columns: vec![
            marks("规则", 6.0),
            words("类型", 5.0),
            words("级别", 5.0),
            words("报表", 14.0),
            marks("适用", 4.0),
            marks("通过", 4.0),
            marks("不通过", 4.0),
            marks("无法核对", 4.0),
            marks("未执行", 4.0),
            words("未执行原因", 14.0),
            words("请办公室关注", 14.0),
        ],
        label_columns: 1,
        rows: rows.collect(),
        notes: vec!["适用＝通过＋不通过＋无法核对＋未执行；无法核对：所需数据未填、不适用或没有可比的历史数据。".to_owned()],
    }
}
