//! `r` and `p` behind the figures of a document, and what they mean below its tables.

use std::collections::BTreeSet;

use super::bases::Sign;
use super::bases::Signs;
use crate::compose::bulletin::Composed;
use crate::document::Block;
use crate::document::Chart;
use crate::document::Document;
use crate::document::Figure;
use crate::document::Inline;
use crate::document::Mark;
use crate::document::Measure;
use crate::document::Table;
use crate::document::Value;
use crate::document::figure::round_half_up;
use crate::domain::Period;
use crate::issue::Base;
use crate::issue::Issued;
use crate::issue::IssuedFigure;

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
