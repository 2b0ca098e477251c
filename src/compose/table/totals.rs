//! Total rows whose cells are the sums of the rows above, as a workbook can add them up again.

use tongbao_document::{Cell, Formula, Row};

/// Says of the given columns of a total row that they are the sums of the rows.
pub(super) fn sum_up(rows: &[Row], total: &mut [Cell], columns: &[usize]) {
    for &column in columns {
        let parts = rows.iter().filter_map(|row| match row.cells.get(column) {
            Some(Cell::Figure(figure)) => Some(figure.id.clone()),
            _ => None,
        });
        let sum = Formula::sum(parts);
        if let Some(Cell::Figure(figure)) = total.get_mut(column) {
            figure.formula = Some(Box::new(sum));
        }
    }
}
