//! How the returns that were due stood when a bulletin was issued.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a return came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// 及时.
    OnTime,
    /// 迟报.
    Late,
    /// 空表: with nothing filled in, which is missing as well.
    Empty,
    /// 缺报.
    Missing,
    /// 待报: the deadline had not passed.
    Awaited,
}

impl Arrival {
    const ALL: [Self; 5] = [Self::OnTime, Self::Late, Self::Empty, Self::Missing, Self::Awaited];

    fn word(self) -> &'static str {
        match self {
            Self::OnTime => "及时",
            Self::Late => "迟报",
            Self::Empty => "空表",
            Self::Missing => "缺报",
            Self::Awaited => "待报",
        }
    }
}

/// How a return stood: how it came, and whether it was sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReturnState {
    /// How it came.
    pub arrival: Arrival,
    /// 退回.
    pub is_returned: bool,
}

/// What stands behind the arrival of a return that was sent back.
const RETURNED: &str = "、退回";

impl fmt::Display for ReturnState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.arrival.word())?;
        if self.is_returned { formatter.write_str(RETURNED) } else { Ok(()) }
    }
}

impl From<ReturnState> for String {
    fn from(state: ReturnState) -> Self {
        state.to_string()
    }
}

impl TryFrom<String> for ReturnState {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let arrival = text.strip_suffix(RETURNED);
        let (word, is_returned) = (arrival.unwrap_or(&text), arrival.is_some());
        let arrival = Arrival::ALL.into_iter().find(|arrival| arrival.word() == word);
        arrival.map(|arrival| Self { arrival, is_returned }).ok_or_else(|| format!("unknown state of a return `{text}`"))
    }
}

/// A return that was due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedDue {
    /// 单位代码.
    pub unit: String,
    /// Identifier of the form.
    pub form: String,
    /// Last day on time: tells the quarters of a year apart.
    pub deadline: Date,
    /// How it stood.
    pub state: ReturnState,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_kept_in_words_and_read_again() {
        for (text, arrival, is_returned) in [
            ("及时", Arrival::OnTime, false),
            ("迟报、退回", Arrival::Late, true),
            ("空表", Arrival::Empty, false),
            ("缺报", Arrival::Missing, false),
        ] {
            let state = ReturnState { arrival, is_returned };
            assert_eq!(ReturnState::try_from(text.to_owned()), Ok(state));
            assert_eq!(state.to_string(), text);
        }
        assert!(ReturnState::try_from("未知".to_owned()).is_err());
    }
}
