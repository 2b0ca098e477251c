//! Parts of a workbook that other programs read and calamine does not, or reads otherwise: made into what it reads.
//!
//! Each takes the bytes of a part, and gives better ones only where there is something to mend.

pub(super) mod book;
pub(super) mod encoding;
pub(super) mod ods;
pub(super) mod records;
pub(super) mod runs;
pub(super) mod sheet;
pub(super) mod styles;
pub(super) mod targets;
