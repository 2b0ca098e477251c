//! What an indicator's formula stands on: the items of units, the printed values of other indicators (`over`), or the rows of the
//! registry. One of them, and said; never two at once (docs/numbers.md rule 16).

use super::fields::{Checker, Placed};
use crate::plan::aggregation::{Aggregate, Term};
use crate::plan::formula::{Formula, Parts};
use crate::plan::listed::Listed;
use crate::plan::near;
use crate::plan::scope::Scope;
use crate::plan::variable::{FormulaItem, Variable};

/// What stands before the counts of the registry.
const LISTED: &str = "名录_";

/// Whether an item is called like a count of the registry, which was told.
pub(super) fn is_of_registry(item: &FormulaItem) -> bool {
    item.column().starts_with(LISTED)
}

/// Whether a formula stands on one thing, and on what `over` says; what is wrong is told.
pub(super) fn is_sound(read: &Formula<Term>, over: Option<Scope>, text: &Placed<String>, checker: &mut Checker<'_>) -> bool {
    let mut is_sound = true;
    let mut tell = |name: &str, message: String, hint: Option<String>| {
        let place = checker.source.find(name, text.span.clone());
        checker.tell_with_hint(place, message, hint);
        is_sound = false;
    };
    let counts = read.listed().next();
    for item in &read.reads {
        let column = item.column();
        if is_of_registry(item) {
            let hint = near::suggestion(&column, Listed::ALL.map(Listed::column));
            tell(&column, format!("名录里没有`{column}`可数"), hint);
        } else if over.is_some() {
            let hint = Some("先把它写成一个指标，再在这里写 指标_…".to_owned());
            tell(&column, format!("有`over`的公式只读别的指标，不能直接读指标项`{column}`"), hint);
        } else if let Some(counted) = counts {
            let hint = Some("名录的个数自成一个指标，另一个指标可以用 指标_… 和 over 读它".to_owned());
            tell(&column, format!("`{counted}`不能与指标项`{column}`写在一个公式里"), hint);
        }
    }
    for id in read.indicators() {
        let name = Variable::Indicator(id.to_owned()).to_string();
        if let Some(counted) = counts {
            tell(&name, format!("`{counted}`不能与`{name}`写在一个公式里"), None);
        } else if over.is_none() {
            let hint = Some("按县区取数写 over = \"county\"，按医联体写 \"alliance\"，按单位写 \"unit\"".to_owned());
            tell(&name, format!("读`{name}`的公式要写明`over`：按哪一级的数计算"), hint);
        }
    }
    if let (Some(counted), Some(_)) = (counts, over) {
        let hint = Some("名录的个数按名录计，去掉 over".to_owned());
        tell(counted.column(), format!("`{counted}`不用`over`"), hint);
    }
    if over.is_some() && counts.is_none() && read.reads.is_empty() && read.indicators().next().is_none() {
        let hint = Some("例：SUM(CASE WHEN 指标_… >= 90 THEN 1 ELSE 0 END) * 100.0 / COUNT(指标_…)".to_owned());
        tell(&text.value, "有`over`的公式要读别的指标，写作 指标_…".to_owned(), hint);
    }
    for chooses in [Variable::AllianceKind, Variable::County, Variable::PeerGroup] {
        if read.others.contains(&chooses) {
            let hint = Some(format!("按`{chooses}`选单位、县区或医联体，写在 where 里"));
            tell(&chooses.to_string(), format!("`{chooses}`只能用在`where`里"), hint);
        }
    }
    for aggregate in read.tree.operands().into_iter().filter_map(Term::aggregate) {
        for counted in listed_in(aggregate) {
            let hint = Some(format!("直接写 {counted}"));
            tell(counted.column(), format!("`{counted}`已经是一组的个数，不用再汇总"), hint);
        }
    }
    is_sound
}

/// What of the registry is counted inside an aggregate.
fn listed_in(aggregate: &Aggregate<Term>) -> Vec<Listed> {
    let terms = aggregate.expressions().flat_map(tongbao_document::Expression::operands);
    let listed = |term: &Term| match term {
        Term::Variable(Variable::Listed(listed)) => vec![*listed],
        Term::Variable(_) => Vec::new(),
        Term::Aggregate(inner) => listed_in(inner),
    };
    terms.flat_map(listed).collect()
}

/// Tells where counts of the registry are put into anything but plain arithmetic, which alone is worked out with them.
pub(super) fn is_arithmetic(parts: &Parts, text: &Placed<String>, checker: &mut Checker<'_>) {
    for operand in parts.operands.iter().filter(|operand| operand.listed().is_none()) {
        let hint = Some("例：名录_成员数 * 1.0 / 名录_医联体数".to_owned());
        let message = format!("名录的个数之间只能加减乘除，不能写`{}`", operand.text);
        checker.tell_with_hint(text.span.clone(), message, hint);
    }
}
