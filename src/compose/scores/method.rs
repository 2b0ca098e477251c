//! 评分办法: methods, weights and rules in words, so that anybody can repeat a score.

use super::scored::Scored;
use super::told::{Told, quota_in_words};
use crate::compose::table::{body, marks, numbers, section, text, words};
use tongbao_document::subject::SchemeNumber;
use tongbao_document::{Cell, Measure, Row, Subject, Table};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::score::Scorecard;
use tongbao_figures::plan::{
    Addressee, Adjustment, AdjustmentKind, Audience, BandEnd, Better, Counts, Demand, Grade, Indicator, Method, OVERDUE_TASKS,
    Scheme, Scope, TASK_COMPLETION, Treatment, Weighed, WeightedPart,
};
use tongbao_returns::domain::{Period, chinese_date};

/// One row an indicator of every scheme that the bulletin tells of; the rules stand below.
pub(in crate::compose) fn method(told: &Told<'_>) -> Table {
    let columns = vec![
        marks("序号", 2.0),
        words("指标", 11.0),
        marks("条款", 3.0),
        marks("评分方法", 4.5),
        words("标准", 9.0),
        numbers("权重", 4.0),
        marks("权重依据", 8.0),
    ];
    let mut rows: Vec<Row> = Vec::new();
    for (scheme, cards) in told.shown(|_| true) {
        rows.push(section(&scheme.name, columns.len()));
        let parts = scheme.parts_in(told.material.period.year).zip(1_usize..);
        rows.extend(parts.filter_map(|((_, part, weight), number)| row(told, scheme, &cards, (part, weight), number)));
    }
    Table {
        name: "评分办法".to_owned(),
        title: format!("{}评分办法", told.material.plan.short_title),
        unit_line: Some("单位：分".to_owned()),
        columns,
        label_columns: 2,
        rows,
        notes: rules(told),
    }
}

fn row(
    told: &Told<'_>,
    scheme: &Scheme,
    cards: &[&Scorecard],
    (part, weight): (&WeightedPart, f64),
    number: usize,
) -> Option<Row> {
    let scored = Scored::of(told.material.plan, part)?;
    let subject = Subject::Scheme { scheme: scheme.name.clone(), number: SchemeNumber::Weight(scored.name().to_owned()) };
    Some(body(vec![
        text(number.to_string()),
        text(scored.name()),
        text(scored.clause()),
        text(part.method.word()),
        text(standards_in_words(told, scored, part, cards)),
        Cell::Figure(told.points(&Group::Area, subject, Measure::Weight, weight)),
        text(part.basis.as_ref().unwrap_or(&told.scoring.basis)),
    ]))
}

/// What the values of all these groups are measured by: once where it is the same for all, else for whom it is what.
fn standards_in_words(told: &Told<'_>, scored: Scored<'_>, part: &WeightedPart, cards: &[&Scorecard]) -> String {
    let mut standards: Vec<(String, String)> = Vec::new();
    for card in cards {
        let words = standard_in_words(told, scored, part, &card.group);
        let whom = whom_in_words(told, scored, &card.group).unwrap_or_else(|| "其余".to_owned());
        if !standards.contains(&(whom.clone(), words.clone())) {
            standards.push((whom, words));
        }
    }
    match standards.as_slice() {
        [] => String::new(),
        [(_, first), rest @ ..] if rest.iter().all(|(_, other)| other == first) => first.clone(),
        all => all.iter().map(|(whom, words)| format!("{whom}：{words}")).collect::<Vec<_>>().join("；"),
    }
}

/// For whom the target of a group is, where it is not for everybody.
fn whom_in_words(told: &Told<'_>, scored: Scored<'_>, group: &Group) -> Option<String> {
    let Scored::Indicator(_, indicator) = scored else { return None };
    let (addressee, period) = (told.material.figures.addressee(group)?, told.material.period);
    let target = indicator.target_for(period, addressee).or_else(|| indicator.next_target(period, addressee))?;
    target.audience.as_ref().map(Audience::in_words)
}

/// What a value of a group is measured by.
pub(super) fn standard_in_words(told: &Told<'_>, scored: Scored<'_>, part: &WeightedPart, group: &Group) -> String {
    match (&part.method, scored) {
        (Method::Target | Method::Proportional, Scored::Tasks | Scored::OverdueTasks) => "到期任务全部完成".to_owned(),
        (Method::Target | Method::Proportional, Scored::Indicator(_, indicator)) => {
            let addressee = told.material.figures.addressee(group);
            addressee.map_or_else(String::new, |addressee| demanded(indicator, addressee, told.material.period))
        }
        (Method::Efficacy { low, high }, _) => format!("不允许值{low}，满意值{high}"),
        (Method::Bands(bands), _) => {
            let band = |band: &tongbao_figures::plan::Band| match band.end {
                BandEnd::From(from) => format!("≥{from}得{}%", band.percent),
                BandEnd::To(to) => format!("≤{to}得{}%", band.percent),
            };
            bands.iter().map(band).collect::<Vec<_>>().join("，")
        }
        (Method::Rank, _) => "同类中的名次".to_owned(),
        (Method::Deduct { each }, _) => format!("每项扣{each}分，扣完为止"),
    }
}

fn demanded(indicator: &Indicator, addressee: &Addressee, period: Period) -> String {
    match indicator.target_for(period, addressee).map(|target| target.demand) {
        Some(Demand::AtLeast(number)) => format!("不低于{number}"),
        Some(Demand::AtMost(number)) => format!("不高于{number}"),
        Some(Demand::Above(number)) => format!("高于{number}"),
        Some(Demand::Below(number)) => format!("低于{number}"),
        Some(Demand::Exactly(number)) => format!("等于{number}"),
        Some(Demand::About { number, tolerance }) => format!("等于{number}，允许误差{tolerance}"),
        Some(Demand::Between(low, high)) => format!("{low}—{high}"),
        None => match indicator.next_target(period, addressee) {
            Some(next) => format!("目标自{}起评价", next.due.beginning()),
            None if indicator.ended_target(period, addressee).is_some() => "要求已截止".to_owned(),
            None if !indicator.targets.is_empty() => "未定目标值".to_owned(),
            None if indicator.better == Better::Lower => "不高于上年".to_owned(),
            None => "不低于上年".to_owned(),
        },
    }
}

/// The rules below the table.
fn rules(told: &Told<'_>) -> Vec<String> {
    let scoring = told.scoring;
    let treatment = |treatment| match treatment {
        Treatment::Spread => "权重按比例分摊到其余指标",
        Treatment::Zero => "权重保留，计零分",
    };
    let mut rules = vec![
        format!("各组权重合计100分，权重依据：{}。计算所用的数都是表中印出的数，得分四舍五入到两位小数。", scoring.basis),
        "达标法：达到标准得满分，否则零分。比例法：达到标准得满分；未达到的，越高越好的按实际值÷标准值，越低越好的按标准值÷实际值，\
         等于某数或落在区间内的按偏离一端的比例计分；标准值或实际值不大于零而未达到的得零分。方案只要求逐步提高或降低的，标准值为上年印出的数。"
            .to_owned(),
        "功效系数法：〔60＋40×（实际值－不允许值）÷（满意值－不允许值）〕％×权重，不低于零、不高于权重。分档法：按最先达到的一档。\
         排名法：（有数据的对象数－名次＋1）÷有数据的对象数×权重。"
            .to_owned(),
        format!(
            "未报或数据覆盖率低于{}%的指标，{}；不适用、无法计算、没有标准的指标，{}。有单位缺数的指标，按原值和按补算值（缺数单位以其前后一年内最不利的报数计）计分，取得分低的。\
             折算权重保留两位小数，合计100.00。",
            told.material.plan.coverage_threshold,
            treatment(scoring.missing),
            treatment(scoring.inapplicable)
        ),
    ];
    let scores = |what| scoring.schemes.iter().flat_map(|scheme| &scheme.parts).any(|part| part.what == what);
    if scores(Weighed::Tasks) {
        rules.push(format!(
            "{TASK_COMPLETION}＝已完成的÷到期的任务，到期指期限不晚于报告期末，或按年计次而次数已有应达数；已销号、待销号和次数达到的为已完成。"
        ));
    }
    if scores(Weighed::OverdueTasks) {
        rules.push(format!(
            "{OVERDUE_TASKS}：期限早于报告期末而尚未完成的任务。扣分法：折算权重－每项扣分×项数，扣完为止；没有到期任务的不适用。"
        ));
    }
    let in_words = |grade: &Grade| {
        let quota = grade.quota.map(|quota| format!("（每组{}）", quota_in_words(quota))).unwrap_or_default();
        format!("{}≥{}分{quota}", grade.name, grade.from)
    };
    rules.push(format!("等次：{}。", scoring.grades.iter().map(in_words).collect::<Vec<_>>().join("，")));
    if scoring.grades.iter().any(|grade| grade.quota.is_some()) {
        rules.push(
            "有名额的等次按得分从高到低评给，名额按参加评分的对象计、舍去小数；并列而超出名额的都不评给，评为下一等次。"
                .to_owned(),
        );
    }
    let of_kind = |kind: AdjustmentKind| {
        let all = scoring.adjustments.iter().filter(move |adjustment| adjustment.kind == kind);
        all.map(adjustment_in_words).collect::<Vec<_>>().join("；")
    };
    for (kind, word, cap) in
        [(AdjustmentKind::Bonus, "加分", scoring.bonus_cap), (AdjustmentKind::Penalty, "减分", scoring.penalty_cap)]
    {
        let listed = of_kind(kind);
        if !listed.is_empty() {
            rules.push(format!("{word}：{listed}；合计最多{cap}分。"));
        }
    }
    if !scoring.adjustments.is_empty() {
        rules.push("减分以扣完为止，得分不低于零。".to_owned());
    }
    let vetoes: Vec<String> =
        scoring.vetoes.iter().map(|veto| format!("{}，最高评为{}", veto.title, told.grade(veto.caps_at))).collect();
    if !vetoes.is_empty() {
        rules.push(format!("一票否决：{}。只限定等次，不改变得分和名次。", vetoes.join("；")));
    }
    rules.push(format!("数据截至{}。", chinese_date(told.material.as_of)));
    rules
}

fn adjustment_in_words(adjustment: &Adjustment) -> String {
    let source = match adjustment.counts {
        Counts::Events => "",
        Counts::Late | Counts::Missing => "（按报表统计）",
        Counts::Overdue => "（按任务台账统计）",
    };
    let words: Vec<&str> = adjustment.scopes.iter().map(|scope| scope_in_words(*scope)).collect();
    let whom = if words.is_empty() { String::new() } else { format!("（限{}）", words.join("、")) };
    format!("{}{source}{whom}每次{}分、最多{}分", adjustment.title, adjustment.points, adjustment.cap)
}

fn scope_in_words(scope: Scope) -> &'static str {
    match scope {
        Scope::Unit => "机构",
        Scope::Alliance => "医联体",
        Scope::County => "县（市、区）",
        Scope::Area => "全域",
    }
}
