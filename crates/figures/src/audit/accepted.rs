//! Of several returns for one unit, form and period the newest counts; the others are named.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use tongbao_returns::domain::{Adjustments, File, FormId, Period, Reading, Return, Statement, UnitCode};
use tongbao_returns::finding::facts::{DuplicateFile, Superseded};
use tongbao_returns::finding::{Checked, Facts, Finding};
use tongbao_returns::registry::Unit;

type Returns = BTreeMap<Period, BTreeMap<(UnitCode, FormId), Return>>;

/// The facts that may be added up: one return per unit, form and period. Beside them, never among them, the returns that were sent
/// back.
#[derive(Debug, Clone, Default)]
pub struct Accepted {
    by_period: Returns,
    returned: Returns,
    /// By which rules those were sent back, or by the code of what else did.
    sent_back_by: BTreeMap<(Period, UnitCode, FormId), BTreeSet<String>>,
    /// 报出日期 of the first filing that held enough of what counts, where there were several.
    first_reported: BTreeMap<(Period, UnitCode, FormId), Date>,
    /// Newer returns that do not take the place of the accepted one before somebody has said so, the newest last.
    contested: BTreeMap<Period, BTreeMap<(UnitCode, FormId), Vec<Return>>>,
    adjustments: Adjustments,
}

impl Accepted {
    /// The periods for which anything was filed, oldest first.
    pub fn periods(&self) -> impl Iterator<Item = Period> {
        self.by_period.keys().copied()
    }

    /// The accepted returns of a period, by unit and form.
    pub fn of_period(&self, period: Period) -> impl Iterator<Item = &Return> {
        self.by_period.get(&period).into_iter().flat_map(BTreeMap::values)
    }

    /// The accepted return of a unit.
    pub fn find(&self, period: Period, unit: &UnitCode, form: &FormId) -> Option<&Return> {
        self.by_period.get(&period)?.get(&(unit.clone(), form.clone()))
    }

    /// The return with which a unit stands in the totals of a period: that of the quarter with which it ends, or the last one of the year
    /// of a unit that has closed in it by then (docs/numbers.md rule 13).
    pub fn standing(&self, period: Period, unit: &Unit, form: &FormId) -> Option<&Return> {
        let quarter = period.last_quarter();
        let last = match unit.closed.filter(|closed| *closed < quarter.last_day()) {
            None => return self.find(quarter, &unit.code, form),
            Some(closed) => Period::quarter_of(closed),
        };
        let in_the_year = period.whole_year().quarters().filter(|known| known.last_day() <= last.last_day());
        in_the_year.rev().find_map(|quarter| self.find(quarter, &unit.code, form).filter(|filed| !filed.is_empty()))
    }

    /// The return of a unit that was sent back (退回): it arrived, but stays out of totals.
    pub fn find_returned(&self, period: Period, unit: &UnitCode, form: &FormId) -> Option<&Return> {
        self.returned.get(&period)?.get(&(unit.clone(), form.clone()))
    }

    /// The newest return of a unit, accepted or sent back.
    pub fn find_arrived(&self, period: Period, unit: &UnitCode, form: &FormId) -> Option<&Return> {
        self.find(period, unit, form).or_else(|| self.find_returned(period, unit, form))
    }

    /// The newest returns of a period, accepted or sent back.
    pub fn arrived_of_period(&self, period: Period) -> impl Iterator<Item = &Return> {
        self.of_period(period).chain(self.returned.get(&period).into_iter().flat_map(BTreeMap::values))
    }

    /// The returns of a period that are newer than the accepted one and wait for somebody's word.
    pub fn contested_of_period(&self, period: Period) -> impl Iterator<Item = &Return> {
        self.contested.get(&period).into_iter().flat_map(BTreeMap::values).flatten()
    }

    /// Puts a newer return in the place of the accepted one, which is given back: somebody has said that it is right.
    pub(super) fn put_in_place(&mut self, newer: &Return) -> Option<Return> {
        let key = (newer.unit.clone(), newer.form.clone());
        let waiting = self.contested.get_mut(&newer.period)?.get_mut(&key)?;
        let position = waiting.iter().position(|one| one == newer)?;
        let newer = waiting.drain(..=position).next_back()?;
        self.by_period.get_mut(&newer.period)?.insert(key, newer)
    }

    /// When a unit first filed: a correction sent after the deadline does not make a return late that had come in time.
    pub fn first_reported(&self, filed: &Return) -> Option<Date> {
        self.first_reported.get(&(filed.period, filed.unit.clone(), filed.form.clone())).copied().or(filed.reported_on)
    }

    /// The same with what the office adds to the sums of groups.
    #[must_use]
    pub fn with_adjustments(self, adjustments: Adjustments) -> Self {
        Self { adjustments, ..self }
    }

    /// What the office adds to the sums of groups: to no unit's return (docs/numbers.md rule 6).
    pub fn adjustments(&self) -> &Adjustments {
        &self.adjustments
    }

    /// The same as one of several plans takes it: what was sent back by nothing that is a matter of it counts. `concerns` says of a rule, or of
    /// the code of what else sends back, whether it is.
    pub fn as_judged_by(&self, concerns: impl Fn(&str) -> bool) -> Cow<'_, Self> {
        let is_of_others = |by: &BTreeSet<String>| by.iter().all(|rule| !concerns(rule));
        let of_others: Vec<_> = self.sent_back_by.iter().filter(|(_, by)| is_of_others(by)).map(|(key, _)| key).collect();
        if of_others.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut own = self.clone();
        for (period, unit, form) in of_others {
            let key = (unit.clone(), form.clone());
            if let Some(filed) = own.returned.get_mut(period).and_then(|returns| returns.remove(&key)) {
                own.by_period.entry(*period).or_default().insert(key, filed);
            }
        }
        Cow::Owned(own)
    }

    /// Takes a return out of totals because of a rule, or of the code of what else is wrong with it.
    pub(super) fn send_back(&mut self, period: Period, unit: &UnitCode, form: &FormId, by: &str) {
        let key = (unit.clone(), form.clone());
        self.sent_back_by.entry((period, unit.clone(), form.clone())).or_default().insert(by.to_owned());
        if let Some(filed) = self.by_period.get_mut(&period).and_then(|returns| returns.remove(&key)) {
            self.returned.entry(period).or_default().insert(key, filed);
        }
    }
}

/// So large a share of the values of the return that counts an earlier filing must hold to date it, in percent.
const MUCH_PERCENT: usize = 80;

fn values(filed: &Return) -> usize {
    filed.facts.iter().filter(|fact| fact.reading != Reading::Blank).count()
}

/// Chooses among resubmissions: the newest 报出日期, then the newest file, then the last path (docs/workspace.md#resubmission). One that
/// leaves out what was filed before, or says otherwise on the same day, does not take its place before somebody has said so.
pub fn accept(returns: Vec<Return>) -> Checked<Accepted> {
    let mut rivals: BTreeMap<(Period, UnitCode, FormId), Vec<Return>> = BTreeMap::new();
    for filed in returns {
        rivals.entry((filed.period, filed.unit.clone(), filed.form.clone())).or_default().push(filed);
    }
    let mut accepted = Accepted::default();
    let mut findings = Vec::new();
    for ((period, unit, form), mut filed) in rivals {
        filed.sort_by(|a, b| recency(a).cmp(&recency(b)));
        let (mut superseded, mut contested) = (Vec::new(), Vec::new());
        let mut standing: Option<Return> = None;
        for newer in filed {
            match standing.take() {
                Some(older) if newer.is_held || contest(&older, &newer).is_some() => {
                    standing = Some(older);
                    contested.push(newer);
                }
                older => {
                    superseded.extend(older);
                    superseded.append(&mut contested);
                    standing = Some(newer);
                }
            }
        }
        let Some(winner) = standing else { continue };
        contested.extend(superseded.extract_if(.., |filed| is_undated_correction(filed, &winner)));
        // A stub is no return: it dates nothing.
        let is_much = |one: &&Return| !one.is_empty() && values(one) * 100 >= MUCH_PERCENT * values(&winner);
        let first = superseded.iter().chain([&winner]).filter(is_much).filter_map(|filed| filed.reported_on).min();
        if let Some(first) = first.filter(|_| !superseded.is_empty()) {
            accepted.first_reported.insert((period, unit.clone(), form.clone()), first);
        }
        let mut seen = BTreeSet::from([(winner.file.hash.as_str(), winner.file.path.as_str())]);
        for loser in superseded.iter().rev() {
            let is_copy = seen.iter().any(|(hash, path)| *hash == loser.file.hash && *path != loser.file.path);
            seen.insert((&loser.file.hash, &loser.file.path));
            findings.push(replaced(loser, &winner, is_copy));
        }
        if !contested.is_empty() {
            accepted.contested.entry(period).or_default().insert((unit.clone(), form.clone()), contested);
        }
        accepted.by_period.entry(period).or_default().insert((unit, form), winner);
    }
    Checked { value: accepted, findings }
}

/// Why a newer return does not take an older one's place by itself; items by their positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Contest {
    /// It leaves these blank, which the older one had filled.
    FewerValues(Vec<usize>),
    /// It bears the same date or none that can be true, and says otherwise of these.
    SameDay(Vec<usize>),
}

/// Why the newer of two returns does not take the older one's place by itself, if it does not.
pub(super) fn contest(older: &Return, newer: &Return) -> Option<Contest> {
    let pairs = || older.facts.iter().zip(&newer.facts).map(|(older, newer)| (&older.reading, &newer.reading)).enumerate();
    let positions = |is_one: &dyn Fn(&Reading, &Reading) -> bool| -> Vec<usize> {
        pairs().filter(|(_, (older, newer))| is_one(older, newer)).map(|(position, _)| position).collect()
    };
    let lost = positions(&|older, newer| *older != Reading::Blank && *newer == Reading::Blank);
    if !lost.is_empty() {
        return Some(Contest::FewerValues(lost));
    }
    let changed = positions(&|older, newer| *older != Reading::Blank && older != newer);
    let is_as_new = dated(older) == dated(newer) || (!has_date(newer) && has_date(older));
    (is_as_new && !changed.is_empty()).then_some(Contest::SameDay(changed))
}

/// Whether it says a day on which it can have been reported: before its period has ended it cannot.
pub(super) fn has_date(filed: &Return) -> bool {
    filed.reported_on.is_some_and(|day| day >= filed.period.last_day())
}

/// A return that says otherwise, has no usable date and was saved after the one that counts is probably its correction.
fn is_undated_correction(filed: &Return, winner: &Return) -> bool {
    !has_date(filed) && has_date(winner) && filed.file.modified > winner.file.modified && contest(winner, filed).is_some()
}

/// What slips say, the newest last, whatever their files are called.
pub fn in_order_of_filing<'run>(readings: impl Iterator<Item = (&'run Return, &'run [Statement])>) -> Vec<Statement> {
    let mut said: Vec<_> = readings.filter(|(_, statements)| !statements.is_empty()).collect();
    said.sort_by(|(one, _), (other, _)| recency(one).cmp(&recency(other)));
    said.into_iter().flat_map(|(_, statements)| statements.iter().cloned()).collect()
}

fn recency(filed: &Return) -> (Option<Date>, i64, &str) {
    (dated(filed), filed.file.modified, &filed.file.path)
}

/// 报出日期; of a return that is dated after it was saved the day on which it was, so that a slip in the date does not outrank every
/// correction that follows. A file saved before its period was over has lost its own time on the way.
fn dated(filed: &Return) -> Option<Date> {
    let reported_on = filed.reported_on?;
    let saved_on = filed.file.saved_by()?;
    Some(if saved_on > filed.period.last_day() { reported_on.min(saved_on) } else { reported_on })
}

/// A return in whose place another counts.
pub(super) fn replaced(loser: &Return, winner: &Return, is_copy: bool) -> Finding {
    let path = winner.file.path.clone();
    let facts: Facts = if is_copy {
        DuplicateFile { of: path }.into()
    } else {
        Superseded { by: path, reported_on: winner.reported_on, own_reported_on: loser.reported_on }.into()
    };
    Finding::about(File::Received(loser.file.path.clone()), facts).of(&loser.unit, &loser.form)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use tongbao_returns::domain::{Fact, Quarter, SourceFile};

    fn filed(path: &str, hash: &str, reported_on: Option<Date>, modified: i64) -> Return {
        Return {
            unit: UnitCode::new("U1"),
            form: FormId::new("hospital"),
            period: Period::quarter(2025, Quarter::Third),
            reported_on,
            file: SourceFile { path: path.to_owned(), hash: hash.to_owned(), size: 1, modified },
            sheets: Vec::new(),
            facts: vec![Fact { item: 0, reading: Reading::Number(1.0), place: None }],
            declared_empty: Vec::new(),
            since_january: Vec::new(),
            is_held: false,
        }
    }

    fn winner_of(returns: Vec<Return>) -> (String, Vec<(String, Facts)>) {
        let checked = accept(returns);
        let winner = checked
            .value
            .of_period(Period::quarter(2025, Quarter::Third))
            .map(|filed| filed.file.path.clone())
            .collect::<Vec<_>>();
        (winner.join(","), checked.findings.into_iter().map(|finding| (finding.at.to_string(), finding.facts)).collect())
    }

    #[test]
    fn the_newest_report_date_wins_then_the_newest_file() {
        let (winner, losers) = winner_of(vec![
            filed("b.xlsx", "1", Some(date(2025, 10, 12)), 5),
            filed("a.xlsx", "2", Some(date(2025, 10, 14)), 1),
            filed("c.xlsx", "3", None, 9),
        ]);
        assert_eq!(winner, "a.xlsx");
        let by = |own_reported_on| Superseded { by: "a.xlsx".to_owned(), reported_on: Some(date(2025, 10, 14)), own_reported_on };
        let expected = [("b.xlsx".to_owned(), by(Some(date(2025, 10, 12))).into()), ("c.xlsx".to_owned(), by(None).into())];
        assert_eq!(losers, expected);
        let (winner, _) =
            winner_of(vec![filed("a.xlsx", "1", Some(date(2025, 10, 12)), 5), filed("b.xlsx", "2", Some(date(2025, 10, 12)), 4)]);
        assert_eq!(winner, "a.xlsx");
    }

    #[test]
    fn a_correction_after_the_deadline_leaves_the_first_date() {
        let returns = vec![
            filed("a.xlsx", "1", Some(date(2025, 10, 12)), 1),
            filed("更正.xlsx", "2", Some(date(2025, 10, 20)), 2),
            filed("c.xlsx", "3", None, 3),
        ];
        let accepted = accept(returns).value;
        let winner = accepted.of_period(Period::quarter(2025, Quarter::Third)).next().unwrap();
        assert_eq!((winner.reported_on, accepted.first_reported(winner)), (Some(date(2025, 10, 20)), Some(date(2025, 10, 12))));
    }

    #[test]
    fn a_stub_dates_nothing() {
        let with_values = |values: u16, name: &str, day: i8| {
            let fact = |item| Fact { item, reading: Reading::Number(1.0), place: None };
            Return { facts: (0..values).map(fact).collect(), ..filed(name, name, Some(date(2025, 10, day)), i64::from(day)) }
        };
        let first_of = |stub: u16| {
            let accepted = accept(vec![with_values(stub, "a.xlsx", 12), with_values(10, "b.xlsx", 20)]).value;
            let winner = accepted.of_period(Period::quarter(2025, Quarter::Third)).next().unwrap();
            accepted.first_reported(winner)
        };
        assert_eq!(first_of(7), Some(date(2025, 10, 20)), "seven of ten values");
        assert_eq!(first_of(8), Some(date(2025, 10, 12)));
    }

    #[test]
    fn a_copy_is_called_a_copy() {
        let (winner, losers) = winner_of(vec![filed("a.xlsx", "1", None, 1), filed("终版 final 2.xlsx", "1", None, 1)]);
        assert_eq!(winner, "终版 final 2.xlsx");
        let copy = DuplicateFile { of: winner };
        assert_eq!(losers, [("a.xlsx".to_owned(), copy.into())]);
    }

    fn with(name: &str, day: i8, readings: &[Reading]) -> Return {
        let fact = |(item, reading): (u16, &Reading)| Fact { item, reading: reading.clone(), place: None };
        Return { facts: (0..).zip(readings).map(fact).collect(), ..filed(name, name, Some(date(2025, 10, day)), i64::from(day)) }
    }

    fn waiting(returns: Vec<Return>) -> (String, Vec<String>) {
        let accepted = accept(returns).value;
        let period = Period::quarter(2025, Quarter::Third);
        let standing = accepted.of_period(period).map(|filed| filed.file.path.clone()).collect::<Vec<_>>().join(",");
        (standing, accepted.contested_of_period(period).map(|filed| filed.file.path.clone()).collect())
    }

    #[test]
    fn a_newer_return_with_fewer_values_waits() {
        use Reading::{Blank, NotApplicable, Number};
        let whole = || with("a.xlsx", 12, &[Number(1.0), Number(2.0)]);
        let nobody: Vec<String> = Vec::new();
        let by = |newer: &[Reading]| waiting(vec![with("b.xlsx", 14, newer), whole()]);
        assert_eq!(by(&[Number(3.0), Blank]), ("a.xlsx".to_owned(), vec!["b.xlsx".to_owned()]));
        assert_eq!(by(&[Blank, Blank]), ("a.xlsx".to_owned(), vec!["b.xlsx".to_owned()]), "an empty one as well");
        assert_eq!(by(&[Number(3.0), NotApplicable]), ("b.xlsx".to_owned(), nobody.clone()), "that is an answer");
        // A third one that has all settles it.
        let third = with("c.xlsx", 15, &[Number(3.0), Number(4.0)]);
        assert_eq!(waiting(vec![whole(), with("b.xlsx", 14, &[Number(3.0), Blank]), third]), ("c.xlsx".to_owned(), nobody));
    }

    #[test]
    fn a_correction_without_a_usable_date_waits() {
        use Reading::Number;
        let first = || with("a.xlsx", 12, &[Number(1.0)]);
        let correction = |reported_on, modified| {
            let filed = with("b.xlsx", 1, &[Number(2.0)]);
            Return { reported_on, file: SourceFile { modified, ..filed.file.clone() }, ..filed }
        };
        let (waits, nobody) = (vec!["b.xlsx".to_owned()], Vec::<String>::new());
        for reported_on in [None, Some(date(2024, 10, 14))] {
            let of = |modified| waiting(vec![first(), correction(reported_on, modified)]);
            assert_eq!(of(99), ("a.xlsx".to_owned(), waits.clone()), "{reported_on:?}");
            assert_eq!(of(1), ("a.xlsx".to_owned(), nobody.clone()), "saved before the other");
        }
    }

    #[test]
    fn of_two_that_differ_on_one_day_the_later_waits() {
        use Reading::{Blank, Number};
        let first = || with("a.xlsx", 12, &[Number(1.0), Blank]);
        let by = |newer: &[Reading]| waiting(vec![first(), with("b.xlsx", 12, newer)]);
        assert_eq!(by(&[Number(3.0), Number(2.0)]), ("a.xlsx".to_owned(), vec!["b.xlsx".to_owned()]));
        assert_eq!(by(&[Number(1.0), Number(2.0)]), ("b.xlsx".to_owned(), Vec::new()), "it only adds");
    }

    #[test]
    fn a_date_to_come_outranks_no_correction() {
        let saved = |day: i8| date(2025, 10, day).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_second();
        let slip = filed("a.xlsx", "1", Some(date(2025, 12, 10)), saved(10));
        let correction = filed("b.xlsx", "2", Some(date(2025, 10, 20)), saved(20));
        assert_eq!(waiting(vec![slip, correction.clone()]).0, "b.xlsx");
        let copied = filed("a.xlsx", "1", Some(date(2025, 12, 10)), saved(10) + 365 * 86_400);
        assert_eq!(waiting(vec![copied, correction]).0, "a.xlsx", "its own time is lost");
    }

    #[test]
    fn what_another_plans_rule_sent_back_counts_for_this_one() {
        let period = Period::quarter(2025, Quarter::Third);
        let mut accepted = accept(vec![filed("a.xlsx", "1", Some(date(2025, 10, 12)), 1)]).value;
        let whose = accepted.of_period(period).map(|filed| (filed.unit.clone(), filed.form.clone())).next().unwrap();
        let counts = |accepted: &Accepted| {
            (accepted.of_period(period).count(), accepted.find_returned(period, &whose.0, &whose.1).is_some())
        };
        accepted.send_back(period, &whose.0, &whose.1, "B-01");
        assert_eq!(counts(&accepted), (0, true));
        assert_eq!(counts(&accepted.as_judged_by(|rule| rule == "A-01")), (1, false));
        assert_eq!(counts(&accepted.as_judged_by(|rule| rule == "B-01")), (0, true));
        // A rule of its own besides.
        accepted.send_back(period, &whose.0, &whose.1, "A-01");
        assert_eq!(counts(&accepted.as_judged_by(|rule| rule == "A-01")), (0, true));
        assert!(matches!(accepted.as_judged_by(|_| true), Cow::Borrowed(_)), "a plan alone looks at the same");
    }

    #[test]
    fn one_that_contradicts_itself_takes_no_place() {
        let good = filed("a.xlsx", "1", Some(date(2025, 10, 12)), 1);
        let held = Return { is_held: true, ..filed("b.xlsx", "2", Some(date(2025, 10, 14)), 2) };
        assert_eq!(waiting(vec![held.clone(), good]), ("a.xlsx".to_owned(), vec!["b.xlsx".to_owned()]));
        assert_eq!(waiting(vec![held]), ("b.xlsx".to_owned(), Vec::new()), "alone it is what was filed");
    }
}
