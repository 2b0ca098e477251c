//! Lists in another order, and keys that say nothing.

use super::super::*;

/// The places at which two files differ.
fn differing(one: &str, other: &str) -> Vec<String> {
    let [one, other] = [one, other].map(|text| Node::of_table(&text.parse().unwrap(), "file", None));
    let (mut place, mut found) = (Place { file: "file", path: Vec::new() }, Vec::new());
    compare(Some(&one), Some(&other), &mut place, &mut found);
    found.iter().map(|difference| difference.place.join("/")).collect()
}

#[test]
fn an_order_that_means_nothing_is_none() {
    let asked = |words: &str, of: &str, grades: &str| {
        format!("[[tasks.asked]]\nresponsible = [{words}]\nof = [{of}]\ngrades = [{grades}]\n")
    };
    let one = asked("'甲', '乙'", "'医院', '中心'", "'三级', '二级'");
    assert_eq!(differing(&one, &asked("'乙', '甲'", "'中心', '医院'", "'二级', '三级'")), [""; 0]);
    assert_eq!(differing(&one, &asked("'甲'", "'中心', '医院'", "'二级', '三级'")), ["tasks/asked/中心, 医院/responsible"]);
    assert_eq!(differing("responsible = ['甲', '乙']", "responsible = ['乙', '甲']"), ["responsible"], "who leads stands first");
}

#[test]
fn what_says_nothing_is_not_there() {
    assert_eq!(differing("a = 1\nb = ' '\nc = []\n", "a = 1.0\n"), [""; 0]);
    assert_eq!(differing("a = 0\n", ""), ["a"]);
}
