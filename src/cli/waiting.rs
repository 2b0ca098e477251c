//! For whom a command waits that writes in a workspace, in words.

use super::messages::{Detail, Messages};
use crate::pipeline::turn::Holder;

/// `tongbao run，进程 4711，2025-10-20 02:00:05 开始`; of a holder that nobody can name, that it is another command.
pub(super) fn told(holder: Option<&Holder>, messages: &Messages) -> String {
    let Some(Holder { process, command, since }) = holder else { return messages.say("wait-holder-unknown") };
    let mut details: Vec<Detail<'_>> = vec![("command", command.into()), ("process", process.to_string().into())];
    match since {
        Some(since) => {
            details.push(("since", since.strftime("%F %T").to_string().into()));
            messages.tell("wait-holder-since", &details)
        }
        None => messages.tell("wait-holder", &details),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::cli::messages::Language;

    #[test]
    fn a_clerk_reads_for_whom_a_command_waits() {
        let since = Some(date(2025, 10, 20).at(2, 0, 5, 0));
        let holder = |since| Holder { process: 4711, command: "run".to_owned(), since };
        let messages = Messages::new(Language::Zh);
        assert_eq!(told(Some(&holder(since)), &messages), "tongbao run，进程 4711，2025-10-20 02:00:05 开始");
        assert_eq!(told(Some(&holder(None)), &messages), "tongbao run，进程 4711");
        assert_eq!(told(None, &messages), "另一个命令");
    }
}
