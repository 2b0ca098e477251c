//! Marks as PDF operations.
//!
//! In: marks from the upper left corner of the type area, y downwards. Out: printpdf's operations from the lower left corner of
//! the sheet. Fills first, then rules, then shapes, then all text in one text object, in reading order.

use std::collections::BTreeSet;

use printpdf::Codepoint;
use printpdf::Color;
use printpdf::CurTransMat;
use printpdf::FontId;
use printpdf::Line;
use printpdf::LineDashPattern;
use printpdf::LinePoint;
use printpdf::Op;
use printpdf::PaintMode;
use printpdf::PdfFontHandle;
use printpdf::Point;
use printpdf::Polygon;
use printpdf::PolygonRing;
use printpdf::Pt;
use printpdf::Rect;
use printpdf::Rgb;
use printpdf::TextItem;
use printpdf::TextMatrix;
use printpdf::WindingOrder;

use crate::render::pdf::frame::Frame;
use crate::render::pdf::mark;
use crate::render::pdf::mark::Fill;
use crate::render::pdf::mark::Mark;
use crate::render::pdf::mark::Rule;
use crate::render::pdf::mark::Run;
use crate::render::pdf::mark::Shape;
use crate::render::theme::Colour;

/// The name under which a face stands in the file. Its first six letters tag the subset, so they must be capitals.
pub(super) fn font_id(face: u16) -> FontId {
    let letter = |number: u16| char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
    FontId(format!("TONG{}{}", letter(face / 26), letter(face)))
}

/// The operations of marks on an upright or sideways page; `faces` collects what is used.
pub(super) fn operations(marks: &[Mark], sideways: bool, frame: &Frame, faces: &mut BTreeSet<u16>) -> Vec<Op> {
    let mut pen = Pen { operations: vec![Op::SaveGraphicsState], colour: None, thickness: None, dashed: false, font: None };
    pen.operations.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix(sideways, frame)) });
    let mut rules = Vec::new();
    for mark in marks {
        match mark {
            Mark::Fill(fill) => pen.fill(fill),
            Mark::Rule(rule) => rules.push(*rule),
            Mark::Shape(_) | Mark::Run(_) => {}
        }
    }
    for rule in mark::join(rules) {
        pen.rule(&rule);
    }
    for mark in marks {
        if let Mark::Shape(shape) = mark {
            pen.shape(shape);
        }
    }
    pen.operations.push(Op::StartTextSection);
    pen.colour = None;
    for mark in marks {
        if let Mark::Run(run) = mark {
            faces.insert(run.face);
            pen.run(run);
        }
    }
    pen.operations.push(Op::EndTextSection);
    pen.operations.push(Op::RestoreGraphicsState);
    pen.operations
}

/// Puts the origin at the upper left corner of the type area. A sideways page is turned a quarter to the left: the head of its
/// table lies at the left edge of the sheet, on odd pages and on even ones (GB/T 9704, 8).
fn matrix(sideways: bool, frame: &Frame) -> [f32; 6] {
    if sideways {
        [0.0, 1.0, -1.0, 0.0, round(frame.left), round(frame.bottom())]
    } else {
        [1.0, 0.0, 0.0, 1.0, round(frame.left), round(frame.paper_height - frame.top)]
    }
}

struct Pen {
    operations: Vec<Op>,
    colour: Option<Colour>,
    thickness: Option<(f32, Colour)>,
    dashed: bool,
    font: Option<(u16, f32)>,
}

impl Pen {
    fn ink(&mut self, colour: Colour) {
        if self.colour != Some(colour) {
            self.colour = Some(colour);
            self.operations.push(Op::SetFillColor { col: rgb(colour) });
        }
    }

    fn fill(&mut self, fill: &Fill) {
        self.ink(fill.colour);
        let rectangle = Rect {
            x: Pt(round(fill.x)),
            y: Pt(round(-fill.y - fill.height)),
            width: Pt(round(fill.width)),
            height: Pt(round(fill.height)),
            mode: Some(PaintMode::Fill),
            winding_order: None,
        };
        self.operations.push(Op::DrawRectangle { rectangle });
    }

    fn rule(&mut self, rule: &Rule) {
        if self.thickness != Some((rule.thickness, rule.colour)) {
            self.thickness = Some((rule.thickness, rule.colour));
            self.operations.push(Op::SetOutlineColor { col: rgb(rule.colour) });
            self.operations.push(Op::SetOutlineThickness { pt: Pt(rule.thickness) });
        }
        if self.dashed != rule.dashed {
            self.dashed = rule.dashed;
            let dash = if rule.dashed { LineDashPattern::new(0.0, &[4.0, 2.0]) } else { LineDashPattern::solid() };
            self.operations.push(Op::SetLineDashPattern { dash });
        }
        let point = |(x, y): (f32, f32)| LinePoint { p: Point { x: Pt(round(x)), y: Pt(round(-y)) }, bezier: false };
        let line = Line { points: vec![point(rule.from), point(rule.to)], is_closed: false };
        self.operations.push(Op::DrawLine { line });
    }

    fn shape(&mut self, shape: &Shape) {
        self.thickness = None;
        self.operations.push(Op::SetOutlineColor { col: rgb(shape.colour) });
        self.operations.push(Op::SetOutlineThickness { pt: Pt(shape.thickness) });
        self.dashed = !shape.dashes.is_empty();
        let dash = if self.dashed { LineDashPattern::new(0.0, shape.dashes) } else { LineDashPattern::solid() };
        self.operations.push(Op::SetLineDashPattern { dash });
        let point = |(x, y): &(f32, f32)| LinePoint { p: Point { x: Pt(round(*x)), y: Pt(round(-y)) }, bezier: false };
        let points = shape.points.iter().map(point).collect();
        if let Some(fill) = shape.fill {
            self.ink(fill);
            let rings = vec![PolygonRing { points }];
            let polygon = Polygon { rings, mode: PaintMode::FillStroke, winding_order: WindingOrder::NonZero };
            self.operations.push(Op::DrawPolygon { polygon });
        } else {
            self.operations.push(Op::DrawLine { line: Line { points, is_closed: false } });
        }
    }

    fn run(&mut self, run: &Run) {
        self.ink(run.colour);
        if self.font != Some((run.face, run.size)) {
            self.font = Some((run.face, run.size));
            let font = PdfFontHandle::External(font_id(run.face));
            self.operations.push(Op::SetFont { font, size: Pt(run.size) });
        }
        let matrix = TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, round(run.x), round(-run.y)]);
        self.operations.push(Op::SetTextMatrix { matrix });
        let glyphs = run.glyphs.iter().map(|glyph| {
            // In thousandths of the type size, towards the left.
            let offset = (-glyph.gap / run.size * 1000.0).round() + 0.0;
            Codepoint::with_cid(glyph.id, offset, glyph.character.to_string())
        });
        self.operations.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs.collect())] });
    }
}

fn rgb(colour: Colour) -> Color {
    let [_, red, green, blue] = colour.0.to_be_bytes().map(|byte| (f32::from(byte) / 255.0 * 1000.0).round() / 1000.0);
    Color::Rgb(Rgb { r: red, g: green, b: blue, icc_profile: None })
}

/// Hundredths of a point: finer is invisible, and longer in the file.
fn round(points: f32) -> f32 {
    (points * 100.0).round() / 100.0 + 0.0
}
