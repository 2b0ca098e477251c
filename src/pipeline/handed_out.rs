//! Which blank forms were written, as they were written: what somebody has changed since is never overwritten.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::error::RunError;
use tongbao_figures::store::disk::{self, WriteError};

/// Below the workspace.
const FILE: &str = ".tongbao/forms.json";

/// What was written where.
#[derive(Debug)]
pub(super) struct HandedOut<'run> {
    workspace: &'run Path,
    /// Path, below the workspace if it lies there → BLAKE3 of what was written there last, hexadecimal.
    hashes: BTreeMap<PathBuf, String>,
}

impl<'run> HandedOut<'run> {
    /// Of a workspace; a record that is gone or damaged knows of nothing, and then nothing is overwritten.
    pub(super) fn read(workspace: &'run Path) -> Self {
        let known = fs::read(workspace.join(FILE)).ok().and_then(|text| serde_json::from_slice(&text).ok());
        Self { workspace, hashes: known.unwrap_or_default() }
    }

    /// Whether there is no file, or the very one that was written: then, or now by a command that was killed before it kept its record.
    pub(super) fn is_untouched(&self, path: &Path, form: &[u8]) -> bool {
        match fs::read(path) {
            Ok(bytes) => bytes == form || self.hashes.get(self.below(path)) == Some(&hash(&bytes)),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        }
    }

    /// With what was written now.
    #[must_use]
    pub(super) fn with(mut self, written: impl Iterator<Item = (PathBuf, String)>) -> Self {
        for (path, hash) in written {
            self.hashes.insert(self.below(&path).to_owned(), hash);
        }
        self
    }

    /// Keeps the record.
    pub(super) fn save(&self) -> Result<(), RunError> {
        let path = self.workspace.join(FILE);
        let text = serde_json::to_vec(&self.hashes)
            .map_err(|source| WriteError { path: path.clone(), source: std::io::Error::other(source) })?;
        Ok(disk::write(&path, &text)?)
    }

    fn below<'path>(&self, path: &'path Path) -> &'path Path {
        path.strip_prefix(self.workspace).unwrap_or(path)
    }
}

/// As the record has it.
pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_changed_since_is_not_ours() {
        let workspace = tempfile::tempdir().unwrap();
        let path = workspace.path().join("表.xlsx");
        let nothing = HandedOut::read(workspace.path());
        assert!(nothing.is_untouched(&path, b"form"), "there is no file");
        fs::write(&path, "空表").unwrap();
        assert!(!nothing.is_untouched(&path, b"form"), "nobody knows whose it is");
        assert!(nothing.is_untouched(&path, "空表".as_bytes()), "a command was killed behind it");
        nothing.with([(path.clone(), hash("空表".as_bytes()))].into_iter()).save().unwrap();
        let known = HandedOut::read(workspace.path());
        assert!(known.is_untouched(&path, b"form"));
        fs::write(&path, "已填").unwrap();
        assert!(!known.is_untouched(&path, b"form"));
    }
}
