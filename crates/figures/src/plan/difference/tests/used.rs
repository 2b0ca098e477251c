//! What a pack takes from the shared files is what it would say itself.

use super::super::*;
use crate::plan::tests::pack::Pack;

const PLAN: &str = r#"id = "demo"
title = "示例方案"
short-title = "示例"
issuer = "市卫健委"
area-code = "370800"
area-name = "示例市"
area-word = "全市"
first-year = 2023
last-year = 2025
cycles = ["quarterly"]
campaigns = ["体系", "服务"]
"#;
const FORM: &str = r#"id = "centre"
code = "D-01"
title = "季报"
version = "2024"
issuer = "市卫健委"
filed-by = ["乡镇卫生院"]
[[sheet]]
name = "服务"
title = "医疗服务"
[[sheet.item]]
code = "101"
name = "总诊疗人次"
unit = "人次"
kind = "flow"
[[sheet.item]]
code = "102"
name = "中医诊疗人次"
unit = "人次"
kind = "flow"
"#;
const INDICATORS: &str = r#"[[indicator]]
id = "中医诊疗占比"
source = ["demo:1#1"]
campaign = "体系"
clause = "1"
formula = "SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)"
unit = "%"
decimals = 1
better = "higher"
scopes = ["county", "area"]
[[indicator.target]]
year = 2025
op = ">="
value = 30
[[indicator]]
id = "诊疗人次"
source = ["demo:1#2"]
campaign = "服务"
clause = "2"
formula = "SUM(总诊疗人次)"
unit = "人次"
decimals = 0
better = "higher"
scopes = ["area"]
"#;
const LEDGER: &str = "id,clause,campaign,title,item,measure,operator,target,unit,deadline,scope,responsible,kind,note\n";

/// The differences between two packs that share the dictionary.
fn told_beside(before: &[(&'static str, &str)], after: &[(&'static str, &str)]) -> Vec<String> {
    const ITEMS: &str = "[[item]]\nname = \"总诊疗人次\"\nunit = \"人次\"\nkind = \"flow\"\n\
                         [[item]]\nname = \"中医诊疗人次\"\nunit = \"人次\"\nkind = \"flow\"\n";
    const SOUND: [(&str, &str); 6] = [
        ("common/items.toml", ITEMS),
        ("demo/plan.toml", PLAN),
        ("demo/forms/centre.toml", FORM),
        ("demo/indicators.toml", INDICATORS),
        ("demo/ledger.csv", LEDGER),
        ("demo/bulletins/quarterly.md", "@title 通报\n"),
    ];
    let packed = |files: &[(&'static str, &str)]| Pack::of(&[&SOUND[..], files].concat()).written();
    let ((_one, before), (_other, after)) = (packed(before), packed(after));
    let found = differences((&before, "demo"), (&after, "demo")).unwrap_or_else(|error| panic!("{}", error.shown().join("\n")));
    found.iter().map(|one| format!("{}: {:?} → {:?}", one.place.join("/"), one.before, one.after)).collect()
}

#[test]
fn what_is_used_says_the_same_as_what_is_written() {
    let written = "formula = \"SUM(中医诊疗人次) * 100.0 / SUM(总诊疗人次)\"\nunit = \"%\"\ndecimals = 1\nbetter = \"higher\"\n\
                   scopes = [\"county\", \"area\"]\n";
    assert!(INDICATORS.contains(written));
    let using = INDICATORS.replacen(written, "use = \"占比\"\nwith = { \"甲\" = \"中医诊疗人次\" }\n", 1);
    let shared = format!("[[indicator]]\nname = \"占比\"\nwith = [\"甲\"]\n{written}").replace("SUM(中医诊疗人次)", "SUM({甲})");
    let files = [("demo/indicators.toml", using.as_str()), ("common/indicators.toml", &shared)];
    assert_eq!(told_beside(&[], &files), [""; 0]);
    let changed = shared.replace("decimals = 1", "decimals = 2");
    let other = [files[0], ("common/indicators.toml", changed.as_str())];
    assert_eq!(told_beside(&files, &other), ["indicator/中医诊疗占比/decimals: Some(\"1\") → Some(\"2\")"]);

    let head = "basis = \"本办\"\ninapplicable = \"spread\"\nmissing = \"zero\"\n";
    let grades = "[[grade]]\nname = \"优秀\"\nfrom = 90\n[[grade]]\nname = \"不合格\"\nfrom = 0\n";
    let scheme = "[[scheme]]\nname = \"县\"\nscope = \"county\"\n[[scheme.part]]\nindicator = \"中医诊疗占比\"\nweight = 100\nmethod = \"rank\"\n";
    let whole = format!("{head}{grades}{scheme}");
    let taking = format!("{head}use-grades = [\"不合格\", \"优秀\"]\n{scheme}");
    let taken = [("demo/scoring.toml", taking.as_str()), ("common/scoring.toml", grades)];
    assert_eq!(told_beside(&[("demo/scoring.toml", whole.as_str())], &taken), [""; 0]);
    // What a scheme is like is told by what it says.
    let liking = format!("{head}{grades}[[scheme]]\nname = \"县区\"\nlike = \"县\"\n");
    let heavier = scheme.replace("\"rank\"", "\"proportional\"");
    let before = [("demo/scoring.toml", liking.as_str()), ("common/scoring.toml", scheme)];
    let after = [("demo/scoring.toml", liking.as_str()), ("common/scoring.toml", heavier.as_str())];
    let expected = ["scheme/县/part/中医诊疗占比/method: Some(\"rank\") → Some(\"proportional\")"];
    assert_eq!(told_beside(&before, &after), expected);
}
