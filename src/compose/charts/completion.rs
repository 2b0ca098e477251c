//! 完成率: the indicators of a group that are furthest from their targets.

use crate::compose::material::Material;
use crate::compose::numbers::Numbers;
use tongbao_document::{Chart, ChartKind, Figure, Series};
use tongbao_figures::aggregate::Group;
use tongbao_returns::domain::chinese_date;

/// Most bars.
const MOST: usize = 12;

/// The lowest first.
pub(in crate::compose) fn completion(material: &Material<'_>, group: &Group) -> Chart {
    let all = (0..material.plan.indicators.len()).filter_map(|position| Numbers::of(material, position, group));
    let mut bars: Vec<(String, Figure)> = all
        .filter(|numbers| numbers.completion().rounded().is_some_and(|completion| completion < 100.0))
        .map(|numbers| (numbers.indicator().id.clone(), numbers.completion()))
        .collect();
    let completion = |figure: &Figure| figure.rounded().unwrap_or(0.0);
    bars.sort_by(|a, b| completion(&a.1).total_cmp(&completion(&b.1)).then_with(|| a.0.cmp(&b.0)));
    bars.truncate(MOST);
    let (categories, figures) = bars.into_iter().unzip();
    Chart {
        name: "完成率".to_owned(),
        caption: format!("{}完成率最低的指标", material.full_name(group)),
        kind: ChartKind::Bars,
        unit: "%".to_owned(),
        categories,
        series: vec![Series { name: "完成率".to_owned(), figures }],
        target: None,
        source: format!("完成率＝本期累计÷全年（规划期）目标，截至{}", chinese_date(material.as_of)),
    }
}
