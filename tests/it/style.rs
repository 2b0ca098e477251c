//! The house style is data: one line changed in `theme.toml` changes the PDF and the workbook alike.

use std::fs;
use std::path::Path;

use tongbao_document::{
    Align, Block, Cell, Chart, ChartKind, Column, Document, Figure, FigureId, GroupId, Light, Measure, Properties, Role, Row,
    Series, Subject, Table, Value,
};
use tongbao_render::{Faces, FontFile, House, Profile, Theme};

/// A line of the style as shipped, and as an office might have it.
const CHANGES: &[(&str, &str)] = &[
    ("table-title  = { font = \"hei\", size = 14 }", "table-title  = { font = \"kai\", size = 14 }"),
    ("table-header = { font = \"hei\", size = 10.5 }", "table-header = { font = \"fangsong\", size = 10.5 }"),
    ("table-body   = { font = \"fangsong\", size = 10.5 }", "table-body   = { font = \"fangsong\", size = 9.5 }"),
    ("table-total  = { font = \"hei\", size = 10.5 }", "table-total  = { font = \"kai\", size = 10.5 }"),
    ("note         = { font = \"fangsong\", size = 10.5 }", "note         = { font = \"kai\", size = 10.5 }"),
    ("header-fill = \"E7ECF3\"", "header-fill = \"DDDDDD\""),
    ("total-fill = \"F3F3F3\"", "total-fill = \"DDDDDD\""),
    ("red = \"F4B0A8\"", "red = \"FF0000\""),
    ("rule = \"000000\"", "rule = \"333333\""),
    ("series = [\"4A6FA5\"", "series = [\"123456\""),
    ("target-line = \"C00000\"", "target-line = \"0000C0\""),
];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates/house").join(path))
        .expect("a file of the house")
}

fn house(theme: &str) -> House {
    let theme = Theme::parse(theme).expect("a style");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates/fonts");
    let mut files: Vec<FontFile> = Vec::new();
    for entry in fs::read_dir(folder).expect("fonts") {
        let path = entry.expect("entry").path();
        if path.extension().is_some_and(|extension| extension == "otf") {
            let entry = path.file_name().expect("name").to_string_lossy().into_owned();
            files.push(FontFile { entry, index: 0, bytes: fs::read(&path).expect("font") });
        }
    }
    let faces = Faces::parse(files, &theme).expect("faces");
    House { theme, profile: Profile::parse(&read("gbt9704.toml")).expect("the page"), faces }
}

fn figure(number: f64) -> Figure {
    let id = FigureId {
        subject: Subject::Indicator("率".into()),
        group: GroupId::Area,
        period: "2025Q3".parse().ok(),
        measure: Measure::Value,
    };
    Figure::new(id, Value::Number(number), 1, "%")
}

/// A table with every role, and a chart with a target.
fn document() -> Document {
    let column = |header: &str, align| Column { header: header.into(), align, width: 6.0 };
    let row = |role, name: &str, light| Row {
        role,
        indent: 0,
        cells: vec![Cell::Text(name.into()), Cell::Figure(figure(61.0)), light],
    };
    let table = Table {
        name: "完成情况".into(),
        title: "完成情况".into(),
        unit_line: Some("单位：%".into()),
        columns: vec![column("单位", Align::Left), column("数值", Align::Right), column("评价", Align::Center)],
        label_columns: 1,
        rows: vec![
            row(Role::Body, "甲县", Cell::Light(Light::Red)),
            row(Role::Body, "乙县", Cell::Light(Light::Green)),
            row(Role::Total, "合计", Cell::Blank),
        ],
        notes: vec!["口径见说明。".into()],
    };
    let chart = Chart {
        name: "图".into(),
        caption: "图1 完成率".into(),
        kind: ChartKind::Bars,
        unit: "%".into(),
        categories: vec!["甲县".into(), "乙县".into()],
        series: vec![Series { name: "完成率".into(), figures: vec![figure(61.0), figure(72.0)] }],
        target: Some(figure(90.0)),
        source: "各单位报表".into(),
    };
    let properties = Properties { title: "样式".into(), as_of: (2025, 10, 20), ..Properties::default() };
    Document::list(properties, "样式".into(), vec![Block::Table(table), Block::Chart(chart)])
}

#[test]
fn one_line_of_the_style_changes_both_formats() {
    let shipped = read("theme.toml");
    let document = document();
    let written = |theme: &str| {
        let house = house(theme);
        let page = tongbao_render::pdf::render(&document, &house).expect("a PDF");
        (page, tongbao_render::xlsx::bulletin(&document, &house.theme).expect("a workbook"))
    };
    let (page, workbook) = written(&shipped);
    for (line, changed) in CHANGES {
        assert_eq!(shipped.matches(line).count(), 1, "{line}");
        let (other_page, other_workbook) = written(&shipped.replace(line, changed));
        assert!(other_page != page, "the page does not know: {changed}");
        assert!(other_workbook != workbook, "the workbook does not know: {changed}");
    }
}
