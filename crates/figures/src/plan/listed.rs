//! What of the registry can be counted: how many units, counties, alliances and members it lists on the last day of a period
//! (docs/numbers.md rule 16).

use std::fmt;

/// What is counted; in a formula it stands by itself, without `SUM`: it is one number of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listed {
    /// Units that are open.
    Units,
    /// Counties of the area.
    Counties,
    /// Alliances that are open; in a county those that are led from it.
    Alliances,
    /// Units that are members of an alliance, each once.
    Members,
}

impl Listed {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Units, Self::Counties, Self::Alliances, Self::Members];

    /// How it is called in a formula.
    pub const fn column(self) -> &'static str {
        match self {
            Self::Units => "名录_机构数",
            Self::Counties => "名录_县区数",
            Self::Alliances => "名录_医联体数",
            Self::Members => "名录_成员数",
        }
    }

    /// As clerks read it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Units => "名录机构数",
            Self::Counties => "名录县区数",
            Self::Alliances => "名录医联体数",
            Self::Members => "名录成员数",
        }
    }

    /// What a column counts, if it is one of them.
    pub fn of_column(column: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|listed| listed.column() == column)
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.column())
    }
}
