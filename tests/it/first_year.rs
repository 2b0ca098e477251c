//! 效果监测 beside the plan's first year: the number of then is traced as any other.

use std::fs;

use jiff::civil::date;
use serde_json::{Value, json};
use tongbao_returns::domain::{Period, Quarter};

use crate::tiny_office::TinyOffice;

#[test]
fn a_number_of_the_plans_first_year_is_traced_to_its_cells() {
    let office = TinyOffice::new();
    let plan = office.templates().join("tiny/plan.toml");
    let told = fs::read_to_string(&plan).expect("the plan");
    let told = told.replace("first-year = 2024", "first-year = 2023").replace("[\"quarterly\"]", "[\"quarterly\", \"effect\"]");
    fs::write(&plan, told).expect("written");
    let wording = "@title 通报\n@attachment 变化\n@table 指标变化\n";
    fs::write(office.templates().join("tiny/bulletins/effect.md"), wording).expect("written");
    // Ten operations of 200, of 125 and of 100 visits.
    for (year, visits) in [(2023, 200.0), (2024, 125.0), (2025, 100.0)] {
        office.receive_of(Period::quarter(year, Quarter::Third), visits, date(year, 10, 10));
    }
    let issue = ["--final", "--number", "1", "--force", "--reason", "须用"];
    office.done(&[&["run", "--cycle", "effect", "--period", "2025Q3", "--as-of", "2025-10-20"][..], &issue].concat());
    let asked = ["trace", "--issue", "1", "--figure", "手术占比 2023Q3 全市", "--format", "json"];
    let output = office.output(&asked, None);
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let figure = &report["figures"][0];
    assert_eq!((&figure["period"], &figure["printed"]), (&json!("2023Q3"), &json!("5.0%")));
    assert_eq!(figure["origins"], json!([{ "period": "2023Q3", "issue": null, "is_kept": true }]));
    let cells = figure["cells"].as_array().expect("cells");
    let values: Vec<(&str, &str)> =
        cells.iter().filter_map(|cell| Some((cell["item"].as_str()?, cell["value"].as_str()?))).collect();
    assert_eq!(values, [("手术人次", "10"), ("诊疗人次", "200")]);
    assert!(cells.iter().all(|cell| cell["period"] == "2023Q3"), "{cells:?}");
}
