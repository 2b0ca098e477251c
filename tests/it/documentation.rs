//! What the handbook says about codes is what the code says.

use tongbao_returns::finding::Code;

#[test]
fn every_code_stands_in_the_handbook_with_its_severity_and_title() {
    let handbook = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/zh/findings.md")).expect("the handbook");
    for code in Code::ALL {
        let row = format!("| {} | {} | {} | {} |", code.as_str(), code.severity().word(), code.title(), code.hint());
        assert!(handbook.contains(&row), "the handbook lacks the row: {row}");
    }
}
