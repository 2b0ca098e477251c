//! The words of the trade as types: periods, units, forms, items, facts. Imports nothing of the other stages.

pub mod code;
pub mod cycle;
pub mod fact;
pub mod form;
pub mod level;
pub mod original;
pub mod period;
pub mod place;
pub mod statement;

pub use code::AllianceCode;
pub use code::Category;
pub use code::CountyCode;
pub use code::FormId;
pub use code::ItemName;
pub use code::UnitCode;
pub use cycle::Cycle;
pub use fact::Fact;
pub use fact::Reading;
pub use fact::Return;
pub use fact::SourceFile;
pub use form::Form;
pub use form::Item;
pub use form::Kind;
pub use form::Sheet;
pub use form::Symbols;
pub use level::Level;
pub use original::Original;
pub use original::OriginalCell;
pub use original::OriginalSheet;
pub use original::OriginalValue;
pub use period::Period;
pub use place::Place;
pub use statement::Statement;
