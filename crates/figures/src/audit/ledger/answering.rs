//! Who answers for which task, as the registry stands on a day and as the plan asks then.

use std::collections::BTreeMap;

use jiff::civil::Date;

use tongbao_returns::domain::{Capacity, CountyCode, Form, Period, Task, TaskFiler, Tasks, UnitCode};
use tongbao_returns::registry::{AsOf, Unit};

/// Who answers for a task, for itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// A department.
    Unit(UnitCode),
    /// A county, by the units that answer in it.
    County(CountyCode, Vec<UnitCode>),
}

impl Party {
    /// Who files.
    pub fn units(&self) -> &[UnitCode] {
        match self {
            Self::Unit(unit) => std::slice::from_ref(unit),
            Self::County(_, units) => units,
        }
    }

    /// The county that it is.
    pub fn county(&self) -> Option<&CountyCode> {
        match self {
            Self::Unit(_) => None,
            Self::County(county, _) => Some(county),
        }
    }
}

/// Who answers for a task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answering {
    /// 牵头: who bears the first of the plan's names that the registry knows. Where that means everybody, every county or the units of a rule,
    /// each answers for itself; so do those whose scope it is where the plan names nobody whom the registry knows, and those whom the row
    /// itself asks.
    pub lead: Vec<Party>,
    /// Who else answers for it.
    pub others: Vec<Party>,
    /// The units that answer for it in their county.
    pub counties: BTreeMap<CountyCode, Vec<Party>>,
}

impl Answering {
    /// Whether a county leads, with the other counties.
    pub fn is_led_by(&self, county: &CountyCode) -> bool {
        self.lead.iter().any(|party| party.county() == Some(county))
    }
}

/// Who answers for the tasks of a form, by identifier of the task.
pub fn answering(form: &Form, as_of: &AsOf<'_>) -> BTreeMap<String, Answering> {
    let Some(tasks) = &form.tasks else { return BTreeMap::new() };
    let filers = as_of.units().filter(|unit| form.is_filed_by(&unit.category)).collect();
    let asked = Asked { tasks, filers, day: as_of.day() };
    tasks.rows.iter().map(|task| (task.id.clone(), asked.of_task(task))).collect()
}

/// Whom a ledger form asks on a day.
struct Asked<'run> {
    tasks: &'run Tasks,
    filers: Vec<&'run Unit>,
    day: Date,
}

impl Asked<'_> {
    fn of_task(&self, task: &Task) -> Answering {
        if !task.is_in_force(self.day) {
            return Answering::default();
        }
        let (lead, others) = if task.filed_by.is_empty() { self.by_rules(task) } else { (self.by_row(task), Vec::new()) };
        let of_county = |party: &Party| {
            let units = party.units().iter().cloned().map(Party::Unit).collect();
            Some((party.county()?.clone(), units))
        };
        let counties = lead.iter().chain(&others).filter_map(of_county).collect();
        Answering { lead, others, counties }
    }

    /// Those whom the row itself asks: each answers for itself, and none leads the others.
    fn by_row(&self, task: &Task) -> Vec<Party> {
        let (mut units, mut counties) = (Vec::new(), BTreeMap::new());
        for entry in &task.filed_by {
            self.gather(|filer| self.tasks.filed_as(entry, filer), &mut units, &mut counties);
        }
        units.into_iter().chain(of_counties(counties)).collect()
    }

    /// Those whom the plan names and those whom the rules ask: who leads, and the others.
    fn by_rules(&self, task: &Task) -> (Vec<Party>, Vec<Party>) {
        let mut named = task.responsible.on(self.day).iter().map(|name| self.bearers(name)).filter(|borne| !borne.is_empty());
        let by_scope = self.of_scope(&task.scope);
        let mut lead = named.next().unwrap_or_else(|| by_scope.clone());
        let mut others: Vec<Party> = Vec::new();
        let are_counties = |parties: &[Party]| parties.iter().all(|party| party.county().is_some());
        for party in named.flatten().chain(by_scope) {
            let is_known = |known: &Party| *known == party || party.county().is_some() && known.county() == party.county();
            if lead.iter().chain(&others).any(is_known) {
                continue;
            }
            // Of several counties none leads the others.
            let is_peer = party.county().is_some() && are_counties(&lead);
            if is_peer { lead.push(party) } else { others.push(party) }
        }
        (lead, others)
    }

    /// Who bears a name that the plan gives, or is meant by its word; of a name that units bear for themselves no county is meant.
    fn bearers(&self, name: &str) -> Vec<Party> {
        let (mut units, mut counties) = (Vec::new(), BTreeMap::new());
        self.gather(|filer| self.tasks.called(name, filer), &mut units, &mut counties);
        if units.is_empty() { of_counties(counties).collect() } else { units }
    }

    /// Who is asked for everything of a scope.
    fn of_scope(&self, scope: &str) -> Vec<Party> {
        let (mut units, mut counties) = (Vec::new(), BTreeMap::new());
        self.gather(|filer| self.tasks.of_scope(scope, filer), &mut units, &mut counties);
        units.into_iter().chain(of_counties(counties)).collect()
    }

    /// Adds those who are asked, for themselves or in their county; each once.
    fn gather(&self, asked: impl Fn(TaskFiler<'_>) -> Option<Capacity>, units: &mut Vec<Party>, counties: &mut ByCounty) {
        for unit in &self.filers {
            match asked(unit.as_filer()) {
                Some(Capacity::Unit) => {
                    let party = Party::Unit(unit.code.clone());
                    if !units.contains(&party) {
                        units.push(party);
                    }
                }
                Some(Capacity::County) => {
                    let of_county = counties.entry(unit.county.clone()).or_default();
                    if !of_county.contains(&unit.code) {
                        of_county.push(unit.code.clone());
                    }
                }
                None => {}
            }
        }
    }
}

/// Units by the county for which they answer.
type ByCounty = BTreeMap<CountyCode, Vec<UnitCode>>;

fn of_counties(counties: ByCounty) -> impl Iterator<Item = Party> {
    counties.into_iter().map(|(county, units)| Party::County(county, units))
}

/// Who answers for which task on the last days of several periods.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answerers {
    days: BTreeMap<Date, BTreeMap<String, Answering>>,
}

impl Answerers {
    /// Those of some days.
    pub fn new(days: impl IntoIterator<Item = (Date, BTreeMap<String, Answering>)>) -> Self {
        Self { days: days.into_iter().collect() }
    }

    /// Who answers for a task at the end of a period: of the known days the last one up to then, before all of them the first.
    pub fn of(&self, task: &str, period: Period) -> Option<&Answering> {
        let known = self.days.range(..=period.last_day()).next_back().or_else(|| self.days.first_key_value());
        known.and_then(|(_, tasks)| tasks.get(task))
    }
}
