//! What one unit of a trial says for one quarter, on all forms that it fills.

use std::collections::BTreeMap;

use tongbao_returns::domain::{ItemName, Reading};

/// The answers by item.
pub(super) type Answers = BTreeMap<ItemName, Reading>;
