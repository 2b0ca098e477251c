//! C, sheet by sheet: what the rows and columns of a return lack, have twice or call otherwise.

use serde::{Deserialize, Serialize};

use super::{NamedItem, NamedTask};
use crate::domain::{CellAddress, TaskColumn};

/// C07: a row with a code that the form does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnknownItem {
    /// On a sheet of items.
    Code {
        /// As written.
        written: String,
        /// The code of the item whose name stands beside it.
        by_name: Option<String>,
    },
    /// On the sheet of a ledger.
    Task {
        /// As written.
        written: String,
    },
}

/// C08: an item of the form is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemMissing {
    /// Its name is, but not its code.
    CodeGone {
        /// Which.
        item: NamedItem,
        /// The row with its name, counted from one.
        row: u32,
    },
    /// Neither is.
    Gone {
        /// Which.
        item: NamedItem,
    },
    /// A task that the unit answers for.
    Task {
        /// Which.
        task: NamedTask,
    },
}

/// C09: a code stands twice and says two things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemTwice {
    /// An item's.
    Item {
        /// Which.
        item: NamedItem,
        /// The other row, counted from one.
        other_row: u32,
    },
    /// A task's.
    Task {
        /// 任务编号.
        code: String,
    },
}

/// C10: another name stands beside the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NameMismatch {
    /// Of an item.
    Item {
        /// The item of the code.
        item: NamedItem,
        /// The name as written.
        written: String,
        /// The code of the item whose name it is.
        by_name: Option<String>,
    },
    /// Of a task.
    Task {
        /// The task of the code.
        task: NamedTask,
        /// 内容 as written.
        written: String,
    },
}

/// C14: a sheet of the form is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetMissing {
    /// As the form calls it.
    pub sheet: String,
    /// How many items stand on it.
    pub items: usize,
    /// Sheets that would be it, but name another quarter.
    pub of_other_quarters: Vec<String>,
}

/// C15: the header of a sheet lacks a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeaderMissing {
    /// 代码.
    Codes,
    /// 本期累计.
    Values,
    /// 本季数, of a form by the quarter.
    QuarterValues,
    /// The values of the quarter or the month alone, where those from the beginning of the year are asked for.
    OnlyQuarter {
        /// The label of the column.
        label: String,
    },
    /// The values from the beginning of the year or of the month, where those of the quarter are asked for.
    NoQuarter {
        /// The label of the column.
        label: String,
    },
    /// 任务编号 and 状态 of a ledger.
    Tasks,
    /// Answers of a ledger.
    Answers {
        /// Which columns.
        columns: Vec<TaskColumn>,
    },
}

/// C16: what is hidden holds data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenContent {
    /// Which sheet.
    pub sheet: String,
    /// Which of its columns, by its letters.
    pub column: Option<String>,
    /// Which of its rows, counted from one; neither these nor a column: the sheet itself.
    pub rows: Vec<u32>,
}

/// C25: of two places each could be the one that is meant, and they say different things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Competing {
    /// The item in which they first differ.
    pub item: NamedItem,
    /// The place that would be taken.
    pub one: Spot,
    /// The other.
    pub other: Spot,
}

/// A cell with what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Its sheet.
    pub sheet: String,
    /// Its address.
    pub cell: CellAddress,
    /// What stands there, as a person sees it; nothing for a blank.
    pub said: String,
}

/// C26: not the column or the cell that comes first was read, because nothing stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadElsewhere {
    /// The place that comes first.
    pub first: Column,
    /// The one that was read.
    pub read: Column,
}

/// A column of a sheet, or one cell of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The sheet.
    pub sheet: String,
    /// The letters of the column.
    pub letters: String,
    /// The row of the cell, counted from one; none for the whole column.
    #[serde(default)]
    pub row: Option<u32>,
}

/// C19: a sheet declares that it has no data, and has some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredThoughEmpty {
    /// How many items are filled in.
    pub filled: usize,
}

/// C20: items of a sheet were left blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemBlank {
    /// How many.
    pub count: usize,
    /// The first of them.
    pub first: Vec<BlankItem>,
}

/// An item that was left blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlankItem {
    /// 指标项名称.
    pub name: String,
    /// Its cell.
    pub cell: CellAddress,
}
