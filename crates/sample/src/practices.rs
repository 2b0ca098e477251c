//! What the offices of the samples enter in `practices.xlsx`: 典型做法 of the first half of 2025; all of it invented.

use rust_xlsxwriter::XlsxError;

use super::events_book::code_of;
use super::registry_book::{Cell, Columns, Looks, workbook, write};
use tongbao_returns::registry::Registry;

const COLUMNS: Columns = &[("报告期", 10.0), ("对象代码", 22.0), ("对象名称", 30.0), ("题目", 30.0), ("做法", 80.0)];

/// A row of `practices.xlsx`.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// 报告期.
    pub period: &'static str,
    /// 对象名称 of a county, an alliance or a unit; the code is looked up.
    pub subject: &'static str,
    /// 题目.
    pub title: &'static str,
    /// 做法.
    pub text: &'static str,
}

/// Of 济宁市.
pub const JINING: &[Told] = &[
    Told {
        period: "2025H1",
        subject: "汶上县",
        title: "中心药房把基层缺药从“等三天”变成“当天到”",
        text: "由县医共体中心药房统一采购、统一目录、统一配送，基层开出的短缺药当日由县医院调剂，慢性病长期处方不出乡镇即可取药。",
    },
    Told {
        period: "2025H1",
        subject: "济宁市任城区示例人民医院",
        title: "检查结果先互认后复核",
        text: "对市内二级以上医院三个月内的影像和检验结果先予认可，确需复查的由副主任医师以上写明理由，并逐月公示复查原因。",
    },
];

/// Of 开鲁县.
pub const KAILU: &[Told] = &[Told {
    period: "2025H1",
    subject: "开鲁县示例医院",
    title: "高值耗材按月点评",
    text: "每月公布各科室耗材消耗占比和前十名耗材，超出基线的科室由分管院长约谈，结果与科室绩效挂钩。",
}];

/// The bytes of `practices.xlsx`.
pub fn practices_book(registry: &Registry, told: &[Told]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook("典型做法")?;
    let rows = told.iter().map(|one| {
        [one.period, code_of(registry, one.subject), one.subject, one.title, one.text].map(Cell::Words).into_iter().collect()
    });
    write(workbook.add_worksheet().set_name("典型做法")?, COLUMNS, rows, &Looks::new())?;
    workbook.save_to_buffer()
}
