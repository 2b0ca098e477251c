//! Why a document could not be composed.

use super::wording::LineTrouble;

/// The wording of a plan pack that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The template is not well formed or asks for what there is not.
    #[error("cannot compose the wording `bulletins/{name}.md` of the plan `{plan}`")]
    Template {
        /// Plan id.
        plan: String,
        /// File stem.
        name: String,
        /// The template engine's reason, with its line.
        source: Box<minijinja::Error>,
    },
    /// A directive of the template names nothing that exists.
    #[error("the wording `bulletins/{name}.md` of the plan `{plan}` has the line `{line}`")]
    Directive {
        /// Plan id.
        plan: String,
        /// File stem.
        name: String,
        /// The line.
        line: String,
        /// What is wrong with it.
        source: LineTrouble,
    },
}
