//! Which rows of its catalogue a pack cites though the catalogue has none such.

use std::path::PathBuf;

use tongbao_figures::plan::catalogue::CATALOGUE;
use tongbao_figures::plan::{Mistake, PackFolders, Plan, suggestion};

use super::plan_coverage::rows;

/// The mistakes in what the mechanisms of a plan cite; none where the pack has no catalogue of its own, or one that cannot be read: whoever
/// asks for the coverage hears of that.
pub(super) fn mistakes(folders: &PackFolders, plan: &Plan) -> Vec<Mistake> {
    let catalogue = folders.find(&format!("{}/{CATALOGUE}", plan.id));
    let Some(rows) = catalogue.and_then(|path: PathBuf| rows(&path, &plan.id).ok()) else { return Vec::new() };
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

    /// What is wrong in what the pack of Kailu cites, if its file `plan.toml` says `cited` instead of 半年通报.
    fn cites(cited: &str) -> Vec<Mistake> {
        let templates = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/report_templates"));
        let office = tempfile::tempdir().unwrap();
        let pack = office.path().join("plans/kailu-2024");
        std::fs::create_dir_all(&pack).unwrap();
        let text = std::fs::read_to_string(templates.join("kailu-2024/plan.toml")).unwrap();
        let source = "source = [\"kailu-2024:三.4#5\"]";
        assert!(text.contains(source));
        std::fs::write(pack.join("plan.toml"), text.replace(source, &format!("source = [\"{cited}\"]"))).unwrap();
        let folders = PackFolders::shipped(templates).behind(&office.path().join("plans"));
        mistakes(&folders, &load_from(&folders, "kailu-2024").unwrap())
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
}
