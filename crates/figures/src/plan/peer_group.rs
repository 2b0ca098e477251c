//! 同类组: who is ranked among whom in every bulletin (docs/numbers.md rule 10).

use super::scope::Scope;
use tongbao_returns::registry::{Registry, Unit};

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
    /// Institutions by their 类别, and by what else of them the plan names. Whom no peer group names is not ranked.
    Institutions {
        /// 类别.
        categories: Vec<String>,
        /// 等级; empty for all.
        grades: Vec<String>,
        /// In which counties they lie, by code, name or 简称; the area's own for those directly under it; empty for all.
        counties: Vec<String>,
        /// The very units, by name, 曾用名 or 简称; empty for all. Whoever is named is in no group that names nobody.
        units: Vec<String>,
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

    /// Whether every institution of a 类别 and a 等级 belongs to it.
    pub fn has_institution(&self, category: &str, grade: Option<&str>) -> bool {
        match self {
            Self::Institutions { counties, units, .. } if counties.is_empty() && units.is_empty() => {
                self.is_of_kind(category, grade)
            }
            Self::Institutions { .. } | Self::Counties(_) | Self::AllianceKinds(_) => false,
        }
    }

    /// Whether a unit belongs to it.
    pub fn has_unit(&self, unit: &Unit, registry: &Registry) -> bool {
        let Self::Institutions { counties, units, .. } = self else { return false };
        let county = registry.county(&unit.county);
        let lies_in = |word: &String| unit.county.as_str() == word || county.is_some_and(|county| county.is_called(word));
        self.is_of_kind(unit.category.as_str(), unit.grade.as_deref())
            && (counties.is_empty() || counties.iter().any(lies_in))
            && (units.is_empty() || units.iter().any(|name| unit.as_filer().bears(name)))
    }

    /// Whether it names its units one by one.
    pub fn names_units(&self) -> bool {
        matches!(self, Self::Institutions { units, .. } if !units.is_empty())
    }

    fn is_of_kind(&self, category: &str, grade: Option<&str>) -> bool {
        let Self::Institutions { categories, grades, .. } = self else { return false };
        let is_of_grade = || grade.is_some_and(|grade| grades.iter().any(|listed| listed == grade));
        categories.iter().any(|listed| listed == category) && (grades.is_empty() || is_of_grade())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::domain::{Category, CountyCode, UnitCode};
    use tongbao_returns::registry::County;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn institutions_of_one_kind_are_told_apart_by_where_they_lie_or_by_name() {
        let county = |code: &str, name: &str| County {
            code: CountyCode::new(code),
            name: name.to_owned(),
            short_name: name.to_owned(),
            parent: None,
        };
        let registry = Registry { counties: vec![county("1", "甲区"), county("2", "乙旗")], ..Registry::default() };
        let unit = |name: &str, county: &str| {
            let new = Unit::new(UnitCode::new(name), name, Category::new("二级公立医院"), CountyCode::new(county));
            Unit { aliases: words(&[&format!("原{name}")]), ..new }
        };
        let of = |counties: &[&str], units: &[&str]| PeersOf::Institutions {
            categories: words(&["二级公立医院"]),
            grades: Vec::new(),
            counties: words(counties),
            units: words(units),
        };
        let has = |of: &PeersOf| [unit("一院", "1"), unit("二院", "2")].map(|unit| of.has_unit(&unit, &registry));
        assert_eq!(has(&of(&[], &[])), [true, true]);
        assert_eq!(has(&of(&["甲区"], &[])), [true, false]);
        assert_eq!(has(&of(&["2"], &[])), [false, true], "by code");
        assert_eq!(has(&of(&[], &["原二院"])), [false, true], "by 曾用名");
        assert_eq!(has(&of(&["甲区"], &["二院"])), [false, false]);
        assert!(of(&[], &[]).has_institution("二级公立医院", None));
        assert!(!of(&["甲区"], &[]).has_institution("二级公立医院", None), "not every one of them");
    }
}
