//! How far a command is, on a terminal.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::messages::{Language, Messages};
use super::waiting;
use crate::pipeline::turn::Holder;
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
    drawn: ProgressBar,
    names: BTreeMap<Stage, String>,
    language: Language,
    is_quiet: bool,
}

impl Bar {
    /// A bar on a terminal; for whoever wants quiet, nothing.
    pub(super) fn new(messages: &Messages, is_terminal: bool, is_quiet: bool) -> Self {
        let target = if is_terminal && !is_quiet { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let names = STAGES.map(|stage| (stage, name(messages, stage))).into_iter().collect();
        Self { drawn: ProgressBar::with_draw_target(None, target), names, language: messages.language(), is_quiet }
    }
}

/// What a stage is called.
pub(super) fn name(messages: &Messages, stage: Stage) -> String {
    messages.say(&format!("stage-{}", stage.key()))
}

impl Progress for Bar {
    fn begin(&self, stage: Stage, total: usize) {
        if self.drawn.is_hidden() {
            return;
        }
        let layout = if total == 0 { "{spinner} {msg}" } else { "{spinner} {msg} [{bar:30}] {pos}/{len}" };
        // First how it looks: each of the calls below it draws.
        self.drawn.set_style(ProgressStyle::with_template(layout).unwrap_or_else(|_| ProgressStyle::default_spinner()));
        self.drawn.set_message(self.names.get(&stage).cloned().unwrap_or_default());
        self.drawn.set_length(count::to_u64(total));
        self.drawn.reset();
        self.drawn.enable_steady_tick(Duration::from_millis(100));
    }

    fn step(&self) {
        self.drawn.inc(1);
    }

    /// Said at once, on a terminal or not: it may take a minute, and whoever started the command asks why nothing happens.
    fn wait(&self, holder: Option<&Holder>, patience: Duration) {
        if self.is_quiet {
            return;
        }
        let messages = Messages::new(self.language);
        let details = [("holder", waiting::told(holder, &messages).into()), ("seconds", patience.as_secs().into())];
        let line = messages.tell("wait-begins", &details) + "\n";
        // Nobody is left to be told that stderr cannot be written.
        self.drawn.suspend(|| drop(io::stderr().write_all(line.as_bytes())));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.drawn.finish_and_clear();
    }
}
