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
pub use surroundings::Surroundings;

use clap::{CommandFactory, FromArgMatches};

use self::arguments::{Arguments, Command, PlanCommand};
use self::context::Context;
use self::messages::Messages;
use tongbao_document::plain;

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
    context.start_threads();
    let ended = match command {
        Command::Run(arguments) => run::run(arguments, &context),
        Command::Check(arguments) => check::check(arguments, &context),
        Command::Forms(arguments) => forms::forms(arguments, &context),
        Command::Status(arguments) => status::status(arguments, &context),
        Command::Verify(arguments) => verify::verify(&arguments, &context),
        Command::Rehearse(arguments) => rehearse::rehearse(arguments, &context),
        Command::Issued(arguments) => issued::issued(&arguments, &context),
        Command::Withdraw(arguments) => withdraw::withdraw(arguments, &context),
        Command::Trace(arguments) => trace::trace(arguments, &context),
        Command::History(arguments) => history::history(arguments, &context),
        Command::Explain(arguments) => explain::explain(arguments, &context),
        Command::Plan { command } => match command {
            PlanCommand::Check(arguments) => plan::check(arguments, &context),
            PlanCommand::Test(arguments) => plan_test::test(arguments, &context),
            PlanCommand::Try(arguments) => plan_try::attempt(arguments, &context),
            PlanCommand::New(arguments) => plan_new::new(&arguments, &context),
            PlanCommand::Coverage(arguments) => plan_coverage::coverage(arguments, &context),
            PlanCommand::Diff(arguments) => plan_diff::diff(arguments, &context),
            PlanCommand::Reference(arguments) => plan_reference::reference(&arguments, &context),
        },
    };
    let ending = ended.unwrap_or_else(|failure| failure.ending(&context.messages));
    // What names of files and cells bring along must not reach a terminal.
    let told_unshown = match ending.unshown {
        Outcome::ToActOn => context.messages.say("unshown-done"),
        Outcome::Done | Outcome::Failed | Outcome::Misused => context.messages.say("unshown"),
    };
    Ending { stderr: plain::lines(&ending.stderr), told_unshown, ..ending }
}
