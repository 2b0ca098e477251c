//! Random numbers without state: a number depends on the seed and its key alone, so that no sample depends on the order in
//! which units are made, on threads, or on how many units there are.

/// Draws numbers.
#[derive(Debug, Clone, Copy)]
pub struct Draw {
    seed: u64,
}

impl Draw {
    /// Draws of one seed.
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// A number from 0 to [`u32::MAX`].
    pub fn number(self, key: &[&str]) -> u32 {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.seed.to_le_bytes());
        for part in key {
            hasher.update(part.as_bytes());
            // Keeps ("ab", "c") apart from ("a", "bc").
            hasher.update(&[0x1f]);
        }
        let hash = hasher.finalize();
        let [first, second, third, fourth, ..] = *hash.as_bytes();
        u32::from_le_bytes([first, second, third, fourth])
    }

    /// A number from 0 up to, but not including, 1.
    pub fn share(self, key: &[&str]) -> f64 {
        f64::from(self.number(key)) / (f64::from(u32::MAX) + 1.0)
    }

    /// A number from -1 up to, but not including, 1.
    pub fn deviation(self, key: &[&str]) -> f64 {
        self.share(key) * 2.0 - 1.0
    }

    /// One of so many, counted from zero.
    pub fn pick(self, key: &[&str], count: usize) -> usize {
        usize::try_from(self.number(key)).unwrap_or_default().checked_rem(count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_seed_and_key_alone() {
        let draw = Draw::new(7);
        assert_eq!(draw.number(&["甲", "乙"]), Draw::new(7).number(&["甲", "乙"]));
        assert_ne!(draw.number(&["甲", "乙"]), Draw::new(8).number(&["甲", "乙"]));
        assert_ne!(draw.number(&["甲", "乙"]), draw.number(&["甲乙", ""]));
    }

    #[test]
    fn draws_are_spread_evenly() {
        let draw = Draw::new(1);
        let mean = (0..2000).map(|number: i32| draw.share(&[&number.to_string()])).sum::<f64>() / 2000.0;
        assert!((mean - 0.5).abs() < 0.03, "{mean}");
        assert!((0..50).all(|number: i32| draw.pick(&[&number.to_string()], 3) < 3));
    }
}
