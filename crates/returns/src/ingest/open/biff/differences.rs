//! The conditional formats of .xls: older rules stand behind the record of their cells, newer ones likewise, and a record of its own adds to an older
//! rule what only newer programs know (MS-XLS 2.4.42, 2.4.43, 2.4.45, 2.4.56, 2.5.66, 2.5.92).

use super::record::{u16_at, u32_at};
use super::script::string;
use crate::ingest::open::binary::number_of;
use crate::ingest::open::colour::{Colour, Numbered, WHITE};
use crate::ingest::open::conditional::{Comparison, Condition, Look, Rule};
use crate::ingest::open::number_format::NumberFormat;
use crate::ingest::workbook::Rectangle;
use tongbao_document::count;

const CELLS: u16 = 0x01b0;
const RULE: u16 = 0x01b1;
const NEWER_CELLS: u16 = 0x0879;
const NEWER_RULE: u16 = 0x087a;
const ADDITION: u16 = 0x087b;
/// In front of what the newer records say.
const HEAD: usize = 12;
/// Among the flags of a rule: those behind it do not count.
const STOPS: u8 = 2;

/// A rule as far as it is read.
#[derive(Debug)]
struct Draft {
    ranges: Vec<Rectangle>,
    condition: Condition,
    look: Look,
    /// Number of the conditional format, and of the rule within it.
    of: (u16, u16),
    /// Whether no rule behind it counts where it is met. Only newer programs say so; to the others the first rule that is met is the last.
    stops: bool,
    /// Which goes before, as newer programs say; to the others the order of the rules.
    priority: Option<u16>,
}

/// The rules of a sheet as far as they have been met.
#[derive(Debug, Default)]
pub(super) struct Differences {
    ranges: Vec<Rectangle>,
    format: u16,
    next: u16,
    drafts: Vec<Draft>,
    /// The colours that have numbers.
    numbered: Numbered,
}

impl Differences {
    /// Of a workbook with its own colours for the numbers.
    pub(super) fn of(numbered: &Numbered) -> Self {
        Self { numbered: numbered.clone(), ..Self::default() }
    }

    /// Looks at a record.
    pub(super) fn learn<'code>(&mut self, kind: u16, content: &[u8], code: impl Fn(u16) -> Option<&'code str>) {
        match kind {
            CELLS => self.begin(content),
            NEWER_CELLS => self.begin(content.get(HEAD..).unwrap_or_default()),
            RULE => {
                self.add(content, 6, content.len().saturating_sub(6), code);
            }
            NEWER_RULE => {
                let rule = content.get(HEAD..).unwrap_or_default();
                let size = u32_at(rule, 6).map_or(0, count::to_usize);
                // Without a format two bytes stand in its place.
                let (start, size) = if size == 0 { (12, 0) } else { (10, size) };
                let end = self.add(rule, start, size, code);
                // A formula that says whether the rule is in use, flags, the priority.
                let behind = end + 2 + u16_at(rule, end).map_or(0, usize::from);
                if let Some(draft) = self.drafts.last_mut() {
                    draft.stops = rule.get(behind).is_some_and(|flags| flags & STOPS != 0);
                    draft.priority = u16_at(rule, behind + 1);
                }
            }
            ADDITION => drop(self.complete(content, code)),
            _ => {}
        }
    }

    /// All rules.
    pub(super) fn rules(self) -> Vec<Rule> {
        let rule = |(place, Draft { ranges, condition, look, stops, priority, .. }): (i64, Draft)| {
            let priority = priority.map_or(place, i64::from);
            Rule { ranges, priority, condition, look, stops }
        };
        (0..).zip(self.drafts).map(rule).collect()
    }

    /// How many rules, a number, the rectangle around all, the rectangles.
    fn begin(&mut self, content: &[u8]) {
        self.format = u16_at(content, 2).unwrap_or_default() >> 1;
        self.next = 0;
        let squares =
            content.get(14..).unwrap_or_default().chunks_exact(8).take(usize::from(u16_at(content, 12).unwrap_or_default()));
        let square = |square: &[u8]| {
            let number = |at: usize| u16_at(square, at);
            Some([(u32::from(number(0)?), number(4)?), (u32::from(number(2)?), number(6)?)])
        };
        self.ranges = squares.filter_map(square).collect();
    }

    /// A rule: kind, comparison, lengths of two formulas, then its format from a place on, and the formulas behind it; says where these end.
    fn add<'code>(&mut self, content: &[u8], start: usize, size: usize, code: impl Fn(u16) -> Option<&'code str>) -> usize {
        const IS_COMPARISON: u8 = 1;
        let lengths = [2, 4].map(|at| usize::from(u16_at(content, at).unwrap_or_default()));
        let comparison = content.get(1).and_then(|number| Comparison::of_number(u32::from(*number)));
        let comparison = comparison.filter(|_| content.first() == Some(&IS_COMPARISON));
        // Of the older kind the formulas end the record; of the newer kind they stand behind the format.
        let formulas = if start == 6 { content.len().saturating_sub(lengths[0] + lengths[1]) } else { start + size };
        let first = content.get(formulas..formulas + lengths[0]);
        let second = content.get(formulas + lengths[0]..formulas + lengths[0] + lengths[1]);
        let operands = [first, second].into_iter().zip(lengths).filter(|(_, length)| *length > 0);
        let numbers: Vec<Option<f64>> = operands.map(|(formula, _)| formula.and_then(number_of)).collect();
        let look = content
            .get(start..start + size.min(content.len().saturating_sub(start)))
            .and_then(|format| look(format, code, &self.numbered));
        let of = (self.format, self.next);
        self.next += 1;
        self.drafts.push(Draft {
            ranges: self.ranges.clone(),
            condition: Condition::new(comparison, &numbers),
            look: look.unwrap_or_default(),
            of,
            stops: true,
            priority: None,
        });
        formulas + lengths[0] + lengths[1]
    }

    /// What is added to an older rule: whether it is a newer one, the number of the conditional format, that of the rule, comparison, template,
    /// priority, flags, whether it has a format, the format.
    fn complete<'code>(&mut self, content: &[u8], code: impl Fn(u16) -> Option<&'code str>) -> Option<()> {
        let addition = content.get(HEAD..)?;
        let (is_newer, format, rule) = (u32_at(addition, 0)?, u16_at(addition, 4)?, u16_at(addition, 6)?);
        if is_newer != 0 {
            return None;
        }
        let numbered = &self.numbered;
        let draft = self.drafts.iter_mut().find(|draft| draft.of == (format, rule))?;
        draft.priority = u16_at(addition, 10);
        draft.stops = addition.get(12).is_some_and(|flags| flags & STOPS != 0);
        let has_format = addition.get(13).is_some_and(|has| *has != 0);
        let size = count::to_usize(u32_at(addition, 14).filter(|_| has_format)?);
        let found = look(addition.get(18..18 + size.min(addition.len().saturating_sub(18)))?, code, numbered)?;
        draft.look = found.and(&draft.look);
        Some(())
    }
}

/// What a differential format makes of cells: which parts it has, then these one after the other.
fn look<'code>(format: &[u8], code: impl Fn(u16) -> Option<&'code str>, numbered: &Numbered) -> Option<Look> {
    const HAS_FORMAT: u32 = 1 << 25;
    const HAS_FONT: u32 = 1 << 26;
    const HAS_FILL: u32 = 1 << 29;
    /// Alignment and borders stand between font and fill, in eight bytes each.
    const BETWEEN: [u32; 2] = [1 << 27, 1 << 28];
    const FONT: usize = 118;
    const IS_OWN: u16 = 1;
    /// Where in the font it says whether words are struck out, and whether that is said at all; its colour.
    const STRUCK: (usize, u8) = (68, 0x80);
    const SAID: usize = 88;
    const INK: usize = 80;
    let (parts, more) = (u32_at(format, 0)?, u16_at(format, 4)?);
    let mut at = 6;
    let mut found = Look::default();
    if parts & HAS_FORMAT != 0 {
        let is_own = more & IS_OWN != 0;
        let own = if is_own { string(format.get(at + 2..)?) } else { None };
        let built_in = if is_own { None } else { format.get(at + 1).and_then(|number| code(u16::from(*number))) };
        found.format = Some(NumberFormat::read(own.as_deref().or(built_in).unwrap_or("General")));
        at += if is_own { usize::from(u16_at(format, at)?).max(2) } else { 2 };
    }
    if parts & HAS_FONT != 0 {
        let has = |place: usize| format.get(at + place).map(|flags| flags & STRUCK.1 != 0);
        found.is_struck = has(STRUCK.0).filter(|_| has(SAID) == Some(false));
        // All ones where it is not said.
        let ink = u32_at(format, at + INK).filter(|ink| *ink != u32::MAX);
        found.ink = ink.map(|ink| u16::try_from(ink).map_or(Colour::Unknown, |ink| numbered.find(ink)));
        at += FONT;
    }
    at += BETWEEN.iter().filter(|part| parts & **part != 0).count() * 8;
    if parts & HAS_FILL != 0 {
        found.ground = u32_at(format, at).map(|fill| ground(parts, fill, numbered));
    }
    Some(found)
}

/// What a differential format paints behind words: its pattern, then two colours of seven bits, of which with one colour alone the second counts.
fn ground(parts: u32, fill: u32, numbered: &Numbered) -> Colour {
    /// Among the parts: what of the fill is not said.
    const NO_PATTERN: u32 = 1 << 16;
    const NO_BACK: u32 = 1 << 18;
    let (pattern, back) = ((fill >> 10) & 0x3f, u16::try_from((fill >> 23) & 0x7f).unwrap_or_default());
    let is_one = pattern == 1 || parts & NO_PATTERN != 0;
    match pattern {
        _ if parts & NO_BACK != 0 => Colour::Unknown,
        _ if is_one => numbered.find(back),
        0 => WHITE,
        _ => Colour::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::open::conditional::{Conditions, Sight, Unsure};
    use crate::ingest::open::number_format::Shown;

    /// A differential format with the code `0.0%` of its own.
    fn percent() -> Vec<u8> {
        let text = [&[4, 0, 0][..], b"0.0%"].concat();
        let size = u16::try_from(2 + text.len()).unwrap().to_le_bytes();
        [&(1_u32 << 25).to_le_bytes()[..], &1_u16.to_le_bytes(), &size, &text].concat()
    }

    /// D6:D9
    fn cells(number: u16) -> Vec<u8> {
        let square: Vec<u8> = [5_u16, 8, 3, 3].iter().flat_map(|number| number.to_le_bytes()).collect();
        [&1_u16.to_le_bytes()[..], &(number << 1).to_le_bytes(), &square, &1_u16.to_le_bytes(), &square].concat()
    }

    fn shown(records: &[(u16, Vec<u8>)], number: f64) -> Result<Sight, Unsure> {
        let mut differences = Differences::default();
        for (kind, content) in records {
            differences.learn(*kind, content, |number| (number == 9).then_some("0%"));
        }
        Conditions::new(differences.rules()).shown((5, 3), number, &Shown::Plain)
    }

    fn as_percent() -> Sight {
        Sight::Shown(Shown::As("85%".to_owned()))
    }

    /// Less than 1.
    const BELOW_ONE: [u8; 6] = [1, 6, 3, 0, 0, 0];
    const ONE: [u8; 3] = [0x1e, 1, 0];

    #[test]
    fn rules_of_either_kind_show_numbers_otherwise() {
        let older = [&BELOW_ONE[..], &percent(), &ONE].concat();
        let records = [(CELLS, cells(1)), (RULE, older)];
        assert_eq!(shown(&records, 0.85), Ok(as_percent()));
        assert_eq!(shown(&records, 85.0), Ok(Sight::Shown(Shown::Plain)));
        let by_number = [&(1_u32 << 25).to_le_bytes()[..], &[0, 0, 0, 9]].concat();
        assert_eq!(shown(&[(CELLS, cells(1)), (RULE, [&BELOW_ONE[..], &by_number, &ONE].concat())], 0.85), Ok(as_percent()));
        let size = u32::try_from(percent().len()).unwrap().to_le_bytes();
        let newer = [&[0; HEAD][..], &BELOW_ONE, &size, &percent(), &ONE, &[0; 9]].concat();
        let records = [(NEWER_CELLS, [&[0; HEAD][..], &cells(1)].concat()), (NEWER_RULE, newer)];
        assert_eq!(shown(&records, 0.85), Ok(as_percent()));
        let by_formula = [&[2, 0, 5, 0, 0, 0][..], &percent(), &[0x44, 5, 0, 1, 0]].concat();
        assert_eq!(shown(&[(CELLS, cells(1)), (RULE, by_formula)], 0.85), Err(Unsure));
    }

    #[test]
    fn a_format_that_is_added_to_an_older_rule_counts() {
        let without = [&BELOW_ONE[..], &[0; 6], &ONE].concat();
        let size = u32::try_from(percent().len()).unwrap().to_le_bytes();
        let addition = [&[0; HEAD][..], &[0; 4], &7_u16.to_le_bytes(), &[0, 0, 6, 0, 1, 0, 0, 1], &size, &percent()].concat();
        let records = [(CELLS, cells(7)), (RULE, without), (ADDITION, addition)];
        assert_eq!(shown(&records[..2], 0.85), Ok(Sight::Shown(Shown::Plain)), "colours alone");
        assert_eq!(shown(&records, 0.85), Ok(as_percent()));
    }

    /// A differential format that strikes out.
    fn struck() -> Vec<u8> {
        let mut font = [0; 118];
        font[68] = 0x80;
        [&(1_u32 << 26).to_le_bytes()[..], &[0, 0], &font].concat()
    }

    #[test]
    fn of_several_rules_the_older_programs_take_the_first_that_is_met() {
        let rule = |format: Vec<u8>| (RULE, [&BELOW_ONE[..], &format, &ONE].concat());
        assert_eq!(shown(&[(CELLS, cells(1)), rule(struck())], 0.85), Ok(Sight::Struck));
        let records = [(CELLS, cells(1)), rule(percent()), rule(struck())];
        assert_eq!(shown(&records, 0.85), Ok(as_percent()));
        // Newer ones say of each whether it stops: icf, comparison, template, priority, flags, no format.
        let goes_on = |icf: u8, priority: u8| {
            let extension = [1, 0, icf, 0, 6, 0, priority, 0, 0, 0];
            (ADDITION, [&[0; HEAD][..], &[0; 4], &extension].concat())
        };
        let with = |additions: [(u16, Vec<u8>); 2]| [&records[..], &additions].concat();
        assert_eq!(shown(&with([goes_on(0, 1), goes_on(1, 2)]), 0.85), Ok(Sight::Struck), "the second is met as well");
    }

    #[test]
    fn newer_rules_say_whether_they_stop_and_which_goes_before() {
        let rule = |format: &[u8], flags: u8, priority: u8| {
            let size = u32::try_from(format.len()).unwrap().to_le_bytes();
            let behind = [0, 0, flags, priority, 0, 0, 0, 16];
            (NEWER_RULE, [&[0; HEAD][..], &BELOW_ONE, &size, format, &ONE, &behind].concat())
        };
        let both = |one: (u8, u8), other: (u8, u8)| {
            let cells = (NEWER_CELLS, [&[0; HEAD][..], &cells(1)].concat());
            shown(&[cells, rule(&percent(), one.0, one.1), rule(&struck(), other.0, other.1)], 0.85)
        };
        assert_eq!(both((0, 1), (0, 2)), Ok(Sight::Struck));
        assert_eq!(both((STOPS, 1), (0, 2)), Ok(as_percent()));
        assert_eq!(both((STOPS, 2), (0, 1)), Ok(Sight::Struck), "that which is struck out goes before");
    }

    #[test]
    fn a_colour_in_which_nobody_sees_the_number_is_known() {
        let ink = |ink: u32, parts: u32, fill: &[u8]| {
            let mut font = [0; 118];
            font[80..84].copy_from_slice(&ink.to_le_bytes());
            font[88] = 0x80;
            let format = [&((1_u32 << 26) | parts).to_le_bytes()[..], &[0, 0], &font, fill].concat();
            let rule = [&BELOW_ONE[..], &format, &ONE].concat();
            let mut differences = Differences::default();
            for (kind, content) in [(CELLS, cells(1)), (RULE, rule)] {
                differences.learn(kind, &content, |_| None);
            }
            Conditions::new(differences.rules()).is_seen((5, 3), 0.85)
        };
        // Nine is white, ten is red; the fill has one colour.
        let on_red = ((1_u32 << 10) | (10 << 23)).to_le_bytes();
        assert_eq!(ink(9, 0, &[]), Some(false));
        assert_eq!(ink(u32::MAX, 0, &[]), Some(true));
        assert_eq!(ink(9, 1 << 29, &on_red), Some(true));
        assert_eq!(ink(10, 1 << 29, &on_red), Some(false));
    }
}
