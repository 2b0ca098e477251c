//! How the words of a cell look, as far as it says whether they are read: struck out, raised, of the colour of their ground.

use super::colour::{BLACK, Colour, WHITE, is_unseen};

/// What a font says; what it does not say, that of the cell does.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Font {
    pub(super) is_struck: Option<bool>,
    /// Or lowered.
    pub(super) is_raised: Option<bool>,
    pub(super) ink: Option<Colour>,
}

impl Font {
    /// A font that says all of it: plain and black, until it is learnt otherwise.
    pub(super) const WHOLE: Self = Self { is_struck: Some(false), is_raised: Some(false), ink: Some(BLACK) };

    /// With what another one says of the rest.
    #[must_use]
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            is_struck: self.is_struck.or(other.is_struck),
            is_raised: self.is_raised.or(other.is_raised),
            ink: self.ink.or(other.ink),
        }
    }

    /// Whether its words are no part of what a cell says.
    pub(super) fn is_withdrawn(self) -> bool {
        self.is_struck == Some(true) || self.is_raised == Some(true)
    }

    /// Whether nobody sees its words on a ground.
    pub(super) fn is_unseen_on(self, ground: Colour) -> bool {
        is_unseen(self.ink.unwrap_or(BLACK), ground)
    }
}

/// The font of a cell and what lies behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Paint {
    pub(super) font: Font,
    pub(super) ground: Colour,
}

impl Default for Paint {
    fn default() -> Self {
        Self { font: Font::default(), ground: WHITE }
    }
}

impl Paint {
    /// Whether what stands in the cell is no answer.
    pub(super) fn is_withdrawn(self) -> bool {
        self.font.is_withdrawn()
    }

    /// Whether nobody sees what stands in the cell.
    pub(super) fn is_unseen(self) -> bool {
        self.font.is_unseen_on(self.ground)
    }

    /// Whether the cell is read otherwise for it.
    pub(super) fn is_odd(self) -> bool {
        self.is_withdrawn() || self.is_unseen()
    }

    /// Whether it says whether words with a font of their own, or a conditional format, can be seen.
    pub(super) fn is_coloured(self) -> bool {
        self.ground != WHITE || self.font.ink.is_some_and(|ink| ink != BLACK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_says_the_rest_of_another() {
        let struck = Font { is_struck: Some(true), ..Font::WHOLE };
        assert!(struck.is_withdrawn() && Font::default().or(struck).is_withdrawn());
        let bold_alone = Font { is_struck: Some(false), ..Font::default() };
        assert!(!bold_alone.or(struck).is_withdrawn() && !Font::WHOLE.or(struck).is_withdrawn());
        assert!(Font { is_raised: Some(true), ..Font::default() }.is_withdrawn());
    }

    #[test]
    fn white_words_are_seen_on_a_dark_ground() {
        let white = Font { ink: Some(WHITE), ..Font::WHOLE };
        assert!(Paint { font: white, ground: WHITE }.is_odd());
        assert!(!Paint { font: white, ground: Colour::Rgb([31, 73, 125]) }.is_odd());
        assert!(!Paint::default().is_odd() && !Paint::default().is_coloured());
    }
}
