//! A plan pack: what a plan demands, as text files → as checked types with compiled formulas.
//!
//! In: the folder of packs and a pack's id. Out: a [`Plan`], or every mistake in its files at once, each with file, line
//! and a hint. The files as written (raw types) never leave this folder. Formulas are SQL expressions over the names of
//! items; what a formula reads must be in a form that the units concerned file.

pub mod addressee;
pub mod aggregation;
pub mod audience;
pub mod catalogue;
pub(crate) mod check;
pub mod difference;
pub mod draft;
mod encoding;
pub mod error;
pub mod folders;
pub mod formula;
pub mod in_words;
pub mod indicator;
pub(crate) mod layout;
pub mod listed;
mod load;
pub mod meant;
pub mod mechanism;
pub mod mistake;
mod near;
pub mod origins;
pub mod peer_group;
pub mod phrase;
pub mod place;
mod raw;
pub mod reference;
pub mod rule;
pub mod scope;
pub mod scoring;
mod shown;
pub(crate) mod source;
mod sql;
mod strays;
mod taking_part;
pub mod target;
#[cfg(test)]
pub(crate) mod tests;
mod together;
pub mod toml_text;
mod topic;
mod unfilled;
pub mod unit_of_measure;
pub mod variable;
pub mod weight;
pub mod words;

pub use addressee::{Addressee, CountyNames, GroupAttribute};
pub use aggregation::{Aggregate, Aggregation};
pub use audience::Audience;
pub use error::PlanError;
pub use folders::PackFolders;
pub use formula::{Formula, Operand, Parts, Volume};
pub use indicator::{Better, Indicator, Score, TakenOver};
pub use listed::Listed;
pub use load::{load, load_from};
pub use meant::{LedgerKind, LedgerRow, Plan, TaskDeadline, TaskDemand, TaskStep, Yearly};
pub use mechanism::{Every, Mechanism, Topic, Turn};
pub use mistake::Mistake;
pub use near::suggestion;
pub use peer_group::{PeerGroup, PeersOf};
pub use phrase::{Blank, Phrase};
pub use rule::{Missing, Rule, RuleSeverity};
pub use scope::Scope;
pub use scoring::{
    Adjustment, AdjustmentKind, Band, BandEnd, Counts, Grade, Method, OVERDUE_TASKS, Quota, Scale, Scheme, Scoring,
    TASK_COMPLETION, Treatment, Veto, Weighed, WeightedPart,
};
pub use shown::render;
pub use target::{Demand, Due, Target};
pub use together::{asked_twice, contradictions, join, stand_in_one_office, stand_together};
pub use unit_of_measure::UnitOfMeasure;
pub use variable::{ALLIANCE_KIND, COUNTY, FormulaItem, Lag, MEMBER_COUNT, Variable};
pub use weight::Weight;
pub use words::{BulletinWords, MOST_TRENDS, Template, ToldTopic, Words};
