//! What is known of a return before it is filled in, and what may be typed into it.

use jiff::civil::Date;

use crate::domain::{Item, Kind};
use tongbao_document::{Answer, FormValue};

/// What is known before the form is handed out.
pub struct Filling<'run> {
    /// 本期累计 (or 本季数) of the item at a position of [`Form::items`](crate::domain::Form::items); blank forms know none.
    pub value: &'run dyn Fn(usize) -> Option<FormValue>,
    /// 上年同期 of the item, from the store.
    pub last_year: &'run dyn Fn(usize) -> Option<FormValue>,
    /// 上期累计 (or 上季数) of the item, from the store; without it the form has no such column.
    pub previous: Option<&'run dyn Fn(usize) -> Option<FormValue>>,
    /// 填表人; none in a blank form.
    pub filler: Option<String>,
    /// 联系电话.
    pub phone: Option<String>,
    /// The last day on time; without it the form's own.
    pub deadline: Option<Date>,
    /// 报出日期; none in a blank form.
    pub reported_on: Option<Date>,
}

/// What may be typed as the answer to an item.
pub fn answer(item: &Item) -> Answer {
    match &item.kind {
        Kind::Flow | Kind::Stock | Kind::Level => {
            Answer::Number { decimals: item.decimals, min: item.min, max: item.max, may_not_apply: item.may_not_apply }
        }
        Kind::YesNo => Answer::Choice(choices(&["是".to_owned(), "否".to_owned()], item)),
        Kind::Choice(listed) => Answer::Choice(choices(listed, item)),
        Kind::Date => Answer::Date,
        Kind::Text => Answer::Text,
    }
}
/// The answers to choose from, 不适用 among them where it is one.
fn choices(listed: &[String], item: &Item) -> Vec<String> {
    listed.iter().cloned().chain(item.may_not_apply.then(|| "不适用".to_owned())).collect()
}
