//! The head and the foot of the printed page, as .xlsx, .xlsb and .xls have them: words between the codes for their place and face (ECMA-376 part 1,
//! 18.3.1.46).

/// Their words, piece by piece: of `&L收入费用&R&"宋体,常规"&10单位：元` two.
pub(super) fn words(said: &str) -> Vec<String> {
    let pieces = said.split('&').enumerate().map(|(position, piece)| match piece.strip_prefix('"') {
        _ if position == 0 => piece,
        Some(face) => face.split_once('"').map_or("", |(_, words)| words),
        None => piece.trim_start_matches(|code: char| code.is_ascii_alphanumeric()),
    });
    pieces.map(str::trim).filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_no_words() {
        assert_eq!(words("&L收入费用&R&\"宋体,常规\"&10单位：元"), ["收入费用", "单位：元"]);
        assert_eq!(words("2025年 单位：元&C第&P页"), ["2025年 单位：元", "第", "页"]);
        assert_eq!(words("&C&A"), [""; 0]);
        assert_eq!(words(""), [""; 0]);
    }
}
