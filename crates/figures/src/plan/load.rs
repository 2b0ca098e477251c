//! From the folder of packs to a plan.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use super::check::forms::PlacedForm;
use super::check::vocabulary::Vocabulary;
use super::check::{forms, handovers, indicators, ledger, plan_file, rules, scoring, tasks};
use super::error::PlanError;
use super::folders::PackFolders;
use super::meant::Plan;
use super::mistake::Mistake;
use super::raw::{RawForm, RawPlan};
use super::rule::Rule;
use super::source::{Library, Source};
use super::{near, toml_text};
use tongbao_returns::domain::Form;

/// Where the forms lie that several plans share.
const COMMON_FORMS: &str = "common/forms";
/// The scores of a pack; a pack need not have any.
const SCORING: &str = "scoring.toml";
/// The audit rules of a pack.
const RULES: &str = "rules.toml";
/// Who takes over which task, and when; a pack need not have any.
const HANDOVERS: &str = "responsible.csv";
/// Where the rules of those forms lie; a form need not have any.
const COMMON_RULES: &str = "common/rules";
/// Where the pieces of wording lie that several plans share.
const COMMON_WORDING: &str = "common/bulletins";
/// The bulletin that every pack words.
const QUARTERLY: &str = "quarterly";

/// Loads and checks the pack of an id from one folder of packs; every mistake in it is told at once.
pub fn load(templates: &Path, plan_id: &str) -> Result<Plan, PlanError> {
    load_from(&PackFolders::shipped(templates), plan_id)
}

/// The same from several folders of packs.
pub fn load_from(folders: &PackFolders, plan_id: &str) -> Result<Plan, PlanError> {
    Ok(load_with_sources(folders, plan_id)?.0)
}

/// The same with the files that were read, in the order of reading.
pub(super) fn load_with_sources(folders: &PackFolders, plan_id: &str) -> Result<(Plan, Vec<Source>), PlanError> {
    if !folders.has(plan_id) {
        let looked_in = folders.paths().map(Path::to_owned).collect();
        return Err(PlanError::Unknown { looked_in, id: plan_id.to_owned(), known: folders.ids() });
    }
    let mut library = Library::new(folders);
    let plan_source = library.read(&format!("{plan_id}/plan.toml"))?;
    let plan_file = plan_source.as_ref().and_then(|source| {
        let raw: RawPlan = toml_text::read(source, &mut library.mistakes)?;
        Some((plan_file::read(raw, plan_id, source, &mut library.mistakes), source))
    });

    let mut forms = Forms { read: Vec::new(), is_complete: true };
    for name in library.list(&format!("{plan_id}/forms"), "toml")? {
        forms.read(&format!("{plan_id}/forms"), &name, &mut library)?;
    }
    match &plan_file {
        Some((file, source)) => forms.include(&file.includes, source, &mut library)?,
        None => forms.is_complete = false,
    }
    forms::check_together(&forms.read, &mut library.mistakes);
    let is_complete = forms.is_complete;
    let mut forms: Vec<Form> = forms.read.into_iter().map(|placed| placed.form).collect();
    let vocabulary = Vocabulary::of(&forms, is_complete);
    if let Some((file, source)) = &plan_file {
        file.check_proof_items(&vocabulary, source, &mut library.mistakes);
    }

    let campaigns = plan_file.as_ref().map(|(file, _)| file.plan.campaigns.clone()).unwrap_or_default();
    let mut indicators = Vec::new();
    if let Some(source) = library.read(&format!("{plan_id}/indicators.toml"))?
        && let Some(raw) = toml_text::read(&source, &mut library.mistakes)
    {
        indicators = indicators::read(raw, &campaigns, &vocabulary, &source, &mut library.mistakes);
    }
    let files = library.list(plan_id, "toml")?;
    let mut scoring = None;
    if files.iter().any(|name| name == SCORING)
        && let Some(source) = library.read(&format!("{plan_id}/{SCORING}"))?
        && let Some(raw) = toml_text::read(&source, &mut library.mistakes)
    {
        // An indicator that could not be read is told where it stands, and not again where it is named.
        let is_complete = library.mistakes.is_empty();
        let peer_groups = plan_file.as_ref().map_or(&[][..], |(file, _)| &file.plan.peer_groups);
        let of_plan = (indicators.as_slice(), is_complete);
        scoring = Some(scoring::read(raw, of_plan, peer_groups, &vocabulary, &source, &mut library.mistakes));
    }
    let includes = plan_file.iter().flat_map(|(file, _)| &file.includes).map(|(name, _)| format!("{name}.toml"));
    let mut rule_files = Vec::new();
    let common_rules = library.list(COMMON_RULES, "toml")?;
    rule_files.extend(includes.filter(|name| common_rules.contains(name)).map(|name| format!("{COMMON_RULES}/{name}")));
    rule_files.extend(files.into_iter().filter(|name| name == RULES).map(|name| format!("{plan_id}/{name}")));
    let mut rules: Vec<Rule> = Vec::new();
    for file in rule_files {
        if let Some(source) = library.read(&file)?
            && let Some(raw) = toml_text::read(&source, &mut library.mistakes)
        {
            let read = rules::read(raw, &forms, &rules, &vocabulary, &source, &mut library.mistakes);
            rules.extend(read);
        }
    }
    let mut ledger = Vec::new();
    if let Some(source) = library.read(&format!("{plan_id}/ledger.csv"))? {
        ledger = ledger::read(&campaigns, &source, &mut library.mistakes);
    }
    if library.list(plan_id, "csv")?.iter().any(|name| name == HANDOVERS)
        && let Some(source) = library.read(&format!("{plan_id}/{HANDOVERS}"))?
    {
        let years = plan_file.as_ref().map(|(file, _)| (file.plan.first_year, file.plan.last_year));
        handovers::read(&mut ledger, years, &source, &mut library.mistakes);
    }
    tasks::ask_for(&mut forms, &ledger);
    let wording = wording(&format!("{plan_id}/bulletins"), &mut library)?;
    match plan_file {
        Some((file, _)) if library.mistakes.is_empty() => {
            let fingerprint = library.fingerprint();
            let plan = Plan { forms, indicators, rules, ledger, scoring, wording, fingerprint, ..file.plan };
            Ok((plan, library.into_sources()))
        }
        _ => Err(library.into_error(folders.pack(plan_id))),
    }
}

/// The forms read so far, and whether all could be.
struct Forms {
    read: Vec<PlacedForm>,
    is_complete: bool,
}

impl Forms {
    fn read(&mut self, folder: &str, name: &str, library: &mut Library<'_>) -> Result<(), PlanError> {
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        let source = library.read(&format!("{folder}/{name}"))?;
        let form = source.and_then(|source| {
            let raw: RawForm = toml_text::read(&source, &mut library.mistakes)?;
            Some(forms::read(raw, stem, &source, &mut library.mistakes))
        });
        self.is_complete &= form.as_ref().is_some_and(|form| form.is_complete);
        self.read.extend(form);
        Ok(())
    }

    fn include(&mut self, names: &[(String, Range<usize>)], plan: &Source, library: &mut Library<'_>) -> Result<(), PlanError> {
        let common = library.list(COMMON_FORMS, "toml")?;
        for (include, span) in names {
            let name = format!("{include}.toml");
            if common.contains(&name) {
                self.read(COMMON_FORMS, &name, library)?;
            } else {
                let hint = near::suggestion(include, common.iter().filter_map(|name| name.strip_suffix(".toml")));
                library.mistakes.push(plan.mistake_with_hint(
                    span.clone(),
                    format!("{COMMON_FORMS} 里没有表式`{include}`"),
                    hint,
                ));
                self.is_complete = false;
            }
        }
        Ok(())
    }
}

/// The templates of the bulletins by file stem; the quarterly one must be there. Pieces that plans share (`_name.md`) give way to the
/// pack's own of the same name.
fn wording(folder: &str, library: &mut Library<'_>) -> Result<BTreeMap<String, String>, PlanError> {
    let mut wording = BTreeMap::new();
    for folder in [COMMON_WORDING, folder] {
        for name in library.list(folder, "md")? {
            let source = library.read(&format!("{folder}/{name}"))?;
            wording.extend(source.map(|source| (name.strip_suffix(".md").unwrap_or(&name).to_owned(), source.text)));
        }
    }
    if !wording.contains_key(QUARTERLY) {
        let file = library.shown(&format!("{folder}/{QUARTERLY}.md"));
        library.mistakes.push(Mistake::in_file(file, "缺少文件：每个方案都要有季度通报的模板".to_owned()));
    }
    Ok(wording)
}
