//! How much of the volume of an indicator some units have of all that are concerned (docs/numbers.md rule 4).

use tongbao_document::figure::round_half_up;

/// How large a unit is, where that is known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    /// Below and above the line.
    pub(super) sides: [Option<f64>; 2],
    /// Whether it files what stands on one side of the line alone.
    pub(super) is_one_sided: bool,
}

/// The volumes of the units of a group: of those meant, and of all that are concerned, below and above the line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Volumes {
    sides: [(f64, f64); 2],
    is_one_sided: bool,
}

impl Volumes {
    /// Adds a unit that is concerned; `is_meant` says whether it is one of those whose share is asked.
    pub(super) fn add(&mut self, size: &Size, is_meant: bool) {
        self.is_one_sided |= size.is_one_sided;
        for (side, known) in self.sides.iter_mut().zip(size.sides) {
            let known = known.unwrap_or(0.0);
            side.1 += known;
            side.0 += if is_meant { known } else { 0.0 };
        }
    }

    /// The share of those meant in percent: of what stands below the line; where some file one side alone the lower of both. None where no
    /// volume is known.
    pub(super) fn percent(&self) -> Option<f64> {
        let sides = if self.is_one_sided { &self.sides[..] } else { &self.sides[..1] };
        // Without the noise of addition: all of it is a hundred percent.
        let share = |(meant, all): &(f64, f64)| round_half_up(meant * 100.0 / all, 9);
        sides.iter().filter(|(_, all)| *all > 0.0).map(share).reduce(f64::min)
    }
}
