//! The rules of every plan: what they are called and what they say.

use crate::plan::RuleSeverity;
use tongbao_returns::finding::facts::{Cited, RuleBroken};

/// To leave the newer of two returns.
const LEAVE: &str = "不用这一份，仍按前一份";

/// A rule of every plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeneralRule {
    /// 不适用 stands where there was a number or an answer last time (docs/numbers.md rule 3).
    NumberWithdrawn,
    /// The first return of a successor looks as if it contained its predecessors' figures, which stand beside it (rule 13).
    PredecessorsContained,
    /// A return that is to contain the predecessors' figures is smaller than these and what the unit had filed before (rule 13).
    PredecessorsLeftOut,
    /// A newer return leaves blank what an older one had filled (docs/workspace.md#resubmission).
    FewerValues,
    /// Two returns of which nobody knows the newer say different things: they are of one day, or a date cannot be true.
    SameDay,
    /// Of a form by the quarter: an earlier quarter of the year is missing, so that the year so far is not known (rule 14).
    QuarterMissing,
    /// Of a form by the quarter: what stands beside it as the year so far is not the sum of the quarters (rule 14).
    YearSoFarDiffers,
    /// What counts is not in the inbox any more: its file was overwritten, moved away or deleted.
    FileGone,
}

impl GeneralRule {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::NumberWithdrawn,
        Self::PredecessorsContained,
        Self::PredecessorsLeftOut,
        Self::FewerValues,
        Self::SameDay,
        Self::QuarterMissing,
        Self::YearSoFarDiffers,
        Self::FileGone,
    ];

    /// As findings and statements name it.
    pub fn id(self) -> &'static str {
        match self {
            Self::NumberWithdrawn => "TY-01",
            Self::PredecessorsContained => "TY-02",
            Self::PredecessorsLeftOut => "TY-03",
            Self::FewerValues => "TY-04",
            Self::SameDay => "TY-05",
            Self::QuarterMissing => "TY-06",
            Self::YearSoFarDiffers => "TY-07",
            Self::FileGone => "TY-08",
        }
    }

    /// 跨期, 机构变动 or 重报.
    pub fn family(self) -> &'static str {
        match self {
            Self::NumberWithdrawn | Self::QuarterMissing | Self::YearSoFarDiffers => "跨期",
            Self::PredecessorsContained | Self::PredecessorsLeftOut => "机构变动",
            Self::FewerValues | Self::SameDay | Self::FileGone => "重报",
        }
    }

    /// What must hold, in words.
    pub fn expected(self) -> &'static str {
        match self {
            Self::NumberWithdrawn => "上次报了数或作了答的项，本期不能改填不适用；确已没有这项业务的，须说明",
            Self::PredecessorsContained => {
                "前身数据为另计的，承接单位只报本单位的数；已把前身单位当年的数并入的，名录应写并入，否则会重复计算"
            }
            Self::PredecessorsLeftOut => "前身数据为并入的，承接单位的累计数应不小于前身单位当年已报的数与本单位上期累计之和",
            Self::FewerValues => "重报的报表不能比前一份少填，有数的表不能改报“本表无数据”；有人选定以前仍按前一份计",
            Self::SameDay => "报出日期相同，或日期不能用而分不清先后的两份报表，数值应相同；有人选定以前仍按已采用的一份计",
            Self::QuarterMissing => "按季填报的表，本年以前各季都要报齐，自年初起的累计数才能由各季相加",
            Self::YearSoFarDiffers => "按季填报的表，旁边写的本年累计应等于本年各季之和",
            Self::FileGone => "已采用的报表，文件应留在收件文件夹；有人说明撤回以前仍按它计",
        }
    }

    /// What to do.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NumberWithdrawn => "没有发生填 0；有数填数；没有做到的答“否”；业务已停办的，写明何时停办",
            Self::PredecessorsContained => {
                "报表已含前身单位当年数据的，请办公室把名录“前身数据”改为并入；不含的，说明数值较大的原因"
            }
            Self::PredecessorsLeftOut => {
                "请把前身单位当年的数并入后重报；不并入的，请办公室把名录“前身数据”改为另计；确已并入的，说明数值较小的原因"
            }
            Self::FewerValues => {
                "只补报、更正几个数的，请把其余的数也填上，整份重报；不重报的，在“说明”中选一种办法：“采用这一份，空着的项按未填处理”或“不用这一份，仍按前一份”，只写原因不算"
            }
            Self::SameDay => {
                "请改填报出日期后重报；不重报的，在“说明”中选一种办法：“采用这一份，前一份作废”或“不用这一份，仍按前一份”，也可说明这一份哪里更正了"
            }
            Self::QuarterMissing => {
                "请补报缺的一季，或补填缺的数：没有发生填 0，没有这项业务填不适用；确实无法补报的，说明原因，累计数按缺数处理"
            }
            Self::YearSoFarDiffers => "请核对“本季数”是否填成了累计数、以前各季有没有更正；无误的，说明两者为什么不同",
            Self::FileGone => {
                "误删、误覆盖的，请把文件放回收件文件夹；另有更正的，请重报；确实撤回、不再计入的，请办公室在 explanations.xlsx 中照抄报告期、单位代码、规则和数值，并写明为什么撤回"
            }
        }
    }

    /// By its identifier.
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.id().eq_ignore_ascii_case(id.trim()))
    }

    /// What a blank does to it.
    pub fn of_blanks(self) -> &'static str {
        match self {
            Self::QuarterMissing => "以前一季未填，按缺数处理",
            Self::NumberWithdrawn
            | Self::PredecessorsContained
            | Self::PredecessorsLeftOut
            | Self::FewerValues
            | Self::SameDay
            | Self::YearSoFarDiffers
            | Self::FileGone => "未填项不判断",
        }
    }

    /// What follows: what may count twice stays out of totals until it is explained; what is not applicable any more, or cannot be added up,
    /// is explained before anything is final.
    pub fn severity(self) -> RuleSeverity {
        match self {
            Self::NumberWithdrawn | Self::QuarterMissing => RuleSeverity::Explain,
            Self::PredecessorsContained
            | Self::PredecessorsLeftOut
            | Self::FewerValues
            | Self::SameDay
            | Self::YearSoFarDiffers
            | Self::FileGone => RuleSeverity::Suspect,
        }
    }

    /// What there is to choose from, for who has to say which of two returns counts: to take the newer one, or to leave it. A slip offers these words,
    /// and they are understood in `explanations.xlsx` as well.
    pub fn choices(self) -> Option<[&'static str; 2]> {
        match self {
            Self::FewerValues => Some(["采用这一份，空着的项按未填处理", LEAVE]),
            Self::SameDay => Some(["采用这一份，前一份作废", LEAVE]),
            _ => None,
        }
    }

    pub(super) fn broken(self, sentence: String, cited: Vec<Cited>) -> RuleBroken {
        RuleBroken {
            rule: self.id().to_owned(),
            family: self.family().to_owned(),
            severity: self.severity().into(),
            sentence,
            expected: None,
            hint: Some(self.hint().to_owned()),
            cited,
        }
    }
}
