//! Why a report is not written where somebody asked for it.

/// What stands where a report was to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Taken {
    /// A file that the command reads.
    #[error("the command reads this file")]
    Input,
    /// The folder in which returns arrive: a report would be read as one.
    #[error("it lies in the inbox")]
    Inbox,
    /// The settings, the registry, another sheet of the office, or what the program keeps.
    #[error("it is one of the workspace's own files")]
    Own,
    /// A folder in which somebody keeps something, where an empty one is wanted.
    #[error("the folder is not empty, and no `plan try` has made it")]
    Occupied,
    /// A folder of bulletins.
    #[error("it lies in a folder of bulletins")]
    Bulletins,
}
