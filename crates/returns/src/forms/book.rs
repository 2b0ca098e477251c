//! A form, a unit and a period to a return that can be filled in (or, for samples, is filled in).

use jiff::civil::Date;

use super::filling::{Filling, answer};
use super::task_list::{instructions, task_list};
use crate::domain::{FlowBasis, Form, Item, Period, Sheet, chinese_date};
use crate::registry::Unit;
use tongbao_document::{Answer, CoverField, FormBook, FormRow, FormSheet, Properties};

/// Composes one return: the cover says unit, form, version and period, so that the file name never matters.
pub fn form_book(form: &Form, unit: &Unit, period: Period, filling: &Filling<'_>, as_of: Date, is_sample: bool) -> FormBook {
    let locked = |label: &str, value: &str| CoverField { label: label.to_owned(), value: Some(value.to_owned()), answer: None };
    let typed = |label: &str, value: Option<String>, answer| CoverField { label: label.to_owned(), value, answer: Some(answer) };
    let cover = vec![
        locked("表号", &form.code),
        locked("表式版本", &form.version),
        locked("报告期", &period.to_string()),
        locked("单位代码", unit.code.as_str()),
        locked("单位名称", &unit.name),
        typed("单位负责人", None, Answer::Text),
        typed("填表人", filling.filler.clone(), Answer::Text),
        typed("联系电话", filling.phone.clone(), Answer::Text),
        typed("报出日期", filling.reported_on.map(|date| date.to_string()), Answer::Date),
    ];
    let of_form = || period.last_day().saturating_add(jiff::Span::new().days(i64::from(form.due_days)));
    let deadline = filling.deadline.unwrap_or_else(of_form);
    let due = format!(
        "请于{}前报出，并填写报出日期。请勿增删、改写“{}”列。",
        chinese_date(deadline),
        if form.tasks.is_some() { "任务编号" } else { "代码" },
    );
    let symbols = form.symbols.not_applicable.first().map_or("不适用", String::as_str);
    let instructions = match &form.tasks {
        Some(tasks) => instructions(tasks, period, due),
        None => vec![
            covered(form.basis, period),
            format!(
                "只在浅黄色单元格内填写。没有发生填 0，不适用填“不适用”或“{symbols}”，不要留空；整张表没有数据时在表下“本表无数据”处选“是”。"
            ),
            due,
        ],
    };
    let mut position = 0;
    let sheets = form
        .sheets
        .iter()
        .map(|sheet| {
            let rows = sheet
                .items
                .iter()
                .map(|item| {
                    let row = form_row(item, sheet, filling, position);
                    position += 1;
                    row
                })
                .collect();
            match &form.tasks {
                Some(tasks) => FormSheet {
                    list: Some(task_list(tasks, form, unit, period.last_day(), filling)),
                    ..form_sheet(form, sheet, unit, period, Vec::new())
                },
                None => form_sheet(form, sheet, unit, period, rows),
            }
        })
        .collect();
    FormBook {
        properties: Properties {
            title: format!("{}（{}）", form.title, period.chinese()),
            author: form.issuer.clone(),
            subject: unit.name.clone(),
            as_of: (as_of.year(), as_of.month(), as_of.day()),
            sample: is_sample,
            ..Properties::default()
        },
        title: form.title.clone(),
        cover,
        instructions,
        sheets,
        shows_previous: filling.previous.is_some(),
        self_check: None,
    }
}

/// For what time the form asks.
fn covered(basis: FlowBasis, period: Period) -> String {
    let (months, header) = (period.filed_chinese(basis), basis.header());
    let asked = match basis {
        FlowBasis::YearToDate => "填年初至期末累计数",
        FlowBasis::Quarter => "只填本季的数，不填自年初起的累计数",
    };
    format!("本表统计期为{months}；“{header}”{asked}，时点指标填期末数。")
}

fn form_sheet(form: &Form, sheet: &Sheet, unit: &Unit, period: Period, rows: Vec<FormRow>) -> FormSheet {
    FormSheet {
        name: sheet.name.clone(),
        title: sheet.title.clone(),
        form_code: form.code.clone(),
        issuer: form.issuer.clone(),
        approval: form.approval.clone(),
        valid_until: form.valid_until.clone(),
        period_label: period.filed_chinese(form.basis),
        is_by_quarter: form.is_by_quarter(),
        unit_name: unit.name.clone(),
        unit_line: sheet.unit_line.clone(),
        rows,
        list: None,
        notes: if sheet.note.is_empty() { Vec::new() } else { vec![sheet.note.clone()] },
    }
}

fn form_row(item: &Item, sheet: &Sheet, filling: &Filling<'_>, position: usize) -> FormRow {
    let indent = depth(item, sheet, 0);
    FormRow {
        name: if indent > 0 { format!("其中：{}", item.printed()) } else { item.printed().to_owned() },
        indent,
        unit: item.unit.clone(),
        code: item.code.clone(),
        answer: answer(item),
        value: (filling.value)(position),
        last_year: (filling.last_year)(position),
        previous: filling.previous.and_then(|previous| previous(position)),
        note: item.note.clone(),
    }
}

/// How deep an item stands below the items it is part of, as far as they are on the same sheet.
fn depth(item: &Item, sheet: &Sheet, so_far: u8) -> u8 {
    let whole = item.part_of.as_ref().and_then(|whole| sheet.items.iter().find(|other| other.name == *whole));
    match whole {
        Some(whole) if so_far < 4 => depth(whole, sheet, so_far + 1),
        _ => so_far,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ItemName, Kind, Quarter};

    #[test]
    fn a_row_prints_its_label_and_what_it_is_a_part_of() {
        let item = |code: &str, name: &str| Item::new(code, ItemName::new(name), Kind::Flow);
        let label = Some("死亡数（人），按户籍".to_owned());
        let part_of = Some(ItemName::new("5岁以下儿童数"));
        let sheet = Sheet::new("表", vec![item("1.1", "5岁以下儿童数"), Item { label, part_of, ..item("A01", "死亡数") }]);
        let filling = Filling {
            value: &|_| None,
            last_year: &|_| None,
            previous: None,
            filler: None,
            phone: None,
            deadline: None,
            reported_on: None,
        };
        let rows: Vec<FormRow> = sheet.items.iter().map(|item| form_row(item, &sheet, &filling, 0)).collect();
        let printed: Vec<_> = rows.iter().map(|row| (row.code.as_str(), row.name.as_str(), row.indent)).collect();
        assert_eq!(printed, [("1.1", "5岁以下儿童数", 0), ("A01", "其中：死亡数（人），按户籍", 1)]);
    }

    #[test]
    fn a_form_says_for_what_time_it_asks() {
        let third = Period::quarter(2025, Quarter::Third);
        assert_eq!(
            covered(FlowBasis::YearToDate, third),
            "本表统计期为2025年1—9月；“本期累计”填年初至期末累计数，时点指标填期末数。"
        );
        assert_eq!(
            covered(FlowBasis::Quarter, third),
            "本表统计期为2025年7—9月；“本季数”只填本季的数，不填自年初起的累计数，时点指标填期末数。"
        );
    }
}
