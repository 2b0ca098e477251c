//! The areas of the plans, and which counties belong to them.

use tongbao_figures::plan::Plan;
use tongbao_returns::domain::CountyCode;
use tongbao_returns::registry::Registry;

/// The areas of the plans.
pub(in crate::pipeline) struct Areas<'plan> {
    /// Code and name, each once.
    areas: Vec<(&'plan CountyCode, &'plan str)>,
}

impl<'plan> Areas<'plan> {
    /// Of the plans.
    pub(in crate::pipeline) fn of(plans: &'plan [Plan]) -> Self {
        let mut areas: Vec<(&CountyCode, &str)> = Vec::new();
        for plan in plans {
            if !areas.iter().any(|(code, _)| **code == plan.area_code) {
                areas.push((&plan.area_code, &plan.area_name));
            }
        }
        Self { areas }
    }

    /// A county without 上级 belongs to the plan's area: it gets its 上级 here, and is named. It stays without where it lies above an
    /// area, where the area is a county itself, and where there are several areas and its code lies in none of them.
    pub(in crate::pipeline) fn adopt(&self, registry: &mut Registry) -> Vec<CountyCode> {
        let above: Vec<CountyCode> = self.rows_above(registry);
        let mut adopted = Vec::new();
        for county in registry.counties.iter_mut().filter(|county| county.parent.is_none()) {
            if self.has(&county.code) || above.contains(&county.code) {
                continue;
            }
            if let Some(area) = self.area_of(&county.code) {
                county.parent = Some(area.clone());
                adopted.push(county.code.clone());
            }
        }
        adopted
    }

    /// Whether a code is that of an area.
    pub(super) fn has(&self, code: &CountyCode) -> bool {
        self.areas.iter().any(|(area, _)| *area == code)
    }

    /// The name of an area.
    pub(super) fn name(&self, code: &CountyCode) -> String {
        let known = self.areas.iter().find(|(area, _)| *area == code);
        known.map_or_else(|| code.to_string(), |(_, name)| (*name).to_owned())
    }

    /// `370800（济宁市）`, each.
    pub(super) fn told(&self) -> Vec<String> {
        self.areas.iter().map(|(code, name)| format!("{code}（{name}）")).collect()
    }

    /// Whether a row of 县区 stands for what areas belong to, e.g. the city above a county's plan.
    pub(super) fn is_above(&self, registry: &Registry, code: &CountyCode) -> bool {
        self.rows_above(registry).contains(code)
    }

    fn rows_above(&self, registry: &Registry) -> Vec<CountyCode> {
        let is_parent_of_area = |code: &CountyCode| {
            self.areas.iter().any(|(area, _)| registry.county(area).and_then(|row| row.parent.as_ref()) == Some(code))
        };
        let lies_above =
            |code: &CountyCode| self.areas.iter().any(|(area, _)| *area != code && contains(code.as_str(), area.as_str()));
        let rows = registry.counties.iter().map(|county| &county.code);
        rows.filter(|code| is_parent_of_area(code) || lies_above(code)).cloned().collect()
    }

    /// The area in which a county lies by its code; the only one there is, if it is divided at all.
    fn area_of(&self, county: &CountyCode) -> Option<&'plan CountyCode> {
        let divided = || self.areas.iter().map(|(area, _)| *area).filter(|area| is_divided(area.as_str()));
        let by_code = divided().filter(|area| contains(area.as_str(), county.as_str()));
        by_code.max_by_key(|area| significant(area.as_str()).len()).or_else(|| {
            let is_only = self.areas.len() == 1;
            divided().next().filter(|_| is_only)
        })
    }
}

/// The digits of a code of GB/T 2260 that say something: `3708` of 370800, a city.
fn significant(code: &str) -> &str {
    let province = code.strip_suffix("0000");
    province.or_else(|| code.strip_suffix("00")).unwrap_or(code)
}

/// Whether one code lies in another: 370811 in 370800.
fn contains(outer: &str, inner: &str) -> bool {
    outer != inner && inner.starts_with(significant(outer))
}

/// Whether a code may have others in it: a county has none.
fn is_divided(code: &str) -> bool {
    significant(code) != code
}
