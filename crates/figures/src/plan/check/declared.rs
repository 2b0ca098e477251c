//! What `plan.toml` declares that the other files of a pack keep to.

use std::ops::RangeInclusive;

use crate::plan::meant::Plan;
use crate::plan::peer_group::PeerGroup;
use tongbao_returns::domain::{CountyCode, Participants};

/// Of a `plan.toml` that could not be read nothing is declared, and nothing is held against it.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::plan) struct Declared<'plan> {
    plan: Option<&'plan Plan>,
}

impl<'plan> Declared<'plan> {
    /// What the plan as read so far declares.
    pub(in crate::plan) fn of(plan: Option<&'plan Plan>) -> Self {
        Self { plan }
    }

    /// Groups of indicators and tasks; none if none are known.
    pub(in crate::plan) fn campaigns(self) -> &'plan [String] {
        self.plan.map(|plan| plan.campaigns.as_slice()).unwrap_or_default()
    }

    /// The years of the plan, if both are known.
    pub(super) fn years(self) -> Option<RangeInclusive<i16>> {
        let years = self.plan.map(|plan| plan.first_year..=plan.last_year)?;
        (*years.start() > 0 && !years.is_empty()).then_some(years)
    }

    /// The code of the area, if it is known.
    pub(super) fn area_code(self) -> Option<&'plan str> {
        self.plan.map(|plan| plan.area_code.as_str()).filter(|code| !code.is_empty())
    }

    /// The name of the area, if it is known.
    pub(super) fn area_name(self) -> Option<&'plan str> {
        self.plan.map(|plan| plan.area_name.as_str()).filter(|name| !name.is_empty())
    }

    /// The area, if it is known.
    pub(super) fn area(self) -> Option<&'plan CountyCode> {
        self.plan.map(|plan| &plan.area_code)
    }

    /// The counties that take part where not all do.
    pub(super) fn counties(self) -> &'plan [String] {
        self.plan.map(|plan| plan.counties.as_slice()).unwrap_or_default()
    }

    /// Who takes part.
    pub(super) fn participants(self) -> Participants {
        self.plan.map(Plan::participants).unwrap_or_default()
    }

    /// Peer groups, if they are known.
    pub(super) fn peer_groups(self) -> Option<&'plan [PeerGroup]> {
        self.plan.map(|plan| plan.peer_groups.as_slice())
    }
}

/// `规划期（2024—2025年）`
pub(super) fn in_words(years: &RangeInclusive<i16>) -> String {
    format!("规划期（{}—{}年）", years.start(), years.end())
}
