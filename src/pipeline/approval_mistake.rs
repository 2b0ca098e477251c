//! An `[[approval]]` of the settings that cannot be meant: what is wrong, and the words for it. Chinese always, as those of a
//! `[[deadline]]`.

use std::fmt;

/// An `[[approval]]` that cannot be meant as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalMistake {
    /// Line of `[[approval]]`, from 1.
    pub line: usize,
    /// What is wrong.
    pub trouble: ApprovalTrouble,
}

/// What is wrong with an `[[approval]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApprovalTrouble {
    /// No number.
    NoNumber,
    /// No form.
    NoForm,
    /// The form stands in another one as well.
    Twice {
        /// As written.
        form: String,
    },
    /// No plan has such a form.
    StrangeForm {
        /// As written.
        form: String,
        /// Codes and titles that come near.
        nearest: Vec<String>,
    },
}

impl fmt::Display for ApprovalMistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "tongbao.toml 第{}行 [[approval]]：", self.line)?;
        match &self.trouble {
            ApprovalTrouble::NoNumber => formatter.write_str("没有写明文号（写 number = \"批准文号\"）"),
            ApprovalTrouble::NoForm => formatter.write_str("没有写明表式（写 forms = [\"表号\"]）"),
            ApprovalTrouble::Twice { form } => write!(formatter, "表式`{form}`的批准文号写了两次（只保留一处）"),
            ApprovalTrouble::StrangeForm { form, nearest } if nearest.is_empty() => write!(formatter, "没有表式`{form}`"),
            ApprovalTrouble::StrangeForm { form, nearest } => {
                write!(formatter, "没有表式`{form}`（相近的有：{}）", nearest.join("、"))
            }
        }
    }
}
