//! The rows of the catalogue that the indicators of a pack cite, each where it stands: whoever has the catalogue looks whether it has them.

use toml::Spanned;

use crate::plan::place::Place;
use crate::plan::raw::RawIndicators;
use crate::plan::source::Source;

/// `source` of every indicator.
pub(in crate::plan) fn of_indicators(raw: &RawIndicators, source: &Source) -> Vec<(String, Place)> {
    let cited = raw.indicators.iter().filter_map(|indicator| indicator.get_ref().source.as_ref()).flat_map(Spanned::get_ref);
    cited.map(|row| (row.get_ref().trim().to_owned(), source.place(row.span()))).collect()
}
