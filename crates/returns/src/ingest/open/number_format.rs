//! Number formats, as far as they show another number than the cell holds: 0.985 as `98.5%`, 16800 as `1.68万`, 0 as nothing at all.
//!
//! Syntax: ECMA-376 part 1, 18.8.31.

use std::cmp::Ordering;

use crate::ingest::normal;

/// How a cell shows its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// As it is, but for decimals and separators.
    Plain,
    /// With a unit of measure that the format adds, and with the zeros that it moves.
    As(String),
    /// In other digits, and no word says so: with zeros moved, or with figures that the format adds.
    Scaled,
    /// As these words, whatever the number is.
    Words(String),
    /// Not at all.
    Hidden,
    /// In a format that the file has lost.
    Unknown,
}

/// Stands for the code of a format that the file has lost: a character that Unicode keeps for such use inside a program.
pub(super) const UNKNOWN: &str = "\u{fdd3}";

/// A format that shows some numbers otherwise.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NumberFormat {
    sections: Vec<Section>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Section {
    condition: Option<Condition>,
    /// Zeros that are added: 2 for each `%`, less 3 for each comma behind the digits.
    zeros: i32,
    /// Words in front of the digits by which the number is not exactly that: 约, ≥.
    prefix: String,
    /// The unit of measure that stands behind the digits, or the money in front of them; or a sign that makes it more or less: +.
    suffix: String,
    /// Whether a negative number would be known for one.
    shows_sign: bool,
    /// Whether any number looks like a negative one.
    looks_negative: bool,
    digits: Digits,
    /// All words that stand in it.
    words: String,
    /// Whether it has bare letters: they stand for parts of a date, or say General in another language.
    has_letters: bool,
}

/// Whether a section shows the digits of the number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Digits {
    #[default]
    None,
    Shown,
    /// With figures among the words beside them.
    Joined,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Condition {
    is_met_below: bool,
    is_met_at: bool,
    is_met_above: bool,
    bound: f64,
}

/// The code of a format that stands in no file, as far as it shows another number.
pub(super) fn built_in(number: u16) -> Option<&'static str> {
    match number {
        9 => Some("0%"),
        10 => Some("0.00%"),
        _ => None,
    }
}

impl NumberFormat {
    /// Reads a format, also one that shows every number as it is.
    pub(super) fn read(code: &str) -> Self {
        Self::odd(code).unwrap_or(Self { sections: Vec::new() })
    }

    /// Reads a format; `None` if it shows every number as it is.
    pub(super) fn odd(code: &str) -> Option<Self> {
        let sections: Vec<Section> = split(code).into_iter().map(Section::read).collect();
        let has_conditions = sections.iter().any(|section| section.condition.is_some());
        let shows_all = |(position, section): (usize, &Section)| {
            // In the second section stand the negative numbers.
            section.is_of_dates()
                || section.shows_digits_alone() && !(section.looks_negative && (position == 0 || has_conditions))
        };
        // The third section shows zeros, the fourth words.
        let is_zero = |(position, section): (usize, &Section)| position == 2 && section.is_zero() && section.condition.is_none();
        let hides_the_sign = sections.get(1).is_some_and(Section::hides_the_sign);
        let is_plain =
            !hides_the_sign && sections.iter().enumerate().take(3).all(|section| shows_all(section) || is_zero(section));
        (!is_plain).then_some(Self { sections })
    }

    /// How it shows a number.
    pub(super) fn shows(&self, number: f64) -> Shown {
        let Some(section) = self.section(number) else { return Shown::Plain };
        let is_for_negatives = number < 0.0 && self.sections.get(1).is_some_and(|second| std::ptr::eq(second, section));
        if is_for_negatives && section.hides_the_sign() {
            return Shown::Scaled;
        }
        if !section.has_digits() {
            return match section.words.trim() {
                _ if section.is_of_dates() => Shown::Plain,
                "" => Shown::Hidden,
                UNKNOWN => Shown::Unknown,
                _ if number == 0.0 && section.is_zero() => Shown::Plain,
                words => Shown::Words(words.to_owned()),
            };
        }
        if section.looks_negative && number > 0.0 {
            return Shown::Scaled;
        }
        if section.shows_digits_alone() {
            Shown::Plain
        } else if section.prefix.is_empty() && section.suffix.is_empty() {
            Shown::Scaled
        } else {
            Shown::As(format!("{}{}{}", section.prefix, moved(number, section.zeros), section.suffix))
        }
    }

    fn section(&self, number: f64) -> Option<&Section> {
        if self.sections.iter().any(|section| section.condition.is_some()) {
            let is_met = |section: &&Section| section.condition.is_none_or(|condition| condition.is_met(number));
            return self.sections.iter().find(is_met);
        }
        let position = match self.sections.len() {
            0 | 1 => 0,
            _ if number < 0.0 => 1,
            2 => 0,
            _ if number == 0.0 => 2,
            _ => 0,
        };
        self.sections.get(position)
    }
}

impl Condition {
    /// `>=10000`
    fn read(text: &str) -> Option<Self> {
        let bound = text.trim_start_matches(['<', '>', '=']);
        let sign = text.get(..text.len() - bound.len()).filter(|sign| !sign.is_empty())?;
        Some(Self {
            is_met_below: sign.contains('<'),
            is_met_at: sign.contains('='),
            is_met_above: sign.contains('>'),
            bound: bound.trim().parse().ok()?,
        })
    }

    fn is_met(self, number: f64) -> bool {
        match number.partial_cmp(&self.bound) {
            Some(Ordering::Less) => self.is_met_below,
            Some(Ordering::Equal) => self.is_met_at,
            Some(Ordering::Greater) => self.is_met_above,
            None => false,
        }
    }
}

/// Sections, apart from those semicolons that stand in quotes or brackets or are escaped.
fn split(code: &str) -> Vec<&str> {
    let mut sections = Vec::new();
    let (mut start, mut is_quoted, mut is_escaped, mut is_bracketed) = (0, false, false, false);
    for (position, character) in code.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '\\' | '!' | '_' | '*' => is_escaped = true,
            '[' => is_bracketed = true,
            ']' => is_bracketed = false,
            ';' if !is_bracketed => {
                sections.extend(code.get(start..position));
                start = position + 1;
            }
            _ => {}
        }
    }
    sections.extend(code.get(start..));
    sections
}

impl Section {
    /// Whether it is a way to write zero; a dash is that of accountants.
    fn is_zero(&self) -> bool {
        let words = self.words.trim();
        let is_of_zero = |character: char| normal::is_dash(character) || matches!(character, '0' | '.' | '零' | '〇');
        !self.has_digits() && !words.is_empty() && words.chars().all(is_of_zero)
    }

    fn has_digits(&self) -> bool {
        self.digits != Digits::None
    }

    /// Whether it shows a date, or a number in the words of another language.
    fn is_of_dates(&self) -> bool {
        self.has_letters && !self.has_digits()
    }

    /// Whether the digits of the number are shown, where they are, and nothing that says more of it.
    fn shows_digits_alone(&self) -> bool {
        self.digits == Digits::Shown && self.zeros == 0 && self.prefix.is_empty() && self.suffix.is_empty()
    }

    /// Whether a negative number is shown as a positive one.
    fn hides_the_sign(&self) -> bool {
        self.has_digits() && !self.shows_sign && self.condition.is_none()
    }

    fn read(code: &str) -> Self {
        // The ordinary format in Excel's own words, and in those of a Chinese Excel, shows what the cell holds, as `@` does.
        let mut section = Self::default();
        section.read_on(&code.trim().replace("General", "@").replace("G/通用格式", "@"));
        section
    }

    fn read_on(&mut self, code: &str) {
        let mut characters = code.chars();
        let (mut literal, mut lead) = (String::new(), String::new());
        // Commas that scale if no digit follows, and digits behind a point that is only a word.
        let (mut commas, mut is_fraction, mut behind_point) = (0, false, None);
        while let Some(character) = characters.next() {
            match character {
                '"' => {
                    let quoted: String = characters.by_ref().take_while(|character| *character != '"').collect();
                    literal.push_str(&quoted);
                    self.words.push_str(&quoted);
                }
                '\\' | '!' => {
                    let escaped = characters.next();
                    literal.extend(escaped);
                    self.words.extend(escaped);
                }
                '_' | '*' => {
                    characters.next();
                }
                '[' => {
                    let inside: String = characters.by_ref().take_while(|character| *character != ']').collect();
                    if let Some(currency) = inside.strip_prefix('$') {
                        let sign = currency.split('-').next().unwrap_or_default();
                        literal.push_str(sign);
                        self.words.push_str(sign);
                    }
                    self.shows_sign |= ["Red", "红色"].iter().any(|red| inside.eq_ignore_ascii_case(red));
                    self.condition = self.condition.or_else(|| Condition::read(&inside));
                }
                // The last is all that the cell holds.
                '0' | '#' | '?' | '@' => {
                    if literal.trim() == "." && self.has_digits() && !is_fraction {
                        behind_point = Some(0);
                    }
                    behind_point = behind_point.map(|digits: i32| digits + 1);
                    if !is_fraction {
                        commas = 0;
                    }
                    let is_joined = self.digits == Digits::Joined || is_figures(&literal);
                    if !self.has_digits() {
                        lead = std::mem::take(&mut literal);
                    }
                    literal.clear();
                    self.digits = if is_joined { Digits::Joined } else { Digits::Shown };
                }
                '.' => is_fraction = true,
                ',' if self.has_digits() && literal.is_empty() => commas += 1,
                '%' => {
                    self.zeros += 2;
                    literal.push('%');
                }
                other => {
                    literal.push(other);
                    if other.is_ascii_alphabetic() {
                        self.has_letters = true;
                    } else {
                        self.words.push(other);
                    }
                }
            }
        }
        self.zeros -= 3 * commas + behind_point.unwrap_or(0);
        self.shows_sign |= self.words.contains(|character: char| normal::is_dash(character) || "(（负△▲".contains(character));
        let plain = |literal: &str| literal.chars().map(normal::half_width).collect::<String>();
        self.read_words(plain(&lead).trim(), plain(&literal).trim());
    }

    /// The words around the digits.
    fn read_words(&mut self, lead: &str, tail: &str) {
        let is_of_measure = |character: char| character.is_alphabetic() || matches!(character, '%' | '‰' | '$' | '€' | '£');
        if is_money(lead) {
            lead.clone_into(&mut self.suffix);
        } else if is_inexact(lead) {
            lead.clone_into(&mut self.prefix);
        }
        let measure = tail.trim_matches(|character: char| !is_of_measure(character));
        if self.has_digits() && (is_figures(tail) || measure.is_empty() && tail.contains(|one: char| one.is_ascii_digit())) {
            self.digits = Digits::Joined;
        } else if tail.contains(IS_MORE_OR_LESS) {
            tail.clone_into(&mut self.suffix);
        } else if !measure.is_empty() {
            measure.clone_into(&mut self.suffix);
        }
        let is_sign = |character: char| normal::is_dash(character) || matches!(character, '(' | '¥' | '￥' | ' ');
        let is_minus = |words: &str| words.contains(normal::is_dash) && words.chars().all(is_sign);
        self.looks_negative = is_minus(lead) || is_minus(tail) || lead.ends_with('(') && tail.starts_with(')');
    }
}

/// Signs behind digits by which a number is not exactly that.
const IS_MORE_OR_LESS: [char; 14] = ['+', '±', '>', '<', '≥', '≤', '~', '≈', '×', '÷', '^', '?', '⁺', '⁻'];

/// Whether words in front of digits say that the number is not exactly that: `约`, `超过`, `≥`.
fn is_inexact(words: &str) -> bool {
    const WORDS: [&str; 24] = [
        "约",
        "约为",
        "近",
        "将近",
        "超",
        "超过",
        "过",
        "逾",
        "多于",
        "少于",
        "高于",
        "低于",
        "大于",
        "小于",
        "不足",
        "不到",
        "不超过",
        "不低于",
        "至少",
        "至多",
        "最多",
        "最少",
        "以上",
        "以下",
    ];
    let bare = words.trim_end_matches([':', '=']);
    bare.ends_with(['>', '<', '≥', '≤', '~', '≈', '±']) || WORDS.iter().any(|word| bare.ends_with(word))
}

/// Whether words in front of digits say which money they are; `¥` says no more than that it is money.
fn is_money(words: &str) -> bool {
    words.ends_with('元') || ["$", "US$", "HK$", "€", "£"].contains(&words)
}

/// Whether words read as a part of the number beside them: the `00` of `0"00"`.
fn is_figures(words: &str) -> bool {
    let words = words.trim();
    words.contains(|character: char| character.is_ascii_digit())
        && words.chars().all(|character| character.is_ascii_digit() || matches!(character, '.' | ','))
}

/// A number with its decimal point moved in the digits, as many of them as Excel shows: 0.985 with two zeros more is exactly 98.5.
pub(super) fn moved(number: f64, zeros: i32) -> String {
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    let scientific = format!("{shown:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent = exponent.parse::<i32>().unwrap_or(0).saturating_add(zeros);
    format!("{digits}e{exponent}").parse::<f64>().map_or(scientific.clone(), |moved| moved.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, number: f64) -> Shown {
        NumberFormat::odd(code).map_or(Shown::Plain, |format| format.shows(number))
    }

    #[test]
    fn ordinary_formats_are_not_odd() {
        for code in [
            "General",
            "G/通用格式",
            "0",
            "0.00",
            "#,##0",
            "#,##0.00",
            "#,##0_);(#,##0)",
            "0.00_ ;[Red]\\-0.00\\ ",
            "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
            "[$¥-804]#,##0.00",
            "\"￥\"#,##0.00;\"￥\"\\-#,##0.00",
            "@",
            "0.00E+00",
            "# ?/?",
            "[DBNum1][$-804]General",
            "Standard",
            "m\"月\"d\"日\"",
            "+0;-0;0",
            "0.00_);(0.00)",
            "0\"①\"",
            "\"共\"General",
        ] {
            assert_eq!(shown(code, 16800.0), Shown::Plain, "{code}");
            assert_eq!(shown(code, 0.0), Shown::Plain, "{code}");
        }
    }

    /// Sheets are not gone through for them.
    #[test]
    fn the_formats_that_stand_in_most_workbooks_are_not_looked_into() {
        for code in [
            "General",
            "0.00_ ",
            "#,##0_);(#,##0)",
            "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
            "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)",
            "_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ",
            "#,##0.00_);[Red](#,##0.00)",
        ] {
            assert_eq!(NumberFormat::odd(code), None, "{code}");
        }
    }

    #[test]
    fn what_is_shown_is_read_off_the_format() {
        let is = |text: &str| Shown::As(text.to_owned());
        for (code, number, expected) in [
            ("0%", 0.985, is("98.5%")),
            ("0.00%", 1.05, is("105%")),
            ("0.0%;[Red]-0.0%", -0.07, is("-7%")),
            ("0.0\"%\"", 98.5, is("98.5%")),
            ("0\"‰\"", 985.0, is("985‰")),
            ("0\\.0,\"万\"", 16800.0, is("1.68万")),
            ("0!.0,\"万元\"", 16800.0, is("1.68万元")),
            ("0\"元\"", 16800.0, is("16800元")),
            ("#,##0.00\"元\"_)", 16800.0, is("16800元")),
            ("General\"人\"", 12.0, is("12人")),
            ("[>=10000]0\\.0,\"万\";0", 16800.0, is("1.68万")),
            ("[>=10000]0\\.0,\"万\";0", 9999.0, Shown::Plain),
            ("0.0,", 16800.0, Shown::Scaled),
            ("#,##0,", 16800.0, Shown::Scaled),
            ("0.0,,", 16800.0, Shown::Scaled),
            (";;;", 16800.0, Shown::Hidden),
            ("0;-0;;@", 0.0, Shown::Hidden),
            ("0;-0;;@", 5.0, Shown::Plain),
            ("#,##0;-#,##0;\"—\"", 0.0, Shown::Plain),
            ("#,##0;-#,##0;\"无\"", 0.0, Shown::Words("无".to_owned())),
            ("#,##0;-#,##0;\"无\"", 12.0, Shown::Plain),
            ("\"见附表\"", 12.0, Shown::Words("见附表".to_owned())),
            ("\"—\"", 12.0, Shown::Words("—".to_owned())),
            ("0\"00\"", 5.0, Shown::Scaled),
            ("0.00[$元-804]", 15308.21, is("15308.21元")),
            ("[$元]0.00", 15308.21, is("15308.21元")),
            ("[$€-2] #,##0.00", 12.0, is("12€")),
            ("\"$\"#,##0.00", 12.0, is("12$")),
            ("0.00;0.00", -12.0, Shown::Scaled),
            ("0.00;0.00", 12.0, Shown::Plain),
            ("0.00;[Red]0.00", -12.0, Shown::Plain),
            ("0.00;\\-0.00", -12.0, Shown::Plain),
            ("\"1\"000", 5.0, Shown::Scaled),
            ("\"第\"0", 5.0, Shown::Plain),
            ("\"约\"0", 1200.0, is("约1200")),
            ("\"约\"General\"人\"", 1200.0, is("约1200人")),
            ("[>=10000]\"超\"0!.0,\"万\";0", 16800.0, is("超1.68万")),
            ("\">=\"0", 12.0, is(">=12")),
            ("\"≥\"0", 12.0, is("≥12")),
            ("0.00\"+\"", 12.0, is("12+")),
            ("0＋", 12.0, is("12+")),
            ("0\"万元以上\"", 12.0, is("12万元以上")),
            ("0\"×10\"", 12.0, Shown::Scaled),
            ("0.0\"％\"", 98.5, is("98.5%")),
            ("\"-\"0", 12.0, Shown::Scaled),
            ("-0.00", 12.0, Shown::Scaled),
            ("-0.00", 0.0, Shown::Plain),
            ("\\(0\\)", 12.0, Shown::Scaled),
            ("0-", 12.0, Shown::Scaled),
            ("[<0]-0;0", 12.0, Shown::Plain),
            ("[<0]-0;0", -12.0, Shown::Plain),
            (UNKNOWN, 12.0, Shown::Unknown),
        ] {
            assert_eq!(shown(code, number), expected, "{code} of {number}");
        }
    }

    #[test]
    fn points_move_in_the_digits() {
        assert_eq!(moved(0.985, 2), "98.5");
        assert_eq!(moved(0.07, 2), "7");
        assert_eq!(moved(0.1 + 0.2, 2), "30");
        assert_eq!(moved(12345.0, -4), "1.2345");
        assert_eq!(moved(0.0, 2), "0");
    }
}
