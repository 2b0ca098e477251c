//! `[[mechanism]]` of `plan.toml`: which bulletins the plan demands of the office, how often, until when, and what is fulfilled by them.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use jiff::civil::{Date, date};
use toml::Spanned;

use super::declared::in_words;
use super::due::day;
use super::fields::{Checker, Placed, Words, optional, values};
use super::named_task;
use super::words::{whole_line, width};
use crate::plan::meant::LedgerRow;
use crate::plan::mechanism::{Every, Mechanism, Topic};
use crate::plan::mistake::Mistake;
use crate::plan::place::Place;
use crate::plan::raw::{RawMechanism, RawTopic};
use crate::plan::source::Source;
use crate::plan::{Indicator, near};
use tongbao_returns::domain::{Cycle, Period};

/// Most days that an office has to issue a bulletin.
const MOST_DAYS: i64 = 366;
/// Characters of a topic that leave room for the rest of the title.
const TOPIC: usize = 30;
/// Characters of what a mechanism is called: titles have more beside it.
const TITLE: usize = 20;

/// What the plan demands of the office as checked by itself; the names of tasks and indicators wait for these.
pub(in crate::plan) struct MechanismsOfPlan {
    read: Vec<Named>,
}

/// The names that one mechanism says, with their places.
struct Named {
    /// Rows of the catalogue.
    source: Vec<Placed<String>>,
    tasks: Vec<Placed<String>>,
    topics: Vec<NamedOfTopic>,
}

/// Those that a topic says.
struct NamedOfTopic {
    /// Which of the mechanism's topics it is; none if its period cannot be used.
    position: Option<usize>,
    indicators: Vec<Placed<String>>,
    tasks: Vec<Placed<String>>,
}

/// The mechanisms of the file and the usual ones of the kinds that only `cycles` names; with them the kinds that only mechanisms name.
pub(super) struct Read {
    pub(super) mechanisms: Vec<Mechanism>,
    pub(super) names: MechanismsOfPlan,
    pub(super) kinds: Vec<(Cycle, Range<usize>)>,
}

/// Checks the mechanisms of a plan of these years beside what `cycles` names.
pub(super) fn read(
    raw: Vec<Spanned<RawMechanism>>,
    cycles: &[(Cycle, Range<usize>)],
    years: Option<&RangeInclusive<i16>>,
    checker: &mut Checker<'_>,
) -> Read {
    let mut read = Read { mechanisms: Vec::new(), names: MechanismsOfPlan { read: Vec::new() }, kinds: Vec::new() };
    let mut known = Known { years, periods: BTreeSet::new() };
    for raw in raw {
        let head = raw.span();
        let raw = raw.into_inner();
        let written = checker.needed(raw.cycle.clone(), "cycle", &head);
        let words = Cycle::ALL.map(|cycle| (cycle.as_str(), cycle));
        let Some(cycle) = checker.word(&written, "cycle", &words) else { continue };
        if cycle != Cycle::Special && read.mechanisms.iter().any(|other| other.cycle == cycle) {
            let message = format!("`{cycle}`已有一个`[[mechanism]]`：除专题报告（special）外，一种通报只写一个");
            checker.tell(written.span.clone(), message);
        }
        let (mechanism, named, title) = one(raw, cycle, &head, &mut known, checker);
        if read.mechanisms.iter().any(|other| other.name() == mechanism.name()) {
            let place = title.unwrap_or_else(|| written.span.clone());
            let hint = Some("用`title`写出各自的名称".to_owned());
            checker.tell_with_hint(place, format!("机制的名称`{}`重复", mechanism.name()), hint);
        }
        if cycles.iter().chain(&read.kinds).all(|(named, _)| *named != cycle) {
            read.kinds.push((cycle, written.span));
        }
        read.mechanisms.push(mechanism);
        read.names.read.push(named);
    }
    for (cycle, span) in cycles {
        if read.mechanisms.iter().any(|mechanism| mechanism.cycle == *cycle) {
            continue;
        }
        if *cycle == Cycle::Special {
            let hint = Some("写`[[mechanism]]`，`cycle = \"special\"`，其下各期题目写`[[mechanism.topic]]`".to_owned());
            checker.tell_with_hint(span.clone(), "专题报告（special）至少要有一个题目", hint);
        }
        read.mechanisms.push(Mechanism::usual(*cycle));
    }
    let has_year_end = read.mechanisms.iter().any(|mechanism| mechanism.cycle == Cycle::YearEnd);
    for mechanism in &mut read.mechanisms {
        mechanism.has_second_half = has_year_end;
    }
    read
}

/// What is known while the mechanisms are read.
struct Known<'run> {
    years: Option<&'run RangeInclusive<i16>>,
    /// Of the topics so far.
    periods: BTreeSet<Period>,
}

/// One mechanism, the names in it, and the place of its title if it has one.
fn one(
    raw: RawMechanism,
    cycle: Cycle,
    head: &Range<usize>,
    known: &mut Known<'_>,
    checker: &mut Checker<'_>,
) -> (Mechanism, Named, Option<Range<usize>>) {
    let says_how_often = raw.every.is_some();
    let every = every(raw.every, cycle, head, checker);
    let within_days_of_once = raw.within_days.as_ref().map(Spanned::span);
    let within_days = checker.whole(raw.within_days, "within-days", 0..=MOST_DAYS);
    if let Some(within) = within_days_of_once.filter(|_| every == Every::Once && cycle != Cycle::Special) {
        checker.tell(within, "只要求一次的，时限写`by`，不写`within-days`");
    }
    let by = by(raw.by, (cycle, every), known.years, checker);
    let tasks = checker.list(raw.tasks, "tasks");
    let source = checker.list(raw.source, "source");
    let title = raw.title.as_ref().map(Spanned::span);
    for (key, text) in [("title", &raw.title), ("clause", &raw.clause)] {
        if let Some(text) = text {
            whole_line(text, key, checker);
        }
    }
    if let Some(title) = raw.title.as_ref().filter(|title| width(title.get_ref().trim()) > TITLE) {
        let width = width(title.get_ref().trim());
        checker.tell(title.span(), format!("`title`印在标题里，不超过{TITLE}字，这里约{width}字"));
    }
    if cycle == Cycle::Special && raw.topics.is_empty() {
        checker.tell(head.clone(), "专题报告（special）至少要有一个`[[mechanism.topic]]`");
    }
    if let Some(first) = raw.topics.first().filter(|_| cycle != Cycle::Special) {
        checker.tell(first.span(), "`topic`（题目）只用于`cycle = \"special\"`");
    }
    let (mut topics, mut of_topics) = (Vec::new(), Vec::new());
    for raw in raw.topics {
        let (read, names) = topic(raw, known, checker);
        of_topics.push(NamedOfTopic { position: read.as_ref().map(|_| topics.len()), ..names });
        topics.extend(read);
    }
    let mechanism = Mechanism {
        cycle,
        every,
        says_how_often,
        within_days,
        by,
        clause: optional(raw.clause),
        source: values(source.clone()),
        tasks: Vec::new(),
        responsible: values(checker.list(raw.responsible, "responsible")),
        title: optional(raw.title),
        topics,
        has_second_half: false,
    };
    (mechanism, Named { source, tasks, topics: of_topics }, title)
}

/// How often, where a kind can come so often.
fn every(raw: Option<Spanned<String>>, cycle: Cycle, head: &Range<usize>, checker: &mut Checker<'_>) -> Every {
    let usual = Every::usual(cycle);
    let Some(raw) = raw else { return usual };
    let written = checker.needed(Some(raw), "every", head);
    let Some(every) = checker.word(&written, "every", &Every::ALL.map(|every| (every.as_str(), every))) else { return usual };
    let is_too_often = match cycle {
        Cycle::HalfYear => every == Every::Quarter,
        Cycle::YearEnd => matches!(every, Every::Quarter | Every::HalfYear),
        Cycle::Quarterly | Cycle::Inspection | Cycle::ThirdParty | Cycle::Effect | Cycle::Special => false,
    };
    if cycle == Cycle::Special {
        checker.tell(written.span, "专题报告一个题目一期，不写`every`");
        return usual;
    }
    if is_too_often {
        checker.tell(written.span, format!("{}（{cycle}）没有这样勤：`every`不能写`{}`", cycle.chinese(), written.value));
        return usual;
    }
    every
}

/// Until when what is demanded once is issued; the plan's last day if it does not say. Special reports have the periods of their topics.
fn by(
    raw: Option<Spanned<String>>,
    (cycle, every): (Cycle, Every),
    years: Option<&RangeInclusive<i16>>,
    checker: &mut Checker<'_>,
) -> Option<Date> {
    let is_once = every == Every::Once && cycle != Cycle::Special;
    let Some(raw) = raw else { return years.filter(|_| is_once).map(|years| date(*years.end(), 12, 31)) };
    if !is_once {
        checker.tell(raw.span(), "`by`只用于`every = \"once\"`；其余的时限写`within-days`");
        return None;
    }
    let by = day(&raw, "by", checker)?;
    if let Some(years) = years.filter(|years| !years.contains(&by.year())) {
        tell_outside(raw.span(), "by", &by.to_string(), years, checker);
    }
    Some(by)
}

fn tell_outside(span: Range<usize>, key: &str, written: &str, years: &RangeInclusive<i16>, checker: &mut Checker<'_>) {
    let hint = Some("规划期写在`first-year`和`last-year`".to_owned());
    checker.tell_with_hint(span, format!("`{key}`应在{}内，这里是{written}", in_words(years)), hint);
}

/// A topic; none if its period cannot be used, after that is told.
fn topic(raw: Spanned<RawTopic>, known: &mut Known<'_>, checker: &mut Checker<'_>) -> (Option<Topic>, NamedOfTopic) {
    let head = raw.span();
    let RawTopic { name, period, indicators, tasks } = raw.into_inner();
    if let Some(name) = &name {
        whole_line(name, "name", checker);
    }
    let name = match name {
        None => checker.needed(None, "name", &head),
        Some(name) => Placed { span: name.span(), value: name.into_inner().trim().to_owned() },
    };
    if width(&name.value) > TOPIC {
        checker.tell(name.span, format!("题目印在标题里，不超过{TOPIC}字，这里约{}字", width(&name.value)));
    }
    let written = checker.needed(period, "period", &head);
    let period = of_topic(&written, known, checker);
    let (indicators, tasks) = (checker.list(indicators, "indicators"), checker.list(tasks, "tasks"));
    if indicators.is_empty() && tasks.is_empty() {
        checker.tell(head, format!("题目`{}`没有写涉及哪些`indicators`（指标）、`tasks`（任务）", name.value));
    }
    let topic =
        period.map(|period| Topic { name: name.value, period, indicators: values(indicators.clone()), tasks: Vec::new() });
    (topic, NamedOfTopic { position: None, indicators, tasks })
}

/// The period of a topic, of which no other topic is.
fn of_topic(written: &Placed<String>, known: &mut Known<'_>, checker: &mut Checker<'_>) -> Option<Period> {
    if written.value.is_empty() {
        return None;
    }
    let span = || written.span.clone();
    let Some(period) = written.value.parse::<Period>().ok().and_then(|period| Cycle::Special.period(period)) else {
        checker.tell(span(), format!("`period`应写成 2025Q3、2025H1 或 2025，这里是`{}`", written.value));
        return None;
    };
    if let Some(years) = known.years.filter(|years| !years.contains(&period.year)) {
        tell_outside(span(), "period", &written.value, years, checker);
        return None;
    }
    if !known.periods.insert(period) {
        checker.tell(span(), format!("`{period}`已有一个题目：一个报告期只出一份专题报告"));
    }
    Some(period)
}

impl MechanismsOfPlan {
    /// The rows of the catalogue that are cited, each where it stands: whoever has the catalogue looks whether it has them.
    pub(in crate::plan) fn cited(&self, source: &Source) -> Vec<(String, Place)> {
        let cited = self.read.iter().flat_map(|named| &named.source);
        cited.map(|row| (row.value.clone(), source.place(row.span.clone()))).collect()
    }

    /// The mechanisms with the tasks that they name, once indicators and tasks are known; of files that could not be read nothing is
    /// missed.
    pub(in crate::plan) fn with_names(
        &self,
        mechanisms: &[Mechanism],
        indicators: Option<&[Indicator]>,
        ledger: Option<&[LedgerRow]>,
        source: &Source,
        mistakes: &mut Vec<Mistake>,
    ) -> Vec<Mechanism> {
        let mut checker = Checker { source, mistakes };
        let mut fulfilled: BTreeSet<String> = BTreeSet::new();
        let mut completed = mechanisms.to_vec();
        for (mechanism, names) in completed.iter_mut().zip(&self.read) {
            for name in &names.tasks {
                let Some(id) = task(name, ledger, &mut checker) else { continue };
                let row = ledger.into_iter().flatten().find(|row| row.id == id);
                if row.is_some_and(|row| row.yearly().is_none() || row.due().is_some()) {
                    let hint = Some("印发的通报只能代替次数，不能代替责任单位报状态".to_owned());
                    let message =
                        format!("任务`{}`不是按年计次的（`unit`写 次/年、份/年，不写`deadline`），不能由机制办理", name.value);
                    checker.tell_with_hint(name.span.clone(), message, hint);
                    continue;
                }
                if !fulfilled.insert(id.clone()) {
                    checker.tell(name.span.clone(), format!("任务`{}`已写过：一项任务只由一个机制办理", name.value));
                }
                mechanism.tasks.push(id);
            }
            for names in &names.topics {
                names.indicators.iter().for_each(|name| known_indicator(name, indicators, &mut checker));
                let ids: Vec<String> = names.tasks.iter().filter_map(|name| task(name, ledger, &mut checker)).collect();
                if let Some(topic) = names.position.and_then(|position| mechanism.topics.get_mut(position)) {
                    topic.tasks = ids;
                }
            }
        }
        completed
    }
}

/// The identifier of a task that is named with or without the plan's; none after its mistake is told.
fn task(name: &Placed<String>, ledger: Option<&[LedgerRow]>, checker: &mut Checker<'_>) -> Option<String> {
    let Some(ledger) = ledger else { return Some(name.value.clone()) };
    named_task::row(ledger, name, checker).map(|row| row.id.clone())
}

/// Tells an indicator that there is not.
fn known_indicator(name: &Placed<String>, indicators: Option<&[Indicator]>, checker: &mut Checker<'_>) {
    let Some(indicators) = indicators else { return };
    if indicators.iter().all(|indicator| indicator.id != name.value) {
        let hint = near::suggestion(&name.value, indicators.iter().map(|indicator| indicator.id.as_str()));
        checker.tell_with_hint(name.span.clone(), format!("没有指标`{}`", name.value), hint);
    }
}

/// What the keys of a mechanism may say.
pub(in crate::plan) fn words() -> Words {
    vec![("cycle", Cycle::ALL.map(Cycle::as_str).to_vec()), ("every", Every::ALL.map(Every::as_str).to_vec())]
}
