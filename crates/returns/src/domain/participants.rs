//! Who takes part in a plan that is carried out in some counties of its area only (`counties` in `plan.toml`).

use super::asked::TaskFiler;
use super::code::{Category, CountyCode};

/// Who takes part: everybody, or whoever takes part in one of some plans.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Participants {
    /// By the plan; none for everybody.
    some: Option<Vec<InSomeCounties>>,
}

/// Who takes part in one plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct InSomeCounties {
    area: CountyCode,
    /// By code, name or 简称.
    counties: Vec<String>,
    /// Of the units directly under the area these alone; all of them if there is none.
    area_units: Vec<Category>,
}

impl Participants {
    /// The units of some counties, by code, name or 简称, and those directly under the area: of these categories, or all if there is none.
    pub fn of_counties(area: CountyCode, counties: Vec<String>, area_units: Vec<Category>) -> Self {
        Self { some: Some(vec![InSomeCounties { area, counties, area_units }]) }
    }

    /// Whether everybody takes part.
    pub fn is_everybody(&self) -> bool {
        self.some.is_none()
    }

    /// Whether a unit takes part.
    pub fn includes(&self, unit: TaskFiler<'_>) -> bool {
        let takes_part = |plan: &InSomeCounties| {
            if plan.area == *unit.county {
                plan.area_units.is_empty() || plan.area_units.contains(unit.category)
            } else {
                plan.counties.iter().any(|county| unit.lies_in(county))
            }
        };
        self.some.as_ref().is_none_or(|plans| plans.iter().any(takes_part))
    }

    /// Whether a county takes part, by its code and what it is called.
    pub fn include_county(&self, code: &CountyCode, names: &[String]) -> bool {
        let is_it = |word: &String| code.as_str() == word || names.contains(word);
        self.some.as_ref().is_none_or(|plans| plans.iter().any(|plan| plan.counties.iter().any(is_it)))
    }

    /// Whoever is among these or among those.
    #[must_use]
    pub fn or(self, others: &Self) -> Self {
        let (Some(mut some), Some(others)) = (self.some, &others.some) else { return Self::default() };
        for other in others {
            if !some.contains(other) {
                some.push(other.clone());
            }
        }
        Self { some: Some(some) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    fn has(participants: &Participants, category: &str, county: &str, names: &[&str]) -> bool {
        let (category, county, names) = (Category::new(category), CountyCode::new(county), words(names));
        participants.includes(TaskFiler {
            category: &category,
            grade: None,
            name: "单位",
            aliases: &[],
            county: &county,
            county_names: &names,
        })
    }

    #[test]
    fn who_lies_in_the_counties_takes_part_and_of_the_area_those_who_are_asked() {
        let all = Participants::default();
        assert!(all.is_everybody() && has(&all, "医院", "150102", &["新城区"]));
        let of = |area_units: &[&str]| {
            let area_units = area_units.iter().map(|category| Category::new(*category)).collect();
            Participants::of_counties(CountyCode::new("150100"), words(&["土左旗", "150122"]), area_units)
        };
        let some = of(&[]);
        assert!(has(&some, "医院", "150121", &["土默特左旗", "土左旗"]), "by 简称");
        assert!(has(&some, "医院", "150122", &[]), "by code");
        assert!(!has(&some, "医院", "150102", &["新城区"]));
        assert!(has(&some, "医院", "150100", &[]), "directly under the area");
        let narrow = of(&["市级部门"]);
        assert!(has(&narrow, "市级部门", "150100", &[]) && !has(&narrow, "医院", "150100", &[]));
        assert!(some.include_county(&CountyCode::new("150122"), &[]));
        assert!(!some.include_county(&CountyCode::new("150102"), &words(&["新城区"])));
    }

    #[test]
    fn a_form_of_two_plans_is_asked_of_whoever_takes_part_in_either() {
        let of = |county: &str| Participants::of_counties(CountyCode::new("150100"), words(&[county]), Vec::new());
        let both = of("甲县").or(&of("乙县")).or(&of("甲县"));
        assert_eq!(both, of("甲县").or(&of("乙县")));
        assert!(has(&both, "医院", "1", &["甲县"]) && has(&both, "医院", "2", &["乙县"]) && !has(&both, "医院", "3", &["丙县"]));
        assert!(of("甲县").or(&Participants::default()).is_everybody());
    }
}
