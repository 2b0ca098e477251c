//! Who there is in a test: its units with their counties and alliances, entered as a registry has them, and what they filed.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;

use super::answers;
use super::dates::date;
use super::names::Names;
use super::raw::{RawAlliance, RawAnswers, RawCounty, RawEarlier, RawUnit};
use crate::aggregate::Group;
use crate::plan::check::fields::{Checker, Placed, Words, optional, words_of};
use crate::plan::{Plan, suggestion};
use tongbao_returns::domain::period::Part;
use tongbao_returns::domain::{AllianceCode, Category, CountyCode, Period, Return, UnitCode};
use tongbao_returns::registry::{Alliance, County, Membership, PredecessorData, Registry, Unit};

/// The kind of an alliance that says none.
const USUAL_KIND: &str = "紧密型县域医共体";
/// As many alike units as a test may have of one table.
const MOST_COPIES: i64 = 100;
const PREDECESSOR_DATA: [(&str, PredecessorData); 2] = [("另计", PredecessorData::Apart), ("并入", PredecessorData::Contained)];

/// What the keys of `[[test.unit]]` may say.
pub(super) fn words() -> Words {
    vec![("predecessor-data", words_of(&PREDECESSOR_DATA))]
}

/// What has been entered so far.
pub(super) struct Registered<'run> {
    plan: &'run Plan,
    period: Period,
    pub(super) registry: Registry,
    pub(super) returns: Vec<Return>,
    pub(super) names: Names,
    /// 前身单位 as written, by the unit that came from them.
    predecessors: Vec<(UnitCode, Vec<Placed<String>>)>,
}

impl<'run> Registered<'run> {
    pub(super) fn new(plan: &'run Plan, period: Period) -> Self {
        let mut registry = Registry::default();
        registry.counties.push(County {
            code: plan.area_code.clone(),
            name: plan.area_name.clone(),
            short_name: plan.area_name.clone(),
            parent: None,
        });
        Self { plan, period, registry, returns: Vec::new(), names: Names::of(plan), predecessors: Vec::new() }
    }

    /// `[[test.county]]`: one that is known by its name and by its code.
    pub(super) fn county_with_code(&mut self, raw: Spanned<RawCounty>, checker: &mut Checker<'_>) {
        let head = raw.span();
        let raw = raw.into_inner();
        let name = checker.needed(raw.name, "name", &head);
        let code = checker.needed(raw.code, "code", &head);
        if name.value.is_empty() || code.value.is_empty() {
            return;
        }
        if !is_county_code(&code.value) {
            checker.tell(code.span, format!("`code`应是六位县区代码，这里是`{}`", code.value));
            return;
        }
        let county = CountyCode::new(code.value.clone());
        if self.registry.counties.iter().any(|known| known.code == county) {
            checker.tell(code.span, format!("县区代码`{}`用了两次", code.value));
            return;
        }
        for (called, span) in [(&name.value, name.span.clone()), (&code.value, code.span.clone())] {
            self.names.add(called, Group::County(county.clone()), span, checker);
        }
        self.enter_county(county, &name.value);
    }

    fn enter_county(&mut self, code: CountyCode, name: &str) {
        let (name, short_name) = (name.to_owned(), name.to_owned());
        self.registry.counties.push(County { code, name, short_name, parent: Some(self.plan.area_code.clone()) });
    }

    /// `[[test.alliance]]`: only one whose kind is not the usual one need be written.
    pub(super) fn alliance(&mut self, raw: Spanned<RawAlliance>, checker: &mut Checker<'_>) {
        let head = raw.span();
        let raw = raw.into_inner();
        let name = checker.needed(raw.name, "name", &head);
        let kind = checker.needed(raw.kind, "kind", &head);
        if self.registry.alliances.iter().any(|known| known.name == name.value) {
            checker.tell(name.span, format!("医联体`{}`重复", name.value));
        } else if !name.value.is_empty() {
            self.enter_alliance(&name, &kind.value, checker);
        }
    }

    /// `[[test.unit]]`
    pub(super) fn unit(&mut self, raw: Spanned<RawUnit>, checker: &mut Checker<'_>) {
        let head = raw.span();
        let raw = raw.into_inner();
        let category = checker.needed(raw.category, "category", &head);
        let known = self.plan.categories();
        if !category.value.is_empty() && !known.contains(&Category::new(&category.value)) {
            let hint = suggestion(&category.value, known.iter().map(|known| known.as_str()));
            checker.tell_with_hint(category.span, format!("没有表式由类别`{}`填报", category.value), hint);
            return;
        }
        let (opened, closed) = (date(raw.opened, "opened", checker), date(raw.closed, "closed", checker));
        if let (Some(opened), Some(closed)) = (opened, closed)
            && closed < opened
        {
            checker.tell(head.clone(), format!("`closed`（{closed}）早于`opened`（{opened}）"));
        }
        let predecessor_data = raw.predecessor_data.map(|word| checker.needed(Some(word), "predecessor-data", &head));
        let predecessor_data = predecessor_data.and_then(|word| checker.word(&word, "predecessor-data", &PREDECESSOR_DATA));
        let predecessors = checker.list(raw.predecessors, "predecessors");
        let county = raw.county.map(|county| checker.needed(Some(county), "county", &head));
        let county = county.map_or_else(|| self.plan.area_code.clone(), |county| self.county(&county, checker));
        let alliances: Vec<AllianceCode> =
            checker.list(raw.alliances, "alliances").iter().map(|name| self.alliance_of(name, checker)).collect();
        let leads = raw.leads.as_ref().is_some_and(|leads| *leads.get_ref());
        if let Some(span) = raw.leads.as_ref().filter(|_| leads && alliances.is_empty()).map(Spanned::span) {
            checker.tell(span, "`leads`要和`alliances`一起写：牵头哪个医联体");
        }
        let reported = date(raw.reported, "reported", checker);
        let copies: usize = checker.whole(raw.copies, "copies", 1..=MOST_COPIES).unwrap_or(1);
        let name = raw.name.map(|name| checker.needed(Some(name), "name", &head));
        let (code, grade) = (optional(raw.code), optional(raw.grade));
        for copy in 1..=copies {
            let number = self.registry.units.len() + 1;
            let own = |said: &str| if copies == 1 { said.to_owned() } else { format!("{said}{copy}") };
            let (called, span) = match &name {
                Some(name) => (own(&name.value), name.span.clone()),
                None => (format!("{}{number}", category.value), head.clone()),
            };
            let code = UnitCode::new(code.as_deref().map_or_else(|| format!("U{number:03}"), own));
            if self.registry.units.contains_key(&code) {
                checker.tell(head.clone(), format!("单位代码`{code}`用了两次"));
            }
            let unit = Unit {
                grade: grade.clone(),
                opened,
                closed,
                predecessor_data: predecessor_data.unwrap_or_default(),
                ..Unit::new(code.clone(), called.clone(), Category::new(&category.value), county.clone())
            };
            self.names.add(&called, Group::Unit(code.clone()), span.clone(), checker);
            // What is wrong with the answers of one is wrong with those of its copies.
            let before = checker.mistakes.len();
            self.filed(&unit, raw.values.as_ref(), raw.earlier.as_ref(), reported, checker);
            if copy > 1 {
                checker.mistakes.truncate(before);
            }
            for alliance in &alliances {
                self.join(alliance, &code, leads && copy == 1, span.clone(), checker);
            }
            if !predecessors.is_empty() {
                self.predecessors.push((code.clone(), predecessors.clone()));
            }
            self.registry.units.insert(code, unit);
        }
    }

    /// Looks up 前身单位, now that every unit is known.
    pub(super) fn resolve_predecessors(&mut self, checker: &mut Checker<'_>) {
        for (code, written) in std::mem::take(&mut self.predecessors) {
            for name in written {
                let found = match self.names.meant(Some(&name), checker) {
                    Some((Group::Unit(found), _)) => found,
                    Some(_) => {
                        checker.tell(name.span, format!("前身单位`{}`不是单位", name.value));
                        continue;
                    }
                    None => continue,
                };
                if let Some(unit) = self.registry.units.get_mut(&code) {
                    unit.predecessors.push(found);
                }
            }
        }
    }

    /// What a unit filed for the last quarter of the period and for earlier ones.
    fn filed(
        &mut self,
        unit: &Unit,
        values: Option<&RawAnswers>,
        earlier: Option<&RawEarlier>,
        reported: Option<Date>,
        checker: &mut Checker<'_>,
    ) {
        let quarter = self.period.last_quarter();
        if let Some(answers) = values {
            self.returns.extend(answers::returns(answers, self.plan, unit, (quarter, reported), checker));
        }
        for (written, answers) in earlier.into_iter().flatten() {
            let known = written.get_ref().trim().parse::<Period>().ok();
            let known = known.filter(|known| matches!(known.part, Part::Quarter(_)) && known.last_day() < quarter.last_day());
            match known {
                Some(known) => self.returns.extend(answers::returns(answers, self.plan, unit, (known, None), checker)),
                None => checker.tell(
                    written.span(),
                    format!("`earlier`下写{quarter}以前的季度，如 {}，这里是`{}`", quarter.previous(), written.get_ref()),
                ),
            }
        }
    }

    /// The county of a name; one that is not known yet is entered. A unit of the area itself has the area's code.
    fn county(&mut self, name: &Placed<String>, checker: &mut Checker<'_>) -> CountyCode {
        match self.names.find(&name.value) {
            Some(Group::County(code)) => return code.clone(),
            Some(Group::Area) => return self.plan.area_code.clone(),
            _ => {}
        }
        let number = self.registry.counties.len();
        let code = if is_county_code(&name.value) { name.value.clone() } else { format!("{}-{number:02}", self.plan.area_code) };
        let code = CountyCode::new(code);
        self.enter_county(code.clone(), &name.value);
        self.names.add(&name.value, Group::County(code.clone()), name.span.clone(), checker);
        code
    }

    /// The alliance of a name; one that is not known yet is entered, of the usual kind.
    fn alliance_of(&mut self, name: &Placed<String>, checker: &mut Checker<'_>) -> AllianceCode {
        let known = self.registry.alliances.iter().find(|known| known.name == name.value).map(|known| known.code.clone());
        known.unwrap_or_else(|| self.enter_alliance(name, USUAL_KIND, checker))
    }

    fn enter_alliance(&mut self, name: &Placed<String>, kind: &str, checker: &mut Checker<'_>) -> AllianceCode {
        let code = AllianceCode::new(format!("A{:03}", self.registry.alliances.len() + 1));
        self.registry.alliances.push(Alliance {
            code: code.clone(),
            name: name.value.clone(),
            kind: kind.to_owned(),
            lead: None,
            opened: None,
            closed: None,
        });
        self.names.add(&name.value, Group::Alliance(code.clone()), name.span.clone(), checker);
        code
    }

    fn join(&mut self, alliance: &AllianceCode, unit: &UnitCode, leads: bool, span: Range<usize>, checker: &mut Checker<'_>) {
        let membership = Membership { alliance: alliance.clone(), unit: unit.clone(), joined: None, left: None, document: None };
        self.registry.memberships.push(membership);
        let Some(led) = self.registry.alliances.iter_mut().find(|known| leads && known.code == *alliance) else { return };
        if led.lead.is_some() {
            checker.tell(span, format!("医联体`{}`有两个牵头单位", led.name));
        }
        led.lead = Some(unit.clone());
    }
}

/// Whether a county is called by its code.
fn is_county_code(word: &str) -> bool {
    word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit())
}
