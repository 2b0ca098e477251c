//! The styles of .xlsx, reduced to what is asked of them: number formats, and which fonts are struck out. Colours and borders that nobody can
//! read do not cost the numbers; and where the styles of cells themselves cannot be read, each number in a styled cell is of a format that the
//! file has lost.

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use crate::ingest::open::number_format::UNKNOWN;
use crate::ingest::open::xml::{attribute, is_set, reader};

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
    Cells,
    /// Of conditional formats.
    Differences,
}

/// What is left of the styles.
#[derive(Debug)]
struct Reduced {
    list: List,
    formats: String,
    fonts: String,
    cells: String,
    differences: String,
    /// Whether the font or the difference that is being read strikes words out, if it says so.
    is_struck: Option<bool>,
    has_cells: bool,
}

/// `None` if the part breaks off before the styles of cells are read; what breaks off behind them is left out.
fn reduced(part: &str) -> Option<String> {
    let blank = String::new;
    let (list, is_struck, has_cells) = (List::Other, None, false);
    let mut left = Reduced { list, formats: blank(), fonts: blank(), cells: blank(), differences: blank(), is_struck, has_cells };
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
    let Reduced { formats, fonts, cells, differences, .. } = left;
    let (formats, fonts) = (format!("<numFmts>{formats}</numFmts>"), format!("<fonts>{fonts}</fonts>"));
    let (cells, differences) = (format!("<cellXfs>{cells}</cellXfs>"), format!("<dxfs>{differences}</dxfs>"));
    left.has_cells.then(|| format!("<styleSheet>{formats}{fonts}{cells}{differences}</styleSheet>"))
}

impl Reduced {
    fn begin(&mut self, element: &BytesStart<'_>) {
        let named = |name: &str| {
            let value = attribute(element, name).unwrap_or_default();
            format!(" {name}=\"{}\"", escape(&value))
        };
        let format = || format!("<numFmt{}{}/>", named("numFmtId"), named("formatCode"));
        match (element.local_name().as_ref(), self.list) {
            ("numFmts", _) => self.list = List::Formats,
            ("fonts", _) => self.list = List::Fonts,
            ("cellXfs", _) => self.list = List::Cells,
            ("dxfs", _) => self.list = List::Differences,
            ("numFmt", List::Formats) => self.formats += &format(),
            ("font", List::Fonts) => self.is_struck = None,
            ("dxf", List::Differences) => {
                self.is_struck = None;
                self.differences += "<dxf>";
            }
            ("numFmt", List::Differences) => self.differences += &format(),
            ("strike", _) => self.is_struck = Some(attribute(element, "val").is_none() || is_set(element, "val")),
            ("xf", List::Cells) => self.cells.extend(["<xf", &named("numFmtId"), &named("fontId"), "/>"]),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match (name, self.list) {
            ("font", List::Fonts) => {
                self.fonts += if self.is_struck == Some(true) { "<font><strike/></font>" } else { "<font/>" }
            }
            ("dxf", List::Differences) => {
                self.differences += match self.is_struck {
                    Some(true) => "<strike/></dxf>",
                    Some(false) => "<strike val=\"0\"/></dxf>",
                    None => "</dxf>",
                }
            }
            ("cellXfs", _) => (self.list, self.has_cells) = (List::Other, true),
            ("numFmts" | "fonts" | "dxfs", _) => self.list = List::Other,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELLS: &str = "<cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\"/>\
                         <xf numFmtId=\"200\" fontId=\"1\" applyNumberFormat=\"1\"><alignment horizontal=\"x\"/></xf></cellXfs>";

    #[test]
    fn what_is_asked_of_the_styles_is_left() {
        let part = format!(
            "<styleSheet><numFmts count=\"1\"><numFmt numFmtId=\"200\" formatCode=\"0&quot;元&quot;\"/></numFmts>\
             <fonts><font><sz val=\"x\"/><color rgb=\"none\"/></font><font><strike/></font><font><strike val=\"0\"/></font></fonts>\
             {CELLS}<dxfs><dxf><font><strike/></font><numFmt numFmtId=\"9\" formatCode=\"0%\"/></dxf><dxf><font><strike val=\"0\"/>\
             </font></dxf><dxf><fill/></dxf></dxfs><colors"
        );
        let expected = "<styleSheet><numFmts><numFmt numFmtId=\"200\" formatCode=\"0&quot;元&quot;\"/></numFmts>\
                        <fonts><font/><font><strike/></font><font/></fonts>\
                        <cellXfs><xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"200\" fontId=\"1\"/></cellXfs>\
                        <dxfs><dxf><numFmt numFmtId=\"9\" formatCode=\"0%\"/><strike/></dxf><dxf><strike val=\"0\"/></dxf><dxf></dxf></dxfs>\
                        </styleSheet>";
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
