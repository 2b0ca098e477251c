//! How a text is set.

use crate::theme::Colour;

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) size: f32,
    /// Added to every advance, so that 28 characters fill a line; below zero where their cells are narrower than they.
    pub(super) tracking: f32,
    pub(super) colour: Colour,
}

impl Setting {
    /// The part of an advance behind the character; where cells are narrower than characters there is none.
    pub(super) fn slack(self) -> f32 {
        self.tracking.max(0.0)
    }
}
