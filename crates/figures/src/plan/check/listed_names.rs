//! Names in a column of a CSV file, `;` between them: one in which another sign stands where `;` should would be a unit of that name.

use super::csv_file::Row;
use super::fields::Checker;

/// Signs that people write between names.
const BETWEEN: [char; 3] = ['、', '，', ','];
/// With this begin words that mean several, as the plan writes them: 各县、区政府.
const COLLECTIVE: char = '各';

/// Tells every name of a column that looks like several.
pub(in crate::plan) fn check(row: &Row<'_>, column: &str, checker: &mut Checker<'_>) {
    for name in row.names(column) {
        let several = apart(&name);
        if several.len() < 2 || name.starts_with(COLLECTIVE) {
            continue;
        }
        let span = checker.source.find(&name, row.placed(column).span);
        let hint = Some(format!("写成 {}", several.join(";")));
        checker.tell_with_hint(span, format!("`{column}`的名称之间用分号（;）隔开，这里是`{name}`"), hint);
    }
}

/// The names in a text, apart by the signs between them; what stands in brackets is no sign: 各县（市、区）.
fn apart(text: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let is_between = |character: char| {
        match character {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && BETWEEN.contains(&character)
    };
    text.split(is_between).map(str::trim).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_apart_by_the_signs_that_stand_outside_brackets() {
        assert_eq!(apart("市人社局、市财政局"), ["市人社局", "市财政局"]);
        assert_eq!(apart("市人社局，市财政局,市医保局"), ["市人社局", "市财政局", "市医保局"]);
        assert_eq!(apart("某县（市、区）卫健局"), ["某县（市、区）卫健局"]);
        assert_eq!(apart("市人社局"), ["市人社局"]);
        assert!(apart("").is_empty());
    }
}
