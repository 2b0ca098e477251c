//! The columns of a pack's CSV files: what stands in each. Tests hold them against the columns that are read.

use crate::plan::check::ledger;
use crate::plan::meant::TaskDemand;

/// A CSV file of a pack.
pub(super) struct CsvFile {
    /// Its name.
    pub(super) name: &'static str,
    /// What it is for, in a sentence.
    pub(super) about: &'static str,
    /// Name, whether it must be filled in, meaning, example.
    pub(super) columns: Vec<(&'static str, bool, String, &'static str)>,
}

/// All of them.
pub(super) fn all() -> Vec<CsvFile> {
    vec![
        CsvFile {
            name: "ledger.csv",
            about: "没有公式的任务，一项一行。列的先后不拘，名称如下；只有 `filed-by` 一列可以没有。",
            columns: ledger_columns(),
        },
        CsvFile {
            name: "responsible.csv",
            about: "任务的责任单位自哪天起换成谁，可以没有。一开始的责任单位写在 `ledger.csv`。",
            columns: [
                ("id", true, "任务的编号，`ledger.csv`里要有", "jining-2023:3#1"),
                ("from", true, "自哪一天起，在规划期内", "2025-07-01"),
                ("responsible", true, "换成哪些单位，用分号隔开，牵头的写在最前", "市医保局;市卫健委"),
            ]
            .map(|(name, is_needed, meaning, example)| (name, is_needed, meaning.to_owned(), example))
            .to_vec(),
        },
        CsvFile {
            name: "milestones.csv",
            about: "任务分几步、每步到什么时候，可以没有。一步一行，一项任务的各步按时间先后写；任务的期限就是最后一步的。",
            columns: [
                ("id", true, "任务的编号，`ledger.csv`里要有", "jining-2023:3#1"),
                ("by", true, "这一步的期限：年、年月或年月日，在规划期内", "2024"),
                ("item", true, "到那时要做到什么", "新址开工"),
                ("source", false, "这一步还回答条款目录的哪几条，用分号隔开；可以没有这一列", "jining-2023:3#2"),
            ]
            .map(|(name, is_needed, meaning, example)| (name, is_needed, meaning.to_owned(), example))
            .to_vec(),
        },
        CsvFile {
            name: "catalogue.csv",
            about: "方案的条款目录，可以没有：`tongbao plan new`据此起草方案包，`tongbao plan coverage`据此查哪几条还没有着落。通报不读它。",
            columns: catalogue_columns(),
        },
    ]
}

fn ledger_columns() -> Vec<(&'static str, bool, String, &'static str)> {
    let kinds = ledger::kinds().join("、");
    let words = TaskDemand::WORDS.map(|(word, _)| word).join("、");
    let operators = format!("与目标怎样比：{words}；不写就是 done。比大小的（>=、<=、=）目标是一个数，between 的目标写成 1-3");
    let usual = crate::plan::catalogue::scopes().join("、");
    let scopes = format!("涉及谁，冒号后可写其中哪些：{usual}，或者台账表规则（`scopes`）里的词");
    [
        ("id", true, "编号：条款目录中的编号", "jining-2023:3#1"),
        ("clause", false, "方案的条款", "3"),
        ("campaign", true, "领域，`plan.toml`的`campaigns`之一", "二、优化体系结构"),
        ("title", true, "任务", "推进分级诊疗"),
        ("item", false, "跟踪任务的哪一项", "医联体章程修订"),
        ("measure", false, "怎样衡量", "修订完成的医联体数"),
        ("operator", false, operators.as_str(), "done"),
        ("target", false, "目标；按年计次的写一年几次，方案没写几次的空着", "2"),
        ("unit", false, "目标的单位；`次/年`等的按年计次，每季度、每月几次的也折算成一年几次", "次/年"),
        ("deadline", false, "期限：年、年月或年月日，不早于规划期", "2025-06"),
        ("scope", false, scopes.as_str(), "hospital:公立"),
        ("responsible", false, "责任单位，用分号隔开，牵头的写在最前", "市卫健委;市医保局"),
        ("kind", true, "种类", "milestone"),
        ("note", false, "备注", "方案未写时限"),
        (
            "filed-by",
            false,
            "这一行由谁填报，代替台账表的规则：类别、单位名称或规则里的词，用分号隔开；牵头的仍是`responsible`",
            "二级公立医院;市疾控中心",
        ),
    ]
    .map(|(name, is_needed, meaning, example)| {
        let meaning = if name == "kind" { format!("{meaning}：{kinds}") } else { meaning.to_owned() };
        (name, is_needed, meaning, example)
    })
    .to_vec()
}

fn catalogue_columns() -> Vec<(&'static str, bool, String, &'static str)> {
    let kinds = crate::plan::catalogue::kinds().join("、");
    let scopes = crate::plan::catalogue::scopes().join("、");
    [
        ("id", true, "编号，不得重复；指标的`source`和任务的`id`引用它", "jining-2023:3#1"),
        ("plan", true, "方案编号", "jining-2023"),
        ("clause", false, "方案的条款", "3"),
        ("campaign", false, "领域", "二、优化体系结构"),
        ("task_title", false, "任务", "推进分级诊疗"),
        ("kind", true, "种类", "quantitative"),
        ("item", false, "要求的内容，一条一项", "县域内就诊率"),
        ("measure", false, "怎样计算，用话说；比率写作“分子/分母”", "县域内就诊人次/参保人员就诊总人次"),
        (
            "operator",
            false,
            "要求：>=、<=、>、<、=、between、up、down、done；写 ≥、≤、不低于、不超过、左右等的也认得，认不得的`plan new`逐条指出",
            ">=",
        ),
        ("target", false, "目标值；有几个期限的一个期限一个，用分号隔开", "90"),
        ("unit", false, "目标值的单位", "%"),
        ("deadline", false, "期限：年、年月或年月日；有几个的用分号隔开，任务就分几步", "2025"),
        ("scope", false, "涉及谁，冒号后可写其中哪些；常用的词", "hospital:三级公立"),
        ("responsible", false, "责任单位，用分号隔开，牵头的写在最前", "市医保局"),
        ("note", false, "备注", "方案未写时限"),
    ]
    .map(|(name, is_needed, meaning, example)| {
        let meaning = match name {
            "kind" => format!("{meaning}：{kinds}"),
            "scope" => format!("{meaning}：{scopes}"),
            _ => meaning.to_owned(),
        };
        (name, is_needed, meaning, example)
    })
    .to_vec()
}
