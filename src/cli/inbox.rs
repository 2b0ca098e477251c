//! An inbox without any file: whoever reads that everybody is missing must first hear that nobody's file was there.

use super::context::Context;
use super::messages::Messages;

/// The first line of a report; nothing if there are files.
pub(super) fn emptied(read_before: Option<usize>, messages: &Messages) -> String {
    read_before.map_or_else(String::new, |before| messages.tell("inbox-empty", &[("before", before.into())]) + "\n")
}

/// For stderr: the same for whoever wants quiet and sees no report.
pub(super) fn remark(read_before: Option<usize>, context: &Context<'_>) -> String {
    if context.common.quiet { emptied(read_before, &context.messages) } else { String::new() }
}
