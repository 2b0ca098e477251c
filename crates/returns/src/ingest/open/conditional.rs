//! Conditional formats, as far as they show a cell otherwise than its own style does: in another number format, struck out, or without its
//! number.
//!
//! In: rules as the formats of files have them. Out: how a number is shown. A condition that compares the number with another one is
//! decided here; whatever else it asks (a formula, the cells around) is not, and then nobody knows how the number is shown.

use super::number_format::{NumberFormat, Shown};
use crate::ingest::workbook::Rectangle;

/// What a rule makes of the cells that meet its condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Look {
    /// A number format; `None` for one that shows every number as it is.
    Format(Option<NumberFormat>),
    /// Struck out.
    Struck,
    /// A bar or a sign in the place of the number.
    Unseen,
}

/// How a number is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sight {
    /// As its format has it.
    Shown(Shown),
    /// Struck out.
    Struck,
}

impl Look {
    fn shows(&self, number: f64) -> Sight {
        match self {
            Self::Format(format) => Sight::Shown(format.as_ref().map_or(Shown::Plain, |format| format.shows(number))),
            Self::Struck => Sight::Struck,
            Self::Unseen => Sight::Shown(Shown::Hidden),
        }
    }
}

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    GreaterOrEqual,
    Greater,
    Between,
    NotBetween,
}

impl Comparison {
    /// By its number in the binary formats (MS-XLSB 2.5.15, MS-XLS 2.4.42).
    pub(super) fn of_number(number: u32) -> Option<Self> {
        Some(match number {
            1 => Self::Between,
            2 => Self::NotBetween,
            3 => Self::Equal,
            4 => Self::NotEqual,
            5 => Self::Greater,
            6 => Self::Less,
            7 => Self::GreaterOrEqual,
            8 => Self::LessOrEqual,
            _ => return None,
        })
    }

    /// By its name in .xlsx (ECMA-376 part 1, 18.18.15).
    pub(super) fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "between" => Self::Between,
            "notBetween" => Self::NotBetween,
            "equal" => Self::Equal,
            "notEqual" => Self::NotEqual,
            "greaterThan" => Self::Greater,
            "lessThan" => Self::Less,
            "greaterThanOrEqual" => Self::GreaterOrEqual,
            "lessThanOrEqual" => Self::LessOrEqual,
            _ => return None,
        })
    }
}

/// The condition of a rule.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    /// Every number meets it.
    Always,
    /// The number is compared with one or two others.
    Compares(Comparison, Vec<f64>),
    /// Something that is not asked here.
    Other,
}

impl Condition {
    /// Compares with numbers, of which some may be no more than the words of a formula.
    pub(super) fn new(comparison: Option<Comparison>, numbers: &[Option<f64>]) -> Self {
        let all: Option<Vec<f64>> = numbers.iter().copied().collect();
        comparison.zip(all).map_or(Self::Other, |(comparison, numbers)| Self::Compares(comparison, numbers))
    }

    /// As .ods spells it: `<1`, `between(1,2)`, `cell-content()>=0.5`, `cell-content-is-between(1,2)`.
    pub(super) fn of_words(words: &str) -> Self {
        let plain: String = words.chars().filter(|character| !character.is_whitespace()).collect();
        let plain = plain.split_once("cell-content").map_or(plain.as_str(), |(_, rest)| rest).trim_start_matches("()");
        let plain = plain.strip_prefix("-is-").unwrap_or(plain);
        let signs = [
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("!=", Comparison::NotEqual),
            ("<>", Comparison::NotEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
            ("=", Comparison::Equal),
            ("not-between(", Comparison::NotBetween),
            ("between(", Comparison::Between),
        ];
        let found = signs.iter().find_map(|(sign, comparison)| Some((*comparison, plain.strip_prefix(sign)?)));
        let Some((comparison, rest)) = found else { return Self::Other };
        let numbers: Vec<Option<f64>> = rest.trim_end_matches(')').split(',').map(|number| number.parse().ok()).collect();
        Self::new(Some(comparison), &numbers)
    }

    /// Whether a number meets it; `None` if that is not known.
    pub(super) fn is_met(&self, number: f64) -> Option<bool> {
        let (comparison, numbers) = match self {
            Self::Always => return Some(true),
            Self::Compares(comparison, numbers) => (comparison, numbers),
            Self::Other => return None,
        };
        let (one, other) = match numbers.as_slice() {
            [one] => (*one, *one),
            [one, other] => (one.min(*other), one.max(*other)),
            _ => return None,
        };
        Some(match comparison {
            Comparison::Less => number < one,
            Comparison::LessOrEqual => number <= one,
            Comparison::GreaterOrEqual => number >= one,
            Comparison::Greater => number > one,
            Comparison::Equal | Comparison::Between => (one..=other).contains(&number),
            Comparison::NotEqual | Comparison::NotBetween => !(one..=other).contains(&number),
        })
    }
}

/// A rule with the cells that it is for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    pub(super) ranges: Vec<Rectangle>,
    /// Smaller goes before.
    pub(super) priority: i64,
    pub(super) condition: Condition,
    pub(super) look: Look,
}

/// How a number is shown hangs on what is not known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unsure;

/// How a number is shown by rules in their order, if its own style shows it as `own`.
pub(super) fn shown<'rules>(
    number: f64,
    own: Sight,
    rules: impl Iterator<Item = (&'rules Condition, &'rules Look)>,
) -> Result<Sight, Unsure> {
    let mut sights = Vec::new();
    for (condition, look) in rules {
        match condition.is_met(number) {
            Some(false) => {}
            Some(true) => return agreed(&sights, look.shows(number)),
            None => sights.push(look.shows(number)),
        }
    }
    agreed(&sights, own)
}

fn agreed(possible: &[Sight], last: Sight) -> Result<Sight, Unsure> {
    if possible.iter().all(|sight| *sight == last) { Ok(last) } else { Err(Unsure) }
}

/// The rules of a sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Conditions(Vec<Rule>);

impl Conditions {
    /// Brings rules into their order.
    pub(super) fn new(mut rules: Vec<Rule>) -> Self {
        rules.sort_by_key(|rule| rule.priority);
        Self(rules)
    }

    /// Whether no rule shows anything otherwise.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How the number of a cell is shown, if its own style shows it as `own`.
    pub(super) fn shown(&self, (row, column): (u32, u32), number: f64, own: Sight) -> Result<Sight, Unsure> {
        let covers = |[first, last]: &Rectangle| {
            (first.0..=last.0).contains(&row) && (u32::from(first.1)..=u32::from(last.1)).contains(&column)
        };
        let rules = self.0.iter().filter(|rule| rule.ranges.iter().any(covers));
        shown(number, own, rules.map(|rule| (&rule.condition, &rule.look)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent() -> Look {
        Look::Format(NumberFormat::odd("0.0%"))
    }

    fn plain() -> Sight {
        Sight::Shown(Shown::Plain)
    }

    fn rule(priority: i64, condition: Condition, look: Look) -> Rule {
        Rule { ranges: vec![[(5, 3), (8, 3)]], priority, condition, look }
    }

    #[test]
    fn conditions_are_spelt_in_many_ways() {
        for (words, number, is_met) in [
            ("<1", 0.85, Some(true)),
            ("<1", 1.0, Some(false)),
            (">= 0.5", 0.5, Some(true)),
            ("!=0", 0.0, Some(false)),
            ("between(1,2)", 1.5, Some(true)),
            ("not-between(1,2)", 1.5, Some(false)),
            ("cell-content()<=1", 1.0, Some(true)),
            ("cell-content-is-between(1,2)", 3.0, Some(false)),
            ("cell-content-is-not-between(1,2)", 3.0, Some(true)),
            ("=[.A1]", 1.0, None),
            ("formula-is([.A1]>1)", 1.0, None),
            ("unique", 1.0, None),
        ] {
            assert_eq!(Condition::of_words(words).is_met(number), is_met, "{words} of {number}");
        }
        assert_eq!(Comparison::of_name("lessThan"), Comparison::of_number(6));
        assert_eq!(Comparison::of_name("notBetween"), Comparison::of_number(2));
        assert_eq!(Comparison::of_number(9), None);
    }

    #[test]
    fn the_first_rule_that_is_met_shows_the_number() {
        let below_one = Condition::new(Some(Comparison::Less), &[Some(1.0)]);
        let conditions = Conditions::new(vec![
            rule(2, below_one.clone(), Look::Unseen),
            rule(1, below_one.clone(), percent()),
            rule(0, Condition::new(Some(Comparison::Less), &[Some(0.0)]), Look::Struck),
        ]);
        let shown = |at, number| conditions.shown(at, number, plain());
        assert_eq!(shown((5, 3), 0.85), Ok(Sight::Shown(Shown::As("85%".to_owned()))));
        assert_eq!(shown((5, 3), -2.0), Ok(Sight::Struck));
        assert_eq!(shown((5, 3), 85.0), Ok(plain()));
        assert_eq!(shown((5, 4), 0.85), Ok(plain()), "another column");
        assert_eq!(shown((9, 3), 0.85), Ok(plain()), "another row");
    }

    #[test]
    fn what_hangs_on_a_formula_is_not_known_where_it_would_show_something_else() {
        let unknown = Conditions::new(vec![rule(1, Condition::Other, percent())]);
        assert_eq!(unknown.shown((5, 3), 0.85, plain()), Err(Unsure));
        let own = Sight::Shown(Shown::As("85%".to_owned()));
        assert_eq!(unknown.shown((5, 3), 0.85, own.clone()), Ok(own), "both show the same");
        let as_it_is = Conditions::new(vec![rule(1, Condition::Other, Look::Format(None))]);
        assert_eq!(as_it_is.shown((5, 3), 0.85, plain()), Ok(plain()));
        assert_eq!(as_it_is.shown((5, 3), 0.85, Sight::Struck), Err(Unsure));
    }
}
