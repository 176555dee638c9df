//! The files of the work tree: what the index tracks and is there, and what lies beside it.

use std::collections::BTreeMap;
use std::fs::Metadata;

use super::disk::{Folders, Stored, os_path};
use super::index;
use super::open::Repository;
use super::snapshot::{Body, Entry, EntryKind, Item, raw_beside, repo_path};
use super::tree::Mode;
use super::trouble::Trouble;
use super::untracked;
use super::walked::Progress;
use crate::name::RepoPath;

/// Lists the work tree.
pub(super) fn list(repository: &Repository) -> Result<BTreeMap<RepoPath, Item>, Trouble> {
    // Asked before the index is read: an index written in between then looks older than it is, which only costs
    // hashing.
    let written = repository.git.path().join("index").metadata().and_then(|found| found.modified()).ok();
    let entries = index::entries(repository)?;
    let Some(root) = repository.work_dir() else { return Ok(BTreeMap::new()) };
    let mut folders = Folders::default();
    let mut items = BTreeMap::new();
    for (seen, entry) in (1..).zip(&entries) {
        repository.tell(Progress::Entries(seen));
        let path = repo_path(&entry.path);
        let raw = raw_beside(&path, &entry.path);
        let tracked = !index::is_announced(entry);
        let stored = Mode::new(entry.mode).and_then(Mode::kind);
        if stored == Some(EntryKind::Submodule) || index::is_skipped(entry) {
            let Some(kind) = stored else { continue };
            items.insert(path, Item { entry: Entry { kind, tracked }, raw, body: Body::Object(entry.id) });
            continue;
        }
        let Some(below) = os_path(&entry.path) else { continue };
        if let Some(kind) = folders.look(root, &below)?.and_then(|found| kind(&found)) {
            let known = index::is_staged(entry).then(|| Box::new(Stored::new(entry, written)));
            items.insert(path, Item { entry: Entry { kind, tracked }, raw, body: Body::Disk(known) });
        }
    }
    untracked::add(repository, &entries, &mut items)?;
    Ok(items)
}

/// What the disk says it is; nothing for folders, devices and pipes.
pub(super) fn kind(found: &Metadata) -> Option<EntryKind> {
    if found.is_file() {
        Some(EntryKind::File)
    } else if found.is_symlink() {
        Some(EntryKind::Symlink)
    } else {
        None
    }
}
