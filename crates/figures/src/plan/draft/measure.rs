//! How a row of the catalogue is measured: a ratio of two sums, a sum, or a grade; and which items that takes.

use super::names::{item, without_brackets};
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
}

/// An item that a form has to ask for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    /// Name.
    pub(super) name: String,
    /// Unit of measure.
    pub(super) unit: String,
    /// Over time and over units.
    pub(super) kind: Kind,
    /// Decimals that the form asks for.
    pub(super) decimals: u8,
}

/// How a row is measured; none if it names nothing.
pub(super) fn of(row: &CatalogueRow) -> Option<Measure> {
    let unit = row.unit.trim();
    let name = item(&row.item).or_else(|| item(&row.title))?;
    let Some(factor) = factor(unit) else {
        let kind = if is_level(unit) { Kind::Level } else { kind_of(&name, unit) };
        let measured = Wanted { decimals: decimals(&kind, unit), unit: plain_unit(unit), name, kind };
        return Some(if measured.kind == Kind::Level { Measure::Level(measured) } else { Measure::Sum(measured) });
    };
    match sides(&row.measure) {
        Some((over, under)) => Some(Measure::Ratio { over: summed(over), under: summed(under), factor }),
        None if matches!(unit, "%" | "‰") => {
            Some(Measure::Ratio { over: summed(format!("{name}分子")), under: summed(format!("{name}分母")), factor })
        }
        None => Some(Measure::Level(Wanted { name, unit: unit.to_owned(), kind: Kind::Level, decimals: 2 })),
    }
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
    let mut sides = first.split(['/', '÷']).map(|side| item(side.split(['，', ',', '：']).next().unwrap_or(side)));
    match (sides.next().flatten(), sides.next().flatten(), sides.next()) {
        (Some(over), Some(under), None) if over != under => Some((over, under)),
        _ => None,
    }
}

/// An item that is added up, with the unit that its name suggests.
fn summed(name: String) -> Wanted {
    let unit = unit_of(&name);
    let kind = kind_of(&name, unit);
    Wanted { decimals: decimals(&kind, unit), unit: unit.to_owned(), kind, name }
}

fn unit_of(name: &str) -> &'static str {
    const WORDS: [(&[&str], &str); 8] = [
        (&["收入", "费用", "支出", "成本", "金额", "资金", "拨款", "结余", "经费", "总额"], "万元"),
        (&["人次"], "人次"),
        (&["床日"], "床日"),
        (&["例次", "例数", "台次"], "例"),
        (&["次数", "场次"], "次"),
        (&["床"], "张"),
        (&["人数", "人员", "医师", "护士", "医生", "人口"], "人"),
        (&["机构", "医院", "卫生院", "家数"], "家"),
    ];
    WORDS.iter().find(|(words, _)| words.iter().any(|word| name.contains(word))).map_or("个", |(_, unit)| unit)
}

/// What happens in the course of a time is a flow, what is there at its end a stock.
fn kind_of(name: &str, unit: &str) -> Kind {
    let flows = ["万元", "元", "人次", "床日", "例", "例次", "次", "台次", "场"];
    let is_yearly = unit.split_once('/').is_some_and(|(_, per)| per.ends_with(['年', '月', '季']));
    let is_flow = is_yearly || flows.contains(&unit) || ["新增", "培训", "开展"].iter().any(|word| name.contains(word));
    if is_flow { Kind::Flow } else { Kind::Stock }
}

fn decimals(kind: &Kind, unit: &str) -> u8 {
    match kind {
        Kind::Level if unit.ends_with("位次") || unit.ends_with("名次") => 0,
        Kind::Level => 1,
        _ if matches!(unit, "万元" | "元") => 2,
        _ => 0,
    }
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
        }
    }

    fn told(item: &str, measure: &str, unit: &str) -> String {
        let of = |wanted: &Wanted| format!("{} {} {:?}", wanted.name, wanted.unit, wanted.kind);
        match super::of(&row(item, measure, unit)) {
            None => "none".to_owned(),
            Some(Measure::Ratio { over, under, factor }) => format!("{} × {factor} / {}", of(&over), of(&under)),
            Some(Measure::Sum(wanted)) => format!("sum {}", of(&wanted)),
            Some(Measure::Level(wanted)) => format!("level {}", of(&wanted)),
        }
    }

    #[test]
    fn a_measure_names_its_items() {
        assert_eq!(
            told("就诊率", "县域内就诊人次（含急诊）/参保人员就诊总人次；按季", "%"),
            "县域内就诊人次 人次 Flow × 100.0 / 参保人员就诊总人次 人次 Flow"
        );
        assert_eq!(told("床位", "床位数/常住人口", "张/千人"), "床位数 张 Stock × 1000.0 / 常住人口 人 Stock");
        assert_eq!(told("覆盖率", "按乡镇统计", "%"), "覆盖率分子 个 Stock × 100.0 / 覆盖率分母 个 Stock");
        assert_eq!(told("督察", "次数", "次/年"), "sum 督察 次 Flow");
        assert_eq!(told("医共体", "个数", ""), "sum 医共体 项 Stock");
        assert_eq!(told("电子病历", "级别", "级"), "level 电子病历 级 Level");
        assert_eq!(told("医护比", "见说明", "护士/医师"), "level 医护比 护士/医师 Level");
        assert_eq!(told("", "", "%"), "none");
    }
}
