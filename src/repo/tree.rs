//! Trees, parsed from their bytes and refused unless canonical.

use std::cmp::Ordering;

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
    /// Where each entry begins.
    starts: Vec<u32>,
    /// Bytes of an object id.
    width: usize,
}

/// An entry as its bytes: mode, blank, name, zero, id.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'t> {
    bytes: &'t [u8],
    blank: usize,
    width: usize,
}

impl Mode {
    /// Reads a mode; nothing for one that Git does not write. Early versions of it wrote 100664.
    pub(super) fn new(bits: u32) -> Option<Self> {
        match bits {
            0o040_000 => Some(Self::Folder),
            0o100_755 => Some(Self::Executable),
            0o100_644 | 0o100_664 => Some(Self::File),
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
        let width = width(format);
        let mut tree = Self { data: data.to_vec(), starts: Vec::with_capacity(data.len() / 40 + 1), width };
        let mut at = 0;
        while let Some(rest) = data.get(at..).filter(|rest| !rest.is_empty()) {
            let blank = rest.iter().take(8).position(|byte| *byte == b' ')?;
            let length = rest.get(blank + 1..)?.iter().position(|byte| *byte == 0)?;
            let end = blank + length + 2 + width;
            let line = Line { bytes: rest.get(..end)?, blank, width };
            Mode::new(octal(line.bytes.get(..blank)?)?)?;
            if !is_name(line.name()) {
                return None;
            }
            tree.starts.push(u32::try_from(at).ok()?);
            at += end;
        }
        tree.is_canonical().then_some(tree)
    }

    /// The entry of a name, if there is one.
    pub(super) fn get(&self, name: &[u8]) -> Option<Leaf> {
        self.find(name, false).or_else(|| self.find(name, true))?.leaf()
    }

    /// All entries in the order of the tree.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], Leaf)> {
        self.lines().filter_map(|line| Some((line.name(), line.leaf()?)))
    }

    /// All entries as they stand there.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> + Clone {
        (0..self.starts.len()).filter_map(|at| self.line(at))
    }

    /// Roughly the bytes it takes in memory.
    pub(super) fn weight(&self) -> usize {
        size_of::<Self>() + self.data.len() + self.starts.len() * size_of::<u32>()
    }

    /// There is one for every start: its bytes were counted when it was read.
    fn line(&self, at: usize) -> Option<Line<'_>> {
        let start = *self.starts.get(at)? as usize;
        let end = self.starts.get(at + 1).map_or(self.data.len(), |next| *next as usize);
        let bytes = self.data.get(start..end)?;
        let blank = bytes.iter().position(|byte| *byte == b' ')?;
        Some(Line { bytes, blank, width: self.width })
    }

    fn find(&self, name: &[u8], folder: bool) -> Option<Line<'_>> {
        let (mut low, mut high) = (0, self.starts.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let line = self.line(middle)?;
            match order(line.key(), (name, folder)) {
                Ordering::Equal => return Some(line),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn is_canonical(&self) -> bool {
        self.lines().is_sorted_by(|one, two| order(one.key(), two.key()) == Ordering::Less)
            // A file and a folder of one name need not stand side by side, but only longer names come between.
            && self.lines().enumerate().filter(|(_, line)| line.is_folder()).all(|(at, line)| {
                let before = (0..at).rev().filter_map(|at| self.line(at)).map(|line| line.name());
                let mut alike = before.take_while(|other| other.starts_with(line.name()));
                alike.all(|other| other != line.name())
            })
    }
}

impl<'t> Line<'t> {
    /// The name alone.
    pub(super) fn name(&self) -> &'t [u8] {
        self.bytes.get(self.blank + 1..self.bytes.len().saturating_sub(self.width + 1)).unwrap_or_default()
    }

    /// Mode and object. There is one for every line: both were read before.
    pub(super) fn leaf(&self) -> Option<Leaf> {
        let id = Oid::from_bytes(self.bytes.get(self.bytes.len().checked_sub(self.width)?..)?).ok()?;
        Some(Leaf { mode: self.mode()?, id })
    }

    pub(super) fn is_folder(&self) -> bool {
        self.mode() == Some(Mode::Folder)
    }

    fn mode(&self) -> Option<Mode> {
        Mode::new(octal(self.bytes.get(..self.blank)?)?)
    }

    /// What orders it in its tree.
    pub(super) fn key(&self) -> (&'t [u8], bool) {
        (self.name(), self.is_folder())
    }
}

/// Bytes of an object id.
pub(super) fn width(format: ObjectFormat) -> usize {
    match format {
        ObjectFormat::Sha1 => 20,
        ObjectFormat::Sha256 => 32,
    }
}

/// Git's order: by bytes, as if folders ended with a slash.
pub(super) fn order(one: (&[u8], bool), two: (&[u8], bool)) -> Ordering {
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
    !name.is_empty() && name != b"." && name != b".." && !name.contains(&b'/') && !is_store(name)
}

/// Names that some system takes for `.git`: in another case, behind characters that HFS+ leaves out, with the blanks,
/// full stops and streams that NTFS leaves out, and the short name that it gives. There a backslash parts folders.
fn is_store(name: &[u8]) -> bool {
    let seen: Vec<u8> = match std::str::from_utf8(name) {
        Ok(text) => text.chars().filter(|char| !is_left_out(*char)).collect::<String>().into_bytes(),
        Err(_) => name.to_vec(),
    };
    let windows = |part: &[u8]| {
        let part = part.split(|byte| *byte == b':').next().unwrap_or_default();
        let end = part.iter().rposition(|byte| !matches!(byte, b' ' | b'.')).map_or(0, |at| at + 1);
        let part = &part[..end];
        part.eq_ignore_ascii_case(b".git") || part.eq_ignore_ascii_case(b"git~1")
    };
    seen.eq_ignore_ascii_case(b".git") || name.split(|byte| *byte == b'\\').any(windows)
}

fn is_left_out(char: char) -> bool {
    matches!(char, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}')
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
        for name in [".gitignore", ".github", "git", "git~2", ".git2", "a.git", "...", "a:b"] {
            assert!(is_name(name.as_bytes()), "{name}");
        }
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
            &[("100644", ".Git . ")],
            &[("100644", "GIT~1")],
            &[("100644", ".git::$INDEX_ALLOCATION")],
            &[("100644", "a\\.git")],
            &[("100644", ".g\u{200c}it\u{feff}")],
            &[("100600", "a")],
            &[("40755", "a")],
            &[("120777", "a")],
            &[("150000", "a")],
            &[("1006x4", "a")],
        ] {
            assert!(tree(wrong).is_none(), "{wrong:?}");
        }
        assert!(Tree::parse(b"100644 a\0short", ObjectFormat::Sha1).is_none());
        assert!(Tree::parse(b"", ObjectFormat::Sha1).is_some());
    }
}
