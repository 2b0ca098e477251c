//! Who there is in a trial: a registry made from nothing but the pack.
//!
//! In: the plan. Out: a few counties where its area is divided, a handful of units of every category that its forms name, alliances of every
//! kind that it speaks of, and an office for every name that its ledger names. All of it is made up, the same every time.

use std::collections::BTreeSet;

use tongbao_figures::plan::{PeersOf, Plan, Scope};
use tongbao_returns::domain::{AllianceCode, Category, CountyCode, Form, Tasks, UnitCode};
use tongbao_returns::registry::{Alliance, County, Membership, Registry, Unit};

/// Counties of an area that is divided and whose counties the pack does not name.
const COUNTIES: [&str; 3] = ["甲县", "乙县", "丙县"];
/// Institutions of one kind in an area that is not divided.
const ALIKE: usize = 3;
/// The kind of alliance of a pack that speaks of alliances and names no kind.
const USUAL_KIND: &str = "紧密型县域医共体";
/// With these words begin the categories of units of the whole area.
const OF_THE_AREA: [&str; 4] = ["省级", "市级", "三级", "城市"];
/// Categories of which a place has one: who governs, pays, leads.
const ONE_A_PLACE: [&str; 4] = ["部门", "经办", "牵头", "疾控"];
/// Categories that belong to no alliance.
const ALONE: [&str; 2] = ["部门", "经办"];

/// Makes the registry.
pub(super) fn registry(plan: &Plan) -> Registry {
    let mut made = Made { plan, registry: Registry::default() };
    let places = made.places();
    made.institutions(&places);
    made.offices();
    made.alliances(&places);
    made.registry
}

struct Made<'run> {
    plan: &'run Plan,
    registry: Registry,
}

impl Made<'_> {
    /// Enters the area and its counties; where units may lie: the counties, or the area itself where it is not divided.
    fn places(&mut self) -> Vec<(CountyCode, String)> {
        let Plan { area_code, area_name, peer_groups, .. } = self.plan;
        self.enter_county(area_code.clone(), area_name, None);
        // GB/T 2260: a city's code ends with two zeros, a province's with four; a county's with none.
        if !area_code.as_str().ends_with("00") {
            return vec![(area_code.clone(), area_name.clone())];
        }
        let mut names: Vec<&str> = Vec::new();
        for group in peer_groups.iter().filter(|group| matches!(group.of, PeersOf::Counties(_))) {
            names.extend(group.of.names().iter().map(String::as_str));
        }
        let names = if names.is_empty() { COUNTIES.to_vec() } else { names };
        let is_code = |name: &str| name.len() == 6 && name.bytes().all(|byte| byte.is_ascii_digit());
        let prefix = area_code.as_str().get(..4).unwrap_or_default().to_owned();
        let mut places = Vec::new();
        for (name, number) in names.into_iter().zip(1..) {
            let code = CountyCode::new(if is_code(name) { name.to_owned() } else { format!("{prefix}{number:02}") });
            self.enter_county(code.clone(), name, Some(area_code.clone()));
            places.push((code, name.to_owned()));
        }
        places
    }

    fn enter_county(&mut self, code: CountyCode, name: &str, parent: Option<CountyCode>) {
        let (name, short_name) = (name.to_owned(), name.to_owned());
        self.registry.counties.push(County { code, name, short_name, parent });
    }

    /// Units of every category that files anything but the ledger.
    fn institutions(&mut self, places: &[(CountyCode, String)]) {
        let area = (self.plan.area_code.clone(), self.plan.area_name.clone());
        let is_divided = places.iter().all(|(code, _)| *code != self.plan.area_code);
        let files = |category: &Category| self.files_more_than_tasks(category) || self.is_of_county(category);
        let categories: Vec<Category> = self.plan.categories().into_iter().filter(|category| files(category)).cloned().collect();
        for category in &categories {
            let is_of_area = OF_THE_AREA.iter().any(|word| category.as_str().starts_with(word));
            let is_single = is_of_area || is_divided || ONE_A_PLACE.iter().any(|word| category.as_str().contains(word));
            let where_it_lies = if is_of_area { std::slice::from_ref(&area) } else { places };
            for (county, place) in where_it_lies {
                for number in 1..=if is_single { 1 } else { ALIKE } {
                    let number = if is_single { String::new() } else { number.to_string() };
                    self.enter_unit(format!("示例{place}{category}{number}"), category, county);
                }
            }
        }
    }

    fn enter_unit(&mut self, name: String, category: &Category, county: &CountyCode) -> UnitCode {
        let code = UnitCode::new(format!("SY{:04}", self.registry.units.len() + 1));
        let unit = Unit {
            contact: Some("试填".to_owned()),
            phone: Some("000-0000000".to_owned()),
            ..Unit::new(code.clone(), name, category.clone(), county.clone())
        };
        self.registry.units.insert(code.clone(), unit);
        code
    }

    /// Whether units of a category file a form that is no ledger.
    fn files_more_than_tasks(&self, category: &Category) -> bool {
        self.plan.forms_of(category).any(|form| form.tasks.is_none())
    }

    /// Whether units of a category answer for the tasks of their counties.
    fn is_of_county(&self, category: &Category) -> bool {
        self.ledgers().any(|(_, tasks)| tasks.is_of_county(category))
    }

    fn ledgers(&self) -> impl Iterator<Item = (&Form, &Tasks)> {
        self.plan.forms.iter().filter_map(|form| Some((form, form.tasks.as_ref()?)))
    }

    /// An office for every name that the ledger names, at any time; words that mean everybody or every county are no names.
    fn offices(&mut self) {
        let mut offices: Vec<(String, Category)> = Vec::new();
        for (form, tasks) in self.ledgers() {
            let departments = || form.filed_by.iter().filter(|category| !tasks.is_of_county(category));
            let only_tasks = departments().find(|category| !self.files_more_than_tasks(category));
            let Some(category) = only_tasks.or_else(|| departments().next_back()) else { continue };
            let is_name = |name: &&String| !tasks.everyone.contains(name) && !tasks.counties.contains(name);
            let mut names: BTreeSet<&String> = BTreeSet::new();
            for task in &tasks.rows {
                let later = task.responsible.handovers().iter().map(|handover| handover.from);
                let days = later.chain([jiff::civil::Date::MIN]);
                names.extend(days.flat_map(|day| task.responsible.on(day)).filter(is_name));
            }
            offices.extend(names.into_iter().map(|name| (name.clone(), category.clone())));
        }
        let area = self.plan.area_code.clone();
        for (name, category) in offices {
            // Several ledgers may name the same office.
            if !self.registry.units.values().any(|unit| unit.name == name) {
                self.enter_unit(name, &category, &area);
            }
        }
    }

    /// The kinds of alliances of which the pack speaks.
    fn kinds(&self) -> BTreeSet<String> {
        let schemes = || self.plan.scoring.iter().flat_map(|scoring| &scoring.schemes);
        let of_schemes = schemes().flat_map(|scheme| &scheme.alliance_kinds);
        let groups = self.plan.peer_groups.iter().filter(|group| matches!(group.of, PeersOf::AllianceKinds(_)));
        let mut kinds: BTreeSet<String> = of_schemes.chain(groups.flat_map(|group| group.of.names())).cloned().collect();
        let speaks_of_any = schemes().any(|scheme| scheme.scope == Scope::Alliance)
            || self.plan.indicators.iter().any(|indicator| indicator.scopes.contains(&Scope::Alliance));
        if kinds.is_empty() && speaks_of_any {
            kinds.insert(USUAL_KIND.to_owned());
        }
        kinds
    }

    /// One alliance a place of the kind that is of counties, one of every other kind. The first hospital leads.
    fn alliances(&mut self, places: &[(CountyCode, String)]) {
        for kind in self.kinds() {
            let is_of_counties = kind.contains("县域");
            let of_places: Vec<(String, Vec<&CountyCode>)> = if is_of_counties {
                places.iter().map(|(code, name)| (name.clone(), vec![code])).collect()
            } else {
                let first = places.iter().map(|(code, _)| code).take(1);
                vec![(self.plan.area_name.clone(), first.chain([&self.plan.area_code]).collect())]
            };
            for (place, counties) in of_places {
                let code = AllianceCode::new(format!("YLT{:02}", self.registry.alliances.len() + 1));
                let members: Vec<(UnitCode, bool)> = self.members(&counties, is_of_counties);
                let lead = members.iter().find(|(_, is_hospital)| *is_hospital).or(members.first()).map(|(unit, _)| unit.clone());
                let name = format!("示例{place}{kind}");
                let (opened, closed) = (None, None);
                self.registry.alliances.push(Alliance { code: code.clone(), name, kind: kind.clone(), lead, opened, closed });
                self.registry.memberships.extend(members.into_iter().map(|(unit, _)| Membership {
                    alliance: code.clone(),
                    unit,
                    joined: None,
                    left: None,
                    document: None,
                }));
            }
        }
    }

    /// The institutions of some counties, each with whether it is a hospital. An office that leads an alliance is a member of one only.
    fn members(&self, counties: &[&CountyCode], is_of_counties: bool) -> Vec<(UnitCode, bool)> {
        let is_member = |unit: &&Unit| {
            let category = unit.category.as_str();
            let leads_elsewhere = category.contains("牵头") && category.starts_with("城市") == is_of_counties;
            counties.contains(&&unit.county)
                && !ALONE.iter().any(|word| category.contains(word))
                && self.files_more_than_tasks(&unit.category)
                && !leads_elsewhere
        };
        let units = self.registry.units.values().filter(is_member);
        units.map(|unit| (unit.code.clone(), unit.category.as_str().contains("医院"))).collect()
    }
}

/// The units of the alliance of which a unit is a member, if it is one of one alone: those over which `成员_` adds up.
pub(super) fn fellows<'run>(registry: &'run Registry, unit: &UnitCode) -> Vec<&'run UnitCode> {
    let of_unit: Vec<&AllianceCode> =
        registry.memberships.iter().filter(|one| one.unit == *unit).map(|membership| &membership.alliance).collect();
    let [alliance] = of_unit.as_slice() else { return Vec::new() };
    registry.memberships.iter().filter(|one| one.alliance == **alliance).map(|membership| &membership.unit).collect()
}
