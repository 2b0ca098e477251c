//! How a reading process and its parent talk: a greeting, then messages with their length before them.

use std::io;
use std::io::{ErrorKind, Read, Write};

use tongbao_document::count;

/// Said by a reading process when it is ready; whatever its start-up printed before is skipped.
pub(super) const GREETING: &[u8] = b"tongbao reads workbooks, 1\n";

/// Longest question: a file as large as any that is opened.
pub(super) const LONGEST_QUESTION: usize = 64 * 1024 * 1024;
/// Longest answer, above anything that a workbook of allowed size can need: what a process says does not fill its parent's memory.
pub(super) const LONGEST_ANSWER: usize = 32 * 1024 * 1024;
/// Longest start-up noise.
const LONGEST_PREAMBLE: usize = 64 * 1024;

/// Sends one message.
pub(super) fn write(output: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = u32::try_from(message.len()).map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?;
    output.write_all(&length.to_le_bytes())?;
    output.write_all(message)?;
    output.flush()
}

/// Receives one message of at most so many bytes, or [`ErrorKind::FileTooLarge`]; `None` when the other side has closed.
pub(super) fn read(input: &mut impl Read, longest: usize) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    let mut filled = 0;
    while let Some(rest) = length.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match input.read(rest) {
            Ok(0) if filled == 0 => return Ok(None),
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let length = count::to_usize(u32::from_le_bytes(length));
    if length > longest {
        return Err(ErrorKind::FileTooLarge.into());
    }
    let mut message = vec![0; length];
    input.read_exact(&mut message)?;
    Ok(Some(message))
}

/// Waits for the greeting.
pub(super) fn await_greeting(input: &mut impl Read) -> io::Result<()> {
    let mut heard = Vec::new();
    let mut byte = [0];
    while !heard.ends_with(GREETING) {
        if heard.len() > LONGEST_PREAMBLE {
            return Err(ErrorKind::InvalidData.into());
        }
        input.read_exact(&mut byte)?;
        heard.extend_from_slice(&byte);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_arrive_whole_and_the_end_is_told_apart_from_a_break() {
        let mut wire = b"noise of the start\n".to_vec();
        wire.extend_from_slice(GREETING);
        write(&mut wire, b"one").unwrap();
        write(&mut wire, b"").unwrap();
        let broken = wire.len() + 6;
        write(&mut wire, b"three").unwrap();
        let mut whole = wire.as_slice();
        await_greeting(&mut whole).unwrap();
        assert_eq!(read(&mut whole, 100).unwrap().unwrap(), b"one");
        assert_eq!(read(&mut whole, 100).unwrap().unwrap(), b"");
        assert_eq!(read(&mut whole, 100).unwrap().unwrap(), b"three");
        assert!(read(&mut whole, 100).unwrap().is_none());
        let mut cut = &wire[..broken];
        await_greeting(&mut cut).unwrap();
        read(&mut cut, 100).unwrap();
        read(&mut cut, 100).unwrap();
        assert!(read(&mut cut, 100).is_err());
    }

    #[test]
    fn a_message_that_is_too_long_is_not_received() {
        let mut wire = Vec::new();
        write(&mut wire, b"four").unwrap();
        assert_eq!(read(&mut wire.as_slice(), 4).unwrap().unwrap(), b"four");
        assert_eq!(read(&mut wire.as_slice(), 3).unwrap_err().kind(), ErrorKind::FileTooLarge);
    }
}
