//! A02–A04: what was said about findings and does not settle them.

use super::{Words, unit};
use crate::finding::facts::{CodeLost, ExplanationExpired, ExplanationInvalid, ExplanationUnmatched, Fault};

/// What to do about a slip whose columns are gone.
const KEEP_COLUMNS: &str = "请在原退回单上填写，勿删改“代码”“读到的数值”“说明”各列";

/// Why words are no explanation.
pub(in crate::finding) fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Reasonless => "没有写明原因".to_owned(),
        Fault::Short { fewest } => format!("不足{fewest}个字，没有写明原因"),
        Fault::Repeated { times } => format!("同一句话用于{times}个不同问题，请分别说明"),
        Fault::ValuesChanged { then } => format!("说明之后数值有变动（说明时：{then}）"),
        Fault::Undecided { choices } => {
            let choices: Vec<String> = choices.iter().map(|choice| format!("“{choice}”")).collect();
            format!("没有写明用哪一份，请写{}", choices.join("或"))
        }
    }
}

impl Words for ExplanationInvalid {
    fn message(&self) -> String {
        format!("规则{}：说明“{}”未采纳，{}", self.rule, self.said, fault(&self.fault))
    }
}

impl Words for ExplanationExpired {
    fn message(&self) -> String {
        format!("规则{}：说明针对的是“{}”，现为“{}”", self.rule, self.then, self.now)
    }
}

impl Words for ExplanationUnmatched {
    fn message(&self) -> String {
        let unused = "这条说明没有采用";
        match self {
            Self::NoTable => "没有一张工作表有“报告期”“单位代码”“规则”“数值”“说明”这几列，其中的说明都没有采用".to_owned(),
            Self::NoColumns => "“退回说明”缺“代码”或“说明”一列，其中的说明没有读到".to_owned(),
            Self::TooMany { most, more } => format!("一份退回单最多采用 {most} 条说明，其余 {more} 条没有采用"),
            Self::NoValuesOnSlip { rule } => format!("规则{rule}的说明没有“读到的数值”，不知道说明的是哪个数"),
            Self::PeriodUnsaid => format!("没有写明报告期，{unused}；应写成 2025Q3 或 2025年第三季度"),
            Self::PeriodUnclear { written } => {
                format!("报告期“{written}”无法识别，{unused}；应写成 2025Q3 或 2025年第三季度")
            }
            Self::UnitUnsaid { code: CodeLost::Missing } => format!("没有写明单位代码，{unused}"),
            Self::UnitUnsaid { code: CodeLost::Number } => {
                format!("单位代码被存成数字，末几位已丢失，{unused}；请把该列设为文本后重填")
            }
            Self::StrangeUnit { code, by_name: None } => format!("单位代码“{code}”不在名录，{unused}"),
            Self::StrangeUnit { code, by_name: Some(by_name) } => {
                format!("单位代码“{code}”不在名录，单位名称对应{}，{unused}", unit(by_name))
            }
            Self::TwoUnits { by_code, by_name } => {
                format!("单位代码对应{}，单位名称对应{}，{unused}", unit(by_code), unit(by_name))
            }
            Self::RuleUnsaid => format!("没有写明规则，{unused}"),
            Self::ValuesUnsaid => format!("没有写明所说明的数值，{unused}"),
            Self::StrangeRule { rule } => format!("方案中没有规则“{rule}”"),
            Self::UnitGone { unit } => format!("名录中没有单位“{unit}”"),
            Self::Binding { rule } => format!("规则{rule}是强制性的，不能用说明代替更正"),
            Self::NothingFound { rule, period } => {
                format!("该单位{}没有规则{rule}的审核发现；已更正的可删去本行", period.chinese())
            }
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NoColumns | Self::NoValuesOnSlip { .. } => Some(KEEP_COLUMNS.to_owned()),
            Self::TooMany { .. } => Some("请只说明退回单上列出的问题，其余各行删去".to_owned()),
            _ => None,
        }
    }
}
