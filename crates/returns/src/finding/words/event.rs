//! E: what the office entered for scores and for the half-year notice.

use super::{Words, file, listed};
use crate::domain::OfficeFile;
use crate::finding::facts::{EventNotUsed, EventTwice, PracticeNotUsed, RowTrouble, SubjectTrouble};

pub(super) const ROW_UNUSED: &str = "这一行没有采用";

pub(super) fn subject(trouble: &SubjectTrouble) -> String {
    match trouble {
        SubjectTrouble::Unsaid => "没有写明对象代码".to_owned(),
        SubjectTrouble::StrangeCode { code } => format!("对象代码“{code}”不在名录"),
        SubjectTrouble::StrangeName { name } => format!("对象“{name}”不在名录"),
        SubjectTrouble::AmbiguousName { name } => format!("名录中有几个“{name}”，请写明对象代码"),
        SubjectTrouble::Mismatch { code, name } => format!("对象代码“{code}”与对象名称“{name}”不是同一对象"),
    }
}

fn row(trouble: &RowTrouble) -> String {
    match trouble {
        RowTrouble::Subject(trouble) => subject(trouble),
        RowTrouble::MatterUnsaid => "没有写明事项".to_owned(),
        RowTrouble::StrangeMatter { matter, known } => {
            format!("评分办法里没有事项“{matter}”（可用的有：{}）", listed(known.iter().cloned()))
        }
        RowTrouble::CountedMatter { matter } => format!("事项“{matter}”由程序按报表统计，不用填写"),
        RowTrouble::DateUnsaid => "没有写明日期".to_owned(),
        RowTrouble::DateUnclear { written } => format!("日期“{written}”无法识别，应写成 2025-06-30"),
        RowTrouble::DateFarOff { date, as_of } => format!("日期{date}远在数据截止日{as_of}之后"),
        RowTrouble::Points { written } => format!("分值“{written}”应是大于0的数，最多两位小数"),
    }
}

impl Words for EventNotUsed {
    fn message(&self) -> String {
        match self {
            Self::NoTable => {
                format!("没有一张工作表有“对象代码”“事项”“日期”这几列，{}", file::lost(OfficeFile::Events))
            }
            Self::Row(trouble) => format!("{}，{ROW_UNUSED}", row(trouble)),
            Self::Later { date, as_of } => format!("日期{date}晚于数据截止日{as_of}，本次没有计入"),
        }
    }
}

impl Words for EventTwice {
    fn message(&self) -> String {
        format!("与“{}”{}行相同，只计一次", self.sheet, self.cell)
    }
}

impl Words for PracticeNotUsed {
    fn message(&self) -> String {
        let trouble = match self {
            Self::NoTable => {
                let lost = file::lost(OfficeFile::Practices);
                return format!("没有一张工作表有“报告期”“题目”“做法”这几列，{lost}");
            }
            Self::Subject(trouble) => subject(trouble),
            Self::PeriodUnsaid => "没有写明报告期".to_owned(),
            Self::PeriodUnclear { written } => format!("报告期“{written}”无法识别，应写成 2025H1 或 2025年上半年"),
            Self::TitleUnsaid => "没有写明题目".to_owned(),
            Self::TextUnsaid => "没有写明做法".to_owned(),
        };
        format!("{trouble}，{ROW_UNUSED}")
    }
}
