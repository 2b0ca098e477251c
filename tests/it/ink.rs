//! The page as it leaves the printer: rasterised with poppler and measured in millimetres against GB/T 9704-2012.

use std::fs;
use std::ops::Range;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use tongbao_document::{Attachment, Block, Document, Head, Imprint, Inline, Properties, Signature, Status};
use tongbao_render::{Faces, FontFile, House, Profile, Theme};

const DOTS_PER_INCH: f64 = 300.0;

/// What the page may differ from the standard by, in millimetres.
const PATIENCE: f64 = 0.5;

/// The type area.
const LEFT: f64 = 28.0;
const RIGHT: f64 = 184.0;
const TOP: f64 = 37.0;
const BOTTOM: f64 = 262.0;
const LINE: f64 = 225.0 / 22.0;
const CHARACTER: f64 = 156.0 / 28.0;

fn house() -> &'static House {
    static HOUSE: OnceLock<House> = OnceLock::new();
    HOUSE.get_or_init(|| {
        let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("report_templates");
        let text = |file: &str| fs::read_to_string(templates.join("house").join(file)).expect("a file of the house");
        let theme = Theme::parse(&text("theme.toml")).expect("the style");
        let profile = Profile::parse(&text("gbt9704.toml")).expect("the page");
        let mut fonts = Vec::new();
        for entry in fs::read_dir(templates.join("fonts")).expect("fonts") {
            let path = entry.expect("entry").path();
            if path.extension().is_some_and(|extension| extension == "otf") {
                let entry = path.file_name().expect("name").to_string_lossy().into_owned();
                fonts.push(FontFile { entry, index: 0, bytes: fs::read(&path).expect("font") });
            }
        }
        let faces = Faces::parse(fonts, &theme).expect("faces");
        House { theme, profile, faces }
    })
}

fn bulletin(organ: &str, body: Vec<Block>) -> Document {
    let properties = Properties {
        title: "测量".to_owned(),
        author: organ.to_owned(),
        as_of: (2025, 7, 1),
        status: Some(Status::Final),
        ..Properties::default()
    };
    let mut document = Document::list(properties, "关于测量版面的通报".to_owned(), body);
    document.head = Head {
        organ: Some(organ.to_owned()),
        number: Some("量通报〔2025〕8号".to_owned()),
        addressees: Some("各单位：".to_owned()),
        ..document.head
    };
    document
}

fn words(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![Inline::Text(text.into())])
}

/// A page as dots; true is ink.
struct Page {
    width: usize,
    height: usize,
    dark: Vec<bool>,
    red: Vec<bool>,
}

/// The page, counted from 1; nothing where poppler is not installed, unless it is demanded.
fn page(document: &Document, number: usize) -> Option<Page> {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("page.pdf");
    fs::write(&path, tongbao_render::pdf::render(document, house()).expect("a PDF")).expect("written");
    let (number, resolution) = (number.to_string(), format!("{DOTS_PER_INCH}"));
    let poppler = Command::new("pdftoppm").args(["-r", &resolution, "-f", &number, "-l", &number]).arg(&path).output();
    match poppler {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(Page::parse(&output.stdout))
        }
        Err(_) if std::env::var_os("TONGBAO_REQUIRE_CHECKERS").is_none() => None,
        Err(error) => panic!("pdftoppm: {error}"),
    }
}

impl Page {
    /// Reads a binary PPM: `P6`, width, height, the brightest value, three bytes a dot.
    fn parse(bytes: &[u8]) -> Self {
        let mut words = bytes.splitn(4, u8::is_ascii_whitespace).map(|word| String::from_utf8_lossy(word).into_owned());
        assert_eq!(words.next().as_deref(), Some("P6"));
        let width: usize = words.next().and_then(|word| word.parse().ok()).expect("width");
        let height: usize = words.next().and_then(|word| word.parse().ok()).expect("height");
        let dots = &bytes[bytes.len() - width * height * 3..];
        let dots = dots.chunks_exact(3);
        let dark = dots.clone().map(|dot| dot.iter().all(|part| *part < 128)).collect();
        let red = dots.map(|dot| dot[0] > 150 && dot[1] < 110 && dot[2] < 110).collect();
        Self { width, height, dark, red }
    }

    /// Bands of rows with ink between two columns, as places in millimetres.
    fn bands(&self, ink: &[bool], columns: (f64, f64), least: usize) -> Vec<Range<f64>> {
        let columns = dots(columns.0)..dots(columns.1).min(self.width);
        let has_ink = |row: usize| ink[row * self.width..][columns.clone()].iter().filter(|dot| **dot).count() >= least;
        runs((0..self.height).map(has_ink))
    }

    /// Bands of columns with ink between two rows.
    fn columns(&self, ink: &[bool], rows: (f64, f64)) -> Vec<Range<f64>> {
        let rows = dots(rows.0)..dots(rows.1).min(self.height);
        runs((0..self.width).map(|column| rows.clone().any(|row| ink[row * self.width + column])))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand dots")]
fn dots(millimetres: f64) -> usize {
    (millimetres / 25.4 * DOTS_PER_INCH).round() as usize
}

fn millimetres(dots: usize) -> f64 {
    f64::from(u32::try_from(dots).expect("few")) * 25.4 / DOTS_PER_INCH
}

fn runs(ink: impl Iterator<Item = bool>) -> Vec<Range<f64>> {
    let mut found = Vec::new();
    let mut start = None;
    for (index, has_ink) in ink.chain([false]).enumerate() {
        match (start, has_ink) {
            (None, true) => start = Some(index),
            (Some(from), false) => {
                found.push(millimetres(from)..millimetres(index));
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[track_caller]
fn about(found: f64, wanted: f64, what: &str) {
    assert!((found - wanted).abs() <= PATIENCE, "{what}: {found:.2} mm instead of {wanted:.2} mm");
}

#[test]
fn a_full_page_fills_the_type_area_with_22_lines_of_28_characters() {
    let document = bulletin("测量委员会", vec![words("通".repeat(28 * 60))]);
    let Some(page) = page(&document, 2) else { return };
    let lines = page.bands(&page.dark, (LEFT - 5.0, RIGHT + 5.0), 1);
    let (lines, number) = lines.split_at(22);
    assert_eq!(number.len(), 1, "the page number comes last: {number:?}");
    for (index, line) in lines.iter().enumerate() {
        let cell = TOP + LINE * f64::from(u32::try_from(index).expect("few"));
        about(f64::midpoint(line.start, line.end), cell + LINE / 2.0, &format!("middle of line {}", index + 1));
    }
    assert!(lines[0].start > TOP && lines[21].end < BOTTOM, "{lines:?}");
    let characters = page.columns(&page.dark, (TOP, BOTTOM));
    assert_eq!(characters.len(), 28);
    about(characters[0].start, LEFT, "left edge");
    about(characters[27].end, RIGHT, "right edge");
    for (index, character) in characters.iter().enumerate() {
        let cell = LEFT + CHARACTER * f64::from(u32::try_from(index).expect("few"));
        about(f64::midpoint(character.start, character.end), cell + CHARACTER / 2.0, &format!("character {}", index + 1));
    }
}

#[test]
fn the_head_keeps_its_distances_with_every_name_and_label() {
    let plain = bulletin("测量委员会", vec![words("正文。")]);
    let long = bulletin("国家卫生健康委员会国家测量标准与版面格式研究评价工作领导小组办公室", vec![words("正文。")]);
    let mut unnumbered = plain.clone();
    unnumbered.head.number = None;
    let mut labelled = plain.clone();
    labelled.head.copy_number = Some("000123".to_owned());
    labelled.head.secrecy = Some("机密★1年".to_owned());
    labelled.head.urgency = Some("特急".to_owned());
    let mut urgent = plain.clone();
    urgent.head.urgency = Some("加急".to_owned());
    let mut rules = Vec::new();
    for (what, document) in
        [("plain", plain), ("unnumbered", unnumbered), ("labelled", labelled), ("urgent", urgent), ("long", long)]
    {
        let Some(page) = page(&document, 1) else { return };
        let mark = page.columns(&page.red, (TOP, 105.0));
        let rows = page.bands(&page.red, (LEFT - 5.0, RIGHT + 5.0), 1);
        about(rows[0].start, TOP + 35.0, &format!("{what}: upper edge of the mark"));
        let width = mark.last().expect("mark").end - mark[0].start;
        assert!(width <= 156.0 * 0.96 + PATIENCE, "{what}: a mark of {width:.1} mm");
        about(f64::midpoint(mark[0].start, mark.last().expect("mark").end), 106.0, &format!("{what}: middle of the mark"));
        let rule = rows.last().expect("rule").clone();
        let ends = page.columns(&page.red, (rule.start, rule.end));
        assert_eq!(ends.len(), 1, "{what}: the rule is one line");
        about(ends[0].start, LEFT, &format!("{what}: left end of the rule"));
        about(ends[0].end, RIGHT, &format!("{what}: right end of the rule"));
        if document.head.number.is_some() {
            let number = page.bands(&page.dark, (60.0, 150.0), 1).into_iter().rfind(|line| line.end < rule.start);
            about(rule.start - number.expect("number").end, 4.0, &format!("{what}: rule below the number"));
        }
        let labels = page.bands(&page.dark, (LEFT - 1.0, LEFT + 20.0), 1);
        let labels: Vec<_> = labels.into_iter().filter(|label| label.end < TOP + 35.0).collect();
        let head = &document.head;
        let wanted = [&head.copy_number, &head.secrecy, &head.urgency].into_iter().flatten().count();
        assert_eq!(labels.len(), wanted, "{what}: labels above the mark");
        for (index, label) in labels.iter().enumerate() {
            let cell = TOP + LINE * f64::from(u32::try_from(index).expect("few"));
            about(f64::midpoint(label.start, label.end), cell + LINE / 2.0, &format!("{what}: label {}", index + 1));
        }
        rules.push(rule.start);
    }
    about(rules[1], rules[0], "rule of a document without number");
}

#[test]
fn page_numbers_stand_below_the_type_area_outside_on_both_sides() {
    let document = bulletin("测量委员会", vec![words("通".repeat(28 * 60))]);
    // One character of the number's own size.
    let inset = 14.0 * 25.4 / 72.0;
    for number in [1, 2, 3] {
        let Some(page) = page(&document, number) else { return };
        // The dashes are rows of ink as long as both of them.
        let dashes = page.bands(&page.dark, (LEFT, RIGHT), dots(2.0 * inset) - 6);
        let dashes = dashes.last().expect("dashes");
        about(f64::midpoint(dashes.start, dashes.end), BOTTOM + 7.0, "dashes");
        let marks = page.columns(&page.dark, (BOTTOM + 4.0, BOTTOM + 12.0));
        if number % 2 == 1 {
            about(marks.last().expect("dash").end, RIGHT - inset, "right end of an odd page's number");
        } else {
            about(marks[0].start, LEFT + inset, "left end of an even page's number");
        }
    }
}

#[test]
fn the_imprint_ends_on_the_lower_edge_of_the_type_area() {
    let mut document = bulletin("测量委员会", vec![words("正文。")]);
    document.imprint = Some(Imprint {
        copies: Some(
            "市政府办公室，市财政局，市人力资源社会保障局，市医疗保障局，市市场监督管理局，市大数据局，市统计局".to_owned(),
        ),
        organ: "测量委员会办公室".to_owned(),
        date: "2025年7月1日".to_owned(),
    });
    let attachment =
        Attachment {
            label: "附件".to_owned(), title: "测量表".to_owned(), blocks: vec![Block::Note("注：无。".to_owned())]
        };
    for attachments in [vec![], vec![attachment]] {
        document.attachments = attachments;
        let Some(page) = page(&document, 1 + document.attachments.len()) else { return };
        let rules = page.bands(&page.dark, (LEFT, RIGHT), dots(150.0));
        assert_eq!(rules.len(), 3, "{rules:?}");
        about(f64::midpoint(rules[2].start, rules[2].end), BOTTOM, "last rule");
        let ends = page.columns(&page.dark, (rules[2].start, rules[2].end));
        about(ends[0].start, LEFT, "left end of the last rule");
        about(ends[ends.len() - 1].end, RIGHT, "right end of the last rule");
        // First 抄送, then its second line behind the colon: three characters of 14 points and the inset.
        let copies = page.bands(&page.dark, (LEFT + 40.0, RIGHT), 1);
        let copies: Vec<_> = copies.into_iter().filter(|line| line.start > rules[0].end && line.end < rules[1].start).collect();
        assert_eq!(copies.len(), 2, "{copies:?}");
        let second = page.columns(&page.dark, (copies[1].start, copies[1].end));
        about(second[0].start, LEFT + 4.0 * 14.0 * 25.4 / 72.0, "second line of 抄送");
    }
}

#[test]
fn a_signature_leaves_room_for_a_seal() {
    let mut document = bulletin("测量委员会", vec![words("正文。")]);
    document.signature =
        Some(Signature { organ: "通通通通通通".to_owned(), date: "通025年10月通通".to_owned(), sealed: true });
    let Some(page) = page(&document, 1) else { return };
    let lines = page.bands(&page.dark, (100.0, RIGHT), 1);
    let lines: Vec<_> = lines.into_iter().filter(|line| line.end < BOTTOM).collect();
    let [.., organ, date] = lines.as_slice() else { panic!("no signature: {lines:?}") };
    let body = page.bands(&page.dark, (LEFT, 60.0), 1).into_iter().rfind(|line| line.end < organ.start).expect("body");
    about(f64::midpoint(organ.start, organ.end) - f64::midpoint(body.start, body.end), 4.0 * LINE, "three blank lines");
    let ends = |line: &Range<f64>| {
        let columns = page.columns(&page.dark, (line.start, line.end));
        (columns[0].start, columns[columns.len() - 1].end)
    };
    let (organ, date) = (ends(organ), ends(date));
    about(date.1, RIGHT - 4.0 * CHARACTER, "right end of the date");
    about(f64::midpoint(organ.0, organ.1), f64::midpoint(date.0, date.1), "middle of the organ above that of the date");
}
