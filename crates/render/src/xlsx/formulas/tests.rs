//! What is written for which formula, over small tables.

use crate::xlsx::exhibit::{Exhibit, Sheet, Spot};
use tongbao_document::{
    Align, Block, Cell, Column, Comparison, Document, Figure, FigureId, Formula, Gathered, GroupId, Measure, Operation,
    Properties, Role, Row, Subject, Table, Value,
};

use super::Formulas;

fn id(subject: &str) -> FigureId {
    FigureId {
        subject: Subject::Indicator(subject.into()),
        group: GroupId::Area,
        period: "2025Q3".parse().ok(),
        measure: Measure::Value,
    }
}

fn ids(subjects: &[&str]) -> Vec<FigureId> {
    subjects.iter().map(|subject| id(subject)).collect()
}

fn of(subject: &str) -> Formula {
    Formula::figure(id(subject))
}

fn figure(subject: &str, number: f64, decimals: u8) -> Figure {
    Figure::new(id(subject), Value::Number(number), decimals, "")
}

fn missing(subject: &str) -> Figure {
    Figure::new(id(subject), Value::NotReported, 0, "")
}

/// A row of a table; no figure leaves the cell blank.
type Line = Vec<Option<Figure>>;

fn line(figures: &[Figure]) -> Line {
    figures.iter().cloned().map(Some).collect()
}

fn table(name: &str, lines: Vec<Line>) -> Table {
    let width = lines.iter().map(Vec::len).max().unwrap_or_default();
    let row = |line: Line| Row {
        role: Role::Body,
        indent: 0,
        cells: line.into_iter().map(|figure| figure.map_or(Cell::Blank, Cell::Figure)).collect(),
    };
    Table {
        name: name.into(),
        title: name.into(),
        unit_line: None,
        columns: (0..width).map(|at| Column { header: format!("列{at}"), align: Align::Right, width: 4.0 }).collect(),
        label_columns: 0,
        rows: lines.into_iter().map(row).collect(),
        notes: vec![],
    }
}

fn of_tables(tables: &[Table]) -> Formulas {
    let sheets: Vec<Sheet<'_>> = tables
        .iter()
        .map(|table| Sheet { name: table.name.clone(), title: &table.title, exhibit: Exhibit::Table(table) })
        .collect();
    Formulas::of(&sheets)
}

/// Compares all formulas, given as sheet, row and column from 0, text; returns what was refused.
#[track_caller]
fn check(tables: &[Table], expected: &[(usize, u32, u16, &str)]) -> Vec<FigureId> {
    let formulas = of_tables(tables);
    for (sheet, row, col, text) in expected {
        assert_eq!(formulas.at(Spot { sheet: *sheet, row: *row, col: *col }), Some(*text), "{formulas:?}");
    }
    assert_eq!(formulas.count(), expected.len(), "{formulas:?}");
    formulas.into_refused()
}

#[test]
fn a_share_reads_its_own_row_and_is_rounded_as_printed() {
    let share = figure("率", 100.0 / 3.0, 1).computed_as(of("甲").percent_of(of("乙")));
    let first = table("一", vec![line(&[figure("甲", 1.0, 0), figure("乙", 3.0, 0), share.clone()])]);
    let second = table("二", vec![line(&[share])]);
    let refused = check(&[first, second], &[(0, 3, 2, "ROUND(A4*100/B4,1)"), (1, 3, 0, "ROUND('一'!$A$4*100/'一'!$B$4,1)")]);
    assert_eq!(refused, []);
}

#[test]
fn exact_figures_are_not_rounded_and_are_preferred_from_afar() {
    let exact = figure("率", 200.0 / 3.0, 1).kept_exact().computed_as(of("甲").percent_of(of("乙")));
    let calculation = table("指标计算", vec![line(&[figure("甲", 2.0, 0), figure("乙", 3.0, 0), exact])]);
    let printed = table("一", vec![line(&[figure("率", 200.0 / 3.0, 1).computed_as(of("率"))])]);
    let refused = check(&[printed, calculation], &[(0, 3, 0, "ROUND('指标计算'!$C$4,1)"), (1, 3, 2, "A4*100/B4")]);
    assert_eq!(refused, []);
}

#[test]
fn a_rounded_neighbour_that_does_not_give_the_printed_number_is_passed_over_for_the_exact_one() {
    let exact = figure("率", 66.666, 1).kept_exact();
    let tenfold = figure("十", 666.66, 0).computed_as(of("率").with(Operation::Multiply, Formula::Number(100.0)));
    let tables = [
        table("一", vec![line(&[figure("率", 66.666, 1), Figure { value: Value::Number(6666.6), ..tenfold }])]),
        table("二", vec![line(&[exact])]),
    ];
    assert_eq!(check(&tables, &[(0, 3, 1, "ROUND('二'!$A$4*100,0)")]), []);
}

#[test]
fn a_sum_is_a_range_where_the_cells_are_one_and_hold_no_other_number() {
    let lines = |subjects: &[&str], number| {
        let total = figure("合", number, 0).computed_as(Formula::sum(ids(subjects)));
        let parts = [figure("甲", 1.0, 0), missing("无"), figure("乙", 2.0, 0), figure("丙", 3.0, 0), total];
        parts.map(|figure| line(&[figure])).to_vec()
    };
    check(&[table("一", lines(&["甲", "乙", "丙", "无"], 6.0))], &[(0, 7, 0, "SUM(A4:A7)")]);
    check(&[table("一", lines(&["甲", "丙"], 4.0))], &[(0, 7, 0, "SUM(A4,A7)")]);
    check(&[table("一", lines(&["甲", "甲"], 2.0))], &[(0, 7, 0, "SUM(A4,A4)")]);
}

#[test]
fn a_sum_over_a_row_is_a_range_too() {
    let total = figure("合", 3.5, 1).computed_as(Formula::sum(ids(&["甲", "乙"])));
    let row = line(&[figure("甲", 1.25, 2), figure("乙", 2.25, 2), total]);
    check(&[table("一", vec![row])], &[(0, 3, 2, "ROUND(SUM(A4:B4),1)")]);
}

#[test]
fn many_single_cells_are_summed_in_groups() {
    let subjects: Vec<String> = (0..600).map(|at| format!("第{at}")).collect();
    let part = |subject: &String| [line(&[figure(subject, 1.0, 0)]), line(&[figure("别", 7.0, 0)])];
    let mut lines: Vec<Line> = subjects.iter().flat_map(part).collect();
    let sum = Formula::sum(subjects.iter().map(|subject| id(subject)));
    lines.push(vec![None, Some(figure("合", 600.0, 0).computed_as(sum))]);
    let formulas = of_tables(&[table("一", lines)]);
    let text = formulas.at(Spot { sheet: 0, row: 1203, col: 1 }).expect("a formula");
    assert!(text.starts_with("SUM(SUM(A4,A6,") && text.matches("SUM").count() == 4 && text.len() < 8192, "{text}");
}

#[test]
fn a_rank_is_a_rank_over_one_range_and_a_count_over_scattered_cells() {
    let rank = |lowest_first| {
        let among = ids(&["甲", "乙", "丙"]);
        figure("名", 2.0, 0).computed_as(Formula::rank(id("乙"), among, lowest_first))
    };
    let [one, two, three] = [("甲", 1.0), ("乙", 2.0), ("丙", 3.0)].map(|(subject, number)| figure(subject, number, 1));
    let together = vec![vec![Some(one.clone())], line(&[two.clone(), rank(false)]), vec![Some(three.clone())]];
    check(&[table("一", together)], &[(0, 4, 1, "RANK(A5,A$4:A$6,0)")]);
    let scattered = vec![line(&[one]), line(&[figure("别", 9.0, 0)]), line(&[two, rank(true)]), line(&[three])];
    check(&[table("一", scattered)], &[(0, 5, 1, "1+(A4<A6)+(A7<A6)")]);
}

#[test]
fn parentheses_stand_where_they_are_needed() {
    use Operation::{Add, Divide, Multiply, Subtract};
    let number = Formula::Number;
    let cases = [
        (of("甲").with(Subtract, of("乙").with(Subtract, number(1.0))), -1.0, "A4-(B4-1)"),
        (of("甲").with(Subtract, of("乙")).with(Subtract, number(1.0)), -3.0, "A4-B4-1"),
        (of("甲").with(Add, of("乙")).with(Multiply, number(0.5)), 3.0, "(A4+B4)*0.5"),
        (of("甲").with(Add, of("乙").with(Multiply, number(0.5))), 4.0, "A4+B4*0.5"),
        (of("甲").with(Divide, of("乙").with(Divide, number(2.0))), 1.0, "A4/(B4/2)"),
        (of("甲").with(Multiply, number(-3.0)), -6.0, "A4*(-3)"),
        (Formula::Negated(Box::new(of("甲"))).with(Add, of("乙")), 2.0, "-A4+B4"),
        (of("甲").with(Multiply, Formula::Negated(Box::new(of("甲").with(Subtract, of("乙"))))), 4.0, "A4*(-(A4-B4))"),
        (Formula::sum(ids(&["甲", "乙"])).with(Divide, number(4.0)), 1.5, "SUM(A4:B4)/4"),
    ];
    for (formula, number, text) in cases {
        let result = figure("果", number, 2).kept_exact().computed_as(formula);
        let row = line(&[figure("甲", 2.0, 0), figure("乙", 4.0, 0), result]);
        assert_eq!(check(&[table("一", vec![row])], &[(0, 3, 2, text)]), []);
    }
}

#[test]
fn what_is_made_of_several_cells_together_names_them() {
    let reaches = |subject: &str| {
        let is_reached = of(subject).compared(Comparison::AtLeast, Formula::Number(90.0));
        Formula::Case(vec![(is_reached, Formula::Number(1.0))], Some(Box::new(Formula::Number(0.0))))
    };
    let gathered = |gathered| Formula::gathered(gathered, ids(&["甲", "乙"]));
    let both = Formula::And(
        Box::new(of("甲").compared(Comparison::Less, of("乙"))),
        Box::new(Formula::Not(Box::new(
            of("乙").with(Operation::Add, of("甲")).compared(Comparison::Equal, Formula::Number(1.0)),
        ))),
    );
    let cases = [
        (reaches("甲").with(Operation::Add, reaches("乙")), 1.0, "IF(A4>=90,1,0)+IF(B4>=90,1,0)"),
        (gathered(Gathered::Count), 2.0, "COUNT(A4:B4)"),
        (gathered(Gathered::Least), 89.9, "MIN(A4:B4)"),
        (gathered(Gathered::Most), 95.0, "MAX(A4:B4)"),
        (Formula::sum(ids(&["甲", "乙"])).with(Operation::Divide, gathered(Gathered::Count)), 92.45, "SUM(A4:B4)/COUNT(A4:B4)"),
        (Formula::Case(vec![(both, of("甲"))], Some(Box::new(Formula::Number(7.0)))), 89.9, "IF(AND(A4<B4,NOT(B4+A4=1)),A4,7)"),
    ];
    for (formula, number, text) in cases {
        let result = figure("果", number, 2).kept_exact().computed_as(formula);
        let row = line(&[figure("甲", 89.9, 1), figure("乙", 95.0, 1), result]);
        assert_eq!(check(&[table("一", vec![row])], &[(0, 3, 2, text)]), []);
    }
    let many: Vec<String> = (0..300).map(|at| format!("第{at}")).collect();
    let part = |subject: &String| [line(&[figure(subject, 1.0, 0)]), line(&[figure("别", 7.0, 0)])];
    let mut lines: Vec<Line> = many.iter().flat_map(part).collect();
    let count = Formula::gathered(Gathered::Count, many.iter().map(|subject| id(subject)));
    lines.push(vec![None, Some(figure("数", 300.0, 0).computed_as(count))]);
    let formulas = of_tables(&[table("一", lines)]);
    let text = formulas.at(Spot { sheet: 0, row: 603, col: 1 }).expect("a formula");
    assert!(text.starts_with("SUM(COUNT(A4,A6,") && text.matches("COUNT").count() == 2, "{text}");
}

#[test]
fn what_cells_do_not_repeat_stays_a_constant_and_is_named() {
    let row = line(&[
        figure("甲", 5.0, 0),
        missing("无"),
        Figure { adjustment: 1, ..figure("舍", 10.0, 0).computed_as(of("甲").with(Operation::Add, of("甲"))) },
        figure("远", 1.0, 0).computed_as(of("不在")),
        figure("缺", 1.0, 0).computed_as(of("无").with(Operation::Add, of("甲"))),
        figure("零", 1.0, 0).computed_as(of("甲").with(Operation::Divide, Formula::Number(0.0))),
        missing("空").computed_as(of("甲")),
        figure("己", 1.0, 0).computed_as(of("己")),
    ]);
    let mut expected = ids(&["舍", "远", "缺", "零", "己"]);
    expected.sort();
    assert_eq!(check(&[table("一", vec![row])], &[]), expected);
}

#[test]
fn a_ring_of_formulas_is_opened() {
    let total = figure("合", 3.0, 0).computed_as(Formula::sum(ids(&["甲", "乙"])));
    let part = figure("甲", 1.0, 0).computed_as(of("合").with(Operation::Subtract, of("乙")));
    let row = line(&[part, figure("乙", 2.0, 0), total]);
    assert_eq!(check(&[table("一", vec![row])], &[(0, 3, 2, "SUM(A4:B4)")]), ids(&["甲"]));
}

#[test]
fn twenty_thousand_rows_that_share_a_target_are_quickly_done() {
    let lines = (0..20_000)
        .map(|at| {
            let own = figure(&format!("单位{at}"), f64::from(at), 0);
            let gap = of("目标").with(Operation::Subtract, of(&format!("单位{at}")));
            line(&[own, figure("目标", 90.0, 0), figure(&format!("差{at}"), 90.0 - f64::from(at), 0).computed_as(gap)])
        })
        .collect();
    let started = std::time::Instant::now();
    let formulas = of_tables(&[table("一", lines)]);
    assert_eq!(formulas.at(Spot { sheet: 0, row: 20_002, col: 2 }), Some("B20003-A20003"));
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn three_hundred_groups_are_ranked_by_ten_indicators_in_no_time() {
    let names: Vec<Vec<String>> = (0..10).map(|at| (0..300).map(|group| format!("指标{at}组{group}")).collect()).collect();
    let among: Vec<Vec<FigureId>> = names.iter().map(|names| names.iter().map(|name| id(name)).collect()).collect();
    let lines = (0..300_u16)
        .map(|group| {
            let cells = among.iter().flat_map(|among| {
                let own = among[usize::from(group)].clone();
                let rank = Formula::rank(own.clone(), among.clone(), true);
                let number = f64::from(group);
                [Figure::new(own, Value::Number(number), 0, ""), figure("名", number + 1.0, 0).computed_as(rank)]
            });
            line(&cells.collect::<Vec<Figure>>())
        })
        .collect();
    let tables = [table("一", lines)];
    let started = std::time::Instant::now();
    let formulas = of_tables(&tables);
    assert_eq!(formulas.at(Spot { sheet: 0, row: 302, col: 19 }), Some("RANK(S303,S$4:S$303,1)"));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn a_document_names_what_it_could_not_explain() {
    let mut document = Document::list(Properties::default(), "题".into(), vec![]);
    let tenfold = figure("率", 50.0, 1).computed_as(of("甲").with(Operation::Multiply, Formula::Number(10.0)));
    let lost = figure("失", 50.0, 1).computed_as(of("不在"));
    document.body = vec![
        Block::Table(table("a'b/[c]", vec![line(&[figure("甲", 5.0, 0)])])),
        Block::Table(table("二", vec![line(&[tenfold, lost])])),
    ];
    assert_eq!(crate::xlsx::unexplained(&document), ids(&["失"]));
}
