//! The fonts and fills of .xlsx: of the styles of cells, of runs, of conditional formats (ECMA-376 part 1, 18.8.22 and 18.8.20).

use quick_xml::events::{BytesStart, Event};

use super::colour::{BLACK, Colour, Numbered, WHITE};
use super::font::{Font, Paint};
use super::xml::{attribute, is_set, reader};

/// Learns what a part of a font says.
pub(super) fn learn(font: &mut Font, element: &BytesStart<'_>, numbered: &Numbered) {
    match element.local_name().as_ref() {
        "strike" => font.is_struck = Some(attribute(element, "val").is_none() || is_set(element, "val")),
        "vertAlign" => {
            let place = attribute(element, "val");
            font.is_raised = Some(matches!(place.as_deref(), Some("superscript" | "subscript")));
        }
        "color" => font.ink = Some(Colour::of_element(element, numbered).unwrap_or(BLACK)),
        _ => {}
    }
}

/// A fill as far as it has been read.
#[derive(Debug, Clone, Default)]
pub(super) struct Fill {
    pattern: Option<String>,
    fore: Option<Colour>,
    back: Option<Colour>,
    is_gradient: bool,
}

impl Fill {
    /// Learns what a part of it says.
    pub(super) fn learn(&mut self, element: &BytesStart<'_>, numbered: &Numbered) {
        match element.local_name().as_ref() {
            "patternFill" => self.pattern = attribute(element, "patternType"),
            "fgColor" => self.fore = chosen(element, numbered),
            "bgColor" => self.back = chosen(element, numbered),
            "gradientFill" => self.is_gradient = true,
            _ => {}
        }
    }

    /// What it paints behind the words of a cell whose style has it.
    pub(super) fn ground(&self) -> Colour {
        match self.pattern.as_deref() {
            _ if self.is_gradient => Colour::Unknown,
            None | Some("none") => WHITE,
            Some("solid") => self.fore.unwrap_or(Colour::Unknown),
            Some(_) => Colour::Unknown,
        }
    }

    /// What it paints as a part of a conditional format, where the colours stand the other way round; nothing if it does not say.
    pub(super) fn difference(&self) -> Option<Colour> {
        match self.pattern.as_deref() {
            _ if self.is_gradient => Some(Colour::Unknown),
            Some("none") => Some(WHITE),
            None | Some("solid") => self.back.or(self.fore),
            Some(_) => Some(Colour::Unknown),
        }
    }
}

/// A colour, unless it is that of the system: what a fill looks like then, each program says for itself.
fn chosen(element: &BytesStart<'_>, numbered: &Numbered) -> Option<Colour> {
    let is_automatic = attribute(element, "indexed").is_some_and(|number| number.trim() == "64");
    if is_automatic { None } else { Colour::of_element(element, numbered) }
}

/// Which list of the styles is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Other,
    Fonts,
    Fills,
    Cells,
}

/// The paint of each style of cells, in their order; as far as the styles can be read.
pub(super) fn paints(styles: &str) -> Vec<Paint> {
    let numbered = Numbered::of_styles(styles);
    let mut reading = Reading { list: List::Other, fonts: Vec::new(), fills: Vec::new(), paints: Vec::new() };
    let mut reader = reader(styles);
    while let Ok(event) = reader.read_event() {
        match &event {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => reading.begin(element, &numbered),
            Event::End(element) => match element.local_name().as_ref() {
                "cellXfs" => break,
                "fonts" | "fills" => reading.list = List::Other,
                _ => {}
            },
            _ => {}
        }
    }
    reading.paints
}

struct Reading {
    list: List,
    fonts: Vec<Font>,
    fills: Vec<Fill>,
    paints: Vec<Paint>,
}

impl Reading {
    fn begin(&mut self, element: &BytesStart<'_>, numbered: &Numbered) {
        match (element.local_name().as_ref(), self.list) {
            ("fonts", _) => self.list = List::Fonts,
            ("fills", _) => self.list = List::Fills,
            ("cellXfs", _) => self.list = List::Cells,
            ("font", List::Fonts) => self.fonts.push(Font::WHOLE),
            ("fill", List::Fills) => self.fills.push(Fill::default()),
            (_, List::Fonts) => {
                if let Some(font) = self.fonts.last_mut() {
                    learn(font, element, numbered);
                }
            }
            (_, List::Fills) => {
                if let Some(fill) = self.fills.last_mut() {
                    fill.learn(element, numbered);
                }
            }
            ("xf", List::Cells) => {
                let number = |name: &str| attribute(element, name).and_then(|number| number.trim().parse::<usize>().ok());
                let font = number("fontId").and_then(|font| self.fonts.get(font)).copied().unwrap_or_default();
                let ground = number("fillId").and_then(|fill| self.fills.get(fill)).map_or(WHITE, Fill::ground);
                self.paints.push(Paint { font, ground });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_style_has_its_font_and_its_fill() {
        let styles = "<styleSheet><fonts><font><sz val=\"11\"/><color theme=\"1\"/></font><font><strike/><color rgb=\"FFFFFFFF\"/></font>\
                      <font><vertAlign val=\"superscript\"/></font><font/></fonts>\
                      <fills><fill><patternFill/></fill><fill><patternFill patternType=\"gray125\"/></fill>\
                      <fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFF9E5\"/><bgColor indexed=\"64\"/></patternFill></fill>\
                      <fill><gradientFill><stop position=\"0\"><color rgb=\"FFFFFFFF\"/></stop></gradientFill></fill></fills>\
                      <borders><border><left><color rgb=\"FFFFFFFF\"/></left></border></borders>\
                      <cellStyleXfs><xf fontId=\"1\" fillId=\"2\"/></cellStyleXfs>\
                      <cellXfs><xf fontId=\"0\" fillId=\"0\"/><xf fontId=\"1\" fillId=\"2\"><alignment/></xf><xf fontId=\"2\" fillId=\"1\"/>\
                      <xf fontId=\"3\" fillId=\"3\"/><xf/></cellXfs><cellStyles><xf fontId=\"1\"/></cellStyles></styleSheet>";
        let paints = paints(styles);
        let white = Font { is_struck: Some(true), ink: Some(WHITE), ..Font::WHOLE };
        let raised = Font { is_raised: Some(true), ..Font::WHOLE };
        assert_eq!(
            paints,
            [
                Paint { font: Font::WHOLE, ground: WHITE },
                Paint { font: white, ground: Colour::Rgb([255, 249, 229]) },
                Paint { font: raised, ground: Colour::Unknown },
                Paint { font: Font::WHOLE, ground: Colour::Unknown },
                Paint::default(),
            ]
        );
    }

    #[test]
    fn conditional_formats_have_their_colour_where_cells_have_the_other() {
        let fill = |inside: &str| {
            let mut fill = Fill::default();
            super::super::xml::elements(inside, |element| fill.learn(element, &Numbered::default()));
            fill
        };
        let usual = fill("<patternFill><bgColor rgb=\"FFFF0000\"/></patternFill>");
        assert_eq!(usual.difference(), Some(Colour::Rgb([255, 0, 0])));
        assert_eq!(
            fill("<patternFill patternType=\"solid\"><fgColor rgb=\"FF0000FF\"/></patternFill>").difference(),
            Some(Colour::Rgb([0, 0, 255]))
        );
        assert_eq!(fill("").difference(), None);
    }
}
