//! Patterns of files, with the meaning they have in Git: `*` stays within a folder, `**` does not.

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::load::SettingsFile;
use crate::name::{RepoPath, SubjectId};
use crate::repo::{EntryKind, Snapshot};

/// A set of patterns below a folder.
#[derive(Clone, Debug)]
pub struct Globs {
    folder: RepoPath,
    set: GlobSet,
}

impl Globs {
    /// Patterns below a folder; a pattern that is none matches nothing (settings with one are refused before).
    pub fn new<'g>(folder: &RepoPath, patterns: impl Iterator<Item = &'g str>) -> Self {
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns {
            if let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).build() {
                builder.add(glob);
            }
        }
        Self { folder: folder.clone(), set: builder.build().unwrap_or_default() }
    }

    /// The patterns of all mapped subjects.
    pub(super) fn of_subjects(file: &SettingsFile) -> BTreeMap<SubjectId, Self> {
        let globs = |patterns: &Vec<String>| Self::new(&file.folder(), patterns.iter().map(String::as_str));
        file.settings.subjects.iter().map(|(id, patterns)| (id.clone(), globs(patterns))).collect()
    }

    /// True when a path matches.
    pub fn matches(&self, path: &RepoPath) -> bool {
        path.below(&self.folder).is_some_and(|below| self.set.is_match(below))
    }

    /// The tracked files of a tree that match. Untracked files are nobody's subject yet: no commit holds them.
    pub fn matching<'s>(
        &'s self,
        snapshot: &'s Snapshot<'_>,
        own: &'s dyn Fn(&RepoPath) -> bool,
    ) -> impl Iterator<Item = &'s RepoPath> {
        snapshot
            .entries()
            .filter(|(_, entry)| entry.tracked && entry.kind != EntryKind::Submodule)
            .map(|(path, _)| path)
            .filter(move |path| self.matches(path) && own(path))
    }
}
