//! 报送情况: 应报 = 及时 + 迟报 + 缺报, by county, form, category or alliance; and who is missing or late.

use super::{body, marks, numbers, text, total, totals, words};
use crate::compose::counts::counted;
use crate::compose::material::Material;
use crate::compose::rates::Rates;
use crate::compose::returns::{By, Part, Returns};
use tongbao_document::subject::{ReturnCount, Slice};
use tongbao_document::{Cell, GroupId, Subject, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::audit::{DueReturn, Tally, Timeliness};
use tongbao_returns::domain::Period;

/// What the rows of one table have in common.
struct Frame {
    period: Period,
    /// The group that the table is about.
    group: GroupId,
    by: By,
    /// Before the deadline nothing is late or missing yet: what has come and what has not.
    is_open: bool,
    /// Whether some are not due yet.
    has_awaited: bool,
}

/// One row a county (for the area, with 市直) or a form (for any other group), with the total.
pub(in crate::compose) fn reporting(material: &Material<'_>, group: &Group) -> Table {
    let returns = material.returns();
    let by = if *group == Group::Area && material.has_counties() { By::County } else { By::Form };
    let parts = if *group == Group::Area {
        returns.parts(by)
    } else {
        let of_form = |form: &tongbao_returns::domain::Form| Part {
            code: form.code.clone(),
            name: form.title.clone(),
            tally: Tally::of(material.due(group).filter(|due| due.form == form.id)),
        };
        material.plan.forms.iter().map(of_form).filter(|part| part.tally.due > 0).collect()
    };
    let frame = Frame {
        period: material.period,
        group: group.into(),
        by,
        is_open: false,
        has_awaited: material.tally(group).awaited > 0,
    };
    let title = format!("{}报表报送情况", material.full_name(group));
    table(&frame, "报送情况", title, &parts, Some(material.tally(group)))
}

/// The whole area by county, form, category or alliance; none if there is nothing to group by.
pub(in crate::compose) fn by(returns: &Returns<'_>, by: By, is_open: bool) -> Option<Table> {
    let parts = returns.parts(by);
    let (name, words) = match by {
        By::County => ("分县区报送情况", "各县（市、区）"),
        By::Form => ("分报表报送情况", "各报表"),
        By::Category => ("分类别报送情况", "各类单位"),
        By::Alliance => ("分医联体报送情况", "各医联体"),
    };
    // A unit of two alliances stands in both, so that they do not add up to anything.
    let sum = (by != By::Alliance).then(|| returns.completeness.tally(|_| true));
    let frame = Frame {
        period: returns.period,
        group: GroupId::Area,
        by,
        is_open,
        has_awaited: returns.completeness.tally(|_| true).awaited > 0,
    };
    let title = format!("{}{words}报送情况", returns.plan.area_name);
    (!parts.is_empty()).then(|| table(&frame, name, title, &parts, sum))
}

fn table(frame: &Frame, name: &str, title: String, parts: &[Part], sum: Option<Tally>) -> Table {
    let mut columns = vec![words(frame.by.header(), 9.0), numbers("应报", 3.5)];
    if frame.is_open {
        columns.extend([numbers("已报", 3.5), numbers("未报", 3.5), numbers("其中退回", 4.0), numbers("其中空表", 4.0)]);
    } else {
        columns.extend([numbers("及时", 3.5), numbers("迟报", 3.5), numbers("缺报", 3.5)]);
        columns.extend(frame.has_awaited.then(|| numbers("待报", 3.5)));
        columns.extend([numbers("其中退回", 4.0), numbers("其中空表", 4.0)]);
        columns.extend([numbers("及时率（%）", 4.5), numbers("迟报率（%）", 4.5), numbers("缺报率（%）", 4.5)]);
    }
    let mut rows: Vec<_> =
        parts.iter().map(|part| body(cells(frame, &part.name, &frame.by.slice(&part.name), part.tally))).collect();
    if let Some(tally) = sum {
        let mut whole = cells(frame, "合计", &Slice::Total, tally);
        totals::sum_up(&rows, &mut whole, &[1, 2, 3, 4, 5]);
        if !frame.is_open {
            totals::sum_up(&rows, &mut whole, &[6]);
        }
        if frame.has_awaited && !frame.is_open {
            totals::sum_up(&rows, &mut whole, &[7]);
        }
        rows.push(total(whole));
    }
    let notes = if frame.is_open {
        vec!["应报＝已报＋未报；退回是已报中须改正或说明的，空表计入未报。".to_owned()]
    } else {
        let sum = if frame.has_awaited {
            "应报＝及时＋迟报＋缺报＋待报（未到截止日）"
        } else {
            "应报＝及时＋迟报＋缺报"
        };
        let told = "各率分别四舍五入；退回是已收到（及时或迟报）但须改正或说明的；空表和被拒收且未重报的计为缺报。";
        vec![format!("{sum}；{told}")]
    };
    Table { name: name.to_owned(), title, unit_line: Some("单位：份".to_owned()), columns, label_columns: 1, rows, notes }
}

fn cells(frame: &Frame, name: &str, slice: &Slice, tally: Tally) -> Vec<Cell> {
    let count = |what: ReturnCount, number| {
        let subject = Subject::Returns(slice.clone(), what);
        Cell::Figure(counted(frame.period, frame.group.clone(), subject, number, "份"))
    };
    let mut cells = vec![text(name), count(ReturnCount::Due, tally.due)];
    if frame.is_open {
        cells.extend([
            count(ReturnCount::Arrived, tally.on_time + tally.late),
            count(ReturnCount::Outstanding, tally.missing + tally.awaited),
        ]);
        cells.extend([count(ReturnCount::Returned, tally.returned), count(ReturnCount::Empty, tally.empty)]);
    } else {
        cells.extend([
            count(ReturnCount::OnTime, tally.on_time),
            count(ReturnCount::Late, tally.late),
            count(ReturnCount::Missing, tally.missing),
        ]);
        cells.extend(frame.has_awaited.then(|| count(ReturnCount::Awaited, tally.awaited)));
        cells.extend([count(ReturnCount::Returned, tally.returned), count(ReturnCount::Empty, tally.empty)]);
        let rates = Rates::of(frame.period, &frame.group, slice, tally);
        cells.extend([rates.on_time, rates.late, rates.missing].map(Cell::Figure));
    }
    cells
}

/// 未报和迟报单位: who, which form, until when; the missing first. Everybody reads it, so that it has no telephone numbers.
pub(in crate::compose) fn outstanding(material: &Material<'_>, group: &Group) -> Table {
    let has_counties = material.has_counties();
    let is_quarter = material.period.last_quarter() == material.period;
    let mut columns = vec![marks("序号", 2.0)];
    if !is_quarter {
        columns.push(marks("报告期", 4.0));
    }
    if has_counties {
        columns.push(words("县（市、区）", 4.0));
    }
    columns.extend([words("单位", 10.0), words("报表", 9.0), marks("截止日期", 5.5), marks("状态", 3.0), words("备注", 8.0)]);
    let mut late: Vec<&DueReturn> = material.due(group).filter(|due| due.timeliness != Timeliness::OnTime).collect();
    late.sort_by_key(|due| {
        (!due.timeliness.is_outstanding(), due.period, due.county.clone(), due.unit.clone(), due.form.clone())
    });
    let rows = late.iter().enumerate().map(|(position, due)| body(row(material, due, position + 1, has_counties)));
    Table {
        name: "未报和迟报单位".to_owned(),
        title: format!("{}未报和迟报单位", material.full_name(group)),
        unit_line: None,
        columns,
        label_columns: 2 + usize::from(has_counties) + usize::from(!is_quarter),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

fn row(material: &Material<'_>, due: &DueReturn, number: usize, has_counties: bool) -> Vec<Cell> {
    let unit = material.registry.units.get(&due.unit);
    // A unit that files by proxy is chased at the proxy.
    let proxy = unit.and_then(|unit| material.registry.units.get(unit.proxy.as_ref()?));
    let form = material.plan.form(&due.form).map_or_else(|| due.form.to_string(), |form| form.title.clone());
    let mut remarks: Vec<String> = due.remark().into_iter().collect();
    remarks.extend(due.is_returned.then(|| "退回".to_owned()));
    remarks.extend(proxy.map(|proxy| format!("代报：{}", proxy.name)));
    let mut cells = vec![text(number.to_string())];
    if due.period != material.period {
        cells.push(text(due.period.short_chinese()));
    }
    if has_counties {
        cells.push(text(material.county_name(&due.county)));
    }
    cells.extend([
        text(material.unit_name(&due.unit)),
        text(form),
        text(due.deadline.to_string()),
        text(match due.timeliness {
            Timeliness::Missing => "缺报",
            Timeliness::Awaited => "待报",
            Timeliness::OnTime | Timeliness::Late(_) => "迟报",
        }),
        text(remarks.join("；")),
    ]);
    cells
}
