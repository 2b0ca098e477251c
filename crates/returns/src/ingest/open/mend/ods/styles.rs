//! The styles of .ods: which words and cells are struck out, raised or of the colour of their ground, which formats show another number than the
//! cell holds, and what stands in the heads and feet of pages.
//!
//! A format of .ods is spelt out in elements (ODF 1.3 part 3, 16.29); here it becomes the code that Excel has for it.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::{BytesStart, Event};

use super::pages::Pages;
use crate::ingest::open::account::CellStyle;
use crate::ingest::open::colour::{BLACK, Colour, WHITE};
use crate::ingest::open::conditional::{Condition, Look};
use crate::ingest::open::font::{Font, Paint};
use crate::ingest::open::number_format::NumberFormat;
use crate::ingest::open::xml::{attribute, reader, words};

/// The styles that have been met.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// What styles say of words.
    fonts: BTreeMap<String, Font>,
    /// What styles of cells paint behind the words.
    grounds: BTreeMap<String, Colour>,
    /// The heads and feet of pages.
    pub(super) pages: Pages,
    /// Of columns and rows that nobody can see.
    of_no_size: BTreeSet<String>,
    /// The style that is being read.
    current: Option<String>,
    /// Of a style of cells its format.
    format_of: BTreeMap<String, String>,
    /// Of a style the one that holds for what it does not say.
    parent_of: BTreeMap<String, String>,
    /// Of a style of cells what other styles hold under which conditions.
    conditions: BTreeMap<String, Vec<(Condition, String)>>,
    /// Codes of formats.
    codes: BTreeMap<String, String>,
    format: Option<Format>,
}

/// A format that is being read.
#[derive(Debug, Default)]
struct Format {
    name: String,
    is_of_words: bool,
    /// Whether its `%` multiplies.
    is_percentage: bool,
    /// Sections for numbers that meet a condition.
    sections: String,
    code: String,
    /// Commas that belong behind all digits, one for each thousand by which it divides.
    thousands: usize,
    /// Words inside the digits are being read, in front of so many digits.
    inside: Option<usize>,
    is_text: bool,
}

impl Styles {
    /// The styles of a part, as far as it can be read.
    pub(super) fn of(part: &str) -> Self {
        let mut styles = Self::default();
        let mut reader = reader(part);
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => styles.begin(&element),
                Ok(Event::Empty(element)) => {
                    styles.begin(&element);
                    styles.end(element.local_name().as_ref());
                }
                Ok(Event::End(element)) => styles.end(element.local_name().as_ref()),
                Ok(Event::Eof) | Err(_) => return styles,
                Ok(other) => styles.words(&words(&other).unwrap_or_default()),
            }
        }
    }

    /// An element begins.
    pub(super) fn begin(&mut self, element: &BytesStart<'_>) {
        let local = element.local_name();
        self.pages.begin(element);
        match local.as_ref() {
            kind @ ("number-style" | "currency-style" | "text-style" | "percentage-style") => {
                let name = attribute(element, "name").unwrap_or_default();
                let (is_of_words, is_percentage) = (kind == "text-style", kind == "percentage-style");
                self.format = Some(Format { name, is_of_words, is_percentage, ..Format::default() });
            }
            "style" => {
                self.current = attribute(element, "name");
                if let (Some(style), Some(format)) = (&self.current, attribute(element, "data-style-name")) {
                    self.format_of.insert(style.clone(), format);
                }
                if let (Some(style), Some(parent)) = (&self.current, attribute(element, "parent-style-name")) {
                    self.parent_of.insert(style.clone(), parent);
                }
            }
            "map" if self.format.is_none() => {
                if let (Some(style), Some(applied)) = (&self.current, attribute(element, "apply-style-name")) {
                    let condition = Condition::of_words(&attribute(element, "condition").unwrap_or_default());
                    self.conditions.entry(style.clone()).or_default().push((condition, applied));
                }
            }
            "text-properties" => self.learn_font(element),
            "table-cell-properties" => {
                if let (Some(style), Some(ground)) = (self.current.clone(), attribute(element, "background-color")) {
                    self.grounds.insert(style, Colour::of_words(&ground).unwrap_or(WHITE));
                }
            }
            "table-column-properties" | "table-row-properties" => {
                let size = attribute(element, "column-width").or_else(|| attribute(element, "row-height"));
                self.of_no_size.extend(self.current.clone().filter(|_| size.is_some_and(|size| is_nothing(&size))));
            }
            _ => {}
        }
        let Some(format) = &mut self.format else { return };
        match local.as_ref() {
            "number" | "scientific-number" | "fraction" => {
                format.code.push('0');
                format.thousands = thousands(element);
            }
            "text" | "currency-symbol" => format.is_text = true,
            "embedded-text" => {
                format.inside = attribute(element, "position").and_then(|digits| digits.trim().parse().ok());
            }
            "map" => {
                let condition = attribute(element, "condition").unwrap_or_default().replace("value()", "");
                let applied = attribute(element, "apply-style-name").and_then(|name| self.codes.get(&name));
                let condition = condition.replace("!=", "<>");
                format.sections.extend(["[", &condition, "]", applied.map_or("", String::as_str), ";"]);
            }
            _ => {}
        }
    }

    /// An element ends, or was empty.
    pub(super) fn end(&mut self, name: &str) {
        self.pages.end(name);
        if name == "style" {
            self.current = None;
        }
        if let Some(format) = &mut self.format {
            match name {
                "text" | "currency-symbol" => format.is_text = false,
                "embedded-text" => format.inside = None,
                "number" => format.code += &",".repeat(std::mem::take(&mut format.thousands)),
                "number-style" | "currency-style" | "percentage-style" => {
                    self.keep(|format| format!("{}{}", format.sections, format.code));
                }
                // Of words; its other sections are for numbers.
                "text-style" => self.keep(|format| format.sections.trim_end_matches(';').to_owned()),
                _ => {}
            }
        }
    }

    fn keep(&mut self, code: impl Fn(&Format) -> String) {
        if let Some(format) = self.format.take() {
            let code = code(&format);
            if !code.is_empty() || !format.is_of_words {
                self.codes.insert(format.name, code);
            }
        }
    }

    /// Words inside an element.
    pub(super) fn words(&mut self, words: &str) {
        self.pages.words(words);
        let Some(format) = &mut self.format else { return };
        if let Some(digits) = format.inside {
            // As many digits stand behind it; `"."` between digits is a point that is only a word.
            if words == "." {
                format.code.extend(["\\.", &"0".repeat(digits.min(30))]);
            }
        } else if format.is_text && format.is_percentage && words.trim() == "%" {
            format.code.push('%');
        } else if format.is_text && !words.is_empty() {
            format.code.extend(["\"", &words.replace('"', ""), "\""]);
        }
    }

    /// What a style says of words.
    pub(super) fn font(&self, style: &str) -> Font {
        let fonts = self.with_parents(style).filter_map(|style| self.fonts.get(style));
        fonts.fold(Font::default(), |font, parent| font.or(*parent))
    }

    /// Whether a style of columns or rows leaves nothing to see.
    pub(super) fn is_of_no_size(&self, style: &str) -> bool {
        self.of_no_size.contains(style)
    }

    /// What a style says of its cells.
    pub(super) fn of_cells(&self, style: &str) -> CellStyle {
        let ground = self.with_parents(style).find_map(|style| self.grounds.get(style)).copied();
        let paint = Paint { font: self.font(style), ground: ground.unwrap_or(WHITE) };
        CellStyle { format: self.code(style).and_then(NumberFormat::odd), paint }
    }

    /// What a style makes of cells that meet a condition.
    pub(super) fn look(&self, style: &str) -> Look {
        // What all cells have is no difference.
        let own = || self.with_parents(style).filter(|style| *style != "Default");
        let font = own().filter_map(|style| self.fonts.get(style)).fold(Font::default(), |font, parent| font.or(*parent));
        Look {
            is_struck: font.is_struck.filter(|is_struck| *is_struck),
            format: self.code(style).map(NumberFormat::read),
            is_unseen: false,
            ink: font.ink,
            ground: own().find_map(|style| self.grounds.get(style)).copied(),
        }
    }

    /// The conditions under which other styles hold for its cells, if any of these shows numbers otherwise: else there would be rules
    /// for nothing, cell by cell.
    pub(super) fn conditions_of(&self, style: &str) -> Vec<(Condition, Look)> {
        let conditions = self.conditions.get(style).into_iter().flatten();
        let looks: Vec<(Condition, Look)> =
            conditions.map(|(condition, applied)| (condition.clone(), self.look(applied))).collect();
        if looks.iter().all(|(_, look)| look.is_nothing()) { Vec::new() } else { looks }
    }

    /// The code of a style's format.
    fn code(&self, style: &str) -> Option<&str> {
        let format = self.with_parents(style).find_map(|style| self.format_of.get(style));
        format.and_then(|format| self.codes.get(format)).map(String::as_str)
    }

    /// A style, and those that hold for what it does not say.
    fn with_parents<'all>(&'all self, style: &'all str) -> impl Iterator<Item = &'all str> {
        // Whose parent it is itself would go on for ever.
        std::iter::successors(Some(style), |style| self.parent_of.get(*style).map(String::as_str)).take(8)
    }

    fn learn_font(&mut self, element: &BytesStart<'_>) {
        let said = |name: &str| attribute(element, name);
        let lines = ["text-line-through-style", "text-line-through-type"].map(said);
        let is_struck = lines.iter().any(|line| line.as_ref().is_some_and(|line| line != "none"));
        let is_automatic = said("use-window-font-color").is_some_and(|is_so| is_so == "true");
        let ink = said("color").map(|colour| Colour::of_words(&colour).unwrap_or(Colour::Unknown));
        let font = Font {
            is_struck: lines.iter().any(Option::is_some).then_some(is_struck),
            is_raised: said("text-position").map(|position| !position.trim_start().starts_with("0%")),
            ink: if is_automatic { Some(BLACK) } else { ink },
        };
        if let Some(style) = self.current.clone().filter(|_| font != Font::default()) {
            self.fonts.insert(style, font);
        }
    }
}

/// Whether a length is too short to be seen: `0cm`, `0.005in`.
fn is_nothing(length: &str) -> bool {
    let number = length.trim().trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let seen = if length.contains("in") { 0.02 } else { 0.05 };
    number.parse::<f64>().is_ok_and(|number| number < seen)
}

/// How often a format divides by a thousand.
fn thousands(element: &BytesStart<'_>) -> usize {
    let factor: f64 = attribute(element, "display-factor").and_then(|factor| factor.trim().parse().ok()).unwrap_or(1.0);
    (1..=4).take_while(|times| 1000_f64.powi(*times) <= factor).count()
}
