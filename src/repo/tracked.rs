//! The paths that the index holds, and which of them a listing of the disk has met.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use git2::IndexEntry;

use super::open::Repository;
use super::snapshot::EntryKind;

/// The paths of the index.
pub(super) struct Tracked<'i> {
    /// Looked up once for every file on the disk, and never gone through.
    paths: HashSet<Cow<'i, [u8]>>,
    /// True where `A` and `a` are one file.
    folds: bool,
}

/// What the disk has at the paths of the index, by the exact spelling.
#[derive(Default)]
pub(super) struct Met(HashMap<Box<[u8]>, EntryKind>);

impl<'i> Tracked<'i> {
    /// The paths of these entries.
    pub(super) fn of(repository: &Repository, entries: &'i [IndexEntry]) -> Self {
        let config = repository.git.config();
        let folds = config.and_then(|config| config.get_bool("core.ignorecase")).unwrap_or(false);
        let paths = entries.iter().map(|entry| fold(&entry.path, folds)).collect();
        Self { paths, folds }
    }

    /// True for a path that the index holds, in whatever spelling where that makes no difference.
    pub(super) fn holds(&self, path: &[u8]) -> bool {
        self.paths.contains(fold(path, self.folds).as_ref())
    }
}

impl Met {
    /// Notes what lies at a path.
    pub(super) fn note(&mut self, path: &[u8], kind: EntryKind) {
        self.0.insert(path.into(), kind);
    }

    /// What lies at a path, if it was met.
    pub(super) fn kind(&self, path: &[u8]) -> Option<EntryKind> {
        self.0.get(path).copied()
    }
}

fn fold(path: &[u8], folds: bool) -> Cow<'_, [u8]> {
    if folds { path.to_ascii_lowercase().into() } else { path.into() }
}
