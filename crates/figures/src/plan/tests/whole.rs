//! Whole packs: the sound one, packs with files missing, and the packs that come with the program.

use std::path::Path;

use jiff::civil::date;

use super::pack::{FORM, INDICATORS, LEDGER, PLAN, Pack, QUARTERLY};
use crate::plan::{Addressee, Better, Demand, PlanError, Scope, Score, Weight, load};
use tongbao_returns::domain::{Category, ItemName, Kind, Period, Quarter, UnitAttribute};

#[test]
fn a_sound_pack_is_read_as_it_is_meant() {
    let plan = Pack::sound().load().unwrap();
    assert_eq!((plan.id.as_str(), plan.area_code.as_str(), plan.first_year, plan.last_year), ("demo", "370800", 2023, 2025));
    assert_eq!(plan.forms.iter().map(|form| form.id.as_str()).collect::<Vec<_>>(), ["bureau", "centre", "hospital"]);
    assert_eq!(plan.forms_of(&Category::new("三级公立医院")).count(), 1);
    let visits = ItemName::new("总诊疗人次");
    assert_eq!(
        plan.item_kinds(&visits).keys().map(|category| category.as_str()).collect::<Vec<_>>(),
        ["三级公立医院", "乡镇卫生院", "二级公立医院"]
    );
    assert!(plan.item_kinds(&visits).values().all(|item| item.kind == Kind::Flow));
    assert_eq!(plan.proof_items, [visits]);

    let share = plan.indicator("中医诊疗占比").unwrap();
    assert_eq!(
        (share.better, share.weight.clone(), share.score, share.is_paced, share.is_open),
        (Better::Higher, Some(Weight::Same(60.0)), Some(Score::Proportional), false, false)
    );
    assert_eq!(share.scopes.iter().copied().collect::<Vec<_>>(), [Scope::Unit, Scope::County, Scope::Area]);
    assert_eq!(share.condition.as_ref().unwrap().attributes, [UnitAttribute::Category]);
    assert_eq!(share.target_for(Period::quarter(2025, Quarter::Third), &Addressee::Area).unwrap().demand, Demand::AtLeast(30.0));
    assert_eq!(plan.indicators[1].targets[0].demand, Demand::Between(80.0, 100.0));

    assert_eq!(plan.wording["quarterly"].text, "# 通报\n");

    let plan = Pack::with_task().load().unwrap();
    let task = &plan.ledger[0];
    assert_eq!((task.id.as_str(), task.due()), ("demo:3#1", Some(date(2025, 12, 31))));
    assert_eq!(task.responsible.on(date(2025, 9, 30)), ["市卫健委", "市医保局"]);
}

#[test]
fn the_fingerprint_changes_with_any_file() {
    let fingerprint = |pack: Pack| pack.load().unwrap().fingerprint;
    let sound = fingerprint(Pack::sound());
    assert_eq!(sound, fingerprint(Pack::sound()));
    assert_ne!(sound, fingerprint(Pack::sound().adding(QUARTERLY, "\n")));
    assert_ne!(sound, fingerprint(Pack::sound().replacing(FORM, "市卫健委", "市卫建委")));
}

#[test]
fn missing_files_are_told_together() {
    let told = Pack::sound().without(LEDGER).without(QUARTERLY).without(PLAN).mistakes();
    let told: Vec<_> = told.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["demo/ledger.csv：缺少文件", "demo/plan.toml：缺少文件"],
        "nothing is told that follows from the missing plan.toml"
    );
}

#[test]
fn files_saved_by_other_programs_are_read_or_told() {
    let with_mark = [b"\xef\xbb\xbf".as_slice(), Pack::with_task().text(LEDGER).replace('\n', "\r\n").as_bytes()].concat();
    assert!(Pack::with_task().with(LEDGER, with_mark).load().is_ok());
    let mistakes = Pack::sound().with(INDICATORS, b"id = \"\xd6\xd0\"".to_vec()).mistakes();
    assert_eq!(mistakes.iter().map(ToString::to_string).collect::<Vec<_>>(), ["demo/indicators.toml：文件不是 UTF-8 编码"]);
}

#[test]
fn a_pack_that_is_not_there_is_told_with_those_that_are() {
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::create_dir_all(folder.path().join("demo")).unwrap();
    std::fs::write(folder.path().join("demo/plan.toml"), "").unwrap();
    for id in ["demos", "", "..", "../demo"] {
        let error = load(folder.path(), id).unwrap_err();
        assert!(matches!(&error, PlanError::Unknown { known, .. } if *known == ["demo"]), "{error}");
    }
}

#[test]
fn the_mistakes_are_shown_in_their_lines() {
    let error = Pack::sound().replacing(INDICATORS, "SUM(中医诊疗人次)", "SUM(中医诊疗人数)").load().unwrap_err();
    assert!(error.to_string().ends_with("has 1 mistake"), "{error}");
    let shown = error.shown().concat();
    assert!(shown.contains("demo/indicators.toml:6:16") && shown.ends_with("hint: 是否想写`中医诊疗人次`\n"), "{shown}");
}

#[test]
fn the_packs_that_come_with_the_program_are_sound() {
    let templates = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("report_templates");
    for id in ["jining-2023", "kailu-2024"] {
        if let Err(error) = load(&templates, id) {
            panic!("{error}\n{}", error.shown().join("\n"));
        }
    }
}
