//! Pieces that wordings call for: `{% include "_name" %}`.

use std::collections::BTreeSet;

use super::place::Wording;

/// The names that a text calls for, in the order in which they stand there.
pub(super) fn called(text: &str) -> impl Iterator<Item = &str> {
    const CALL: &str = "include \"";
    text.match_indices(CALL).filter_map(|(at, call)| Some(text.get(at + call.len()..)?.split_once('"')?.0))
}

/// A wording and every piece that it calls for, directly or not, each once; itself first. Those that there are not are left out.
pub(super) fn of<'plan>(wording: &'plan Wording, name: &str) -> Vec<&'plan str> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    let mut open: Vec<&str> = vec![name];
    while let Some(next) = open.pop() {
        if let Some((name, template)) = wording.get_key_value(next)
            && known.insert(name)
        {
            found.push(name.as_str());
            open.extend(called(&template.text).collect::<Vec<_>>().into_iter().rev());
        }
    }
    found
}

/// Every line of a wording and of its pieces, without surrounding blanks.
pub(in crate::compose) fn lines<'plan>(wording: &'plan Wording, name: &str) -> impl Iterator<Item = &'plan str> {
    let texts = of(wording, name).into_iter().filter_map(|name| wording.get(name));
    texts.flat_map(|template| template.text.lines()).map(str::trim)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use tongbao_figures::plan::Template;

    #[test]
    fn pieces_are_found_through_pieces_and_once() {
        let template = |name: &str, text: &str| {
            (name.to_owned(), Template { file: PathBuf::from(format!("p/bulletins/{name}.md")), text: text.to_owned() })
        };
        let wording = Wording::from([
            template(
                "quarterly",
                "{% include \"_a\" %}\n{% with x = 1 %}{% include \"_b\" %}{% endwith %}\n{% include \"_none\" %}",
            ),
            template("_a", "甲\n{% include \"_b\" %}"),
            template("_b", "{% include \"_a\" %}\n 乙 "),
        ]);
        assert_eq!(of(&wording, "quarterly"), ["quarterly", "_a", "_b"]);
        assert_eq!(lines(&wording, "_b").collect::<Vec<_>>(), ["{% include \"_a\" %}", "乙", "甲", "{% include \"_b\" %}"]);
        assert!(of(&wording, "half-year").is_empty());
    }
}
