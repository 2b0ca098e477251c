//! A county reform in miniature: two forms, a handful of units, numbers that can be added in the head.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};
use tongbao_figures::audit::{Accepted, accept};
use tongbao_figures::plan::Plan;
use tongbao_returns::domain::{
    AllianceCode, Category, CountyCode, Fact, FormId, Period, Place, Quarter, Reading, Return, SourceFile, UnitCode,
};
use tongbao_returns::registry::{Alliance, County, Membership, Registry, Unit};

/// Items of the hospitals' form, in its order.
pub(crate) const HOSPITAL: &[&str] = &["诊疗人次", "手术人次", "床位数", "病历级别", "互认", "结余"];
/// Items of the bureaus' form.
pub(crate) const BUREAU: &[&str] = &["常住人口"];

const PLAN: &str = r#"
id = "tiny"
title = "小县改革方案"
short-title = "小县改革"
issuer = "小县卫健委"
area-code = "990000"
area-name = "小市"
area-word = "全市"
first-year = 2024
last-year = 2025
cycles = ["quarterly"]
coverage-threshold = 80
proof-items = ["诊疗人次"]
campaigns = ["一"]
"#;

const FORMS: [(&str, &str); 2] = [
    (
        "hospital",
        r#"
id = "hospital"
code = "T-1"
title = "医院表"
version = "1"
issuer = "小县卫健委"
filed-by = ["医院"]
[[sheet]]
name = "表"
title = "表"
unit-line = "单位：人次"
[[sheet.item]]
code = "101"
name = "诊疗人次"
unit = "人次"
kind = "flow"
[[sheet.item]]
code = "102"
name = "手术人次"
unit = "人次"
kind = "flow"
[[sheet.item]]
code = "103"
name = "床位数"
unit = "张"
kind = "stock"
[[sheet.item]]
code = "104"
name = "病历级别"
unit = "级"
kind = "level"
[[sheet.item]]
code = "105"
name = "互认"
unit = "是否"
kind = "yesno"
[[sheet.item]]
code = "106"
name = "结余"
unit = "万元"
kind = "flow"
decimals = 2
"#,
    ),
    (
        "bureau",
        r#"
id = "bureau"
code = "T-2"
title = "卫健局表"
version = "1"
issuer = "小县卫健委"
filed-by = ["卫健局"]
[[sheet]]
name = "表"
title = "表"
unit-line = "单位：人"
[[sheet.item]]
code = "101"
name = "常住人口"
unit = "人"
kind = "stock"
"#,
    ),
];

/// A plan with these indicators (TOML of `indicators.toml`).
#[track_caller]
pub(crate) fn plan(indicators: &str) -> Plan {
    plan_with_rules(indicators, "")
}

/// The same with rules (TOML of `rules.toml`).
#[track_caller]
pub(crate) fn plan_with_rules(indicators: &str, rules: &str) -> Plan {
    plan_with(indicators, rules, None)
}

/// The same with a `scoring.toml`.
#[track_caller]
pub(crate) fn plan_with_scoring(indicators: &str, scoring: &str) -> Plan {
    plan_with(indicators, "", Some(scoring))
}

#[track_caller]
fn plan_with(indicators: &str, rules: &str, scoring: Option<&str>) -> Plan {
    let templates = tempfile::tempdir().expect("scratch folder");
    write_pack(templates.path(), indicators, rules, scoring);
    match tongbao_figures::plan::load(templates.path(), "tiny") {
        Ok(plan) => plan,
        Err(error) => panic!("{error}\n{}", error.shown().join("\n")),
    }
}

/// Writes the pack `tiny` below a folder of templates.
pub(crate) fn write_pack(templates: &Path, indicators: &str, rules: &str, scoring: Option<&str>) {
    let pack = templates.join("tiny");
    fs::create_dir_all(pack.join("forms")).expect("folder");
    fs::create_dir_all(pack.join("bulletins")).expect("folder");
    fs::create_dir_all(templates.join("common/forms")).expect("folder");
    fs::write(pack.join("plan.toml"), PLAN).expect("plan");
    for (name, text) in FORMS {
        fs::write(pack.join("forms").join(format!("{name}.toml")), text).expect("form");
    }
    fs::write(pack.join("indicators.toml"), indicators).expect("indicators");
    fs::write(pack.join("rules.toml"), rules).expect("rules");
    if let Some(scoring) = scoring {
        fs::write(pack.join("scoring.toml"), scoring).expect("scoring");
    }
    fs::write(
        pack.join("ledger.csv"),
        "id,clause,campaign,title,item,measure,operator,target,unit,deadline,scope,responsible,kind,note\n",
    )
    .expect("ledger");
    fs::write(pack.join("bulletins/quarterly.md"), "@title 通报\n").expect("wording");
}

/// One indicator with the usual keys; `more` is added to its table.
pub(crate) fn indicator(id: &str, formula: &str, more: &str) -> String {
    let defaults = [
        ("unit", "unit = \"%\""),
        ("decimals", "decimals = 1"),
        ("better", "better = \"higher\""),
        ("scopes", "scopes = [\"unit\", \"alliance\", \"county\", \"area\"]"),
    ];
    let (keys, targets) = more.split_once("[[").map_or((more, String::new()), |(keys, rest)| (keys, format!("[[{rest}")));
    let has = |key: &str| keys.lines().any(|line| line.trim_start().starts_with(key));
    let rest: Vec<&str> = defaults.iter().filter(|(key, _)| !has(key)).map(|(_, line)| *line).collect();
    format!(
        "[[indicator]]\nid = \"{id}\"\nsource = [\"tiny:{id}\"]\ncampaign = \"一\"\nclause = \"1\"\nformula = \"{formula}\"\nresponsible = [\"卫健局\"]\ncaliber = \"\"\n{}\n{keys}\n{targets}\n",
        rest.join("\n")
    )
}

/// Units as `(code, category, county)`.
pub(crate) fn registry(units: &[(&str, &str, &str)]) -> Registry {
    let county = |code: &str, name: &str, parent: Option<&str>| County {
        code: CountyCode::new(code),
        name: name.to_owned(),
        short_name: name.to_owned(),
        parent: parent.map(CountyCode::new),
    };
    Registry {
        units: units.iter().map(|(code, category, county)| unit(code, category, county)).collect(),
        counties: vec![
            county("990000", "小市", None),
            county("990001", "甲县", Some("990000")),
            county("990002", "乙县", Some("990000")),
        ],
        alliances: Vec::new(),
        memberships: Vec::new(),
    }
}

/// A unit that is open for ever.
pub(crate) fn unit(code: &str, category: &str, county: &str) -> (UnitCode, Unit) {
    let unit = Unit::new(UnitCode::new(code), format!("示例{code}"), Category::new(category), CountyCode::new(county));
    (unit.code.clone(), unit)
}

/// Adds an alliance with members as `(unit, joined, left)`.
pub(crate) fn ally(registry: &mut Registry, code: &str, members: &[(&str, Option<Date>, Option<Date>)]) {
    let alliance = AllianceCode::new(code);
    registry.alliances.push(Alliance {
        code: alliance.clone(),
        name: format!("医共体{code}"),
        kind: "紧密型县域医共体".to_owned(),
        lead: None,
        opened: None,
        closed: None,
    });
    for (unit, joined, left) in members {
        registry.memberships.push(Membership {
            alliance: alliance.clone(),
            unit: UnitCode::new(unit),
            joined: *joined,
            left: *left,
            document: None,
        });
    }
}

/// A cell of a return in a test.
pub(crate) enum Said {
    /// A number.
    N(f64),
    /// A word.
    W(&'static str),
    /// 不适用.
    Na,
}

/// A return of a hospital or a bureau; items that are not named are blank.
#[track_caller]
pub(crate) fn filed(unit: &str, form: &str, period: &str, values: &[(&str, Said)]) -> Return {
    let items = if form == "hospital" { HOSPITAL } else { BUREAU };
    let mut by_item: BTreeMap<&str, Reading> = values
        .iter()
        .map(|(name, said)| {
            let reading = match said {
                Said::N(number) => Reading::Number(*number),
                Said::W(word) => Reading::Text((*word).to_owned()),
                Said::Na => Reading::NotApplicable,
            };
            (*name, reading)
        })
        .collect();
    let facts = items.iter().enumerate().map(|(position, name)| Fact {
        item: u16::try_from(position).expect("few items"),
        reading: by_item.remove(name).unwrap_or(Reading::Blank),
        place: Some(Place { sheet: 0, row: u32::try_from(position).expect("few items"), column: 3 }),
    });
    let facts = facts.collect();
    assert!(by_item.is_empty(), "unknown items");
    Return {
        unit: UnitCode::new(unit),
        form: FormId::new(form),
        period: period.parse().expect("period"),
        reported_on: Some(date(2025, 10, 10)),
        file: SourceFile {
            path: format!("{unit}-{form}-{period}.xlsx"),
            hash: format!("{unit}{form}{period}"),
            size: 1,
            modified: 0,
        },
        sheets: vec!["表".to_owned()],
        facts,
        declared_empty: Vec::new(),
        since_january: Vec::new(),
        is_held: false,
    }
}

/// A hospital's return with visits only.
pub(crate) fn visits(unit: &str, period: &str, visits: f64) -> Return {
    filed(unit, "hospital", period, &[("诊疗人次", Said::N(visits))])
}

/// What may be added up.
pub(crate) fn accepted(returns: Vec<Return>) -> Accepted {
    accept(returns).value
}

/// 2025Q3.
pub(crate) fn this_quarter() -> Period {
    Period::quarter(2025, Quarter::Third)
}
