//! Writes `sample_data/jining` and `sample_data/kailu` anew: `cargo run --release --example make_sample`.
//!
//! Files that were converted once (.xls, .ods, encrypted) stay as they are; `inbox/README.md` says how they were made.

#![expect(clippy::print_stdout, reason = "an example tells what it wrote")]

use std::error::Error;
use std::fs;
use std::path::Path;

use tongbao_figures::plan;
use tongbao_render::Theme;
use tongbao_returns::domain::{Period, Quarter};
use tongbao_returns::registry::Registry;
use tongbao_sample::filing::Discipline;
use tongbao_sample::imperfect::adopted;
use tongbao_sample::workspace::{Imperfections, Office, Workspace};
use tongbao_sample::{Recipe, happened, imperfect, jining, kailu, practices, workspace};

/// Of both samples; another seed gives other numbers of the same size.
const SEED: u64 = 2025;

fn main() -> Result<(), Box<dyn Error>> {
    let spoilt = Imperfections {
        spoiler: imperfect::jining,
        adopted: adopted::JINING,
        missing: imperfect::JINING_MISSING,
        explanations: &[],
        events: happened::JINING,
        practices: practices::JINING,
    };
    write(workspace::JINING, "jining", &jining::sample_registry(), spoilt)?;
    let spoilt = Imperfections {
        spoiler: imperfect::kailu,
        adopted: adopted::KAILU,
        missing: imperfect::KAILU_MISSING,
        explanations: imperfect::KAILU_EXPLANATIONS,
        events: happened::KAILU,
        practices: practices::KAILU,
    };
    write(workspace::KAILU, "kailu", &kailu::registry(), spoilt)
}

fn write(office: Office, name: &str, registry: &Registry, imperfections: Imperfections) -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let templates = root.join("report_templates");
    let folder = root.join("sample_data").join(name);
    let plan = plan::load(&templates, office.plan)?;
    let theme = Theme::parse(&fs::read_to_string(templates.join("house/theme.toml"))?)?;
    let recipe = Recipe::read(&folder.join("recipe.toml"))?;
    // The whole of 2025, and of 2024 what 同比 and 环比 of its quarters, its first half and the year need.
    let before = [Quarter::Second, Quarter::Third, Quarter::Fourth].map(|quarter| Period::quarter(2024, quarter));
    let periods: Vec<Period> = before.into_iter().chain(Period::quarter(2025, Quarter::Fourth).whole_year().quarters()).collect();
    // The forms as they are handed out came with the third quarter; before and after, smaller files do.
    let by_hand: Vec<Period> =
        periods.iter().copied().filter(|period| *period != Period::quarter(2025, Quarter::Third)).collect();
    let workspace = Workspace {
        office,
        registry,
        forms: &plan.forms,
        recipe: &recipe,
        theme: &theme,
        seed: SEED,
        periods: &periods,
        plain: &by_hand,
        discipline: Discipline { late: 0.05 },
        imperfections: Some(imperfections),
    };
    let written = workspace.write(&folder)?;
    println!(
        "{}: {} returns, {} imperfect files, {} kB",
        folder.display(),
        written.returns,
        written.imperfect,
        written.bytes / 1000
    );
    Ok(())
}
