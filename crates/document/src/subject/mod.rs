//! What a figure is a number of. A name in it is what somebody else wrote, a plan, a form or a registry, and may hold any character:
//! nobody reads a subject's parts out of its words, which are for people.

mod counts;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use counts::{
    FindingCount, LightCount, MechanismCount, MovedCount, OutstandingNumber, OverallCount, Peers, ProofSum, RankingCount,
    RectifiedCount, ReturnCount, ScoreCount, ScorePart, Side, TaskCount, TaskNumber,
};

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// An indicator of the plan, by its identifier.
    Indicator(String),
    /// An aggregate that an indicator's formula is made of, e.g. `SUM(门诊人次)`.
    Operand {
        /// Of which indicator.
        indicator: String,
        /// As the formula has it.
        aggregate: String,
    },
    /// An item, as a unit filed it.
    Item(String),
    /// Units and files.
    Overall(OverallCount),
    /// Returns.
    Returns(Slice, ReturnCount),
    /// Indicators by light.
    Lights(Slice, LightCount),
    /// Groups that have no place.
    Unranked(Peers),
    /// Those of whom a sentence tells in a ranking.
    Ranking {
        /// Who is ranked by what: 三级公立医院达标率; of those without a place with the reason.
        ranking: String,
        /// Which of them.
        count: RankingCount,
    },
    /// Indicators that were behind before.
    Rectified(Slice, RectifiedCount),
    /// Tasks of the plan.
    Tasks(TaskSlice, TaskCount),
    /// One task.
    Task {
        /// 任务编号.
        code: String,
        /// What of it.
        number: TaskNumber,
    },
    /// Of those who answer for one task, each for itself, so many who stand so.
    TaskParts {
        /// 任务编号.
        code: String,
        /// How they stand.
        count: TaskCount,
    },
    /// What the plan demands of the office itself.
    Mechanisms(MechanismCount),
    /// One thing that it demands of the office.
    Mechanism {
        /// What it is called.
        name: String,
        /// What of it.
        count: MechanismCount,
    },
    /// Indicators by how they moved.
    Moved(MovedCount),
    /// A score or a sum that it is made of.
    Score(ScorePart),
    /// The part of a score that one indicator gives.
    IndicatorScore(String),
    /// The part of a score that one kind of bonus or penalty gives, by its identifier in the plan.
    Adjustment(String),
    /// An event that the office entered.
    Event {
        /// Sheet of `events.xlsx`.
        sheet: String,
        /// A1 address.
        cell: String,
    },
    /// 差额 that the office entered for the sum of a group.
    AdjustingEntry {
        /// Sheet of `adjustments.xlsx`.
        sheet: String,
        /// A1 address of the number.
        cell: String,
    },
    /// What is counted of scores.
    Scores(ScoreCount),
    /// A number of a whole scheme of scores.
    Scheme {
        /// Name of the scheme.
        scheme: String,
        /// What of it.
        number: SchemeNumber,
    },
    /// An item added up to prove the totals.
    Proof {
        /// The item.
        item: String,
        /// Which sum.
        sum: ProofSum,
    },
    /// A return that is missing, late or sent back.
    Outstanding {
        /// 单位代码.
        unit: String,
        /// Identifier of the form.
        form: String,
        /// What of it.
        number: OutstandingNumber,
    },
    /// Findings of one type, or how one rule ended.
    Findings {
        /// Code of the findings or identifier of the rule.
        id: String,
        /// What is counted.
        count: FindingCount,
    },
    /// Figures of an issue that would be others today.
    Revisions,
    /// A figure of an issue beside what it is now.
    Compared {
        /// 第几期.
        issue: u32,
        /// Which of the two, or their difference.
        side: Side,
        /// What is compared.
        subject: Box<Subject>,
    },
    /// What an earlier version of the program wrote as words alone, and nobody can tell the parts of.
    Words(String),
}

/// Which part of what a bulletin counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slice {
    /// All of the group's own.
    Whole,
    /// The row of a table that adds up the others.
    Total,
    /// Of a county, by name.
    County(String),
    /// Of an alliance, by name.
    Alliance(String),
    /// Of a unit, by name.
    Unit(String),
    /// Of a form, by title.
    Form(String),
    /// Of a category of units.
    Category(String),
    /// Of a campaign of the plan.
    Campaign(String),
}

/// Which tasks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskSlice {
    /// All of the group's own.
    Whole,
    /// Of a campaign of the plan.
    Campaign(String),
    /// Of a lead department.
    Lead(String),
    /// All campaigns, as a table adds them up.
    Campaigns,
    /// All lead departments, as a table adds them up.
    Leads,
    /// Those that are to be done in a year, or a step of which is.
    Year(i16),
    /// All years, as a table adds them up.
    Years,
}

/// A number of a scheme of scores.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SchemeNumber {
    /// The weight of an indicator.
    Weight(String),
    /// The mean of all scores.
    Mean,
    /// Who is assessed.
    Assessed,
    /// Who has a score.
    Scored,
    /// Who has a grade, by its name.
    Grade(String),
}

impl Subject {
    /// The indicator that it speaks of; none of what is made from several, or from none.
    pub fn indicator(&self) -> Option<&str> {
        match self {
            Self::Indicator(indicator)
            | Self::Operand { indicator, .. }
            | Self::IndicatorScore(indicator)
            | Self::Scheme { number: SchemeNumber::Weight(indicator), .. } => Some(indicator),
            _ => None,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Indicator(name) | Self::Item(name) | Self::Words(name) => formatter.write_str(name),
            Self::Operand { indicator, aggregate } => write!(formatter, "{indicator}：{aggregate}"),
            Self::Overall(count) => formatter.write_str(count.word()),
            Self::Returns(slice, count) => write!(formatter, "{slice}{}", count.word()),
            Self::Lights(slice, count) => write!(formatter, "{slice}{}", count.word()),
            Self::Unranked(peers) => write!(formatter, "{}：不参与排名", peers.word()),
            Self::Ranking { ranking, count } => write!(formatter, "排名：{ranking}：{}", count.word()),
            Self::Rectified(slice, count) => write!(formatter, "整改：{slice}{}", count.word()),
            Self::Tasks(slice, count) => write!(formatter, "台账：{slice}{}", count.word()),
            Self::Task { code, number } => write!(formatter, "台账：{code}：{}", number.word()),
            Self::TaskParts { code, count } => write!(formatter, "台账：{code}：{}的单位", count.word()),
            Self::Mechanisms(count) => write!(formatter, "机制：{}", count.word()),
            Self::Mechanism { name, count } => write!(formatter, "机制：{name}：{}", count.word()),
            Self::Moved(count) => write!(formatter, "变化：{}", count.word()),
            Self::Score(part) => formatter.write_str(part.word()),
            Self::IndicatorScore(indicator) => write!(formatter, "得分：{indicator}"),
            Self::Adjustment(id) => write!(formatter, "加减分：{id}"),
            Self::Event { sheet, cell } => write!(formatter, "事项：{sheet}!{cell}"),
            Self::AdjustingEntry { sheet, cell } => write!(formatter, "差额：{sheet}!{cell}"),
            Self::Scores(count) => formatter.write_str(count.word()),
            Self::Scheme { scheme, number } => write!(formatter, "{scheme}：{number}"),
            Self::Proof { item, sum } => write!(formatter, "勾稽：{item}：{}", sum.word()),
            Self::Outstanding { unit, form, number } => write!(formatter, "{unit} {form}：{}", number.word()),
            Self::Findings { id, count } => write!(formatter, "{id}{}", count.word()),
            Self::Revisions => formatter.write_str("修订：已印发的数"),
            Self::Compared { issue, side, subject } => write!(formatter, "第{issue}期{}：{subject}", side.word()),
        }
    }
}

impl fmt::Display for Slice {
    /// With the colon behind it, before what is counted.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Total => formatter.write_str("合计："),
            Self::County(name)
            | Self::Alliance(name)
            | Self::Unit(name)
            | Self::Form(name)
            | Self::Category(name)
            | Self::Campaign(name) => {
                write!(formatter, "{name}：")
            }
        }
    }
}

impl fmt::Display for TaskSlice {
    /// With the colon behind it, before what is counted.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Campaign(name) => write!(formatter, "领域：{name}："),
            Self::Lead(name) => write!(formatter, "牵头：{name}："),
            Self::Campaigns => formatter.write_str("领域：合计："),
            Self::Leads => formatter.write_str("牵头：合计："),
            Self::Year(year) => write!(formatter, "期限{year}年："),
            Self::Years => formatter.write_str("期限：合计："),
        }
    }
}

impl fmt::Display for SchemeNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Weight(name) | Self::Grade(name) => name,
            Self::Mean => "平均得分",
            Self::Assessed => "评估对象",
            Self::Scored => "评分对象",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_of_one_wording_are_told_apart() {
        // An indicator and a campaign may be called anything.
        let alike = [
            Subject::Indicator("每县：绿".to_owned()),
            Subject::Operand { indicator: "每县".to_owned(), aggregate: "绿".to_owned() },
            Subject::Lights(Slice::Campaign("每县".to_owned()), LightCount::Green),
            Subject::Lights(Slice::County("每县".to_owned()), LightCount::Green),
            Subject::Scheme { scheme: "每县".to_owned(), number: SchemeNumber::Grade("绿".to_owned()) },
        ];
        for (position, one) in alike.iter().enumerate() {
            assert_eq!(one.to_string(), "每县：绿");
            assert_eq!(alike.iter().position(|other| other == one), Some(position));
        }
        assert_eq!(
            alike.map(|one| one.indicator().map(str::to_owned)),
            [Some("每县：绿".into()), Some("每县".into()), None, None, None]
        );
    }

    #[test]
    fn a_subject_is_kept_with_its_parts() {
        let ledger = Subject::Tasks(TaskSlice::Campaign("合计".to_owned()), TaskCount::Overdue);
        assert_eq!(ledger.to_string(), Subject::Tasks(TaskSlice::Campaigns, TaskCount::Overdue).to_string());
        assert_ne!(ledger, Subject::Tasks(TaskSlice::Campaigns, TaskCount::Overdue));
        let compared = Subject::Compared {
            issue: 3,
            side: Side::Issued,
            subject: Box::new(Subject::IndicatorScore("台账：得分".to_owned())),
        };
        assert_eq!(compared.to_string(), "第3期定稿数：得分：台账：得分");
        assert_eq!(Subject::Returns(Slice::Whole, ReturnCount::Due).to_string(), "应报");
        assert_eq!(Subject::Rectified(Slice::Total, RectifiedCount::ReachedShare).to_string(), "整改：合计：达标率");
    }
}
