//! Who files what a row of the catalogue measures, by the word in its column `scope`.
//!
//! The catalogue says whom a row concerns, not who tells of it: that is supposed here, by tables of usual words, and what is supposed is told to
//! the author where it stands in the drafted files.

use std::collections::BTreeSet;

use super::Outline;
use crate::plan::catalogue::{CatalogueRow, Concerned};
use tongbao_returns::domain::Category;

/// The kinds of hospitals that a row means alone by its word of `scope`; nothing of a word that means all of its filer.
pub(super) fn meant(row: &CatalogueRow) -> &'static [&'static str] {
    match row.scope_parts().0 {
        "hospital-level-3" => &["三级公立医院", "三级公立中医医院"],
        "hospital-level-2" => &["二级公立医院", "二级公立中医医院"],
        "tcm-hospital" => &["三级公立中医医院", "二级公立中医医院"],
        _ => &[],
    }
}

/// A kind of filer; each has a form of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Filer {
    /// The bureau of the whole area.
    Area,
    /// The bureaus of its counties.
    County,
    /// Hospitals.
    Hospital,
    /// Township health centres and the like.
    Primary,
    /// The offices that lead alliances.
    Alliance,
}

impl Filer {
    /// The filer of a row; the bureau tells of whatever nobody else is known to tell of.
    pub(super) fn of(row: &CatalogueRow, outline: Outline) -> Self {
        match row.concerned() {
            // The county is the area, or a part of it.
            Some(Concerned::County) if outline.is_city => Self::County,
            Some(Concerned::Area | Concerned::County) | None => Self::Area,
            Some(Concerned::Hospital) => Self::Hospital,
            Some(Concerned::Primary) => Self::Primary,
            Some(Concerned::Alliance) => Self::Alliance,
        }
    }

    /// What the author should know of how the filer of a row was found; nothing where the row leaves nothing open.
    pub(super) fn remark(self, row: &CatalogueRow) -> Option<String> {
        let scope = row.scope.trim();
        match (row.concerned(), row.scope_parts().1) {
            (None, _) if scope.is_empty() => Some(format!("scope 没有写，按由{}填报起草", self.word())),
            (None, _) => Some(format!("scope 写的“{scope}”不是常用的词，按由{}填报起草", self.word())),
            (Some(_), Some(whom)) => {
                Some(format!("scope 写的是“{scope}”，按由{}填报起草；只涉及“{whom}”的，写进 where 或目标的 for", self.word()))
            }
            (Some(_), None) => None,
        }
    }

    /// Who they are.
    fn word(self) -> &'static str {
        match self {
            Self::Area => "主管部门",
            Self::County => "县区",
            Self::Hospital => "医院",
            Self::Primary => "基层机构",
            Self::Alliance => "医联体",
        }
    }

    /// In the name of its form's file.
    pub(super) fn stem(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::County => "county",
            Self::Hospital => "hospital",
            Self::Primary => "primary",
            Self::Alliance => "alliance",
        }
    }

    /// The title of its form.
    pub(super) fn title(self) -> String {
        format!("医改监测季报表（{}）", self.word())
    }

    /// For which groups a figure of it is computed.
    pub(super) fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Area => &["area"],
            Self::County => &["county", "area"],
            Self::Hospital => &["unit", "area"],
            Self::Primary => &["unit", "county", "area"],
            Self::Alliance => &["alliance", "area"],
        }
    }

    /// Which categories of the registry file its form: of those that file already, else the usual ones.
    pub(super) fn categories(self, outline: Outline, known: &BTreeSet<Category>) -> Vec<Category> {
        let words = self.categories_of_registry(outline);
        let meant: Vec<Category> = known.iter().filter(|category| words.contains(&category.as_str())).cloned().collect();
        if meant.is_empty() { self.usual(outline) } else { meant }
    }

    /// The words of 类别 in the template of registries.
    fn categories_of_registry(self, outline: Outline) -> &'static [&'static str] {
        match self {
            Self::Area if outline.is_city => &["市级卫健部门"],
            Self::Area | Self::County => &["县级卫健部门"],
            Self::Hospital => &["三级公立医院", "二级公立医院", "三级公立中医医院", "二级公立中医医院", "公立专科医院"],
            Self::Primary => &["乡镇卫生院", "社区卫生服务中心"],
            Self::Alliance => &["医共体牵头单位", "城市医疗集团牵头单位"],
        }
    }

    /// The first two of them: where nothing is known, not everybody is asked.
    pub(super) fn usual(self, outline: Outline) -> Vec<Category> {
        self.categories_of_registry(outline).iter().take(2).map(|name| Category::new(*name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_returns::registry::CATEGORIES;

    #[test]
    fn who_is_supposed_to_file_is_of_a_category_that_registries_have() {
        for is_city in [true, false] {
            let outline = Outline { is_city, first_year: 2024, last_year: 2025 };
            for filer in [Filer::Area, Filer::County, Filer::Hospital, Filer::Primary, Filer::Alliance] {
                let words = filer.categories_of_registry(outline);
                assert!(words.iter().all(|word| CATEGORIES.contains(word)), "{words:?}");
                assert!(!filer.usual(outline).is_empty());
            }
        }
    }
}
