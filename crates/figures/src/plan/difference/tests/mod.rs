//! What is a difference, and what is not.

mod order;
mod used;

use std::path::Path;

use super::*;
use crate::plan::tests::pack::{COMMON, FORM, INDICATORS, LEDGER, PLAN, Pack, QUARTERLY, RULES};
use crate::plan::tests::sharing::{DICTIONARY, ITEMS};

/// The differences of a pack from the sound one.
#[track_caller]
fn told(changed: &Pack) -> Vec<String> {
    between(&Pack::with_task(), changed)
}

/// Sign, file and place of every difference between two packs, with what it was and is.
#[track_caller]
fn between(before: &Pack, after: &Pack) -> Vec<String> {
    let ((_one, before), (_other, after)) = (before.written(), after.written());
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
                  二、服务,demo:3#1,3,建设平台,平台,是否建成,done,,,2025,city,市卫健委； 市医保局,milestone,\n";
    let changed = Pack::with_task()
        .replacing(INDICATORS, formula, "sum( 中医诊疗人次 )*100.0 / Sum(总诊疗人次)")
        .replacing(INDICATORS, "[\"unit\", \"county\", \"area\"]", "[\"area\", \"county\", \"unit\"]")
        .replacing(INDICATORS, "value = 30", "# 原文\nvalue = 30.0")
        .replacing(PLAN, "coverage-threshold = 80\n", "")
        .replacing(PLAN, "[lights]\nyellow-within = 10\n", "")
        .replacing(FORM, "code = \"D-01\"", "# 注\ncode = 'D-01'\ndue-days = 15")
        .with(LEDGER, ledger.as_bytes().to_vec());
    assert_eq!(told(&changed), [""; 0]);
    // A form that is shared now, and asked for by its name.
    let form = Pack::with_task().text(FORM);
    let shared = Pack::with_task()
        .replacing(PLAN, "includes = [\"hospital\"]", "includes = [\"hospital\", \"centre\"]")
        .without(FORM)
        .with("common/forms/centre.toml", form.into_bytes());
    assert_eq!(told(&shared), [""; 0]);
}

#[test]
fn an_item_says_the_same_by_the_dictionary_as_by_itself() {
    let with_dictionary = || Pack::with_task().with(ITEMS, DICTIONARY.as_bytes().to_vec());
    let whole = "name = \"总诊疗人次\"\nunit = \"人次\"\nkind = \"flow\"\n";
    let named = with_dictionary().replacing(FORM, whole, "name = \"总诊疗人次\"\n");
    assert_eq!(between(&with_dictionary(), &named), [""; 0]);
    let line = with_dictionary().replacing(
        FORM,
        &format!("[[sheet.item]]\ncode = \"101\"\n{whole}"),
        "items = [[\"101\", \"总诊疗人次\"]]\n",
    );
    assert_eq!(between(&with_dictionary(), &line), [""; 0]);
    // What the dictionary says is told of the forms that ask for it, and of nobody else.
    let defined = DICTIONARY.replacen("kind = \"flow\"", "kind = \"flow\"\ndefinition = \"门诊和急诊\"", 1);
    let defined = with_dictionary().with(ITEMS, defined.as_bytes().to_vec());
    let expected =
        ["centre", "hospital"].map(|form| format!("Added forms/{form}.toml sheet/服务/item/总诊疗人次/note: - → 门诊和急诊"));
    assert_eq!(between(&with_dictionary(), &defined), expected);
    let unasked = DICTIONARY.replacen("unit = \"张\"", "unit = \"床\"", 1);
    assert_eq!(between(&with_dictionary(), &with_dictionary().with(ITEMS, unasked.as_bytes().to_vec())), [""; 0]);
}

#[test]
fn what_holds_without_a_word_is_no_difference_where_it_is_written() {
    let changed = Pack::with_task()
        .replacing(PLAN, "short-title", "document-number = \"\"\nshort-title")
        .replacing(FORM, "[[sheet]]", "[symbols]\nnot-reported = [\"未报\", \"…\", \"...\"]\n[[sheet]]")
        .replacing(COMMON, "filed-by = [\"二级公立医院\", \"三级公立医院\"]", "city-due-days = 15\nfiled-by = [\"三级公立医院\", \"二级公立医院\"]")
        .replacing(RULES, "form = \"卫生院季报\"", "form = \"D-01\"\nquarters = [4, 3, 2, 1]\nmissing = \"skip\"")
        .adding(
            PLAN,
            "[wording]\nhighlights = [\"中医诊疗占比\", \"国医堂覆盖率\"]\nlead = \"牵头\"\n[wording.quarterly]\n\
             part-title = \"{对象}{报告期}{方案}重点任务调度情况通报\"\n[wording.third-party]\nreviewer = \"受委托的第三方机构\"\n",
        );
    assert_eq!(told(&changed), [""; 0]);
    let other = Pack::with_task().adding(PLAN, "[wording]\nhighlights = [\"国医堂覆盖率\"]\nlead = \"市级牵头部门\"\n");
    assert_eq!(
        told(&other),
        ["Added plan.toml wording/highlights: - → 国医堂覆盖率", "Changed plan.toml wording/lead: 牵头 → 市级牵头部门"]
    );
}

#[test]
fn every_difference_in_meaning_is_told_at_its_place() {
    let changed = Pack::with_task()
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

/// The sound pack with a task of the year and these mechanisms.
fn demanding(mechanisms: &str) -> Pack {
    Pack::with_task().replacing(LEDGER, "done,,,2025", "done,2,次/年,").adding(PLAN, mechanisms)
}

#[test]
fn a_mechanism_is_told_by_its_kind() {
    let mechanism = "[[mechanism]]\ncycle = \"quarterly\"\nwithin-days = 30\n";
    let expected = "Added plan.toml mechanism/quarterly: - → cycle = quarterly; every = quarter; within-days = 30";
    assert_eq!(told(&Pack::with_task().adding(PLAN, mechanism)), [expected]);
    let yearly = mechanism.replace("within-days", "every = \"year\"\nwithin-days");
    let expected = "Changed plan.toml mechanism/quarterly/every: quarter → year";
    assert_eq!(between(&demanding(mechanism), &demanding(&yearly)), [expected]);
}

#[test]
fn a_mechanism_says_the_same_in_fewer_words() {
    let once = |by: &str| {
        format!(
            "[[mechanism]]\ncycle = \"quarterly\"\nevery = \"once\"\n{by}tasks = [\"3#1\"]\nsource = [\"demo:1\", \"demo:2\"]\n"
        )
    };
    let whole = once("by = \"2025-12-31\"\n")
        .replace("\"3#1\"", "\"demo:3#1\"")
        .replace("[\"demo:1\", \"demo:2\"]", "[\"demo:2\", \"demo:1\"]");
    assert_eq!(between(&demanding(&once("")), &demanding(&whole)), [""; 0]);
    let expected = "Added plan.toml mechanism/quarterly/by: - → 2025-06-30";
    assert_eq!(between(&demanding(&once("")), &demanding(&once("by = \"2025-06-30\"\n"))), [expected]);
    // A kind that is demanded as usual is in force by `cycles` or by its mechanism.
    let named = "[[mechanism]]\ncycle = \"quarterly\"\n";
    let by_mechanism =
        |text: &str| Pack::with_task().replacing(PLAN, "[\"quarterly\", \"year-end\"]", "[\"year-end\"]").adding(PLAN, text);
    assert_eq!(told(&by_mechanism(named)), [""; 0]);
    // Who says how often says that the plan demands it.
    let expected = "Added plan.toml mechanism/quarterly: - → cycle = quarterly; every = quarter";
    assert_eq!(told(&by_mechanism(&format!("{named}every = \"quarter\"\n"))), [expected]);
}

#[test]
fn steps_are_told_by_what_they_reach_and_rows_by_who_files() {
    let steps = "id,by,item\ndemo:3#1,2024,起草\ndemo:3#1,2025,印发\n";
    assert_eq!(
        told(&Pack::with_task().with("demo/milestones.csv", steps.as_bytes().to_vec())),
        [
            "Added milestones.csv demo:3#1 起草: - → by = 2024; id = demo:3#1; item = 起草",
            "Added milestones.csv demo:3#1 印发: - → by = 2025; id = demo:3#1; item = 印发",
        ]
    );
    // A task in steps is due with the last of them, and its number is enough to name it.
    let stepped = |steps: &str| Pack::with_task().with("demo/milestones.csv", steps.as_bytes().to_vec());
    let brief = stepped(&steps.replace("demo:3#1", "3#1")).replacing(LEDGER, "done,,,2025", "done,,,");
    assert_eq!(between(&stepped(steps), &brief), [""; 0]);
    // Of two tasks either may come first.
    let two = |steps: &str| {
        stepped(steps).adding(LEDGER, "demo:3#2,3,二、服务,制定办法,办法,是否制定,done,,,,city,市卫健委,milestone,\n")
    };
    let (one, other) = ("demo:3#1,2024,起草\ndemo:3#1,2025,印发\n", "demo:3#2,2024,印发\n");
    let in_order = |first: &str, second: &str| two(&format!("id,by,item\n{first}{second}"));
    assert_eq!(between(&in_order(one, other), &in_order(other, one)), [""; 0]);
    let filed_by = |who: &str| {
        let column = Pack::with_task().replacing(LEDGER, "kind,note\n", "kind,note,filed-by\n");
        column.replacing(LEDGER, "milestone,\n", &format!("milestone,,{who}\n"))
    };
    assert_eq!(told(&filed_by("市卫健委")), ["Added ledger.csv demo:3#1/filed-by: - → 市卫健委"]);
    assert_eq!(told(&filed_by("")), [""; 0], "a blank column says nothing");
}

#[test]
fn what_comes_goes_and_moves_is_told_once() {
    let indicators = Pack::with_task().text(INDICATORS);
    let (first, second) = indicators.split_at(indicators.rfind("[[indicator]]").unwrap());
    let moved = Pack::with_task().with(INDICATORS, format!("{second}\n{first}").into_bytes());
    assert_eq!(told(&moved), ["Reordered indicators.toml indicator: - → -"]);
    // What is left has all the weight.
    let alone = first.replace("weight = 60", "weight = 100");
    let gone = told(&Pack::with_task().with(INDICATORS, alone.into_bytes()));
    let [weight, gone] = gone.as_slice() else { panic!("{gone:?}") };
    assert_eq!(weight, "Changed indicators.toml indicator/中医诊疗占比/weight: 60 → 100");
    assert!(gone.starts_with("Removed indicators.toml indicator/国医堂覆盖率: better = within; campaign = 二、服务;"), "{gone}");
    let rule = "\n[[rule]]\nid = \"D-3\"\nfamily = \"值域\"\nform = \"D-01\"\ncheck = \"中医诊疗人次 >= 0\"\n\
                severity = \"error\"\nmessage = \"小于零\"\nhint = \"核对\"\n";
    let come = told(&Pack::with_task().adding(RULES, rule));
    let [come] = come.as_slice() else { panic!("{come:?}") };
    assert!(come.starts_with("Added rules.toml rule/D-3: "), "{come}");
}

#[test]
fn a_pack_that_is_not_sound_is_not_compared() {
    let unsound = Pack::with_task().with(PLAN, b"id = \"demo\"\n".to_vec());
    let ((_one, before), (_other, after)) = (Pack::with_task().written(), unsound.written());
    assert!(matches!(differences((&before, "demo"), (&after, "demo")), Err(PlanError::Invalid { .. })));
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../report_templates"));
    let shipped = PackFolders::shipped(root);
    assert_eq!(differences((&shipped, "kailu-2024"), (&shipped, "kailu-2024")).unwrap(), []);
    assert!(differences((&shipped, "jining-2023"), (&shipped, "kailu-2024")).unwrap().len() > 100);
}
