//! C, cell by cell: each sentence begins with what the cell was asked for.

use super::{Words, item, listed};
use crate::finding::facts::{
    AlwaysApplies, Asked, Bound, ChoiceUnknown, Cleaned, DateUnreadable, DecimalsOdd, FormulaError, FormulaWithoutValue, NoGlyph,
    NotAsShown, NotSeen, NumberExpected, OutOfRange, PercentOdd, Seen, UnitConverted, UnitOfMeasureOdd,
};
use tongbao_document::side_by_side::with_unit;

/// `“总诊疗人次”（代码101）`, `任务3#1的“完成日期”`
fn asked(asked: &Asked) -> String {
    match asked {
        Asked::Item(asked) => item(asked),
        Asked::Task { code, column } => format!("任务{code}的“{}”", column.header()),
    }
}

impl Words for NumberExpected {
    fn message(&self) -> String {
        let seen = match &self.seen {
            Seen::Words(words) => format!("“{words}”"),
            Seen::Date(date) => format!("日期“{date}”"),
        };
        format!("{}应为数字，读到{seen}", asked(&self.asked))
    }
}

impl Words for FormulaError {
    fn message(&self) -> String {
        format!("{}公式错误，显示为 {}", asked(&self.asked), self.shown)
    }
}

impl Words for FormulaWithoutValue {
    fn message(&self) -> String {
        format!("{}是公式，但没有保存计算结果", asked(&self.asked))
    }
}

impl Words for AlwaysApplies {
    fn message(&self) -> String {
        format!("{}填了“{}”，这一项不能填不适用，按未填处理", asked(&self.asked), self.written)
    }
}

fn used(of: &Asked, written: &str, taken: f64, unit: &str) -> String {
    format!("{}读到“{written}”，按 {} 使用", asked(of), with_unit(&taken.to_string(), unit))
}

impl Words for UnitConverted {
    fn message(&self) -> String {
        used(&self.asked, &self.written, self.taken, &self.unit)
    }
}

impl Words for UnitOfMeasureOdd {
    fn message(&self) -> String {
        let Self { unit, written, found, .. } = self;
        format!("{}计量单位应为“{unit}”，读到“{written}”，“{found}”不能换算", asked(&self.asked))
    }
}

impl Words for Cleaned {
    fn message(&self) -> String {
        match self {
            Self::Number { asked, written, taken, unit } => used(asked, written, *taken, unit),
            Self::Word { asked: of, written, taken } => format!("{}读到“{written}”，按“{taken}”使用", asked(of)),
            Self::Date { asked: of, written, taken } => format!("{}读到“{written}”，按 {taken} 使用", asked(of)),
            Self::Serial { asked: of, number, taken } => format!("{}读到 {number}，按 {taken} 使用", asked(of)),
            Self::Withdrawn { asked: of, withdrawn } => {
                format!("{}单元格中带删除线或上下标的“{withdrawn}”没有读入", asked(of))
            }
        }
    }
}

impl Words for NotAsShown {
    fn message(&self) -> String {
        match self {
            Self::Withdrawn { asked: of, written } => {
                format!("{}只有带删除线或上下标的“{written}”，按未填处理", asked(of))
            }
            Self::Scaled { asked: of, found } => {
                format!("{}单元格格式使显示的数与内容（{found}）不同，不知道以哪个为准", asked(of))
            }
            Self::Worded { asked: of, found, words } => {
                format!("{}内容是 {found}，但单元格格式使它显示为“{words}”，不知道以哪个为准", asked(of))
            }
            Self::Conditional { asked: of, found } => {
                format!("{}条件格式使显示的数与内容（{found}）可能不同，不知道以哪个为准", asked(of))
            }
            Self::Lost { asked: of } => format!("{}这一格或计量单位的文字在文件中缺失，读不出", asked(of)),
            Self::Twice { asked: of, found, other } => {
                format!("{}文件中同一单元格写了两次，一次是“{found}”，一次是“{other}”", asked(of))
            }
            Self::Covered { asked: of, found, merged } => {
                format!("{}读到“{found}”，但它被合并单元格 {merged} 盖住，看不见", asked(of))
            }
            Self::Measures { asked: of, found, beside, above } => {
                format!("{}读到“{found}”，该行计量单位是“{beside}”，表头、批注等处写的是“{above}”，不知道以哪个为准", asked(of))
            }
            Self::Beside { asked: of, found, cell, other } => {
                let own = if found.is_empty() { "没有填".to_owned() } else { format!("读到“{found}”") };
                format!("{}{own}，同一行的 {cell} 写着“{other}”，不知道是否填错了列", asked(of))
            }
            Self::Spanned { asked: of, merged } => {
                format!("{}与别的行合并为 {merged}，看不出是哪一行的数", asked(of))
            }
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Withdrawn { .. } => "请删去作废的字，填写现在的数".to_owned(),
            Self::Scaled { .. } | Self::Worded { .. } => "请把单元格格式改为“常规”，核对后重报".to_owned(),
            Self::Conditional { .. } => "请删去条件格式中的数字格式，核对后重报".to_owned(),
            Self::Lost { .. } | Self::Twice { .. } => "请在 Excel 中打开核对，另存为 .xlsx 后重报".to_owned(),
            Self::Beside { asked: Asked::Item(_), .. } => "请把数填在该项填数的一格，清空另一处后重报".to_owned(),
            Self::Beside { .. } => "请只保留一列，清空另一处后重报".to_owned(),
            Self::Measures { .. } => "请把计量单位改成一致，核对后重报".to_owned(),
            Self::Covered { .. } | Self::Spanned { .. } => "请取消合并，每一行各填各的数".to_owned(),
        })
    }
}

impl Words for NotSeen {
    fn message(&self) -> String {
        match self {
            Self::Hidden { asked: of, found } => {
                format!("{}读到 {found}，但单元格格式使它不显示（如数字格式、与底色相同的字色）", asked(of))
            }
            Self::Perhaps { asked: of, found } => format!("{}读到 {found}，但条件格式可能使它不显示", asked(of)),
            Self::Words { asked: of, found, unseen } => {
                format!("{}读到 {found}，单元格中字色与底色相同、看不见的“{unseen}”没有读入", asked(of))
            }
            Self::Stale { asked: of, found } => {
                format!("{}是公式，读到 {found}；工作簿没有算完或没有设为自动计算，可能不是最新结果", asked(of))
            }
            Self::Unformatted { asked: of, found } => {
                format!("{}读到 {found}，但文件的样式部分损坏，原来按什么格式显示（如百分数）已读不出", asked(of))
            }
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Hidden { .. } | Self::Perhaps { .. } => None,
            Self::Words { .. } => Some("请删去看不见的字，核对该单元格的数值".to_owned()),
            Self::Stale { .. } => Some("请在 Excel“公式—计算选项”中改为自动，保存后核对".to_owned()),
            Self::Unformatted { .. } => Some("请在 Excel 中打开核对，另存为 .xlsx 后重报".to_owned()),
        }
    }
}

impl Words for OutOfRange {
    fn message(&self) -> String {
        match self {
            Self::Endless { asked: of, shown } => format!("{}应为有限的数，读到 {shown}", asked(of)),
            Self::Beyond { asked: of, bound, found } => {
                let bound = match bound {
                    Bound::Least { value, unit } => format!("不应小于 {}", with_unit(&value.to_string(), unit)),
                    Bound::Greatest { value, unit } => format!("不应大于 {}", with_unit(&value.to_string(), unit)),
                    Bound::Zero => "不应为负数".to_owned(),
                };
                format!("{}{bound}，读到 {found}", asked(of))
            }
        }
    }
}

impl Words for ChoiceUnknown {
    fn message(&self) -> String {
        match self {
            Self::YesOrNo { asked: of, written } => format!("{}应为“是”或“否”，读到“{written}”", asked(of)),
            Self::Listed { asked: of, choices, written } => {
                format!("{}应为“{}”之一，读到“{written}”", asked(of), choices.join("”“"))
            }
        }
    }
}

impl Words for DateUnreadable {
    fn message(&self) -> String {
        format!("{}应为日期，读到“{}”", asked(&self.asked), self.written)
    }
}

impl Words for DecimalsOdd {
    fn message(&self) -> String {
        let wanted = match self.decimals {
            0 => "取整数".to_owned(),
            decimals => format!("保留 {decimals} 位小数"),
        };
        format!("{}应{wanted}，读到 {}，按原数使用", asked(&self.asked), self.found)
    }
}

impl Words for PercentOdd {
    fn message(&self) -> String {
        let found = self.found;
        format!("{}读到 {found}，即 {found}%，疑似把百分数填成了小数", asked(&self.asked))
    }
}

impl Words for NoGlyph {
    fn message(&self) -> String {
        let named = self.characters.iter().map(|&character| format!("{character}（U+{:04X}）", u32::from(character)));
        let rest = if self.count > self.characters.len() { format!("等 {} 个字", self.count) } else { String::new() };
        format!("字库没有{}{rest}，PDF 中印作〓", listed(named))
    }
}
