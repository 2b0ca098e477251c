//! What was found, as facts: one type for each code, named as the code is.
//!
//! A code cannot be raised without its facts, and facts say nothing in words: these are made in `finding::words`. Where a code is raised
//! in several situations its type is an enum of them.

mod adjustment;
mod cell;
mod event;
mod explanation;
mod file;
mod ledger;
mod named;
mod of_task;
mod resubmission;
mod rule;
mod sender;
mod sheet;

pub use adjustment::AdjustmentNotUsed;
pub use cell::{
    AlwaysApplies, Asked, Bound, ChoiceUnknown, Cleaned, DateUnreadable, DecimalsOdd, FormulaError, FormulaWithoutValue, NoGlyph,
    NotAsShown, NotSeen, NumberExpected, OutOfRange, PercentOdd, Seen, UnitConverted, UnitOfMeasureOdd,
};
pub use event::{EventNotUsed, EventTwice, PracticeNotUsed, RowTrouble, SubjectTrouble};
pub use explanation::{ExplanationExpired, ExplanationInvalid, ExplanationUnmatched, Fault};
pub use file::{
    Content, Denial, EmptyFile, Encrypted, FurtherFindings, NotAWorkbook, ReaderFailed, ReaderTimeout, SeveralReturns, TooLarge,
    Truncated, Unreadable, UnsupportedFormat, WrongExtension,
};
pub use ledger::{
    DoneAfterPeriod, DoneUnproven, LagUnexplained, LonelyTask, SignOffUnreasoned, SignOffUnusable, StepRepeated, TaskOfOthers,
    TaskUnanswered, TaskWentBack,
};
pub use named::{NamedForm, NamedItem, NamedTask, NamedUnit};
pub use resubmission::{CorrectedSince, DuplicateFile, EmptyReturn, Superseded};
pub use rule::{Cited, Expected, RuleBroken};
pub use sender::{
    CodeLost, CoverTwice, FormBySheets, FormNotDue, FormUnknown, FormVersion, MatchedByName, NameDiffers, NoCover, NotCumulative,
    NotOfQuarter, PeriodDiffers, PeriodUnknown, ReportDateMissing, ReportDateOdd, UnitClosed, UnitMismatch, UnitNotOpen,
    UnitUnknown, WrongPeriod,
};
pub use sheet::{
    AnsweredThoughEmpty, BlankItem, Column, Competing, HeaderMissing, HiddenContent, ItemBlank, ItemMissing, ItemTwice,
    NameMismatch, ReadElsewhere, SheetMissing, Spot, UnknownItem,
};
