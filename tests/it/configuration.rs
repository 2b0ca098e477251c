//! Plans and registries that do not fit together: `run`, `forms` and `status` say so first, and end with 3, or with 2 where nobody is left.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::office::rewritten;
use crate::whole::{copy, tongbao};

const SOURCES: &str = env!("CARGO_MANIFEST_DIR");

/// A sample office of which no return has come yet, with words of its registry replaced.
fn office(sample: &str, words: &[(&str, &str)]) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("scratch folder");
    let sample = Path::new(SOURCES).join("sample_data").join(sample);
    fs::copy(sample.join("tongbao.toml"), folder.path().join("tongbao.toml")).expect("settings");
    fs::create_dir(folder.path().join("inbox")).expect("inbox");
    let registry = fs::read(sample.join("registry.xlsx")).expect("registry");
    let replaced = |text: &str| {
        words.iter().fold(text.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from} stands nowhere");
            text.replace(from, to)
        })
    };
    let registry = rewritten(&registry, |name, text| (name == "xl/sharedStrings.xml").then(|| replaced(text)));
    fs::write(folder.path().join("registry.xlsx"), registry).expect("registry");
    let path = folder.path().to_str().expect("UTF-8").to_owned();
    (folder, path)
}

/// Every command that tells of the configuration, with the day and the period.
fn commands(path: &str) -> [Vec<&str>; 3] {
    ["run", "forms", "status"].map(|command| vec![command, path, "--period", "2025Q3", "--as-of", "2025-10-12"])
}

/// The first lines of every command, which must be the same.
#[track_caller]
fn first_lines(path: &str) -> Vec<String> {
    let of_command = |arguments: Vec<&str>| {
        let (code, told, failed) = tongbao(&arguments, &[]);
        assert_eq!(code, 3, "{arguments:?}: {failed}");
        // Nothing has come yet, as those commands say first that look for it.
        let lines = told.lines().filter(|line| !line.starts_with("注意：收件文件夹里没有任何文件"));
        lines.take_while(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let [run, forms, status] = commands(path).map(of_command);
    assert_eq!((&run, &run), (&forms, &status));
    run
}

/// The kinds of warnings that a command has as JSON.
#[track_caller]
fn kinds(arguments: &[&str]) -> Vec<String> {
    let (_, told, failed) = tongbao(&[arguments, &["--format", "json"]].concat(), &[]);
    let report: serde_json::Value = serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}{failed}"));
    let warnings = report["configuration"].as_array().expect("a list");
    warnings.iter().map(|warning| warning["kind"].as_str().expect("a kind").to_owned()).collect()
}

#[test]
fn a_category_that_no_form_knows_is_the_first_line_of_every_command() {
    let (_folder, path) = office("kailu", &[("<t>县级医保经办</t>", "<t>县医保经办</t>")]);
    let lines = first_lines(&path);
    assert_eq!(lines[0], "配置有 3 处要改，否则有单位、县区、任务或指标落空：");
    assert!(lines[1].starts_with("  registry.xlsx 机构!D"), "{lines:?}");
    assert!(lines[1].contains("没有一张报表由类别“县医保经办”填报，") && lines[1].contains("县级医保经办"), "{lines:?}");
    assert!(lines[2].contains("没有单位填报：名录中没有启用的县级医保经办"), "{lines:?}");
    assert!(lines[3].starts_with("  kailu-2024/indicators.toml:") && lines[3].contains("没有选中任何单位"), "{lines:?}");
    for arguments in commands(&path) {
        let expected = ["unknown-category", "nothing-to-file", "form-of-nobody", "indicator-of-nobody"];
        assert_eq!(kinds(&arguments), expected, "{arguments:?}");
    }
    // Whoever wants quiet is told in one line.
    let (code, told, remark) = tongbao(&["run", &path, "--period", "2025Q3", "--as-of", "2025-10-12", "--quiet"], &[]);
    assert_eq!((code, told.as_str()), (3, ""));
    assert!(remark.ends_with(&format!("\n{}\n", lines[0])), "{remark}");
}

#[test]
fn a_kind_of_alliance_that_no_plan_knows_is_told_with_the_nearest() {
    let (_folder, path) = office("kailu", &[("<t>紧密型县域医共体</t>", "<t>紧密型医共体</t>")]);
    let lines = first_lines(&path);
    assert!(lines[1].starts_with("  registry.xlsx 医联体!C"), "{lines:?}");
    assert!(lines[1].contains("类型“紧密型医共体”不是方案所用的类型") && lines[1].contains("紧密型县域医共体"), "{lines:?}");
}

#[test]
fn a_registry_without_the_plans_names_is_told_with_how_many_tasks_it_costs() {
    let (_folder, path) = office("kailu", &[("曾用名/简称", "旧名")]);
    let lines = first_lines(&path);
    assert!(lines[1].starts_with("  registry.xlsx 机构：《"), "{lines:?}");
    assert!(lines[1].contains("的223项任务中有216项没有单位填报，一律计为未报"), "{lines:?}");
}

#[test]
fn a_county_without_parent_keeps_its_bulletin() {
    let (folder, path) = office("jining", &[("<t>上级</t>", "<t>原上级</t>")]);
    let lines = first_lines(&path);
    assert!(lines[1].starts_with("  registry.xlsx 县区!"), "{lines:?}");
    assert!(lines[1].contains("等11个县（市、区）没有填上级，已作为济宁市（370800）的县（市、区）"), "{lines:?}");
    let counties = fs::read_dir(folder.path().join("bulletins/2025Q3/quarterly/县区")).expect("a folder");
    assert_eq!(counties.count(), 22, "a PDF and a workbook for each of the 11 counties");
}

#[test]
fn where_nobody_files_anything_every_command_is_refused() {
    let registry = tongbao_returns::ingest::registry(
        &Path::new(SOURCES).join("sample_data/kailu/registry.xlsx"),
        &tongbao_returns::ingest::Reader::in_process(),
    )
    .expect("a reader")
    .expect("registry")
    .0;
    let mut words: Vec<&str> = registry.units.values().map(|unit| unit.category.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    assert!(words.len() > 5, "{words:?}");
    let cells: Vec<(String, String)> =
        words.iter().map(|word| (format!("<t>{word}</t>"), format!("<t>无此类别{}</t>", word.chars().count()))).collect();
    let cells: Vec<(&str, &str)> = cells.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    let (folder, path) = office("kailu", &cells);
    for arguments in commands(&path) {
        let (code, told, failed) = tongbao(&arguments, &[]);
        assert_eq!((code, told.as_str()), (2, ""), "{failed}");
        assert!(failed.starts_with("错误：2025-09-30 启用的单位中，没有一家要填报方案的任何报表\n"), "{failed}");
        assert!(failed.contains("registry.xlsx 机构!D") && failed.contains("没有一张报表由类别“无此类别"), "{failed}");
    }
    assert!(!folder.path().join("bulletins").exists() && !folder.path().join("forms").exists());
}

#[test]
fn counties_outside_the_area_are_told_in_the_bulletin_too() {
    let folder = tempfile::tempdir().expect("scratch folder");
    copy(&Path::new(SOURCES).join("sample_data/jining"), folder.path());
    let _ = fs::remove_dir_all(folder.path().join("bulletins"));
    // 上级 and 县区代码 of 市直 are one word of the workbook: the sheet of counties alone is changed.
    let registry = fs::read(folder.path().join("registry.xlsx")).expect("registry");
    let changed = rewritten(&registry, |name, text| {
        let without_last = |text: &str| {
            let cells: Vec<&str> = text.rsplitn(2, "<c r=\"D13\"").collect();
            let [after, before] = cells.as_slice() else { panic!("no cell D13") };
            let (_, rest) = after.split_once("</c>").expect("the cell ends");
            format!("{before}<c r=\"D13\"><v>370801</v></c>{rest}")
        };
        (name == "xl/worksheets/sheet2.xml").then(|| without_last(text))
    });
    fs::write(folder.path().join("registry.xlsx"), changed).expect("registry");
    let path = folder.path().to_str().expect("UTF-8");
    let (code, told, failed) = tongbao(&["run", path, "--period", "2025Q3", "--as-of", "2025-10-20", "--no-verify"], &[]);
    assert_eq!(code, 3, "{failed}");
    assert!(
        told.lines().any(|line| line.contains("registry.xlsx 县区!D13：") && line.contains("的上级370801不是方案的范围")),
        "{told}"
    );
    let area = fs::read(folder.path().join("bulletins/2025Q3/quarterly/全市.xlsx")).expect("the area's workbook");
    let mut said = false;
    rewritten(&area, |_, text| {
        said |= text.contains("不属于全市的县（市、区），其单位只计入全市合计，不单独通报、不排名");
        None
    });
    assert!(said, "the bulletin of the area says nothing of it");
}
