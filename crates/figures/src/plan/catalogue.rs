//! The catalogue of a plan's demands (条款目录): one row for each thing that an office follows, which indicators and tasks cite.
//!
//! In: a CSV file. Out: its rows, or every mistake in it at once. No bulletin reads it; `plan new` and `plan coverage` do.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::check::csv_file::{self, Row};
use super::check::fields::{Checker, words_of};
use super::check::listed_names;
use super::encoding::{self, NotText};
use super::error::PlanError;
use super::mistake::Mistake;
use super::source::Source;
use crate::store::disk;

pub use super::layout::CATALOGUE;

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
    /// Where it stands in the file, from 1.
    pub line: usize,
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
    let bytes = disk::read(path).map_err(|source| PlanError::Read { path: path.to_owned(), source })?;
    let file = path.file_name().map(PathBuf::from).unwrap_or_default();
    let name = file.to_string_lossy().into_owned();
    let text = encoding::text(bytes, &name).map_err(|NotText { message, hint }| PlanError::Catalogue {
        path: path.to_owned(),
        mistakes: vec![Mistake::in_file(file.clone(), message.to_owned()).with_hint(Some(hint.to_owned()))],
        text: String::new(),
    })?;
    let source = Source { name, file, text };
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
        let line = checker.source.place(row.line.clone()).line;
        rows.extend(kind.map(|kind| CatalogueRow { line, ..one(&row, kind) }));
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
        line: 0,
    }
}

/// The rows of one plan: those that name it. Of a catalogue of other plans none, but their ids.
pub fn of_plan(rows: Vec<CatalogueRow>, plan: &str) -> Result<Vec<CatalogueRow>, Vec<String>> {
    let (own, others): (Vec<CatalogueRow>, Vec<CatalogueRow>) = rows.into_iter().partition(|row| row.plan == plan);
    if own.is_empty() && !others.is_empty() {
        let plans: BTreeSet<String> = others.into_iter().map(|row| row.plan).collect();
        return Err(plans.into_iter().collect());
    }
    Ok(own)
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
    fn a_catalogue_gives_the_rows_of_its_plan_and_no_others() {
        let (_folder, path) = written("a:1#1,a,,,,ledger,,,,,,,,,\nb:1#1,b,,,,ledger,,,,,,,,,\n");
        let rows = read(&path).unwrap();
        assert_eq!(of_plan(rows.clone(), "b").unwrap().len(), 1);
        assert_eq!(of_plan(rows, "c").unwrap_err(), ["a", "b"]);
        let (_folder, path) = written("a:1#1,a,,,,ledger,,,,,,,,,\n");
        assert_eq!(of_plan(read(&path).unwrap(), "c").unwrap_err(), ["a"], "of one plan, and not of this one");
        assert_eq!(of_plan(Vec::new(), "c"), Ok(Vec::new()));
    }

    #[test]
    fn what_excel_leaves_in_a_catalogue_is_passed_over_and_what_it_makes_of_it_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("目录.csv");
        let blank = ",".repeat(COLUMNS.len() + 1);
        let row = "a:1#1,a,1,领域,任务,quantitative,就诊率,甲/乙,>=,90,%,2017/12/31,county,甲局,注,,";
        std::fs::write(&path, format!("{},,\n{row}\n{blank}\n{blank}\n", COLUMNS.join(","))).unwrap();
        let rows = read(&path).unwrap();
        assert_eq!((rows.len(), rows[0].deadline.as_str(), rows[0].line), (1, "2017/12/31", 2));
        std::fs::write(&path, format!("{},,\n{row}又\n", COLUMNS.join(","))).unwrap();
        assert!(read(&path).unwrap_err().shown().concat().contains("应有15列，这里有17列"));
        let in_the_middle = COLUMNS.join(",").replacen("clause,", ",", 1);
        std::fs::write(&path, format!("{in_the_middle},clause\n")).unwrap();
        assert!(read(&path).unwrap_err().shown().concat().contains("第3列没有列名"));
        std::fs::write(&path, b"\xb1\xe0\xba\xc5,\n").unwrap();
        let error = read(&path).unwrap_err();
        let shown = error.shown().concat();
        assert!(matches!(error, PlanError::Catalogue { .. }) && shown.contains("文件不是 UTF-8 编码"), "{shown}");
        std::fs::write(&path, b"PK\x03\x04").unwrap();
        assert!(read(&path).unwrap_err().shown().concat().contains("另存为“CSV UTF-8（逗号分隔）”"));
    }
}
