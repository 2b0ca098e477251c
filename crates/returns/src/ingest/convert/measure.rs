//! Units of measure, and how one becomes another: 元, 千元, 万元, 亿元 are one measure with zeros moved.

use crate::ingest::normal;

/// A unit of measure taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) struct Measure {
    /// Zeros: 4 for 万元.
    zeros: i32,
    base: Base,
}

/// What is counted, one for all words that mean the same.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Base {
    /// Nothing is named, as in a bare 万.
    Bare,
    /// 元.
    Money,
    /// %.
    Percent,
    Minutes,
    Hours,
    Days,
    /// 人, 人次, 张 …
    Things(String),
}

impl Base {
    /// Reads a word without the numerals before it, and how many zeros it stands for beside them.
    fn of(word: &str) -> (Self, i32) {
        let base = match word {
            "" => Self::Bare,
            "元" | "圆" | "块" | "元人民币" | "人民币元" | "人民币" | "rmb" | "rmb元" | "cny" => Self::Money,
            "%" | "百分点" | "个百分点" => Self::Percent,
            "‰" => return (Self::Percent, -1),
            "分钟" | "分" => Self::Minutes,
            "小时" | "时" | "h" => Self::Hours,
            "天" | "日" => Self::Days,
            "名" | "位" => Self::Things("人".to_owned()),
            "次" => Self::Things("人次".to_owned()),
            other => Self::Things(other.to_owned()),
        };
        (base, 0)
    }
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

/// Money that nobody converts.
const OTHER_MONEY: [&str; 16] =
    ["美元", "美金", "港元", "港币", "欧元", "日元", "英镑", "澳元", "加元", "新台币", "usd", "hkd", "eur", "$", "us$", "hk$"];

impl Measure {
    /// Takes the name of a unit of measure apart.
    pub(in crate::ingest) fn of(name: &str) -> Self {
        let compact = normal::compact(name).to_ascii_lowercase();
        let mut rest = compact.as_str();
        let mut zeros = 0;
        for (word, count) in [("十", 1), ("百", 2), ("千", 3), ("万", 4), ("亿", 8)] {
            // 百分点 and 千克 begin like numbers: only 百万, 百元 and whole words are.
            let is_number = |shorter: &&str| count >= 3 || shorter.starts_with(['万', '亿', '元', '人', '张', '床', '例', '次']);
            if let Some(shorter) = rest.strip_prefix(word).filter(is_number) {
                zeros += count;
                rest = shorter;
            }
        }
        let (base, more) = Base::of(rest);
        Self { zeros: zeros + more, base }
    }

    /// Whether both name the same things, in whatever amounts.
    pub(super) fn is_of_same_things(&self, other: &Self) -> bool {
        self.base == other.base && self.base != Base::Bare
    }

    /// Whether it is money of this country, in whatever amounts.
    pub(super) fn is_of_money(&self) -> bool {
        self.base == Base::Money
    }

    /// Whether it says something of a value that the form asks for in `form`: it measures the like, or other money.
    pub(super) fn concerns(&self, form: &Self) -> bool {
        let is_other_money = || matches!(&self.base, Base::Things(word) if OTHER_MONEY.contains(&word.as_str()));
        self.step_to(form).is_some() || (form.base == Base::Money && is_other_money())
    }

    /// Whether it counts things that cannot be fewer than none.
    pub(super) fn is_count(&self) -> bool {
        !matches!(self.base, Base::Money | Base::Percent)
    }

    /// Whether it is percent.
    pub(super) fn is_percent(&self) -> bool {
        self.base == Base::Percent && self.zeros == 0
    }

    /// What turns a number in `self` into one in `form`; `None` if they measure different things.
    pub(super) fn step_to(&self, form: &Self) -> Option<Step> {
        // `1.2万` of visits is 12000; of 万元 it could be two things.
        let is_bare = self.base == Base::Bare && form.zeros == 0 && form.base != Base::Percent;
        if self.base == form.base || is_bare {
            let zeros = self.zeros - form.zeros;
            return Some(if zeros == 0 { Step::None } else { Step::Zeros(zeros) });
        }
        let (from, to) = (self.minutes()?, form.minutes()?);
        Some(Step::Ratio(from, to))
    }

    fn minutes(&self) -> Option<u32> {
        let minutes = match self.base {
            Base::Minutes => 1,
            Base::Hours => 60,
            Base::Days => 24 * 60,
            Base::Bare | Base::Money | Base::Percent | Base::Things(_) => return None,
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
            ("百元", "万元", Some(Step::Zeros(-2))),
            ("百人次", "人次", Some(Step::Zeros(2))),
            ("百分点", "%", Some(Step::None)),
            ("美元", "万元", None),
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
