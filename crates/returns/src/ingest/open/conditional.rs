//! Conditional formats, as far as they show a cell otherwise than its own style does: in another number format, struck out, without its
//! number, or in the colour of its ground.
//!
//! In: rules as the formats of files have them. Out: how a number is shown. Of all rules that a number meets each adds what none before it has
//! said, until one of them stops the rest (ECMA-376 part 1, 18.3.1.10). A condition that compares the number with another one is
//! decided here; whatever else it asks (a formula, the cells around) is not, and then nobody knows how the number is shown.

use super::colour::Colour;
use super::font::{Font, Paint};
use super::number_format::{NumberFormat, Shown};
use crate::ingest::workbook::Rectangle;

/// What a rule makes of the cells that meet its condition; what it does not say the rules behind it say, or the cell's own style.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Look {
    /// A number format.
    pub(super) format: Option<NumberFormat>,
    /// Whether the number is struck out.
    pub(super) is_struck: Option<bool>,
    /// Whether a bar or a sign stands in the place of the number.
    pub(super) is_unseen: bool,
    /// The colour of the number.
    pub(super) ink: Option<Colour>,
    /// What is painted behind it.
    pub(super) ground: Option<Colour>,
}

/// How a number is shown, and whether it is seen at all; `None` if nobody knows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct View {
    pub(super) sight: Sight,
    pub(super) is_seen: Option<bool>,
}

/// As what a number is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sight {
    /// As its format has it.
    Shown(Shown),
    /// Struck out.
    Struck,
}

impl Look {
    /// Whether it shows no number otherwise: borders, bold type.
    pub(super) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// The same with what another one says beside it.
    #[must_use]
    pub(super) fn and(self, other: &Self) -> Self {
        Self {
            format: self.format.or_else(|| other.format.clone()),
            is_struck: self.is_struck.or(other.is_struck),
            is_unseen: self.is_unseen || other.is_unseen,
            ink: self.ink.or(other.ink),
            ground: self.ground.or(other.ground),
        }
    }

    /// Whether it gives colours.
    pub(super) fn has_colours(&self) -> bool {
        self.ink.is_some() || self.ground.is_some()
    }
}

/// What the rules that a number meets say of it so far.
#[derive(Debug, Clone, Default, PartialEq)]
struct Said {
    shown: Option<Shown>,
    is_struck: Option<bool>,
    is_unseen: bool,
    ink: Option<Colour>,
    ground: Option<Colour>,
}

impl Said {
    fn and(&self, look: &Look, number: f64) -> Self {
        Self {
            shown: self.shown.clone().or_else(|| look.format.as_ref().map(|format| format.shows(number))),
            is_struck: self.is_struck.or(look.is_struck),
            is_unseen: self.is_unseen || look.is_unseen,
            ink: self.ink.or(look.ink),
            ground: self.ground.or(look.ground),
        }
    }

    fn sight(&self, own: &Shown) -> Sight {
        if self.is_struck == Some(true) { Sight::Struck } else { Sight::Shown(self.shown.as_ref().unwrap_or(own).clone()) }
    }

    fn is_seen(&self, paint: Paint) -> bool {
        let font = Font { ink: self.ink.or(paint.font.ink), ..paint.font };
        !self.is_unseen && !font.is_unseen_on(self.ground.unwrap_or(paint.ground))
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
    /// Whether of a number that meets it no rule behind it says anything.
    pub(super) stops: bool,
}

/// How a number is shown hangs on what is not known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unsure;

/// How a number is shown by rules in their order, if its own style shows it as `own` and in this paint.
fn view<'rules>(number: f64, (own, paint): (&Shown, Paint), rules: impl Iterator<Item = &'rules Rule>) -> Result<View, Unsure> {
    /// In so many ways nobody can tell any more.
    const MOST: usize = 64;
    // What may have been said so far, where further rules count and where they do not.
    let (mut open, mut closed) = (vec![Said::default()], Vec::new());
    for rule in rules {
        let is_met = rule.condition.is_met(number);
        if is_met == Some(false) {
            continue;
        }
        let met: Vec<Said> = open.iter().map(|said| said.and(&rule.look, number)).collect();
        if is_met == Some(true) {
            open.clear();
        }
        let into = if rule.stops { &mut closed } else { &mut open };
        for said in met {
            if !into.contains(&said) {
                into.push(said);
            }
        }
        if open.len() + closed.len() > MOST {
            return Err(Unsure);
        }
    }
    let mut possible = closed.iter().chain(&open);
    let first = possible.next().ok_or(Unsure)?;
    let (sight, seen) = (first.sight(own), first.is_seen(paint));
    let mut is_seen = Some(seen);
    for said in possible {
        if said.sight(own) != sight {
            return Err(Unsure);
        }
        is_seen = is_seen.filter(|_| said.is_seen(paint) == seen);
    }
    Ok(View { sight, is_seen })
}

/// The rules of a sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Conditions(Vec<Rule>);

impl Conditions {
    /// Brings rules into their order; those that neither show a number otherwise nor stop one that does are left out.
    pub(super) fn new(mut rules: Vec<Rule>) -> Self {
        rules.sort_by_key(|rule| rule.priority);
        rules.retain(|rule| rule.stops || !rule.look.is_nothing());
        let last = rules.iter().rposition(|rule| !rule.look.is_nothing());
        rules.truncate(last.map_or(0, |last| last + 1));
        Self(rules)
    }

    /// Whether no rule shows anything otherwise.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any rule gives colours.
    pub(super) fn have_colours(&self) -> bool {
        self.0.iter().any(|rule| rule.look.has_colours())
    }

    /// How the number of a cell is shown, if its own style shows it as `own` and in this paint.
    pub(super) fn view(&self, (row, column): (u32, u32), number: f64, own: &Shown, paint: Paint) -> Result<View, Unsure> {
        let covers = |[first, last]: &Rectangle| {
            (first.0..=last.0).contains(&row) && (u32::from(first.1)..=u32::from(last.1)).contains(&column)
        };
        view(number, (own, paint), self.0.iter().filter(|rule| rule.ranges.iter().any(covers)))
    }

    /// As what the number of a plain cell is shown.
    #[cfg(test)]
    pub(super) fn shown(&self, at: (u32, u32), number: f64, own: &Shown) -> Result<Sight, Unsure> {
        self.view(at, number, own, Paint::default()).map(|view| view.sight)
    }

    /// Whether the number of a plain cell is seen.
    #[cfg(test)]
    pub(super) fn is_seen(&self, at: (u32, u32), number: f64) -> Option<bool> {
        self.view(at, number, &Shown::Plain, Paint::default()).ok()?.is_seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::open::colour::WHITE;

    fn of_format(code: &str) -> Look {
        Look { format: Some(NumberFormat::read(code)), ..Look::default() }
    }

    fn percent() -> Look {
        of_format("0.0%")
    }

    fn struck() -> Look {
        Look { is_struck: Some(true), ..Look::default() }
    }

    fn unseen() -> Look {
        Look { is_unseen: true, ..Look::default() }
    }

    fn as_percent() -> Sight {
        Sight::Shown(Shown::As("85%".to_owned()))
    }

    fn plain() -> Sight {
        Sight::Shown(Shown::Plain)
    }

    fn rule(priority: i64, condition: Condition, look: Look) -> Rule {
        Rule { ranges: vec![[(5, 3), (8, 3)]], priority, condition, look, stops: false }
    }

    fn stopping(priority: i64, condition: Condition, look: Look) -> Rule {
        Rule { stops: true, ..rule(priority, condition, look) }
    }

    fn below(number: f64) -> Condition {
        Condition::new(Some(Comparison::Less), &[Some(number)])
    }

    /// 0.85 in a cell that the rules are for.
    fn shown_by(rules: &[Rule]) -> Result<Sight, Unsure> {
        Conditions::new(rules.to_vec()).shown((5, 3), 0.85, &Shown::Plain)
    }

    fn seen_by(rules: &[Rule]) -> Option<bool> {
        Conditions::new(rules.to_vec()).is_seen((5, 3), 0.85)
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
    fn the_rules_that_are_met_show_the_number_in_their_cells() {
        let conditions = Conditions::new(vec![rule(1, below(1.0), percent()), rule(0, below(0.0), struck())]);
        let shown = |at, number| conditions.shown(at, number, &Shown::Plain);
        assert_eq!(shown((5, 3), 0.85), Ok(as_percent()));
        assert_eq!(shown((5, 3), -2.0), Ok(Sight::Struck));
        assert_eq!(shown((5, 3), 85.0), Ok(plain()));
        assert_eq!(shown((5, 4), 0.85), Ok(plain()), "another column");
        assert_eq!(shown((9, 3), 0.85), Ok(plain()), "another row");
    }

    #[test]
    fn each_rule_that_is_met_adds_what_none_before_it_has_said() {
        let met = || below(1.0);
        assert_eq!(shown_by(&[rule(1, met(), percent()), rule(2, met(), struck())]), Ok(Sight::Struck));
        assert_eq!(shown_by(&[rule(1, met(), struck()), rule(2, met(), percent())]), Ok(Sight::Struck));
        let in_yuan = of_format("0.00\"元\"");
        assert_eq!(shown_by(&[rule(2, met(), in_yuan), rule(1, met(), percent())]), Ok(as_percent()), "the first format counts");
        let not_struck = Look { is_struck: Some(false), ..Look::default() };
        assert_eq!(shown_by(&[rule(1, met(), not_struck), rule(2, met(), struck())]), Ok(plain()));
        let unseen = [rule(1, met(), percent()), rule(2, met(), unseen())];
        assert_eq!((shown_by(&unseen), seen_by(&unseen)), (Ok(as_percent()), Some(false)));
        assert_eq!(shown_by(&[rule(1, below(0.0), percent()), rule(2, met(), struck())]), Ok(Sight::Struck), "one is not met");
    }

    #[test]
    fn behind_a_rule_that_stops_nothing_counts_where_it_is_met() {
        let colours = Look::default;
        assert_eq!(shown_by(&[stopping(1, below(1.0), percent()), rule(2, below(1.0), struck())]), Ok(as_percent()));
        assert_eq!(shown_by(&[stopping(1, below(1.0), colours()), rule(2, below(1.0), struck())]), Ok(plain()));
        assert_eq!(shown_by(&[stopping(1, below(0.0), colours()), rule(2, below(1.0), struck())]), Ok(Sight::Struck));
        assert_eq!(shown_by(&[stopping(1, Condition::Other, colours()), rule(2, below(1.0), struck())]), Err(Unsure));
        assert!(Conditions::new(vec![rule(1, below(1.0), colours()), stopping(2, below(1.0), colours())]).is_empty());
    }

    #[test]
    fn what_hangs_on_a_formula_is_not_known_where_it_would_show_something_else() {
        let unknown = Conditions::new(vec![rule(1, Condition::Other, percent())]);
        assert_eq!(unknown.shown((5, 3), 0.85, &Shown::Plain), Err(Unsure));
        assert_eq!(unknown.shown((5, 3), 0.85, &Shown::As("85%".to_owned())), Ok(as_percent()), "both show the same");
        let as_it_is = of_format("General");
        assert_eq!(shown_by(&[rule(1, Condition::Other, as_it_is)]), Ok(plain()));
        let certain = rule(2, below(1.0), struck());
        assert_eq!(shown_by(&[rule(1, Condition::Other, percent()), certain]), Ok(Sight::Struck), "struck out either way");
    }

    #[test]
    fn a_number_in_the_colour_of_its_ground_is_not_seen() {
        let inked = |ink: Colour| Look { ink: Some(ink), ..Look::default() };
        let red = Colour::Rgb([255, 0, 0]);
        let on_red = |ink: Colour| Look { ground: Some(red), ..inked(ink) };
        let met = || below(1.0);
        assert_eq!(seen_by(&[rule(1, met(), inked(WHITE))]), Some(false));
        assert_eq!(seen_by(&[rule(1, below(0.0), inked(WHITE))]), Some(true), "it is not met");
        assert_eq!(seen_by(&[rule(1, met(), on_red(WHITE))]), Some(true), "the usual alarm");
        assert_eq!(seen_by(&[rule(1, met(), on_red(red))]), Some(false));
        assert_eq!(seen_by(&[rule(1, Condition::Other, inked(WHITE))]), None, "it hangs on a formula");
        assert_eq!(shown_by(&[rule(1, Condition::Other, inked(WHITE))]), Ok(plain()), "and the number is the same either way");
        let white_on_dark = Paint { font: Font { ink: Some(WHITE), ..Font::WHOLE }, ground: Colour::Rgb([31, 73, 125]) };
        let bleached = Conditions::new(vec![rule(1, met(), Look { ground: Some(WHITE), ..Look::default() })]);
        let seen = |number: f64| bleached.view((5, 3), number, &Shown::Plain, white_on_dark).map(|view| view.is_seen);
        assert_eq!([seen(0.85), seen(85.0)], [Ok(Some(false)), Ok(Some(true))]);
        assert!(bleached.have_colours());
    }

    #[test]
    fn of_ever_so_many_ways_nobody_knows_which() {
        // A unit of measure of its own for each.
        let look = |unit: char| of_format(&format!("0\"{unit}\""));
        let rules: Vec<Rule> = ('倀'..='儿').map(|unit| rule(0, Condition::Other, look(unit))).collect();
        assert_eq!(shown_by(&rules), Err(Unsure));
    }
}
