//! 任务台账: how the tasks of the plan stand, counted by campaign and by lead department, and listed.

mod counts;
mod details;
mod figures;
mod lists;
mod parties;
mod shared;
mod years;

pub(in crate::compose) use counts::{by_campaign, by_lead};
pub(in crate::compose) use figures::{count_of, days, overdue_id, part_count, times_figures};
pub(in crate::compose) use lists::{all, due_next, lagging, overdue, sent_back, yearly};
pub(in crate::compose) use shared::shared;
pub(in crate::compose) use years::{node_figures, years};

use crate::compose::material::Material;
use tongbao_document::Table;
use tongbao_figures::aggregate::Group;

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
