//! Targets in time and for some groups: what is read, and slips.

use jiff::civil::date;

use super::pack::{INDICATORS, PLAN, Pack, each_is_told};
use crate::plan::{Demand, Due, Scope};

/// The first indicator's target with other keys, and more targets.
fn pack(keys: &str) -> Pack {
    Pack::sound().replacing(INDICATORS, "year = 2025\nop = \">=\"\nvalue = 30\n", keys)
}

#[track_caller]
fn told(keys: &str) -> Vec<(String, String)> {
    let groups = "[[peer-group]]\nname = \"城区\"\ncounties = [\"370811\"]\n\
                  [[peer-group]]\nname = \"卫生院\"\ncategories = [\"乡镇卫生院\"]\n";
    pack(keys).adding(PLAN, groups).told()
}

fn one(quoted: &str, message: &str) -> Vec<(String, String)> {
    vec![(quoted.to_owned(), message.to_owned())]
}

/// A second target, for some.
fn and(keys: &str) -> String {
    format!("year = 2025\nop = \">=\"\nvalue = 30\n[[indicator.target]]\nop = \">=\"\nvalue = 40\n{keys}\n")
}

#[test]
fn a_target_is_of_a_time_and_of_some() {
    let plan = pack(
        "from = \"2024-07-01\"\nuntil = \"2025-06-30\"\nop = \">=\"\nvalue = 30\nscope = \"unit\"\n\
         for = \"类别 = '乡镇卫生院' and 等级 <> '一级'\"\n[[indicator.target]]\nby = \"2023-01-01\"\nop = \">=\"\nvalue = 20\n",
    );
    let plan = plan.load().unwrap();
    let [some, all] = plan.indicators[0].targets.as_slice() else { panic!("two targets") };
    assert_eq!((some.due, some.until), (Due::From(date(2024, 7, 1)), Some(date(2025, 6, 30))));
    assert_eq!((some.demand, some.scope), (Demand::AtLeast(30.0), Some(Scope::Unit)));
    assert_eq!(some.audience.as_ref().unwrap().in_words(), "乡镇卫生院且除一级外");
    assert_eq!(
        (all.due, all.until, &all.audience),
        (Due::Day(date(2023, 1, 1)), None, &None),
        "the first day of the plan is in it"
    );
}

#[test]
fn slips_in_the_time_of_a_target_are_told_at_their_place() {
    each_is_told(&[
        (INDICATORS, "year = 2025", "year = 2026", "2026", "目标的时间不在规划期（2023—2025年）内：2026年"),
        (
            INDICATORS,
            "year = 2025",
            "by = \"2022-12-31\"",
            "\"2022-12-31\"",
            "目标的时间不在规划期（2023—2025年）内：2022年12月31日",
        ),
        (INDICATORS, "year = 2025", "from = \"2025年7月\"", "\"2025年7月\"", "`from`是年月日，如2025-06-30"),
        (
            INDICATORS,
            "year = 2025",
            "year = 2025\nfrom = \"2025-01-01\"",
            "\"2025-01-01\"",
            "目标的时间写`year`、`by`或`from`，只写其中一个",
        ),
        (INDICATORS, "year = 2025", "year = 2025\nuntil = \"2024-12-31\"", "\"2024-12-31\"", "`until`早于目标开始的2025年"),
        (
            INDICATORS,
            "year = 2025",
            "year = 2025\nuntil = \"2026-12-31\"",
            "\"2026-12-31\"",
            "目标的时间不在规划期（2023—2025年）内：2026-12-31",
        ),
    ]);
}

#[test]
fn a_target_that_is_adjusted_says_when_it_was_announced() {
    let adjusted = |set: &str| and(&format!("year = 2025\nset = \"{set}\""));
    let plan = pack(&adjusted("2025-04-01")).load().unwrap();
    let targets = &plan.indicators[0].targets;
    assert_eq!(targets.iter().map(|target| target.set).collect::<Vec<_>>(), [None, Some(date(2025, 4, 1))]);
    assert_eq!(told(&adjusted("2025年4月")), one("\"2025年4月\"", "`set`是年月日，如2025-06-30"));
    let outside = "目标公布的日期不在规划期（2023—2025年）内：2026年1月1日";
    assert_eq!(told(&adjusted("2026-01-01")), one("\"2026-01-01\"", outside));
    let ended = and("year = 2025\nset = \"2025-04-01\"\nuntil = \"2025-03-31\"");
    assert_eq!(told(&ended), one("\"2025-03-31\"", "`until`早于目标公布（`set`）的2025年4月1日"));
    // Announced on one day for one day: nobody can say which counts.
    let twice = and(
        "year = 2025\nset = \"2025-04-01\"\n[[indicator.target]]\nyear = 2025\nset = \"2025-04-01\"\nop = \">=\"\nvalue = 50",
    );
    assert_eq!(told(&twice), one("[[indicator.target]]", "2025年的目标重复"));
    let hint = pack(&and("year = 2025")).mistakes()[0].hint.clone().unwrap_or_default();
    assert!(hint.contains("set = \"2025-04-01\"") && hint.contains("`between`"), "{hint}");
}

#[test]
fn what_is_open_may_be_set_during_the_plan() {
    let told = |keys: &str| pack(keys).replacing(INDICATORS, "better = \"higher\"", "better = \"higher\"\nopen = true").told();
    assert_eq!(told("year = 2025\nset = \"2025-04-01\"\nop = \">=\"\nvalue = 30\n"), []);
    assert_eq!(told("year = 2025\nop = \">=\"\nvalue = 30\n"), one("true", "`open = true`（未定目标值）的指标不能有目标"));
}

#[test]
fn slips_in_for_are_told_at_their_place() {
    let of = |text: &str, more: &str| told(&and(&format!("year = 2025\nfor = \"{text}\"{more}")));
    assert_eq!(of("类别 = '乡镇卫生院'", ""), []);
    assert_eq!(of("同组 = '城区'", ""), []);
    assert_eq!(of("同组 = '卫生院'", ""), [], "of units: nothing else could be meant");
    assert_eq!(of("同组 <> '卫生院' AND 类别 = '二级公立医院'", ""), []);
    assert_eq!(of("同组 = '卫生院'", "\nscope = \"county\""), one("\"同组 = '卫生院'\"", "`for`的条件不能用于`county`"));
    assert_eq!(of("同组 IN ('城区', '卫生院')", ""), one("\"同组 IN ('城区', '卫生院')\"", "`for`里的同类组不是同一种对象的"));
    assert_eq!(of("类型 = '乡镇卫生院'", ""), one("类型", "`for`里没有`类型`"));
    assert_eq!(of("总诊疗人次 > 1", ""), one("总诊疗人次", "`for`里没有`总诊疗人次`"));
    assert_eq!(of("类别 = '乡镇卫生所'", ""), one("乡镇卫生所", "没有表式由`乡镇卫生所`填报"));
    assert_eq!(of("同组 = '旗县'", ""), one("旗县", "plan.toml 里没有同类组`旗县`"));
    assert_eq!(
        of("单位名称 LIKE '%中医%'", ""),
        one("\"单位名称 LIKE '%中医%'\"", "`for`只用 =、<>、IN、NOT IN 比较文字，用 AND、OR、NOT 连接")
    );
    assert_eq!(of("COUNT(类别) = '1'", ""), one("\"COUNT(类别) = '1'\"", "`for`逐个选对象，不能用 SUM、COUNT 等汇总"));
    assert_eq!(
        of("医联体类型 = '专科联盟'", ""),
        one("\"医联体类型 = '专科联盟'\"", "`for`的条件不能用于`unit`、`county`、`area`")
    );
    assert_eq!(of("县区 = '任城区'", ""), one("\"县区 = '任城区'\"", "`for`对县区和单位都说得通，要写明`scope`"));
    assert_eq!(of("县区 = '任城区'", "\nscope = \"county\""), []);
    assert_eq!(of("类别 = '乡镇卫生院'", "\nscope = \"area\""), one("\"类别 = '乡镇卫生院'\"", "`for`的条件不能用于`area`"));
}

#[test]
fn targets_that_contradict_one_another_are_told() {
    let of = |keys: &str| told(&and(keys));
    let same_day = "与前面2025年的目标同一天开始，不知以哪个为准";
    assert_eq!(of("from = \"2025-01-01\""), one("[[indicator.target]]", same_day));
    assert_eq!(of("from = \"2025-01-02\""), [], "a day later it adjusts the other");
    assert_eq!(of("year = 2025\nscope = \"county\""), [], "more particular");
    let hospitals = "for = \"类别 = '二级公立医院'\"";
    let twice = |other: &str| {
        let other =
            format!("year = 2025\n{hospitals}\n[[indicator.target]]\nop = \">=\"\nvalue = 50\nyear = 2025\nfor = \"{other}\"");
        of(&other)
    };
    assert_eq!(twice("类别 = '二级公立医院'"), one("[[indicator.target]]", "2025年的目标重复"));
    assert_eq!(
        twice("类别 IN ('三级公立医院', '二级公立医院')"),
        one(
            "[[indicator.target]]",
            "2025年的目标与第22行的有共同的对象（二级公立医院）：`类别 IN ('三级公立医院', '二级公立医院')`，`类别 = '二级公立医院'`"
        )
    );
    assert_eq!(twice("类别 = '三级公立医院'"), []);
    assert_eq!(twice("类别 = '二级公立医院' AND 等级 = '二级甲等'"), [], "more particular");
}

#[test]
fn what_a_peer_group_is_of_tells_whom_two_targets_have_in_common() {
    let targets = |one: &str, other: &str| {
        and(&format!(
            "year = 2025\nfor = \"{one}\"\n[[indicator.target]]\nop = \">=\"\nvalue = 50\nyear = 2025\nfor = \"{other}\""
        ))
    };
    let groups = "[[peer-group]]\nname = \"三级甲等医院\"\ncategories = [\"三级公立医院\"]\ngrades = [\"三级甲等\"]\n\
                  [[peer-group]]\nname = \"卫生院\"\ncategories = [\"乡镇卫生院\"]\n\
                  [[peer-group]]\nname = \"城区\"\ncounties = [\"任城区\"]\n[[peer-group]]\nname = \"县\"\ncounties = [\"微山县\"]\n";
    let told = |one: &str, other: &str| {
        let told = pack(&targets(one, other)).adding(PLAN, groups).told();
        told.into_iter().map(|(_, message)| message).collect::<Vec<_>>().join("；")
    };
    let in_common =
        |group: &str, one: &str, other: &str| format!("2025年的目标与第22行的有共同的对象（{group}）：`{other}`，`{one}`");
    // The group is that category, under another name.
    let (by_group, by_category) = ("同组 = '卫生院'", "类别 = '乡镇卫生院'");
    assert_eq!(told(by_group, by_category), in_common("乡镇卫生院", by_group, by_category));
    // All of a group are of its category, whatever others of that are.
    let (of_grade, of_all) = ("同组 = '三级甲等医院'", "类别 IN ('三级公立医院', '二级公立医院')");
    assert_eq!(told(of_all, of_grade), in_common("三级公立医院", of_all, of_grade));
    // Whoever is in one group is not in another.
    let (others, towns) = ("同组 <> '县'", "同组 = '城区'");
    assert_eq!(told(others, towns), in_common("城区", others, towns));
    for (one, other) in [
        ("同组 = '卫生院'", "类别 = '三级公立医院'"),
        ("同组 = '城区'", "同组 = '县'"),
        ("类别 = '三级公立医院'", "等级 = '三级甲等'"),
        ("同组 = '三级甲等医院'", "等级 = '三级乙等'"),
        ("同组 = '卫生院'", "单位名称 = '甲卫生院'"),
    ] {
        assert_eq!(told(one, other), "", "{one}, {other}: the registry alone can tell, or nobody is meant by both");
    }
}

#[test]
fn words_of_for_are_such_as_the_registry_can_have() {
    let of = |text: &str, more: &str| told(&and(&format!("year = 2025\nfor = \"{text}\"{more}")));
    assert_eq!(of("等级 = '三甲'", ""), one("三甲", "名录没有等级`三甲`"));
    assert_eq!(of("县区代码 = '230199'", "\nscope = \"county\""), one("230199", "`230199`不是`370800`的县区"));
    assert_eq!(of("县区代码 = '任城区'", "\nscope = \"county\""), one("任城区", "县区代码是六位数字，`任城区`不是"));
    assert_eq!(of("类别 = 乡镇卫生院", ""), one("乡镇卫生院", "`乡镇卫生院`是文字，要用英文单引号"));
    assert_eq!(of("类别 ＝ '乡镇卫生院'", ""), one("＝", "`for`里不能用中文键盘的符号`＝`"));
}

#[test]
fn a_demand_is_not_against_the_way_that_is_good() {
    // What the first indicator says of its direction, with one target.
    let told = |better: &str, keys: &str| {
        let pack = pack(&format!("year = 2025\n{keys}\n")).replacing(INDICATORS, "better = \"higher\"", better);
        pack.told().into_iter().map(|(quoted, message)| format!("{quoted} {message}")).collect::<Vec<_>>()
    };
    let (higher, lower, within) = ("better = \"higher\"", "better = \"lower\"", "better = \"within\"");
    let against = |op: &str, better: &str| vec![format!("\"{op}\" `{op}`与指标的`better`（{better}）相反")];
    assert_eq!(told(higher, "op = \"=\"\nvalue = 80"), against("=", "higher"));
    assert_eq!(told(lower, "op = \"=\"\nvalue = 80\ntolerance = 1"), against("=", "lower"));
    assert_eq!(told(higher, "op = \"between\"\nlow = 1\nhigh = 2"), against("between", "higher"));
    assert_eq!(told(lower, "op = \">\"\nvalue = 80"), against(">", "lower"));
    assert_eq!(told(within, "op = \">=\"\nvalue = 80"), against(">=", "within"));
    // A true equality is neither more nor less; all and none are ends.
    assert_eq!(told(within, "op = \"=\"\nvalue = 80"), [""; 0]);
    assert_eq!(told(higher, "op = \"=\"\nvalue = 100"), [""; 0]);
    assert_eq!(told(lower, "op = \"=\"\nvalue = 0"), [""; 0]);
    let neutral = told("better = \"neutral\"", "op = \">=\"\nvalue = 80");
    assert_eq!(neutral, ["\"neutral\" `better = \"neutral\"`（只监测）的指标不评价，不能有目标"]);
}

#[test]
fn an_operator_of_a_chinese_keyboard_is_told_with_the_right_one() {
    let hint = |op: &str| {
        let mistakes = pack(&format!("year = 2025\nop = \"{op}\"\nvalue = 30\n")).mistakes();
        assert_eq!(mistakes.len(), 1, "{mistakes:?}");
        mistakes[0].hint.clone().unwrap_or_default()
    };
    assert_eq!(["＞＝", "≥", "大于等于", "> ="].map(hint), ["请写`>=`"; 4].map(str::to_owned));
    assert_eq!(hint("＝"), "请写`=`");
    assert_eq!(hint("不超过"), "请写`<=`");
    assert_eq!(hint("左右"), "请写`=`，允许的误差写在`tolerance`");
}
