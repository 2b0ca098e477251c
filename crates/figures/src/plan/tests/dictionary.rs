//! The dictionary of items: forms that ask by name, what contradicts it, names that SQL would take for numbers.

use super::pack::{FORM, INDICATORS, Pack, RULES};
use crate::plan::Plan;
use crate::plan::rule::Test;
use tongbao_returns::domain::{Form, Item, Kind};

const ITEMS: &str = "common/items.toml";
const OWN: &str = "demo/items.toml";

const DICTIONARY: &str = r#"[[item]]
name = "总诊疗人次"
unit = "人次"
kind = "flow"
aliases = ["诊疗总量"]
[[item]]
name = "中医诊疗人次"
unit = "人次"
kind = "flow"
part-of = "总诊疗人次"
definition = "按就诊科室"
yearbook = "卫健统1-1表"
[[item]]
name = "5岁以下儿童死亡数"
label = "5岁以下儿童死亡数（人），按户籍"
unit = "人"
kind = "flow"
[[item]]
name = "建成国医堂"
unit = "是否"
kind = "yesno"
aliases = ["国医堂"]
"#;

const BY_NAME: &str = r#"id = "centre"
code = "D-01"
title = "卫生院季报"
version = "2024"
issuer = "市卫健委"
filed-by = ["乡镇卫生院"]
[[sheet]]
name = "服务"
title = "医疗服务"
items = [
  ["1.1", "总诊疗人次"],
  ["1.2", "中医诊疗人次", "其中"],
  ["A03", "5岁以下儿童死亡数", "", "含新生儿"],
]
[[sheet.item]]
code = "B1"
name = "建成国医堂"
"#;

const BEDS: &str = r#"[[item]]
name = "床位"
unit = "张"
kind = "stock"
[[item]]
name = "康复床位"
unit = "张"
kind = "stock"
part-of = "床位"
"#;

fn pack() -> Pack {
    let put = |pack: Pack, file: &'static str, text: &str| pack.with(file, text.as_bytes().to_vec());
    put(put(put(Pack::sound(), ITEMS, DICTIONARY), FORM, BY_NAME), OWN, BEDS)
}

#[track_caller]
fn loaded(pack: &Pack) -> Plan {
    pack.load().unwrap_or_else(|error| panic!("{error}\n{}", error.shown().join("\n")))
}

fn centre(plan: &Plan) -> &Form {
    plan.forms.iter().find(|form| form.id.as_str() == "centre").expect("the form")
}

#[test]
fn a_form_asks_by_name_and_the_dictionary_says_what() {
    let plan = loaded(&pack());
    let items: Vec<&Item> = centre(&plan).items().collect();
    let [visits, chinese, deaths, hall] = items.as_slice() else { panic!("four items") };
    assert_eq!(items.iter().map(|item| item.code.as_str()).collect::<Vec<_>>(), ["1.1", "1.2", "A03", "B1"]);
    assert_eq!((visits.unit.as_str(), &visits.kind, &visits.part_of), ("人次", &Kind::Flow, &None));
    assert_eq!(chinese.part_of.as_ref(), Some(&visits.name));
    assert_eq!(chinese.note, "按就诊科室（同卫健统1-1表）");
    assert_eq!((deaths.printed(), deaths.note.as_str()), ("5岁以下儿童死亡数（人），按户籍", "含新生儿"));
    assert_eq!((&hall.kind, hall.unit.as_str(), hall.printed()), (&Kind::YesNo, "是否", "建成国医堂"));
}

#[test]
fn a_part_without_a_word_of_the_dictionary_belongs_to_the_nearest_whole_above() {
    let dictionary = DICTIONARY.replace("part-of = \"总诊疗人次\"\n", "");
    let part_of = |word: &str| {
        let form = BY_NAME.replace("\"其中\"", &format!("\"{word}\""));
        let pack = pack().with(ITEMS, dictionary.clone().into_bytes()).with(FORM, form.into_bytes());
        let plan = loaded(&pack);
        let whole = centre(&plan).item(1).and_then(|item| item.part_of.clone());
        whole.map(|whole| whole.to_string())
    };
    assert_eq!(part_of("").as_deref(), None);
    assert_eq!(part_of("其中").as_deref(), Some("总诊疗人次"));
    // Below or above, by name.
    assert_eq!(part_of("其中：5岁以下儿童死亡数").as_deref(), Some("5岁以下儿童死亡数"));
}

#[test]
fn slips_in_a_line_are_told_at_their_place() {
    let slips = [
        ("[\"A03\", \"5岁以下儿童死亡数\"", "[\"A03\", \"国医堂\"", "\"国医堂\"", "指标项字典里没有`国医堂`"),
        ("\"其中\"", "\"其他\"", "\"其他\"", "第三格只写`其中`或`其中：整体的名称`，这里是`其他`"),
        (
            "\"其中\"",
            "\"其中：5岁以下儿童死亡数\"",
            "\"其中：5岁以下儿童死亡数\"",
            "`中医诊疗人次`的整体与指标项字典不同：common/items.toml:7是`总诊疗人次`，这里是`5岁以下儿童死亡数`",
        ),
        ("[\"A03\", \"5岁以下儿童死亡数\", \"\", \"含新生儿\"]", "[\"A03\"]", "[\"A03\"]", "`items`的一行应有二至四格"),
        ("\"1.2\"", "\"1.1\"", "\"1.1\"", "代码`1.1`重复：`总诊疗人次`已用"),
        ("\"A03\"", "\"甲3\"", "\"甲3\"", "代码只能用英文字母、数字、点和短横，这里是`甲3`"),
        (
            "name = \"建成国医堂\"\n",
            "name = \"建成国医堂\"\nunit = \"个\"\n",
            "\"个\"",
            "`建成国医堂`的`unit`与指标项字典不同：common/items.toml:19是`是否`，这里是`个`",
        ),
        ("\"含新生儿\"]", "3]", "3", "`items`里的一项应是文字，这里是数`3`"),
    ];
    for (from, to, quoted, message) in slips {
        let told = pack().replacing(FORM, from, to).told();
        assert_eq!(told, [(quoted.to_owned(), message.to_owned())], "`{from}` → `{to}`");
    }
    let hints = |from: &str, to: &str| pack().replacing(FORM, from, to).mistakes().into_iter().filter_map(|told| told.hint);
    let hint = hints("[\"A03\", \"5岁以下儿童死亡数\"", "[\"A03\", \"国医堂\"").next();
    assert_eq!(hint.as_deref(), Some("`国医堂`在指标项字典里叫`建成国医堂`（common/items.toml:22）"));
    let hint = hints("[\"A03\", \"5岁以下儿童死亡数\"", "[\"A03\", \"五岁以下儿童死亡数\"").next();
    assert_eq!(hint.as_deref(), Some("是否想写`5岁以下儿童死亡数`"));
}

#[test]
fn slips_in_the_dictionary_are_told_at_their_place() {
    for (from, to, quoted, message) in [
        ("part-of = \"床位\"", "part-of = \"床\"", "\"床\"", "指标项字典里没有`床`"),
        ("part-of = \"床位\"", "part-of = \"康复床位\"", "\"康复床位\"", "`康复床位`成了自己的其中项"),
        (
            "name = \"康复床位\"\nunit = \"张\"",
            "name = \"康复床位\"\nunit = \"人\"",
            "\"床位\"",
            "`康复床位`的计量单位是人，`床位`的是张，不能是其中项",
        ),
        ("name = \"康复床位\"", "name = \"床位\"", "\"床位\"", "指标项`床位`重复：第2行已有"),
        (
            "name = \"床位\"",
            "name = \"床位\"\naliases = [\"康复床位\"]",
            "\"康复床位\"",
            "`康复床位`是指标项的名称，不能又是`床位`的别名",
        ),
        (
            "name = \"床位\"",
            "name = \"床位\"\naliases = [\"国医堂\"]",
            "\"国医堂\"",
            "`国医堂`已是`建成国医堂`的别名（common/items.toml:22）",
        ),
        ("kind = \"stock\"", "kind = \"stok\"", "\"stok\"", "`kind`没有这个取值：`stok`"),
        ("kind = \"stock\"", "kind = \"stock\"\ncode = \"1\"", "code", "没有这个键：`code`"),
    ] {
        let told = pack().replacing(OWN, from, to).told();
        assert_eq!(told, [(quoted.to_owned(), message.to_owned())], "`{from}` → `{to}`");
    }
}

#[test]
fn what_a_pack_says_of_an_item_of_all_packs_may_add_and_not_contradict() {
    let own = |text: &str| pack().with(OWN, text.as_bytes().to_vec());
    let added = "[[item]]\nname = \"总诊疗人次\"\nlabel = \"诊疗（总）\"\ndefinition = \"含急诊\"\n";
    let plan = loaded(&own(added));
    let visits = centre(&plan).item(0).expect("an item");
    assert_eq!((visits.printed(), visits.note.as_str(), visits.unit.as_str()), ("诊疗（总）", "含急诊", "人次"));
    let contradicted = "[[item]]\nname = \"总诊疗人次\"\nunit = \"万人次\"\nkind = \"stock\"\nmin = 0\n";
    let told: Vec<String> = own(contradicted).told().into_iter().map(|(_, message)| message).collect();
    let differs = |key: &str, there: &str, here: &str| {
        format!("`总诊疗人次`的`{key}`与指标项字典不同：common/items.toml:2是`{there}`，这里是`{here}`")
    };
    assert_eq!(told, [differs("unit", "人次", "万人次"), differs("kind", "flow", "stock"), differs("min", "没有写", "0")]);
}

#[test]
fn an_alias_is_no_second_name() {
    let told = pack().replacing(FORM, "name = \"建成国医堂\"", "name = \"国医堂\"\nunit = \"是否\"\nkind = \"yesno\"").told();
    let of_alias = ("\"国医堂\"".to_owned(), "`国医堂`是`建成国医堂`的别名：一回事只用一个名称".to_owned());
    assert!(told.contains(&of_alias), "{told:?}");
}

#[test]
fn a_name_of_the_dictionary_that_no_form_asks_for_is_told_as_that() {
    let told = pack().replacing(INDICATORS, "SUM(中医诊疗人次)", "SUM(康复床位)").mistakes();
    let [mistake] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(mistake.message, "没有指标项`康复床位`");
    assert_eq!(mistake.hint.as_deref(), Some("`康复床位`在指标项字典里，但没有表式问它：在一张表的`items`里加一行"));
}

#[test]
fn a_name_that_begins_with_a_digit_stands_in_quotes() {
    let formula = "\"SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)\"";
    let quoted = "'SUM(\"5岁以下儿童死亡数\") * 100.0 / SUM(总诊疗人次)'";
    let plan = loaded(&pack().replacing(INDICATORS, formula, quoted));
    let reads = &plan.indicators[0].formula.reads;
    assert_eq!(reads.iter().map(|item| item.name.as_str()).collect::<Vec<_>>(), ["5岁以下儿童死亡数", "总诊疗人次"]);
    for bare in ["\"SUM(5岁以下儿童死亡数) / SUM(总诊疗人次)\"", "\"SUM(总诊疗人次) - 5岁以下儿童死亡数\""]
    {
        let told = pack().replacing(INDICATORS, formula, bare).told();
        let message = "`5岁以下儿童死亡数`以数字开头，公式里要加双引号";
        assert_eq!(told, [("5岁以下儿童死亡数".to_owned(), message.to_owned())], "{bare}");
    }
}

#[test]
fn a_rule_with_items_quotes_them_by_itself() {
    let pack = pack()
        .replacing(
            RULES,
            "check = \"中医诊疗人次 <= 总诊疗人次\"",
            "check = \"{item} >= 上期_{item}\"\nitems = [\"5岁以下儿童死亡数\"]",
        )
        .replacing(RULES, "中医（{中医诊疗人次}）大于总数", "{item}（{{item}}）小于上期（{上期_{item}}）");
    let plan = loaded(&pack);
    let Test::Conditions(conditions) = &plan.rules[0].test else { panic!("a condition") };
    let [condition] = conditions.as_slice() else { panic!("one item") };
    assert_eq!(condition.formula.text, "\"5岁以下儿童死亡数\" >= 上期_5岁以下儿童死亡数");
    assert_eq!(condition.expected, "5岁以下儿童死亡数应不小于上期5岁以下儿童死亡数，允许相差0.5");
    assert_eq!(
        condition.message.filled(|column| format!("<{column}>")),
        "5岁以下儿童死亡数（<5岁以下儿童死亡数>）小于上期（<上期_5岁以下儿童死亡数>）"
    );
    let told = pack.replacing(RULES, "{item} >= 上期_{item}", "{item} >= 0 AND 5岁以下儿童死亡数 >= 0").told();
    assert!(told.iter().any(|(_, message)| message.contains("要加双引号")), "{told:?}");
}
