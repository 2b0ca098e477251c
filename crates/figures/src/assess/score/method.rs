//! What share of its weight a printed value earns (docs/numbers.md rule 9).

use crate::plan::{Demand, Method};
use tongbao_document::figure::round_half_up;

/// How a value earned its points: enough to repeat the calculation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Earned {
    /// 满分.
    Full,
    /// 零分.
    Nothing,
    /// Value ÷ standard of the weight.
    ValueOver(f64),
    /// Standard ÷ value of the weight.
    OverValue(f64),
    /// 60 + 40 × (value − low) ÷ (high − low) percent of the weight.
    Efficacy {
        /// 不允许值.
        low: f64,
        /// 满意值.
        high: f64,
    },
    /// So many percent of the weight.
    Percent(f64),
    /// The weight less so many points each time.
    Less {
        /// Points each time.
        each: f64,
    },
    /// (n − place + 1) ÷ n of the weight.
    Place {
        /// Competition rank of the value, 1 is best.
        place: u32,
        /// Peers with a value, itself included.
        among: u32,
    },
}

impl Earned {
    /// Points of a weight for a value, with two decimals.
    pub fn points(self, weight: f64, value: f64) -> f64 {
        let points = match self {
            Self::Full => weight,
            Self::Nothing => 0.0,
            Self::ValueOver(standard) => weight * value / standard,
            Self::OverValue(standard) => weight * standard / value,
            Self::Efficacy { low, high } => weight * efficacy(value, low, high) / 100.0,
            Self::Percent(percent) => weight * percent / 100.0,
            Self::Less { each } => weight - each * value,
            Self::Place { place, among } => weight * (f64::from(among) - f64::from(place) + 1.0) / f64::from(among),
        };
        round_half_up(points.clamp(0.0, weight), 2)
    }
}

/// Percent by 功效系数法, not clamped.
fn efficacy(value: f64, low: f64, high: f64) -> f64 {
    60.0 + 40.0 * (value - low) / (high - low)
}

/// What a printed value earns against a demand; `None` where the method needs a demand and there is none.
///
/// Places are given by whoever knows the peers.
pub fn earned(method: &Method, demand: Option<Demand>, place: Option<(u32, u32)>, value: f64) -> Option<Earned> {
    // A rounded value just below zero is a zero.
    let value = value + 0.0;
    match method {
        Method::Target => demand.map(|demand| if demand.is_met(value) { Earned::Full } else { Earned::Nothing }),
        Method::Proportional => demand.map(|demand| proportional(demand, value)),
        Method::Efficacy { low, high } => Some(match efficacy(value, *low, *high) {
            percent if percent >= 100.0 => Earned::Full,
            percent if percent <= 0.0 => Earned::Nothing,
            _ => Earned::Efficacy { low: *low, high: *high },
        }),
        Method::Bands(bands) => {
            let band = bands.iter().find(|band| band.end.takes(value));
            Some(band.map_or(Earned::Nothing, |band| Earned::Percent(band.percent)))
        }
        Method::Rank => place.map(|(place, among)| Earned::Place { place, among }),
        Method::Deduct { each } => Some(if value > 0.0 { Earned::Less { each: *each } } else { Earned::Full }),
    }
}

/// In proportion to what is demanded. Where no proportion makes sense (a standard of zero or less, a value of zero or less that falls
/// short), it is full or nothing.
fn proportional(demand: Demand, value: f64) -> Earned {
    if demand.is_met(value) {
        return Earned::Full;
    }
    let below = |standard: f64| if standard > 0.0 && value > 0.0 { Earned::ValueOver(standard) } else { Earned::Nothing };
    let above = |standard: f64| if standard > 0.0 { Earned::OverValue(standard) } else { Earned::Nothing };
    match demand {
        Demand::AtLeast(least) | Demand::Above(least) => below(least),
        Demand::AtMost(most) | Demand::Below(most) => above(most),
        Demand::Exactly(number) | Demand::About { number, .. } if value < number => below(number),
        Demand::Exactly(number) | Demand::About { number, .. } => above(number),
        Demand::Between(low, _) if value < low => below(low),
        Demand::Between(_, high) => above(high),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Band, BandEnd};

    /// Points of a weight of 10.
    fn points(method: &Method, demand: Demand, value: f64) -> f64 {
        earned(method, Some(demand), None, value).unwrap().points(10.0, value)
    }

    #[track_caller]
    fn each(method: &Method, cases: &[(Demand, f64, f64)]) {
        for &(demand, value, expected) in cases {
            let given = points(method, demand, value);
            assert!((given - expected).abs() < 1e-9, "{value} against {demand:?}: {given} instead of {expected}");
        }
    }

    #[test]
    fn the_target_is_met_or_not() {
        each(
            &Method::Target,
            &[
                (Demand::AtLeast(90.0), 90.0, 10.0),
                (Demand::AtLeast(90.0), 89.9, 0.0),
                (Demand::AtMost(30.0), 30.0, 10.0),
                (Demand::AtMost(30.0), 31.0, 0.0),
                (Demand::Exactly(0.0), 0.0, 10.0),
                (Demand::Exactly(0.0), -0.0, 10.0),
                (Demand::Exactly(0.0), 1.0, 0.0),
                (Demand::Between(1.0, 3.0), 3.0, 10.0),
                (Demand::Between(1.0, 3.0), 4.0, 0.0),
            ],
        );
    }

    #[test]
    fn more_is_better_in_proportion_to_the_target() {
        each(
            &Method::Proportional,
            &[
                (Demand::AtLeast(80.0), 60.0, 7.5),
                (Demand::AtLeast(80.0), 80.0, 10.0),
                (Demand::AtLeast(80.0), 160.0, 10.0),
                (Demand::AtLeast(80.0), 0.0, 0.0),
                (Demand::AtLeast(80.0), -8.0, 0.0),
                // 2/3 of 10 is 6.666…
                (Demand::AtLeast(3.0), 2.0, 6.67),
                // 不低于零: a deficit has no proportion.
                (Demand::AtLeast(0.0), 0.0, 10.0),
                (Demand::AtLeast(0.0), -0.1, 0.0),
                (Demand::AtLeast(-5.0), -4.0, 10.0),
                (Demand::AtLeast(-5.0), -6.0, 0.0),
            ],
        );
    }

    #[test]
    fn less_is_better_in_proportion_to_the_target() {
        each(
            &Method::Proportional,
            &[
                (Demand::AtMost(30.0), 40.0, 7.5),
                (Demand::AtMost(30.0), 30.0, 10.0),
                (Demand::AtMost(30.0), 0.0, 10.0),
                (Demand::AtMost(30.0), -1.0, 10.0),
                (Demand::AtMost(0.0), 0.0, 10.0),
                (Demand::AtMost(0.0), 1.0, 0.0),
                (Demand::AtMost(-2.0), -1.0, 0.0),
            ],
        );
    }

    #[test]
    fn an_exact_target_and_a_range_are_missed_on_both_sides() {
        each(
            &Method::Proportional,
            &[
                (Demand::Exactly(4.0), 4.0, 10.0),
                (Demand::Exactly(4.0), 3.0, 7.5),
                (Demand::Exactly(4.0), 5.0, 8.0),
                (Demand::Exactly(4.0), 0.0, 0.0),
                (Demand::Exactly(0.0), 0.0, 10.0),
                (Demand::Exactly(0.0), 2.0, 0.0),
                (Demand::Between(2.0, 4.0), 1.0, 5.0),
                (Demand::Between(2.0, 4.0), 2.0, 10.0),
                (Demand::Between(2.0, 4.0), 5.0, 8.0),
                (Demand::Between(0.0, 4.0), -1.0, 0.0),
            ],
        );
    }

    #[test]
    fn efficacy_gives_sixty_at_the_low_end_and_a_hundred_at_the_high_one() {
        let higher = Method::Efficacy { low: 50.0, high: 90.0 };
        let lower = Method::Efficacy { low: 30.0, high: 20.0 };
        for (method, value, expected) in [
            (&higher, 90.0, 10.0),
            (&higher, 95.0, 10.0),
            (&higher, 70.0, 8.0),
            (&higher, 50.0, 6.0),
            (&higher, 40.0, 5.0),
            // 60 + 40·(−10−50)/40 = 0, and not less below.
            (&higher, -10.0, 0.0),
            (&higher, -50.0, 0.0),
            (&lower, 20.0, 10.0),
            (&lower, 25.0, 8.0),
            (&lower, 30.0, 6.0),
            (&lower, 45.0, 0.0),
        ] {
            let given = earned(method, None, None, value).unwrap().points(10.0, value);
            assert!((given - expected).abs() < 1e-9, "{value}: {given}");
        }
    }

    #[test]
    fn the_first_band_that_is_reached_counts() {
        let from = |from, percent| Band { end: BandEnd::From(from), percent };
        let to = |to, percent| Band { end: BandEnd::To(to), percent };
        let higher = Method::Bands(vec![from(4.0, 100.0), from(3.0, 80.0), from(1.0, 50.0)]);
        let lower = Method::Bands(vec![to(20.0, 100.0), to(30.0, 60.0)]);
        for (method, value, expected) in [
            (&higher, 5.0, 10.0),
            (&higher, 4.0, 10.0),
            (&higher, 3.9, 8.0),
            (&higher, 1.0, 5.0),
            (&higher, 0.9, 0.0),
            (&lower, 20.0, 10.0),
            (&lower, 20.1, 6.0),
            (&lower, 31.0, 0.0),
        ] {
            let given = earned(method, None, None, value).unwrap().points(10.0, value);
            assert!((given - expected).abs() < 1e-9, "{value}: {given}");
        }
    }

    #[test]
    fn the_first_of_four_gets_all_and_the_last_a_quarter() {
        for (place, among, expected) in [(1, 4, 10.0), (2, 4, 7.5), (4, 4, 2.5), (1, 1, 10.0), (3, 3, 3.33)] {
            let given = earned(&Method::Rank, None, Some((place, among)), 1.0).unwrap().points(10.0, 1.0);
            assert!((given - expected).abs() < 1e-9, "{place} of {among}: {given}");
        }
        assert_eq!(earned(&Method::Rank, None, None, 1.0), None);
        assert_eq!(earned(&Method::Target, None, None, 1.0), None);
    }

    #[test]
    fn each_time_takes_points_until_none_is_left() {
        for (times, expected) in [(0.0, 10.0), (1.0, 7.5), (3.0, 2.5), (4.0, 0.0), (9.0, 0.0)] {
            let given = earned(&Method::Deduct { each: 2.5 }, None, None, times).unwrap().points(10.0, times);
            assert!((given - expected).abs() < 1e-9, "{times}: {given}");
        }
    }
}
