//! Where the ink of glyphs is, read from their outlines: an em box says only where it may be.

use ttf_parser::{Face, GlyphId};

use crate::fonts::Faces;
use crate::pdf::mark::{Mark, Run};

/// The upper and the lower edge of what the runs among `marks` print; nothing where they print nothing.
pub(super) fn ink(faces: &Faces, marks: &[Mark]) -> Option<(f32, f32)> {
    let runs = marks.iter().filter_map(|mark| if let Mark::Run(run) = mark { Some(run) } else { None });
    runs.filter_map(|run| of_run(faces, run)).reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
}

fn of_run(faces: &Faces, run: &Run) -> Option<(f32, f32)> {
    let program = faces.program(run.face)?;
    let bytes = program.source_bytes()?;
    let face = Face::parse(bytes.as_slice(), u32::try_from(program.original_index).ok()?).ok()?;
    let scale = run.size / f32::from(face.units_per_em().max(1));
    let boxes = run.glyphs.iter().filter_map(|glyph| face.glyph_bounding_box(GlyphId(glyph.id)));
    let (top, bottom) = boxes.map(|ink| (ink.y_max, ink.y_min)).reduce(|one, other| (one.0.max(other.0), one.1.min(other.1)))?;
    let baseline = run.y - run.rise;
    Some((baseline - f32::from(top) * scale, baseline - f32::from(bottom) * scale))
}
