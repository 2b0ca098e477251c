//! W: who sent which form, for when.

use super::{Words, form, listed, nearest, unit};
use crate::domain::Period;
use crate::finding::facts::{
    CodeLost, CoverTwice, FormBySheets, FormNotDue, FormUnknown, FormVersion, MatchedByName, NameDiffers, NoCover, NotCumulative,
    NotOfQuarter, PeriodDiffers, PeriodUnknown, ReportDateMissing, ReportDateOdd, UnitClosed, UnitMismatch, UnitNotOpen,
    UnitUnknown, WrongPeriod,
};

fn lost(code: CodeLost) -> &'static str {
    match code {
        CodeLost::Missing => "封面没有单位代码",
        CodeLost::Number => "单位代码被存成数字，末几位已丢失",
    }
}

impl Words for NoCover {
    fn message(&self) -> String {
        "没有“封面”工作表，也没有写明单位代码、报告期、表号的工作表".to_owned()
    }
}

impl Words for FormUnknown {
    fn message(&self) -> String {
        match self {
            Self::Code { written, nearest: forms } => {
                let near = forms.iter().map(|form| format!("{}《{}》", form.code, form.title));
                format!("表号“{written}”不在本系统的表式中{}", nearest(near))
            }
            Self::Contradicting { codes } => format!("封面缺表号，各表的表号又不一致：{}", listed(codes.iter().cloned())),
            Self::Nowhere => "封面和各工作表都没有表号".to_owned(),
        }
    }
}

impl Words for FormVersion {
    fn message(&self) -> String {
        let Self { form, current, written } = self;
        format!("《{form}》现行版本为 {current}，封面写的是 {written}")
    }
}

impl Words for UnitUnknown {
    fn message(&self) -> String {
        let near = |units: &[_]| nearest(units.iter().map(unit));
        match self {
            Self::Unsaid => "封面没有单位代码和单位名称".to_owned(),
            Self::Code { code, name, nearest } => {
                let named = name.as_ref().map(|name| format!("（“{name}”）")).unwrap_or_default();
                format!("单位代码“{code}”{named}不在名录{}", near(nearest))
            }
            Self::Name { code, name, nearest } => {
                format!("{}，单位名称“{name}”不在名录{}", lost(*code), near(nearest))
            }
            Self::Ambiguous { code, name, units } => {
                format!("{}，单位名称“{name}”在名录中不止一个：{}", lost(*code), listed(units.iter().map(unit)))
            }
        }
    }
}

impl Words for UnitMismatch {
    fn message(&self) -> String {
        match self {
            Self::Two { by_code, by_name } => format!("单位代码对应{}，单位名称对应{}", unit(by_code), unit(by_name)),
            Self::StrangeCode { code, by_name } => format!("单位代码“{code}”不在名录，单位名称对应{}", unit(by_name)),
        }
    }
}

impl Words for UnitClosed {
    fn message(&self) -> String {
        format!("{}已于 {} 停用，不报 {}", unit(&self.unit), self.closed, self.period)
    }
}

impl Words for UnitNotOpen {
    fn message(&self) -> String {
        format!("{}自 {} 起启用，不报 {}", unit(&self.unit), self.opened, self.period)
    }
}

impl Words for FormNotDue {
    fn message(&self) -> String {
        match self {
            Self::OfOthers { category, form: of } => format!("“{category}”类单位不填报{}", form(of)),
            Self::NoTask { unit: who, form: of } => {
                format!("方案没有由{}负责的任务，该单位不填报{}", unit(who), form(of))
            }
            Self::NoPart { unit: who, form: of } => {
                format!("要{}的方案只在部分县（市、区）实施，{}不参加，不填报", form(of), unit(who))
            }
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::OfOthers { .. } => None,
            Self::NoPart { .. } => Some("不用报；应参加的，请核对名录的县区代码，或 plan.toml 的`counties`".to_owned()),
            Self::NoTask { .. } => {
                let names = "名录中的单位名称、曾用名/简称要与方案的责任单位一致";
                Some(format!("请核对单位；{names}，责任单位有变动的在方案包 responsible.csv 中写明自哪天起"))
            }
        }
    }
}

impl Words for PeriodUnknown {
    fn message(&self) -> String {
        match self {
            Self::Unsaid => "封面没有报告期".to_owned(),
            Self::Unclear { written } => format!("报告期“{written}”无法识别"),
        }
    }
}

impl Words for WrongPeriod {
    fn message(&self) -> String {
        match self {
            Self::NotOver { period, as_of, .. } => {
                format!("报告期 {period} 到 {} 才结束，数据截止日为 {as_of}", period.last_day())
            }
            Self::Stale { period, reported_on, days, .. } => {
                format!("报告期 {period} 在报出日期 {reported_on} 的 {days} 多天前已结束")
            }
            Self::AgainstSheets { period, sheets, reported_on } => {
                let covered = sheets.chinese();
                format!("封面报告期是 {period}，各表写的却都是{covered}，报出日期是 {reported_on}")
            }
        }
    }

    fn hint(&self) -> Option<String> {
        let probable: &Period = match self {
            Self::NotOver { probable, .. } | Self::Stale { probable, .. } => probable,
            Self::AgainstSheets { sheets, .. } => sheets,
        };
        Some(format!("请核对封面报告期，可能应为 {probable}（{}）", probable.chinese()))
    }
}

impl Words for ReportDateMissing {
    fn message(&self) -> String {
        match self {
            Self::Unsaid => "封面没有报出日期".to_owned(),
            Self::Unclear { written } => format!("报出日期“{written}”无法识别"),
        }
    }
}

impl Words for ReportDateOdd {
    fn message(&self) -> String {
        match self {
            Self::TooEarly { reported_on, period } => {
                format!("报出日期 {reported_on} 早于报告期末 {}", period.last_day())
            }
            Self::TooLate { reported_on, as_of } => {
                format!("报出日期 {reported_on} 晚于数据截止日 {as_of}，视为尚未报出，整份没有采用")
            }
            Self::AheadOfArrival { reported_on, first_seen } => {
                format!("报出日期 {reported_on} 晚于首次读到本文件的日期 {first_seen}，不能用来判断与别的报表哪份更新")
            }
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::TooLate { .. } => Some("请改正封面的报出日期后重报；日期无误的不必处理，到那一天自动采用".to_owned()),
            Self::TooEarly { .. } | Self::AheadOfArrival { .. } => None,
        }
    }
}

impl Words for MatchedByName {
    fn message(&self) -> String {
        format!("{}，按单位名称识别为{}", lost(self.code), unit(&self.unit))
    }
}

impl Words for NameDiffers {
    fn message(&self) -> String {
        match self {
            Self::OnCover { unit: own, written } => format!("按单位代码识别为{}，封面写的是“{written}”", unit(own)),
            Self::OnSheet { unit: own, other } => format!("表内填报单位是{}，封面是{}", unit(other), unit(own)),
        }
    }
}

impl Words for FormBySheets {
    fn message(&self) -> String {
        format!("封面缺表号，按工作表名称和指标项代码识别为{}", form(&self.form))
    }
}

impl Words for PeriodDiffers {
    fn message(&self) -> String {
        let Self { written, period } = self;
        format!("表内写的是“{written}”，封面报告期是 {period}（{}）", period.chinese())
    }
}

impl Words for CoverTwice {
    fn message(&self) -> String {
        let Self { label, first, other } = self;
        format!("“{label}”写了两次而内容不同：{}，{}", super::sheet::spot(first), super::sheet::spot(other))
    }
}

impl Words for NotCumulative {
    fn message(&self) -> String {
        let Self { written, period } = self;
        format!("写的是“{written}”，不是从年初开始；按 {period}（{}）的累计数读取", period.chinese())
    }
}

impl Words for NotOfQuarter {
    fn message(&self) -> String {
        let Self { written, period } = self;
        format!("写的是“{written}”，不是{}；这张表按季填报，按本季的数读取", period.own_chinese())
    }
}
