//! Units of measure in the words around values: labels, lines, notes, names.

use super::measure::Measure;
use crate::domain::Form;
use crate::ingest::normal;

/// Labels of a unit of measure; on a cover 单位 alone is whoever files.
pub(super) const OF_MEASURE: [&str; 5] = ["计量单位", "金额单位", "货币单位", "数据单位", "单位"];
/// Longer words are explanations, not units.
const LONGEST: usize = 8;

/// A text as it is looked into here: compact, brackets of one kind, no quotation marks, and blanks between several units as commas.
pub(super) fn line(text: &str) -> String {
    let mut is_labelled = false;
    let plain = text.trim_matches(normal::is_blank).chars().filter_map(|character| match character {
        '[' | '【' | '〔' | '［' | '（' => Some('('),
        ']' | '】' | '〕' | '］' | '）' => Some(')'),
        ':' | '：' | '∶' | '=' | '＝' => {
            is_labelled = true;
            Some(':')
        }
        '“' | '”' | '"' | '‘' | '’' | '「' | '」' | '『' | '』' => None,
        // What nobody sees parts nothing.
        blank if normal::is_blank(blank) => Some('、').filter(|_| is_labelled && blank.is_whitespace()),
        other => Some(normal::half_width(other)),
    });
    plain.collect()
}

/// The unit of measure that an item's name states, as written on the sheet: `总收入（元）`.
pub(super) fn of_name(name: &str) -> Vec<String> {
    in_brackets(&line(name))
}

/// The units of measure that a form prints above its tables.
pub(in crate::ingest) fn printed(form: &Form) -> Vec<String> {
    form.sheets.iter().flat_map(|sheet| of_line(&normal::compact(&sheet.unit_line), None)).collect()
}

/// `本期累计（元）`, `本期累计 元`, `本期累计/元`, `（单位：元）`
pub(super) fn of_label(label: &str) -> Vec<String> {
    let pieces =
        label.split(|character: char| normal::is_blank(character) || "/／()（）[]【】〔〕:：∶,，、;；".contains(character));
    pieces.map(normal::compact).filter(|piece| is_unit(piece)).collect()
}

/// A line above a table: `计量单位：万元、人`, `单位：元（收入），%（水平）`, `（单位 元）`, `（元）`, `收入水平（元）`; the label alone has its words in
/// the next cell.
pub(super) fn of_line(line: &str, beside: Option<&str>) -> Vec<String> {
    let bare = line.strip_prefix('(').and_then(|line| line.strip_suffix(')')).unwrap_or(line);
    if Measure::of(bare).is_of_money() {
        return vec![bare.to_owned()];
    }
    let labelled = OF_MEASURE.iter().find_map(|label| bare.strip_prefix(label)).or_else(|| bare.strip_prefix("金额:"));
    match labelled.map(|rest| rest.trim_start_matches(':')) {
        Some("") => beside.map(listed).unwrap_or_default(),
        Some(rest) => listed(rest),
        None if bare.len() < line.len() => listed(bare),
        None => in_brackets(line),
    }
}

/// A note around a table, or a remark beside a value: `注：收入以元为单位`, `金额单位均为元`, `单位为元`, `此处按元填`, `以上金额以元计`.
pub(super) fn of_note(line: &str) -> Vec<String> {
    const SIGNS: [&str; 8] = ["为:", "均为", "一律为", "统一为", "均以", ":", "为", "是"];
    const ENDS: [&str; 6] = ["为单位", "为计量单位", "为金额单位", "填", "计", "统计"];
    // Most lines of a sheet say nothing of the kind.
    let names_units = line.contains("单位");
    if !names_units && !line.contains(['以', '按']) {
        return Vec::new();
    }
    let behind = |label: &&str| {
        let behind_labels =
            |sign: &&str| line.match_indices(label).find_map(|(at, _)| line.get(at + label.len()..)?.strip_prefix(*sign));
        SIGNS.iter().find_map(behind_labels).map(listed)
    };
    let between = |end: &&str| {
        let (before, _) = line.rsplit_once(*end)?;
        Some(listed(before.rsplit_once(['以', '按'])?.1))
    };
    OF_MEASURE.iter().filter(|_| names_units).find_map(behind).or_else(|| ENDS.iter().find_map(between)).unwrap_or_default()
}

/// A comment on a cell, line by line: `张三：单位：元`. Those that a slip came back with are ours, and say what was wrong before.
pub(super) fn of_comment(comment: &str) -> Vec<String> {
    if comment.contains("退回说明第") {
        return Vec::new();
    }
    let lines = comment.lines().map(line).filter(|line| !line.is_empty());
    lines.flat_map(|line| [of_line(&line, None), of_note(&line)].concat()).collect()
}

/// Units in brackets, with or without their label.
pub(super) fn in_brackets(line: &str) -> Vec<String> {
    normal::in_brackets(line)
        .flat_map(|inside| {
            let labelled = OF_MEASURE.iter().find_map(|label| inside.strip_prefix(label));
            // （资产总额：亿元）
            let behind = inside.rsplit_once(':').map(|(_, behind)| behind);
            listed(labelled.map(|rest| rest.trim_start_matches(':')).or(behind).unwrap_or(inside))
        })
        .collect()
}

/// `万元、人`; what stands in brackets behind one says of what.
pub(super) fn listed(words: &str) -> Vec<String> {
    let words = words.trim_start_matches(':');
    let inside = words.strip_prefix('(').and_then(|words| words.strip_suffix(')')).filter(|inside| !inside.contains('('));
    let bare = normal::without_brackets(inside.unwrap_or(words));
    bare.split(['、', ',', '，', ';', '；', '/', '。']).filter(|piece| is_unit(piece)).map(str::to_owned).collect()
}

fn is_unit(words: &str) -> bool {
    !words.is_empty() && words.chars().count() <= LONGEST && !words.chars().any(|character| character.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_state_units() {
        for comment in ["单位：元", "张三:\n单位：元", "本列以元为单位", "（元）", "此处按元填"] {
            assert!(of_comment(comment).contains(&"元".to_owned()), "{comment}");
        }
        let of_slip =
            "【差错】C23（退回说明第 1 项）\n问题：“总收入”（代码201）读到“88.5”，该行计量单位是“元”，表头、批注等处写的是“万元”";
        for comment in ["张三：已核对", "含分院", of_slip] {
            assert_eq!(of_comment(comment), [""; 0], "{comment}");
        }
    }

    #[test]
    fn lines_and_labels_state_units() {
        for (line, expected) in [
            ("计量单位:万元、人", vec!["万元", "人"]),
            ("单位:元(收入),%(水平)", vec!["元", "%"]),
            ("单位:千元(保留两位小数)", vec!["千元"]),
            ("(单位元)", vec!["元"]),
            ("(元)", vec!["元"]),
            ("收入水平(单位:元)", vec!["元"]),
            ("医疗服务情况", vec![]),
        ] {
            assert_eq!(of_line(line, None), expected, "{line}");
        }
        assert_eq!(of_line("单位:", Some("元")), ["元"]);
        assert_eq!(of_line(&line("计量单位：万\u{200b}元"), None), ["万元"]);
        assert_eq!(of_line("填报单位:甲县人民医院", None), [""; 0]);
        for label in ["本期累计（元）", "本期累计\n单位：元", "本期累计 元", "本期累计/元"] {
            assert!(of_label(label).contains(&"元".to_owned()), "{label}");
        }
        assert_eq!(of_note("注:收入以元为单位"), ["元"]);
        assert_eq!(of_note("说明:金额单位:元。"), ["元"]);
        assert_eq!(of_note("单位为元"), ["元"]);
        assert_eq!(of_note("此处按元填"), ["元"]);
        assert_eq!(of_note("单位负责人:张三"), [""; 0]);
        for name in ["总收入（元）", "总收入[元]", "总收入【单位：元】"] {
            assert_eq!(of_name(name), ["元"], "{name}");
        }
        for text in ["单位：元 人", "单位∶元", "单位=元", "单位（元）", "金额：元", "单位：“元”", "元", "[元]"]
        {
            assert!(of_line(&line(text), None).contains(&"元".to_owned()), "{text}");
        }
        for text in
            ["注：本表以元为计量单位", "以“元”为单位", "说明：以上金额以元计", "金额单位为：元", "本表金额单位均为元，请核对"]
        {
            assert!(of_note(&line(text)).contains(&"元".to_owned()), "{text}");
        }
    }
}
