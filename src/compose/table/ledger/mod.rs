//! 任务台账: how the tasks of the plan stand, counted by campaign and by lead department, and listed.

mod counts;
mod details;
mod figures;
mod lists;

pub(in crate::compose) use figures::{count_of, days, overdue_id, times_figures};

use crate::compose::material::Material;
use tongbao_document::Table;
use tongbao_figures::aggregate::Group;

/// Every table of the ledger that a wording may call for, with its name.
pub(in crate::compose) fn tables(material: &Material<'_>, group: &Group) -> Vec<(&'static str, Table)> {
    vec![
        ("任务台账", counts::by_campaign(material, group)),
        ("牵头单位台账", counts::by_lead(material, group)),
        ("逾期任务", lists::overdue(material, group)),
        ("滞后任务", lists::lagging(material, group)),
        ("临近到期任务", lists::due_next(material, group)),
        ("退回任务", lists::sent_back(material, group)),
        ("工作机制", lists::yearly(material, group)),
        ("承担任务", lists::all(material, group)),
    ]
}

/// The tables of the ledger that only the workbook has: every task with what was filed, and what became of it.
pub(in crate::compose) fn workbook_tables(material: &Material<'_>, group: &Group) -> Vec<Table> {
    if material.ledger.of(group).is_empty() {
        return Vec::new();
    }
    let mut tables = vec![details::details(material, group)];
    if *group == Group::Area {
        tables.push(details::changes(material));
    }
    tables
}
