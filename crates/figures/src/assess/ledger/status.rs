//! The states of a task, as they are counted.

use tongbao_returns::domain::TaskState;

/// The state of a task, in the order of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskStatus {
    /// 已销号.
    Closed,
    /// 待销号: filed as done, not yet closed by the office.
    AwaitingSignOff,
    /// 推进中.
    InProgress,
    /// 滞后.
    Lagging,
    /// 未启动.
    NotStarted,
    /// 未报: who leads it never said anything of it, or nobody leads it.
    NotReported,
}

impl TaskStatus {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Closed, Self::AwaitingSignOff, Self::InProgress, Self::Lagging, Self::NotStarted, Self::NotReported];

    /// As printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Closed => "已销号",
            Self::AwaitingSignOff => "待销号",
            Self::InProgress => "推进中",
            Self::Lagging => "滞后",
            Self::NotStarted => "未启动",
            Self::NotReported => "未报",
        }
    }

    /// Whether nothing more is to be done by who is responsible.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Closed | Self::AwaitingSignOff)
    }

    /// What a filed state comes to before the office has decided anything.
    pub(super) fn of(state: TaskState) -> Self {
        match state {
            TaskState::Done => Self::AwaitingSignOff,
            TaskState::InProgress => Self::InProgress,
            TaskState::Lagging => Self::Lagging,
            TaskState::NotStarted => Self::NotStarted,
        }
    }
}

/// Which of the states that several leads filed stands for the task: it lags if one lags, and is done only when all are.
pub(super) fn advance(state: TaskState) -> u8 {
    match state {
        TaskState::Lagging => 0,
        TaskState::NotStarted => 1,
        TaskState::InProgress => 2,
        TaskState::Done => 3,
    }
}
