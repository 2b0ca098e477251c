//! `[wording]`: blanks that there are, indicators that there are, titles that fit on a page.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use super::fields::{Checker, Placed, optional, values};
use crate::plan::mistake::Mistake;
use crate::plan::near;
use crate::plan::phrase::{Blank, Phrase};
use crate::plan::raw::{RawBulletinWords, RawWording};
use crate::plan::source::Source;
use crate::plan::words::{BulletinWords, MOST_TRENDS, Words, usual};
use crate::plan::{Indicator, Mechanism, Plan, Scope};
use tongbao_returns::domain::Cycle;

/// Characters of 2号 on a line of A4 (GB/T 9704, 5.1): 442 points of 22.
const LINE: usize = 20;
/// Lines of a title.
const LINES: usize = 3;

/// `[wording]` as checked by itself; the names of indicators wait for these.
pub(in crate::plan) struct WordsOfPlan {
    words: Words,
    highlights: Vec<Placed<String>>,
    trend: Vec<Placed<String>>,
    county_chart: Option<Placed<String>>,
}

/// Checks what `plan.toml` says of its bulletins.
pub(super) fn read(raw: RawWording, plan: &Plan, checker: &mut Checker<'_>) -> WordsOfPlan {
    let highlights = checker.list(raw.highlights, "highlights");
    let trend = checker.list(raw.trend, "trend");
    let county_chart = raw.county_chart.map(|chart| checker.needed(Some(chart), "county-chart", &(0..0)));
    let (year_end, inspection, third_party, special) = (raw.year_end, raw.inspection, raw.third_party, raw.special);
    let one_line = |text: Option<Spanned<String>>, key: &str, checker: &mut Checker<'_>| -> Option<String> {
        let text = text?;
        whole_line(&text, key, checker);
        optional(Some(text))
    };
    let mut bulletins = BTreeMap::new();
    let of_cycles = [
        (Cycle::Quarterly, raw.quarterly),
        (Cycle::HalfYear, raw.half_year),
        (Cycle::YearEnd, RawBulletinWords { title: year_end.title, part_title: year_end.part_title, basis: year_end.basis }),
        (Cycle::Inspection, RawBulletinWords { title: inspection.title, part_title: None, basis: inspection.basis }),
        (
            Cycle::ThirdParty,
            RawBulletinWords { title: third_party.title, part_title: third_party.part_title, basis: third_party.basis },
        ),
        (Cycle::Effect, raw.effect),
        (Cycle::Special, RawBulletinWords { title: special.title, part_title: None, basis: special.basis }),
    ];
    for (cycle, raw) in of_cycles {
        bulletins.insert(cycle, bulletin(cycle, raw, plan, checker));
    }
    let words = Words {
        highlights: values(highlights.clone()),
        trend: values(trend.clone()),
        county_chart: county_chart.as_ref().map(|chart| chart.value.clone()),
        lead: one_line(raw.lead, "lead", checker),
        results: one_line(year_end.results, "results", checker).unwrap_or_default(),
        graded: one_line(year_end.graded, "graded", checker).unwrap_or_default(),
        office: one_line(inspection.office, "office", checker),
        interviewer: one_line(inspection.interviewer, "interviewer", checker),
        reports_to: one_line(inspection.reports_to, "reports-to", checker),
        reviewer: one_line(third_party.reviewer, "reviewer", checker),
        topic: None,
        bulletins,
    };
    WordsOfPlan { words, highlights, trend, county_chart }
}

fn bulletin(cycle: Cycle, raw: RawBulletinWords, plan: &Plan, checker: &mut Checker<'_>) -> BulletinWords {
    let [title, part_title, basis] = usual(cycle);
    let mut read = |text: Option<Spanned<String>>, key: &str, usual: &str| {
        let place = text.as_ref().map(Spanned::span);
        (text.map_or_else(|| Phrase::known(usual), |text| phrase(&text, key, cycle, checker)), place)
    };
    let [(title, title_place), (part_title, part_place), (basis, _)] =
        [read(raw.title, "title", title), read(raw.part_title, "part-title", part_title), read(raw.basis, "basis", basis)];
    for (title, place) in [(&title, title_place), (&part_title, part_place)] {
        if let Some(place) = place {
            fits(title, (cycle, plan), place, checker);
        }
    }
    BulletinWords { title, part_title, basis }
}

/// A sentence with blanks, each of which must be one; only a special report has a topic.
fn phrase(text: &Spanned<String>, key: &str, cycle: Cycle, checker: &mut Checker<'_>) -> Phrase {
    whole_line(text, key, checker);
    let span = text.span();
    let (phrase, slips) = Phrase::read(text.get_ref().trim());
    if cycle != Cycle::Special && phrase.has(Blank::Topic) {
        let written = format!("{{{}}}", Blank::Topic.word());
        let message = format!("`{written}`只用于专题报告，写在 [wording.special]");
        checker.tell(within(checker.source, &span, &written), message);
    }
    for slip in slips {
        let Some(word) = slip.word else {
            checker.tell(span.clone(), format!("`{key}`里的花括号没有成对"));
            continue;
        };
        let written = format!("{{{word}}}");
        let hint = near::suggestion(&word, Blank::ALL.map(Blank::word));
        let place = within(checker.source, &span, &written);
        checker.tell_with_hint(place, format!("`{key}`里没有`{written}`这个空"), hint);
    }
    phrase
}

/// Where words stand inside a span; the span itself if they do not.
fn within(source: &Source, span: &Range<usize>, words: &str) -> Range<usize> {
    let found = source.text.get(span.clone()).and_then(|text| text.find(words));
    found.map_or_else(|| span.clone(), |start| span.start + start..span.start + start + words.len())
}

/// What is printed as a line must be one, and say something.
pub(super) fn whole_line(text: &Spanned<String>, key: &str, checker: &mut Checker<'_>) {
    let words = text.get_ref().trim();
    if words.is_empty() {
        checker.tell_with_hint(text.span(), format!("`{key}`不能为空"), Some("不需要的，整行删去".to_owned()));
    } else if words.chars().any(char::is_control) {
        checker.tell(text.span(), format!("`{key}`要写在一行里，不能换行"));
    }
}

/// A title is three lines long at most, and a line that the pack breaks itself is a line.
fn fits(title: &Phrase, (cycle, plan): (Cycle, &Plan), place: Range<usize>, checker: &mut Checker<'_>) {
    let filled = |blank: Blank| match blank {
        Blank::Plan => plan.short_title.clone(),
        Blank::PlanTitle => plan.title.clone(),
        Blank::DocumentNumber => plan.document_number.clone().unwrap_or_default(),
        Blank::PlanDocument => plan.document(),
        Blank::Group => plan.area_name.clone(),
        Blank::Period => "2025年第三季度".to_owned(),
        Blank::Months => "2025年1—12月".to_owned(),
        Blank::AsOf => "2025年10月20日".to_owned(),
        Blank::Topic => longest_topic(plan).to_owned(),
        Blank::Mechanism => longest_name(plan, cycle).to_owned(),
    };
    let title = title.told(str::to_owned, filled);
    let hint = || Some("缩短标题，或在 plan.toml 里把`short-title`写短".to_owned());
    let whole = width(&title.replace('|', ""));
    if whole > LINE * LINES {
        checker.tell_with_hint(place, format!("标题填上以后约{whole}字，超过{LINES}行（{}字）：{title}", LINE * LINES), hint());
        return;
    }
    let broken = title.split('|').filter(|_| title.contains('|'));
    if let Some(line) = broken.into_iter().find(|line| width(line) > LINE) {
        let hint = "`|`可以写在固定的字中间，也可以写在空的前后；空里填的字（如{方案}）断不开，太长的把`short-title`写短";
        let message = format!("标题用`|`断开的一行约{}字，一行只容{LINE}字：{line}", width(line));
        checker.tell_with_hint(place, message, Some(hint.to_owned()));
    }
}

/// The name of the topic that needs most room.
fn longest_topic(plan: &Plan) -> &str {
    let names = plan.mechanisms.iter().flat_map(|mechanism| &mechanism.topics).map(|topic| topic.name.as_str());
    names.max_by_key(|name| width(name)).unwrap_or_default()
}

/// The mechanism of a kind that needs most room by its name; a kind of several has special reports alone.
fn longest_name(plan: &Plan, cycle: Cycle) -> &str {
    let of_kind = plan.mechanisms.iter().filter(|mechanism| mechanism.cycle == cycle).map(Mechanism::name);
    of_kind.max_by_key(|name| width(name)).unwrap_or(cycle.chinese())
}

/// In Chinese characters, rounded up: two letters or digits are as wide as one.
pub(super) fn width(words: &str) -> usize {
    words.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum::<usize>().div_ceil(2)
}

impl WordsOfPlan {
    /// The words, once the indicators are known; if all could be read, every name must be one of them.
    pub(in crate::plan) fn with_indicators(
        &self,
        (indicators, is_complete): (&[Indicator], bool),
        source: &Source,
        mistakes: &mut Vec<Mistake>,
    ) -> Words {
        let mut checker = Checker { source, mistakes };
        let mut known = |named: &Placed<String>, key: &str| {
            let found = indicators.iter().find(|indicator| indicator.id == named.value);
            if found.is_none() && is_complete && !named.value.is_empty() {
                let hint = near::suggestion(&named.value, indicators.iter().map(|indicator| indicator.id.as_str()));
                checker.tell_with_hint(named.span.clone(), format!("`{key}`里没有指标`{}`", named.value), hint);
            }
            found
        };
        for named in &self.highlights {
            known(named, "highlights");
        }
        let drawn: Vec<(&Placed<String>, &Indicator)> =
            self.trend.iter().filter_map(|named| Some((named, known(named, "trend")?))).collect();
        let chart = self.county_chart.as_ref().and_then(|named| Some((named, known(named, "county-chart")?)));
        if let Some((named, _)) = chart.filter(|(_, indicator)| !indicator.scopes.contains(&Scope::County)) {
            let message = format!("`county-chart`的`{}`没有县区的数", named.value);
            let hint = Some("换一个 scopes 里有 county 的指标".to_owned());
            checker.tell_with_hint(named.span.clone(), message, hint);
        }
        if let Some((_, first)) = drawn.first() {
            for (named, indicator) in drawn.iter().filter(|(_, indicator)| indicator.unit != first.unit) {
                let message =
                    format!("一张趋势图上计量单位应相同：`{}`是{}，`{}`是{}", first.id, first.unit, indicator.id, indicator.unit);
                checker.tell(named.span.clone(), message);
            }
        }
        if let Some(named) = self.trend.get(MOST_TRENDS) {
            checker.tell(named.span.clone(), format!("一张趋势图最多画{MOST_TRENDS}个指标"));
        }
        self.words.clone().completed(indicators)
    }
}
