//! 年度节点: what is to be reached in each year, and what of it is.

use super::super::{body, numbers, text, total, totals, words};
use crate::compose::counts::count;
use crate::compose::material::Material;
use crate::compose::nodes::{Nodes, by_year};
use tongbao_document::subject::{TaskCount, TaskSlice};
use tongbao_document::{Cell, Figure, Formula, Measure, Subject, Table};
use tongbao_figures::aggregate::Group;

/// The columns of numbers.
const COUNTED: [usize; 4] = [1, 2, 3, 4];

/// One row a year, the earliest first.
pub(in crate::compose) fn years(material: &Material<'_>, group: &Group) -> Table {
    let years = by_year(material.ledger.of(group), material.period.last_day());
    let row =
        |(year, nodes): (&i16, &Nodes)| body(cells(material, group, (&format!("{year}年"), &TaskSlice::Year(*year)), *nodes));
    let mut rows: Vec<_> = years.iter().map(row).collect();
    if !rows.is_empty() {
        let sum = years.values().fold(Nodes::default(), |sum, nodes| Nodes {
            all: sum.all + nodes.all,
            done: sum.done + nodes.done,
            open: sum.open + nodes.open,
            not_due: sum.not_due + nodes.not_due,
        });
        let mut sums = cells(material, group, ("合计", &TaskSlice::Years), sum);
        totals::sum_up(&rows, &mut sums, &COUNTED);
        rows.push(total(sums));
    }
    Table {
        name: "年度节点".to_owned(),
        title: "分年度节点完成情况".to_owned(),
        unit_line: Some("单位：个".to_owned()),
        columns: vec![
            words("年份", 5.0),
            numbers("节点", 4.0),
            numbers("已完成", 4.0),
            numbers("到期未完成", 5.0),
            numbers("未到期", 4.0),
        ],
        label_columns: 1,
        rows,
        notes: vec![
            "节点是分步任务的一步，或者不分步而有期限的任务，按期限所在的年份计；没有期限的任务不在内。节点等于已完成、到期未完成、未到期之和；期限不晚于报告期末的为到期，期限以前完成的算已完成。".to_owned(),
        ],
    }
}

/// What a table and a sentence say of the nodes of some years: all, reached, due and not reached, due later.
pub(in crate::compose) fn node_figures(material: &Material<'_>, group: &Group, slice: &TaskSlice, nodes: Nodes) -> [Figure; 4] {
    let subject = |what: TaskCount| Subject::Tasks(slice.clone(), what);
    let id = |what: TaskCount| material.id(group, subject(what), Measure::Count);
    let parts = [TaskCount::NodesDone, TaskCount::NodesOpen, TaskCount::NodesNotDue];
    let counted = |what: TaskCount, number: usize| count(material, group, subject(what), number, "个");
    let [done, open, not_due] = [nodes.done, nodes.open, nodes.not_due];
    [
        counted(TaskCount::Nodes, nodes.all).computed_as(Formula::sum(parts.map(id))),
        counted(TaskCount::NodesDone, done),
        counted(TaskCount::NodesOpen, open),
        counted(TaskCount::NodesNotDue, not_due),
    ]
}

fn cells(material: &Material<'_>, group: &Group, (name, slice): (&str, &TaskSlice), nodes: Nodes) -> Vec<Cell> {
    let figures = node_figures(material, group, slice, nodes).map(Cell::Figure);
    std::iter::once(text(name)).chain(figures).collect()
}
