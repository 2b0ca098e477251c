//! The imperfect files of the sample of 开鲁县.

use super::Said::{Laid, Number, Typed, Words};
use super::by_hand::Column;
use super::cells::{full_width, thousands};
use super::{Arrives, Case, Imperfect, adopted, made, ruled, ways};
use crate::desk::Desk;
use crate::error::SampleError;
use crate::filing::Filing;
use tongbao_returns::domain::{Period, Quarter};

/// Returns that nobody sent: period, unit and form.
pub const MISSING: &[(&str, &str, &str)] = &[
    ("2025Q3", "开鲁县示例第七镇卫生院", "kailu-primary"),
    ("2025Q3", "开鲁县示例第二人民医院", "kailu-hospital"),
    ("2025Q4", "开鲁县示例第七镇卫生院", "kailu-primary"),
];

const CASES: &[Case] = &[
    Case {
        unit: "开鲁县示例第一镇卫生院",
        form: "kailu-primary",
        path: "乡镇/一镇卫生院.xlsx",
        defect: "文件残缺，第二天重报",
        way: &ways::TRUNCATED,
        with: &[],
        rules: &[],
        outcome: "这个文件不用，采用重报的",
        arrives: Arrives::Before,
    },
    Case {
        unit: "开鲁县示例第六镇卫生院",
        form: "kailu-primary",
        path: "乡镇/六镇卫生院.xlsx",
        defect: "单位代码空着，单位名称用的是名录里的简称",
        way: &ways::NO_CODE,
        with: &[("单位代码", Words("")), ("单位名称", Words("开鲁示例六镇卫生院"))],
        rules: &[],
        outcome: "照常采用",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "开鲁县示例第九镇卫生院",
        form: "kailu-primary",
        path: "乡镇/九镇卫生院.xlsx",
        defect: "数字是文本：全角数字、千分位、末尾带“人次”",
        way: &ways::TYPED,
        with: &[("101", Typed(thousands)), ("102", Typed(full_width)), ("104", Typed(|number| format!("{number:.0} 人次")))],
        rules: &[],
        outcome: "清理后照常采用",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "开鲁县示例第十二镇卫生院",
        form: "kailu-primary",
        path: "乡镇/十二镇卫生院（初稿）.xlsx",
        defect: "初稿：前一天报的，数字与后报的不同",
        way: &ways::DRAFT,
        with: &[("101", Number(|number| (number * 0.8).round()))],
        rules: &[],
        outcome: "被报出日期更新的一份替代，不进合计",
        arrives: Arrives::Before,
    },
    Case {
        unit: "开鲁县示例第十五镇卫生院",
        form: "kailu-primary",
        path: "乡镇/十五镇卫生院.xlsx",
        defect: "按时报来，但全表未填",
        way: &ways::EMPTY_RETURN,
        with: &[],
        rules: &[],
        outcome: "按缺报计，不是零",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "开鲁县示例第十八镇卫生院",
        form: "kailu-primary",
        path: "乡镇/十八镇卫生院（自制表）.xlsx",
        defect: "从 C6 开始填，列的次序变了，表头两行",
        way: &ways::ODD_BUT_RIGHT,
        with: &[(
            "",
            Laid(|layout| {
                layout.first = (5, 2);
                layout.columns = &[Column::Code, Column::Name, Column::Unit, Column::Value, Column::LastYear];
                layout.has_two_headers = true;
            }),
        )],
        rules: &[],
        outcome: "照常采用",
        arrives: Arrives::Alone,
    },
    Case {
        unit: "开鲁县示例妇幼保健院",
        form: "kailu-mch",
        path: "县级/妇幼/补充表 去年.xlsx",
        defect: "报告期忘了改，仍是 2024Q3",
        way: &ways::WRONG_PERIOD,
        with: &[("报告期", Words("2024Q3"))],
        rules: &[],
        outcome: "这个文件不用，也不会顶替 2024 年三季度的报表；第二天已重报，采用重报的",
        arrives: Arrives::Before,
    },
];

/// The imperfect files of a period; the adopted ones among them are those that are there.
pub fn kailu(
    desk: &Desk<'_>,
    filings: &[Filing<'_>],
    period: Period,
    is_there: &dyn Fn(&str) -> bool,
) -> Result<Vec<Imperfect>, SampleError> {
    if period == Period::quarter(2025, Quarter::Fourth) {
        return made(ruled::KAILU_AFTERWARDS, desk, filings, period);
    }
    if period != Period::quarter(2025, Quarter::Third) {
        return Ok(Vec::new());
    }
    let mut imperfect = made(CASES, desk, filings, period)?;
    imperfect.extend(made(ruled::KAILU, desk, filings, period)?);
    imperfect.extend(adopted::found(adopted::KAILU, desk, period, is_there)?);
    Ok(imperfect)
}
