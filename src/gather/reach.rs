//! How far a project reaches: which files are its own, which of them its subjects cover, and where files went that
//! were moved between two trees.

use std::collections::{BTreeMap, BTreeSet};

use super::Globs;
use crate::load::SettingsFile;
use crate::name::{RepoPath, SubjectId};
use crate::repo::{EntryKind, ObjectId, Snapshot, Trouble};

/// True for files of a project: below its folder, and in no folder with settings of its own.
pub(super) fn own<'a>(file: &SettingsFile, nested: &'a [RepoPath]) -> impl Fn(&RepoPath) -> bool + 'a {
    let folder = file.folder();
    move |path| path.is_within(&folder) && !nested.iter().any(|other| path.is_within(other))
}

/// The files of a tree that each mapped subject covers.
pub fn covered(
    snapshot: &Snapshot<'_>,
    file: &SettingsFile,
    nested: &[RepoPath],
) -> BTreeMap<SubjectId, BTreeSet<RepoPath>> {
    let own = own(file, nested);
    let globs = Globs::of_subjects(file);
    globs.iter().map(|(id, globs)| (id.clone(), globs.matching(snapshot, &own).cloned().collect())).collect()
}

/// The files that were moved between two trees, by where they lie now: the same content, at a path that was free,
/// and gone from where it was. Each file that is gone explains one that is there, so that copies are no moves.
///
/// Fails when a file cannot be read.
pub fn moves(now: &Snapshot<'_>, then: &Snapshot<'_>) -> Result<BTreeMap<RepoPath, RepoPath>, Trouble> {
    let files =
        |tree: &'_ Snapshot<'_>, other: &Snapshot<'_>| -> Result<Vec<(RepoPath, ObjectId)>, Trouble> {
            let only_here = tree.entries().filter(|(path, entry)| {
                entry.kind == EntryKind::File && entry.tracked && other.entry(path).is_none()
            });
            only_here.map(|(path, _)| Ok((path.clone(), tree.id(path)?))).collect()
        };
    // By content, then by name: whoever moves many equal files must not be made to wait.
    let mut gone: BTreeMap<ObjectId, BTreeMap<String, Vec<RepoPath>>> = BTreeMap::new();
    for (path, id) in files(then, now)? {
        gone.entry(id).or_default().entry(path.file_name().to_owned()).or_default().push(path);
    }
    let mut moved = BTreeMap::new();
    for (path, id) in files(now, then)? {
        let Some(names) = gone.get_mut(&id) else { continue };
        let same_name = names.contains_key(path.file_name()).then(|| path.file_name().to_owned());
        let Some(name) = same_name.or_else(|| names.keys().next().cloned()) else { continue };
        if let Some(from) = names.get_mut(&name) {
            moved.extend(from.pop().map(|from| (path, from)));
            if from.is_empty() {
                names.remove(&name);
            }
        }
    }
    Ok(moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).expect("a path")
    }

    fn tree(files: &[(&str, &str)]) -> Snapshot<'static> {
        Snapshot::memory(files.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec())).collect())
    }

    #[test]
    fn a_move_explains_one_file_and_a_copy_none() {
        let then = tree(&[("a/x.md", "1"), ("a/y.md", "1"), ("kept.md", "2"), ("old.md", "3")]);
        let now =
            tree(&[("b/x.md", "1"), ("b/y.md", "1"), ("kept.md", "2"), ("copy.md", "2"), ("new.md", "4")]);
        let expected = [("b/x.md", "a/x.md"), ("b/y.md", "a/y.md")];
        let expected = expected.into_iter().map(|(now, then)| (path(now), path(then))).collect();
        assert_eq!(moves(&now, &then), Ok(expected));
        let twice =
            tree(&[("b/1.md", "3"), ("b/2.md", "3"), ("kept.md", "2"), ("a/x.md", "1"), ("a/y.md", "1")]);
        assert_eq!(moves(&twice, &then).expect("reads").len(), 1);
    }
}
