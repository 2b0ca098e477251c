//! What is a difference, and what is not.

mod used;

use std::path::Path;

use super::*;
use crate::plan::tests::pack::{FORM, INDICATORS, LEDGER, PLAN, Pack, QUARTERLY, RULES};

/// Sign, file and place of every difference of a pack from the sound one, with what it was and is.
#[track_caller]
fn told(changed: &Pack) -> Vec<String> {
    let ((_one, before), (_other, after)) = (Pack::sound().written(), changed.written());
    let found = match differences((&before, "demo"), (&after, "demo")) {
        Ok(found) => found,
        Err(error) => panic!("{error}\n{}", error.shown().join("\n")),
    };
    let line = |one: &Difference| {
        let (before, after) = (one.before.as_deref().unwrap_or("-"), one.after.as_deref().unwrap_or("-"));
        format!("{:?} {} {}: {before} → {after}", one.change, one.file, one.place.join("/"))
    };
    found.iter().map(line).collect()
}

#[test]
fn what_is_only_written_otherwise_is_no_difference() {
    let formula = "SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)";
    let ledger = "campaign,id,clause,title,item,measure,operator,target,unit,deadline,scope,responsible,kind,note\n\
                  二、服务,demo:3#1,3,建设平台,平台,是否建成,done,,,2025,city,市卫健委;市医保局,milestone,\n";
    let changed = Pack::sound()
        .replacing(INDICATORS, formula, "sum( 中医诊疗人次 )*100.0 / Sum(总诊疗人次)")
        .replacing(INDICATORS, "[\"unit\", \"county\", \"area\"]", "[\"area\", \"county\", \"unit\"]")
        .replacing(INDICATORS, "value = 30", "# 原文\nvalue = 30.0")
        .replacing(PLAN, "coverage-threshold = 80\n", "")
        .replacing(PLAN, "[lights]\nyellow-within = 10\n", "")
        .replacing(FORM, "code = \"D-01\"", "# 注\ncode = 'D-01'\ndue-days = 15")
        .with(LEDGER, ledger.as_bytes().to_vec());
    assert_eq!(told(&changed), [""; 0]);
    // A form that is shared now, and asked for by its name.
    let form = Pack::sound().text(FORM);
    let shared = Pack::sound()
        .replacing(PLAN, "includes = [\"hospital\"]", "includes = [\"hospital\", \"centre\"]")
        .without(FORM)
        .with("common/forms/centre.toml", form.into_bytes());
    assert_eq!(told(&shared), ["Changed plan.toml includes: hospital → hospital, centre"]);
}

#[test]
fn every_difference_in_meaning_is_told_at_its_place() {
    let changed = Pack::sound()
        .replacing(INDICATORS, "value = 30", "value = 35")
        .replacing(INDICATORS, "'是' THEN 1", "'否' THEN 1")
        .replacing(FORM, "kind = \"flow\"\npart-of", "kind = \"flow\"\nmax = 100\npart-of")
        .replacing(LEDGER, "2025,city", "2024,city")
        .replacing(PLAN, "[\"一、体系\", \"二、服务\"]", "[\"二、服务\", \"一、体系\"]")
        .adding(QUARTERLY, "# 一\n");
    let share = |answer: &str| format!("SUM(CASE WHEN 建成国医堂 = '{answer}' THEN 1 ELSE 0 END) * 100.0 / COUNT(建成国医堂)");
    let (before, after) = (share("是"), share("否"));
    assert_eq!(
        told(&changed),
        [
            "Changed bulletins/quarterly.md : 2:  → 2: # 一",
            "Added forms/centre.toml sheet/服务/item/中医诊疗人次/max: - → 100",
            "Changed indicators.toml indicator/中医诊疗占比/target/year=2025/value: 30 → 35",
            format!("Changed indicators.toml indicator/国医堂覆盖率/formula: {before} → {after}").as_str(),
            "Changed ledger.csv demo:3#1/deadline: 2025 → 2024",
            "Changed plan.toml campaigns: 一、体系, 二、服务 → 二、服务, 一、体系",
        ]
    );
}

#[test]
fn a_mechanism_is_told_by_its_kind() {
    let mechanism = "[[mechanism]]\ncycle = \"quarterly\"\nwithin-days = 30\n";
    let expected = "Added plan.toml mechanism/quarterly: - → cycle = quarterly; within-days = 30";
    assert_eq!(told(&Pack::sound().adding(PLAN, mechanism)), [expected]);
}

#[test]
fn steps_are_told_by_what_they_reach_and_rows_by_who_files() {
    let steps = "id,by,item\ndemo:3#1,2024,起草\ndemo:3#1,2025,印发\n";
    assert_eq!(
        told(&Pack::sound().with("demo/milestones.csv", steps.as_bytes().to_vec())),
        [
            "Added milestones.csv demo:3#1 起草: - → by = 2024; id = demo:3#1; item = 起草",
            "Added milestones.csv demo:3#1 印发: - → by = 2025; id = demo:3#1; item = 印发",
        ]
    );
    let filed_by = |who: &str| {
        let column = Pack::sound().replacing(LEDGER, "kind,note\n", "kind,note,filed-by\n");
        column.replacing(LEDGER, "milestone,\n", &format!("milestone,,{who}\n"))
    };
    assert_eq!(told(&filed_by("市卫健委")), ["Added ledger.csv demo:3#1/filed-by: - → 市卫健委"]);
    assert_eq!(told(&filed_by("")), [""; 0], "a blank column says nothing");
}

#[test]
fn what_comes_goes_and_moves_is_told_once() {
    let indicators = Pack::sound().text(INDICATORS);
    let (first, second) = indicators.split_at(indicators.rfind("[[indicator]]").unwrap());
    let moved = Pack::sound().with(INDICATORS, format!("{second}\n{first}").into_bytes());
    assert_eq!(told(&moved), ["Reordered indicators.toml indicator: - → -"]);
    // What is left has all the weight.
    let alone = first.replace("weight = 60", "weight = 100");
    let gone = told(&Pack::sound().with(INDICATORS, alone.into_bytes()));
    let [weight, gone] = gone.as_slice() else { panic!("{gone:?}") };
    assert_eq!(weight, "Changed indicators.toml indicator/中医诊疗占比/weight: 60 → 100");
    assert!(gone.starts_with("Removed indicators.toml indicator/国医堂覆盖率: better = within; campaign = 二、服务;"), "{gone}");
    let rule = "\n[[rule]]\nid = \"D-3\"\nfamily = \"值域\"\nform = \"D-01\"\ncheck = \"中医诊疗人次 >= 0\"\n\
                severity = \"error\"\nmessage = \"小于零\"\nhint = \"核对\"\n";
    let come = told(&Pack::sound().adding(RULES, rule));
    let [come] = come.as_slice() else { panic!("{come:?}") };
    assert!(come.starts_with("Added rules.toml rule/D-3: "), "{come}");
}

#[test]
fn a_pack_that_is_not_sound_is_not_compared() {
    let unsound = Pack::sound().with(PLAN, b"id = \"demo\"\n".to_vec());
    let ((_one, before), (_other, after)) = (Pack::sound().written(), unsound.written());
    assert!(matches!(differences((&before, "demo"), (&after, "demo")), Err(PlanError::Invalid { .. })));
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../report_templates"));
    let shipped = PackFolders::shipped(root);
    assert_eq!(differences((&shipped, "kailu-2024"), (&shipped, "kailu-2024")).unwrap(), []);
    assert!(differences((&shipped, "jining-2023"), (&shipped, "kailu-2024")).unwrap().len() > 100);
}
