//! A number that knows what it is, and the one place where numbers become text (docs/numbers.md rule 11).

use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::formula::Formula;
use crate::count;
use crate::identity::FigureId;
use crate::marks::Marks;
use crate::side_by_side::with_unit;

/// A number, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A number as computed, not rounded.
    Number(f64),
    /// 不适用, or not computable: printed `—`.
    NotApplicable,
    /// 未报: printed `…`.
    NotReported,
}

impl Value {
    /// What is printed of [`Self::NotApplicable`].
    pub const NOT_APPLICABLE: &'static str = "—";
    /// What is printed of [`Self::NotReported`].
    pub const NOT_REPORTED: &'static str = "…";
}

/// A light, in words: the colour only repeats it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Light {
    /// Reached, or on schedule.
    Green,
    /// Slightly behind.
    Yellow,
    /// Clearly behind.
    Red,
}

impl Light {
    /// 绿, 黄 or 红.
    pub fn word(self) -> &'static str {
        match self {
            Self::Green => "绿",
            Self::Yellow => "黄",
            Self::Red => "红",
        }
    }
}

/// A number in a document, formatted once.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Which number.
    pub id: FigureId,
    /// The number, or why there is none.
    pub value: Value,
    /// Decimals shown.
    pub decimals: u8,
    /// Whether a positive number carries its sign (changes do).
    pub signed: bool,
    /// Unit printed behind the number in a sentence (`%`, `个百分点`, `人次`); tables name it in a column of their own.
    pub unit: String,
    /// What the reader must know.
    pub marks: Marks,
    /// 舍位平衡: units of the last decimal added to the rounded number, so that the parts add up to the total.
    pub adjustment: i8,
    /// The workbook holds it with all its digits; the format alone rounds.
    pub exact: bool,
    /// How it follows from other figures.
    pub formula: Option<Box<Formula>>,
}

impl Figure {
    /// A figure without sign or mark.
    pub fn new(id: FigureId, value: Value, decimals: u8, unit: impl Into<String>) -> Self {
        Self {
            id,
            value,
            decimals,
            signed: false,
            unit: unit.into(),
            marks: Marks::NONE,
            adjustment: 0,
            exact: false,
            formula: None,
        }
    }

    /// The same figure with its sign always shown.
    #[must_use]
    pub fn signed(mut self) -> Self {
        self.signed = true;
        self
    }

    /// The same figure with marks.
    #[must_use]
    pub fn marked(mut self, marks: impl Into<Marks>) -> Self {
        self.marks = marks.into();
        self
    }

    /// The same figure, following from others.
    #[must_use]
    pub fn computed_as(mut self, formula: Formula) -> Self {
        self.formula = Some(Box::new(formula));
        self
    }

    /// The same figure, kept in the workbook with all its digits.
    #[must_use]
    pub fn kept_exact(mut self) -> Self {
        self.exact = true;
        self
    }

    /// The digits as every medium shows them, with the mark, without the unit: `1,234.5`, `+0.3`, `—`, `…`, `61.0*`.
    pub fn text(&self) -> String {
        match self.value {
            Value::Number(number) => format!("{}{}", written(self.adjusted(number), self.decimals, self.signed), self.marks),
            Value::NotApplicable => Value::NOT_APPLICABLE.to_owned(),
            Value::NotReported => Value::NOT_REPORTED.to_owned(),
        }
    }

    /// The figure as a sentence says it: digits, mark and unit. What is missing has no unit.
    pub fn in_words(&self) -> String {
        match self.value {
            Value::Number(_) => with_unit(&self.text(), &self.unit),
            Value::NotApplicable | Value::NotReported => self.text(),
        }
    }

    /// The number as displayed, rounded: what a workbook cell caches and what ranks are made from.
    pub fn rounded(&self) -> Option<f64> {
        match self.value {
            Value::Number(number) => {
                Some(self.adjusted(number).and_then(|decimal| decimal.to_string().parse().ok()).unwrap_or(number))
            }
            Value::NotApplicable | Value::NotReported => None,
        }
    }

    /// What a workbook cell holds: the number as displayed, or with all its digits where the figure is kept so.
    pub fn stored(&self) -> Option<f64> {
        match self.value {
            Value::Number(number) if self.exact => Some(number),
            _ => self.rounded(),
        }
    }

    fn adjusted(&self, number: f64) -> Option<Decimal> {
        decimal(number, self.decimals).map(|rounded| rounded + Decimal::new(self.adjustment.into(), self.decimals.min(28).into()))
    }
}

/// Rounds half away from zero on the decimal value: 2.345 is 2.35 although its binary neighbour lies below.
pub fn round_half_up(number: f64, decimals: u8) -> f64 {
    decimal(number, decimals).and_then(|d| d.to_string().parse().ok()).unwrap_or(number)
}

/// Digits grouped by thousands with exactly `decimals` decimals; a rounded zero has no sign.
pub fn format_decimal(number: f64, decimals: u8, signed: bool) -> String {
    written(decimal(number, decimals), decimals, signed)
}

/// How many decimals a number has, at most so many.
pub fn decimals_of(number: f64, most: u8) -> u8 {
    let text = format!("{number:.*}", usize::from(most));
    let fraction = text.trim_end_matches('0').split_once('.').map_or(0, |(_, fraction)| fraction.len());
    count::to_u8(fraction)
}

fn written(rounded: Option<Decimal>, decimals: u8, signed: bool) -> String {
    let Some(rounded) = rounded else {
        return "—".to_owned();
    };
    let plain = format!("{:.*}", usize::from(decimals), rounded.abs());
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut text = String::with_capacity(plain.len() + plain.len() / 3 + 1);
    if !rounded.is_zero() {
        if rounded.is_sign_negative() {
            text.push('-');
        } else if signed {
            text.push('+');
        }
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// The decimal value of a float: the fifteen significant digits that it surely has, and that spreadsheet programs show. The noise of
/// binary addition, which lies behind them, does not decide a rounding; sums of filed decimals are exact as far as they go.
pub(super) fn decimal(number: f64, decimals: u8) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    let decimal =
        Decimal::from_scientific(&format!("{number:.14e}")).or_else(|_| Decimal::from_str(&format!("{number:.4}"))).ok()?;
    Some(decimal.round_dp_with_strategy(u32::from(decimals), RoundingStrategy::MidpointAwayFromZero))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{GroupId, Measure};
    use crate::marks::Mark;
    use crate::subject::Subject;

    #[test]
    fn rounding_is_half_up_on_the_decimal_value() {
        for (number, decimals, text) in [
            (2.345, 2, "2.35"),
            (1.005, 2, "1.01"),
            (0.1 + 0.2, 1, "0.3"),
            (61.249_999_999_999_99, 1, "61.3"),
            (-2.5, 0, "-3"),
            (-0.04, 1, "0.0"),
            (1_234_567.0, 0, "1,234,567"),
            (999_999.96, 1, "1,000,000.0"),
            (0.0, 0, "0"),
            (12_345_678_901.23 + 0.01, 2, "12,345,678,901.24"),
            (123_456_789.124_9, 2, "123,456,789.12"),
            (123_456_789.125, 2, "123,456,789.13"),
            (88_301.886_792_452_83, 6, "88,301.886792"),
        ] {
            assert_eq!(format_decimal(number, decimals, false), text, "{number}");
        }
        assert_eq!(format_decimal(0.26, 1, true), "+0.3");
        assert_eq!(format_decimal(0.0, 1, true), "0.0");
    }

    #[test]
    fn what_is_missing_is_never_a_zero() {
        let id = FigureId {
            subject: Subject::Indicator("x".to_owned()),
            group: GroupId::Area,
            period: "2025Q3".parse().ok(),
            measure: Measure::Value,
        };
        assert_eq!(Figure::new(id.clone(), Value::NotApplicable, 1, "%").text(), "—");
        assert_eq!(Figure::new(id.clone(), Value::NotReported, 1, "%").text(), "…");
        assert_eq!(Figure::new(id.clone(), Value::Number(f64::INFINITY), 1, "%").text(), "—");
        assert_eq!(Figure::new(id.clone(), Value::NotReported, 1, "%").in_words(), "…", "there is nothing to be measured");
        assert_eq!(Figure::new(id.clone(), Value::Number(12.0), 0, "1/10万").in_words(), "12/10万");
        let marked = Figure::new(id, Value::Number(61.0), 1, "%").marked(Some(Mark::LowCoverage));
        assert_eq!(marked.text(), "61.0*");
    }
}
