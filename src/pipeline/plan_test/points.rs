//! A score and its parts.

use std::collections::BTreeSet;

use super::evaluated::Evaluated;
use super::{Answers, answer};
use tongbao_document::figure::{format_decimal, round_half_up};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::score::{Line, Outcome, Scorecard, Total};
use tongbao_figures::cases::{ExpectedPoints, ExpectedScore};
use tongbao_figures::plan::{OVERDUE_TASKS, Scheme, Scoring, TASK_COMPLETION, Weighed, WeightedPart};
use tongbao_returns::domain::FormId;
use tongbao_returns::finding::as_filed;

/// A group that is not scored.
const UNSCORED: &str = "不评分";

/// What came of the score of a group.
pub(super) fn of_score(evaluated: &Evaluated<'_>, group: &Group, expected: &ExpectedScore) -> Answers {
    let ExpectedScore { score, grade, bonus, penalty, place } = expected;
    let (scoring, card) = (evaluated.plan.scoring.as_ref(), card(evaluated, group));
    let total = card.and_then(|(_, card)| card.total);
    let of_total = |number: fn(&Total) -> f64| total.as_ref().map_or_else(unscored, |total| decimal(number(total)));
    let grade_name = |position: usize| scoring.and_then(|scoring| scoring.grades.get(position)).map(|grade| grade.name.clone());
    let answers = [
        answer("得分", Some(*score), |score| score.map_or_else(unscored, decimal), || of_total(|total| total.score)),
        answer(
            "等次",
            *grade,
            |grade| grade_name(grade).unwrap_or_default(),
            || total.and_then(|total| grade_name(total.grade)).unwrap_or_else(unscored),
        ),
        answer("加分", *bonus, decimal, || of_total(|total| total.bonus)),
        answer("减分", *penalty, decimal, || of_total(|total| total.penalty)),
        answer("名次", *place, |place| place.to_string(), || total.map_or_else(unscored, |total| total.place.to_string())),
    ];
    let workings = card.map(|(scheme, card)| workings(evaluated, scheme, card)).unwrap_or_default();
    Answers { about: "评分".to_owned(), things: answers.into_iter().flatten().collect(), workings }
}

/// What came of one part of the score of a group.
pub(super) fn of_part(evaluated: &Evaluated<'_>, group: &Group, expected: &ExpectedPoints) -> Answers {
    let ExpectedPoints { what, name, points, weight, lack } = expected;
    let card = card(evaluated, group);
    let line = card.and_then(|(scheme, card)| {
        let part = scheme.parts.iter().position(|part| part.what == *what)?;
        card.lines.iter().find(|line| line.part == part)
    });
    let of_line = |number: fn(&Line) -> f64| line.map_or_else(unscored, |line| decimal(number(line)));
    let found_lack = || match line.map(|line| line.outcome) {
        Some(Outcome::Zero(lack) | Outcome::Spread(lack)) => lack.reason().to_owned(),
        Some(Outcome::Scored { .. }) => "能评分".to_owned(),
        None => unscored(),
    };
    let answers = [
        answer("得分", *points, decimal, || of_line(Line::points)),
        answer("折算权重", *weight, decimal, || of_line(|line| line.effective)),
        answer("缺什么", *lack, |lack| lack.reason().to_owned(), found_lack),
    ];
    let workings = card.map(|(scheme, card)| workings(evaluated, scheme, card)).unwrap_or_default();
    Answers { about: name.clone(), things: answers.into_iter().flatten().collect(), workings }
}

fn card<'run>(evaluated: &'run Evaluated<'_>, group: &Group) -> Option<(&'run Scheme, &'run Scorecard)> {
    let (position, card) = evaluated.scores.as_ref()?.card(group)?;
    Some((evaluated.plan.scoring.as_ref()?.schemes.get(position)?, card))
}

fn unscored() -> String {
    UNSCORED.to_owned()
}

fn decimal(number: f64) -> String {
    format_decimal(round_half_up(number, 2) + 0.0, 2, false)
}

/// Every line of a scorecard, and what was added and taken.
fn workings(evaluated: &Evaluated<'_>, scheme: &Scheme, card: &Scorecard) -> Vec<String> {
    let mut lines: Vec<String> = card.lines.iter().filter_map(|line| part(evaluated, scheme, line)).collect();
    if let (Some(scoring), Some(total)) = (&evaluated.plan.scoring, card.total) {
        lines.extend(happened(scoring, card));
        let Total { base, bonus, penalty, score, .. } = total;
        let [base, bonus, penalty, score] = [base, bonus, penalty, score].map(decimal);
        lines.push(format!("{base} + 加分{bonus} - 减分{penalty} = {score}"));
    }
    lines.extend(evaluated.kept_out(&card.group, &forms_behind(evaluated, scheme)));
    lines
}

/// The forms on which what a scheme scores is filed.
fn forms_behind<'run>(evaluated: &Evaluated<'run>, scheme: &Scheme) -> BTreeSet<&'run FormId> {
    let plan = evaluated.plan;
    let of_part = |part: &WeightedPart| match part.what {
        Weighed::Tasks | Weighed::OverdueTasks => {
            plan.forms.iter().filter(|form| form.tasks.is_some()).map(|form| &form.id).collect()
        }
        Weighed::Indicator(position) => {
            plan.indicators.get(position).map(|indicator| evaluated.forms_behind(indicator)).unwrap_or_default()
        }
    };
    scheme.parts.iter().flat_map(of_part).collect()
}

/// `县域内就诊率（功效系数法，权重7.00）：90 得7.00`
fn part(evaluated: &Evaluated<'_>, scheme: &Scheme, line: &Line) -> Option<String> {
    let part = scheme.parts.get(line.part)?;
    let name = match part.what {
        Weighed::Tasks => TASK_COMPLETION,
        Weighed::OverdueTasks => OVERDUE_TASKS,
        Weighed::Indicator(position) => &evaluated.plan.indicators.get(position)?.id,
    };
    let came_to = match line.outcome {
        Outcome::Scored { ready, points, .. } => format!("{}，得{}", as_filed(ready.value), decimal(points)),
        Outcome::Zero(lack) => format!("{}，计零分", lack.reason()),
        Outcome::Spread(lack) => format!("{}，权重分摊", lack.reason()),
    };
    Some(format!("{name}（{}，折算权重{}）：{came_to}", part.method.word(), decimal(line.effective)))
}

fn happened(scoring: &Scoring, card: &Scorecard) -> Vec<String> {
    let adjusted = card.adjusted.iter().filter_map(|one| {
        let adjustment = scoring.adjustments.get(one.adjustment)?;
        Some(format!("{}：{}次，{}分", adjustment.title, one.count, decimal(one.points)))
    });
    let vetoed = card.vetoed.iter().filter_map(|one| Some(format!("一票否决：{}", scoring.vetoes.get(one.veto)?.title)));
    adjusted.chain(vetoed).collect()
}
