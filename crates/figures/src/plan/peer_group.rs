//! 同类组: who is ranked among whom in every bulletin (docs/numbers.md rule 10).

/// Counties, or kinds of alliances, that are ranked among one another and nobody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerGroup {
    /// As printed: 城区, 旗县 …
    pub name: String,
    /// Who belongs to it.
    pub of: PeersOf,
}

/// Who belongs to a peer group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeersOf {
    /// Counties by their code, name or 简称.
    Counties(Vec<String>),
    /// Alliances by their 类型.
    AllianceKinds(Vec<String>),
}

impl PeersOf {
    /// The names, as the pack writes them.
    pub fn names(&self) -> &[String] {
        match self {
            Self::Counties(names) | Self::AllianceKinds(names) => names,
        }
    }
}
