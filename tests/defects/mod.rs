//! A public kit of wrong returns: each defect is built from a clean return by code, with the finding that it must give.
//!
//! Ways in which returns of the sample are spoilt too stand in [`tongbao_sample::imperfect::ways`], with what must be found; here they are
//! held to it. What only a hand on single cells can do is done here.
//!
//! To add a defect, add five lines to a file of `list/`: a name, whose return, how it is spoilt, what must be found at which cell, and
//! what becomes of the return. If something else is found as well, the test says what; list it in `also` if it is justified. Then run
//! `UPDATE_DEFECTS=1 cargo test --release --test it defects` to write `README.md` anew; `DEFECTS_OUT=<folder> cargo test --release
//! --test it -- --ignored writes_the_workbooks` writes the workbooks themselves.

mod book;
mod draft;
mod found;
mod list;
mod readme;
mod recall;
mod tests;
mod world;

use draft::Draft;
use tongbao_sample::imperfect::Effect;

/// Whose return is spoilt: unit and form of [`world`].
type Whose = (&'static str, &'static str);

const HOSPITAL: Whose = ("H01", "hospital");
/// The hospital's second form.
const SUPPLEMENT: Whose = ("H01", "general-hospital");
const TOWNSHIP: Whose = ("T01", "township");
const BUREAU: Whose = ("B01", "county-health");
/// The office of the alliance to which the hospital and three township centres belong.
const OFFICE: Whose = ("A01", "alliance");
/// A unit with a form of the kit's own, see `pack/`.
const KIT: Whose = ("K01", "kit");

/// A defect and what must be found.
struct Defect {
    /// What is wrong, as a clerk would say it.
    name: &'static str,
    /// Whose clean return is spoilt.
    of: Whose,
    /// How.
    change: fn(&mut Draft),
    /// Code or rule, and the place where it must be found: `收入费用!D9`, a sheet, or nothing for the whole file.
    expects: &'static [(&'static str, &'static str)],
    /// What may be found besides, of any severity but a note: other rules that the same defect breaks.
    also: &'static [&'static str],
    effect: Effect,
}
