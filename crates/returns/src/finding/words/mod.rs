//! What findings say: facts → sentences in plain Chinese that a filler can act on. The only place that makes them.
//!
//! One `impl Words` for each code. A sentence states what is there and, where it helps, what should be; what to do is the hint of the
//! code (see [`super::code`]) unless the facts know better. `words.txt` beside the tests holds every sentence.

mod adjustment;
mod cell;
mod event;
mod explanation;
mod file;
mod ledger;
mod resubmission;
mod rule;
mod sender;
mod sheet;
#[cfg(test)]
mod tests;

pub(super) use explanation::fault;
pub(super) use file::lost;
pub(super) use rule::expected;
pub use rule::{as_filed, shown};

use super::facts::{NamedForm, NamedItem, NamedTask, NamedUnit};
use tongbao_document::quotes::quoted;

/// How the facts of a code are told.
pub(super) trait Words {
    /// What is wrong, with the values read.
    fn message(&self) -> String;

    /// What to do about it, where the facts say more than the code's own hint.
    fn hint(&self) -> Option<String> {
        None
    }
}

/// `“甲县人民医院”（U1）`
fn unit(unit: &NamedUnit) -> String {
    format!("{}（{}）", quoted(&unit.name), unit.code)
}

/// `《季报表》（表号 TB-H01）`
fn form(form: &NamedForm) -> String {
    format!("《{}》（表号 {}）", form.title, form.code)
}

/// `“总诊疗人次”（代码101）`
fn item(item: &NamedItem) -> String {
    format!("{}（代码{}）", quoted(&item.name), item.code)
}

/// `任务3#1“建立制度”`, `《能力提升》任务能力-3#1“建立制度”`
fn task(task: &NamedTask) -> String {
    format!("{}{}", numbered(task), quoted(&task.item))
}

/// `任务3#1`, `《能力提升》任务能力-3#1`
fn numbered(task: &NamedTask) -> String {
    format!("{}任务{}", of_plan(task.plan.as_ref()), task.code)
}

/// `《能力提升》`; nothing where a form has one plan's tasks.
fn of_plan(plan: Option<&String>) -> String {
    plan.map(|plan| format!("《{plan}》")).unwrap_or_default()
}

/// `甲、乙、丙`
fn listed(words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().collect::<Vec<_>>().join("、")
}

/// `；相近的有：甲、乙`, nothing without candidates.
fn nearest(candidates: impl IntoIterator<Item = String>) -> String {
    let listed = listed(candidates);
    if listed.is_empty() { String::new() } else { format!("；相近的有：{listed}") }
}
