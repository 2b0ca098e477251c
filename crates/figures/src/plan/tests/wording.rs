//! `[wording]` of plan.toml, and the wordings that a plan must have.

use super::pack::{PLAN, Pack, YEAR_END};
use crate::plan::BulletinWords;
use tongbao_returns::domain::Cycle;

#[track_caller]
fn told(wording: &str) -> Vec<(String, String)> {
    Pack::sound().adding(PLAN, wording).told()
}

fn slip(quoted: &str, message: impl Into<String>) -> (String, String) {
    (quoted.to_owned(), message.into())
}

#[test]
fn a_pack_that_says_nothing_has_the_usual_words() {
    let words = Pack::sound().load().unwrap().words;
    // Both indicators have a target and are percentages; only the first has values of counties.
    assert_eq!(words.highlights, ["中医诊疗占比", "国医堂覆盖率"]);
    assert_eq!(words.trend, ["中医诊疗占比", "国医堂覆盖率"]);
    assert_eq!(words.county_chart.as_deref(), Some("中医诊疗占比"));
    for cycle in Cycle::ALL {
        assert_eq!(words.of(cycle), BulletinWords::usual(cycle));
    }
    assert_eq!((words.lead, words.results.as_str(), words.graded.as_str()), (None, "", ""));
}

#[test]
fn what_a_pack_says_is_taken() {
    let said = "[wording]\nhighlights = [\"国医堂覆盖率\"]\nlead = \"市级牵头部门\"\n[wording.quarterly]\ntitle = \"关于{报告期}|{方案}的通报\"\n\
                [wording.year-end]\nresults = \"评估结果共享。\"\n";
    let words = Pack::sound().adding(PLAN, said).load().unwrap().words;
    assert_eq!(
        (words.highlights.as_slice(), words.trend.as_slice()),
        (&["国医堂覆盖率".to_owned()][..], &["国医堂覆盖率".to_owned()][..])
    );
    assert_eq!(words.county_chart, None, "of the highlights none has values of counties");
    assert_eq!((words.lead.as_deref(), words.results.as_str()), (Some("市级牵头部门"), "评估结果共享。"));
    let title = words.of(Cycle::Quarterly).title.told(str::to_owned, |blank| format!("<{}>", blank.word()));
    assert_eq!(title, "关于<报告期>|<方案>的通报");
    assert_eq!(words.of(Cycle::Quarterly).basis, BulletinWords::usual(Cycle::Quarterly).basis);
}

#[test]
fn indicators_that_there_are_not_are_told() {
    let unknown = |key: &str| slip("\"国医堂复盖率\"", format!("`{key}`里没有指标`国医堂复盖率`"));
    assert_eq!(told("[wording]\nhighlights = [\"中医诊疗占比\", \"国医堂复盖率\"]\n"), [unknown("highlights")]);
    assert_eq!(
        told("[wording]\ntrend = [\"国医堂复盖率\"]\ncounty-chart = \"国医堂复盖率\"\n"),
        [unknown("trend"), unknown("county-chart")]
    );
    let no_counties = slip("\"国医堂覆盖率\"", "`county-chart`的`国医堂覆盖率`没有县区的数");
    assert_eq!(told("[wording]\ncounty-chart = \"国医堂覆盖率\"\n"), [no_counties]);
}

#[test]
fn blanks_and_titles_are_told_at_their_place() {
    let quarterly = |line: &str| told(&format!("[wording.quarterly]\n{line}\n"));
    assert_eq!(quarterly("title = \"关于{报告时}的通报\""), [slip("{报告时}", "`title`里没有`{报告时}`这个空")]);
    assert_eq!(quarterly("basis = \"根据{方案\""), [slip("\"根据{方案\"", "`basis`里的花括号没有成对")]);
    assert_eq!(quarterly("basis = \"\""), [slip("\"\"", "`basis`不能为空")]);
    assert_eq!(quarterly("basis = \"一\\n二\""), [slip("\"一\\n二\"", "`basis`要写在一行里，不能换行")]);
    // Three lines of twenty characters; two digits are as wide as one.
    let long = "很".repeat(61);
    let message = format!("标题填上以后约61字，超过3行（60字）：{long}");
    assert_eq!(quarterly(&format!("title = \"{long}\"")), [slip(&format!("\"{long}\""), message)]);
    assert_eq!(quarterly(&format!("title = \"{}12\"", "很".repeat(59))), []);
    let line = "很".repeat(21);
    let message = format!("标题用`|`断开的一行约21字，一行只容20字：{line}");
    assert_eq!(quarterly(&format!("part-title = \"{line}|通报\"")), [slip(&format!("\"{line}|通报\""), message)]);
}

#[test]
fn keys_that_there_are_not_are_told() {
    assert_eq!(told("[wording]\nhighlight = []\n"), [slip("highlight", "没有这个键：`highlight`")]);
    // What is reported upwards alone has no parts.
    for kind in ["inspection", "special"] {
        assert_eq!(told(&format!("[wording.{kind}]\npart-title = \"甲\"\n")), [slip("part-title", "没有这个键：`part-title`")]);
    }
}

#[test]
fn a_cycle_without_a_wording_is_told() {
    let message = "`cycles`里有`year-end`，但没有它的用语：common/bulletins 和方案的 bulletins 里都没有 year-end.md";
    assert_eq!(Pack::sound().without(YEAR_END).told(), [slip("\"year-end\"", message)]);
    let shared = Pack::sound().without(YEAR_END).with("common/bulletins/year-end.md", b"# \xe8\xaf\x84\n".to_vec());
    let plan = shared.load().unwrap();
    assert!(plan.wording["year-end"].is_shared() && !plan.wording["quarterly"].is_shared());
}
