//! 达标率: the share of green lights by county, best first.

use super::source::without_many_blanks;
use crate::compose::material::Material;
use crate::compose::table::standing;
use tongbao_document::{Chart, ChartKind, Series};
use tongbao_figures::plan::Scope;

/// One bar a county.
pub(in crate::compose) fn green(material: &Material<'_>) -> Chart {
    let counties = material.groups(Scope::County);
    let bars = standing::ordered(material, &counties)
        .into_iter()
        .map(|(group, standing)| (material.name(group), standing::green_share(material, group, standing)));
    let (bars, source) = without_many_blanks(material, bars.collect());
    let (categories, figures) = bars.into_iter().unzip();
    Chart {
        name: "达标率".to_owned(),
        caption: "各县（市、区）指标达标率".to_owned(),
        kind: ChartKind::Bars,
        unit: "%".to_owned(),
        categories,
        series: vec![Series { name: "达标率".to_owned(), figures }],
        target: None,
        source,
    }
}
