//! 评分办法: how the figures of a year become points, scores, grades and lists (docs/numbers.md rules 9 and 10).

use std::collections::BTreeSet;

use super::{Scope, Weight};
use tongbao_returns::domain::Category;

/// `scoring.toml` as checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Scoring {
    /// Where the weights come from, as printed: 本办评分办法 where the plan gives none.
    pub basis: String,
    /// What becomes of the weight of an indicator that does not apply.
    pub inapplicable: Treatment,
    /// What becomes of the weight of an indicator that was not reported, or by too few units.
    pub missing: Treatment,
    /// 等次, best first; the last begins at 0.
    pub grades: Vec<Grade>,
    /// 一票否决.
    pub vetoes: Vec<Veto>,
    /// 加减分.
    pub adjustments: Vec<Adjustment>,
    /// Most points that all bonuses together add.
    pub bonus_cap: f64,
    /// Most points that all penalties together take.
    pub penalty_cap: f64,
    /// Positions of the grades that are commended (表彰).
    pub commend: Vec<usize>,
    /// Positions of the grades that are held to account (问责); whoever is vetoed is so as well.
    pub account: Vec<usize>,
    /// Peer groups, each with its weights.
    pub schemes: Vec<Scheme>,
}

impl Scoring {
    /// The position of the grade of a score: the best whose lower end is reached.
    pub fn grade_of(&self, score: f64) -> usize {
        self.grades.iter().position(|grade| score >= grade.from).unwrap_or(self.grades.len().saturating_sub(1))
    }
}

/// What becomes of the weight of an indicator without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// It is spread over the rest in proportion to their weights.
    Spread,
    /// It stays, and no points are given.
    Zero,
}

/// 等次.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    /// 优秀, 良好 …
    pub name: String,
    /// Points from which on it holds.
    pub from: f64,
    /// To how many of a peer group it may be given; none for all who reach it.
    pub quota: Option<Quota>,
}

/// How many of a peer group a grade may be given to at most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quota {
    /// So many.
    Number(usize),
    /// So many percent of those who are scored, rounded down.
    Percent(f64),
}

/// 一票否决: an event that caps the grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Veto {
    /// As events name it.
    pub id: String,
    /// What happened.
    pub title: String,
    /// Position of the best grade that is still given.
    pub caps_at: usize,
}

/// Whether points are added or taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdjustmentKind {
    /// 加分.
    Bonus,
    /// 减分.
    Penalty,
}

/// What an adjustment counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Rows of the events sheet.
    Events,
    /// Returns of the group's units that came late in the year.
    Late,
    /// Returns of the group's units that are missing in the year.
    Missing,
    /// Tasks of the group that are overdue at the year's end.
    Overdue,
}

/// 加减分: points for each time that something happened, up to a cap.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjustment {
    /// As events name it.
    pub id: String,
    /// What happened.
    pub title: String,
    /// Added or taken.
    pub kind: AdjustmentKind,
    /// Points each time, more than zero, at most two decimals.
    pub points: f64,
    /// Most points in a year.
    pub cap: f64,
    /// What is counted.
    pub counts: Counts,
    /// Kinds of groups that it concerns; empty for all.
    pub scopes: BTreeSet<Scope>,
}

/// A peer group and what its score is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Scheme {
    /// As printed: 县（市、区）, 乡镇卫生院 …
    pub name: String,
    /// Kind of group.
    pub scope: Scope,
    /// Categories of units, if the groups are units; empty for all.
    pub categories: Vec<Category>,
    /// Kinds of alliances, if the groups are alliances; empty for all.
    pub alliance_kinds: Vec<String>,
    /// Name of the plan's peer group, if the groups are counties; none for all.
    pub peer_group: Option<String>,
    /// What is scored; in each year the weights add up to 100.
    pub parts: Vec<WeightedPart>,
}

impl Scheme {
    /// What is scored in a year, with its position among the parts and its points out of 100.
    pub fn parts_in(&self, year: i16) -> impl Iterator<Item = (usize, &WeightedPart, f64)> {
        let parts = self.parts.iter().enumerate();
        parts.filter_map(move |(position, part)| Some((position, part, part.weight.in_year(year)?)))
    }

    /// Whether a group of the scheme's scope belongs to it; `kind` is the category of a unit, the kind of an
    /// alliance, the name of the peer group of a county.
    pub fn includes(&self, scope: Scope, kind: Option<&str>) -> bool {
        let is_listed = match scope {
            Scope::Unit => kind.is_some_and(|kind| {
                self.categories.is_empty() || self.categories.iter().any(|category| category.as_str() == kind)
            }),
            Scope::Alliance => {
                self.alliance_kinds.is_empty() || self.alliance_kinds.iter().any(|listed| Some(listed.as_str()) == kind)
            }
            Scope::County => self.peer_group.as_deref().is_none_or(|listed| Some(listed) == kind),
            Scope::Area => true,
        };
        scope == self.scope && is_listed
    }
}

/// What completion of tasks is called where it is scored.
pub const TASK_COMPLETION: &str = "任务完成率";
/// What overdue tasks are called where they are scored.
pub const OVERDUE_TASKS: &str = "逾期任务数";

/// What a part of a scheme scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighed {
    /// An indicator, by its position in the plan.
    Indicator(usize),
    /// 任务完成率: of the tasks that are due, the percentage that is done.
    Tasks,
    /// 逾期任务数: how many tasks are overdue.
    OverdueTasks,
}

/// One part of a scheme.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedPart {
    /// What is scored.
    pub what: Weighed,
    /// Points out of 100.
    pub weight: Weight,
    /// How they are given.
    pub method: Method,
    /// Where this weight comes from, if not from where all do: the clause of the plan that gives it.
    pub basis: Option<String>,
}

/// How points are given, with its scale; the share of the weight that a printed value earns.
#[derive(Debug, Clone, PartialEq)]
pub enum Method {
    /// 达标法: full points where the target is met, else none.
    Target,
    /// 比例法: in proportion to the target.
    Proportional,
    /// 功效系数法: 60 + 40 × (value − low) ÷ (high − low) percent.
    Efficacy {
        /// 不允许值, worth 60 percent.
        low: f64,
        /// 满意值, worth 100 percent.
        high: f64,
    },
    /// 分档法: the first band that the value reaches, best first; none below the last.
    Bands(Vec<Band>),
    /// 排名法: (n − place + 1) ÷ n among the peers with a value.
    Rank,
    /// 扣分法: the weight less so many points each time, and not less than nothing.
    Deduct {
        /// Points each time, more than zero, at most two decimals.
        each: f64,
    },
}

impl Method {
    /// As printed.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Target => "达标法",
            Self::Proportional => "比例法",
            Self::Efficacy { .. } => "功效系数法",
            Self::Bands(_) => "分档法",
            Self::Rank => "排名法",
            Self::Deduct { .. } => "扣分法",
        }
    }
}

/// One band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Where it ends, itself included, in the indicator's unit.
    pub end: BandEnd,
    /// Percent of the weight.
    pub percent: f64,
}

/// Which values a band takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BandEnd {
    /// This value and more (`from`).
    From(f64),
    /// This value and less (`to`).
    To(f64),
}

impl BandEnd {
    /// Whether a value lies in the band.
    pub fn takes(self, value: f64) -> bool {
        match self {
            Self::From(from) => value >= from,
            Self::To(to) => value <= to,
        }
    }

    /// The end as a number.
    pub fn number(self) -> f64 {
        match self {
            Self::From(number) | Self::To(number) => number,
        }
    }
}

/// A scale as written at an indicator or at a part of a scheme: whichever of its keys the method needs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scale {
    /// 不允许值.
    pub low: Option<f64>,
    /// 满意值.
    pub high: Option<f64>,
    /// Best first.
    pub bands: Vec<Band>,
}
