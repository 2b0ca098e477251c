//! Sample data: whole workspaces of returns that never were, for demonstration, tests and measurements.
//!
//! In: the forms of a plan, a recipe (`sample_data/*/recipe.toml`), a seed. Out: a workspace as an office keeps it, with
//! `tongbao.toml`, `registry.xlsx` and an inbox of returns, 示例数据 on every cover. The same seed gives the same bytes; a number
//! depends on its unit, item and period alone, so a larger sample only adds units. [`imperfect`] spoils some of the returns in
//! the ways in which real ones are spoilt, and says beside them what tongbao is expected to find.

pub mod adjustments_book;
mod builder;
pub mod credit_code;
pub mod desk;
pub mod draw;
pub mod error;
pub mod events_book;
pub mod filing;
pub mod happened;
pub mod imperfect;
pub mod jining;
pub mod kailu;
pub mod ledger;
pub mod numbers;
mod order;
pub mod practices;
pub mod readme;
pub mod recipe;
pub mod registry_book;
pub mod workspace;

#[cfg(test)]
mod tests;

pub use desk::Desk;
pub use error::SampleError;
pub use imperfect::Imperfect;
pub use numbers::Numbers;
pub use recipe::Recipe;
pub use workspace::Office;
