//! Why figures could not be computed.

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
