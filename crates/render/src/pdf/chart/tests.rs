//! Whole charts: every number as the document writes it, nothing outside the type area, the target and what is missing in words.

use super::*;
use crate::fonts::tests::house;
use crate::pdf::frame::Frame;
use crate::pdf::mark::{Mark, Shape};
use tongbao_document::{Figure, FigureId, GroupId, Measure, Series, Subject, Value};

fn figure(value: Value) -> Figure {
    let id = FigureId {
        subject: Subject::Indicator("就诊率".into()),
        group: GroupId::Area,
        period: "2025Q3".parse().ok(),
        measure: Measure::Value,
    };
    Figure::new(id, value, 1, "%")
}

fn series(name: &str, numbers: &[Option<f64>]) -> Series {
    let value = |number: &Option<f64>| figure(number.map_or(Value::NotReported, Value::Number));
    Series { name: name.to_owned(), figures: numbers.iter().map(value).collect() }
}

fn chart(kind: ChartKind, series: Vec<Series>) -> Chart {
    let count = series.iter().map(|series| series.figures.len()).max().unwrap_or(0);
    Chart {
        name: "完成率".into(),
        caption: "图1 完成率".into(),
        kind,
        unit: "%".into(),
        categories: (0..count).map(|index| format!("第{index}期")).collect(),
        series,
        target: None,
        source: "数据来源：报表".into(),
    }
}

fn drawn(chart: &Chart) -> Vec<Item> {
    let house = house();
    let frame = Frame::new(&house.profile);
    items(&Prose::new(&house, &frame, false), chart).expect("items")
}

/// What the items say, one run a line.
fn said(items: &[Item]) -> Vec<String> {
    let runs =
        items.iter().flat_map(|item| &item.marks).filter_map(|mark| if let Mark::Run(run) = mark { Some(run) } else { None });
    runs.map(|run| run.glyphs.iter().map(|glyph| glyph.character).collect()).collect()
}

fn count(items: &[Item], words: &str) -> usize {
    said(items).iter().filter(|run| run.as_str() == words).count()
}

fn shapes(items: &[Item]) -> Vec<&Shape> {
    let marks = items.iter().flat_map(|item| &item.marks);
    marks.filter_map(|mark| if let Mark::Shape(shape) = mark { Some(shape) } else { None }).collect()
}

#[track_caller]
fn stands_inside(items: &[Item]) {
    let frame = Frame::new(&house().profile);
    for item in items {
        assert!(item.is_chart && item.height <= frame.text_height, "{}", item.height);
        for mark in &item.marks {
            let points = match mark {
                Mark::Fill(fill) => vec![(fill.x, fill.y), (fill.x + fill.width, fill.y + fill.height)],
                Mark::Rule(rule) => vec![rule.from, rule.to],
                Mark::Shape(shape) => shape.points.clone(),
                Mark::Row(_) | Mark::RowEnd => continue,
                Mark::Run(run) => vec![(run.x, run.y)],
            };
            let inside = |(x, y): &(f32, f32)| *x > -0.5 && *x < frame.text_width + 0.5 && *y > -0.5 && *y < item.height + 0.5;
            assert!(points.iter().all(inside), "{mark:?}");
        }
    }
}

#[test]
fn ninety_bars_are_split_and_each_keeps_its_number() {
    let numbers: Vec<Option<f64>> = (0..90).map(|index| if index == 7 { None } else { Some(88.8) }).collect();
    let mut chart = chart(ChartKind::Bars, vec![series("完成率", &numbers)]);
    chart.categories[3] = "济宁市第一人民医院医疗健康服务集团鱼台分院暨王鲁镇中心卫生院".into();
    chart.target = Some(figure(Value::Number(90.0)));
    let items = drawn(&chart);
    assert!(items.len() > 1);
    assert_eq!((count(&items, "88.8"), count(&items, "…")), (89, 1));
    let words = said(&items).concat();
    assert_eq!(words.matches("目标 90.0%").count(), items.len());
    assert!(words.contains("完成率（续1）"));
    stands_inside(&items);
}

#[test]
fn a_trend_of_one_series_has_all_numbers_and_a_gap_with_its_sign() {
    let chart = chart(ChartKind::Lines, vec![series("全市", &[Some(91.2), Some(92.4), None, Some(93.1), Some(95.5)])]);
    let items = drawn(&chart);
    for number in ["91.2", "92.4", "93.1", "95.5", "…"] {
        assert_eq!(count(&items, number), 1, "{number}");
    }
    let lines = shapes(&items).iter().filter(|shape| shape.fill.is_none() && shape.points.len() == 2).count();
    // Two pieces of line beside the gap, and the sample of the legend.
    assert_eq!(lines, 3);
    assert!(said(&items).concat().contains("纵轴不从0开始"));
    stands_inside(&items);
}

#[test]
fn series_of_a_trend_differ_in_dashes_and_tell_their_last_number() {
    let lines = [("任城区", 71.0), ("兖州区", 71.2), ("曲阜市", 40.0), ("泗水县", 3.0)];
    let all = lines.map(|(name, last)| series(name, &[Some(50.0), Some(60.0), Some(last)]));
    let mut chart = chart(ChartKind::Lines, all.to_vec());
    chart.target = Some(figure(Value::Number(80.0)));
    let items = drawn(&chart);
    for (name, last) in lines {
        assert_eq!((count(&items, name), count(&items, &format!("{last:.1}"))), (1, 1), "{name}");
    }
    let mut dashes: Vec<String> =
        shapes(&items).iter().filter(|shape| shape.fill.is_none()).map(|shape| format!("{:?}", shape.dashes)).collect();
    dashes.sort();
    dashes.dedup();
    assert_eq!(dashes.len(), 4);
    let words = said(&items).concat();
    assert!(words.contains("目标 80.0%") && !words.contains("纵轴不从0开始"));
    stands_inside(&items);
}

#[test]
fn pieces_add_up_to_the_number_at_the_end_and_a_missing_one_leaves_none() {
    let chart = chart(
        ChartKind::Stacked,
        vec![
            series("基础", &[Some(41.26), Some(30.0)]),
            series("增量", &[Some(20.0), None]),
            series("加分", &[Some(0.3), Some(5.0)]),
        ],
    );
    let items = drawn(&chart);
    // 41.3 and 20.0 and 0.3 as printed, not 61.56.
    assert_eq!((count(&items, "61.6"), count(&items, "35.0")), (1, 0));
    assert_eq!((count(&items, "41.3"), count(&items, "…")), (1, 1));
    for name in ["基础", "增量", "加分"] {
        assert_eq!(count(&items, name), 1, "{name}");
    }
    stands_inside(&items);
}

#[test]
fn charts_without_anything_and_with_very_much_are_drawn_too() {
    for kind in [ChartKind::Bars, ChartKind::Lines, ChartKind::Stacked] {
        stands_inside(&drawn(&chart(kind, vec![])));
        stands_inside(&drawn(&chart(kind, vec![series("全市", &[None, None])])));
        stands_inside(&drawn(&chart(kind, vec![series("全市", &[Some(5.0)])])));
        let many: Vec<Series> = (0..7).map(|index| series("一个名称不短的系列", &[Some(f64::from(index)); 40])).collect();
        stands_inside(&drawn(&chart(kind, many)));
    }
}
