//! Tests of a pack (`tests.toml`): returns in a few lines, and what must come of them.
//!
//! In: the file of a pack that has been loaded, and its [`crate::plan::Plan`]. Out: [`Case`]s, each with the registry and the returns that
//! its few lines stand for and with every [`Expectation`], or every mistake in the file at once. Forms, formulas and rules are the pack's;
//! whoever runs a case sends it through the stages that a bulletin goes through.

mod answers;
mod case;
mod dates;
mod events;
mod expectation;
mod expected;
mod load;
mod names;
mod raw;
mod reference;
mod registered;
#[cfg(test)]
mod tests;

pub use case::Case;
pub use expectation::{
    Expectation, Expected, ExpectedFigure, ExpectedFinding, ExpectedLight, ExpectedPoints, ExpectedScore, ExpectedTask,
    RuleEnding,
};
pub use load::{Cases, FILE, Unfit, load};
pub use reference::reference;
