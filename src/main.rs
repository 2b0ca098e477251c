//! Arguments in, exit code out: the only printer and the only exit.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, io};

use tongbao::cli::{Ending, Surroundings, main_with, silence_panics};
use tongbao_figures::store::disk::faults;
use tongbao_returns::ingest::worker;

fn main() -> ExitCode {
    // A reading process: started by a run, unknown to help.
    if env::args_os().nth(1).is_some_and(|argument| argument == "read-worker") {
        return match worker::serve(io::stdin().lock(), io::stdout().lock()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    // For tests: a disk that fails on order.
    if let Some(order) = env::var_os("TONGBAO_DISK_FAULT") {
        match order.to_string_lossy().parse() {
            Ok(order) => faults::place(order),
            Err(_) => return ExitCode::FAILURE,
        }
    }
    silence_panics();
    let Ending { mut outcome, stdout, mut stderr, unshown, told_unshown } = main_with(&surroundings());
    match write(io::stdout().lock(), &stdout) {
        // Whoever reads the results has read enough, as `head` does.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            outcome = unshown;
            stderr = format!("{stderr}{told_unshown} ({error})\n");
        }
        _ => {}
    }
    // Nobody is left to be told that stderr cannot be written.
    let _ = write(io::stderr().lock(), stderr.as_bytes());
    ExitCode::from(outcome.code())
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock; commands are told the day")]
fn surroundings() -> Surroundings {
    Surroundings {
        arguments: env::args_os().collect(),
        templates: env::var_os("TONGBAO_TEMPLATES").filter(|folder| !folder.is_empty()),
        locale: sys_locale::get_locale(),
        executable: env::current_exe().unwrap_or_else(|_| PathBuf::from("tongbao")),
        now: jiff::Zoned::now().datetime(),
        memory: worker::memory_limit(),
        stdout_is_terminal: io::stdout().is_terminal(),
        stderr_is_terminal: io::stderr().is_terminal(),
    }
}

fn write(mut stream: impl Write, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes)?;
    stream.flush()
}
