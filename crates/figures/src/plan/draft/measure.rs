//! How a row of the catalogue is measured: a ratio of two sums, a sum, a grade, a growth, or how many say 是; and which items that takes.

use super::filer::Filer;
use super::item_words::{Wanted, decimals, kind_of, summed};
use super::names::{item, without_brackets};
use super::{counted, growth};
use crate::plan::catalogue::CatalogueRow;
use tongbao_returns::domain::Kind;

/// What a stub adds up or compares.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Measure {
    /// `SUM(a) * factor / SUM(b)`
    Ratio {
        /// Above the line.
        over: Wanted,
        /// Below it.
        under: Wanted,
        /// By what the quotient is multiplied, as SQL.
        factor: &'static str,
    },
    /// `SUM(a)`
    Sum(Wanted),
    /// `AVG(a)`: what never adds up.
    Level(Wanted),
    /// By how many hundredths `SUM(a)` is more than a year before, or less.
    Growth {
        /// What grows.
        of: Wanted,
        /// Whether it is counted how much less it is.
        falls: bool,
    },
    /// How many hundredths of those asked say 是.
    Share(Wanted),
    /// How many say 是.
    Number(Wanted),
}

/// How a row is measured.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measured {
    /// Out of which items.
    pub(super) measure: Measure,
    /// What the author has to look at.
    pub(super) remarks: Vec<String>,
}

/// How a row is measured by what its filer tells; none if it names nothing.
pub(super) fn of(row: &CatalogueRow, filer: Filer) -> Option<Measured> {
    let unit = row.unit.trim();
    let name = item(&row.item).or_else(|| item(&row.title))?;
    let sides = sides(&row.measure);
    if let Some(measured) = of_institutions(&name, sides.as_ref(), unit, filer) {
        return Some(measured);
    }
    if let Some(measured) = growth::of(&name).filter(|_| unit == "%").and_then(|growth| of_growth(&name, &growth)) {
        return Some(measured);
    }
    let factor = factor(unit);
    let measure = match (factor, sides) {
        (Some(factor), Some((over, under))) => Measure::Ratio { over: summed(over), under: summed(under), factor },
        (Some(factor), None) if matches!(unit, "%" | "‰") => {
            Measure::Ratio { over: summed(format!("{name}分子")), under: summed(format!("{name}分母")), factor }
        }
        (Some(_), None) => Measure::Level(Wanted { name, unit: unit.to_owned(), kind: Kind::Level, decimals: 2 }),
        (None, _) => {
            let kind = if is_level(unit) { Kind::Level } else { kind_of(&name, unit) };
            let measured = Wanted { decimals: decimals(&kind, unit), unit: plain_unit(unit), name, kind };
            if measured.kind == Kind::Level { Measure::Level(measured) } else { Measure::Sum(measured) }
        }
    };
    let remarks = measure
        .items()
        .into_iter()
        .filter(|wanted| counted::counts(&wanted.name, filer))
        .map(|wanted| format!("“{}”数的是机构，填报的各家自己报不出：改由主管部门填报，或改成问各家是、否", wanted.name));
    Some(Measured { remarks: remarks.collect(), measure })
}

impl Measure {
    /// The same of something else that the plan measures in the same words: what stands above the line is called by what is demanded.
    pub(super) fn of_another(self, row: &CatalogueRow) -> Self {
        let Some(name) = item(&row.item) else { return self };
        let stem = counted::without_share(&name).to_owned();
        match self {
            Self::Ratio { over, under, factor } => {
                let name = if stem.ends_with('数') { stem } else { format!("{stem}数") };
                Self::Ratio { over: Wanted { name, ..over }, under, factor }
            }
            Self::Share(one) => Self::Share(Wanted { name: stem, ..one }),
            Self::Number(one) => Self::Number(Wanted { name: stem, ..one }),
            other => other,
        }
    }

    /// Its items.
    pub(super) fn items(&self) -> Vec<&Wanted> {
        match self {
            Self::Ratio { over, under, .. } => vec![over, under],
            Self::Growth { of, .. } => vec![of],
            Self::Sum(one) | Self::Level(one) | Self::Share(one) | Self::Number(one) => vec![one],
        }
    }
}

/// Institutions that are counted: each says of itself whether it is one of them.
fn of_institutions(name: &str, sides: Option<&(String, String)>, unit: &str, filer: Filer) -> Option<Measured> {
    let asked = match sides {
        Some((over, under)) => counted::question_of_share(name, (over.as_str(), under.as_str()), filer),
        None => counted::question(name, filer),
    };
    let question = item(&asked?)?;
    let wanted = Wanted { name: question, unit: "是否".to_owned(), kind: Kind::YesNo, decimals: 0 };
    let remark = format!("“{}”按各家填是、否起草：填“是”的家数由程序数", wanted.name);
    let measure = match (unit, sides) {
        ("%", _) => Measure::Share(wanted),
        ("家" | "个" | "所", None) => Measure::Number(wanted),
        _ => return None,
    };
    Some(Measured { measure, remarks: vec![remark] })
}

/// A rate of growth; of what does not add up it is asked as it is.
fn of_growth(name: &str, growth: &growth::Growth<'_>) -> Option<Measured> {
    if growth.adds {
        let of = summed(item(growth.of)?);
        let remark = "与上年同期的比较由程序计算：有上年同期的报表才算得出".to_owned();
        return Some(Measured { measure: Measure::Growth { of, falls: growth.falls }, remarks: vec![remark] });
    }
    let wanted = Wanted { name: name.to_owned(), unit: "%".to_owned(), kind: Kind::Level, decimals: 1 };
    let remark = format!(
        "“{}”是平均数，不能相加，这里问的是各家算好的增减幅度，几家合在一起取平均：能问到分子、分母的，改用它们和 上年同期_ 计算",
        growth.of
    );
    Some(Measured { measure: Measure::Level(wanted), remarks: vec![remark] })
}

/// By what a quotient in this unit is multiplied; none if it is no quotient. So many a year are counted.
fn factor(unit: &str) -> Option<&'static str> {
    let per = unit.split_once('/').map(|(_, per)| per);
    match (unit, per) {
        ("%", _) => Some("100.0"),
        ("‰", _) => Some("1000.0"),
        ("比值" | "倍", _) => Some("1.0"),
        (_, Some(per)) if per.ends_with(['年', '月', '季']) => None,
        (_, Some("百人" | "百张床")) => Some("100.0"),
        (_, Some("千人" | "千人口")) => Some("1000.0"),
        (_, Some("万人" | "万人口")) => Some("10000.0"),
        (_, Some("5万人")) => Some("50000.0"),
        (_, Some("10万" | "10万人")) => Some("100000.0"),
        (_, Some(_)) => Some("1.0"),
        (_, None) => None,
    }
}

/// Grades, places, marks, times: what never adds up.
fn is_level(unit: &str) -> bool {
    let ends = ["级", "位次", "名次", "指数", "分", "分钟", "小时", "天", "年", "百分点"];
    !unit.contains('/') && (ends.iter().any(|end| unit.ends_with(end)) || unit.contains("百分点"))
}

/// The two sides of `甲/乙`, as names of items; none where the measure is not of this kind.
fn sides(measure: &str) -> Option<(String, String)> {
    let bare = without_brackets(measure);
    let first = bare.split(['；', ';', '。']).next()?;
    let name = |side: &str| item(without_factor(side.split(['，', ',', '：']).next().unwrap_or(side)));
    let mut sides = first.split(['/', '÷']).map(name);
    match (sides.next().flatten(), sides.next().flatten(), sides.next()) {
        (Some(over), Some(under), None) if over != under => Some((over, under)),
        _ => None,
    }
}

/// `活产数` of `活产数×10万`: by what a quotient is multiplied its unit of measure says.
fn without_factor(side: &str) -> &str {
    let times =
        |(name, factor): &(&str, &str)| !name.trim().is_empty() && factor.trim().starts_with(|one: char| one.is_ascii_digit());
    side.split_once(['×', '＊', '*', '✕']).filter(times).map_or(side, |(name, _)| name)
}

/// `次` of `次/年`; things where the catalogue names no unit.
fn plain_unit(unit: &str) -> String {
    let unit = unit.split('/').next().unwrap_or_default().trim();
    if unit.is_empty() { "项".to_owned() } else { unit.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::catalogue::CatalogueKind;

    fn row(item: &str, measure: &str, unit: &str) -> CatalogueRow {
        let blank = String::new;
        CatalogueRow {
            id: "a:1#1".to_owned(),
            plan: "a".to_owned(),
            clause: blank(),
            campaign: blank(),
            title: blank(),
            kind: CatalogueKind::Quantitative,
            item: item.to_owned(),
            measure: measure.to_owned(),
            operator: blank(),
            target: blank(),
            unit: unit.to_owned(),
            deadline: blank(),
            scope: blank(),
            responsible: Vec::new(),
            note: blank(),
            line: 0,
        }
    }

    fn told_of(filer: Filer, item: &str, measure: &str, unit: &str) -> String {
        let of = |wanted: &Wanted| format!("{} {} {:?}", wanted.name, wanted.unit, wanted.kind);
        let Some(measured) = super::of(&row(item, measure, unit), filer) else { return "none".to_owned() };
        let told = match measured.measure {
            Measure::Ratio { over, under, factor } => format!("{} × {factor} / {}", of(&over), of(&under)),
            Measure::Sum(wanted) => format!("sum {}", of(&wanted)),
            Measure::Level(wanted) => format!("level {}", of(&wanted)),
            Measure::Growth { of: wanted, falls } => format!("{} {}", if falls { "fall" } else { "growth" }, of(&wanted)),
            Measure::Share(wanted) => format!("share {}", of(&wanted)),
            Measure::Number(wanted) => format!("number {}", of(&wanted)),
        };
        if measured.remarks.is_empty() { told } else { told + "!" }
    }

    fn told(item: &str, measure: &str, unit: &str) -> String {
        told_of(Filer::Area, item, measure, unit)
    }

    #[test]
    fn a_measure_names_its_items() {
        assert_eq!(
            told("就诊率", "县域内就诊人次（含急诊）/参保人员就诊总人次；按季", "%"),
            "县域内就诊人次 人次 Flow × 100.0 / 参保人员就诊总人次 人次 Flow"
        );
        assert_eq!(told("床位", "床位数/常住人口", "张/千人"), "床位数 张 Stock × 1000.0 / 常住人口 人 Stock");
        assert_eq!(
            told("死亡率", "5岁以下儿童死亡数/活产数×1000", "‰"),
            "5岁以下儿童死亡数 人 Flow × 1000.0 / 活产数 人 Flow",
            "the factor is the unit's"
        );
        assert_eq!(told("覆盖率", "按乡镇统计", "%"), "覆盖率分子 个 Stock × 100.0 / 覆盖率分母 个 Stock");
        assert_eq!(told("督察", "次数", "次/年"), "sum 督察 次 Flow");
        assert_eq!(told("医共体", "个数", ""), "sum 医共体 项 Stock");
        assert_eq!(told("电子病历", "级别", "级"), "level 电子病历 级 Level");
        assert_eq!(told("医护比", "见说明", "护士/医师"), "level 医护比 护士/医师 Level");
        assert_eq!(told("", "", "%"), "none");
    }

    #[test]
    fn growth_is_counted_from_what_grows() {
        assert_eq!(told("医疗费用平均增幅", "", "%"), "growth 医疗费用 万元 Flow!");
        assert_eq!(told("能耗支出降幅", "见文件", "%"), "fall 能耗支出 万元 Flow!");
        assert_eq!(told("门诊次均医药费用增幅", "本年增幅", "%"), "level 门诊次均医药费用增幅 % Level!");
        assert_eq!(told("增幅", "新增人次/总人次", "%"), "新增人次 人次 Flow × 100.0 / 总人次 人次 Flow");
    }

    #[test]
    fn an_institution_is_asked_of_itself_and_not_how_many_there_are() {
        let hospital = |item: &str, measure: &str, unit: &str| told_of(Filer::Hospital, item, measure, unit);
        let share = "share 启动综合改革 是否 YesNo!";
        assert_eq!(hospital("综合改革覆盖率", "启动综合改革的公立医院数/公立医院总数", "%"), share);
        assert_eq!(hospital("启动综合改革的公立医院占比", "见文件", "%"), share);
        assert_eq!(hospital("启动综合改革的公立医院数", "", "家"), "number 启动综合改革 是否 YesNo!");
        assert_eq!(hospital("公立医院数", "", "家"), "sum 公立医院数 家 Stock!", "said that nobody can tell");
        assert_eq!(told("启动综合改革的公立医院数", "", "家"), "sum 启动综合改革的公立医院数 家 Stock", "the bureau knows");
        assert_eq!(hospital("床位使用率", "占用床日/开放床日", "%"), "占用床日 床日 Flow × 100.0 / 开放床日 床日 Flow");
    }
}
