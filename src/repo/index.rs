//! The files of the index: what the next commit would hold.

use std::collections::BTreeMap;

use git2::{IndexEntry, IndexEntryExtendedFlag};

use super::limit;
use super::open::Repository;
use super::snapshot::{Body, Entry, Item, raw_beside, repo_path};
use super::tree::Mode;
use super::trouble::{Trouble, UnsupportedKind};
use crate::name::RepoPath;

/// Lists the index. A path in conflict is not listed: no commit could be made of it, so nothing is staged there.
pub(super) fn list(repository: &Repository) -> Result<BTreeMap<RepoPath, Item>, Trouble> {
    let mut items = BTreeMap::new();
    for entry in entries(repository)? {
        let mode = Mode::new(entry.mode).ok_or_else(|| Trouble::Unreadable {
            detail: format!("index: mode {:o} of {}", entry.mode, repo_path(&entry.path)),
        })?;
        let Some(kind) = mode.kind() else { continue };
        if is_staged(&entry) {
            let path = repo_path(&entry.path);
            let raw = raw_beside(&path, &entry.path);
            items.insert(
                path,
                Item { entry: Entry { kind, tracked: true }, raw, body: Body::Object(entry.id) },
            );
        }
    }
    Ok(items)
}

/// All entries, those in conflict included, read afresh.
pub(super) fn entries(repository: &Repository) -> Result<Vec<IndexEntry>, Trouble> {
    if repository.work_dir().is_none() {
        let detail = "a bare repository has neither work tree nor index".to_owned();
        return Err(Trouble::Unsupported { kind: UnsupportedKind::Worktree, detail });
    }
    let unreadable = |error: git2::Error| {
        // Sparse and split indexes announce themselves so; libgit2 reads neither.
        if error.message().contains("mandatory extension") {
            return Trouble::Unsupported { kind: UnsupportedKind::Other, detail: error.message().to_owned() };
        }
        Trouble::Unreadable { detail: format!("index: {}", error.message()) }
    };
    let mut index = repository.git.index().map_err(unreadable)?;
    index.read(false).map_err(unreadable)?;
    if index.len() > limit::ENTRIES {
        return Err(Trouble::Limit { what: "entries", value: limit::ENTRIES as u64 });
    }
    Ok(index.iter().collect())
}

/// True when the entry holds content that the next commit would take: neither in conflict nor merely announced by
/// `git add -N`.
pub(super) fn is_staged(entry: &IndexEntry) -> bool {
    let stage = (entry.flags >> 12) & 3;
    stage == 0 && !is_announced(entry)
}

/// True when `git add -N` announced the file without taking its content.
pub(super) fn is_announced(entry: &IndexEntry) -> bool {
    has(entry, IndexEntryExtendedFlag::INTENT_TO_ADD)
}

/// True when a sparse checkout left the file out of the work tree.
pub(super) fn is_skipped(entry: &IndexEntry) -> bool {
    has(entry, IndexEntryExtendedFlag::SKIP_WORKTREE)
}

fn has(entry: &IndexEntry, flag: IndexEntryExtendedFlag) -> bool {
    entry.flags_extended & flag.bits() != 0
}
