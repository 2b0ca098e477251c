//! Every look of a workbook as one format each, made from the theme.

use rust_xlsxwriter::Color;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::FormatUnderline;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::XlsxError;

use crate::document::Align;
use crate::document::Light;
use crate::document::Mark;
use crate::document::Role;
use crate::document::SlipLevel;
use crate::render::theme::Colour;
use crate::render::theme::Colours;
use crate::render::theme::Theme;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Words; quoted where Excel would otherwise make a formula of them when the cell is edited.
    Words {
        /// See above.
        quoted: bool,
    },
    /// A code: digits that are no number.
    Code,
    /// A number.
    Number {
        /// Decimals shown.
        decimals: u8,
        /// Positive numbers carry their sign.
        signed: bool,
        /// Sign behind the number.
        mark: Option<Mark>,
    },
    /// A day.
    Date,
    /// A day with its time.
    Moment,
    /// A light.
    Light(Light),
}

/// How a cell of a table or form looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// What it holds.
    pub(super) content: Content,
    /// How it stands.
    pub(super) align: Align,
    /// What its row is for.
    pub(super) role: Role,
    /// Indent in characters.
    pub(super) indent: u8,
    /// Somebody may type here although the sheet is protected.
    pub(super) input: bool,
    /// What a slip has marked: its colour goes before all others.
    pub(super) marked: Option<SlipLevel>,
}

impl Look {
    /// Locked words of an ordinary row.
    pub(super) fn words(align: Align) -> Self {
        Self { content: Content::Words { quoted: false }, align, role: Role::Body, indent: 0, input: false, marked: None }
    }
}

/// The formats of one workbook.
#[derive(Debug)]
pub(super) struct Styles {
    /// Type size of everything but titles, in points.
    pub(super) size: f64,
    /// Type size of titles, in points.
    pub(super) title_size: f64,
    /// Name of the body's font, for charts.
    pub(super) font: String,
    /// Name of the titles' font, for charts.
    pub(super) title_font: String,
    /// Colours by role.
    pub(super) colours: Colours,
    /// 发文机关标志.
    pub(super) organ: Format,
    /// Title above a sheet.
    pub(super) title: Format,
    /// Title over several columns that are not merged.
    pub(super) title_across: Format,
    /// 示例数据.
    pub(super) warning: Format,
    /// Header cells.
    pub(super) header: Format,
    /// Headings of the text.
    pub(super) heading: Format,
    /// Running text, wrapped.
    pub(super) paragraph: Format,
    /// Words without a frame at the left.
    pub(super) plain: Format,
    /// Words without a frame in the middle.
    pub(super) centred: Format,
    /// Words without a frame at the right.
    pub(super) right: Format,
    /// Notes, wrapped.
    pub(super) note: Format,
    /// Links.
    pub(super) link: Format,
    /// Links in running text, as far in as a paragraph.
    pub(super) indented_link: Format,
    /// Links in a list.
    pub(super) framed_link: Format,
    /// Labels of a cover.
    pub(super) label: Format,
    base: Format,
    cells: Vec<(Look, Format)>,
}

impl Styles {
    /// The looks of a theme.
    pub(super) fn new(theme: &Theme) -> Self {
        let size = f64::from(theme.types.table_body.size);
        let title_size = f64::from(theme.types.table_title.size);
        let colours = theme.colours.clone();
        let base = Format::new()
            .set_font_name(theme.workbook_font(theme.types.table_body.font))
            .set_font_size(size)
            .set_align(FormatAlign::VerticalCenter);
        let display =
            Format::new().set_font_name(theme.workbook_font(theme.types.table_title.font)).set_align(FormatAlign::VerticalCenter);
        let titled = display.clone().set_font_size(title_size);
        let framed = framed(&base, &colours);
        let linked = |format: Format| format.set_font_color(rgb(colours.of_series(0))).set_underline(FormatUnderline::Single);
        Self {
            size,
            title_size,
            font: theme.workbook_font(theme.types.table_body.font).to_owned(),
            title_font: theme.workbook_font(theme.types.table_title.font).to_owned(),
            organ: titled
                .clone()
                .set_font_size(title_size * 1.5)
                .set_font_color(rgb(colours.head))
                .set_align(FormatAlign::Center)
                .set_text_wrap(),
            title: titled.clone().set_align(FormatAlign::Center).set_text_wrap(),
            title_across: titled.clone().set_align(FormatAlign::CenterAcross),
            warning: titled.set_font_color(rgb(colours.head)).set_align(FormatAlign::Center),
            header: framed
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_text_wrap()
                .set_background_color(rgb(colours.header_fill)),
            heading: display.set_font_size(size * 1.15).set_text_wrap(),
            paragraph: base.clone().set_text_wrap().set_align(FormatAlign::Top),
            centred: base.clone().set_align(FormatAlign::Center),
            right: base.clone().set_align(FormatAlign::Right),
            note: base.clone().set_font_size(size * 0.9).set_text_wrap().set_align(FormatAlign::Top),
            link: linked(base.clone()),
            indented_link: linked(base.clone()).set_align(FormatAlign::Left).set_indent(2),
            framed_link: linked(framed.clone()).set_text_wrap(),
            label: framed.set_text_wrap().set_background_color(rgb(colours.header_fill)),
            plain: base.clone(),
            base,
            colours,
            cells: Vec::new(),
        }
    }

    /// A workbook whose default font is the body's, so that column widths are counted in its digits.
    pub(super) fn workbook(&self) -> Result<Workbook, XlsxError> {
        // Pixels of an empty row, and of an empty column where a digit has 7.
        const ROW: u32 = 20;
        const COLUMN: u32 = 64;
        let mut workbook = Workbook::new();
        workbook.set_default_format(&self.base, ROW, COLUMN)?;
        Ok(workbook)
    }

    /// The format of a look, made when it is first asked for.
    pub(super) fn cell(&mut self, look: Look) -> &Format {
        // A workbook has a few dozen looks: a walk along them is cheaper than hashing.
        let at = self.cells.iter().position(|(known, _)| *known == look).unwrap_or_else(|| {
            let format = self.made(look);
            self.cells.push((look, format));
            self.cells.len() - 1
        });
        self.cells.get(at).map_or(&self.base, |(_, format)| format)
    }

    fn made(&self, look: Look) -> Format {
        let mut format = framed(&self.base, &self.colours).set_align(match look.align {
            Align::Left => FormatAlign::Left,
            Align::Center => FormatAlign::Center,
            Align::Right => FormatAlign::Right,
        });
        if look.indent > 0 {
            format = format.set_align(FormatAlign::Left).set_indent(look.indent);
        }
        format = match look.role {
            Role::Body => format,
            Role::Total => format.set_bold().set_background_color(rgb(self.colours.total_fill)),
            // The words run over the cells at their right: nothing may stand between them.
            Role::Section => format
                .set_bold()
                .set_background_color(rgb(self.colours.total_fill))
                .set_border_left(FormatBorder::None)
                .set_border_right(FormatBorder::None),
        };
        if look.input {
            format = format.set_unlocked().set_background_color(rgb(self.colours.input_fill));
        }
        if let Some(level) = look.marked {
            format = format.set_background_color(rgb(match level {
                SlipLevel::Error => self.colours.slip_error,
                SlipLevel::Suspect => self.colours.slip_suspect,
                SlipLevel::Explain => self.colours.slip_explain,
                SlipLevel::Note => self.colours.slip_note,
            }));
        }
        match look.content {
            Content::Words { quoted } => {
                let format = if look.role == Role::Section { format } else { format.set_text_wrap() };
                if quoted { format.set_quote_prefix() } else { format }
            }
            Content::Code => format.set_num_format("@").set_text_wrap(),
            Content::Number { decimals, signed, mark } => format.set_num_format(number_format(decimals, signed, mark)),
            Content::Date => format.set_num_format("yyyy-mm-dd"),
            Content::Moment => format.set_num_format("yyyy-mm-dd hh:mm"),
            Content::Light(light) => format.set_background_color(rgb(match light {
                Light::Green => self.colours.green,
                Light::Yellow => self.colours.yellow,
                Light::Red => self.colours.red,
            })),
        }
    }
}

/// A colour of the theme as the writer wants it.
pub(super) fn rgb(colour: Colour) -> Color {
    Color::RGB(colour.0)
}

/// The number format that shows what [`crate::document::Figure::text`] says.
pub(super) fn number_format(decimals: u8, signed: bool, mark: Option<Mark>) -> String {
    // Excel shows at most 30 decimals.
    let fraction = match decimals.min(30) {
        0 => String::new(),
        places => format!(".{}", "0".repeat(usize::from(places))),
    };
    let sign = mark.map_or_else(String::new, |mark| format!("\"{}\"", mark.sign()));
    if signed {
        format!("+#,##0{fraction}{sign};-#,##0{fraction}{sign};0{fraction}{sign}")
    } else {
        format!("#,##0{fraction}{sign}")
    }
}

fn framed(base: &Format, colours: &Colours) -> Format {
    base.clone().set_border(FormatBorder::Thin).set_border_color(rgb(colours.rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_formats_show_sign_decimals_and_mark() {
        assert_eq!(number_format(0, false, None), "#,##0");
        assert_eq!(number_format(1, true, None), "+#,##0.0;-#,##0.0;0.0");
        assert_eq!(number_format(1, false, Some(Mark::LowCoverage)), "#,##0.0\"*\"");
    }
}
