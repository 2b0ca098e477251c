//! Who wrote an .ods, and whether what stands behind its formulas was ever calculated.

use quick_xml::events::Event;

use crate::ingest::open::xml::{reader, words};

/// Programs that calculate, by what they call themselves.
const CALCULATING: [&str; 14] = [
    "libreoffice",
    "openoffice",
    "collabora",
    "neooffice",
    "staroffice",
    "symphony",
    "microsoft",
    "gnumeric",
    "calligra",
    "koffice",
    "kspread",
    "wps",
    "kingsoft",
    "onlyoffice",
];

/// The program that wrote a workbook.
#[derive(Debug, Default)]
pub(super) struct Origin {
    /// What it calls itself, in small letters.
    generator: String,
}

impl Origin {
    /// As what the workbook says of itself has it.
    pub(super) fn of(meta: &str) -> Self {
        let (mut generator, mut is_named) = (String::new(), false);
        let mut reader = reader(meta);
        while let Ok(event) = reader.read_event() {
            match &event {
                Event::Eof => break,
                Event::Start(element) => is_named = element.local_name().as_ref() == "generator",
                Event::End(_) => is_named = false,
                other if is_named => generator.extend(words(other).as_deref()),
                _ => {}
            }
        }
        Self { generator: generator.to_lowercase() }
    }

    /// Whether what stands behind a formula is its result. Libraries write a zero or nothing.
    pub(super) fn has_calculated(&self, formula: &str) -> bool {
        // Excel 2007 alone spells formulas like that.
        let is_excels = formula.trim_start().starts_with("msoxl:");
        if is_excels {
            self.generator.contains("microsoft")
        } else {
            CALCULATING.iter().any(|name| self.generator.contains(name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheets_calculate_and_libraries_do_not() {
        let by = |generator: &str| {
            Origin::of(&format!(
                "<office:document-meta><office:meta><dc:title>LibreOffice</dc:title><meta:generator>{generator}</meta:generator>\
                 </office:meta></office:document-meta>"
            ))
        };
        for program in ["LibreOffice/7.4.7.2$Linux_X86_64", "OpenOffice.org/3.4$Win32", "MicrosoftOffice/16.0 MicrosoftExcel"] {
            assert!(by(program).has_calculated("of:=300+45"), "{program}");
        }
        for library in ["SheetJS 0.18.5", "ODFPY/1.4.1", ""] {
            assert!(!by(library).has_calculated("of:=300+45"), "{library}");
        }
        assert!(!Origin::of("").has_calculated("of:=300+45"));
        assert!(!by("LibreOffice/7.4.7.2").has_calculated("msoxl:=300+45"), "it writes no such formula");
        assert!(by("MicrosoftOffice/12.0 MicrosoftExcel").has_calculated("msoxl:=300+45"));
    }
}
