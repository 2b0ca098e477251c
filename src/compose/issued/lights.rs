//! Lights that are others than those that were issued.

use super::compared::Revision;
use crate::compose::material::Material;
use tongbao_document::Light;
use tongbao_document::subject::LightCount;
use tongbao_figures::aggregate::Group;

/// A light that is another than was issued.
pub(super) struct LightChange<'run> {
    pub(super) indicator: String,
    pub(super) group: &'run Group,
    pub(super) then: Option<Light>,
    pub(super) now: Option<Light>,
}

impl LightChange<'_> {
    /// What it adds to a count of lights; none where a light alone does not say it: what is not judged may be withheld or not asked.
    pub(super) fn adds_to(&self, count: LightCount) -> Option<f64> {
        let is_counted: fn(Option<Light>) -> bool = match count {
            LightCount::Green => |light| light == Some(Light::Green),
            LightCount::Yellow => |light| light == Some(Light::Yellow),
            LightCount::Red => |light| light == Some(Light::Red),
            LightCount::Judged => |light| light.is_some(),
            LightCount::Indicators
            | LightCount::Listed
            | LightCount::Withheld
            | LightCount::Unjudged
            | LightCount::GreenShare => return None,
        };
        let number = |light| if is_counted(light) { 1.0 } else { 0.0 };
        Some(number(self.now) - number(self.then))
    }

    pub(super) fn words(&self) -> String {
        format!("{}：{}→{}", self.indicator, light_word(self.then), light_word(self.now))
    }
}

/// 绿, 黄, 红 or 不评价.
pub(super) fn light_word(light: Option<Light>) -> &'static str {
    light.map_or("不评价", Light::word)
}

/// Every light that is another now.
pub(super) fn light_changes<'run>(material: &'run Material<'run>, revision: &Revision<'_>) -> Vec<LightChange<'run>> {
    let mut changes = Vec::new();
    for (group, _) in material.figures.grouping.names.iter().filter(|(group, _)| !matches!(group, Group::Unit(_))) {
        for (position, indicator) in material.plan.indicators.iter().enumerate() {
            let Some(result) = revision.issue.result(&indicator.id, &group.into()) else { continue };
            let now = material.assessment.verdict(position, group).and_then(|verdict| verdict.light);
            if now != result.light {
                changes.push(LightChange { indicator: indicator.id.clone(), group, then: result.light, now });
            }
        }
    }
    changes
}
