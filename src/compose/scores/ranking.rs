//! 得分排名: scores, grades and places of each peer group, best first.

use super::card;
use super::told::{Told, UNSCORED, is_of_units, or_dash};
use crate::compose::table::{body, marks, numbers, section, text, words};
use tongbao_document::{Cell, Column, Formula, Measure, Row, Table};
use tongbao_figures::assess::score::{Scorecard, Total};
use tongbao_figures::plan::{Scheme, Scope};

/// Most institutions that the area's bulletin lists where their counties' bulletins do so too.
const MOST_UNITS: usize = 2_000;

/// Counties and alliances; in a county's or alliance's bulletin itself alone. The area is not ranked among its parts.
pub(in crate::compose) fn groups(told: &Told<'_>) -> Table {
    table(told, "得分排名", "年终评估得分和等次", |scheme| !is_of_units(scheme) && scheme.scope != Scope::Area)
}

/// Institutions, category by category.
pub(in crate::compose) fn units(told: &Told<'_>) -> Table {
    table(told, "机构得分排名", "机构年终评估得分和等次", is_of_units)
}

fn table(told: &Told<'_>, name: &str, title: &str, test: impl Fn(&Scheme) -> bool) -> Table {
    let columns = columns();
    let shown = told.shown(test);
    let mut rows = Vec::new();
    // Of a province there may be tens of thousands, and their counties' bulletins list them.
    let listed: usize = shown.iter().filter(|(scheme, _)| is_of_units(scheme)).map(|(_, cards)| cards.len()).sum();
    let is_cut = listed > MOST_UNITS && told.material.has_counties();
    for (scheme, mut cards) in shown {
        rows.push(section(&scheme.name, columns.len()));
        if is_cut {
            cards.retain(|card| card::is_direct(told, &card.group));
        }
        // A place can be followed where everybody who has one is listed.
        let ranked = |cards: &mut dyn Iterator<Item = &Scorecard>| cards.filter(|card| card.total.is_some()).count();
        let peers = cards.first().and_then(|card| told.scores.peers(&card.group));
        let is_whole = peers.is_some_and(|peers| ranked(&mut peers.iter()) == ranked(&mut cards.iter().copied()));
        rows.extend(cards.iter().map(|card| row(told, scheme, card, is_whole.then_some(&cards))));
    }
    let mut notes = vec![
        "得分＝指标得分＋加分－减分。按得分在同类对象中排名，同分同名次、其后名次空缺，并列者按代码排列。".to_owned(),
        "一票否决只限定等次，不改变得分和名次。上年得分取已定稿印发的，没有定稿的按本年办法和上年数据计算。".to_owned(),
    ];
    if is_cut {
        notes.push("机构较多，本表只列不属于县（市、区）的机构，其余见“县区”文件夹内各工作簿。".to_owned());
    }
    Table {
        name: name.to_owned(),
        title: format!("{}{title}", told.material.full_name(told.group)),
        unit_line: Some("单位：分".to_owned()),
        columns,
        label_columns: 2,
        rows,
        notes,
    }
}

fn columns() -> Vec<Column> {
    vec![
        marks("名次", 3.0),
        words("对象", 10.0),
        numbers("指标得分", 4.5),
        numbers("加分", 3.5),
        numbers("减分", 3.5),
        numbers("得分", 4.5),
        marks("等次", 4.0),
        numbers("上年得分", 4.5),
        numbers("增减", 4.0),
        words("备注", 8.0),
    ]
}

/// Most peers among whom a place is a live formula: each place names every peer.
const MOST_RANKED: usize = 300;

fn row(told: &Told<'_>, scheme: &Scheme, card: &Scorecard, peers: Option<&Vec<&Scorecard>>) -> Row {
    let name = text(told.material.name(&card.group));
    let Some(total) = &card.total else {
        let mut cells = vec![text("—"), name];
        cells.extend(std::iter::repeat_with(|| text("—")).take(7));
        cells.push(text(remark(told, card, None)));
        return body(cells);
    };
    let group = &card.group;
    let [base, bonus, penalty] = card::parts(told, scheme, card, total);
    let place = told.place(group, total);
    let place = match peers.filter(|peers| peers.len() <= MOST_RANKED) {
        Some(peers) => {
            let ranked = peers.iter().filter(|peer| peer.total.is_some());
            let among = ranked.map(|peer| told.score_id(&peer.group, Measure::Score));
            place.computed_as(Formula::rank(told.score_id(group, Measure::Score), among, false))
        }
        None => place,
    };
    body(vec![
        // Nobody is ranked among itself.
        if told.has_peers(group) { Cell::Figure(place) } else { text("—") },
        name,
        Cell::Figure(base),
        Cell::Figure(bonus),
        Cell::Figure(penalty),
        Cell::Figure(told.score(group, total)),
        text(told.grade(total.grade)),
        or_dash(told.last_year(group, total)),
        or_dash(told.change(group, total)),
        text(remark(told, card, Some(total))),
    ])
}

/// Why there is no score, or why the grade is not what the score alone would give.
fn remark(told: &Told<'_>, card: &Scorecard, total: Option<&Total>) -> String {
    let mut said = Vec::new();
    if total.is_none() {
        said.push(UNSCORED.to_owned());
    }
    let vetoes = told.vetoes(card);
    if !vetoes.is_empty() {
        said.push(format!("一票否决：{}", vetoes.join("；")));
        if let Some(total) = total.filter(|total| total.reached() != total.grade_by_score) {
            said.push(format!("按得分应为{}", told.grade(total.grade_by_score)));
        }
    }
    said.extend(total.and_then(|total| told.crowded(total)));
    said.join("；")
}
