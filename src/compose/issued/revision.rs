//! 修订说明: each published figure that would be another today, with the difference and the cause.
//!
//! In: what was issued, what is composed now, which returns came, went or changed. Out: a document for the draft beside the issue.

use super::cause::Told;
use super::causes::Causes;
use super::compared::{Difference, Revision, differences};
use super::lights::{light_changes, light_word};
use super::measures::measure_word;
use super::numbered::numbered;
use crate::compose::composed::Composed;
use crate::compose::counts::counted;
use crate::compose::material::Material;
use crate::compose::properties::properties;
use crate::compose::table::{body, marks, numbers, text, words};
use crate::issue::{DocumentFigures, Issue, IssuedFigure};
use tongbao_document::subject::Side;
use tongbao_document::{
    Block, Cell, Document, Figure, FigureId, Formula, GroupId, Inline, Measure, Operation, Subject, Table, Value,
};
use tongbao_returns::domain::chinese_date;

/// File name of the document, without extension.
pub const STEM: &str = "修订说明";
/// Most documents that a row names.
const MOST_DOCUMENTS: usize = 3;

/// Composes it.
pub fn document(material: &Material<'_>, revision: &Revision<'_>) -> Document {
    let Issue { period, cycle_name, plan_title, .. } = revision.issue;
    let name = revision.issue.name();
    let title = format!("{plan_title}{}{cycle_name}（{name}）修订说明", period.chinese());
    let causes = Causes::of(material, revision);
    let printed = differences(revision, |document| &document.printed);
    let workings = differences(revision, |document| &document.workings).len();
    let lights = lights(material, revision, &causes);
    let cells = cells(revision);
    let mut body = vec![opening(material, revision, printed.len())];
    if revision.is_registry_changed {
        body.push(Block::Note("机构名册（registry.xlsx）与定稿时不同，各组的单位和应报数可能随之变动。".to_owned()));
    }
    if !revision.changed_sheets.is_empty() {
        let names = revision.changed_sheets.join("、");
        body.push(Block::Note(format!(
            "办公室的{names}与定稿时不同，说明、加减分和一票否决、销号、典型做法、差额、截止日可能随之变动。"
        )));
    }
    if revision.is_plan_changed {
        body.push(Block::Note("方案包与定稿时不同，指标、目标值、规则或用语可能随之变动。".to_owned()));
    }
    if workings > 0 {
        body.push(Block::Note(format!("计算过程中的数有{workings}个随之变动，见本草稿各工作簿的“指标计算”等工作表。")));
    }
    if !printed.is_empty() {
        body.push(Block::Table(figures(&printed, revision, &causes)));
    }
    body.extend((!lights.rows.is_empty()).then_some(Block::Table(lights)));
    body.extend((!cells.rows.is_empty()).then_some(Block::Table(cells)));
    Document::list(properties(material, &title), title, body)
}

fn opening(material: &Material<'_>, revision: &Revision<'_>, count: usize) -> Block {
    let issue = revision.issue;
    let head =
        format!("{}于{}定稿印发。按截至{}的数据重算，", issue.name(), chinese_date(issue.as_of), chinese_date(material.as_of));
    if count == 0 {
        return Block::Paragraph(vec![Inline::Text(format!("{head}已印发的各数没有变动。"))]);
    }
    let figure = counted(material.period, GroupId::Area, Subject::Revisions, count, "个");
    Block::Paragraph(vec![
        Inline::Text(format!("{head}已印发的数有")),
        Inline::Figure(figure),
        Inline::Text("与现数不同，列于下表。已定稿印发的文件不作改动。".to_owned()),
    ])
}

fn figures(differences: &[Difference], revision: &Revision<'_>, causes: &Causes<'_>) -> Table {
    let mut told = Told::default();
    let row = |(number, difference): (usize, &Difference)| {
        let Difference { id, documents, then, now } = difference;
        let (issued, present, gap) = cells_of(then, now.as_ref(), revision);
        let why = causes.of_difference(difference);
        let why = told.once(number, if now.is_none() { format!("不再列示：{why}") } else { why });
        body(vec![
            text(number.to_string()),
            text(listed(documents)),
            text(id.subject.to_string()),
            text(causes.name(&id.group)),
            text(what(id, revision.issue)),
            issued,
            present,
            gap,
            text(why),
        ])
    };
    Table {
        name: STEM.to_owned(),
        title: "已印发的数与现数不同的".to_owned(),
        unit_line: None,
        columns: vec![
            marks("序号", 2.0),
            words("文件", 5.0),
            words("指标或项目", 8.0),
            words("范围", 5.0),
            words("内容", 4.0),
            numbers("定稿数", 4.5),
            numbers("现数", 4.5),
            numbers("差", 4.0),
            words("原因", 18.0),
        ],
        label_columns: 3,
        rows: (1_usize..).zip(differences).map(row).collect(),
        notes: vec![
            "差＝现数－定稿数。原因中“第n项”为表“数据变动”的序号，该表写明文件、工作表、单元格和原值、现值；“同序号n”为本表的序号。"
                .to_owned(),
            "带正负号的是该单位或该项使这个数增减多少，各项之和等于差；比率先列有变动的分子、分母。".to_owned(),
        ],
    }
}

/// The issued number, the present one, and the difference as a formula over both.
fn cells_of(then: &IssuedFigure, now: Option<&IssuedFigure>, revision: &Revision<'_>) -> (Cell, Cell, Cell) {
    let id = |side: Side| {
        let subject = Subject::Compared { issue: revision.issue.number, side, subject: Box::new(then.id.subject.clone()) };
        FigureId { subject, ..then.id.clone() }
    };
    let issued_id = id(Side::Issued);
    let as_signed = |figure: Figure| if then.signed { figure.signed() } else { figure };
    let issued = as_signed(Figure::new(issued_id.clone(), then.shown(), then.decimals, &then.unit));
    let Some(now) = now else { return (Cell::Figure(issued), text("不再列示"), Cell::Blank) };
    let present_id = id(Side::Present);
    let present = as_signed(Figure::new(present_id.clone(), now.shown(), now.decimals, &now.unit));
    let decimals = then.decimals.max(now.decimals);
    let gap = match (then.rounded, now.rounded) {
        (Some(then), Some(now)) => Value::Number(now - then),
        _ => Value::NotApplicable,
    };
    let formula = Formula::figure(present_id).with(Operation::Subtract, Formula::figure(issued_id));
    let gap = Figure::new(id(Side::Difference), gap, decimals, &now.unit).signed();
    let gap = if gap.rounded().is_some() { gap.computed_as(formula) } else { gap };
    (Cell::Figure(issued), Cell::Figure(present), Cell::Figure(gap))
}

fn listed(documents: &[String]) -> String {
    let listed = documents.iter().take(MOST_DOCUMENTS).cloned().collect::<Vec<_>>().join("、");
    if documents.len() > MOST_DOCUMENTS { format!("{listed}等{}份", documents.len()) } else { listed }
}

/// What a figure measures; of another period than the bulletin's, as in a trend, with its period.
fn what(id: &FigureId, issue: &Issue) -> String {
    let word = measure_word(id.measure);
    match id.period.filter(|period| *period != issue.period.into()) {
        Some(period) => format!("{word}（{period}）"),
        None => word.to_owned(),
    }
}

fn lights(material: &Material<'_>, revision: &Revision<'_>, causes: &Causes<'_>) -> Table {
    let changes = light_changes(material, revision);
    let mut told = Told::default();
    let row = |(number, change): (usize, &super::lights::LightChange<'_>)| {
        let id = material.id(change.group, Subject::Indicator(change.indicator.clone()), Measure::Value);
        let light = |light: Option<tongbao_document::Light>| light.map_or_else(|| text(light_word(None)), Cell::Light);
        body(vec![
            text(number.to_string()),
            text(&change.indicator),
            text(material.name(change.group)),
            light(change.then),
            light(change.now),
            text(told.once(number, causes.of_figure(&id))),
        ])
    };
    Table {
        name: "评价变动".to_owned(),
        title: "评价有变动的指标".to_owned(),
        unit_line: None,
        columns: vec![
            marks("序号", 2.0),
            words("指标", 9.0),
            words("范围", 6.0),
            marks("定稿评价", 4.0),
            marks("现评价", 4.0),
            words("原因", 20.0),
        ],
        label_columns: 3,
        rows: (1_usize..).zip(&changes).map(row).collect(),
        notes: Vec::new(),
    }
}

/// Every value that counted then and is another now, return by return.
fn cells(revision: &Revision<'_>) -> Table {
    let mut rows = Vec::new();
    for numbered in numbered(revision.changes) {
        let change = numbered.change;
        for (row, cell) in numbered.cells {
            rows.push(body(vec![
                text(row.to_string()),
                text(change.period.to_string()),
                text(&change.unit_name),
                text(&change.form),
                text(change.kind.to_string()),
                text(&change.file),
                text(cell.sheet.clone().unwrap_or_default()),
                text(cell.cell.clone().unwrap_or_default()),
                text(&cell.item),
                text(&cell.old),
                text(&cell.new),
            ]));
        }
    }
    Table {
        name: "数据变动".to_owned(),
        title: "定稿后有变动的报表数据".to_owned(),
        unit_line: None,
        columns: vec![
            marks("序号", 2.0),
            marks("报告期", 3.5),
            words("单位", 8.0),
            words("报表", 7.0),
            marks("变动", 3.0),
            words("文件", 9.0),
            words("工作表", 4.0),
            marks("单元格", 3.0),
            words("指标项", 7.0),
            numbers("原值", 4.5),
            numbers("现值", 4.5),
        ],
        label_columns: 3,
        rows,
        notes: vec!["变动：更正为数值改报，补报为定稿时未采用、现已采用，退回和撤回为定稿时采用、现不采用。".to_owned()],
    }
}

/// The figures of everything that is composed.
pub fn figures_of(composed: &[Composed]) -> Vec<DocumentFigures> {
    composed.iter().map(|one| DocumentFigures::of(&one.stem, &one.document)).collect()
}
