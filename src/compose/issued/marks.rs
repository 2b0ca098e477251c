//! `r` and `p` behind the figures of a document's tables and charts, and what they mean below; sentences carry no signs.

use std::collections::BTreeSet;

use super::bases::Signs;
use crate::compose::composed::Composed;
use crate::issue::earlier::in_words;
use crate::issue::{Base, Issued, IssuedFigure};
use tongbao_document::figure::round_half_up;
use tongbao_document::{Block, Chart, Document, Figure, Inline, Mark, Marks, Measure, Subject, Table, Value};
use tongbao_returns::domain::Period;

const REVISED: &str = "r：与已定稿印发的数不同；同比、环比的基数和趋势图中以往各期取定稿数，其后有更正。";
const PROVISIONAL: &str = "p：所比的以往报告期未定稿印发，为快报数。";

/// Marks every document.
pub fn mark(composed: &mut [Composed], period: Period, issued: &Issued, signs: &Signs) {
    let marker = Marker { period, issued, signs };
    for one in composed {
        marker.document(&mut one.document);
    }
}

struct Marker<'run> {
    period: Period,
    issued: &'run Issued,
    signs: &'run Signs,
}

impl Marker<'_> {
    fn document(&self, document: &mut Document) {
        for block in document.blocks_mut() {
            match block {
                Block::Paragraph(inlines) => {
                    for inline in inlines {
                        if let Inline::Figure(figure) = inline {
                            self.figure(figure);
                            // A sentence has no room for a sign between number and unit, and no notes below; the tables have both.
                            figure.marks = Marks::NONE;
                        }
                    }
                }
                Block::Table(table) => self.table(table),
                Block::Chart(chart) => self.chart(chart),
                Block::Heading { .. } | Block::Note(_) | Block::PageBreak => {}
            }
        }
        for table in &mut document.workbook_tables {
            self.table(table);
        }
    }

    fn table(&self, table: &mut Table) {
        let mut said: BTreeSet<&str> = BTreeSet::new();
        for figure in table.figures_mut() {
            self.figure(figure);
            note(figure.marks, &mut said);
        }
        table.notes.extend(said.into_iter().map(str::to_owned));
    }

    fn chart(&self, chart: &mut Chart) {
        let mut said: BTreeSet<&str> = BTreeSet::new();
        for figure in chart.series.iter_mut().flat_map(|series| &mut series.figures) {
            self.figure(figure);
            note(figure.marks, &mut said);
        }
        for words in said {
            chart.source.push('；');
            chart.source.push_str(words.trim_end_matches('。'));
        }
    }

    fn figure(&self, figure: &mut Figure) {
        if let Some(period) = figure.id.period.map(Period::from).filter(|period| *period != self.period) {
            self.earlier(figure, period);
        }
        let is_revised = self
            .issued
            .same()
            .and_then(|same| same.get(&figure.id).or_else(|| same.get(&in_words(&figure.id))))
            .is_some_and(|then| then.differs_from(&IssuedFigure::from(&*figure)));
        for mark in self.signs.get(&figure.id).copied().into_iter().chain(is_revised.then_some(Mark::Revised)) {
            figure.marks = figure.marks.with(mark);
        }
    }

    /// A value of an earlier period, in a trend: as it was issued.
    fn earlier(&self, figure: &mut Figure, period: Period) {
        let Subject::Indicator(indicator) = &figure.id.subject else { return };
        // The cumulative figures of the quarter with which the bulletin's own period ends are the bulletin's own.
        if figure.id.measure != Measure::Value || period == self.period.last_quarter() {
            return;
        }
        let now = figure.rounded();
        match self.issued.value(period, indicator, &figure.id.group) {
            Base::Issued(Some(then)) => {
                let is_same = now.is_some_and(|now| now.total_cmp(&round_half_up(then, figure.decimals)).is_eq());
                figure.value = Value::Number(then);
                figure.marks = if is_same { figure.marks } else { figure.marks.with(Mark::Revised) };
            }
            Base::Issued(None) if now.is_some() => figure.marks = figure.marks.with(Mark::Revised),
            Base::Unissued if now.is_some() => figure.marks = figure.marks.with(Mark::Provisional),
            Base::Issued(None) | Base::Unissued | Base::Unknown => {}
        }
    }
}

fn note(marks: Marks, said: &mut BTreeSet<&'static str>) {
    for (mark, meaning) in [(Mark::Revised, REVISED), (Mark::Provisional, PROVISIONAL)] {
        said.extend(marks.contains(mark).then_some(meaning));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::table::{body, numbers};
    use tongbao_document::{Cell, FigureId, GroupId, Properties};
    use tongbao_returns::domain::Quarter;

    #[test]
    fn a_point_of_too_little_coverage_that_nobody_issued_says_both() {
        let issued = Issued::of_periods(&[Period::quarter(2025, Quarter::First)]);
        let marker = Marker { period: Period::quarter(2025, Quarter::Third), issued: &issued, signs: &Signs::new() };
        let printed = |quarter: &str, mark: Option<Mark>| {
            let subject = Subject::Indicator("指标".into());
            let id = FigureId { subject, group: GroupId::Area, period: quarter.parse().ok(), measure: Measure::Value };
            let mut figure = Figure::new(id, Value::Number(61.04), 1, "%").marked(mark);
            marker.figure(&mut figure);
            figure.text()
        };
        assert_eq!(printed("2025Q2", Some(Mark::LowCoverage)), "61.0*p");
        assert_eq!(printed("2025Q2", None), "61.0p");
        assert_eq!(printed("2025Q1", Some(Mark::LowCoverage)), "40.0*r", "issued as 40");
        assert_eq!(printed("2025Q3", Some(Mark::LowCoverage)), "61.0*");
    }

    #[test]
    fn a_table_carries_the_sign_and_explains_it_and_a_sentence_has_none() {
        let id = FigureId {
            subject: Subject::Indicator("指标".into()),
            group: GroupId::Area,
            period: "2025Q3".parse().ok(),
            measure: Measure::YearOnYear,
        };
        let figure = || Figure::new(id.clone(), Value::Number(14.93), 2, "%");
        let table = Table {
            name: "表".to_owned(),
            title: "表".to_owned(),
            unit_line: None,
            columns: vec![numbers("同比", 4.0)],
            label_columns: 0,
            rows: vec![body(vec![Cell::Figure(figure())])],
            notes: Vec::new(),
        };
        let told = figure().marked(Some(Mark::NotComparable));
        let blocks = vec![Block::Paragraph(vec![Inline::Figure(told)]), Block::Table(table)];
        let mut document = Document::list(Properties::default(), String::new(), blocks);
        let (issued, signs) = (Issued::default(), Signs::from([(id.clone(), Mark::Revised)]));
        let period = Period::quarter(2025, Quarter::Third);
        let marker = Marker { period, issued: &issued, signs: &signs };
        marker.document(&mut document);
        let texts: Vec<String> = document.printed_figures().map(Figure::text).collect();
        assert_eq!(texts, ["14.93", "14.93r"]);
        let Some(Block::Table(table)) = document.body.last() else { panic!("a table") };
        assert_eq!(table.notes, [REVISED]);
    }
}
