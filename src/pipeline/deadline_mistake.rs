//! A `[[deadline]]` of the settings that cannot be meant: what is wrong, and the words for it. Chinese always, as those of a registry's
//! mistakes: whoever keeps these files reads Chinese.

use std::fmt;

use jiff::civil::Date;

use tongbao_returns::domain::{Category, Period};

/// A `[[deadline]]` that cannot be meant as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineMistake {
    /// Line of `[[deadline]]`, from 1.
    pub line: usize,
    /// What is wrong.
    pub trouble: DeadlineTrouble,
}

/// What is wrong with a `[[deadline]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeadlineTrouble {
    /// Another one is for the same unit, form and period.
    Twice,
    /// Neither unit nor form.
    Nobodys,
    /// The unit does not file the form.
    NotFiled {
        /// 单位名称.
        unit: String,
        /// What kind of unit it is.
        category: Category,
        /// Title of the form.
        form: String,
    },
    /// Both a date and a number of days.
    DateAndDays,
    /// Neither a date nor a number of days.
    NoDay,
    /// The date comes before the period has ended.
    TooEarly {
        /// The date.
        date: Date,
        /// The period.
        period: Period,
    },
    /// The registry has no such code.
    StrangeUnit {
        /// As written.
        code: String,
        /// Codes that come near.
        nearest: Vec<String>,
    },
    /// No plan has such a form.
    StrangeForm {
        /// As written.
        form: String,
        /// Codes and titles that come near.
        nearest: Vec<String>,
    },
}

impl DeadlineTrouble {
    fn message(&self) -> String {
        match self {
            Self::Twice => "同一单位、同一表、同一报告期的截止日写了两次".to_owned(),
            Self::Nobodys => "没有写明单位，也没有写明表式".to_owned(),
            Self::NotFiled { unit, category, form } => format!("{unit}是{category}，不报《{form}》"),
            Self::DateAndDays => "`date`和`days`只能写一个".to_owned(),
            Self::NoDay => "没有写明截止日".to_owned(),
            Self::TooEarly { date, period } => {
                format!("截止日 {date} 不晚于{}的最后一天 {}", period.chinese(), period.last_day())
            }
            Self::StrangeUnit { code, .. } => format!("名录中没有单位代码`{code}`"),
            Self::StrangeForm { form, .. } => format!("没有表式`{form}`"),
        }
    }

    /// What to write instead, where that can be said.
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Twice => "只保留一处",
            Self::Nobodys => "至少写一项：unit = \"单位代码\" 或 form = \"表号\"",
            Self::NotFiled { .. } => "请核对单位和表式",
            Self::NoDay => "写 date = \"2025-10-20\"，或 days = 报告期末后的天数",
            Self::TooEarly { .. } => "请核对`date`和`period`",
            Self::StrangeUnit { nearest, .. } | Self::StrangeForm { nearest, .. } if !nearest.is_empty() => {
                return Some(format!("相近的有：{}", nearest.join("、")));
            }
            Self::DateAndDays | Self::StrangeUnit { .. } | Self::StrangeForm { .. } => return None,
        };
        Some(hint.to_owned())
    }
}

impl fmt::Display for DeadlineMistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "tongbao.toml 第{}行 [[deadline]]：{}", self.line, self.trouble.message())?;
        self.trouble.hint().map_or(Ok(()), |hint| write!(formatter, "（{hint}）"))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use tongbao_returns::domain::Quarter;

    #[test]
    fn each_mistake_is_told_with_its_line_and_what_to_write_instead() {
        let near = |nearest: &[&str]| nearest.iter().map(|&name| name.to_owned()).collect();
        let told = |trouble| DeadlineMistake { line: 7, trouble }.to_string();
        let period = Period::quarter(2025, Quarter::Third);
        for (trouble, words) in [
            (DeadlineTrouble::Twice, "同一单位、同一表、同一报告期的截止日写了两次（只保留一处）"),
            (DeadlineTrouble::Nobodys, "没有写明单位，也没有写明表式（至少写一项：unit = \"单位代码\" 或 form = \"表号\"）"),
            (
                DeadlineTrouble::NotFiled {
                    unit: "甲镇卫生院".to_owned(),
                    category: Category::new("乡镇卫生院"),
                    form: "医院季报表".to_owned(),
                },
                "甲镇卫生院是乡镇卫生院，不报《医院季报表》（请核对单位和表式）",
            ),
            (DeadlineTrouble::DateAndDays, "`date`和`days`只能写一个"),
            (DeadlineTrouble::NoDay, "没有写明截止日（写 date = \"2025-10-20\"，或 days = 报告期末后的天数）"),
            (
                DeadlineTrouble::TooEarly { date: date(2025, 9, 30), period },
                "截止日 2025-09-30 不晚于2025年第三季度的最后一天 2025-09-30（请核对`date`和`period`）",
            ),
            (DeadlineTrouble::StrangeUnit { code: "X".to_owned(), nearest: near(&[]) }, "名录中没有单位代码`X`"),
            (
                DeadlineTrouble::StrangeUnit { code: "U".to_owned(), nearest: near(&["U1", "U2"]) },
                "名录中没有单位代码`U`（相近的有：U1、U2）",
            ),
            (
                DeadlineTrouble::StrangeForm { form: "TB-H1".to_owned(), nearest: near(&["TB-H01"]) },
                "没有表式`TB-H1`（相近的有：TB-H01）",
            ),
        ] {
            assert_eq!(told(trouble), format!("tongbao.toml 第7行 [[deadline]]：{words}"));
        }
    }
}
