//! Where the history was cut: commits whose parents were left behind or exchanged.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

use git2::Oid;

use super::commit::object_id;
use super::commits::Node;
use super::object::Objects;
use super::trouble::Trouble;

/// The commits at which a walk has to stop. libgit2 ends its own walks there without a word, and misses the file
/// `shallow` in a linked work tree; here commits are read as they are and held against both files.
pub(super) struct Boundary {
    shallow: BTreeSet<Oid>,
    grafts: BTreeSet<Oid>,
}

impl Boundary {
    /// Reads `shallow` and `info/grafts` of a repository, if it has them.
    pub(super) fn read(git: &git2::Repository, objects: &Objects<'_>) -> Result<Self, Trouble> {
        let common = git.commondir();
        let shallow = ids(&common.join("shallow"), objects)?;
        Ok(Self { shallow, grafts: ids(&common.join("info/grafts"), objects)? })
    }

    /// True when nothing was cut.
    pub(super) fn is_empty(&self) -> bool {
        self.shallow.is_empty() && self.grafts.is_empty()
    }

    /// True when the commit's own header does not tell its past. A first commit can stand in `shallow`, when it was
    /// fetched at exactly its depth: nothing is missing there.
    pub(super) fn ends_at(&self, node: &Node) -> bool {
        self.cuts(node.id, !node.parents.is_empty())
    }

    /// The same of a commit that says whether it has parents.
    pub(super) fn cuts(&self, id: Oid, has_parents: bool) -> bool {
        self.grafts.contains(&id) || has_parents && self.shallow.contains(&id)
    }
}

/// The first id of each line.
fn ids(path: &Path, objects: &Objects<'_>) -> Result<BTreeSet<Oid>, Trouble> {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(Trouble::from_io(&error, path)),
    };
    let mut ids = BTreeSet::new();
    for line in text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()) {
        let id = line.split(|byte| *byte == b' ').next().and_then(|id| object_id(id, objects.format()));
        let broken = || Trouble::Unreadable { detail: format!("{}: no object id", path.display()) };
        ids.insert(id.ok_or_else(broken)?);
    }
    Ok(ids)
}
