//! Whom and what facts are about: code and name together, because a reader needs both.

use serde::{Deserialize, Serialize};

use crate::domain::{Form, Item, Task, UnitCode};
use crate::registry::Unit;

/// A unit of the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitName {
    /// 单位代码.
    pub code: UnitCode,
    /// 单位名称.
    pub name: String,
}

impl From<&Unit> for UnitName {
    fn from(unit: &Unit) -> Self {
        Self { code: unit.code.clone(), name: unit.name.clone() }
    }
}

/// A form of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormName {
    /// 表号.
    pub code: String,
    /// Its title.
    pub title: String,
}

impl From<&Form> for FormName {
    fn from(form: &Form) -> Self {
        Self { code: form.code.clone(), title: form.title.clone() }
    }
}

/// An item of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemName {
    /// 代码.
    pub code: String,
    /// 指标项名称.
    pub name: String,
}

impl From<&Item> for ItemName {
    fn from(item: &Item) -> Self {
        Self { code: item.code.clone(), name: item.name.to_string() }
    }
}

/// A task of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskName {
    /// 任务编号 as it stands in the form.
    pub code: String,
    /// 内容.
    pub item: String,
}

impl From<&Task> for TaskName {
    fn from(task: &Task) -> Self {
        Self { code: task.code().to_owned(), item: task.item.clone() }
    }
}
