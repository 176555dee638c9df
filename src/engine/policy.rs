//! `policy check`: a pack, judged for those who write it.

use super::world::{self, Ask, View, World};
use super::{builtin_packs, trouble};
use crate::check::lint;
use crate::finding::{Finding, Problems, Report};
use crate::load::{MAX_DATA, PackFiles, PackPlaces, builtin_files, pack};
use crate::name::RepoPath;
use crate::repo::{EntryKind, Repository, Snapshot, Trouble};

/// Judges a pack: the one in a folder of the repository, or the first built-in one. Gives the report and, for a pack
/// that can be read, how many tasks and pieces it holds.
pub fn policy_check(ask: &Ask, folder: Option<&str>) -> (Report, Option<(usize, usize)>) {
    let lang = ask.lang.unwrap_or_default();
    let files = match folder {
        Some(folder) => from_repository(ask, folder),
        None => {
            Ok(builtin_packs().first().and_then(|pack| builtin_files(pack.id.as_str())).unwrap_or_default())
        }
    };
    let (folder, files) = match files {
        Ok(files) => files,
        Err(trouble) => return (world::empty_report(ask, lang, vec![trouble::finding(&trouble)]), None),
    };
    let mut problems = Problems::default();
    let Some(pack) = pack(&folder, &files, &mut problems) else {
        return (world::empty_report(ask, lang, problems.into_sorted()), None);
    };
    let found: Vec<Finding> = lint(&pack, &PackPlaces::new(&folder, &files), ask.as_of.date);
    let pieces = pack.tasks.values().map(|task| task.evidence.len()).sum();
    (world::empty_report(ask, lang, found), Some((pack.tasks.len(), pieces)))
}

/// The files of a pack in the working tree.
fn from_repository(ask: &Ask, folder: &str) -> Result<(RepoPath, PackFiles), Trouble> {
    let start = ask.starts.first().cloned().unwrap_or_default();
    let repository = Repository::open(&start)?;
    let world = World::load(&repository, &Ask { view: View::Worktree, ..ask.clone() })?;
    let unknown = || Trouble::Unreadable { detail: folder.to_owned() };
    let folder = repository.prefix().join(folder.trim_end_matches('/')).ok_or_else(unknown)?;
    let files = read(&world.snapshot, &folder)?;
    if files.is_empty() { Err(unknown()) } else { Ok((folder, files)) }
}

fn read(snapshot: &Snapshot<'_>, folder: &RepoPath) -> Result<PackFiles, Trouble> {
    let mut files = PackFiles::new();
    for (path, _) in snapshot.below(folder).filter(|(_, entry)| entry.kind == EntryKind::File) {
        let text = String::from_utf8(snapshot.read(path, MAX_DATA as u64)?);
        let text = text.map_err(|_| Trouble::Unreadable { detail: path.to_string() })?;
        files.extend(path.below(folder).map(|name| (name.to_owned(), text)));
    }
    Ok(files)
}
