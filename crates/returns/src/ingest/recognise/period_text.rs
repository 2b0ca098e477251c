//! A period as people write it. Returns are filed by quarter: 1—9月, 7—9月 and 前三季度 mean the third quarter, 上半年 the second, the whole
//! year the fourth. For which stretch of time something is asked is another question ([`Span`]).

use super::span::Span;
use super::stretch::arabic;
use crate::domain::{FlowBasis, Period, Quarter};
use crate::ingest::normal;

/// Reads a period; `None` rather than a guess.
pub(super) fn parse(text: &str) -> Option<Period> {
    let compact = normal::compact(text).to_ascii_uppercase();
    let bare = normal::without_brackets(&compact);
    let period = parse_bare(&bare)?;
    // `2025年第四季度（1-12月）`: what is added must not say something else.
    let mut added = normal::in_brackets(&compact).filter(|_| bare != compact).filter_map(quarter_named);
    added.all(|quarter| Period::quarter(period.year, quarter) == period).then_some(period)
}

fn parse_bare(text: &str) -> Option<Period> {
    let text = text.trim_matches('_');
    let text = ["截止到", "截止至", "截至", "截止"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let text = arabic(text);
    let text = text.strip_suffix("累计数").or_else(|| text.strip_suffix("累计")).unwrap_or(&text);
    // Q4 2025
    let turned = text.split_at_checked(2).filter(|(quarter, _)| quarter.starts_with('Q')).map(|(quarter, rest)| {
        let year = rest.trim_start_matches(['-', '.', '/']);
        format!("{year}{quarter}")
    });
    let text = turned.as_deref().unwrap_or(text);
    let (year, rest) = text.split_at_checked(4)?;
    let year: i16 = year.parse().ok().filter(|year| (1990..=2100).contains(year))?;
    let rest = rest.trim_start_matches(['年', '-', '.', '/']).trim_start_matches("度");
    quarter(year, rest).map(|quarter| Period::quarter(year, quarter))
}

/// The quarter that words name without a year: `四季度`, `Q4`, `1—12月`, `上半年`.
pub(in crate::ingest) fn quarter_named(text: &str) -> Option<Quarter> {
    let text = arabic(&normal::compact(text).to_ascii_uppercase());
    let is_named = text.contains('季') || text.contains('月') || text.contains("半年") || text.starts_with('Q');
    is_named.then(|| quarter(0, &text))?
}

/// What a head or a label tells of the time of the values below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Told {
    /// The period.
    Same,
    /// Another one.
    Other(Period),
    /// A stretch of time that begins otherwise than the one that is asked for.
    Part,
}

/// What words tell of the time, if they tell of it: `（2025年1—9月）`, `报告期：2025Q3`, `2025年三季度医疗服务情况`, `10—12月`, `本季数`.
pub(in crate::ingest) fn told(text: &str, span: Span) -> Option<Told> {
    let is_of_time = |character: char| matches!(character, '月' | '季' | 'Q' | 'q' | '年' | '.' | '．');
    if text.len() > 240 || !text.chars().any(is_of_time) {
        return None;
    }
    let compact = normal::compact(text).to_ascii_uppercase();
    // A day is when something was approved or filled in, unless it ends a stretch of time.
    let is_day = compact.contains('日') && !compact.contains(['截', '-', '—', '–', '~', '至', '到']);
    if is_day || ["有效期", "批准", "文号"].iter().any(|word| compact.contains(word)) {
        return None;
    }
    let period = span.period;
    let mut told: Vec<Told> = pieces(&compact).filter_map(|piece| told_by(piece, span)).collect();
    told.extend(year_of_title(&compact).filter(|year| *year != period.year).map(|year| Told::Other(Period { year, ..period })));
    told.iter()
        .copied()
        .find(|told| matches!(told, Told::Other(_)))
        .or_else(|| told.into_iter().max_by_key(|told| *told == Told::Part))
}

fn told_by(piece: &str, span: Span) -> Option<Told> {
    const OF_QUARTER: [&str; 5] = ["本季数", "本季", "本季度", "本季度数", "当季数"];
    const OF_MONTH: [&str; 3] = ["本月数", "本月", "当月数"];
    let (period, is_by_quarter) = (span.period, span.basis == FlowBasis::Quarter);
    if OF_QUARTER.contains(&piece) {
        return (!is_by_quarter && !period.opens_the_year()).then_some(Told::Part);
    }
    if OF_MONTH.contains(&piece) {
        return (is_by_quarter || !period.opens_the_year()).then_some(Told::Part);
    }
    let is_dotted = || piece.len() <= 12 && piece.starts_with("20") && piece.contains('.') && piece.contains(normal::is_dash);
    if !piece.contains(['月', '季', 'Q']) && !piece.contains("半年") && !is_dotted() {
        return None;
    }
    let bare = piece.strip_suffix("累计数").or_else(|| piece.strip_suffix("累计")).unwrap_or(piece);
    match parse(piece).or_else(|| quarter_named(bare).map(|quarter| Period::quarter(period.year, quarter))) {
        Some(other) if other != period => Some(Told::Other(other)),
        // 上半年 and 前三季度 name a time without being one in figures.
        found if span.is_other(piece) && (is_time(piece) || is_by_quarter && found.is_some()) => Some(Told::Part),
        found => found.map(|_| Told::Same),
    }
}

/// `2024年医疗服务情况`; a plan is called after the year in which it was made.
fn year_of_title(compact: &str) -> Option<i16> {
    let (year, title) = compact.split_once('年')?;
    let is_title = ["情况", "报表", "季报", "年报", "统计"].iter().any(|word| title.contains(word));
    let is_plan = ["方案", "计划", "规划", "任务", "行动", "版", "修订"].iter().any(|word| title.contains(word));
    arabic(year).parse().ok().filter(|year| (2000..=2100).contains(year) && is_title && !is_plan)
}

/// Whether words are months and no more, as `10月` is and `10月龄婴儿数` is not.
fn is_time(piece: &str) -> bool {
    arabic(piece).chars().all(|character| character.is_ascii_digit() || "-.年月日份".contains(character))
}

/// What stands between the signs of a text, without the words in front of a time, and the time with which a title begins.
fn pieces(compact: &str) -> impl Iterator<Item = &str> {
    const IN_FRONT: [&str; 9] = ["数据", "统计", "报告期", "时间", "时期", "期间", "区间", "所属期", "为"];
    let between = compact.split([':', '(', ')', ',', ';', '，', '；', '、', '[', ']', '【', '】', '/', '|']).map(|piece| {
        let mut piece = piece;
        while let Some(rest) = IN_FRONT.iter().find_map(|word| piece.strip_prefix(word)) {
            piece = rest;
        }
        piece
    });
    let title = compact.find("20").and_then(|start| {
        let rest = compact.get(start..)?;
        let end = ["月份", "月", "季度", "半年"].iter().filter_map(|word| Some(rest.find(word)? + word.len())).max()?;
        rest.get(..end).filter(|piece| piece.chars().count() <= 24)
    });
    between.chain(title).filter(|piece| !piece.is_empty())
}

fn quarter(year: i16, rest: &str) -> Option<Quarter> {
    let named = rest.trim_end_matches(['报', '表', '末', '份']);
    match named {
        "Q1" => Some(Quarter::First),
        "Q2" | "H1" | "上半年" | "半年" | "半年度" => Some(Quarter::Second),
        "Q3" => Some(Quarter::Third),
        "Q4" | "" | "全年" | "年" | "年度" => Some(Quarter::Fourth),
        _ => by_quarters(named).or_else(|| by_months(year, named)),
    }
}

/// `第3季度`, `3季`, `前3季度`, `1-3季度`
fn by_quarters(text: &str) -> Option<Quarter> {
    let number = text.strip_suffix("季度").or_else(|| text.strip_suffix('季'))?;
    let number = number.trim_start_matches(['第', '前']);
    let number = number.strip_prefix("1-").unwrap_or(number).trim_start_matches('第');
    let roman = ["I", "II", "III", "IV"].iter().zip(1..).find(|(roman, _)| **roman == number);
    Quarter::of_number(roman.map_or_else(|| number.parse().ok(), |(_, number)| Some(number))?)
}

/// `1-9月`, `1月-9月`, `7-9月`, `9月`, `09`, `09-30`, `0930`, `7月1日-9月30日`; months that end no quarter are no period.
fn by_months(year: i16, text: &str) -> Option<Quarter> {
    let has_month = text.contains('月');
    let digits: Vec<&str> =
        text.split(|character: char| !character.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
    let is_other = |character: char| !character.is_ascii_digit() && !"-./年月日份".contains(character);
    if text.contains(is_other) {
        return None;
    }
    let mut numbers: Vec<i16> = digits.iter().map(|digits| digits.parse().ok()).collect::<Option<_>>()?;
    numbers.retain(|number| *number != year);
    let (first, last) = match numbers.as_slice() {
        [run] if digits.first().is_some_and(|digits| digits.len() == 4) => (None, ended(run / 100, run % 100)?),
        [month] if has_month || digits.first().is_some_and(|digits| digits.len() == 2) => (None, *month),
        [first, last] if text.contains('日') || (!has_month && *last > 12) => (None, ended(*first, *last)?),
        [first, last] => (Some(*first), *last),
        [first, 1, last, day] => (Some(*first), ended(*last, *day)?),
        _ => return None,
    };
    let is_whole = first.is_none_or(|first| first == 1 || first == last - 2);
    if is_whole && last % 3 == 0 { Quarter::of_number(i8::try_from(last / 3).ok()?) } else { None }
}

/// The month that ends on a day.
fn ended(month: i16, day: i16) -> Option<i16> {
    let last = match month {
        3 | 12 => 31,
        6 | 9 => 30,
        _ => return None,
    };
    (day == last).then_some(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_written_in_many_ways() {
        for text in [
            "2025Q3",
            "2025q3",
            "２０２５Ｑ３",
            "2025年第三季度",
            "2025年3季度",
            "2025年三季度",
            "2025年第 3 季度",
            "2025 年 三 季 度",
            "2025年1-9月",
            "2025年1—9月",
            "2025年1－9月份",
            "2025年1~9月",
            "2025年1月至9月",
            "2025年1月-2025年9月",
            "2025年01-09月",
            "2025.1-9",
            "2025年7-9月",
            "2025年前三季度",
            "2025年一至三季度",
            "2025-09",
            "202509",
            "2025年9月",
            "2025-09-30",
            "2025/9/30",
            "20250930",
            "2025年1月1日至9月30日",
            "2025年1月1日—2025年9月30日",
            "二〇二五年第三季度",
            "二○二五年一至九月",
            "2025年三季报",
            "2025-Q3",
            "2025年第三季度（1-9月）",
            "2025Q3（累计）",
            "2025年1-9月累计",
            "截至2025年9月30日",
            "__2025Q3__",
            "Q3 2025",
            "Q3/2025",
            "2025年第Ⅲ季度",
            "2025年第III季度",
        ] {
            assert_eq!(parse(text), Some(Period::quarter(2025, Quarter::Third)), "{text}");
        }
    }

    #[test]
    fn half_a_year_and_a_year_are_the_quarters_that_end_them() {
        for (text, quarter) in [
            ("2025H1", Quarter::Second),
            ("2025年上半年", Quarter::Second),
            ("2025年1-6月", Quarter::Second),
            ("2025年度", Quarter::Fourth),
            ("2025年", Quarter::Fourth),
            ("2025年全年", Quarter::Fourth),
            ("2025年1-12月", Quarter::Fourth),
            ("2025年十二月", Quarter::Fourth),
            ("2025年1-3月", Quarter::First),
        ] {
            assert_eq!(parse(text), Some(Period::quarter(2025, quarter)), "{text}");
        }
    }

    #[test]
    fn what_could_be_two_things_is_none() {
        for text in [
            "",
            "三季度",
            "25年3季度",
            "2025年8月",
            "2025年5-9月",
            "2025-3",
            "2025年下半年",
            "2025Q5",
            "2025年1-8月",
            "2025-09-15",
            "2025年第三季度或第四季度",
            "去年",
            "年度2025",
            "1889Q1",
            "2025年第三季度（1-6月）",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_head_tells_of_its_time() {
        let fourth = Period::quarter(2025, Quarter::Fourth);
        let third = Some(Told::Other(Period::quarter(2025, Quarter::Third)));
        for (text, expected) in [
            ("（2025年1—12月）", Some(Told::Same)),
            ("2025年第四季度医疗服务情况", Some(Told::Same)),
            ("计量单位：人次", None),
            ("2025年医疗服务情况", None),
            ("10月龄婴儿数", None),
            ("2024年医疗服务情况", Some(Told::Other(Period::quarter(2024, Quarter::Fourth)))),
            ("2024年改革方案任务情况", None),
            ("1-9月累计", third),
            ("10—12月", Some(Told::Part)),
            ("本季数", Some(Told::Part)),
            ("时间：2025年10月-12月", Some(Told::Part)),
            ("统计区间：2025年10月1日至12月31日", Some(Told::Part)),
            ("报告期：2025Q3", third),
            ("报告期：2025年1—9月", third),
            ("（2025年1-9月）", third),
            ("2025.1-9", third),
            ("数据截至2025年9月30日", third),
            ("2025年三季度医疗服务情况表", third),
            ("2025年上半年", Some(Told::Other(Period::quarter(2025, Quarter::Second)))),
            ("2024年1—12月累计", Some(Told::Other(Period::quarter(2024, Quarter::Fourth)))),
        ] {
            assert_eq!(told(text, Span { period: fourth, basis: FlowBasis::YearToDate }), expected, "{text}");
        }
    }

    #[test]
    fn a_head_tells_of_its_time_where_the_quarter_is_asked() {
        let fourth = Period::quarter(2025, Quarter::Fourth);
        let third = Some(Told::Other(Period::quarter(2025, Quarter::Third)));
        for (text, expected) in [
            ("（2025年10—12月）", Some(Told::Same)),
            ("时间：2025年10月-12月", Some(Told::Same)),
            ("2025年第四季度医疗服务情况", Some(Told::Same)),
            ("本季数", None),
            ("（2025年1—12月）", Some(Told::Part)),
            ("报告期：2025年1—12月", Some(Told::Part)),
            ("前四季度", Some(Told::Part)),
            ("本月数", Some(Told::Part)),
            ("2025年7—9月", third),
            ("2025年1—9月", third),
        ] {
            assert_eq!(told(text, Span { period: fourth, basis: FlowBasis::Quarter }), expected, "{text}");
        }
    }
}
