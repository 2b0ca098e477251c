//! The command line: one file per command.
//!
//! In: the arguments and what the process knows of its surroundings ([`Surroundings`]). Out: an [`Ending`], that is an exit code and
//! what goes to stdout and stderr. Nothing here prints, exits or reads the clock, but for the progress bar, which draws itself on a
//! terminal. Help and messages are Chinese or English, from one catalogue each; what a return is told is always Chinese.

mod arguments;
mod causes;
mod check;
mod configuration;
mod context;
mod ending;
mod explain;
mod failure;
mod findings;
mod forms;
mod history;
mod inbox;
mod issued;
mod language;
mod localise;
mod messages;
mod output;
mod panics;
mod plan;
mod plan_coverage;
mod plan_diff;
mod plan_new;
mod plan_reference;
mod plan_test;
mod plan_try;
mod progress;
mod reasons;
mod rehearse;
mod run;
mod standing;
mod status;
mod surroundings;
mod text_table;
mod trace;
mod usage;
mod verify;
mod waiting;
mod withdraw;

pub use ending::{Ending, Outcome};
pub use panics::silence_panics;
pub use surroundings::Surroundings;

use std::panic;
use std::panic::AssertUnwindSafe;

use clap::{CommandFactory, FromArgMatches};

use self::arguments::{Arguments, Command, PlanCommand};
use self::context::Context;
use self::failure::Failure;
use self::messages::Messages;
use tongbao_document::plain;

/// One MiB, in bytes.
const MIB: u64 = 1024 * 1024;

/// Address space below which no command begins: with less, the system has been seen to end one half way.
const LEAST_MEMORY: u64 = 768 * MIB;

/// Does what the arguments ask.
pub fn main_with(surroundings: &Surroundings) -> Ending {
    let messages = Messages::new(language::choose(surroundings));
    let command = localise::localised(Arguments::command(), &messages);
    let parsed = command.try_get_matches_from(&surroundings.arguments).and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return usage::ending(&error, &messages),
    };
    let Arguments { common, command } = arguments;
    let context = Context { surroundings, messages, common };
    let ended = granted(surroundings.memory).and_then(|()| unbroken(|| done(command, &context)));
    let ending = ended.unwrap_or_else(|failure| failure.ending(&context.messages));
    // What names of files and cells bring along must not reach a terminal.
    let told_unshown = match ending.unshown {
        Outcome::ToActOn => context.messages.say("unshown-done"),
        Outcome::Done | Outcome::Failed | Outcome::Misused => context.messages.say("unshown"),
    };
    Ending { stderr: plain::lines(&ending.stderr), told_unshown, ..ending }
}

/// Refuses to begin where memory would run out half way: then the system ends the process without a word.
fn granted(memory: Option<u64>) -> Result<(), Failure> {
    match memory {
        Some(limit) if limit < LEAST_MEMORY => Err(Failure::Memory { limit: limit / MIB, least: LEAST_MEMORY / MIB }),
        _ => Ok(()),
    }
}

/// A command whose panic is a failure like others: most often the system had no thread or memory left for a part of it. What it has not
/// published by then never is.
fn unbroken(command: impl FnOnce() -> Result<Ending, Failure>) -> Result<Ending, Failure> {
    panic::catch_unwind(AssertUnwindSafe(command)).unwrap_or_else(|payload| Err(Failure::Broken(panics::told(payload.as_ref()))))
}

fn done(command: Command, context: &Context<'_>) -> Result<Ending, Failure> {
    context.start_threads();
    match command {
        Command::Run(arguments) => run::run(arguments, context),
        Command::Check(arguments) => check::check(arguments, context),
        Command::Forms(arguments) => forms::forms(arguments, context),
        Command::Status(arguments) => status::status(arguments, context),
        Command::Verify(arguments) => verify::verify(&arguments, context),
        Command::Rehearse(arguments) => rehearse::rehearse(arguments, context),
        Command::Issued(arguments) => issued::issued(&arguments, context),
        Command::Withdraw(arguments) => withdraw::withdraw(arguments, context),
        Command::Trace(arguments) => trace::trace(arguments, context),
        Command::History(arguments) => history::history(arguments, context),
        Command::Explain(arguments) => explain::explain(arguments, context),
        Command::Plan { command } => match command {
            PlanCommand::Check(arguments) => plan::check(arguments, context),
            PlanCommand::Test(arguments) => plan_test::test(arguments, context),
            PlanCommand::Try(arguments) => plan_try::attempt(arguments, context),
            PlanCommand::New(arguments) => plan_new::new(&arguments, context),
            PlanCommand::Coverage(arguments) => plan_coverage::coverage(arguments, context),
            PlanCommand::Diff(arguments) => plan_diff::diff(arguments, context),
            PlanCommand::Reference(arguments) => plan_reference::reference(&arguments, context),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_not_begun_with_too_little_memory() {
        let on = |memory: Option<u64>| {
            let told = main_with(&Surroundings { memory, ..Surroundings::of_line("explain F05") });
            (told.outcome.code(), told.stderr)
        };
        let (code, told) = on(Some(300 * MIB));
        assert_eq!(code, 1);
        assert!(told.starts_with("error: the system grants 300 MiB of address space, and 768 MiB are needed\n"), "{told}");
        assert!(told.contains("\nhint: raise the limit"), "{told}");
        assert_eq!(on(Some(LEAST_MEMORY)), (0, String::new()));
        assert_eq!(on(None), (0, String::new()));
        // Help costs nothing.
        let help = main_with(&Surroundings { memory: Some(MIB), ..Surroundings::of_line("--help") });
        assert_eq!(help.outcome, Outcome::Done);
    }

    #[test]
    fn a_command_that_panics_has_failed() {
        let messages = Messages::new(messages::Language::Zh);
        let ended = unbroken(|| panic!("failed to spawn thread"));
        let ending = ended.unwrap_err().ending(&messages);
        assert_eq!(ending.outcome, Outcome::Failed);
        assert!(ending.stderr.starts_with("错误：程序中途停止，没有做完\n\n提示：多为内存、线程不够"), "{}", ending.stderr);
        assert!(ending.stderr.ends_with("\n\n供开发者查错：failed to spawn thread\n"), "{}", ending.stderr);
        let number = 7;
        let ending = unbroken(|| panic!("{number}\n以后")).unwrap_err().ending(&messages);
        assert!(ending.stderr.ends_with("\n供开发者查错：7以后\n"), "{}", ending.stderr);
        let english = Messages::new(messages::Language::En);
        let ending = unbroken(|| panic!("failed")).unwrap_err().ending(&english);
        assert!(ending.stderr.starts_with("error: the program broke off before it was done\n"), "{}", ending.stderr);
        assert!(ending.stderr.ends_with("\nfor the developer: failed\n"), "{}", ending.stderr);
    }
}
