//! Until when a return is on time: the form's days for the office's level, unless an exception says otherwise.

use jiff::ToSpan;
use jiff::civil::Date;

use tongbao_returns::domain::{Form, FormId, Level, Period, UnitCode};

/// The deadlines of an office.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deadlines {
    /// Whose deadline counts.
    pub level: Level,
    /// Those that differ from the form's; no two for the same unit, form and period.
    pub exceptions: Vec<DeadlineException>,
}

/// A deadline of its own; what is not named may be any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineException {
    /// For whom.
    pub unit: Option<UnitCode>,
    /// For which form.
    pub form: Option<FormId>,
    /// For when.
    pub period: Option<Period>,
    /// Until when.
    pub until: Until,
    /// Why, if the office says so.
    pub reason: Option<String>,
}

/// How an exception names its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// On this day. Without a period it is meant for the one that ended last before it.
    Date(Date),
    /// So many days after the period's last day.
    Days(u16),
}

/// The deadlines of one return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The last day on time at the office's level.
    pub counts: Date,
    /// At the county office.
    pub county: Date,
    /// At the city office; the county's where the form knows only one.
    pub city: Date,
    /// That it is not the form's; nothing if it is.
    pub exception: Option<Exception>,
}

/// A deadline that is not the form's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Why, if the office says so.
    pub reason: Option<String>,
}

impl Deadlines {
    /// Until when a unit has to file a form for a period. The most specific exception wins: who and what before who, who before
    /// what, and with a period before without.
    pub fn of(&self, period: Period, unit: &UnitCode, form: &Form) -> Deadline {
        let after = |days: u16| period.last_day().saturating_add(i64::from(days).days());
        let county = after(form.due_days);
        let city = after(form.city_due_days.unwrap_or(form.due_days));
        let concerned = self.exceptions.iter().filter(|exception| exception.concerns(period, unit, &form.id));
        let exception = concerned.max_by_key(|exception| exception.specificity());
        let moved = exception.map(|exception| match exception.until {
            Until::Date(date) => date,
            Until::Days(days) => after(days),
        });
        let (county, city) = match self.level {
            Level::County => (moved.unwrap_or(county), city),
            Level::City => (county, moved.unwrap_or(city)),
        };
        let decisive = match self.level {
            Level::County => county,
            Level::City => city,
        };
        Deadline {
            counts: decisive,
            county,
            city,
            exception: exception.map(|exception| Exception { reason: exception.reason.clone() }),
        }
    }
}

impl DeadlineException {
    fn concerns(&self, period: Period, unit: &UnitCode, form: &FormId) -> bool {
        let is_meant = match (self.period, self.until) {
            (Some(meant), _) => meant == period,
            (None, Until::Date(date)) => Period::quarter_of(date).previous().last_day() == period.last_day(),
            (None, Until::Days(_)) => true,
        };
        is_meant && self.unit.as_ref().is_none_or(|meant| meant == unit) && self.form.as_ref().is_none_or(|meant| meant == form)
    }

    fn specificity(&self) -> (bool, bool, bool) {
        (self.unit.is_some(), self.form.is_some(), self.period.is_some())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use tongbao_returns::domain::{FlowBasis, Quarter, Symbols};

    fn form(city_due_days: Option<u16>) -> Form {
        Form {
            id: FormId::new("hospital"),
            code: "T-1".to_owned(),
            title: "医院表".to_owned(),
            version: "1".to_owned(),
            issuer: String::new(),
            approval: None,
            valid_until: None,
            filed_by: Vec::new(),
            basis: FlowBasis::default(),
            due_days: 10,
            city_due_days,
            symbols: Symbols::default(),
            participants: tongbao_returns::domain::Participants::default(),
            tasks: None,
            sheets: Vec::new(),
        }
    }

    fn exception(unit: &str, form: &str, period: &str, until: Until) -> DeadlineException {
        DeadlineException {
            unit: (!unit.is_empty()).then(|| UnitCode::new(unit)),
            form: (!form.is_empty()).then(|| FormId::new(form)),
            period: period.parse().ok(),
            until,
            reason: Some("系统切换".to_owned()),
        }
    }

    fn of(level: Level, exceptions: Vec<DeadlineException>, unit: &str, period: Period) -> Deadline {
        Deadlines { level, exceptions }.of(period, &UnitCode::new(unit), &form(Some(15)))
    }

    const Q3: Period = Period::quarter(2025, Quarter::Third);

    #[test]
    fn the_level_of_the_office_says_which_day_counts() {
        let county = of(Level::County, Vec::new(), "U1", Q3);
        assert_eq!((county.counts, county.county, county.city), (date(2025, 10, 10), date(2025, 10, 10), date(2025, 10, 15)));
        assert_eq!(of(Level::City, Vec::new(), "U1", Q3).counts, date(2025, 10, 15));
        let alone = Deadlines::default().of(Q3, &UnitCode::new("U1"), &form(None));
        assert_eq!((alone.county, alone.city), (date(2025, 10, 10), date(2025, 10, 10)));
    }

    #[test]
    fn the_most_specific_exception_wins() {
        let exceptions = vec![
            exception("", "hospital", "", Until::Days(11)),
            exception("", "hospital", "2025Q3", Until::Days(12)),
            exception("U1", "", "", Until::Days(13)),
            exception("U1", "", "2025Q3", Until::Days(14)),
            exception("U1", "hospital", "", Until::Days(16)),
            exception("U1", "hospital", "2025Q3", Until::Days(17)),
        ];
        for (kept, day) in [(6, 17), (5, 16), (4, 14), (3, 13)] {
            let some = exceptions.iter().take(kept).cloned().collect();
            assert_eq!(of(Level::County, some, "U1", Q3).counts, date(2025, 10, day));
        }
        for (kept, day) in [(6, 12), (1, 11)] {
            let some = exceptions.iter().take(kept).cloned().collect();
            assert_eq!(of(Level::County, some, "U2", Q3).counts, date(2025, 10, day), "others are not concerned");
        }
        assert_eq!(of(Level::County, exceptions, "U2", Period::quarter(2025, Quarter::Second)).counts, date(2025, 7, 11));
    }

    #[test]
    fn an_exception_moves_the_day_of_the_office_that_makes_it() {
        let moved = of(Level::City, vec![exception("U1", "", "", Until::Days(20))], "U1", Q3);
        assert_eq!((moved.counts, moved.county, moved.city), (date(2025, 10, 20), date(2025, 10, 10), date(2025, 10, 20)));
        assert_eq!(moved.exception, Some(Exception { reason: Some("系统切换".to_owned()) }));
    }

    #[test]
    fn a_date_without_a_period_is_meant_for_the_period_before_it() {
        let exceptions = vec![exception("", "hospital", "", Until::Date(date(2025, 10, 31)))];
        assert_eq!(of(Level::County, exceptions.clone(), "U1", Q3).counts, date(2025, 10, 31));
        assert_eq!(of(Level::County, exceptions, "U1", Period::quarter(2025, Quarter::Fourth)).counts, date(2026, 1, 10));
    }
}
