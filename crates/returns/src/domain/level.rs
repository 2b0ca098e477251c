//! Which office collects: returns go to the county first, and from there to the city.

use serde::{Deserialize, Serialize};

/// The level of an office: it says which deadline counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// 县级: units report to it.
    #[default]
    County,
    /// 市级: counties send on to it what they have collected.
    City,
}
