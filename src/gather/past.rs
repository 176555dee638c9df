//! What has changed since an earlier commit: the content of a file, the files of a subject, other evidence. Whole file
//! sets are compared by object id, and only folders in which something differs are opened; dates are not asked.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::{Claim, ClaimedBy, Globs, Picture};
use crate::finding::Change;
use crate::load::{MAX_EVIDENCE, canonical, sidecar_of};
use crate::model::Format;
use crate::name::{Address, CommitId, ContentHash, RepoPath, SubjectId};
use crate::repo::{EntryKind, Former, Held, Repository, Snapshot, Trees, Trouble, View};

/// Paths at which something may have changed, with what was there before.
type Before = BTreeMap<RepoPath, Option<Held>>;

/// The judged tree and all that came before it.
pub(super) struct Past<'a> {
    repository: &'a Repository,
    snapshot: &'a Snapshot<'a>,
    picture: &'a Picture<'a>,
    own: &'a dyn Fn(&RepoPath) -> bool,
    subjects: BTreeMap<SubjectId, Subject<'a>>,
    trees: Trees<'a>,
    hashes: RefCell<BTreeMap<RepoPath, ContentHash>>,
}

struct Subject<'a> {
    globs: &'a Globs,
    /// In what the judged tree is not HEAD: looked for once, not for every review point.
    uncommitted: Result<Before, Trouble>,
}

/// The past at one commit.
pub(super) struct Then<'p> {
    past: &'p Past<'p>,
    commit: CommitId,
    tree: Former<'p>,
}

impl<'a> Past<'a> {
    /// Opens the past of a judged tree.
    pub(super) fn of(
        repository: &'a Repository,
        snapshot: &'a Snapshot<'a>,
        picture: &'a Picture<'a>,
        globs: &'a BTreeMap<SubjectId, Globs>,
        own: &'a dyn Fn(&RepoPath) -> bool,
    ) -> Result<Self, Trouble> {
        let trees = repository.trees()?;
        let subject = |(id, globs): (&SubjectId, &'a Globs)| {
            let uncommitted = trees.uncommitted(snapshot, globs.starts());
            (id.clone(), Subject { globs, uncommitted })
        };
        let subjects = globs.iter().map(subject).collect();
        Ok(Self { repository, snapshot, picture, own, subjects, trees, hashes: RefCell::default() })
    }

    /// The past at a commit.
    ///
    /// Fails when the commit cannot be read.
    pub(super) fn at(&'a self, commit: &CommitId) -> Result<Then<'a>, Trouble> {
        Ok(Then { past: self, commit: commit.clone(), tree: self.trees.at(commit)? })
    }

    /// The hash of a file of the judged tree, with its sidecar.
    pub(super) fn hash(&self, path: &RepoPath) -> Result<ContentHash, Trouble> {
        if let Some(known) = self.hashes.borrow().get(path) {
            return Ok(known.clone());
        }
        let read = |part: &RepoPath| match self.snapshot.entry(part) {
            Some(_) => self.snapshot.read(part, MAX_EVIDENCE).map(Some),
            None => Ok(None),
        };
        let hash = hash(path, read)?;
        self.hashes.borrow_mut().insert(path.clone(), hash.clone());
        Ok(hash)
    }

    /// What is tracked at a path and can be part of a subject.
    fn held(&self, path: &RepoPath) -> Result<Option<Held>, Trouble> {
        match self.snapshot.entry(path).filter(|entry| entry.tracked && is_content(entry.kind)) {
            Some(entry) => Ok(Some(Held { kind: entry.kind, id: self.snapshot.id(path)? })),
            None => Ok(None),
        }
    }
}

impl Then<'_> {
    /// Whether a file had the content that it has in the judged tree. A rename alone is no change of content: where
    /// the path was not there, any file of its kind that is gone since may be the one under its older name, and any
    /// other evidence the one of which it is a copy.
    pub(super) fn had(&self, path: &RepoPath) -> Result<bool, Trouble> {
        if self.has(path)? {
            return self.is_same(path, path);
        }
        let content = self.past.hash(path)?;
        let format = Format::of_name(path.file_name());
        let whole = self.past.repository.snapshot(&View::Commit(self.commit.clone()))?;
        let evidence = self.past.picture.file.evidence_folder();
        let likely = whole.entries().filter(|(old, entry)| {
            entry.kind == EntryKind::File
                && (self.past.snapshot.entry(old).is_none() || old.is_within(&evidence))
                && Format::of_name(old.file_name()) == format
        });
        for (old, _) in likely {
            if self.hash(old)? == content {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The files of a subject that have changed since, the named one aside.
    pub(super) fn subject(&self, id: &SubjectId, except: &RepoPath) -> Result<Vec<Change>, Trouble> {
        let Some(subject) = self.past.subjects.get(id) else { return Ok(Vec::new()) };
        let mut before = subject.uncommitted.clone()?;
        if let Some(head) = self.past.snapshot.commit() {
            let head = self.past.trees.at(&head.id)?;
            before.extend(self.tree.where_differs(&head, subject.globs.starts())?);
        }
        let mut changes = Vec::new();
        for (path, then) in before {
            let asked = path != *except && subject.globs.matches(&path) && (self.past.own)(&path);
            if asked && self.differs(&path, then)? {
                changes.push(Change { path, commit: None, date: None });
            }
        }
        Ok(changes)
    }

    /// The files of a piece of evidence that differ from those of then. A file that was there and is gone has its own
    /// finding.
    pub(super) fn evidence(&self, address: &Address) -> Result<Option<(Address, Vec<Change>)>, Trouble> {
        let other = self.past.picture.piece(address).filter(|other| other.truth.applies());
        let Some(other) = other else { return Ok(None) };
        let mut changes = Vec::new();
        for Claim { path, by, .. } in &other.claims {
            // A file that was moved here keeps its content: then nothing has changed.
            let moved = *by != ClaimedBy::Default && !self.has(path)? && self.has(&other.expected)?;
            let before = if moved { &other.expected } else { path };
            if !self.has(before)? || !self.is_same(before, path)? {
                // Of a reference the sidecar is all that is here.
                let sidecar = sidecar_of(path).filter(|_| self.past.snapshot.entry(path).is_none());
                let path = sidecar.unwrap_or_else(|| path.clone());
                changes.push(Change { path, commit: None, date: None });
            }
        }
        Ok((!changes.is_empty()).then(|| (address.clone(), changes)))
    }

    /// Whether a file of a subject differs: by object id, and inside the evidence folder by canonical content, since
    /// a new review date there is no change of the thing itself.
    fn differs(&self, path: &RepoPath, then: Option<Held>) -> Result<bool, Trouble> {
        let then = then.filter(|held| is_content(held.kind));
        match (then, self.past.held(path)?) {
            (None, None) => Ok(false),
            (Some(then), Some(now)) if then.id == now.id => Ok(false),
            (Some(_), Some(_)) if path.is_within(&self.past.picture.file.evidence_folder()) => {
                Ok(!self.is_same(path, path)?)
            }
            (Some(_), Some(_)) | (Some(_), None) | (None, Some(_)) => Ok(true),
        }
    }

    /// Whether the content at a path then is that of a path now.
    fn is_same(&self, before: &RepoPath, now: &RepoPath) -> Result<bool, Trouble> {
        let then = self.tree.held(before)?.filter(|held| held.kind != EntryKind::File);
        let there = self.past.snapshot.entry(now).filter(|entry| entry.kind != EntryKind::File);
        match (then, there) {
            (None, None) => Ok(self.is_untouched(before, now)? || self.hash(before)? == self.past.hash(now)?),
            // A link or a submodule has no canonical content: it differs from every file.
            (Some(then), Some(there)) => {
                Ok(then.kind == there.kind && then.id == self.past.snapshot.id(now)?)
            }
            (Some(_), None) | (None, Some(_)) => Ok(false),
        }
    }

    /// True where the very objects are the same, file and sidecar: most are, and then nothing need be read.
    fn is_untouched(&self, before: &RepoPath, now: &RepoPath) -> Result<bool, Trouble> {
        if before != now {
            return Ok(false);
        }
        for part in [Some(now.clone()), sidecar_of(now)].into_iter().flatten() {
            let snapshot = self.past.snapshot;
            let there = snapshot.entry(&part).map(|_| snapshot.id(&part)).transpose()?;
            if self.tree.held(&part)?.map(|held| held.id) != there {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether there was a file at a path, or the sidecar of one that is kept elsewhere.
    fn has(&self, path: &RepoPath) -> Result<bool, Trouble> {
        let sidecar = sidecar_of(path).map(|sidecar| self.tree.held(&sidecar)).transpose()?;
        Ok(self.tree.held(path)?.or(sidecar.flatten()).is_some())
    }

    fn hash(&self, path: &RepoPath) -> Result<ContentHash, Trouble> {
        hash(path, |part| match self.tree.held(part)? {
            Some(held) => self.tree.read(held, MAX_EVIDENCE).map(Some),
            None => Ok(None),
        })
    }
}

/// The hash of a file with its sidecar.
fn hash(
    path: &RepoPath,
    read: impl Fn(&RepoPath) -> Result<Option<Vec<u8>>, Trouble>,
) -> Result<ContentHash, Trouble> {
    let mut parts = Vec::new();
    for part in [Some(path.clone()), sidecar_of(path)].into_iter().flatten() {
        parts.extend(read(&part)?.map(|bytes| canonical(&part, &bytes).hash));
    }
    match parts.as_slice() {
        [one] => Ok(one.clone()),
        many => Ok(whole(&many.iter().map(ToString::to_string).collect::<Vec<_>>())),
    }
}

/// The hash of several parts, by theirs.
pub(super) fn whole<T: AsRef<str>>(parts: &[T]) -> ContentHash {
    ContentHash::of(parts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("\n").as_bytes())
}

/// What another repository holds is no content of this one.
fn is_content(kind: EntryKind) -> bool {
    match kind {
        EntryKind::File | EntryKind::Symlink => true,
        EntryKind::Submodule => false,
    }
}
