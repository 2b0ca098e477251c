//! What is wrong with a wording; its words are Chinese, because pack authors read them.

use minijinja::{Error, ErrorKind};

/// What the template engine stopped at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateTrouble {
    /// Brackets, tags or quotation marks without a partner.
    #[error("“{0}”这里的写法有误：标签、括号或引号不成对")]
    Syntax(String),
    /// What has no value here.
    #[error("“{0}”没有值：没有这个名称，或这份通报里没有")]
    Undefined(String),
    /// `{% include "_nothing" %}`
    #[error("“{0}”引用的段落没有：common/bulletins 和方案包的 bulletins 里都没有")]
    Piece(String),
    /// `{{ name | nothing }}`
    #[error("“{0}”用了没有的过滤器、判断或函数")]
    Unknown(String),
    /// What cannot be done with what there is.
    #[error("“{0}”不能这样写")]
    Misuse(String),
}

impl TemplateTrouble {
    /// What the engine says of an expression, in words.
    pub(super) fn of(error: &Error, expression: &str) -> Self {
        let words = expression.trim().to_owned();
        match error.kind() {
            ErrorKind::SyntaxError | ErrorKind::BadEscape | ErrorKind::InvalidDelimiter => Self::Syntax(words),
            ErrorKind::UndefinedError => Self::Undefined(words),
            ErrorKind::TemplateNotFound => Self::Piece(words),
            ErrorKind::UnknownFilter | ErrorKind::UnknownTest | ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => {
                Self::Unknown(words)
            }
            _ => Self::Misuse(words),
        }
    }
}

/// What is wrong with a line of a wording.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineTrouble {
    /// `@tabel`
    #[error("没有“{0}”这个指令")]
    Directive(String),
    /// `@table` of what there is not.
    #[error("没有名为“{0}”的表")]
    Table(String),
    /// `@table` of what there is, but not in a bulletin of this kind.
    #[error("这份通报里没有“{0}”这张表")]
    NotHere(String),
    /// `@tables` of what there is not.
    #[error("没有名为“{0}”的一组表")]
    Tables(String),
    /// `@table` or `@tables` of the same twice.
    #[error("“{0}”用了两次")]
    TableTwice(String),
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
