//! Whom conditions choose in a period, worked out once for all that ask for the same.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::standing::Standing;

/// What a condition says of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Choice {
    /// It is not meant.
    Out,
    /// Whether it is meant hangs on an answer that it has not given.
    Unanswered,
    /// It is meant.
    In,
}

impl Choice {
    /// How a unit stands that would stand so if it were meant.
    pub(super) fn of(self, standing: Standing) -> Standing {
        match (self, standing) {
            (Self::Unanswered, Standing::Counted) => Standing::Missing,
            (Self::In | Self::Unanswered, standing) => standing,
            (Self::Out, _) => Standing::NotConcerned,
        }
    }
}

/// What conditions say of the units of one table, by the texts of the conditions.
#[derive(Debug, Default)]
pub(super) struct Chosen(Mutex<BTreeMap<String, Vec<Choice>>>);

impl Chosen {
    /// What a condition says, as it was worked out before or is now. It must say the same whoever asks.
    pub(super) fn by<Error>(
        &self,
        condition: &str,
        work_out: impl FnOnce() -> Result<Vec<Choice>, Error>,
    ) -> Result<Vec<Choice>, Error> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(condition).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let choices = work_out()?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(condition.to_owned(), choices.clone());
        Ok(choices)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_worked_out_once() {
        let chosen = Chosen::default();
        let of = |condition: &str, choices: Vec<Choice>| chosen.by(condition, || Ok::<_, ()>(choices));
        assert_eq!(of("类别 = '医院'", vec![Choice::In, Choice::Out]), Ok(vec![Choice::In, Choice::Out]));
        assert_eq!(of("类别 = '医院'", vec![]), Ok(vec![Choice::In, Choice::Out]));
        assert_eq!(of("类别 = '中心'", vec![Choice::Out]), Ok(vec![Choice::Out]));
        assert_eq!(chosen.by("类别 = '局'", || Err("no engine")), Err("no engine"));
        assert_eq!(of("类别 = '局'", vec![Choice::In]), Ok(vec![Choice::In]), "what failed is tried again");
    }
}
