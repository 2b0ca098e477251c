//! `r` and `p` behind the figures of a document's tables and charts, and what they mean below; sentences carry no signs.

use std::collections::BTreeSet;

use super::bases::{Sign, Signs};
use crate::compose::composed::Composed;
use crate::issue::{Base, Issued, IssuedFigure};
use tongbao_document::figure::round_half_up;
use tongbao_document::{Block, Chart, Document, Figure, Inline, Mark, Measure, Table, Value};
use tongbao_returns::domain::Period;

const REVISED: &str = "r：与已定稿印发的数不同；同比、环比的基数和趋势图中以往各期取定稿数，其后有更正。";
const PROVISIONAL: &str = "p：所比的以往报告期未定稿印发，为快报数。";

/// Marks every document.
pub fn mark(composed: &mut [Composed], period: Period, issued: &Issued, signs: &Signs) {
    let marker = Marker { period: period.to_string(), last_quarter: period.last_quarter(), issued, signs };
    for one in composed {
        marker.document(&mut one.document);
    }
}

struct Marker<'run> {
    period: String,
    /// With which the bulletin's own period ends: its cumulative figures are the bulletin's own.
    last_quarter: Period,
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
                            figure.mark = None;
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
            note(figure.mark, &mut said);
        }
        table.notes.extend(said.into_iter().map(str::to_owned));
    }

    fn chart(&self, chart: &mut Chart) {
        let mut said: BTreeSet<&str> = BTreeSet::new();
        for figure in chart.series.iter_mut().flat_map(|series| &mut series.figures) {
            self.figure(figure);
            note(figure.mark, &mut said);
        }
        for words in said {
            chart.source.push('；');
            chart.source.push_str(words.trim_end_matches('。'));
        }
    }

    fn figure(&self, figure: &mut Figure) {
        if figure.id.period != self.period {
            self.earlier(figure);
        }
        let is_revised = self
            .issued
            .same()
            .and_then(|same| same.get(&figure.id))
            .is_some_and(|then| then.differs_from(&IssuedFigure::from(&*figure)));
        match (self.signs.get(&figure.id), is_revised) {
            (_, true) | (Some(Sign::Revised), _) => figure.mark = Some(Mark::revised(figure.mark)),
            (Some(Sign::Provisional), _) => figure.mark = Some(Mark::provisional(figure.mark)),
            (None, false) => {}
        }
    }

    /// A value of an earlier period, in a trend: as it was issued.
    fn earlier(&self, figure: &mut Figure) {
        let Ok(period) = figure.id.period.parse::<Period>() else { return };
        if figure.id.measure != Measure::Value || period == self.last_quarter {
            return;
        }
        let now = figure.rounded();
        match self.issued.value(period, &figure.id.subject, &figure.id.group) {
            Base::Issued(Some(then)) => {
                let is_same = now.is_some_and(|now| now.total_cmp(&round_half_up(then, figure.decimals)).is_eq());
                figure.value = Value::Number(then);
                figure.mark = if is_same { figure.mark } else { Some(Mark::revised(figure.mark)) };
            }
            Base::Issued(None) if now.is_some() => figure.mark = Some(Mark::revised(figure.mark)),
            Base::Unissued if now.is_some() => figure.mark = Some(Mark::provisional(figure.mark)),
            Base::Issued(None) | Base::Unissued | Base::Unknown => {}
        }
    }
}

fn note(mark: Option<Mark>, said: &mut BTreeSet<&'static str>) {
    if mark.is_some_and(Mark::is_revised) {
        said.insert(REVISED);
    }
    if mark.is_some_and(Mark::is_provisional) {
        said.insert(PROVISIONAL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::table::{body, numbers};
    use tongbao_document::{Cell, FigureId, Properties};

    #[test]
    fn a_table_carries_the_sign_and_explains_it_and_a_sentence_has_none() {
        let id =
            FigureId { subject: "指标".into(), group: "area".into(), period: "2025Q3".into(), measure: Measure::YearOnYear };
        let figure = || Figure::new(id.clone(), Value::Number(14.93), 2, "%");
        let table = Table {
            name: "表".to_owned(),
            title: "表".to_owned(),
            unit_line: String::new(),
            columns: vec![numbers("同比", 4.0)],
            label_columns: 0,
            rows: vec![body(vec![Cell::Figure(figure())])],
            notes: Vec::new(),
        };
        let told = Figure { mark: Some(Mark::NotComparable), ..figure() };
        let blocks = vec![Block::Paragraph(vec![Inline::Figure(told)]), Block::Table(table)];
        let mut document = Document::list(Properties::default(), String::new(), blocks);
        let (issued, signs) = (Issued::default(), Signs::from([(id.clone(), Sign::Revised)]));
        let period = Period::quarter(2025, 3);
        let marker = Marker { period: period.to_string(), last_quarter: period, issued: &issued, signs: &signs };
        marker.document(&mut document);
        let texts: Vec<String> = document.printed_figures().map(Figure::text).collect();
        assert_eq!(texts, ["14.93", "14.93r"]);
        let Some(Block::Table(table)) = document.body.last() else { panic!("a table") };
        assert_eq!(table.notes, [REVISED]);
    }
}
