//! Slips in `rules.toml`, and what a sound rule becomes.

use super::pack::{Pack, RULES, each_is_told};
use crate::plan::RuleSeverity;
use crate::plan::rule::Test;

#[test]
fn a_sound_rule_is_read_as_it_is_meant() {
    let plan = Pack::sound().load().unwrap();
    let [first, second] = plan.rules.as_slice() else { panic!("two rules") };
    assert_eq!((first.id.as_str(), first.form.as_str(), first.severity), ("D-1", "centre", RuleSeverity::Error));
    let Test::Conditions(conditions) = &second.test else { panic!("a condition") };
    let [condition] = conditions.as_slice() else { panic!("one item") };
    assert_eq!(condition.formula.text, "总诊疗人次 >= 上期_总诊疗人次");
    assert_eq!(condition.expected, "总诊疗人次应不小于上期总诊疗人次");
    assert_eq!(condition.needed.iter().map(ToString::to_string).collect::<Vec<_>>(), ["总诊疗人次", "上期_总诊疗人次"]);
    assert_eq!(
        condition.message.filled(|column| format!("<{column}>")),
        "总诊疗人次（<总诊疗人次>）小于上期（<上期_总诊疗人次>）"
    );
}

#[test]
fn slips_in_a_rule_are_told_at_their_place() {
    let check = "中医诊疗人次 <= 总诊疗人次";
    each_is_told(&[
        (RULES, "\"D-2\"", "\"D-1\"", "\"D-1\"", "规则`D-1`重复"),
        (RULES, "\"其中\"", "\"其他\"", "\"其他\"", "`family`没有这个取值：`其他`"),
        (RULES, "\"卫生院季报\"", "\"卫生室季报\"", "\"卫生室季报\"", "没有表式`卫生室季报`"),
        (RULES, "\"error\"", "\"eror\"", "\"eror\"", "`severity`没有这个取值：`eror`"),
        (RULES, "tolerance = 0.5", "tolerance = -1", "-1", "`tolerance`不能小于0，这里是-1"),
        (RULES, "tolerance = 0.5", "missing = \"null\"", "\"null\"", "`missing`没有这个取值：`null`"),
        (RULES, "tolerance = 0.5", "where = \"类别 = '三级公立医院'\"", "[[rule]]", "`where`选出的单位都不填报`form`"),
        (RULES, check, "中医诊疗人次 <= 总诊疗人数 AND 中医诊疗人次 > 0", "总诊疗人数", "没有指标项`总诊疗人数`"),
        (RULES, check, "中医诊疗人次 <= 常住人口", "常住人口", "乡镇卫生院不填报`常住人口`"),
        (RULES, check, "中医诊疗人次 + 总诊疗人次", "\"中医诊疗人次 + 总诊疗人次\"", "`check`的结果应是真或假"),
        (RULES, check, "中医诊疗人次 <= 成员_建成国医堂", "成员_建成国医堂", "`建成国医堂`不能按成员相加"),
        (
            RULES,
            check,
            "中医诊疗人次 <= SUM(总诊疗人次)",
            "\"中医诊疗人次 <= SUM(总诊疗人次)\"",
            "规则逐个单位判断，不能用 SUM、COUNT 等汇总",
        ),
        (
            RULES,
            check,
            "中医诊疗人次 <= ALL(总诊疗人次)",
            "\"中医诊疗人次 <= ALL(总诊疗人次)\"",
            "规则逐个单位判断，不能用 SUM、COUNT 等汇总",
        ),
        (
            RULES,
            check,
            "中医诊疗人次 <= max(总诊疗人次) over ()",
            "\"中医诊疗人次 <= max(总诊疗人次) over ()\"",
            "规则逐个单位判断，不能用 SUM、COUNT 等汇总",
        ),
        (
            RULES,
            "（{中医诊疗人次}）",
            "（{中医诊疗人数}）",
            "中医诊疗人数",
            "`message`里的`{中医诊疗人数}`不在规则读取的指标项中",
        ),
        (RULES, "hint = \"请核对\"\nsince", "since", "[[rule]]", "缺少键`hint`"),
        (RULES, "\"2024Q2\"", "\"2024年二季度\"", "\"2024年二季度\"", "`since`应是报告期，如 2025Q1，这里是`2024年二季度`"),
        (RULES, "[2, 3, 4]", "[2, 5]", "5", "`quarters`应在1到4之间，这里是5"),
        (RULES, "\"2024Q2\"", "\"2024Q2\"\nuntil = \"2024Q1\"", "\"2024Q1\"", "`until`2024Q1早于`since`2024Q2，规则一期也不执行"),
        (RULES, check, "建成国医堂 = '有' OR 中医诊疗人次 > 0", "建成国医堂", "`建成国医堂`没有答案`有`，只有：是、否"),
        (RULES, check, "建成国医堂 = 1 OR 中医诊疗人次 > 0", "建成国医堂", "`建成国医堂`只有答案：是、否，不能与1比较"),
        (RULES, check, "中医诊疗人次 = '无'", "中医诊疗人次", "`中医诊疗人次`是数，不能与文字`无`比较"),
        (RULES, check, "建成国医堂 = 是 OR 中医诊疗人次 > 0", "是", "`是`是文字，要用英文单引号"),
        (RULES, check, "建成国医堂 = “是”", "“", "`check`里不能用中文键盘的符号`“`"),
        (RULES, check, "中医诊疗人次 > 0 且 总诊疗人次 > 0", "且", "`check`里不能用`且`连接"),
        (RULES, check, "类别 <> '村卫生所' OR 中医诊疗人次 > 0", "村卫生所", "名录没有类别`村卫生所`"),
        (RULES, "tolerance = 0.5", "floor = 3", "3", "`floor`只用于`unit-slip`"),
        (RULES, "tolerance = 0.5", "peers = \"类别\"", "\"类别\"", "`peers`只用于`ratio-outlier`、`value-outlier`"),
        (RULES, "tolerance = 0.5", "tolerence = 0.5", "tolerence", "没有这个键：`tolerence`"),
        (RULES, "check = \"中医诊疗人次 <= 总诊疗人次\"\n", "", "[[rule]]", "规则要有`check`或`method`，且只有一个"),
    ]);
}

#[test]
fn small_letters_blanks_and_comments_make_no_other_rule() {
    let check = "总诊疗人次 >= 上期_总诊疗人次 and abs(总诊疗人次) >= 0 -- OR\\n";
    let rule = |check: &str| {
        let pack = Pack::sound().replacing(RULES, "check = \"{item} >= 上期_{item}\"", &format!("check = \"{check}\""));
        let plan = pack.load().unwrap_or_else(|error| panic!("{error:?}"));
        let Test::Conditions(conditions) = plan.rules[1].test.clone() else { panic!("a condition") };
        conditions.into_iter().next().expect("one item")
    };
    let small = rule(&check.replace("总诊疗人次", "{item}"));
    let capital = rule("{item} >= 上期_{item} AND ABS({item}) >= 0");
    assert_eq!(small.formula.tree, capital.formula.tree);
    assert_eq!(small.formula.expression, capital.formula.expression);
    assert_eq!((&small.expected, &small.needed), (&capital.expected, &capital.needed));
    assert_eq!(small.expected, "总诊疗人次应不小于上期总诊疗人次，且总诊疗人次的绝对值应不小于0");
}

#[test]
fn words_do_not_differ_by_a_tolerance() {
    let pack = Pack::sound().replacing(RULES, "中医诊疗人次 <= 总诊疗人次", "建成国医堂 = '是'");
    let pack = pack.replacing(RULES, "中医（{中医诊疗人次}）大于总数", "没有国医堂");
    let message = "`check`没有比较数，`tolerance`（允许相差）没有用";
    assert_eq!(pack.told(), [("\"建成国医堂 = '是'\"".to_owned(), message.to_owned())]);
}

#[test]
fn a_rule_with_items_reads_them() {
    let told =
        Pack::sound().replacing(RULES, "check = \"{item} >= 上期_{item}\"", "check = \"中医诊疗人次 >= 0 /* {item} */\"").told();
    let messages: Vec<&str> = told.iter().map(|(_, message)| message.as_str()).collect();
    assert!(messages.contains(&"有`items`的规则，`check`里要用`{item}`代表指标项"), "{messages:?}");
}
