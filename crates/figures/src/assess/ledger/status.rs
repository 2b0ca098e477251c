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

    /// How far a task has come: of several states the least stands for all. It lags if one lags, and is done only when all are; who has said
    /// nothing keeps it from being done, and says nothing against those who are at work.
    pub fn advance(self) -> u8 {
        match self {
            Self::Lagging => 0,
            Self::NotStarted => 1,
            Self::InProgress => 2,
            Self::NotReported => 3,
            Self::AwaitingSignOff => 4,
            Self::Closed => 5,
        }
    }
}

/// How many of those who answer for a task, each for itself, stand where, in the order of the tables; nothing where one answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread(Vec<(TaskStatus, usize)>);

impl Spread {
    /// Counts states.
    pub(super) fn of(states: &[TaskStatus]) -> Self {
        if states.len() < 2 {
            return Self::default();
        }
        let counted = TaskStatus::ALL.map(|status| (status, states.iter().filter(|state| **state == status).count()));
        Self(counted.into_iter().filter(|(_, count)| *count > 0).collect())
    }

    /// Each state that anybody has, with how many have it.
    pub fn counts(&self) -> &[(TaskStatus, usize)] {
        &self.0
    }

    /// How many have a state.
    pub fn count(&self, status: TaskStatus) -> usize {
        self.0.iter().find(|(known, _)| *known == status).map_or(0, |(_, count)| *count)
    }

    /// Whether several answer.
    pub fn is_shared(&self) -> bool {
        !self.0.is_empty()
    }
}

/// At which step of a task one stands, or several do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepStanding {
    /// The step of the period, from 1: the first that was not done before it.
    pub number: usize,
    /// How it stands at the period's end.
    pub status: TaskStatus,
    /// How many steps are done at the period's end.
    pub done: usize,
    /// How many there are.
    pub of: usize,
}
