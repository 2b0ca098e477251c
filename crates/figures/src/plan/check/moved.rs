//! What stands in a shared file as if it stood where a pack names it, so that what follows from it there is told there.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use crate::plan::raw::{RawAdjustment, RawBand, RawGrade, RawPart, RawScale, RawScheme, RawVeto};

/// What can be moved from one file to a place in another.
pub(super) trait Moved {
    /// The same with every place in it replaced by one.
    fn moved(&self, to: &Range<usize>) -> Self;
}

impl Moved for String {
    fn moved(&self, _to: &Range<usize>) -> Self {
        self.clone()
    }
}

impl Moved for f64 {
    fn moved(&self, _to: &Range<usize>) -> Self {
        *self
    }
}

impl Moved for i64 {
    fn moved(&self, _to: &Range<usize>) -> Self {
        *self
    }
}

impl<T: Moved> Moved for Spanned<T> {
    fn moved(&self, to: &Range<usize>) -> Self {
        Self::new(to.clone(), self.get_ref().moved(to))
    }
}

impl<T: Moved> Moved for Option<T> {
    fn moved(&self, to: &Range<usize>) -> Self {
        self.as_ref().map(|one| one.moved(to))
    }
}

impl<T: Moved> Moved for Vec<T> {
    fn moved(&self, to: &Range<usize>) -> Self {
        self.iter().map(|one| one.moved(to)).collect()
    }
}

impl<T: Moved> Moved for BTreeMap<String, T> {
    fn moved(&self, to: &Range<usize>) -> Self {
        self.iter().map(|(key, one)| (key.clone(), one.moved(to))).collect()
    }
}

impl Moved for RawGrade {
    fn moved(&self, to: &Range<usize>) -> Self {
        let Self { name, from, most, most_percent } = self;
        Self { name: name.moved(to), from: from.moved(to), most: most.moved(to), most_percent: most_percent.moved(to) }
    }
}

impl Moved for RawVeto {
    fn moved(&self, to: &Range<usize>) -> Self {
        let Self { id, title, caps_at } = self;
        Self { id: id.moved(to), title: title.moved(to), caps_at: caps_at.moved(to) }
    }
}

impl Moved for RawAdjustment {
    fn moved(&self, to: &Range<usize>) -> Self {
        let Self { id, title, kind, points, cap, counts, scopes } = self;
        Self {
            id: id.moved(to),
            title: title.moved(to),
            kind: kind.moved(to),
            points: points.moved(to),
            cap: cap.moved(to),
            counts: counts.moved(to),
            scopes: scopes.moved(to),
        }
    }
}

impl Moved for RawScheme {
    fn moved(&self, to: &Range<usize>) -> Self {
        let Self { name, like, without, scope, categories, alliance_kinds, peer_group, parts } = self;
        Self {
            name: name.moved(to),
            like: like.moved(to),
            without: without.moved(to),
            scope: scope.moved(to),
            categories: categories.moved(to),
            alliance_kinds: alliance_kinds.moved(to),
            peer_group: peer_group.moved(to),
            parts: parts.moved(to),
        }
    }
}

impl Moved for RawPart {
    fn moved(&self, to: &Range<usize>) -> Self {
        let Self { indicator, tasks, weight, weights, each, method, scale, basis } = self;
        Self {
            indicator: indicator.moved(to),
            tasks: tasks.moved(to),
            weight: weight.moved(to),
            weights: weights.moved(to),
            each: each.moved(to),
            method: method.moved(to),
            scale: scale.moved(to),
            basis: basis.moved(to),
        }
    }
}

impl Moved for RawScale {
    fn moved(&self, to: &Range<usize>) -> Self {
        let Self { low, high, bands } = self;
        Self { low: low.moved(to), high: high.moved(to), bands: bands.moved(to) }
    }
}

impl Moved for RawBand {
    fn moved(&self, to: &Range<usize>) -> Self {
        let Self { from, to: end, percent } = self;
        Self { from: from.moved(to), to: end.moved(to), percent: percent.moved(to) }
    }
}
