//! Who files what, when, and what the file is called: the habits of an office's correspondents.

use jiff::Span;
use jiff::civil::Date;

use crate::draw::Draw;
use tongbao_returns::domain::{Form, Period};
use tongbao_returns::registry::{Registry, Unit};

/// One return to be written.
#[derive(Debug, Clone)]
pub struct Filing<'run> {
    /// Who files.
    pub unit: &'run Unit,
    /// Position of the form among the forms of the sample.
    pub form: usize,
    /// For when.
    pub period: Period,
    /// 报出日期.
    pub reported_on: Date,
    /// Path below the inbox.
    pub path: String,
}

/// How well the units keep their deadlines.
#[derive(Debug, Clone, Copy)]
pub struct Discipline {
    /// Share of returns that come after the deadline.
    pub late: f64,
}

/// The returns that are due for a period, by county, unit and form.
pub fn filings<'run>(
    registry: &'run Registry,
    forms: &[&Form],
    period: Period,
    discipline: Discipline,
    seed: u64,
) -> Vec<Filing<'run>> {
    let draw = Draw::new(seed);
    let as_of = registry.as_of(period.last_day());
    let mut filings = Vec::new();
    for unit in as_of.units() {
        let county = registry.county(&unit.county).map_or("", |county| county.name.as_str());
        for (position, form) in forms.iter().enumerate().filter(|(_, form)| unit.files(form, period.last_day())) {
            let days = days_taken(unit, form, period, discipline, draw);
            let reported_on = period.last_day().saturating_add(Span::new().days(i64::from(days)));
            let path = path(unit, form, county, period, reported_on, draw);
            filings.push(Filing { unit, form: position, period, reported_on, path });
        }
    }
    filings
}

/// Days from the end of the period to the report.
fn days_taken(unit: &Unit, form: &Form, period: Period, discipline: Discipline, draw: Draw) -> u16 {
    let key = |what| [unit.code.as_str(), form.id.as_str(), what];
    let period = period.to_string();
    let with_period = |[code, form, what]: [&str; 3]| draw.share(&[code, form, what, &period]);
    let spare = with_period(key("days"));
    let is_late = with_period(key("late")) < discipline.late;
    let (first, last) = if is_late { (form.due_days + 1, form.due_days + 5) } else { (2, form.due_days) };
    let within = (0..=last.saturating_sub(first)).rev().find(|&day| f64::from(day) / f64::from(last - first + 1) <= spare);
    first + within.unwrap_or_default()
}

/// Folder and name. Each county's clerk has a manner of his own; nothing of it may matter to the reader.
fn path(unit: &Unit, form: &Form, county: &str, period: Period, reported_on: Date, draw: Draw) -> String {
    let (name, title, code) = (&unit.name, &form.title, &form.code);
    let quarter = ["一", "二", "三", "四"]
        .get(usize::try_from((period.last_month() - 1) / 3).unwrap_or_default())
        .copied()
        .unwrap_or_default();
    let (year, month, day) = (period.year, reported_on.month(), reported_on.day());
    let category = unit.category.as_str();
    // Several files of a unit may bear the same wording, so the form's code or title is always in the path.
    let file = match draw.pick(&[unit.county.as_str(), "manner"], 8) {
        0 => format!("{name}/{title}（{year}年{quarter}季度）.xlsx"),
        1 => format!("{category}/{name} {title} 终版.xlsx"),
        2 => format!("{month}月{day}日收/{name}-{code}.xlsx"),
        3 => format!("附件：{title}({name}).xlsx"),
        4 => format!("微信接收/{month:02}{day:02}/{name}_{code}_{period}(1).xlsx"),
        5 => format!("{code}/{code}-{name}.XLSX"),
        6 => format!("{name}/{year}Q/{code} 新建 Microsoft Excel 工作表.xlsx"),
        _ => format!("报送材料 {year}{month:02}/{category}/{name}（盖章前）{code}.xlsx"),
    };
    let folder = match draw.pick(&[unit.county.as_str(), "folder"], 3) {
        0 => county.to_owned(),
        1 => format!("{}报送", county.trim_end_matches(['县', '市', '区'])),
        _ => format!("{} {county}", unit.county),
    };
    format!("{period}/{folder}/{file}")
}
