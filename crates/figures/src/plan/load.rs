//! From the folder of packs to a plan.

use std::collections::BTreeMap;
use std::path::Path;

use super::check::declared::Declared;
use super::check::dictionary::Dictionary;
use super::check::forms::PlacedForm;
use super::check::ledger::PlacedLedger;
use super::check::offered::{COMMON_FORMS, SharedForms};
use super::check::plan_file::PlanFile;
use super::check::shared_indicators::SharedIndicators;
use super::check::shared_scoring::{self, SharedScoring};
use super::check::using::{Uses, uses};
use super::check::vocabulary::Vocabulary;
use super::check::{
    answered, citations, derived, filers, forms, handovers, indicators, ledger, milestones, one_ledger, plan_file, rules,
    scoring, tasks, within,
};
use super::error::PlanError;
use super::folders::PackFolders;
use super::indicator::Indicator;
use super::layout::{COMMON, DICTIONARY, HANDOVERS, INDICATORS, LEDGER, MILESTONES, PLAN, RULES, SCORING};
use super::meant::Plan;
use super::mistake::Mistake;
use super::place::Place;
use super::raw::{RawDictionary, RawForm, RawIndicators, RawPlan, RawScoring};
use super::rule::Rule;
use super::scoring::Scoring;
use super::source::{Library, Source};
use super::words::{COMMON_WORDING, Template, Words};
use super::{near, strays, toml_text, unfilled};
use tongbao_returns::domain::{Category, Form, FormId};

/// Where the rules of shared forms lie; a form need not have any.
const COMMON_RULES: &str = "common/rules";

/// Loads and checks the pack of an id from one folder of packs; every mistake in it is told at once.
pub fn load(templates: &Path, plan_id: &str) -> Result<Plan, PlanError> {
    load_from(&PackFolders::shipped(templates), plan_id)
}

/// The same from several folders of packs.
pub fn load_from(folders: &PackFolders, plan_id: &str) -> Result<Plan, PlanError> {
    Ok(loaded(folders, plan_id)?.plan)
}

/// A pack that was loaded, with what it was read from.
pub(super) struct Loaded {
    pub(super) plan: Plan,
    /// The files, in the order of reading.
    pub(super) sources: Vec<Source>,
    pub(super) whole: Whole,
}

/// Files of a pack as they would be if it wrote whole what it takes by name.
#[derive(Default)]
pub(super) struct Whole {
    pub(super) indicators: RawIndicators,
    /// None where nothing is scored.
    pub(super) scoring: Option<RawScoring>,
}

/// The same with what the plan was read from.
pub(super) fn loaded(folders: &PackFolders, plan_id: &str) -> Result<Loaded, PlanError> {
    if !folders.has(plan_id) {
        let looked_in = folders.paths().map(Path::to_owned).collect();
        return Err(PlanError::Unknown { looked_in, id: plan_id.to_owned(), known: folders.ids() });
    }
    let mut library = Library::new(folders);
    let plan_source = library.read(&format!("{plan_id}/{PLAN}"))?;
    let plan_file = plan_source.as_ref().and_then(|source| {
        let raw: RawPlan = toml_text::read(source, &mut library.mistakes)?;
        Some((plan_file::read(raw, plan_id, source, &mut library.mistakes), source))
    });

    let dictionary = dictionary(plan_id, &mut library)?;
    let mut forms = Forms::new(&dictionary);
    for name in library.list(&format!("{plan_id}/forms"), "toml")? {
        forms.read(&format!("{plan_id}/forms"), &name, &mut library)?;
    }
    match &plan_file {
        Some((file, source)) => forms.include(file, source, &mut library)?,
        None => forms.is_complete = false,
    }
    forms::check_together(&forms.read, &dictionary, forms.is_complete, &mut library.mistakes);
    let is_complete = forms.is_complete;
    let mut origins = forms::origins(&forms.read, &dictionary);
    origins.also_filed_by = std::mem::take(&mut forms.also_filed_by);
    if let Some((file, source)) = &plan_file {
        origins.cited = file.mechanisms.cited(source);
        origins.peer_groups = file.peer_places(source);
        origins.task_prefix = Some(source.place(file.task_prefix_place.clone()));
    }
    let asking = forms::asking(&forms.read, plan_id);
    let mut forms: Vec<Form> = forms.read.into_iter().map(|placed| placed.form).collect();
    let declared = Declared::of(plan_file.as_ref().map(|(file, _)| &file.plan));
    let shared_forms = SharedForms::of(folders);
    let vocabulary = Vocabulary::of(&forms, &dictionary, is_complete).of_plan(declared).beside(&shared_forms);
    if let Some((file, source)) = &plan_file {
        file.check_words(&vocabulary, source, &mut library.mistakes);
    }

    let (mut indicators, mut whole) = (Vec::new(), Whole::default());
    let mut used = Uses::new();
    let indicators_file = format!("{plan_id}/{INDICATORS}");
    if let Some(source) = library.read(&indicators_file)?
        && let Some(raw) = toml_text::read(&source, &mut library.mistakes)
    {
        used = uses(&raw);
        origins.cited.extend(citations::of_indicators(&raw, &source));
        let shared = read_shared_indicators(&raw, &dictionary, &mut library)?;
        let read = indicators::read(raw, declared, &vocabulary, &shared, &source, &mut library.mistakes);
        (indicators, origins.indicators, whole.indicators) = (read.read, read.places, read.whole);
    }
    let mut words = Words::default();
    if let Some((file, source)) = &plan_file {
        // An indicator that could not be read is told where it stands, and not again where it is named.
        let told_of = [indicators_file, format!("{COMMON}/{INDICATORS}")].map(|file| library.shown(&file));
        let is_complete = library.mistakes.iter().all(|mistake| !told_of.contains(&mistake.file));
        words = file.words.with_indicators((&indicators, is_complete), source, &mut library.mistakes);
        file.check_lights((&indicators, is_complete), source, &mut library.mistakes);
    }
    let files = library.list(plan_id, "toml")?;
    let scoring = match read_scoring((plan_id, &files), (&indicators, &used), declared, &vocabulary, &mut library)? {
        Some((read, written)) => {
            whole.scoring = Some(written);
            Some(read)
        }
        None => None,
    };
    let rules = all_rules((plan_id, &files), plan_file.as_ref().map(|(file, _)| file), &forms, &vocabulary, &mut library)?;
    let prefix = plan_file.as_ref().and_then(|(file, _)| file.task_prefix.as_deref());
    let years = plan_file.as_ref().map(|(file, _)| (file.plan.first_year, file.plan.last_year));
    let (ledger, cited_by_steps) = placed_ledger(plan_id, (declared.campaigns(), prefix), years, &mut library)?;
    origins.cited.extend(cited_by_steps);
    within::resolve(&asking, &mut forms, declared, &mut library.mistakes);
    if one_ledger::check(&asking, &forms, plan_file.as_ref().map(|(file, source)| (file, *source)), &mut library.mistakes) {
        answered::check(&asking, (&forms, is_complete), &ledger, declared, &mut library.mistakes);
    }
    tasks::ask_for(&mut forms, &ledger.rows, prefix, declared);
    let ledger = ledger.rows;
    let mut mechanisms = Vec::new();
    if let Some((file, source)) = &plan_file {
        // A file that could not be read is told where it stands, and nothing in it is missed.
        let is_read = |name: &str| {
            let shown = library.shown(&format!("{plan_id}/{name}"));
            library.mistakes.iter().all(|mistake| mistake.file != shown)
        };
        let indicators = is_read(INDICATORS).then_some(indicators.as_slice());
        let rows = is_read(LEDGER).then_some(ledger.as_slice());
        mechanisms = file.mechanisms.with_names(&file.plan.mechanisms, indicators, rows, source, &mut library.mistakes);
    }
    let wording = wording(&format!("{plan_id}/bulletins"), &mut library)?;
    if let Some((file, source)) = &plan_file {
        not_worded(file, source, &wording, &mut library.mistakes);
    }
    strays::check(folders, plan_id, &mut library.mistakes)?;
    match plan_file {
        Some((file, _)) if library.mistakes.is_empty() => {
            let plan = Plan { mechanisms, forms, indicators, rules, ledger, scoring, words, wording, origins, ..file.plan };
            Ok(with_sources(plan, library, whole))
        }
        _ => Err(library.into_error(folders.pack(plan_id))),
    }
}

/// A plan with what is said of all files together, and these.
fn with_sources(plan: Plan, library: Library<'_>, whole: Whole) -> Loaded {
    let fingerprint = library.fingerprint();
    let unfilled: Vec<Mistake> = library.sources().flat_map(unfilled::places).collect();
    let origins = plan.origins.with_texts(library.sources(), &unfilled);
    Loaded { plan: Plan { unfilled, fingerprint, origins, ..plan }, sources: library.into_sources(), whole }
}

/// The tasks, who takes them over, and their steps, with the rows of the catalogue that these cite; a pack need not have any of these.
fn placed_ledger(
    plan_id: &str,
    (campaigns, prefix): (&[String], Option<&str>),
    years: Option<(i16, i16)>,
    library: &mut Library<'_>,
) -> Result<(PlacedLedger, Vec<(String, Place)>), PlanError> {
    let mut ledger = match library.read(&format!("{plan_id}/{LEDGER}"))? {
        Some(source) => ledger::read((campaigns, prefix), years, source, &mut library.mistakes),
        None => PlacedLedger::default(),
    };
    let tables = library.list(plan_id, "csv")?;
    if tables.iter().any(|name| name == HANDOVERS)
        && let Some(source) = library.read(&format!("{plan_id}/{HANDOVERS}"))?
    {
        handovers::read(&mut ledger, years, &source, &mut library.mistakes);
    }
    let mut cited = Vec::new();
    if tables.iter().any(|name| name == MILESTONES)
        && let Some(source) = library.read(&format!("{plan_id}/{MILESTONES}"))?
    {
        cited = milestones::read(&mut ledger, years, &source, &mut library.mistakes);
    }
    Ok((ledger, cited))
}

/// Tells the kinds of bulletin that are asked for and have no wording.
fn not_worded(file: &PlanFile, source: &Source, wording: &BTreeMap<String, Template>, mistakes: &mut Vec<Mistake>) {
    let named = file.cycles.iter().map(|kind| ("cycles", kind)).chain(file.kinds.iter().map(|kind| ("[[mechanism]]", kind)));
    for (key, (cycle, span)) in named.filter(|(_, (cycle, _))| !wording.contains_key(cycle.as_str())) {
        let message = format!("`{key}`里有`{cycle}`，但没有它的用语：{COMMON_WORDING} 和方案的 bulletins 里都没有 {cycle}.md");
        mistakes.push(source.mistake(span.clone(), message));
    }
}

/// The dictionary of all packs with that of one; a folder of packs need not have either.
fn dictionary(plan_id: &str, library: &mut Library<'_>) -> Result<Dictionary, PlanError> {
    let mut dictionary = Dictionary::default();
    for folder in [COMMON, plan_id] {
        if !library.list(folder, "toml")?.iter().any(|name| name == DICTIONARY) {
            continue;
        }
        let source = library.read(&format!("{folder}/{DICTIONARY}"))?;
        let raw = source.as_ref().and_then(|source| toml_text::read::<RawDictionary>(source, &mut library.mistakes));
        match source.zip(raw) {
            Some((source, raw)) => dictionary.read(raw, &source, &mut library.mistakes),
            None => dictionary.is_incomplete = true,
        }
    }
    Ok(dictionary)
}

/// The indicators that packs share, if this one uses any: else they are no part of it.
fn read_shared_indicators(
    own: &RawIndicators,
    dictionary: &Dictionary,
    library: &mut Library<'_>,
) -> Result<SharedIndicators, PlanError> {
    if own.indicators.iter().all(|indicator| indicator.get_ref().shared.is_none()) {
        return Ok(SharedIndicators::default());
    }
    let source = library.read(&format!("{COMMON}/{INDICATORS}"))?;
    let raw = source.as_ref().and_then(|source| toml_text::read(source, &mut library.mistakes));
    Ok(match source.zip(raw) {
        Some((source, raw)) => SharedIndicators::read(raw, dictionary, &source, &mut library.mistakes),
        None => SharedIndicators::unread(),
    })
}

/// What packs share of their scores, if this one takes any of it: else it is no part of it.
fn read_shared_scoring(own: &RawScoring, library: &mut Library<'_>) -> Result<SharedScoring, PlanError> {
    let is_there = library.list(COMMON, "toml")?.iter().any(|name| name == SCORING);
    let is_taken = shared_scoring::is_asked(own) || is_there && shared_scoring::is_liked(own);
    if !is_taken {
        return Ok(SharedScoring::default());
    }
    let source = library.read(&format!("{COMMON}/{SCORING}"))?;
    let raw = source.as_ref().and_then(|source| toml_text::read(source, &mut library.mistakes));
    Ok(match source.zip(raw) {
        Some((source, raw)) => SharedScoring::read(raw, &source, &mut library.mistakes),
        None => SharedScoring::unread(),
    })
}

/// The scores of a pack that has any.
fn read_scoring(
    (plan_id, files): (&str, &[String]),
    (indicators, used): (&[Indicator], &Uses),
    declared: Declared<'_>,
    vocabulary: &Vocabulary<'_>,
    library: &mut Library<'_>,
) -> Result<Option<(Scoring, RawScoring)>, PlanError> {
    if files.iter().all(|name| name != SCORING) {
        return Ok(None);
    }
    let source = library.read(&format!("{plan_id}/{SCORING}"))?;
    let raw = source.as_ref().and_then(|source| toml_text::read(source, &mut library.mistakes));
    let Some((source, raw)) = source.zip(raw) else { return Ok(None) };
    // An indicator that could not be read is told where it stands, and not again where it is named.
    let is_complete = library.mistakes.is_empty();
    let shared = read_shared_scoring(&raw, library)?.of_pack(indicators, used);
    let of_plan = (indicators, is_complete);
    Ok(Some(scoring::read(raw, of_plan, declared, vocabulary, &shared, &source, &mut library.mistakes)))
}

/// The rules that are written, and those that follow from items by themselves, if the plan wants these.
fn all_rules(
    (plan_id, files): (&str, &[String]),
    plan_file: Option<&PlanFile>,
    forms: &[Form],
    vocabulary: &Vocabulary<'_>,
    library: &mut Library<'_>,
) -> Result<Vec<Rule>, PlanError> {
    let includes = plan_file.iter().flat_map(|file| &file.includes).map(|(name, _)| format!("{name}.toml"));
    let mut rules = written_rules((plan_id, includes, files), forms, vocabulary, library)?;
    // What a broken pack would ask for besides is not told: it follows from what is told already.
    if library.mistakes.is_empty() && plan_file.is_some_and(|file| file.plan.rules_from_items) {
        let derived = derived::rules(forms, &rules, vocabulary, &mut library.mistakes);
        rules.extend(derived);
    }
    Ok(rules)
}

/// The rules that are written: those of the included forms, then the pack's own.
fn written_rules(
    (plan_id, includes, own): (&str, impl Iterator<Item = String>, &[String]),
    forms: &[Form],
    vocabulary: &Vocabulary<'_>,
    library: &mut Library<'_>,
) -> Result<Vec<Rule>, PlanError> {
    let common = library.list(COMMON_RULES, "toml")?;
    let mut files: Vec<String> =
        includes.filter(|name| common.contains(name)).map(|name| format!("{COMMON_RULES}/{name}")).collect();
    files.extend(own.iter().filter(|name| *name == RULES).map(|name| format!("{plan_id}/{name}")));
    let mut rules: Vec<Rule> = Vec::new();
    for file in files {
        if let Some(source) = library.read(&file)?
            && let Some(raw) = toml_text::read(&source, &mut library.mistakes)
        {
            let read = rules::read(raw, forms, &rules, vocabulary, &source, &mut library.mistakes);
            rules.extend(read);
        }
    }
    Ok(rules)
}

/// The forms read so far, and whether all could be.
struct Forms<'dictionary> {
    dictionary: &'dictionary Dictionary,
    read: Vec<PlacedForm>,
    is_complete: bool,
    /// Who files included forms beside those whom the forms name.
    also_filed_by: BTreeMap<FormId, Vec<Category>>,
}

impl<'dictionary> Forms<'dictionary> {
    fn new(dictionary: &'dictionary Dictionary) -> Self {
        Self { dictionary, read: Vec::new(), is_complete: !dictionary.is_incomplete, also_filed_by: BTreeMap::new() }
    }

    fn read(&mut self, folder: &str, name: &str, library: &mut Library<'_>) -> Result<(), PlanError> {
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        let source = library.read(&format!("{folder}/{name}"))?;
        let form = source.and_then(|source| {
            let raw: RawForm = toml_text::read(&source, &mut library.mistakes)?;
            Some(forms::read(raw, stem, self.dictionary, &source, &mut library.mistakes))
        });
        self.is_complete &= form.as_ref().is_some_and(|form| form.is_complete);
        self.read.extend(form);
        Ok(())
    }

    fn include(&mut self, file: &PlanFile, plan: &Source, library: &mut Library<'_>) -> Result<(), PlanError> {
        let common = library.list(COMMON_FORMS, "toml")?;
        for (include, span) in &file.includes {
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
        self.also_filed_by = filers::widen(file, &mut self.read, plan, &mut library.mistakes);
        Ok(())
    }
}

/// The wordings of the bulletins and their pieces by file stem: those that plans share give way to the pack's own of the same name.
fn wording(folder: &str, library: &mut Library<'_>) -> Result<BTreeMap<String, Template>, PlanError> {
    let mut wording = BTreeMap::new();
    for folder in [COMMON_WORDING, folder] {
        for name in library.list(folder, "md")? {
            let source = library.read(&format!("{folder}/{name}"))?;
            let template = source.map(|source| Template { file: source.file, text: source.text });
            wording.extend(template.map(|template| (name.strip_suffix(".md").unwrap_or(&name).to_owned(), template)));
        }
    }
    Ok(wording)
}
