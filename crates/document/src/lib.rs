//! What a bulletin, a blank form and a list say: pure data, no look.
//!
//! A document is composed once and rendered twice. Every number in it is a [`Figure`]: it knows what it is (indicator,
//! group, period, measure), and its text was formatted once, by [`figure::format_decimal`], so that workbook, page and sentence
//! show the same digits. Nothing here knows fonts, colours, cells or files.

pub mod address;
pub mod balance;
pub mod block;
pub mod bulletin;
pub mod figure;
pub mod form_book;
pub mod formula;
pub mod self_check;
pub mod slip;
pub mod table;
mod walk;

pub use block::Block;
pub use block::Chart;
pub use block::ChartKind;
pub use block::Inline;
pub use block::Series;
pub use bulletin::Attachment;
pub use bulletin::Document;
pub use bulletin::Head;
pub use bulletin::Imprint;
pub use bulletin::Properties;
pub use bulletin::Signature;
pub use figure::Figure;
pub use figure::FigureId;
pub use figure::Light;
pub use figure::Mark;
pub use figure::Measure;
pub use figure::Value;
pub use form_book::Answer;
pub use form_book::CoverField;
pub use form_book::FormBook;
pub use form_book::FormList;
pub use form_book::FormListCell;
pub use form_book::FormListColumn;
pub use form_book::FormRow;
pub use form_book::FormSheet;
pub use form_book::FormValue;
pub use formula::Formula;
pub use formula::Operation;
pub use self_check::CellFormula;
pub use self_check::CheckVerdict;
pub use self_check::FormCell;
pub use self_check::FormColumn;
pub use self_check::FormulaPiece;
pub use self_check::LaterCheck;
pub use self_check::SelfCheck;
pub use self_check::SelfCheckRow;
pub use slip::SlipAnswer;
pub use slip::SlipBook;
pub use slip::SlipCell;
pub use slip::SlipInput;
pub use slip::SlipLevel;
pub use slip::SlipLink;
pub use slip::SlipMark;
pub use slip::SlipRole;
pub use slip::SlipRow;
pub use slip::SlipSheet;
pub use slip::SlipValue;
pub use table::Align;
pub use table::Cell;
pub use table::Column;
pub use table::Role;
pub use table::Row;
pub use table::Table;
