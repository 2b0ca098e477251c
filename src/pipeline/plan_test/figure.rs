//! A figure of an indicator: its value, light, state, coverage and place.

use super::evaluated::Evaluated;
use super::{Answers, answer};
use tongbao_document::figure::{format_decimal, round_half_up};
use tongbao_figures::aggregate::{Computed, Coverage, Group, GroupFigure, chooses_anybody};
use tongbao_figures::cases::{Case, ExpectedFigure, ExpectedLight};
use tongbao_figures::plan::{Indicator, TakenOver};
use tongbao_returns::finding::as_filed;

/// What came of an indicator for a group.
pub(super) fn answers(evaluated: &Evaluated<'_>, group: &Group, expected: &ExpectedFigure) -> Answers {
    let ExpectedFigure { indicator: position, value, light, status, coverage, place } = expected;
    let Some(indicator) = evaluated.plan.indicators.get(*position) else {
        return Answers { about: String::new(), things: Vec::new(), workings: Vec::new() };
    };
    let figure = evaluated.figures.get(*position, group);
    let verdict = evaluated.assessment.verdict(*position, group);
    let printed = |computed: Computed| printed(computed, indicator);
    let found_light = || verdict.and_then(|verdict| verdict.light).map_or(ExpectedLight::Dark, ExpectedLight::Colour);
    let found_place = || evaluated.assessment.place(*position, group).and_then(|place| place.number());
    let answers = [
        answer("数值", *value, printed, || printed(figure.map_or(Computed::NotApplicable, |figure| figure.value))),
        answer("评价", *light, colour, || colour(found_light())),
        // Without a figure there is nothing to judge.
        answer(
            "状态",
            *status,
            |status| status.word().to_owned(),
            || verdict.map_or("没有数据", |verdict| verdict.status.word()).to_owned(),
        ),
        answer("覆盖率", *coverage, percent, || {
            figure.and_then(|figure| figure.coverage.percent()).map_or_else(|| "没有应报单位".to_owned(), percent)
        }),
        answer(
            "名次",
            *place,
            |place| place.to_string(),
            || found_place().map_or_else(|| "不排名".to_owned(), |place| place.to_string()),
        ),
    ];
    Answers {
        about: indicator.id.clone(),
        things: answers.into_iter().flatten().collect(),
        workings: workings(evaluated, (*position, indicator), group, figure),
    }
}

/// A number as printed, with its unit of measure; or why there is none.
fn printed(computed: Computed, indicator: &Indicator) -> String {
    match computed {
        Computed::Number(number) => {
            let number = round_half_up(number, indicator.decimals) + 0.0;
            format!("{}{}", format_decimal(number, indicator.decimals, false), indicator.unit)
        }
        Computed::NotReported => "未报".to_owned(),
        Computed::NotComputable => "无法计算".to_owned(),
        Computed::NotApplicable => "不适用".to_owned(),
        Computed::NotAsked(earlier) => earlier.lack().to_owned(),
    }
}

fn colour(light: ExpectedLight) -> String {
    match light {
        ExpectedLight::Colour(light) => light.word().to_owned(),
        ExpectedLight::Dark => "无".to_owned(),
    }
}

fn percent(percent: f64) -> String {
    format!("{}%", format_decimal(round_half_up(percent, 1), 1, false))
}

/// The formula with its aggregates, and who stands behind it.
fn workings<'run>(
    evaluated: &Evaluated<'run>,
    (position, indicator): (usize, &'run Indicator),
    group: &Group,
    figure: Option<&GroupFigure>,
) -> Vec<String> {
    let mut lines = vec![format!("公式：{}", indicator.formula.text)];
    let forms = evaluated.forms_behind(indicator);
    let operands = indicator.parts.operands.iter().zip(evaluated.figures.operands(position, group));
    lines.extend(
        operands.map(|(operand, number)| format!("{} = {}", operand.text, number.map_or_else(|| "没有数".to_owned(), as_filed))),
    );
    if let Some(GroupFigure { coverage: Coverage { counted, due, not_applicable, .. }, year_before, .. }) = figure {
        // Members of an indicator over others are counties, alliances or units.
        let is_of_units = indicator.taken_over() == TakenOver::Units;
        let of = if is_of_units { "家" } else { "个" };
        lines.push(format!("计入{counted}{of}，应有{due}{of}，另有{not_applicable}{of}不适用"));
        if let Some(number) = year_before.number() {
            lines.push(format!("上年同期：{}", printed(Computed::Number(number), indicator)));
        }
        let units = evaluated.figures.grouping.units.iter().filter(|unit| is_of_units && evaluated.is_in(unit, group));
        let left_out = units.filter(|unit| evaluated.files(unit, &forms) && !evaluated.figures.has_counted(position, unit));
        let left_out: Vec<String> = left_out.map(|unit| evaluated.case.registry.unit_name(unit)).collect();
        if !left_out.is_empty() {
            lines.push(format!("未计入：{}", left_out.join("、")));
        }
    }
    lines.extend(nobody_chosen(evaluated, indicator));
    lines.extend(evaluated.kept_out(group, &forms));
    lines
}

/// That `where` means nobody in the test, where it does.
fn nobody_chosen(evaluated: &Evaluated<'_>, indicator: &Indicator) -> Option<String> {
    let Case { registry, period, .. } = evaluated.case;
    let registry = evaluated.plan.registered(registry);
    let has_somebody = chooses_anybody(evaluated.plan, &registry, indicator, period.last_day()).ok()?;
    let whom = indicator.chosen_in_words().filter(|_| !has_somebody)?;
    Some(format!("where 没有选中测试里的任何{}：{whom}", indicator.chosen_word()))
}
