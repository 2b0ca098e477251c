//! The line below a chart: where its numbers come from, and how many places without a number are left out.

use crate::compose::material::Material;
use tongbao_document::Figure;
use tongbao_returns::domain::chinese_date;

/// Most places without a number that are shown, so that a reader sees who is missing; where they are more, they are counted.
const MOST_BLANKS: usize = 5;

/// Where the numbers come from.
pub(super) fn source(material: &Material<'_>) -> String {
    format!("数据来源：各单位报表，截至{}", chinese_date(material.as_of))
}

/// The bars that are shown, and the line below them.
pub(super) fn without_many_blanks(material: &Material<'_>, mut bars: Vec<(String, Figure)>) -> (Vec<(String, Figure)>, String) {
    let source = source(material);
    let blanks = bars.iter().filter(|(_, figure)| figure.rounded().is_none()).count();
    if blanks <= MOST_BLANKS {
        return (bars, source);
    }
    bars.retain(|(_, figure)| figure.rounded().is_some());
    (bars, format!("{source}；另有{blanks}个无数据，未列入图中"))
}
