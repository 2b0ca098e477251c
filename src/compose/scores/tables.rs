//! The tables of scores that a wording may call for.

use super::told::Told;
use super::{events, lists, method, ranking};
use tongbao_document::Table;

/// Names of the tables that a wording may call for where the plan has scores.
pub(in crate::compose) const TABLES: [&str; 6] = ["得分排名", "机构得分排名", "评分办法", "加减分事项", "表彰名单", "问责名单"];

/// Every table of [`TABLES`].
pub(in crate::compose) fn tables(told: &Told<'_>) -> Vec<(&'static str, Table)> {
    let [groups, units, method, events, commended, accountable] = TABLES;
    vec![
        (groups, ranking::groups(told)),
        (units, ranking::units(told)),
        (method, method::method(told)),
        (events, events::events(told)),
        (commended, lists::commended(told)),
        (accountable, lists::accountable(told)),
    ]
}
