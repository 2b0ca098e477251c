//! Who exists in a made office: counties where the area is divided, a handful of units of every category that the plan's forms name, alliances
//! of every kind that it speaks of, and an office for every name that its ledger names.

use std::collections::BTreeSet;

use super::Size;
use tongbao_figures::plan::{GroupAttribute, PeersOf, Plan, Variable};
use tongbao_returns::domain::{AllianceCode, Category, CountyCode, Form, Tasks, UnitAttribute, UnitCode};
use tongbao_returns::registry::{Alliance, County, Membership, Registry, Unit};

/// Names of counties that the plan does not name.
const COUNTIES: [&str; 3] = ["甲县", "乙县", "丙县"];
/// Institutions of one kind in an area that is not divided.
const ALIKE: usize = 3;
/// With these words begin the categories of units of the whole area.
const OF_THE_AREA: [&str; 4] = ["省级", "市级", "三级", "城市"];
/// Categories of which a place has one: who governs, pays, leads.
const ONE_A_PLACE: [&str; 4] = ["部门", "经办", "牵头", "疾控"];
/// Categories that belong to no alliance.
const ALONE: [&str; 2] = ["部门", "经办"];

impl Size {
    /// As large as the plan speaks of it: with the counties that its peer groups and targets name, if its area is divided; where no peer group
    /// names any, with a few at least.
    pub fn of(plan: &Plan) -> Self {
        // GB/T 2260: a city's code ends with two zeros, a province's with four; a county's with none.
        let is_divided = plan.area_code.as_str().ends_with("00");
        let least = if of_peer_groups(plan).is_empty() { COUNTIES.len() } else { 0 };
        // Where not all counties take part, there is one that does not.
        let others = usize::from(!plan.counties.is_empty());
        let counties = if is_divided { (named_counties(plan).len() + others).max(least) } else { 0 };
        Self { counties, alliances: 1, is_of_one_kind: false }
    }
}

/// Makes the registry.
pub(super) fn made(plan: &Plan, size: Size) -> Registry {
    let mut made = Made { plan, size, registry: Registry::default() };
    let places = made.places();
    made.institutions(&places);
    made.offices();
    made.named_units();
    made.alliances(&places);
    made.registry.name_counties();
    made.registry
}

/// The counties that the plan's peer groups name, then those that take part or that the rules of its ledger, its conditions and its targets name
/// beside them, by names or codes as they stand there.
fn named_counties(plan: &Plan) -> Vec<&str> {
    let mut named = of_peer_groups(plan);
    let of_targets =
        [(Variable::Attribute(UnitAttribute::County), GroupAttribute::CountyCode), (Variable::County, GroupAttribute::County)]
            .map(|(asked, of_targets)| plan.words_asked(&asked, of_targets));
    let rules = plan.forms.iter().filter_map(|form| form.tasks.as_ref()).flat_map(|tasks| &tasks.asked);
    let of_rules = rules.flat_map(|rule| &rule.within).map(String::as_str);
    let of_institutions = plan.peer_groups.iter().filter_map(|group| match &group.of {
        PeersOf::Institutions { counties, .. } => Some(counties.as_slice()),
        PeersOf::Counties(_) | PeersOf::AllianceKinds(_) => None,
    });
    let participants = plan.counties.iter().chain(of_institutions.flatten()).map(String::as_str);
    for name in participants.chain(of_rules).chain(of_targets.into_iter().flatten()) {
        if !name.is_empty() && !named.contains(&name) && name != plan.area_name && name != plan.area_code.as_str() {
            named.push(name);
        }
    }
    named
}

/// The counties that the plan's peer groups name: the first of each group, so that each has somebody, before the others.
fn of_peer_groups(plan: &Plan) -> Vec<&str> {
    let groups = plan.peer_groups.iter().filter_map(|group| match &group.of {
        PeersOf::Counties(names) => Some(names.as_slice()),
        PeersOf::AllianceKinds(_) | PeersOf::Institutions { .. } => None,
    });
    let firsts = groups.clone().filter_map(<[String]>::first);
    let others = groups.flat_map(|names| names.iter().skip(1));
    let mut named: Vec<&str> = Vec::new();
    for name in firsts.chain(others) {
        if !named.contains(&name.as_str()) {
            named.push(name);
        }
    }
    named
}

struct Made<'run> {
    plan: &'run Plan,
    size: Size,
    registry: Registry,
}

impl Made<'_> {
    /// Enters the area and its counties; where units may lie: the counties, or the area itself where there are none.
    fn places(&mut self) -> Vec<(CountyCode, String)> {
        let Plan { area_code, area_name, .. } = self.plan;
        self.enter_county(area_code.clone(), area_name, None);
        if self.size.counties == 0 {
            return vec![(area_code.clone(), area_name.clone())];
        }
        let names: Vec<&str> = named_counties(self.plan).into_iter().chain(COUNTIES).take(self.size.counties).collect();
        let is_code = |name: &str| name.len() == 6 && name.bytes().all(|byte| byte.is_ascii_digit());
        let prefix = area_code.as_str().get(..4).unwrap_or("9900");
        let codes = (51..=99).map(|number| CountyCode::new(format!("{prefix}{number}")));
        let is_free = |code: &CountyCode| code != area_code && !names.contains(&code.as_str());
        let mut codes = codes.filter(is_free);
        let mut places = Vec::new();
        for name in &names {
            // Whoever is known by the code alone has a name to be printed all the same.
            let county = if is_code(name) {
                Some((CountyCode::new(*name), format!("县区{name}")))
            } else {
                codes.next().map(|code| (code, (*name).to_owned()))
            };
            let Some((code, name)) = county else { break };
            self.enter_county(code.clone(), &name, Some(area_code.clone()));
            places.push((code, name));
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
        let is_divided = self.size.counties > 0;
        let files = |category: &Category| self.files_more_than_tasks(category) || self.answers_by_rule(category);
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

    fn enter_unit(&mut self, name: String, category: &Category, county: &CountyCode) {
        let code = UnitCode::new(format!("SY{:04}", self.registry.units.len() + 1));
        let unit = Unit {
            grade: self.grade(category),
            contact: Some("试填".to_owned()),
            phone: Some("000-0000000".to_owned()),
            ..Unit::new(code.clone(), name, category.clone(), county.clone())
        };
        self.registry.units.insert(code, unit);
    }

    /// A 等级 by which a peer group of the plan, or a rule of its ledger, tells institutions of a 类别 apart: another one for the next of them, if
    /// there are several.
    fn grade(&self, category: &Category) -> Option<String> {
        let of_peers = self.plan.peer_groups.iter().filter_map(|group| match &group.of {
            PeersOf::Institutions { categories, grades, .. } if categories.iter().any(|listed| listed == category.as_str()) => {
                grades.first()
            }
            _ => None,
        });
        let rules = self.ledgers().flat_map(|(_, tasks)| &tasks.asked).filter(|asked| asked.categories.contains(category));
        let grades: Vec<&String> = of_peers.chain(rules.filter_map(|asked| asked.grades.first())).collect();
        let before = self.registry.units.values().filter(|unit| unit.category == *category).count();
        grades.get(before.checked_rem(grades.len())?).map(|grade| (*grade).clone())
    }

    /// Whether units of a category file a form that is no ledger.
    fn files_more_than_tasks(&self, category: &Category) -> bool {
        self.plan.forms_of(category).any(|form| form.tasks.is_none())
    }

    /// Whether units of a category answer for tasks that do not name them: those of their counties, those of a rule.
    fn answers_by_rule(&self, category: &Category) -> bool {
        self.ledgers().any(|(_, tasks)| !tasks.is_department(category))
    }

    fn ledgers(&self) -> impl Iterator<Item = (&Form, &Tasks)> {
        self.plan.forms.iter().filter_map(|form| Some((form, form.tasks.as_ref()?)))
    }

    /// An office for every name that the ledger names, at any time; words that mean everybody or every county are no names.
    fn offices(&mut self) {
        let mut offices: Vec<(String, Category)> = Vec::new();
        for (form, tasks) in self.ledgers() {
            let departments = || form.filed_by.iter().filter(|category| tasks.is_department(category));
            let only_tasks = departments().find(|category| !self.files_more_than_tasks(category));
            let Some(category) = only_tasks.or_else(|| departments().next_back()) else { continue };
            let is_category = |name: &String| form.filed_by.iter().any(|category| category.as_str() == name);
            let is_name = |name: &&String| !tasks.is_word(name) && !is_category(name);
            let mut names: BTreeSet<&String> = BTreeSet::new();
            for task in &tasks.rows {
                let later = task.responsible.handovers().iter().map(|handover| handover.from);
                let days = later.chain([jiff::civil::Date::MIN]);
                let is_group = |name: &&String| task.groups.iter().any(|group| group.words.contains(name));
                names.extend(days.flat_map(|day| task.asked_on(day)).filter(is_name).filter(|name| !is_group(name)));
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

    /// A unit for every name that conditions and targets name, of a kind that files what is read there.
    fn named_units(&mut self) {
        let plan = self.plan;
        let name = Variable::Attribute(UnitAttribute::Name);
        let mut named: Vec<(&str, &Category)> = Vec::new();
        for indicator in &plan.indicators {
            let of_condition = indicator.condition.iter().flat_map(|condition| condition.words_of(&name));
            let audiences = indicator.targets.iter().filter_map(|target| target.audience.as_ref());
            let of_targets = audiences.flat_map(|audience| audience.words(GroupAttribute::UnitName));
            let asked = plan.items_behind(indicator);
            let files = |form: &&Form| form.items().any(|item| asked.iter().any(|asked| asked.name == item.name));
            let Some(category) = plan.forms.iter().find(files).and_then(|form| form.filed_by.first()) else { continue };
            named.extend(of_condition.chain(of_targets).map(|word| (word, category)));
        }
        for rule in &plan.rules {
            let category = plan.form(&rule.form).and_then(|form| form.filed_by.first());
            named.extend(rule.names_asked().into_iter().filter_map(|word| Some((word, category?))));
        }
        for (name, category) in named {
            if !name.is_empty() && !self.registry.units.values().any(|unit| unit.name == name) {
                self.enter_unit(name.to_owned(), category, &plan.area_code);
            }
        }
    }

    /// The kinds of alliances of which the plan speaks; the usual one if it names none.
    fn kinds(&self) -> BTreeSet<&str> {
        let mut kinds = self.plan.alliance_kinds();
        if kinds.is_empty() {
            kinds.extend(Alliance::KINDS.first());
        }
        if self.size.is_of_one_kind { kinds.into_iter().take(1).collect() } else { kinds }
    }

    /// Of a plan that speaks of alliances: alliances in every place of a kind that is of counties, in the first place of every other kind. The first hospital leads.
    fn alliances(&mut self, places: &[(CountyCode, String)]) {
        let is_spoken_of = self.plan.speaks_of_alliances();
        let kinds: Vec<String> = self.kinds().into_iter().filter(|_| is_spoken_of).map(str::to_owned).collect();
        for kind in &kinds {
            let is_of_counties = kind.contains("县域");
            let of_places: Vec<(&str, Vec<&CountyCode>)> = if is_of_counties {
                places.iter().map(|(code, name)| (name.as_str(), vec![code])).collect()
            } else {
                let first = places.iter().map(|(code, _)| code).take(1);
                vec![(self.plan.area_name.as_str(), first.chain([&self.plan.area_code]).collect())]
            };
            for (place, counties) in of_places {
                let members = self.members(&counties, is_of_counties);
                for number in 0..self.size.alliances {
                    // As cards are dealt.
                    let dealt = members.iter().skip(number).step_by(self.size.alliances);
                    let numbered = if self.size.alliances == 1 { String::new() } else { (number + 1).to_string() };
                    self.ally(format!("示例{place}{kind}{numbered}"), kind, &dealt.cloned().collect::<Vec<_>>());
                }
            }
        }
    }

    /// Enters an alliance of some members, each with whether it is a hospital; none without members.
    fn ally(&mut self, name: String, kind: &str, members: &[(UnitCode, bool)]) {
        let Some((lead, _)) = members.iter().find(|(_, is_hospital)| *is_hospital).or(members.first()) else { return };
        let code = AllianceCode::new(format!("YLT{:02}", self.registry.alliances.len() + 1));
        self.registry.alliances.push(Alliance {
            code: code.clone(),
            name,
            kind: kind.to_owned(),
            lead: Some(lead.clone()),
            opened: None,
            closed: None,
        });
        self.registry.memberships.extend(members.iter().map(|(unit, _)| Membership {
            alliance: code.clone(),
            unit: unit.clone(),
            joined: None,
            left: None,
            document: None,
        }));
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::registry;
    use super::*;
    use tongbao_document::{Comparison, Expression};
    use tongbao_figures::aggregate::Group;
    use tongbao_figures::plan::{Audience, PeerGroup};

    fn plan(id: &str) -> Plan {
        tongbao_figures::plan::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates"), id).unwrap()
    }

    #[test]
    fn the_registry_has_whoever_the_pack_speaks_of() {
        for id in ["kailu-2024", "jining-2023"] {
            let plan = plan(id);
            let registry = registry(&plan, Size::of(&plan));
            let has = |category: &_| registry.units.values().any(|unit| unit.category == *category);
            let lacking: Vec<_> = plan.categories().into_iter().filter(|category| !has(category)).collect();
            assert!(lacking.is_empty(), "{id}: {lacking:?}");
            let kinds: Vec<&str> = registry.alliances.iter().map(|alliance| alliance.kind.as_str()).collect();
            let expected: &[&str] = match id {
                "kailu-2024" => &["紧密型县域医共体"],
                // A city alliance, and one for each county.
                _ => &["城市医疗集团", "紧密型县域医共体", "紧密型县域医共体", "紧密型县域医共体"],
            };
            assert_eq!(kinds, expected);
            assert!(registry.alliances.iter().all(|alliance| alliance.lead.is_some()), "{id}");
            assert!(
                registry.units.values().any(|unit| unit.name == if id == "kailu-2024" { "县卫健委" } else { "市卫生健康委" })
            );
        }
    }

    #[test]
    fn counties_that_the_plan_names_are_there_and_each_has_a_name() {
        let mut plan = plan("jining-2023");
        let group = |name: &str, counties: &[&str]| PeerGroup {
            name: name.to_owned(),
            of: PeersOf::Counties(counties.iter().map(|county| (*county).to_owned()).collect()),
        };
        plan.peer_groups = vec![group("城区", &["任城区", "370851"]), group("县市", &["曲阜市"])];
        let registry = registry(&plan, Size::of(&plan));
        let made: Vec<(&str, &str)> = registry
            .counties
            .iter()
            .filter(|county| county.parent.is_some())
            .map(|county| (county.code.as_str(), county.name.as_str()))
            .collect();
        // The first of each group before the others; a code that the plan names is nobody else's.
        assert_eq!(made, [("370852", "任城区"), ("370853", "曲阜市"), ("370851", "县区370851")]);
        let of = |code: &str| Group::County(CountyCode::new(code)).peers(&plan, &registry).name;
        assert_eq!(["370851", "370852", "370853"].map(of), [Some("城区"), Some("城区"), Some("县市")]);
    }

    #[test]
    fn counties_that_targets_name_are_among_the_few() {
        let mut plan = plan("jining-2023");
        let tree = Expression::Compare(
            Comparison::Equal,
            Box::new(Expression::Operand(GroupAttribute::County)),
            Box::new(Expression::Text("任城区".to_owned())),
        );
        let target = plan.indicators.iter_mut().find_map(|indicator| indicator.targets.first_mut()).unwrap();
        target.audience = Some(Audience::new("县区 = '任城区'", tree));
        let registry = registry(&plan, Size::of(&plan));
        let names: Vec<&str> =
            registry.counties.iter().filter(|county| county.parent.is_some()).map(|county| county.name.as_str()).collect();
        assert_eq!(names, ["任城区", "甲县", "乙县"]);
    }

    #[test]
    fn an_office_is_as_large_as_it_is_asked_for() {
        let plan = plan("jining-2023");
        for (counties, alliances, is_of_one_kind, expected) in [
            // The first kind is the city's: in the first county and the city itself.
            (1, 1, true, 1),
            // One of the city, one for each county.
            (2, 1, false, 3),
            (2, 2, false, 6),
        ] {
            let registry = registry(&plan, Size { counties, alliances, is_of_one_kind });
            let below = registry.counties.iter().filter(|county| county.parent.is_some()).count();
            assert_eq!((below, registry.alliances.len()), (counties, expected));
            let members = |alliance: &Alliance| registry.memberships.iter().filter(|one| one.alliance == alliance.code).count();
            assert!(registry.alliances.iter().all(|alliance| members(alliance) > 0));
        }
    }
}
