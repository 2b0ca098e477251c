//! Whole documents: what a reader finds on the pages, and that equal documents are equal files.

mod geometry;
mod golden;
mod parts;
mod reading;
mod samples;

use super::*;
use crate::fonts::tests::house;
use tongbao_document::{
    Align, Cell, Chart, ChartKind, Column, Figure, FigureId, GroupId, Head, Light, Measure, Properties, Role, Row, Series,
    Signature, Status, Subject, Table, Value,
};

fn figure(value: Value) -> Figure {
    let id = FigureId {
        subject: Subject::Indicator("就诊率".into()),
        group: GroupId::Area,
        period: "2025Q3".parse().ok(),
        measure: Measure::Value,
    };
    Figure::new(id, value, 1, "%")
}

fn table(columns: usize, rows: usize) -> Table {
    let name = |index: usize| if index == 0 { "单位".to_owned() } else { format!("栏{index:02}栏") };
    let column = |index| Column {
        header: name(index),
        align: if index == 0 { Align::Left } else { Align::Right },
        width: if index == 0 { 8.0 } else { 4.0 },
    };
    let row = |number: usize| {
        let mut cells = vec![Cell::Text(format!("第{number}医院"))];
        cells.extend((1..columns).map(|_| Cell::Figure(figure(Value::Number(12_345.6)))));
        Row { role: Role::Body, indent: 0, cells }
    };
    Table {
        name: "表".into(),
        title: "表1 完成情况".into(),
        unit_line: Some("单位：%".into()),
        columns: (0..columns).map(column).collect(),
        label_columns: 1,
        rows: (0..rows).map(row).collect(),
        notes: vec!["注：数据截至2025年10月15日。".into()],
    }
}

fn chart(bars: usize) -> Chart {
    let bar = |index: usize| figure(if index == 1 { Value::NotReported } else { Value::Number(88.8) });
    Chart {
        name: "完成率".into(),
        caption: "图1 完成率".into(),
        unit: "%".into(),
        kind: ChartKind::Bars,
        categories: (0..bars).map(|index| format!("县{index}")).collect(),
        series: vec![Series { name: "完成率".into(), figures: (0..bars).map(bar).collect() }],
        target: Some(figure(Value::Number(90.0))),
        source: "数据来源：报表".into(),
    }
}

fn document(blocks: Vec<Block>) -> Document {
    let mut body = vec![
        Block::Heading { level: 1, text: "一、总体情况".into() },
        Block::Paragraph(vec![
            Inline::Text("鄠邑区县域内就诊率".into()),
            Inline::Figure(figure(Value::Number(61.25))),
            Inline::Text("，居第一位。".into()),
        ]),
    ];
    body.extend(blocks);
    Document {
        properties: Properties {
            title: "情况通报".into(),
            author: "济宁市卫生健康委员会".into(),
            subject: "季调度".into(),
            as_of: (2025, 10, 20),
            period: Some("2025年第三季度".into()),
            contact: None,
            status: Some(Status::Draft),
            sample: true,
        },
        head: Head {
            organ: Some("济宁市卫生健康委员会".into()),
            number: Some("济卫通报〔2025〕3号".into()),
            title: "情况通报".into(),
            addressees: Some("各县（市、区）卫生健康局：".into()),
            ..Head::default()
        },
        body,
        signature: Some(Signature {
            organ: "济宁市卫生健康委员会".into(), date: "2025年10月20日".into(), sealed: false
        }),
        remark: None,
        attachments: vec![],
        imprint: None,
        workbook_tables: vec![],
    }
}

fn pages(document: &Document) -> Paginated {
    let house = house();
    lay_out(document, &house, &Frame::new(&house.profile)).expect("layout").0
}
