//! A plan as meant: what the other stages see of a pack.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;

use super::origins::Origins;
use super::{
    FormulaItem, GroupAttribute, Indicator, Mechanism, Mistake, PeerGroup, PeersOf, Rule, Scoring, Template, Variable, Words,
};
use tongbao_document::side_by_side::with_unit;
use tongbao_returns::domain::task::code_of;
use tongbao_returns::domain::{Category, CountyCode, Cycle, FlowBasis, Form, FormId, Item, ItemName, Kind, Period, Responsible};

/// A plan (方案): what it demands, of whom, by when.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Identifier: the name of the pack's folder.
    pub id: String,
    /// Title, without 书名号.
    pub title: String,
    /// As it stands in titles: `关于…<short title>…情况的通报`.
    pub short_title: String,
    /// 发文字号.
    pub document_number: Option<String>,
    /// Who publishes the bulletins.
    pub issuer: String,
    /// Code of the whole area.
    pub area_code: CountyCode,
    /// Name of the whole area.
    pub area_name: String,
    /// 全市, 全县.
    pub area_word: String,
    /// The counties that take part, by code, name or 简称; all of the area if there is none.
    pub counties: Vec<String>,
    /// 类别 of the units directly under the area that take part where not all counties do; all if there is none.
    pub area_units: Vec<Category>,
    /// First year of the plan.
    pub first_year: i16,
    /// Last year of the plan.
    pub last_year: i16,
    /// The kinds of bulletin that it has: those of `cycles`, then those that only its mechanisms name, each once.
    pub cycles: Vec<Cycle>,
    /// What it demands of the office itself, in the order of the file; of a kind that only `cycles` names the usual.
    pub mechanisms: Vec<Mechanism>,
    /// Percent of units due, below which a figure is unranked.
    pub coverage_threshold: f64,
    /// Additive items with which a bulletin proves that its groups add up to the area.
    pub proof_items: Vec<ItemName>,
    /// Groups of indicators and tasks, in the order of the tables.
    pub campaigns: Vec<String>,
    /// Who is ranked among whom, in the order of the tables; counties and kinds of alliances that none names are so among themselves.
    pub peer_groups: Vec<PeerGroup>,
    /// Behind the demand by at most this is yellow, by more red: in percent of the demand.
    pub yellow_within: f64,
    /// The same in percentage points for rates.
    pub rates_in_points: bool,
    /// Whether the rules that follow from its items by themselves are judged besides those that it writes.
    pub rules_from_items: bool,
    /// The pack's own forms in the order of their files, then the included ones.
    pub forms: Vec<Form>,
    /// In the order of the file.
    pub indicators: Vec<Indicator>,
    /// Those of shared forms, then the pack's own, in the order of the files, then those that follow from items.
    pub rules: Vec<Rule>,
    /// In the order of the file.
    pub ledger: Vec<LedgerRow>,
    /// 评分办法; none where nothing is scored.
    pub scoring: Option<Scoring>,
    /// What it says otherwise than other plans in the bulletins that they share.
    pub words: Words,
    /// Wordings of the bulletins and their pieces by file stem, e.g. `quarterly`: the pack's own, else the shared ones.
    pub wording: BTreeMap<String, Template>,
    /// What a draft has left to its author, place by place: nothing is issued while there is any of it.
    pub unfilled: Vec<Mistake>,
    /// BLAKE3 over all files, hexadecimal.
    pub fingerprint: String,
    /// Where it says what its forms and items are.
    pub origins: Origins,
}

impl Plan {
    /// The form of an identifier.
    pub fn form(&self, id: &FormId) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == *id)
    }

    /// Forms that units of a category file.
    pub fn forms_of(&self, category: &Category) -> impl Iterator<Item = &Form> {
        self.forms.iter().filter(move |form| form.is_filed_by(category))
    }

    /// Categories of which the plan asks any form.
    pub fn categories(&self) -> BTreeSet<&Category> {
        self.forms.iter().flat_map(|form| &form.filed_by).collect()
    }

    /// Kinds of alliances of which the plan speaks: in schemes of scores, in peer groups, in conditions of indicators and of targets.
    pub fn alliance_kinds(&self) -> BTreeSet<&str> {
        let schemes = self.scoring.iter().flat_map(|scoring| &scoring.schemes).flat_map(|scheme| &scheme.alliance_kinds);
        let groups = self.peer_groups.iter().filter(|group| matches!(group.of, PeersOf::AllianceKinds(_)));
        let listed = schemes.chain(groups.flat_map(|group| group.of.names())).map(String::as_str);
        let asked = self.words_asked(&Variable::AllianceKind, GroupAttribute::AllianceKind);
        listed.chain(asked).filter(|kind| !kind.is_empty()).collect()
    }

    /// The words with which conditions of indicators, of rules and of targets compare something that the registry says.
    pub fn words_asked(&self, asked: &Variable, of_targets: GroupAttribute) -> Vec<&str> {
        let of_indicators = self.indicators.iter().filter_map(|indicator| indicator.condition.as_ref());
        let of_rules = self.rules.iter().filter_map(|rule| rule.condition.as_ref());
        let audiences =
            self.indicators.iter().flat_map(|indicator| &indicator.targets).filter_map(|target| target.audience.as_ref());
        let words = of_indicators.chain(of_rules).flat_map(|condition| condition.words_of(asked));
        words.chain(audiences.flat_map(|audience| audience.words(of_targets))).collect()
    }

    /// The item of a name as each category files it; empty if no form has it.
    pub fn item_kinds(&self, name: &ItemName) -> BTreeMap<&Category, &Item> {
        let mut kinds = BTreeMap::new();
        for form in &self.forms {
            if let Some(item) = form.items().find(|item| item.name == *name) {
                kinds.extend(form.filed_by.iter().map(|category| (category, item)));
            }
        }
        kinds
    }

    /// What a flow is filed for by units of a category: since 1 January, or for the quarter alone. None of what does not flow, and where none of
    /// their forms has it.
    pub fn basis_of(&self, category: &Category, name: &ItemName) -> Option<FlowBasis> {
        let flows = |form: &&Form| form.items().any(|item| item.name == *name && item.kind == Kind::Flow);
        self.forms_of(category).find(flows).map(|form| form.basis)
    }

    /// Whether an indicator reads what anybody files for the quarter alone.
    pub fn reads_quarters(&self, indicator: &Indicator) -> bool {
        let is_read = |item: &Item| item.kind == Kind::Flow && indicator.items().any(|read| read.name == item.name);
        self.forms.iter().filter(|form| form.is_by_quarter()).flat_map(Form::items).any(is_read)
    }

    /// Whether it has a bulletin of this kind: it says so, and there is a wording for it.
    pub fn has_cycle(&self, cycle: Cycle) -> bool {
        self.cycles.contains(&cycle) && self.wording.contains_key(cycle.as_str())
    }

    /// The period of its bulletin of a kind that is asked for by a period, see [`Cycle::period`]: of special reports that of a topic, of what
    /// is demanded by halves or years the one that ends with the quarter. None if it has no such bulletin.
    pub fn period_of(&self, cycle: Cycle, asked: Period) -> Option<Period> {
        let period = cycle.period(asked).filter(|_| self.has_cycle(cycle))?;
        let of_kind = || self.mechanisms.iter().filter(|mechanism| mechanism.cycle == cycle);
        // What is of the very period goes before what ends with it.
        of_kind().filter(|mechanism| mechanism.period(period) == Some(period)).chain(of_kind()).find_map(|one| one.period(period))
    }

    /// The mechanism of its bulletin of a kind and a period: of special reports the one that has its topic.
    pub fn mechanism_of(&self, cycle: Cycle, period: Period) -> Option<&Mechanism> {
        let mut of_kind = self.mechanisms.iter().filter(|mechanism| mechanism.cycle == cycle);
        of_kind.find(|one| cycle != Cycle::Special || one.topics.iter().any(|topic| topic.period == period))
    }

    /// Whether its bulletins tell how the office fulfils its mechanisms: where it demands any.
    pub fn follows_mechanisms(&self) -> bool {
        self.mechanisms.iter().any(Mechanism::is_demanded)
    }

    /// The items behind an indicator: those that it reads, and those behind the indicators that it reads. Each once, by name and time.
    pub fn items_behind<'plan>(&'plan self, indicator: &'plan Indicator) -> BTreeSet<&'plan FormulaItem> {
        let mut items = BTreeSet::new();
        let mut known: BTreeSet<&str> = BTreeSet::from([indicator.id.as_str()]);
        let mut open = vec![indicator];
        while let Some(next) = open.pop() {
            items.extend(next.items());
            open.extend(next.formula.indicators().filter(|id| known.insert(*id)).filter_map(|id| self.indicator(id)));
        }
        items
    }

    /// Its title in 书名号, behind it the document number in brackets where it has one.
    pub fn document(&self) -> String {
        let number = self.document_number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
        format!("《{}》{number}", self.title)
    }

    /// The indicator of an identifier.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }
}

/// What becomes of a ledger row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerKind {
    /// A deliverable with a date.
    Milestone,
    /// A task that is followed.
    Ledger,
    /// An arrangement that is to exist.
    Mechanism,
}

/// A task of the plan without a formula (台账), as in `ledger.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// Identifier in the catalogue: `jining-2023:3#1`.
    pub id: String,
    /// 任务编号: the identifier without the plan's, behind the plan's prefix if it has one.
    pub code: String,
    /// Clause of the plan.
    pub clause: String,
    /// Which group.
    pub campaign: String,
    /// The task.
    pub title: String,
    /// What of it is followed.
    pub item: String,
    /// How it is measured.
    pub measure: String,
    /// How what there is is set against what is to be reached.
    pub demand: TaskDemand,
    /// What is to be reached.
    pub target: Option<String>,
    /// Unit of the target.
    pub unit: Option<String>,
    /// Until when.
    pub deadline: Option<TaskDeadline>,
    /// Whom it concerns.
    pub scope: String,
    /// Who is responsible, and since when.
    pub responsible: Responsible,
    /// What becomes of it.
    pub kind: LedgerKind,
    /// Remarks.
    pub note: String,
    /// Who files about it, where the row says so itself: categories, names of units, words of the ledger form.
    pub filed_by: Vec<String>,
    /// What is to be reached one after the other, in the order of time; most tasks have no steps.
    pub steps: Vec<TaskStep>,
}

/// A step of a task, as in `milestones.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskStep {
    /// Until when.
    pub by: TaskDeadline,
    /// What is to be reached by then.
    pub item: String,
    /// Rows of the catalogue that it answers, beside the one that is the task.
    pub source: Vec<String>,
}

/// How a task is set against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskDemand {
    /// `done`, or nothing: it is to be done.
    Done,
    /// `up`: ever more.
    Up,
    /// `down`: ever less.
    Down,
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `=`
    Exactly,
    /// `between`: the target is two numbers, `1-3`.
    Between,
}

impl TaskDemand {
    /// Every word that a plan may write, with what it means.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("done", Self::Done),
        ("up", Self::Up),
        ("down", Self::Down),
        (">=", Self::AtLeast),
        ("<=", Self::AtMost),
        ("=", Self::Exactly),
        ("between", Self::Between),
    ];

    /// Reads the plan's word; nothing is `done`.
    pub fn of(word: &str) -> Option<Self> {
        if word.is_empty() {
            return Some(Self::Done);
        }
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, demand)| demand)
    }

    /// Whether its target is one number.
    pub fn is_of_a_number(self) -> bool {
        matches!(self, Self::AtLeast | Self::AtMost | Self::Exactly)
    }

    /// Whether it can be said of a count of the year: more is never worse.
    pub fn is_of_times(self) -> bool {
        matches!(self, Self::Done | Self::AtLeast | Self::Exactly)
    }
}

/// Until when a task is to be done, as exactly as the plan says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskDeadline {
    /// The end of a year: `2025`.
    Year(Date),
    /// The end of a month: `2025-06`.
    Month(Date),
    /// A day: `2025-06-30`.
    Day(Date),
}

/// A day as a plan writes it, `2025-06-30`, or as Excel does, `2025/6/30`.
pub fn day(written: &str) -> Option<Date> {
    with_dashes(written).parse().ok()
}

/// `2025-06-05` of `2025/6/5`; what is not written so stays as it is.
fn with_dashes(written: &str) -> String {
    let parts: Vec<&str> = written.split('/').collect();
    let is_number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.len() < 2 || !parts.iter().all(is_number) {
        return written.to_owned();
    }
    parts.iter().map(|part| format!("{part:0>2}")).collect::<Vec<_>>().join("-")
}

impl TaskDeadline {
    /// Reads what the plan writes, or what Excel makes of it: `2025/6/30`.
    pub fn of(written: &str) -> Option<Self> {
        let written = with_dashes(written);
        let deadline = match written.len() {
            4 => Self::Year(format!("{written}-12-31").parse().ok()?),
            7 => Self::Month(format!("{written}-01").parse::<Date>().ok()?.last_of_month()),
            10 => Self::Day(written.parse().ok()?),
            _ => return None,
        };
        (1990..=2100).contains(&deadline.last_day().year()).then_some(deadline)
    }

    /// The last day on which it is on time.
    pub fn last_day(self) -> Date {
        match self {
            Self::Year(day) | Self::Month(day) | Self::Day(day) => day,
        }
    }

    /// `2025年底`, `2025年6月底`, `2025-06-30`.
    pub fn in_words(self) -> String {
        match self {
            Self::Year(day) => format!("{}年底", day.year()),
            Self::Month(day) => format!("{}年{}月底", day.year(), day.month()),
            Self::Day(day) => day.to_string(),
        }
    }
}

impl fmt::Display for TaskDeadline {
    /// As the plan writes it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(day) => write!(formatter, "{}", day.year()),
            Self::Month(day) => write!(formatter, "{}-{:02}", day.year(), day.month()),
            Self::Day(day) => write!(formatter, "{day}"),
        }
    }
}

/// What is counted by a unit of the year: `次` of `次/年`, with the sign `／` of a Chinese keyboard as well; none of any other unit.
pub(super) fn counted_by_the_year(unit: &str) -> Option<&str> {
    let counted = unit.trim().strip_suffix('年')?.trim_end().strip_suffix(['/', '／'])?.trim();
    Some(counted).filter(|counted| !counted.is_empty())
}

/// What is counted by a unit of a part of the year: `次` of `次/季度`. Tasks are counted by the year.
pub(super) fn counted_by_a_part_of_the_year(unit: &str) -> Option<&str> {
    const PARTS: [&str; 6] = ["季", "季度", "月", "半年", "周", "旬"];
    let (counted, part) = unit.rsplit_once(['/', '／'])?;
    PARTS.contains(&part.trim()).then(|| counted.trim()).filter(|counted| !counted.is_empty())
}

/// How often a year something is to be done: the unit `次/年`, `份/年` or `月/年` of the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Yearly {
    /// How often, where the plan gives a number.
    pub times: Option<f64>,
    /// Of what: 次, 份, 月.
    pub unit: String,
}

impl Yearly {
    /// `2次/年`; `次/年` without a number.
    pub fn in_words(&self) -> String {
        let times = self.times.map(|times| times.to_string()).unwrap_or_default();
        format!("{}/年", with_unit(&times, &self.unit))
    }
}

impl LedgerRow {
    /// 任务编号, as forms and bulletins print it.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether a file means this row by a name: its identifier, with or without the plan's, or the number as it is printed.
    pub fn is_called(&self, name: &str) -> bool {
        [self.id.as_str(), self.code(), code_of(&self.id)].contains(&name)
    }

    /// How often a year, if the plan counts it by the year.
    pub fn yearly(&self) -> Option<Yearly> {
        let unit = counted_by_the_year(self.unit.as_ref()?)?;
        let times = self.target.as_ref().and_then(|target| target.parse::<f64>().ok());
        let times = times.filter(|times| times.is_finite() && *times > 0.0);
        Some(Yearly { times, unit: unit.to_owned() })
    }

    /// The last day on which it is on time: of a task in steps that of the last.
    pub fn due(&self) -> Option<Date> {
        self.until(self.steps.len()).map(TaskDeadline::last_day)
    }

    /// Until when what is open of it is to be done, after so many steps: the next one, after the last the last; without steps the task.
    pub fn until(&self, done: usize) -> Option<TaskDeadline> {
        let last = || self.steps.last();
        self.steps.get(done).or_else(last).map_or(self.deadline, |step| Some(step.by))
    }

    /// How many of its steps are due on a day.
    pub fn steps_due(&self, day: Date) -> usize {
        self.steps.iter().filter(|step| step.by.last_day() <= day).count()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_deadline_is_read_as_the_plan_writes_it_and_as_excel_does() {
        for (written, deadline) in [
            ("2025", Some(TaskDeadline::Year(date(2025, 12, 31)))),
            ("2025-06", Some(TaskDeadline::Month(date(2025, 6, 30)))),
            ("2025-06-05", Some(TaskDeadline::Day(date(2025, 6, 5)))),
            ("2017/12/31", Some(TaskDeadline::Day(date(2017, 12, 31)))),
            ("2025/6/5", Some(TaskDeadline::Day(date(2025, 6, 5)))),
            ("2025/6", Some(TaskDeadline::Month(date(2025, 6, 30)))),
            ("2025/13/1", None),
            ("6/5", None),
            ("5/6/2025", None),
            ("Jun-25", None),
            ("", None),
        ] {
            assert_eq!(TaskDeadline::of(written), deadline, "{written}");
        }
        assert_eq!((day("2025/7/1"), day("2025-07-01"), day("7/1")), (Some(date(2025, 7, 1)), Some(date(2025, 7, 1)), None));
    }
}
