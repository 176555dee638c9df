//! Files on the disk: read without following a link, hashed as Git would hash them.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use git2::{IndexEntry, ObjectType, Oid};

use super::limit;
use super::object::Objects;
use super::snapshot::EntryKind;
use super::trouble::Trouble;

/// What the index remembers about a file that it holds.
pub(super) struct Stored {
    id: Oid,
    size: u32,
    modified: (i32, u32),
    changed: (i32, u32),
    /// False when the file may have been written again in the same tick as the index.
    trusted: bool,
}

impl Stored {
    /// From an entry; `written` is when the index itself was last written.
    pub(super) fn new(entry: &IndexEntry, written: Option<SystemTime>) -> Self {
        let modified = (entry.mtime.seconds(), entry.mtime.nanoseconds());
        let trusted = written.and_then(stamp).is_some_and(|index| modified < index);
        let changed = (entry.ctime.seconds(), entry.ctime.nanoseconds());
        Self { id: entry.id, size: entry.file_size, modified, changed, trusted }
    }

    /// True when the file can be taken to be the one that the index holds, without reading it.
    pub(super) fn describes(&self, found: &Metadata) -> bool {
        let modified = found.modified().ok().and_then(stamp);
        // The index keeps the size modulo 4 GiB, as Git does.
        self.trusted
            && u64::from(self.size) == found.len() & u64::from(u32::MAX)
            && modified == Some(self.modified)
            && changed(found).is_none_or(|changed| changed == self.changed)
    }
}

/// Which folders of the work tree are real ones, remembered while a listing is made.
#[derive(Default)]
pub(super) struct Folders(BTreeMap<PathBuf, bool>);

impl Folders {
    /// What stands at a path; nothing if there is nothing, or a link stands in for one of its folders.
    ///
    /// Fails when the system refuses to say.
    pub(super) fn look(&mut self, root: &Path, below: &Path) -> Result<Option<Metadata>, Trouble> {
        let parent = below.parent().filter(|parent| !parent.as_os_str().is_empty());
        if parent.is_some_and(|parent| !self.is_real(root, parent)) {
            return Ok(None);
        }
        let path = root.join(below);
        match path.symlink_metadata() {
            Ok(found) => Ok(Some(found)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(Trouble::from_io(&error, &path)),
        }
    }

    fn is_real(&mut self, root: &Path, folder: &Path) -> bool {
        if let Some(known) = self.0.get(folder) {
            return *known;
        }
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
        let real = parent.is_none_or(|parent| self.is_real(root, parent))
            && root.join(folder).symlink_metadata().is_ok_and(|found| found.is_dir());
        self.0.insert(folder.to_owned(), real);
        real
    }
}

/// The bytes of a file; nothing if there are more than `limit`.
pub(super) fn read(root: &Path, raw: &[u8], limit: u64) -> Result<Option<Vec<u8>>, Trouble> {
    let (path, found) = plain(root, raw)?;
    let unreadable = |error: std::io::Error| Trouble::from_io(&error, &path);
    let file = File::open(&path).map_err(unreadable)?;
    // Between the look and the opening somebody may have put a link there.
    if !is_same(&file.metadata().map_err(unreadable)?, &found) {
        return Err(Trouble::Unreadable {
            detail: format!("{}: replaced while it was read", path.display()),
        });
    }
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(if bytes.len() as u64 > limit { None } else { Some(bytes) })
}

/// The id that Git would store the file under. A file written with CRLF counts as the LF form of it where the index
/// holds that: `core.autocrlf` and attributes are filters, and no filter is run.
pub(super) fn id(
    objects: &Objects<'_>,
    root: &Path,
    raw: &[u8],
    kind: EntryKind,
    stored: Option<&Stored>,
) -> Result<Oid, Trouble> {
    if kind == EntryKind::Symlink {
        let path = root.join(os_path(raw).ok_or_else(|| unnameable(raw))?);
        let target = path.read_link().map_err(|error| Trouble::from_io(&error, &path))?;
        return objects.id_of(target.as_os_str().as_encoded_bytes());
    }
    let (path, found) = plain(root, raw)?;
    if let Some(stored) = stored.filter(|stored| stored.describes(&found)) {
        return Ok(stored.id);
    }
    let Some(bytes) = read(root, raw, limit::OBJECT)? else {
        // Models and data sets: hashed piece by piece.
        return Oid::hash_file_ext(ObjectType::Blob, &path, objects.format())
            .map_err(|error| Trouble::from_git(&error, &path.display().to_string()));
    };
    let id = objects.id_of(&bytes)?;
    match stored {
        Some(stored) if stored.id != id && bytes.windows(2).any(|pair| pair == b"\r\n") => {
            let unix = objects.id_of(&without_cr(&bytes))?;
            Ok(if unix == stored.id { unix } else { id })
        }
        _ => Ok(id),
    }
}

/// The system's form of a path below the work tree; nothing for one that leaves it or enters `.git` (an index is only
/// a file, and can hold any bytes), or that the system cannot have. A slash may stand at the end.
pub(super) fn os_path(raw: &[u8]) -> Option<PathBuf> {
    let parts = raw.strip_suffix(b"/").unwrap_or(raw).split(|byte| *byte == b'/');
    let inside = raw.is_empty()
        || parts.into_iter().all(|part| {
            !part.is_empty() && part != b"." && part != b".." && !part.eq_ignore_ascii_case(b".git")
        });
    if inside { native(raw) } else { None }
}

#[cfg(unix)]
fn native(raw: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(raw)))
}

#[cfg(not(unix))]
fn native(raw: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(raw).ok().filter(|text| !text.contains(['\\', ':'])).map(PathBuf::from)
}

fn plain(root: &Path, raw: &[u8]) -> Result<(PathBuf, Metadata), Trouble> {
    let below = os_path(raw).ok_or_else(|| unnameable(raw))?;
    let path = root.join(&below);
    match Folders::default().look(root, &below)? {
        Some(found) if found.is_file() => Ok((path, found)),
        _ => Err(Trouble::Unreadable { detail: format!("{}: no longer a file", path.display()) }),
    }
}

fn unnameable(raw: &[u8]) -> Trouble {
    Trouble::Unreadable { detail: format!("`{}` cannot be a name here", crate::name::RepoPath::escaped(raw)) }
}

fn without_cr(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().peekable();
    while let Some(byte) = rest.next() {
        if *byte != b'\r' || rest.peek() != Some(&&b'\n') {
            kept.push(*byte);
        }
    }
    kept
}

/// Seconds and nanoseconds as the index writes them.
fn stamp(time: SystemTime) -> Option<(i32, u32)> {
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    Some((i32::try_from(since.as_secs()).ok()?, since.subsec_nanos()))
}

#[cfg(unix)]
fn changed(found: &Metadata) -> Option<(i32, u32)> {
    use std::os::unix::fs::MetadataExt;
    Some((i32::try_from(found.ctime()).ok()?, u32::try_from(found.ctime_nsec()).ok()?))
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<(i32, u32)> {
    None
}

#[cfg(unix)]
fn is_same(one: &Metadata, two: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (two.dev(), two.ino())
}

#[cfg(not(unix))]
fn is_same(one: &Metadata, two: &Metadata) -> bool {
    one.is_file() && (one.len(), one.modified().ok()) == (two.len(), two.modified().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_cr_of_a_line_end_goes() {
        assert_eq!(without_cr(b"a\r\n\r\r\nb\r"), b"a\n\r\nb\r");
    }

    #[test]
    fn a_path_stays_in_the_work_tree() {
        for good in ["", "a", "a/b", "a/b/", "..a", ".github"] {
            assert!(os_path(good.as_bytes()).is_some(), "{good}");
        }
        for wrong in ["/a", "..", "a/../b", "./a", "a//b", ".git/config", "a/.GIT/x", "/"] {
            assert!(os_path(wrong.as_bytes()).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_file_is_read_up_to_the_limit() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a"), "12345").expect("written");
        assert_eq!(read(folder.path(), b"a", 5).expect("read"), Some(b"12345".to_vec()));
        assert_eq!(read(folder.path(), b"a", 4).expect("looked"), None);
        assert!(read(folder.path(), b"b", 4).is_err());
    }
}
