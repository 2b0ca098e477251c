//! An item that is wanted, and what its name suggests: its unit of measure, and whether it is what happens in the course of a time or what is there at its end.

use tongbao_returns::domain::Kind;

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

/// With what a name ends, and its unit; what stands first is looked for first.
const ENDINGS: [(&[&str], &str); 8] = [
    (&["人次", "人次数"], "人次"),
    (&["床日", "床日数"], "床日"),
    (&["例次", "例数", "台次", "手术数"], "例"),
    (&["次数", "场次", "频次"], "次"),
    (
        &[
            "医师数",
            "医生数",
            "护士数",
            "人员数",
            "职工数",
            "人数",
            "人口数",
            "死亡数",
            "活产数",
            "出生数",
            "医师",
            "护士",
            "人口",
        ],
        "人",
    ),
    (&["床位", "床位数", "床数"], "张"),
    (
        &[
            "余额", "债务", "负债", "资产", "增收", "节支", "投入", "补助", "薪酬", "工资", "收入", "费用", "支出", "成本",
            "金额", "资金", "拨款", "结余", "经费", "总额",
        ],
        "万元",
    ),
    (&["医院数", "机构数", "卫生院数", "医院总数", "机构总数", "家数"], "家"),
];

/// What a name has anywhere, and its unit.
const WITHIN: [(&[&str], &str); 8] = [
    (&["收入", "费用", "支出", "成本", "金额", "资金", "拨款", "结余", "经费", "总额"], "万元"),
    (&["人次"], "人次"),
    (&["床日"], "床日"),
    (&["例次", "例数", "台次"], "例"),
    (&["次数", "场次"], "次"),
    (&["床"], "张"),
    (&["人数", "人员", "医师", "护士", "医生", "人口"], "人"),
    (&["机构", "医院", "卫生院", "家数"], "家"),
];

/// What is there at the end of a time though it is counted in units of what happens.
const KEPT: [&str; 4] = ["余额", "债务", "负债", "资产"];
/// What happens though it is counted in units of what is there.
const HAPPENS: [&str; 7] = ["新增", "培训", "开展", "死亡", "活产", "新进", "引进"];
/// The same at the end of a name.
const HAPPENED: [&str; 5] = ["出生数", "出生人数", "手术数", "转诊数", "转诊人数"];

/// An item that is added up.
pub(super) fn summed(name: String) -> Wanted {
    let unit = unit_of(&name);
    let kind = kind_of(&name, unit);
    Wanted { decimals: decimals(&kind, unit), unit: unit.to_owned(), kind, name }
}

fn unit_of(name: &str) -> &'static str {
    let ended = ENDINGS.iter().find(|(words, _)| words.iter().any(|word| name.ends_with(word)));
    // 临床 is no bed.
    let name = name.replace("临床", "");
    let within = || WITHIN.iter().find(|(words, _)| words.iter().any(|word| name.contains(word)));
    ended.or_else(within).map_or("个", |(_, unit)| unit)
}

/// What happens in the course of a time is a flow, what is there at its end a stock.
pub(super) fn kind_of(name: &str, unit: &str) -> Kind {
    let flows = ["万元", "元", "人次", "床日", "例", "例次", "次", "台次", "场"];
    let is_yearly = unit.split_once('/').is_some_and(|(_, per)| per.ends_with(['年', '月', '季']));
    let happens = HAPPENS.iter().any(|word| name.contains(word)) || HAPPENED.iter().any(|word| name.ends_with(word));
    let is_kept = KEPT.iter().any(|word| name.ends_with(word));
    if is_yearly || happens || flows.contains(&unit) && !is_kept { Kind::Flow } else { Kind::Stock }
}

/// With how many decimals it is asked.
pub(super) fn decimals(kind: &Kind, unit: &str) -> u8 {
    match kind {
        Kind::Level if unit.ends_with("位次") || unit.ends_with("名次") => 0,
        Kind::Level => 1,
        Kind::Flow | Kind::Stock if matches!(unit, "万元" | "元") => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_suggests_its_unit_and_whether_it_is_what_happens() {
        for (name, unit, kind) in [
            ("县域内就诊人次", "人次", Kind::Flow),
            ("床位数", "张", Kind::Stock),
            ("新进临床医师数", "人", Kind::Flow),
            ("临床重点专科数", "个", Kind::Stock),
            ("价格调整增收", "万元", Kind::Flow),
            ("医院降本节支", "万元", Kind::Flow),
            ("长期债务余额", "万元", Kind::Stock),
            ("医院资产", "万元", Kind::Stock),
            ("药品收入占医疗收入部分", "万元", Kind::Flow),
            ("5岁以下儿童死亡数", "人", Kind::Flow),
            ("活产数", "人", Kind::Flow),
            ("常住人口", "人", Kind::Stock),
            ("公立医院总数", "家", Kind::Stock),
            ("覆盖率分母", "个", Kind::Stock),
        ] {
            let wanted = summed(name.to_owned());
            assert_eq!((wanted.unit.as_str(), &wanted.kind), (unit, &kind), "{name}");
        }
    }
}
