//! 机构变动: what the registry says happened to units between two days (docs/numbers.md rule 13).

use jiff::civil::Date;

use super::{PredecessorData, Registry, Unit};
use crate::domain::{AllianceCode, UnitCode};

/// Something that happened to a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitChange {
    /// The first day on which it was so; of a closing the last day on which the unit was open.
    pub day: Date,
    /// To whom.
    pub unit: UnitCode,
    /// What.
    pub what: Change,
    /// 变动文号.
    pub document: Option<String>,
}

/// What may happen to a unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// 新设, without predecessors.
    Opened,
    /// 由前身单位设立: merged from several, or in place of one.
    Founded {
        /// 前身单位.
        from: Vec<UnitCode>,
        /// 前身数据.
        data: PredecessorData,
    },
    /// 停用.
    Closed {
        /// The units that it became a part of.
        into: Vec<UnitCode>,
    },
    /// 更名.
    Renamed {
        /// What it was called until then.
        from: String,
        /// What it was called from then on.
        to: String,
    },
    /// Joined an alliance, having left none.
    Joined(AllianceCode),
    /// Left an alliance, and joined none.
    Left(AllianceCode),
    /// From one alliance to another.
    Moved {
        /// Left.
        from: AllianceCode,
        /// Joined.
        to: AllianceCode,
    },
}

impl Change {
    /// In a word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Opened => "新设",
            Self::Founded { from, .. } if from.len() > 1 => "合并设立",
            Self::Founded { .. } => "承接设立",
            Self::Closed { into } if into.is_empty() => "停用",
            Self::Closed { .. } => "并入",
            Self::Renamed { .. } => "更名",
            Self::Joined(_) => "加入医联体",
            Self::Left(_) => "退出医联体",
            Self::Moved { .. } => "调整医联体",
        }
    }
}

impl Registry {
    /// What happened to units from one day to another, both included, in the order of days and codes.
    pub fn changes(&self, first: Date, last: Date) -> Vec<UnitChange> {
        let is_within = |day: &Date| (first..=last).contains(day);
        let mut changes = Vec::new();
        for unit in self.units.values() {
            let mut put = |day: Date, what: Change, document: Option<&String>| {
                changes.push(UnitChange { day, unit: unit.code.clone(), what, document: document.cloned() });
            };
            if let Some(day) = unit.opened.filter(is_within) {
                let (from, data) = (unit.predecessors.clone(), unit.predecessor_data);
                put(day, if from.is_empty() { Change::Opened } else { Change::Founded { from, data } }, unit.document.as_ref());
            }
            if let Some(day) = unit.closed.filter(is_within) {
                let successors = self.units.values().filter(|other| other.predecessors.contains(&unit.code));
                let document = unit.document.clone().or_else(|| successors.clone().find_map(|one| one.document.clone()));
                put(day, Change::Closed { into: successors.map(|one| one.code.clone()).collect() }, document.as_ref());
            }
            for (former, next) in unit.former_names.iter().zip(unit.names_after()) {
                if let Some(day) = former.until.tomorrow().ok().filter(is_within) {
                    put(day, Change::Renamed { from: former.name.clone(), to: next.to_owned() }, unit.document.as_ref());
                }
            }
            for (day, what, document) in self.movements(unit) {
                if is_within(&day) {
                    put(day, what, document);
                }
            }
        }
        changes.sort_by(|one, other| (one.day, &one.unit, &one.what).cmp(&(other.day, &other.unit, &other.what)));
        changes
    }

    /// The alliances that a unit joined and left while it was open: what came with its opening or closing is no movement, what came with
    /// those of the alliance is.
    fn movements<'run>(&'run self, unit: &Unit) -> Vec<(Date, Change, Option<&'run String>)> {
        let own = || self.memberships.iter().filter(|membership| membership.unit == unit.code);
        let joined = |membership: &&super::Membership| {
            let alliance = self.alliance(&membership.alliance);
            let day = membership.joined.into_iter().chain(alliance.and_then(|alliance| alliance.opened)).max();
            day.filter(|day| unit.opened.is_none_or(|opened| opened < *day) && unit.is_open(*day))
        };
        let left = |membership: &&super::Membership| {
            let alliance = self.alliance(&membership.alliance);
            let day = membership.left.into_iter().chain(alliance.and_then(|alliance| alliance.closed)).min();
            day.filter(|day| unit.closed.is_none_or(|closed| *day < closed)).and_then(|day| day.tomorrow().ok())
        };
        let mut movements = Vec::new();
        for membership in own() {
            let Some(day) = joined(&membership) else { continue };
            let to = membership.alliance.clone();
            let from = own().find(|other| other.alliance != to && left(other) == Some(day)).map(|other| other.alliance.clone());
            let what = from.map_or_else(|| Change::Joined(to.clone()), |from| Change::Moved { from, to: to.clone() });
            movements.push((day, what, membership.document.as_ref()));
        }
        for membership in own() {
            let Some(day) = left(&membership) else { continue };
            let is_told = own().any(|other| other.alliance != membership.alliance && joined(&other) == Some(day));
            if !is_told {
                movements.push((day, Change::Left(membership.alliance.clone()), membership.document.as_ref()));
            }
        }
        movements
    }
}

impl Unit {
    /// The name that followed each of its former ones.
    fn names_after(&self) -> impl Iterator<Item = &str> {
        let later = self.former_names.iter().skip(1).map(|former| former.name.as_str());
        later.chain(std::iter::once(self.name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::super::{Alliance, FormerName, Membership};
    use super::*;
    use crate::domain::{Category, CountyCode};

    #[test]
    fn everything_that_happened_is_told_once() {
        let unit = |code: &str| Unit::new(UnitCode::new(code), code, Category::new("医院"), CountyCode::new("1"));
        let former = FormerName { until: date(2025, 3, 31), name: "老甲".to_owned() };
        let units = [
            Unit { former_names: vec![former], ..unit("甲") },
            Unit { closed: Some(date(2025, 6, 30)), ..unit("乙") },
            Unit { closed: Some(date(2025, 6, 30)), ..unit("丙") },
            Unit {
                opened: Some(date(2025, 7, 1)),
                predecessors: vec![UnitCode::new("乙"), UnitCode::new("丙")],
                document: Some("甲卫〔2025〕7号".to_owned()),
                ..unit("丁")
            },
            Unit { closed: Some(date(2024, 12, 31)), ..unit("戊") },
        ];
        let member = |alliance: &str, unit: &str, joined, left| Membership {
            alliance: AllianceCode::new(alliance),
            unit: UnitCode::new(unit),
            joined,
            left,
            document: None,
        };
        let registry = Registry {
            units: units.into_iter().map(|unit| (unit.code.clone(), unit)).collect::<BTreeMap<_, _>>(),
            memberships: vec![
                member("A", "甲", None, Some(date(2025, 4, 30))),
                member("B", "甲", Some(date(2025, 5, 1)), None),
                member("C", "甲", Some(date(2025, 9, 1)), None),
                // What comes with an opening or a closing is no movement.
                member("A", "乙", None, Some(date(2025, 6, 30))),
                member("A", "丁", Some(date(2025, 7, 1)), None),
                // The alliance itself begins and ends: its members join and leave with it.
                member("D", "甲", None, None),
            ],
            alliances: vec![Alliance {
                code: AllianceCode::new("D"),
                name: "丁联体".to_owned(),
                kind: String::new(),
                lead: None,
                opened: Some(date(2025, 2, 1)),
                closed: Some(date(2025, 10, 31)),
            }],
            ..Registry::default()
        };
        let told: Vec<String> = registry
            .changes(date(2025, 1, 1), date(2025, 12, 31))
            .into_iter()
            .map(|UnitChange { day, unit, what, document }| {
                format!("{day} {unit} {} {}", what.word(), document.unwrap_or_default()).trim_end().to_owned()
            })
            .collect();
        assert_eq!(
            told,
            [
                "2025-02-01 甲 加入医联体",
                "2025-04-01 甲 更名",
                "2025-05-01 甲 调整医联体",
                "2025-06-30 丙 并入 甲卫〔2025〕7号",
                "2025-06-30 乙 并入 甲卫〔2025〕7号",
                "2025-07-01 丁 合并设立 甲卫〔2025〕7号",
                "2025-09-01 甲 加入医联体",
                "2025-11-01 甲 退出医联体",
            ]
        );
        assert_eq!(registry.changes(date(2024, 12, 31), date(2024, 12, 31)).len(), 1, "both ends belong to it");
    }
}
