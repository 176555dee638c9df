//! Many paths compared between two trees at once: only folders that differ are opened, and each only once.

use git2::Oid;

use super::object::Objects;
use super::tree::{Leaf, Mode};
use super::trouble::Gap;

/// What the other tree has at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The same, mode included.
    Same,
    /// Something else, or nothing (a folder counts as nothing).
    Differs(Option<Leaf>),
    /// It cannot be told.
    Gap(Gap),
}

/// Compares at each of the sorted paths, all of which are files in `ours`.
pub(super) fn compare(objects: &Objects<'_>, ours: Oid, theirs: Oid, paths: &[&[u8]]) -> Vec<Side> {
    let mut sides = vec![Side::Same; paths.len()];
    level(objects, (ours, theirs), paths, 0, &mut sides);
    sides
}

/// One pair of folders; `at` is where their names end in all of the paths.
fn level(objects: &Objects<'_>, pair: (Oid, Oid), paths: &[&[u8]], at: usize, sides: &mut [Side]) {
    if pair.0 == pair.1 || paths.is_empty() {
        return;
    }
    let (ours, theirs) = match (objects.tree(pair.0), objects.tree(pair.1)) {
        (Ok(ours), Ok(theirs)) => (ours, theirs),
        (Err(gap), _) | (_, Err(gap)) => return sides.fill(Side::Gap(gap)),
    };
    let (mut paths, mut sides) = (paths, sides);
    while let Some(first) = paths.first() {
        let name = part(first, at);
        let count = paths.iter().take_while(|path| part(path, at) == name).count();
        let (group, others) = paths.split_at(count);
        let (answers, rest) = sides.split_at_mut(count);
        let below = at + name.len();
        match (ours.get(name), theirs.get(name)) {
            (ours, theirs) if ours == theirs => {}
            (Some(ours), Some(theirs)) if ours.mode == Mode::Folder && theirs.mode == Mode::Folder => {
                level(objects, (ours.id, theirs.id), group, below + 1, answers);
            }
            // Only of a file that is gone is nothing here asked; the other side may have it deep inside.
            (None, Some(theirs)) if theirs.mode == Mode::Folder => {
                for (path, side) in group.iter().zip(answers) {
                    *side = match objects.leaf(theirs.id, path.get(below + 1..).unwrap_or_default()) {
                        Ok(leaf) => Side::Differs(leaf),
                        Err(gap) => Side::Gap(gap),
                    };
                }
            }
            (_, theirs) => {
                let file = theirs.filter(|leaf| leaf.mode != Mode::Folder);
                for (path, side) in group.iter().zip(answers) {
                    *side = Side::Differs(file.filter(|_| path.len() == below));
                }
            }
        }
        (paths, sides) = (others, rest);
    }
}

/// The part of a path that begins at `at`.
fn part(path: &[u8], at: usize) -> &[u8] {
    let rest = path.get(at..).unwrap_or_default();
    rest.split(|byte| *byte == b'/').next().unwrap_or_default()
}
