//! What a score is made of, or a count: the figures of its formula, theirs, and for points the value, standard and weight.

use std::collections::BTreeMap;

use super::TracedPart;
use crate::compose::issued::measures::measure_word;
use crate::issue::{DocumentFigures, IssuedFigure};
use tongbao_document::side_by_side::with_unit;
use tongbao_document::{FigureId, Measure, PeriodId, Subject};

/// How far down: score, points of all indicators, points of one, what these follow from.
const DEEPEST: usize = 3;

/// Every figure of an issue by its identity.
pub(super) struct Known<'run> {
    by_id: BTreeMap<&'run FigureId, &'run IssuedFigure>,
}

impl<'run> Known<'run> {
    /// Of two showings of a figure the one with its formula.
    pub(super) fn of(documents: &'run [DocumentFigures]) -> Self {
        let mut by_id: BTreeMap<&FigureId, &IssuedFigure> = BTreeMap::new();
        for figure in documents.iter().flat_map(|document| document.printed.iter().chain(&document.workings)) {
            if by_id.get(&figure.id).is_none_or(|known| known.formula.is_none() && figure.formula.is_some()) {
                by_id.insert(&figure.id, figure);
            }
        }
        Self { by_id }
    }

    /// The values of a subject in a period, by group.
    pub(super) fn values_of(&self, subject: &Subject, period: Option<PeriodId>) -> impl Iterator<Item = &'run IssuedFigure> {
        let (subject, all) = (subject.clone(), self.by_id.iter());
        let is_its = move |id: &FigureId| id.subject == subject && id.period == period && id.measure == Measure::Value;
        all.filter(move |(id, _)| is_its(id)).map(|(_, figure)| *figure)
    }

    /// The formula in words and numbers.
    pub(super) fn formula(&self, id: &FigureId) -> Option<String> {
        let formula = self.by_id.get(id).and_then(|figure| figure.formula.as_ref());
        formula.map(|formula| formula.told(|id| self.told(id)))
    }

    fn told(&self, id: &FigureId) -> String {
        let number = self.by_id.get(id).map(|figure| printed(figure)).unwrap_or_default();
        format!("{} {number}", label(id)).trim_end().to_owned()
    }

    /// The figures below one, depth first.
    pub(super) fn below(&self, id: &FigureId) -> Vec<TracedPart> {
        let mut parts = Vec::new();
        self.collect(id, 1, &mut parts);
        parts
    }

    fn collect(&self, id: &FigureId, level: usize, parts: &mut Vec<TracedPart>) {
        if level > DEEPEST {
            return;
        }
        let mut below: Vec<FigureId> = Vec::new();
        below.extend(
            self.by_id.get(id).and_then(|figure| figure.formula.as_ref()).into_iter().flat_map(|formula| formula.of.clone()),
        );
        // Points that follow from no formula are told with the same figures as the others.
        if let (Subject::IndicatorScore(indicator), Measure::Points) = (&id.subject, id.measure) {
            let subject = Subject::Indicator(indicator.clone());
            below.insert(0, FigureId { subject, measure: Measure::Value, ..id.clone() });
            for measure in [Measure::Standard, Measure::Weight, Measure::EffectiveWeight] {
                below.push(FigureId { measure, ..id.clone() });
            }
        }
        let mut told: Vec<&FigureId> = Vec::new();
        for part in &below {
            let Some(figure) = self.by_id.get(part).filter(|_| part != id && !told.contains(&part)) else { continue };
            told.push(part);
            parts.push(TracedPart { level, what: label(part), printed: printed(figure), formula: self.formula(part) });
            if matches!(part.measure, Measure::Points | Measure::Score) {
                self.collect(part, level + 1, parts);
            }
        }
    }
}

/// What a figure is called inside a formula: points by what they are for, everything else by what it measures.
fn label(id: &FigureId) -> String {
    match id.measure {
        Measure::Points | Measure::Score => points(&id.subject),
        Measure::Value => "实际值".to_owned(),
        Measure::Standard => "标准值".to_owned(),
        Measure::Count | Measure::Share => id.subject.to_string(),
        other => measure_word(other).to_owned(),
    }
}

/// What points are for.
fn points(subject: &Subject) -> String {
    match subject {
        Subject::IndicatorScore(name) | Subject::Adjustment(name) => name.clone(),
        Subject::Scheme { number, .. } => number.to_string(),
        Subject::Event { sheet, cell } => format!("{sheet}!{cell}"),
        other => other.to_string(),
    }
}

/// As printed, with its unit; what is not a number has none.
pub(super) fn printed(figure: &IssuedFigure) -> String {
    if figure.rounded.is_some() { with_unit(&figure.text, &figure.unit) } else { figure.text.clone() }
}
