//! A document and where it belongs.

use tongbao_document::{Document, GroupId};

/// A document and where it belongs below the folder of its period and cycle, without extension.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// E.g. `县区/任城区`.
    pub stem: String,
    /// Whose bulletin it is; none of a paper about one.
    pub group: Option<GroupId>,
    /// The document.
    pub document: Document,
}
