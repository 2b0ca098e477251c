//! The files of which packs, and what packs share, are made.

use std::path::Path;

/// What a pack is and where; it has one at least of this and the indicators.
pub(crate) const PLAN: &str = "plan.toml";
/// What items are: of all packs, and of one.
pub(crate) const DICTIONARY: &str = "items.toml";
/// The indicators of a pack; in the common folder those that several plans use by name.
pub(crate) const INDICATORS: &str = "indicators.toml";
/// The audit rules of a pack.
pub(crate) const RULES: &str = "rules.toml";
/// The scores of a pack, which need not have any; in the common folder what several plans take by name.
pub(crate) const SCORING: &str = "scoring.toml";
/// The tests of a pack, which need not have any; no bulletin reads them.
pub(crate) const TESTS: &str = "tests.toml";
/// The tasks of a pack without a formula.
pub(crate) const LEDGER: &str = "ledger.csv";
/// Who takes over which task, and when; a pack need not have any.
pub(crate) const HANDOVERS: &str = "responsible.csv";
/// The steps of which tasks; a pack need not have any.
pub(crate) const MILESTONES: &str = "milestones.csv";
/// The list of the plan's demands, which a pack need not have; no bulletin reads it.
pub const CATALOGUE: &str = "catalogue.csv";
/// What several plans share.
pub(crate) const COMMON: &str = "common";

/// The files at the head of a pack.
pub(crate) const OF_PACK: [&str; 10] =
    [PLAN, DICTIONARY, INDICATORS, RULES, SCORING, TESTS, LEDGER, HANDOVERS, MILESTONES, CATALOGUE];
/// The folders of a pack, each with the ending of the files in it.
pub(crate) const FOLDERS_OF_PACK: [(&str, &str); 2] = [("forms", "toml"), ("bulletins", "md")];
/// The files at the head of what packs share.
pub(crate) const OF_COMMON: [&str; 3] = [DICTIONARY, INDICATORS, SCORING];
/// The folders there.
pub(crate) const FOLDERS_OF_COMMON: [(&str, &str); 3] = [("forms", "toml"), ("rules", "toml"), ("bulletins", "md")];

/// Whether a file is of a kind, by the ending of its name.
pub(super) fn is_named(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == ending)
}
