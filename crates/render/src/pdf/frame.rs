//! Lengths of the style in points, and the words in which the other files ask for type.

use super::setting::Setting;
use crate::Profile;
use crate::theme::{Colour, Theme};

/// Points per millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;

/// Black ink.
pub(super) const BLACK: Colour = Colour(0);

/// The middle of a character's square above the baseline, in ems. Faces whose characters stand elsewhere are shifted to it.
pub(super) const MIDDLE: f32 = 0.38;

/// The sheet and its type area.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) paper_height: f32,
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) text_width: f32,
    pub(super) text_height: f32,
    /// From line to line of running text.
    pub(super) pitch: f32,
    /// From character to character of running text.
    pub(super) character: f32,
}

impl Frame {
    pub(super) fn new(profile: &Profile) -> Self {
        let page = profile.page;
        Self {
            paper_height: page.height * MM,
            left: page.left * MM,
            top: page.top * MM,
            text_width: page.text_width * MM,
            text_height: page.text_height * MM,
            pitch: page.text_height * MM / f32::from(page.lines.max(1)),
            character: page.text_width * MM / f32::from(page.characters.max(1)),
        }
    }

    /// Width of the type area as its reader sees it: a sideways page is turned.
    pub(super) fn width(&self, sideways: bool) -> f32 {
        if sideways { self.text_height } else { self.text_width }
    }

    /// Height of the type area as its reader sees it.
    pub(super) fn height(&self, sideways: bool) -> f32 {
        if sideways { self.text_width } else { self.text_height }
    }

    /// Running text: as many characters a line as the profile says, spread over the whole width (GB/T 9704, 5.2.3).
    pub(super) fn body(&self, theme: &Theme) -> Setting {
        self.running(theme, theme.types.body.size)
    }

    /// Type among running text, with the tracking of that.
    pub(super) fn running(&self, theme: &Theme, size: f32) -> Setting {
        Setting { size, tracking: self.character - theme.types.body.size, colour: BLACK }
    }

    /// Lower edge of the type area above the lower edge of the paper.
    pub(super) fn bottom(&self) -> f32 {
        self.paper_height - self.top - self.text_height
    }
}

/// Black type without tracking.
pub(super) fn plain(size: f32) -> Setting {
    Setting { size, tracking: 0.0, colour: BLACK }
}

/// A number of lines, characters or millimetres as the profile counts them.
pub(super) fn times(count: u8, length: f32) -> f32 {
    f32::from(count) * length
}

/// Baseline of a line whose characters stand in the middle of `height`.
pub(super) fn baseline(height: f32, size: f32) -> f32 {
    height / 2.0 + MIDDLE * size
}
