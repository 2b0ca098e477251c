//! A pack that declares peer groups, limits a grade and scores tasks: what the year-end assessment then says, in the sample's office.

use std::fs;
use std::path::Path;

use jiff::civil::date;
use tempfile::TempDir;
use tongbao::compose::Composed;
use tongbao::pipeline::Setup;
use tongbao::pipeline::progress::Silent;
use tongbao::pipeline::request::RunRequest;
use tongbao::pipeline::run::documents;
use tongbao_document::{Block, Cell, Role, Table};
use tongbao_returns::domain::Cycle;
use tongbao_returns::ingest::Reader;

use crate::whole::{copy, workspace_of_the_year};

const GROUPS: &str = r#"
[[peer-group]]
name = "市辖区"
counties = ["任城区", "370812"]
[[peer-group]]
name = "县和县级市"
counties = ["微山县", "鱼台县", "金乡县", "嘉祥县", "汶上县", "泗水县", "梁山县", "曲阜市", "邹城市"]
[[peer-group]]
name = "三级医院"
categories = ["三级公立医院", "三级公立中医医院"]
"#;

/// The packs, with peer groups of counties, at most two 优秀 and 良好 each, and a tenth of a county's points for its tasks.
fn templates() -> TempDir {
    let templates = tempfile::tempdir().expect("scratch folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates"), templates.path());
    let edit = |file: &str, change: &dyn Fn(String) -> String| {
        let path = templates.path().join("jining-2023").join(file);
        let text = fs::read_to_string(&path).expect("text");
        fs::write(path, change(text)).expect("written");
    };
    edit("plan.toml", &|text| text + GROUPS);
    edit("scoring.toml", &|text| {
        let first = "indicator = \"县域内就诊率\"\nweight = 7\n";
        assert!(text.contains(first), "the county's first part");
        let with_tasks =
            text.replacen(first, "tasks = \"completion\"\nweight = 7\nmethod = \"proportional\"\n[[scheme.part]]\nFIRST", 1);
        // The seven points of the first indicator go to the tasks; what the second had is shared by both.
        let second = "indicator = \"县域内基层门急诊人次占比\"\nweight = 7\n";
        with_tasks.replacen("FIRST", "indicator = \"县域内就诊率\"\nweight = 3\n", 1).replacen(
            second,
            &second.replace("= 7", "= 4"),
            1,
        )
    });
    // The grades are those that the packs share.
    edit("../common/scoring.toml", &|text| {
        text.replacen("from = 90\n", "from = 90\nmost = 2\n", 1).replacen("from = 80\n", "from = 80\nmost = 2\n", 1)
    });
    templates
}

fn year_end() -> Vec<Composed> {
    let (workspace, templates) = (workspace_of_the_year("jining"), templates());
    let setup = Setup::open(workspace.path(), templates.path().to_owned(), Reader::in_process(), date(2026, 1, 20));
    let period = "2025".parse().expect("a period");
    let request = RunRequest { period: Some(period), cycle: Some(Cycle::YearEnd), ..RunRequest::default() };
    documents(&setup.expect("a workspace"), &request, &Silent).expect("documents")
}

fn table<'run>(composed: &'run Composed, name: &str) -> &'run Table {
    let in_text = composed.document.blocks().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    in_text.chain(&composed.document.workbook_tables).find(|table| table.name == name).expect("the table")
}

fn texts(table: &Table) -> Vec<Vec<String>> {
    table.rows.iter().map(|row| row.cells.iter().map(Cell::text).collect()).collect()
}

#[test]
fn peers_are_ranked_among_themselves_and_a_limited_grade_runs_out() {
    let composed = year_end();
    let area = composed.iter().find(|one| one.stem == "全市").expect("the city's bulletin");

    let ranking = texts(table(area, "县区排名"));
    let kinds: Vec<&str> = ranking.iter().map(|row| row[2].as_str()).collect();
    assert_eq!(kinds[..2], ["市辖区"; 2], "{ranking:?}");
    assert_eq!(kinds[2..], ["县和县级市"; 9], "{ranking:?}");
    for of_group in [&ranking[..2], &ranking[2..]] {
        let places: Vec<u32> = of_group.iter().filter_map(|row| row[0].parse().ok()).collect();
        assert_eq!(places.first(), Some(&1), "{ranking:?}");
        assert!(places.is_sorted(), "{ranking:?}");
    }
    let says = |words: &str| area.document.blocks().any(|block| format!("{block:?}").contains(words));
    assert!(says("参与排名的市辖区") && says("参与排名的县和县级市"), "a sentence for each group");

    let hospitals = texts(table(area, "机构排名"));
    assert!(hospitals.len() > 1 && hospitals.iter().all(|row| row[2] == "三级医院"), "{hospitals:?}");
    let places: Vec<u32> = hospitals.iter().filter_map(|row| row[0].parse().ok()).collect();
    assert_eq!((places.first(), places.is_sorted()), (Some(&1), true), "{hospitals:?}");
    assert!(says("参与排名的三级医院中"), "a sentence for the hospitals");
    let judged = texts(table(area, "机构评价 三级医院"));
    let first = |row: &&Vec<String>| row[0] == "1";
    let indicators = judged.iter().filter(|row| row[1..].iter().all(String::is_empty)).count();
    assert!(indicators > 1 && judged.iter().filter(first).count() >= 1, "a section an indicator, with a first: {judged:?}");
    let behind = texts(table(area, "机构滞后清单"));
    let lights: u32 =
        hospitals.iter().map(|row| row[4].parse::<u32>().expect("yellow") + row[5].parse::<u32>().expect("red")).sum();
    assert_eq!(u32::try_from(behind.len()), Ok(lights), "the list holds what the ranking counts");
    // In its county's bulletin a hospital has the place that it has in the city.
    let in_county = composed.iter().filter(|one| one.stem != "全市").find(|one| {
        let tables = one.document.blocks();
        tables.into_iter().any(|block| matches!(block, Block::Table(table) if table.name == "机构排名"))
    });
    let own = texts(table(in_county.expect("a county with such a hospital"), "机构排名"));
    assert!(own.iter().all(|row| hospitals.contains(row)), "{own:?}");

    let scores = table(area, "得分排名");
    let of_counties: Vec<_> = scores.rows.iter().skip(1).take_while(|row| row.role == Role::Body).collect();
    let grades: Vec<String> = of_counties.iter().map(|row| row.cells[6].text()).collect();
    for grade in ["优秀", "良好"] {
        assert!(grades.iter().filter(|given| *given == grade).count() <= 2, "{grades:?}");
    }
    let remarks: Vec<String> = of_counties.iter().map(|row| row.cells[9].text()).collect();
    assert!(remarks.iter().any(|remark| remark.contains("名额已满（最多2个）")), "{remarks:?}");

    let card = texts(table(area, "得分 任城"));
    assert_eq!(card[0][1], "任务完成率（%）");
    assert_eq!(card[0][5], "到期任务全部完成");
    let [due, done] = ["到期任务", "已完成"].map(|word| {
        let digits = card[0][10].split_once(word).expect("told").1;
        digits.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<f64>().expect("a count")
    });
    let percent: f64 = card[0][2].parse().expect("a percentage");
    assert!((percent - (done * 1000.0 / due).round() / 10.0).abs() < 0.051, "{percent} of {done}/{due}");
    let points: f64 = card[0][9].parse().expect("points");
    assert!((points - (7.0 * percent).round() / 100.0).abs() < 0.011, "{points}: {:?}", card[0]);
}
