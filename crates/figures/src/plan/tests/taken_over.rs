//! What an indicator is taken over: slips in `over`, in indicators that read others, in counts of the registry, and in conditions.

use super::pack::{INDICATORS, PLAN, Pack, RULES};
use crate::plan::{Scope, TakenOver, Variable};

const CONDITION: &str = "类别 = '乡镇卫生院'";

/// An indicator over the one of the pack, and counts of the registry.
const OTHERS: &str = r#"
[[indicator]]
id = "达标县占比"
source = ["demo:1#3"]
campaign = "二、服务"
clause = "2"
formula = "SUM(CASE WHEN 指标_中医诊疗占比 >= 30 THEN 1 ELSE 0 END) * 100.0 / COUNT(指标_中医诊疗占比)"
unit = "%"
decimals = 1
better = "higher"
scopes = ["area"]
over = "county"

[[indicator]]
id = "专科联盟数"
source = ["demo:1#4"]
campaign = "二、服务"
clause = "2"
formula = "名录_医联体数"
unit = "个"
decimals = 0
better = "neutral"
scopes = ["county", "area"]
where = "医联体类型 = '专科联盟'"
"#;

/// The same with one change, and what is then told: what each mistake quotes, its message and hint.
#[track_caller]
fn told(from: &str, to: &str) -> Vec<(String, String, String)> {
    let pack = Pack::sound().adding(INDICATORS, OTHERS).replacing(INDICATORS, from, to);
    let quoted = |mistake: &crate::plan::Mistake| pack.text(mistake.file.to_str().unwrap())[mistake.span()].to_owned();
    let mistakes = pack.mistakes();
    mistakes.iter().map(|one| (quoted(one), one.message.clone(), one.hint.clone().unwrap_or_default())).collect()
}

#[track_caller]
fn only(from: &str, to: &str, quoted: &str, message: &str) -> String {
    let told = told(from, to);
    let [(found, said, hint)] = told.as_slice() else { panic!("`{to}`: {told:?}") };
    assert_eq!((found.as_str(), said.as_str()), (quoted, message), "{to}");
    hint.clone()
}

#[test]
fn a_sound_pack_says_what_each_indicator_is_taken_over() {
    let plan = Pack::sound().adding(INDICATORS, OTHERS).load().unwrap();
    let over: Vec<TakenOver> = plan.indicators.iter().map(crate::plan::Indicator::taken_over).collect();
    assert_eq!(over, [TakenOver::Units, TakenOver::Units, TakenOver::Members(Scope::County), TakenOver::Registry]);
    let behind = plan.items_behind(&plan.indicators[2]);
    let behind: Vec<&str> = behind.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(behind, ["中医诊疗人次", "总诊疗人次"]);
}

#[test]
fn an_indicator_over_others_names_them_and_for_whom() {
    let inner = "指标_中医诊疗占比 >= 30";
    let hint = only(inner, "指标_中医诊疗率 >= 30", "指标_中医诊疗率", "没有指标`中医诊疗率`");
    assert_eq!(hint, "是否想写`中医诊疗占比`");
    let hint = only(inner, "指标_国医堂覆盖率 >= 30", "指标_国医堂覆盖率", "指标`国医堂覆盖率`没有算到`county`，不能按它计算");
    assert_eq!(hint, "在指标`国医堂覆盖率`的`scopes`里加上`county`");
    let told = told("over = \"county\"\n", "");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].1, "读`指标_中医诊疗占比`的公式要写明`over`：按哪一级的数计算");
    let messages: Vec<String> = self::told("over = \"county\"", "over = \"area\"").into_iter().map(|(_, said, _)| said).collect();
    assert!(messages.contains(&"`over`没有这个取值：`area`".to_owned()), "{messages:?}");
    let hint = only(
        "scopes = [\"area\"]\nover",
        "scopes = [\"county\", \"area\"]\nover",
        "\"county\"",
        "`over = \"county\"`的指标不能算到`county`",
    );
    assert_eq!(hint, "可用的有：area");
}

#[test]
fn one_formula_stands_on_one_thing() {
    let counted = "COUNT(指标_中医诊疗占比)";
    let hint = only(counted, "COUNT(总诊疗人次)", "总诊疗人次", "有`over`的公式只读别的指标，不能直接读指标项`总诊疗人次`");
    assert_eq!(hint, "先把它写成一个指标，再在这里写 指标_…");
    only(
        "\"名录_医联体数\"",
        "\"名录_医联体数 / SUM(总诊疗人次)\"",
        "总诊疗人次",
        "`名录_医联体数`不能与指标项`总诊疗人次`写在一个公式里",
    );
    let hint =
        only("\"名录_医联体数\"", "\"SUM(名录_医联体数)\"", "名录_医联体数", "`名录_医联体数`已经是一组的个数，不用再汇总");
    assert_eq!(hint, "直接写 名录_医联体数");
    let whole = "\"ROUND(名录_医联体数, 0)\"";
    only("\"名录_医联体数\"", whole, whole, "名录的个数之间只能加减乘除，不能写`ROUND(名录_医联体数, 0)`");
    let hint = only("\"名录_医联体数\"", "\"SUM(名录_医联体)\"", "名录_医联体", "名录里没有`名录_医联体`可数");
    assert_eq!(hint, "是否想写`名录_医联体数`");
}

#[test]
fn nobody_reads_itself() {
    let itself = "\"AVG(指标_达标县占比)\"";
    let formula = "\"SUM(CASE WHEN 指标_中医诊疗占比 >= 30 THEN 1 ELSE 0 END) * 100.0 / COUNT(指标_中医诊疗占比)\"";
    let told = told(formula, itself);
    let messages: Vec<&str> = told.iter().map(|(_, message, _)| message.as_str()).collect();
    assert!(messages.contains(&"指标`达标县占比`绕了一圈又读到自己"), "{messages:?}");
}

#[test]
fn ratios_are_averaged_when_it_is_said_and_never_added_up() {
    let formula = "\"SUM(CASE WHEN 指标_中医诊疗占比 >= 30 THEN 1 ELSE 0 END) * 100.0 / COUNT(指标_中医诊疗占比)\"";
    assert_eq!(told(formula, "\"AVG(指标_中医诊疗占比)\""), []);
    let hint = only(formula, "\"SUM(指标_中医诊疗占比)\"", "指标_中医诊疗占比", "指标`中医诊疗占比`是比率或平均数，不能相加");
    assert_eq!(hint, "比率、平均数可用 AVG、MEDIAN、MIN、MAX，或用 CASE WHEN 计数");
    let ratio = "\"SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)\"";
    let hint = only(ratio, "\"AVG(中医诊疗人次 / 总诊疗人次)\"", "中医诊疗人次", "比率不能求平均，应写成 SUM(分子) / SUM(分母)");
    assert!(hint.contains("over = \"unit\""), "{hint}");
}

#[test]
fn what_the_engine_would_not_honour_is_told_with_what_to_write() {
    let ratio = "\"SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)\"";
    let message = "COUNT(*) 数不出单位：没有报数的单位不在其中，报了哪一项也没有说";
    let hint = only(ratio, "\"SUM(中医诊疗人次) / COUNT(*)\"", "COUNT(*)", message);
    assert_eq!(hint, "报了某一项的单位数写 COUNT(指标项)，名录上的机构数写 名录_机构数");
    let hint = only(ratio, "\"AVERAGE(总诊疗人次)\"", "AVERAGE", "没有函数`AVERAGE`");
    assert_eq!(hint, "求平均数写 AVG(指标项)");
    let hint = only(ratio, "\"sumif(总诊疗人次, 1)\"", "sumif", "没有函数`SUMIF`");
    assert_eq!(hint, "按条件相加写 SUM(CASE WHEN 条件 THEN 指标项 ELSE 0 END)");
    let window = "\"SUM(总诊疗人次) OVER ()\"";
    let hint = only(ratio, window, window, "不能用窗口函数（OVER）");
    assert_eq!(hint, "公式对一组只得一个数：去掉 OVER，只写里面的汇总");
}

#[test]
fn a_condition_asks_what_the_registry_and_the_units_can_say() {
    for sound in [
        "建成国医堂 = '是'",
        "类别 = '乡镇卫生院' AND 建成国医堂 <> '否'",
        "医联体类型 = '紧密型县域医共体'",
        "类别 = '乡镇卫生院' AND 等级 IN ('一级', '一级甲等')",
    ] {
        assert_eq!(told(CONDITION, sound), [], "{sound}");
    }
    let hint = only(CONDITION, "等级 = '1级'", "1级", "名录没有等级`1级`");
    assert_eq!(hint, "是否想写`一级`");
    only(CONDITION, "医联体类型 = '医共体'", "医共体", "名录没有医联体类型`医共体`");
    only(CONDITION, "建成国医堂 = '有'", "建成国医堂", "`建成国医堂`没有答案`有`，只有：是、否");
    only(CONDITION, "上期_建成国医堂 = '是'", "上期_建成国医堂", "条件只看本期的答案，不能用`上期_建成国医堂`");
    let filled = "\"COALESCE(建成国医堂, '否') = '是'\"";
    let message = "条件里不能用 COALESCE、IFNULL、IS NULL 代替空白：没有作答不是否";
    only("\"类别 = '乡镇卫生院'\"", filled, filled, message);
    only("医联体类型 = '专科联盟'", "类别 = '乡镇卫生院'", "类别", "条件这里只能用医联体类型或同组，不能用`类别`");
    let of_counties = "over = \"county\"\nwhere = \"县区代码 <> '370811'\"";
    assert_eq!(told("over = \"county\"", of_counties), []);
    let of_units = "over = \"county\"\nwhere = \"建成国医堂 = '是'\"";
    only("over = \"county\"", of_units, "建成国医堂", "条件只能用县区、县区代码或同组，没有`建成国医堂`");
}

#[test]
fn rules_know_nothing_of_groups() {
    let pack = Pack::sound().replacing(RULES, "中医诊疗人次 <= 总诊疗人次", "中医诊疗人次 <= 名录_机构数");
    let told = pack.told();
    assert!(told.contains(&("名录_机构数".to_owned(), "审核规则逐个单位判断，不能用`名录_机构数`".to_owned())), "{told:?}");
    let pack = Pack::sound().replacing(RULES, "中医诊疗人次 <= 总诊疗人次", "中医诊疗人次 <= 上年末_总诊疗人次");
    assert_eq!(pack.told(), [], "the end of last year is another period");
}

/// Two peer groups, of counties and of hospitals.
const PEERS: &str = "[[peer-group]]\nname = \"城区\"\ncounties = [\"370811\", \"兖州区\"]\n\
                     [[peer-group]]\nname = \"二级医院\"\ncategories = [\"二级公立医院\"]\n";

#[test]
fn counties_are_chosen_by_name_and_by_peer_group() {
    let pack = |condition: &str| {
        let of_counties = format!("over = \"county\"\nwhere = \"{condition}\"");
        Pack::sound().adding(PLAN, PEERS).adding(INDICATORS, OTHERS).replacing(INDICATORS, "over = \"county\"", &of_counties)
    };
    for sound in ["县区 = '任城区'", "县区 IN ('任城区', '370812')", "同组 = '城区'", "同组 <> '城区' AND 县区代码 <> '370881'"]
    {
        assert_eq!(pack(sound).told(), [], "{sound}");
    }
    // What is run asks the registry alone; the text stays as it is written.
    let plan = pack("同组 = '城区'").load().unwrap();
    let condition = plan.indicators[2].condition.as_ref().unwrap();
    assert_eq!((condition.text.as_str(), condition.others.as_slice()), ("同组 = '城区'", [Variable::County].as_slice()));
    assert_eq!(condition.words_of(&Variable::County), ["370811", "兖州区"]);
    assert_eq!(plan.indicators[2].chosen_in_words().as_deref(), Some("同组为“城区”的县区"));
    for (condition, quoted, message) in [
        ("县区代码 IN ('任城区')", "任城区", "县区代码是六位数字，`任城区`不是"),
        ("县区代码 = '230199'", "230199", "`230199`不是`370800`的县区"),
        ("同组 = '郊区'", "郊区", "plan.toml 里没有同类组`郊区`"),
        ("同组 = '二级医院'", "二级医院", "同类组`二级医院`用于unit，这里选的不是"),
        ("同组 LIKE '城%'", "\"同组 LIKE '城%'\"", "`同组`只用 =、<>、IN、NOT IN 与同类组的名称比较"),
        ("类别 = '乡镇卫生院'", "类别", "条件这里只能用县区、县区代码或同组，不能用`类别`"),
    ] {
        assert_eq!(pack(condition).told(), [(quoted.to_owned(), message.to_owned())], "{condition}");
    }
    let hint = pack("县区代码 IN ('任城区')").mistakes().remove(0).hint;
    assert_eq!(hint.as_deref(), Some("按名称选的写 县区 = '任城区'"));
}

#[test]
fn units_are_chosen_by_peer_group_and_by_the_county_in_which_they_lie() {
    let pack = |condition: &str| Pack::sound().adding(PLAN, PEERS).replacing(INDICATORS, CONDITION, condition);
    for sound in ["类别 = '乡镇卫生院' AND 同组 = '城区'", "县区 = '任城区'", "同组 <> '二级医院'"] {
        assert_eq!(pack(sound).told(), [], "{sound}");
    }
    let nobody = pack("同组 = '二级医院'").told();
    assert!(nobody.contains(&("中医诊疗人次".to_owned(), "条件选出的单位都不填报`中医诊疗人次`".to_owned())), "{nobody:?}");
    let named = PEERS.replace("370811", "任城区");
    let pack = Pack::sound().adding(PLAN, &named).replacing(INDICATORS, CONDITION, "县区 = '任成区'");
    assert_eq!(pack.told(), [("任成区".to_owned(), "plan.toml 的同类组里没有县区`任成区`".to_owned())]);
}
