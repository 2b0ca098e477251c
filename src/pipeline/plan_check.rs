//! `tongbao plan check`: is a plan pack sound?

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::citations;
use super::error::RunError;
use super::items_listed::{Bound, FromItems, bounds, from_items};
use super::listed_packs::{self, Missing};
use super::name_doubts;
use super::packs::{self, NamedPack};
use super::unfit_tests::{UnfitTest, unfit_tests};
use super::unjudged_peers;
use tongbao_figures::cases::Cases;
use tongbao_figures::plan::{
    Mistake, PackFolders, Plan, PlanError, asked_twice, contradictions, join, load_from, render, stand_together,
};

/// What was found in one or several packs.
#[derive(Debug, Clone, Serialize)]
pub struct PlanReport {
    /// In the order of their ids.
    pub packs: Vec<PackReport>,
}

/// One pack.
#[derive(Debug, Clone, Serialize)]
pub struct PackReport {
    /// Its id.
    pub id: String,
    /// Forms that it uses.
    pub forms: usize,
    /// Items on them; what a ledger form asks of the plan's tasks is none of them.
    pub items: usize,
    /// Indicators.
    pub indicators: usize,
    /// Rows of the ledger.
    pub ledger: usize,
    /// Whether the pack wants the rules that follow from its items (`rules-from-items`).
    pub has_rules_from_items: bool,
    /// Those rules: nobody wrote them.
    pub rules_from_items: Vec<FromItems>,
    /// Within what numbers are read at all.
    pub bounds: Vec<Bound>,
    /// Tests of the shipped pack that name what the office's own files no longer have. They are no mistakes.
    pub unfit_tests: Vec<UnfitTest>,
    /// What a draft has left to its author: with it the pack is sound, and nothing is issued.
    pub unfilled: Vec<PackMistake>,
    /// Names that may be slips of the pen; with them the pack is sound.
    pub doubts: Vec<PackMistake>,
    /// Every mistake; the counts above are zero if there is one.
    pub mistakes: Vec<PackMistake>,
    /// The mistakes as text, each in its line.
    pub rendered: String,
}

/// One mistake.
#[derive(Debug, Clone, Serialize)]
pub struct PackMistake {
    /// Below the folder of packs.
    pub file: PathBuf,
    /// From 1; 0 if it concerns the whole file.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    #[serde(serialize_with = "crate::blank::serialize")]
    pub hint: Option<String>,
}

impl From<&Mistake> for PackMistake {
    fn from(mistake: &Mistake) -> Self {
        Self {
            file: mistake.file.clone(),
            line: mistake.line,
            column: mistake.column,
            message: mistake.message.clone(),
            hint: mistake.hint.clone(),
        }
    }
}

impl PlanReport {
    /// Whether there is no mistake.
    pub fn is_sound(&self) -> bool {
        self.packs.iter().all(|pack| pack.mistakes.is_empty())
    }

    /// Whether nothing is left to fill in.
    pub fn is_filled(&self) -> bool {
        self.packs.iter().all(|pack| pack.unfilled.is_empty())
    }
}

/// Checks a pack, by its folder or its id, or all packs of the templates and of a workspace, with those that the workspace lists.
pub fn plan_check(templates: &Path, workspace: Option<&Path>, pack: Option<&Path>) -> Result<PlanReport, RunError> {
    let named: Vec<PathBuf> = pack.map(Path::to_owned).into_iter().collect();
    plan_check_together(templates, workspace, &named)
}

/// The same of several packs, each against those beside it and against one another as those of one office; of none all.
pub fn plan_check_together(templates: &Path, workspace: Option<&Path>, named: &[PathBuf]) -> Result<PlanReport, RunError> {
    let mut packs: Vec<NamedPack> = Vec::new();
    if named.is_empty() {
        packs = packs::asked(None, workspace, templates)?;
    }
    for pack in named.iter().map(|pack| packs::named(pack, workspace, templates)) {
        if packs.iter().all(|known| known.id != pack.id) {
            packs.push(pack);
        }
    }
    let is_named = |id: &str| named.len() > 1 && packs.iter().any(|pack| pack.id == id);
    let listed = workspace.map(listed_packs::ids).unwrap_or_default();
    let is_of_office = |id: &str| listed.iter().any(|listed| listed == id) || is_named(id);
    let mut reports = Vec::new();
    let mut before: Vec<Plan> = Vec::new();
    for NamedPack { folders, id } in &packs {
        let (mut report, plan) = check_pack(templates, folders, id)?;
        let beside = if named.is_empty() { Vec::new() } else { neighbours(folders, id) };
        if let Some(plan) = plan {
            // One that is named as well is held against those named before it alone.
            let beside = beside.iter().filter(|other| packs.iter().all(|pack| pack.id != other.id));
            let others: Vec<&Plan> = beside.chain(&before).collect();
            report.stand_beside(&plan, &others, &is_of_office);
            before.push(plan);
        }
        reports.push(report);
    }
    if let (true, Some(workspace)) = (named.is_empty(), workspace) {
        let missing = listed_packs::missing(workspace, &packs::folders(Some(workspace), templates));
        reports.extend(missing.into_iter().map(PackReport::missing));
        reports.sort_by(|one, other| one.id.cmp(&other.id));
    }
    Ok(PlanReport { packs: reports })
}

/// The packs that lie beside one; one with mistakes of its own contradicts nobody.
fn neighbours(folders: &PackFolders, id: &str) -> Vec<Plan> {
    folders.ids().iter().filter(|other| *other != id).filter_map(|other| load_from(folders, other).ok()).collect()
}

impl PackReport {
    /// Of a pack of which nothing is known yet.
    fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            forms: 0,
            items: 0,
            indicators: 0,
            ledger: 0,
            has_rules_from_items: false,
            rules_from_items: Vec::new(),
            bounds: Vec::new(),
            unfit_tests: Vec::new(),
            unfilled: Vec::new(),
            doubts: Vec::new(),
            mistakes: Vec::new(),
            rendered: String::new(),
        }
    }

    /// Of a pack that is not there.
    fn missing(Missing { id, mistake, text }: Missing) -> Self {
        Self { mistakes: vec![PackMistake::from(&mistake)], rendered: render(&mistake, &text), ..Self::new(&id) }
    }

    /// Adds what of the pack contradicts others, and what it asks again that others of its office ask.
    fn stand_beside(&mut self, plan: &Plan, others: &[&Plan], is_of_office: &dyn Fn(&str) -> bool) {
        let against = |other: &&Plan| {
            let mut mistakes = contradictions(plan, other);
            if is_of_office(&plan.id) && is_of_office(&other.id) {
                mistakes.extend(asked_twice(plan, other));
            }
            mistakes
        };
        for mistake in others.iter().flat_map(against) {
            self.mistakes.push(PackMistake::from(&mistake));
            let source = plan.origins.sources.get(&mistake.file).map_or("", String::as_str);
            if !self.rendered.is_empty() {
                self.rendered.push('\n');
            }
            self.rendered.push_str(&render(&mistake, source));
        }
    }
}

fn check_pack(templates: &Path, folders: &PackFolders, id: &str) -> Result<(PackReport, Option<Plan>), RunError> {
    let mut report = PackReport::new(id);
    let plan = match load_from(folders, id) {
        Ok(plan) => {
            report.forms = plan.forms.len();
            let asked = plan.forms.iter().filter(|form| form.tasks.is_none());
            report.items = asked.map(|form| form.items().count()).sum();
            report.has_rules_from_items = plan.rules_from_items;
            report.rules_from_items = from_items(&plan);
            report.bounds = bounds(&plan);
            report.indicators = plan.indicators.len();
            report.ledger = plan.ledger.len();
            report.unfilled = plan.unfilled.iter().map(PackMistake::from).collect();
            let mut mistakes = of_wording(templates, &plan)?;
            mistakes.extend(citations::mistakes(folders, &plan));
            mistakes.extend(unjudged_peers::mistakes(&plan));
            report.doubts = name_doubts::doubts(folders, &plan).iter().map(PackMistake::from).collect();
            mistakes.sort();
            let text = |mistake: &Mistake| {
                let template = plan.wording.values().find(|template| template.file == mistake.file);
                let wording = template.map(|template| template.text.as_str());
                wording.or(plan.origins.sources.get(&mistake.file).map(String::as_str)).unwrap_or_default()
            };
            let shown: Vec<String> = mistakes.iter().map(|mistake| render(mistake, text(mistake))).collect();
            report.rendered = shown.join("\n");
            report.mistakes = mistakes.iter().map(PackMistake::from).collect();
            // Who has mistakes in the pack itself is not sent to its tests.
            if report.mistakes.is_empty() {
                let unfit = |cases: Option<Cases>| unfit_tests(folders, id, cases.unwrap_or_default().unfit);
                match tongbao_figures::cases::load(folders, &plan).map(unfit) {
                    Ok(unfit) => report.unfit_tests = unfit,
                    Err(error) => (report.mistakes, report.rendered) = told(error)?,
                }
            }
            Some(plan)
        }
        Err(error) => {
            (report.mistakes, report.rendered) = told(error)?;
            None
        }
    };
    Ok((report, plan))
}

/// The mistakes of a file that could not be used, and the same as text; a disk that fails is no mistake of the pack.
pub(super) fn told(error: PlanError) -> Result<(Vec<PackMistake>, String), RunError> {
    match error {
        PlanError::Invalid { ref mistakes, .. } => {
            Ok((mistakes.iter().map(PackMistake::from).collect(), error.shown().join("\n")))
        }
        other => Err(other.into()),
    }
}

/// What is wrong with the wordings of a plan: what can be seen in them, and what composing them shows beside that.
fn of_wording(templates: &Path, plan: &Plan) -> Result<Vec<Mistake>, RunError> {
    let mut mistakes = crate::compose::wording::check(plan);
    let told: BTreeSet<(PathBuf, usize)> = mistakes.iter().map(|mistake| (mistake.file.clone(), mistake.line)).collect();
    // What has been told of a line is not told again because no bulletin can be composed with it.
    let composed = super::wording_trial::mistakes(templates, plan)?.into_iter();
    mistakes.extend(composed.filter(|mistake| !told.contains(&(mistake.file.clone(), mistake.line))));
    Ok(mistakes)
}

/// Every pack of these folders, loaded; none of them contradicts another, and a ledger form that several share asks for the tasks of all.
pub(super) fn all_plans(folders: &PackFolders) -> Result<Vec<Plan>, RunError> {
    let mut plans = packs::all(folders)?.iter().map(|id| load_from(folders, id)).collect::<Result<Vec<Plan>, _>>()?;
    stand_together(folders, &plans)?;
    join(&mut plans);
    Ok(plans)
}
