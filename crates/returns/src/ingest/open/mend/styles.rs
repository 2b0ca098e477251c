//! The styles of .xlsx, reduced to what is asked of them: number formats, and of fonts and fills whether words are struck out, raised, or of the
//! colour of their ground. What of them nobody can read does not cost the numbers; and where the styles of cells themselves cannot be read, each
//! number in a styled cell is of a format that the file has lost.

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use crate::ingest::open::colour::{Colour, Numbered};
use crate::ingest::open::font::Font;
use crate::ingest::open::fonts::{self, Fill};
use crate::ingest::open::number_format::UNKNOWN;
use crate::ingest::open::xml::{attribute, reader};

/// As many styles as cells may have (Excel's limit).
const MOST: usize = 65_490;

/// What of the styles can be read.
pub(in crate::ingest::open) fn plain(part: &str) -> String {
    reduced(part).unwrap_or_else(unknown)
}

/// Styles of which nobody knows how they show numbers; the first is that of cells without one.
pub(in crate::ingest::open) fn unknown() -> String {
    let formats = format!("<numFmts><numFmt numFmtId=\"164\" formatCode=\"{UNKNOWN}\"/></numFmts>");
    let styles = "<xf numFmtId=\"164\"/>".repeat(MOST);
    format!("<styleSheet>{formats}<cellXfs><xf numFmtId=\"0\"/>{styles}</cellXfs></styleSheet>")
}

/// Which list of the styles is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Other,
    Formats,
    Fonts,
    Fills,
    Cells,
    /// Of conditional formats.
    Differences,
}

/// In what of a conditional format the reader stands: borders have colours as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Other,
    Font,
    Fill,
}

/// What is left of the styles.
#[derive(Debug)]
struct Reduced {
    list: List,
    within: Within,
    formats: String,
    fonts: String,
    fills: String,
    cells: String,
    differences: String,
    /// What has been read of the font and the fill, or of the difference.
    font: Font,
    fill: Fill,
    numbered: Numbered,
    has_cells: bool,
}

/// `None` if the part breaks off before the styles of cells are read; what breaks off behind them is left out.
fn reduced(part: &str) -> Option<String> {
    let blank = String::new;
    let mut left = Reduced {
        list: List::Other,
        within: Within::Other,
        formats: blank(),
        fonts: blank(),
        fills: blank(),
        cells: blank(),
        differences: blank(),
        font: Font::default(),
        fill: Fill::default(),
        numbered: Numbered::of_styles(part),
        has_cells: false,
    };
    let mut reader = reader(part);
    while let Ok(event) = reader.read_event() {
        match &event {
            Event::Eof => break,
            Event::Start(element) => left.begin(element),
            Event::Empty(element) => {
                left.begin(element);
                left.end(element.local_name().as_ref());
            }
            Event::End(element) => left.end(element.local_name().as_ref()),
            _ => {}
        }
    }
    let Reduced { formats, fonts, fills, cells, differences, .. } = left;
    let (formats, fonts) = (format!("<numFmts>{formats}</numFmts>"), format!("<fonts>{fonts}</fonts>"));
    let (fills, cells) = (format!("<fills>{fills}</fills>"), format!("<cellXfs>{cells}</cellXfs>"));
    left.has_cells.then(|| format!("<styleSheet>{formats}{fonts}{fills}{cells}<dxfs>{differences}</dxfs></styleSheet>"))
}

impl Reduced {
    fn begin(&mut self, element: &BytesStart<'_>) {
        let named = |name: &str| {
            let value = attribute(element, name).unwrap_or_default();
            format!(" {name}=\"{}\"", escape(&value))
        };
        let format = || format!("<numFmt{}{}/>", named("numFmtId"), named("formatCode"));
        match (element.local_name().as_ref(), self.list, self.within) {
            ("numFmts", ..) => self.list = List::Formats,
            ("fonts", ..) => self.list = List::Fonts,
            ("fills", ..) => self.list = List::Fills,
            ("cellXfs", ..) => self.list = List::Cells,
            ("dxfs", ..) => self.list = List::Differences,
            ("numFmt", List::Formats, _) => self.formats += &format(),
            ("numFmt", List::Differences, _) => self.differences += &format(),
            ("font", List::Fonts, _) => (self.font, self.within) = (Font::WHOLE, Within::Font),
            ("fill", List::Fills, _) => (self.fill, self.within) = (Fill::default(), Within::Fill),
            ("dxf", List::Differences, _) => {
                (self.font, self.fill) = (Font::default(), Fill::default());
                self.differences += "<dxf>";
            }
            ("font", List::Differences, _) => self.within = Within::Font,
            ("fill", List::Differences, _) => self.within = Within::Fill,
            ("xf", List::Cells, _) => {
                self.cells.extend(["<xf", &named("numFmtId"), &named("fontId"), &named("fillId"), "/>"]);
            }
            (_, _, Within::Font) => fonts::learn(&mut self.font, element, &self.numbered),
            (_, _, Within::Fill) => self.fill.learn(element, &self.numbered),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match (name, self.list) {
            ("font", List::Fonts) => {
                self.fonts += &written(self.font);
                self.within = Within::Other;
            }
            ("fill", List::Fills) => {
                self.fills += &filled("fgColor", self.fill.ground());
                self.within = Within::Other;
            }
            ("font" | "fill", _) => self.within = Within::Other,
            ("dxf", List::Differences) => {
                self.differences += &written(self.font);
                self.differences.extend(self.fill.difference().map(|ground| filled("bgColor", ground)));
                self.differences += "</dxf>";
            }
            ("cellXfs", _) => (self.list, self.has_cells) = (List::Other, true),
            ("numFmts" | "fonts" | "fills" | "dxfs", _) => self.list = List::Other,
            _ => {}
        }
    }
}

/// A font that says so much; nothing of one that says nothing.
fn written(font: Font) -> String {
    let mut inside = String::new();
    inside.extend(font.is_struck.map(|is_struck| if is_struck { "<strike/>" } else { "<strike val=\"0\"/>" }));
    inside.extend(font.is_raised.filter(|is_raised| *is_raised).map(|_| "<vertAlign val=\"superscript\"/>"));
    inside.extend(font.ink.map(|ink| coloured("color", ink)));
    if inside.is_empty() { inside } else { format!("<font>{inside}</font>") }
}

/// A fill of one colour, or with a pattern where that is not known.
fn filled(name: &str, ground: Colour) -> String {
    match ground {
        Colour::Unknown => "<fill><patternFill patternType=\"darkGrid\"/></fill>".to_owned(),
        ground => format!("<fill><patternFill patternType=\"solid\">{}</patternFill></fill>", coloured(name, ground)),
    }
}

fn coloured(name: &str, colour: Colour) -> String {
    match colour {
        Colour::Rgb([red, green, blue]) => format!("<{name} rgb=\"FF{red:02X}{green:02X}{blue:02X}\"/>"),
        Colour::Theme { number, tint } => format!("<{name} theme=\"{number}\" tint=\"{}\"/>", f64::from(tint) / 1000.0),
        // One that no theme has, and no ground.
        Colour::Unknown => format!("<{name} theme=\"99\"/>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELLS: &str = "<cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\"/>\
                         <xf numFmtId=\"200\" fontId=\"1\" fillId=\"1\" applyNumberFormat=\"1\"><alignment horizontal=\"x\"/></xf></cellXfs>";

    #[test]
    fn what_is_asked_of_the_styles_is_left() {
        let part = format!(
            "<styleSheet><numFmts count=\"1\"><numFmt numFmtId=\"200\" formatCode=\"0&quot;元&quot;\"/></numFmts>\
             <fonts><font><sz val=\"x\"/><color rgb=\"none\"/></font><font><strike/><vertAlign val=\"subscript\"/></font>\
             <font><color theme=\"0\"/><u/></font></fonts>\
             <fills><fill><patternFill/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFF9E5\"/></patternFill></fill>\
             <fill><gradientFill/></fill></fills><borders><border><left><color rgb=\"x\"/></left></border></borders>\
             {CELLS}<dxfs><dxf><font><strike/></font><numFmt numFmtId=\"9\" formatCode=\"0%\"/></dxf><dxf><font><strike val=\"0\"/>\
             </font></dxf><dxf><fill><patternFill><bgColor indexed=\"9\"/></patternFill></fill><border><left><color theme=\"0\"/></left>\
             </border></dxf><dxf/></dxfs><colors"
        );
        let expected = "<styleSheet><numFmts><numFmt numFmtId=\"200\" formatCode=\"0&quot;元&quot;\"/></numFmts>\
                        <fonts><font><strike val=\"0\"/><color theme=\"99\"/></font>\
                        <font><strike/><vertAlign val=\"superscript\"/><color rgb=\"FF000000\"/></font>\
                        <font><strike val=\"0\"/><color rgb=\"FFFFFFFF\"/></font></fonts>\
                        <fills><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFFFFF\"/></patternFill></fill>\
                        <fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFF9E5\"/></patternFill></fill>\
                        <fill><patternFill patternType=\"darkGrid\"/></fill></fills>\
                        <cellXfs><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\"/><xf numFmtId=\"200\" fontId=\"1\" fillId=\"1\"/></cellXfs>\
                        <dxfs><dxf><numFmt numFmtId=\"9\" formatCode=\"0%\"/><font><strike/></font></dxf>\
                        <dxf><font><strike val=\"0\"/></font></dxf>\
                        <dxf><fill><patternFill patternType=\"solid\"><bgColor rgb=\"FFFFFFFF\"/></patternFill></fill></dxf>\
                        <dxf></dxf></dxfs></styleSheet>";
        assert_eq!(plain(&part), expected);
    }

    #[test]
    fn of_styles_that_break_off_nothing_is_known() {
        let cut = CELLS.split("</cellXfs>").next().unwrap();
        for part in ["", "<styleSheet>", &format!("<styleSheet>{cut}"), "no styles at all"] {
            assert!(plain(part).contains(UNKNOWN), "{part}");
        }
        assert_eq!(unknown().matches("<xf ").count(), MOST + 1);
    }
}
