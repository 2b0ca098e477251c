//! Which rows of its catalogue a pack cites though the catalogue has none such, and a catalogue that is another plan's.

use tongbao_figures::plan::catalogue::CATALOGUE;
use tongbao_figures::plan::{Mistake, PackFolders, Plan, suggestion};

use super::error::RunError;
use super::plan_coverage::rows;

/// The mistakes in what the indicators and mechanisms of a plan cite; none where the pack has no catalogue of its own, or one that cannot be read:
/// whoever asks for the coverage hears of that.
pub(super) fn mistakes(folders: &PackFolders, plan: &Plan) -> Vec<Mistake> {
    let file = format!("{}/{CATALOGUE}", plan.id);
    let Some(path) = folders.find(&file) else { return Vec::new() };
    let rows = match rows(&path, &plan.id) {
        Ok(rows) => rows,
        Err(RunError::CatalogueOfOthers { known, .. }) => {
            let message = format!("{CATALOGUE} 里没有方案`{}`的条目，只有：{}", plan.id, known.join("、"));
            let hint = Some(format!("`plan`一列写方案包的编号`{}`，`id`以它开头", plan.id));
            return vec![Mistake::in_file(folders.shown(&file), message).with_hint(hint)];
        }
        Err(_) => return Vec::new(),
    };
    let ids = || rows.iter().map(|row| row.id.as_str());
    let unknown = plan.origins.cited.iter().filter(|(cited, _)| ids().all(|id| id != cited));
    let mistakes = unknown.map(|(cited, place)| {
        let text = plan.origins.sources.get(&place.file).map_or("", String::as_str);
        let message = format!("{CATALOGUE} 里没有条目`{cited}`");
        Mistake::in_text(place.file.clone(), text, place.span.clone(), message).with_hint(suggestion(cited, ids()))
    });
    mistakes.collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use tongbao_figures::plan::load_from;

    /// What is wrong in what the pack of Kailu cites, if a file of it says something else.
    fn told(file: &str, from: &str, to: &str) -> Vec<Mistake> {
        let templates = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/report_templates"));
        let office = tempfile::tempdir().unwrap();
        let pack = office.path().join("plans/kailu-2024");
        std::fs::create_dir_all(&pack).unwrap();
        let text = std::fs::read_to_string(templates.join("kailu-2024").join(file)).unwrap();
        assert!(text.contains(from));
        std::fs::write(pack.join(file), text.replace(from, to)).unwrap();
        let folders = PackFolders::shipped(templates).behind(&office.path().join("plans"));
        mistakes(&folders, &load_from(&folders, "kailu-2024").unwrap())
    }

    /// The same, if `plan.toml` cites another row for 半年通报.
    fn cites(cited: &str) -> Vec<Mistake> {
        told("plan.toml", "source = [\"kailu-2024:三.4#5\"]", &format!("source = [\"{cited}\"]"))
    }

    #[test]
    fn a_row_that_the_catalogue_does_not_have_is_told_where_it_is_cited() {
        assert_eq!(cites("kailu-2024:三.4#5"), []);
        let mistakes = cites("kailu-2024:三.4#55");
        let [mistake] = mistakes.as_slice() else { panic!("{mistakes:?}") };
        assert_eq!(mistake.message, "catalogue.csv 里没有条目`kailu-2024:三.4#55`");
        assert!(mistake.hint.as_ref().is_some_and(|hint| hint.starts_with("是否想写`kailu-2024:三.4#")), "{:?}", mistake.hint);
        assert_eq!((mistake.file.as_path(), mistake.line > 1), (Path::new("plans/kailu-2024/plan.toml"), true));
    }

    #[test]
    fn a_row_that_an_indicator_cites_is_looked_for_as_well() {
        let from = "\"kailu-2024:7#2\", \"kailu-2024:23#3\"";
        let mistakes = told("indicators.toml", from, "\"kailu-2024:7#2\", \"kailu-2024:23#33\"");
        let [mistake] = mistakes.as_slice() else { panic!("{mistakes:?}") };
        assert_eq!(mistake.message, "catalogue.csv 里没有条目`kailu-2024:23#33`");
        assert_eq!(mistake.file, Path::new("plans/kailu-2024/indicators.toml"));
        // At the second of the two.
        assert_eq!(mistake.column, "source = [\"kailu-2024:7#2\", ".chars().count() + 1);
    }

    #[test]
    fn a_catalogue_of_another_plan_is_told_once() {
        let mistakes = told("catalogue.csv", ",kailu-2024,", ",kailu-2023,");
        let [mistake] = mistakes.as_slice() else { panic!("{mistakes:?}") };
        assert_eq!(mistake.message, "catalogue.csv 里没有方案`kailu-2024`的条目，只有：kailu-2023");
        assert_eq!((mistake.file.as_path(), mistake.line), (Path::new("plans/kailu-2024/catalogue.csv"), 0));
    }
}
