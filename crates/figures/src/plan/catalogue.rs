//! The catalogue of a plan's demands (条款目录): one row for each thing that an office follows, which indicators and tasks cite.
//!
//! In: a CSV file. Out: its rows, or every mistake in it at once. No bulletin reads it; `plan new` and `plan coverage` do.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::check::csv_file::{self, Row};
use super::check::fields::{Checker, words_of};
use super::check::listed_names;
use super::error::PlanError;
use super::source::Source;
use crate::store::disk;

/// Its name in the folder of a pack.
pub const CATALOGUE: &str = "catalogue.csv";

/// The columns of the file.
pub(super) const COLUMNS: [&str; 15] = [
    "id",
    "plan",
    "clause",
    "campaign",
    "task_title",
    "kind",
    "item",
    "measure",
    "operator",
    "target",
    "unit",
    "deadline",
    "scope",
    "responsible",
    "note",
];

const KINDS: [(&str, CatalogueKind); 5] = [
    ("quantitative", CatalogueKind::Quantitative),
    ("milestone", CatalogueKind::Milestone),
    ("ledger", CatalogueKind::Ledger),
    ("mechanism", CatalogueKind::Mechanism),
    ("structure", CatalogueKind::Structure),
];

/// The words before the colon in the column `scope`: `hospital:三级公立` concerns hospitals.
const SCOPES: [(&str, Concerned); 17] = [
    ("city", Concerned::Area),
    ("department", Concerned::Area),
    ("county", Concerned::County),
    ("district", Concerned::County),
    ("village", Concerned::County),
    ("hospital", Concerned::Hospital),
    ("public-hospital", Concerned::Hospital),
    ("county-hospital", Concerned::Hospital),
    ("tcm-hospital", Concerned::Hospital),
    ("lead-hospital", Concerned::Hospital),
    ("hospital-level-2", Concerned::Hospital),
    ("hospital-level-2+", Concerned::Hospital),
    ("hospital-level-3", Concerned::Hospital),
    ("institution", Concerned::Hospital),
    ("township", Concerned::Primary),
    ("primary", Concerned::Primary),
    ("alliance", Concerned::Alliance),
];

/// Whom a row of the catalogue concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concerned {
    /// The area and its departments.
    Area,
    /// Its counties, with what lies in them.
    County,
    /// Hospitals.
    Hospital,
    /// Township health centres and the like.
    Primary,
    /// Alliances.
    Alliance,
}

/// What becomes of a row in a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CatalogueKind {
    /// An indicator with a formula.
    Quantitative,
    /// A task with a date.
    Milestone,
    /// A task that is followed.
    Ledger,
    /// An arrangement that is to exist: a task.
    Mechanism,
    /// A fact about units and alliances: nothing has to cite it, the registry agrees with it.
    Structure,
}

impl CatalogueKind {
    /// As the file writes it.
    pub fn as_str(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// A row of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueRow {
    /// Identifier: `jining-2023:3#1`.
    pub id: String,
    /// Of which plan.
    pub plan: String,
    /// Clause of the plan.
    pub clause: String,
    /// Which group.
    pub campaign: String,
    /// The task.
    pub title: String,
    /// What becomes of it.
    pub kind: CatalogueKind,
    /// What is demanded.
    pub item: String,
    /// How it is measured, in words: `县域内就诊人次/参保人员就诊总人次`.
    pub measure: String,
    /// How it is set against the target: `>=`, `up`, `done` …
    pub operator: String,
    /// The target, as the plan writes it.
    pub target: String,
    /// Unit of the target.
    pub unit: String,
    /// Until when: a year, a month or a day.
    pub deadline: String,
    /// Whom it concerns.
    pub scope: String,
    /// Who is responsible, the leader first.
    pub responsible: Vec<String>,
    /// Remarks.
    pub note: String,
}

impl CatalogueRow {
    /// The word of its scope, and what stands behind the colon: whom of them.
    pub fn scope_parts(&self) -> (&str, Option<&str>) {
        let (word, whom) = self.scope.split_once([':', '：']).unwrap_or((&self.scope, ""));
        (word.trim(), Some(whom.trim()).filter(|whom| !whom.is_empty()))
    }

    /// Whom it concerns; nothing of a word that is none of the usual ones.
    pub fn concerned(&self) -> Option<Concerned> {
        let (word, _) = self.scope_parts();
        SCOPES.iter().find(|(known, _)| *known == word).map(|(_, concerned)| *concerned)
    }
}

/// The usual words of the column `scope`.
pub(super) fn scopes() -> Vec<&'static str> {
    words_of(&SCOPES)
}

/// The words of the column `kind`.
pub(super) fn kinds() -> Vec<&'static str> {
    words_of(&KINDS)
}

/// Reads a catalogue.
pub fn read(path: &Path) -> Result<Vec<CatalogueRow>, PlanError> {
    let text = disk::read_text(path).map_err(|source| PlanError::Read { path: path.to_owned(), source })?;
    let name = path.file_name().map(PathBuf::from).unwrap_or_default();
    let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned);
    let source = Source { name: name.to_string_lossy().into_owned(), file: name, text };
    let mut mistakes = Vec::new();
    let rows = rows(&mut Checker { source: &source, mistakes: &mut mistakes });
    if mistakes.is_empty() {
        return Ok(rows);
    }
    mistakes.sort();
    Err(PlanError::Catalogue { path: path.to_owned(), mistakes, text: source.text })
}

fn rows(checker: &mut Checker<'_>) -> Vec<CatalogueRow> {
    let mut ids = BTreeSet::new();
    let mut rows = Vec::new();
    for row in csv_file::rows(&COLUMNS, checker) {
        for name in ["id", "plan", "kind"].into_iter().filter(|name| row.field(name).is_empty()) {
            checker.tell(row.line.clone(), format!("缺少`{name}`"));
        }
        listed_names::check(&row, "responsible", checker);
        let id = row.placed("id");
        if !id.value.is_empty() && !ids.insert(id.value.clone()) {
            checker.tell(id.span, format!("条款目录的`{}`重复", id.value));
        }
        let kind = checker.word(&row.placed("kind"), "kind", &KINDS);
        rows.extend(kind.map(|kind| one(&row, kind)));
    }
    rows
}

fn one(row: &Row<'_>, kind: CatalogueKind) -> CatalogueRow {
    let text = |name: &str| row.field(name).to_owned();
    CatalogueRow {
        id: text("id"),
        plan: text("plan"),
        clause: text("clause"),
        campaign: text("campaign"),
        title: text("task_title"),
        kind,
        item: text("item"),
        measure: text("measure"),
        operator: text("operator"),
        target: text("target"),
        unit: text("unit").replace('／', "/"),
        deadline: text("deadline"),
        scope: text("scope"),
        responsible: row.names("responsible"),
        note: text("note"),
    }
}

/// The rows of one plan: those that name it, or all of a catalogue that is of one plan only; of a catalogue of other plans none, but their ids.
pub fn of_plan(rows: Vec<CatalogueRow>, plan: &str) -> Result<Vec<CatalogueRow>, Vec<String>> {
    let plans: BTreeSet<String> = rows.iter().map(|row| row.plan.clone()).collect();
    if plans.len() <= 1 {
        return Ok(rows);
    }
    if !plans.contains(plan) {
        return Err(plans.into_iter().collect());
    }
    Ok(rows.into_iter().filter(|row| row.plan == plan).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rows: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CATALOGUE);
        std::fs::write(&path, format!("\u{feff}{}\n{rows}", COLUMNS.join(","))).unwrap();
        (folder, path)
    }

    #[test]
    fn the_rows_of_a_catalogue_are_read() {
        let (_folder, path) = written("a:1#1,a,1,领域,任务,quantitative,就诊率,甲/乙,>=,90,%,2025,county,甲局;乙局,注\n");
        let rows = read(&path).unwrap();
        let [row] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!((row.id.as_str(), row.kind, row.target.as_str()), ("a:1#1", CatalogueKind::Quantitative, "90"));
        assert_eq!(row.responsible, ["甲局", "乙局"]);
        assert_eq!((row.scope_parts(), row.concerned()), (("county", None), Some(Concerned::County)));
        let of = |scope: &str| {
            let row = CatalogueRow { scope: scope.to_owned(), ..row.clone() };
            (row.scope_parts().1.map(str::to_owned), row.concerned())
        };
        assert_eq!(of("hospital:三级公立"), (Some("三级公立".to_owned()), Some(Concerned::Hospital)));
        assert_eq!(of("village"), (None, Some(Concerned::County)));
        assert_eq!([of("").1, of("学校").1], [None, None]);
        assert_eq!(row.kind.as_str(), "quantitative");
    }

    #[test]
    fn the_mistakes_of_a_catalogue_are_told_at_once() {
        let (_folder, path) =
            written("a:1#1,a,,,,quantitative,,,,,,,,,\na:1#1,a,,,,ledger,,,,,,,,,\n,a,,,,quantitive,,,,,,,,,\n");
        let error = read(&path).unwrap_err();
        assert!(error.to_string().ends_with("has 3 mistakes"), "{error}");
        let shown = error.shown().concat();
        for words in ["catalogue.csv:3:1", "条款目录的`a:1#1`重复", "catalogue.csv:4:", "缺少`id`", "是否想写`quantitative`"]
        {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert!(matches!(read(Path::new("no-such.csv")), Err(PlanError::Read { .. })));
    }

    #[test]
    fn a_catalogue_of_several_plans_gives_the_rows_of_one() {
        let (_folder, path) = written("a:1#1,a,,,,ledger,,,,,,,,,\nb:1#1,b,,,,ledger,,,,,,,,,\n");
        let rows = read(&path).unwrap();
        assert_eq!(of_plan(rows.clone(), "b").unwrap().len(), 1);
        assert_eq!(of_plan(rows, "c").unwrap_err(), ["a", "b"]);
        let (_folder, path) = written("a:1#1,a,,,,ledger,,,,,,,,,\n");
        assert_eq!(of_plan(read(&path).unwrap(), "c").unwrap().len(), 1, "of one plan only");
    }
}
