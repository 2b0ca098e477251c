//! Whole workspaces: complete, the same twice, and smaller ones part of larger ones.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::filing::Discipline;
use super::imperfect::adopted;
use super::recipe::Recipe;
use super::workspace::{Imperfections, Workspace, Written};
use super::{imperfect, jining, workspace};
use tongbao_figures::plan;
use tongbao_render::Theme;
use tongbao_returns::domain::{Period, Quarter};

/// Writes the sample of 济宁市 with so many units; returns its files by path.
fn written(units: usize, imperfections: Option<Imperfections>) -> (Written, BTreeMap<String, Vec<u8>>) {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let plan = plan::load(&root.join("report_templates"), "jining-2023").unwrap();
    let theme = Theme::parse(&fs::read_to_string(root.join("report_templates/house/theme.toml")).unwrap()).unwrap();
    let recipe = Recipe::read(&root.join("sample_data/jining/recipe.toml")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let workspace = Workspace {
        office: workspace::JINING,
        registry: &jining::registry(units),
        forms: &plan.forms,
        recipe: &recipe,
        theme: &theme,
        seed: 7,
        periods: &[Period::quarter(2025, Quarter::Third)],
        plain: &[],
        discipline: Discipline { late: 0.05 },
        imperfections,
    };
    let written = workspace.write(folder.path()).unwrap();
    let files = WalkDir::new(folder.path()).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let named = |path: &Path| path.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned();
    let files = files.map(|entry| (named(entry.path()), fs::read(entry.path()).unwrap())).collect();
    (written, files)
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_a_larger_sample_only_adds() {
    let (_, few) = written(40, None);
    let (count, again) = written(40, None);
    assert!(few == again, "the same files twice");
    // Settings, registry and sign-offs are the other three.
    assert_eq!(few.len(), count.returns + 3);
    let (_, many) = written(60, None);
    for (path, bytes) in few.iter().filter(|(path, _)| path.starts_with("inbox/")) {
        assert!(many.get(path) == Some(bytes), "{path}");
    }
}

#[test]
fn the_settings_of_the_sample_are_those_that_it_writes() {
    let (_, files) = written(40, None);
    let kept = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../sample_data/jining/tongbao.toml"));
    let [written, kept] = [files["tongbao.toml"].clone(), fs::read(kept).unwrap()].map(|bytes| String::from_utf8(bytes).unwrap());
    assert_eq!(written, kept);
    assert!(
        kept.contains("[[approval]]\nnumber = \"示例〔2024〕1号\"\nforms = [\"TB-H01\"]\n"),
        "packs have no numbers of their own"
    );
}

#[test]
fn imperfect_files_stand_beside_good_ones_or_in_their_stead() {
    let spoilt = Imperfections {
        spoiler: imperfect::jining,
        adopted: adopted::JINING,
        missing: imperfect::JINING_MISSING,
        explanations: &[],
        events: &[],
        practices: &[],
    };
    let (good, _) = written(jining::SAMPLE_UNITS, None);
    let (count, files) = written(jining::SAMPLE_UNITS, Some(spoilt));
    assert!(count.imperfect >= 25, "{count:?}");
    assert!(good.returns > count.returns + imperfect::JINING_MISSING.len());
    // Settings, registry, sign-offs and README are the other four.
    assert_eq!(files.len(), count.returns + count.imperfect + 4);
    let readme = String::from_utf8(files["inbox/README.md"].clone()).unwrap();
    let late = readme.lines().filter(|line| line.contains(" 报出，`")).count();
    assert!((4..=20).contains(&late), "{late}");
    assert!(readme.contains("压缩炸弹") && readme.contains("没有报来的报表"));
}
