//! The scale of a scoring method: 不允许值 and 满意值, or bands. Whether it suits the method is checked where the two meet.

use toml::Spanned;

use super::fields::Checker;
use crate::plan::raw::{RawBand, RawScale};
use crate::plan::scoring::{Band, BandEnd, Scale};

/// Reads a scale; a band that cannot be understood is left out after its mistake is told.
pub(super) fn read(raw: Spanned<RawScale>, checker: &mut Checker<'_>) -> Scale {
    let raw = raw.into_inner();
    let mut bands: Vec<Band> = Vec::new();
    for raw in raw.bands {
        let span = raw.span();
        let Some(band) = band(raw, checker) else { continue };
        if let Some(better) = bands.last() {
            let is_worse = match (better.end, band.end) {
                (BandEnd::From(better), BandEnd::From(own)) => own < better,
                (BandEnd::To(better), BandEnd::To(own)) => own > better,
                _ => false,
            };
            if !is_worse || band.percent >= better.percent {
                checker.tell(span, "`bands`应从最好的一档写到最差的一档，同用`from`或同用`to`，`percent`逐档减少");
            }
        }
        bands.push(band);
    }
    let mut number = |number, key| checker.finite(number, key).map(|number| number.value);
    Scale { low: number(raw.low, "low"), high: number(raw.high, "high"), bands }
}

fn band(raw: Spanned<RawBand>, checker: &mut Checker<'_>) -> Option<Band> {
    let head = raw.span();
    let raw = raw.into_inner();
    if raw.percent.is_none() {
        checker.missing("percent", &head);
    }
    let percent = checker.finite(raw.percent, "percent");
    if let Some(percent) = percent.as_ref().filter(|percent| !(0.0..=100.0).contains(&percent.value)) {
        checker.tell(percent.span.clone(), format!("`percent`应在0到100之间，这里是{}", percent.value));
    }
    let end = match (checker.finite(raw.from, "from"), checker.finite(raw.to, "to")) {
        (Some(from), None) => BandEnd::From(from.value),
        (None, Some(to)) => BandEnd::To(to.value),
        _ => {
            checker.tell(head, "每一档写`from`（不低于）或`to`（不高于），只写其一");
            return None;
        }
    };
    Some(Band { end, percent: percent?.value })
}
