//! Who is named as 居前 or 居后 in a sentence (docs/numbers.md rule 10): a place that more than a third share singles nobody out, nobody is
//! praised for a zero, and of a few nobody stands before or behind the others.

use tongbao_document::count;

/// So many places from either end are named, and never more than half of those who are ranked.
const NAMED: usize = 3;

/// Of fewer who are ranked nobody is named.
const FEWEST: usize = 4;

/// Most names of one end that a sentence lists before it only counts.
pub(super) const MOST_NAMES: usize = 5;

/// The ranked of one peer group, best first, each with its place and its printed value.
pub(super) struct Ranked<T> {
    ranked: Vec<(T, u32, f64)>,
}

impl<T: Copy> Ranked<T> {
    /// Of the ranked in their order.
    pub(super) fn of(ranked: impl IntoIterator<Item = (T, u32, f64)>) -> Self {
        Self { ranked: ranked.into_iter().collect() }
    }

    /// How many are ranked.
    pub(super) fn count(&self) -> usize {
        self.ranked.len()
    }

    /// 居前: the first three places with all who share them.
    pub(super) fn first(&self) -> Vec<T> {
        let named = self.ranked.iter().filter(|(_, place, value)| self.is_among_the_first(*place) && *value > 0.0);
        named.filter(|(_, place, _)| self.is_singled_out(*place)).map(|(one, ..)| *one).collect()
    }

    /// 居后: the last three with all who share their places, none of them among the first places.
    pub(super) fn last(&self) -> Vec<T> {
        let last = self.named().checked_sub(1).and_then(|position| self.ranked.iter().rev().nth(position));
        let Some((_, from, _)) = last else { return Vec::new() };
        let named = self.ranked.iter().filter(|(_, place, _)| !self.is_among_the_first(*place) && place >= from);
        named.filter(|(_, place, _)| self.is_singled_out(*place)).map(|(one, ..)| *one).collect()
    }

    /// How many places of either end are named.
    fn named(&self) -> usize {
        if self.ranked.len() < FEWEST { 0 } else { NAMED.min(self.ranked.len() / 2) }
    }

    fn is_among_the_first(&self, place: u32) -> bool {
        count::to_usize(place) <= self.named()
    }

    /// Whether one alone, or at most a third of all, has the place.
    fn is_singled_out(&self, place: u32) -> bool {
        let sharing = self.ranked.iter().filter(|(_, other, _)| *other == place).count();
        sharing == 1 || sharing * 3 <= self.ranked.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places and values, named by their order.
    fn of(ranked: &[(u32, f64)]) -> [Vec<usize>; 2] {
        let ranked = Ranked::of(ranked.iter().enumerate().map(|(position, (place, value))| (position, *place, *value)));
        [ranked.first(), ranked.last()]
    }

    #[test]
    fn the_first_and_the_last_three_places_are_named() {
        let eight: Vec<(u32, f64)> = (1..=8).map(|place| (place, 100.0 - f64::from(place))).collect();
        assert_eq!(of(&eight), [vec![0, 1, 2], vec![5, 6, 7]]);
        assert_eq!(of(&eight[..5]), [vec![0, 1], vec![3, 4]], "nobody is both, and not everybody is either");
        assert_eq!(of(&eight[..4]), [vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn of_a_few_nobody_stands_before_or_behind_the_others() {
        let three = [(1, 90.0), (2, 80.0), (3, 70.0)];
        for few in 0..=three.len() {
            assert!(of(&three[..few]).concat().is_empty(), "{few}");
        }
        // Where all are equal there is no end either.
        assert!(of(&[(1, 80.0); 6]).concat().is_empty());
        // Two of five are more than a third, and share the last place.
        assert_eq!(of(&[(1, 90.0), (2, 80.0), (3, 70.0), (4, 60.0), (4, 60.0)]), [vec![0, 1], vec![]]);
    }

    #[test]
    fn nobody_is_praised_for_a_zero() {
        let shares = [(1, 50.0), (2, 25.0), (3, 0.0), (3, 0.0), (5, 0.0), (6, 0.0)];
        assert_eq!(of(&shares)[0], [0, 1], "0.0 % is the third place and no praise");
        assert!(of(&[(1, 0.0)]).concat().is_empty());
    }

    #[test]
    fn a_place_that_more_than_a_third_share_singles_nobody_out() {
        // Four of eleven are more than a third.
        let mut shares = vec![(1, 100.0); 4];
        shares.extend((5..=11).map(|place| (place, 50.0 - f64::from(place))));
        assert_eq!(of(&shares), [vec![], vec![8, 9, 10]]);
        // Three of eleven are not, and share the place.
        let mut shares = vec![(1, 100.0); 3];
        shares.extend((4..=7).map(|place| (place, 50.0 - f64::from(place))));
        shares.extend([(8, 10.0); 4]);
        assert_eq!(of(&shares), [vec![0, 1, 2], vec![]], "four of eleven share the last place");
    }
}
