//! 催报名单: who is missing, returned or late, with contact, county and the sentence to send. Before the deadline the same list is
//! 报送提醒名单: it reminds and blames nobody.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::counts::counted;
use super::material::Office;
use super::returns::{By, Returns};
use super::table::{body, marks, numbers, reporting, text, words};
use tongbao_document::side_by_side::beside;
use tongbao_document::subject::{OutstandingNumber, ReturnCount, Slice};
use tongbao_document::{Block, Cell, Document, GroupId, Inline, Properties, Row, Subject, Table};
use tongbao_figures::audit::{DueReturn, Timeliness};
use tongbao_returns::domain::{FormId, UnitCode, chinese_date};
use tongbao_returns::finding::Finding;
use tongbao_returns::registry::Unit;

/// What the list is made of.
#[derive(Debug, Clone, Copy)]
pub struct Chase<'run> {
    /// Who has reported.
    pub returns: Returns<'run>,
    /// In how many periods of the year a unit's form was missing, late or returned.
    pub times: &'run BTreeMap<(UnitCode, FormId), usize>,
    /// What is wrong with the returns of the period.
    pub findings: &'run [Finding],
    /// Who chases.
    pub office: &'run Office,
    /// Data as of.
    pub as_of: Date,
}

/// What is the matter with a return, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// 缺报; an empty workbook before the deadline, 未报.
    Missing,
    /// 待报: not due yet.
    Awaited,
    /// 退回: to be corrected or explained.
    Returned,
    /// 迟报.
    Late,
}

/// A return that is missing, was returned or came late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outstanding {
    /// Name of the county.
    pub county: String,
    /// 单位代码.
    pub unit_code: String,
    /// 单位名称.
    pub unit_name: String,
    /// 表号.
    pub form: String,
    /// Title of the form.
    pub form_title: String,
    /// Last day on time, at the level of the office.
    pub deadline: Date,
    /// The same at the county's office.
    pub county_deadline: Date,
    /// The same at the city's office.
    pub city_deadline: Date,
    /// What is the matter.
    pub state: State,
    /// Days after the deadline: of arrival, or until the as-of date; 0 on time.
    pub days_late: i32,
    /// Periods of this year in which it was missing, late or returned, this one included.
    pub times_this_year: usize,
    /// Findings for which it was returned.
    pub reasons: usize,
    /// Who files for the unit, if somebody else does: the one to be asked.
    pub proxy: Option<String>,
    /// 联系人; the proxy's, if a proxy files.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub contact: Option<String>,
    /// 电话, likewise.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub phone: Option<String>,
    /// What else is to be known, in Chinese.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub remark: Option<String>,
    /// The sentence to send.
    pub sentence: String,
}

impl Outstanding {
    /// Whether its deadline has passed, or the return is here and not as it should be.
    pub fn is_due(&self) -> bool {
        self.state != State::Awaited && (self.state != State::Missing || self.days_late > 0)
    }

    /// 缺报, 未报, 待报, 退回 or 迟报.
    pub fn word(&self) -> &'static str {
        match self.state {
            State::Missing if self.days_late > 0 => "缺报",
            State::Missing => "未报",
            State::Awaited => "待报",
            State::Returned => "退回",
            State::Late => "迟报",
        }
    }
}

/// Whether the list is one of reminders: no deadline of anything outstanding has passed.
pub fn is_reminder(chase: &Chase<'_>) -> bool {
    let outstanding = |due: &&DueReturn| state(due).is_some();
    let mut passed = chase.returns.completeness.due.iter().filter(outstanding).map(|due| due.deadline < chase.as_of);
    let is_over = || chase.returns.completeness.due.iter().all(|due| due.deadline < chase.as_of);
    !passed.any(|passed| passed) && !is_over()
}

/// Who is to be chased or reminded: county by county, those directly under the area last, the missing first.
pub fn outstanding(chase: &Chase<'_>) -> Vec<Outstanding> {
    let area = &chase.returns.plan.area_code;
    let mut due: Vec<_> = chase.returns.completeness.due.iter().filter_map(|due| state(due).map(|state| (state, due))).collect();
    due.sort_by_key(|(state, due)| (due.county == *area, &due.county, *state, &due.unit, &due.form));
    due.into_iter().map(|(state, due)| one(chase, state, due)).collect()
}

/// What is the matter with a return, if anything is.
fn state(due: &DueReturn) -> Option<State> {
    match due.timeliness {
        Timeliness::Missing => Some(State::Missing),
        Timeliness::Awaited => Some(State::Awaited),
        _ if due.is_returned => Some(State::Returned),
        Timeliness::Late(_) => Some(State::Late),
        Timeliness::OnTime => None,
    }
}

fn one(chase: &Chase<'_>, state: State, due: &DueReturn) -> Outstanding {
    let Chase { returns, times, findings, as_of, .. } = chase;
    let unit = returns.registry.units.get(&due.unit);
    let proxy = unit.and_then(|unit| returns.registry.units.get(unit.proxy.as_ref()?));
    let asked: Option<&Unit> = proxy.or(unit);
    let form = returns.form(&due.form);
    let days_late = match due.timeliness {
        Timeliness::Late(days) => days,
        Timeliness::Missing => due.deadline.until(*as_of).map_or(0, |span| span.get_days()).max(0),
        Timeliness::OnTime | Timeliness::Awaited => 0,
    };
    let is_reason = |finding: &&Finding| {
        finding.sends_back() && finding.unit.as_ref() == Some(&due.unit) && finding.form.as_ref() == Some(&due.form)
    };
    let mut remarks: Vec<String> = due.remark().into_iter().collect();
    remarks.extend(proxy.map(|proxy| format!("代报：{}", proxy.name)));
    remarks.extend(due.exception.as_ref().map(|exception| match &exception.reason {
        None => "截止日另定".to_owned(),
        Some(reason) => format!("截止日另定：{reason}"),
    }));
    let mut one = Outstanding {
        county: returns.county_name(&due.county),
        unit_code: due.unit.to_string(),
        unit_name: unit.map_or_else(|| due.unit.to_string(), |unit| unit.name.clone()),
        form: form.map_or_else(|| due.form.to_string(), |form| form.code.clone()),
        form_title: form.map_or_else(|| due.form.to_string(), |form| form.title.clone()),
        deadline: due.deadline,
        county_deadline: due.county_deadline,
        city_deadline: due.city_deadline,
        state,
        days_late,
        times_this_year: times.get(&(due.unit.clone(), due.form.clone())).copied().unwrap_or_default(),
        reasons: if state == State::Returned { findings.iter().filter(is_reason).count() } else { 0 },
        proxy: proxy.map(|proxy| proxy.name.clone()),
        contact: asked.and_then(|unit| unit.contact.clone()),
        phone: asked.and_then(|unit| unit.phone.clone()),
        remark: (!remarks.is_empty()).then(|| remarks.join("；")),
        sentence: String::new(),
    };
    one.sentence = sentence(&one, due, chase);
    one
}

/// `示例医院：贵单位2025年第三季度《医院季报表》（T-1）报送截止日为2025年10月15日，已逾期5天，至今未收到，请于2个工作日内补报。`
fn sentence(one: &Outstanding, due: &DueReturn, chase: &Chase<'_>) -> String {
    let whose = match &one.proxy {
        Some(proxy) => format!("{proxy}：贵单位代{}报送的", one.unit_name),
        None => format!("{}：贵单位", one.unit_name),
    };
    let what = format!("{}《{}》（{}）", beside(&whose, &chase.returns.period.chinese()), one.form_title, one.form);
    let until = chinese_date(one.deadline);
    let is_open = chase.as_of <= one.deadline;
    let by_when = if is_open { format!("于{until}前") } else { "于2个工作日内".to_owned() };
    let arrived = match due.refused_for() {
        _ if due.is_empty => "收到的是空表".to_owned(),
        Some(why) => format!("收到的文件未能采用（{why}）"),
        None if is_open => "尚未收到".to_owned(),
        None => "至今未收到".to_owned(),
    };
    match (one.state, is_open) {
        (State::Missing | State::Awaited, true) if !due.is_empty && due.refused.is_none() => {
            format!("{what}报送截止日为{until}，{arrived}，请按时报送；如已报出，不必理会本提醒。")
        }
        (State::Missing | State::Awaited, true) => format!("{what}报送截止日为{until}，{arrived}，请{by_when}重新报送。"),
        (State::Missing | State::Awaited, false) => {
            format!("{what}报送截止日为{until}，已逾期{}天，{arrived}，请{by_when}补报。", one.days_late)
        }
        (State::Returned, _) => {
            let late = if one.days_late > 0 { format!("，迟报{}天", one.days_late) } else { String::new() };
            let reasons = match one.reasons {
                0 => "审核未通过".to_owned(),
                count => format!("审核有{count}处须改正或说明"),
            };
            format!("{what}报送截止日为{until}，报表已收到{late}，{reasons}，现予退回，请{by_when}按退回单改正或说明后重报。")
        }
        (State::Late, _) => {
            format!("{what}报送截止日为{until}，迟报{}天，请说明迟报原因，下期按时报送。", one.days_late)
        }
    }
}

/// The list of the whole area with its counts, a workbook only.
pub fn chasing_list(chase: &Chase<'_>) -> Document {
    let Chase { returns, office, as_of, .. } = chase;
    let is_reminder = is_reminder(chase);
    let name = if is_reminder { "报送提醒名单" } else { "催报名单" };
    let title = beside(&returns.plan.area_name, &returns.period.chinese()) + name;
    let mut blocks = vec![Block::Paragraph(summary(chase, is_reminder)), Block::Table(list(chase, name, is_reminder))];
    let kinds: &[By] = if returns.has_counties() {
        &[By::County, By::Form, By::Category, By::Alliance]
    } else {
        &[By::Form, By::Category, By::Alliance]
    };
    blocks.extend(kinds.iter().filter_map(|by| reporting::by(returns, *by, is_reminder)).map(Block::Table));
    let properties = Properties {
        title: title.clone(),
        author: office.name.clone(),
        subject: format!("{} {}", returns.plan.title, returns.period.chinese()),
        period: Some(returns.period.chinese()),
        contact: office.contact.clone(),
        as_of: (as_of.year(), as_of.month(), as_of.day()),
        status: office.status,
        sample: office.is_sample,
    };
    Document::list(properties, title, blocks)
}

fn summary(chase: &Chase<'_>, is_reminder: bool) -> Vec<Inline> {
    let tally = chase.returns.completeness.tally(|_| true);
    let said = |words: String| Inline::Text(words);
    let number = |what: ReturnCount, number: usize| {
        let subject = Subject::Returns(Slice::Whole, what);
        Inline::Figure(counted(chase.returns.period, GroupId::Area, subject, number, "份"))
    };
    let mut pieces = vec![said(format!("数据截至{}。应报", chinese_date(chase.as_of))), number(ReturnCount::Due, tally.due)];
    if is_reminder {
        pieces.extend([
            said("，已报".to_owned()),
            number(ReturnCount::Arrived, tally.on_time + tally.late),
            said("，未报".to_owned()),
            number(ReturnCount::Outstanding, tally.missing + tally.awaited),
        ]);
    } else {
        pieces.extend([
            said("，及时".to_owned()),
            number(ReturnCount::OnTime, tally.on_time),
            said("，迟报".to_owned()),
            number(ReturnCount::Late, tally.late),
            said("，缺报".to_owned()),
            number(ReturnCount::Missing, tally.missing),
        ]);
        if tally.awaited > 0 {
            pieces.extend([said("，待报".to_owned()), number(ReturnCount::Awaited, tally.awaited)]);
        }
    }
    if tally.empty > 0 {
        pieces.extend([said("（其中空表".to_owned()), number(ReturnCount::Empty, tally.empty), said("）".to_owned())]);
    }
    if tally.returned > 0 {
        pieces.extend([said("；已收到的报表中退回".to_owned()), number(ReturnCount::Returned, tally.returned)]);
    }
    pieces.push(said("。".to_owned()));
    pieces
}

fn list(chase: &Chase<'_>, name: &str, is_reminder: bool) -> Table {
    let has_counties = chase.returns.has_counties();
    let mut columns = vec![marks("序号", 2.5)];
    columns.extend(has_counties.then(|| words("县（市、区）", 4.0)));
    columns.extend([
        words("单位代码", 9.0),
        words("单位", 10.0),
        words("报表", 10.0),
        marks("截止日期", 5.5),
        marks("状态", 3.0),
        numbers("逾期天数", 3.5),
        numbers("退回原因（处）", 3.5),
        numbers("本年次数", 3.5),
        words("联系人", 4.5),
        words("电话", 6.5),
        words("备注", 8.0),
        words(if is_reminder { "提醒用语" } else { "催报用语" }, 26.0),
    ]);
    let rows = outstanding(chase);
    let rows = rows.iter().zip(1_usize..).map(|(one, number)| row(chase, one, number, has_counties)).collect();
    Table {
        name: name.to_owned(),
        title: format!("{}{name}", chase.returns.plan.area_name),
        unit_line: None,
        columns,
        label_columns: if has_counties { 4 } else { 3 },
        rows,
        notes: vec![
            "由其他单位代报的，联系人和电话是代报单位的。本年次数：本年各报告期中该单位该表缺报、迟报或退回的期数，含本期。"
                .to_owned(),
        ],
    }
}

fn row(chase: &Chase<'_>, one: &Outstanding, number: usize, has_counties: bool) -> Row {
    let number_of = |what: OutstandingNumber, number: usize, unit: &str| {
        let subject = Subject::Outstanding { unit: one.unit_code.clone(), form: one.form.clone(), number: what };
        let figure = || counted(chase.returns.period, GroupId::Area, subject, number, unit);
        if number == 0 { Cell::Blank } else { Cell::Figure(figure()) }
    };
    let known = |words: &'_ Option<String>| text(words.clone().unwrap_or_default());
    let days = usize::try_from(one.days_late).unwrap_or_default();
    let mut cells = vec![text(number.to_string())];
    cells.extend(has_counties.then(|| text(&one.county)));
    cells.extend([
        text(&one.unit_code),
        text(&one.unit_name),
        text(&one.form_title),
        text(one.deadline.to_string()),
        text(one.word()),
        number_of(OutstandingNumber::DaysLate, days, "天"),
        number_of(OutstandingNumber::Reasons, one.reasons, "处"),
        number_of(OutstandingNumber::TimesThisYear, one.times_this_year, "次"),
        known(&one.contact),
        known(&one.phone),
        known(&one.remark),
        text(&one.sentence),
    ]);
    body(cells)
}
