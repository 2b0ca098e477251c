//! What `tests.toml` may say, for the page of all keys of a pack and the schemas for editors.

use super::load::FILE;
use super::raw::{RawAlliance, RawCase, RawCases, RawCounty, RawEvent, RawExpectation, RawSignOff, RawUnit};
use super::{events, expected, registered};
use crate::plan::reference::{File, Table};

/// The file with its tables, keys and the words that they may hold.
pub fn reference() -> File {
    File::of::<RawCases>(
        "tests",
        FILE,
        "方案包的测试，可以没有：几份自造的小报表和应当得到的结果，`tongbao plan test`逐项核对。通报不读它。",
        vec![
            Table::of::<RawCases>("", Vec::new()),
            Table::of::<RawCase>("test", Vec::new()),
            Table::of::<RawCounty>("test.county", Vec::new()),
            Table::of::<RawAlliance>("test.alliance", Vec::new()),
            Table::of::<RawUnit>("test.unit", registered::words()),
            Table::of::<RawEvent>("test.event", Vec::new()),
            Table::of::<RawSignOff>("test.sign-off", events::words()),
            Table::of::<RawExpectation>("test.expect", expected::words()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::reference::{page, schemas, tests::is_told};

    #[test]
    fn every_key_of_a_test_is_told() {
        let more = [reference()];
        is_told(&more[0]);
        let page = page(&more);
        for row in [
            "## tests.toml",
            "### `[[test.sign-off]]`",
            "| `category` | 文字 | 是 |  | 类别，表式的`filed-by`里要有 | `\"县级医保经办\"` |",
            "| `decision` | `销号`、`退回` | 是 |  | 销号，还是退回 | `\"销号\"` |",
            "| `score` | 数，或文字 |  |  | 年终得分，也可写不评分 | `85.5` |",
        ] {
            assert!(page.lines().any(|line| line == row), "{row}");
        }
        let (name, text) = schemas(&more).pop().unwrap();
        assert_eq!(name, "tests.schema.json");
        assert!(!text.contains("$ref") && !text.contains("\"null\"") && !text.contains("\"format\""), "{text}");
    }
}
