//! Why figures could not be computed.

use crate::plan::Indicator;

/// A formula that the engine refused, although the plan check let it pass.
#[derive(Debug, thiserror::Error)]
pub enum AggregateError {
    /// The engine's refusal.
    #[error("cannot compute the indicator `{indicator}`: {formula}")]
    Formula {
        /// Its id.
        indicator: String,
        /// Its formula.
        formula: String,
        /// The engine's reason.
        source: Box<polars::prelude::PolarsError>,
    },
}

impl AggregateError {
    /// The refusal of an indicator's formula.
    pub(super) fn of(indicator: &Indicator, source: polars::prelude::PolarsError) -> Self {
        let (indicator, formula) = (indicator.id.clone(), indicator.formula.text.clone());
        Self::Formula { indicator, formula, source: Box::new(source) }
    }
}
