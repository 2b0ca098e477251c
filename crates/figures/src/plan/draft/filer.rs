//! Who files what a row of the catalogue measures, by the word in its column `scope`.

use std::collections::BTreeSet;

use super::Outline;
use super::model::Model;
use tongbao_returns::domain::Category;

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
    /// The filer of a scope: `city`, `hospital:公立`, `township:卫生院`.
    pub(super) fn of(scope: &str, outline: Outline) -> Self {
        let word = scope.split(':').next().unwrap_or_default().trim();
        match word {
            // The county is the area, or a part of it.
            "county" | "district" | "village" if outline.is_city => Self::County,
            "township" | "primary" => Self::Primary,
            "alliance" => Self::Alliance,
            "institution" => Self::Hospital,
            _ if word.contains("hospital") => Self::Hospital,
            _ => Self::Area,
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

    /// In the title of its form.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Area => "医改监测季报表（主管部门）",
            Self::County => "医改监测季报表（县区）",
            Self::Hospital => "医改监测季报表（医院）",
            Self::Primary => "医改监测季报表（基层机构）",
            Self::Alliance => "医改监测季报表（医联体）",
        }
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

    /// Which categories of the registry file its form: those of the model that sound like it, else the usual ones.
    pub(super) fn categories(self, outline: Outline, model: &Model) -> Vec<Category> {
        let known: BTreeSet<&Category> = model.plan().map(|plan| plan.categories()).unwrap_or_default();
        let level = if outline.is_city { "市级" } else { "县级" };
        let is_meant = |category: &&&Category| {
            let name = category.as_str();
            match self {
                Self::Area => name.starts_with(level) && name.contains("卫健"),
                Self::County => name.starts_with("县级") && name.contains("卫健"),
                Self::Hospital => name.contains("医院"),
                Self::Primary => name.contains("卫生院") || name.contains("社区"),
                Self::Alliance => ["医联体", "医共体", "牵头"].iter().any(|word| name.contains(word)),
            }
        };
        let meant: Vec<Category> = known.iter().filter(is_meant).map(|category| (*category).clone()).collect();
        if meant.is_empty() { self.usual(outline) } else { meant }
    }

    /// The usual categories, as registries have them.
    pub(super) fn usual(self, outline: Outline) -> Vec<Category> {
        let names: &[&str] = match self {
            Self::Area if outline.is_city => &["市级卫健部门"],
            Self::Area | Self::County => &["县级卫健部门"],
            Self::Hospital => &["三级公立医院", "二级公立医院"],
            Self::Primary => &["乡镇卫生院", "社区卫生服务中心"],
            Self::Alliance => &["医联体牵头单位"],
        };
        names.iter().map(|name| Category::new(*name)).collect()
    }
}
