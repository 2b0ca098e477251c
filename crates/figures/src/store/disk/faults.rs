//! A disk that fails on order: for tests, which must know what a workspace looks like wherever a run is broken off.
//!
//! In: an order, from the environment's `TONGBAO_DISK_FAULT`, which `main` hands over and nobody sets in an office. Out: the n-th call that changes
//! the disk fails, or the process ends there; or every call is listed. Without an order a call costs one look at a cell that is empty.

use std::fmt::{Display, Formatter};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What changes the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    MakeFolder,
    Write,
    Flush,
    Rename,
    Link,
    Exchange,
    Remove,
}

impl Display for Call {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::MakeFolder => "make-folder",
            Self::Write => "write",
            Self::Flush => "flush",
            Self::Rename => "rename",
            Self::Link => "link",
            Self::Exchange => "exchange",
            Self::Remove => "remove",
        })
    }
}

/// What is to go wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    /// The call of this number fails, as on a disk that is full; the first is 1.
    Fails(usize),
    /// The process ends at the call of this number, which is half done where it can be.
    Kills(usize),
    /// Nothing; every call is written to this file, one a line.
    Lists(PathBuf),
}

/// An order: `fail:17`, `kill:17` or `list:FILE`; before it `two-renames,`, if folders cannot be exchanged in one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    fault: Fault,
    forbids_exchange: bool,
}

/// A text that is no order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` orders no fault: fail:N, kill:N or list:FILE is expected")]
pub struct InvalidOrder(String);

impl FromStr for Order {
    type Err = InvalidOrder;

    fn from_str(text: &str) -> Result<Self, InvalidOrder> {
        let without = text.strip_prefix("two-renames,");
        let fault = match without.unwrap_or(text).split_once(':') {
            Some(("fail", number)) => number.parse().ok().map(Fault::Fails),
            Some(("kill", number)) => number.parse().ok().map(Fault::Kills),
            Some(("list", file)) => Some(Fault::Lists(PathBuf::from(file))),
            _ => None,
        };
        let fault = fault.ok_or_else(|| InvalidOrder(text.to_owned()))?;
        Ok(Self { fault, forbids_exchange: without.is_some() })
    }
}

static ORDER: OnceLock<Order> = OnceLock::new();
/// How many calls were announced.
static CALLS: AtomicUsize = AtomicUsize::new(0);

/// From now on; the first order of a process holds.
pub fn place(order: Order) {
    let _ = ORDER.set(order);
}

/// Whether folders cannot be exchanged in one moment.
pub(super) fn forbids_exchange() -> bool {
    ORDER.get().is_some_and(|order| order.forbids_exchange)
}

/// A call is about to be made; `torn` does half of it.
pub(super) fn announce(call: Call, paths: &[&Path], torn: impl FnOnce()) -> io::Result<()> {
    let Some(Order { fault, .. }) = ORDER.get() else { return Ok(()) };
    let number = CALLS.fetch_add(1, Ordering::SeqCst) + 1;
    match fault {
        Fault::Fails(at) if *at == number => Err(io::ErrorKind::StorageFull.into()),
        Fault::Kills(at) if *at == number => {
            torn();
            std::process::abort()
        }
        Fault::Fails(_) | Fault::Kills(_) => Ok(()),
        Fault::Lists(list) => listed(list, call, paths),
    }
}

#[expect(clippy::disallowed_methods, reason = "it is no file of the workspace")]
fn listed(list: &Path, call: Call, paths: &[&Path]) -> io::Result<()> {
    let paths = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join("\t");
    let mut file = std::fs::File::options().append(true).create(true).open(list)?;
    file.write_all(format!("{call}\t{paths}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_as_it_is_written() {
        let order = |text: &str| text.parse::<Order>();
        assert_eq!(order("fail:17"), Ok(Order { fault: Fault::Fails(17), forbids_exchange: false }));
        assert_eq!(order("two-renames,kill:3"), Ok(Order { fault: Fault::Kills(3), forbids_exchange: true }));
        assert_eq!(order("list:/a:b"), Ok(Order { fault: Fault::Lists(PathBuf::from("/a:b")), forbids_exchange: false }));
        for wrong in ["", "fail", "fail:x", "kill:-1", "break:3"] {
            assert_eq!(order(wrong), Err(InvalidOrder(wrong.to_owned())));
        }
    }
}
