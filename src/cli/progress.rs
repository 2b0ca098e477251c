//! How far a command is, on a terminal.

use std::collections::BTreeMap;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::messages::Messages;
use crate::pipeline::{Progress, Stage};
use tongbao_document::count;

pub(super) const STAGES: [Stage; 10] = [
    Stage::Prepare,
    Stage::Read,
    Stage::Store,
    Stage::Audit,
    Stage::Aggregate,
    Stage::Assess,
    Stage::Compose,
    Stage::Render,
    Stage::Verify,
    Stage::Publish,
];

/// A bar that draws itself on stderr and leaves nothing behind.
pub(super) struct Bar {
    bar: ProgressBar,
    names: BTreeMap<Stage, String>,
}

impl Bar {
    /// A bar, or, if there is nobody to look at it, nothing.
    pub(super) fn new(messages: &Messages, is_seen: bool) -> Self {
        let target = if is_seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let names = STAGES.map(|stage| (stage, name(messages, stage))).into_iter().collect();
        Self { bar: ProgressBar::with_draw_target(None, target), names }
    }
}

/// What a stage is called.
pub(super) fn name(messages: &Messages, stage: Stage) -> String {
    messages.say(&format!("stage-{}", stage.key()))
}

impl Progress for Bar {
    fn begin(&self, stage: Stage, total: usize) {
        if self.bar.is_hidden() {
            return;
        }
        let layout = if total == 0 { "{spinner} {msg}" } else { "{spinner} {msg} [{bar:30}] {pos}/{len}" };
        // First how it looks: each of the calls below it draws.
        self.bar.set_style(ProgressStyle::with_template(layout).unwrap_or_else(|_| ProgressStyle::default_spinner()));
        self.bar.set_message(self.names.get(&stage).cloned().unwrap_or_default());
        self.bar.set_length(count::to_u64(total));
        self.bar.reset();
        self.bar.enable_steady_tick(Duration::from_millis(100));
    }

    fn step(&self) {
        self.bar.inc(1);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
