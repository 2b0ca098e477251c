//! The conditional formats of .xlsx, and of .xlsb what they share with them.
//!
//! In: the styles and the parts of sheets. Out: [`Conditions`]. Only rules count that show a number otherwise, or in a colour in which nobody may
//! see it.

use quick_xml::events::{BytesStart, Event};

use super::book::behind_cells;
use super::colour::Numbered;
use super::conditional::{Comparison, Condition, Conditions, Look, Rule};
use super::font::Font;
use super::fonts::{self, Fill};
use super::number_format::NumberFormat;
use super::xml::{attribute, is_set, reader, words};
use crate::ingest::workbook::Rectangle;
use tongbao_document::address::parse_a1;

/// What the differential formats of a workbook make of cells, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Looks {
    looks: Vec<Look>,
    /// The colours that have numbers.
    numbered: Numbered,
}

impl Looks {
    /// Reads them off the styles, as far as they can be read.
    pub(super) fn read(styles: &str) -> Self {
        let section = styles.find(DIFFERENCES).zip(styles.rfind(DIFFERENCES));
        let section = section.and_then(|(start, end)| styles.get(start..end)).unwrap_or_default();
        if !["numFmt", "strike", "olor"].iter().any(|says| section.contains(says)) {
            return Self::default();
        }
        let (mut looks, numbered) = (Vec::new(), Numbered::of_styles(styles));
        let mut difference = Difference::default();
        let mut reader = reader(section);
        while let Ok(event) = reader.read_event() {
            match &event {
                Event::Start(element) if element.local_name().as_ref() == "dxf" => difference = Difference::default(),
                Event::Empty(element) if element.local_name().as_ref() == "dxf" => looks.push(Look::default()),
                Event::Start(element) => difference.begin(element, true, &numbered),
                Event::Empty(element) => difference.begin(element, false, &numbered),
                Event::End(element) if element.local_name().as_ref() == "dxf" => {
                    looks.push(std::mem::take(&mut difference).look());
                }
                Event::End(element) => difference.end(element.local_name().as_ref()),
                Event::Eof => break,
                _ => {}
            }
        }
        Self { looks, numbered }
    }

    fn find(&self, number: &str) -> Option<Look> {
        self.looks.get(number.trim().parse::<usize>().ok()?).cloned()
    }
}

const DIFFERENCES: &str = "dxfs";

/// A differential format as far as it has been read.
#[derive(Debug, Default)]
struct Difference {
    format: Option<NumberFormat>,
    font: Font,
    fill: Fill,
    within: Within,
}

/// In what of a differential format the reader stands: borders have colours as well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Other,
    Font,
    Fill,
}

impl Difference {
    fn begin(&mut self, element: &BytesStart<'_>, is_start: bool, numbered: &Numbered) {
        match (element.local_name().as_ref(), self.within) {
            ("font", _) if is_start => self.within = Within::Font,
            ("fill", _) if is_start => self.within = Within::Fill,
            ("numFmt", _) => self.format = attribute(element, "formatCode").map(|code| NumberFormat::read(&code)),
            (_, Within::Font) => fonts::learn(&mut self.font, element, numbered),
            (_, Within::Fill) => self.fill.learn(element, numbered),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if matches!(name, "font" | "fill") {
            self.within = Within::Other;
        }
    }

    fn look(self) -> Look {
        let Self { format, font, fill, .. } = self;
        Look { format, is_struck: font.is_struck, is_unseen: false, ink: font.ink, ground: fill.difference() }
    }
}

/// A rule as far as it is read.
#[derive(Debug, Default)]
struct Draft {
    comparison: Option<Comparison>,
    numbers: Vec<Option<f64>>,
    is_for_all: bool,
    priority: i64,
    look: Look,
    /// A format that it brings with it.
    own: Difference,
    stops: bool,
}

impl Draft {
    fn begin(element: &BytesStart<'_>, looks: &Looks) -> Self {
        let is_comparison = attribute(element, "type").is_some_and(|kind| kind == "cellIs");
        let comparison = attribute(element, "operator").filter(|_| is_comparison);
        Self {
            comparison: comparison.as_deref().and_then(Comparison::of_name),
            priority: attribute(element, "priority").and_then(|priority| priority.trim().parse().ok()).unwrap_or(i64::MAX),
            look: attribute(element, "dxfId").and_then(|number| looks.find(&number)).unwrap_or_default(),
            stops: is_set(element, "stopIfTrue"),
            ..Self::default()
        }
    }

    fn rule(self) -> Rule {
        let condition = if self.is_for_all { Condition::Always } else { Condition::new(self.comparison, &self.numbers) };
        let look = self.own.look().and(&self.look);
        Rule { ranges: Vec::new(), priority: self.priority, condition, look, stops: self.stops }
    }
}

/// The rules of a sheet.
pub(super) fn conditions(part: &str, looks: &Looks) -> Conditions {
    let tail = behind_cells(part);
    if !tail.contains("onditionalFormatting") {
        return Conditions::default();
    }
    let (mut rules, mut of_ranges, mut ranges) = (Vec::new(), Vec::new(), Vec::new());
    let (mut draft, mut said) = (None::<Draft>, String::new());
    let mut reader = reader(tail);
    while let Ok(event) = reader.read_event() {
        let is_empty = matches!(event, Event::Empty(_));
        match &event {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => {
                said.clear();
                match (element.local_name().as_ref(), &mut draft) {
                    ("conditionalFormatting", _) => ranges = squares(&attribute(element, "sqref").unwrap_or_default()),
                    ("cfRule", _) => {
                        let begun = Draft::begin(element, looks);
                        if is_empty {
                            of_ranges.push(begun.rule());
                        } else {
                            draft = Some(begun);
                        }
                    }
                    ("dataBar" | "iconSet", Some(draft))
                        if attribute(element, "showValue").is_some() && !is_set(element, "showValue") =>
                    {
                        (draft.is_for_all, draft.look.is_unseen) = (true, true);
                    }
                    (_, Some(draft)) => draft.own.begin(element, !is_empty, &looks.numbered),
                    _ => {}
                }
            }
            Event::End(element) => match (element.local_name().as_ref(), &mut draft) {
                ("formula" | "f", Some(draft)) => draft.numbers.push(said.trim().parse().ok()),
                // Of the newer kind the cells stand behind the rules.
                ("sqref", _) => ranges = squares(&said),
                ("cfRule", _) => of_ranges.extend(draft.take().map(Draft::rule)),
                ("conditionalFormatting", _) => {
                    rules.extend(of_ranges.drain(..).map(|rule: Rule| Rule { ranges: ranges.clone(), ..rule }));
                }
                (name, Some(draft)) => draft.own.end(name),
                _ => {}
            },
            other => said.extend(words(other).as_deref()),
        }
    }
    Conditions::new(rules)
}

/// `D6:D20 F6`
fn squares(words: &str) -> Vec<Rectangle> {
    let square = |words: &str| {
        let (first, last) = words.split_once(':').unwrap_or((words, words));
        Some([parse_a1(first)?, parse_a1(last)?])
    };
    words.split_whitespace().filter_map(square).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::open::conditional::{Sight, Unsure};
    use crate::ingest::open::number_format::Shown;

    const STYLES: &str = "<styleSheet><cellXfs/><dxfs count=\"3\"><dxf><fill/></dxf><dxf><numFmt numFmtId=\"164\" formatCode=\"0.0%\"/></dxf>\
                          <dxf><font><b/><strike/></font><numFmt numFmtId=\"0\" formatCode=\"General\"/></dxf></dxfs></styleSheet>";

    fn shown(rules: &str, number: f64) -> Result<Sight, Unsure> {
        let part = format!("<worksheet><sheetData><row/></sheetData>{rules}</worksheet>");
        conditions(&part, &Looks::read(STYLES)).shown((5, 3), number, &Shown::Plain)
    }

    fn seen(styles: &str, rules: &str, number: f64) -> Option<bool> {
        let part = format!("<worksheet><sheetData><row/></sheetData>{rules}</worksheet>");
        conditions(&part, &Looks::read(styles)).is_seen((5, 3), number)
    }

    fn of(rule: &str) -> String {
        format!("<conditionalFormatting sqref=\"A1 D6:D9\">{rule}</conditionalFormatting>")
    }

    fn percent() -> Sight {
        Sight::Shown(Shown::As("85%".to_owned()))
    }

    #[test]
    fn rules_with_a_number_format_are_read() {
        let plain = Ok(Sight::Shown(Shown::Plain));
        let below = of("<cfRule type=\"cellIs\" dxfId=\"1\" priority=\"1\" operator=\"lessThan\"><formula>1</formula></cfRule>");
        assert_eq!(shown(&below, 0.85), Ok(percent()));
        assert_eq!(shown(&below, 85.0), plain);
        let formula = of("<cfRule type=\"expression\" dxfId=\"1\" priority=\"1\"><formula>$B6=\"%\"</formula></cfRule>");
        assert_eq!(shown(&formula, 0.85), Err(Unsure));
        let colour = of("<cfRule type=\"expression\" dxfId=\"0\" priority=\"1\"><formula>TRUE</formula></cfRule>");
        assert_eq!(shown(&colour, 0.85), plain);
        let struck = of("<cfRule type=\"cellIs\" dxfId=\"2\" priority=\"1\" operator=\"equal\"><formula>5</formula></cfRule>");
        assert_eq!(shown(&struck, 5.0), Ok(Sight::Struck));
        let bars = of("<cfRule type=\"dataBar\" priority=\"1\"><dataBar showValue=\"0\"><cfvo type=\"min\"/></dataBar></cfRule>");
        assert_eq!((shown(&bars, 5.0), seen(STYLES, &bars, 5.0)), (plain.clone(), Some(false)));
        let with_numbers = of("<cfRule type=\"iconSet\" priority=\"1\"><iconSet><cfvo type=\"min\"/></iconSet></cfRule>");
        assert_eq!(shown(&with_numbers, 5.0), plain);
    }

    #[test]
    fn of_several_rules_each_is_read_with_whether_it_stops_the_others() {
        let met = |format: usize, priority: usize, more: &str| {
            format!(
                "<cfRule type=\"cellIs\" dxfId=\"{format}\" priority=\"{priority}\" operator=\"lessThan\"{more}><formula>1</formula></cfRule>"
            )
        };
        let stops = " stopIfTrue=\"1\"";
        assert_eq!(shown(&of(&format!("{}{}", met(1, 1, ""), met(2, 2, ""))), 0.85), Ok(Sight::Struck));
        assert_eq!(shown(&of(&format!("{}{}", met(1, 1, stops), met(2, 2, ""))), 0.85), Ok(percent()));
        assert_eq!(shown(&of(&format!("{}{}", met(2, 2, ""), met(0, 1, stops))), 0.85), Ok(Sight::Shown(Shown::Plain)));
        // Two formats for overlapping cells.
        assert_eq!(shown(&format!("{}{}", of(&met(1, 1, "")), of(&met(2, 2, ""))), 0.85), Ok(Sight::Struck));
    }

    #[test]
    fn rules_of_the_newer_kind_have_their_format_and_their_cells_with_them() {
        let newer = "<extLst><ext><x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type=\"cellIs\" priority=\"2\" \
                     operator=\"between\"><xm:f>0</xm:f><xm:f>1</xm:f><x14:dxf><numFmt numFmtId=\"164\" formatCode=\"0%\"/></x14:dxf>\
                     </x14:cfRule><xm:sqref>D6:D9</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>";
        assert_eq!(shown(newer, 0.85), Ok(percent()));
        assert_eq!(shown(newer, 1.5), Ok(Sight::Shown(Shown::Plain)));
    }

    #[test]
    fn colours_count_where_nobody_may_see_the_number() {
        let dxf = |inside: &str| format!("<styleSheet><dxfs count=\"1\"><dxf>{inside}</dxf></dxfs></styleSheet>");
        let white = "<font><b/><color rgb=\"FFFFFFFF\"/></font>";
        let red = "<fill><patternFill><bgColor rgb=\"FFFF0000\"/></patternFill></fill>";
        let border = "<border><left style=\"thin\"><color rgb=\"FFFFFFFF\"/></left></border>";
        let met = of("<cfRule type=\"cellIs\" dxfId=\"0\" priority=\"1\" operator=\"greaterThan\"><formula>1</formula></cfRule>");
        assert_eq!(seen(&dxf(white), &met, 5.0), Some(false));
        assert_eq!(seen(&dxf(white), &met, 0.5), Some(true));
        assert_eq!(seen(&dxf(&[white, red].concat()), &met, 5.0), Some(true));
        assert_eq!(seen(&dxf(border), &met, 5.0), Some(true));
        let scale = "<cfRule type=\"colorScale\" priority=\"1\"><colorScale><cfvo type=\"min\"/><color rgb=\"FFFFFFFF\"/></colorScale></cfRule>";
        assert_eq!(seen(&dxf(white), &of(scale), 5.0), Some(true), "its colours are behind the number");
    }
}
