//! The outside of a reading process: starts it, asks it, and ends it when it does not answer in time.

use std::ffi::OsString;
use std::io::{BufReader, ErrorKind};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;
use std::{io, thread};

use super::frame;

/// A process is given this long to start: a loaded machine is no reason to give up.
const START: Duration = Duration::from_secs(30);

/// A reading process.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    questions: Sender<Arc<[u8]>>,
    answers: Receiver<io::Result<Vec<u8>>>,
}

/// What became of a question.
#[derive(Debug)]
pub(super) enum Answer {
    /// It was answered.
    Message(Vec<u8>),
    /// The process ended before it answered.
    Died,
    /// The process did not answer in time.
    TooLate,
    /// It had more to say than is taken from it.
    TooLong,
}

impl Process {
    /// Starts a process and waits until it is ready.
    pub(super) fn start(executable: &Path, arguments: &[OsString]) -> io::Result<Self> {
        // Its last words (out of memory, stack overflow) would only puzzle: the finding says what happened.
        let mut child = Command::new(executable)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(ErrorKind::BrokenPipe.into());
        };
        let (questions, asked) = mpsc::channel();
        let (answering, answers) = mpsc::channel();
        let process = Self { child, questions, answers };
        // Pipes know no timeouts: a thread of their own does the waiting, and a killed process wakes it.
        thread::Builder::new().name("pipe".to_owned()).spawn(move || converse(input, output, &asked, &answering))?;
        match process.answers.recv_timeout(START) {
            Ok(greeting) => greeting.map(|_| process),
            Err(RecvTimeoutError::Timeout) => Err(ErrorKind::TimedOut.into()),
            Err(RecvTimeoutError::Disconnected) => Err(ErrorKind::BrokenPipe.into()),
        }
    }

    /// Asks one question. After any answer but a message the process is of no more use.
    pub(super) fn ask(&self, question: Arc<[u8]>, timeout: Duration) -> Answer {
        if self.questions.send(question).is_err() {
            return Answer::Died;
        }
        match self.answers.recv_timeout(timeout) {
            Ok(Ok(message)) => Answer::Message(message),
            Ok(Err(error)) if error.kind() == ErrorKind::FileTooLarge => Answer::TooLong,
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Answer::Died,
            Err(RecvTimeoutError::Timeout) => Answer::TooLate,
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Already ended is as good; waiting afterwards leaves no zombie.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// First the greeting, as an empty answer, then answer for question until either side ends.
fn converse(mut input: ChildStdin, output: ChildStdout, asked: &Receiver<Arc<[u8]>>, answering: &Sender<io::Result<Vec<u8>>>) {
    let mut output = BufReader::new(output);
    let greeting = frame::await_greeting(&mut output).map(|()| Vec::new());
    let mut goes_on = greeting.is_ok() && answering.send(greeting).is_ok();
    while goes_on {
        let Ok(question) = asked.recv() else { return };
        let answer = frame::write(&mut input, &question).and_then(|()| frame::read(&mut output, frame::LONGEST_ANSWER));
        let answer = answer.and_then(|message| message.ok_or_else(|| ErrorKind::UnexpectedEof.into()));
        let is_sound = answer.is_ok();
        goes_on = answering.send(answer).is_ok() && is_sound;
    }
}
