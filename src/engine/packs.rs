//! Which pack a project is judged by: a built-in one of the pinned version, or one inside the repository with the
//! pinned digest, with all packs that it builds on.

use std::borrow::Cow;

use super::trouble;
use crate::finding::{About, Finding, Problems};
use crate::load::{
    Built, DEEPEST, MAX_DATA, PackFiles, SettingsFile, builtin, builtin_files, builtin_packs, extends,
    one_pack,
};
use crate::model::{Pack, Words};
use crate::name::RepoPath;
use crate::repo::{EntryKind, Snapshot, Trouble};
use crate::rule::Rule;
use crate::text::Place;

/// Resolves the first and only pack of the settings.
pub(super) fn resolve(
    snapshot: &Snapshot<'_>,
    file: &SettingsFile,
    problems: &mut Problems,
) -> Option<Cow<'static, Pack>> {
    let packs = &file.settings.policy.packs;
    let pin = |at: usize| Pin {
        text: packs.get(at).map_or("", String::as_str),
        element: format!("packs/{at}"),
        place: file.value(&["policy", "packs", &at.to_string()]),
    };
    if packs.len() > 1 {
        problems.push(pin(1).wrong(one_pack()));
        return None;
    }
    packs.first()?;
    pinned(snapshot, &pin(0), |path| file.folder().join(path), problems)
}

/// The pack that a text names; `folder` says where the path in it leads.
pub(super) fn pinned(
    snapshot: &Snapshot<'_>,
    pin: &Pin<'_>,
    folder: impl Fn(&str) -> Option<RepoPath>,
    problems: &mut Problems,
) -> Option<Cow<'static, Pack>> {
    match pin.text.split_once('@') {
        Some((path, digest)) if digest.starts_with("sha256:") => {
            let built = pin.in_repository(snapshot, folder(path), path, digest, &[], problems)?;
            Some(Cow::Owned(built.pack))
        }
        Some((id, version)) => pin.in_binary(id, version, problems).map(Cow::Borrowed),
        None => {
            problems.push(pin.wrong(one_pack()));
            None
        }
    }
}

/// Words that name a pack and pin its content.
pub(super) struct Pin<'a> {
    pub(super) text: &'a str,
    /// What tells findings about it from those about others.
    pub(super) element: String,
    pub(super) place: Place,
}

impl Pin<'_> {
    fn at(&self, rule: Rule) -> Finding {
        let about = About::project(self.element.as_str()).file(self.place.path());
        Finding::new(rule, about, self.place.clone())
    }

    fn wrong(&self, expected: Words) -> Finding {
        self.at(Rule::WrongValue).variant("type").with("value", self.text).with("expected", expected)
    }

    fn in_binary(&self, id: &str, version: &str, problems: &mut Problems) -> Option<&'static Pack> {
        let Some(pack) = builtin(id) else {
            let known: Vec<String> =
                builtin_packs().iter().map(|pack| format!("{}@{}", pack.id, pack.version)).collect();
            let finding =
                self.at(Rule::UnknownId).with("id", id).with("kind", Words::both("Regelwerk", "pack"));
            problems.push(finding.with("known", known.join(", ")));
            return None;
        };
        if pack.version != version {
            let finding = self.at(Rule::PackVersion).with("pack", id).with("wanted", version);
            problems.push(finding.with("available", pack.version.as_str()));
            return None;
        }
        Some(pack)
    }

    /// A pack in a folder of the repository; `above` are the folders of the packs that build on it.
    fn in_repository(
        &self,
        snapshot: &Snapshot<'_>,
        folder: Option<RepoPath>,
        path: &str,
        digest: &str,
        above: &[RepoPath],
        problems: &mut Problems,
    ) -> Option<Built> {
        let Some(folder) = folder else {
            let expected = Words::both("ein Pfad innerhalb des Projekts", "a path inside the project");
            problems.push(
                self.at(Rule::WrongValue).variant("type").with("value", path).with("expected", expected),
            );
            return None;
        };
        if above.contains(&folder) {
            problems.push(self.at(Rule::BrokenPack).variant("extends-cycle").with("detail", folder.as_str()));
            return None;
        }
        let files = match files(snapshot, &folder) {
            Ok(files) if files.is_empty() => {
                problems.push(self.at(Rule::BrokenPack).variant("unreadable").with("detail", path));
                return None;
            }
            Ok(files) => files,
            Err(Unread { path, trouble }) => {
                problems.push(match trouble {
                    Some(trouble) => Finding { place: Place::whole(path), ..trouble::finding(&trouble) },
                    None => self.at(Rule::BrokenPack).variant("unreadable").with("detail", path.to_string()),
                });
                return None;
            }
        };
        let built = read(snapshot, &folder, &files, above, problems)?;
        let found = format!("sha256:{}", built.pack.digest);
        if found != digest {
            let finding = self.at(Rule::BrokenPack).variant("digest").with("wanted", digest);
            problems.push(finding.with("found", found).with("detail", path));
            return None;
        }
        Some(built)
    }

    /// What a pack builds on. A path counts from the folder of the pack that names it.
    fn base(&self, snapshot: &Snapshot<'_>, above: &[RepoPath], problems: &mut Problems) -> Option<Built> {
        if above.len() >= DEEPEST {
            problems.push(self.at(Rule::BrokenPack).variant("extends-depth").with("detail", DEEPEST));
            return None;
        }
        match self.text.split_once('@') {
            Some((path, digest)) if digest.starts_with("sha256:") => {
                let folder = self.place.path().resolve(path);
                self.in_repository(snapshot, folder, path, digest, above, problems)
            }
            Some((id, version)) => {
                let pack = self.in_binary(id, version, problems)?;
                let (_, files) = builtin_files(id)?;
                Some(Built::whole(pack.clone(), files))
            }
            None => {
                problems.push(self.wrong(one_pack()));
                None
            }
        }
    }
}

/// Reads a pack with all packs that it builds on; `above` are the folders of those that build on it.
pub(super) fn read(
    snapshot: &Snapshot<'_>,
    folder: &RepoPath,
    files: &PackFiles,
    above: &[RepoPath],
    problems: &mut Problems,
) -> Option<Built> {
    let mut own = Problems::default();
    let built = match extends(folder, files) {
        None => Built::read(folder, files, None, &mut own),
        Some((text, place)) => {
            let pin = Pin { text: &text, element: "extends".to_owned(), place };
            let above: Vec<RepoPath> = above.iter().chain([folder]).cloned().collect();
            let base = pin.base(snapshot, &above, &mut own);
            base.and_then(|base| Built::read(folder, files, Some(base), &mut own))
        }
    };
    let sound = own.is_empty();
    problems.extend(own);
    built.filter(|_| sound)
}

/// A file of a pack that is no text, or could not be looked at.
pub(super) struct Unread {
    pub(super) path: RepoPath,
    /// Why it could not be looked at; nothing where it was, and is no text.
    pub(super) trouble: Option<Trouble>,
}

/// The files of a pack.
pub(super) fn files(snapshot: &Snapshot<'_>, folder: &RepoPath) -> Result<PackFiles, Unread> {
    let mut files = PackFiles::new();
    for (path, entry) in snapshot.below(folder) {
        let below = path.below(folder).map(str::to_owned);
        let unread = |trouble: Option<Trouble>| Unread { path: path.clone(), trouble };
        let read = match snapshot.read(path, MAX_DATA as u64) {
            // What is not there to be read says nothing about the pack.
            Err(trouble) if entry.kind == EntryKind::File => return Err(unread(Some(trouble))),
            read => read,
        };
        let text = read.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        match (below, text) {
            (Some(below), Some(text)) if entry.kind == EntryKind::File => {
                files.insert(below, text);
            }
            _ => return Err(unread(None)),
        }
    }
    Ok(files)
}
