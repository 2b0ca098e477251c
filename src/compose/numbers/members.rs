//! What an indicator over others is made of: the printed values of its members (docs/numbers.md rule 16), and how that is told.

use super::Numbers;
use tongbao_document::Figure;
use tongbao_figures::aggregate::{Computed, Group};
use tongbao_figures::plan::{Indicator, Scope, TakenOver};

/// The members over which an indicator is taken, in words.
pub(in crate::compose) fn members_word(over: Scope) -> &'static str {
    match over {
        Scope::Unit => "单位",
        Scope::Alliance => "医联体",
        Scope::County => "县区",
        Scope::Area => "全域",
    }
}

/// How an aggregate of an indicator comes about.
pub(in crate::compose) fn summed_how(indicator: &Indicator) -> String {
    match indicator.taken_over() {
        TakenOver::Units => "汇总数".to_owned(),
        TakenOver::Members(over) => format!("由各{}印出的数算出，逐个{}的数见下", members_word(over), members_word(over)),
        TakenOver::Registry => "按名录计，逐行见“数据来源”".to_owned(),
    }
}

impl Numbers<'_> {
    /// The members of the group, each with the value that is read of it, and whether it counts.
    pub(in crate::compose) fn members(&self) -> Vec<(String, &'static str, Figure)> {
        let TakenOver::Members(over) = self.indicator.taken_over() else { return Vec::new() };
        let plan = self.material.plan;
        let mut told = Vec::new();
        for id in self.indicator.formula.indicators() {
            let Some(position) = plan.indicators.iter().position(|known| known.id == id) else { continue };
            let members = self.material.figures.grouping.of_scope(over).map(|(member, _)| member);
            for member in members.filter(|member| self.has_member(member)) {
                let Some(numbers) = Numbers::of(self.material, position, member) else { continue };
                told.push((format!("{id}：{}", self.material.name(member)), numbers.standing_as_member(), numbers.value()));
            }
        }
        told
    }

    fn has_member(&self, member: &Group) -> bool {
        match member {
            Group::Unit(unit) => self.material.is_member(self.group, unit),
            Group::Area | Group::County(_) | Group::Alliance(_) => *self.group == Group::Area,
        }
    }

    /// Whether a value counts where it is read.
    fn standing_as_member(&self) -> &'static str {
        match self.figure.value {
            Computed::Number(_) if self.figure.coverage.reaches(self.material.plan.coverage_threshold) => "按印出的数计入",
            Computed::Number(_) => "覆盖率不足，按缺数",
            Computed::NotReported => "缺数，不计入",
            Computed::NotComputable | Computed::NotApplicable => "没有可算的数，不在应计之列",
        }
    }
}
