//! Tasks that several answer for, each for itself: all counties, all departments. How many of them stand where.

use super::super::{body, marks, numbers, text, words};
use super::figures::part_count;
use crate::compose::followed::{lead_or_equals, name};
use crate::compose::material::Material;
use tongbao_document::{Cell, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::{TaskStanding, TaskStatus};

/// One row a task, in the order of the plan.
pub(in crate::compose) fn shared(material: &Material<'_>, group: &Group) -> Table {
    let mut columns =
        vec![marks("序号", 2.5), marks("编号", 3.5), words("内容", 11.0), words("责任单位", 8.0), marks("状态", 3.5)];
    columns.extend(TaskStatus::ALL.map(|status| numbers(status.word(), 3.5)));
    let tasks = material.ledger.of(group).iter().filter(|standing| standing.spread.is_shared());
    let row = |(position, standing): (usize, &TaskStanding<'_>)| {
        let mut cells = vec![
            text((position + 1).to_string()),
            text(standing.row.code()),
            text(name(standing)),
            text(lead_or_equals(standing)),
            text(standing.status.word()),
        ];
        cells.extend(TaskStatus::ALL.map(|status| Cell::Figure(part_count(material, group, standing, status))));
        body(cells)
    };
    Table {
        name: "分别承担任务".to_owned(),
        title: "由多个单位分别承担的任务".to_owned(),
        unit_line: Some("单位：个".to_owned()),
        columns,
        label_columns: 3,
        rows: tasks.enumerate().map(row).collect(),
        notes: vec![
            "状态以其中最落后的为准，依次为滞后、未启动、推进中、未报、待销号、已销号；各列是处于该状态的单位数，县（市、区）以县为单位。".to_owned(),
        ],
    }
}
