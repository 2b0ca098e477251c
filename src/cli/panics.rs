//! What a panic says, for whoever mends the program. It is English and no help to a clerk: the ending of the command tells what to do, and this in a
//! line of its own.

use std::any::Any;
use std::panic;
use std::sync::Mutex;

use tongbao_document::plain;

/// Where the last panic was.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Keeps panics from printing themselves, and notes where they are. For a process that shows how a command ends.
pub fn silence_panics() {
    panic::set_hook(Box::new(|panicked| {
        if let Ok(mut last) = LAST.lock() {
            *last = panicked.location().map(ToString::to_string);
        }
    }));
}

/// What a panic said and, where panics are silenced, in which line of the source it was; on one line.
pub(super) fn told(payload: &(dyn Any + Send)) -> String {
    let words = payload.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| payload.downcast_ref::<&str>().copied());
    let place = LAST.lock().ok().and_then(|last| last.clone());
    let words = words.map(|words| plain::one_line(words).into_owned());
    let told: Vec<String> = words.into_iter().chain(place).collect();
    told.join("; ")
}
