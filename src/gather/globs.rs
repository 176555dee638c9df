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
        starts.sort();
        // What lies below a folder stands behind it, though not next to it: `a`, `a-b`, `a/b`.
        let starts = starts
            .iter()
            .enumerate()
            .filter(|(at, start)| !starts[..*at].iter().any(|other| start.is_within(other)));
        let starts = starts.map(|(_, start)| start.clone()).collect();
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

    /// Where the patterns begin: whatever matches is one of these or lies below one. None lies below another.
    pub(super) fn starts(&self) -> &[RepoPath] {
        &self.starts
    }

    /// The tracked files of a tree that match. Untracked files are nobody's subject yet: no commit holds them.
    pub fn matching<'s>(
        &'s self,
        snapshot: &'s Snapshot<'_>,
        own: &'s dyn Fn(&RepoPath) -> bool,
    ) -> impl Iterator<Item = &'s RepoPath> {
        self.starts
            .iter()
            .flat_map(|start| snapshot.within(start))
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
    fn whatever_matches_lies_where_its_pattern_begins() {
        let patterns = ["src/model/**", "**/*.onnx", "Cargo.lock", "data/{a,b}/x", "a\\*b/c", "m*/x.md"];
        let files = ["src/model/a/b.py", "x/y.onnx", "Cargo.lock", "data/a/x", "a*b/c", "my/x.md"];
        for (pattern, file) in patterns.into_iter().zip(files) {
            let globs = Globs::new(&path("teil"), std::iter::once(pattern));
            let file = path("teil").join(file).expect("a path");
            assert!(globs.matches(&file), "{pattern} {file}");
            assert!(globs.starts().iter().any(|start| file.is_within(start)), "{pattern} {file}");
        }
        let patterns = ["src/model/**", "src/a?", "Cargo.lock", "src-old/*", "src/b/c"];
        let globs = Globs::new(&RepoPath::root(), patterns.into_iter());
        assert_eq!(globs.starts(), ["Cargo.lock", "src", "src-old"].map(path));
    }
}
