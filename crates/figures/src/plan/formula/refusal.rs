//! Why the engine does not run a formula, for the author of a pack. What the engine says itself stands behind, in brackets.

use polars::prelude::PolarsError;

/// A refusal of the engine in words.
pub(in crate::plan) fn in_words(error: &PolarsError) -> String {
    format!("{}（{error}）", kind(error))
}

fn kind(error: &PolarsError) -> &'static str {
    match error {
        PolarsError::SQLInterface(_) | PolarsError::SQLSyntax(_) => "这种写法不能用",
        PolarsError::ComputeError(_) | PolarsError::InvalidOperation(_) | PolarsError::SchemaMismatch(_) => {
            "数和文字不能放在一起算，也不能放在一起比"
        }
        PolarsError::ColumnNotFound(_) | PolarsError::SchemaFieldNotFound(_) | PolarsError::StructFieldNotFound(_) => {
            "里面的名称读不到"
        }
        PolarsError::Duplicate(_) => "同一个名称用了两次",
        PolarsError::ShapeMismatch(_) | PolarsError::OutOfBounds(_) | PolarsError::NoData(_) => "各部分的个数对不上",
        PolarsError::Context { error, .. } | PolarsError::ExprContext { error, .. } => kind(error),
        PolarsError::AssertionError(_) | PolarsError::IO { .. } | PolarsError::StringCacheMismatch(_) => "引擎没有算出来",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_begins_in_chinese_and_keeps_the_words_of_the_engine() {
        let within = |error: PolarsError| PolarsError::Context { error: Box::new(error), msg: "step".into() };
        let of_text = PolarsError::ComputeError("cannot compare string with numeric type (f64)".into());
        for error in [
            PolarsError::SQLInterface("LIKE ANY".into()),
            PolarsError::SQLSyntax("LIKE ANY".into()),
            PolarsError::InvalidOperation("str".into()),
            PolarsError::SchemaMismatch("str".into()),
            PolarsError::ColumnNotFound("a".into()),
            PolarsError::SchemaFieldNotFound("a".into()),
            PolarsError::StructFieldNotFound("a".into()),
            PolarsError::Duplicate("a".into()),
            PolarsError::ShapeMismatch("2".into()),
            PolarsError::OutOfBounds("2".into()),
            PolarsError::NoData("0".into()),
            PolarsError::AssertionError("a".into()),
            PolarsError::StringCacheMismatch("a".into()),
            within(of_text.clone()),
        ] {
            let words = in_words(&error);
            assert!(!words.starts_with(|first: char| first.is_ascii()) && words.contains(&error.to_string()), "{words}");
        }
        assert_eq!(
            in_words(&of_text),
            "数和文字不能放在一起算，也不能放在一起比（cannot compare string with numeric type (f64)）"
        );
    }
}
