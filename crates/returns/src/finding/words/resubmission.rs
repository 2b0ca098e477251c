//! R: returns that were filed again, and returns with nothing in them.

use jiff::civil::Date;

use super::Words;
use crate::finding::Code;
use crate::finding::facts::{CorrectedSince, DuplicateFile, EmptyReturn, Superseded};

/// `报出日期 2025-10-14`, `未填报出日期`
fn dated(day: Option<Date>) -> String {
    day.map_or_else(|| "未填报出日期".to_owned(), |day| format!("报出日期 {day}"))
}

impl Words for EmptyReturn {
    fn message(&self) -> String {
        format!("{}的报表全表未填，按缺报处理", self.period.chinese())
    }
}

impl Words for Superseded {
    fn message(&self) -> String {
        format!(
            "同一单位同一报告期有更新的报表“{}”（{}），本文件（{}）未采用",
            self.by,
            dated(self.reported_on),
            dated(self.own_reported_on)
        )
    }
}

impl Words for DuplicateFile {
    fn message(&self) -> String {
        format!("与“{}”内容完全相同，只计一次", self.of)
    }
}

impl Words for CorrectedSince {
    fn message(&self) -> String {
        let Self { by, reported_on, refused_for } = self;
        let why = Code::find(refused_for).map_or("", Code::title);
        format!("本文件因 {refused_for}（{why}）没有采用；此后收到的“{by}”（{}）已采用", dated(*reported_on))
    }
}
