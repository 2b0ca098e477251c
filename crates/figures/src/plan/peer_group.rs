//! 同类组: who is ranked among whom in every bulletin (docs/numbers.md rule 10).

use super::scope::Scope;

/// Counties, kinds of alliances, or kinds of institutions, that are ranked among one another and nobody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerGroup {
    /// As printed: 城区, 旗县, 三级公立医院 …
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
    /// Institutions by their 类别, and by their 等级 where the plan names any. Whom no peer group names is not ranked.
    Institutions {
        /// 类别.
        categories: Vec<String>,
        /// 等级; empty for all.
        grades: Vec<String>,
    },
}

impl PeersOf {
    /// The names, as the pack writes them; of institutions their categories.
    pub fn names(&self) -> &[String] {
        match self {
            Self::Counties(names) | Self::AllianceKinds(names) | Self::Institutions { categories: names, .. } => names,
        }
    }

    /// Of which kind of groups they are.
    pub fn scope(&self) -> Scope {
        match self {
            Self::Counties(_) => Scope::County,
            Self::AllianceKinds(_) => Scope::Alliance,
            Self::Institutions { .. } => Scope::Unit,
        }
    }

    /// Whether an institution of a 类别 and a 等级 belongs to it.
    pub fn has_institution(&self, category: &str, grade: Option<&str>) -> bool {
        match self {
            Self::Institutions { categories, grades } => {
                let is_of_grade = || grade.is_some_and(|grade| grades.iter().any(|listed| listed == grade));
                categories.iter().any(|listed| listed == category) && (grades.is_empty() || is_of_grade())
            }
            Self::Counties(_) | Self::AllianceKinds(_) => false,
        }
    }
}
