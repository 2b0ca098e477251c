//! Whom and what facts are about: code and name together, because a reader needs both.

use serde::{Deserialize, Serialize};

use crate::domain::{Form, Item, Task, UnitCode};

/// A unit of the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedUnit {
    /// 单位代码.
    pub code: UnitCode,
    /// 单位名称.
    pub name: String,
}

/// A form of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedForm {
    /// 表号.
    pub code: String,
    /// Its title.
    pub title: String,
}

impl From<&Form> for NamedForm {
    fn from(form: &Form) -> Self {
        Self { code: form.code.clone(), title: form.title.clone() }
    }
}

/// An item of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedItem {
    /// 代码.
    pub code: String,
    /// 指标项名称.
    pub name: String,
}

impl From<&Item> for NamedItem {
    fn from(item: &Item) -> Self {
        Self { code: item.code.clone(), name: item.printed().to_owned() }
    }
}

/// A task of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedTask {
    /// 任务编号 as it stands in the form.
    pub code: String,
    /// 内容.
    pub item: String,
    /// 方案, where the form asks for the tasks of several.
    pub plan: Option<String>,
}

impl From<&Task> for NamedTask {
    fn from(task: &Task) -> Self {
        let plan = task.plan.as_ref().map(|plan| plan.title.clone());
        Self { code: task.code().to_owned(), item: task.item.clone(), plan }
    }
}
