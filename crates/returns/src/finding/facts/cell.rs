//! C, cell by cell: what an answer says that an item cannot take.

use serde::{Deserialize, Serialize};

use super::NamedItem;
use crate::domain::TaskColumn;

/// What a cell was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asked {
    /// An item of a form.
    Item(NamedItem),
    /// What is said of a task in a column.
    Task {
        /// 任务编号.
        code: String,
        /// Which column.
        column: TaskColumn,
    },
}

/// C01: words where a number should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberExpected {
    /// Where.
    pub asked: Asked,
    /// What stands there.
    pub seen: Seen,
}

/// What stands in a cell, as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seen {
    /// Words.
    Words(String),
    /// A date.
    Date(String),
}

/// C02: a formula came to an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormulaError {
    /// Where.
    pub asked: Asked,
    /// `#REF!` and the like.
    pub shown: String,
}

/// C03: nobody calculated the formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormulaWithoutValue {
    /// Where.
    pub asked: Asked,
}

/// C21: 不适用 where the form does not take it for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlwaysApplies {
    /// Where.
    pub asked: Asked,
    /// As written.
    pub written: String,
}

/// C04: the unit of measure was another, and became the form's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitConverted {
    /// Where.
    pub asked: Asked,
    /// As written.
    pub written: String,
    /// As taken.
    pub taken: f64,
    /// The form's unit of measure.
    pub unit: String,
}

/// C05: the unit of measure is another, and cannot become the form's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitOfMeasureOdd {
    /// Where.
    pub asked: Asked,
    /// The form's unit of measure.
    pub unit: String,
    /// As written.
    pub written: String,
    /// The unit of measure in it.
    pub found: String,
}

/// C06: what was written was cleaned before it was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Cleaned {
    /// A number.
    Number {
        /// Where.
        asked: Asked,
        /// As written.
        written: String,
        /// As taken.
        taken: f64,
        /// The form's unit of measure.
        unit: String,
    },
    /// 是 or 否.
    Word {
        /// Where.
        asked: Asked,
        /// As written.
        written: String,
        /// As taken.
        taken: String,
    },
    /// A date in words.
    Date {
        /// Where.
        asked: Asked,
        /// As written.
        written: String,
        /// As taken.
        taken: jiff::civil::Date,
    },
    /// A date in a cell that Excel does not show as one.
    Serial {
        /// Where.
        asked: Asked,
        /// As it stands there.
        number: f64,
        /// As taken.
        taken: jiff::civil::Date,
    },
    /// Words of the cell that are struck out or raised, and are no part of the answer.
    Withdrawn {
        /// Where.
        asked: Asked,
        /// What was left out.
        withdrawn: String,
    },
}

/// C11: less or more than the form allows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OutOfRange {
    /// More than a number can be.
    Endless {
        /// Where.
        asked: Asked,
        /// `inf` and the like; as text, because JSON has no such number.
        shown: String,
    },
    /// Beyond what the item allows.
    Beyond {
        /// Where.
        asked: Asked,
        /// What it oversteps.
        bound: Bound,
        /// What was read.
        found: f64,
    },
}

/// What a number must not overstep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Bound {
    /// The least value of the item.
    Least {
        /// The value.
        value: f64,
        /// The form's unit of measure.
        unit: String,
    },
    /// The greatest value of the item.
    Greatest {
        /// The value.
        value: f64,
        /// The form's unit of measure.
        unit: String,
    },
    /// Nothing is counted below zero.
    Zero,
}

/// C12: none of the answers that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChoiceUnknown {
    /// 是 or 否 was asked.
    YesOrNo {
        /// Where.
        asked: Asked,
        /// As written.
        written: String,
    },
    /// One of a list was asked.
    Listed {
        /// Where.
        asked: Asked,
        /// The list.
        choices: Vec<String>,
        /// As written.
        written: String,
    },
}

/// C13: no date can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateUnreadable {
    /// Where.
    pub asked: Asked,
    /// As written.
    pub written: String,
}

/// C17: more decimals than the form asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecimalsOdd {
    /// Where.
    pub asked: Asked,
    /// How many are asked for.
    pub decimals: u8,
    /// What was read.
    pub found: f64,
}

/// C18: a fraction where percent is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PercentOdd {
    /// Where.
    pub asked: Asked,
    /// What was read.
    pub found: f64,
}

/// C22: characters that no face has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoGlyph {
    /// The first of them.
    pub characters: Vec<char>,
    /// How many there are.
    pub count: usize,
}

/// C23: what the cell shows is not what it holds, and which of the two is meant cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotAsShown {
    /// All its words are struck out or raised.
    Withdrawn {
        /// Where.
        asked: Asked,
        /// The words.
        written: String,
    },
    /// The format shows words instead of the number.
    Worded {
        /// Where.
        asked: Asked,
        /// What the cell holds.
        found: String,
        /// What it shows.
        words: String,
    },
    /// The format shows the number in other digits, by the thousand or with figures added, and does not say so.
    Scaled {
        /// Where.
        asked: Asked,
        /// What the cell holds.
        found: String,
    },
    /// A conditional format shows the number otherwise, or not, and which of the two hangs on more than the number.
    Conditional {
        /// Where.
        asked: Asked,
        /// What the cell holds.
        found: String,
    },
    /// The file refers to words that it does not hold, in the cell or in its unit of measure.
    Lost {
        /// Where.
        asked: Asked,
    },
    /// The file has the cell twice.
    Twice {
        /// Where.
        asked: Asked,
        /// What is said once.
        found: String,
        /// What is said another time.
        other: String,
    },
    /// It lies under a merged cell, which shows another one.
    Covered {
        /// Where.
        asked: Asked,
        /// What the cell holds.
        found: String,
        /// The merged cells.
        merged: String,
    },
    /// Two units of measure are stated for it.
    Measures {
        /// Where.
        asked: Asked,
        /// What the cell holds.
        found: String,
        /// In its row.
        beside: String,
        /// In the header or above the table.
        above: String,
    },
    /// Another cell of its row, under no label of its own or under the same one, says something else.
    Beside {
        /// Where.
        asked: Asked,
        /// What the cell holds; nothing if it is blank.
        found: String,
        /// The other cell, e.g. `E6`.
        cell: String,
        /// What that one holds.
        other: String,
    },
    /// It has no value of its own: one cell stands for several rows.
    Spanned {
        /// Where.
        asked: Asked,
        /// The merged cells.
        merged: String,
    },
}

/// C24: a value that nobody sees, or that may be an old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotSeen {
    /// The format of the cell shows nothing, or shows it in the colour of its ground.
    Hidden {
        /// Where.
        asked: Asked,
        /// What the cell holds.
        found: String,
    },
    /// A conditional format may not show it, which hangs on more than the number.
    Perhaps {
        /// Where.
        asked: Asked,
        /// What the cell holds.
        found: String,
    },
    /// Some of its words have the colour of their ground, and are no part of the answer.
    Words {
        /// Where.
        asked: Asked,
        /// What is seen.
        found: String,
        /// What was left out.
        unseen: String,
    },
    /// Its formula is to be calculated when somebody asks for it.
    Stale {
        /// Where.
        asked: Asked,
        /// What the cell holds.
        found: String,
    },
    /// The file has lost the format in which it was shown.
    Unformatted {
        /// Where.
        asked: Asked,
        /// What the cell holds.
        found: String,
    },
}
