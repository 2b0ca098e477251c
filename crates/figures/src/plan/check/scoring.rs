//! `scoring.toml`: grades, vetoes, adjustments, and for each peer group what its score is made of.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::declared::Declared;
use super::fields::{Checker, Placed, Words, words_of};
use super::likeness::{Likeness, completed};
use super::matters::{adjustment, quota};
use super::points::points;
use super::schemes::{overlap, scheme};
use super::shared_scoring::{SharedScoring, Taken};
use super::vocabulary::Vocabulary;
use crate::plan::indicator::Indicator;
use crate::plan::mistake::Mistake;
use crate::plan::near;
use crate::plan::raw::{RawGrade, RawScheme, RawScoring, RawVeto};
use crate::plan::scoring::{Adjustment, AdjustmentKind, Grade, Scheme, Scoring, Treatment, Veto};
use crate::plan::source::Source;

const TREATMENTS: [(&str, Treatment); 2] = [("spread", Treatment::Spread), ("zero", Treatment::Zero)];

/// Checks the file against the indicators of the plan, what it takes by name among it, and gives it also as it would be written whole;
/// `is_complete` says whether all indicators could be read.
pub(in crate::plan) fn read(
    raw: RawScoring,
    (indicators, is_complete): (&[Indicator], bool),
    declared: Declared<'_>,
    vocabulary: &Vocabulary<'_>,
    shared: &SharedScoring,
    source: &Source,
    mistakes: &mut Vec<Mistake>,
) -> (Scoring, RawScoring) {
    let mut checker = Checker { source, mistakes };
    let mut whole = RawScoring { use_grades: None, use_vetoes: None, use_adjustments: None, ..raw.clone() };
    let head = 0..0;
    let basis = checker.needed(raw.basis, "basis", &head).value;
    let mut treatment = |text, key| {
        let written = checker.needed(text, key, &head);
        checker.word(&written, key, &TREATMENTS).unwrap_or(Treatment::Zero)
    };
    let (inapplicable, missing) = (treatment(raw.inapplicable, "inapplicable"), treatment(raw.missing, "missing"));
    let grades = shared.grades(raw.use_grades, raw.grades, &mut checker);
    whole.grades.clone_from(&grades.all);
    let grades = Grades::of(grades, &mut checker);
    let vetoes = shared.vetoes(raw.use_vetoes, raw.vetoes, &mut checker);
    whole.vetoes.clone_from(&vetoes);
    let vetoes = vetoes.into_iter().map(|raw| veto(raw, &grades, &mut checker)).collect::<Vec<_>>();
    let adjustments = shared.adjustments(raw.use_adjustments, raw.adjustments, &mut checker);
    whole.adjustments.clone_from(&adjustments);
    let adjustments: Vec<_> = adjustments.into_iter().filter_map(|raw| adjustment(raw, &mut checker)).collect();
    check_ids(&vetoes, &adjustments, &mut checker);
    let mut cap = |number, key, kind: AdjustmentKind| {
        let is_needed = adjustments.iter().any(|(adjustment, _)| adjustment.kind == kind);
        points(number, key, is_needed.then_some(&head), &mut checker).unwrap_or_default()
    };
    let bonus_cap = cap(raw.bonus_cap, "bonus-cap", AdjustmentKind::Bonus);
    let penalty_cap = cap(raw.penalty_cap, "penalty-cap", AdjustmentKind::Penalty);
    let mut listed = |texts, key| {
        let listed = checker.list(texts, key);
        listed.iter().filter_map(|name| grades.named(name, key, &mut checker)).collect::<Vec<usize>>()
    };
    let (commend, account) = (listed(raw.commend, "commend"), listed(raw.account, "account"));
    if raw.schemes.is_empty() {
        checker.missing("[[scheme]]", &head);
    }
    let mut schemes: Vec<Scheme> = Vec::new();
    let mut before: Vec<RawScheme> = Vec::new();
    for raw in raw.schemes {
        let head = raw.span();
        let Some(Likeness { scheme: raw, sum_at }) = completed(raw, &before, shared, &mut checker) else { continue };
        before.push(raw.clone());
        let known = (indicators, is_complete);
        let Some(scheme) = scheme(raw, &head, sum_at, known, declared, vocabulary, &mut checker) else { continue };
        if schemes.iter().any(|other| other.name == scheme.name) {
            checker.tell(head.clone(), format!("评分分组`{}`重复", scheme.name));
        }
        if let Some(other) = schemes.iter().find(|other| overlap(other, &scheme)) {
            checker.tell(head, format!("`{}`与`{}`有共同的对象：一个对象只能在一个分组里评分", scheme.name, other.name));
        }
        schemes.push(scheme);
    }
    whole.schemes = before.into_iter().map(|scheme| Spanned::new(head.clone(), scheme)).collect();
    let scoring = Scoring {
        basis,
        inapplicable,
        missing,
        grades: grades.list,
        vetoes: vetoes.into_iter().map(|(veto, _)| veto).collect(),
        adjustments: adjustments.into_iter().map(|(adjustment, _)| adjustment).collect(),
        bonus_cap,
        penalty_cap,
        commend,
        account,
        schemes,
    };
    (scoring, whole)
}

/// The grades of a pack.
struct Grades {
    /// Best first, the last from 0.
    list: Vec<Grade>,
    /// Whether all that the pack names could be read: then one that is not among them is none.
    is_complete: bool,
}

impl Grades {
    fn of(taken: Taken<RawGrade>, checker: &mut Checker<'_>) -> Self {
        let Taken { all, is_complete } = taken;
        Self { list: grades(all, is_complete, checker), is_complete }
    }

    fn named(&self, name: &Placed<String>, key: &str, checker: &mut Checker<'_>) -> Option<usize> {
        let position = self.list.iter().position(|grade| grade.name == name.value);
        if position.is_none() && self.is_complete && !name.value.is_empty() {
            let hint = near::suggestion(&name.value, self.list.iter().map(|grade| grade.name.as_str()));
            checker.tell_with_hint(name.span.clone(), format!("`{key}`写的等次`{}`没有在`[[grade]]`里", name.value), hint);
        }
        position
    }
}

fn grades(raw: Vec<Spanned<RawGrade>>, is_complete: bool, checker: &mut Checker<'_>) -> Vec<Grade> {
    let mut grades: Vec<Grade> = Vec::new();
    if raw.is_empty() && is_complete {
        checker.missing("[[grade]]", &(0..0));
    }
    let count = raw.len();
    for (raw, number) in raw.into_iter().zip(1..) {
        let head = raw.span();
        let raw = raw.into_inner();
        let name = checker.needed(raw.name, "name", &head);
        if grades.iter().any(|other| other.name == name.value) {
            checker.tell(name.span, format!("等次`{}`重复", name.value));
        }
        if raw.from.is_none() {
            checker.missing("from", &head);
        }
        let Some(from) = checker.finite(raw.from, "from") else { continue };
        if grades.last().is_some_and(|better| from.value >= better.from) {
            checker.tell(from.span, "等次应从高到低写，`from`逐级减少");
        } else if number == count && from.value != 0.0 && is_complete {
            checker.tell(from.span, format!("最低等次的`from`应是0，这里是{}：否则有的得分没有等次", from.value));
        }
        let quota = quota(raw.most, raw.most_percent, number == count, checker);
        grades.push(Grade { name: name.value, from: from.value, quota });
    }
    grades
}

fn veto(raw: Spanned<RawVeto>, grades: &Grades, checker: &mut Checker<'_>) -> (Veto, Range<usize>) {
    let head = raw.span();
    let raw = raw.into_inner();
    let id = checker.needed(raw.id, "id", &head);
    let title = checker.needed(raw.title, "title", &head).value;
    let caps_at = checker.needed(raw.caps_at, "caps-at", &head);
    let caps_at = grades.named(&caps_at, "caps-at", checker).unwrap_or_default();
    (Veto { id: id.value, title, caps_at }, id.span)
}

/// Events name vetoes and adjustments by one column: no two may share a name.
fn check_ids(vetoes: &[(Veto, Range<usize>)], adjustments: &[(Adjustment, Range<usize>)], checker: &mut Checker<'_>) {
    let of_vetoes = vetoes.iter().map(|(veto, span)| (&veto.id, span));
    let of_adjustments = adjustments.iter().map(|(adjustment, span)| (&adjustment.id, span));
    let mut seen = BTreeSet::new();
    for (id, span) in of_vetoes.chain(of_adjustments) {
        if !seen.insert(id) {
            checker.tell(span.clone(), format!("事项`{id}`重复"));
        }
    }
}

/// What the keys at the head of the file may say.
pub(in crate::plan) fn words() -> Words {
    vec![("inapplicable", words_of(&TREATMENTS)), ("missing", words_of(&TREATMENTS))]
}
