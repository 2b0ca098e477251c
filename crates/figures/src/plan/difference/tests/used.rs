//! What a pack takes from the shared files is what it would say itself.

use super::between;
use crate::plan::tests::pack::INDICATORS;
use crate::plan::tests::sharing::{SCORES, SHARED, SHARED_SCORING, WRITTEN, scored, using, written_scores};

#[test]
fn an_indicator_that_is_used_says_the_same_as_one_that_is_written() {
    let written = using().with(INDICATORS, WRITTEN.as_bytes().to_vec()).without(SHARED);
    assert_eq!(between(&written, &using()), [""; 0]);
    let changed = using().replacing(SHARED, "caliber = \"中医÷总数\"", "caliber = \"中医÷全部\"");
    assert_eq!(between(&using(), &changed), ["Changed indicators.toml indicator/中医占比/caliber: 中医÷总数 → 中医÷全部"]);
    // What nobody uses says nothing.
    let unused = using().replacing(SHARED, "unit = \"人次/床\"", "unit = \"人次每床\"");
    assert_eq!(between(&using(), &unused), [""; 0]);
}

#[test]
fn scores_that_are_taken_say_the_same_as_those_that_are_written() {
    let written = scored(&written_scores()).without(SHARED_SCORING);
    assert_eq!(between(&written, &scored(SCORES)), [""; 0]);
    let turned = SCORES.replacen("[\"优秀\", \"不合格\"]", "[\"不合格\", \"优秀\"]", 1);
    assert_eq!(between(&scored(SCORES), &scored(&turned)), [""; 0], "grades stand from the best to the last");
    // What a scheme is like is told of the scheme that is so.
    let changed = scored(SCORES).replacing(SHARED_SCORING, "low = 10", "low = 12");
    assert_eq!(between(&scored(SCORES), &changed), ["Changed scoring.toml scheme/县区/part/中医占比/scale/low: 10 → 12"]);
    let without =
        scored(&format!("{SCORES}without = [\"任务完成率\"]\n[[scheme.part]]\nindicator = \"中医占比\"\nweight = 100\n"));
    assert_eq!(
        between(&scored(SCORES), &without),
        [
            "Changed scoring.toml scheme/县区/part/中医占比/weight: 60 → 100",
            "Removed scoring.toml scheme/县区/part/completion: tasks = completion; weight = 40 → -",
        ]
    );
}

#[test]
fn what_a_scheme_takes_over_from_the_indicators_is_told_of_these() {
    let scores = |scheme: &str| {
        let (head, _) = SCORES.split_once("[[scheme]]").unwrap();
        scored(&format!("{head}[[scheme]]\nname = \"全市\"\nscope = \"area\"\n{scheme}"))
    };
    let part = |indicator: &str, weight: u8| format!("[[scheme.part]]\nindicator = \"{indicator}\"\nweight = {weight}\n");
    let listed = part("中医占比", 60) + &part("国医堂覆盖率", 40);
    assert_eq!(between(&scores(""), &scores(&listed)), [""; 0]);
    let usual = part("中医占比", 60) + "method = \"proportional\"\n" + &part("国医堂覆盖率", 40);
    assert_eq!(between(&scores(""), &scores(&usual)), [""; 0]);
    let other = part("中医占比", 60) + "method = \"rank\"\n" + &part("国医堂覆盖率", 40);
    assert_eq!(
        between(&scores(""), &scores(&other)),
        [
            "Added scoring.toml scheme/全市/part/中医占比: - → indicator = 中医占比; method = rank; weight = 60",
            "Added scoring.toml scheme/全市/part/国医堂覆盖率: - → indicator = 国医堂覆盖率; weight = 40",
        ]
    );
}
