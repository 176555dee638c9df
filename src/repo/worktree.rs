//! The files of the work tree: what the index tracks and is there, and what lies beside it.
//!
//! Folders are listed anyway, for what lies beside; so a tracked file that is met there is not looked up once more.

use std::collections::BTreeMap;
use std::fs::Metadata;

use super::disk::{Folders, Stored, os_path};
use super::index;
use super::open::Repository;
use super::snapshot::{Body, Entry, EntryKind, Item, raw_beside, repo_path};
use super::tracked::Tracked;
use super::tree::Mode;
use super::trouble::Trouble;
use super::untracked;
use super::walked::Progress;
use crate::name::RepoPath;

/// Lists the work tree below these folders.
pub(super) fn list(
    repository: &Repository,
    folders: &[RepoPath],
) -> Result<BTreeMap<RepoPath, Item>, Trouble> {
    // Asked before the index is read: an index written in between then looks older than it is, which only costs
    // hashing.
    let written = repository.git.path().join("index").metadata().and_then(|found| found.modified()).ok();
    let entries = index::entries(repository)?;
    let Some(root) = repository.work_dir() else { return Ok(BTreeMap::new()) };
    let tracked = Tracked::of(repository, &entries);
    let mut items = BTreeMap::new();
    let met = untracked::add(repository, folders, &tracked, &mut items)?;
    let mut looked = Folders::default();
    for (seen, entry) in (1..).zip(&entries) {
        repository.tell(Progress::Entries(seen));
        let path = repo_path(&entry.path);
        if !folders.iter().any(|folder| path.is_within(folder)) {
            continue;
        }
        let raw = raw_beside(&path, &entry.path);
        let is_tracked = !index::is_announced(entry);
        let stored = Mode::new(entry.mode).and_then(Mode::kind);
        if stored == Some(EntryKind::Submodule) || index::is_skipped(entry) {
            let Some(kind) = stored else { continue };
            let entry =
                Item { entry: Entry { kind, tracked: is_tracked }, raw, body: Body::Object(entry.id) };
            items.insert(path, entry);
            continue;
        }
        let kind = match met.kind(&entry.path) {
            Some(kind) => Some(kind),
            // Below a folder that is ignored, spelled otherwise, or gone.
            None => match os_path(&entry.path) {
                Some(below) => looked.look(root, &below)?.and_then(|found| kind(&found)),
                None => None,
            },
        };
        if let Some(kind) = kind {
            let known = index::is_staged(entry).then(|| Box::new(Stored::new(entry, written)));
            items.insert(
                path,
                Item { entry: Entry { kind, tracked: is_tracked }, raw, body: Body::Disk(known) },
            );
        }
    }
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
