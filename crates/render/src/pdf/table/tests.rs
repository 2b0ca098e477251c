//! Whole tables: nothing is cut, nothing leaves the type area, points stand under each other, rows keep together.

use super::*;
use crate::fonts::tests::{faces, house};
use crate::pdf::flow::Page;
use crate::pdf::mark::{Mark, Run};
use tongbao_document::{Cell, Column, Figure, FigureId, GroupId, Mark as Remark, Measure, Row, Subject, Value};

fn number(number: f64, decimals: u8) -> Figure {
    let id = FigureId {
        subject: Subject::Indicator("就诊率".into()),
        group: GroupId::Area,
        period: "2025Q3".parse().ok(),
        measure: Measure::Value,
    };
    Figure::new(id, Value::Number(number), decimals, "%")
}

fn words(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

fn column(header: &str, align: Align, width: f32) -> Column {
    Column { header: header.to_owned(), align, width }
}

fn row(cells: Vec<Cell>) -> Row {
    Row { role: Role::Body, indent: 0, cells }
}

fn table(columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table {
        name: "表".into(),
        title: "表1 完成情况".into(),
        unit_line: Some("单位：%".into()),
        columns,
        label_columns: 1,
        rows,
        notes: vec!["注：1.数据截至2025年10月15日。".into()],
    }
}

/// A name and `columns` - 1 numbers, `rows` times.
fn numbers(columns: usize, rows: usize) -> Table {
    let mut heads = vec![column("单位", Align::Left, 8.0)];
    heads.extend((1..columns).map(|index| column(&format!("栏{index}"), Align::Right, 4.0)));
    let line = |index: usize| {
        let mut cells = vec![words(&format!("第{index}医院"))];
        cells.extend((1..columns).map(|_| Cell::Figure(number(1234.5, 1))));
        row(cells)
    };
    table(heads, (0..rows).map(line).collect())
}

fn pages(table: &Table) -> Vec<Page> {
    let house = house();
    let frame = Frame::new(&house.profile);
    let prepared = prepare(table, &house, &frame).expect("layout");
    let mut section = Section { sideways: prepared.is_sideways(), ..Section::default() };
    let prose = Prose::new(&house, &frame, prepared.is_sideways());
    prepared.append_to(&mut section, &prose).expect("items");
    flow::paginate(vec![section], &frame).pages
}

fn runs(page: &Page) -> impl Iterator<Item = &Run> {
    page.marks.iter().filter_map(|mark| if let Mark::Run(run) = mark { Some(run) } else { None })
}

fn said(run: &Run) -> String {
    run.glyphs.iter().map(|glyph| glyph.character).collect()
}

/// Where the run's letters start, by its faces' own advances, with the place behind the last.
fn edges(run: &Run) -> Vec<f32> {
    let house = house();
    let program = house.faces.program(run.face).expect("face");
    let mut edges = vec![run.x];
    for glyph in &run.glyphs {
        let advance = f32::from(program.get_horizontal_advance(glyph.id)) / 1000.0 * run.size;
        edges.push(edges.last().expect("edge") + advance + glyph.gap);
    }
    edges
}

#[track_caller]
fn stands_inside(table: &Table) {
    let frame = Frame::new(&house().profile);
    let smallest = house().theme.table.smallest;
    for (number, page) in pages(table).iter().enumerate() {
        let (width, height) = (frame.width(page.sideways), frame.height(page.sideways));
        for mark in &page.marks {
            let (left, right, bottom) = match mark {
                Mark::Rule(rule) => (rule.from.0, rule.to.0, rule.to.1),
                Mark::Run(run) => {
                    assert!(run.size >= smallest, "page {number}: {} points", run.size);
                    // A closing mark at the end of a line may hang over the edge by its blank half.
                    (run.x, edges(run).last().expect("edge") - run.size / 2.0, run.y + run.size * 0.12)
                }
                _ => continue,
            };
            assert!(
                left > -0.1 && right < width + 0.1 && bottom < height + 0.1,
                "page {number} of {width} by {height}: {mark:?}"
            );
        }
    }
}

#[test]
fn decimal_points_stand_under_each_other() {
    let low = number(61.0, 1).marked(Some(Remark::LowCoverage));
    let changed = number(1.3, 1).marked(Some(Remark::NotComparable));
    let cells = [number(1_234.56, 2), low, changed, number(-0.5, 1).signed(), number(87_654.0, 0)].map(Cell::Figure);
    let mut rows: Vec<Row> = cells.into_iter().map(|cell| row(vec![words("甲"), cell])).collect();
    rows.push(row(vec![words("甲"), words("—")]));
    rows[0].role = Role::Total;
    let table = table(vec![column("单位", Align::Left, 8.0), column("数", Align::Right, 4.0)], rows);
    let mut points = Vec::new();
    for run in pages(&table).iter().flat_map(runs) {
        let text = said(run);
        let characters: Vec<char> = text.chars().collect();
        if text == "—" {
            points.extend(edges(run).last().copied());
        } else if let Some(point) = decimal::point(&characters) {
            points.push(edges(run)[point]);
        }
    }
    assert_eq!(points.len(), 6);
    assert!(points.iter().all(|point| (point - points[0]).abs() < 0.06), "{points:?}");
}

#[test]
fn nothing_is_cut_in_tables_of_every_shape() {
    let monster = "x".repeat(300);
    let long = "济宁市第一人民医院医疗健康服务集团鱼台分院暨王鲁镇中心卫生院".repeat(3);
    let mut names = numbers(4, 3);
    names.rows[1].cells[0] = words(&long);
    let mut word = numbers(3, 2);
    word.rows[0].cells[1] = words(&monster);
    let mut large = numbers(12, 3);
    large.rows[0].cells[5] = Cell::Figure(number(123_456_789_012_345.0, 2));
    let mut heads = numbers(5, 2);
    heads.columns[3].header = "县域内住院人次占比（不含异地安置人员，%）其中：基层医疗卫生机构".into();
    let wordy = table(vec![column("问题", Align::Left, 10.0); 4], vec![row(vec![words(&long); 4]); 30]);
    let single = table(vec![column("单位", Align::Left, 8.0)], vec![row(vec![words("甲")])]);
    for table in [numbers(40, 6), numbers(6, 300), numbers(6, 0), single, names, word, large, heads, numbers(5, 1), wordy] {
        stands_inside(&table);
    }
}

#[test]
fn every_number_of_a_wide_and_long_table_is_printed_once() {
    let laid_out = pages(&numbers(40, 60));
    let printed = laid_out.iter().flat_map(runs).filter(|run| said(run) == "1,234.5").count();
    assert_eq!(printed, 39 * 60);
    let heads = laid_out.iter().flat_map(runs).filter(|run| said(run) == "栏7").count();
    assert!(heads >= 1);
}

#[test]
fn the_outer_rules_are_thicker_and_the_style_says_how_much() {
    let mut house = House { theme: house().theme.clone(), profile: house().profile, faces: faces() };
    house.theme.table.outer_rule = 1.7;
    house.theme.table.rule = 0.3;
    house.theme.types.table_body.size = 12.0;
    let frame = Frame::new(&house.profile);
    let table = numbers(4, 5);
    let prepared = prepare(&table, &house, &frame).expect("layout");
    let mut section = Section::default();
    prepared.append_to(&mut section, &Prose::new(&house, &frame, false)).expect("items");
    let pages = flow::paginate(vec![section], &frame).pages;
    let level =
        |mark: &Mark| if let Mark::Rule(rule) = mark { ((rule.from.1 - rule.to.1).abs() < 0.01).then_some(*rule) } else { None };
    let mut levels: Vec<(f32, f32)> = pages[0].marks.iter().filter_map(level).map(|rule| (rule.from.1, rule.thickness)).collect();
    levels.sort_by(|left, right| left.0.total_cmp(&right.0));
    assert!((levels[0].1 - 1.7).abs() < 0.01 && (levels[1].1 - 0.3).abs() < 0.01, "{levels:?}");
    assert!((levels.last().expect("rule").1 - 1.7).abs() < 0.01, "{levels:?}");
    assert!(runs(&pages[0]).filter(|run| said(run) == "1,234.5").all(|run| (run.size - 12.0).abs() < 0.01));
}

#[test]
fn rows_keep_together_at_the_head_and_at_the_foot_of_pages() {
    let mut table = numbers(4, 40);
    table.rows[20].role = Role::Section;
    for rows in [1, 2, 3, 40] {
        table.rows.truncate(40);
        let shown = Table { rows: table.rows.iter().take(rows).cloned().collect(), ..table.clone() };
        let house = house();
        let frame = Frame::new(&house.profile);
        let prepared = prepare(&shown, &house, &frame).expect("layout");
        let mut section = Section::default();
        prepared.append_to(&mut section, &Prose::new(&house, &frame, false)).expect("items");
        // Title, unit, header; then the rows; then one note.
        let keeps: Vec<bool> = section.items.iter().map(|item| item.keep).collect();
        assert!(keeps[..3].iter().all(|keep| *keep));
        assert!(rows == 1 || keeps[3] && keeps[3 + rows - 2], "{rows} rows: {keeps:?}");
        assert!(keeps[3 + rows - 1] && !keeps[3 + rows], "{rows} rows: {keeps:?}");
        if rows == 40 {
            assert!(keeps[3 + 20] && keeps[3 + 21] && !keeps[3 + 22] && !keeps[3 + 10]);
        }
    }
}

#[test]
fn a_short_table_is_not_torn() {
    let house = house();
    let frame = Frame::new(&house.profile);
    let prose = Prose::new(&house, &frame, false);
    let mut short = numbers(4, 5);
    short.notes.clear();
    let rows = |table: &Table| {
        let mut section = Section::default();
        prepare(table, &house, &frame).expect("layout").append_to(&mut section, &prose).expect("items");
        section.items
    };
    let items = rows(&short);
    assert!(items.iter().rev().skip(1).all(|item| item.keep) && items.last().is_some_and(|last| !last.keep));
    assert!(rows(&numbers(4, 20)).iter().filter(|item| !item.keep).count() > 10);
}
