//! Names of those responsible that are written otherwise than everywhere else in a pack: `市卫升健康委` beside `市卫健委`. Nobody but the registry
//! knows who there is, so that they are no mistakes.
//!
//! In: a sound plan and where its files lie. Out: each name that comes near another one, which the pack writes more often, at its place.

use std::collections::BTreeMap;

use tongbao_figures::plan::{Mistake, PackFolders, Plan};
use tongbao_figures::store::disk;
use tongbao_returns::registry::CATEGORIES;

/// What stands in names of different offices that have all but it in common: 市民政局 is no slip of 市财政局.
const OFFICES: [&str; 36] = [
    "民政",
    "财政",
    "教育",
    "公安",
    "司法",
    "审计",
    "科技",
    "商务",
    "文旅",
    "统计",
    "信访",
    "水利",
    "农业",
    "农牧",
    "林业",
    "交通",
    "住建",
    "人社",
    "医保",
    "卫健",
    "卫生健康",
    "发改",
    "编办",
    "市场监管",
    "药监",
    "税务",
    "体育",
    "残联",
    "国资",
    "大数据",
    "宣传",
    "组织部",
    "工信",
    "应急",
    "人民政府",
    "医院",
];
/// So often at most a slip of the pen is made.
const MOST: usize = 2;
/// The files in which names stand, the one that is looked through first in front.
const FILES: [&str; 4] = ["ledger.csv", "indicators.toml", "plan.toml", "responsible.csv"];

/// The names that may be slips of the pen.
pub(super) fn doubts(folders: &PackFolders, plan: &Plan) -> Vec<Mistake> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names(plan) {
        *counts.entry(name).or_default() += 1;
    }
    let known = counts.iter().map(|(name, count)| (*name, *count));
    let known: Vec<(&str, usize)> = known.chain(CATEGORIES.into_iter().map(|category| (category, usize::MAX))).collect();
    let is_odd = |name: &&str| !OFFICES.iter().any(|office| name.contains(office)) && !CATEGORIES.contains(name);
    let mut doubts = Vec::new();
    for (name, count) in counts.iter().filter(|(name, count)| is_odd(name) && **count <= MOST) {
        let Some((other, _)) = known.iter().find(|(other, times)| times > count && differ_by_a_slip(name, other)) else {
            continue;
        };
        let message = format!("`{name}`是不是`{other}`？别处都写`{other}`");
        doubts.extend(at_its_place(folders, plan, name, &message));
    }
    doubts.sort();
    doubts
}

/// Everybody whom the pack names as responsible, or has file about a task, each time.
fn names(plan: &Plan) -> impl Iterator<Item = &str> {
    let of_rows = plan.ledger.iter().flat_map(|row| {
        let later = row.responsible.handovers().iter().flat_map(|handover| &handover.names);
        row.responsible.on(jiff::civil::Date::MIN).iter().chain(later).chain(&row.filed_by)
    });
    let of_indicators = plan.indicators.iter().flat_map(|indicator| &indicator.responsible);
    let of_mechanisms = plan.mechanisms.iter().flat_map(|mechanism| &mechanism.responsible);
    of_rows.chain(of_indicators).chain(of_mechanisms).map(String::as_str)
}

/// Whether one becomes the other by a character that is put in, left out or mistaken, or by two that are put in or left out.
fn differ_by_a_slip(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|name| name.chars().collect::<Vec<char>>());
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    // 市局 is near too many.
    if short.len() < 4 || one == other {
        return false;
    }
    if short.len() == long.len() {
        return short.iter().zip(long).filter(|(one, other)| one != other).count() == 1;
    }
    let mut left = long.iter();
    long.len() - short.len() <= 2 && short.iter().all(|wanted| left.any(|found| found == wanted))
}

/// The doubt where the name stands first, if it stands anywhere as it is read.
fn at_its_place(folders: &PackFolders, plan: &Plan, name: &str, message: &str) -> Option<Mistake> {
    FILES.iter().find_map(|file| {
        let file = format!("{}/{file}", plan.id);
        let text = disk::read_text(&folders.find(&file)?).ok()?;
        let start = text.find(name)?;
        Some(Mistake::in_text(folders.shown(&file), &text, start..start + name.len(), message.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_a_character_or_two() {
        for (slip, name) in [
            ("市卫升健康委", "市卫健委"),
            ("新城区人民政付", "新城区人民政府"),
            ("市财正局", "市财政局"),
            ("市市财政局", "市财政局"),
        ] {
            assert!(differ_by_a_slip(slip, name) && differ_by_a_slip(name, slip), "{slip}");
        }
        for (one, other) in [("市卫健委", "市卫健委"), ("市医保局", "市人社厅"), ("市府", "市政府"), ("甲区卫健局", "乙县卫健委")]
        {
            assert!(!differ_by_a_slip(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_name_that_is_written_otherwise_once_is_told_at_its_place_and_other_offices_are_not() {
        let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        let folder = tempfile::tempdir().unwrap();
        let ledger = "id,responsible\n1#1,市财正局\n1#2,市民政局\n";
        disk::write(&folder.path().join("kailu-2024/ledger.csv"), ledger.as_bytes()).unwrap();
        let folders = PackFolders::shipped(&templates).behind(folder.path());
        let mut plan = tongbao_figures::plan::load(&templates, "kailu-2024").unwrap();
        plan.ledger.clear();
        plan.mechanisms.clear();
        let names = ["市财政局", "市财政局", "市财政局", "市民政局", "市财正局"];
        for (indicator, name) in plan.indicators.iter_mut().zip(names) {
            indicator.responsible = vec![name.to_owned()];
        }
        plan.indicators.truncate(names.len());
        let [doubt] = doubts(&folders, &plan).try_into().expect("one name");
        assert_eq!((doubt.line, doubt.column, &ledger[doubt.span()]), (2, 5, "市财正局"));
        assert_eq!(doubt.message, "`市财正局`是不是`市财政局`？别处都写`市财政局`");
    }
}
