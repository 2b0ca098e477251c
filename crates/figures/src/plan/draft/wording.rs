//! The wording of a draft: what plans share, else that of the model or of another pack, with the names of the draft's own indicators.

use std::collections::BTreeSet;

use super::model::Model;
use super::stub::Stub;
use tongbao_returns::domain::Cycle;

/// Indicators that are told one by one.
const HIGHLIGHTS: usize = 6;

/// The least that a quarterly bulletin says.
const LEAST: &str = "\
@title 关于{{ period.name }}{{ plan.short_title }}情况的通报
根据《{{ plan.title }}》，对{{ name }}{{ period.cumulative }}重点指标和任务完成情况进行了调度，数据截至{{ as_of }}。
# 指标完成情况
@table 指标完成情况
";

/// The wordings of a draft.
pub(super) struct Wording {
    /// The bulletins that it has by itself.
    pub(super) cycles: Vec<Cycle>,
    /// The kinds that there are words for: it has those as well that a mechanism of the plan asks for.
    pub(super) worded: Vec<Cycle>,
    /// Stem → text.
    pub(super) files: Vec<(String, String)>,
}

impl Wording {
    /// Its files without the pieces that no bulletin of these kinds takes in.
    pub(super) fn files_for(self, kinds: &[Cycle], model: &Model) -> Vec<(String, String)> {
        let text_of = |stem: &str| {
            let own = self.files.iter().find(|(known, _)| known == stem).map(|(_, text)| text);
            own.or_else(|| model.shared.get(stem)).map(String::as_str).unwrap_or_default()
        };
        let pieces: BTreeSet<&str> =
            self.files.iter().map(|(stem, _)| stem).chain(model.shared.keys()).map(String::as_str).collect();
        let mut taken: BTreeSet<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let mut open: Vec<&str> = taken.iter().copied().collect();
        while let Some(stem) = open.pop() {
            let text = text_of(stem);
            let names = pieces.iter().copied().filter(|piece| text.contains(&format!("\"{piece}\"")));
            open.extend(names.filter(|piece| taken.insert(piece)));
        }
        let is_taken = |stem: &str| !stem.starts_with('_') || taken.contains(stem);
        let kept: Vec<bool> = self.files.iter().map(|(stem, _)| is_taken(stem)).collect();
        self.files.into_iter().zip(kept).filter_map(|(file, is_kept)| is_kept.then_some(file)).collect()
    }
}

/// The wordings for these indicators.
pub(super) fn of(stubs: &[Stub], model: &Model) -> Wording {
    let own: Vec<(&str, &str)> = model.wordings().collect();
    let lent: Vec<(&str, &str)> = model.lent.iter().map(|(stem, text)| (stem.as_str(), text.as_str())).collect();
    let is_worded = |stem: &str| own.iter().any(|(known, _)| *known == stem) || model.shared.contains_key(stem);
    let taken: Vec<(&str, &str)> = if is_worded(Cycle::Quarterly.as_str()) {
        own
    } else if lent.is_empty() {
        vec![(Cycle::Quarterly.as_str(), LEAST)]
    } else {
        lent
    };
    let files: Vec<(String, String)> = taken.iter().map(|(stem, text)| ((*stem).to_owned(), adapted(text, stubs))).collect();
    let has = |cycle: &Cycle| files.iter().any(|(stem, _)| stem == cycle.as_str());
    let is_shared = |cycle: &Cycle| model.shared.contains_key(cycle.as_str());
    // The regular ones every plan has; the others are a plan's own. What a special report is about nobody knows yet.
    let is_usual = |cycle: &Cycle| (has(cycle) && *cycle != Cycle::Special) || (cycle.is_regular() && is_shared(cycle));
    let worded = Cycle::ALL.into_iter().filter(|cycle| has(cycle) || is_shared(cycle)).collect();
    Wording { cycles: Cycle::ALL.into_iter().filter(is_usual).collect(), worded, files }
}

/// A wording with the names of other indicators than it had.
fn adapted(text: &str, stubs: &[Stub]) -> String {
    let names: Vec<&str> = stubs.iter().map(|stub| stub.id.as_str()).collect();
    let first = names.first().copied().unwrap_or_default();
    let of_counties = stubs.iter().find(|stub| stub.is_of("county")).map_or(first, |stub| stub.id.as_str());
    let told = names.iter().take(HIGHLIGHTS).map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let line = |line: &str| {
        let start = line.trim_start();
        if start.starts_with("{% set highlights") {
            format!("{{% set highlights = [{told}] %}}")
        } else if start.starts_with("{% set county_chart") {
            format!("{{% set county_chart = \"{of_counties}\" %}}")
        } else if start.starts_with("@chart 趋势 ") {
            format!("@chart 趋势 {first}")
        } else {
            // A draft has no number of a document yet.
            line.replace("（{{ plan.document_number }}）", "")
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}
