//! What a cell displays: a number under a number format, as far as bulletins use them.

use tongbao_document::figure::format_decimal;

/// The text of a number under a format such as `#,##0.0`, `+#,##0.0;-#,##0.0;0.0` or `#,##0.0"*"`; none for formats of other kinds.
pub(super) fn displayed(number: f64, format: &str) -> Option<String> {
    let first = format.split(';').next()?;
    let signed = first.starts_with('+');
    let (digits, literal) = match first.split_once('"') {
        Some((digits, literal)) => (digits, literal.strip_suffix('"')?),
        None => (first, ""),
    };
    let digits = digits.trim_start_matches('+');
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_known = whole == "#,##0" && fraction.chars().all(|place| place == '0');
    let decimals = u8::try_from(fraction.len()).ok()?;
    is_known.then(|| format_decimal(number, decimals, signed) + literal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_shows_decimals_sign_and_mark() {
        assert_eq!(displayed(1234.56, "#,##0.0").as_deref(), Some("1,234.6"));
        assert_eq!(displayed(0.3, "+#,##0.0;-#,##0.0;0.0").as_deref(), Some("+0.3"));
        assert_eq!(displayed(0.0, "+#,##0.0;-#,##0.0;0.0").as_deref(), Some("0.0"));
        assert_eq!(displayed(-2.0, "+#,##0;-#,##0;0").as_deref(), Some("-2"));
        assert_eq!(displayed(61.0, "#,##0.0\"*\"").as_deref(), Some("61.0*"));
        assert_eq!(displayed(61.0, "General"), None);
        assert_eq!(displayed(61.0, "yyyy-mm-dd"), None);
    }
}
