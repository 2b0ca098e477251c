//! Who exists in a made office.

use std::collections::{BTreeMap, BTreeSet};

use super::Size;
use tongbao_figures::plan::{PeersOf, Plan};
use tongbao_returns::domain::{AllianceCode, Category, CountyCode, UnitCode};
use tongbao_returns::registry::{Alliance, County, Membership, Registry, Unit};

/// Names of counties for which the plan has none.
const NAMES: [&str; 6] = ["甲县", "乙县", "丙县", "丁县", "戊县", "己县"];

pub(super) fn made(plan: &Plan, size: Size) -> Registry {
    let counties = counties(plan, size.counties);
    let mut registry = Registry { counties, ..Registry::default() };
    let below: Vec<CountyCode> = registry.counties.iter().skip(1).map(|county| county.code.clone()).collect();
    let places = std::iter::once(&plan.area_code).chain(&below);
    let mut units: Vec<Unit> = Vec::new();
    for (number, county) in places.enumerate() {
        let county_name = registry.counties.get(number).map_or("", |county| county.short_name.as_str());
        for (kind, category) in plan.categories().into_iter().enumerate() {
            let code = UnitCode::new(format!("示例{number}-{kind:02}"));
            units.push(Unit::new(code, format!("{county_name}示例{category}"), category.clone(), county.clone()));
        }
    }
    registry.units = units.into_iter().chain(departments(plan)).map(|unit| (unit.code.clone(), unit)).collect();
    ally(&mut registry, plan, size);
    registry
}

/// The area, then its counties: those that the plan's peer groups name come first.
fn counties(plan: &Plan, wanted: usize) -> Vec<County> {
    let county = |code: CountyCode, name: &str, parent: Option<CountyCode>| County {
        code,
        name: name.to_owned(),
        short_name: name.to_owned(),
        parent,
    };
    let named = plan.peer_groups.iter().filter_map(|group| match &group.of {
        // The first of each group, so that each has somebody.
        PeersOf::Counties(names) => names.first().map(String::as_str),
        PeersOf::AllianceKinds(_) => None,
    });
    let prefix = plan.area_code.as_str().get(..4).unwrap_or("9900");
    let codes = (51..99).map(|number| CountyCode::new(format!("{prefix}{number}"))).filter(|code| *code != plan.area_code);
    let is_code = |name: &str| name.len() == 6 && name.bytes().all(|byte| byte.is_ascii_digit());
    let below = named.chain(NAMES).take(wanted).zip(codes).map(|(name, code)| {
        let code = if is_code(name) { CountyCode::new(name) } else { code };
        county(code, name, Some(plan.area_code.clone()))
    });
    std::iter::once(county(plan.area_code.clone(), &plan.area_name, None)).chain(below).collect()
}

/// The departments that the plan's tasks name, as far as a ledger form is there for them.
fn departments(plan: &Plan) -> Vec<Unit> {
    let mut names: BTreeMap<&str, &Category> = BTreeMap::new();
    for form in &plan.forms {
        let Some(tasks) = &form.tasks else { continue };
        let Some(category) = form.filed_by.iter().find(|category| !tasks.is_of_county(category)) else { continue };
        let asked = plan.ledger.iter().flat_map(|row| row.responsible.on(form_day(plan)));
        let everybodys = |name: &&String| tasks.everyone.contains(name) || tasks.counties.contains(name);
        names.extend(asked.filter(|name| !everybodys(name)).map(|name| (name.as_str(), category)));
    }
    let unit = |(number, (name, category)): (usize, (&str, &Category))| {
        Unit::new(UnitCode::new(format!("示例部门-{number:03}")), name, category.clone(), plan.area_code.clone())
    };
    names.into_iter().enumerate().map(unit).collect()
}

/// The last day of the plan.
fn form_day(plan: &Plan) -> jiff::civil::Date {
    jiff::civil::date(plan.last_year, 12, 31)
}

/// Alliances of the kinds that the plan names, with the units dealt out among them.
fn ally(registry: &mut Registry, plan: &Plan, size: Size) {
    let of_peers = plan.peer_groups.iter().filter_map(|group| match &group.of {
        PeersOf::AllianceKinds(kinds) => Some(kinds.as_slice()),
        PeersOf::Counties(_) => None,
    });
    let of_schemes = plan.scoring.iter().flat_map(|scoring| &scoring.schemes).map(|scheme| scheme.alliance_kinds.as_slice());
    let mut kinds: Vec<&str> = Vec::new();
    for kind in of_peers.chain(of_schemes).flatten().map(String::as_str) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    if kinds.is_empty() {
        kinds.extend(Alliance::KINDS.first());
    }
    let kinds = kinds.into_iter().take(if size.is_of_one_kind { 1 } else { usize::MAX });
    for (position, kind) in kinds.enumerate() {
        let alliances: Vec<AllianceCode> =
            (0..size.alliances).map(|number| AllianceCode::new(format!("示例联-{position}{number}"))).collect();
        registry.alliances.extend(alliances.iter().zip(1..).map(|(code, number)| Alliance {
            code: code.clone(),
            name: format!("示例第{number}{kind}"),
            kind: kind.to_owned(),
            lead: None,
            opened: None,
            closed: None,
        }));
        let institutions: BTreeSet<&UnitCode> = registry.units.keys().collect();
        for (unit, alliance) in institutions.into_iter().zip(alliances.iter().cycle()) {
            registry.memberships.push(Membership {
                alliance: alliance.clone(),
                unit: unit.clone(),
                joined: None,
                left: None,
                document: None,
            });
        }
    }
}
