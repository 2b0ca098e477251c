//! E04: what the office wants added to the sums of groups.

use super::event::{ROW_UNUSED, subject};
use super::{Words, file, nearest};
use crate::domain::OfficeFile;
use crate::finding::facts::{AdjustmentNotUsed, SubjectTrouble};

impl Words for AdjustmentNotUsed {
    fn message(&self) -> String {
        let trouble = match self {
            Self::NoTable => {
                let lost = file::lost(OfficeFile::Adjustments);
                return format!("没有一张工作表有“报告期”“组”“指标项”“数值”“原因”这几列，{lost}");
            }
            Self::Twice { sheet, cell } => return format!("与“{sheet}”{cell}行完全相同，只计一次"),
            Self::PeriodUnsaid => "没有写明报告期".to_owned(),
            Self::PeriodUnclear { written } => format!("报告期“{written}”无法识别，应写成 2025Q3 或 2025年第三季度"),
            Self::Group(SubjectTrouble::Unsaid) => "没有写明加在哪一组（全市或全县、县区、医联体）".to_owned(),
            Self::Group(trouble) => subject(trouble),
            Self::OfAUnit { name } => format!("“{name}”是单位；差额只加在组的汇总数上，不加在单位上，单位的数由其报表更正"),
            Self::ItemUnsaid => "没有写明指标项".to_owned(),
            Self::ItemUnknown { written, nearest: near } => {
                format!("各表式中没有指标项“{written}”{}", nearest(near.iter().cloned()))
            }
            Self::ItemNeverAdds { item } => {
                format!("指标项“{item}”不是可以相加的数（时期数或时点数），没有汇总数可加")
            }
            Self::ValueUnsaid => "没有写明数值".to_owned(),
            Self::ValueUnclear { written, unit } if written.is_empty() => {
                format!("数值单元格里不是数，应填以“{unit}”计的数，减少的填负数")
            }
            Self::ValueUnclear { written, unit } => format!("数值“{written}”不是以“{unit}”计的数，减少的填负数"),
            Self::ReasonUnsaid => "没有写明原因".to_owned(),
        };
        format!("{trouble}，{ROW_UNUSED}")
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Twice { .. } => Some("确有两笔的，请在原因中写明区别；重复的请删去一行".to_owned()),
            _ => None,
        }
    }
}
