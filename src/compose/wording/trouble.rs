//! What is wrong with a line of a wording; its words are Chinese, because pack authors read them.

/// What is wrong with a line of a wording.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineTrouble {
    /// `@tabel`
    #[error("没有这个指令")]
    Directive,
    /// `@table` of what there is not, or twice.
    #[error("没有这个名称的表，或同一张表用了两次")]
    Table,
    /// `@tables` of what there is not, or twice.
    #[error("没有这个名称的一组表，或用了两次")]
    Tables,
    /// `附件〔…〕` of a table that no attachment holds.
    #[error("没有一个附件有名为“{0}”的表")]
    Attachment(String),
    /// The same `@chart` twice.
    #[error("同一张图用了两次")]
    ChartTwice,
    /// `@chart` of what there is not.
    #[error("没有名为“{0}”的图")]
    Chart(String),
    /// `@chart` of an indicator that the plan does not have.
    #[error("方案中没有名为“{0}”的指标")]
    Indicator(String),
    /// `@chart 趋势` of indicators in different units of measure.
    #[error("一张趋势图上各指标的计量单位应相同")]
    Measures,
    /// `@chart 趋势` of too many indicators.
    #[error("一张趋势图最多画{0}个指标")]
    Lines(usize),
}
