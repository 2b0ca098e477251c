//! What an indicator may say of itself in one word, in a pack and among those that packs share: which way is good, how it is built up.

use crate::plan::indicator::Better;

/// Which way is good.
pub(super) const BETTER: [(&str, Better); 4] =
    [("higher", Better::Higher), ("lower", Better::Lower), ("neutral", Better::Neutral), ("within", Better::Within)];

/// How a number is built up.
pub(super) const PACES: [(&str, ()); 1] = [("year", ())];
