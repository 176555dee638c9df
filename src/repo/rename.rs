//! Renames: files that are gone from a tree, by their content. Exact ones, and those of which the lines say so.

use std::collections::BTreeMap;

use git2::{ObjectType, Oid};

use super::limit;
use super::object::Objects;
use super::snapshot::EntryKind;
use super::tree::{Mode, Tree};
use super::trouble::Gap;

/// The most files that are read for one that may have been moved and changed at once.
const CANDIDATES: usize = 1_000;

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

    /// The text that became this one when it was moved and changed at once: with the same ending, and with more than
    /// half of the lines of the longer of the two. Of several the one that shares most.
    ///
    /// Fails when one of them cannot be read, or when they are too many.
    pub(super) fn like(
        &self,
        objects: &Objects<'_>,
        text: &str,
        name: &[u8],
    ) -> Result<Option<(Oid, &[u8])>, Gap> {
        let ending = |path: &[u8]| path.rsplit(|byte| matches!(byte, b'.' | b'/')).next().map(<[u8]>::to_vec);
        let wanted = ending(name);
        let files = self.0.iter().flat_map(|(id, paths)| paths.iter().map(move |path| (*id, path)));
        let mut best: Option<(usize, Oid, &[u8])> = None;
        for (at, (id, path)) in files.filter(|(_, path)| ending(path) == wanted).enumerate() {
            if at == CANDIDATES {
                return Err(Gap::TooLarge(id.to_string()));
            }
            let bytes = objects.bytes(id, ObjectType::Blob, limit::OBJECT)?;
            let Ok(other) = std::str::from_utf8(&bytes) else { continue };
            let (shared, longer) = shared_lines(text, other);
            if 2 * shared > longer && best.is_none_or(|(most, ..)| shared > most) {
                best = Some((shared, id, path.as_slice()));
            }
        }
        Ok(best.map(|(_, id, path)| (id, path)))
    }
}

/// How many lines two texts share, blank ones aside, and how many the longer one has.
fn shared_lines(one: &str, other: &str) -> (usize, usize) {
    let lines = |text: &'_ str| text.lines().filter(|line| !line.trim().is_empty()).count();
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for line in other.lines().map(str::trim).filter(|line| !line.is_empty()) {
        *left.entry(line).or_default() += 1;
    }
    let mut shared = 0;
    for line in one.lines().map(str::trim) {
        if let Some(count) = left.get_mut(line).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    (shared, lines(one).max(lines(other)))
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
