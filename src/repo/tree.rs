//! Trees, parsed from their bytes and refused unless canonical.

use std::cmp::Ordering;
use std::ops::Range;

use git2::{ObjectFormat, Oid};

use super::snapshot::EntryKind;

/// What a tree says an entry is, after the canonicalisation that Git itself applies (100664 is 100644).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Folder,
    File,
    Executable,
    Symlink,
    Submodule,
}

/// Mode and object of an entry: equal for two entries exactly when `git log` sees no change between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) mode: Mode,
    pub(super) id: Oid,
}

/// A canonical tree. Entries are kept as places in its bytes: most are never asked for.
pub(super) struct Tree {
    data: Vec<u8>,
    entries: Vec<Line>,
}

struct Line {
    name: Range<usize>,
    id: Range<usize>,
    mode: Mode,
}

impl Mode {
    /// Reads a mode; nothing for a type that Git does not write.
    pub(super) fn new(bits: u32) -> Option<Self> {
        match bits & 0o170_000 {
            0o040_000 => Some(Self::Folder),
            0o100_000 if bits & 0o100 != 0 => Some(Self::Executable),
            0o100_000 => Some(Self::File),
            0o120_000 => Some(Self::Symlink),
            0o160_000 => Some(Self::Submodule),
            _ => None,
        }
    }

    /// The kind that a listing gives it; nothing for folders, which it does not list.
    pub(super) fn kind(self) -> Option<EntryKind> {
        match self {
            Self::Folder => None,
            Self::File | Self::Executable => Some(EntryKind::File),
            Self::Symlink => Some(EntryKind::Symlink),
            Self::Submodule => Some(EntryKind::Submodule),
        }
    }
}

impl Tree {
    /// Reads a tree; nothing if it is damaged, unsorted, holds a name twice, or a name that no path can have. Git
    /// takes the first of two equal names, libgit2 the second: a reviewer could see another file than this tool.
    pub(super) fn parse(data: &[u8], format: ObjectFormat) -> Option<Self> {
        let width = match format {
            ObjectFormat::Sha1 => 20,
            ObjectFormat::Sha256 => 32,
        };
        let mut entries = Vec::new();
        let mut at = 0;
        while at < data.len() {
            let blank = at + data.get(at..)?.iter().position(|byte| *byte == b' ')?;
            let nul = blank + data.get(blank..)?.iter().position(|byte| *byte == 0)?;
            let line = Line {
                name: blank + 1..nul,
                id: nul + 1..nul + 1 + width,
                mode: Mode::new(octal(data.get(at..blank)?)?)?,
            };
            if line.id.end > data.len() || !is_name(data.get(line.name.clone())?) {
                return None;
            }
            at = line.id.end;
            entries.push(line);
        }
        let tree = Self { data: data.to_vec(), entries };
        tree.is_canonical().then_some(tree)
    }

    /// The entry of a name, if there is one.
    pub(super) fn get(&self, name: &[u8]) -> Option<Leaf> {
        let line = self.find(name, false).or_else(|| self.find(name, true))?;
        self.leaf(line)
    }

    /// All entries in the order of the tree.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], Leaf)> {
        self.entries.iter().filter_map(|line| Some((self.name(line), self.leaf(line)?)))
    }

    /// Roughly the bytes it takes in memory.
    pub(super) fn weight(&self) -> usize {
        self.data.len() + self.entries.len() * size_of::<Line>()
    }

    fn name(&self, line: &Line) -> &[u8] {
        self.data.get(line.name.clone()).unwrap_or_default()
    }

    /// There is one for every line: its bytes were counted when it was read.
    fn leaf(&self, line: &Line) -> Option<Leaf> {
        let id = Oid::from_bytes(self.data.get(line.id.clone())?).ok()?;
        Some(Leaf { mode: line.mode, id })
    }

    fn key<'a>(&'a self, line: &Line) -> (&'a [u8], bool) {
        (self.name(line), line.mode == Mode::Folder)
    }

    fn find(&self, name: &[u8], folder: bool) -> Option<&Line> {
        let found = self.entries.binary_search_by(|line| order(self.key(line), (name, folder)));
        found.ok().and_then(|at| self.entries.get(at))
    }

    fn is_canonical(&self) -> bool {
        self.entries
            .is_sorted_by(|one, two| order(self.key(one), self.key(two)) == Ordering::Less)
            // A file and a folder of one name need not stand side by side, but only longer names come between.
            && self.entries.iter().enumerate().filter(|(_, line)| line.mode == Mode::Folder).all(|(at, line)| {
                let before = self.entries.iter().take(at).rev().map(|line| self.name(line));
                let mut alike = before.take_while(|other| other.starts_with(self.name(line)));
                alike.all(|other| other != self.name(line))
            })
    }
}

/// Git's order: by bytes, as if folders ended with a slash.
fn order(one: (&[u8], bool), two: (&[u8], bool)) -> Ordering {
    let common = one.0.len().min(two.0.len());
    let next = |(name, folder): (&[u8], bool)| {
        name.get(common).copied().unwrap_or(if folder && name.len() == common { b'/' } else { 0 })
    };
    one.0[..common].cmp(&two.0[..common]).then_with(|| next(one).cmp(&next(two)))
}

fn octal(digits: &[u8]) -> Option<u32> {
    let value =
        |so_far, digit: &u8| (b'0'..=b'7').contains(digit).then(|| so_far * 8 + u32::from(digit - b'0'));
    if (1..=7).contains(&digits.len()) { digits.iter().try_fold(0, value) } else { None }
}

fn is_name(name: &[u8]) -> bool {
    !name.is_empty()
        && name != b"."
        && name != b".."
        && !name.eq_ignore_ascii_case(b".git")
        && !name.contains(&b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(entries: &[(&str, &str)]) -> Option<Tree> {
        let mut data = Vec::new();
        for (mode, name) in entries {
            data.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            data.extend_from_slice(&[7; 20]);
        }
        Tree::parse(&data, ObjectFormat::Sha1)
    }

    #[test]
    fn entries_are_found_in_the_order_of_git() {
        let names = [("100644", "a"), ("100644", "b.c"), ("40000", "b"), ("100755", "b0"), ("160000", "c")];
        let tree = tree(&names).expect("a canonical tree");
        for (_, name) in names {
            assert!(tree.get(name.as_bytes()).is_some(), "{name}");
        }
        assert_eq!(tree.get(b"b").map(|leaf| leaf.mode), Some(Mode::Folder));
        assert_eq!(tree.get(b"b."), None);
        assert_eq!(Mode::new(0o100_664), Some(Mode::File));
    }

    #[test]
    fn trees_that_two_readers_could_read_differently_are_refused() {
        for wrong in [
            &[("100644", "b"), ("100644", "a")][..],
            &[("100644", "a"), ("100644", "a")],
            &[("100644", "a"), ("100644", "a.b"), ("40000", "a")],
            &[("40000", "b"), ("100644", "b.c")],
            &[("100644", "")],
            &[("40000", "..")],
            &[("40000", ".")],
            &[("40000", ".GIT")],
            &[("100644", "a/b")],
            &[("150000", "a")],
            &[("1006x4", "a")],
        ] {
            assert!(tree(wrong).is_none(), "{wrong:?}");
        }
        assert!(Tree::parse(b"100644 a\0short", ObjectFormat::Sha1).is_none());
        assert!(Tree::parse(b"", ObjectFormat::Sha1).is_some());
    }
}
