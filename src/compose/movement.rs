//! How indicators moved against last year (docs/numbers.md rule 7), and who moved them.
//!
//! What has no direction, what the plan has not said yet what it wants of, and a change of too few units went nowhere: nobody says of it that it
//! is better or worse.

use super::material::Material;
use super::numbers::Numbers;
use tongbao_document::{Light, Mark};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::Requirement;
use tongbao_figures::plan::{Better, Scope};

/// Which way an indicator went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// 改善: in the direction that is good.
    Improved,
    /// 持平.
    Unchanged,
    /// 退步.
    Declined,
}

impl Course {
    /// As it is printed.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Improved => "改善",
            Self::Unchanged => "持平",
            Self::Declined => "退步",
        }
    }

    /// Where a change leads by which way is good.
    fn of(good: Direction, change: f64) -> Self {
        let gain = match good {
            Direction::Up => change,
            Direction::Down => -change,
        };
        match gain {
            gain if gain > 0.0 => Self::Improved,
            gain if gain < 0.0 => Self::Declined,
            _ => Self::Unchanged,
        }
    }
}

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

impl Direction {
    /// Of what has one, and of which the plan has said what it wants.
    fn of(better: Better, requirement: Option<Requirement>) -> Option<Self> {
        match better {
            _ if requirement == Some(Requirement::Open) => None,
            Better::Higher => Some(Self::Up),
            Better::Lower => Some(Self::Down),
            Better::Neutral | Better::Within => None,
        }
    }
}

fn direction(numbers: &Numbers<'_>) -> Option<Direction> {
    Direction::of(numbers.indicator().better, numbers.verdict().map(|verdict| verdict.requirement))
}

/// An indicator of a group with its course and the size of its printed change.
pub(super) struct Moved<'run> {
    pub(super) numbers: Numbers<'run>,
    pub(super) course: Course,
    /// Without its sign.
    pub(super) size: f64,
}

/// Which way an indicator of a group went; none where nobody can say.
pub(super) fn course(numbers: &Numbers<'_>) -> Option<(Course, f64)> {
    let change = numbers.year_on_year();
    let by = change.rounded().filter(|_| !change.marks.contains(Mark::NotComparable))?;
    Some((Course::of(direction(numbers)?, by), by.abs()))
}

fn moved(numbers: Numbers<'_>) -> Option<Moved<'_>> {
    let (course, size) = course(&numbers)?;
    Some(Moved { numbers, course, size })
}

/// The indicators of a group that went somewhere, in the plan's order.
pub(super) fn of_group<'run>(material: &'run Material<'run>, group: &'run Group) -> Vec<Moved<'run>> {
    let all = (0..material.plan.indicators.len()).filter_map(|position| Numbers::of(material, position, group));
    all.filter_map(moved).collect()
}

/// How many indicators of a group have a direction, and cannot be compared.
pub(super) fn incomparable(material: &Material<'_>, group: &Group) -> usize {
    let all = (0..material.plan.indicators.len()).filter_map(|position| Numbers::of(material, position, group));
    all.filter(|numbers| direction(numbers).is_some() && course(numbers).is_none()).count()
}

/// The rates that went furthest one way, the largest change in percentage points first.
pub(super) fn furthest<'all, 'run>(all: &'all [Moved<'run>], course: Course, most: usize) -> Vec<&'all Numbers<'run>> {
    let is_told = |moved: &&Moved<'_>| moved.course == course && moved.numbers.indicator().unit.is_percent();
    let mut of_course: Vec<&Moved<'run>> = all.iter().filter(is_told).collect();
    // Of two that moved as far the first in the plan's order.
    of_course.sort_by(|a, b| b.size.total_cmp(&a.size));
    of_course.into_iter().take(most).map(|moved| &moved.numbers).collect()
}

/// Who moved an indicator of the area furthest each way.
pub(super) struct Movers<'run> {
    /// Which, by its position in the plan.
    pub(super) position: usize,
    /// Who improved most.
    pub(super) best: Option<Numbers<'run>>,
    /// Who fell back most.
    pub(super) worst: Option<Numbers<'run>>,
}

/// Those who moved each indicator of the area that is told one by one: counties where it has them, else alliances, else its units. One alone
/// is no more than the whole.
pub(super) fn movers<'run>(material: &'run Material<'run>, parts: &'run [Group]) -> Vec<Movers<'run>> {
    let told = material.plan.words.highlights.iter();
    let positions = told.filter_map(|id| material.plan.indicators.iter().position(|indicator| indicator.id == *id));
    let of_indicator = |position: usize| {
        let all: Vec<Moved<'run>> =
            parts.iter().filter_map(|part| Numbers::of(material, position, part)).filter_map(moved).collect();
        if all.len() < 2 {
            return None;
        }
        let mut ends: [Option<Moved<'run>>; 2] = [None, None];
        for one in all {
            let end = match one.course {
                Course::Improved => &mut ends[0],
                Course::Declined => &mut ends[1],
                Course::Unchanged => continue,
            };
            // Of two that moved as far the first by code is named.
            if end.as_ref().is_none_or(|known| known.size < one.size) {
                *end = Some(one);
            }
        }
        let [best, worst] = ends.map(|end| end.map(|end| end.numbers));
        (best.is_some() || worst.is_some()).then_some(Movers { position, best, worst })
    };
    positions.filter_map(of_indicator).collect()
}

/// The parts of the area that are set beside one another.
pub(super) fn parts(material: &Material<'_>) -> Vec<Group> {
    let alliances = material.groups(Scope::Alliance);
    if material.tells_of(Scope::County) {
        material.groups(Scope::County)
    } else if alliances.len() > 1 {
        alliances
    } else {
        material.groups(Scope::Unit)
    }
}

/// Who drags an indicator of a group.
pub(super) struct Dragged<'run> {
    /// Which, by its position in the plan.
    pub(super) position: usize,
    /// Who stands worst, at most [`MOST_DRAGS`].
    pub(super) by: Vec<Numbers<'run>>,
    /// Whether there are more.
    pub(super) is_cut: bool,
}

/// Those who drag an indicator that are named.
pub(super) const MOST_DRAGS: usize = 5;

/// Behind each indicator of a group that is red or yellow, or has fallen back, the units that stand worst, of an indicator without values of
/// units the counties or alliances: what is red or yellow, the least attained first; where nothing is asked of them, what has fallen back.
pub(super) fn dragged<'run>(material: &'run Material<'run>, group: &Group, members: &'run [Group]) -> Vec<Dragged<'run>> {
    let positions = 0..material.plan.indicators.len();
    let of_indicator = |position: usize| {
        let own = Numbers::of(material, position, group);
        if own.as_ref().is_some_and(|own| !is_behind(own) && !has_declined(own)) {
            return None;
        }
        let others = || members.iter().filter(move |member| *member != group);
        let all = || others().filter_map(move |member| Numbers::of(material, position, member));
        let scope = [Scope::Unit, Scope::County, Scope::Alliance]
            .into_iter()
            .find(|scope| all().any(|numbers| numbers.group().scope() == *scope))?;
        let of_scope = || all().filter(move |numbers| numbers.group().scope() == scope);
        let mut by: Vec<Numbers<'run>> = of_scope().filter(is_behind).collect();
        let attained = |numbers: &Numbers<'_>| numbers.attained().unwrap_or(f64::MAX);
        by.sort_by(|a, b| attained(a).total_cmp(&attained(b)));
        // Of an indicator that the group does not have itself only what is behind is told.
        if by.is_empty() && own.is_some() {
            let mut declined: Vec<Moved<'run>> =
                of_scope().filter_map(moved).filter(|moved| moved.course == Course::Declined).collect();
            declined.sort_by(|a, b| b.size.total_cmp(&a.size));
            by = declined.into_iter().map(|moved| moved.numbers).collect();
        }
        let is_cut = by.len() > MOST_DRAGS;
        by.truncate(MOST_DRAGS);
        (!by.is_empty()).then_some(Dragged { position, by, is_cut })
    };
    positions.filter_map(of_indicator).collect()
}

/// Everybody who can drag an indicator of a group: its units, of the area counties and alliances as well.
pub(super) fn members(material: &Material<'_>, group: &Group) -> Vec<Group> {
    let units = material.units(group).into_iter().map(|unit| Group::Unit(unit.code.clone()));
    let others = match group {
        Group::Area => [Scope::County, Scope::Alliance].map(|scope| material.groups(scope)).concat(),
        Group::County(_) | Group::Alliance(_) | Group::Unit(_) => Vec::new(),
    };
    units.chain(others).collect()
}

fn is_behind(numbers: &Numbers<'_>) -> bool {
    let light = numbers.verdict().and_then(|verdict| verdict.light);
    matches!(light, Some(Light::Red | Light::Yellow))
}

fn has_declined(numbers: &Numbers<'_>) -> bool {
    course(numbers).is_some_and(|(course, _)| course == Course::Declined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_way_is_good_decides_whether_a_change_is_better_or_worse() {
        let course = |better, change| Some(Course::of(Direction::of(better, None)?, change));
        assert_eq!(course(Better::Higher, 1.5), Some(Course::Improved));
        assert_eq!(course(Better::Lower, 1.5), Some(Course::Declined));
        assert_eq!(course(Better::Lower, -0.1), Some(Course::Improved));
        assert_eq!(course(Better::Higher, 0.0), Some(Course::Unchanged));
        assert_eq!((course(Better::Neutral, 1.5), course(Better::Within, 1.5)), (None, None));
    }

    #[test]
    fn what_the_plan_has_not_said_what_it_wants_of_has_not_improved() {
        for better in [Better::Higher, Better::Lower] {
            assert_eq!(Direction::of(better, Some(Requirement::Open)), None);
            assert!(Direction::of(better, Some(Requirement::Trend(better))).is_some());
        }
    }
}
