//! Who answers for which task, as the registry stands on a day and as the plan asks then.

use std::collections::BTreeMap;

use jiff::civil::Date;

use tongbao_returns::domain::task::is_same;
use tongbao_returns::domain::{CountyCode, Form, Period, Task, Tasks, UnitCode};
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
    /// 牵头: who bears the first of the plan's names that the registry knows. Where that means everybody or every county, each answers for
    /// itself; so do the counties where the plan names nobody whom the registry knows, and its scope is theirs.
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
    let filers = as_of.units().filter(|unit| form.is_filed_by(&unit.category));
    let (of_counties, departments) = filers.partition(|unit| tasks.is_of_county(&unit.category));
    let asked = Asked { tasks, departments, of_counties, day: as_of.day() };
    tasks.rows.iter().map(|task| (task.id.clone(), asked.of_task(task))).collect()
}

/// Whom a ledger form asks on a day.
struct Asked<'run> {
    tasks: &'run Tasks,
    departments: Vec<&'run Unit>,
    of_counties: Vec<&'run Unit>,
    day: Date,
}

impl Asked<'_> {
    fn of_task(&self, task: &Task) -> Answering {
        let mut named = task.responsible.on(self.day).iter().map(|name| self.bearers(name)).filter(|borne| !borne.is_empty());
        let every_county = if self.tasks.is_asked_of_counties(task, self.day) { self.counties(|_| true) } else { Vec::new() };
        let mut lead = named.next().unwrap_or_else(|| every_county.clone());
        let mut others: Vec<Party> = Vec::new();
        let are_counties = |parties: &[Party]| parties.iter().all(|party| party.county().is_some());
        for party in named.flatten().chain(every_county) {
            let is_known = |known: &Party| *known == party || party.county().is_some() && known.county() == party.county();
            if lead.iter().chain(&others).any(is_known) {
                continue;
            }
            // Of several counties none leads the others.
            let is_peer = party.county().is_some() && are_counties(&lead);
            if is_peer { lead.push(party) } else { others.push(party) }
        }
        let of_county = |party: &Party| {
            let units = party.units().iter().cloned().map(Party::Unit).collect();
            Some((party.county()?.clone(), units))
        };
        let counties = lead.iter().chain(&others).filter_map(of_county).collect();
        Answering { lead, others, counties }
    }

    /// Who bears a name that the plan gives.
    fn bearers(&self, name: &String) -> Vec<Party> {
        if self.tasks.counties.contains(name) {
            return self.counties(|_| true);
        }
        let is_everybody = self.tasks.everyone.contains(name);
        let bears = |unit: &&&Unit| is_everybody || unit.names().any(|own| is_same(own, name));
        let departments: Vec<Party> = self.departments.iter().filter(bears).map(|unit| Party::Unit(unit.code.clone())).collect();
        if departments.is_empty() { self.counties(|unit| unit.names().any(|own| is_same(own, name))) } else { departments }
    }

    /// The counties with those of their units that a test lets pass.
    fn counties(&self, is_meant: impl Fn(&Unit) -> bool) -> Vec<Party> {
        let mut counties: BTreeMap<&CountyCode, Vec<UnitCode>> = BTreeMap::new();
        for unit in self.of_counties.iter().filter(|unit| is_meant(unit)) {
            counties.entry(&unit.county).or_default().push(unit.code.clone());
        }
        counties.into_iter().map(|(county, units)| Party::County(county.clone(), units)).collect()
    }
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
