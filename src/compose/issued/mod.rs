//! What issued bulletins mean for the one that is composed: bases that were issued, marks of what has changed since, the annex of a
//! forced issue, and the explanation of revisions (修订说明).

mod adjustments;
pub mod annex;
pub mod bases;
mod cause;
mod causes;
pub mod compared;
pub mod frozen;
mod ledger;
mod lights;
pub mod marks;
pub mod measures;
mod numbered;
pub mod parts;
pub mod revision;
mod states;
