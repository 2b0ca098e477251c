//! Functions that the engine does not have, and what to write instead of them.

use crate::plan::near;
use crate::plan::sql::Sql;

/// The functions that formulas and conditions of a pack use; a name beside these that the engine refused is unknown.
const KNOWN: [&str; 42] = [
    "SUM",
    "COUNT",
    "AVG",
    "MEDIAN",
    "MIN",
    "MAX",
    "TOTAL",
    "ABS",
    "ROUND",
    "NULLIF",
    "COALESCE",
    "IFNULL",
    "IF",
    "GREATEST",
    "LEAST",
    "CEIL",
    "CEILING",
    "FLOOR",
    "MOD",
    "POWER",
    "POW",
    "SQRT",
    "EXP",
    "LN",
    "LOG",
    "LOG10",
    "SIGN",
    "LENGTH",
    "CHAR_LENGTH",
    "SUBSTR",
    "LEFT",
    "RIGHT",
    "LOWER",
    "UPPER",
    "REPLACE",
    "CONCAT",
    "STARTS_WITH",
    "ENDS_WITH",
    "REGEXP_LIKE",
    "STRPOS",
    "STDDEV",
    "VARIANCE",
];

/// What spreadsheets and other engines have, and what stands for it here.
const INSTEAD: [(&str, &str); 12] = [
    ("AVERAGE", "求平均数写 AVG(指标项)"),
    ("MEAN", "求平均数写 AVG(指标项)"),
    ("COUNTIF", "按条件计数写 SUM(CASE WHEN 条件 THEN 1 ELSE 0 END)"),
    ("COUNTIFS", "按条件计数写 SUM(CASE WHEN 条件 AND 条件 THEN 1 ELSE 0 END)"),
    ("COUNTA", "数报了数的单位写 COUNT(指标项)"),
    ("SUMIF", "按条件相加写 SUM(CASE WHEN 条件 THEN 指标项 ELSE 0 END)"),
    ("SUMIFS", "按条件相加写 SUM(CASE WHEN 条件 AND 条件 THEN 指标项 ELSE 0 END)"),
    ("AVERAGEIF", "先用 where 选出单位，再写 AVG(指标项)"),
    ("IFERROR", "除数为零的本来就显示为不可计算，去掉即可"),
    ("NVL", "未填的单位本来就不计入，去掉即可"),
    ("ISNULL", "未填的单位本来就不计入，去掉即可"),
    ("PERCENTILE", "中位数写 MEDIAN(指标项)"),
];

/// The first function of a text that nobody knows, in capitals, with what to write instead.
pub(super) fn unknown(text: &str) -> Option<(String, Option<String>)> {
    let called = Sql::read(text).ok()?.functions();
    let name = called.into_iter().find(|name| !KNOWN.contains(&name.as_str()))?;
    let instead = INSTEAD.iter().find(|(other, _)| *other == name).map(|(_, instead)| (*instead).to_owned());
    // Nobody reads forty names in a hint; the ten that aggregate and calculate are those that packs use.
    let hint = instead.or_else(|| near::suggestion(&name, KNOWN.into_iter().take(10)));
    Some((name, hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_function_is_named_with_what_stands_for_it() {
        let told = |text: &str| {
            let (name, hint) = unknown(text)?;
            Some(format!("{name}: {}", hint.unwrap_or_default()))
        };
        assert_eq!(told("average(床位数)").as_deref(), Some("AVERAGE: 求平均数写 AVG(指标项)"));
        assert_eq!(told("SUMM(床位数)").as_deref(), Some("SUMM: 是否想写`SUM`"));
        assert_eq!(told("SUM(床位数) / NULLIF(COUNT(床位数), 0)"), None);
        assert_eq!(told("SUM(床位数"), None, "what cannot be read names nothing");
    }
}
