//! When a stretch of time begins that words name: `7—9月` in July, `前三季度` and `本年累计` with the year.

use crate::ingest::normal;

/// The month with which the time begins that words name: 7 of `7—9月`, 9 of `2025年9月`, 1 of `1—9月`, `上半年` and `本年累计`. None of a quarter, which
/// is how periods are called, of `9月末`, and of words that name no time.
pub(super) fn first_month(text: &str) -> Option<i8> {
    let text = arabic(&normal::compact(text));
    first_of_months(&text).or_else(|| begins_with_the_year(&text).then_some(1))
}

/// Of months: 7 of `2025年7-9月` and of `7月1日-9月30日`.
fn first_of_months(text: &str) -> Option<i8> {
    let (before, behind) = text.rsplit_once('月')?;
    // A day is the end of something, and so is `9月末`.
    let is_end = behind.starts_with(|next: char| next.is_ascii_digit())
        || ["末", "底", "止", "累计"].iter().any(|word| behind.starts_with(word));
    if is_end && !before.contains('-') {
        return None;
    }
    let months = before.rsplit_once('年').map_or(before, |(_, months)| months);
    let from_year = before.split_once('年').map_or(before, |(_, months)| months);
    let first = from_year.split_once('-').map_or(months, |(first, _)| first);
    let first = first.split_once('月').map_or(first, |(month, _)| month);
    let digits = first.trim_end_matches(|character: char| !character.is_ascii_digit());
    let number = digits.rsplit(|character: char| !character.is_ascii_digit()).next().unwrap_or_default();
    number.parse().ok().filter(|month| (1..=12).contains(month))
}

/// What 累计 is added up over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Accumulated {
    /// The year so far: `本年累计`, `1—9月累计`, `本季止累计`.
    Year,
    /// The quarter: `本季累计`.
    Quarter,
    /// The month, or all up to it: `本月累计`.
    Month,
}

/// Over what words say that something accumulates; none where they do not say 累计.
pub(in crate::ingest) fn accumulated(text: &str) -> Option<Accumulated> {
    const OF_QUARTER: [&str; 2] = ["本季", "当季"];
    const OF_MONTH: [&str; 2] = ["本月", "当月"];
    /// What accumulates up to the end of a quarter or a month is of the year.
    const UP_TO: [&str; 3] = ["止累计", "末累计", "底累计"];
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    has(&["累计"]).then(|| match (text.starts_with('截') || has(&UP_TO), has(&OF_QUARTER), has(&OF_MONTH)) {
        (false, true, _) => Accumulated::Quarter,
        (false, false, true) => Accumulated::Month,
        _ => Accumulated::Year,
    })
}

/// Whether words without months name a time that begins with the year: `前3季度`, `1-3季度`, `上半年`, `2025年`, `2025.1-9`, and what is 累计 over more
/// than a quarter.
fn begins_with_the_year(text: &str) -> bool {
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_accumulated = accumulated(text).is_some_and(|over| over != Accumulated::Quarter);
    let counts_quarters = text.split_once('季').is_some_and(|(before, _)| {
        let before = before.trim_end_matches(|character: char| character.is_ascii_digit() || character == '第');
        before.ends_with('前') || before.ends_with("1-")
    });
    let is_dotted = text.split_once('.').is_some_and(|(year, months)| {
        let first = months.split(|character: char| !character.is_ascii_digit()).next().unwrap_or_default();
        is_year(year) && months.contains('-') && matches!(first, "1" | "01")
    });
    is_accumulated
        || counts_quarters
        || is_dotted
        || is_year(text.strip_suffix('年').unwrap_or(text))
        || ["全年", "年度", "H1", "h1"].iter().any(|word| text.ends_with(word))
        || text.contains("年初")
        || text.contains("半年") && !text.contains("下半年")
}

/// Dashes in one form, 至 and 到 among them; Chinese and Roman digits as Arabic ones, so that `二〇二五年第Ⅲ季度` is `2025年第3季度`.
pub(super) fn arabic(text: &str) -> String {
    let character = |character: char| match character {
        '~' | '～' | '至' | '到' => '-',
        'Ⅰ' => '1',
        'Ⅱ' => '2',
        'Ⅲ' => '3',
        'Ⅳ' => '4',
        character if normal::is_dash(character) => '-',
        character => character,
    };
    normal::arabic(text).chars().map(character).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_accumulates_does_so_over_the_year_unless_it_says_otherwise() {
        for text in [
            "累计",
            "本年累计",
            "本期累计数",
            "1—9月累计",
            "自年初累计",
            "本月止累计",
            "本季止累计",
            "本季末累计",
            "截至本月底累计",
        ] {
            assert_eq!(accumulated(text), Some(Accumulated::Year), "{text}");
        }
        for text in ["本季累计", "本季度累计数", "当季累计", "本季累计完成"] {
            assert_eq!(accumulated(text), Some(Accumulated::Quarter), "{text}");
        }
        for text in ["本月累计", "当月累计数"] {
            assert_eq!(accumulated(text), Some(Accumulated::Month), "{text}");
        }
        for text in ["本季数", "期末数", "1—9月", ""] {
            assert_eq!(accumulated(text), None, "{text}");
        }
    }

    #[test]
    fn a_part_of_a_year_is_told_from_what_accumulates() {
        for text in [
            "2025年7—9月",
            "7-9月",
            "2025年9月",
            "2025年7月至9月",
            "2025年7月-2025年9月",
            "2025年7月1日至9月30日",
            "7—9月累计",
            "二〇二五年九月",
        ] {
            assert!(first_month(text).is_some_and(|month| month > 1), "{text}");
        }
        for text in [
            "2025Q3",
            "2025年第三季度",
            "2025年1—9月",
            "2025年1月至9月",
            "2025年1月",
            "2025年9月末",
            "2025年9月30日",
            "截至9月底",
            "本月止累计",
            "2025年1—9月累计",
            "2025年上半年",
            "",
        ] {
            assert!(first_month(text).is_none_or(|month| month == 1), "{text}");
        }
    }
}
