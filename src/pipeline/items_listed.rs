//! What holds of items without anybody having written a rule, as `plan check` lists it.

use serde::Serialize;

use tongbao_figures::plan::Plan;
use tongbao_figures::plan::rule::Test;

/// A rule that follows from what its items are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FromItems {
    /// Its identifier, as findings name it.
    pub rule: String,
    /// Title of the form.
    pub form: String,
    /// 强制性 or 准强制性.
    pub severity: &'static str,
    /// What must hold, in words.
    pub expected: Vec<String>,
}

/// Within what the number of an item must lie to be read at all (C11).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bound {
    /// 表号.
    pub form: String,
    /// 代码.
    pub code: String,
    /// The item.
    pub item: String,
    /// Least value.
    pub min: Option<f64>,
    /// Greatest value.
    pub max: Option<f64>,
    /// 计量单位.
    pub unit: String,
}

/// The rules that follow from items, in the order in which they are judged.
pub(super) fn from_items(plan: &Plan) -> Vec<FromItems> {
    let listed = plan.rules.iter().filter(|rule| rule.is_from_items).map(|rule| {
        let expected = match &rule.test {
            Test::Conditions(conditions) => conditions.iter().map(|condition| condition.expected.clone()).collect(),
            Test::UnitSlip { .. } | Test::RatioOutlier { .. } | Test::ValueOutlier { .. } => Vec::new(),
        };
        let form = plan.form(&rule.form).map_or_else(|| rule.form.to_string(), |form| form.title.clone());
        FromItems { rule: rule.id.clone(), form, severity: rule.severity.word(), expected }
    });
    listed.collect()
}

/// The bounds of all items that have some.
pub(super) fn bounds(plan: &Plan) -> Vec<Bound> {
    let asked = plan.forms.iter().filter(|form| form.tasks.is_none());
    let items = asked.flat_map(|form| form.items().map(move |item| (form, item)));
    let bounded = items.filter(|(_, item)| item.min.is_some() || item.max.is_some());
    let bound = bounded.map(|(form, item)| Bound {
        form: form.code.clone(),
        code: item.code.clone(),
        item: item.name.to_string(),
        min: item.min,
        max: item.max,
        unit: item.unit.clone(),
    });
    bound.collect()
}

impl Bound {
    /// `0～8 级`, `至少0 %`
    pub fn in_words(&self) -> String {
        let range = match (self.min, self.max) {
            (Some(min), Some(max)) => format!("{min}～{max}"),
            (Some(min), None) => format!("至少{min}"),
            (None, Some(max)) => format!("至多{max}"),
            (None, None) => String::new(),
        };
        format!("{range} {}", self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::samples::plan;

    #[test]
    fn bounds_are_listed_with_their_items() {
        let bounds = bounds(&plan());
        let told = |code: &str, item: &str| {
            let found = bounds.iter().find(|bound| bound.code == code && bound.item == item);
            found.map(Bound::in_words).unwrap_or_default()
        };
        assert_eq!(told("302", "落实核心制度项数"), "0～18 项");
        assert_eq!(told("305", "分时段预约时段时长"), "至少0 分钟");
        assert_eq!(told("101", "总诊疗人次"), "");
    }

    #[test]
    fn a_shipped_pack_has_written_all_its_rules() {
        assert_eq!(from_items(&plan()), []);
    }
}
