//! How long each stage of a run took.

use std::time::{Duration, Instant};

use super::progress::Stage;

/// Wall time by stage.
#[derive(Debug)]
pub(super) struct Clock {
    pub(super) laps: Vec<(Stage, Duration)>,
    last: Instant,
}

impl Default for Clock {
    fn default() -> Self {
        Self { laps: Vec::new(), last: Instant::now() }
    }
}

impl Clock {
    /// What has passed since the last lap belongs to this stage.
    pub(super) fn lap(&mut self, stage: Stage) {
        let now = Instant::now();
        let passed = now.duration_since(self.last);
        self.last = now;
        match self.laps.iter_mut().find(|(known, _)| *known == stage) {
            Some((_, total)) => *total += passed,
            None => self.laps.push((stage, passed)),
        }
    }
}
