//! What an issued indicator was taken over, where that is not what units file: others for the members of a group, or rows of the registry.

use serde::{Deserialize, Serialize};

use tongbao_document::GroupId;

/// The members for which other indicators are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssuedMembers {
    /// Single units.
    Unit,
    /// Alliances.
    Alliance,
    /// Counties.
    County,
}

impl IssuedMembers {
    /// Whether a group is one of them.
    pub fn include(self, group: &GroupId) -> bool {
        match group {
            GroupId::Area => false,
            GroupId::County(_) => self == Self::County,
            GroupId::Alliance(_) => self == Self::Alliance,
            GroupId::Unit(_) => self == Self::Unit,
        }
    }
}

/// An indicator over others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedOver {
    /// For whom the others are read.
    pub members: IssuedMembers,
    /// The others, by their identifiers.
    pub indicators: Vec<String>,
}

/// A row of the registry that was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedListed {
    /// As what: `名录_机构数`.
    pub listed: String,
    /// Code of what was counted; of a membership that of the unit.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where it stood in `registry.xlsx`: `机构!A4`.
    pub place: String,
    /// The groups in which it was counted.
    pub groups: Vec<GroupId>,
}
