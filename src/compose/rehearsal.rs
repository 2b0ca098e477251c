//! 定稿预演 as a workbook: what stands in the way, what would be published as missed, whose place hangs on a return.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::material::Office;
use super::table::{body, marks, numbers, text, words};
use crate::issue::{OpenPoint, Replaced};
use tongbao_document::figure::format_decimal;
use tongbao_document::subject::TaskNumber;
use tongbao_document::{
    Block, Cell, Document, Figure, FigureId, GroupId, Inline, Light, Measure, Properties, Row, Subject, Table, Value,
};
use tongbao_returns::domain::{Cycle, Period, chinese_date};

/// What would come of issuing a bulletin now.
#[derive(Debug, Clone, Serialize)]
pub struct Outlook {
    /// Plan id.
    pub plan: String,
    /// Its title, as bulletins name it.
    pub plan_title: String,
    /// Name of the area.
    pub area: String,
    /// For when.
    pub period: Period,
    /// Which bulletin of the yearly cycle.
    pub cycle: Cycle,
    /// 季调度 …
    pub cycle_name: String,
    /// The number under which it is issued already; none if it is not.
    pub issued: Option<u32>,
    /// The withdrawn issue of which it would take the place (更正).
    pub replaces: Option<Replaced>,
    /// Last day on which a return is on time; none if nothing is due.
    pub deadline: Option<Date>,
    /// Days until then; 0 on the day and after it.
    pub days_left: i32,
    /// Returns due.
    pub due: usize,
    /// Of these missing.
    pub missing: usize,
    /// Everything that stands in the way of a final issue.
    pub open: Vec<OpenPoint>,
    /// Those of them that an explanation would settle.
    pub unexplained: Vec<OpenPoint>,
    /// What would be published as yellow or red.
    pub missed: Vec<Missed>,
    /// Places that hang on returns.
    pub hanging: Vec<Hanging>,
    /// Tasks of the ledger that are overdue at the period's end.
    pub tasks: Vec<Overdue>,
}

/// An indicator that is behind.
#[derive(Debug, Clone, Serialize)]
pub struct Missed {
    /// Name of the group.
    pub group: String,
    /// Its code.
    #[serde(serialize_with = "as_code")]
    pub group_code: GroupId,
    /// Indicator.
    pub indicator: String,
    /// Yellow or red.
    pub light: Light,
    /// What is asked.
    pub demand: String,
    /// What there is, not rounded.
    pub value: Option<f64>,
    /// Decimals printed.
    pub decimals: u8,
    /// Unit.
    pub unit: String,
    /// How far behind, in the unit.
    pub gap: Option<f64>,
    /// Who answers for it.
    pub responsible: String,
}

fn as_code<S: Serializer>(group: &GroupId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(group.code())
}

impl Missed {
    /// The value as printed.
    pub fn shown(&self) -> String {
        self.value.map_or_else(|| "—".to_owned(), |value| format_decimal(value, self.decimals, false))
    }
}

/// A place that hangs on a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hanging {
    /// Name of the county or the alliance.
    pub group: String,
    /// Its code.
    pub group_code: String,
    /// Indicator, or 达标率 for the ranking over all.
    pub indicator: String,
    /// Place with what has come; none if unranked.
    pub now: Option<u32>,
    /// Place with stand-ins for what is missing; none if unranked.
    pub then: Option<u32>,
    /// Whether the returns are the group's own, not its peers'.
    pub is_own: bool,
    /// Unit, form and state, one a return.
    pub returns: Vec<String>,
}

/// So many of those who answer for a task who stand so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parts {
    /// Their state.
    pub status: &'static str,
    /// How many.
    pub count: usize,
}

/// A task of the ledger that is overdue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overdue {
    /// Row of the catalogue.
    pub id: String,
    /// The task.
    pub title: String,
    /// What of it.
    pub item: String,
    /// As the plan writes it.
    #[serde(with = "crate::blank")]
    pub deadline: Option<String>,
    /// Days after it.
    pub days: i32,
    /// 推进中, 滞后, 未启动 or 未报.
    pub status: String,
    /// The same, with how many stand where.
    #[serde(skip)]
    pub shown: String,
    /// How many stand where, if several answer for it, each for itself.
    pub parts: Vec<Parts>,
    /// Who answers for it.
    pub responsible: String,
}

/// Composes it: five tables a bulletin.
pub fn document(outlooks: &[Outlook], as_of: Date, office: &Office) -> Document {
    let title = "定稿预演".to_owned();
    let mut blocks = Vec::new();
    for outlook in outlooks {
        blocks.push(Block::Paragraph(vec![Inline::Text(heading(outlook, as_of))]));
        // Several bulletins of one run have sheets of their own.
        let suffix = if outlooks.len() > 1 { format!("（{}{}）", outlook.period, outlook.cycle_name) } else { String::new() };
        let tables = [open(outlook), missed(outlook), hanging(outlook), unexplained(outlook), tasks(outlook)];
        blocks.extend(tables.into_iter().map(|table| Block::Table(Table { name: format!("{}{suffix}", table.name), ..table })));
    }
    let properties = Properties {
        title: title.clone(),
        author: office.name.clone(),
        subject: title.clone(),
        as_of: (as_of.year(), as_of.month(), as_of.day()),
        status: office.status,
        sample: office.is_sample,
        ..Properties::default()
    };
    Document::list(properties, title, blocks)
}

fn heading(outlook: &Outlook, as_of: Date) -> String {
    let Outlook { plan_title, period, cycle_name, issued, replaces, deadline, days_left, due, missing, open, .. } = outlook;
    let until = deadline.map(|day| format!("报送截止日{}，还有{days_left}天。", chinese_date(day))).unwrap_or_default();
    let verdict = match (issued, open.len()) {
        (Some(number), _) => format!("已以第{number}期定稿印发。"),
        (None, 0) => "可以定稿。".to_owned(),
        (None, count) => format!("有{count}项未办结，不能定稿。"),
    };
    let corrects = replaces.as_ref().map(|replaced| format!("{}已撤销，定稿即为更正。", replaced.issue)).unwrap_or_default();
    format!(
        "{plan_title}{}{cycle_name}，截至{}：应报{due}份，未报{missing}份。{until}{corrects}{verdict}",
        period.chinese(),
        chinese_date(as_of)
    )
}

fn table(name: &str, title: &str, columns: Vec<tongbao_document::Column>, rows: Vec<Row>, notes: Vec<String>) -> Table {
    Table { name: name.to_owned(), title: title.to_owned(), unit_line: None, columns, label_columns: 2, rows, notes }
}

fn points(name: &str, title: &str, points: &[OpenPoint]) -> Table {
    let row = |(number, point): (usize, &OpenPoint)| {
        let OpenPoint { kind, unit, unit_name, form, code, place, what, action, .. } = point;
        let mut cells = vec![text(number.to_string()), text(kind.word())];
        cells.extend([unit, unit_name, form, code, place].map(|known| text(known.clone().unwrap_or_default())));
        cells.extend([what, action].map(text));
        body(cells)
    };
    let columns = vec![
        marks("序号", 2.0),
        marks("类型", 3.5),
        words("单位代码", 8.0),
        words("单位", 8.0),
        words("报表", 8.0),
        marks("代码", 4.5),
        words("文件和单元格", 12.0),
        words("问题", 16.0),
        words("如何办理", 14.0),
    ];
    table(name, title, columns, (1_usize..).zip(points).map(row).collect(), Vec::new())
}

fn open(outlook: &Outlook) -> Table {
    points("定稿障碍", "挡着定稿的事项", &outlook.open)
}

fn unexplained(outlook: &Outlook) -> Table {
    points("待说明", "可以用说明办结的事项", &outlook.unexplained)
}

fn missed(outlook: &Outlook) -> Table {
    let row = |missed: &Missed| {
        let id = |measure| FigureId {
            subject: Subject::Indicator(missed.indicator.clone()),
            group: missed.group_code.clone(),
            period: Some(outlook.period.into()),
            measure,
        };
        let figure = |measure, number: Option<f64>| {
            let value = number.map_or(Value::NotApplicable, Value::Number);
            Cell::Figure(Figure::new(id(measure), value, missed.decimals, &missed.unit))
        };
        body(vec![
            text(&missed.group),
            text(&missed.indicator),
            Cell::Light(missed.light),
            text(&missed.demand),
            figure(Measure::Value, missed.value),
            figure(Measure::Gap, missed.gap),
            text(&missed.unit),
            text(&missed.responsible),
        ])
    };
    let columns = vec![
        words("范围", 8.0),
        words("指标", 14.0),
        marks("评价", 2.5),
        words("要求", 8.0),
        numbers("实际值", 5.0),
        numbers("差距", 5.0),
        marks("计量单位", 4.0),
        words("责任单位", 12.0),
    ];
    table("红黄指标", "按现有数据将印为红、黄的指标", columns, outlook.missed.iter().map(row).collect(), Vec::new())
}

fn hanging(outlook: &Outlook) -> Table {
    let place = |place: Option<u32>| text(place.map_or_else(|| "不排名".to_owned(), |place| place.to_string()));
    let row = |hanging: &Hanging| {
        body(vec![
            text(&hanging.group),
            text(&hanging.indicator),
            place(hanging.now),
            place(hanging.then),
            text(if hanging.is_own { "本组" } else { "同组其他" }),
            text(hanging.returns.join("；")),
        ])
    };
    let columns = vec![
        words("县（市、区）、医联体", 9.0),
        words("指标", 12.0),
        marks("现名次", 4.0),
        marks("补齐后", 4.0),
        marks("谁的报表", 5.0),
        words("取决于", 30.0),
    ];
    let note = "补齐后：退回的报表按原报数、未报的按该单位上年同期数试算；只作提醒，不印发。".to_owned();
    table("待定名次", "取决于未报、退回报表的名次", columns, outlook.hanging.iter().map(row).collect(), vec![note])
}

fn tasks(outlook: &Outlook) -> Table {
    let row = |task: &Overdue| {
        let Overdue { id, title, item, deadline, days, responsible, .. } = task;
        let overdue = FigureId {
            subject: Subject::Task { code: id.clone(), number: TaskNumber::DaysOverdue },
            group: GroupId::Area,
            period: Some(outlook.period.into()),
            measure: Measure::Count,
        };
        body(vec![
            text(id),
            text(title),
            text(item),
            text(deadline.clone().unwrap_or_default()),
            Cell::Figure(Figure::new(overdue, Value::Number(f64::from(*days)), 0, "天")),
            text(&task.shown),
            text(responsible),
        ])
    };
    let columns = vec![
        words("编号", 8.0),
        words("任务", 14.0),
        words("事项", 20.0),
        marks("期限", 5.0),
        numbers("逾期（天）", 4.0),
        marks("状态", 4.0),
        words("责任单位", 12.0),
    ];
    table("逾期任务", "报告期末已逾期的台账任务", columns, outlook.tasks.iter().map(row).collect(), Vec::new())
}
