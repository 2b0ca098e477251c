//! 得分构成: what a score is made of, indicator by indicator, then bonuses, penalties and vetoes.

use super::method::standard_in_words;
use super::scored::Scored;
use super::told::{Told, UNSCORED, or_dash};
use crate::compose::numbers::decimals_of_target;
use crate::compose::sources::Sources;
use crate::compose::table::{body, marks, numbers, section, text, total, words};
use tongbao_document::figure::round_half_up;
use tongbao_document::subject::ScorePart;
use tongbao_document::{Cell, Column, Figure, FigureId, Formula, Mark, Measure, Operation, Row, Subject, Table, Value, count};
use tongbao_figures::aggregate::Group;
use tongbao_figures::assess::score::{Adjusted, Earned, Line, Outcome, Ready, Scorecard, Total};
use tongbao_figures::plan::{AdjustmentKind, Demand, Scheme, Scope, WeightedPart};
use tongbao_returns::domain::CountyCode;

/// Most characters of a sheet's name; [`Table::name`] takes twenty.
const NAME: usize = 17;

/// Columns of a scorecard, and where some of them stand.
const COLUMNS: usize = 11;
const COUNT: usize = 2;
const METHOD: usize = 4;
const STANDARD: usize = 5;
const WEIGHT: usize = 7;
const EFFECTIVE: usize = 8;
const POINTS: usize = 9;
const REMARK: usize = 10;

/// Most institutions that have a sheet each; more stand on one sheet, one below the other.
const MOST_SHEETS: usize = 200;

/// The scorecards of a bulletin: first those that stand on paper, then those of the workbook alone.
pub(in crate::compose) struct Cards {
    /// Of the area, its counties and alliances, or of the bulletin's own group.
    pub(in crate::compose) printed: Vec<Table>,
    /// Of institutions. Those of a county stand in its own workbook, and not again in the area's.
    pub(in crate::compose) of_units: Vec<Table>,
}

/// One table for each scorecard of the bulletin; those of institutions follow from what they filed, where that is known.
pub(in crate::compose) fn cards(told: &Told<'_>, sources: Option<&Sources<'_>>) -> Cards {
    let mut cards = Cards { printed: Vec::new(), of_units: Vec::new() };
    let mut names: Vec<String> = Vec::new();
    for (scheme, shown) in told.shown(|_| true) {
        for card in shown {
            if !has_card(told, &card.group) {
                continue;
            }
            let name = unique(&told.material.name(&card.group), &mut names);
            let sources = sources.filter(|_| scheme.scope == Scope::Unit);
            let table = table(&Sheet { told: *told, scheme, card, sources }, name);
            if scheme.scope == Scope::Unit { cards.of_units.push(table) } else { cards.printed.push(table) }
        }
    }
    if cards.of_units.len() > MOST_SHEETS {
        cards.of_units = vec![together(std::mem::take(&mut cards.of_units))];
    }
    cards
}

/// Scorecards one below the other, each under its title.
fn together(tables: Vec<Table>) -> Table {
    let notes = tables.first().map(|table| table.notes.clone()).unwrap_or_default();
    let rows = tables.into_iter().flat_map(|table| {
        let title = section(&table.title, table.columns.len());
        std::iter::once(title).chain(table.rows)
    });
    Table {
        name: "机构得分构成".to_owned(),
        title: "机构得分构成".to_owned(),
        unit_line: Some("单位：分".to_owned()),
        columns: columns(),
        label_columns: 2,
        rows: rows.collect(),
        notes,
    }
}

/// Whether the bulletin holds the scorecard of a group that it tells of.
pub(super) fn has_card(told: &Told<'_>, group: &Group) -> bool {
    let is_split = *told.group == Group::Area && told.material.has_counties();
    !is_split || !matches!(group, Group::Unit(_)) || is_direct(told, group)
}

/// Whether an institution belongs to no county, but to the area itself (市直).
pub(super) fn is_direct(told: &Told<'_>, group: &Group) -> bool {
    let Group::Unit(code) = group else { return false };
    let county: Option<&CountyCode> = told.material.registry.units.get(code).map(|unit| &unit.county);
    county == Some(&told.material.plan.area_code)
}

fn unique(name: &str, taken: &mut Vec<String>) -> String {
    let wanted: String = name.chars().take(NAME).collect();
    let mut name = format!("得分 {wanted}");
    let mut number = 1;
    while taken.contains(&name) {
        number += 1;
        let suffix = number.to_string();
        let kept: String = wanted.chars().take(NAME - suffix.len() - 1).collect();
        name = format!("得分 {kept}_{suffix}");
    }
    taken.push(name.clone());
    name
}

fn table(sheet: &Sheet<'_>, name: String) -> Table {
    let Sheet { told, card, .. } = sheet;
    let mut rows = sheet.lines();
    rows.push(sheet.sum_of_lines());
    rows.extend(sheet.adjusted());
    rows.extend(sheet.ending());
    Table {
        name,
        title: format!("{}得分构成", told.material.full_name(&card.group)),
        unit_line: Some("单位：分".to_owned()),
        columns: columns(),
        label_columns: 2,
        rows,
        notes: vec!["各项得分按评分方法由实际值、标准值和折算权重计算；得分＝指标得分＋加分－减分。".to_owned()],
    }
}

fn columns() -> Vec<Column> {
    vec![
        marks("序号", 2.0),
        words("指标（计量单位）", 11.0),
        numbers("实际值", 4.5),
        numbers("覆盖率（%）", 3.5),
        marks("评分方法", 4.0),
        words("标准", 6.0),
        numbers("标准值", 4.0),
        numbers("权重", 3.5),
        numbers("折算权重", 3.5),
        numbers("得分", 3.5),
        words("说明", 6.0),
    ]
}

/// One scorecard on its way to paper.
struct Sheet<'run> {
    told: Told<'run>,
    scheme: &'run Scheme,
    card: &'run Scorecard,
    /// What institutions filed, where the workbook lists it.
    sources: Option<&'run Sources<'run>>,
}

impl Sheet<'_> {
    fn lines(&self) -> Vec<Row> {
        let parts = self.card.lines.iter().filter_map(|line| Some((line, self.scheme.parts.get(line.part)?)));
        let known = parts.filter_map(|(line, part)| Some((line, part, self.scored(part)?)));
        known.zip(1_usize..).map(|((line, part, scored), number)| self.line(number, line, part, scored)).collect()
    }

    /// The parts that are scored in the year, with their points out of 100.
    fn parts(&self) -> impl Iterator<Item = (&WeightedPart, f64)> {
        self.scheme.parts_in(self.told.material.period.year).map(|(_, part, weight)| (part, weight))
    }

    fn weight_of(&self, part: &WeightedPart) -> f64 {
        part.weight.in_year(self.told.material.period.year).unwrap_or_default()
    }

    fn scored(&self, part: &WeightedPart) -> Option<Scored<'_>> {
        Scored::of(self.told.material.plan, part)
    }

    fn line(&self, number: usize, line: &Line, part: &WeightedPart, scored: Scored<'_>) -> Row {
        let (told, group) = (&self.told, &self.card.group);
        let mut value = scored.value(told, group, self.sources);
        // The counts that it is made of stand in 口径与覆盖 of the group's own bulletin.
        let coverage = scored.coverage(told, group).map(|figure| Figure { formula: None, ..figure });
        let (standard, points, remark) = match line.outcome {
            Outcome::Scored { ready, earned, points } => {
                let (other, why) = self.scored_instead(scored, &ready, value.as_ref()).unzip();
                value = other.or(value);
                let standard = match (ready.standard.map(|standard| standard.demand), earned) {
                    (_, Earned::Place { place, .. }) => {
                        Some(Figure::new(self.id(scored, Measure::Rank), Value::Number(f64::from(place)), 0, ""))
                    }
                    (Some(demand), _) => self.standard(scored, demand),
                    (None, _) => None,
                };
                let points = self.points(scored, Measure::Points, points);
                let value_id = value.as_ref().map_or_else(|| scored.value_id(told, group), |figure| figure.id.clone());
                let points = match self.earned(scored, earned, &value_id, standard.as_ref()) {
                    Some(formula) => points.computed_as(formula),
                    None => points,
                };
                let tasks = scored.tasks(told, group).map(|tasks| format!("到期任务{}项，已完成{}项", tasks.due, tasks.done));
                let among = match earned {
                    Earned::Place { among, .. } => Some(format!("有数据的同类共{among}个")),
                    _ => None,
                };
                let remark = why.map(str::to_owned).into_iter().chain(tasks).chain(among).collect::<Vec<_>>().join("；");
                (standard, points, remark)
            }
            Outcome::Zero(lack) => (None, self.points(scored, Measure::Points, 0.0), format!("{}，计零分", lack.reason())),
            Outcome::Spread(lack) => {
                (None, self.points(scored, Measure::Points, 0.0), format!("{}，权重分摊到其余指标", lack.reason()))
            }
        };
        body(vec![
            text(number.to_string()),
            text(format!("{}（{}）", scored.name(), scored.unit())),
            or_dash(value),
            or_dash(coverage),
            text(part.method.word()),
            text(standard_in_words(told, scored, part, group)),
            or_dash(standard),
            Cell::Figure(self.points(scored, Measure::Weight, self.weight_of(part))),
            Cell::Figure(self.effective(line, part, scored)),
            Cell::Figure(points),
            text(remark),
        ])
    }

    /// What is scored instead of the printed value, and why: with stand-ins for what is missing, or, set against last year, what the
    /// same units come to. None where that is the value itself.
    fn scored_instead(&self, scored: Scored<'_>, ready: &Ready, value: Option<&Figure>) -> Option<(Figure, &'static str)> {
        let Scored::Indicator(_, indicator) = scored else { return None };
        let figure = |measure: Measure| {
            Figure::new(self.id(scored, measure), Value::Number(ready.value), indicator.decimals, scored.unit())
        };
        if ready.is_filled {
            return Some((figure(Measure::FilledValue), "有单位缺数，按其前后一年内最不利的报数补算后计分"));
        }
        let is_last_year = ready.standard.is_some_and(|standard| standard.is_last_year);
        let is_other = value.and_then(Figure::rounded).is_none_or(|value| (value - ready.value).abs() > 1e-9);
        (is_last_year && is_other).then(|| {
            let compared = figure(Measure::ComparedValue).marked(Some(Mark::SameUnits));
            (compared, "按两年都计入的单位比较（可比口径）")
        })
    }

    /// The number that a value is set against; of a range the end that is missed, or none.
    fn standard(&self, scored: Scored<'_>, demand: Demand) -> Option<Figure> {
        let number = demand.number()?;
        let decimals = match scored {
            Scored::Indicator(_, indicator) => decimals_of_target(indicator, number),
            Scored::Tasks | Scored::OverdueTasks => 0,
        };
        Some(Figure::new(self.id(scored, Measure::Standard), Value::Number(number), decimals, scored.unit()))
    }

    /// The points as they follow from weight, value and standard.
    fn earned(&self, scored: Scored<'_>, earned: Earned, value: &FigureId, standard: Option<&Figure>) -> Option<Formula> {
        let weight = Formula::figure(self.id(scored, Measure::EffectiveWeight));
        let value = || Formula::figure(value.clone());
        let against = |number: f64| match standard {
            Some(figure) => Formula::figure(figure.id.clone()),
            None => Formula::Number(number),
        };
        let percent = |percent: Formula| percent.with(Operation::Divide, Formula::Number(100.0));
        Some(match earned {
            Earned::Full => weight,
            Earned::Nothing => return None,
            Earned::ValueOver(standard) => weight.with(Operation::Multiply, value()).with(Operation::Divide, against(standard)),
            Earned::OverValue(standard) => weight.with(Operation::Multiply, against(standard)).with(Operation::Divide, value()),
            Earned::Efficacy { low, high } => {
                let above = value().with(Operation::Subtract, Formula::Number(low));
                let span = Formula::Number(high).with(Operation::Subtract, Formula::Number(low));
                let part = Formula::Number(40.0).with(Operation::Multiply, above).with(Operation::Divide, span);
                percent(weight.with(Operation::Multiply, Formula::Number(60.0).with(Operation::Add, part)))
            }
            Earned::Less { each } => {
                let taken = value().with(Operation::Multiply, Formula::Number(each));
                weight.with(Operation::Subtract, taken)
            }
            Earned::Percent(share) => percent(weight.with(Operation::Multiply, Formula::Number(share))),
            Earned::Place { among, .. } => {
                let among = f64::from(among);
                let before = Formula::Number(among + 1.0).with(Operation::Subtract, against(0.0));
                weight.with(Operation::Multiply, before).with(Operation::Divide, Formula::Number(among))
            }
        })
    }

    /// The weight that counted; where nothing but rounding moved it, as it follows from the weights that stay.
    fn effective(&self, line: &Line, part: &WeightedPart, scored: Scored<'_>) -> Figure {
        let figure = self.points(scored, Measure::EffectiveWeight, line.effective);
        let stays = |line: &&Line| !matches!(line.outcome, Outcome::Spread(_));
        let staying: Vec<&WeightedPart> =
            self.card.lines.iter().filter(stays).filter_map(|line| self.scheme.parts.get(line.part)).collect();
        let sum: f64 = staying.iter().map(|part| self.weight_of(part)).sum();
        let proportional = round_half_up(self.weight_of(part) * 100.0 / sum, super::told::DECIMALS);
        let is_exact = (proportional - line.effective).abs() < 1e-9;
        if !stays(&line) || !is_exact {
            return figure;
        }
        let ids = staying.iter().filter_map(|part| Some(self.id(self.scored(part)?, Measure::Weight)));
        figure.computed_as(Formula::figure(self.id(scored, Measure::Weight)).percent_of(Formula::sum(ids)))
    }

    /// Every weight or all points together.
    fn all(&self, measure: Measure) -> Formula {
        let parts = self.parts().filter_map(|(part, _)| self.scored(part));
        Formula::sum(parts.map(|scored| self.id(scored, measure)))
    }

    /// Sums of weights and points.
    fn sum_of_lines(&self) -> Row {
        let sum = |part: ScorePart, measure: Measure, points: f64| {
            let sum = self.told.points(&self.card.group, Subject::Score(part), measure, points);
            Cell::Figure(sum.computed_as(self.all(measure)))
        };
        let effective: f64 = self.card.lines.iter().map(|line| line.effective).sum();
        let weight: f64 = self.parts().map(|(_, weight)| weight).sum();
        let mut cells = row_named("指标得分合计");
        cells[WEIGHT] = sum(ScorePart::Weights, Measure::Weight, round_half_up(weight, super::told::DECIMALS));
        cells[EFFECTIVE] =
            sum(ScorePart::EffectiveWeights, Measure::EffectiveWeight, round_half_up(effective, super::told::DECIMALS));
        cells[POINTS] = match &self.card.total {
            Some(total) => Cell::Figure(self.base(total)),
            None => text("—"),
        };
        total(cells)
    }

    fn adjusted(&self) -> Vec<Row> {
        self.card.adjusted.iter().filter_map(|one| self.one_adjusted(one)).collect()
    }

    fn one_adjusted(&self, one: &Adjusted) -> Option<Row> {
        let adjustment = self.told.scoring.adjustments.get(one.adjustment)?;
        let group = &self.card.group;
        let id = self.told.material.id(group, Subject::Adjustment(adjustment.id.clone()), Measure::Count);
        let count = Figure::new(id, Value::Number(count::to_f64(one.count)), 0, "次");
        let mut points = self.told.points(group, Subject::Adjustment(adjustment.id.clone()), Measure::Points, one.points);
        let is_plain = (count::to_f64(one.count) * adjustment.points - one.points).abs() < 1e-9;
        if is_plain {
            let each = Formula::Number(adjustment.points);
            points = points.computed_as(Formula::figure(count.id.clone()).with(Operation::Multiply, each));
        }
        let is_capped = one.uncapped > one.points;
        let mut cells = row_named(&format!("{}（次）", adjustment.title));
        cells[COUNT] = Cell::Figure(count);
        cells[METHOD] = text(if adjustment.kind == AdjustmentKind::Bonus { "加分" } else { "减分" });
        cells[STANDARD] = text(format!("每次{}分，最多{}分", adjustment.points, adjustment.cap));
        cells[POINTS] = Cell::Figure(points);
        cells[REMARK] = text(if is_capped { "已到最高分" } else { "" });
        Some(body(cells))
    }

    /// Bonuses, penalties, vetoes, the score and what follows from it.
    fn ending(&self) -> Vec<Row> {
        let (told, group) = (&self.told, &self.card.group);
        let vetoes = told.vetoes(self.card).into_iter().map(|veto| {
            let mut cells = row_named("一票否决");
            cells[REMARK] = text(veto);
            body(cells)
        });
        let vetoes: Vec<Row> = vetoes.collect();
        let Some(total) = &self.card.total else {
            let mut cells = row_named("得分");
            cells[POINTS] = text("—");
            cells[REMARK] = text(UNSCORED);
            return vetoes.into_iter().chain([crate::compose::table::total(cells)]).collect();
        };
        let row = |name: &str, cell: Cell, remark: &str| {
            let mut cells = row_named(name);
            cells[POINTS] = cell;
            cells[REMARK] = text(remark);
            cells
        };
        let mut rows = vec![
            body(row("加分合计", Cell::Figure(self.bonus(total)), "")),
            body(row("减分合计", Cell::Figure(self.penalty(total)), "")),
        ];
        rows.extend(vetoes);
        rows.push(crate::compose::table::total(row("得分", Cell::Figure(told.score(group, total)), "")));
        rows.push(body(row("等次", text(told.grade(total.grade)), &self.grade_remark(total))));
        let place = if told.has_peers(group) { Cell::Figure(told.place(group, total)) } else { text("—") };
        rows.push(body(row("名次", place, "")));
        rows
    }

    fn grade_remark(&self, total: &Total) -> String {
        let vetoed = (total.reached() != total.grade_by_score)
            .then(|| format!("按得分为{}，因一票否决降等", self.told.grade(total.grade_by_score)));
        vetoed.into_iter().chain(self.told.crowded(total)).collect::<Vec<_>>().join("；")
    }

    /// The points of all indicators.
    fn base(&self, total: &Total) -> Figure {
        self.told.base(&self.card.group, total).computed_as(self.all(Measure::Points))
    }

    fn bonus(&self, total: &Total) -> Figure {
        self.capped(self.told.bonus(&self.card.group, total), AdjustmentKind::Bonus)
    }

    fn penalty(&self, total: &Total) -> Figure {
        self.capped(self.told.penalty(&self.card.group, total), AdjustmentKind::Penalty)
    }

    /// Bonuses or penalties together, as their sum where no common cap cut it.
    fn capped(&self, figure: Figure, kind: AdjustmentKind) -> Figure {
        let adjustments = &self.told.scoring.adjustments;
        let of_kind = |one: &&Adjusted| adjustments.get(one.adjustment).is_some_and(|adjustment| adjustment.kind == kind);
        let parts: Vec<&Adjusted> = self.card.adjusted.iter().filter(of_kind).collect();
        let sum: f64 = parts.iter().map(|one| one.points).sum();
        let is_whole = figure.rounded().is_some_and(|points| (points - sum).abs() < 1e-9);
        if parts.is_empty() || !is_whole {
            return figure;
        }
        let ids = parts.iter().filter_map(|one| {
            let adjustment = adjustments.get(one.adjustment)?;
            Some(self.told.material.id(&self.card.group, Subject::Adjustment(adjustment.id.clone()), Measure::Points))
        });
        figure.computed_as(Formula::sum(ids))
    }

    fn points(&self, scored: Scored<'_>, measure: Measure, points: f64) -> Figure {
        Figure::new(self.id(scored, measure), Value::Number(points), super::told::DECIMALS, "分")
    }

    fn id(&self, scored: Scored<'_>, measure: Measure) -> FigureId {
        self.told.material.id(&self.card.group, Subject::IndicatorScore(scored.name().to_owned()), measure)
    }
}

/// 指标得分, 加分, 减分 of a group: as they follow from its scorecard, where the bulletin holds that.
pub(super) fn parts<'run>(told: &Told<'run>, scheme: &'run Scheme, card: &'run Scorecard, total: &Total) -> [Figure; 3] {
    if !has_card(told, &card.group) {
        return [told.base(&card.group, total), told.bonus(&card.group, total), told.penalty(&card.group, total)];
    }
    let sheet = Sheet { told: *told, scheme, card, sources: None };
    [sheet.base(total), sheet.bonus(total), sheet.penalty(total)]
}

/// A row with a name in the column of the indicators.
fn row_named(name: &str) -> Vec<Cell> {
    let mut cells = vec![Cell::Blank; COLUMNS];
    cells[1] = text(name);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_short_and_unique() {
        let mut names = Vec::new();
        assert_eq!(unique("任城", &mut names), "得分 任城");
        assert_eq!(unique("任城", &mut names), "得分 任城_2");
        let long = "济宁市任城区示例紧密型医共体办公室及其分支机构";
        assert_eq!(unique(long, &mut names), "得分 济宁市任城区示例紧密型医共体办公室");
        assert_eq!(unique(long, &mut names), "得分 济宁市任城区示例紧密型医共体办_2");
        assert!(names.iter().all(|name| name.chars().count() <= 20), "{names:?}");
    }

    #[test]
    fn many_scorecards_stand_on_one_sheet() {
        let table = |name: &str| Table {
            name: name.to_owned(),
            title: format!("{name}得分构成"),
            unit_line: None,
            columns: columns(),
            label_columns: 2,
            rows: vec![body(row_named("指标"))],
            notes: Vec::new(),
        };
        let one = together(vec![table("甲"), table("乙")]);
        let firsts: Vec<String> = one.rows.iter().map(|row| row.cells[0].text() + &row.cells[1].text()).collect();
        assert_eq!(firsts, ["甲得分构成", "指标", "乙得分构成", "指标"]);
    }
}
