//! 退回单: for each return with something to correct or to explain, the unit's own workbook with its cells marked.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use super::desk::office;
use super::error::RunError;
use super::progress::{Progress, Stage};
use super::task::Task;
use crate::compose::stem::told_apart;
use crate::compose::{Returned, slip};
use crate::publish::Output;
use tongbao_render::House;
use tongbao_returns::domain::{Form, Period, Return};
use tongbao_returns::finding::{Code, Finding, Severity};
use tongbao_returns::ingest::Found;
use tongbao_returns::registry::Registry;

/// Below the folder of the bulletins.
const FOLDER: &str = "退回单";
/// What every slip asks for.
const NOTICE: &str = "请在收到后2个工作日内更正或说明，重新填写报出日期后报回。";

/// Makes the slips of a plan's forms for a period. A file that has changed or gone since it was read gets none: the next run sees it.
pub(super) fn slips(task: &Task<'_>, house: &House, progress: &dyn Progress) -> Result<Vec<Output>, RunError> {
    let Task { setup, plan, period, registry, gathered, findings, .. } = *task;
    let office = office(setup);
    let mut by_file: BTreeMap<&str, Vec<Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| concerns_filler(finding)) {
        by_file.entry(finding.at.file.name()).or_default().push(finding.clone());
    }
    let returned: Vec<(&Return, &Form, &[Finding])> = period
        .quarters()
        .flat_map(|quarter| gathered.accepted.arrived_of_period(quarter))
        .filter_map(|filed| Some((filed, plan.form(&filed.form)?, by_file.get(filed.file.path.as_str())?.as_slice())))
        .filter(|(.., findings)| findings.iter().any(Finding::is_open))
        .collect();
    let inbox = setup.inbox();
    let files: Vec<Found> = returned
        .iter()
        .map(|(filed, ..)| Found { source: filed.file.clone(), path: inbox.join(&filed.file.path), denied: None })
        .collect();
    let originals = tongbao_returns::ingest::originals(&files, &setup.reader)?;
    progress.begin(Stage::Render, returned.len());
    let names = names(&returned, registry, period);
    let slips: Vec<Option<Output>> = returned
        .into_par_iter()
        .zip(originals)
        .zip(names)
        .map(|(((filed, form, findings), original), name)| {
            progress.step();
            let Some(original) = original else { return Ok(None) };
            let unit = registry.units.get(&filed.unit);
            let book = slip(&Returned {
                filed,
                form,
                unit_name: unit.map_or(filed.unit.as_str(), |unit| &unit.name),
                findings,
                original: &original,
                office: &office.name,
                notice: Some(NOTICE),
                as_of: setup.as_of,
                is_sample: office.is_sample,
            });
            let bytes = tongbao_render::xlsx::slip(&book, &house.theme)?;
            Ok(Some(Output { path: PathBuf::from(FOLDER).join(name), bytes }))
        })
        .collect::<Result<_, RunError>>()?;
    Ok(slips.into_iter().flatten().collect())
}

/// What was cleaned or chosen without asking is the office's to know.
fn concerns_filler(finding: &Finding) -> bool {
    finding.severity() != Severity::Note || matches!(finding.code(), Code::ItemBlank | Code::RuleBroken)
}

/// `任城区示例第二人民医院 TB-H01.xlsx`; with the quarter where the bulletin is of several, and with the code of units of one name. Each
/// slip has a name of its own.
fn names(returned: &[(&Return, &Form, &[Finding])], registry: &Registry, period: Period) -> Vec<String> {
    let is_quarter = period.last_quarter() == period;
    let name = |(filed, form, _): &(&Return, &Form, &[Finding])| {
        let quarter = if is_quarter { String::new() } else { format!(" {}", filed.period) };
        (format!("{} {}{quarter}", registry.unit_name(&filed.unit), form.code), filed.unit.to_string())
    };
    told_apart(&returned.iter().map(name).collect::<Vec<_>>()).into_iter().map(|name| name + ".xlsx").collect()
}
