//! A plan of some counties, peer groups of some institutions, and rows that a peer group files.

use super::pack::{LEDGER, LEDGER_FORM, PLAN, Pack};
use crate::plan::{PeersOf, Scope};
use tongbao_returns::domain::Capacity;

fn with(keys: &str) -> Pack {
    Pack::sound().replacing(PLAN, "area-word = \"全市\"\n", &format!("area-word = \"全市\"\n{keys}\n"))
}

fn mistake(quoted: &str, message: &str) -> (String, String) {
    (quoted.to_owned(), message.to_owned())
}

#[test]
fn slips_in_who_takes_part_are_told_at_their_place() {
    assert_eq!(with("counties = [\"任城区\", \"370812\"]\narea-units = [\"三级公立医院\"]").told(), []);
    for (keys, quoted, message) in [
        ("counties = [\"示例市\"]", "\"示例市\"", "`counties`写参加的县（市、区），不写全域自己"),
        ("counties = [\"370911\"]", "\"370911\"", "`370911`不是`370800`的县区"),
        (
            "area-units = [\"三级公立医院\"]",
            "\"三级公立医院\"",
            "`area-units`要和`counties`同写：全部县（市、区）参加的，市直单位也都参加",
        ),
        ("counties = [\"任城区\"]\narea-units = [\"三级医院\"]", "\"三级医院\"", "没有表式由`三级医院`填报"),
    ] {
        assert_eq!(with(keys).told(), [mistake(quoted, message)], "{keys}");
    }
    let group = "[[peer-group]]\nname = \"城区\"\ncounties = [\"任城区\", \"兖州区\"]\n";
    let outside = mistake("\"兖州区\"", "同类组`城区`里的`兖州区`不在`counties`里：不参加方案的不排名");
    assert_eq!(with("counties = [\"任城区\"]").adding(PLAN, group).told(), [outside]);
    assert_eq!(with("counties = [\"370811\"]").adding(PLAN, group).told(), [], "which of them it is the registry knows");
}

#[test]
fn forms_know_who_takes_part_and_a_plan_of_whom_it_says_nothing() {
    let plan = with("counties = [\"任城区\"]").load().unwrap();
    assert!(!plan.participants().is_everybody());
    assert!(plan.forms.iter().all(|form| form.participants == plan.participants()));
    assert!([Scope::Unit, Scope::County, Scope::Area].into_iter().all(|scope| plan.tells_of(scope)));
    assert!(!plan.tells_of(Scope::Alliance) && !plan.speaks_of_alliances());
    assert!(Pack::sound().load().unwrap().participants().is_everybody());
}

#[test]
fn institutions_of_one_kind_are_told_apart_by_counties_and_by_name() {
    let town = "[[peer-group]]\nname = \"城区\"\ncounties = [\"370811\"]\n";
    let of = |name: &str, keys: &str| format!("[[peer-group]]\nname = \"{name}\"\ncategories = [\"二级公立医院\"]\n{keys}\n");
    let sound = town.to_owned()
        + &of("城区医院", "counties = [\"城区\"]")
        + &of("曲阜医院", "counties = [\"370881\"]")
        + &of("指名的医院", "units = [\"市第三医院\"]");
    let plan = Pack::sound().adding(PLAN, &sound).load().unwrap();
    let PeersOf::Institutions { counties, .. } = &plan.peer_groups[1].of else { panic!("of institutions") };
    assert_eq!(counties, &["370811"], "the counties stand in the place of their group");
    let told = |groups: &str| Pack::sound().adding(PLAN, groups).told();
    let both = of("甲", "counties = [\"370811\"]") + &of("乙", "");
    assert_eq!(told(&both), [mistake("\"二级公立医院\"", "`二级公立医院`已在同类组`甲`里")]);
    let alone = town.to_owned() + "units = [\"市第三医院\"]\n";
    assert_eq!(told(&alone), [mistake("\"市第三医院\"", "`units`（指名的单位）只用来缩小`categories`（类别）的范围")]);
}

#[test]
fn a_row_may_be_filed_by_a_peer_group() {
    let pack = Pack::with_task()
        .adding(PLAN, "[[peer-group]]\nname = \"四区\"\ncounties = [\"任城区\"]\n")
        .replacing(LEDGER, "kind,note\n", "kind,note,filed-by\n")
        .replacing(LEDGER, "milestone,\n", "milestone,,四区\n");
    let nobody = "`filed-by`里的同类组`四区`是县（市、区）的，台账表没有写明县里由谁填报";
    assert_eq!(pack.told(), [mistake("四区", nobody)]);
    let pack = pack.replacing(
        LEDGER_FORM,
        "[\"市级部门\"]\n[tasks]\n",
        "[\"市级部门\", \"县级卫健部门\"]\n[tasks]\nscopes = [\"city\"]\nscopes-filed-by = [\"县级卫健部门\"]\n",
    );
    let plan = pack.load().unwrap();
    let tasks = plan.forms.iter().find_map(|form| form.tasks.as_ref()).expect("the ledger form");
    let group = &tasks.rows[0].groups[0];
    assert_eq!((group.within.as_slice(), group.capacity), (&["任城区".to_owned()][..], Capacity::County));
}
