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
    /// What each pattern begins with before anything in it stands for something else.
    starts: Vec<RepoPath>,
}

impl Globs {
    /// Patterns below a folder; a pattern that is none matches nothing (settings with one are refused before).
    pub fn new<'g>(folder: &RepoPath, patterns: impl Iterator<Item = &'g str>) -> Self {
        let mut builder = GlobSetBuilder::new();
        let mut starts = Vec::new();
        for pattern in patterns {
            if let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).build() {
                builder.add(glob);
                starts.extend(match literal(pattern) {
                    "" => Some(folder.clone()),
                    // What begins like no path matches none.
                    start => folder.join(start),
                });
            }
        }
        Self { folder: folder.clone(), set: builder.build().unwrap_or_default(), starts }
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

    /// True when a path, or one below it, might match: nothing below any other folder does.
    pub(super) fn reaches(&self, path: &RepoPath) -> bool {
        self.starts.iter().any(|start| path.is_within(start) || start.is_within(path))
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

/// The folders with which a pattern begins; all of it where nothing in it stands for something else.
fn literal(pattern: &str) -> &str {
    match pattern.find(['*', '?', '[', '{', '\\']) {
        Some(at) => pattern[..at].rsplit_once('/').map_or("", |(folders, _)| folders),
        None => pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).expect("a path")
    }

    #[test]
    fn whatever_matches_is_reached_and_so_are_the_folders_above() {
        let patterns = ["src/model/**", "**/*.onnx", "Cargo.lock", "data/{a,b}/x", "a\\*b/c", "m*/x.md"];
        let files = ["src/model/a/b.py", "x/y.onnx", "Cargo.lock", "data/a/x", "a*b/c", "my/x.md"];
        for (pattern, file) in patterns.into_iter().zip(files) {
            let globs = Globs::new(&path("teil"), std::iter::once(pattern));
            let mut file = path("teil").join(file).expect("a path");
            assert!(globs.matches(&file), "{pattern} {file}");
            while !file.as_str().is_empty() {
                assert!(globs.reaches(&file), "{pattern} {file}");
                file = file.parent();
            }
            assert!(!globs.reaches(&path("other/src/model")), "{pattern}");
        }
        let globs = Globs::new(&RepoPath::root(), ["src/model/**", "Cargo.lock"].into_iter());
        assert!(!globs.reaches(&path("src/view")) && !globs.reaches(&path("docs")));
    }
}
