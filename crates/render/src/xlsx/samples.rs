//! Documents for tests.

use tongbao_document::{
    Align, Answer, Attachment, Block, Cell, Chart, ChartKind, Column, CoverField, Document, Figure, FigureId, FormBook, FormRow,
    FormSheet, FormValue, Formula, GroupId, Head, Imprint, Inline, Light, Mark, Measure, Operation, Properties, Role, Row,
    Series, Signature, Status, Subject, Table, Value,
};

/// A figure in percent.
pub(super) fn figure(number: f64, decimals: u8) -> Figure {
    valued(Value::Number(number), decimals)
}

fn valued(value: Value, decimals: u8) -> Figure {
    let id = FigureId {
        subject: Subject::Indicator("就诊率".into()),
        group: GroupId::Area,
        period: "2025Q3".parse().ok(),
        measure: Measure::Value,
    };
    Figure::new(id, value, decimals, "%")
}

fn properties() -> Properties {
    Properties {
        title: "关于2025年第三季度重点任务完成情况的通报".into(),
        author: "示例市卫生健康委员会".into(),
        subject: "2025年1—9月".into(),
        as_of: (2025, 9, 30),
        period: Some("2025年第三季度".into()),
        contact: Some("医改秘书处 张三".into()),
        status: Some(Status::Draft),
        sample: true,
    }
}

fn column(header: &str, align: Align, width: f32) -> Column {
    Column { header: header.into(), align, width }
}

fn words(text: &str) -> Cell {
    Cell::Text(text.into())
}

/// A table of counties with a number, a change, a light and a remark.
pub(super) fn counties(name: &str) -> Table {
    let body = |county: &str, value: Cell, change: f64, light: Light, remark: &str| Row {
        role: Role::Body,
        indent: 0,
        cells: vec![words(county), value, Cell::Figure(figure(change, 1).signed()), Cell::Light(light), words(remark)],
    };
    let marked = figure(61.04, 1).marked(Some(Mark::LowCoverage));
    Table {
        name: name.into(),
        title: format!("表1 {name}"),
        unit_line: Some("单位：%、个百分点".into()),
        columns: vec![
            column("县（市、区）", Align::Left, 8.0),
            column("县域内就诊率", Align::Right, 6.0),
            column("同比", Align::Right, 5.0),
            column("灯色", Align::Center, 3.0),
            column("说明", Align::Left, 14.0),
        ],
        label_columns: 1,
        rows: vec![
            body("东城区", Cell::Figure(figure(91.25, 1)), 1.26, Light::Green, "=HYPERLINK(\"x\")"),
            body("西平县", Cell::Figure(marked), -2.5, Light::Yellow, "覆盖率不足，三家单位未报送第三季度报表，已电话催报两次"),
            body("南湖市", Cell::Figure(valued(Value::NotReported, 1)), -0.04, Light::Red, "-"),
            Row {
                role: Role::Total,
                indent: 0,
                cells: vec![
                    words("全市"),
                    Cell::Figure(figure(1_234_567.85, 1)),
                    Cell::Figure(figure(0.3, 1).signed()),
                    Cell::Blank,
                    Cell::Blank,
                ],
            },
        ],
        notes: vec![
            "注：*为报送覆盖率低于80%；…为未报。数据截至2025年9月30日，由各县（市、区）卫生健康局审核后报送，口径见说明。".into(),
        ],
    }
}

/// A table with section rows and more than eight columns.
fn sectioned() -> Table {
    let mut columns = vec![column("指标", Align::Left, 14.0), column("计量单位", Align::Center, 5.0)];
    columns.extend((1..=8).map(|number| column(&format!("第{number}县医共体完成值"), Align::Right, 6.0)));
    let row = |role, indent, name: &str| Row {
        role,
        indent,
        cells: [words(name), words("万人次")]
            .into_iter()
            .chain((0..8).map(|at| Cell::Figure(figure(f64::from(at) * 1234.5, 2))))
            .collect(),
    };
    let section = |name: &str| Row {
        role: Role::Section,
        indent: 0,
        cells: [words(name)].into_iter().chain((0..9).map(|_| Cell::Blank)).collect(),
    };
    Table {
        name: "指标完成情况".into(),
        title: "附表1 各县（市、区）医共体指标完成情况".into(),
        unit_line: Some("单位：见各行".into()),
        columns,
        label_columns: 2,
        rows: vec![
            section("一、分级诊疗与基层服务能力提升（权重四十分）"),
            row(Role::Body, 0, "总诊疗人次"),
            row(Role::Body, 1, "其中：基层医疗卫生机构诊疗人次"),
            section("二、运行效率"),
            row(Role::Total, 0, "合计"),
        ],
        notes: vec![],
    }
}

fn chart() -> Chart {
    Chart {
        name: "就诊率".into(),
        caption: "图1 各县（市、区）县域内就诊率".into(),
        unit: "%".into(),
        kind: ChartKind::Bars,
        categories: ["东城区", "西平县", "南湖市", "北山县"].map(String::from).to_vec(),
        series: vec![Series {
            name: "县域内就诊率".into(),
            figures: vec![
                figure(91.25, 1),
                figure(61.04, 1).marked(Some(Mark::LowCoverage)),
                valued(Value::NotReported, 1),
                figure(88.0, 1),
            ],
        }],
        target: Some(figure(90.0, 1)),
        source: "数据来源：各县（市、区）报送。".into(),
    }
}

/// Counties of the ranking: name, people insured, of whom treated within the county.
const RANKED: [(&str, f64, f64); 3] = [("东城区", 1500.0, 1000.0), ("西平县", 1400.0, 911.0), ("南湖市", 1667.0, 1103.0)];

fn county_id(subject: &str, county: &str, measure: Measure) -> FigureId {
    FigureId {
        subject: Subject::Indicator(subject.into()),
        group: GroupId::County(county.into()),
        period: "2025Q3".parse().ok(),
        measure,
    }
}

fn people(subject: &str, county: &str, number: f64) -> Figure {
    Figure::new(county_id(subject, county, Measure::Operand), Value::Number(number), 0, "人")
}

fn of(subject: &str, county: &str, measure: Measure) -> Formula {
    Formula::figure(county_id(subject, county, measure))
}

fn share(county: &str) -> Formula {
    of("就诊", county, Measure::Operand).percent_of(of("参保", county, Measure::Operand))
}

/// Where the ranking's rates come from, with all their digits.
fn calculation() -> Table {
    let row = |(county, insured, treated): (&str, f64, f64)| {
        let id = county_id("就诊率", county, Measure::ExactValue);
        let exact = Figure::new(id, Value::Number(treated * 100.0 / insured), 4, "%").kept_exact().computed_as(share(county));
        let cells = [people("参保", county, insured), people("就诊", county, treated), exact].map(Cell::Figure);
        Row { role: Role::Body, indent: 0, cells: std::iter::once(words(county)).chain(cells).collect() }
    };
    Table {
        name: "指标计算".into(),
        title: "指标计算".into(),
        unit_line: Some("单位：人、%".into()),
        columns: vec![
            column("县（市、区）", Align::Left, 8.0),
            column("参保人数", Align::Right, 6.0),
            column("县域内就诊人数", Align::Right, 6.0),
            column("县域内就诊率（未修约）", Align::Right, 6.0),
        ],
        label_columns: 1,
        rows: RANKED.map(row).to_vec(),
        notes: vec!["注：未修约的数保留全部位数。".into()],
    }
}

/// Counties with totals, shares, ranks and gaps as formulas.
fn ranking() -> Table {
    let among: Vec<FigureId> = RANKED.iter().map(|(county, ..)| county_id("就诊率", county, Measure::Value)).collect();
    let places = [1.0, 3.0, 2.0];
    let rate = |county: &str, number: f64, formula: Formula| {
        Figure::new(county_id("就诊率", county, Measure::Value), Value::Number(number), 1, "%").computed_as(formula)
    };
    let mut rows: Vec<Row> = RANKED
        .iter()
        .zip(places)
        .map(|((county, insured, treated), place)| {
            let exact = treated * 100.0 / insured;
            let own = county_id("就诊率", county, Measure::Value);
            let rank = Formula::rank(own.clone(), among.clone(), false);
            let gap = Formula::figure(own).with(Operation::Subtract, Formula::Number(90.0));
            let behind = (exact * 10.0).round() / 10.0 - 90.0;
            let figures = [
                people("参保", county, *insured),
                people("就诊", county, *treated),
                rate(county, exact, of("就诊率", county, Measure::ExactValue)),
                Figure::new(county_id("就诊率", county, Measure::Rank), Value::Number(place), 0, "").computed_as(rank),
                Figure::new(county_id("就诊率", county, Measure::Gap), Value::Number(behind), 1, "").signed().computed_as(gap),
            ];
            let cells = std::iter::once(words(county)).chain(figures.map(Cell::Figure)).collect();
            Row { role: Role::Body, indent: 0, cells }
        })
        .collect();
    let total = |subject: &str| {
        let all = |measure| RANKED.iter().map(move |(county, ..)| county_id(subject, county, measure));
        let number: f64 = RANKED.iter().map(|(_, insured, treated)| if subject == "参保" { insured } else { treated }).sum();
        people(subject, "全市", number).computed_as(Formula::sum(all(Measure::Operand)))
    };
    let sums = [total("参保"), total("就诊"), rate("全市", 3014.0 * 100.0 / 4567.0, share("全市"))].map(Cell::Figure);
    let cells = std::iter::once(words("全市")).chain(sums).chain([Cell::Blank, Cell::Blank]).collect();
    rows.push(Row { role: Role::Total, indent: 0, cells });
    Table {
        name: "县区排名".into(),
        title: "附表2 县域内就诊率排名".into(),
        unit_line: Some("单位：人、%、个百分点".into()),
        columns: vec![
            column("县（市、区）", Align::Left, 8.0),
            column("参保人数", Align::Right, 6.0),
            column("县域内就诊人数", Align::Right, 6.0),
            column("县域内就诊率", Align::Right, 6.0),
            column("名次", Align::Right, 3.0),
            column("与目标差距", Align::Right, 5.0),
        ],
        label_columns: 1,
        rows,
        notes: vec![],
    }
}

/// A trend of two counties, one of which did not report once.
fn trend() -> Chart {
    let series = |name: &str, numbers: [Option<f64>; 4]| Series {
        name: name.into(),
        figures: numbers.map(|number| valued(number.map_or(Value::NotReported, Value::Number), 1)).to_vec(),
    };
    Chart {
        name: "季度走势".into(),
        caption: "图2 县域内就诊率走势".into(),
        unit: "%".into(),
        kind: ChartKind::Lines,
        categories: ["2024年四季度", "2025年一季度", "2025年二季度", "2025年三季度"].map(String::from).to_vec(),
        series: vec![
            series("东城区", [Some(60.1), Some(61.5), None, Some(66.7)]),
            series("西平县", [Some(58.0), Some(62.2), Some(63.9), Some(65.1)]),
        ],
        target: Some(figure(65.0, 1)),
        source: "数据来源：各县（市、区）报送。".into(),
    }
}

/// The people of the ranking, piled up.
fn piled() -> Chart {
    let series = |name: &str, subject: &str| Series {
        name: name.into(),
        figures: RANKED
            .iter()
            .map(|(county, insured, treated)| people(subject, county, if subject == "参保" { *insured } else { *treated }))
            .collect(),
    };
    Chart {
        name: "分项得分".into(),
        caption: "图3 参保人数和县域内就诊人数".into(),
        unit: "人".into(),
        kind: ChartKind::Stacked,
        categories: RANKED.iter().map(|(county, ..)| (*county).to_owned()).collect(),
        series: vec![series("参保人数", "参保"), series("县域内就诊人数", "就诊")],
        target: None,
        source: "数据来源：各县（市、区）报送。".into(),
    }
}

/// What compose has to explain beside the marks.
fn explanation() -> Table {
    Table {
        name: "说明".into(),
        title: "六、指标口径".into(),
        unit_line: None,
        columns: vec![column("指标", Align::Left, 8.0), column("口径", Align::Left, 20.0)],
        label_columns: 1,
        rows: vec![Row {
            role: Role::Body, indent: 0, cells: vec![words("参保人数"), words("年末参加基本医疗保险的人数")]
        }],
        notes: vec!["注：口径以方案为准。".into()],
    }
}

/// A bulletin with everything in it.
pub(super) fn document() -> Document {
    let sentence = "南湖市第三季度报表至今未报，北山县县域内就诊率连续两个季度低于序时进度，应于十月底前查明原因并书面报告。";
    Document {
        properties: properties(),
        head: Head {
            organ: Some("示例市卫生健康委员会".into()),
            number: Some("示卫通报〔2025〕3号".into()),
            secrecy: Some("内部★1年".into()),
            title: "关于2025年第三季度全市紧密型县域医共体建设重点任务完成情况的通报".into(),
            addressees: Some("各县（市、区）卫生健康局：".into()),
            ..Head::default()
        },
        body: vec![
            Block::Heading { level: 1, text: "一、总体情况".into() },
            Block::Paragraph(vec![
                Inline::Text("1—9月，全市县域内就诊率为".into()),
                Inline::Figure(figure(91.25, 1)),
                Inline::Text("，高于年度目标。".into()),
            ]),
            Block::Table(counties("完成情况")),
            Block::Heading { level: 2, text: "（一）存在的问题".into() },
            Block::Paragraph(vec![Inline::Text(sentence.repeat(30))]),
            Block::Chart(chart()),
            Block::Note("注：本通报数据为快报数。".into()),
        ],
        signature: Some(Signature {
            organ: "示例市卫生健康委员会".into(), date: "2025年10月20日".into(), sealed: false
        }),
        remark: Some("此件公开发布".into()),
        imprint: Some(Imprint {
            copies: Some("市政府办公室，市财政局".into()),
            organ: "示例市卫生健康委员会办公室".into(),
            date: "2025年10月20日".into(),
        }),
        attachments: vec![
            Attachment {
                label: "附件1".into(),
                title: "各县（市、区）完成情况表".into(),
                blocks: vec![Block::Table(sectioned())],
            },
            Attachment {
                label: "附件2".into(),
                title: "县区排名".into(),
                blocks: vec![Block::Table(ranking()), Block::Chart(trend()), Block::Chart(piled())],
            },
        ],
        workbook_tables: vec![
            counties("完成情况"),
            explanation(),
            calculation(),
            Table { name: "数据/来源".into(), rows: vec![], ..counties("数据来源") },
        ],
    }
}

/// A return with every kind of answer, partly filled.
pub(super) fn book() -> FormBook {
    let field = |label: &str, value: &str, answer| CoverField {
        label: label.into(),
        value: Some(value.into()).filter(|value: &String| !value.is_empty()),
        answer,
    };
    let number = |decimals, max| Answer::Number { decimals, min: Some(0.0), max, may_not_apply: true };
    let row = |name: &str, indent, unit: &str, code: &str, answer, value, last_year, note: &str| FormRow {
        name: name.into(),
        indent,
        unit: unit.into(),
        code: code.into(),
        answer,
        value,
        last_year,
        previous: None,
        note: note.into(),
    };
    let towns: Vec<String> = (1..=40).map(|number| format!("第{number}街道（乡、镇）")).collect();
    FormBook {
        properties: properties(),
        title: "公立医院运行情况季报表（2025年第三季度）".into(),
        cover: vec![
            field("单位代码", "001234567", None),
            field("单位名称", "东城区人民医院", None),
            field("报告期", "2025年1—9月", None),
            field("所在乡镇", "", Some(Answer::Choice(towns))),
            field("填表人", "", Some(Answer::Text)),
            field("编制床位", "120", Some(number(0, None))),
            field("报出日期", "2025-10-12", Some(Answer::Date)),
        ],
        instructions: vec![
            "1. 只在淡黄色单元格内填写，不增删行列，不改动工作表名称；不适用的项目填“不适用”，没有数据的表在表末“本表无数据”旁选“是”，不得留空。".into(),
            "2. 10月15日前报送。".into(),
        ],
        sheets: vec![FormSheet {
            name: "医疗服务".into(),
            title: "医疗服务情况".into(),
            form_code: "TB-H01".into(),
            issuer: "县（市、区）卫生健康行政部门".into(),
            approval: None,
            valid_until: Some("2026年12月".into()),
            period_label: "2025年1—9月".into(),
            is_by_quarter: false,
            unit_name: "东城区人民医院".into(),
            unit_line: "计量单位：人次、床日、例次".into(),
            rows: vec![
                row("总诊疗人次", 0, "人次", "101", number(0, None), Some(FormValue::Number(123_456.0)), Some(FormValue::Number(120_000.0)), ""),
                row("其中：门急诊人次", 1, "人次", "102", number(0, None), None, None, "含互联网诊疗；不含体检，口径见国家卫生健康统计调查制度"),
                row("病床使用率", 0, "%", "103", number(2, Some(100.0)), Some(FormValue::Text("不适用".into())), Some(FormValue::Number(85.5)), ""),
                row("是否开设老年医学科", 0, "—", "104", Answer::Choice(vec!["是".into(), "否".into()]), None, Some(FormValue::Text("否".into())), ""),
                row("开设日期", 0, "—", "105", Answer::Date, Some(FormValue::Text("2024-05-01".into())), None, ""),
                row("需要说明的情况", 0, "—", "106", Answer::Text, None, None, ""),
            ],
            list: None,
            notes: vec!["说明：1. 本表由公立医院填报。2. 审核关系：101≥102。".into()],
        }],
        shows_previous: false,
        self_check: None,
    }
}
