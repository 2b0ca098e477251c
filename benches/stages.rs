//! Reading, aggregating and rendering, each on its own: `cargo bench --bench stages`.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench prints; one that cannot be set up has failed")]
#![expect(clippy::disallowed_methods, reason = "a bench copies files as it pleases")]

use std::fs;
use std::path::Path;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use tongbao::compose::Composed;
use tongbao::pipeline::Setup;
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::request::RunRequest;
use tongbao_figures::audit::{Accepted, accept, judge};
use tongbao_figures::plan::Plan;
use tongbao_render::House;
use tongbao_returns::domain::{Period, Quarter, Return};
use tongbao_returns::ingest::{Found, Known, Reader};
use tongbao_returns::registry::Registry;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

struct Sample {
    plan: Plan,
    registry: Registry,
    found: Vec<Found>,
}

fn sample() -> Sample {
    let office = Path::new(ROOT).join("sample_data/jining");
    Sample {
        plan: tongbao_figures::plan::load(&Path::new(ROOT).join("report_templates"), "jining-2023").expect("a sound pack"),
        registry: tongbao_returns::ingest::registry(
            &office.join("registry.xlsx"),
            &tongbao_returns::ingest::Reader::in_process(),
        )
        .expect("a reader")
        .expect("the registry")
        .0,
        found: tongbao_returns::ingest::discover(&office.join("inbox/2025Q3")).expect("the inbox"),
    }
}

fn read(sample: &Sample, files: &[Found]) -> Accepted {
    let known = Known { forms: &sample.plan.forms, registry: Some(&sample.registry) };
    let readings = tongbao_returns::ingest::read(files, &known, &Reader::in_process(), &|| ()).expect("readable");
    accept(readings.into_iter().filter_map(|reading| reading.filed).collect()).value
}

fn reading(criterion: &mut Criterion) {
    let sample = sample();
    let sixty = &sample.found[..60.min(sample.found.len())];
    criterion.bench_function("read 60 returns", |bencher| bencher.iter(|| read(&sample, sixty)));
}

/// All quarters of the sample, so that every rule has a history: reading them, then judging what was read.
fn auditing(criterion: &mut Criterion) {
    let sample = sample();
    let files = tongbao_returns::ingest::discover(&Path::new(ROOT).join("sample_data/jining/inbox")).expect("the inbox");
    let known = Known { forms: &sample.plan.forms, registry: Some(&sample.registry) };
    let read = || tongbao_returns::ingest::read(&files, &known, &Reader::in_process(), &|| ()).expect("readable");
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
            tongbao_figures::aggregate::aggregate(
                &sample.plan,
                &sample.registry,
                &accepted,
                Period::quarter(2025, Quarter::Third),
            )
            .expect("formulas")
        });
    });
}

/// Bulletins of the sample as they are composed: ten pages of an alliance, seventeen of a county.
fn rendering(criterion: &mut Criterion) {
    let (house, documents) = documents();
    for (name, stem) in [("ten pages", "医联体/济宁市示例第一城市医疗集团"), ("seventeen pages", "县区/任城区")]
    {
        let document = &documents.iter().find(|one| one.stem == stem).expect("the sample's bulletin").document;
        let page = tongbao_render::pdf::render(document, &house).expect("a PDF");
        println!("{stem}: {} kB", page.len() / 1000);
        let mut group = criterion.benchmark_group(name);
        group.bench_function("render the PDF", |bencher| {
            bencher.iter(|| tongbao_render::pdf::render(document, &house).expect("a PDF"));
        });
        group.bench_function("render the workbook", |bencher| {
            bencher.iter(|| tongbao_render::xlsx::bulletin(document, &house.theme).expect("a workbook"));
        });
        group.finish();
    }
}

/// The style, and what a run on the sample composes; the sample itself stays as it is.
fn documents() -> (House, Vec<Composed>) {
    let scratch = tempfile::tempdir().expect("scratch folder");
    let sample = Path::new(ROOT).join("sample_data/jining");
    for entry in walkdir::WalkDir::new(&sample).into_iter().map(|entry| entry.expect("entry")) {
        let path = scratch.path().join(entry.path().strip_prefix(&sample).expect("below the sample"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(path).expect("folder");
        } else {
            fs::copy(entry.path(), path).expect("copy");
        }
    }
    let templates = Path::new(ROOT).join("report_templates");
    let setup = Setup::open(scratch.path(), templates, Reader::in_process(), date(2026, 1, 20)).expect("the sample");
    let request = RunRequest { period: Some(Period::quarter(2025, Quarter::Third)), ..RunRequest::default() };
    let documents = tongbao::pipeline::run::documents(&setup, &request, &Silent).expect("documents");
    (setup.house().expect("the style"), documents)
}

criterion_group! {
    name = stages;
    config = Criterion::default().sample_size(10);
    targets = reading, auditing, aggregating, rendering
}
criterion_main!(stages);
