//! `tongbao plan coverage`: which rows of a plan's catalogue its pack answers, and by what.
//!
//! In: packs, and their catalogues (`catalogue.csv` in the folder of the pack, or another file). Out: row by row the indicators, tasks with
//! their steps, and mechanisms that cite it; what cites a row that no catalogue has.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::error::RunError;
use super::packs::{self, NamedPack};
use tongbao_figures::plan::catalogue::{self, CATALOGUE, CatalogueKind, CatalogueRow};
use tongbao_figures::plan::{Plan, load_from};
use tongbao_returns::domain::Cycle;

/// What was found in one or several packs.
#[derive(Debug, Clone, Serialize)]
pub struct CoverageReport {
    /// In the order of their ids.
    pub packs: Vec<PackCoverage>,
}

/// One pack.
#[derive(Debug, Clone, Serialize)]
pub struct PackCoverage {
    /// Its id.
    pub id: String,
    /// Its catalogue.
    pub catalogue: PathBuf,
    /// Row by row, as the catalogue has them.
    pub rows: Vec<CoveredRow>,
    /// What is cited and in no row.
    pub unknown: Vec<UnknownSource>,
}

/// A row of a catalogue.
#[derive(Debug, Clone, Serialize)]
pub struct CoveredRow {
    /// Its identifier.
    pub id: String,
    /// `quantitative`, `milestone`, `ledger`, `mechanism` or `structure`.
    pub kind: &'static str,
    /// What is demanded.
    pub item: String,
    /// The indicators that cite it.
    pub indicators: Vec<String>,
    /// Whether it is a task of the ledger.
    pub is_task: bool,
    /// The steps of tasks that answer it.
    pub steps: Vec<CitingStep>,
    /// The kinds of bulletin by which the office answers it.
    pub mechanisms: Vec<Cycle>,
    /// Whether something has to answer it, and nothing does; nothing has to answer a fact about units and alliances.
    pub is_open: bool,
}

/// A step of a task that cites a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitingStep {
    /// Number of the task, as it is printed.
    pub task: String,
    /// Which of its steps, from 1.
    pub step: usize,
}

/// A source that no row of the catalogue has.
#[derive(Debug, Clone, Serialize)]
pub struct UnknownSource {
    /// As it is cited.
    pub source: String,
    /// The indicators that cite it; none where it is a task, a step of one, or a mechanism.
    pub indicators: Vec<String>,
    /// The steps of tasks that cite it.
    pub steps: Vec<CitingStep>,
    /// The mechanisms that cite it.
    pub mechanisms: Vec<Cycle>,
}

impl CoverageReport {
    /// Whether every row is answered and every source known.
    pub fn is_whole(&self) -> bool {
        self.packs.iter().all(|pack| pack.unknown.is_empty() && pack.rows.iter().all(|row| !row.is_open))
    }
}

/// Compares a pack with its catalogue, or every pack that has one.
pub fn plan_coverage(
    templates: &Path,
    workspace: Option<&Path>,
    pack: Option<&Path>,
    catalogue: Option<&Path>,
) -> Result<CoverageReport, RunError> {
    let of_pack_itself = |pack: &NamedPack| pack.folders.find(&format!("{}/{CATALOGUE}", pack.id));
    let mut packs = packs::asked(pack, workspace, templates)?;
    if pack.is_none() && catalogue.is_none() {
        packs.retain(|pack| of_pack_itself(pack).is_some());
    }
    if packs.is_empty() {
        return Err(RunError::NoCatalogue { plan: String::new() });
    }
    let reports = packs.iter().map(|pack| {
        let plan = load_from(&pack.folders, &pack.id)?;
        let path = catalogue.map(Path::to_owned).or_else(|| of_pack_itself(pack));
        let path = path.ok_or_else(|| RunError::NoCatalogue { plan: pack.id.clone() })?;
        let rows = rows(&path, &pack.id)?;
        Ok(of_pack(&plan, path, &rows))
    });
    Ok(CoverageReport { packs: reports.collect::<Result<_, RunError>>()? })
}

/// The rows of a catalogue that are of a plan.
pub(super) fn rows(path: &Path, plan: &str) -> Result<Vec<CatalogueRow>, RunError> {
    of_plan(catalogue::read(path)?, path, plan)
}

/// Those of these rows that are of a plan.
pub(super) fn of_plan(rows: Vec<CatalogueRow>, path: &Path, plan: &str) -> Result<Vec<CatalogueRow>, RunError> {
    let of_others = |known| RunError::CatalogueOfOthers { path: path.to_owned(), plan: plan.to_owned(), known };
    catalogue::of_plan(rows, plan).map_err(of_others)
}

fn of_pack(plan: &Plan, catalogue: PathBuf, rows: &[CatalogueRow]) -> PackCoverage {
    let mut cited: BTreeMap<&str, Cited> = BTreeMap::new();
    for indicator in &plan.indicators {
        for source in &indicator.source {
            cited.entry(source).or_default().indicators.push(indicator.id.clone());
        }
    }
    for task in &plan.ledger {
        cited.entry(&task.id).or_default().is_task = true;
        for (position, step) in task.steps.iter().enumerate() {
            for source in &step.source {
                let citing = CitingStep { task: task.code().to_owned(), step: position + 1 };
                cited.entry(source).or_default().steps.push(citing);
            }
        }
    }
    for mechanism in &plan.mechanisms {
        for source in &mechanism.source {
            cited.entry(source).or_default().mechanisms.push(mechanism.cycle);
        }
    }
    let covered = rows.iter().map(|row| {
        let Cited { indicators, is_task, steps, mechanisms } = cited.get(row.id.as_str()).cloned().unwrap_or_default();
        let is_answered = is_task || !indicators.is_empty() || !steps.is_empty() || !mechanisms.is_empty();
        CoveredRow {
            is_open: row.kind != CatalogueKind::Structure && !is_answered,
            id: row.id.clone(),
            kind: row.kind.as_str(),
            item: if row.item.is_empty() { row.title.clone() } else { row.item.clone() },
            indicators,
            is_task,
            steps,
            mechanisms,
        }
    });
    let is_known = |source: &str| rows.iter().any(|row| row.id == source);
    let unknown = cited.iter().filter(|(source, _)| !is_known(source)).map(|(source, by)| UnknownSource {
        source: (*source).to_owned(),
        indicators: by.indicators.clone(),
        steps: by.steps.clone(),
        mechanisms: by.mechanisms.clone(),
    });
    PackCoverage { id: plan.id.clone(), catalogue, rows: covered.collect(), unknown: unknown.collect() }
}

/// What cites a row.
#[derive(Clone, Default)]
struct Cited {
    indicators: Vec<String>,
    is_task: bool,
    steps: Vec<CitingStep>,
    mechanisms: Vec<Cycle>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn templates() -> PathBuf {
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/report_templates"))
    }

    #[test]
    fn the_shipped_packs_answer_their_catalogues() {
        let report = plan_coverage(&templates(), None, None, None).unwrap();
        let ids: Vec<&str> = report.packs.iter().map(|pack| pack.id.as_str()).collect();
        assert_eq!(ids, ["jining-2023", "kailu-2024"]);
        assert!(report.is_whole(), "{:?}", report.packs.iter().map(|pack| &pack.unknown).collect::<Vec<_>>());
    }

    #[test]
    fn an_open_row_and_an_unknown_source_are_told() {
        let text = std::fs::read_to_string(templates().join("kailu-2024/catalogue.csv")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.csv");
        // The first row of an indicator has another id, so that it is open and what cites it is unknown.
        std::fs::write(&path, text.replace("kailu-2024:1#1,", "kailu-2024:1#1-new,")).unwrap();
        let report = plan_coverage(&templates(), None, Some(Path::new("kailu-2024")), Some(&path)).unwrap();
        let [pack] = report.packs.as_slice() else { panic!("one pack") };
        let open: Vec<&str> = pack.rows.iter().filter(|row| row.is_open).map(|row| row.id.as_str()).collect();
        let unknown: Vec<&str> = pack.unknown.iter().map(|unknown| unknown.source.as_str()).collect();
        assert_eq!((open, unknown), (vec!["kailu-2024:1#1-new"], vec!["kailu-2024:1#1"]));
        assert_eq!(pack.unknown.first().map(|unknown| unknown.indicators.len()), Some(1));
    }

    #[test]
    fn a_mechanism_answers_the_rows_that_it_cites() {
        let text = std::fs::read_to_string(templates().join("kailu-2024/catalogue.csv")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.csv");
        // 专项督察 has another id: its task and the mechanism of the pack cite what no row has any more.
        std::fs::write(&path, text.replace("kailu-2024:三.4#10,", "kailu-2024:三.4#10-new,")).unwrap();
        let report = plan_coverage(&templates(), None, Some(Path::new("kailu-2024")), Some(&path)).unwrap();
        let [pack] = report.packs.as_slice() else { panic!("one pack") };
        let [unknown] = pack.unknown.as_slice() else { panic!("{:?}", pack.unknown) };
        assert_eq!((unknown.source.as_str(), unknown.mechanisms.as_slice()), ("kailu-2024:三.4#10", &[Cycle::Inspection][..]));
        let quarterly = pack.rows.iter().find(|row| row.id == "kailu-2024:三.4#4").unwrap();
        assert_eq!((quarterly.is_task, quarterly.mechanisms.as_slice()), (true, &[Cycle::Quarterly][..]));
    }

    #[test]
    fn a_step_answers_the_rows_that_it_cites() {
        let folder = tempfile::tempdir().unwrap();
        for part in ["kailu-2024", "common"] {
            copy(&templates().join(part), &folder.path().join(part));
        }
        let ledger = folder.path().join("kailu-2024/ledger.csv");
        let text = std::fs::read_to_string(&ledger).unwrap();
        // 19#2 is no task any more, but the second step of 19#1.
        let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("kailu-2024:19#2,")).collect();
        assert_eq!(kept.len() + 1, text.lines().count());
        std::fs::write(&ledger, kept.join("\n") + "\n").unwrap();
        let steps = "id,by,item,source\nkailu-2024:19#1,2024,立项,\nkailu-2024:19#1,2024,建成,kailu-2024:19#2\n";
        std::fs::write(folder.path().join("kailu-2024/milestones.csv"), steps).unwrap();
        let report = plan_coverage(folder.path(), None, Some(Path::new("kailu-2024")), None).unwrap();
        let row = report.packs[0].rows.iter().find(|row| row.id == "kailu-2024:19#2").unwrap();
        assert_eq!((row.is_task, row.is_open), (false, false));
        assert_eq!(row.steps, [CitingStep { task: "19#1".to_owned(), step: 2 }]);
    }

    #[test]
    fn a_pack_without_a_catalogue_is_told() {
        let folder = tempfile::tempdir().unwrap();
        for part in ["kailu-2024", "common"] {
            copy(&templates().join(part), &folder.path().join(part));
        }
        std::fs::remove_file(folder.path().join("kailu-2024/catalogue.csv")).unwrap();
        let none = plan_coverage(folder.path(), None, Some(Path::new("kailu-2024")), None);
        assert!(matches!(none, Err(RunError::NoCatalogue { plan }) if plan == "kailu-2024"));
        assert!(matches!(plan_coverage(folder.path(), None, None, None), Err(RunError::NoCatalogue { .. })));
    }

    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let target = to.join(path.file_name().unwrap());
            if path.is_dir() {
                copy(&path, &target);
            } else {
                std::fs::copy(&path, &target).unwrap();
            }
        }
    }
}
