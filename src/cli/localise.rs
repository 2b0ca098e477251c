//! Help in the language of the messages.
//!
//! In: the command line as clap derives it. Out: the same with every text of its help taken from the catalogue: a command's under
//! `help-<command>`, its arguments' as attributes of it. Names and placeholders stay as they are typed.

use clap::Command;

use super::messages::Messages;

/// Replaces the texts of a command and of all below it.
pub(super) fn localised(command: Command, messages: &Messages) -> Command {
    let path = command.get_name().to_owned();
    described(command, "help", &path, messages)
}

/// `key` is `help` for the program, `help-plan-check` for `tongbao plan check`, which is its `path`.
fn described(command: Command, key: &str, path: &str, messages: &Messages) -> Command {
    let usage = usage(&command, path, messages);
    let template = template(&command, &usage, messages);
    command
        .about(messages.say(key))
        .help_template(template)
        .override_usage(usage)
        .mut_args(|argument| match messages.attribute(key, argument.get_id().as_str(), &[]) {
            Some(help) => argument.help(help),
            None => argument,
        })
        .mut_subcommands(|below| {
            let (key, path) = (format!("{key}-{}", below.get_name()), format!("{path} {}", below.get_name()));
            described(below, &key, &path, messages)
        })
}

/// `tongbao run [OPTIONS] [WORKSPACE]`
fn usage(command: &Command, path: &str, messages: &Messages) -> String {
    let derived = command.clone().render_usage().to_string();
    let arguments = derived.trim_start_matches("Usage: ").trim_start_matches(command.get_name());
    let arguments = arguments
        .replace("[OPTIONS]", &messages.say("help-usage-options"))
        .replace("<COMMAND>", &messages.say("help-usage-command"));
    format!("{path}{arguments}")
}

/// The sections of a command's help, each with its heading. A heading without anything below it is left out.
fn template(command: &Command, usage: &str, messages: &Messages) -> String {
    let mut sections = vec!["{about}".to_owned(), messages.tell("help-usage", &[("usage", usage.into())])];
    if command.has_subcommands() {
        sections.push(format!("{}\n{{subcommands}}", messages.say("help-commands")));
    }
    if command.get_positionals().next().is_some() {
        sections.push(format!("{}\n{{positionals}}", messages.say("help-arguments")));
    }
    sections.push(format!("{}\n{{options}}", messages.say("help-options")));
    sections.join("\n\n")
}
