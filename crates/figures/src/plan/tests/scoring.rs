//! Slips in `scoring.toml`.

use super::pack::{INDICATORS, PLAN, Pack};
use crate::plan::{Method, Scope, Treatment, Weighed, Weight};

const SCORING: &str = "demo/scoring.toml";

const SOUND: &str = r#"basis = "本办评分办法"
inapplicable = "spread"
missing = "zero"
bonus-cap = 5
penalty-cap = 10
commend = ["优秀"]
account = ["不合格"]
[[grade]]
name = "优秀"
from = 90
[[grade]]
name = "不合格"
from = 0
[[veto]]
id = "弄虚作假"
title = "数据弄虚作假"
caps-at = "不合格"
[[adjustment]]
id = "推广"
title = "经验推广"
kind = "bonus"
points = 0.5
cap = 2
[[adjustment]]
id = "迟报"
title = "报表迟报"
kind = "penalty"
points = 0.25
cap = 2
counts = "late"
scopes = ["unit"]
[[scheme]]
name = "县区"
scope = "county"
[[scheme.part]]
indicator = "中医诊疗占比"
weight = 60
method = "efficacy"
scale = { low = 10, high = 30 }
[[scheme.part]]
indicator = "卫生院数"
weight = 40
method = "rank"
[[scheme]]
name = "乡镇卫生院"
scope = "unit"
categories = ["乡镇卫生院"]
[[scheme.part]]
indicator = "中医诊疗占比"
weight = 100
basis = "方案第1条"
method = "bands"
scale = { bands = [{ from = 30, percent = 100 }, { from = 20, percent = 60 }] }
[[scheme]]
name = "全市"
scope = "area"
"#;

/// An indicator without a weight, for counties.
const MORE: &str = r#"
[[indicator]]
id = "卫生院数"
source = ["demo:1#3"]
campaign = "二、服务"
clause = "2"
formula = "COUNT(建成国医堂)"
unit = "家"
decimals = 0
better = "higher"
scopes = ["county", "area"]
where = "类别 = '乡镇卫生院'"
[[indicator.target]]
year = 2025
op = ">="
value = 30
scope = "area"
[[indicator]]
id = "监测数"
source = ["demo:1#4"]
campaign = "二、服务"
clause = "2"
formula = "COUNT(建成国医堂)"
unit = "家"
decimals = 0
better = "neutral"
scopes = ["county", "area"]
open = true
"#;

fn pack(scoring: &str) -> Pack {
    Pack::sound().adding(INDICATORS, MORE).with(SCORING, scoring.as_bytes().to_vec())
}

/// Makes each change alone and expects its one mistake.
#[track_caller]
fn each_is_told(slips: &[(&str, &str, &str, &str)]) {
    for &(from, to, quoted, message) in slips {
        assert!(SOUND.contains(from), "`{from}`");
        let told = pack(&SOUND.replacen(from, to, 1)).told();
        assert_eq!(told, [(quoted.to_owned(), message.to_owned())], "`{from}` → `{to}`");
    }
}

#[test]
fn a_sound_file_says_who_is_scored_how() {
    let plan = pack(SOUND).load().unwrap();
    let scoring = plan.scoring.unwrap();
    assert_eq!((scoring.inapplicable, scoring.missing), (Treatment::Spread, Treatment::Zero));
    assert_eq!((scoring.commend, scoring.account), (vec![0], vec![1]));
    let [counties, centres, area] = scoring.schemes.as_slice() else { panic!("three schemes") };
    assert_eq!(counties.parts[0].method, Method::Efficacy { low: 10.0, high: 30.0 });
    assert_eq!(counties.parts[1].method, Method::Rank);
    assert!(centres.includes(Scope::Unit, Some("乡镇卫生院")) && !centres.includes(Scope::Unit, Some("疾控中心")));
    assert_eq!(centres.parts[0].basis.as_deref(), Some("方案第1条"));
    // Without parts the weights and methods of the indicators count.
    let defaults: Vec<_> = area.parts_in(2025).map(|(_, part, weight)| (part.what, weight, part.method.word())).collect();
    assert_eq!(defaults, [(Weighed::Indicator(0), 60.0, "比例法"), (Weighed::Indicator(1), 40.0, "比例法")]);
    assert!(Pack::sound().load().unwrap().scoring.is_none(), "a pack need not score");
}

#[test]
fn slips_in_grades_and_events_are_told_at_their_place() {
    each_is_told(&[
        ("basis = \"本办评分办法\"\n", "", "", "缺少键`basis`"),
        ("\"spread\"", "\"spraed\"", "\"spraed\"", "`inapplicable`没有这个取值：`spraed`"),
        ("from = 0", "from = 10", "10", "最低等次的`from`应是0，这里是10：否则有的得分没有等次"),
        ("from = 90", "from = 0", "0", "等次应从高到低写，`from`逐级减少"),
        ("commend = [\"优秀\"]", "commend = [\"优异\"]", "\"优异\"", "`commend`写的等次`优异`没有在`[[grade]]`里"),
        ("caps-at = \"不合格\"", "caps-at = \"合格\"", "\"合格\"", "`caps-at`写的等次`合格`没有在`[[grade]]`里"),
        ("id = \"迟报\"", "id = \"推广\"", "\"推广\"", "事项`推广`重复"),
        ("points = 0.5", "points = 0.125", "0.125", "`points`应大于0，最多两位小数，这里是0.125"),
        ("points = 0.5", "points = -1", "-1", "`points`应大于0，最多两位小数，这里是-1"),
        ("bonus-cap = 5\n", "", "", "缺少键`bonus-cap`"),
        ("\"late\"", "\"latest\"", "\"latest\"", "`counts`没有这个取值：`latest`"),
        ("cap = 2", "cap = 2\nleast = 3", "least", "没有这个键：`least`"),
        ("from = 90", "from = 90\nmost-percent = 130", "130", "`most-percent`是百分数，应在0到100之间，这里是130"),
        ("from = 90", "from = 90\nmost = 3\nmost-percent = 30", "30", "`most`和`most-percent`只写其中一个"),
        ("from = 0", "from = 0\nmost = 3", "3", "最低等次不能限定名额：否则有的对象没有等次"),
    ]);
}

#[test]
fn slips_in_a_scheme_are_told_at_their_place() {
    each_is_told(&[
        ("weight = 40", "weight = 30", "30", "这一分组各指标`weight`之和应为100，这里是90"),
        ("indicator = \"卫生院数\"", "indicator = \"卫生院个数\"", "\"卫生院个数\"", "没有指标`卫生院个数`"),
        (
            "indicator = \"卫生院数\"",
            "indicator = \"中医诊疗占比\"",
            "\"中医诊疗占比\"",
            "指标`中医诊疗占比`在这一分组里写了两次",
        ),
        (
            "indicator = \"卫生院数\"",
            "indicator = \"监测数\"",
            "\"rank\"",
            "指标`监测数`是监测比较指标（`better = \"neutral\"`），不能评分",
        ),
        ("indicator = \"卫生院数\"", "indicator = \"国医堂覆盖率\"", "\"rank\"", "指标`国医堂覆盖率`的`scopes`里没有`county`"),
        ("method = \"rank\"", "method = \"target\"", "\"target\"", "指标`卫生院数`对`county`没有目标值，不能与目标比较"),
        ("low = 10, ", "", "\"efficacy\"", "指标`中医诊疗占比`用`efficacy`，要有`scale`的`low`（不允许值）和`high`（满意值）"),
        (
            "low = 10, high = 30",
            "low = 30, high = 10",
            "\"efficacy\"",
            "指标`中医诊疗占比`的不允许值`low`30应比满意值`high`10差，与`better`一致",
        ),
        ("method = \"rank\"", "method = \"rank\"\nscale = { low = 1 }", "{ low = 1 }", "只有`efficacy`和`bands`才用`scale`"),
        (
            "{ from = 30, percent = 100 }, { from = 20, percent = 60 }",
            "{ to = 30, percent = 100 }",
            "\"bands\"",
            "指标`中医诊疗占比`的各档应用`from`，与`better`一致",
        ),
        (
            "{ from = 20, percent = 60 }",
            "{ from = 40, percent = 60 }",
            "{ from = 40, percent = 60 }",
            "`bands`应从最好的一档写到最差的一档，同用`from`或同用`to`，`percent`逐档减少",
        ),
        ("percent = 100", "percent = 101", "101", "`percent`应在0到100之间，这里是101"),
        ("[\"乡镇卫生院\"]", "[\"乡镇卫生所\"]", "\"乡镇卫生所\"", "没有表式由类别`乡镇卫生所`填报"),
        (
            "scope = \"county\"",
            "scope = \"county\"\ncategories = [\"乡镇卫生院\"]",
            "[\"乡镇卫生院\"]",
            "只有`scope = \"unit\"`才用`categories`",
        ),
        ("scope = \"county\"", "scope = \"county\"\npeer-group = \"城区\"", "\"城区\"", "plan.toml 里没有县区的同类组`城区`"),
        ("scope = \"area\"", "scope = \"area\"\npeer-group = \"城区\"", "\"城区\"", "只有`scope = \"county\"`才用`peer-group`"),
        (
            "indicator = \"卫生院数\"",
            "tasks = \"completion\"\nindicator = \"卫生院数\"",
            "\"卫生院数\"",
            "`indicator`和`tasks`只写其中一个",
        ),
        ("indicator = \"卫生院数\"", "tasks = \"done\"", "\"done\"", "`tasks`没有这个取值：`done`"),
        (
            "indicator = \"中医诊疗占比\"\nweight = 100",
            "tasks = \"completion\"\nweight = 100",
            "\"completion\"",
            "任务只由全域和县区承担，`unit`没有任务完成率",
        ),
    ]);
}

#[test]
fn tasks_may_be_scored_and_counties_group_by_group() {
    const COUNTIES: &str = "name = \"县区\"\nscope = \"county\"";
    let groups =
        "[[peer-group]]\nname = \"城区\"\ncounties = [\"370811\"]\n[[peer-group]]\nname = \"县\"\ncounties = [\"微山县\"]\n";
    let tasks = SOUND.replacen("indicator = \"卫生院数\"", "tasks = \"completion\"", 1);
    let of_town = tasks.replacen(COUNTIES, &format!("{COUNTIES}\npeer-group = \"城区\""), 1);
    let of_both = of_town
        + "[[scheme]]\nname = \"各县\"\nscope = \"county\"\npeer-group = \"县\"\n[[scheme.part]]\ntasks = \"completion\"\nweight = 100\n";
    let plan = pack(&of_both).adding(PLAN, groups).load().unwrap();
    let schemes = plan.scoring.unwrap().schemes;
    let town = &schemes[0];
    assert_eq!(town.parts[1].what, Weighed::Tasks);
    assert!(town.includes(Scope::County, Some("城区")) && !town.includes(Scope::County, Some("县")));
    assert!(!town.includes(Scope::County, None), "a county of no group is scored with nobody");
}

#[test]
fn nobody_is_scored_twice_and_defaults_must_fit() {
    let twice = SOUND.to_owned() + "[[scheme]]\nname = \"全域\"\nscope = \"area\"\n";
    assert_eq!(
        pack(&twice).told(),
        [("[[scheme]]".to_owned(), "`全域`与`全市`有共同的对象：一个对象只能在一个分组里评分".to_owned())]
    );
    let units = SOUND.replacen("scope = \"area\"", "scope = \"alliance\"", 1);
    let told = pack(&units).told();
    let messages: Vec<&str> = told.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(messages, ["指标`中医诊疗占比`的`scopes`里没有`alliance`", "指标`国医堂覆盖率`的`scopes`里没有`alliance`"]);
}

/// Counties as in the sound file, then towns like them.
fn with_towns(own: &str) -> String {
    let groups = SOUND.replacen("scope = \"county\"", "scope = \"county\"\npeer-group = \"县\"", 1);
    format!("{groups}[[scheme]]\nname = \"城区\"\nlike = \"县区\"\npeer-group = \"城区\"\n{own}")
}

const PEERS: &str =
    "[[peer-group]]\nname = \"城区\"\ncounties = [\"370811\"]\n[[peer-group]]\nname = \"县\"\ncounties = [\"微山县\"]\n";

#[test]
fn a_scheme_may_say_only_in_what_it_differs_from_another() {
    let own = "[[scheme.part]]\nindicator = \"中医诊疗占比\"\nweight = 50\n\
               [[scheme.part]]\ntasks = \"overdue\"\nweight = 10\neach = 0.5\n";
    let plan = pack(&with_towns(own)).adding(PLAN, PEERS).load().unwrap();
    let scheme = plan.scoring.as_ref().unwrap().schemes.last().unwrap();
    assert!(scheme.includes(Scope::County, Some("城区")) && !scheme.includes(Scope::County, Some("县")));
    // 50 instead of 60 by the same scale, 40 as in the other, 10 that the other does not have.
    let told: Vec<_> = scheme.parts.iter().map(|part| (part.weight.clone(), part.method.clone())).collect();
    let efficacy = Method::Efficacy { low: 10.0, high: 30.0 };
    let weight = Weight::Same;
    let expected = [(weight(50.0), efficacy), (weight(40.0), Method::Rank), (weight(10.0), Method::Deduct { each: 0.5 })];
    assert_eq!(told, expected);
    // Another method leaves the scale of the old one behind; what is left out is gone.
    let own = "without = [\"卫生院数\"]\n[[scheme.part]]\nindicator = \"中医诊疗占比\"\nweight = 100\nmethod = \"rank\"\n";
    let plan = pack(&with_towns(own)).adding(PLAN, PEERS).load().unwrap();
    let scheme = plan.scoring.as_ref().unwrap().schemes.last().unwrap();
    assert_eq!(scheme.parts.iter().map(|part| part.method.clone()).collect::<Vec<_>>(), [Method::Rank]);
}

#[test]
fn slips_in_what_a_scheme_takes_over_are_told_at_their_place() {
    let each_is_told = |own: &str, quoted: &str, message: &str| {
        let told = pack(&with_towns(own)).adding(PLAN, PEERS).told();
        assert_eq!(told, [(quoted.to_owned(), message.to_owned())], "{own}");
    };
    let changed = "[[scheme.part]]\nindicator = \"中医诊疗占比\"\nweight = 50\n";
    each_is_told(changed, "50", "这一分组各指标`weight`之和应为100，这里是90");
    each_is_told("without = [\"卫生院\"]\n", "\"卫生院\"", "所用的分组里没有`卫生院`");
    each_is_told("without = [\"卫生院数\"]\n", "[[scheme]]", "这一分组各指标`weight`之和应为100，这里是60");
    let twice = format!("{changed}{changed}").replace("50", "30");
    each_is_told(&twice, "\"中医诊疗占比\"", "指标`中医诊疗占比`在这一分组里写了两次");
    let told = |text: &str| pack(text).adding(PLAN, PEERS).told();
    let unknown = with_towns("").replace("like = \"县区\"", "like = \"乡镇\"");
    assert_eq!(told(&unknown), [("\"乡镇\"".to_owned(), "前面没有评分分组`乡镇`：`like`只能用写在前面的分组".to_owned())]);
    let of_defaults = with_towns(changed).replace("like = \"县区\"", "like = \"全市\"");
    assert_eq!(
        told(&of_defaults),
        [("\"全市\"".to_owned(), "`全市`没有`[[scheme.part]]`，用的是 indicators.toml 的权重，不能只写不同的部分".to_owned())]
    );
    let without_model = SOUND.replacen("scope = \"county\"", "scope = \"county\"\nwithout = [\"卫生院数\"]", 1);
    assert_eq!(told(&without_model), [("[\"卫生院数\"]".to_owned(), "写了`like`才用`without`".to_owned())]);
}

#[test]
fn weights_add_up_in_every_year_of_the_plan() {
    let by_year = |first: &str, second: &str| SOUND.replacen("weight = 60", first, 1).replacen("weight = 40", second, 1);
    let sound = by_year("weights = { 2023 = 50, 2024 = 60, 2025 = 100 }", "weights = { 2023 = 50, 2024 = 40 }");
    let plan = pack(&sound).load().unwrap();
    let counties = &plan.scoring.as_ref().unwrap().schemes[0];
    let of = |year| counties.parts_in(year).map(|(position, _, weight)| (position, weight)).collect::<Vec<_>>();
    assert_eq!((of(2023), of(2025)), (vec![(0, 50.0), (1, 50.0)], vec![(0, 100.0)]), "in 2025 one part alone");
    let told = |first, second| pack(&by_year(first, second)).told();
    // 60 every year, and 40 in two of three.
    let lacking = "{ 2023 = 40, 2024 = 40 }";
    assert_eq!(
        told("weight = 60", "weights = { 2023 = 40, 2024 = 40 }"),
        [(lacking.to_owned(), "这一分组各指标2025年的`weights`之和应为100，这里是60".to_owned())]
    );
    assert_eq!(
        told("weight = 60", "weights = { 2023 = 40, 2024 = 40, 2025 = 40, 2026 = 40 }"),
        [("2026".to_owned(), "`weights`的2026年不在规划期（2023—2025年）内".to_owned())]
    );
    assert_eq!(
        told("weight = 60", "weight = 1\nweights = { 2023 = 40, 2024 = 40, 2025 = 40 }"),
        [("1".to_owned(), "`weight`和`weights`只写其中一个".to_owned())]
    );
    assert_eq!(
        told("weight = 60", "weights = { 2023 = 40, 2024 = 40, 2025 = 40, 后年 = 40 }").len(),
        1,
        "either the file or the check says that this is no year"
    );
}

#[test]
fn slips_in_overdue_tasks_are_told_at_their_place() {
    let overdue = |more: &str| SOUND.replacen("indicator = \"卫生院数\"\nweight = 40\nmethod = \"rank\"", more, 1);
    let told = |more: &str| pack(&overdue(more)).told();
    let one = |quoted: &str, message: &str| [(quoted.to_owned(), message.to_owned())];
    assert_eq!(told("tasks = \"overdue\"\nweight = 40\neach = 2"), []);
    assert_eq!(told("tasks = \"overdue\"\nweight = 40"), one("[[scheme.part]]", "缺少键`each`"));
    assert_eq!(
        told("tasks = \"overdue\"\nweight = 40\neach = 2\nmethod = \"rank\""),
        one("\"rank\"", "逾期任务数按每项扣几分（`each`）计，不写`method`和`scale`")
    );
    assert_eq!(told("tasks = \"completion\"\nweight = 40\neach = 2"), one("2", "只有`tasks = \"overdue\"`才用`each`"));
}
