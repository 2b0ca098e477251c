//! Targets in time, and for some groups alone, as real plans write them, with numbers that can be added in the head.

use std::fs;

use tongbao_document::Light;
use tongbao_figures::aggregate::{Group, aggregate};
use tongbao_figures::assess::{Assessment, Requirement, Status, assess};
use tongbao_figures::audit::Tally;
use tongbao_figures::plan::{Plan, load};
use tongbao_returns::domain::{Fact, Reading, Return, UnitCode};
use tongbao_returns::registry::Registry;

use crate::support::{accepted, filed, indicator, registry, unit, write_pack};

/// Items of the hospitals' form of these plans, in its order: money of 补偿账, purchases, and specialties.
const ITEMS: [&str; 8] = [
    "加成减收合理收入",
    "价格调整增收",
    "政府投入补偿",
    "医院降本节支",
    "测算补偿额",
    "上年药品费",
    "取消药品加成",
    "重点专科数",
];

/// A plan of some years over this form.
#[track_caller]
fn plan_of(years: (u16, u16), indicators: &str) -> Plan {
    plan_with(years, indicators, "")
}

/// The same with more in `plan.toml`.
#[track_caller]
fn plan_with(years: (u16, u16), indicators: &str, more: &str) -> Plan {
    let templates = tempfile::tempdir().expect("scratch folder");
    write_pack(templates.path(), indicators, "", None);
    let file = |name: &str| templates.path().join("tiny").join(name);
    let plan = fs::read_to_string(file("plan.toml")).expect("plan.toml");
    let plan = plan.replace("first-year = 2024", &format!("first-year = {}", years.0));
    let plan = plan.replace("last-year = 2025", &format!("last-year = {}", years.1)).replace("诊疗人次", ITEMS[0]);
    fs::write(file("plan.toml"), plan + more).expect("plan.toml");
    let head = "id = \"hospital\"\ncode = \"T-1\"\ntitle = \"医院表\"\nversion = \"1\"\nissuer = \"卫健委\"\nfiled-by = [\"医院\"]\n\
                [[sheet]]\nname = \"表\"\ntitle = \"表\"\n";
    let item = |(position, name): (usize, &&str)| {
        let (unit, kind) = match *name {
            "取消药品加成" => ("是否", "yesno"),
            "重点专科数" => ("个", "stock"),
            _ => ("万元", "flow"),
        };
        format!("[[sheet.item]]\ncode = \"{}\"\nname = \"{name}\"\nunit = \"{unit}\"\nkind = \"{kind}\"\n", 101 + position)
    };
    let items: String = ITEMS.iter().enumerate().map(item).collect();
    fs::write(file("forms/hospital.toml"), format!("{head}{items}")).expect("form");
    match load(templates.path(), "tiny") {
        Ok(plan) => plan,
        Err(error) => panic!("{error}\n{}", error.shown().join("\n")),
    }
}

/// A return of a hospital over this form; blank is what is not named.
fn returned(unit: &str, period: &str, values: &[(&str, f64)], has_no_markup: Option<bool>) -> Return {
    let plain = filed(unit, "hospital", period, &[]);
    let place = plain.facts.first().and_then(|fact| fact.place);
    let fact = |(position, name): (usize, &&str)| {
        let number = values.iter().find(|(item, _)| item == name).map(|(_, number)| Reading::Number(*number));
        let word = has_no_markup.filter(|_| *name == "取消药品加成");
        let word = word.map(|has_none| Reading::Text(if has_none { "是" } else { "否" }.to_owned()));
        let reading = number.or(word).unwrap_or(Reading::Blank);
        Fact { item: u16::try_from(position).expect("few items"), reading, place }
    };
    let facts = ITEMS.iter().enumerate().map(fact).collect();
    Return { facts, ..plain }
}

fn judged(plan: &Plan, registry: &Registry, returns: Vec<Return>, period: &str) -> Assessment {
    let figures = aggregate(plan, registry, &accepted(returns), period.parse().expect("a period")).expect("figures");
    assess(plan, &figures, |_| Some(()), |_| Tally::default())
}

fn hospital(code: &str) -> Group {
    Group::Unit(UnitCode::new(code))
}

/// 取消加成减少的合理收入：价格调整补偿 80 %，政府投入 15 %，医院自行消化 5 %；补偿基数按药品费的 15 % 测算，只在 2017 年.
fn compensation() -> String {
    let share = |id: &str, item: &str, base: &str, target: &str| {
        let more = format!("better = \"within\"\n[[indicator.target]]\nop = \"=\"\n{target}");
        indicator(id, &format!("SUM({item}) * 100.0 / SUM({base})"), &more)
    };
    let of_loss = ITEMS[0];
    [
        share("价格调整补偿占比", "价格调整增收", of_loss, "from = \"2017-08-01\"\nvalue = 80\ntolerance = 1"),
        share("政府投入补偿占比", "政府投入补偿", of_loss, "from = \"2017-08-01\"\nvalue = 15\ntolerance = 1"),
        share("医院自行消化占比", "医院降本节支", of_loss, "from = \"2017-08-01\"\nvalue = 5\ntolerance = 0.5"),
        share("补偿基数测算比例", "测算补偿额", "上年药品费", "year = 2017\nuntil = \"2017-12-31\"\nvalue = 15"),
    ]
    .concat()
}

#[test]
fn three_shares_of_what_was_lost_are_met_within_their_tolerance() {
    let plan = plan_of((2017, 2018), &compensation());
    let hospitals = registry(&[("H1", "医院", "990001")]);
    // Of 1,000 lost the prices bring 795, the government pays 150, the hospital saves 55: together 1,000.
    let parts = |saved: f64| {
        [
            ("加成减收合理收入", 1000.0),
            ("价格调整增收", 795.0),
            ("政府投入补偿", 150.0),
            ("医院降本节支", saved),
            ("测算补偿额", 300.0),
            ("上年药品费", 2000.0),
        ]
    };
    let lights = |saved: f64, period: &str| {
        let assessment = judged(&plan, &hospitals, vec![returned("H1", period, &parts(saved), None)], period);
        let of = |position| assessment.verdict(position, &hospital("H1")).map(|verdict| (verdict.light, verdict.status));
        [0, 1, 2, 3].map(|position| of(position).expect("a verdict"))
    };
    let green = (Some(Light::Green), Status::Reached);
    // 79.5, 15.0 and 5.5 %; the base is 300 of 2,000, 15 %.
    assert_eq!(lights(55.0, "2017Q3"), [green; 4]);
    // 5.6 % are beyond half a point, and 0.6 of 5 are more than a tenth.
    assert_eq!(lights(56.0, "2017Q3")[2], (Some(Light::Red), Status::FarBehind));
    // In June nobody owed the shares; the base was of the year.
    let not_due = (None, Status::NotDue);
    assert_eq!(lights(56.0, "2017Q2"), [not_due, not_due, not_due, green]);
    // In 2018 the base is asked of nobody any more.
    assert_eq!(lights(55.0, "2018Q1"), [green, green, green, (None, Status::Ended)]);
}

#[test]
fn from_a_day_on_all_hospitals_have_given_up_the_markup() {
    let formula = "SUM(CASE WHEN 取消药品加成 = '是' THEN 1 ELSE 0 END) * 100.0 / COUNT(取消药品加成)";
    let target = "[[indicator.target]]\nfrom = \"2017-08-01\"\nop = \"=\"\nvalue = 100";
    let plan = plan_of((2017, 2018), &indicator("取消药品加成执行率", formula, &format!("better = \"within\"\n{target}")));
    let hospitals = registry(&[("H1", "医院", "990001"), ("H2", "医院", "990001")]);
    let area = |period: &str, second: bool| {
        let returns = vec![returned("H1", period, &[], Some(true)), returned("H2", period, &[], Some(second))];
        let assessment = judged(&plan, &hospitals, returns, period);
        *assessment.verdict(0, &Group::Area).expect("a verdict")
    };
    let before = area("2017Q2", false);
    assert!(matches!(before.requirement, Requirement::NotDue { due, .. } if due.to_string() == "2017年8月1日起"));
    assert_eq!((before.light, before.status), (None, Status::NotDue));
    assert_eq!(area("2017Q3", true).light, Some(Light::Green), "two of two");
    assert_eq!(area("2017Q3", false).light, Some(Light::Red), "one of two are 50 %");
}

/// 六家市属医院的重点专科数，各有目标，全市合计 32 个.
const SPECIALTIES: [(&str, &str, u32); 6] = [
    ("H1", "市第一医院", 7),
    ("H2", "市第二医院", 8),
    ("H3", "市蒙医中医医院", 6),
    ("H4", "市口腔医院", 2),
    ("H5", "市妇幼保健院", 4),
    ("H6", "市第三医院", 5),
];

fn specialties() -> String {
    let for_one = |(_, name, target): &(&str, &str, u32)| {
        format!("[[indicator.target]]\nyear = 2022\nop = \">=\"\nvalue = {target}\nfor = \"单位名称 = '{name}'\"\n")
    };
    let all = "[[indicator.target]]\nyear = 2022\nop = \">=\"\nvalue = 32\nscope = \"area\"\n";
    let targets: String = SPECIALTIES.iter().map(for_one).collect();
    let more = format!("unit = \"个\"\ndecimals = 0\nscopes = [\"unit\", \"area\"]\n{targets}{all}");
    indicator("重点专科数", "SUM(重点专科数)", &more)
}

#[test]
fn each_hospital_of_a_city_has_its_own_target_inside_one_indicator() {
    let plan = plan_of((2020, 2022), &specialties());
    let mut registry = registry(&[]);
    for (code, name, _) in SPECIALTIES {
        let (code, mut hospital) = unit(code, "医院", "990000");
        name.clone_into(&mut hospital.name);
        registry.units.insert(code, hospital);
    }
    // Another one, of which nothing is asked.
    registry.units.extend([unit("H7", "医院", "990001")]);
    let lights = |year: &str, first: f64| {
        let last_quarter = format!("{year}Q4");
        let mut returns: Vec<Return> = SPECIALTIES
            .iter()
            .map(|(code, _, target)| {
                let number = if *code == "H1" { first } else { f64::from(*target) };
                returned(code, &last_quarter, &[("重点专科数", number)], None)
            })
            .collect();
        returns.push(returned("H7", &last_quarter, &[("重点专科数", 0.0)], None));
        let assessment = judged(&plan, &registry, returns, year);
        let of = |group: &Group| assessment.verdict(0, group).copied().expect("a verdict");
        let hospitals = SPECIALTIES.map(|(code, ..)| of(&hospital(code)).light);
        (hospitals, of(&Group::Area).light, of(&hospital("H7")).requirement)
    };
    let green = Some(Light::Green);
    // 7, 8, 6, 2, 4 and 5 are 32.
    assert_eq!(lights("2022", 7.0), ([green; 6], green, Requirement::NotForThisScope));
    // One less is 6 of 7, a seventh behind, and 31 of 32, a 32nd.
    let red_first = [Some(Light::Red), green, green, green, green, green];
    assert_eq!(lights("2022", 6.0), (red_first, Some(Light::Yellow), Requirement::NotForThisScope));
    // Before 2022 nothing is due, of nobody.
    assert_eq!(lights("2021", 0.0), ([None; 6], None, Requirement::NotForThisScope));
}

#[test]
fn one_hospital_alone_with_a_number_a_zero_and_a_blank() {
    let plan = plan_of((2020, 2022), &specialties());
    let mut registry = registry(&[("H1", "医院", "990001")]);
    let hospital_one = registry.units.get_mut(&UnitCode::new("H1")).expect("a hospital");
    "市第一医院".clone_into(&mut hospital_one.name);
    let verdict = |returns: Vec<Return>, group: &Group| {
        let assessment = judged(&plan, &registry, returns, "2022Q1");
        assessment.verdict(0, group).copied()
    };
    let of_one = |number: f64| verdict(vec![returned("H1", "2022Q1", &[("重点专科数", number)], None)], &hospital("H1"));
    assert_eq!(of_one(7.0).and_then(|verdict| verdict.light), Some(Light::Green));
    assert_eq!(of_one(0.0).and_then(|verdict| verdict.light), Some(Light::Red), "zero is a number");
    let blank = verdict(vec![returned("H1", "2022Q1", &[], None)], &hospital("H1"));
    assert_eq!(blank.map(|verdict| (verdict.light, verdict.status)), Some((None, Status::Withheld)), "a blank is no zero");
}

#[test]
fn hospitals_of_a_peer_group_have_its_target_and_all_others_that_of_everybody() {
    let groups = "[[peer-group]]\nname = \"三级医院\"\ncategories = [\"医院\"]\ngrades = [\"三级\"]\n\
                  [[peer-group]]\nname = \"二级医院\"\ncategories = [\"医院\"]\ngrades = [\"二级\"]\n";
    let target = |number: u32, whom: &str| format!("[[indicator.target]]\nyear = 2022\nop = \">=\"\nvalue = {number}\n{whom}\n");
    let targets = target(2, "scope = \"unit\"") + &target(5, "for = \"同组 = '三级医院'\"");
    let more = |targets: &str| format!("unit = \"个\"\ndecimals = 0\nscopes = [\"unit\", \"county\", \"area\"]\n{targets}");
    let mut registry = registry(&[]);
    for (code, grade) in [("H1", Some("三级")), ("H2", Some("三级")), ("H3", Some("二级")), ("H4", None), ("H5", Some("二级"))]
    {
        let (code, mut hospital) = unit(code, "医院", "990001");
        hospital.grade = grade.map(str::to_owned);
        registry.units.insert(code, hospital);
    }
    let verdicts = |plan: &Plan| {
        let returns = [("H1", 5.0), ("H2", 4.0), ("H3", 2.0), ("H4", 2.0), ("H5", 0.0)]
            .map(|(code, number)| returned(code, "2022Q1", &[("重点专科数", number)], None));
        let assessment = judged(plan, &registry, returns.to_vec(), "2022Q1");
        let of = |group: &Group| assessment.verdict(0, group).map(|verdict| (verdict.light, verdict.requirement));
        let lights = ["H1", "H2", "H3", "H4", "H5"].map(|code| of(&hospital(code)).expect("a verdict").0);
        let area = of(&Group::Area).expect("a verdict").1;
        (lights, area == Requirement::NotForThisScope)
    };
    let (green, red) = (Some(Light::Green), Some(Light::Red));
    // Five of five; four of five are a fifth behind; two of two, of the second grade and of none; nothing of two.
    let plan = plan_with((2020, 2022), &indicator("重点专科数", "SUM(重点专科数)", &more(&targets)), groups);
    assert_eq!(verdicts(&plan), ([green, red, green, green, red], true));
    // Whoever is not of the third grade, in a group or in none; of the area and its counties nothing is asked by it.
    let but = target(2, "for = \"同组 <> '三级医院'\"");
    let plan = plan_with((2020, 2022), &indicator("重点专科数", "SUM(重点专科数)", &more(&but)), groups);
    assert_eq!(verdicts(&plan), ([None, None, green, green, red], true));
}

#[test]
fn a_target_that_is_adjusted_before_it_is_due_counts_in_the_place_of_the_first() {
    let target =
        |value: u32, more: &str| format!("[[indicator.target]]\nby = \"2022-12-31\"\nop = \">=\"\nvalue = {value}\n{more}\n");
    let targets = target(8, "") + &target(6, "set = \"2022-04-01\"");
    let more = format!("unit = \"个\"\ndecimals = 0\nscopes = [\"unit\"]\n{targets}");
    let plan = plan_of((2020, 2022), &indicator("重点专科数", "SUM(重点专科数)", &more));
    let registry = registry(&[("H1", "医院", "990001")]);
    let verdict = |period: &str, number: f64| {
        let returns = vec![returned("H1", period, &[("重点专科数", number)], None)];
        let verdict = judged(&plan, &registry, returns, period).verdict(0, &hospital("H1")).copied().expect("a verdict");
        let demand = match verdict.requirement {
            Requirement::Target { demand, .. } | Requirement::NotDue { demand, .. } => demand.number(),
            _ => None,
        };
        (verdict.status, verdict.light, demand)
    };
    assert_eq!(verdict("2021Q4", 5.0), (Status::NotDue, None, Some(8.0)));
    assert_eq!(verdict("2022Q1", 5.0), (Status::NotDue, None, Some(8.0)), "the day before it was announced");
    assert_eq!(verdict("2022Q2", 5.0), (Status::NotDue, None, Some(6.0)), "due as before");
    assert_eq!(verdict("2022Q4", 6.0), (Status::Reached, Some(Light::Green), Some(6.0)));
    assert_eq!(verdict("2022Q4", 5.0), (Status::FarBehind, Some(Light::Red), Some(6.0)), "a sixth is more than a tenth");
    assert_eq!(verdict("2022Q4", 0.0).1, Some(Light::Red));
}
