//! What a figure measures, in words.

use tongbao_document::Measure;

/// What a figure measures, in a word.
pub fn measure_word(measure: Measure) -> &'static str {
    match measure {
        Measure::Value => "本期累计",
        Measure::Own => "本季",
        Measure::Target => "目标值",
        Measure::DueByNow => "序时进度",
        Measure::YearOnYear => "同比",
        Measure::PeriodOnPeriod => "环比",
        Measure::Completion => "完成率",
        Measure::Gap => "差距",
        Measure::Rank => "名次",
        Measure::Counted => "计入单位数",
        Measure::Due => "应计单位数",
        Measure::Coverage => "覆盖率",
        Measure::Count => "数量",
        Measure::Share => "比率",
        Measure::Adjustment => "差额",
        Measure::ExactValue => "本期累计（未取整）",
        Measure::ExactOwn => "本季（未取整）",
        Measure::YearBefore => "上年同期",
        Measure::PeriodBefore => "上季",
        Measure::FilledValue => "缺数补算本期",
        Measure::FilledRank => "缺数补算（排名）",
        Measure::FilledYearBefore => "缺数补算上年同期",
        Measure::ComparedValue => "可比口径本期",
        Measure::ComparedYearBefore => "可比口径上年同期",
        Measure::ComparedOwn => "可比口径本季",
        Measure::ComparedPeriodBefore => "可比口径上季",
        Measure::Inapplicable => "不适用单位数",
        Measure::VolumeCoverage => "业务量覆盖率",
        Measure::Standard => "评分基准",
        Measure::Weight => "权重",
        Measure::EffectiveWeight => "折算权重",
        Measure::Points | Measure::Score => "得分",
        _ => "数值",
    }
}
