//! Who answers for which task, as the registry stands on a day.

use std::collections::BTreeMap;

use tongbao_returns::domain::task::is_same;
use tongbao_returns::domain::{CountyCode, Form, Task, UnitCode};
use tongbao_returns::registry::{AsOf, Unit};

/// Who answers for a task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answering {
    /// 牵头: who bears the first of the plan's names that the registry knows; every department where the plan names all.
    pub lead: Vec<UnitCode>,
    /// The other departments that the plan names.
    pub others: Vec<UnitCode>,
    /// The units that answer for it in their county.
    pub counties: BTreeMap<CountyCode, Vec<UnitCode>>,
}

/// Who answers for the tasks of a form, by identifier of the task.
pub fn answering(form: &Form, as_of: &AsOf<'_>) -> BTreeMap<String, Answering> {
    let Some(tasks) = &form.tasks else { return BTreeMap::new() };
    let filers: Vec<&Unit> = as_of.units().filter(|unit| form.is_filed_by(&unit.category)).collect();
    let (of_counties, departments): (Vec<&Unit>, Vec<&Unit>) =
        filers.into_iter().partition(|unit| tasks.is_of_county(&unit.category));
    let of_task = |task: &Task| {
        let bearers = |name: &String| -> Vec<UnitCode> {
            let is_everybody = tasks.everyone.contains(name);
            let bears = |unit: &&&Unit| is_everybody || bears(unit, name);
            departments.iter().filter(bears).map(|unit| unit.code.clone()).collect()
        };
        let lead = task.responsible.iter().map(bearers).find(|units| !units.is_empty()).unwrap_or_default();
        let mut others: Vec<UnitCode> = Vec::new();
        for unit in task.responsible.iter().flat_map(bearers) {
            if !lead.contains(&unit) && !others.contains(&unit) {
                others.push(unit);
            }
        }
        let mut counties: BTreeMap<CountyCode, Vec<UnitCode>> = BTreeMap::new();
        if tasks.is_asked_of_counties(task) {
            for unit in &of_counties {
                counties.entry(unit.county.clone()).or_default().push(unit.code.clone());
            }
        }
        Answering { lead, others, counties }
    };
    tasks.rows.iter().map(|task| (task.id.clone(), of_task(task))).collect()
}

fn bears(unit: &Unit, name: &str) -> bool {
    std::iter::once(&unit.name).chain(&unit.aliases).any(|own| is_same(own, name))
}
