//! `policy check`: a pack, judged for those who write it.

use super::packs::Unread;
use super::world::{self, Ask, View, World};
use super::{builtin_packs, packs, trouble};
use crate::check::{departures, lint};
use crate::finding::{Problems, Report};
use crate::load::{Built, PackPlaces, builtin_files};
use crate::model::{Difference, Pack, Part};
use crate::name::RepoPath;
use crate::repo::{Repository, Trouble};
use crate::rule::Rule;
use crate::text::Place;

/// Judges a pack: the one in a folder of the repository, or the first built-in one. Gives the report and, for a pack
/// that can be read, how many tasks and pieces it holds.
pub fn policy_check(ask: &Ask, folder: Option<&str>) -> (Report, Option<(usize, usize)>) {
    let lang = ask.lang.unwrap_or_default();
    let mut problems = Problems::default();
    let read = match folder {
        Some(folder) => from_repository(ask, folder, &mut problems),
        None => Ok(from_binary()),
    };
    let read = match read {
        Ok(read) => read,
        Err(trouble) => return (world::empty_report(ask, lang, vec![trouble::finding(&trouble)]), None),
    };
    let Some((folder, files, built)) = read else {
        return (world::empty_report(ask, lang, problems.into_sorted()), None);
    };
    let pack = &built.pack;
    let places = PackPlaces::new(&folder, &files, &built);
    let mut found = lint(pack, &places, ask.as_of.date);
    found.extend(departures(pack, |difference| place_of(pack, &places, difference)));
    let pieces = pack.tasks.values().map(|task| task.evidence.len()).sum();
    (world::empty_report(ask, lang, found), Some((pack.tasks.len(), pieces)))
}

/// Where a difference stands in the files of a pack.
fn place_of(pack: &Pack, places: &PackPlaces<'_>, difference: &Difference) -> Place {
    let Part::Piece(address) = &difference.part else {
        let keys: Vec<&str> = difference.key.split('.').filter(|key| !key.is_empty()).collect();
        return places.at(&difference.part.file(), &keys);
    };
    let of_task = pack.tasks.get(&address.task).map(|task| task.evidence.as_slice()).unwrap_or_default();
    let at = of_task.iter().position(|piece| piece.piece == address.piece).unwrap_or_default().to_string();
    let keys: Vec<&str> = ["evidence", &at].into_iter().chain(difference.key.split('.')).collect();
    places.at(&difference.part.file(), &keys)
}

pub(super) type Read = (RepoPath, crate::load::PackFiles, Built);

fn from_binary() -> Option<Read> {
    let pack = builtin_packs().first()?;
    let (folder, files) = builtin_files(pack.id.as_str())?;
    let built = Built::whole(pack.clone(), files.clone());
    Some((folder, files, built))
}

/// Whether a text names a pack with what pins it, not a folder.
pub(super) fn names_pack(text: &str) -> bool {
    text.contains('@')
}

/// A pack in the working tree.
pub(super) fn from_repository(
    ask: &Ask,
    folder: &str,
    problems: &mut Problems,
) -> Result<Option<Read>, Trouble> {
    let start = ask.starts.first().cloned().unwrap_or_default();
    let repository = Repository::open(&start)?;
    let world = World::load(&repository, &Ask { view: View::Worktree, ..ask.clone() })?;
    let mut none = |detail: &str| {
        problems.push(trouble::about(Rule::BrokenPack).variant("unreadable").with("detail", detail));
        Ok(None)
    };
    let Some(path) = repository.prefix().join(folder.trim_end_matches('/')) else { return none(folder) };
    let files = match packs::files(&world.snapshot, &path) {
        Ok(files) if files.is_empty() => return none(folder),
        Ok(files) => files,
        Err(Unread { trouble: Some(trouble), .. }) => return Err(trouble),
        Err(Unread { path, trouble: None }) => return none(path.as_str()),
    };
    let built = packs::read(&world.snapshot, &path, &files, &[], problems);
    Ok(built.map(|built| (path, files, built)))
}
