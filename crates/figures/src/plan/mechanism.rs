//! 工作机制: what the plan demands of the office itself. Which bulletin, how often, within how many days, and which tasks of the ledger are
//! fulfilled by issuing it.

use jiff::ToSpan;
use jiff::civil::Date;

use tongbao_returns::domain::period::{Half, Part};
use tongbao_returns::domain::{Cycle, Period};

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Once a quarter.
    Quarter,
    /// Once a half.
    HalfYear,
    /// Once a year.
    Year,
    /// Once in all.
    Once,
}

impl Every {
    /// All, the most frequent first.
    pub const ALL: [Self; 4] = [Self::Quarter, Self::HalfYear, Self::Year, Self::Once];

    /// As a pack writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::HalfYear => "half-year",
            Self::Year => "year",
            Self::Once => "once",
        }
    }

    /// How often a kind of bulletin is demanded, if the plan does not say.
    pub fn usual(cycle: Cycle) -> Self {
        match cycle {
            Cycle::Quarterly => Self::Quarter,
            Cycle::HalfYear => Self::HalfYear,
            Cycle::YearEnd | Cycle::Inspection | Cycle::ThirdParty | Cycle::Effect => Self::Year,
            Cycle::Special => Self::Once,
        }
    }

    /// As it is printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Quarter => "每季度",
            Self::HalfYear => "每半年",
            Self::Year => "每年",
            Self::Once => "一次",
        }
    }

    /// The periods of a year for each of which one is demanded; none of what is demanded once in all.
    fn periods(self, year: i16) -> Vec<Period> {
        let whole = Period { year, part: Part::Year };
        match self {
            Self::Quarter => whole.quarters().collect(),
            Self::HalfYear => [Half::First, Half::Second].map(|half| Period { year, part: Part::Half(half) }).into(),
            Self::Year => vec![whole],
            Self::Once => Vec::new(),
        }
    }
}

/// A mechanism: a kind of bulletin that the plan demands of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mechanism {
    /// Which bulletin.
    pub cycle: Cycle,
    /// How often.
    pub every: Every,
    /// Whether the pack says itself how often (`every`).
    pub says_how_often: bool,
    /// It is issued at most so many days after its period has ended; `None` if the plan does not say.
    pub within_days: Option<i32>,
    /// Until when what is demanded once in all is issued; `None` of everything else.
    pub by: Option<Date>,
    /// Clause of the plan.
    pub clause: Option<String>,
    /// Rows of the catalogue that it answers.
    pub source: Vec<String>,
    /// Identifiers of the tasks of the ledger that the office fulfils by issuing it.
    pub tasks: Vec<String>,
    /// Who is responsible, the leader first.
    pub responsible: Vec<String>,
    /// What the plan calls it; what the kind is called if it does not say.
    pub title: Option<String>,
    /// What each special report is about; none of other kinds.
    pub topics: Vec<Topic>,
    /// Whether one can be demanded for the second half: a half-year notice is the year-end assessment then, where the plan has that.
    pub has_second_half: bool,
}

/// What a special report is about, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// As it stands in the title.
    pub name: String,
    /// For when.
    pub period: Period,
    /// Indicators of the plan, in the order in which they are told.
    pub indicators: Vec<String>,
    /// Identifiers of tasks of the ledger.
    pub tasks: Vec<String>,
}

/// One bulletin that is demanded: the time about which it is, and until when it is issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// About which period; `None` of what is demanded once in all.
    pub period: Option<Period>,
    /// The last day of that; of what is demanded once in all the last day on which it is on time.
    pub ends: Date,
    /// The last day on which it is on time; `None` if the plan does not say.
    pub deadline: Option<Date>,
}

impl Turn {
    /// About which time, in words: `2025年第三季度`.
    pub fn in_words(&self) -> String {
        self.period.map_or_else(|| "规划期内".to_owned(), Period::chinese)
    }
}

impl Mechanism {
    /// One of a kind, of which the plan says no more than that it has it.
    pub fn usual(cycle: Cycle) -> Self {
        Self {
            cycle,
            every: Every::usual(cycle),
            says_how_often: false,
            within_days: None,
            by: None,
            clause: None,
            source: Vec::new(),
            tasks: Vec::new(),
            responsible: Vec::new(),
            title: None,
            topics: Vec::new(),
            has_second_half: false,
        }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(self.cycle.chinese())
    }

    /// How often it is demanded, in words: `每季度`; of special reports how many there are.
    pub fn frequency(&self) -> String {
        match self.cycle {
            Cycle::Special => format!("{}个专题", self.topics.len()),
            _ => self.every.word().to_owned(),
        }
    }

    /// Whether the plan demands it, so that bulletins tell how it is fulfilled: it cites rows of the plan's catalogue, or says how often or until
    /// when. What an office has by its own will (`cycles` alone) is no demand.
    pub fn is_demanded(&self) -> bool {
        self.has_deadline() || self.says_how_often || !self.source.is_empty()
    }

    /// Whether the plan says until when it is issued.
    pub fn has_deadline(&self) -> bool {
        self.within_days.is_some() || self.by.is_some()
    }

    /// What is demanded for the periods of a year, in the order of time; what is demanded once in all belongs to every year.
    pub fn turns(&self, year: i16) -> Vec<Turn> {
        let of_period = |period: Period| Turn { period: Some(period), ends: period.last_day(), deadline: self.deadline(period) };
        if self.cycle == Cycle::Special {
            let mut turns: Vec<Turn> = self.topics.iter().map(|topic| of_period(topic.period)).collect();
            turns.retain(|turn| turn.ends.year() == year);
            turns.sort_by_key(|turn| turn.ends);
            return turns;
        }
        if let (Every::Once, Some(by)) = (self.every, self.by) {
            return vec![Turn { period: None, ends: by, deadline: Some(by) }];
        }
        let is_possible = |period: &Period| {
            let is_second_half = period.part == Part::Half(Half::Second);
            !is_second_half || self.cycle != Cycle::HalfYear || self.has_second_half
        };
        self.every.periods(year).into_iter().filter(is_possible).map(of_period).collect()
    }

    /// How often it is demanded in a year, where that can be counted.
    pub fn times_in(&self, year: i16) -> Option<usize> {
        let turns = self.turns(year).into_iter().filter(|turn| turn.ends.year() == year).count();
        (turns > 0).then_some(turns)
    }

    /// The last day on which the bulletin about a period is on time.
    fn deadline(&self, period: Period) -> Option<Date> {
        Some(period.last_day().saturating_add(self.within_days?.days()))
    }

    /// Which bulletin answers a turn, as it is asked for: of a kind, for a period; for no period what is demanded once in all. A second half
    /// has no bulletin of its own: its notice is the year-end assessment, and otherwise the year tells of it.
    pub fn bulletin(&self, turn: &Turn) -> (Cycle, Option<Period>) {
        let Some(period) = turn.period else { return (self.cycle, None) };
        if self.cycle == Cycle::HalfYear {
            let first = Period { part: Part::Half(Half::First), ..period };
            let is_second = period.part == Part::Half(Half::Second);
            return if is_second { (Cycle::YearEnd, Some(period.whole_year())) } else { (self.cycle, Some(first)) };
        }
        (self.cycle, self.cycle.period(period).or_else(|| self.cycle.period(period.last_quarter())))
    }

    /// The period of its bulletin that is asked for by one of which the kind has bulletins: by the quarter with which it ends, the half or
    /// the year for which it is demanded.
    pub fn period(&self, asked: Period) -> Option<Period> {
        match self.cycle {
            Cycle::Special => {
                let periods = || self.topics.iter().map(|topic| topic.period);
                periods().find(|period| *period == asked).or_else(|| periods().find(|period| period.last_quarter() == asked))
            }
            Cycle::ThirdParty | Cycle::Effect => {
                let mut made = self.every.periods(asked.year).into_iter().filter_map(|period| self.cycle.period(period));
                made.find(|period| period.last_quarter() == asked).or(Some(asked))
            }
            Cycle::Quarterly | Cycle::HalfYear | Cycle::YearEnd | Cycle::Inspection => Some(asked),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    fn of(cycle: Cycle, every: Every, within_days: Option<i32>) -> Mechanism {
        Mechanism { every, within_days, ..Mechanism::usual(cycle) }
    }

    #[test]
    fn the_turns_of_a_year_end_with_its_periods_and_are_due_so_many_days_later() {
        let due = |mechanism: &Mechanism| mechanism.turns(2025).iter().map(|turn| turn.deadline.unwrap()).collect::<Vec<_>>();
        let quarterly = of(Cycle::Quarterly, Every::Quarter, Some(30));
        // 31 March and 30 days, 30 June, 30 September, 31 December.
        assert_eq!(due(&quarterly), [date(2025, 4, 30), date(2025, 7, 30), date(2025, 10, 30), date(2026, 1, 30)]);
        assert_eq!(quarterly.times_in(2025), Some(4));
        let effect = of(Cycle::Effect, Every::HalfYear, Some(0));
        assert_eq!(due(&effect), [date(2025, 6, 30), date(2025, 12, 31)]);
        let yearly = of(Cycle::ThirdParty, Every::Year, None).turns(2025);
        assert_eq!((yearly.len(), yearly[0].deadline, yearly[0].in_words().as_str()), (1, None, "2025年度"));
    }

    #[test]
    fn a_second_half_is_noticed_by_a_year_end_or_not_at_all() {
        let notice = of(Cycle::HalfYear, Every::HalfYear, None);
        assert_eq!(notice.turns(2025).iter().map(Turn::in_words).collect::<Vec<_>>(), ["2025年上半年"]);
        let both = Mechanism { has_second_half: true, ..notice };
        assert_eq!(both.times_in(2025), Some(2));
    }

    #[test]
    fn what_is_demanded_once_is_due_on_its_day_whatever_the_year() {
        let once = Mechanism { by: Some(date(2025, 6, 30)), ..of(Cycle::ThirdParty, Every::Once, None) };
        for year in [2024, 2025, 2026] {
            let turns = once.turns(year);
            assert_eq!((turns.len(), turns[0].deadline, turns[0].period), (1, Some(date(2025, 6, 30)), None));
        }
        assert_eq!([2024, 2025].map(|year| once.times_in(year)), [None, Some(1)]);
    }

    #[test]
    fn special_reports_are_due_by_their_topics() {
        let topic =
            |name: &str, of: &str| Topic { name: name.to_owned(), period: period(of), indicators: Vec::new(), tasks: Vec::new() };
        let topics = vec![topic("医疗费用", "2025"), topic("双向转诊", "2025Q2"), topic("医保基金", "2024Q4")];
        let special = Mechanism { topics, within_days: Some(15), ..Mechanism::usual(Cycle::Special) };
        let turns: Vec<_> = special.turns(2025).iter().map(|turn| (turn.in_words(), turn.deadline)).collect();
        let expected = [("2025年第二季度", date(2025, 7, 15)), ("2025年度", date(2026, 1, 15))];
        assert_eq!(turns, expected.map(|(words, day)| (words.to_owned(), Some(day))));
        assert_eq!([2023, 2024, 2025].map(|year| special.times_in(year)), [None, Some(1), Some(2)]);
        assert_eq!(special.frequency(), "3个专题");
        let asked = |asked: &str| special.period(period(asked)).map(|period| period.to_string());
        assert_eq!(asked("2025Q2").as_deref(), Some("2025Q2"));
        assert_eq!(asked("2025Q4").as_deref(), Some("2025"), "by the quarter with which it ends");
        assert_eq!(asked("2025Q3"), None);
    }

    #[test]
    fn a_quarter_asks_for_the_half_or_the_year_that_it_ends_where_that_is_demanded() {
        let asked =
            |mechanism: &Mechanism, asked: &str| mechanism.period(period(asked)).map(|period| period.to_string()).unwrap();
        let half = of(Cycle::Effect, Every::HalfYear, None);
        assert_eq!(
            ["2025Q1", "2025Q2", "2025H1", "2025Q4"].map(|text| asked(&half, text)),
            ["2025Q1", "2025H1", "2025H1", "2025"],
            "of the second half the year tells"
        );
        let year = of(Cycle::ThirdParty, Every::Year, None);
        assert_eq!(["2025Q2", "2025Q4", "2025"].map(|text| asked(&year, text)), ["2025Q2", "2025", "2025"]);
        assert_eq!(asked(&of(Cycle::Effect, Every::Quarter, None), "2025Q4"), "2025Q4");
        assert_eq!(asked(&Mechanism::usual(Cycle::Inspection), "2025Q4"), "2025Q4", "it looks at the end of the quarter");
    }

    #[test]
    fn every_turn_is_answered_by_a_bulletin_that_there_is() {
        let asked = |mechanism: &Mechanism| -> Vec<String> {
            let told = |(cycle, period): (Cycle, Option<Period>)| match period {
                Some(period) => {
                    assert_eq!(cycle.period(period), Some(period), "{cycle} {period} can be made");
                    format!("{cycle} {period}")
                }
                None => cycle.to_string(),
            };
            mechanism.turns(2025).iter().map(|turn| told(mechanism.bulletin(turn))).collect()
        };
        assert_eq!(asked(&of(Cycle::Effect, Every::HalfYear, None)), ["effect 2025H1", "effect 2025"]);
        assert_eq!(asked(&of(Cycle::ThirdParty, Every::Year, None)), ["third-party 2025"]);
        assert_eq!(asked(&of(Cycle::Inspection, Every::HalfYear, None)), ["inspection 2025Q2", "inspection 2025Q4"]);
        assert_eq!(asked(&of(Cycle::Quarterly, Every::Year, None)), ["quarterly 2025Q4"]);
        assert_eq!(asked(&of(Cycle::YearEnd, Every::Year, None)), ["year-end 2025"]);
        let notice = Mechanism { has_second_half: true, ..of(Cycle::HalfYear, Every::HalfYear, None) };
        assert_eq!(asked(&notice), ["half-year 2025H1", "year-end 2025"]);
        assert_eq!(asked(&of(Cycle::HalfYear, Every::Year, None)), ["half-year 2025H1"]);
        let once = Mechanism { by: Some(date(2025, 6, 30)), ..of(Cycle::ThirdParty, Every::Once, None) };
        assert_eq!(asked(&once), ["third-party"]);
    }

    #[test]
    fn what_the_plan_says_is_demanded_and_what_the_office_has_is_not() {
        assert!(Cycle::ALL.into_iter().all(|cycle| !Mechanism::usual(cycle).is_demanded()));
        assert!(of(Cycle::Quarterly, Every::Quarter, Some(30)).is_demanded());
        let said = Mechanism { says_how_often: true, ..of(Cycle::YearEnd, Every::Year, None) };
        assert!(said.is_demanded() && !said.has_deadline(), "as often as usual, and said so");
        let cited = Mechanism { source: vec!["p:1#1".to_owned()], ..Mechanism::usual(Cycle::YearEnd) };
        assert!(cited.is_demanded());
        let called =
            Mechanism {
                title: Some("年度考核".to_owned()), clause: Some("1".to_owned()), ..Mechanism::usual(Cycle::YearEnd)
            };
        assert!(!called.is_demanded(), "a name is no demand");
    }
}
