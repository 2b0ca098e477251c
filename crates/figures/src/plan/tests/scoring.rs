//! Slips in `scoring.toml`.

use super::pack::{INDICATORS, PLAN, Pack};
use crate::plan::{Method, Scope, Treatment, Weighed};

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
    let defaults: Vec<_> = area.parts.iter().map(|part| (part.what, part.weight, part.method.word())).collect();
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
