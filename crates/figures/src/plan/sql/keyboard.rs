//! Signs of a Chinese keyboard in a formula: they look like those of SQL and are none.
//!
//! In: a text. Out: the first of them outside of quotes and comments, with what to write for each.

use super::slip::Slip;

/// What begins a stretch in which every sign may stand, and what ends it. A text between Chinese quotation marks is one whose marks are told.
const ENCLOSED: [(&str, &[&str]); 11] = [
    ("'", &["'"]),
    ("\"", &["\""]),
    ("`", &["`"]),
    ("--", &["\n"]),
    ("/*", &["*/"]),
    ("‘", &["’", "‘", "'"]),
    ("’", &["’", "‘", "'"]),
    ("“", &["”", "“", "\""]),
    ("”", &["”", "“", "\""]),
    ("「", &["」"]),
    ("《", &["》"]),
];

/// Quotation marks that SQL does not know.
const MARKS: [char; 10] = ['‘', '’', '“', '”', '「', '」', '《', '》', '＇', '＂'];

/// What SQL writes for a sign that is more than the wide form of one of its own.
const WRITTEN: [(char, &str); 14] = [
    ('×', "*"),
    ('✕', "*"),
    ('÷', "/"),
    ('∕', "/"),
    ('—', "-"),
    ('–', "-"),
    ('−', "-"),
    ('≥', ">="),
    ('≧', ">="),
    ('≤', "<="),
    ('≦', "<="),
    ('≠', "<>"),
    ('、', ","),
    ('。', "."),
];

/// Between a wide sign of ASCII and the sign itself.
const WIDTH: u32 = 0xFEE0;

/// The first sign of a Chinese keyboard in a text, with what to write for all that stand in it.
pub(super) fn slip(text: &str) -> Option<Slip> {
    let found: Vec<(usize, char)> = bare(text).into_iter().filter(|(_, sign)| is_of_keyboard(*sign)).collect();
    let (at, first) = *found.first()?;
    let mut signs: Vec<char> = Vec::new();
    for (_, sign) in found {
        if !signs.contains(&sign) {
            signs.push(sign);
        }
    }
    let mut advice: Vec<String> = signs.iter().filter(|sign| !MARKS.contains(sign)).map(|sign| instead(*sign)).collect();
    if signs.iter().any(|sign| MARKS.contains(sign)) {
        advice.push("文字用英文单引号，写作 '是'".to_owned());
    }
    let message = format!("里不能用中文键盘的符号`{first}`");
    Some(Slip { span: at..at + first.len_utf8(), message, hint: Some(advice.join("，")) })
}

/// The signs of ASCII for those of a Chinese keyboard, where these are nothing but wide or written otherwise: `＞＝` and `≥` are `>=`.
pub(in crate::plan) fn in_ascii(text: &str) -> String {
    text.chars().map(|sign| written(sign).unwrap_or_else(|| sign.to_string())).collect()
}

fn is_of_keyboard(sign: char) -> bool {
    MARKS.contains(&sign) || written(sign).is_some()
}

fn instead(sign: char) -> String {
    match written(sign).as_deref() {
        Some("%") => format!("`{sign}`不写在公式里，百分比乘 100.0"),
        Some(plain) if plain.chars().all(|plain| plain.is_alphanumeric() || "()+-*/=<>,._".contains(plain)) => {
            format!("`{sign}`写作`{plain}`")
        }
        _ => format!("`{sign}`公式用不到"),
    }
}

/// A wide letter is a letter of a name, and none of these signs.
fn written(sign: char) -> Option<String> {
    let known = WRITTEN.iter().find(|(odd, _)| *odd == sign).map(|(_, plain)| (*plain).to_owned());
    let is_wide = ('\u{ff01}'..='\u{ff5e}').contains(&sign) && !sign.is_alphabetic() && !MARKS.contains(&sign);
    known.or_else(|| if is_wide { char::from_u32(u32::from(sign) - WIDTH).map(String::from) } else { None })
}

/// The signs outside of quotes and comments, each with its place; of what stands between Chinese quotation marks the first mark.
fn bare(text: &str) -> Vec<(usize, char)> {
    let mut bare = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let enclosed = ENCLOSED.iter().find(|(opening, _)| rest.starts_with(*opening));
        let first = rest.chars().next().unwrap_or_default();
        if enclosed.is_none_or(|_| is_of_keyboard(first)) {
            bare.push((at, first));
        }
        at += enclosed.map_or(first.len_utf8(), |(opening, closings)| {
            let inside = rest.get(opening.len()..).unwrap_or_default();
            let ends = closings.iter().filter_map(|closing| Some(inside.find(*closing)? + closing.len()));
            ends.min().map_or(rest.len(), |end| opening.len() + end)
        });
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sign_is_told_with_what_to_write_for_all() {
        let told = |text: &str| {
            let Slip { span, hint, .. } = slip(text)?;
            Some((text.get(span)?.to_owned(), hint?))
        };
        let found = |sign: &str, hint: &str| Some((sign.to_owned(), hint.to_owned()));
        assert_eq!(told("AVG（甲） ÷ 2"), found("（", "`（`写作`(`，`）`写作`)`，`÷`写作`/`"));
        assert_eq!(told("甲 ＞＝ 乙 × ２"), found("＞", "`＞`写作`>`，`＝`写作`=`，`×`写作`*`，`２`写作`2`"));
        assert_eq!(told("甲 ≥ 1"), found("≥", "`≥`写作`>=`"));
        assert_eq!(told("甲 ≤ 1，000"), found("≤", "`≤`写作`<=`，`，`写作`,`"));
        assert_eq!(told("甲 = ‘是（否）’ OR 乙 = “是”"), found("‘", "文字用英文单引号，写作 '是'"));
        assert_eq!(told("SUM(甲) * 100％"), found("％", "`％`不写在公式里，百分比乘 100.0"));
        assert_eq!(told("甲；"), found("；", "`；`公式用不到"));
    }

    #[test]
    fn in_quotes_and_comments_every_sign_may_stand() {
        for sound in [
            "SUM(甲) * 100.0 / SUM(乙)",
            "类别 = '医院（县级）'",
            "AVG(\"指标_床医比（每床医师数）\")",
            "SUM(甲) -- 甲÷乙\n + 1",
            "/* （ */ SUM(Ａ类床位)",
            "",
        ] {
            assert_eq!(slip(sound), None, "{sound}");
        }
    }

    #[test]
    fn wide_signs_are_signs() {
        assert_eq!(in_ascii("＞＝"), ">=");
        assert_eq!(in_ascii("≤"), "<=");
        assert_eq!(in_ascii("between"), "between");
    }
}
