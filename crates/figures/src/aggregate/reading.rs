//! What the units of a period say about an indicator: who is concerned, who counts, and how much of it each of them is.
//!
//! A unit counts only if each item that the formula reads, and that the unit's own forms carry, has a value or is 不适用: the same units
//! stand above and below the line (docs/numbers.md rules 2 and 3).

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::adjusted::{Adjusted, adjusted};
use super::basis::Basis;
use super::choice::of_units;
use super::chosen::Choice;
use super::computed::Earlier;
