//! 县区排名, 医联体排名, 机构排名: lights counted, places by 达标率, and why somebody has no place.

use std::collections::BTreeMap;

use super::{body, marks, numbers, text, words};
use crate::compose::counts::count;
use crate::compose::material::Material;
use crate::compose::rates::Rates;
use tongbao_document::subject::{LightCount, Slice};
use tongbao_document::{Cell, Figure, FigureId, Formula, GroupId, Measure, Operation, Row, Subject, Table, Value, count};
use tongbao_figures::aggregate::{Group, PeerGroupKey};
use tongbao_figures::assess::{Place, Standing, Unranked};
use tongbao_figures::plan::Scope;

/// 县区排名.
pub(in crate::compose) fn counties(material: &Material<'_>) -> Table {
    ranking(material, &material.groups(Scope::County), ["县区排名", "县（市、区）排名", "县（市、区）", "类型"])
}

/// 医联体排名.
pub(in crate::compose) fn alliances(material: &Material<'_>) -> Table {
    ranking(material, &material.groups(Scope::Alliance), ["医联体排名", "医联体排名", "医联体", "类型"])
}

/// 机构排名: the institutions of a group, each with its place among all its peers; none if the plan ranks none of them.
pub(in crate::compose) fn institutions(material: &Material<'_>, group: &Group) -> Option<Table> {
    let institutions = material.ranked_institutions(group);
    let title = format!("{}机构排名", material.full_name(group));
    (!institutions.is_empty()).then(|| ranking(material, &institutions, ["机构排名", &title, "机构", "同类组"]))
}

/// A ranking of peers, best first, the unranked last with their reason: its name, its title, what the ranked and their kinds are called.
fn ranking(material: &Material<'_>, groups: &[Group], [name, title, header, kinds]: [&str; 4]) -> Table {
    let mut columns = vec![
        marks("名次", 3.0),
        words(header, 10.0),
        words(kinds, 6.0),
        numbers("绿", 3.0),
        numbers("黄", 3.0),
        numbers("红", 3.0),
        numbers("缺数", 3.0),
        numbers("达标率（%）", 5.0),
        numbers("报送率（%）", 5.0),
        words("备注", 6.0),
    ];
    let has_kinds = has_kinds(material, groups);
    if !has_kinds {
        columns.remove(2);
    }
    if material.before.is_some() {
        columns.splice(columns.len() - 1.., [marks("上期名次", 3.0), marks("升降", 3.0), words("备注", 6.0)]);
    }
    let mut ranked: BTreeMap<PeerGroupKey<'_>, Vec<FigureId>> = BTreeMap::new();
    let ordered = ordered(material, groups);
    let of_peers = ordered.chunk_by(|one, other| material.peer_group(one.0) == material.peer_group(other.0));
    let rows = of_peers.flat_map(|peers| match peers {
        [(first, _), _, ..] if is_asked_nothing(peers) => vec![nobody(material, first, header, columns.len(), has_kinds)],
        _ => {
            let each = |(group, standing): &(&Group, &Standing)| {
                let among = ranked.entry(material.peer_group(group)).or_insert_with(|| ranked_among(material, group));
                row(material, group, standing, among, has_kinds)
            };
            peers.iter().map(each).collect::<Vec<_>>()
        }
    });
    let rows = rows.collect();
    Table {
        name: name.to_owned(),
        title: title.to_owned(),
        unit_line: Some("单位：项".to_owned()),
        columns,
        label_columns: 2,
        rows,
        notes: std::iter::once(format!(
            "按达标率排名（{}），同率同名次、其后名次空缺，并列者按代码排列。达标率＝绿÷（绿＋黄＋红＋缺数），因缺数不能认定的按未达标计。\
             报送率＝（及时＋迟报）÷应报。",
            if material.plan.peer_groups.is_empty() { "医联体在同类型内排名" } else { "在同类组内排名" },
        ))
        .chain(
            material
                .before_in_words()
                .map(|before| format!("升降：与{before}的名次相比，＋为上升的位数，－为下降的位数。")),
        )
        .collect(),
    }
}

/// Whether the ranked are of several peer groups, so that a column names them; alliances always have kinds.
fn has_kinds(material: &Material<'_>, groups: &[Group]) -> bool {
    groups.iter().any(|group| material.peer_group(group).name.is_some())
}

/// Whether nothing is asked of any of some peers, so that there is nothing to tell of one of them.
fn is_asked_nothing(peers: &[(&Group, &Standing)]) -> bool {
    peers.iter().all(|(_, standing)| standing.place == Place::Unranked(Unranked::NothingAsked))
}

/// One row for peers of whom nobody can have a place: `各三级公立医院`.
fn nobody(material: &Material<'_>, first: &Group, header: &str, columns: usize, has_kinds: bool) -> Row {
    let name = material.peer_group(first).name;
    let mut cells = vec![text("—"); columns];
    if let Some(cell) = cells.get_mut(1) {
        *cell = text(format!("各{}", name.unwrap_or(header)));
    }
    if let Some(cell) = cells.get_mut(2).filter(|_| has_kinds) {
        *cell = text(name.unwrap_or_default());
    }
    if let Some(cell) = cells.last_mut() {
        *cell = text(Unranked::NothingAsked.reason());
    }
    body(cells)
}

/// Groups with their standing, in the order of the ranking, peer group by peer group.
pub(in crate::compose) fn ordered<'run>(
    material: &'run Material<'run>,
    groups: &'run [Group],
) -> Vec<(&'run Group, &'run Standing)> {
    let mut ordered: Vec<_> = groups.iter().filter_map(|group| Some((group, material.assessment.standing(group)?))).collect();
    ordered.sort_by_key(|(group, standing)| {
        (material.peer_group(group), standing.place.number().unwrap_or(u32::MAX), (*group).clone())
    });
    ordered
}

/// The 达标率 of a group.
pub(in crate::compose) fn green_share(material: &Material<'_>, group: &Group, standing: &Standing) -> Figure {
    let id = share_id(material, group, Measure::Share);
    let lights = |what: LightCount| Formula::figure(material.id(group, Subject::Lights(Slice::Whole, what), Measure::Count));
    let green = lights(LightCount::Green);
    let others = [LightCount::Yellow, LightCount::Red, LightCount::Withheld].map(lights);
    let asked = others.into_iter().fold(green.clone(), |sum, other| sum.with(Operation::Add, other));
    Figure::new(id, standing.green_percent.map_or(Value::NotApplicable, Value::Number), 1, "%")
        .computed_as(green.percent_of(asked))
}

fn share_id(material: &Material<'_>, group: &Group, measure: Measure) -> FigureId {
    material.id(group, Subject::Lights(Slice::Whole, LightCount::GreenShare), measure)
}

/// The 达标率 of all ranked peers of a group, itself included.
fn ranked_among(material: &Material<'_>, group: &Group) -> Vec<FigureId> {
    let is_ranked = |peer: &&Group| material.assessment.standing(peer).is_some_and(|standing| standing.place.number().is_some());
    material.peers(group).into_iter().filter(is_ranked).map(|peer| share_id(material, peer, Measure::Share)).collect()
}

fn row(material: &Material<'_>, group: &Group, standing: &Standing, among: &[FigureId], has_kinds: bool) -> Row {
    let tally = material.tally(group);
    let lights = |what: LightCount, number: u32| {
        Cell::Figure(count(material, group, Subject::Lights(Slice::Whole, what), count::to_usize(number), "项"))
    };
    let (place, remark) = match standing.place {
        Place::Ranked(number) => {
            let rank = Formula::rank(share_id(material, group, Measure::Share), among.iter().cloned(), false);
            let place = Figure::new(share_id(material, group, Measure::Rank), Value::Number(f64::from(number)), 0, "");
            (Cell::Figure(place.computed_as(rank)), String::new())
        }
        Place::Unranked(reason) => (text("—"), reason.reason().to_owned()),
    };
    let mut cells = vec![place, text(material.name(group))];
    if has_kinds {
        cells.push(text(material.peer_group(group).name.unwrap_or_default()));
    }
    cells.extend([
        lights(LightCount::Green, standing.green),
        lights(LightCount::Yellow, standing.yellow),
        lights(LightCount::Red, standing.red),
        lights(LightCount::Withheld, standing.withheld),
        Cell::Figure(green_share(material, group, standing)),
        // Under the name that its counts have in 报送情况.
        Cell::Figure(Rates::of(material.period, &GroupId::Area, &material.slice(group), tally).arrived),
    ]);
    if let Some(before) = material.before {
        let figure = |figure: Option<Figure>| figure.map_or_else(|| text("—"), Cell::Figure);
        cells.extend([figure(place_before(before, group)), figure(risen(material, group))]);
    }
    cells.push(text(remark));
    body(cells)
}

/// The place of a group in the bulletin before.
fn place_before(before: &Material<'_>, group: &Group) -> Option<Figure> {
    let id = share_id(before, group, Measure::Rank);
    let place = match (before.issued.last(), before.issued.figure(&id)) {
        (Some(_), issued) => issued?.rounded?,
        (None, _) => f64::from(before.assessment.standing(group)?.place.number()?),
    };
    Some(Figure::new(id, Value::Number(place), 0, ""))
}

/// Places gained since the bulletin before; none if the group had none then or has none now.
pub(in crate::compose) fn risen(material: &Material<'_>, group: &Group) -> Option<Figure> {
    let before = place_before(material.before?, group)?;
    let place = material.assessment.standing(group)?.place.number()?;
    let gained = before.rounded()? - f64::from(place);
    let id = share_id(material, group, Measure::RankChange);
    let formula = Formula::figure(before.id).with(Operation::Subtract, Formula::figure(share_id(material, group, Measure::Rank)));
    Some(Figure::new(id, Value::Number(gained), 0, "位").signed().computed_as(formula))
}
