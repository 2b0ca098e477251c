//! What a wording becomes.

use tongbao_document::{Attachment, Block};

/// A wording turned into blocks.
#[derive(Debug, Default)]
pub(in crate::compose) struct Worded {
    pub(in crate::compose) title: String,
    pub(in crate::compose) addressees: Option<String>,
    pub(in crate::compose) body: Vec<Block>,
    pub(in crate::compose) attachments: Vec<Attachment>,
}
