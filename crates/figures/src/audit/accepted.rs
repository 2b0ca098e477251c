//! Of several returns for one unit, form and period the newest counts; the others are named.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use tongbao_returns::domain::{Adjustments, File, FormId, Period, Reading, Return, Statement, UnitCode};
use tongbao_returns::finding::facts::{DuplicateFile, Superseded};
use tongbao_returns::finding::{Checked, Facts, Finding};
use tongbao_returns::registry::Unit;

use super::rivals::{Sightings, contest, holds_all};

type Returns = BTreeMap<Period, BTreeMap<(UnitCode, FormId), Return>>;
type Several = BTreeMap<Period, BTreeMap<(UnitCode, FormId), Vec<Return>>>;

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
    contested: Several,
    /// Returns in whose place one counts that is not in the inbox any more, the newest last.
    behind: Several,
    sightings: Sightings,
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

    /// What earlier runs have seen of the files.
    pub fn sightings(&self) -> &Sightings {
        &self.sightings
    }

    /// Whether a return counts whose file is not in the inbox any more.
    pub fn is_gone(&self, filed: &Return) -> bool {
        self.sightings.gone(filed).is_some()
    }

    /// Puts a newer return in the place of the accepted one: somebody has said that it is right. Those in whose place it counts are given back, the newest
    /// last.
    pub(super) fn put_in_place(&mut self, newer: &Return) -> Vec<Return> {
        let key = (newer.unit.clone(), newer.form.clone());
        let waiting = self.contested.get_mut(&newer.period).and_then(|waiting| waiting.get_mut(&key));
        let Some((waiting, position)) = waiting.and_then(|waiting| {
            let position = waiting.iter().position(|one| one.file == newer.file)?;
            Some((waiting, position))
        }) else {
            return Vec::new();
        };
        let mut passed: Vec<Return> = waiting.drain(..=position).collect();
        let Some(newer) = passed.pop() else { return Vec::new() };
        let behind = self.behind.get_mut(&newer.period).and_then(|behind| behind.remove(&key));
        let older = self.by_period.entry(newer.period).or_default().insert(key, newer);
        behind.into_iter().flatten().chain(older).chain(passed).collect()
    }

    /// Gives up a newer return: somebody has said that the accepted one counts.
    pub(super) fn give_up(&mut self, newer: &Return) {
        let key = (newer.unit.clone(), newer.form.clone());
        if let Some(waiting) = self.contested.get_mut(&newer.period).and_then(|waiting| waiting.get_mut(&key)) {
            waiting.retain(|one| one.file != newer.file);
        }
    }

    /// Takes out a return whose file is gone: somebody has said that it was taken back. What is there counts again, as if it had never been filed.
    pub(super) fn take_back(&mut self, gone: &Return) {
        let key = (gone.unit.clone(), gone.form.clone());
        let mut there = self.behind.get_mut(&gone.period).and_then(|behind| behind.remove(&key)).unwrap_or_default();
        there.extend(self.contested.get_mut(&gone.period).and_then(|waiting| waiting.remove(&key)).unwrap_or_default());
        let Some(returns) = self.by_period.get_mut(&gone.period) else { return };
        returns.remove(&key);
        if let Some(Chosen { counting, contested, superseded }) = choose(there, &self.sightings) {
            returns.insert(key.clone(), counting);
            self.contested.entry(gone.period).or_default().insert(key.clone(), contested);
            self.behind.entry(gone.period).or_default().insert(key, superseded);
        }
    }

    /// The returns in whose place that of a unit counts, which is or was not in the inbox any more: nothing has been told of them.
    pub(super) fn behind(&self, period: Period, unit: &UnitCode, form: &FormId) -> &[Return] {
        self.behind.get(&period).and_then(|behind| behind.get(&(unit.clone(), form.clone()))).map_or(&[], Vec::as_slice)
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
/// leaves out what was filed before, or says otherwise where nobody knows which is newer, does not take its place before somebody has said so.
pub fn accept(returns: Vec<Return>) -> Checked<Accepted> {
    accept_knowing(returns, Sightings::default())
}

/// The same with what earlier runs have seen. What lay in the inbox and is not there any more stands among the returns: it goes on to count as long as what is
/// there now does not take its place, or somebody has said that it was taken back. Nothing else is told of it.
pub fn accept_knowing(returns: Vec<Return>, sightings: Sightings) -> Checked<Accepted> {
    let mut rivals: BTreeMap<(Period, UnitCode, FormId), Vec<Return>> = BTreeMap::new();
    for filed in returns {
        rivals.entry((filed.period, filed.unit.clone(), filed.form.clone())).or_default().push(filed);
    }
    let mut accepted = Accepted { sightings, ..Accepted::default() };
    let mut findings = Vec::new();
    for ((period, unit, form), filed) in rivals {
        let Some(Chosen { counting, contested, superseded }) = choose(filed, &accepted.sightings) else { continue };
        // A stub is no return: it dates nothing.
        let is_much = |one: &&Return| !one.is_empty() && values(one) * 100 >= MUCH_PERCENT * values(&counting);
        let first = superseded.iter().chain([&counting]).filter(is_much).filter_map(|filed| filed.reported_on).min();
        if let Some(first) = first.filter(|_| !superseded.is_empty()) {
            accepted.first_reported.insert((period, unit.clone(), form.clone()), first);
        }
        let is_there = |filed: &Return| accepted.sightings.gone(filed).is_none();
        let there: Vec<Return> = superseded.into_iter().filter(is_there).collect();
        if is_there(&counting) {
            let mut seen = BTreeSet::from([(counting.file.hash.as_str(), counting.file.path.as_str())]);
            for loser in there.iter().rev() {
                let is_copy = seen.iter().any(|(hash, path)| *hash == loser.file.hash && *path != loser.file.path);
                seen.insert((&loser.file.hash, &loser.file.path));
                findings.push(replaced(loser, &counting, is_copy));
            }
        } else if !there.is_empty() {
            accepted.behind.entry(period).or_default().insert((unit.clone(), form.clone()), there);
        }
        let contested: Vec<Return> = contested.into_iter().filter(is_there).collect();
        if !contested.is_empty() {
            accepted.contested.entry(period).or_default().insert((unit.clone(), form.clone()), contested);
        }
        accepted.by_period.entry(period).or_default().insert((unit, form), counting);
    }
    Checked { value: accepted, findings }
}

/// What became of several returns for one thing.
struct Chosen {
    counting: Return,
    /// Those that wait for somebody's word, the newest last.
    contested: Vec<Return>,
    /// Those in whose place it counts, the newest last.
    superseded: Vec<Return>,
}

fn choose(mut filed: Vec<Return>, sightings: &Sightings) -> Option<Chosen> {
    filed.sort_by(|a, b| sightings.order(a).cmp(&sightings.order(b)));
    let (mut superseded, mut contested) = (Vec::new(), Vec::new());
    let mut standing: Option<Return> = None;
    for newer in filed {
        match standing.take() {
            Some(older) if newer.is_held || contest(&older, &newer, sightings).is_some() => {
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
    let mut counting = standing?;
    // What says the same is there: then that counts, and nobody misses the file that is gone.
    let is_same = |filed: &Return| sightings.gone(filed).is_none() && !filed.is_held && holds_all(filed, &counting);
    if sightings.gone(&counting).is_some()
        && let Some(position) = superseded.iter().rposition(is_same)
    {
        let there = superseded.remove(position);
        superseded.push(std::mem::replace(&mut counting, there));
    }
    contested.extend(superseded.extract_if(.., |filed| sightings.is_undecided(filed, &counting)));
    Some(Chosen { counting, contested, superseded })
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

/// 报出日期; of a slip that is dated after it was saved the day on which it was. A file saved before its period was over has lost its own time
/// on the way.
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

    /// Noon of a day in October.
    fn saved(day: i8) -> i64 {
        date(2025, 10, day).at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_second()
    }

    #[test]
    fn a_correction_without_a_usable_date_waits_unless_it_was_there_before() {
        use Reading::Number;
        let first = || with("a.xlsx", 12, &[Number(1.0)]);
        let correction = |reported_on, modified| {
            let filed = with("b.xlsx", 1, &[Number(2.0)]);
            Return { reported_on, file: SourceFile { modified, ..filed.file.clone() }, ..filed }
        };
        let (waits, nobody) = (vec!["b.xlsx".to_owned()], Vec::<String>::new());
        for reported_on in [None, Some(date(2024, 10, 14))] {
            // Whatever the order of the files, and of the times at which they were saved within a day.
            for modified in [1, 99, saved(12), saved(20)] {
                let correction = || correction(reported_on, modified);
                for returns in [vec![first(), correction()], vec![correction(), first()]] {
                    assert_eq!(waiting(returns), ("a.xlsx".to_owned(), waits.clone()), "{reported_on:?} {modified}");
                }
            }
            let of = waiting(vec![first(), correction(reported_on, saved(9))]);
            assert_eq!(of, ("a.xlsx".to_owned(), nobody.clone()), "saved before the other was reported");
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
        let slip = filed("a.xlsx", "1", Some(date(2025, 12, 10)), saved(10));
        let correction = filed("b.xlsx", "2", Some(date(2025, 10, 20)), saved(20));
        assert_eq!(waiting(vec![slip, correction.clone()]).0, "b.xlsx");
        let copied = filed("a.xlsx", "1", Some(date(2025, 12, 10)), saved(10) + 365 * 86_400);
        assert_eq!(waiting(vec![copied, correction]).0, "a.xlsx", "its own time is lost");
    }

    /// Which file counts, and which wait, with what earlier runs have seen.
    fn known(returns: Vec<Return>, sightings: &Sightings) -> (String, Vec<String>) {
        let accepted = accept_knowing(returns, sightings.clone()).value;
        let period = Period::quarter(2025, Quarter::Third);
        let standing = accepted.of_period(period).map(|filed| filed.file.hash.clone()).collect::<Vec<_>>().join(",");
        (standing, accepted.contested_of_period(period).map(|filed| filed.file.hash.clone()).collect())
    }

    /// A return whose file was saved over, or is gone.
    fn version(hash: &str, day: i8, readings: &[Reading]) -> Return {
        let filed = with(hash, day, readings);
        Return { file: SourceFile { path: "a.xlsx".to_owned(), ..filed.file.clone() }, ..filed }
    }

    #[test]
    fn what_was_saved_over_goes_on_to_count_unless_the_new_one_says_all_of_it() {
        use Reading::{Blank, Number};
        let sightings = Sightings { gone: BTreeMap::from([("old".to_owned(), date(2025, 10, 20))]), ..Sightings::default() };
        let old = || version("old", 10, &[Number(1.0), Number(2.0)]);
        let nobody = Vec::<String>::new();
        let now = |day: i8, readings: &[Reading]| {
            let [one, other] = [[old(), version("new", day, readings)], [version("new", day, readings), old()]]
                .map(|returns| known(returns.into(), &sightings));
            assert_eq!(one, other, "in whatever order");
            one
        };
        let held = || ("old".to_owned(), vec!["new".to_owned()]);
        let taken = || ("new".to_owned(), nobody.clone());
        assert_eq!(now(12, &[Number(1.0), Blank]), held(), "a value fewer");
        assert_eq!(now(12, &[Blank, Blank]), held(), "a blank form");
        assert_eq!(now(10, &[Number(3.0), Number(2.0)]), held(), "other values of the same day");
        assert_eq!(now(8, &[Number(3.0), Number(2.0)]), held(), "other values, dated before");
        assert_eq!(now(12, &[Number(3.0), Number(2.0)]), taken(), "a correction");
        assert_eq!(now(10, &[Number(1.0), Number(2.0)]), taken(), "saved again");
        assert_eq!(now(8, &[Number(1.0), Number(2.0)]), taken(), "saved again with another date");
        assert_eq!(known(vec![old()], &sightings), ("old".to_owned(), nobody), "deleted");
    }

    #[test]
    fn one_that_waited_and_is_gone_is_told_of_no_more() {
        use Reading::{Blank, Number};
        let sightings = Sightings { gone: BTreeMap::from([("b.xlsx".to_owned(), date(2025, 10, 20))]), ..Sightings::default() };
        let returns = vec![with("a.xlsx", 10, &[Number(1.0), Number(2.0)]), with("b.xlsx", 12, &[Number(1.0), Blank])];
        assert_eq!(known(returns, &sightings), ("a.xlsx".to_owned(), Vec::new()));
    }

    #[test]
    fn who_saved_a_correction_over_a_return_in_time_is_on_time() {
        use Reading::Number;
        let sightings = Sightings { gone: BTreeMap::from([("old".to_owned(), date(2025, 10, 20))]), ..Sightings::default() };
        let returns = vec![version("old", 10, &[Number(1.0)]), version("new", 20, &[Number(2.0)])];
        let accepted = accept_knowing(returns, sightings).value;
        let counting = accepted.of_period(Period::quarter(2025, Quarter::Third)).next().unwrap();
        assert_eq!(
            (counting.reported_on, accepted.first_reported(counting)),
            (Some(date(2025, 10, 20)), Some(date(2025, 10, 10)))
        );
    }

    #[test]
    fn a_date_that_was_yet_to_come_when_the_file_came_outranks_nothing_later_either() {
        use Reading::Number;
        let slip = || Return { reported_on: Some(date(2025, 12, 9)), ..with("a.xlsx", 9, &[Number(1.0)]) };
        let correction = || with("b.xlsx", 12, &[Number(2.0)]);
        let seen = |day: i8| {
            let first = [("a.xlsx".to_owned(), date(2025, 10, day)), ("b.xlsx".to_owned(), date(2025, 10, 20))].into();
            Sightings { first, ..Sightings::default() }
        };
        let waits = ("b.xlsx".to_owned(), vec!["a.xlsx".to_owned()]);
        assert_eq!(known(vec![slip(), correction()], &seen(20)), waits);
        assert_eq!(known(vec![correction(), slip()], &seen(20)), waits);
        assert_eq!(
            known(vec![slip(), correction()], &seen(11)),
            ("b.xlsx".to_owned(), Vec::new()),
            "it was there the day before"
        );
        let nothing = Sightings::default();
        assert_eq!(known(vec![slip(), correction()], &nothing).0, "a.xlsx", "nobody has seen it before");
    }

    #[test]
    fn a_sheet_that_had_numbers_is_not_declared_empty_without_a_word() {
        use Reading::{NotApplicable, Number};
        let placed = |name: &str, day: i8, readings: &[Reading]| {
            let mut filed = with(name, day, readings);
            for (fact, sheet) in filed.facts.iter_mut().zip([0, 1, 1]) {
                fact.place = Some(tongbao_returns::domain::Place { sheet, row: 1, column: 3 });
            }
            filed
        };
        let first = |second: f64| placed("a.xlsx", 10, &[Number(1.0), Number(second), Number(0.0)]);
        let second = |declared_empty: &[&str]| Return {
            declared_empty: declared_empty.iter().map(|sheet| (*sheet).to_owned()).collect(),
            ..placed("b.xlsx", 12, &[Number(1.0), NotApplicable, NotApplicable])
        };
        let waits = ("a.xlsx".to_owned(), vec!["b.xlsx".to_owned()]);
        assert_eq!(waiting(vec![first(5.0), second(&["收入"])]), waits);
        assert_eq!(waiting(vec![second(&["收入"]), first(5.0)]), waits, "in another order");
        assert_eq!(waiting(vec![first(0.0), second(&["收入"])]).0, "b.xlsx", "there was nothing on it");
        assert_eq!(waiting(vec![first(5.0), second(&[])]).0, "b.xlsx", "cell by cell that is an answer");
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
