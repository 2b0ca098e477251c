//! Which of two returns for one unit, form and period is newer, whether anybody can know that, and whether the newer one takes the older one's
//! place without a word (docs/workspace.md#resubmission).

use std::collections::BTreeMap;

use jiff::civil::Date;

use tongbao_returns::domain::{Reading, Return};

/// What earlier runs have seen of the files, by the hash of their bytes.
#[derive(Debug, Clone, Default)]
pub struct Sightings {
    /// As-of date of the run that read a file first.
    pub first: BTreeMap<String, Date>,
    /// Of a file that is not there any more: as-of date of the run that saw it last.
    pub gone: BTreeMap<String, Date>,
}

impl Sightings {
    /// When a return's file was seen last, if it was overwritten, moved away or deleted since.
    pub fn gone(&self, filed: &Return) -> Option<Date> {
        self.gone.get(&filed.file.hash).copied()
    }

    /// When a return's file was read first.
    pub fn first_seen(&self, filed: &Return) -> Option<Date> {
        self.first.get(&filed.file.hash).copied()
    }

    /// The day on which it was reported, if it says one that can be true: before its period has ended it cannot, nor after its file was there.
    pub fn day(&self, filed: &Return) -> Option<Date> {
        let is_possible = |day: &Date| *day >= filed.period.last_day() && self.latest(filed).is_none_or(|latest| *day <= latest);
        filed.reported_on.filter(is_possible)
    }

    /// The last day on which it can have been reported, as far as its file tells. A file that was saved before its period was over has lost its own time on
    /// the way.
    fn latest(&self, filed: &Return) -> Option<Date> {
        let saved = filed.file.saved_by().filter(|saved| *saved > filed.period.last_day());
        self.first_seen(filed).into_iter().chain(saved).min()
    }

    /// The oldest first, what has no usable date before everything that has one. Of one day a file that is gone goes before one that is there.
    pub(super) fn order<'filed>(&self, filed: &'filed Return) -> (Option<Date>, bool, i64, &'filed str) {
        (self.day(filed), self.gone(filed).is_none(), filed.file.modified, &filed.file.path)
    }

    /// Whether a return may be newer than the one that counts, and nobody can know it: it has no date that can be true, and its file may have come
    /// later than the other was reported.
    fn may_be_newer(&self, filed: &Return, counting: &Return) -> bool {
        match (self.day(filed), self.day(counting)) {
            (None, Some(day)) => self.latest(filed).is_none_or(|latest| latest >= day),
            _ => false,
        }
    }

    /// Whether a return was overtaken by the one that counts without anybody knowing that this is newer.
    pub(super) fn is_undecided(&self, filed: &Return, counting: &Return) -> bool {
        let is_open = self.may_be_newer(filed, counting) || self.was_put_over(filed, counting);
        is_open && contest(counting, filed, self).is_some()
    }

    /// Whether a file took the place of another under its name, and says that it is older.
    fn was_put_over(&self, filed: &Return, other: &Return) -> bool {
        self.gone(filed).is_none() && self.gone(other).is_some() && filed.file.path == other.file.path
    }
}

/// Why a newer return does not take an older one's place by itself; items by their positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Contest {
    /// It says nothing of these any more, which the older one had filled.
    FewerValues {
        /// Those that it leaves blank, or declares not to have.
        items: Vec<usize>,
        /// How many of them stand on sheets that it declares to be empty (本表无数据).
        declared: usize,
    },
    /// Nobody knows that it is newer, and it says otherwise of these.
    Undecided {
        /// Those that differ.
        items: Vec<usize>,
        /// Why nobody knows.
        why: Doubt,
    },
}

/// Why nobody knows which of two returns is newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Both are of one day.
    SameDay,
    /// It has no date that can be true.
    NoDate,
    /// It was put over the other under the same name, and is dated earlier.
    PutOver,
}

/// Why the newer of two returns does not take the older one's place by itself, if it does not.
pub(super) fn contest(older: &Return, newer: &Return, sightings: &Sightings) -> Option<Contest> {
    let pairs = || older.facts.iter().zip(&newer.facts).map(|(older, newer)| (&older.reading, &newer.reading)).enumerate();
    let is_declared = declared(newer);
    let is_withdrawn = |position: usize, older: &Reading, newer: &Reading| {
        let had_any = older.is_value() && older.number() != Some(0.0);
        had_any && *newer == Reading::NotApplicable && is_declared(position)
    };
    let (mut lost, mut changed, mut of_declared) = (Vec::new(), Vec::new(), 0);
    for (position, (older, newer)) in pairs().filter(|(_, (older, newer))| **older != Reading::Blank && older != newer) {
        if is_withdrawn(position, older, newer) {
            of_declared += 1;
            lost.push(position);
        } else if *newer == Reading::Blank {
            lost.push(position);
        } else {
            changed.push(position);
        }
    }
    if !lost.is_empty() {
        return Some(Contest::FewerValues { items: lost, declared: of_declared });
    }
    let why = match (sightings.day(older), sightings.day(newer)) {
        (_, None) => Doubt::NoDate,
        (Some(one), Some(other)) if one == other => Doubt::SameDay,
        (Some(one), Some(other)) if other < one && sightings.was_put_over(newer, older) => Doubt::PutOver,
        (_, Some(_)) => return None,
    };
    (!changed.is_empty()).then_some(Contest::Undecided { items: changed, why })
}

/// Whether an item stands on a sheet that declares to have nothing: then all that stands there is 不适用.
fn declared(filed: &Return) -> impl Fn(usize) -> bool {
    let mut whole: BTreeMap<u16, bool> = BTreeMap::new();
    for fact in &filed.facts {
        if let Some(place) = fact.place {
            *whole.entry(place.sheet).or_insert(true) &= fact.reading == Reading::NotApplicable;
        }
    }
    let says_so = !filed.declared_empty.is_empty();
    move |position| {
        let place = filed.facts.get(position).and_then(|fact| fact.place);
        says_so && place.is_none_or(|place| whole.get(&place.sheet).copied().unwrap_or_default())
    }
}

/// Whether a return says all that another one says.
pub(super) fn holds_all(filed: &Return, other: &Return) -> bool {
    let mut pairs = filed.facts.iter().zip(&other.facts);
    filed.facts.len() == other.facts.len()
        && pairs.all(|(own, other)| other.reading == Reading::Blank || own.reading == other.reading)
}
