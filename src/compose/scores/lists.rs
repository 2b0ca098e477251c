//! 表彰名单 and 问责名单, by the grades that the pack names; whoever is vetoed is held to account as well.

use super::told::{Told, or_dash};
use crate::compose::table::{body, marks, numbers, text, words};
use tongbao_document::Table;
use tongbao_figures::assess::score::Scorecard;
use tongbao_figures::plan::{Scheme, Scope};

/// Whoever has a grade that is commended, scheme by scheme, best first.
pub(in crate::compose) fn commended(told: &Told<'_>) -> Table {
    table(told, "表彰名单", "表彰名单", "依据", &commended_cards(told))
}

/// Whoever has a grade that is held to account, or a veto.
pub(in crate::compose) fn accountable(told: &Told<'_>) -> Table {
    table(told, "问责名单", "问责名单", "事由", &accountable_cards(told))
}

/// A scorecard with its scheme and why it is listed.
pub(super) type Listed<'run> = (&'run Scheme, &'run Scorecard, String);

/// See [`commended`].
pub(super) fn commended_cards<'run>(told: &Told<'run>) -> Vec<Listed<'run>> {
    let listed = |card: &Scorecard| {
        let total = card.total.as_ref().filter(|total| told.scoring.commend.contains(&total.grade))?;
        Some(format!("等次为{}", told.grade(total.grade)))
    };
    all(told, listed)
}

/// See [`accountable`].
pub(super) fn accountable_cards<'run>(told: &Told<'run>) -> Vec<Listed<'run>> {
    let listed = |card: &Scorecard| {
        let mut reasons = Vec::new();
        if let Some(total) = card.total.as_ref().filter(|total| told.scoring.account.contains(&total.grade)) {
            reasons.push(format!("等次为{}", told.grade(total.grade)));
        }
        reasons.extend(told.vetoes(card).into_iter().map(|veto| format!("一票否决：{veto}")));
        (!reasons.is_empty()).then(|| reasons.join("；"))
    };
    all(told, listed)
}

fn all<'run>(told: &Told<'run>, listed: impl Fn(&Scorecard) -> Option<String>) -> Vec<Listed<'run>> {
    // The area is the office's own: it is neither praised nor held to account among its parts.
    let shown = told.shown(|scheme| scheme.scope != Scope::Area);
    let cards = shown.into_iter().flat_map(|(scheme, cards)| cards.into_iter().map(move |card| (scheme, card)));
    cards.filter_map(|(scheme, card)| Some((scheme, card, listed(card)?))).collect()
}

fn table(told: &Told<'_>, name: &str, title: &str, why: &str, listed: &[Listed<'_>]) -> Table {
    let rows = listed.iter().zip(1_usize..).map(|((scheme, card, reason), number)| {
        let score = card.total.as_ref().map(|total| told.score(&card.group, total));
        body(vec![
            text(number.to_string()),
            text(&scheme.name),
            text(told.material.name(&card.group)),
            or_dash(score),
            text(card.total.as_ref().map_or("—", |total| told.grade(total.grade))),
            text(reason),
        ])
    });
    Table {
        name: name.to_owned(),
        title: format!("{}{title}", told.material.full_name(told.group)),
        unit_line: Some("单位：分".to_owned()),
        columns: vec![
            marks("序号", 2.0),
            words("分组", 7.0),
            words("对象", 11.0),
            numbers("得分", 4.0),
            marks("等次", 4.0),
            words(why, 14.0),
        ],
        label_columns: 3,
        rows: rows.collect(),
        notes: Vec::new(),
    }
}
