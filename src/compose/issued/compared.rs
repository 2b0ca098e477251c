//! What was issued beside what is composed now, and every figure that is another.

use std::collections::BTreeMap;

use super::parts::UnitParts;
use crate::issue::earlier::in_words;
use crate::issue::{DocumentFigures, Issue, IssuedFigure, ReturnChange};
use tongbao_document::FigureId;

/// What is compared.
pub struct Revision<'run> {
    /// What was issued.
    pub issue: &'run Issue,
    /// Its figures, document by document.
    pub then: &'run [DocumentFigures],
    /// The figures composed now, likewise.
    pub now: &'run [DocumentFigures],
    /// Returns of this and of earlier periods.
    pub changes: &'run [ReturnChange],
    /// What each unit adds to the indicators that add up over units.
    pub parts: &'run UnitParts,
    /// Sheets that the office keeps (explanations.xlsx, events.xlsx …) and that are not as they were.
    pub changed_sheets: &'run [String],
    /// The registry is another.
    pub is_registry_changed: bool,
    /// The plan pack is another.
    pub is_plan_changed: bool,
    /// The program is another.
    pub is_program_changed: bool,
}

/// Every figure of some documents, by identity.
pub(super) fn by_id(documents: &[DocumentFigures]) -> BTreeMap<&FigureId, &IssuedFigure> {
    let mut by_id: BTreeMap<&FigureId, &IssuedFigure> = BTreeMap::new();
    for figure in documents.iter().flat_map(|document| document.printed.iter().chain(&document.workings)) {
        if by_id.get(&figure.id).is_none_or(|known| figure.signed && !known.signed) {
            by_id.insert(&figure.id, figure);
        }
    }
    by_id
}

/// A figure that differs.
pub(super) struct Difference {
    pub(super) id: FigureId,
    pub(super) documents: Vec<String>,
    pub(super) then: IssuedFigure,
    /// None if it is no longer printed anywhere.
    pub(super) now: Option<IssuedFigure>,
}

/// Every figure that was issued and is another now, in the order of the issued documents.
pub(super) fn differences(revision: &Revision<'_>, of: fn(&DocumentFigures) -> &Vec<IssuedFigure>) -> Vec<Difference> {
    let now = by_id(revision.now);
    let in_words: BTreeMap<FigureId, &IssuedFigure> = now.iter().map(|(id, figure)| (in_words(id), *figure)).collect();
    let mut position: BTreeMap<&FigureId, usize> = BTreeMap::new();
    let mut found: Vec<Difference> = Vec::new();
    for document in revision.then {
        for then in of(document) {
            if let Some(known) = position.get(&then.id).and_then(|position| found.get_mut(*position)) {
                known.documents.push(document.stem.clone());
                continue;
            }
            let now = now.get(&then.id).or_else(|| in_words.get(&then.id)).copied();
            if now.is_none_or(|now| then.differs_from(now)) {
                position.insert(&then.id, found.len());
                let documents = vec![document.stem.clone()];
                found.push(Difference { id: then.id.clone(), documents, then: then.clone(), now: now.cloned() });
            }
        }
    }
    found
}
