//! What a bulletin, a blank form and a list say: pure data, no look.
//!
//! A document is composed once and rendered twice. Every number in it is a [`Figure`]: it knows what it is (indicator,
//! group, period, measure), and its text was formatted once, by [`figure::format_decimal`], so that workbook, page and sentence
//! show the same digits. Nothing here knows fonts, colours, cells or files.

pub mod address;
pub mod balance;
pub mod block;
pub mod bulletin;
pub mod count;
pub mod escape;
pub mod expression;
pub mod figure;
pub mod form_book;
pub mod formula;
pub mod identity;
pub mod marks;
pub mod period;
pub mod plain;
pub mod quotes;
pub mod self_check;
pub mod side_by_side;
pub mod slip;
pub mod subject;
pub mod table;
mod walk;

pub use block::{Block, Chart, ChartKind, Inline, Series};
pub use bulletin::{Attachment, Document, Head, Imprint, Properties, Signature, Status};
pub use expression::{Comparison, Expression, Function, Known, Operation};
pub use figure::{Figure, Light, Value};
pub use form_book::{Answer, CoverField, FormBook, FormList, FormListCell, FormListColumn, FormRow, FormSheet, FormValue};
pub use formula::{FigureOperand, Formula, Gathered};
pub use identity::{FigureId, GroupId, Measure};
pub use marks::{Mark, Marks};
pub use period::PeriodId;
pub use self_check::{CellFormula, CheckVerdict, FormCell, FormColumn, FormulaPiece, LaterCheck, SelfCheck, SelfCheckRow};
pub use slip::{
    SlipAnswer, SlipBook, SlipCell, SlipCheck, SlipInput, SlipLevel, SlipLink, SlipMark, SlipRole, SlipRow, SlipSheet, SlipValue,
};
pub use subject::Subject;
pub use table::{Align, Cell, Column, Role, Row, Table};
