//! Where the packs of a command lie, and which one was asked for.
//!
//! In: the templates, perhaps a workspace, an id or a folder. Out: the folders that are looked through for each file. A workspace's own packs lie in
//! its folder `plans` and are found before those that are shipped; one of the name of a shipped one needs only the files that differ.

use std::path::{Component, Path, PathBuf};

use super::error::RunError;
use crate::settings::FILE as SETTINGS;
use tongbao_figures::plan::PackFolders;

/// The folder of a workspace's own packs.
pub(super) const OWN: &str = "plans";
/// What packs share: no pack itself.
const COMMON: &str = "common";
/// The files that every whole pack has at its head.
const HEADS: [&str; 2] = ["plan.toml", "indicators.toml"];
/// Folders of a pack, its own among them, from which it is looked for.
const DEPTH: usize = 3;

/// A pack that was asked for.
#[derive(Debug, Clone)]
pub struct NamedPack {
    /// Where its files lie.
    pub folders: PackFolders,
    /// Its id.
    pub id: String,
}

/// The packs that are shipped, behind those of a workspace.
pub fn folders(workspace: Option<&Path>, templates: &Path) -> PackFolders {
    let shipped = PackFolders::shipped(templates);
    match workspace.map(|workspace| workspace.join(OWN)).filter(|own| own.is_dir()) {
        Some(own) => shipped.behind(&own),
        None => shipped,
    }
}

/// The pack of an id among these packs, or the one in a folder wherever it lies. A bare name that is the id of a pack means that pack, whatever
/// lies in the current folder: a folder is `./NAME`.
pub fn named(pack: &Path, workspace: Option<&Path>, templates: &Path) -> NamedPack {
    let known = folders(workspace, templates);
    if let Some(id) = bare(pack)
        && (!pack.is_dir() || known.has(&id) && !is_of_office(&above(pack)))
    {
        return NamedPack { folders: known, id };
    }
    let folder = pack.canonicalize().unwrap_or_else(|_| pack.to_owned());
    let above = folder.parent().unwrap_or(&folder);
    let is_shipped = [Some(templates.to_owned()), templates.canonicalize().ok()].iter().flatten().any(|known| known == above);
    let folders = if is_shipped {
        PackFolders::shipped(templates)
    } else if above.join(COMMON).is_dir() && !is_of_office(above) {
        // A folder of packs that is whole in itself.
        PackFolders::shipped(above)
    } else {
        let behind = PackFolders::shipped(templates).behind(above);
        // An office has the files alone that differ; elsewhere what is whole is no part of another pack of its name.
        let is_whole = HEADS.iter().all(|head| folder.join(head).is_file());
        if is_whole && !is_of_office(above) { behind.with_whole(&name(&folder)) } else { behind }
    };
    NamedPack { folders, id: name(&folder) }
}

/// The folder that somebody may have meant who wrote the id of a pack: one of its name in the current folder that is none of that pack's.
pub fn passed_over(pack: &Path, workspace: Option<&Path>, templates: &Path) -> Option<PathBuf> {
    let id = bare(pack).filter(|_| pack.is_dir())?;
    let NamedPack { folders, .. } = named(pack, workspace, templates);
    let folder = pack.canonicalize().ok()?;
    let is_of_pack = folders.paths().any(|path| path.join(&id).canonicalize().is_ok_and(|known| known == folder));
    (!is_of_pack).then(|| Path::new(".").join(&id))
}

/// A name without any way to it: an id rather than a folder.
fn bare(pack: &Path) -> Option<String> {
    let mut parts = pack.components();
    // `./a` and `a/` are folders as they are written, and the latter has the same parts as `a`.
    let is_folder = pack.to_string_lossy().ends_with(std::path::is_separator);
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(name)), None) if !is_folder => Some(name.to_string_lossy().into_owned()),
        _ => None,
    }
}

/// The folder in which one lies.
fn above(folder: &Path) -> PathBuf {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    folder.parent().map_or_else(PathBuf::new, Path::to_owned)
}

/// The pack in whose folder somebody stands, or in one below it.
pub fn stood_in(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let is_pack = |folder: &&Path| {
        let is_whole = HEADS.iter().any(|head| folder.join(head).is_file());
        // Of a shipped pack an office has the files only that differ.
        name(folder) != COMMON && (is_whole || folder.parent().is_some_and(is_of_office))
    };
    folder.ancestors().take(DEPTH).find(is_pack).map(Path::to_owned)
}

/// Whether packs of an office lie in a folder.
fn is_of_office(folder: &Path) -> bool {
    name(folder) == OWN && folder.parent().is_some_and(|office| office.join(SETTINGS).symlink_metadata().is_ok())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The pack that is named, or every pack that there is.
pub fn asked(pack: Option<&Path>, workspace: Option<&Path>, templates: &Path) -> Result<Vec<NamedPack>, RunError> {
    if let Some(pack) = pack {
        return Ok(vec![named(pack, workspace, templates)]);
    }
    let folders = folders(workspace, templates);
    Ok(all(&folders)?.into_iter().map(|id| NamedPack { folders: folders.clone(), id }).collect())
}

/// Every pack of these folders; there is one at least.
pub fn all(folders: &PackFolders) -> Result<Vec<String>, RunError> {
    let ids = folders.ids();
    if ids.is_empty() {
        return Err(RunError::Templates { looked_in: folders.paths().map(PathBuf::from).collect() });
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_figures::store::disk;

    fn templates() -> PathBuf {
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/report_templates"))
    }

    /// An office with one file of a shipped pack that differs, and a copy of a whole one.
    fn office() -> tempfile::TempDir {
        let office = tempfile::tempdir().unwrap();
        disk::write(&office.path().join(SETTINGS), b"plans = ['kailu-2024']\noffice = 'b'\n").unwrap();
        let text = std::fs::read_to_string(templates().join("kailu-2024/plan.toml")).unwrap();
        let own = office.path().join("plans/kailu-2024/plan.toml");
        disk::write(&own, text.replace("short-title = \"", "short-title = \"试点").as_bytes()).unwrap();
        office
    }

    #[test]
    fn a_file_of_the_office_stands_for_the_shipped_one() {
        let office = office();
        let shipped = tongbao_figures::plan::load(&templates(), "kailu-2024").unwrap();
        let folders = folders(Some(office.path()), &templates());
        let own = tongbao_figures::plan::load_from(&folders, "kailu-2024").unwrap();
        assert_eq!(own.short_title, format!("试点{}", shipped.short_title));
        assert_eq!((own.indicators.len(), own.ledger.len()), (shipped.indicators.len(), shipped.ledger.len()));
        assert_ne!(own.fingerprint, shipped.fingerprint, "the fingerprint is of what was read");
        assert_eq!(all(&folders).unwrap(), all(&PackFolders::shipped(&templates())).unwrap());
        let same = office.path().join("plans/kailu-2024/plan.toml");
        std::fs::copy(templates().join("kailu-2024/plan.toml"), same).unwrap();
        assert_eq!(tongbao_figures::plan::load_from(&folders, "kailu-2024").unwrap().fingerprint, shipped.fingerprint);
    }

    #[test]
    fn whoever_stands_in_a_pack_means_that_one() {
        let office = office();
        let pack = office.path().join("plans/kailu-2024").canonicalize().unwrap();
        disk::write(&pack.join("forms/a.toml"), b"").unwrap();
        assert_eq!(stood_in(&pack), Some(pack.clone()));
        assert_eq!(stood_in(&pack.join("forms")), Some(pack.clone()));
        std::fs::remove_file(pack.join("plan.toml")).unwrap();
        assert_eq!(stood_in(&pack), Some(pack.clone()), "an office has the files only that differ");
        let shared = office.path().join("plans/common/indicators.toml");
        disk::write(&shared, b"").unwrap();
        for folder in [office.path(), &office.path().join("plans"), &office.path().join("plans/common"), Path::new("no/such")] {
            assert_eq!(stood_in(folder), None, "{}", folder.display());
        }
        assert_eq!(stood_in(&templates().join("kailu-2024/forms")), templates().join("kailu-2024").canonicalize().ok());
    }

    #[test]
    fn a_mistake_names_the_file_where_it_lies() {
        let office = office();
        disk::write(&office.path().join("plans/kailu-2024/indicators.toml"), b"[[indicator]]\nidd = 'a'\n").unwrap();
        let error = tongbao_figures::plan::load_from(&folders(Some(office.path()), &templates()), "kailu-2024").unwrap_err();
        let shown = error.shown().concat();
        assert!(shown.contains("plans/kailu-2024/indicators.toml:2:1"), "{shown}");
    }

    #[test]
    fn a_pack_is_named_by_its_id_or_its_folder() {
        let office = office();
        let named = |pack: &Path| super::named(pack, Some(office.path()), &templates());
        let title = |pack: &NamedPack| tongbao_figures::plan::load_from(&pack.folders, &pack.id).unwrap().short_title;
        let (by_id, by_folder) = (named(Path::new("kailu-2024")), named(&office.path().join("plans/kailu-2024")));
        assert_eq!((by_id.id.as_str(), by_folder.id.as_str()), ("kailu-2024", "kailu-2024"));
        assert!(title(&by_id).starts_with("试点") && title(&by_folder).starts_with("试点"));
        assert!(!title(&named(&templates().join("kailu-2024"))).starts_with("试点"), "the folder that was named");
    }

    #[test]
    fn an_id_is_an_id_and_a_folder_has_a_way_to_it() {
        let of = |pack: &str| bare(Path::new(pack));
        assert_eq!(of("kailu-2024").as_deref(), Some("kailu-2024"));
        for folder in ["./kailu-2024", "kailu-2024/", "..", ".", "a/kailu-2024", "/kailu-2024"] {
            assert_eq!(of(folder), None, "{folder}");
        }
    }

    #[test]
    fn a_whole_pack_elsewhere_takes_nothing_of_a_shipped_one_of_its_name() {
        let scratch = tempfile::tempdir().unwrap();
        let draft = scratch.path().join("kailu-2024");
        let plan = std::fs::read_to_string(templates().join("kailu-2024/plan.toml")).unwrap();
        disk::write(&draft.join("plan.toml"), plan.as_bytes()).unwrap();
        let forms = |pack: &NamedPack| pack.folders.find("kailu-2024/forms/kailu-ledger.toml");
        assert!(forms(&named(&draft, None, &templates())).is_some(), "one file alone changes the shipped pack");
        disk::write(&draft.join("indicators.toml"), b"").unwrap();
        let pack = named(&draft, None, &templates());
        assert_eq!(forms(&pack), None);
        assert!(pack.folders.find("common/items.toml").is_some());
        assert_eq!(pack.folders.find("kailu-2024/plan.toml"), Some(draft.canonicalize().unwrap().join("plan.toml")));
        assert!(pack.folders.has("kailu-2024") && pack.folders.has("jining-2023"));
        // In an office a pack of a shipped one's name is that pack with other files.
        let office = office();
        disk::write(&office.path().join("plans/kailu-2024/indicators.toml"), b"").unwrap();
        assert!(forms(&named(&office.path().join("plans/kailu-2024"), None, &templates())).is_some());
    }
}
