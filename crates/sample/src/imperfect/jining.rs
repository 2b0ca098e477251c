//! The imperfect files of the sample of 济宁市.

use super::{Arrives, Case, Imperfect, adopted, cells, files, made, ruled, senders, ways};
use crate::desk::Desk;
use crate::error::SampleError;
use crate::filing::Filing;
use tongbao_returns::domain::{Period, Quarter};

/// Returns that nobody sent: period, unit and form.
pub const MISSING: &[(&str, &str, &str)] = &[
    ("2025Q3", "微山县示例中医院", "tcm-hospital"),
    ("2025Q3", "汶上县示例第二人民医院", "general-hospital"),
    ("2025Q3", "金乡县示例社区卫生服务中心", "township"),
    ("2025Q3", "鱼台县示例社区卫生服务中心", "township"),
    ("2025Q3", "曲阜市示例妇幼保健院", "general-hospital"),
    ("2025Q3", "嘉祥县示例疾病预防控制中心", "cdc"),
    ("2025Q3", "泗水县示例紧密型医共体办公室", "alliance"),
    ("2025Q3", "梁山县示例第二人民医院", "hospital"),
    ("2025Q4", "微山县示例中医院", "tcm-hospital"),
    ("2025Q4", "鱼台县示例社区卫生服务中心", "township"),
];

/// A unit that reports for a time when it did not exist.
const TOO_EARLY: &[Case] = &[Case {
    unit: "汶上县示例第四乡镇卫生院",
    form: "township",
    path: "汶上报送/汶上四院 补报一季度.xlsx",
    defect: "2025年4月1日才启用的单位补报一季度",
    way: &ways::UNIT_NOT_OPEN,
    with: &[],
    rules: &[],
    outcome: "整个文件不用；该单位一季度不在应报之列",
    arrives: Arrives::Alone,
}];

/// The imperfect files of a period; the adopted ones among them are those that are there.
pub fn jining(
    desk: &Desk<'_>,
    filings: &[Filing<'_>],
    period: Period,
    is_there: &dyn Fn(&str) -> bool,
) -> Result<Vec<Imperfect>, SampleError> {
    if period == Period::quarter(2025, Quarter::First) {
        return made(TOO_EARLY, desk, filings, period);
    }
    if period != Period::quarter(2025, Quarter::Third) {
        return Ok(Vec::new());
    }
    let mut imperfect = Vec::new();
    for cases in [files::CASES, senders::CASES, cells::CASES, ruled::JINING] {
        imperfect.extend(made(cases, desk, filings, period)?);
    }
    imperfect.extend(adopted::found(adopted::JINING, desk, period, is_there)?);
    Ok(imperfect)
}
