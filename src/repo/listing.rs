//! The files of a commit.

use std::collections::BTreeMap;

use git2::Oid;

use super::commit::{CommitInfo, object_id};
use super::limit;
use super::object::Objects;
use super::open::Repository;
use super::snapshot::{Body, Entry, Item, raw_beside, repo_path};
use super::trouble::{Gap, Trouble};
use super::walked::Progress;
use crate::name::RepoPath;

/// Lists the tree of a commit.
pub(super) fn list(
    repository: &Repository,
    commit: &CommitInfo,
) -> Result<BTreeMap<RepoPath, Item>, Trouble> {
    let objects = Objects::of(&repository.git)?;
    let id = object_id(commit.id.as_str().as_bytes(), objects.format());
    let id = id.ok_or_else(|| Gap::Malformed(commit.id.to_string()))?;
    let mut listing = Listing { repository, objects: &objects, seen: 0, items: BTreeMap::new() };
    listing.folder(objects.commit(id)?.tree, &mut Vec::new(), 0)?;
    Ok(listing.items)
}

struct Listing<'o> {
    repository: &'o Repository,
    objects: &'o Objects<'o>,
    seen: usize,
    items: BTreeMap<RepoPath, Item>,
}

impl Listing<'_> {
    fn folder(&mut self, id: Oid, path: &mut Vec<u8>, depth: usize) -> Result<(), Trouble> {
        if depth > limit::DEPTH {
            return Err(Trouble::Limit { what: "depth", value: limit::DEPTH as u64 });
        }
        let length = path.len();
        for (name, leaf) in self.objects.tree(id)?.iter() {
            self.seen += 1; // folders too: a few trees can name each other a billion times
            if self.seen > limit::ENTRIES {
                return Err(Trouble::Limit { what: "entries", value: limit::ENTRIES as u64 });
            }
            self.repository.tell(Progress::Entries(self.seen as u64));
            path.extend_from_slice(name);
            if path.len() > limit::PATH {
                return Err(Trouble::Limit { what: "path", value: limit::PATH as u64 });
            }
            match leaf.mode.kind() {
                Some(kind) => {
                    let (name, entry) = (repo_path(path), Entry { kind, tracked: true });
                    let item = Item { entry, raw: raw_beside(&name, path), body: Body::Object(leaf.id) };
                    self.items.insert(name, item);
                }
                None => {
                    path.push(b'/');
                    self.folder(leaf.id, path, depth + 1)?;
                }
            }
            path.truncate(length);
        }
        Ok(())
    }
}
