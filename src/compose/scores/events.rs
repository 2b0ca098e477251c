//! 加减分事项: what the office entered, event by event.

use super::told::Told;
use crate::compose::table::{body, marks, numbers, text, words};
use tongbao_document::{Measure, Subject, Table};
use tongbao_figures::assess::score::group_of;
use tongbao_returns::domain::{Event, Nature, OfficeFile};

/// The events of the year that count for a group of this bulletin, in the order of the sheet; with what follows from each.
pub(super) fn counted<'run>(told: &Told<'run>) -> Vec<&'run Event> {
    let period = told.material.period;
    let concerns = |event: &&Event| {
        let group = group_of(&event.subject, &told.material.plan.area_code);
        let is_of_year = event.date.year() == period.year && event.date <= period.last_day();
        is_of_year && told.belongs(&group) && told.scores.card(&group).is_some() && title(told, event).is_some()
    };
    told.material.events.iter().filter(concerns).collect()
}

/// What the plan calls the matter; none if the plan does not know it, or not for this kind of group.
fn title<'run>(told: &Told<'run>, event: &Event) -> Option<(&'run str, Option<f64>)> {
    let scoring = told.scoring;
    if event.nature == Nature::Veto {
        return scoring.vetoes.iter().find(|veto| veto.id == event.matter).map(|veto| (veto.title.as_str(), None));
    }
    let scope = group_of(&event.subject, &told.material.plan.area_code).scope();
    let adjustment = scoring.adjustments.iter().find(|adjustment| adjustment.id == event.matter)?;
    let concerns = adjustment.scopes.is_empty() || adjustment.scopes.contains(&scope);
    concerns.then_some((adjustment.title.as_str(), Some(event.points.unwrap_or(adjustment.points))))
}

/// One row an event.
pub(in crate::compose) fn events(told: &Told<'_>) -> Table {
    let row = |(event, number): (&Event, usize)| {
        let group = group_of(&event.subject, &told.material.plan.area_code);
        let (title, points) = title(told, event)?;
        let subject = Subject::Event { sheet: event.sheet.clone(), cell: event.cell.to_string() };
        let points = points.map(|points| told.points(&group, subject, Measure::Points, points));
        Some(body(vec![
            text(number.to_string()),
            text(told.material.name(&group)),
            text(event.nature.word()),
            text(title),
            text(event.date.to_string()),
            super::told::or_dash(points),
            text(&event.reason),
            text(format!("{} {} {}", OfficeFile::Events.name(), event.sheet, event.cell)),
        ]))
    };
    let rows: Vec<_> = counted(told).into_iter().zip(1_usize..).filter_map(row).collect();
    Table {
        name: "加减分事项".to_owned(),
        title: format!("{}加减分和一票否决事项", told.material.full_name(told.group)),
        unit_line: Some("单位：分".to_owned()),
        columns: vec![
            marks("序号", 2.0),
            words("对象", 9.0),
            marks("类别", 4.0),
            words("事项", 9.0),
            marks("日期", 5.5),
            numbers("分值", 3.5),
            words("依据", 9.0),
            words("来源", 6.0),
        ],
        label_columns: 2,
        rows,
        notes: vec!["分值为封顶以前的数；按报表统计的加减分见各对象得分构成。".to_owned()],
    }
}
