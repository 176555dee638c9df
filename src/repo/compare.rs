//! Many paths compared between two trees at once: only folders that differ are opened, each only once, and paths
//! below those that do not differ are passed over without a look at them, however many they are.

use std::cmp::Ordering;
use std::ops::Range;

use git2::Oid;

use super::object::Objects;
use super::tree::{Leaf, Line, Mode, order};
use super::trouble::Gap;

/// What the other tree has at a path at which it differs.
pub(super) type Side = Result<Option<Leaf>, Gap>;

/// Paths in the order of [`by_parts`].
pub(super) trait Names {
    /// How many there are.
    fn count(&self) -> usize;

    /// The path at a place.
    fn name(&self, at: usize) -> &[u8];

    /// Where the paths end that have the same part as the one at `at`; up to `start` all are alike.
    fn alike(&self, at: usize, end: usize, start: usize) -> usize {
        let own = part(self.name(at), start);
        first(at + 1, end, |other| part(self.name(other), start) != own)
    }
}

/// The order of paths in which all below a folder stand together, behind a file of its name.
pub(super) fn by_parts(one: &[u8], two: &[u8]) -> Ordering {
    one.split(|byte| *byte == b'/').cmp(two.split(|byte| *byte == b'/'))
}

/// Compares two trees at each of the paths, all of which but those that are gone are files in `ours`. Answers with
/// the places of those at which `theirs` has something else or nothing (a folder counts as nothing), and of those of
/// which it cannot be told; at all others both have the same, mode included.
pub(super) fn compare(
    objects: &Objects<'_>,
    ours: Oid,
    theirs: Oid,
    names: &impl Names,
) -> Vec<(usize, Side)> {
    let mut search = Search { objects, names, found: Vec::new() };
    search.level((ours, theirs), 0..names.count(), 0);
    search.found
}

struct Search<'s, N> {
    objects: &'s Objects<'s>,
    names: &'s N,
    found: Vec<(usize, Side)>,
}

impl<N: Names> Search<'_, N> {
    /// One pair of folders, with the paths below it; `start` is where the names in it begin in all of the paths.
    fn level(&mut self, pair: (Oid, Oid), paths: Range<usize>, start: usize) {
        if pair.0 == pair.1 || paths.is_empty() {
            return;
        }
        let (ours, theirs) = match (self.objects.tree(pair.0), self.objects.tree(pair.1)) {
            (Ok(ours), Ok(theirs)) => (ours, theirs),
            (Err(gap), _) | (_, Err(gap)) => {
                return self.found.extend(paths.map(|at| (at, Err(gap.clone()))));
            }
        };
        let mut at = paths.start;
        for name in differing(ours.lines(), theirs.lines()) {
            at = first(at, paths.end, |other| part(self.names.name(other), start) >= name);
            if at == paths.end {
                return;
            }
            if part(self.names.name(at), start) == name {
                let end = self.names.alike(at, paths.end, start);
                self.group((ours.get(name), theirs.get(name)), at..end, start + name.len());
                at = end;
            }
        }
    }

    /// Paths whose names in a pair of folders are the same and end at `end`.
    fn group(&mut self, pair: (Option<Leaf>, Option<Leaf>), paths: Range<usize>, end: usize) {
        let (ours, theirs) = pair;
        if let (Some(ours), Some(theirs)) = (ours, theirs)
            && (ours.mode, theirs.mode) == (Mode::Folder, Mode::Folder)
        {
            // A file of this name is gone on both sides.
            let below = first(paths.start, paths.end, |at| self.names.name(at).len() > end);
            return self.level((ours.id, theirs.id), below..paths.end, end + 1);
        }
        for at in paths {
            let side = match (self.names.name(at).get(end + 1..), theirs) {
                (None, theirs) if theirs == ours => continue,
                (None, theirs) => Ok(theirs.filter(|leaf| leaf.mode != Mode::Folder)),
                // Only of a file that is gone is nothing here asked; the other side may have it deep inside.
                (Some(path), Some(folder)) if folder.mode == Mode::Folder => {
                    self.objects.leaf(folder.id, path)
                }
                (Some(_), Some(_) | None) => Ok(None),
            };
            self.found.push((at, side));
        }
    }
}

/// The names at which two trees differ, in order.
pub(super) fn differing<'t>(
    mut ours: impl Iterator<Item = Line<'t>>,
    mut theirs: impl Iterator<Item = Line<'t>>,
) -> Vec<&'t [u8]> {
    let mut names = Vec::new();
    let (mut one, mut two) = (ours.next(), theirs.next());
    loop {
        let before = match (one, two) {
            (Some(one), Some(two)) if one == two => Ordering::Equal,
            (Some(one), Some(two)) => {
                let before = order(one.key(), two.key());
                names.push(if before == Ordering::Greater { two.name() } else { one.name() });
                before
            }
            (Some(one), None) => {
                names.push(one.name());
                Ordering::Less
            }
            (None, Some(two)) => {
                names.push(two.name());
                Ordering::Greater
            }
            (None, None) => break,
        };
        if before != Ordering::Greater {
            one = ours.next();
        }
        if before != Ordering::Less {
            two = theirs.next();
        }
    }
    // Trees have another order than paths, and a file on the one side may be a folder on the other.
    names.sort_unstable();
    names.dedup();
    names
}

/// The part of a path that begins at `start`.
fn part(path: &[u8], start: usize) -> &[u8] {
    let rest = path.get(start..).unwrap_or_default();
    rest.split(|byte| *byte == b'/').next().unwrap_or_default()
}

/// The first place from `start` on that is meant, where all behind it are too; else `end`. Looks near the start first.
fn first(start: usize, end: usize, is_meant: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut step) = (start, 1);
    while low < end {
        let probe = (low + step - 1).min(end - 1);
        if is_meant(probe) {
            // Between `low` and `probe`.
            let (mut from, mut to) = (low, probe);
            while from < to {
                let middle = from + (to - from) / 2;
                if is_meant(middle) {
                    to = middle;
                } else {
                    from = middle + 1;
                }
            }
            return from;
        }
        low = probe + 1;
        step *= 2;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_below_a_folder_stands_together() {
        let mut paths = ["a-b", "a/c", "a", "a0", "a/b/c", "a/b"];
        paths.sort_by(|one, two| by_parts(one.as_bytes(), two.as_bytes()));
        assert_eq!(paths, ["a", "a/b", "a/b/c", "a/c", "a-b", "a0"]);
    }

    #[test]
    fn the_first_that_is_meant() {
        for end in 0..40 {
            for sought in 0..=end {
                for start in 0..=sought {
                    assert_eq!(first(start, end, |at| at >= sought), sought, "{start}..{end}");
                }
            }
        }
    }
}
