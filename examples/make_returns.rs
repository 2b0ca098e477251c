//! Writes a workspace of any size, without a fault: `cargo run --release --example make_returns -- --units 10000 --out DIR`.

#![expect(clippy::print_stdout, reason = "an example tells what it wrote")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Parser;
use tongbao_figures::plan;
use tongbao_render::Theme;
use tongbao_returns::domain::Period;
use tongbao_sample::filing::Discipline;
use tongbao_sample::workspace::Workspace;
use tongbao_sample::{Recipe, jining, workspace};

/// Writes a sample workspace of the plan jining-2023: settings, registry and returns.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many units are registered
    #[arg(long, default_value_t = jining::SAMPLE_UNITS)]
    units: usize,
    /// Folder to write; its inbox must not exist yet
    #[arg(long)]
    out: PathBuf,
    /// The same seed gives the same bytes
    #[arg(long, default_value_t = 2025)]
    seed: u64,
    /// Quarters, e.g. 2025Q2,2025Q3
    #[arg(long, value_delimiter = ',', default_value = "2025Q3")]
    periods: Vec<Period>,
    /// Also write what 同比 and 环比 of the last quarter need: a year before, and the year's quarters before
    #[arg(long)]
    history: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let began = Instant::now();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let templates = root.join("report_templates");
    let office = workspace::JINING;
    let plan = plan::load(&templates, office.plan)?;
    let theme = Theme::parse(&fs::read_to_string(templates.join("house/theme.toml"))?)?;
    let recipe = Recipe::read(&root.join("sample_data/jining/recipe.toml"))?;
    let registry = jining::registry(arguments.units);
    let workspace = Workspace {
        office,
        registry: &registry,
        forms: &plan.forms,
        recipe: &recipe,
        theme: &theme,
        seed: arguments.seed,
        periods: &periods(&arguments),
        plain: &[],
        discipline: Discipline { late: 0.0 },
        imperfections: None,
    };
    let written = workspace.write(&arguments.out)?;
    let (returns, megabytes) = (written.returns, written.bytes / 1_000_000);
    println!(
        "{}: {} units, {returns} returns, {megabytes} MB in {:.1?}",
        arguments.out.display(),
        registry.units.len(),
        began.elapsed()
    );
    Ok(())
}

/// The periods asked for, with their history if that is asked for too, in order and each once.
fn periods(arguments: &Arguments) -> Vec<Period> {
    let mut periods = arguments.periods.clone();
    if let Some(&last) = arguments.periods.iter().max().filter(|_| arguments.history) {
        periods.push(last.year_before());
        let mut earlier = last;
        while !earlier.opens_the_year() {
            earlier = earlier.previous();
            periods.push(earlier);
        }
    }
    periods.sort();
    periods.dedup();
    periods
}
