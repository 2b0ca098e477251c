//! Units of measure, and how one becomes another: 元, 千元, 万元, 亿元 are one measure with zeros moved.

use crate::ingest::normal;

/// A unit of measure taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) struct Measure {
    /// Zeros: 4 for 万元.
    zeros: i32,
    /// What is counted, one word for those that mean the same; empty for a bare 万.
    base: String,
}

/// What turns a number into the measure of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The measures are the same.
    None,
    /// The decimal point moves to the right.
    Zeros(i32),
    /// A fraction, for hours and minutes.
    Ratio(u32, u32),
}

impl Measure {
    /// Takes the name of a unit of measure apart.
    pub(in crate::ingest) fn of(name: &str) -> Self {
        let compact = normal::compact(name).to_ascii_lowercase();
        let mut rest = compact.as_str();
        let mut zeros = 0;
        for (word, count) in [("十", 1), ("百", 2), ("千", 3), ("万", 4), ("亿", 8)] {
            // 百分点 and 千克 begin like numbers: only 百万 and whole words are.
            if let Some(shorter) = rest.strip_prefix(word).filter(|shorter| count >= 3 || shorter.starts_with(['万', '亿'])) {
                zeros += count;
                rest = shorter;
            }
        }
        let (base, more) = match rest {
            "名" | "位" => ("人", 0),
            "次" => ("人次", 0),
            "圆" | "块" | "元人民币" | "人民币元" | "rmb" => ("元", 0),
            "百分点" | "个百分点" => ("%", 0),
            "‰" => ("%", -1),
            "分" => ("分钟", 0),
            "时" | "h" => ("小时", 0),
            "日" => ("天", 0),
            other => (other, 0),
        };
        Self { zeros: zeros + more, base: base.to_owned() }
    }

    /// Whether it counts things that cannot be fewer than none.
    pub(super) fn is_count(&self) -> bool {
        !matches!(self.base.as_str(), "元" | "%")
    }

    /// Whether it is percent.
    pub(super) fn is_percent(&self) -> bool {
        self.base == "%" && self.zeros == 0
    }

    /// What turns a number in `self` into one in `form`; `None` if they measure different things.
    pub(super) fn step_to(&self, form: &Self) -> Option<Step> {
        // `1.2万` of visits is 12000; of 万元 it could be two things.
        let is_bare = self.base.is_empty() && form.zeros == 0 && form.base != "%";
        if self.base == form.base || is_bare {
            let zeros = self.zeros - form.zeros;
            return Some(if zeros == 0 { Step::None } else { Step::Zeros(zeros) });
        }
        let (from, to) = (self.minutes()?, form.minutes()?);
        Some(Step::Ratio(from, to))
    }

    fn minutes(&self) -> Option<u32> {
        let minutes = match self.base.as_str() {
            "分钟" => 1,
            "小时" => 60,
            "天" => 24 * 60,
            _ => return None,
        };
        (self.zeros == 0).then_some(minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_convert_only_into_their_like() {
        for (from, to, step) in [
            ("亿元", "万元", Some(Step::Zeros(4))),
            ("元", "万元", Some(Step::Zeros(-4))),
            ("千元", "万元", Some(Step::Zeros(-1))),
            ("万元", "万元", Some(Step::None)),
            ("百万元", "万元", Some(Step::Zeros(2))),
            ("万人", "人", Some(Step::Zeros(4))),
            ("万人次", "人次", Some(Step::Zeros(4))),
            ("名", "人", Some(Step::None)),
            ("万", "人次", Some(Step::Zeros(4))),
            ("万", "万元", None),
            ("％", "%", Some(Step::None)),
            ("‰", "%", Some(Step::Zeros(-1))),
            ("小时", "分钟", Some(Step::Ratio(60, 1))),
            ("张", "人", None),
            ("人", "人次", None),
            ("%", "人", None),
        ] {
            assert_eq!(Measure::of(from).step_to(&Measure::of(to)), step, "{from} → {to}");
        }
    }
}
