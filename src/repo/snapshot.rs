//! A snapshot: all files of one tree, and how to read them.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;

use git2::{ObjectFormat, ObjectType, Oid};

use super::commit::CommitInfo;
use super::disk::{self, Stored};
use super::object::{self, Objects};
use super::open::Repository;
use super::trouble::{Gap, Trouble};
use super::{index, listing, untracked, worktree};
use crate::name::{CommitId, RepoPath};

/// Which tree is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// The files on the disk.
    Worktree,
    /// What the next commit would hold.
    Index,
    /// What a commit holds.
    Commit(CommitId),
}

/// A file of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// False for a file of the work tree that the index lacks (or only intends to hold).
    pub tracked: bool,
}

/// What a file is. Folders are not listed, nor what is no file at all (devices, pipes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A file; whether it is executable is not told.
    File,
    /// A symbolic link, never followed.
    Symlink,
    /// Another repository, never entered.
    Submodule,
}

/// The hash of a file's content as Git would store it. Two files hold the same exactly when theirs are equal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectId(pub(super) Oid);

/// The files of one tree, listed once; what is read later is read from the same objects, and from the disk only
/// under [`View::Worktree`].
pub struct Snapshot<'r> {
    repository: Option<&'r Repository>,
    view: Option<View>,
    commit: Option<CommitInfo>,
    items: BTreeMap<RepoPath, Item>,
}

/// A file and where its bytes are.
pub(super) struct Item {
    pub(super) entry: Entry,
    /// The bytes of the path, where the path itself shows them escaped.
    pub(super) raw: Option<Box<[u8]>>,
    pub(super) body: Body,
}

/// Where bytes are.
pub(super) enum Body {
    /// In the object store.
    Object(Oid),
    /// On the disk; with what the index remembers about it.
    Disk(Option<Box<Stored>>),
    /// Here.
    Bytes(Vec<u8>),
}

impl Repository {
    /// Lists the files of a tree.
    ///
    /// Fails when an object is absent or a tree not canonical, at more than 250 000 entries or 256 levels, and for
    /// the work tree and index of a bare repository.
    pub fn snapshot(&self, view: &View) -> Result<Snapshot<'_>, Trouble> {
        let (commit, items) = match view {
            View::Worktree => (self.head()?, worktree::list(self, &[RepoPath::root()])?),
            View::Index => (self.head()?, index::list(self)?),
            View::Commit(id) => {
                let commit = self.resolve(id.as_str())?;
                let items = listing::list(self, &commit)?;
                (Some(commit), items)
            }
        };
        Ok(Snapshot { repository: Some(self), view: Some(view.clone()), commit, items })
    }

    /// How many paths below these folders are not in the work tree as they are in `judged`: changed, added or
    /// deleted, whether tracked or not. Zero in a bare repository.
    ///
    /// Fails when the work tree cannot be listed or a file in it cannot be read.
    pub fn uncommitted(&self, judged: &Snapshot<'_>, folders: &[RepoPath]) -> Result<usize, Trouble> {
        if self.work_dir().is_none() {
            return Ok(0);
        }
        let now = worktree::list(self, folders)?;
        let now = Snapshot { repository: Some(self), view: Some(View::Worktree), commit: None, items: now };
        let mut count = 0;
        for (path, entry) in folders.iter().flat_map(|folder| judged.below(folder)) {
            let same = match now.entry(path) {
                Some(other) => other.kind == entry.kind && now.id(path)? == judged.id(path)?,
                None => false,
            };
            count += usize::from(!same);
        }
        Ok(count + now.entries().filter(|(path, _)| judged.entry(path).is_none()).count())
    }
}

impl<'r> Snapshot<'r> {
    /// A snapshot without a repository: for judging texts that are in memory.
    pub fn memory(files: BTreeMap<RepoPath, Vec<u8>>) -> Snapshot<'static> {
        let entry = Entry { kind: EntryKind::File, tracked: true };
        let item = |bytes| Item { entry, raw: None, body: Body::Bytes(bytes) };
        let items = files.into_iter().map(|(path, bytes)| (path, item(bytes))).collect();
        Snapshot { repository: None, view: None, commit: None, items }
    }

    /// What this is a view of; nothing for a snapshot in memory.
    pub fn view(&self) -> Option<&View> {
        self.view.as_ref()
    }

    /// The commit shown, or HEAD under work tree and index; nothing while HEAD has no commit, and in memory.
    pub fn commit(&self) -> Option<&CommitInfo> {
        self.commit.as_ref()
    }

    /// The file at a path.
    pub fn entry(&self, path: &RepoPath) -> Option<&Entry> {
        self.items.get(path).map(|item| &item.entry)
    }

    /// All files, sorted by path.
    pub fn entries(&self) -> impl Iterator<Item = (&RepoPath, &Entry)> {
        self.items.iter().map(|(path, item)| (path, &item.entry))
    }

    /// The files below a folder, sorted by path.
    pub fn below<'s>(
        &'s self,
        folder: &RepoPath,
    ) -> impl Iterator<Item = (&'s RepoPath, &'s Entry)> + use<'s, 'r> {
        let start = if folder.as_str().is_empty() { String::new() } else { format!("{}/", folder.as_str()) };
        let range = self.items.range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded));
        range
            .take_while(move |(path, _)| path.as_str().starts_with(&start))
            .map(|(path, item)| (path, &item.entry))
    }

    /// The file at a path, and those below it, sorted.
    pub fn within<'s>(&'s self, start: &RepoPath) -> impl Iterator<Item = (&'s RepoPath, &'s Entry)> {
        let own = self.items.get_key_value(start).map(|(path, item)| (path, &item.entry));
        own.into_iter().chain(self.below(start))
    }

    /// The bytes of a file of at most `limit` bytes: in the work tree those on the disk, else those in the object
    /// store; no filter is applied to either.
    ///
    /// Fails for a path that is not listed or no file, for an absent object, and above the limit.
    pub fn read(&self, path: &RepoPath, limit: u64) -> Result<Vec<u8>, Trouble> {
        let item = self.item(path)?;
        if item.entry.kind != EntryKind::File {
            return Err(Trouble::Unreadable { detail: format!("`{path}` is no file") });
        }
        let too_large = || Trouble::Limit { what: "bytes", value: limit };
        match &item.body {
            Body::Object(id) => {
                let objects = Objects::of(&self.repository(path)?.git)?;
                objects.bytes(*id, ObjectType::Blob, limit).map_err(|gap| match gap {
                    Gap::TooLarge(_) => too_large(),
                    Gap::Absent(_) | Gap::Malformed(_) => gap.into(),
                })
            }
            Body::Disk(_) => disk::read(self.root(path)?, &raw(item, path), limit)?.ok_or_else(too_large),
            Body::Bytes(bytes) if bytes.len() as u64 > limit => Err(too_large()),
            Body::Bytes(bytes) => Ok(bytes.clone()),
        }
    }

    /// The hash of a file's content, of a link's target, or the commit of a submodule, as Git would store it.
    ///
    /// Fails for a path that is not listed and for a file that cannot be read.
    pub fn id(&self, path: &RepoPath) -> Result<ObjectId, Trouble> {
        let item = self.item(path)?;
        let id = match &item.body {
            Body::Object(id) => *id,
            Body::Disk(stored) => {
                let objects = Objects::of(&self.repository(path)?.git)?;
                disk::id(&objects, self.root(path)?, &raw(item, path), item.entry.kind, stored.as_deref())?
            }
            Body::Bytes(bytes) => object::blob_id(bytes, ObjectFormat::Sha1)?,
        };
        Ok(ObjectId(id))
    }

    /// Lists besides what lies below a folder of the work tree although Git ignores it: somebody may have written
    /// evidence where a pattern hides it. Changes nothing in other views.
    ///
    /// Fails when a folder cannot be listed.
    pub fn add_untracked_below(&mut self, folder: &RepoPath) -> Result<(), Trouble> {
        match (self.repository, &self.view) {
            (Some(repository), Some(View::Worktree)) => {
                untracked::add_below(repository, folder, &mut self.items)
            }
            _ => Ok(()),
        }
    }

    /// The path's bytes, as trees hold them.
    pub(super) fn raw(&self, path: &RepoPath) -> Option<Vec<u8>> {
        self.items.get(path).map(|item| raw(item, path).into_owned())
    }

    fn item(&self, path: &RepoPath) -> Result<&Item, Trouble> {
        self.items.get(path).ok_or_else(|| Trouble::Unreadable { detail: format!("`{path}` is not there") })
    }

    fn repository(&self, path: &RepoPath) -> Result<&'r Repository, Trouble> {
        self.repository.ok_or_else(|| Trouble::Unreadable { detail: format!("`{path}` has no repository") })
    }

    fn root(&self, path: &RepoPath) -> Result<&'r std::path::Path, Trouble> {
        let root = self.repository(path)?.work_dir();
        root.ok_or_else(|| Trouble::Unreadable { detail: format!("`{path}` has no work tree") })
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// The path that bytes are; escaped if they are none.
pub(super) fn repo_path(bytes: &[u8]) -> RepoPath {
    std::str::from_utf8(bytes).ok().and_then(RepoPath::new).unwrap_or_else(|| RepoPath::escaped(bytes))
}

/// The bytes to remember beside a path: only where it does not show them.
pub(super) fn raw_beside(path: &RepoPath, bytes: &[u8]) -> Option<Box<[u8]>> {
    (path.as_str().as_bytes() != bytes).then(|| bytes.into())
}

fn raw<'a>(item: &'a Item, path: &'a RepoPath) -> std::borrow::Cow<'a, [u8]> {
    item.raw.as_deref().unwrap_or(path.as_str().as_bytes()).into()
}
