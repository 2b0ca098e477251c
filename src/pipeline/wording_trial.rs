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
        let topic = material.plan.words.topic.as_ref().map(|topic| format!("“{}”", topic.name)).unwrap_or_default();
        for mut mistake in trial.mistakes(material, group, cycle) {
            mistake.message = format!("{}（{}{topic}、{whose}、{office}时）", mistake.message, cycle.chinese());
            found.entry((mistake.file.clone(), mistake.line, mistake.column)).or_insert(mistake);
        }
    })
    .or_else(|error| match error {
        // A formula that the engine refuses is a mistake of the pack like any other.
        RunError::Aggregate(AggregateError::Formula { indicator, formula, .. }) => {
            let file = PathBuf::from(&plan.id).join("indicators.toml");
            let mistake = Mistake::in_file(file.clone(), format!("指标`{indicator}`的公式算不出来：{formula}"));
            found.insert((file, 0, 0), mistake);
            Ok(())
        }
        other => Err(other),
    })?;
    Ok(found.into_values().collect())
}

/// Makes the material of every kind of bulletin in every office, and looks at the area's, the first county's and the first alliance's.
fn each_bulletin(
    templates: &Path,
    plan: &Plan,
    mut look: impl FnMut(&Material<'_>, &Group, Cycle, &'static str),
) -> Result<(), RunError> {
    // A plan that asks nothing of counties is one of a county.
    let has_counties = plan.indicators.iter().any(|indicator| indicator.scopes.contains(&Scope::County));
    let bulletins = bulletins(plan);
    for Office { name, counties, alliances, is_filed } in OFFICES {
        let counties = if has_counties { counties } else { 0 };
        let registry = registry(plan, Size { counties, alliances, is_of_one_kind: alliances == 1 });
        let filed = if is_filed { returns(plan, &registry, &quarters(&bulletins)) } else { Vec::new() };
        let gathered = gathered(plan, &registry, filed);
        let setup = setup(templates, plan);
        let mut known = JudgedPeriods::default();
        for (cycle, period) in bulletins.iter().copied() {
            // Of a special report its topic alone is told, and what was judged of the whole plan is nothing to it.
            let plan = &plan.as_told(cycle, period);
            let mut of_topic = JudgedPeriods::default();
            let known = if cycle == Cycle::Special { &mut of_topic } else { &mut known };
            let (issuing, places) = (Desk::of_draft(cycle, period), Places::default());
            let task = Task {
                setup: &setup,
                plan,
                cycle,
                period,
                registry: &registry,
                places: &places,
                gathered: &gathered,
                findings: &[],
                rules: &[],
                issuing: &issuing,
            };
            let prepared = Prepared::beside(known, &task, &Silent, &mut Clock::default())?;
            let before = prepared.before(&task);
            let material = prepared.material(&task, before.as_ref());
            let first = |scope: Scope| material.groups(scope).into_iter().next();
            let parts = [Scope::County, Scope::Alliance].into_iter().filter(|_| cycle.is_for_parts()).filter_map(first);
            for group in std::iter::once(Group::Area).chain(parts) {
                look(&material, &group, cycle, name);
            }
        }
    }
    Ok(())
}

/// What is composed: a bulletin of every kind that the plan has, for periods that show all that its wording says.
fn bulletins(plan: &Plan) -> Vec<(Cycle, Period)> {
    let cycles = plan.cycles.iter().copied().filter(|cycle| plan.has_cycle(*cycle));
    cycles.flat_map(|cycle| periods(cycle, plan).into_iter().map(move |period| (cycle, period))).collect()
}

/// A period of the plan's last year that a kind of bulletin tells of; of special reports the last with a topic of each shape: of indicators,
/// of tasks, of both.
fn periods(cycle: Cycle, plan: &Plan) -> Vec<Period> {
    let quarter = match cycle {
        Cycle::HalfYear => Quarter::Second,
        Cycle::Quarterly => Quarter::Third,
        Cycle::YearEnd | Cycle::Inspection | Cycle::ThirdParty | Cycle::Effect => Quarter::Fourth,
        Cycle::Special => {
            let mut of_shapes: BTreeMap<(bool, bool), Period> = BTreeMap::new();
            for topic in plan.topics() {
                let shape = (topic.indicators.is_empty(), topic.tasks.is_empty());
                let last = of_shapes.entry(shape).or_insert(topic.period);
                if topic.period.last_day() > last.last_day() {
                    *last = topic.period;
                }
            }
            return of_shapes.into_values().collect();
        }
    };
    plan.period_of(cycle, Period::quarter(plan.last_year, quarter)).into_iter().collect()
}

/// The quarters of the years of which bulletins tell, and of the years before them.
fn quarters(bulletins: &[(Cycle, Period)]) -> Vec<Period> {
    let years: BTreeSet<i16> = bulletins.iter().flat_map(|(_, period)| [period.year - 1, period.year]).collect();
    years.into_iter().flat_map(|year| Period::quarter(year, Quarter::First).whole_year().quarters()).collect()
}

/// A workspace that stands nowhere.
fn setup(templates: &Path, plan: &Plan) -> Setup {
    let year = Period::quarter(plan.last_year, Quarter::Fourth).whole_year();
    let settings = Settings {
        plans: vec![plan.id.clone()],
        office: plan.issuer.clone(),
        addressees: "各有关单位：".to_owned(),
        bulletin: BulletinSettings::default(),
        language: None,
        sample: true,
        output: PathBuf::from("bulletins"),
        inbox: PathBuf::from("inbox"),
        level: Level::default(),
        deadlines: Vec::new(),
        approvals: Vec::new(),
        font_folders: Vec::new(),
        fonts: BTreeMap::new(),
    };
    Setup {
        workspace: PathBuf::new(),
        templates: templates.to_owned(),
        packs: PackFolders::shipped(templates),
        settings,
        reader: Reader::in_process(),
        // After every deadline.
        as_of: year.last_day().saturating_add(300.days()),
        turn: Turn::default(),
    }
}

/// What such an office has in its inbox.
fn gathered(plan: &Plan, registry: &Registry, filed: Vec<Return>) -> Gathered {
    let accepted = accept(filed).value;
    let (ledger, _) = task_ledger(&plan.forms, Some(registry), &accepted, Vec::new());
    Gathered {
        accepted,
        deadlines: Deadlines::default(),
        findings: Vec::new(),
        formerly: Formerly::default(),
        sources: Vec::new(),
        places: BTreeMap::new(),
        damaged: Vec::new(),
        files: FileCounts::default(),
        events: Vec::new(),
        practices: Vec::new(),
        outcomes: Vec::new(),
        ledger,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_figures::plan::{Mechanism, Topic, Words};

    fn templates() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("report_templates")
    }

    #[test]
    fn the_shipped_wordings_stop_at_nothing_and_every_name_is_in_its_table() {
        for id in ["jining-2023", "kailu-2024"] {
            let plan = tongbao_figures::plan::load(&templates(), id).unwrap();
            assert_eq!(mistakes(&templates(), &plan).unwrap(), [], "{id}");
            let mut looked_at = Vec::new();
            each_bulletin(&templates(), &plan, |material, group, cycle, office| {
                assert_eq!(crate::compose::strays(material, group, cycle), [""; 0], "{id} {cycle} {office}");
                looked_at.push((cycle, group.scope(), office));
            })
            .unwrap();
            assert!(looked_at.contains(&(Cycle::YearEnd, Scope::Alliance, "没有数据")), "{looked_at:?}");
        }
    }

    /// A plan that has the kinds that come when they are asked for, and demands all of them by days; with topics of every shape, one of the
    /// year before.
    fn demanding(id: &str, indicators: &[&str]) -> Plan {
        let plan = tongbao_figures::plan::load(&templates(), id).unwrap();
        let own = |words: &[&str]| words.iter().map(|words| (*words).to_owned()).collect::<Vec<String>>();
        let topic = |name: &str, period: Period, indicators: Vec<String>, tasks: Vec<String>| Topic {
            name: name.to_owned(),
            period,
            indicators,
            tasks,
        };
        let quarter = |quarter: Quarter| Period::quarter(plan.last_year, quarter);
        let tasks = || plan.ledger.iter().take(2).map(|row| row.id.clone()).collect::<Vec<_>>();
        let topics = vec![
            topic("任务落实", quarter(Quarter::Second), Vec::new(), tasks()),
            topic("指标进展", quarter(Quarter::Fourth), own(indicators), tasks()),
            topic("指标比较", quarter(Quarter::Fourth).year_before(), own(indicators), Vec::new()),
            topic("指标分析", quarter(Quarter::Third).year_before(), own(indicators), Vec::new()),
        ];
        let asked = [Cycle::Inspection, Cycle::ThirdParty, Cycle::Effect, Cycle::Special];
        let added: Vec<Cycle> = asked.into_iter().filter(|cycle| !plan.cycles.contains(cycle)).collect();
        let mut mechanisms = plan.mechanisms.clone();
        mechanisms.extend(added.iter().copied().map(Mechanism::usual));
        for mechanism in &mut mechanisms {
            mechanism.within_days = Some(30);
            if mechanism.cycle == Cycle::Special {
                mechanism.topics.clone_from(&topics);
            }
        }
        let mut cycles = plan.cycles.clone();
        cycles.extend(added);
        Plan { cycles, mechanisms, ..plan }
    }

    #[test]
    fn the_kinds_that_are_asked_for_stop_at_nothing_and_every_name_is_in_its_table() {
        for (id, indicators) in
            [("jining-2023", &["县域内就诊率", "县域内基层门急诊人次占比"]), ("kailu-2024", &["资产负债率", "远程医疗服务例次"])]
        {
            let plan = demanding(id, indicators);
            assert_eq!(mistakes(&templates(), &plan).unwrap(), [], "{id}");
            let mut looked_at = Vec::new();
            each_bulletin(&templates(), &plan, |material, group, cycle, office| {
                assert_eq!(crate::compose::strays(material, group, cycle), [""; 0], "{id} {cycle} {office}");
                let Plan { indicators, ledger, words, .. } = material.plan;
                looked_at.push((
                    cycle,
                    group.scope(),
                    words.topic.as_ref().map(|topic| topic.name.clone()),
                    (indicators.len(), ledger.len()),
                    office,
                ));
            })
            .unwrap();
            let of = |cycle: Cycle| looked_at.iter().filter(move |(known, ..)| *known == cycle);
            // The last topic of each shape, in every office.
            let told: Vec<_> = of(Cycle::Special).filter(|(.., office)| *office == "有数据").collect();
            let expected = [
                (Cycle::Special, Scope::Area, Some("指标进展".to_owned()), (indicators.len(), 2), "有数据"),
                (Cycle::Special, Scope::Area, Some("指标比较".to_owned()), (indicators.len(), 0), "有数据"),
                (Cycle::Special, Scope::Area, Some("任务落实".to_owned()), (0, 2), "有数据"),
            ];
            assert_eq!(told, expected.iter().collect::<Vec<_>>(), "{id}");
            assert_eq!(of(Cycle::Special).count(), 3 * OFFICES.len(), "{id}");
            for cycle in [Cycle::ThirdParty, Cycle::Effect] {
                assert!(of(cycle).any(|(_, scope, ..)| *scope == Scope::Alliance), "{cycle}: {looked_at:?}");
            }
        }
    }

    #[test]
    fn a_topic_of_tasks_alone_is_composed() {
        let plan = demanding("kailu-2024", &["资产负债率"]);
        let special = |mechanism: &Mechanism| mechanism.cycle == Cycle::Special;
        let mut mechanisms: Vec<Mechanism> = plan.mechanisms.iter().filter(|mechanism| special(mechanism)).cloned().collect();
        for mechanism in &mut mechanisms {
            mechanism.topics.truncate(1);
        }
        let plan = Plan { cycles: vec![Cycle::Special], mechanisms, ..plan };
        assert_eq!(mistakes(&templates(), &plan).unwrap(), []);
    }

    #[test]
    fn a_common_wording_does_for_a_plan_without_counties_tasks_or_scores() {
        let plan = tongbao_figures::plan::load(&templates(), "kailu-2024").unwrap();
        let bare = Plan { ledger: Vec::new(), scoring: None, words: Words::default(), document_number: None, ..plan };
        assert_eq!(mistakes(&templates(), &bare).unwrap(), []);
    }

    #[test]
    fn what_only_composing_shows_is_told_with_its_bulletin_and_nothing_hides_another() {
        let mut plan = tongbao_figures::plan::load(&templates(), "kailu-2024").unwrap();
        let wording = plan.wording.get_mut("quarterly").unwrap();
        wording.text = "@title {{ wording.title }}\n{{ scores.basis }}\n{% if scope == \"alliance\" %}\n@table 县区排名\n{% endif %}\n见附件〔滞后清单〕。\n".to_owned();
        let told: Vec<(usize, usize, String)> = mistakes(&templates(), &plan)
            .unwrap()
            .into_iter()
            .map(|mistake| (mistake.line, mistake.column, mistake.message))
            .collect();
        let nothing = "“scores.basis”没有值：没有这个名称，或这份通报里没有（季调度、全县、有数据时）";
        let expected = [
            (2, 4, nothing.to_owned()),
            (4, 1, "这份通报里没有“县区排名”这张表（季调度、医联体、有数据时）".to_owned()),
            (6, 2, "没有一个附件有名为“滞后清单”的表（季调度、全县、有数据时）".to_owned()),
        ];
        assert_eq!(told, expected);
    }
}
