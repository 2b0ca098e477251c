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
    /// Whose word counts, each for itself. 牵头 is who bears the first of the plan's names that the registry knows; where that is a word for
    /// several, nobody leads, and everybody counts whom the plan names. Those count as well whom a rule asks for what is of the task's
    /// scope, the counties whose scope it is where counties lead or the plan names nobody whom the registry knows, and those alone whom the
    /// row itself asks.
    pub lead: Vec<Party>,
    /// Who else answers for it: whom the plan names beside a leader, and the counties whose scope it is.
    pub others: Vec<Party>,
    /// The units that answer for it in their county.
    pub counties: BTreeMap<CountyCode, Vec<Party>>,
    /// Whether the plan makes nobody but equals responsible: words for several, or counties one by one. None of them leads the others.
    pub are_equals: bool,
}

impl Answering {
    /// Whether a county leads, with the other counties.
    pub fn is_led_by(&self, county: &CountyCode) -> bool {
        self.lead.iter().any(|party| party.county() == Some(county))
    }

    /// Adds one who is not there yet to those whose word counts, or to the others; further units of a county answer with those that are there.
    fn add(&mut self, party: Party, counts: bool) {
        let is_it = |known: &&mut Party| **known == party || party.county().is_some() && known.county() == party.county();
        if let Some(known) = self.lead.iter_mut().chain(&mut self.others).find(is_it) {
            if let (Party::County(_, units), Party::County(_, further)) = (known, party) {
                let new: Vec<UnitCode> = further.into_iter().filter(|unit| !units.contains(unit)).collect();
                units.extend(new);
            }
        } else if counts {
            self.lead.push(party);
        } else {
            self.others.push(party);
        }
    }

    fn add_all(&mut self, parties: impl IntoIterator<Item = Party>, counts: bool) {
        parties.into_iter().for_each(|party| self.add(party, counts));
    }

    fn is_of_counties(&self) -> bool {
        self.lead.iter().all(|party| party.county().is_some())
    }
}

/// Who answers for the tasks of a form, by identifier of the task.
pub fn answering(form: &Form, as_of: &AsOf<'_>) -> BTreeMap<String, Answering> {
    let Some(tasks) = &form.tasks else { return BTreeMap::new() };
    let filers = as_of.units().filter(|unit| form.is_filed_by(&unit.category)).collect();
    let asked = Asked { tasks, filers, day: as_of.day() };
    tasks.rows.iter().map(|task| (task.id.clone(), asked.of_task(task))).collect()
}

/// With this begin words that mean several: 各部门, 各公立医院. They are nobody's name.
const COLLECTIVE: char = '各';

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
        // Of a plan of some counties nobody else is asked.
        let filers = self.filers.iter().copied().filter(|unit| task.participants.includes(unit.as_filer()));
        let asked = Asked { tasks: self.tasks, filers: filers.collect(), day: self.day };
        let answering = if task.filed_by.is_empty() { asked.by_rules(task) } else { asked.by_row(task) };
        let of_county = |party: &Party| {
            let units = party.units().iter().cloned().map(Party::Unit).collect();
            Some((party.county()?.clone(), units))
        };
        let counties = answering.lead.iter().chain(&answering.others).filter_map(of_county).collect();
        Answering { counties, are_equals: asked.are_equals(task), ..answering }
    }

    /// Those whom the row itself asks: each answers for itself, and none leads the others.
    fn by_row(&self, task: &Task) -> Answering {
        let (mut units, mut counties) = (Vec::new(), BTreeMap::new());
        for entry in &task.filed_by {
            self.gather(|filer| self.tasks.filed_as(task, entry, filer), &mut units, &mut counties);
        }
        Answering { lead: units.into_iter().chain(of_counties(counties)).collect(), ..Answering::default() }
    }

    /// Those whom the plan names and those whom the rules ask.
    fn by_rules(&self, task: &Task) -> Answering {
        let mut answering = Answering::default();
        let named = task.responsible.on(self.day).iter().map(|name| (self.tasks.is_word(name), self.bearers(task, name)));
        let mut named = named.filter(|(_, borne)| !borne.is_empty());
        let (is_word, first) = named.next().unwrap_or_default();
        answering.add_all(first, true);
        let are_counties = answering.is_of_counties();
        // Before those who are only named beside the first: what a rule asks for counts.
        answering.add_all(self.asked(|filer| self.tasks.of_rule(&task.scope, filer)), true);
        for party in named.flat_map(|(_, borne)| borne) {
            // Where the first is a word for several nobody leads; of several counties none leads the others.
            let is_peer = is_word || party.county().is_some() && are_counties;
            answering.add(party, is_peer);
        }
        answering.add_all(self.asked(|filer| self.tasks.of_scope(&task.scope, filer)), are_counties);
        answering
    }

    /// Who bears a name that the plan gives, or is meant by its word; of a name that units bear for themselves no county is meant.
    fn bearers(&self, task: &Task, name: &str) -> Vec<Party> {
        let (mut units, mut counties) = (Vec::new(), BTreeMap::new());
        self.gather(|filer| self.tasks.called_for(task, name, filer), &mut units, &mut counties);
        if units.is_empty() { of_counties(counties).collect() } else { units }
    }

    /// See [`Answering::are_equals`].
    fn are_equals(&self, task: &Task) -> bool {
        let is_of_several = |name: &String| self.tasks.is_word(name) || name.starts_with(COLLECTIVE);
        let is_county = |name: &String| {
            let borne = self.bearers(task, name);
            !borne.is_empty() && borne.iter().all(|party| party.county().is_some())
        };
        match task.responsible.on(self.day) {
            [] => false,
            [only] => is_of_several(only),
            names => names.iter().all(|name| is_of_several(name) || is_county(name)),
        }
    }

    /// Who is asked, for themselves and then in their counties.
    fn asked(&self, asked: impl Fn(TaskFiler<'_>) -> Option<Capacity>) -> impl Iterator<Item = Party> {
        let (mut units, mut counties) = (Vec::new(), BTreeMap::new());
        self.gather(asked, &mut units, &mut counties);
        units.into_iter().chain(of_counties(counties))
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
