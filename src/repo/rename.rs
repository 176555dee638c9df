//! Exact renames: files that are gone from a tree, by their content.

use std::collections::BTreeMap;

use git2::Oid;

use super::limit;
use super::object::Objects;
use super::snapshot::EntryKind;
use super::tree::{Mode, Tree};
use super::trouble::Gap;

/// Files of one tree whose paths another lacks, by object id.
pub(super) struct Gone(BTreeMap<Oid, Vec<Vec<u8>>>);

impl Gone {
    /// The files of `before` that `after` has not at the same path.
    pub(super) fn between(objects: &Objects<'_>, before: Oid, after: Oid) -> Result<Self, Gap> {
        let mut search = Search { objects, seen: 0, gone: BTreeMap::new() };
        search.folder(before, Some(after), &mut Vec::new())?;
        Ok(Self(search.gone))
    }

    /// The old path of a file that is now called `name`: of several with the same content the one with the same file
    /// name, else the first in order.
    pub(super) fn old_name(&self, id: Oid, name: &[u8]) -> Option<&[u8]> {
        let file_name = |path: &[u8]| path.rsplit(|byte| *byte == b'/').next().unwrap_or_default().to_vec();
        let paths = self.0.get(&id)?;
        let same = paths.iter().find(|path| file_name(path) == file_name(name));
        same.or_else(|| paths.first()).map(Vec::as_slice)
    }
}

struct Search<'o> {
    objects: &'o Objects<'o>,
    seen: usize,
    gone: BTreeMap<Oid, Vec<Vec<u8>>>,
}

impl Search<'_> {
    fn folder(&mut self, before: Oid, after: Option<Oid>, path: &mut Vec<u8>) -> Result<(), Gap> {
        if after == Some(before) {
            return Ok(());
        }
        if path.len() > limit::PATH {
            return Err(Gap::TooLarge(before.to_string()));
        }
        let other = after.map(|id| self.objects.tree(id)).transpose()?;
        let length = path.len();
        for (name, leaf) in self.objects.tree(before)?.iter() {
            self.seen += 1;
            if self.seen > limit::ENTRIES {
                return Err(Gap::TooLarge(before.to_string()));
            }
            let there = other.as_deref().and_then(|tree: &Tree| tree.get(name));
            path.extend_from_slice(name);
            if leaf.mode == Mode::Folder {
                path.push(b'/');
                let there = there.filter(|there| there.mode == Mode::Folder);
                self.folder(leaf.id, there.map(|there| there.id), path)?;
            } else if leaf.mode.kind() == Some(EntryKind::File)
                && there.is_none_or(|there| there.mode == Mode::Folder)
            {
                self.gone.entry(leaf.id).or_default().push(path.clone());
            }
            path.truncate(length);
        }
        Ok(())
    }
}
