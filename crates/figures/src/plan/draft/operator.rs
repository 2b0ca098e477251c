//! How a row of the catalogue sets what there is against its target, in whatever sign or word that is written.

/// What is asked of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `<`
    Below,
    /// `=`
    Exactly,
    /// 左右, 约
    About,
    /// `between`
    Between,
    /// Ever more.
    Up,
    /// Ever less.
    Down,
    /// It is to be done.
    Done,
    /// Nothing is written.
    Unsaid,
}

/// How each is written, the way of the catalogue first.
const WRITTEN: [(Operator, &[&str]); 10] = [
    (
        Operator::AtLeast,
        &[">=", "≥", "≧", "⩾", "=>", "不低于", "不少于", "不小于", "至少", "以上", "及以上", "大于等于", "大于或等于"],
    ),
    (
        Operator::AtMost,
        &[
            "<=",
            "≤",
            "≦",
            "⩽",
            "=<",
            "不高于",
            "不超过",
            "不大于",
            "不多于",
            "至多",
            "以内",
            "以下",
            "及以下",
            "小于等于",
            "小于或等于",
            "控制在",
        ],
    ),
    (Operator::Above, &[">", "大于", "高于", "超过", "多于"]),
    (Operator::Below, &["<", "小于", "低于", "少于"]),
    (Operator::Exactly, &["=", "==", "等于", "达到", "为"]),
    (Operator::About, &["≈", "≒", "约", "左右", "大约"]),
    (Operator::Between, &["between", "介于", "区间", "之间"]),
    (Operator::Up, &["up", "↑", "提高", "提升", "上升", "增加", "增长", "逐步提高", "逐步提升", "持续提高", "不断提高"]),
    (Operator::Down, &["down", "↓", "降低", "下降", "减少", "逐步降低", "逐步下降", "持续降低", "不断降低"]),
    (Operator::Done, &["done", "完成", "建成", "达标", "是", "有"]),
];

impl Operator {
    /// Reads the sign or the word of a row; none of one that nobody knows.
    pub(super) fn of(written: &str) -> Option<Self> {
        let written = plain(written);
        if written.is_empty() {
            return Some(Self::Unsaid);
        }
        let is_it = |words: &[&str]| words.contains(&written.as_str());
        WRITTEN.iter().find(|(_, words)| is_it(words)).map(|(operator, _)| *operator)
    }

    /// The sign or word with which a target begins (`≥90`, `不超过 10`), and what stands behind it; nothing is said where it begins with a number.
    pub(super) fn before(target: &str) -> (Self, String) {
        let target = plain(target);
        let signs = WRITTEN.iter().flat_map(|(operator, words)| words.iter().map(move |word| (*operator, *word)));
        // The longest first: `>=` begins with `>`.
        let begun = signs.filter(|(_, word)| target.starts_with(word)).max_by_key(|(_, word)| word.len());
        match begun {
            Some((operator, word)) if target.len() > word.len() => (operator, target[word.len()..].to_owned()),
            _ => (Self::Unsaid, target),
        }
    }

    /// The word of `op` of a target.
    pub(super) fn op(self) -> Option<&'static str> {
        match self {
            Self::AtLeast => Some(">="),
            Self::AtMost => Some("<="),
            Self::Above => Some(">"),
            Self::Below => Some("<"),
            Self::Exactly | Self::About => Some("="),
            Self::Between => Some("between"),
            Self::Up | Self::Down | Self::Done | Self::Unsaid => None,
        }
    }

    /// The word of `operator` in `ledger.csv`; none of what a task is not set against.
    pub(super) fn of_task(self) -> Option<&'static str> {
        match self {
            Self::AtLeast => Some(">="),
            Self::AtMost => Some("<="),
            Self::Exactly => Some("="),
            Self::Up => Some("up"),
            Self::Down => Some("down"),
            Self::Done => Some("done"),
            Self::Unsaid => Some(""),
            Self::Above | Self::Below | Self::About | Self::Between => None,
        }
    }
}

/// Without blanks, and with the signs that keyboards have.
fn plain(written: &str) -> String {
    let half_width = |one: char| match one {
        '＞' => '>',
        '＜' => '<',
        '＝' => '=',
        one => one,
    };
    written.chars().filter(|one| !one.is_whitespace()).map(half_width).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_words_are_read_however_they_are_written() {
        for (written, operator) in [
            (">=", Operator::AtLeast),
            ("≥", Operator::AtLeast),
            ("＞＝", Operator::AtLeast),
            ("> =", Operator::AtLeast),
            ("不低于", Operator::AtLeast),
            ("≤", Operator::AtMost),
            ("＜=", Operator::AtMost),
            ("不超过", Operator::AtMost),
            ("＞", Operator::Above),
            ("＜", Operator::Below),
            ("＝", Operator::Exactly),
            ("Between", Operator::Between),
            ("左右", Operator::About),
            ("逐步降低", Operator::Down),
            ("done", Operator::Done),
            (" ", Operator::Unsaid),
        ] {
            assert_eq!(Operator::of(written), Some(operator), "{written}");
        }
        for unknown in ["?", "小于等於", "适当", "90"] {
            assert_eq!(Operator::of(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_sign_in_front_of_the_target_is_one_as_well() {
        assert_eq!(Operator::before("≥ 90"), (Operator::AtLeast, "90".to_owned()));
        assert_eq!(Operator::before(">=90%"), (Operator::AtLeast, "90%".to_owned()));
        assert_eq!(Operator::before("不超过10"), (Operator::AtMost, "10".to_owned()));
        assert_eq!(Operator::before("90"), (Operator::Unsaid, "90".to_owned()));
        assert_eq!(Operator::before("1-3"), (Operator::Unsaid, "1-3".to_owned()));
    }

    #[test]
    fn no_way_of_writing_means_two_things() {
        let mut written: Vec<&str> = WRITTEN.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        let all = written.len();
        written.sort_unstable();
        written.dedup();
        assert_eq!(written.len(), all);
        assert!(WRITTEN.iter().all(|(_, words)| words.iter().all(|word| plain(word) == *word)), "each can be met");
    }
}
