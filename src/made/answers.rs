//! What one unit of a made office says for one quarter, on all forms that it fills.

use std::collections::BTreeMap;

use tongbao_returns::domain::{ItemName, Reading};

/// The answers by item.
pub type Answers = BTreeMap<ItemName, Reading>;
