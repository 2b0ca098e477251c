//! `responsible.csv`: from which day on others are responsible for a task of `ledger.csv`.

use jiff::civil::Date;

use super::csv_file::{self, Row};
use super::fields::Checker;
use super::ledger::PlacedLedger;
use super::{listed_names, named_task};
use crate::plan::meant;
use crate::plan::mistake::Mistake;
use crate::plan::source::Source;
use tongbao_returns::domain::Handover;

/// The columns of the file.
pub(in crate::plan) const COLUMNS: [&str; 3] = ["id", "from", "responsible"];

/// Checks the rows and gives them to their tasks; the earlier day of a task is checked first, wherever it stands.
pub(in crate::plan) fn read(ledger: &mut PlacedLedger, years: Option<(i16, i16)>, source: &Source, mistakes: &mut Vec<Mistake>) {
    let mut checker = Checker { source, mistakes };
    let mut rows: Vec<(Date, Row<'_>)> = Vec::new();
    for row in csv_file::rows(&COLUMNS, &mut checker) {
        for name in COLUMNS.into_iter().filter(|name| row.field(name).is_empty()) {
            checker.tell(row.line.clone(), format!("缺少`{name}`"));
        }
        listed_names::check(&row, "responsible", &mut checker);
        rows.extend(day(&row, years, &mut checker).map(|from| (from, row)));
    }
    rows.sort_by_key(|(from, _)| *from);
    // A ledger that could not be read is told where it stands.
    if !ledger.is_read() {
        return;
    }
    for (from, row) in rows {
        let id = row.placed("id");
        let position = named_task::position(&ledger.rows, &id, &mut checker);
        let Some(task) = position.and_then(|position| ledger.rows.get_mut(position)) else { continue };
        let names = row.names("responsible");
        if task.responsible.handovers().iter().any(|known| known.from == from) {
            checker.tell(row.line.clone(), format!("`{}`自{from}起的责任单位写了两次", id.value));
        } else if task.responsible.on(from) == names {
            checker.tell(row.placed("responsible").span, format!("`{}`在{from}以前就由这些单位负责", id.value));
        } else if !names.is_empty() {
            task.responsible.hand_over(Handover { from, names });
        }
    }
}

/// The day of a row; none after its mistake is told.
fn day(row: &Row<'_>, years: Option<(i16, i16)>, checker: &mut Checker<'_>) -> Option<Date> {
    let from = row.placed("from");
    if from.value.is_empty() {
        return None;
    }
    let Some(day) = meant::day(&from.value) else {
        let message = format!("`from`应写成 2025-07-01，这里是`{}`", from.value);
        checker.tell_with_hint(from.span, message, csv_file::hint_of_date(&from.value));
        return None;
    };
    // Who answers from the beginning stands in the ledger.
    let is_within = |(first, last): (i16, i16)| {
        let is_first = (day.year(), day.month(), day.day()) == (first, 1, 1);
        (first..=last).contains(&day.year()) && !is_first
    };
    if let Some((first, last)) = years.filter(|years| !is_within(*years)) {
        let hint = Some("一开始的责任单位写在 ledger.csv".to_owned());
        checker.tell_with_hint(from.span, format!("`from`应在规划期（{first}—{last}年）内、第一天以后，这里是`{day}`"), hint);
        return None;
    }
    Some(day)
}
