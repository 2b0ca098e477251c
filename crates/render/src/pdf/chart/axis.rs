//! A number axis with round ticks. It shows zero; only a trend of rates far from zero may do without.

/// Numbers are far from zero when they are this many times as far from it as from each other.
const FAR: f64 = 2.0;

/// Room below such numbers, as a part of what lies between them.
const MARGIN: f64 = 0.25;

/// What lies below zero by no more than this part of a step gets as much room and no step of its own: nobody looks for a number at an empty tick.
const SLIGHTLY: f64 = 0.25;

/// From `low` to `high`, both multiples of `step`, but for a low end that lies slightly below zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
    step: f64,
    /// Decimals that the ticks need.
    pub(super) decimals: u8,
}

impl Axis {
    /// The axis that holds zero and all numbers in about five steps.
    pub(super) fn around(numbers: impl Iterator<Item = f64>) -> Self {
        let (low, high) = ends(numbers.chain([0.0]));
        Self::between(low, high)
    }

    /// The axis for numbers that lie far from zero and close together starts near them; any other is the one from zero.
    pub(super) fn near(numbers: &[f64]) -> Self {
        let (low, high) = ends(numbers.iter().copied());
        let margin = (high - low) * MARGIN;
        if low > 0.0 && high > low && low - margin > (high - low) * FAR {
            Self::between(low - margin, high)
        } else {
            Self::around(numbers.iter().copied())
        }
    }

    fn between(low: f64, high: f64) -> Self {
        let span = if high - low > 0.0 { high - low } else { 1.0 };
        let magnitude = 10_f64.powf((span / 5.0).log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * magnitude).into_iter().find(|step| span / step <= 5.5);
        let step = step.unwrap_or(span);
        let decimals = (0..=6).find(|decimals| is_whole(step * 10_f64.powi(i32::from(*decimals)))).unwrap_or(6);
        let high = if low == 0.0 && high == 0.0 { 1.0 } else { (high / step - 1e-9).ceil() * step };
        let slightly = -step * SLIGHTLY;
        let low = if low < 0.0 && low >= slightly { slightly } else { (low / step + 1e-9).floor() * step };
        Self { low, high, step, decimals }
    }

    /// Every step from end to end.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let mut ticks = Vec::new();
        let mut index = (self.low / self.step).round();
        while index * self.step <= self.high + self.step / 2.0 {
            // Without the sum, `-0.0` would be told from zero.
            ticks.push(index * self.step + 0.0);
            index += 1.0;
        }
        ticks
    }

    /// Where a number lies between the ends, 0 to 1.
    #[expect(clippy::cast_possible_truncation, reason = "a place on paper needs no more than single precision")]
    pub(super) fn share(&self, number: f64) -> f32 {
        ((number - self.low) / (self.high - self.low)).clamp(0.0, 1.0) as f32
    }
}

fn ends(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let none = (f64::INFINITY, f64::NEG_INFINITY);
    numbers.filter(|number| number.is_finite()).fold(none, |(low, high), number| (low.min(number), high.max(number)))
}

fn is_whole(number: f64) -> bool {
    (number - number.round()).abs() < 1e-6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_starts_at_zero_and_ends_at_a_round_number() {
        let axis = Axis::around([61.2, 93.4, 88.0].into_iter());
        assert_eq!((axis.low, axis.high), (0.0, 100.0));
        assert_eq!(axis.ticks(), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert!((axis.share(50.0) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn only_numbers_far_from_zero_have_an_axis_that_starts_near_them() {
        let near = Axis::near(&[91.2, 93.4, 95.0]);
        assert!(near.low >= 85.0 && near.low < 91.2, "{near:?}");
        for numbers in [&[5.0, 93.4][..], &[-3.0, 4.0], &[50.0], &[]] {
            assert!(Axis::near(numbers).low <= 0.0, "{numbers:?}");
        }
    }

    #[test]
    fn what_lies_slightly_below_zero_adds_no_tick() {
        // Five percent of growth, and a tenth of a point less than nothing.
        let axis = Axis::near(&[5.0, -0.1, 0.3]);
        assert_eq!((axis.low, axis.ticks()), (-0.25, vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0]));
        assert!(axis.share(-0.1) > 0.0 && axis.share(0.0) > axis.share(-0.1), "it has its room");
        assert_eq!(Axis::around([-0.3, 5.0].into_iter()).ticks().first(), Some(&-1.0));
        for numbers in [&[0.0, 0.0][..], &[-0.0, 5.0], &[0.0, 5.0]] {
            assert_eq!(Axis::near(numbers).low.to_bits(), 0.0_f64.to_bits(), "{numbers:?}");
        }
    }

    #[test]
    fn negative_numbers_and_no_numbers_have_an_axis_too() {
        let axis = Axis::around([-3.0, 7.0].into_iter());
        assert_eq!((axis.low, axis.high, axis.decimals), (-4.0, 8.0, 0));
        assert!(axis.ticks().contains(&0.0));
        let empty = Axis::around(std::iter::empty());
        assert!(empty.high > empty.low && empty.ticks().len() > 1);
        assert_eq!(Axis::around([0.03].into_iter()).decimals, 2);
    }
}
