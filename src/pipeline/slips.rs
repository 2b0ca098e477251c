//! 退回单: for each return with something to correct or to explain, the unit's own workbook with its cells marked. A return has one slip, with
//! the findings and the rules of all plans that ask for it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use super::concerning::Concerning;
use super::desk::office;
use super::error::RunError;
use super::gathered::Gathered;
use super::inherited::Inherited;
use super::progress::{Progress, Stage};
use super::setup::{Setup, forms};
use crate::compose::stem::told_apart;
use crate::compose::{Judged, Returned, slip};
use crate::publish::Output;
use tongbao_figures::audit::GeneralRule;
use tongbao_figures::plan::Plan;
use tongbao_render::House;
use tongbao_returns::domain::{Form, FormId, Period, Return, SourceFile, UnitCode};
use tongbao_returns::finding::{Code, Finding, Severity};
use tongbao_returns::ingest::Found;
use tongbao_returns::registry::{Registry, Unit};

/// What every slip asks for.
const NOTICE: &str = "请在收到后2个工作日内更正或说明，重新填写报出日期后报回。";

/// Of which plans slips are made, and from what.
pub(super) struct Slips<'run> {
    pub(super) setup: &'run Setup,
    pub(super) plans: &'run [&'run Plan],
    pub(super) period: Period,
    pub(super) registry: &'run Registry,
    pub(super) gathered: &'run Gathered,
    /// What is a matter of any of the plans.
    pub(super) findings: &'run [Finding],
}

/// Makes the slips of the plans' forms for a period, named below their folder. A file that has changed or gone since it was read gets none: the
/// next run sees it.
pub(super) fn slips(of: &Slips<'_>, house: &House, progress: &dyn Progress) -> Result<Vec<Output>, RunError> {
    let Slips { setup, plans, period, registry, gathered, findings } = *of;
    let office = office(setup);
    let forms = match plans {
        [only] => only.forms.clone(),
        several => forms(several.iter().copied()),
    };
    let form_of = |id: &FormId| forms.iter().find(|form| form.id == *id);
    let mut by_file: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| concerns_filler(finding)) {
        by_file.entry(finding.at.file.name()).or_default().push(finding);
    }
    let mut returned: Vec<Concerned<'_>> = Vec::new();
    let accepted = &gathered.accepted;
    let of_quarter = move |quarter: Period| {
        let arrived = accepted.arrived_of_period(quarter).filter(move |filed| !accepted.is_gone(filed));
        arrived.map(|filed| (filed, false)).chain(accepted.contested_of_period(quarter).map(|filed| (filed, true)))
    };
    for (filed, is_waiting) in period.quarters().flat_map(of_quarter) {
        let Some((form, of_file)) = form_of(&filed.form).zip(by_file.get(filed.file.path.as_str())) else { continue };
        // A file may hold several returns, and one that waits may lie where another lay that counts: by rules only that is judged.
        let is_of_version = |finding: &Finding| !is_waiting || finding.rule().is_none() || asks_which(finding);
        let is_own = |finding: &Finding| {
            finding.unit.as_ref().is_none_or(|unit| *unit == filed.unit)
                && finding.form.as_ref().is_none_or(|form| *form == filed.form)
                && is_of_version(finding)
        };
        let findings: Vec<Finding> = of_file.iter().filter(|finding| is_own(finding)).map(|finding| (*finding).clone()).collect();
        if findings.iter().any(Finding::is_open) {
            returned.push(Concerned { source: &filed.file, filed: Some((filed, form)), findings });
        }
    }
    for source in &gathered.sources {
        let Some(of_file) = by_file.get(source.path.as_str()) else { continue };
        let is_of_plan = |finding: &&&Finding| finding.form.as_ref().is_none_or(|form| form_of(form).is_some());
        let findings: Vec<Finding> = of_file.iter().filter(is_of_plan).map(|finding| (*finding).clone()).collect();
        // Of whoever has filed again since nothing of it is told any more.
        if findings.iter().any(|finding| finding.severity() == Severity::Rejected) {
            returned.push(Concerned { source, filed: None, findings });
        }
    }
    let inbox = setup.inbox();
    let place = |path: &String| gathered.places.get(path).cloned().unwrap_or_else(|| inbox.join(path));
    let file = |source: &SourceFile| Found { source: source.clone(), path: place(&source.path), denied: None };
    let files: Vec<Found> = returned.iter().map(|concerned| file(concerned.source)).collect();
    let originals = tongbao_returns::ingest::originals(&files, &setup.reader)?;
    progress.begin(Stage::Render, returned.len());
    let names = names(&returned, registry, period);
    let units: Vec<&Unit> = returned.iter().filter_map(|concerned| registry.units.get(concerned.unit()?)).collect();
    let rules = Concerning::new(plans.iter().copied(), &units);
    let slips: Vec<Option<Output>> = returned
        .into_par_iter()
        .zip(originals)
        .zip(names)
        .map(|((concerned, original), name)| {
            progress.step();
            if original.is_none() && concerned.filed.is_some() {
                return Ok(None);
            }
            let position = concerned.unit().and_then(|code| units.iter().position(|unit| unit.code == *code));
            let unit = position.and_then(|position| units.get(position).copied());
            let concerning = position.map(|position| rules.of(position)).unwrap_or_default();
            let inherited = concerned
                .filed
                .zip(unit)
                .map(|((filed, form), unit)| Inherited::new((registry, &forms), accepted, (unit, form, filed.period)));
            let last_year = |position| inherited.as_ref()?.year_before(position);
            let previous = |position| inherited.as_ref()?.previous(position);
            let judged = unit.map(|unit| Judged { unit, rules: &concerning, last_year: &last_year, previous: &previous });
            let book = slip(&Returned {
                file: &concerned.source.path,
                filed: concerned.filed,
                judged: judged.as_ref(),
                unit_name: &concerned.unit_name(registry),
                findings: &concerned.findings,
                original: original.as_ref(),
                office: &office.name,
                notice: Some(NOTICE),
                as_of: setup.as_of,
                is_sample: office.is_sample,
            });
            let bytes = tongbao_render::xlsx::slip(&book, &house.theme)?;
            Ok(Some(Output { path: PathBuf::from(name), bytes }))
        })
        .collect::<Result<_, RunError>>()?;
    Ok(slips.into_iter().flatten().collect())
}

/// A return, or a file that was refused, with what its filler has to know.
struct Concerned<'run> {
    source: &'run SourceFile,
    filed: Option<(&'run Return, &'run Form)>,
    findings: Vec<Finding>,
}

impl Concerned<'_> {
    /// Whose it is, as far as its cover says.
    fn unit(&self) -> Option<&UnitCode> {
        let said = || self.findings.iter().find_map(|finding| finding.unit.as_ref());
        self.filed.map(|(filed, _)| &filed.unit).or_else(said)
    }

    fn unit_name(&self, registry: &Registry) -> String {
        self.unit().map_or_else(|| "未能识别".to_owned(), |unit| registry.unit_name(unit))
    }
}

/// Whether it asks which of two returns counts.
fn asks_which(finding: &Finding) -> bool {
    GeneralRule::find(finding.id()).is_some_and(|rule| rule.choices().is_some())
}

/// What was cleaned or chosen without asking is the office's to know.
fn concerns_filler(finding: &Finding) -> bool {
    finding.severity() != Severity::Note || matches!(finding.code(), Code::ItemBlank | Code::RuleBroken)
}

/// `任城区示例第二人民医院 TB-H01.xlsx`; with the quarter where the bulletin is of several, and with the code of units of one name; a refused
/// file by its own name. Each slip has a name of its own.
fn names(returned: &[Concerned<'_>], registry: &Registry, period: Period) -> Vec<String> {
    let is_quarter = period.last_quarter() == period;
    let name = |concerned: &Concerned<'_>| {
        if let Some((filed, form)) = concerned.filed {
            let quarter = if is_quarter { String::new() } else { format!(" {}", filed.period) };
            return (format!("{} {}{quarter}", registry.unit_name(&filed.unit), form.code), filed.unit.to_string());
        }
        let path = &concerned.source.path;
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let folder = path.split('/').next().unwrap_or_default();
        (format!("拒收 {stem}"), folder.to_owned())
    };
    told_apart(&returned.iter().map(name).collect::<Vec<_>>()).into_iter().map(|name| name + ".xlsx").collect()
}
