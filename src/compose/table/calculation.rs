//! 指标计算: the aggregates behind every indicator and the value before rounding, so that a printed number can be followed.
//!
//! Printed cell → formula → row of this table → item → 数据来源 → file, sheet and cell.

use super::{body, marks, numbers, text, words};
use crate::compose::numbers::{Numbers, summed_how};
use crate::compose::sources::{MOST_VALUES, Sources};
use tongbao_document::{Cell, Figure, Row, Table};
use tongbao_figures::aggregate::Group;

/// Of one group: operands, value, the last period alone and the bases of both changes, row by row.
pub(in crate::compose) fn calculation(sources: &Sources<'_>, group: &Group) -> Table {
    let material = sources.material;
    let mut rows: Vec<Row> = Vec::new();
    for position in 0..material.plan.indicators.len() {
        let Some(numbers) = Numbers::of(material, position, group) else { continue };
        let mut put = |what: &str, how: &str, figure: Figure| {
            let unit = figure.unit.clone();
            rows.push(body(vec![text(&numbers.indicator().id), text(what), Cell::Figure(figure), text(unit), text(how)]));
        };
        let how = summed_how(numbers.indicator());
        for (place, (operand, figure)) in numbers.operands(sources).into_iter().enumerate() {
            let added = numbers.adjustment(place, sources);
            put(operand, if added.is_some() { "汇总数，含差额" } else { how.as_str() }, figure);
            if let Some((figure, entries)) = added {
                put("其中：差额", &entries, figure);
            }
        }
        for (member, standing, figure) in numbers.members().into_iter().take(MOST_VALUES) {
            put(&member, standing, figure);
        }
        put("本期累计（未取整）", &numbers.indicator().formula.text, numbers.exact_value());
        let year_before = ("上年同期", "同比的基数", numbers.year_before());
        let quarters = [("其中：本季", "本季单独汇总", numbers.exact_own()), ("上季", "环比的基数", numbers.period_before())];
        let is_quarter = material.period.last_quarter() == material.period;
        for (what, how, figure) in std::iter::once(year_before).chain(quarters.into_iter().filter(|_| is_quarter)) {
            if figure.stored().is_some() {
                put(what, how, figure);
            }
        }
        for (what, how, figure) in numbers.compared(is_quarter) {
            put(what, &how, figure);
        }
        for (what, how, figure) in numbers.filled() {
            put(what, how, figure);
        }
    }
    Table {
        name: "指标计算".to_owned(),
        title: format!("{}指标计算过程", material.full_name(group)),
        unit_line: None,
        columns: vec![
            words("指标", 12.0),
            words("项目", 20.0),
            numbers("数值", 8.0),
            marks("计量单位", 4.0),
            words("说明", 20.0),
        ],
        label_columns: 2,
        rows,
        notes: vec![
            "各表中的本期累计、同比、环比由本表数值按公式计算后取整。".to_owned(),
            if sources.is_split {
                "汇总数由各单位报表数值直接汇总；能逐格相加的写成公式：“县区计算”中各县（市、区）的数加“数据来源”中市直单位的数。"
                    .replace("市直", material.returns().direct_name())
            } else {
                "汇总数由各单位报表数值直接汇总；能逐格相加的写成公式，指向“数据来源”中计入单位的数。".to_owned()
            },
        ],
    }
}

/// The same for several groups side by side, operands and values only: behind the tables that compare counties or alliances.
pub(in crate::compose) fn calculation_of(sources: &Sources<'_>, groups: &[Group], name: &str, title: &str) -> Option<Table> {
    let material = sources.material;
    let mut columns = vec![words("指标", 12.0), words("项目", 16.0)];
    columns.extend(groups.iter().map(|group| numbers(&material.name(group), 7.0)));
    let mut rows: Vec<Row> = Vec::new();
    for (position, indicator) in material.plan.indicators.iter().enumerate() {
        let of_groups: Vec<_> = groups.iter().map(|group| Numbers::of(material, position, group)).collect();
        if of_groups.iter().all(Option::is_none) {
            continue;
        }
        let operands: Vec<_> = of_groups
            .iter()
            .map(|numbers| numbers.as_ref().map(|numbers| numbers.operands(sources)).unwrap_or_default())
            .collect();
        for (place, operand) in indicator.parts.operands.iter().enumerate() {
            let figures = operands.iter().map(|of_group| of_group.get(place).map(|(_, figure)| figure.clone()));
            rows.push(row(&indicator.id, &operand.text, figures));
            let added: Vec<Option<Figure>> = of_groups
                .iter()
                .map(|numbers| numbers.as_ref().and_then(|numbers| numbers.adjustment(place, sources)).map(|(figure, _)| figure))
                .collect();
            if added.iter().any(Option::is_some) {
                rows.push(row(&indicator.id, &format!("{}其中：差额", operand.text), added.into_iter()));
            }
        }
        let values = of_groups.iter().map(|numbers| numbers.as_ref().map(Numbers::exact_value));
        rows.push(row(&indicator.id, "本期累计（未取整）", values));
        let filled: Vec<Option<Figure>> =
            of_groups.iter().map(|numbers| numbers.as_ref().and_then(Numbers::place_filled)).collect();
        if filled.iter().any(Option::is_some) {
            rows.push(row(&indicator.id, "缺数补算（排名用）", filled.into_iter()));
        }
    }
    (!rows.is_empty()).then(|| Table {
        name: name.to_owned(),
        title: title.to_owned(),
        unit_line: None,
        columns,
        label_columns: 2,
        rows,
        notes: vec![
            "各表中的数值由本表数值按公式计算后取整；汇总数由本组单位报表数值直接汇总，逐个单位的数见该组工作簿的“数据来源”。"
                .to_owned(),
        ],
    })
}

fn row(indicator: &str, what: &str, figures: impl Iterator<Item = Option<Figure>>) -> Row {
    let cells = figures.map(|figure| figure.map_or(Cell::Blank, Cell::Figure));
    body([text(indicator), text(what)].into_iter().chain(cells).collect())
}
