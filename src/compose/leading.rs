//! Who leads where the plan makes several responsible for an indicator. Of equals nobody leads the others: of words for several (各部门), and of
//! counties that are written out one by one.

use super::material::Material;

/// With this begin words that mean several: 各部门, 各旗县区. They are nobody's name.
const COLLECTIVE: char = '各';

/// With what a plan calls who governs a county.
const GOVERNMENTS: [&str; 3] = ["", "政府", "人民政府"];

/// Names of equals that a sentence lists before it only says that there are more.
const MOST_NAMES: usize = 5;

/// As sentences name who is responsible.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lead {
    /// Who leads, or where nobody does all who are responsible.
    pub(super) names: String,
    /// Whether somebody leads.
    pub(super) is_led: bool,
}

impl Lead {
    /// Of those whom the plan names, the leader first.
    pub(super) fn of(material: &Material<'_>, responsible: &[String]) -> Self {
        let counties = &material.registry.counties;
        let is_county = |name: &str| {
            GOVERNMENTS
                .iter()
                .any(|end| name.strip_suffix(end).is_some_and(|word| counties.iter().any(|county| county.is_called(word))))
        };
        Self::among(responsible, is_county)
    }

    fn among(responsible: &[String], is_county: impl Fn(&str) -> bool) -> Self {
        let are_equals = match responsible {
            [] => false,
            [only] => only.starts_with(COLLECTIVE),
            several => several.iter().all(|name| name.starts_with(COLLECTIVE) || is_county(name)),
        };
        if !are_equals {
            return Self { names: responsible.first().cloned().unwrap_or_default(), is_led: true };
        }
        let first = responsible.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join("、");
        let names = if responsible.len() > MOST_NAMES { first + "等" } else { first };
        Self { names, is_led: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_equals_nobody_leads() {
        let lead = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            let lead = Lead::among(&names, |name| ["甲县", "乙县人民政府"].contains(&name));
            (lead.names, lead.is_led)
        };
        assert_eq!(lead(&["市卫健委", "甲县"]), ("市卫健委".to_owned(), true));
        assert_eq!(lead(&["甲县"]), ("甲县".to_owned(), true), "one alone answers for it");
        assert_eq!(lead(&["甲县", "乙县人民政府"]), ("甲县、乙县人民政府".to_owned(), false));
        assert_eq!(lead(&["各旗县区人民政府"]), ("各旗县区人民政府".to_owned(), false));
        assert_eq!(lead(&["各部门", "市卫健委"]), ("各部门".to_owned(), true));
        assert_eq!(lead(&["各一", "各二", "各三", "各四", "各五", "各六"]).0, "各一、各二、各三、各四、各五等");
        assert_eq!(lead(&[]), (String::new(), true));
    }
}
