//! Files of the work tree that the index does not hold.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use super::disk::{Folders, os_path};
use super::limit;
use super::open::Repository;
use super::snapshot::{Body, Entry, EntryKind, Item, raw_beside, repo_path};
use super::tracked::{Met, Tracked};
use super::trouble::Trouble;
use super::walked::Progress;
use crate::name::RepoPath;

/// The settings file is looked for even where it is ignored: it decides what is judged.
const SETTINGS: &[u8] = b"nachweis.toml";

/// Adds what Git would show as untracked below these folders, and ignored settings files in folders that are not
/// ignored themselves. Answers with the tracked files that it came by.
pub(super) fn add(
    repository: &Repository,
    folders: &[RepoPath],
    tracked: &Tracked<'_>,
    items: &mut BTreeMap<RepoPath, Item>,
) -> Result<Met, Trouble> {
    let Some(root) = repository.work_dir() else { return Ok(Met::default()) };
    let mut search = Search { repository, root, tracked: Some(tracked), met: Met::default(), seen: 0, items };
    folders.iter().try_for_each(|folder| search.below(folder))?;
    Ok(search.met)
}

/// Adds every file below a folder that is not listed yet, ignored or not.
pub(super) fn add_below(
    repository: &Repository,
    folder: &RepoPath,
    items: &mut BTreeMap<RepoPath, Item>,
) -> Result<(), Trouble> {
    let Some(root) = repository.work_dir() else { return Ok(()) };
    Search { repository, root, tracked: None, met: Met::default(), seen: 0, items }.below(folder)
}

struct Search<'s> {
    repository: &'s Repository,
    root: &'s Path,
    /// What the index holds; nothing where even what is ignored is asked for.
    tracked: Option<&'s Tracked<'s>>,
    met: Met,
    seen: usize,
    items: &'s mut BTreeMap<RepoPath, Item>,
}

impl Search<'_> {
    /// Lists all below a folder, unless a link stands in for it.
    fn below(&mut self, folder: &RepoPath) -> Result<(), Trouble> {
        let mut path = folder.as_str().as_bytes().to_vec();
        if !path.is_empty() {
            let found = Folders::default().look(self.root, Path::new(folder.as_str()))?;
            if !found.is_some_and(|found| found.is_dir()) {
                return Ok(());
            }
            path.push(b'/');
        }
        self.folder(&mut path, 0)
    }

    /// Lists a folder; `path` is empty or ends with a slash.
    fn folder(&mut self, path: &mut Vec<u8>, depth: usize) -> Result<(), Trouble> {
        if depth > limit::DEPTH {
            return Err(Trouble::Limit { what: "depth", value: limit::DEPTH as u64 });
        }
        let Some(place) = os_path(path) else { return Ok(()) };
        let place = self.root.join(place);
        let entries = match place.read_dir() {
            Ok(entries) => entries,
            // Git shows nothing from there either; a tracked file below would have been reported by its own name.
            Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::NotFound) => {
                return Ok(());
            }
            Err(error) => return Err(Trouble::from_io(&error, &place)),
        };
        let length = path.len();
        for entry in entries {
            let entry = entry.map_err(|error| Trouble::from_io(&error, &place))?;
            let Ok(kind) = entry.file_type() else { continue };
            let name = entry.file_name();
            let name = name.as_encoded_bytes();
            self.seen += 1;
            if self.seen > limit::ENTRIES {
                return Err(Trouble::Limit { what: "entries", value: limit::ENTRIES as u64 });
            }
            self.repository.tell(Progress::Entries(self.seen as u64));
            if name.eq_ignore_ascii_case(b".git") {
                continue;
            }
            path.extend_from_slice(name);
            if kind.is_dir() {
                path.push(b'/');
                if !is_repository(&entry.path()) && !self.is_ignored(path)? {
                    self.folder(path, depth + 1)?;
                }
            } else if kind.is_file() || kind.is_symlink() {
                let kind = if kind.is_file() { EntryKind::File } else { EntryKind::Symlink };
                if self.tracked.is_some_and(|tracked| tracked.holds(path)) {
                    self.met.note(path, kind);
                } else if name == SETTINGS || !self.is_ignored(path)? {
                    self.add(path, kind);
                }
            }
            path.truncate(length);
        }
        Ok(())
    }

    fn add(&mut self, bytes: &[u8], kind: EntryKind) {
        let path = repo_path(bytes);
        let raw = raw_beside(&path, bytes);
        let item = Item { entry: Entry { kind, tracked: false }, raw, body: Body::Disk(None) };
        self.items.entry(path).or_insert(item);
    }

    fn is_ignored(&self, path: &[u8]) -> Result<bool, Trouble> {
        if self.tracked.is_none() {
            return Ok(false);
        }
        let ignored = self.repository.git.is_path_ignored(os_path(path).unwrap_or_default());
        ignored.map_err(|error| Trouble::from_git(&error, &repo_path(path).to_string()))
    }
}

/// A folder with a `.git` of its own is another repository's business.
fn is_repository(folder: &Path) -> bool {
    folder.join(".git").symlink_metadata().is_ok()
}
