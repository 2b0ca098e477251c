//! Every look of a workbook as one format each, made from the theme.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline, Workbook, XlsxError};

use crate::theme::{Colour, Colours, Theme, Type};
use tongbao_document::{Align, Light, Marks, Role, SlipLevel};

use super::columns::Ratios;

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
        marks: Marks,
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
    /// Type size of cells, in points; the text of a sheet is as large.
    pub(super) size: f64,
    /// Type size of titles above sheets, in points.
    pub(super) title_size: f64,
    /// Type size of header cells, in points.
    pub(super) header_size: f64,
    /// Type size of total rows, in points.
    pub(super) total_size: f64,
    /// Type size of notes, in points.
    pub(super) note_size: f64,
    /// Name of the font of charts.
    pub(super) font: String,
    /// Type size in charts, in points.
    pub(super) chart_size: f64,
    /// Name of the titles' font, for charts.
    pub(super) title_font: String,
    /// Colours by role.
    pub(super) colours: Colours,
    /// 发文机关标志.
    pub(super) organ: Display,
    /// Title of the whole document.
    pub(super) document_title: Display,
    /// Headings on a sheet of cells.
    pub(super) heading: Format,
    /// Headings of the text, by level.
    pub(super) headings: [Display; 3],
    /// Title above a sheet.
    pub(super) title: Format,
    /// Title over several columns that are not merged.
    pub(super) title_across: Format,
    /// 示例数据.
    pub(super) warning: Format,
    /// Header cells.
    pub(super) header: Format,
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
    /// Unit lines.
    pub(super) unit: Format,
    /// Links.
    pub(super) link: Format,
    /// Links in running text, as far in as a paragraph.
    pub(super) indented_link: Format,
    /// Links in a list.
    pub(super) framed_link: Format,
    /// Labels of a cover.
    pub(super) label: Format,
    base: Format,
    total: Format,
    cells: Vec<(Look, Format)>,
}

/// Words larger than those of cells.
#[derive(Debug)]
pub(super) struct Display {
    /// Their look.
    pub(super) format: Format,
    /// Their size in points.
    pub(super) size: f64,
}

impl Display {
    /// A width in ems of cells, in ems of this type.
    pub(super) fn width(&self, ems: f32, cell_size: f64) -> f32 {
        #[expect(clippy::cast_possible_truncation, reason = "type sizes have few digits")]
        let ratio = (self.size / cell_size.max(1.0)) as f32;
        ems / ratio.max(0.1)
    }
}

impl Styles {
    /// The looks of a theme.
    pub(super) fn new(theme: &Theme) -> Self {
        let types = &theme.types;
        let colours = theme.colours.clone();
        let set = |kind: Type, size: f64| {
            let format = Format::new().set_font_name(theme.workbook_font(kind.font)).set_font_size(size);
            format.set_align(FormatAlign::VerticalCenter)
        };
        let plainly = |kind: Type| set(kind, f64::from(kind.size));
        // Text on a sheet is as large as its cells, and its headings in proportion.
        let size = f64::from(types.table_body.size);
        let scale = size / f64::from(types.body.size).max(1.0);
        let display = |kind: Type| {
            let size = halves(f64::from(kind.size) * scale);
            Display { format: set(kind, size).set_text_wrap(), size }
        };
        let centred = |display: Display| Display { format: display.format.set_align(FormatAlign::Center), ..display };
        let base = plainly(types.table_body);
        let titled = plainly(types.table_title);
        let framed = framed(base.clone(), &colours);
        let note = plainly(types.note);
        let linked = |format: Format| format.set_font_color(rgb(colours.of_series(0))).set_underline(FormatUnderline::Single);
        let mut organ = centred(display(types.mark));
        organ.format = organ.format.set_font_color(rgb(colours.head));
        Self {
            size,
            title_size: f64::from(types.table_title.size),
            header_size: f64::from(types.table_header.size),
            total_size: f64::from(types.table_total.size),
            note_size: f64::from(types.note.size),
            font: theme.workbook_font(types.chart.font).to_owned(),
            chart_size: f64::from(types.chart.size),
            title_font: theme.workbook_font(types.table_title.font).to_owned(),
            organ,
            document_title: centred(display(types.title)),
            heading: set(types.heading_1, halves(size * 1.15)).set_text_wrap(),
            headings: [types.heading_1, types.heading_2, types.heading_3].map(display),
            title: titled.clone().set_align(FormatAlign::Center).set_text_wrap(),
            title_across: titled.clone().set_align(FormatAlign::CenterAcross),
            warning: titled.set_font_color(rgb(colours.head)).set_align(FormatAlign::Center),
            header: self::framed(plainly(types.table_header), &colours)
                .set_align(FormatAlign::Center)
                .set_text_wrap()
                .set_background_color(rgb(colours.header_fill)),
            paragraph: set(types.body, size).set_text_wrap().set_align(FormatAlign::Top),
            centred: base.clone().set_align(FormatAlign::Center),
            right: base.clone().set_align(FormatAlign::Right),
            unit: note.clone().set_align(FormatAlign::Right),
            note: note.set_text_wrap().set_align(FormatAlign::Top),
            link: linked(base.clone()),
            indented_link: linked(base.clone()).set_align(FormatAlign::Left).set_indent(2),
            framed_link: linked(framed.clone()).set_text_wrap(),
            label: framed.set_text_wrap().set_background_color(rgb(colours.header_fill)),
            plain: base.clone(),
            total: plainly(types.table_total),
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

    /// Type sizes as parts of that of cells.
    pub(super) fn ratios(&self) -> Ratios {
        #[expect(clippy::cast_possible_truncation, reason = "type sizes have few digits")]
        let ratio = |size: f64| (size / self.size.max(1.0)) as f32;
        Ratios { header: ratio(self.header_size), total: ratio(self.total_size), note: ratio(self.note_size) }
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
        let typed = if look.role == Role::Body { &self.base } else { &self.total };
        let mut format = framed(typed.clone(), &self.colours).set_align(match look.align {
            Align::Left => FormatAlign::Left,
            Align::Center => FormatAlign::Center,
            Align::Right => FormatAlign::Right,
        });
        if look.indent > 0 {
            format = format.set_align(FormatAlign::Left).set_indent(look.indent);
        }
        format = match look.role {
            Role::Body => format,
            Role::Total => format.set_background_color(rgb(self.colours.total_fill)),
            // The words run over the cells at their right: nothing may stand between them.
            Role::Section => format
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
            Content::Number { decimals, signed, marks } => format.set_num_format(number_format(decimals, signed, marks)),
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

/// The number format that shows what [`tongbao_document::Figure::text`] says.
pub(super) fn number_format(decimals: u8, signed: bool, marks: Marks) -> String {
    // Excel shows at most 30 decimals.
    let fraction = match decimals.min(30) {
        0 => String::new(),
        places => format!(".{}", "0".repeat(usize::from(places))),
    };
    let sign = if marks.is_empty() { String::new() } else { format!("\"{marks}\"") };
    if signed {
        format!("+#,##0{fraction}{sign};-#,##0{fraction}{sign};0{fraction}{sign}")
    } else {
        format!("#,##0{fraction}{sign}")
    }
}

/// To the nearest half of a point, as the font boxes of spreadsheet programs offer it.
fn halves(size: f64) -> f64 {
    (size * 2.0).round() / 2.0
}

fn framed(format: Format, colours: &Colours) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(rgb(colours.rule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_document::Mark;

    #[test]
    fn number_formats_show_sign_decimals_and_mark() {
        let low = Marks::NONE.with(Mark::LowCoverage);
        assert_eq!(number_format(0, false, Marks::NONE), "#,##0");
        assert_eq!(number_format(1, true, Marks::NONE), "+#,##0.0;-#,##0.0;0.0");
        assert_eq!(number_format(1, false, low), "#,##0.0\"*\"");
        assert_eq!(number_format(0, false, low.with(Mark::Provisional)), "#,##0\"*p\"");
    }
}
