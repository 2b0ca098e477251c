//! Packs side by side: a name has one meaning, a form is one form.

use std::path::Path;

use super::pack::{BUREAU, FORM, Pack, RULES};
use crate::plan::{PackFolders, Plan, PlanError, contradictions, stand_together};

#[track_caller]
fn loaded(pack: &Pack) -> Plan {
    pack.load().unwrap_or_else(|error| panic!("{error}\n{}", error.shown().join("\n")))
}

/// What of a pack contradicts the sound one.
#[track_caller]
fn told(pack: &Pack) -> Vec<String> {
    contradictions(&loaded(pack), &loaded(&Pack::sound())).iter().map(ToString::to_string).collect()
}

#[test]
fn the_same_form_in_two_packs_is_one() {
    assert_eq!(told(&Pack::sound()), [""; 0]);
    let approved = Pack::sound().replacing(FORM, "issuer =", "approval = \"文号\"\nissuer =");
    assert_eq!(told(&approved), [""; 0], "who approved it is no part of it");
    assert_eq!(told(&Pack::sound().replacing(RULES, "tolerance = 0.5", "tolerance = 1")), [""; 0]);
}

#[test]
fn a_second_unit_of_a_name_is_told_with_both_places() {
    let people = Pack::sound().replacing(BUREAU, "unit = \"人\"", "unit = \"万人\"");
    assert_eq!(
        told(&people),
        [
            "demo/forms/bureau.toml:2:8：表号`D-02`与demo/forms/bureau.toml:2重复，而两张表不同：`101 常住人口`的写法不同",
            "demo/forms/bureau.toml:12:8：`常住人口`在demo/forms/bureau.toml:12已有另一个意思：那里的计量单位是人，这里是万人",
        ]
    );
    let departments = Pack::sound().replacing(BUREAU, "[\"卫健\", \"医保\"]", "[\"卫健\", \"医保\", \"财政\"]");
    assert!(told(&departments)[1].ends_with("已有另一个意思：`kind`或`choices`不同"), "{:?}", told(&departments));
}

#[test]
fn another_form_under_a_code_that_is_taken_is_told() {
    let one = |from: &str, to: &str| {
        let told = told(&Pack::sound().replacing(BUREAU, from, to));
        let [told] = told.as_slice() else { panic!("{told:?}") };
        told.split_once("不同：").map(|(_, difference)| difference.to_owned())
    };
    assert_eq!(one("title = \"县区季报\"", "title = \"县区年报\"").as_deref(), Some("表名是`县区年报`，那里是`县区季报`"));
    assert_eq!(one("version = \"2024\"", "version = \"2025\"").as_deref(), Some("版本是`2025`，那里是`2024`"));
    assert_eq!(one("code = \"D-02\"", "code = \"D-07\"").as_deref(), Some("表号是`D-07`，那里是`D-02`"));
    assert_eq!(one("code = \"101\"", "code = \"103\"").as_deref(), Some("有`103 常住人口`，那里是`101 常住人口`"));
    assert_eq!(one("filed-by =", "due-days = 20\nfiled-by =").as_deref(), Some("制定机关、截止日、符号、工作表或说明不同"));
    assert_eq!(
        one("filed-by =", "basis = \"quarter\"\nfiled-by =").as_deref(),
        Some("一张报累计数，一张只报本季的数（`basis`）")
    );
    let office = Pack::sound().text(BUREAU).replace("id = \"bureau\"", "id = \"office\"");
    let renamed = Pack::sound().without(BUREAU).with("demo/forms/office.toml", office.into_bytes());
    assert_eq!(
        told(&renamed),
        ["demo/forms/office.toml:2:8：表号`D-02`与demo/forms/bureau.toml:2重复，而两张表不同：编号是`office`，那里是`bureau`"]
    );
}

#[test]
fn packs_that_contradict_one_another_do_not_stand_together() {
    let sound = loaded(&Pack::sound());
    let folders = PackFolders::shipped(Path::new("packs"));
    assert!(stand_together(&folders, &[sound.clone(), sound.clone()]).is_ok());
    let other = loaded(&Pack::sound().replacing(BUREAU, "unit = \"人\"", "unit = \"万人\""));
    let error = stand_together(&folders, &[sound, other]).unwrap_err();
    assert!(matches!(&error, PlanError::Invalid { path, mistakes, .. } if path.ends_with("demo") && mistakes.len() == 2));
    let shown = error.shown().concat();
    assert!(shown.contains("demo/forms/bureau.toml:12:8") && shown.contains("name = \"常住人口\""), "{shown}");
}
