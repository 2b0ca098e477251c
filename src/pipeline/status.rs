//! `tongbao status`: who has reported, who has not; before the deadline it reads as a list of reminders.

use jiff::civil::Date;
use serde::Serialize;

use super::error::RunError;
use super::progress::Progress;
use super::progress::Stage;
use super::reading::gather;
use super::run::Clock;
use super::run::completeness_of;
use super::run::newest_period;
use super::setup::Setup;
use super::setup::house_theme;
use crate::audit::Completeness;
use crate::audit::Tally;
use crate::audit::Timeliness;
use crate::document::Align;
use crate::document::Block;
use crate::document::Cell;
use crate::document::Column;
use crate::document::Document;
use crate::document::Head;
use crate::document::Properties;
use crate::document::Role;
use crate::document::Row;
use crate::document::Table;
use crate::domain::Period;
use crate::plan::Plan;
use crate::registry::Registry;

/// Who has reported.
#[derive(Debug, Clone, Serialize)]
pub struct StatusReport {
    /// For when.
    pub period: Period,
    /// The last deadline of any form.
    pub deadline: Date,
    /// Whether that deadline is still to come.
    pub before_deadline: bool,
    /// All returns.
    pub total: GroupStatus,
    /// By county, units directly under the area last.
    pub counties: Vec<GroupStatus>,
    /// Missing and late returns, by county and unit.
    pub outstanding: Vec<Outstanding>,
}

/// Counts of one group; `on_time + late + missing == due`.
#[derive(Debug, Clone, Serialize)]
pub struct GroupStatus {
    /// County code.
    pub code: String,
    /// Name.
    pub name: String,
    /// 应报.
    pub due: usize,
    /// 及时.
    pub on_time: usize,
    /// 迟报.
    pub late: usize,
    /// 缺报.
    pub missing: usize,
}

/// A return that is missing or came late.
#[derive(Debug, Clone, Serialize)]
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
    /// Last day on time.
    pub deadline: Date,
    /// `missing` or `late`.
    pub state: String,
    /// Days after the deadline: of arrival, or until the as-of date.
    pub days_late: i32,
    /// 联系人; the proxy's, if a proxy files.
    pub contact: String,
    /// 电话.
    pub phone: String,
    /// Why, in Chinese; may be empty.
    pub remark: String,
}

impl StatusReport {
    /// Whether anything is missing.
    pub fn needs_action(&self) -> bool {
        self.outstanding.iter().any(|outstanding| outstanding.state == "missing")
    }
}

/// Reads the inbox and compares it with what is due.
pub fn status(setup: &Setup, period: Option<Period>, progress: &dyn Progress) -> Result<StatusReport, RunError> {
    progress.begin(Stage::Prepare, 0);
    let period = period.unwrap_or_else(|| newest_period(setup.as_of));
    let plans = setup.plans()?;
    let registry = setup.registry(&plans)?;
    let _lock = super::lock::lock(&setup.workspace)?;
    let gathered = gather(setup, &plans, &registry, progress, &mut Clock::default())?;
    let mut report = StatusReport {
        period,
        deadline: period.last_day(),
        before_deadline: false,
        total: group("", "合计", Tally::default()),
        counties: Vec::new(),
        outstanding: Vec::new(),
    };
    for plan in &plans {
        let completeness = completeness_of(&plan.forms, period, &registry, &gathered, &gathered.deadlines, setup.as_of);
        report.deadline =
            completeness.due.iter().map(|due| due.deadline).chain([report.deadline]).max().unwrap_or(report.deadline);
        add_counts(&mut report, plan, &registry, &completeness);
        add_outstanding(&mut report, plan, &registry, &completeness, setup.as_of);
    }
    report.before_deadline = setup.as_of <= report.deadline;
    Ok(report)
}

fn group(code: &str, name: &str, tally: Tally) -> GroupStatus {
    GroupStatus {
        code: code.to_owned(),
        name: name.to_owned(),
        due: tally.due,
        on_time: tally.on_time,
        late: tally.late,
        missing: tally.missing,
    }
}

fn add(into: &mut GroupStatus, tally: Tally) {
    into.due += tally.due;
    into.on_time += tally.on_time;
    into.late += tally.late;
    into.missing += tally.missing;
}

fn add_counts(report: &mut StatusReport, plan: &Plan, registry: &Registry, completeness: &Completeness) {
    add(&mut report.total, completeness.tally(|_| true));
    for county in &registry.counties {
        let tally = completeness.tally(|due| due.county == county.code);
        if tally.due == 0 {
            continue;
        }
        let is_divided = registry.counties.iter().any(|other| other.parent.as_ref() == Some(&plan.area_code));
        let name = if county.code == plan.area_code && is_divided { "直属" } else { &county.name };
        match report.counties.iter_mut().find(|known| known.code == county.code.as_str()) {
            Some(known) => add(known, tally),
            None => report.counties.push(group(county.code.as_str(), name, tally)),
        }
    }
    report.counties.sort_by_key(|county| (county.code == plan.area_code.as_str(), county.code.clone()));
}

fn add_outstanding(report: &mut StatusReport, plan: &Plan, registry: &Registry, completeness: &Completeness, as_of: Date) {
    let mut due: Vec<_> = completeness.due.iter().filter(|due| due.timeliness != Timeliness::OnTime).collect();
    due.sort_by_key(|due| (due.county.clone(), due.unit.clone(), due.form.clone()));
    for due in due {
        let Some(unit) = registry.units.get(&due.unit) else { continue };
        let form = plan.form(&due.form);
        let asked = unit.proxy.as_ref().and_then(|proxy| registry.units.get(proxy)).unwrap_or(unit);
        let (state, days_late) = match due.timeliness {
            Timeliness::Late(days) => ("late", days),
            Timeliness::OnTime | Timeliness::Missing => {
                ("missing", due.deadline.until(as_of).map_or(0, |span| span.get_days()).max(0))
            }
        };
        let county = registry.counties.iter().find(|county| county.code == due.county);
        report.outstanding.push(Outstanding {
            county: county.map_or_else(|| due.county.to_string(), |county| county.name.clone()),
            unit_code: unit.code.to_string(),
            unit_name: unit.name.clone(),
            form: form.map_or_else(|| due.form.to_string(), |form| form.code.clone()),
            form_title: form.map_or_else(String::new, |form| form.title.clone()),
            deadline: due.deadline,
            state: state.to_owned(),
            days_late,
            contact: asked.contact.clone(),
            phone: asked.phone.clone(),
            remark: due.remark.clone(),
        });
    }
}

/// The report as a workbook, for `--format xlsx`.
pub fn workbook(report: &StatusReport, setup: &Setup) -> Result<Vec<u8>, RunError> {
    let theme = house_theme(&setup.templates, &setup.settings)?;
    let title = format!("{}报表报送情况", report.period.chinese());
    let text = |text: &str| Cell::Text(text.to_owned());
    let rows = report.outstanding.iter().map(|one| Row {
        role: Role::Body,
        indent: 0,
        cells: vec![
            text(&one.county),
            text(&one.unit_code),
            text(&one.unit_name),
            text(&one.form),
            text(&one.form_title),
            text(&one.deadline.to_string()),
            text(if one.state == "missing" { "缺报" } else { "迟报" }),
            text(&one.days_late.to_string()),
            text(&one.contact),
            text(&one.phone),
            text(&one.remark),
        ],
    });
    let headers =
        ["县（市、区）", "单位代码", "单位名称", "表号", "报表", "截止日期", "状态", "逾期天数", "联系人", "电话", "备注"];
    let widths = [6.0, 12.0, 14.0, 5.0, 12.0, 6.0, 4.0, 4.0, 6.0, 8.0, 10.0];
    let columns =
        headers.into_iter().zip(widths).map(|(header, width)| Column { header: header.to_owned(), align: Align::Left, width });
    let as_of = setup.as_of;
    let document = Document {
        properties: Properties {
            title: title.clone(),
            author: setup.settings.office.clone(),
            subject: report.period.to_string(),
            as_of: (as_of.year(), as_of.month(), as_of.day()),
            status: String::new(),
            sample: setup.settings.sample,
        },
        head: Head { organ: None, number: None, title: title.clone(), addressees: None },
        body: vec![Block::Table(Table {
            name: "未报和迟报".to_owned(),
            title,
            unit_line: String::new(),
            columns: columns.collect(),
            label_columns: 3,
            rows: rows.collect(),
            notes: Vec::new(),
        })],
        signature: None,
        attachments: Vec::new(),
        workbook_tables: Vec::new(),
    };
    Ok(crate::render::xlsx::bulletin(&document, &theme)?)
}
