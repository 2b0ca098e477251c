//! Why a score differs: by its parts, which add up to it; a place by scores by those of the others.

use super::Causes;
use crate::compose::issued::cause::Cause;
use tongbao_document::subject::ScorePart;
use tongbao_document::{FigureId, Measure, Subject};

impl Causes<'_> {
    /// A score by its parts, which add up to it; a place by scores by those of the others.
    pub(super) fn of_score(&self, id: &FigureId) -> Vec<Cause> {
        let is_part = |part: &&&FigureId| part.group == id.group && part.measure == Measure::Points && **part != id;
        let mut parts: Vec<&FigureId> = self.then.keys().filter(is_part).copied().collect();
        parts.sort_by_cached_key(|part| part.in_words());
        let is_sum = id.measure == Measure::Score && id.subject == Subject::Score(ScorePart::Score)
            || id.measure == Measure::Points && id.subject == Subject::Score(ScorePart::Indicators);
        // Of a sum each point is told once: not the sums of parts, nor what bonus and penalty are made of.
        let is_told = |part: &FigureId| match part.subject {
            Subject::IndicatorScore(_) => true,
            Subject::Score(ScorePart::Bonus | ScorePart::Penalty) => id.subject == Subject::Score(ScorePart::Score),
            _ => !is_sum,
        };
        let mut causes: Vec<Cause> = Vec::new();
        for part in parts.into_iter().filter(|part| is_told(part)) {
            let Some((then, now)) = self.text_of(part) else { continue };
            let is_taken_off = part.subject == Subject::Score(ScorePart::Penalty);
            let amount = self.amount_of(part).map(|amount| if is_taken_off { -amount } else { amount });
            causes.push(Cause {
                name: format!("{} {then}→{now}", part.subject),
                amount: amount.filter(|_| is_sum),
                rows: self.rows_of_indicator(part),
            });
        }
        // A place hangs on the scores of the others, an average on everybody's.
        if id.measure == Measure::Rank || causes.is_empty() {
            let is_other = |other: &&&FigureId| {
                other.measure == Measure::Score && other.subject == Subject::Score(ScorePart::Score) && other.group != id.group
            };
            let mut others: Vec<&FigureId> = self.then.keys().filter(is_other).copied().collect();
            others.sort_by_cached_key(|other| other.in_words());
            causes.extend(others.into_iter().filter_map(|other| {
                let (then, now) = self.text_of(other)?;
                Some(Cause::plain(format!("{}{} {then}→{now}", self.name(&other.group), other.subject)))
            }));
        }
        causes
    }
}
