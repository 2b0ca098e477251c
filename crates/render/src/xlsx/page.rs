//! Sheets as they come out of the printer: A4, one page wide, numbered, headers repeated.

use rust_xlsxwriter::{Worksheet, XlsxError};

use tongbao_document::{Properties, escape};

use super::text;
use super::text::SAMPLE;

/// How a sheet is printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    /// Wide paper.
    pub(super) landscape: bool,
    /// First and last row repeated on every page.
    pub(super) repeated: Option<(u32, u32)>,
    /// Every page says 示例数据.
    pub(super) sample: bool,
}

impl Page {
    /// Upright, nothing repeated.
    pub(super) fn portrait(sample: bool) -> Self {
        Self { landscape: false, repeated: None, sample }
    }

    /// Sets a sheet up.
    pub(super) fn apply(self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        const A4: u8 = 9;
        sheet.set_paper_size(A4);
        if self.landscape {
            sheet.set_landscape();
        }
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_print_center_horizontally(true);
        sheet.set_margins(0.6, 0.6, 0.75, 0.75, 0.35, 0.35);
        sheet.set_footer("&C第 &P 页 共 &N 页");
        if self.sample {
            sheet.set_header(format!("&C&B{SAMPLE}"));
        }
        if let Some((first, last)) = self.repeated {
            sheet.set_repeat_rows(first, last)?;
        }
        Ok(())
    }
}

/// Says on every printed page of a sheet of a bulletin what a reader must not overlook: sample data, and what is not final.
pub(super) fn announce(sheet: &mut Worksheet, properties: &Properties) {
    let said: Vec<&str> = properties.sample.then_some(SAMPLE).into_iter().chain(properties.notice()).collect();
    if !said.is_empty() {
        // A header holds 255 characters, and `&` begins an instruction.
        let words = text::limited(&escape::widened(&said.join("　")), 100).replace(['\n', '\r'], " ").replace('&', "&&");
        sheet.set_header(format!("&C&B{words}"));
    }
}
