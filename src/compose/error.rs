//! Why a document could not be composed.

use super::wording::{LineTrouble, Place, TemplateTrouble};

/// The wording of a plan pack that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The template is not well formed or asks for what there is not.
    #[error("cannot compose the wording of the plan `{plan}`: {place}")]
    Template {
        /// Plan id.
        plan: String,
        /// Where.
        place: Box<Place>,
        /// What is wrong there.
        source: TemplateTrouble,
    },
    /// A line of the wording calls for what there is not.
    #[error("the wording of the plan `{plan}` has the line `{line}`: {place}")]
    Directive {
        /// Plan id.
        plan: String,
        /// Where.
        place: Box<Place>,
        /// The line as a reader would see it.
        line: String,
        /// What is wrong with it.
        source: LineTrouble,
    },
}
