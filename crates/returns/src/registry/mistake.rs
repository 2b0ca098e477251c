//! What cannot be so in a registry, as facts, and the words for it: Chinese always, because a clerk keeps the file.

use std::fmt;

use jiff::civil::Date;

use crate::domain::{AllianceCode, CellAddress, UnitCode};

/// The four sheets, in the order in which mistakes are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetName {
    /// 机构.
    Units,
    /// 县区.
    Counties,
    /// 医联体.
    Alliances,
    /// 成员.
    Memberships,
}

impl SheetName {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Units, Self::Counties, Self::Alliances, Self::Memberships];

    /// As the workbook has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Units => "机构",
            Self::Counties => "县区",
            Self::Alliances => "医联体",
            Self::Memberships => "成员",
        }
    }
}

/// One mistake in the registry.
#[derive(Debug, Clone, PartialEq)]
pub struct RegistryMistake {
    /// On which sheet.
    pub sheet: SheetName,
    /// At which cell; `None` if it concerns the whole sheet.
    pub cell: Option<CellAddress>,
    /// What is wrong.
    pub trouble: RegistryTrouble,
}

/// What is wrong; columns by their names in the template.
#[derive(Debug, Clone, PartialEq)]
pub enum RegistryTrouble {
    /// The first rows hold no header.
    NoHeader {
        /// How many rows were looked at.
        within: usize,
        /// The columns that must be there.
        required: Vec<&'static str>,
    },
    /// Nothing stands below the header.
    NoRows,
    /// The header has a column twice.
    ColumnTwice {
        /// Which.
        column: &'static str,
        /// The other one.
        other: CellAddress,
    },
    /// The header lacks a column.
    ColumnMissing {
        /// Which.
        column: &'static str,
    },
    /// A cell that must be filled in is blank.
    Blank {
        /// Of which column.
        column: &'static str,
    },
    /// A cell does not say what its column asks for.
    Cell {
        /// Of which column.
        column: &'static str,
        /// Why not.
        trouble: CellTrouble,
    },
    /// The last day comes before the first.
    DatesReversed {
        /// Column of the first day.
        from: &'static str,
        /// The first day.
        first: Date,
        /// Column of the last day.
        to: &'static str,
        /// The last day.
        last: Date,
    },
    /// No code of GB/T 2260.
    NotAnAreaCode {
        /// Of which column.
        column: &'static str,
        /// As written.
        written: String,
    },
    /// Another row has the code.
    CodeTwice {
        /// Of which column.
        column: &'static str,
        /// The code.
        code: String,
        /// The other one.
        other: CellAddress,
    },
    /// Another unit bears the name at the same time.
    NameTwice {
        /// The name.
        name: String,
        /// The other one.
        other: CellAddress,
    },
    /// Another row has the unit in the alliance at the same time.
    MembershipTwice {
        /// Who belongs.
        unit: UnitCode,
        /// To which alliance.
        alliance: AllianceCode,
        /// The other one.
        other: CellAddress,
    },
    /// A unit refers to itself.
    OwnReference {
        /// Of which column.
        column: &'static str,
        /// The unit.
        code: String,
    },
    /// A unit came from one that came from it.
    Circular {
        /// The unit.
        code: String,
    },
    /// A unit is open after its successor has taken over its figures, and would be counted twice.
    NotClosed {
        /// The predecessor.
        code: String,
    },
    /// A successor closed before the unit that came into it.
    ClosedBefore {
        /// The predecessor.
        code: String,
        /// Its last day.
        day: Date,
    },
    /// A unit is said to contain the figures of its predecessors, and has none.
    ContainsNobody,
    /// Two successors say that their returns contain the figures of one predecessor.
    ContainedTwice {
        /// The predecessor.
        code: String,
        /// The other successor.
        other: CellAddress,
    },
    /// A word that the column does not know.
    UnknownWord {
        /// Of which column.
        column: &'static str,
        /// As written.
        written: String,
        /// The words it knows.
        known: Vec<&'static str>,
    },
    /// What is referred to does not stand in the registry.
    Unregistered {
        /// Of which column.
        column: &'static str,
        /// As written.
        written: String,
    },
    /// What is referred to by its name may be two things.
    Ambiguous {
        /// Of which column.
        column: &'static str,
        /// The name.
        written: String,
        /// Two that bear it.
        codes: [String; 2],
    },
}

/// Why a cell does not say what its column asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum CellTrouble {
    /// A date where words should be.
    Date,
    /// `#REF!` and the like.
    FormulaError(String),
    /// A formula without a result.
    Uncalculated,
    /// A number so long that Excel has replaced its last digits.
    LongNumber,
    /// A moment of Excel outside every plausible year.
    StrangeMoment(f64),
    /// Words that are no date.
    NoDate(String),
}

impl fmt::Display for CellTrouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date => write!(formatter, "应填文字，这里是日期"),
            Self::FormulaError(error) => write!(formatter, "是公式错误`{error}`"),
            Self::Uncalculated => write!(formatter, "是没有计算结果的公式，请在 Excel 或 WPS 中打开、重新计算并保存"),
            Self::LongNumber => write!(formatter, "超过15位数字，Excel已把尾数改成0，请把单元格设为文本后重新填写"),
            Self::StrangeMoment(serial) => write!(formatter, "不是有效日期：`{serial}`"),
            Self::NoDate(text) => write!(formatter, "不是日期：`{text}`，应写成`2025-07-01`"),
        }
    }
}

impl fmt::Display for RegistryTrouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHeader { within, required } => {
                write!(formatter, "前{within}行里没有表头，应有列：{}", required.join("、"))
            }
            Self::NoRows => write!(formatter, "表里没有一行数据"),
            Self::ColumnTwice { column, other } => write!(formatter, "列`{column}`出现两次，另一列在{other}"),
            Self::ColumnMissing { column } => write!(formatter, "表头缺少列`{column}`"),
            Self::Blank { column } => write!(formatter, "缺少`{column}`"),
            Self::Cell { column, trouble } => write!(formatter, "`{column}`{trouble}"),
            Self::DatesReversed { from, first, to, last } => write!(formatter, "`{to}`{last}早于`{from}`{first}"),
            Self::NotAnAreaCode { column, written } => {
                write!(formatter, "`{column}`应是六位数字（GB/T 2260），这里是`{written}`")
            }
            Self::CodeTwice { column, code, other } => write!(formatter, "`{column}`重复：`{code}`已在{other}"),
            Self::NameTwice { name, other } => write!(formatter, "同一时间有两个叫`{name}`，另一个在{other}"),
            Self::MembershipTwice { unit, alliance, other } => {
                write!(formatter, "成员重复：`{unit}`加入`{alliance}`已在{other}，日期重叠")
            }
            Self::OwnReference { column, code } => write!(formatter, "`{column}`是本单位`{code}`"),
            Self::Circular { code } => write!(formatter, "`前身单位`里的`{code}`又以本单位为前身"),
            Self::NotClosed { code } => {
                write!(formatter, "`前身数据`为并入，但前身单位`{code}`没有`停用日期`，数据会重复计算")
            }
            Self::ClosedBefore { code, day } => {
                write!(formatter, "`停用日期`早于前身单位`{code}`的停用日期{day}，停用以后不能再承接")
            }
            Self::ContainsNobody => write!(formatter, "`前身数据`为并入，但没有写`前身单位`"),
            Self::ContainedTwice { code, other } => {
                write!(formatter, "前身单位`{code}`的数据已并入另一单位（{other}），不能并入两次")
            }
            Self::UnknownWord { column, written, known } => {
                write!(formatter, "`{column}`不能填`{written}`，应填：{}", known.join("、"))
            }
            Self::Unregistered { column, written } => write!(formatter, "`{column}`没有登记：`{written}`"),
            Self::Ambiguous { column, written, codes: [one, other] } => {
                write!(formatter, "`{column}`的`{written}`不止一个：`{one}`、`{other}`，应填代码")
            }
        }
    }
}

impl fmt::Display for RegistryMistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sheet, trouble) = (self.sheet.word(), &self.trouble);
        match self.cell {
            None => write!(formatter, "{sheet}：{trouble}"),
            Some(cell) => write!(formatter, "{sheet}!{cell}：{trouble}"),
        }
    }
}
