//! What packs take by name: indicators with and without blanks, what contradicts them, where mistakes are told.

use super::pack::{INDICATORS, PLAN, Pack};
use super::sharing::{DICTIONARY, ITEMS, SCORES, SHARED, SHARED_SCORING, scored, using as pack, written_scores};
use crate::plan::{Plan, Scope, Weighed};

const BEDS: &str = "common/forms/beds.toml";

const FORM_OF_BEDS: &str = r#"id = "beds"
code = "D-09"
title = "床位表"
version = "2024"
issuer = "市卫健委"
filed-by = ["乡镇卫生院"]
[[sheet]]
name = "床位"
title = "床位"
items = [["101", "床位"]]
"#;

#[track_caller]
fn loaded(pack: &Pack) -> Plan {
    pack.load().unwrap_or_else(|error| panic!("{error}\n{}", error.shown().join("\n")))
}

#[track_caller]
fn one(pack: &Pack, quoted: &str, message: &str) {
    assert_eq!(pack.told(), [(quoted.to_owned(), message.to_owned())]);
}

#[test]
fn a_used_indicator_is_what_it_would_be_if_it_were_written() {
    let plan = loaded(&pack());
    let [share, halls] = plan.indicators.as_slice() else { panic!("two indicators") };
    assert_eq!((share.id.as_str(), halls.id.as_str()), ("中医占比", "国医堂覆盖率"));
    assert_eq!(share.formula.text, "SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)");
    let of_halls = "SUM(CASE WHEN 建成国医堂 = '是' THEN 1 ELSE 0 END) * 100.0 / COUNT(建成国医堂)";
    assert_eq!(halls.formula.text, of_halls);
    // The plan's own matters stand in the pack, the rest comes from what is shared.
    assert_eq!(share.scopes.iter().copied().collect::<Vec<_>>(), [Scope::Unit, Scope::County, Scope::Area]);
    assert_eq!((share.decimals, halls.decimals, share.targets.len()), (2, 1, 1));
    assert_eq!(halls.scopes.iter().copied().collect::<Vec<_>>(), [Scope::Area]);
    assert_eq!((share.caliber.as_str(), halls.caliber.as_str()), ("中医÷总数", "“建成国医堂”填是的÷填报的"));
    let written = "formula = \"sum(中医诊疗人次)*100.0/SUM( 总诊疗人次 )\"\nunit = \"%\"\nbetter = \"higher\"\nsource";
    assert_eq!(pack().replacing(INDICATORS, "source", written).told(), [], "the same, only laid out otherwise");
}

#[test]
fn a_shared_condition_names_kinds_of_units_that_need_not_be_in_every_pack() {
    let condition = |words: &str| {
        let shared = format!("scopes = [\"county\", \"area\"]\nwhere = \"{words}\"\ncaliber = \"中医÷总数\"");
        let shared = pack().replacing(SHARED, "scopes = [\"county\", \"area\"]\ncaliber = \"中医÷总数\"", &shared);
        shared.replacing(INDICATORS, "where = \"类别 = '乡镇卫生院'\"\n", "")
    };
    let plan = loaded(&condition("类别 IN ('乡镇卫生院', '疾控中心')"));
    assert_eq!(plan.indicators[0].condition.as_ref().unwrap().text, "类别 IN ('乡镇卫生院', '疾控中心')");
    one(&condition("类别 IN ('乡镇卫生院', '疾控所')"), "\"中医占比\"", "名录没有类别`疾控所`");
    let nobody = condition("类别 = '疾控中心'").told();
    assert!(nobody.contains(&("\"中医占比\"".to_owned(), "条件选不出任何一类填报单位".to_owned())), "{nobody:?}");
    let hint = condition("类别 = '疾控中心'").mistakes().into_iter().find_map(|mistake| mistake.hint).unwrap_or_default();
    assert_eq!(hint, "填报报表的类别有：三级公立医院、乡镇卫生院、二级公立医院、县级卫健部门");
    // Of a pack's own condition it is a slip of the pen.
    let own = pack().replacing(INDICATORS, "类别 = '乡镇卫生院'", "类别 IN ('乡镇卫生院', '疾控中心')");
    one(&own, "疾控中心", "没有表式由`疾控中心`填报");
}

#[test]
fn what_is_not_used_is_no_part_of_a_pack() {
    let fingerprint = |pack: &Pack| loaded(pack).fingerprint;
    let sound = fingerprint(&Pack::sound());
    assert_eq!(sound, fingerprint(&Pack::sound().with(SHARED, b"no TOML".to_vec())));
    assert_ne!(fingerprint(&pack()), fingerprint(&pack().replacing(SHARED, "中医÷总数", "中医诊疗÷总数")));
}

#[test]
fn slips_in_what_a_pack_uses_are_told_at_their_place() {
    let changed = |from: &str, to: &str| pack().replacing(INDICATORS, from, to);
    one(&changed("use = \"中医占比\"", "use = \"中医比\""), "\"中医比\"", "common/indicators.toml 里没有共用指标`中医比`");
    let hint = changed("use = \"中医占比\"", "use = \"中医比\"").mistakes().remove(0).hint;
    assert_eq!(hint.as_deref(), Some("是否想写`中医占比`"));
    let with = "with = { \"项\" = \"建成国医堂\" }";
    one(&changed("建成国医堂", "建成国医馆"), "\"建成国医馆\"", "没有指标项`建成国医馆`");
    let more = "建成国医堂) + COUNT(建成国医堂";
    one(&changed("建成国医堂", more), &format!("\"{more}\""), &format!("没有指标项`{more}`"));
    one(&changed(&format!("{with}\n"), ""), "\"设置率\"", "共用指标`设置率`的空`{项}`没有填");
    one(&changed("id = \"国医堂覆盖率\"\n", ""), "[[indicator]]", "缺少键`id`");
    let messages: Vec<String> = changed("\"项\" = ", "\"乙\" = ").told().into_iter().map(|(_, message)| message).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages.contains(&"共用指标`设置率`没有空`{乙}`".to_owned()), "{messages:?}");
    let whole = Pack::sound().replacing(INDICATORS, "id = \"国医堂覆盖率\"", &format!("id = \"国医堂覆盖率\"\n{with}"));
    one(&whole, "{ \"项\" = \"建成国医堂\" }", "写了`use`才用`with`");
}

#[test]
fn a_blank_is_filled_by_an_item_of_the_kind_that_the_formula_takes() {
    let with = "with = { \"项\" = \"建成国医堂\" }";
    let pack = pack().replacing(INDICATORS, with, "with = { \"项\" = \"总诊疗人次\" }");
    let message = "`总诊疗人次`是数，不能与文字`是`比较：不能填共用指标`设置率`的空`{项}`";
    one(&pack, "\"总诊疗人次\"", message);
    let hint = pack.mistakes().remove(0).hint.unwrap_or_default();
    assert!(hint.starts_with("`{项}`要填合乎公式的指标项：SUM(CASE WHEN {项} = '是'"), "{hint}");
}

#[test]
fn a_form_that_is_missing_is_told_and_not_what_follows_from_it() {
    // 床位 stands on no form of the pack, and nobody of the pack is meant by the shared condition.
    let beds = "formula = \"SUM(总诊疗人次) * 1.0 / SUM(床位)\"";
    let pack = pack()
        .replacing(SHARED, beds, &format!("{beds}\nwhere = \"类别 = '疾控中心'\""))
        .replacing(INDICATORS, "use = \"中医占比\"", "use = \"每床诊疗\"")
        .replacing(INDICATORS, "where = \"类别 = '乡镇卫生院'\"\n", "");
    one(&pack, "\"每床诊疗\"", "没有表式问共用指标`每床诊疗`要用的`床位`");
    // A category that only a shared form would have is told with that form.
    let own = Pack::sound().with(BEDS, FORM_OF_BEDS.replace("乡镇卫生院", "社区卫生服务中心").into_bytes());
    let own = own.replacing(INDICATORS, "类别 = '乡镇卫生院'", "类别 IN ('乡镇卫生院', '社区卫生服务中心')");
    one(&own, "社区卫生服务中心", "没有表式由`社区卫生服务中心`填报");
    let hint = own.mistakes().remove(0).hint;
    assert_eq!(hint.as_deref(), Some("共用表式 beds 由`社区卫生服务中心`填报：加在 plan.toml 的`includes`里"));
}

#[test]
fn another_formula_unit_or_direction_is_another_indicator() {
    for (line, quoted, message) in [
        (
            "formula = \"SUM(中医诊疗人次)\"",
            "\"SUM(中医诊疗人次)\"",
            "`formula`与共用指标`中医占比`不同：common/indicators.toml:3是`SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)`，这里是`SUM(中医诊疗人次)`",
        ),
        ("unit = \"‰\"", "\"‰\"", "`unit`与共用指标`中医占比`不同：common/indicators.toml:4是`%`，这里是`‰`"),
        (
            "better = \"lower\"",
            "\"lower\"",
            "`better`与共用指标`中医占比`不同：common/indicators.toml:6是`higher`，这里是`lower`",
        ),
        ("over = \"county\"", "\"county\"", "`over`与共用指标`中医占比`不同：common/indicators.toml:2没有写，这里是`county`"),
    ] {
        one(&pack().replacing(INDICATORS, "source", &format!("{line}\nsource")), quoted, message);
    }
}

#[test]
fn what_no_form_asks_for_is_told_where_it_is_used_with_the_form_that_does() {
    let beds = pack().replacing(INDICATORS, "use = \"中医占比\"", "use = \"每床诊疗\"");
    one(&beds, "\"每床诊疗\"", "没有表式问共用指标`每床诊疗`要用的`床位`");
    let hint = |pack: &Pack| pack.mistakes().remove(0).hint.unwrap_or_default();
    assert_eq!(hint(&beds), "`床位`在一张表的`items`里加一行");
    let offered = beds.with(BEDS, FORM_OF_BEDS.as_bytes().to_vec());
    assert_eq!(hint(&offered), "共用表式 beds 问`床位`：可加在 plan.toml 的`includes`里");
    let included = offered.replacing(PLAN, "includes = [\"hospital\"]", "includes = [\"hospital\", \"beds\"]");
    assert_eq!(loaded(&included).indicators[0].id, "每床诊疗");
    // So it is with a formula of one's own.
    let own = Pack::sound().with(ITEMS, DICTIONARY.as_bytes().to_vec()).with(BEDS, FORM_OF_BEDS.as_bytes().to_vec()).replacing(
        INDICATORS,
        "SUM(中医诊疗人次)",
        "SUM(床位)",
    );
    assert_eq!(hint(&own), "共用表式 beds 问`床位`：加在 plan.toml 的`includes`里，或在一张表的`items`里加一行");
}

#[test]
fn slips_in_the_shared_indicators_are_told_there_and_only_there() {
    for (from, to, quoted, message) in [
        ("SUM(中医诊疗人次)", "SUM(中医诊疗人数)", "中医诊疗人数", "指标项字典里没有`中医诊疗人数`"),
        ("better = \"higher\"", "better = \"up\"", "\"up\"", "`better`没有这个取值：`up`"),
        ("decimals = 1\n", "", "[[indicator]]", "缺少键`decimals`"),
        ("with = [\"项\"]\n", "", "{项}", "空`{项}`没有写在`with`里"),
        ("with = [\"项\"]", "with = [\"项\", \"乙\"]", "\"乙\"", "`formula`里没有空`{乙}`"),
        ("name = \"设置率\"", "name = \"设置率\"\nsource = [\"a\"]", "source", "没有这个键：`source`"),
        ("name = \"每床诊疗\"", "name = \"中医占比\"", "\"中医占比\"", "共用指标`中医占比`重复"),
        (
            "SUM(中医诊疗人次) * 100.0",
            "SUM(中医诊疗人次)",
            "\"SUM(中医诊疗人次) / SUM(总诊疗人次)\"",
            "计量单位是`%`，公式里的比率没有乘100：60会印成0.6",
        ),
        ("SUM(床位)", "SUM(MAX(床位))", "\"SUM(总诊疗人次) * 1.0 / SUM(MAX(床位))\"", "汇总里面不能再汇总"),
    ] {
        let pack = pack().replacing(SHARED, from, to);
        one(&pack, quoted, message);
        assert_eq!(pack.mistakes()[0].file.to_str(), Some(SHARED), "{message}");
    }
    let joined = "空`{项}`要自成一个名称，前面只可以是 上期_、上年同期_、上年末_ 或 平均_，后面不接字";
    let formula = "\"SUM(CASE WHEN {项} = '是' THEN 1 ELSE 0 END) * 100.0 / COUNT({项}数)\"";
    one(&pack().replacing(SHARED, "COUNT({项})", "COUNT({项}数)"), formula, joined);
    one(&pack().without(SHARED), "", "缺少文件");
}

#[test]
fn scores_that_are_taken_are_those_that_would_be_written() {
    let whole = loaded(&scored(&written_scores())).scoring;
    assert!(whole.as_ref().is_some_and(|scoring| scoring.grades.len() == 2 && scoring.schemes.len() == 1));
    assert_eq!(loaded(&scored(SCORES)).scoring, whole);
    // What the pack calls otherwise is scored under its own name.
    let renamed = scored(SCORES).replacing(INDICATORS, "use = \"中医占比\"", "id = \"基层中医占比\"\nuse = \"中医占比\"");
    let plan = loaded(&renamed);
    assert_eq!(plan.indicators[0].id, "基层中医占比");
    let parts: Vec<Weighed> = plan.scoring.unwrap().schemes[0].parts.iter().map(|part| part.what).collect();
    assert_eq!(parts, [Weighed::Indicator(0), Weighed::Tasks]);
}

#[test]
fn ones_own_stands_beside_what_is_taken() {
    let own = "[[grade]]\nname = \"合格\"\nfrom = 60\n[[veto]]\nid = \"骗保\"\ntitle = \"骗保\"\ncaps-at = \"合格\"\n[[scheme]]";
    let scoring = loaded(&scored(&SCORES.replace("[[scheme]]", own))).scoring.unwrap();
    let grades: Vec<&str> = scoring.grades.iter().map(|grade| grade.name.as_str()).collect();
    assert_eq!(grades, ["优秀", "合格", "不合格"]);
    let vetoes: Vec<(&str, usize)> = scoring.vetoes.iter().map(|veto| (veto.id.as_str(), veto.caps_at)).collect();
    assert_eq!(vetoes, [("弄虚作假", 2), ("骗保", 1)]);
    let without = SCORES.to_owned() + "without = [\"任务完成率\"]\n[[scheme.part]]\nindicator = \"中医占比\"\nweight = 100\n";
    let scoring = loaded(&scored(&without)).scoring.unwrap();
    assert_eq!(scoring.schemes[0].parts.len(), 1);
}

#[test]
fn a_scheme_may_bear_the_name_of_the_shared_one_that_it_is_like() {
    let (head, _) = SCORES.split_once("use-grades").unwrap();
    let grades = "[[grade]]\nname = \"优秀\"\nfrom = 90\n[[grade]]\nname = \"不合格\"\nfrom = 0\n";
    let alike = |like: &str| format!("[[scheme]]\nname = \"县区通用\"\n{like}");
    let scoring = loaded(&scored(&format!("{head}{grades}{}", alike("like = \"县区通用\"\n")))).scoring.unwrap();
    assert_eq!((scoring.schemes[0].name.as_str(), scoring.schemes[0].parts.len()), ("县区通用", 2));
    // Of the two of one name the pack's own goes before, once it is written.
    let own = alike("scope = \"county\"\n[[scheme.part]]\nindicator = \"中医占比\"\nweight = 100\n");
    let of_area = "[[scheme]]\nname = \"全市\"\nlike = \"县区通用\"\nscope = \"area\"\n";
    let scoring = loaded(&scored(&format!("{head}{grades}{own}{of_area}"))).scoring.unwrap();
    assert_eq!(scoring.schemes.iter().map(|scheme| scheme.parts.len()).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn slips_in_what_is_taken_are_told_at_their_place() {
    for (from, to, quoted, message) in [
        ("\"优秀\", \"不合格\"", "\"优异\", \"不合格\"", "\"优异\"", "common/scoring.toml 里没有`use-grades`写的`优异`"),
        ("[\"推广\"]", "[\"推行\"]", "\"推行\"", "common/scoring.toml 里没有`use-adjustments`写的`推行`"),
        (
            "like = \"县区通用\"",
            "like = \"县区专用\"",
            "\"县区专用\"",
            "前面没有评分分组`县区专用`：common/scoring.toml 里也没有，`like`只能用写在前面的分组",
        ),
        ("\"优秀\", \"不合格\"", "\"优秀\"", "\"优秀\"", "最低等次的`from`应是0，这里是90：否则有的得分没有等次"),
    ] {
        let told = scored(&SCORES.replacen(from, to, 1)).told();
        let told: Vec<_> = told.into_iter().filter(|(_, message)| !message.contains("caps-at")).collect();
        assert_eq!(told, [(quoted.to_owned(), message.to_owned())], "{from}");
    }
    let beyond = SCORES.replacen("use-grades = [\"优秀\", \"不合格\"]\n", "", 1).replacen(
        "[[scheme]]",
        "[[grade]]\nname = \"优秀\"\nfrom = 90\n[[grade]]\nname = \"不达标\"\nfrom = 0\n[[scheme]]",
        1,
    );
    one(&scored(&beyond), "\"弄虚作假\"", "`caps-at`写的等次`不合格`没有在`[[grade]]`里");
    for (from, to, quoted, message) in [
        ("kind = \"bonus\"", "kind = \"bonuss\"", "\"bonuss\"", "`kind`没有这个取值：`bonuss`"),
        ("weight = 40", "weight = 30", "30", "这一分组各指标`weight`之和应为100，这里是90"),
        ("scope = \"county\"\n", "", "[[scheme]]", "缺少键`scope`"),
        ("id = \"推广\"\n", "", "[[adjustment]]", "缺少键`id`"),
        ("title = \"数据弄虚作假\"\n", "", "[[veto]]", "缺少键`title`"),
    ] {
        let pack = scored(SCORES).replacing(SHARED_SCORING, from, to);
        one(&pack, quoted, message);
        assert_eq!(pack.mistakes()[0].file.to_str(), Some(SHARED_SCORING), "{message}");
    }
    one(&scored(SCORES).without(SHARED_SCORING), "", "缺少文件");
}
