//! The object store: commits, trees and blobs by id, each verified against its hash by libgit2 and parsed here.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use git2::{ObjectFormat, ObjectType, Oid};

use super::commit::{Commit, CommitInfo};
use super::loose::Loose;
use super::tree::{Leaf, Mode, Tree};
use super::trouble::{Gap, Trouble};

/// Bytes of parsed trees kept; beyond that all are forgotten and read anew.
const KEPT: usize = 16 << 20;

/// The store, with a memory of the trees it has parsed.
pub(super) struct Objects<'r> {
    odb: git2::Odb<'r>,
    loose: Loose,
    format: ObjectFormat,
    trees: RefCell<Kept>,
}

#[derive(Default)]
struct Kept {
    /// Looked up a few times per commit, and never gone through in the order of their hashes.
    trees: HashMap<Oid, Rc<Tree>>,
    weight: usize,
}

impl<'r> Objects<'r> {
    /// The store of a repository.
    pub(super) fn of(git: &'r git2::Repository) -> Result<Self, Trouble> {
        let odb = git.odb().map_err(|error| Trouble::from_git(&error, "objects"))?;
        let loose = Loose::below(&git.commondir().join("objects"));
        Ok(Self { odb, loose, format: git.object_format(), trees: RefCell::default() })
    }

    /// The hash algorithm of the repository.
    pub(super) fn format(&self) -> ObjectFormat {
        self.format
    }

    /// Type and size in bytes, without reading the object.
    pub(super) fn header(&self, id: Oid) -> Result<(ObjectType, u64), Gap> {
        let (size, kind) = self.odb.read_header(id).map_err(|error| gap(&error, id))?;
        Ok((kind, size as u64))
    }

    /// The bytes of an object of a kind and of at most so many bytes.
    pub(super) fn bytes(&self, id: Oid, kind: ObjectType, limit: u64) -> Result<Vec<u8>, Gap> {
        if self.header(id)?.1 > limit {
            return Err(Gap::TooLarge(id.to_string()));
        }
        Ok(self.read(id, kind)?.data().to_vec())
    }

    /// A commit.
    pub(super) fn commit(&self, id: Oid) -> Result<Commit, Gap> {
        let object = self.read(id, ObjectType::Commit)?;
        Commit::parse(id, object.data(), self.format).ok_or_else(|| Gap::Malformed(id.to_string()))
    }

    /// What reports name of a commit.
    pub(super) fn info(&self, id: Oid) -> Result<CommitInfo, Gap> {
        let object = self.read(id, ObjectType::Commit)?;
        CommitInfo::parse(id, object.data(), self.format).ok_or_else(|| Gap::Malformed(id.to_string()))
    }

    /// A tree.
    pub(super) fn tree(&self, id: Oid) -> Result<Rc<Tree>, Gap> {
        if let Some(tree) = self.trees.borrow().trees.get(&id) {
            return Ok(Rc::clone(tree));
        }
        let object = self.read(id, ObjectType::Tree)?;
        let tree = Tree::parse(object.data(), self.format).ok_or_else(|| Gap::Malformed(id.to_string()))?;
        let tree = Rc::new(tree);
        let mut kept = self.trees.borrow_mut();
        if kept.weight > KEPT {
            *kept = Kept::default();
        }
        kept.weight += tree.weight();
        kept.trees.insert(id, Rc::clone(&tree));
        Ok(tree)
    }

    /// What stands at a path below a tree; nothing if there is nothing or a folder.
    pub(super) fn leaf(&self, root: Oid, path: &[u8]) -> Result<Option<Leaf>, Gap> {
        let mut parts = path.split(|byte| *byte == b'/').peekable();
        let mut folder = root;
        while let Some(part) = parts.next() {
            let found = self.tree(folder)?.get(part);
            match (found, parts.peek()) {
                (Some(leaf), None) if leaf.mode != Mode::Folder => return Ok(Some(leaf)),
                (Some(leaf), Some(_)) if leaf.mode == Mode::Folder => folder = leaf.id,
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    /// The id that Git would give to a file of this content.
    pub(super) fn id_of(&self, content: &[u8]) -> Result<Oid, Trouble> {
        blob_id(content, self.format)
    }

    fn read(&self, id: Oid, kind: ObjectType) -> Result<git2::OdbObject<'_>, Gap> {
        if self.loose.is_unfit(id) {
            return Err(Gap::Malformed(id.to_string()));
        }
        let object = self.odb.read(id).map_err(|error| gap(&error, id))?;
        if object.kind() == kind { Ok(object) } else { Err(Gap::Malformed(id.to_string())) }
    }
}

/// The id of a blob of this content.
pub(super) fn blob_id(content: &[u8], format: ObjectFormat) -> Result<Oid, Trouble> {
    Oid::hash_object_ext(ObjectType::Blob, content, format).map_err(|error| Trouble::from_git(&error, "hash"))
}

fn gap(error: &git2::Error, id: Oid) -> Gap {
    // A hash that does not match and a pack cut short are damage; only what is not there is absent.
    if error.code() == git2::ErrorCode::NotFound {
        Gap::Absent(id.to_string())
    } else {
        Gap::Malformed(id.to_string())
    }
}
