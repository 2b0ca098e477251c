//! Colours of words and of what lies behind them, as far as they say whether anybody sees the words.
//!
//! In: what the formats have for a colour. Out: whether words of one colour can be told from a ground of another.

use quick_xml::events::BytesStart;

use super::xml::{attribute, elements};

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Colour {
    /// Red, green and blue.
    Rgb([u8; 3]),
    /// One of the workbook's theme, with its tint in thousandths: like itself and nothing else, for the theme is not read.
    Theme {
        /// Its number.
        number: u8,
        /// Lighter above zero, darker below.
        tint: i16,
    },
    /// Not known here, or several: patterns, gradients.
    Unknown,
}

/// Of words that say nothing of it.
pub(super) const BLACK: Colour = Colour::Rgb([0; 3]);
/// Of a ground that nobody has painted.
pub(super) const WHITE: Colour = Colour::Rgb([255; 3]);

/// The colours that have numbers (ECMA-376 part 1, 18.8.27), as far as the workbook does not replace them.
const NUMBERED: [u32; 64] = [
    0x00_0000, 0xff_ffff, 0xff_0000, 0x00_ff00, 0x00_00ff, 0xff_ff00, 0xff_00ff, 0x00_ffff, 0x00_0000, 0xff_ffff, 0xff_0000,
    0x00_ff00, 0x00_00ff, 0xff_ff00, 0xff_00ff, 0x00_ffff, 0x80_0000, 0x00_8000, 0x00_0080, 0x80_8000, 0x80_0080, 0x00_8080,
    0xc0_c0c0, 0x80_8080, 0x99_99ff, 0x99_3366, 0xff_ffcc, 0xcc_ffff, 0x66_0066, 0xff_8080, 0x00_66cc, 0xcc_ccff, 0x00_0080,
    0xff_00ff, 0xff_ff00, 0x00_ffff, 0x80_0080, 0x80_0000, 0x00_8080, 0x00_00ff, 0x00_ccff, 0xcc_ffff, 0xcc_ffcc, 0xff_ff99,
    0x99_ccff, 0xff_99cc, 0xcc_99ff, 0xff_cc99, 0x33_66ff, 0x33_cccc, 0x99_cc00, 0xff_cc00, 0xff_9900, 0xff_6600, 0x66_6699,
    0x96_9696, 0x00_3366, 0x33_9966, 0x00_3300, 0x33_3300, 0x99_3300, 0x99_3366, 0x33_3399, 0x33_3333,
];

/// What a workbook has for the colours that have numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbered {
    /// In their order, from the first that is replaced.
    own: Vec<[u8; 3]>,
    first: u16,
}

impl Numbered {
    /// That of an .xlsx workbook, by its styles; programs that come from .xls write it always.
    pub(super) fn of_styles(styles: &str) -> Self {
        let list = styles.find("indexedColors").and_then(|start| styles.get(start..)).unwrap_or_default();
        let mut own = Vec::new();
        elements(list, |element| {
            if element.local_name().as_ref() == "rgbColor" {
                own.extend(attribute(element, "rgb").as_deref().and_then(of_hex));
            }
        });
        Self { own, first: 0 }
    }

    /// Those that take the place of the usual ones from a number on.
    pub(super) fn replaced_from(first: u16, own: Vec<[u8; 3]>) -> Self {
        Self { own, first }
    }

    /// The colour of a number; those behind the list are the system's for words and for their ground, and others nobody knows.
    pub(super) fn find(&self, number: u16) -> Colour {
        let own = number.checked_sub(self.first).and_then(|place| self.own.get(usize::from(place)));
        match (own, number) {
            (Some(own), _) => Colour::Rgb(*own),
            (None, 64 | 0x7fff) => BLACK,
            (None, 65) => WHITE,
            _ => NUMBERED.get(usize::from(number)).map_or(Colour::Unknown, |colour| of_number(*colour)),
        }
    }
}

fn of_number(colour: u32) -> Colour {
    let [_, channels @ ..] = colour.to_be_bytes();
    Colour::Rgb(channels)
}

/// `FF0000`, `FFFF0000` with how opaque it is in front.
fn of_hex(words: &str) -> Option<[u8; 3]> {
    let digits = words.trim();
    let digits = digits.get(digits.len().checked_sub(6)?..)?;
    let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

impl Colour {
    /// That of an element of .xlsx (ECMA-376 part 1, 18.8.19); nothing where it leaves the colour to the program.
    pub(super) fn of_element(element: &BytesStart<'_>, numbered: &Numbered) -> Option<Self> {
        let tint = attribute(element, "tint").and_then(|tint| tint.trim().parse::<f64>().ok()).unwrap_or_default();
        let number = |name: &str| attribute(element, name).map(|number| number.trim().parse::<u16>());
        if let Some(rgb) = attribute(element, "rgb") {
            return Some(of_hex(&rgb).map_or(Self::Unknown, Self::Rgb).tinted(tint));
        }
        if let Some(theme) = number("theme") {
            return Some(theme.map_or(Self::Unknown, |theme| Self::of_theme(theme, tint)));
        }
        let indexed = number("indexed")?;
        Some(indexed.map_or(Self::Unknown, |indexed| numbered.find(indexed).tinted(tint)))
    }

    /// One of the theme: the first two are those of paper and of words.
    pub(super) fn of_theme(number: u16, tint: f64) -> Self {
        match number {
            0 => WHITE.tinted(tint),
            1 => BLACK.tinted(tint),
            _ => u8::try_from(number).map_or(Self::Unknown, |number| Self::Theme { number, tint: thousandths(tint) }),
        }
    }

    /// The record of .xlsb and of the newer records of .xls: its kind, its number, its tint, red, green, blue (MS-XLSB 2.5.20); nothing where it
    /// leaves the colour to the program.
    pub(super) fn of_record(record: &[u8], numbered: &Numbered) -> Option<Self> {
        let [flags, number, low, high, red, green, blue, _] = *record.first_chunk()?;
        let tint = f64::from(i16::from_le_bytes([low, high])) / f64::from(i16::MAX);
        match flags >> 1 {
            0 => None,
            1 => Some(numbered.find(u16::from(number)).tinted(tint)),
            2 => Some(Self::Rgb([red, green, blue]).tinted(tint)),
            3 => Some(Self::of_theme(u16::from(number), tint)),
            _ => Some(Self::Unknown),
        }
    }

    /// The same of a fill, unless it is that of the system: what a fill looks like then, each program says for itself.
    pub(super) fn of_fill(record: &[u8], numbered: &Numbered) -> Option<Self> {
        let is_automatic = matches!(record, [flags, 64, ..] if flags >> 1 == 1);
        if is_automatic { None } else { Self::of_record(record, numbered) }
    }

    /// `#ff0000` of .ods; nothing for `transparent` and the like.
    pub(super) fn of_words(words: &str) -> Option<Self> {
        words.trim().strip_prefix('#').and_then(of_hex).map(Self::Rgb)
    }

    /// Nearer to white above zero, nearer to black below: close enough to see by.
    fn tinted(self, tint: f64) -> Self {
        let Self::Rgb(channels) = self else { return self };
        if tint == 0.0 || !tint.is_finite() {
            return self;
        }
        let towards = if tint > 0.0 { 255.0 } else { 0.0 };
        let share = tint.abs().min(1.0);
        Self::Rgb(channels.map(|channel| rounded(f64::from(channel) * (1.0 - share) + towards * share)))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
fn rounded(channel: f64) -> u8 {
    channel.round().clamp(0.0, 255.0) as u8
}

#[expect(clippy::cast_possible_truncation, reason = "between -1000 and 1000")]
fn thousandths(tint: f64) -> i16 {
    (tint.clamp(-1.0, 1.0) * 1000.0).round() as i16
}

/// Whether words of a colour cannot be told from their ground. A pale yellow is none for white words, a bright yellow is one for them.
pub(super) fn is_unseen(ink: Colour, ground: Colour) -> bool {
    /// Channels that differ by more are of another hue, however light both are.
    const OF_ONE_HUE: u8 = 127;
    /// The contrast of WCAG 2 from which on something can be made out at all; to be read well it takes 4.5.
    const SEEN: f64 = 1.25;
    match (ink, ground) {
        (Colour::Rgb(ink), Colour::Rgb(ground)) => {
            let is_near = ink.iter().zip(ground).all(|(one, other)| one.abs_diff(other) <= OF_ONE_HUE);
            is_near && contrast(ink, ground) < SEEN
        }
        (Colour::Theme { .. }, Colour::Theme { .. }) => ink == ground,
        _ => false,
    }
}

/// How much lighter one of two colours is than the other, from 1 for the same on.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance([red, green, blue]: [u8; 3]) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(element: &str) -> Option<Colour> {
        let mut found = None;
        elements(element, |element| found = Colour::of_element(element, &Numbered::default()));
        found
    }

    #[test]
    fn colours_are_spelt_in_many_ways() {
        for (element, expected) in [
            ("<color rgb=\"FFFFFFFF\"/>", Some(WHITE)),
            ("<color rgb=\"FF8000\"/>", Some(Colour::Rgb([255, 128, 0]))),
            ("<color theme=\"0\"/>", Some(WHITE)),
            ("<color theme=\"0\" tint=\"-0.2\"/>", Some(Colour::Rgb([204; 3]))),
            ("<color theme=\"1\" tint=\"0.2\"/>", Some(Colour::Rgb([51; 3]))),
            ("<color theme=\"4\" tint=\"0.5\"/>", Some(Colour::Theme { number: 4, tint: 500 })),
            ("<color indexed=\"9\"/>", Some(WHITE)),
            ("<color indexed=\"64\"/>", Some(BLACK)),
            ("<color indexed=\"99\"/>", Some(Colour::Unknown)),
            ("<color rgb=\"red\"/>", Some(Colour::Unknown)),
            ("<color auto=\"1\"/>", None),
        ] {
            assert_eq!(of(element), expected, "{element}");
        }
        assert_eq!(Colour::of_words("#ffFFff"), Some(WHITE));
        assert_eq!(Colour::of_words("transparent"), None);
        let record = |kind: u8, number: u8, channels: [u8; 3]| {
            let [red, green, blue] = channels;
            Colour::of_record(&[kind << 1, number, 0, 0, red, green, blue, 255], &Numbered::default())
        };
        assert_eq!(record(2, 0, [255; 3]), Some(WHITE));
        assert_eq!(record(3, 0, [0; 3]), Some(WHITE));
        assert_eq!(record(1, 10, [0; 3]), Some(Colour::Rgb([255, 0, 0])));
        assert_eq!(record(0, 0, [0; 3]), None);
    }

    #[test]
    fn a_workbook_may_have_other_colours_for_the_numbers() {
        let styles = "<colors><indexedColors><rgbColor rgb=\"00000000\"/><rgbColor rgb=\"00FFF000\"/></indexedColors></colors>";
        let own = Numbered::of_styles(styles);
        assert_eq!([own.find(1), own.find(2)], [Colour::Rgb([255, 240, 0]), Colour::Rgb([255, 0, 0])]);
        let own = Numbered::replaced_from(8, vec![[255; 3]]);
        assert_eq!([own.find(7), own.find(8), own.find(9)], [Colour::Rgb([0, 255, 255]), WHITE, WHITE]);
    }

    #[test]
    fn words_are_unseen_on_a_ground_that_is_hardly_another() {
        let on = |ink: u32, ground: u32| is_unseen(of_number(ink), of_number(ground));
        for (ink, ground) in [
            (0xff_ffff, 0xff_ffff),
            (0xff_ffff, 0xff_f9e5),
            (0xff_ffff, 0xff_ffcc),
            (0xff_ffff, 0xe2_efda),
            (0xff_0000, 0xff_0000),
        ] {
            assert!(on(ink, ground), "{ink:06x} on {ground:06x}");
            assert!(on(ground, ink), "{ground:06x} on {ink:06x}");
        }
        // Grey notes, a bright yellow, white on a dark head.
        for (ink, ground) in
            [(0xd9_d9d9, 0xff_ffff), (0xff_ff00, 0xff_ffff), (0xff_ffff, 0x4f_81bd), (0, 0xff_ffff), (0xff_ffff, 0xff_0000)]
        {
            assert!(!on(ink, ground), "{ink:06x} on {ground:06x}");
        }
        let accent = |number: u8, tint: i16| Colour::Theme { number, tint };
        assert!(is_unseen(accent(4, 0), accent(4, 0)));
        assert!(!is_unseen(accent(4, 0), accent(4, 800)));
        assert!(!is_unseen(WHITE, Colour::Unknown) && !is_unseen(Colour::Unknown, Colour::Unknown));
    }
}
