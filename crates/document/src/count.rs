//! Counts as the numbers that formulas, workbooks and pages take. One that does not fit becomes the largest that does; no input gets
//! there, as files, sheets and pages are limited long before.

/// A level, a number of decimals.
pub fn to_u8(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// A column, a number of lines.
pub fn to_u16(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// A row, a position.
pub fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A size in bytes.
pub fn to_u64(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// A length inside a PDF.
pub fn to_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A factor of lengths on paper.
pub fn to_f32(count: usize) -> f32 {
    f32::from(to_u16(count))
}

/// A number to compute with.
pub fn to_f64(count: usize) -> f64 {
    f64::from(to_u32(count))
}

/// A count or a position that was kept small.
pub fn to_usize(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_and_what_does_not_becomes_the_largest() {
        assert_eq!((to_u8(255), to_u8(256)), (255, 255));
        assert_eq!((to_u16(7), to_u16(65_536)), (7, 65_535));
        assert_eq!((to_u32(7), to_u64(7), to_i64(7), to_usize(7)), (7, 7, 7, 7));
        assert!((to_f32(3) + 0.5 - 3.5).abs() < f32::EPSILON);
        assert!((to_f64(3) + 0.5 - 3.5).abs() < f64::EPSILON);
    }
}
