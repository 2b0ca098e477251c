//! The inside of a reading process: bytes in, cells out, until its parent closes the pipe.
//!
//! A workbook that makes the reader panic is answered with a refusal. One that makes it swallow memory, overflow its stack or never end
//! takes this process with it and nothing else: the parent notices and starts another.

use std::io::{Read, Write};
use std::panic::AssertUnwindSafe;
use std::{io, panic};

use super::open::Refusal;
use super::workbook::Workbook;
use super::{frame, open};

/// Address space of a reading process: ten times what the largest allowed workbook takes.
const MOST_MEMORY: u64 = 1024 * 1024 * 1024;

/// Bytes of address space that the system grants this process and those that it starts; nothing where it sets no limit.
pub fn memory_limit() -> Option<u64> {
    rlimit::Resource::AS.get().ok().map(|(soft, _)| soft).filter(|limit| *limit != rlimit::INFINITY)
}

/// Serves its parent until the input ends. To be called first thing in a process of its own: it caps the memory of the process and
/// silences its panics.
pub fn serve(input: impl Read, output: impl Write) -> io::Result<()> {
    // Windows and macOS know no such cap; there only the timeout guards.
    let _ = rlimit::Resource::AS.set(MOST_MEMORY, MOST_MEMORY);
    panic::set_hook(Box::new(|_| {}));
    answer(input, output, open::open)
}

/// The loop of [`serve`] around any way to open a workbook.
pub(super) fn answer(
    mut input: impl Read,
    mut output: impl Write,
    open: impl Fn(&[u8]) -> Result<Workbook, Refusal>,
) -> io::Result<()> {
    output.write_all(frame::GREETING)?;
    output.flush()?;
    while let Some(bytes) = frame::read(&mut input, frame::LONGEST_QUESTION)? {
        let message = postcard::to_stdvec(&guarded(&open, &bytes)).map_err(io::Error::other)?;
        frame::write(&mut output, &message)?;
    }
    Ok(())
}

/// Opens a workbook; a panic of the reader becomes a refusal.
pub(super) fn guarded(open: impl Fn(&[u8]) -> Result<Workbook, Refusal>, bytes: &[u8]) -> Result<Workbook, Refusal> {
    panic::catch_unwind(AssertUnwindSafe(|| open(bytes))).unwrap_or(Err(Refusal::ReaderFailed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_answered_and_the_next_file_is_read() {
        let mut input = Vec::new();
        frame::write(&mut input, b"PANIC").unwrap();
        frame::write(&mut input, b"").unwrap();
        let mut output = Vec::new();
        let open = |bytes: &[u8]| if bytes == b"PANIC" { panic!("as asked") } else { open::open(bytes) };
        answer(input.as_slice(), &mut output, open).unwrap();
        let mut wire = output.as_slice();
        frame::await_greeting(&mut wire).unwrap();
        let mut refusal = || {
            let message = frame::read(&mut wire, frame::LONGEST_ANSWER).unwrap().unwrap();
            postcard::from_bytes::<Result<Workbook, Refusal>>(&message).unwrap().unwrap_err()
        };
        assert_eq!(refusal(), Refusal::ReaderFailed);
        assert_eq!(refusal(), Refusal::EmptyFile);
    }
}
