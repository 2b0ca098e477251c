//! Reading, aggregating and rendering, each on its own: `cargo bench --bench stages`.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench prints; one that cannot be set up has failed")]

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use criterion::BatchSize;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use jiff::civil::date;
use tongbao::audit::Accepted;
use tongbao::audit::accept;
use tongbao::audit::judge;
use tongbao::document::Align;
use tongbao::document::Block;
use tongbao::document::Cell;
use tongbao::document::Column;
use tongbao::document::Document;
use tongbao::document::Figure;
use tongbao::document::FigureId;
use tongbao::document::Head;
use tongbao::document::Inline;
use tongbao::document::Measure;
use tongbao::document::Properties;
use tongbao::document::Role;
use tongbao::document::Row;
use tongbao::document::Table;
use tongbao::document::Value;
use tongbao::domain::Period;
use tongbao::domain::Return;
use tongbao::ingest::Found;
use tongbao::ingest::Known;
use tongbao::ingest::Reader;
use tongbao::plan::Plan;
use tongbao::registry::Registry;
use tongbao::render::Faces;
use tongbao::render::FontFile;
use tongbao::render::House;
use tongbao::render::Profile;
use tongbao::render::Theme;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

struct Sample {
    plan: Plan,
    registry: Registry,
    found: Vec<Found>,
}

fn sample() -> Sample {
    let office = Path::new(ROOT).join("sample_data/jining");
    Sample {
        plan: tongbao::plan::load(&Path::new(ROOT).join("report_templates"), "jining-2023").expect("a sound pack"),
        registry: tongbao::registry::read(&office.join("registry.xlsx")).expect("the registry"),
        found: tongbao::ingest::discover(&office.join("inbox/2025Q3")).expect("the inbox"),
    }
}

fn read(sample: &Sample, files: &[Found]) -> Accepted {
    let known = Known { forms: &sample.plan.forms, registry: Some(&sample.registry), as_of: date(2025, 10, 20) };
    let readings = tongbao::ingest::read(files, &known, &Reader::in_process(), &|| ()).expect("readable");
    accept(readings.into_iter().filter_map(|reading| reading.filed).collect()).value
}

fn reading(criterion: &mut Criterion) {
    let sample = sample();
    let sixty = &sample.found[..60.min(sample.found.len())];
    criterion.bench_function("read 60 returns", |bencher| bencher.iter(|| read(&sample, sixty)));
}

/// All four quarters of the sample, so that every rule has a history: reading them, then judging what was read.
fn auditing(criterion: &mut Criterion) {
    let sample = sample();
    let files = tongbao::ingest::discover(&Path::new(ROOT).join("sample_data/jining/inbox")).expect("the inbox");
    let known = Known { forms: &sample.plan.forms, registry: Some(&sample.registry), as_of: date(2025, 10, 20) };
    let read = || tongbao::ingest::read(&files, &known, &Reader::in_process(), &|| ()).expect("readable");
    let returns: Vec<Return> = read().into_iter().filter_map(|reading| reading.filed).collect();
    let plans = std::slice::from_ref(&sample.plan);
    println!("{} files, {} returns, {} rules", files.len(), returns.len(), sample.plan.rules.len());
    let mut group = criterion.benchmark_group("four quarters");
    group.bench_function("read", |bencher| bencher.iter(read));
    group.bench_function("audit by rules", |bencher| {
        bencher.iter_batched(
            || accept(returns.clone()).value,
            |accepted| judge(plans, Some(&sample.registry), accepted, &[]),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn aggregating(criterion: &mut Criterion) {
    let sample = sample();
    let accepted = read(&sample, &sample.found);
    criterion.bench_function("aggregate 90 indicators over 153 units", |bencher| {
        bencher.iter(|| {
            tongbao::aggregate::aggregate(&sample.plan, &sample.registry, &accepted, Period::quarter(2025, 3)).expect("formulas")
        });
    });
}

fn rendering(criterion: &mut Criterion) {
    let house = house();
    let document = document();
    criterion.bench_function("render a PDF of twelve pages", |bencher| {
        bencher.iter(|| tongbao::render::pdf::render(&document, &house).expect("a PDF"));
    });
    criterion.bench_function("render its workbook", |bencher| {
        bencher.iter(|| tongbao::render::xlsx::bulletin(&document, &house.theme).expect("a workbook"));
    });
}

fn house() -> House {
    let templates = Path::new(ROOT).join("report_templates");
    let theme = Theme::parse(&fs::read_to_string(templates.join("house/theme.toml")).expect("the style")).expect("the style");
    let fonts: Vec<PathBuf> =
        fs::read_dir(templates.join("fonts")).expect("fonts").map(|entry| entry.expect("entry").path()).collect();
    let files = fonts.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "otf"));
    let files = files.map(|path| {
        let entry = path.file_name().expect("name").to_string_lossy().into_owned();
        FontFile { entry, index: 0, bytes: fs::read(&path).expect("font") }
    });
    let faces = Faces::parse(files.collect(), &theme).expect("faces");
    let profile = fs::read_to_string(templates.join("house/gbt9704.toml")).expect("the profile");
    House { theme, profile: Profile::parse(&profile).expect("the profile"), faces }
}

/// Running text and a table of 300 rows.
fn document() -> Document {
    let figure = |row: u32, column: u32| {
        let id = FigureId {
            subject: format!("指标{row}"),
            group: format!("{column}"),
            period: "2025Q3".to_owned(),
            measure: Measure::Value,
        };
        Cell::Figure(Figure::new(id, Value::Number(f64::from(row * 7 + column) / 3.0), 1, "%"))
    };
    let row = |number: u32| Row {
        role: Role::Body,
        indent: 0,
        cells: [Cell::Text(format!("县域内就诊率等第{number}项指标"))]
            .into_iter()
            .chain((0..6).map(|column| figure(number, column)))
            .collect(),
    };
    let column = |header: &str, align, width| Column { header: header.to_owned(), align, width };
    let columns = [column("指标", Align::Left, 10.0)]
        .into_iter()
        .chain((0..6).map(|number| column(&format!("第{number}县"), Align::Right, 4.0)));
    let table = Table {
        name: "指标".to_owned(),
        title: "各县指标完成情况".to_owned(),
        unit_line: "单位：%".to_owned(),
        columns: columns.collect(),
        label_columns: 1,
        rows: (0..300).map(row).collect(),
        notes: Vec::new(),
    };
    let paragraph =
        Block::Paragraph(vec![Inline::Text("各县（市、区）要对照目标值和序时进度，逐项分析原因，提出整改措施。".repeat(8))]);
    let title = "关于2025年第三季度重点任务调度情况的通报".to_owned();
    Document {
        properties: Properties {
            title: title.clone(),
            author: "示例办公室".to_owned(),
            subject: "示例".to_owned(),
            as_of: (2025, 10, 20),
            period: "2025年第三季度".to_owned(),
            contact: String::new(),
            status: "草稿".to_owned(),
            sample: true,
        },
        head: Head { organ: Some("示例办公室".to_owned()), title, ..Head::default() },
        body: vec![paragraph.clone(), paragraph, Block::Table(table)],
        signature: None,
        remark: None,
        attachments: Vec::new(),
        imprint: None,
        workbook_tables: Vec::new(),
    }
}

criterion_group! {
    name = stages;
    config = Criterion::default().sample_size(10);
    targets = reading, auditing, aggregating, rendering
}
criterion_main!(stages);
