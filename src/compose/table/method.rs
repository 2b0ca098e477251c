//! 口径与覆盖: for each indicator its clause, words, formula and how many units stand behind it.

use std::collections::BTreeSet;

use super::{body, marks, numbers, text, words};
use crate::compose::material::Material;
use crate::compose::numbers::{Numbers, members_word};
use tongbao_document::quotes::quoted;
use tongbao_document::{Cell, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::plan::{Indicator, TakenOver};
use tongbao_returns::domain::ItemName;

/// One row an indicator of the group: clause, 口径, units counted of units concerned.
pub(in crate::compose) fn method(material: &Material<'_>, group: &Group) -> Table {
    let columns = vec![
        marks("序号", 2.0),
        words("指标", 9.0),
        marks("条款", 3.0),
        words("口径", 16.0),
        numbers("计入单位", 3.5),
        numbers("应计单位", 3.5),
        numbers("不适用单位", 3.5),
        numbers("业务量覆盖率（%）", 4.5),
    ];
    let all = (0..material.plan.indicators.len()).filter_map(|position| Numbers::of(material, position, group));
    let notes = all.clone().filter_map(|numbers| note_of(numbers.indicator()));
    let notes: Vec<String> = notes.collect();
    let rows = all.enumerate().map(|(position, numbers)| {
        let indicator = numbers.indicator();
        body(vec![
            text((position + 1).to_string()),
            text(&indicator.id),
            text(&indicator.clause),
            text(&indicator.caliber),
            Cell::Figure(numbers.counted()),
            Cell::Figure(numbers.due()),
            Cell::Figure(numbers.inapplicable()),
            Cell::Figure(numbers.volume_coverage()),
        ])
    });
    Table {
        name: "口径与覆盖".to_owned(),
        title: format!("{}指标口径与数据覆盖", material.full_name(group)),
        unit_line: Some("单位：家".to_owned()),
        columns,
        label_columns: 2,
        rows: rows.collect(),
        notes: vec![
            "一个单位应报的分子、分母各项均有数值时才计入，缺项不按零处理；各项或分母全部不适用的单位不在应计之列。".to_owned(),
            "业务量覆盖率：计入单位的业务量（分母，或所汇总的数）占应计单位的比重，缺数单位按其最近一次报数估计；覆盖率取单位数和业务量两者中较低的。"
                .to_owned(),
        ]
        .into_iter()
        .chain(material.participants_in_words().filter(|_| *group == Group::Area).map(|whose| {
            format!("方案只在部分县（市、区）实施，{}的数只含{whose}的单位。", material.plan.area_word)
        }))
        .chain(notes)
        .collect(),
    }
}

/// What counts for an indicator that is not taken over what units file.
fn note_of(indicator: &Indicator) -> Option<String> {
    let id = quoted(&indicator.id);
    match indicator.taken_over() {
        TakenOver::Units => None,
        TakenOver::Members(over) => {
            let members = members_word(over);
            Some(format!("{id}按{members}计：应计、计入的是{members}；没有印出数的，或覆盖率不足的，按缺数，不按零处理。"))
        }
        TakenOver::Registry => Some(format!("{id}按名录在本期最后一天的登记计，不取报表；应计、计入的是名录的行。")),
    }
}

/// One row an indicator: its formula and sources, for the auditor.
pub(in crate::compose) fn formulas(material: &Material<'_>) -> Table {
    let columns = vec![
        words("指标", 9.0),
        words("公式", 24.0),
        words("单位范围", 10.0),
        words("指标项（表号、代码）", 20.0),
        words("条款编号", 8.0),
        words("口径", 14.0),
    ];
    let rows = material.plan.indicators.iter().map(|indicator| {
        let condition = indicator.condition.as_ref().map_or("", |condition| condition.text.as_str());
        body(vec![
            text(&indicator.id),
            text(&indicator.formula.text),
            text(condition),
            text(items(material, indicator)),
            text(indicator.source.join("；")),
            text(&indicator.caliber),
        ])
    });
    Table {
        name: "指标公式".to_owned(),
        title: "指标公式".to_owned(),
        unit_line: None,
        columns,
        label_columns: 1,
        rows: rows.collect(),
        notes: vec!["指标项的每一个数值及其文件、工作表、单元格见“数据来源”，按指标项筛选。".to_owned()],
    }
}

/// The items that an indicator reads, with the forms and codes under which they are filed.
fn items(material: &Material<'_>, indicator: &Indicator) -> String {
    let read: BTreeSet<&ItemName> = indicator.items().map(|item| &item.name).collect();
    let told = read.into_iter().map(|name| {
        let filed = material.plan.forms.iter().filter_map(|form| {
            let item = form.items().find(|item| item.name == *name)?;
            Some(format!("{} {}", form.code, item.code))
        });
        let filed: Vec<String> = filed.collect();
        format!("{name}（{}）", filed.join("，"))
    });
    let others = indicator.formula.indicators().map(|id| {
        let members = indicator.over.map(members_word).unwrap_or_default();
        format!("指标{}（各{members}）", quoted(id))
    });
    let listed = indicator.formula.listed().map(|listed| format!("{listed}（名录）"));
    told.chain(others).chain(listed).collect::<Vec<String>>().join("；")
}
