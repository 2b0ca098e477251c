//! The words of the trade as types: periods, units, forms, items, facts. Imports nothing of the other stages.

pub mod attribute;
pub mod code;
pub mod cover_field;
pub mod cycle;
pub mod day;
pub mod event;
pub mod fact;
pub mod form;
pub mod item;
pub mod level;
pub mod location;
pub mod original;
pub mod period;
pub mod place;
pub mod responsible;
pub mod sign_off;
pub mod statement;
pub mod task;

pub use attribute::UnitAttribute;
pub use code::{AllianceCode, Category, CountyCode, FormId, ItemName, UnitCode};
pub use cover_field::CoverField;
pub use cycle::Cycle;
pub use day::chinese_date;
pub use event::{Event, EventSubject, Nature, Practice};
pub use fact::{Fact, Reading, Return, SourceFile};
pub use form::{Form, Sheet, Symbols};
pub use item::{Item, Kind};
pub use level::Level;
pub use location::{CellAddress, File, Location, OfficeFile};
pub use original::{Original, OriginalCell, OriginalSheet, OriginalValue};
pub use period::{Period, Quarter};
pub use place::Place;
pub use responsible::{Handover, Responsible};
pub use sign_off::{Decision, SignOff};
pub use statement::Statement;
pub use task::{Task, TaskColumn, TaskState, Tasks};
