//! `plan.toml`: who, where, when, and what its bulletins show.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fields::{Checker, Placed, Words as KeyWords, optional, values, words_of};
use super::known_words::{self, Categories};
use super::mechanisms::{self, MechanismsOfPlan};
use super::peer_groups::{self, PlacedPeers};
use super::vocabulary::Vocabulary;
use super::words::{self, WordsOfPlan};
use crate::plan::indicator::{Better, Indicator};
use crate::plan::meant::Plan;
use crate::plan::mistake::Mistake;
use crate::plan::origins::Origins;
use crate::plan::peer_group::{PeerGroup, PeersOf};
use crate::plan::place::Place;
use crate::plan::raw::{RawLights, RawPlan, Texts, Whole};
use crate::plan::source::Source;
use crate::plan::variable::Variable;
use crate::plan::words::Words;
use tongbao_returns::domain::{Category, CountyCode, Cycle, ItemName, UnitAttribute};

/// Percent of units due, if the pack does not say.
const COVERAGE_THRESHOLD: f64 = 80.0;
/// So that the narrow column of numbers holds it.
const LONGEST_PREFIX: usize = 8;
/// Points or percent behind the demand, if the pack does not say.
const YELLOW_WITHIN: f64 = 10.0;

/// In what the gap of a rate is measured, and whether that is percentage points.
const RATES_IN: [(&str, bool); 2] = [("percent", false), ("points", true)];

/// `plan.toml` as checked by itself; the names of items wait for the forms.
pub(in crate::plan) struct PlanFile {
    /// Without forms, indicators, ledger and wording.
    pub(in crate::plan) plan: Plan,
    /// Names of the included common forms, with their places.
    pub(in crate::plan) includes: Vec<(String, Range<usize>)>,
    /// Who files included forms beside those whom the forms name.
    pub(in crate::plan) also_filed_by: Vec<(Placed<String>, Vec<Placed<String>>)>,
    /// What it says of its bulletins; the names of indicators wait for these.
    pub(in crate::plan) words: WordsOfPlan,
    /// What it demands of the office; the names of tasks and indicators wait for these.
    pub(in crate::plan) mechanisms: MechanismsOfPlan,
    /// The words of `cycles`, with their places.
    pub(in crate::plan) cycles: Vec<(Cycle, Range<usize>)>,
    /// The kinds that only mechanisms name, with their places.
    pub(in crate::plan) kinds: Vec<(Cycle, Range<usize>)>,
    /// `task-prefix`, if it has one.
    pub(in crate::plan) task_prefix: Option<String>,
    /// Where it stands; else where the id does.
    pub(in crate::plan) task_prefix_place: Range<usize>,
    /// The words of its peer groups, in the order of these.
    peers: Vec<PlacedPeers>,
    /// The keys of `[lights]`, with their places.
    lights: Vec<(&'static str, Range<usize>)>,
    proof_items: Vec<Placed<String>>,
    /// The counties that take part.
    counties: Vec<Placed<String>>,
    /// Categories of units directly under the area that do.
    area_units: Vec<Placed<String>>,
}

/// Checks `plan.toml` of the folder of this name.
pub(in crate::plan) fn read(raw: RawPlan, folder: &str, source: &Source, mistakes: &mut Vec<Mistake>) -> PlanFile {
    let mut checker = Checker { source, mistakes };
    let head = 0..0;
    let id = checker.needed(raw.id, "id", &head);
    if !id.value.is_empty() && id.value != folder {
        checker.tell(id.span.clone(), format!("`id`应与文件夹同名：`{folder}`，这里是`{}`", id.value));
    }
    let area_code = checker.needed(raw.area_code, "area-code", &head);
    let is_six_digits = area_code.value.len() == 6 && area_code.value.bytes().all(|byte| byte.is_ascii_digit());
    if !is_six_digits && !area_code.value.is_empty() {
        checker.tell(area_code.span, format!("`area-code`应是六位数字（GB/T 2260），这里是`{}`", area_code.value));
    }
    let (first_year, last_year) = first_and_last(raw.first_year, raw.last_year, &mut checker);
    let known = Cycle::ALL.map(|cycle| (cycle.as_str(), cycle));
    // A kind is in force if either `cycles` or a mechanism names it.
    let listed = match raw.cycles {
        None if !raw.mechanisms.is_empty() => Vec::new(),
        cycles => checker.needed_list(cycles, "cycles", &head),
    };
    let cycles: Vec<(Cycle, Range<usize>)> =
        listed.iter().filter_map(|cycle| Some((checker.word(cycle, "cycles", &known)?, cycle.span.clone()))).collect();
    let years = first_year.zip(last_year).map(|(first, last)| first..=last).filter(|years| !years.is_empty());
    let demanded = mechanisms::read(raw.mechanisms, &cycles, years.as_ref(), &mut checker);
    let coverage_threshold = checker.finite(raw.coverage_threshold, "coverage-threshold");
    if let Some(threshold) = coverage_threshold.as_ref().filter(|threshold| !(0.0..=100.0).contains(&threshold.value)) {
        checker.tell(threshold.span.clone(), format!("`coverage-threshold`是百分数，应在0到100之间，这里是{}", threshold.value));
    }
    let lights = lights(raw.lights, &mut checker);
    let task_prefix = raw.task_prefix.map(|prefix| checker.needed(Some(prefix), "task-prefix", &head));
    let is_plain = |prefix: &str| prefix.chars().all(char::is_alphanumeric) && prefix.chars().count() <= LONGEST_PREFIX;
    if let Some(prefix) = task_prefix.as_ref().filter(|prefix| !is_plain(&prefix.value)) {
        let message = format!("`task-prefix`只能用字母、数字和汉字，至多{LONGEST_PREFIX}个，这里是`{}`", prefix.value);
        checker.tell(prefix.span.clone(), message);
    }
    let task_prefix_place = task_prefix.as_ref().map_or(id.span, |prefix| prefix.span.clone());
    let includes = checker.list(raw.includes, "includes").into_iter().map(|include| (include.value, include.span)).collect();
    let mut also_filed_by = Vec::new();
    for (form, categories) in raw.also_filed_by.map(toml::Spanned::into_inner).unwrap_or_default() {
        let name = Placed { value: form.get_ref().trim().to_owned(), span: form.span() };
        also_filed_by.push((name, checker.list(Some(categories), "also-filed-by")));
    }
    let proof_items = checker.list(raw.proof_items, "proof-items");
    let (peer_groups, peers) = peer_groups::read(raw.peer_groups, &mut checker);
    let (counties, area_units) = taking_part(raw.counties, raw.area_units, (&peer_groups, &peers), &mut checker);
    let plan = Plan {
        id: id.value,
        title: checker.needed(raw.title, "title", &head).value,
        short_title: checker.needed(raw.short_title, "short-title", &head).value,
        document_number: optional(raw.document_number),
        issuer: checker.needed(raw.issuer, "issuer", &head).value,
        area_code: CountyCode::new(area_code.value),
        area_name: checker.needed(raw.area_name, "area-name", &head).value,
        area_word: checker.needed(raw.area_word, "area-word", &head).value,
        counties: values(counties.clone()),
        area_units: values(area_units.clone()).into_iter().map(Category::new).collect(),
        first_year: first_year.unwrap_or_default(),
        last_year: last_year.unwrap_or_default(),
        cycles: cycles.iter().chain(&demanded.kinds).map(|(cycle, _)| *cycle).collect(),
        mechanisms: demanded.mechanisms,
        coverage_threshold: coverage_threshold.map_or(COVERAGE_THRESHOLD, |threshold| threshold.value),
        proof_items: proof_items.iter().map(|item| ItemName::new(&item.value)).collect(),
        campaigns: values(checker.needed_list(raw.campaigns, "campaigns", &head)),
        peer_groups,
        yellow_within: lights.yellow_within,
        rates_in_points: lights.rates_in_points,
        rules_from_items: raw.rules_from_items.is_some_and(toml::Spanned::into_inner),
        forms: Vec::new(),
        indicators: Vec::new(),
        rules: Vec::new(),
        ledger: Vec::new(),
        scoring: None,
        words: Words::default(),
        wording: BTreeMap::new(),
        unfilled: Vec::new(),
        fingerprint: String::new(),
        origins: Origins::default(),
    };
    let words = words::read(raw.wording, &plan, &mut checker);
    let task_prefix = task_prefix.map(|prefix| prefix.value).filter(|prefix| !prefix.is_empty());
    PlanFile {
        plan,
        includes,
        also_filed_by,
        words,
        mechanisms: demanded.names,
        cycles,
        kinds: demanded.kinds,
        task_prefix,
        task_prefix_place,
        peers,
        lights: lights.written,
        proof_items,
        counties,
        area_units,
    }
}

/// The years of the plan, as far as they can be read.
fn first_and_last(first: Whole, last: Whole, checker: &mut Checker<'_>) -> (Option<i16>, Option<i16>) {
    for (year, key) in [(&first, "first-year"), (&last, "last-year")] {
        if year.is_none() {
            checker.missing(key, &(0..0));
        }
    }
    let span = last.as_ref().map(toml::Spanned::span);
    let (first, last) = (checker.year(first, "first-year"), checker.year(last, "last-year"));
    if let (Some(first), Some(last), Some(span)) = (first, last, span)
        && last < first
    {
        checker.tell(span, format!("`last-year`{last}早于`first-year`{first}"));
    }
    (first, last)
}

/// `counties` and `area-units`: who takes part.
fn taking_part(
    counties: Texts,
    area_units: Texts,
    peers: (&[PeerGroup], &[PlacedPeers]),
    checker: &mut Checker<'_>,
) -> (Vec<Placed<String>>, Vec<Placed<String>>) {
    let (counties, area_units) = (checker.list(counties, "counties"), checker.list(area_units, "area-units"));
    if let Some(first) = area_units.first().filter(|_| counties.is_empty()) {
        checker.tell(first.span.clone(), "`area-units`要和`counties`同写：全部县（市、区）参加的，市直单位也都参加");
    }
    take_part(peers, &counties, checker);
    (counties, area_units)
}

/// Tells counties of peer groups that take no part, as far as both are called by name, or both by code.
fn take_part((groups, places): (&[PeerGroup], &[PlacedPeers]), counties: &[Placed<String>], checker: &mut Checker<'_>) {
    let is_code = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let may_be = |one: &str, other: &str| {
        // 简称 leaves the last letter out.
        is_code(one) != is_code(other) || one.starts_with(other) || other.starts_with(one)
    };
    let of_counties = groups.iter().zip(places).filter(|(group, _)| matches!(group.of, PeersOf::Counties(_)));
    for (group, word) in of_counties.flat_map(|(group, placed)| placed.listed.iter().map(move |word| (group, word))) {
        if !counties.is_empty() && !counties.iter().any(|county| may_be(&county.value, &word.value)) {
            let message = format!("同类组`{}`里的`{}`不在`counties`里：不参加方案的不排名", group.name, word.value);
            checker.tell(word.span.clone(), message);
        }
    }
}

/// `[lights]`.
struct Lights {
    yellow_within: f64,
    rates_in_points: bool,
    /// Its keys, with their places.
    written: Vec<(&'static str, Range<usize>)>,
}

fn lights(raw: RawLights, checker: &mut Checker<'_>) -> Lights {
    let mut written = Vec::new();
    let yellow_within = checker.finite(raw.yellow_within, "yellow-within");
    if let Some(within) = yellow_within.as_ref().filter(|within| within.value < 0.0) {
        checker.tell(within.span.clone(), format!("`yellow-within`不能为负，这里是{}", within.value));
    }
    written.extend(yellow_within.as_ref().map(|within| ("yellow-within", within.span.clone())));
    let rates_in = raw.rates_in.map(|measure| checker.needed(Some(measure), "rates-in", &(0..0)));
    written.extend(rates_in.as_ref().map(|measure| ("rates-in", measure.span.clone())));
    let rates_in = rates_in.and_then(|measure| checker.word(&measure, "rates-in", &RATES_IN));
    Lights {
        yellow_within: yellow_within.map_or(YELLOW_WITHIN, |within| within.value),
        rates_in_points: rates_in.unwrap_or_default(),
        written,
    }
}

impl PlanFile {
    /// Where each peer group lists its words, by its name.
    pub(in crate::plan) fn peer_places(&self, source: &Source) -> BTreeMap<String, Vec<Place>> {
        let places = |placed: &PlacedPeers| placed.listed.iter().map(|word| source.place(word.span.clone())).collect();
        let names = self.plan.peer_groups.iter().map(|group| group.name.clone());
        names.zip(self.peers.iter().map(places)).collect()
    }

    /// Checks what waits for the forms: proof items are items that add up, the words of peer groups such as the registry can have.
    pub(in crate::plan) fn check_words(&self, vocabulary: &Vocabulary<'_>, source: &Source, mistakes: &mut Vec<Mistake>) {
        let mut checker = Checker { source, mistakes };
        self.check_proof_items(vocabulary, &mut checker);
        self.check_participants(vocabulary, &mut checker);
        for (group, placed) in self.plan.peer_groups.iter().zip(&self.peers) {
            peer_groups::check(&group.of, placed, vocabulary, &mut checker);
        }
    }

    /// Where nothing is judged, nothing has to be said of lights. The flag says whether these are all indicators.
    pub(in crate::plan) fn check_lights(
        &self,
        (indicators, are_all): (&[Indicator], bool),
        source: &Source,
        mistakes: &mut Vec<Mistake>,
    ) {
        if !are_all || indicators.is_empty() {
            return;
        }
        let mut checker = Checker { source, mistakes };
        let is_judged = |indicator: &&Indicator| !indicator.is_open && indicator.better != Better::Neutral;
        let mut judged = indicators.iter().filter(is_judged).peekable();
        let is_anybody_judged = judged.peek().is_some();
        let has_rates = judged.any(|indicator| indicator.unit.is_percent());
        for (key, span) in &self.lights {
            let message = match *key {
                _ if !is_anybody_judged => "方案没有要评价的指标（都是只监测或未定目标值）",
                "rates-in" if !has_rates => "方案要评价的指标没有计量单位是`%`的",
                _ => continue,
            };
            checker.tell_with_hint(span.clone(), format!("{message}，`{key}`没有用"), Some("去掉这一行".to_owned()));
        }
    }

    /// Counties are those of the area, not the area itself; units directly under it are of categories that file something.
    fn check_participants(&self, vocabulary: &Vocabulary<'_>, checker: &mut Checker<'_>) {
        for county in &self.counties {
            if [self.plan.area_code.as_str(), &self.plan.area_name].contains(&county.value.as_str()) {
                let hint = Some("市直单位照样参加；只要其中一些类别的，写`area-units`".to_owned());
                checker.tell_with_hint(county.span.clone(), "`counties`写参加的县（市、区），不写全域自己", hint);
            } else if let Some((message, hint)) = vocabulary.areas.unknown(&county.value, false) {
                checker.tell_with_hint(county.span.clone(), message, hint);
            }
        }
        let asked = Variable::Attribute(UnitAttribute::Category);
        for category in self.area_units.iter().filter(|_| vocabulary.is_complete) {
            if let Some((message, hint)) = known_words::unknown(&asked, &category.value, Categories::Filing, vocabulary) {
                checker.tell_with_hint(category.span.clone(), message, hint);
            }
        }
    }

    fn check_proof_items(&self, vocabulary: &Vocabulary<'_>, checker: &mut Checker<'_>) {
        for item in &self.proof_items {
            match vocabulary.get(&ItemName::new(&item.value)) {
                Some(known) if !known.kind.adds() => {
                    checker.tell(
                        item.span.clone(),
                        format!("`{}`不能跨单位相加（应是 flow 或 stock），不能用来核对合计", item.value),
                    );
                }
                None if vocabulary.is_complete => {
                    let hint = vocabulary.suggestion(&item.value);
                    checker.tell_with_hint(item.span.clone(), format!("没有指标项`{}`", item.value), hint);
                }
                Some(_) | None => {}
            }
        }
    }
}

/// What the keys at the head of the file may say.
pub(in crate::plan) fn words() -> KeyWords {
    vec![("cycles", Cycle::ALL.map(Cycle::as_str).to_vec())]
}

/// What the keys of `[lights]` may say.
pub(in crate::plan) fn words_of_lights() -> KeyWords {
    vec![("rates-in", words_of(&RATES_IN))]
}
