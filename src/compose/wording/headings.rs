//! Headings that number themselves: 一、 （一） 1.

use tongbao_document::{Block, count};

/// Counts headings.
#[derive(Debug, Default)]
pub(super) struct Headings([usize; 3]);

impl Headings {
    /// A heading of level 1 to 3; a text that has no number yet gets the next one.
    pub(super) fn heading(&mut self, level: usize, text: String) -> Block {
        let [first, second, third] = &mut self.0;
        let number = match level {
            1 => {
                (*first, *second, *third) = (*first + 1, 0, 0);
                format!("{}、", chinese_number(*first))
            }
            2 => {
                (*second, *third) = (*second + 1, 0);
                format!("（{}）", chinese_number(*second))
            }
            _ => {
                *third += 1;
                format!("{third}.")
            }
        };
        let text = if is_numbered(&text) { text } else { number + &text };
        Block::Heading { level: count::to_u8(level), text }
    }
}

/// `三、…`, `（三）…`, `3.…`
fn is_numbered(text: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = text.trim_start_matches('（').trim_start_matches(is_number);
    text.trim_start_matches('（').starts_with(is_number) && rest.starts_with(['、', '）', '.', '．'])
}

/// 一 to 九十九.
fn chinese_number(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |digit: usize| DIGITS.get(digit).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_chinese() {
        assert_eq!([1, 10, 11, 20, 35].map(chinese_number), ["一", "十", "十一", "二十", "三十五"]);
    }
}
