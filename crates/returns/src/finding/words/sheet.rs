//! C, sheet by sheet.

use super::{Words, item, listed, numbered};
use crate::domain::TaskColumn;
use crate::finding::facts::{
    AnsweredThoughEmpty, Column, Competing, HeaderMissing, HiddenContent, ItemBlank, ItemMissing, ItemTwice, NameMismatch,
    ReadElsewhere, SheetMissing, Spot, UnknownItem,
};
use tongbao_document::quotes::quoted;

impl Words for UnknownItem {
    fn message(&self) -> String {
        match self {
            Self::Code { written, by_name } => {
                let likely = by_name.as_ref().map(|code| format!("，按名称应为 {code}")).unwrap_or_default();
                format!("表中没有代码“{written}”{likely}，该行数据未使用")
            }
            Self::Task { written } => format!("台账中没有任务编号“{written}”，该行未使用"),
        }
    }
}

impl Words for ItemMissing {
    fn message(&self) -> String {
        match self {
            Self::CodeGone { item: of, row } => format!("缺{}：第 {row} 行名称相同，但代码缺失或被改写", item(of)),
            Self::Gone { item: of } => format!("缺{}：表中没有这个代码", item(of)),
            Self::Task { task } => format!("缺{}：表中没有这个任务编号", super::task(task)),
        }
    }
}

impl Words for ItemTwice {
    fn message(&self) -> String {
        match self {
            Self::Item { item: of, other_row } => {
                format!("{}出现两次且数值不同，另一处在第 {other_row} 行", item(of))
            }
            Self::Task { code } => format!("任务{code}出现两次，请保留一行"),
        }
    }
}

impl Words for NameMismatch {
    fn message(&self) -> String {
        match self {
            Self::Item { item, written, by_name } => {
                let whose = by_name.as_ref().map(|code| format!("，该名称的代码应为 {code}")).unwrap_or_default();
                format!("代码 {} 的指标应为{}，该行名称是{}{whose}", item.code, quoted(&item.name), quoted(written))
            }
            Self::Task { task, written } => {
                format!("{}的内容应为{}，该行写的是{}", numbered(task), quoted(&task.item), quoted(written))
            }
        }
    }
}

impl Words for SheetMissing {
    fn message(&self) -> String {
        let Self { sheet, items, of_other_quarters } = self;
        if of_other_quarters.is_empty() {
            return format!("缺工作表“{sheet}”，其中 {items} 项按未填处理");
        }
        let others = of_other_quarters.join("”“");
        format!("缺本报告期的工作表“{sheet}”，只有别的季度的“{others}”，其中 {items} 项按未填处理")
    }
}

/// `“医疗服务”D6 为“339”`
pub(super) fn spot(spot: &Spot) -> String {
    let said = if spot.said.is_empty() { "未填".to_owned() } else { format!("为“{}”", spot.said) };
    format!("“{}”{} {said}", spot.sheet, spot.cell)
}

impl Words for Competing {
    fn message(&self) -> String {
        let Self { item: of, one, other } = self;
        format!("{}有两处可读而内容不同：{}，{}；不知道以哪一处为准", item(of), spot(one), spot(other))
    }
}

impl Words for ReadElsewhere {
    fn message(&self) -> String {
        let place = |column: &Column| match column.row {
            Some(row) => format!("“{}”{}{row}", column.sheet, column.letters),
            None => format!("“{}”{}列", column.sheet, column.letters),
        };
        format!("{}没有填数，按{}读取", place(&self.first), place(&self.read))
    }
}

impl Words for HeaderMissing {
    fn message(&self) -> String {
        match self {
            Self::Codes => "找不到“代码”列，本表各项按未填处理".to_owned(),
            Self::Values => "找不到“本期累计”列，本表各项按未填处理".to_owned(),
            Self::OnlyQuarter { label } => {
                format!("只有“{label}”列，没有自年初起的累计数，累计各项按未填处理")
            }
            Self::QuarterValues => "找不到“本季数”列，本表各项按未填处理".to_owned(),
            Self::NoQuarter { label } => {
                format!("只有“{label}”列，没有本季的数，时期数各项按未填处理")
            }
            Self::Tasks => "找不到“任务编号”和“状态”列，本表各项按未填处理".to_owned(),
            Self::Answers { columns } => {
                let headers: Vec<&str> = columns.iter().copied().map(TaskColumn::header).collect();
                format!("找不到“{}”列，该列各项按未填处理", headers.join("”“"))
            }
        }
    }
}

impl Words for HiddenContent {
    fn message(&self) -> String {
        let part = match (&self.column, self.rows.as_slice()) {
            (Some(column), _) => format!("的{column}列"),
            (None, []) => String::new(),
            (None, rows) => format!("的第{}行", listed(rows.iter().map(u32::to_string))),
        };
        format!("工作表“{}”{part}被隐藏，其中数据已读取", self.sheet)
    }
}

impl Words for AnsweredThoughEmpty {
    fn message(&self) -> String {
        format!("已声明“本表无数据”，但有 {} 项填了数据，按所填数据使用", self.filled)
    }
}

impl Words for ItemBlank {
    fn message(&self) -> String {
        let named = listed(self.first.iter().map(|blank| format!("{}（{}）", blank.name, blank.cell)));
        let others = if self.count > self.first.len() { "等" } else { "" };
        format!("有{}项未填：{named}{others}", self.count)
    }
}
