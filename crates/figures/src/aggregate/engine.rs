//! A formula run over rows of values, group by group: the one place in which the engine adds anything up for a figure.

use std::collections::BTreeMap;

use polars::prelude::*;

/// The column that names the group of a row.
const GROUP: &str = "·group";
/// The column of the result.
const RESULT: &str = "·result";

/// A formula's result and its aggregates, as the engine has them.
pub(super) type Raw = (Option<f64>, Vec<Option<f64>>);

/// A row of the values in a group of a grouping, by their positions.
pub(super) type Rows = Vec<(usize, u32)>;

/// A formula, and the aggregates that are asked for, over the rows of each group; groups without any row are left out.
pub(super) fn by_group(values: &DataFrame, rows: &Rows, formula: Expr, operands: Vec<Expr>) -> PolarsResult<BTreeMap<u32, Raw>> {
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let taken = rows.iter().map(|(row, _)| IdxSize::try_from(*row).unwrap_or(IdxSize::MAX)).collect();
    let mut frame = values.take(&IdxCa::from_vec("".into(), taken))?;
    frame.with_column(Column::new(GROUP.into(), rows.iter().map(|(_, group)| *group).collect::<Vec<_>>()))?;
    let name = |position: usize| format!("·operand {position}");
    let asked = operands.len();
    let mut wanted = vec![formula.cast(DataType::Float64).alias(RESULT)];
    wanted.extend(
        operands.into_iter().enumerate().map(|(position, operand)| operand.cast(DataType::Float64).alias(name(position))),
    );
    let result = frame.lazy().group_by_stable([col(GROUP)]).agg(wanted).collect()?;
    let groups = result.column(GROUP)?.u32()?;
    let values = result.column(RESULT)?.f64()?;
    let columns: Vec<&Float64Chunked> =
        (0..asked).map(|position| result.column(&name(position))?.f64()).collect::<PolarsResult<_>>()?;
    let of_row = |row: usize| columns.iter().map(|column| column.get(row)).collect();
    let rows = groups.iter().zip(values.iter()).enumerate();
    Ok(rows.filter_map(|(row, (group, value))| Some((group?, (value, of_row(row))))).collect())
}
