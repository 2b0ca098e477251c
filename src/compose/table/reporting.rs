//! 报送情况: 应报 = 及时 + 迟报 + 缺报, by county or by form; and who is missing or late.

use super::body;
use super::marks;
use super::numbers;
use super::text;
use super::total;
use super::words;
use crate::aggregate::Group;
use crate::audit::DueReturn;
use crate::audit::Tally;
use crate::audit::Timeliness;
use crate::compose::material::Material;
use crate::compose::numbers::count;
use crate::compose::numbers::share;
use crate::document::Cell;
use crate::document::Table;

/// One row a county (for the area, with 市直) or a form (for any other group), with the total.
pub(in crate::compose) fn reporting(material: &Material<'_>, group: &Group) -> Table {
    let mut parts: Vec<(String, Tally)> = Vec::new();
    let has_counties = material.has_counties();
    let header = if *group == Group::Area && has_counties { "县（市、区）" } else { "报表" };
    if *group == Group::Area && has_counties {
        for county in material.registry.counties.iter().filter(|county| county.parent.as_ref() == Some(&material.plan.area_code))
        {
            parts
                .push((material.county_name(county.code.as_str()), material.completeness.tally(|due| due.county == county.code)));
        }
        let direct = material.completeness.tally(|due| due.county == material.plan.area_code);
        parts.push((material.county_name(material.plan.area_code.as_str()), direct));
    } else {
        for form in &material.plan.forms {
            let tally = Tally::of(material.due(group).filter(|due| due.form == form.id));
            if tally.due > 0 {
                parts.push((form.title.clone(), tally));
            }
        }
    }
    let columns = vec![
        words(header, 10.0),
        numbers("应报", 4.0),
        numbers("及时", 4.0),
        numbers("迟报", 4.0),
        numbers("缺报", 4.0),
        numbers("及时率（%）", 5.0),
        numbers("报送率（%）", 5.0),
    ];
    let mut rows: Vec<_> = parts.iter().map(|(name, tally)| body(cells(material, group, name, *tally))).collect();
    rows.push(total(cells(material, group, "合计", material.tally(group))));
    Table {
        name: "报送情况".to_owned(),
        title: format!("{}报表报送情况", material.full_name(group)),
        unit_line: "单位：份".to_owned(),
        columns,
        label_columns: 1,
        rows,
        notes: vec!["应报＝及时＋迟报＋缺报；按时报送但全表未填的计为缺报，被拒收且未重报的计为缺报。".to_owned()],
    }
}

fn cells(material: &Material<'_>, group: &Group, name: &str, tally: Tally) -> Vec<Cell> {
    let counted = |what: &str, number| Cell::Figure(count(material, group, &format!("{name}：{what}"), number, "份"));
    vec![
        text(name),
        counted("应报", tally.due),
        counted("及时", tally.on_time),
        counted("迟报", tally.late),
        counted("缺报", tally.missing),
        Cell::Figure(share(material, group, &format!("{name}：及时率"), tally.on_time, tally.due)),
        Cell::Figure(share(material, group, &format!("{name}：报送率"), tally.on_time + tally.late, tally.due)),
    ]
}

/// What a list of the outstanding is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::compose) enum Audience {
    /// Everybody: no telephone numbers.
    Bulletin,
    /// The office that chases: codes, contacts and the sentence to send.
    Office,
}

/// 未报和迟报单位: who, which form, until when; the missing first.
pub(in crate::compose) fn outstanding(material: &Material<'_>, group: &Group, audience: Audience) -> Table {
    let is_office = audience == Audience::Office;
    let has_counties = material.has_counties();
    let mut columns = vec![marks("序号", 2.0)];
    if has_counties {
        columns.push(words("县（市、区）", 4.0));
    }
    if is_office {
        columns.push(words("单位代码", 9.0));
    }
    columns.extend([words("单位", 10.0), words("报表", 9.0), marks("截止日期", 5.5), marks("状态", 3.0)]);
    if is_office {
        columns.extend([words("联系人", 5.0), words("电话", 7.0)]);
    }
    columns.push(words("备注", 8.0));
    if is_office {
        columns.push(words("催报用语", 22.0));
    }
    let mut late: Vec<&DueReturn> = material.due(group).filter(|due| due.timeliness != Timeliness::OnTime).collect();
    late.sort_by_key(|due| (due.timeliness != Timeliness::Missing, due.county.clone(), due.unit.clone(), due.form.clone()));
    let rows = late.iter().enumerate().map(|(position, due)| body(row(material, due, position + 1, is_office, has_counties)));
    Table {
        name: "未报和迟报单位".to_owned(),
        title: format!("{}未报和迟报单位", material.full_name(group)),
        unit_line: String::new(),
        columns,
        label_columns: if has_counties { 3 } else { 2 },
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

fn row(material: &Material<'_>, due: &DueReturn, number: usize, is_office: bool, has_counties: bool) -> Vec<Cell> {
    let unit = material.registry.units.get(&due.unit);
    // A unit that files by proxy is chased at the proxy.
    let proxy = unit.and_then(|unit| material.registry.units.get(unit.proxy.as_ref()?));
    let asked = proxy.or(unit);
    let is_missing = due.timeliness == Timeliness::Missing;
    let form = material.plan.form(&due.form).map_or_else(|| due.form.to_string(), |form| form.title.clone());
    let remark = match proxy {
        Some(proxy) if due.remark.is_empty() => format!("由{}代报", proxy.name),
        Some(proxy) => format!("{}；由{}代报", due.remark, proxy.name),
        None => due.remark.clone(),
    };
    let mut cells = vec![text(number.to_string())];
    if has_counties {
        cells.push(text(material.county_name(due.county.as_str())));
    }
    if is_office {
        cells.push(text(due.unit.as_str()));
    }
    cells.extend([
        text(material.unit_name(&due.unit)),
        text(form.clone()),
        text(due.deadline.to_string()),
        text(if is_missing { "缺报" } else { "迟报" }),
    ]);
    if is_office {
        cells.push(text(asked.map_or("", |unit| unit.contact.as_str())));
        cells.push(text(asked.map_or("", |unit| unit.phone.as_str())));
    }
    cells.push(text(remark));
    if is_office {
        let name = asked.map_or_else(|| due.unit.to_string(), |unit| unit.name.clone());
        let period = material.period.chinese();
        cells.push(text(if is_missing {
            format!("{name}：{period}《{form}》已于{}截止，至今未收到可用的报表，请于2个工作日内补报。", due.deadline)
        } else {
            format!("{name}：{period}《{form}》迟报，请说明原因，下期按时报送。")
        }));
    }
    cells
}
