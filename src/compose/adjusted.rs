//! 差额 in a document: which figures hold an entry of `adjustments.xlsx`, what stands in 数据来源 for it, and what the notes below a
//! table or chart say of it (docs/numbers.md rule 6).

use std::collections::{BTreeMap, BTreeSet};

use super::composed::Composed;
use super::material::Material;
use tongbao_document::figure::{decimals_of, format_decimal};
use tongbao_document::{Block, Chart, Figure, FigureId, GroupId, Mark, Measure, Subject, Table};
use tongbao_figures::aggregate::{Adjusted, FigureAdjusted, Group, group_of};
use tongbao_figures::plan::Scope;
use tongbao_returns::domain::{Adjustment, Form, Item, Period};

/// Most entries that a note tells; 数据来源 has all.
const MOST: usize = 6;
/// Most decimals with which an entry is printed, whatever the form asks for.
const MOST_DECIMALS: u8 = 6;

/// An entry with the group of the plan to whose sums it is added.
#[derive(Debug, Clone)]
pub(super) struct Entry<'run> {
    pub(super) row: &'run Adjustment,
    pub(super) group: Group,
}

impl<'run> Entry<'run> {
    /// The entry at a position of the office's file.
    pub(super) fn at(material: &'run Material<'_>, position: usize) -> Option<Self> {
        let row = material.accepted.adjustments().rows.get(position)?;
        Some(Self { row, group: group_of(row, &material.plan.area_code) })
    }

    /// Those that stand behind a bulletin's figures, of this year and the last, in the order of the file: of one group, in the area's of
    /// all groups.
    pub(super) fn of(material: &'run Material<'_>, group: &Group) -> Vec<Self> {
        let last = material.period.last_day();
        let is_known = |entry: &Self| material.figures.grouping.names.iter().any(|(group, _)| *group == entry.group);
        let is_of_time = |row: &Adjustment| row.period.last_day() <= last && row.period.year >= material.period.year - 1;
        let all = (0..material.accepted.adjustments().rows.len()).filter_map(|position| Self::at(material, position));
        all.filter(|entry| is_of_time(entry.row) && if *group == Group::Area { is_known(entry) } else { entry.group == *group })
            .collect()
    }

    /// Which figure of 数据来源 it is.
    pub(super) fn id(&self) -> FigureId {
        let subject = Subject::AdjustingEntry { sheet: self.row.sheet.clone(), cell: self.row.cell.to_string() };
        FigureId { subject, group: (&self.group).into(), period: Some(self.row.period.into()), measure: Measure::Filed }
    }

    /// The item that it is added to.
    pub(super) fn item<'plan>(&self, material: &'plan Material<'_>) -> Option<&'plan Item> {
        material.plan.forms.iter().flat_map(Form::items).find(|item| item.name == self.row.item)
    }

    /// `2025年第二季度` where it is not of the bulletin's own quarter.
    pub(super) fn other_period(&self, period: Period) -> Option<String> {
        (self.row.period != period.last_quarter()).then(|| self.row.period.chinese())
    }

    /// `全市手术团队数-1个（一支手术团队登记在两家医院，小卫发〔2025〕9号）`
    pub(super) fn told(&self, material: &Material<'_>) -> String {
        let row = self.row;
        let item = self.item(material);
        let decimals = item.map_or(0, |item| item.decimals).max(decimals_of(row.value, MOST_DECIMALS));
        let number = format_decimal(row.value, decimals, true);
        let of = self.other_period(material.period).unwrap_or_default();
        let unit = item.map_or("", |item| &item.unit);
        format!("{}{of}{}{number}{unit}（{}）", material.name(&self.group), row.item, row.ground())
    }
}

/// What is added to the numbers that a figure is made of.
pub(super) fn parts(figure: &FigureAdjusted, measure: Measure) -> Vec<&Adjusted> {
    match measure {
        Measure::Value => vec![&figure.value],
        Measure::Own => vec![&figure.own],
        Measure::YearOnYear => vec![&figure.value, &figure.year_before],
        Measure::PeriodOnPeriod => vec![&figure.own, &figure.own_before],
        Measure::YearBefore => vec![&figure.year_before],
        _ => Vec::new(),
    }
}

/// Says below every table and chart which entries are in its figures; nothing where the office entered none.
pub fn explain(composed: &mut [Composed], material: &Material<'_>) {
    if material.accepted.adjustments().rows.is_empty() {
        return;
    }
    let explainer = Explainer::of(material);
    for one in composed {
        for block in one.document.blocks_mut() {
            match block {
                Block::Table(table) => explainer.table(table),
                Block::Chart(chart) => explainer.chart(chart),
                Block::Paragraph(_) | Block::Heading { .. } | Block::Note(_) | Block::PageBreak => {}
            }
        }
        for table in &mut one.document.workbook_tables {
            explainer.table(table);
        }
    }
}

/// The entries behind figures, looked up by their identities.
struct Explainer<'run> {
    material: &'run Material<'run>,
    indicators: BTreeMap<&'run str, usize>,
    groups: BTreeMap<GroupId, &'run Group>,
}

/// What is to be said below a table.
#[derive(Default)]
struct Said<'run> {
    /// Entries that are in its figures.
    entries: BTreeSet<usize>,
    /// Indicators whose formula does not add up an item plainly, with the entries of that item.
    unused: BTreeMap<&'run str, BTreeSet<usize>>,
}

impl<'run> Explainer<'run> {
    fn of(material: &'run Material<'run>) -> Self {
        let indicators = material.plan.indicators.iter().enumerate();
        let grouping = &material.figures.grouping;
        let scopes = [Scope::Area, Scope::County, Scope::Alliance];
        let groups = scopes.into_iter().flat_map(|scope| grouping.of_scope(scope)).map(|(group, _)| group);
        Self {
            material,
            indicators: indicators.map(|(position, indicator)| (indicator.id.as_str(), position)).collect(),
            groups: groups.map(|group| (group.into(), group)).collect(),
        }
    }

    fn table(&self, table: &mut Table) {
        let mut said = Said::default();
        for figure in table.figures_mut() {
            self.figure(figure, &mut said);
        }
        table.notes.extend(self.words(&said));
    }

    fn chart(&self, chart: &mut Chart) {
        let mut said = Said::default();
        for figure in chart.series.iter().flat_map(|series| &series.figures) {
            self.figure(figure, &mut said);
        }
        for words in self.words(&said) {
            chart.source.push('；');
            chart.source.push_str(words.trim_end_matches('。'));
        }
    }

    fn figure(&self, figure: &Figure, said: &mut Said<'run>) {
        let Some((indicator, added)) = self.added(&figure.id).filter(|_| figure.rounded().is_some()) else { return };
        for adjusted in added {
            if figure.marks.contains(Mark::Adjusted) && adjusted.changes() {
                said.entries.extend(&adjusted.entries);
            }
            if !adjusted.unused.is_empty() {
                said.unused.entry(indicator).or_default().extend(&adjusted.unused);
            }
        }
    }

    /// The indicator of a figure, and what is added to the numbers that it is made of.
    fn added(&self, id: &FigureId) -> Option<(&'run str, Vec<&'run Adjusted>)> {
        let Subject::Indicator(name) = &id.subject else { return None };
        let group = *self.groups.get(&id.group)?;
        let (name, position) = self.indicators.get_key_value(name.as_str())?;
        let period = id.period.map(Period::from)?;
        let of = |material: &'run Material<'run>, measure: Measure| {
            material.figures.adjusted(*position, group).map(|figure| parts(figure, measure)).unwrap_or_default()
        };
        let material = self.material;
        let before = material.before.filter(|before| before.period == period);
        let added = match (before, id.measure) {
            _ if period == material.period => of(material, id.measure),
            (Some(before), measure) => of(before, measure),
            (None, Measure::Value) if period == material.period.year_before() => of(material, Measure::YearBefore),
            (None, Measure::Value) => {
                material.trend.and_then(|trend| trend.adjusted(*position, group, period)).into_iter().collect()
            }
            _ => Vec::new(),
        };
        Some((*name, added))
    }

    fn words(&self, said: &Said<'_>) -> Vec<String> {
        let mut notes = Vec::new();
        if !said.entries.is_empty() {
            notes.push(format!("a含差额，只加在该组的汇总数上，不在任何单位的报表内：{}。", self.told(&said.entries)));
        }
        if !said.unused.is_empty() {
            let told = said.unused.iter().map(|(indicator, entries)| format!("{indicator}（{}）", self.told(entries)));
            notes.push(format!("公式不是直接相加，有差额而未加：{}。", told.collect::<Vec<_>>().join("；")));
        }
        notes
    }

    fn told(&self, entries: &BTreeSet<usize>) -> String {
        let entry = |position: &usize| Some(Entry::at(self.material, *position)?.told(self.material));
        let told: Vec<String> = entries.iter().take(MOST).filter_map(entry).collect();
        let rest = entries.len().saturating_sub(MOST);
        let rest = if rest > 0 { format!("；等{}笔，逐笔见“数据来源”", entries.len()) } else { String::new() };
        format!("{}{rest}", told.join("；"))
    }
}
