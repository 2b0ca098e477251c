//! The whole job on 1,000 and 10,000 units, against the time that calamine alone needs for the same files in the same run:
//! `cargo bench --bench end_to_end`.
//!
//! Printed for each size: time by stage, total, peak memory of the run with its reading processes, calamine's own time on as many
//! threads, and the ratio of the two. Each number is the better of two runs.

#![expect(clippy::disallowed_methods, reason = "a bench clears its office as it pleases")]
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints; one that cannot be set up has failed")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use calamine::Reader as _;
use jiff::civil::date;
use rayon::prelude::*;
use tongbao::compose::Composed;
use tongbao::pipeline::Setup;
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::request::RunRequest;
use tongbao_render::Theme;
use tongbao_returns::domain::{Period, Quarter};
use tongbao_returns::ingest::{Known, Reader};
use tongbao_sample::filing::Discipline;
use tongbao_sample::workspace::Workspace;
use tongbao_sample::{Recipe, jining, workspace};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn main() {
    let mut totals = Vec::new();
    for units in [1_000, 10_000] {
        let scratch = tempfile::tempdir().expect("scratch folder");
        let office = scratch.path().join("office");
        let files = generate(&office, units);
        let calamine = (0..2).map(|_| calamine_alone(&files)).min().expect("two runs");
        let measured = (0..2).map(|_| run(&office)).min_by_key(|measured| measured.total).expect("two runs");
        println!("{units} units, {} returns", files.len());
        println!("{}", measured.stages);
        println!("  total            {:>8.2} s", measured.total.as_secs_f64());
        println!("  peak memory      {:>8} MB", measured.peak_kilobytes / 1024);
        println!("  calamine alone   {:>8.2} s on as many threads", calamine.as_secs_f64());
        println!("  ratio            {:>8.2}", measured.total.as_secs_f64() / calamine.as_secs_f64());
        if let (Some(audit), Some(reading)) = (measured.seconds("auditing"), measured.seconds("reading")) {
            println!("  audit / reading  {:>8.2}", audit / reading);
        }
        if units == 1_000 {
            println!("{}", bulletin_against_returns(&office));
        }
        totals.push(measured.total.as_secs_f64());
    }
    if let [thousand, ten_thousand] = totals[..] {
        println!("ten times the units take {:.1} times the time", ten_thousand / thousand);
    }
}

/// Writes the returns of one quarter; the paths of all files.
fn generate(office: &Path, units: usize) -> Vec<PathBuf> {
    let templates = Path::new(ROOT).join("report_templates");
    let plan = tongbao_figures::plan::load(&templates, workspace::JINING.plan).expect("a sound pack");
    let theme = Theme::parse(&fs::read_to_string(templates.join("house/theme.toml")).expect("the style")).expect("the style");
    let recipe = Recipe::read(&Path::new(ROOT).join("sample_data/jining/recipe.toml")).expect("the recipe");
    let registry = jining::registry(units);
    let workspace = Workspace {
        office: workspace::JINING,
        registry: &registry,
        forms: &plan.forms,
        recipe: &recipe,
        theme: &theme,
        seed: 2025,
        periods: &[Period::quarter(2025, Quarter::Third)],
        plain: &[],
        discipline: Discipline { late: 0.0 },
        imperfections: None,
    };
    workspace.write(office).expect("a workspace");
    tongbao_returns::ingest::discover(&office.join("inbox")).expect("the inbox").into_iter().map(|found| found.path).collect()
}

/// Opens every file and reads every sheet with calamine and nothing else, on all cores.
fn calamine_alone(files: &[PathBuf]) -> Duration {
    let began = Instant::now();
    let cells: usize = files
        .par_iter()
        .map(|path| {
            let mut workbook = calamine::open_workbook_auto(path).expect("a workbook");
            workbook.worksheets().iter().map(|(_, range)| range.used_cells().count()).sum::<usize>()
        })
        .sum();
    assert!(cells > 0, "nothing was read");
    began.elapsed()
}

/// The time that a PDF of about twelve pages takes against that of reading sixty returns, both in this process.
fn bulletin_against_returns(office: &Path) -> String {
    let templates = Path::new(ROOT).join("report_templates");
    let setup = Setup::open(office, templates.clone(), Reader::in_process(), date(2025, 10, 20)).expect("the office");
    let request = RunRequest { period: Some(Period::quarter(2025, Quarter::Third)), ..RunRequest::default() };
    let house = setup.house().expect("the style");
    let documents = tongbao::pipeline::run::documents(&setup, &request, &Silent).expect("documents");
    let render = |one: &Composed| tongbao_render::pdf::render(&one.document, &house).expect("a PDF");
    let pages = |pdf: &[u8]| pdf.windows(11).filter(|window| window == b"/Type/Page/").count();
    let bulletin = documents.iter().min_by_key(|one| pages(&render(one)).abs_diff(12)).expect("a bulletin");
    let pdf = render(bulletin);

    let plan = tongbao_figures::plan::load(&templates, workspace::JINING.plan).expect("a sound pack");
    let known = Known { forms: &plan.forms, registry: None };
    let found = tongbao_returns::ingest::discover(&office.join("inbox")).expect("the inbox");
    let best = |work: &dyn Fn()| {
        let timed = || {
            let began = Instant::now();
            work();
            began.elapsed()
        };
        (0..10).map(|_| timed()).min().expect("ten runs").as_secs_f64()
    };
    let rendering = best(&|| drop(render(bulletin)));
    let reading =
        best(&|| drop(tongbao_returns::ingest::read(&found[..60], &known, &Reader::in_process(), &|| ()).expect("readable")));
    format!(
        "  a PDF of {} pages and {} kB takes {:.2} times the time of reading sixty returns",
        pages(&pdf),
        pdf.len() / 1000,
        rendering / reading
    )
}

struct Measured {
    total: Duration,
    stages: String,
    peak_kilobytes: u64,
}

impl Measured {
    /// The time of a stage, found by how its line begins.
    fn seconds(&self, stage: &str) -> Option<f64> {
        let line = self.stages.lines().find(|line| line.trim_start().to_lowercase().starts_with(stage))?;
        line.split_whitespace().rev().nth(1)?.parse().ok()
    }
}

/// One cold run of the binary.
fn run(office: &Path) -> Measured {
    for left in [".tongbao", "bulletins"] {
        let _ = fs::remove_dir_all(office.join(left));
    }
    let began = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_tongbao"))
        .args(["run", "--period", "2025Q3", "--as-of", "2025-10-20", "--lang", "en", "--verbose"])
        .arg(office)
        .env("TONGBAO_TEMPLATES", Path::new(ROOT).join("report_templates"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let peak_kilobytes = watch(&mut child);
    let total = began.elapsed();
    let output = child.wait_with_output().expect("the binary ends");
    assert!(matches!(output.status.code(), Some(0 | 3)), "{}", String::from_utf8_lossy(&output.stderr));
    let stages = String::from_utf8_lossy(&output.stderr).lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n");
    Measured { total, stages, peak_kilobytes }
}

/// Waits for the end; the greatest sum of resident memory of the process and its children seen on the way.
fn watch(child: &mut Child) -> u64 {
    let mut peak = 0;
    while child.try_wait().expect("the child can be waited for").is_none() {
        peak = peak.max(family(child.id()).iter().map(|process| resident(*process)).sum());
        thread::sleep(Duration::from_millis(10));
    }
    peak
}

/// A process and its children, from /proc; elsewhere nothing.
fn family(parent: u32) -> Vec<u32> {
    let children = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten().flat_map(|task| {
        let text = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        text.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>()
    });
    [parent].into_iter().chain(children).collect()
}

fn resident(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse().ok()).unwrap_or(0)
}
