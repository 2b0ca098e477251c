//! Slips in `indicators.toml` and `ledger.csv`.

use super::pack::{INDICATORS, LEDGER, PLAN, Pack, each_is_told, each_is_told_of};

#[test]
fn slips_in_an_indicator_are_told_at_their_place() {
    each_is_told(&[
        (INDICATORS, "id = \"国医堂覆盖率\"", "id = \"中医诊疗占比\"", "\"中医诊疗占比\"", "指标`中医诊疗占比`重复"),
        (INDICATORS, "[\"demo:1#2\"]", "[\"demo:1#2\", \"demo:1#2\"]", "\"demo:1#2\"", "`source`里`demo:1#2`写了两次"),
        (INDICATORS, "\"二、服务\"", "\"二、服務\"", "\"二、服務\"", "plan.toml 的`campaigns`里没有`二、服務`"),
        (INDICATORS, "unit = \"%\"\n", "", "[[indicator]]", "缺少键`unit`"),
        (INDICATORS, "decimals = 1\n", "", "[[indicator]]", "缺少键`decimals`"),
        (INDICATORS, "decimals = 1", "decimals = -1", "-1", "`decimals`应在0到6之间，这里是-1"),
        (INDICATORS, "\"higher\"", "\"up\"", "\"up\"", "`better`没有这个取值：`up`"),
        (INDICATORS, "\"county\", ", "\"city\", ", "\"city\"", "`scopes`没有这个取值：`city`"),
        (
            INDICATORS,
            "score = \"proportional\"",
            "score = \"propotional\"",
            "\"propotional\"",
            "`score`没有这个取值：`propotional`",
        ),
        (INDICATORS, "score = \"proportional\"", "pace = \"month\"", "\"month\"", "`pace`没有这个取值：`month`"),
        (INDICATORS, "score = \"proportional\"", "open = true", "true", "`open = true`（未定目标值）的指标不能有目标"),
        (INDICATORS, "weight = 40", "weight = 30", "30", "各指标`weight`之和应为100，这里是90"),
        (INDICATORS, "weight = 40", "weight = 40\nwieght = 40", "wieght", "没有这个键：`wieght`"),
        (
            INDICATORS,
            "weight = 40",
            "weights = { 2023 = 40, 2024 = 40 }",
            "{ 2023 = 40, 2024 = 40 }",
            "各指标2025年的`weights`之和应为100，这里是60",
        ),
        (INDICATORS, "better = \"higher\"", "better = \"within\"", "\">=\"", "`>=`与指标的`better`（within）相反"),
        (
            INDICATORS,
            "[[indicator.target]]\nyear = 2025\nop = \"between\"\nlow = 80\nhigh = 100\n",
            "",
            "[[indicator]]",
            "`better = \"within\"`的指标要有`between`或`=`目标，或者`open = true`",
        ),
        (
            INDICATORS,
            "score = \"proportional\"",
            "pace = \"year\"",
            "\"year\"",
            "`pace`（年内逐步完成）只用于逐步完成的数量，计量单位不能是`%`",
        ),
    ]);
}

#[test]
fn what_is_built_up_in_a_year_has_a_target_of_a_year() {
    let told = |target: &str| {
        let pack = Pack::sound()
            .replacing(INDICATORS, "SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)", "SUM(中医诊疗人次)")
            .replacing(INDICATORS, "unit = \"%\"", "unit = \"人次\"\npace = \"year\"")
            .replacing(INDICATORS, "[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 30\n", target);
        pack.told().into_iter().map(|(quoted, message)| format!("{quoted} {message}")).collect::<Vec<_>>()
    };
    let target = |keys: &str| format!("[[indicator.target]]\n{keys}\nvalue = 30\n");
    assert_eq!(told(&target("year = 2025\nop = \">=\"")), [""; 0]);
    assert_eq!(told(&target("from = \"2025-01-01\"\nop = \">=\"")), [""; 0]);
    let without = "\"year\" `pace`（年内逐步完成）的指标要有按年的目标：写了`year`或`from`的";
    assert_eq!(told(&target("by = \"2025-06-30\"\nop = \">=\"")), [without]);
    assert_eq!(told(""), [without]);
    let strict = told(&target("year = 2025\nop = \">\""));
    assert_eq!(strict, ["\"year\" `pace`（年内逐步完成）只按`>=`的目标折算序时进度"]);
}

#[test]
fn lights_that_nobody_gets_are_told() {
    let monitored = "better = \"neutral\"\nscopes = [\"area\"]";
    let pack = Pack::sound()
        .replacing(INDICATORS, "better = \"higher\"", "better = \"neutral\"")
        .replacing(INDICATORS, "[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 30\n", "")
        .replacing(INDICATORS, "better = \"within\"\nscopes = [\"area\"]", monitored)
        .replacing(INDICATORS, "[[indicator.target]]\nyear = 2025\nop = \"between\"\nlow = 80\nhigh = 100\n", "");
    let message = "方案没有要评价的指标（都是只监测或未定目标值），`yellow-within`没有用";
    assert_eq!(pack.told(), [("10".to_owned(), message.to_owned())]);
    let of_rates = Pack::sound().replacing(PLAN, "yellow-within = 10", "rates-in = \"points\"");
    assert_eq!(of_rates.told(), [], "both are shares");
}

#[test]
fn slips_in_a_target_are_told_at_their_place() {
    each_is_told(&[
        (INDICATORS, "year = 2025\n", "", "[[indicator.target]]", "缺少键`year`"),
        (INDICATORS, "year = 2025", "year = 25", "25", "`year`应在1990到2100之间，这里是25"),
        (INDICATORS, "\">=\"", "\"=>\"", "\"=>\"", "`op`没有这个取值：`=>`"),
        (INDICATORS, "\">=\"", "\"≥\"", "\"≥\"", "`op`没有这个取值：`≥`"),
        (INDICATORS, "\">=\"", "\"<=\"", "\"<=\"", "`<=`与指标的`better`（higher）相反"),
        (INDICATORS, "\">=\"", "\"<\"", "\"<\"", "`<`与指标的`better`（higher）相反"),
        (INDICATORS, "value = 30", "value = 30\ntolerance = 1", "1", "`tolerance`（允许误差）只用于`=`"),
        (INDICATORS, "value = 30\n", "", "[[indicator.target]]", "缺少键`value`"),
        (INDICATORS, "value = 30", "value = 30\nlow = 20", "20", "只有`between`才用`low`"),
        (INDICATORS, "value = 30", "value = inf", "inf", "`value`应是普通的数，这里是inf"),
        (INDICATORS, "low = 80\n", "", "[[indicator.target]]", "缺少键`low`"),
        (INDICATORS, "low = 80", "low = 180", "180", "`low`180大于`high`100"),
        (INDICATORS, "low = 80", "low = 80\nvalue = 90", "90", "`between`用`low`和`high`，不用`value`"),
        (
            INDICATORS,
            "value = 30",
            "value = 30\nscope = \"alliance\"",
            "\"alliance\"",
            "目标的范围`alliance`不在指标的`scopes`里",
        ),
        (INDICATORS, "value = 30", "value = 30\nscope = \"whole\"", "\"whole\"", "`scope`没有这个取值：`whole`"),
        (
            INDICATORS,
            "value = 30",
            "value = 30\n[[indicator.target]]\nyear = 2025\nop = \">=\"\nvalue = 40",
            "[[indicator.target]]",
            "2025年的目标重复",
        ),
    ]);
}

#[test]
fn a_row_of_the_catalogue_may_be_answered_by_several() {
    let pack =
        Pack::with_task().replacing(INDICATORS, "[\"demo:1#2\"]", "[\"demo:1#1\"]").replacing(LEDGER, "demo:3#1", "demo:1#1");
    assert_eq!(pack.told(), []);
}

#[test]
fn slips_in_the_ledger_are_told_at_their_place() {
    each_is_told_of(
        Pack::with_task,
        &[
            (LEDGER, "二、服务", "二、服務", "二、服務", "plan.toml 的`campaigns`里没有`二、服務`"),
            (LEDGER, "2025,city", "2025年底,city", "2025年底", "`deadline`应写成 2025、2025-06 或 2025-06-30，这里是`2025年底`"),
            (LEDGER, "milestone", "milestones", "milestones", "`kind`没有这个取值：`milestones`"),
            (
                LEDGER,
                "milestone,",
                "milestone",
                "demo:3#1,3,二、服务,建设平台,平台,是否建成,done,,,2025,city,市卫健委;市医保局,milestone",
                "应有14列，这里有13列",
            ),
            (LEDGER, "2025,city", "2022,city", "2022", "`deadline`不能早于规划期（2023—2025年），这里是`2022`"),
            (LEDGER, ",city,", ",countys,", "countys", "`scope`没有这个词：`countys`"),
            (
                LEDGER,
                "市卫健委;市医保局",
                "市卫健委、市医保局",
                "市卫健委、市医保局",
                "`responsible`的名称之间用分号（;）隔开，这里是`市卫健委、市医保局`",
            ),
        ],
    );
}

#[test]
fn what_a_task_demands_is_looked_at_cell_by_cell() {
    const DEMAND: &str = "done,,,2025";
    let nothing = "demo:3#1,3,二、服务,建设平台,平台,是否建成,>=,,项,2025,city,市卫健委;市医保局,milestone,";
    let only_so_often = "按年计次的任务看做够了几次，`operator`写 >=、= 或 done，这里是`<=`";
    each_is_told_of(
        Pack::with_task,
        &[
            (LEDGER, DEMAND, "≥,2,项,2025", "≥", "`operator`没有这个取值：`≥`"),
            (LEDGER, DEMAND, ">=,四,项,2025", "四", "`operator`写`>=`的，`target`应是一个数，这里是`四`"),
            (LEDGER, DEMAND, ">=,,项,2025", nothing, "`operator`写`>=`的，`target`应是一个数，这里没有写"),
            (LEDGER, DEMAND, "between,9-8,项,2025", "9-8", "`operator`写`between`的，`target`写成 1-3，这里是`9-8`"),
            (LEDGER, DEMAND, "done,四,次／年,2025", "四", "按年计次的任务，`target`应是整数，这里是`四`"),
            (LEDGER, DEMAND, "<=,2,次/年,2025", "<=", only_so_often),
            (LEDGER, DEMAND, ">=,1,次/季度,2025", "次/季度", "次数按年计，`unit`写成 次/年，这里是`次/季度`"),
        ],
    );
    let hint = Pack::with_task().replacing(LEDGER, DEMAND, "≥,2,项,2025").mistakes().remove(0).hint;
    assert_eq!(hint.as_deref(), Some("请写`>=`"));
    for demand in ["done,完成,是/否,2025", "up,,%,2025", "between,1-3,项,2025", "=,2,项,2025", "done,,次/年,", ",,,"] {
        assert_eq!(Pack::with_task().replacing(LEDGER, DEMAND, demand).told(), [], "{demand}");
    }
    // Excel and Chinese keyboards write the full-width sign.
    let plan = Pack::with_task().replacing(LEDGER, DEMAND, ">=,2,次／年,").load().unwrap();
    let yearly = plan.ledger[0].yearly().map(|yearly| (yearly.times, yearly.unit));
    assert_eq!((yearly, plan.ledger[0].unit.as_deref()), (Some((Some(2.0), "次".to_owned())), Some("次/年")));
}

#[test]
fn a_ledger_row_is_told_with_its_line() {
    let rows = "demo:3#2,3,二、服务,\"两行\n的标题\",,,,,,,,,ledger,\n\ndemo:3#2,3,二、服务,重复,,,,,,,,,ledger,\n";
    let mistakes = Pack::with_task().adding(LEDGER, rows).mistakes();
    assert_eq!(mistakes.iter().map(|mistake| (mistake.line, mistake.column)).collect::<Vec<_>>(), [(6, 1)], "{mistakes:?}");
    assert_eq!(
        Pack::sound().with(LEDGER, Vec::new()).told(),
        [(
            String::new(),
            "缺少表头：id,clause,campaign,title,item,measure,operator,target,unit,deadline,scope,responsible,kind,note"
                .to_owned()
        )]
    );
    let told = Pack::sound().replacing(LEDGER, "id,clause", "id,claus").told();
    assert_eq!(told.iter().map(|(_, message)| message.as_str()).collect::<Vec<_>>(), ["缺少列`clause`", "没有这一列：`claus`"]);
}
