//! Two trees, walked where they differ: folders that are the same are never opened, nor are those that nobody asks
//! about.

use std::ops::ControlFlow;

use git2::Oid;

use super::compare::differing;
use super::limit;
use super::object::Objects;
use super::tree::{Leaf, Mode};
use super::trouble::Gap;

/// What is told of each path at which two trees hold another file: what the one has there, and what the other. A
/// folder counts as nothing.
pub(super) trait Found {
    /// True for a path below which something may be asked about, and for those that are asked about.
    fn reaches(&self, path: &[u8]) -> bool;

    /// Takes a path at which the trees differ; breaks when enough is known.
    fn take(&mut self, path: &[u8], ours: Option<Leaf>, theirs: Option<Leaf>) -> ControlFlow<()>;
}

/// Walks two trees where they differ, either of which may be none. Breaks when `found` does.
///
/// Fails when a folder that differs cannot be read, and at more entries or levels than a listing may have.
pub(super) fn differ(
    objects: &Objects<'_>,
    ours: Option<Oid>,
    theirs: Option<Oid>,
    found: &mut impl Found,
) -> Result<ControlFlow<()>, Gap> {
    Search { objects, found, seen: 0 }.folder(ours, theirs, &mut Vec::new(), 0)
}

struct Search<'s, F> {
    objects: &'s Objects<'s>,
    found: &'s mut F,
    seen: usize,
}

impl<F: Found> Search<'_, F> {
    fn folder(
        &mut self,
        ours: Option<Oid>,
        theirs: Option<Oid>,
        path: &mut Vec<u8>,
        depth: usize,
    ) -> Result<ControlFlow<()>, Gap> {
        if ours == theirs {
            return Ok(ControlFlow::Continue(()));
        }
        let one = ours.map(|id| self.objects.tree(id)).transpose()?;
        let two = theirs.map(|id| self.objects.tree(id)).transpose()?;
        let lines = (one.iter().flat_map(|tree| tree.lines()), two.iter().flat_map(|tree| tree.lines()));
        for name in differing(lines.0, lines.1) {
            self.seen += 1;
            if depth > limit::DEPTH || self.seen > limit::ENTRIES {
                return Err(Gap::TooLarge(ours.or(theirs).unwrap_or(Oid::ZERO_SHA1).to_string()));
            }
            let length = path.len();
            path.extend_from_slice(name);
            let pair = [&one, &two].map(|tree| tree.as_ref().and_then(|tree| tree.get(name)));
            if self.found.reaches(path) && self.entry(pair, path, depth)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            path.truncate(length);
        }
        Ok(ControlFlow::Continue(()))
    }

    fn entry(
        &mut self,
        pair: [Option<Leaf>; 2],
        path: &mut Vec<u8>,
        depth: usize,
    ) -> Result<ControlFlow<()>, Gap> {
        let [ours, theirs] = pair.map(|leaf| leaf.filter(|leaf| leaf.mode != Mode::Folder));
        if ours != theirs && self.found.take(path, ours, theirs).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let [ours, theirs] =
            pair.map(|leaf| leaf.filter(|leaf| leaf.mode == Mode::Folder).map(|leaf| leaf.id));
        path.push(b'/');
        self.folder(ours, theirs, path, depth + 1)
    }
}
