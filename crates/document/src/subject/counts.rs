//! What can be counted or added up: each kind of number with its word.

use serde::{Deserialize, Serialize};

/// An enumeration whose members have a word each.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($member:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $(#[doc = $word] $member),+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$member),+];

            /// As it is printed.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$member => $word),+
                }
            }

            /// The member of a word.
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.word() == word)
            }
        }
    };
}

words! {
    /// What a bulletin counts of its units and their files.
    OverallCount {
        Units = "填报单位",
        RejectedFiles = "拒收文件",
        UnplacedFiles = "报告期不明的拒收文件",
        Explained = "核实说明",
    }
}

words! {
    /// Returns that are due, how they came, and the rates of these.
    ReturnCount {
        Due = "应报",
        OnTime = "及时",
        Late = "迟报",
        Missing = "缺报",
        Awaited = "待报",
        Arrived = "已报",
        Outstanding = "未报",
        Returned = "退回",
        Empty = "空表",
        OnTimeRate = "及时率",
        LateRate = "迟报率",
        MissingRate = "缺报率",
        ArrivalRate = "报送率",
    }
}

words! {
    /// Indicators by their lights.
    LightCount {
        Indicators = "指标",
        Listed = "指标数",
        Judged = "评价指标",
        Green = "绿",
        Yellow = "黄",
        Red = "红",
        Withheld = "缺数",
        Unjudged = "不评价",
        GreenShare = "达标率",
    }
}

words! {
    /// What became of the indicators that were behind in the bulletin before.
    RectifiedCount {
        Behind = "上期黄、红指标",
        Reached = "已达标",
        Improved = "有改善",
        NotImproved = "未改善",
        Unknown = "无法判断",
        ReachedShare = "达标率",
    }
}

words! {
    /// Tasks of the plan by how they stand.
    TaskCount {
        Tasks = "任务",
        OfPlan = "方案任务",
        Done = "已完成",
        Closed = "已销号",
        AwaitingSignOff = "待销号",
        InProgress = "推进中",
        Lagging = "滞后",
        NotStarted = "未启动",
        NotReported = "未报",
        Overdue = "逾期",
        NewlyOverdue = "新增逾期",
        DueNow = "报告期末到期",
        DueNext = "下季度到期",
        SentBack = "退回",
        DoneLate = "逾期完成",
        Yearly = "按年计次",
        Behind = "次数落后",
        Unanswered = "无填报单位",
        Shared = "分别承担",
        OverdueOrLagging = "逾期或滞后",
        Completion = "任务完成率",
        Nodes = "节点",
        NodesDone = "已完成节点",
        NodesOpen = "到期未完成节点",
        NodesNotDue = "未到期节点",
    }
}

words! {
    /// What the plan demands of the office itself, and what of it was issued.
    MechanismCount {
        All = "工作机制",
        Due = "应办",
        Done = "已办",
        Overdue = "逾期",
        DaysOverdue = "逾期天数",
    }
}

words! {
    /// Indicators by how they moved against last year.
    MovedCount {
        Compared = "可比",
        Improved = "改善",
        Unchanged = "持平",
        Declined = "退步",
        Incomparable = "不可比",
    }
}

words! {
    /// A number of one task.
    TaskNumber {
        DaysOverdue = "逾期天数",
        DaysLate = "逾期完成天数",
        Required = "全年要求",
        DueByNow = "序时应达",
        Done = "本年已有",
    }
}

words! {
    /// A score as a whole, and the sums that it is made of.
    ScorePart {
        Score = "得分",
        LastYear = "上年得分",
        Indicators = "指标得分",
        Bonus = "加分",
        Penalty = "减分",
        Weights = "权重合计",
        EffectiveWeights = "折算权重合计",
    }
}

words! {
    /// What a bulletin counts of its scores.
    ScoreCount {
        Vetoes = "一票否决事项",
        Bonuses = "加分事项",
        Penalties = "减分事项",
        Commended = "表彰对象",
        Accountable = "问责对象",
        Peers = "同类评分对象",
    }
}

words! {
    /// Sums by which a bulletin proves that nothing was lost and nothing counted twice.
    ProofSum {
        Counties = "县区合计",
        Direct = "直属",
        Area = "合计",
        Alliances = "医联体合计",
        InNoAlliance = "不在医联体",
        CountedTwice = "重复计入",
    }
}

words! {
    /// A number of a return that is missing, late or sent back.
    OutstandingNumber {
        DaysLate = "逾期天数",
        Reasons = "退回原因",
        TimesThisYear = "本年次数",
    }
}

words! {
    /// Findings of one type, and the units for which one rule came out so or so.
    FindingCount {
        Findings = "数量",
        Units = "单位",
        Explained = "已说明",
        Concerned = "适用",
        Passed = "通过",
        Failed = "不通过",
        Unverifiable = "无法核对",
        NotRun = "未执行",
    }
}

words! {
    /// Groups that are ranked among one another.
    Peers {
        Counties = "县区",
        Alliances = "医联体",
    }
}

words! {
    /// Of a ranking those who are named at its ends, and those who have no place.
    RankingCount {
        First = "居前",
        Last = "居后",
        Unranked = "不参与排名",
    }
}

words! {
    /// A figure that was issued beside what it is now.
    Side {
        Issued = "定稿数",
        Present = "现数",
        Difference = "差",
    }
}
