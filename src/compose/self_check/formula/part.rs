//! What a term becomes: a piece of formula, and whether its value may be missing.

use crate::compose::self_check::draft::Draft;

/// A truth that is missing, as a number.
pub(super) const UNKNOWN: &str = "0.5";

/// A number, words or a truth. A truth that `may_lack` is a number, as told in the module.
pub(super) struct Part {
    pub(super) draft: Draft,
    pub(super) may_lack: bool,
}

impl Part {
    pub(super) fn sure(draft: Draft) -> Self {
        Self { draft, may_lack: false }
    }

    pub(super) fn made_of(draft: Draft, parts_may_lack: bool) -> Self {
        Self { draft, may_lack: parts_may_lack }
    }

    /// A truth made of numbers or words: their error is its 0.5.
    pub(super) fn truth(truth: Draft, may_lack: bool) -> Self {
        if !may_lack {
            return Self::sure(truth);
        }
        let grade = Draft::choose(truth, Draft::word("1"), Draft::word("0"));
        Self { draft: Draft::call("IFERROR", [grade, Draft::word(UNKNOWN)]), may_lack: true }
    }

    /// A truth as 1, 0 or 0.5.
    pub(super) fn grade(self) -> Draft {
        if self.may_lack { self.draft } else { Draft::choose(self.draft, Draft::word("1"), Draft::word("0")) }
    }

    /// A truth as what IF asks for: true, or anything else.
    pub(super) fn asked(self) -> Draft {
        if self.may_lack { self.draft.compared("=", Draft::word("1")) } else { self.draft }
    }
}

pub(super) fn nothing() -> Part {
    Part { draft: Draft::word("NA()"), may_lack: true }
}

pub(super) fn negation(one: Part) -> Part {
    if one.may_lack {
        // In brackets: 1-x would lose its way in a product.
        let rest = Draft::arithmetic(Draft::word("1"), "-", one.draft);
        Part { draft: rest, may_lack: true }
    } else {
        Part::sure(Draft::call("NOT", [one.draft]))
    }
}
