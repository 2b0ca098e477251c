//! Bulletins that stand where an office with more plans, or fewer, had them: no run replaces them any more, and their names are those of the new.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::folders::is_issued;
use crate::publish::MANIFEST;

/// Folders of drafts right above and right below those that a run has written, which it did not write.
pub(super) fn outdated(written: &[&Path]) -> Vec<PathBuf> {
    let mut found: BTreeSet<PathBuf> = BTreeSet::new();
    for folder in written {
        found.extend(folder.parent().map(Path::to_owned));
        found.extend(fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path()));
    }
    let is_left =
        |folder: &PathBuf| folder.join(MANIFEST).is_file() && !written.contains(&folder.as_path()) && !is_issued(folder);
    found.into_iter().filter(is_left).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongbao_figures::store::disk;

    #[test]
    fn drafts_of_other_plans_above_and_below_are_found() {
        let period = tempfile::tempdir().unwrap();
        let at = |path: &str| period.path().join(path);
        for (folder, status) in [("quarterly", "草稿"), ("quarterly/a", "草稿"), ("quarterly/b", "草稿"), ("quarterly/c", "定稿")]
        {
            disk::write(&at(folder).join(MANIFEST), format!("{{\"status\":\"{status}\"}}").as_bytes()).unwrap();
        }
        disk::write(&at("quarterly/县区/任城区.pdf"), b"").unwrap();
        let (one, a, b) = (at("quarterly"), at("quarterly/a"), at("quarterly/b"));
        assert_eq!(outdated(&[&a, &b]), [at("quarterly")], "there was one plan");
        assert_eq!(outdated(&[&one]), [a, b], "there were several; what was issued stays");
    }
}
