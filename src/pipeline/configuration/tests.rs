//! Plans and registries that do not fit together, a slip at a time. The plan is that of Kailu as shipped, or with another area.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::super::samples::plan;
use super::*;
use tongbao_document::{Comparison, Expression};
use tongbao_figures::plan::{
    Audience, Demand, Due, Formula, GroupAttribute, Indicator, Mistake, PeerGroup, PeersOf, Scope, Target, Variable,
};
use tongbao_returns::domain::{AllianceCode, AskedUnits, Category, UnitCode};
use tongbao_returns::registry::{Alliance, County, Membership, PredecessorData, Unit};

const DAY: Date = date(2025, 9, 30);

fn unit(code: &str, category: &str, county: &str) -> (UnitCode, Unit) {
    let code = UnitCode::new(code);
    let unit = Unit::new(code.clone(), format!("示例{code}"), Category::new(category), CountyCode::new(county));
    (code, unit)
}

fn county(code: &str, parent: Option<&str>) -> County {
    let (name, parent) = (format!("县{code}"), parent.map(CountyCode::new));
    County { code: CountyCode::new(code), name: name.clone(), short_name: name, parent }
}

fn alliance(code: &str, kind: &str) -> Alliance {
    let (code, name) = (AllianceCode::new(code), format!("医共体{code}"));
    Alliance { code, name, kind: kind.to_owned(), lead: None, opened: None, closed: None }
}

fn member(alliance: &str, unit: &str) -> Membership {
    Membership { alliance: AllianceCode::new(alliance), unit: UnitCode::new(unit), joined: None, left: None, document: None }
}

/// One unit of each category that Kailu's plan knows, in the area itself.
fn sound() -> Registry {
    let categories = forms(&[plan()]).into_iter().flat_map(|form| form.filed_by).map(|category| category.to_string());
    let units: BTreeMap<UnitCode, Unit> =
        categories.enumerate().map(|(number, category)| unit(&format!("U{number}"), &category, "150523")).collect();
    Registry {
        units,
        counties: vec![county("150523", None)],
        alliances: vec![alliance("A1", "紧密型县域医共体")],
        memberships: vec![member("A1", "U0")],
    }
}

/// What is wrong, but for tasks: nobody in these registries bears the names of the plan.
#[track_caller]
fn told(plans: &[Plan], mut registry: Registry) -> Vec<String> {
    let adopted = Areas::of(plans).adopt(&mut registry);
    let places = Places::default();
    let warnings = Configuration { plans, registry: &registry, places: &places, adopted: &adopted, day: DAY }.warnings();
    let is_meant = |warning: &&Warning| !matches!(warning.trouble, Trouble::TasksOfNobody { .. });
    warnings.unwrap().iter().filter(is_meant).map(|warning| warning.trouble.to_string()).collect()
}

fn of_kailu(change: impl Fn(&mut Registry)) -> Vec<String> {
    let mut registry = sound();
    change(&mut registry);
    told(&[plan()], registry)
}

/// The plan with a city for its area, and two counties.
fn of_a_city(counties: Vec<County>) -> (Plan, Registry) {
    let plan = Plan { area_code: CountyCode::new("150500"), area_name: "通辽市".to_owned(), ..plan() };
    let mut registry = sound();
    for (position, unit) in registry.units.values_mut().enumerate() {
        unit.county = CountyCode::new(if position % 2 == 0 { "150522" } else { "150523" });
    }
    registry.counties = counties;
    (plan, registry)
}

#[test]
fn what_a_draft_has_left_to_its_author_is_told() {
    let blank = |line| Mistake::in_text("plans/a/plan.toml".into(), &"\n".repeat(line), line..line, "待填".to_owned());
    let with = |count: usize| Plan { unfilled: (0..count).map(blank).collect(), ..plan() };
    assert_eq!(told(&[with(1)], sound()), ["方案包还没有写完（待填：plans/a/plan.toml:1），不能定稿"]);
    let several = "方案包还没有写完（待填：plans/a/plan.toml:1、plans/a/plan.toml:2、plans/a/plan.toml:3等5处），不能定稿";
    assert_eq!(told(&[with(5)], sound()), [several]);
}

#[test]
fn what_fits_together_is_not_told() {
    assert_eq!(of_kailu(|_| {}), [""; 0]);
    let counties = vec![county("150500", None), county("150522", Some("150500")), county("150523", Some("150500"))];
    let (plan, registry) = of_a_city(counties);
    assert_eq!(told(&[plan], registry), [""; 0]);
}

#[test]
fn counties_that_take_no_part_are_not_warned_of() {
    let counties = vec![county("150500", None), county("150522", Some("150500")), county("150523", Some("150500"))];
    let (plan, mut registry) = of_a_city(counties);
    registry.units.values_mut().for_each(|unit| unit.county = CountyCode::new("150523"));
    let peers = PeerGroup { name: "旗县".to_owned(), of: PeersOf::Counties(vec!["150523".to_owned()]) };
    let of = |counties: &[&str]| Plan {
        peer_groups: vec![peers.clone()],
        counties: counties.iter().map(|&county| county.to_owned()).collect(),
        ..plan.clone()
    };
    let all = ["县150522没有一家启用的单位，通报中没有数据", "县150522不在方案的任何同类组里，只在这些县（市、区）之间排名"];
    assert_eq!(told(&[of(&[])], registry.clone()), all);
    assert_eq!(told(&[of(&["150523"])], registry.clone()), [""; 0]);
    let unknown = told(&[of(&["150523", "通辽县"])], registry);
    assert_eq!(unknown, ["参加方案的“通辽县”名录中没有，那里没有单位可报，通报里也没有"]);
}

#[test]
fn a_category_that_no_form_knows_drops_a_unit_and_says_so() {
    let found = of_kailu(|registry| registry.units.extend([unit("X1", "县医院", "150523"), unit("X2", "县医院", "150523")]));
    assert_eq!(found, ["没有一张报表由类别“县医院”填报，示例X1（X1）、示例X2（X2）不用报表，也不计入汇总"]);
    // Of a word of the template nothing is asked here: that is to be known, and nothing to act on.
    let (plans, mut registry) = ([plan()], sound());
    registry.units.extend([unit("X1", "疾控中心", "150523")]);
    let configuration = Configuration { plans: &plans, registry: &registry, places: &Places::default(), adopted: &[], day: DAY };
    let found = configuration.warnings().unwrap();
    let of_unit = found.iter().find(|warning| matches!(warning.trouble, Trouble::NothingToFile { .. })).unwrap();
    assert!(!of_unit.needs_action());
}

#[test]
fn figures_that_a_successor_has_no_form_for_are_told() {
    let merged = |successor: &'static str| {
        of_kailu(move |registry| {
            let (code, old) = unit("X1", "乡镇卫生院", "150523");
            registry.units.insert(code.clone(), Unit { closed: Some(date(2025, 6, 30)), ..old });
            let (new_code, new) = unit("X2", successor, "150523");
            let predecessor_data = PredecessorData::Contained;
            registry.units.insert(new_code, Unit { predecessors: vec![code], predecessor_data, ..new });
        })
    };
    assert_eq!(merged("乡镇卫生院"), [""; 0], "its forms ask for the same");
    let [told] = merged("县级医保经办").try_into().expect("one warning");
    assert!(told.starts_with("示例X1的数据已写明并入示例X2，而示例X2的报表没有"), "{told}");
}

#[test]
fn where_nobody_files_anything_nothing_is_made() {
    let mut registry = sound();
    registry.units.values_mut().for_each(|unit| unit.category = Category::new("机构"));
    let plans = [plan()];
    let configuration = Configuration { plans: &plans, registry: &registry, places: &Places::default(), adopted: &[], day: DAY };
    let error = configuration.warnings().unwrap_err();
    assert!(error.is_configuration(), "{error}");
    let RunError::NobodyFiles { warnings, .. } = error else { panic!("{error}") };
    assert_eq!(warnings.len(), 1, "one word is one warning: {warnings:?}");
}

#[test]
fn a_county_without_parent_belongs_to_the_plans_area_and_is_told() {
    let (plan, mut registry) =
        of_a_city(vec![county("150000", None), county("150500", None), county("150522", None), county("150523", None)]);
    let plans = [plan];
    assert_eq!(
        told(&plans, registry.clone()),
        ["县150522、县150523没有填上级，已作为通辽市（150500）的县（市、区）"],
        "the province above is no county"
    );
    assert_eq!(Areas::of(&plans).adopt(&mut registry).len(), 2);
    assert_eq!(registry.as_of(DAY).counties_of(&CountyCode::new("150500")).len(), 2, "both get their bulletins");
    // The area of a county's plan is not divided.
    let found = of_kailu(|registry| registry.counties.extend([county("150500", None), county("150522", None)]));
    assert_eq!(found, ["县150522没有填上级，也看不出属于哪个方案的范围，不出该县（市、区）的通报，其单位只计入合计"]);
}

#[test]
fn counties_and_units_outside_the_area_are_told() {
    let counties = vec![county("150500", None), county("150522", Some("150501")), county("150523", Some("150500"))];
    let (plan, mut registry) = of_a_city(counties);
    registry.units.extend([unit("X1", "乡镇卫生院", "150501")]);
    assert_eq!(
        told(&[plan], registry),
        [
            "县区代码150501不在方案的范围内，示例X1（X1）只计入合计，不计入任何县（市、区）",
            "县150522的上级150501不是方案的范围，不出该县（市、区）的通报，其单位只计入合计",
        ]
    );
}

#[test]
fn a_county_that_is_its_own_parent_is_told_as_that() {
    let counties = vec![county("150500", None), county("150522", Some("150522")), county("150523", Some("150500"))];
    let (plan, registry) = of_a_city(counties);
    assert!(told(&[plan], registry).contains(&"县150522的上级填成了它自己".to_owned()));
}

#[test]
fn a_county_without_units_is_told() {
    let counties = ["150522", "150523", "150524"].map(|code| county(code, Some("150500")));
    let (plan, registry) = of_a_city([county("150500", None)].into_iter().chain(counties).collect());
    assert_eq!(told(&[plan], registry), ["县150524没有一家启用的单位，通报中没有数据"]);
}

#[test]
fn alliances_of_an_unknown_kind_or_without_members_are_told() {
    let found = of_kailu(|registry| {
        registry.alliances.extend([alliance("A2", "医共体")]);
        registry.memberships.extend([member("A2", "U1")]);
        registry.alliances.push(alliance("A3", "专科联盟"));
    });
    assert_eq!(found, ["类型“医共体”不是方案所用的类型，医共体A2不参加同类排名和评分", "医共体A3没有一个成员，通报中没有数据"]);
}

#[test]
fn a_kind_of_alliances_that_a_plan_declares_is_known() {
    let groups =
        vec![PeerGroup { name: "集团".to_owned(), of: PeersOf::AllianceKinds(vec!["中医城市医联体".to_owned()]) }];
    let mut asking = plan();
    asking.indicators[0].condition = Some(Formula::<Variable>::parse("医联体类型 = '眼科联盟'").unwrap());
    let kinds = |plan: Plan| {
        let mut registry = sound();
        for (code, kind) in [("A2", "中医城市医联体"), ("A3", "眼科联盟"), ("A4", "儿科联盟")] {
            registry.alliances.push(alliance(code, kind));
            registry.memberships.push(member(code, "U1"));
        }
        let told = told(&[plan], registry);
        told.iter()
            .filter(|told| told.starts_with("类型“"))
            .map(|told| told.split('”').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds(plan()), ["类型“中医城市医联体", "类型“儿科联盟", "类型“眼科联盟"]);
    assert_eq!(kinds(Plan { peer_groups: groups, ..plan() }), ["类型“儿科联盟", "类型“眼科联盟"]);
    assert_eq!(kinds(asking), ["类型“中医城市医联体", "类型“儿科联盟"]);
}

#[test]
fn a_membership_that_holds_on_no_day_is_told() {
    let found = of_kailu(|registry| {
        let closed = registry.units.values_mut().next().unwrap();
        closed.closed = Some(date(2024, 12, 31));
        let (unit, joined) = (closed.code.clone(), Some(date(2025, 1, 1)));
        registry.memberships = vec![
            Membership { unit, joined, ..member("A1", "") },
            Membership { joined, left: Some(date(2025, 6, 30)), ..member("A1", "U1") },
            member("A1", "U2"),
        ];
    });
    let of_members: Vec<&String> = found.iter().filter(|told| told.contains("没有一天")).collect();
    assert_eq!(of_members, ["示例U0没有一天是医共体A1的成员：成员、单位、医联体的起止日期没有重合"], "what is over was once");
}

#[test]
fn a_form_and_an_indicator_of_nobody_are_told() {
    let mut plan = plan();
    let found = |registry: Registry, plan: &Plan| told(std::slice::from_ref(plan), registry);
    let mut registry = sound();
    registry.units.retain(|_, unit| unit.category.as_str() != "县级医保经办");
    assert!(
        found(registry, &plan)
            .iter()
            .any(|told| told.starts_with('《') && told.contains("没有单位填报：名录中没有启用的县级医保经办")),
        "a form of nobody"
    );
    // A condition for a grade that no unit has.
    let never = Formula::<Variable>::parse("等级 = '三级甲等'").unwrap();
    plan.indicators[0].condition = Some(never);
    let id = plan.indicators[0].id.clone();
    assert_eq!(found(sound(), &plan), [format!("指标“{id}”没有选中任何单位，没有数据：等级为“三级甲等”的单位")]);
}

#[test]
fn what_the_registry_has_not_is_told_at_the_line_of_the_pack() {
    let (mut plan, mut registry) = (plan(), sound());
    registry.units.retain(|_, unit| unit.category.as_str() != "县级医保经办");
    // Among counties nobody is a unit.
    let first = &mut plan.indicators[0];
    let of_counties = Indicator {
        over: Some(Scope::County),
        condition: Some(Formula::<Variable>::parse("县区 = '丁县'").unwrap()),
        ..first.clone()
    };
    let id = first.id.clone();
    *first = of_counties;
    let plans = [plan];
    let configuration = Configuration { plans: &plans, registry: &registry, places: &Places::default(), adopted: &[], day: DAY };
    let warnings = configuration.warnings().unwrap();
    let of_nobody = warnings.iter().find(|warning| matches!(warning.trouble, Trouble::IndicatorOfNobody { .. })).unwrap();
    let told = of_nobody.to_string();
    let begins = format!("kailu-2024/indicators.toml:13：指标“{id}”没有选中任何县区，没有数据：县区为“丁县”的县区");
    assert!(told.starts_with(&begins), "{told}");
    let told = serde_json::to_value(of_nobody).unwrap();
    assert_eq!(told["file"], "kailu-2024/indicators.toml");
    assert_eq!(told["line"], 13);
    // What is wrong in the registry has cells.
    let of_form = warnings.iter().find(|warning| matches!(warning.trouble, Trouble::FormOfNobody { .. })).unwrap();
    assert!(serde_json::to_value(of_form).unwrap()["line"].is_null());
}

#[test]
fn tasks_whose_names_nobody_bears_are_told_with_the_names() {
    let plans = [plan()];
    let registry = sound();
    let configuration = Configuration { plans: &plans, registry: &registry, places: &Places::default(), adopted: &[], day: DAY };
    let warnings = configuration.warnings().unwrap();
    let of_tasks = warnings.iter().map(ToString::to_string).find(|told| told.contains("项任务")).unwrap();
    assert!(of_tasks.starts_with("registry.xlsx 机构：《"), "{of_tasks}");
    assert!(of_tasks.contains("项任务中有") && of_tasks.contains("“县卫健委”"), "{of_tasks}");
    assert!(of_tasks.ends_with("（请把这些名称写入该单位的“曾用名/简称”，或补登该单位）"), "{of_tasks}");
}

#[test]
fn peer_groups_name_counties_that_there_are_and_leave_none_out() {
    let counties = vec![county("150500", None), county("150522", Some("150500")), county("150523", Some("150500"))];
    let (plan, registry) = of_a_city(counties);
    let group = |name: &str, of: PeersOf| PeerGroup { name: name.to_owned(), of };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let towns = group("城区", PeersOf::Counties(names(&["县150522", "县999999"])));
    let kinds = group("集团", PeersOf::AllianceKinds(names(&["城市医疗集团"])));
    let found = told(&[Plan { peer_groups: vec![towns, kinds], ..plan.clone() }], registry.clone());
    assert_eq!(
        found,
        [
            "同类组“城区”里的“县999999”名录中没有",
            "同类组“集团”里的“城市医疗集团”名录中没有",
            "县150523不在方案的任何同类组里，只在这些县（市、区）之间排名",
        ]
    );
    let whole = group("旗县", PeersOf::Counties(names(&["150522", "县150523"])));
    assert_eq!(told(&[Plan { peer_groups: vec![whole], ..plan }], registry), [""; 0]);
}

#[test]
fn a_rule_for_counties_that_there_are_not_is_told() {
    let mut plan = plan();
    let tasks = plan.forms.iter_mut().find_map(|form| form.tasks.as_mut()).unwrap();
    let within = ["县150523", "150523", "县999999"].map(str::to_owned).to_vec();
    tasks.asked.push(AskedUnits { within, ..AskedUnits::default() });
    let expected = "《医改任务台账进展报表》（TB-K08）规则的 within 里的“县999999”名录中没有，那里没有单位可报";
    assert_eq!(told(&[plan], sound()), [expected]);
}

/// The first indicator of Kailu's plan with one target for each of these words, all from the same year.
fn with_targets(words: &[(GroupAttribute, &str)]) -> Plan {
    let mut plan = plan();
    let target = |(attribute, word): &(GroupAttribute, &str)| {
        let tree = Expression::Operand(*attribute).compared(Comparison::Equal, Expression::Text((*word).to_owned()));
        let audience = Some(Audience::new(format!("{attribute} = '{word}'"), tree));
        Target { due: Due::Year(2025), set: None, until: None, demand: Demand::AtLeast(1.0), scope: None, audience }
    };
    let first = plan.indicators.remove(0);
    let scopes = [Scope::Unit, Scope::County].into();
    plan.indicators = vec![Indicator { targets: words.iter().map(target).collect(), scopes, condition: None, ..first }];
    plan
}

#[test]
fn a_target_of_nobody_is_told_and_two_of_one_group_stop_the_run() {
    use GroupAttribute::{Category, CountyCode as Code, UnitName};
    let sound_registry = sound();
    let name = sound_registry.units.values().next().unwrap().name.clone();
    assert_eq!(told(&[with_targets(&[(UnitName, &name), (Category, "乡镇卫生院")])], sound_registry), [""; 0]);
    assert_eq!(
        told(&[with_targets(&[(UnitName, "不存在的医院")])], sound()),
        ["指标“".to_owned() + &plan().indicators[0].id + "”有一个目标不涉及任何对象：不存在的医院"]
    );
    // Every unit lies in the county, one of them is a centre.
    let plans = [with_targets(&[(Category, "乡镇卫生院"), (Code, "150523")])];
    let registry = sound();
    let configuration = Configuration { plans: &plans, registry: &registry, places: &Places::default(), adopted: &[], day: DAY };
    let error = configuration.warnings().unwrap_err();
    assert!(error.is_configuration());
    let RunError::TargetsContradict(found) = error else { panic!("{error}") };
    // As they are written, each with its line.
    let [one, other] = &found.targets;
    assert!(one.starts_with("2025年，for = \"类别 = '乡镇卫生院'\"（kailu-2024/indicators.toml:"), "{one}");
    assert!(other.starts_with("2025年，for = \"县区代码 = '150523'\"（kailu-2024/indicators.toml:"), "{other}");
}
