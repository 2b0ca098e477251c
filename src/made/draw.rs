//! Numbers that look drawn and depend on their key alone, so that a made office is the same every time.

/// A number from -1 up to, but not including, 1.
pub(super) fn deviation(key: &[&str]) -> f64 {
    let mut hasher = blake3::Hasher::new();
    for part in key {
        hasher.update(part.as_bytes());
        // Keeps ("ab", "c") apart from ("a", "bc").
        hasher.update(&[0x1f]);
    }
    let [first, second, third, fourth, ..] = *hasher.finalize().as_bytes();
    f64::from(u32::from_le_bytes([first, second, third, fourth])) / (f64::from(u32::MAX) + 1.0) * 2.0 - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_its_key_alone() {
        assert_eq!(deviation(&["甲", "乙"]).to_bits(), deviation(&["甲", "乙"]).to_bits());
        assert_ne!(deviation(&["甲", "乙"]).to_bits(), deviation(&["甲乙", ""]).to_bits());
        assert!((0..100).all(|number: i32| (-1.0..1.0).contains(&deviation(&[&number.to_string()]))));
    }
}
