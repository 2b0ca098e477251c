//! Wordings: texts that are compared line by line.

/// A text in lines, without blanks at their ends and without blank lines at its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text(Vec<String>);

impl Text {
    pub(super) fn new(text: &str) -> Self {
        Self(text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect())
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self == other
    }

    /// How long it is, with its first line.
    pub(super) fn told(&self) -> String {
        format!("{} × ¶ {}", self.0.len(), self.0.first().map_or("", String::as_str))
    }

    /// The first line in which both differ, with its number from 1.
    pub(super) fn told_beside(&self, other: &Self) -> (String, String) {
        let same = self.0.iter().zip(&other.0).take_while(|(one, other)| one == other).count();
        let line = |text: &Self| format!("{}: {}", same + 1, text.0.get(same).map_or("", String::as_str));
        (line(self), line(other))
    }
}
