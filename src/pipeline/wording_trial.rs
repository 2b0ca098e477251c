//! Every wording of a plan tried out on a made office: with data, without data, and with one alliance; for the area, a county and an alliance; of
//! special reports one topic of every shape. What is composed is what a run composes, and nothing is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::ToSpan;

use super::clock::Clock;
use super::composing::{JudgedPeriods, Prepared};
use super::desk::Desk;
use super::error::RunError;
use super::gathered::Gathered;
use super::progress::Silent;
use super::report::FileCounts;
use super::senders::Formerly;
use super::setup::Setup;
use super::task::Task;
use super::turn::Turn;
use crate::compose::{Material, Trial};
use crate::made::{Size, registry, returns};
use crate::settings::{BulletinSettings, Settings};
use tongbao_figures::aggregate::{AggregateError, Group};
use tongbao_figures::audit::{Deadlines, accept, task_ledger};
use tongbao_figures::plan::{Mistake, PackFolders, Plan, Scope};
use tongbao_returns::domain::{Cycle, Level, Period, Quarter, Return};
use tongbao_returns::ingest::Reader;
use tongbao_returns::registry::{Places, Registry};

/// An office in which a plan is tried.
struct Office {
    /// What is special about it, for the message.
    name: &'static str,
    counties: usize,
    alliances: usize,
    is_filed: bool,
}

/// What is looked at: an office as usual, one where nobody has filed, one with a single alliance.
const OFFICES: [Office; 3] = [
    Office { name: "有数据", counties: 2, alliances: 2, is_filed: true },
    Office { name: "没有数据", counties: 2, alliances: 2, is_filed: false },
    Office { name: "只有一个医联体", counties: 1, alliances: 1, is_filed: true },
];

/// What is wrong with a plan's wordings, as far as composing shows it; each place once, with the first bulletin in which it went wrong.
pub(super) fn mistakes(templates: &Path, plan: &Plan) -> Result<Vec<Mistake>, RunError> {
    let mut found: BTreeMap<(PathBuf, usize, usize), Mistake> = BTreeMap::new();
    let trial = Trial::of(plan);
    each_bulletin(templates, plan, |material, group, cycle, office| {
        let whose = match group.scope() {
            Scope::Area => plan.area_word.as_str(),
            Scope::County => "县区",
            Scope::Alliance => "医联体",
            Scope::Unit => "单位",
        };
        let topic = material.plan.words.topic.as_ref().map(|topic| format!("“{topic}”")).unwrap_or_default();
        for mut mistake in trial.mistakes(material, group, cycle) {
            mistake.message = format!("{}（{}{topic}、{whose}、{office}时）", mistake.message, cycle.chinese());
