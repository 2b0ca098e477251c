//! Who opens the workbooks: this process, or others that a hostile file may take down.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::{io, thread};

use super::child::{Answer, Process};
use super::error::IngestError;
use super::open::Refusal;
use super::workbook::Workbook;
use super::{frame, open, worker};
use crate::finding::facts::{ReaderTimeout, TooLarge};
use tongbao_document::count;

/// A return takes milliseconds.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How workbooks are opened, and by how many at a time.
#[derive(Debug, Clone)]
pub struct Reader {
    threads: usize,
    isolation: Option<Isolation>,
}

#[derive(Debug, Clone)]
struct Isolation {
    executable: PathBuf,
    arguments: Vec<OsString>,
    timeout: Duration,
}

impl Reader {
    /// Opens workbooks in this process, on all cores. A panic of the reader is caught; endless loops and memory are not: for tests and
    /// measurements.
    pub fn in_process() -> Self {
        Self { threads: thread::available_parallelism().map_or(1, usize::from), isolation: None }
    }

    /// Opens workbooks in so many processes `<executable> read-worker`, which must end up in [`worker::serve`].
    pub fn isolated(executable: PathBuf, workers: usize) -> Self {
        let isolation = Isolation { executable, arguments: vec![OsString::from("read-worker")], timeout: TIMEOUT };
        Self { threads: workers.max(1), isolation: Some(isolation) }
    }

    /// The same with another limit of time per file than 10 seconds; without isolation there is none.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        if let Some(isolation) = &mut self.isolation {
            isolation.timeout = timeout;
        }
        self
    }

    /// How many files are read at a time.
    pub(super) fn threads(&self) -> usize {
        self.threads
    }

    /// One thread's way to open workbooks.
    pub(super) fn opener(&self) -> Opener<'_> {
        Opener { isolation: self.isolation.as_ref(), process: None, has_started: false }
    }
}

/// Opens workbooks, one after the other.
#[derive(Debug)]
pub(super) struct Opener<'reader> {
    isolation: Option<&'reader Isolation>,
    process: Option<Process>,
    /// Whether a process has started before: then the program can read, and one that does not start tells of the machine.
    has_started: bool,
}

impl Opener<'_> {
    /// Opens a workbook; once more where the process was stopped or too slow, which may be the machine's doing and not the file's. An error means
    /// that no process could be started for it, and says nothing about the file.
    pub(super) fn open(&mut self, bytes: Vec<u8>) -> Result<Result<Workbook, Refusal>, IngestError> {
        let Some(isolation) = self.isolation else {
            return Ok(worker::guarded(open::open, &bytes));
        };
        let bytes: Arc<[u8]> = bytes.into();
        match self.ask(isolation, Arc::clone(&bytes))? {
            Err(Refusal::ReaderFailed | Refusal::ReaderTimeout(_)) => self.ask(isolation, bytes),
            opened => Ok(opened),
        }
    }

    /// Asks a reading process.
    fn ask(&mut self, isolation: &Isolation, bytes: Arc<[u8]>) -> Result<Result<Workbook, Refusal>, IngestError> {
        let process = match self.process.take() {
            Some(process) => process,
            None => match isolation.start() {
                Ok(process) => process,
                Err(error) if self.has_started && is_of_the_machine(&error) => return Ok(Err(Refusal::ReaderFailed)),
                Err(source) => return Err(IngestError::Worker { executable: isolation.executable.clone(), source }),
            },
        };
        self.has_started = true;
        Ok(match process.ask(bytes, isolation.timeout) {
            Answer::Message(message) => {
                let opened = postcard::from_bytes(&message).unwrap_or(Err(Refusal::ReaderFailed));
                // What a file left behind in memory that was opened and refused must not decide about the next one.
                if opened.as_ref().err().is_none_or(Refusal::is_at_first_sight) {
                    self.process = Some(process);
                }
                opened
            }
            Answer::Died => Err(Refusal::ReaderFailed),
            Answer::TooLong => {
                let most_mebibytes = count::to_u64(frame::LONGEST_ANSWER / (1024 * 1024));
                Err(Refusal::TooLarge(TooLarge::Read { most_mebibytes }))
            }
            Answer::TooLate => {
                let seconds = isolation.timeout.as_secs_f64();
                Err(Refusal::ReaderTimeout(ReaderTimeout { seconds }))
            }
        })
    }
}

/// Processes that are started anew where one was stopped before it was ready.
const STARTS: usize = 3;

impl Isolation {
    fn start(&self) -> io::Result<Process> {
        let start = || Process::start(&self.executable, &self.arguments);
        (1..STARTS).fold(start(), |started, _| match started {
            Err(error) if is_of_the_machine(&error) => start(),
            started => started,
        })
    }
}

/// Whether a process was stopped before it said that it was ready, or the system had no process, thread or memory left for it.
fn is_of_the_machine(error: &io::Error) -> bool {
    let was_stopped = matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset);
    was_stopped || matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::OutOfMemory)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::ingest::workbook::Format;

    /// Not a test of its own: the tests below start this very program again, with the name of this test and `--exact`, as the reading
    /// process that is asked to misbehave.
    #[test]
    fn as_a_reading_process() {
        if std::env::args().all(|argument| argument != "--exact") {
            return;
        }
        rlimit::Resource::AS.set(1 << 30, 1 << 30).unwrap();
        worker::answer(io::stdin(), io::stdout(), misbehave).unwrap();
    }

    fn misbehave(bytes: &[u8]) -> Result<Workbook, Refusal> {
        match bytes {
            b"hang" => loop {
                thread::sleep(Duration::from_secs(1));
            },
            b"abort" => std::process::abort(),
            b"panic" => panic!("as asked"),
            b"swallow memory" => Ok(Workbook::new(Format::Xls, vec![1_u8; 2 << 30].len() == 1)),
            b"overflow the stack" => Ok(Workbook::new(Format::Xls, deep(0) == 1)),
            b"ordinary" => Ok(Workbook::new(Format::Xlsx, false)),
            b"say too much" => {
                let mut workbook = Workbook::new(Format::Xlsx, false);
                workbook.begin_sheet(&"长".repeat(frame::LONGEST_ANSWER), false);
                Ok(workbook)
            }
            [b'o', b'n', b'c', b'e', b' ', marker @ ..] => {
                let marker = PathBuf::from(String::from_utf8_lossy(marker).into_owned());
                if std::fs::create_dir(&marker).is_ok() {
                    std::process::abort();
                }
                Ok(Workbook::new(Format::Xlsx, false))
            }
            _ => open::open(bytes),
        }
    }

    #[expect(unconditional_recursion, reason = "that is its purpose")]
    fn deep(level: u64) -> u64 {
        std::hint::black_box([level; 512])[0] + deep(level + 1)
    }

    /// Reads in processes of this very program, which misbehave when asked to.
    pub(in crate::ingest) fn misbehaving() -> Reader {
        let arguments = ["ingest::reader::tests::as_a_reading_process", "--exact", "--nocapture", "--test-threads=1"];
        let isolation = Isolation {
            executable: std::env::current_exe().unwrap(),
            arguments: arguments.into_iter().map(OsString::from).collect(),
            timeout: Duration::from_secs(10),
        };
        Reader { threads: 1, isolation: Some(isolation) }
    }

    #[test]
    fn whatever_takes_down_the_process_costs_one_file() {
        let reader = misbehaving();
        let mut opener = reader.opener();
        for how in ["abort", "panic", "swallow memory", "overflow the stack"] {
            assert_eq!(opener.open(how.into()).unwrap().unwrap_err(), Refusal::ReaderFailed, "{how}");
            assert_eq!(opener.open(b"ordinary".to_vec()).unwrap().unwrap().format, Format::Xlsx, "after {how}");
        }
    }

    #[test]
    fn what_would_fill_this_process_is_not_taken_from_the_other() {
        let reader = misbehaving();
        let mut opener = reader.opener();
        let refusal = opener.open(b"say too much".to_vec()).unwrap().unwrap_err();
        assert_eq!(refusal, Refusal::TooLarge(TooLarge::Read { most_mebibytes: 32 }));
        assert_eq!(opener.open(b"ordinary".to_vec()).unwrap().unwrap().format, Format::Xlsx);
    }

    #[test]
    fn what_fails_once_is_tried_again() {
        let scratch = tempfile::tempdir().unwrap();
        let reader = misbehaving();
        let once = format!("once {}", scratch.path().join("marker").display());
        assert_eq!(reader.opener().open(once.into_bytes()).unwrap().unwrap().format, Format::Xlsx);
        assert!(scratch.path().join("marker").exists(), "the first process has died of it");
    }

    #[test]
    fn a_file_that_never_ends_is_given_up_in_time() {
        let reader = misbehaving().with_timeout(Duration::from_millis(300));
        let mut opener = reader.opener();
        let started = std::time::Instant::now();
        let refusal = opener.open(b"hang".to_vec()).unwrap().unwrap_err();
        assert_eq!(refusal, Refusal::ReaderTimeout(ReaderTimeout { seconds: 0.3 }));
        assert!(started.elapsed() < Duration::from_secs(20));
        assert_eq!(opener.open(b"ordinary".to_vec()).unwrap().unwrap().format, Format::Xlsx);
    }

    #[test]
    fn a_program_that_cannot_be_started_is_an_error_of_the_run() {
        let reader = Reader::isolated(PathBuf::from("no/such/program"), 2);
        let error = reader.opener().open(b"ordinary".to_vec()).unwrap_err();
        assert_eq!(error.to_string(), "cannot start the reading process `no/such/program`");
    }

    #[test]
    fn a_system_that_has_nothing_left_for_a_process_tells_nothing_of_the_file() {
        for kind in [ErrorKind::BrokenPipe, ErrorKind::WouldBlock, ErrorKind::OutOfMemory] {
            assert!(is_of_the_machine(&kind.into()), "{kind}");
        }
        for kind in [ErrorKind::NotFound, ErrorKind::PermissionDenied] {
            assert!(!is_of_the_machine(&kind.into()), "{kind}");
        }
    }

    /// The first process is stopped before it is ready.
    #[cfg(unix)]
    #[test]
    fn a_process_that_is_stopped_while_it_starts_is_started_again() {
        let scratch = tempfile::tempdir().unwrap();
        let marker = scratch.path().join("marker");
        let script = format!("test -e '{0}' || {{ touch '{0}'; exit 1; }}; exec \"$@\"", marker.display());
        let mut reader = misbehaving();
        let isolation = reader.isolation.as_mut().unwrap();
        let own = std::mem::replace(&mut isolation.executable, PathBuf::from("/bin/sh")).into_os_string();
        let before = [OsString::from("-c"), script.into(), "sh".into(), own];
        isolation.arguments.splice(0..0, before);
        assert_eq!(reader.opener().open(b"ordinary".to_vec()).unwrap().unwrap().format, Format::Xlsx);
        assert!(marker.exists(), "the first process was stopped");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_does_not_read_workbooks_is_an_error_of_the_run() {
        let reader = Reader::isolated(PathBuf::from("/bin/true"), 2);
        assert!(matches!(reader.opener().open(b"ordinary".to_vec()), Err(IngestError::Worker { .. })));
    }
}
