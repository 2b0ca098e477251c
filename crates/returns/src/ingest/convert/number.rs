//! A number as people write it into a cell that is text.

use super::measure::{Measure, Step};
use crate::ingest::normal;

/// A number read from words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::ingest) struct Parsed {
    pub(in crate::ingest) value: f64,
    /// Its unit of measure was another than the form's.
    pub(in crate::ingest) is_converted: bool,
}

/// Why words are no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) enum Trouble {
    /// There is none, or more than one.
    NoNumber,
    /// It is followed by something else than the form's unit of measure.
    Measure(String),
}

/// Reads `１，２３４`, `约 1 234.5 万元`, `85%`, `￥12.5`. Zeros are moved in the digits, never by a multiplication, so that `0.07亿元` is
/// exactly 700 万元.
pub(in crate::ingest) fn parse(text: &str, form: &Measure) -> Result<Parsed, Trouble> {
    let plain = plain(text);
    let mut rest = plain.as_str();
    for word in ["大约", "约为", "约", "≈"] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let is_money = rest.starts_with(['¥', '￥']);
    rest = rest.trim_start_matches(['¥', '￥']);
    let (digits, unit) = split(rest).ok_or(Trouble::NoNumber)?;
    let unit = unit.strip_suffix('整').unwrap_or(unit);
    let unit = unit.strip_prefix('(').and_then(|unit| unit.strip_suffix(')')).unwrap_or(unit);
    if unit.contains(|character: char| character.is_ascii_digit() || matches!(character, '.' | ',' | '-' | '/' | ':' | '\n')) {
        return Err(Trouble::NoNumber);
    }
    let found = match (unit, is_money) {
        ("", false) => form.clone(),
        ("", true) => Measure::of("元"),
        _ => Measure::of(unit),
    };
    let odd = || Trouble::Measure(if unit.is_empty() { "￥".to_owned() } else { unit.to_owned() });
    // A currency sign alone says that it is money, not how much of it a unit is.
    let is_form_money = is_money && unit.is_empty() && found.step_to(form).is_some();
    let step = if is_form_money { Step::None } else { found.step_to(form).ok_or_else(odd)? };
    let number = |text: String| text.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or(Trouble::NoNumber);
    let value = match step {
        Step::None => number(digits)?,
        Step::Zeros(zeros) if digits.contains('e') => number(digits)? * 10_f64.powi(zeros),
        Step::Zeros(zeros) => number(format!("{digits}e{zeros}"))?,
        Step::Ratio(from, to) => number(digits)? * f64::from(from) / f64::from(to),
    };
    Ok(Parsed { value, is_converted: step != Step::None })
}

/// Half-width; blanks only where they part digits: one as a comma would, several, a tab or a line break two numbers.
fn plain(text: &str) -> String {
    let text =
        text.trim_start_matches(|character: char| normal::is_blank(character) || matches!(character, '\'' | '‘' | '’' | '`'));
    let mut plain = String::with_capacity(text.len());
    let (mut gap, mut is_line) = (0, false);
    for character in text.chars() {
        if normal::is_blank(character) {
            gap += u32::from(character.is_whitespace());
            is_line |= matches!(character, '\n' | '\r' | '\t');
            continue;
        }
        let character = match normal::half_width(character) {
            '−' | '﹣' => '-',
            '﹪' => '%',
            '﹒' => '.',
            character => character,
        };
        if gap > 0 && character.is_ascii_digit() && plain.ends_with(|last: char| last.is_ascii_digit()) {
            plain.push(if is_line || gap > 1 { '\n' } else { ',' });
        }
        (gap, is_line) = (0, false);
        plain.push(character);
    }
    plain
}

/// The number at the beginning, as Rust reads it, and what follows; `None` if there is no number or its commas part no thousands.
fn split(text: &str) -> Option<(String, &str)> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut digits = if text.starts_with('-') { String::from("-") } else { String::new() };
    let end = |text: &str, also: &[char]| {
        text.find(|character: char| !character.is_ascii_digit() && !also.contains(&character)).unwrap_or(text.len())
    };
    let (whole, mut rest) = unsigned.split_at(end(unsigned, &[',']));
    let mut groups = whole.split(',');
    let first = groups.next().filter(|first| !first.is_empty() || rest.starts_with('.'))?;
    digits.push_str(if first.is_empty() { "0" } else { first });
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    if let Some(fraction) = rest.strip_prefix('.') {
        let (decimals, after) = fraction.split_at(end(fraction, &[]));
        if !decimals.is_empty() {
            digits.push('.');
            digits.push_str(decimals);
        } else if whole.is_empty() {
            return None;
        }
        rest = after;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let length = end(unsigned, &[]);
        if length > 0 {
            let sign = if exponent.starts_with('-') { "-" } else { "" };
            digits.extend(["e", sign, unsigned.get(..length)?]);
            rest = unsigned.get(length..)?;
        }
    }
    Some((digits, rest))
}

/// Whether a number has more decimals than the form asks for, judged by the 15 digits that Excel shows: 0.1 + 0.2 has one.
pub(super) fn has_more_decimals(number: f64, decimals: u8) -> bool {
    let shifted = number * 10_f64.powi(i32::from(decimals));
    if shifted.fract() == 0.0 {
        return false;
    }
    let shown = format!("{number:.14e}");
    let Some((mantissa, exponent)) = shown.split_once('e') else { return false };
    let significant = mantissa.trim_end_matches('0').split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let exponent: i64 = exponent.parse().unwrap_or(0);
    i64::try_from(significant).unwrap_or(0) - exponent > i64::from(decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, unit: &str) -> Result<(f64, bool), Trouble> {
        parse(text, &Measure::of(unit)).map(|parsed| (parsed.value, parsed.is_converted))
    }

    #[test]
    fn numbers_are_cleaned() {
        for (text, unit, value) in [
            ("1234", "人次", 1234.0),
            (" １２３４．５ ", "万元", 1234.5),
            ("1,234,567.8", "万元", 1_234_567.8),
            ("1，234", "人次", 1234.0),
            ("12 345", "人次", 12345.0),
            ("\u{a0}88\u{200b}", "人", 88.0),
            ("\u{202d}1,234\u{202c}\u{200e}", "人", 1234.0),
            ("1234\n", "人", 1234.0),
            ("1234\n人", "人", 1234.0),
            ("'15", "人", 15.0),
            ("约1200", "人次", 1200.0),
            ("约 1,200 人次", "人次", 1200.0),
            ("85%", "%", 85.0),
            ("85.3％", "%", 85.3),
            ("－12.5", "万元", -12.5),
            ("−12.5万元", "万元", -12.5),
            ("+3", "人", 3.0),
            (".5", "万元", 0.5),
            ("3.", "人", 3.0),
            ("1.5E+03", "万元", 1500.0),
            ("￥1,234.50", "万元", 1234.5),
            ("35（人）", "人", 35.0),
            ("35名", "人", 35.0),
            ("0", "人", 0.0),
        ] {
            assert_eq!(read(text, unit), Ok((value, false)), "{text}");
        }
    }

    #[test]
    fn other_measures_are_converted_exactly() {
        for (text, unit, value) in [
            ("0.07亿元", "万元", 700.0),
            ("1.1亿元", "万元", 11000.0),
            ("85300元", "万元", 8.53),
            ("85.3千元", "万元", 8.53),
            ("3.21万元", "元", 32100.0),
            ("1.2万人", "人", 12000.0),
            ("1.2万人次", "人次", 12000.0),
            ("1.2万", "人次", 12000.0),
            ("1.5小时", "分钟", 90.0),
            ("1.5e2亿元", "万元", 1_500_000.0),
        ] {
            assert_eq!(read(text, unit), Ok((value, true)), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_or_in_another_measure_is_refused() {
        for text in [
            "三千",
            "",
            "约",
            "1,23",
            "1234,567",
            "12 34",
            "1.2.3",
            "2025-09-30",
            "12人（含3人）",
            "1-9",
            "--",
            "%",
            "12/13",
            "339\n335",
            "12\r\n345",
            "339  335",
            "339\t335",
            "339　　335",
            "1e999",
        ] {
            assert_eq!(read(text, "人"), Err(Trouble::NoNumber), "{text}");
        }
        for (text, unit, found) in [
            ("12张", "人", "张"),
            ("85%", "人", "%"),
            ("1.2万", "万元", "万"),
            ("30人次左右", "人次", "人次左右"),
            ("￥30", "人", "￥"),
        ] {
            assert_eq!(read(text, unit), Err(Trouble::Measure(found.to_owned())), "{text}");
        }
    }

    #[test]
    fn decimals_are_counted_as_excel_shows_them() {
        assert!(!has_more_decimals(0.1 + 0.2, 1));
        assert!(!has_more_decimals(1_234.560_000_000_000_1, 2));
        assert!(has_more_decimals(1234.567, 2));
        assert!(has_more_decimals(0.5, 0));
        assert!(!has_more_decimals(1e20, 0));
        assert!(!has_more_decimals(-3.0, 0));
    }
}
