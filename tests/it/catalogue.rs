//! The plan packs answer every row of the catalogue of the plans' demands, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tongbao_figures::plan::Plan;

const TEMPLATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/report_templates");

#[test]
fn the_jining_pack_answers_the_catalogue() {
    let plan = pack_against_catalogue("jining-2023");
    assert_eq!(cited(&plan).len(), 90, "quantitative rows of the Jining plan");
}

#[test]
fn the_kailu_pack_answers_the_catalogue() {
    let plan = pack_against_catalogue("kailu-2024");
    assert_eq!(cited(&plan).len(), 41, "quantitative rows of the Kailu plan");
}

fn pack_against_catalogue(id: &str) -> Plan {
    let plan = match tongbao_figures::plan::load(Path::new(TEMPLATES), id) {
        Ok(plan) => plan,
        Err(error) => panic!("{error}\n{}", error.shown().join("\n")),
    };
    let rows = catalogue(id);
    let of_kinds = |kinds: &[&str]| -> BTreeSet<String> {
        rows.iter().filter(|(_, kind)| kinds.contains(&kind.as_str())).map(|(id, _)| id.clone()).collect()
    };
    let cited = cited(&plan);
    let cited_once: BTreeSet<String> = cited.keys().cloned().collect();
    assert_eq!(cited_once, of_kinds(&["quantitative"]), "ids cited by indicators and quantitative rows");
    let repeated: Vec<_> = cited.iter().filter(|(_, times)| **times > 1).collect();
    assert!(repeated.is_empty(), "cited by several indicators: {repeated:?}");
    let followed: BTreeSet<String> = plan.ledger.iter().map(|row| row.id.clone()).collect();
    assert_eq!(followed, of_kinds(&["milestone", "ledger", "mechanism"]), "ids of the ledger and rows of the catalogue");
    assert_eq!(followed.len(), plan.ledger.len(), "a row of the ledger stands twice");
    plan
}

/// Id → how many indicators cite it.
fn cited(plan: &Plan) -> BTreeMap<String, usize> {
    let mut cited = BTreeMap::new();
    for source in plan.indicators.iter().flat_map(|indicator| &indicator.source) {
        *cited.entry(source.clone()).or_insert(0) += 1;
    }
    cited
}

/// Id and kind of every row.
fn catalogue(pack: &str) -> Vec<(String, String)> {
    let path = Path::new(TEMPLATES).join(pack).join("catalogue.csv");
    let mut reader = csv::Reader::from_path(path).expect("the catalogue");
    let headers = reader.headers().expect("headers").clone();
    let column = |name: &str| headers.iter().position(|header| header.trim_start_matches('\u{feff}') == name).expect("column");
    let (id, kind) = (column("id"), column("kind"));
    reader.records().map(|record| record.expect("row")).map(|row| (row[id].to_owned(), row[kind].to_owned())).collect()
}
