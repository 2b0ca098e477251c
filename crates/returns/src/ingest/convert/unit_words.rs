//! Units of measure in the words around values: labels, lines, notes, names.

use crate::domain::Form;
use crate::ingest::normal;

/// Labels of a unit of measure; on a cover 单位 alone is whoever files.
pub(super) const OF_MEASURE: [&str; 5] = ["计量单位", "金额单位", "货币单位", "数据单位", "单位"];
/// Longer words are explanations, not units.
const LONGEST: usize = 8;

/// The unit of measure that an item's name states, as written on the sheet: `总收入（元）`.
pub(super) fn of_name(name: &str) -> Vec<String> {
    in_brackets(&normal::compact(name))
}

/// The units of measure that a form prints above its tables.
pub(in crate::ingest) fn printed(form: &Form) -> Vec<String> {
    form.sheets.iter().flat_map(|sheet| of_line(&normal::compact(&sheet.unit_line), None)).collect()
}

/// `本期累计（元）`, `本期累计 元`, `本期累计/元`, `（单位：元）`
pub(super) fn of_label(label: &str) -> Vec<String> {
    let pieces = label.split(|character: char| normal::is_blank(character) || "/／()（）:：,，;；".contains(character));
    pieces.map(normal::compact).filter(|piece| is_unit(piece)).collect()
}

/// A line above a table: `计量单位：万元、人`, `单位：元（收入），%（水平）`, `（单位 元）`, `（元）`, `收入水平（元）`; the label alone has its words in
/// the next cell.
pub(super) fn of_line(line: &str, beside: Option<&str>) -> Vec<String> {
    let bare = line.strip_prefix('(').and_then(|line| line.strip_suffix(')')).unwrap_or(line);
    let labelled = OF_MEASURE.iter().find_map(|label| bare.strip_prefix(label));
    match labelled.map(|rest| rest.trim_start_matches(':')) {
        Some("") => beside.map(listed).unwrap_or_default(),
        Some(rest) => listed(rest),
        None if bare.len() < line.len() => listed(bare),
        None => in_brackets(line),
    }
}

/// A note below a table, or a remark beside a value: `注：收入以元为单位`, `金额单位：元`, `单位为元`, `此处按元填`.
pub(super) fn of_note(line: &str) -> Vec<String> {
    let behind = |label: &&str| {
        let signs = [":", "为", "是"].iter();
        signs.filter_map(|sign| line.split_once(&format!("{label}{sign}"))).map(|(_, words)| listed(words)).next()
    };
    let between = |end: &&str| {
        let (before, _) = line.split_once(*end)?;
        Some(listed(before.rsplit_once(['以', '按'])?.1))
    };
    let found = OF_MEASURE.iter().find_map(behind);
    found.or_else(|| ["为单位", "填", "计", "统计"].iter().find_map(between)).unwrap_or_default()
}

/// Units in brackets, with or without their label.
pub(super) fn in_brackets(line: &str) -> Vec<String> {
    normal::in_brackets(line)
        .flat_map(|inside| {
            let labelled = OF_MEASURE.iter().find_map(|label| inside.strip_prefix(label));
            listed(labelled.map_or(inside, |rest| rest.trim_start_matches(':')))
        })
        .collect()
}

/// `万元、人`; what stands in brackets behind one says of what.
pub(super) fn listed(words: &str) -> Vec<String> {
    let bare = normal::without_brackets(words.trim_start_matches(':'));
    bare.split(['、', ',', '，', ';', '；', '/', '。']).filter(|piece| is_unit(piece)).map(str::to_owned).collect()
}

fn is_unit(words: &str) -> bool {
    !words.is_empty() && words.chars().count() <= LONGEST && !words.chars().any(|character| character.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(of_line("填报单位:甲县人民医院", None), [""; 0]);
        for label in ["本期累计（元）", "本期累计\n单位：元", "本期累计 元", "本期累计/元"] {
            assert!(of_label(label).contains(&"元".to_owned()), "{label}");
        }
        assert_eq!(of_note("注:收入以元为单位"), ["元"]);
        assert_eq!(of_note("说明:金额单位:元。"), ["元"]);
        assert_eq!(of_note("单位为元"), ["元"]);
        assert_eq!(of_note("此处按元填"), ["元"]);
        assert_eq!(of_note("单位负责人:张三"), [""; 0]);
        assert_eq!(of_name("总收入（元）"), ["元"]);
    }
}
