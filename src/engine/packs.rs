//! Which pack a project is judged by: a built-in one of the pinned version, or one inside the repository with the
//! pinned digest.

use std::borrow::Cow;

use super::trouble;
use crate::finding::{About, Finding, Problems};
use crate::load::{MAX_DATA, PackFiles, SettingsFile, builtin, builtin_packs, one_pack, pack};
use crate::model::{Pack, Words};
use crate::name::RepoPath;
use crate::repo::{EntryKind, Snapshot};
use crate::rule::Rule;
use crate::text::Place;

/// Resolves the first and only pack of the settings.
pub(super) fn resolve(
    snapshot: &Snapshot<'_>,
    file: &SettingsFile,
    problems: &mut Problems,
) -> Option<Cow<'static, Pack>> {
    let packs = &file.settings.policy.packs;
    if packs.len() > 1 {
        let finding = at(file, Rule::WrongValue, "1").variant("type").with("value", packs[1].as_str());
        problems.push(finding.with("expected", one_pack()));
        return None;
    }
    let pinned = packs.first()?;
    match pinned.split_once('@') {
        Some((path, digest)) if digest.starts_with("sha256:") => {
            from_repository(snapshot, file, path, digest, problems)
        }
        Some((id, version)) => from_binary(file, id, version, problems),
        None => {
            let finding = at(file, Rule::WrongValue, "0").variant("type").with("value", pinned.as_str());
            problems.push(finding.with("expected", one_pack()));
            None
        }
    }
}

fn from_binary(
    file: &SettingsFile,
    id: &str,
    version: &str,
    problems: &mut Problems,
) -> Option<Cow<'static, Pack>> {
    let Some(pack) = builtin(id) else {
        let known: Vec<String> =
            builtin_packs().iter().map(|pack| format!("{}@{}", pack.id, pack.version)).collect();
        let finding =
            at(file, Rule::UnknownId, "0").with("id", id).with("kind", Words::both("Regelwerk", "pack"));
        problems.push(finding.with("known", known.join(", ")));
        return None;
    };
    if pack.version != version {
        let finding = at(file, Rule::PackVersion, "0").with("pack", id).with("wanted", version);
        problems.push(finding.with("available", pack.version.as_str()));
        return None;
    }
    Some(Cow::Borrowed(pack))
}

fn from_repository(
    snapshot: &Snapshot<'_>,
    file: &SettingsFile,
    path: &str,
    digest: &str,
    problems: &mut Problems,
) -> Option<Cow<'static, Pack>> {
    let Some(folder) = file.folder().join(path) else {
        let finding = at(file, Rule::WrongValue, "0").variant("type").with("value", path);
        let expected = Words::both("ein Pfad innerhalb des Projekts", "a path inside the project");
        problems.push(finding.with("expected", expected));
        return None;
    };
    let mut files = PackFiles::new();
    for (path, entry) in snapshot.below(&folder) {
        let below = path.below(&folder).map(str::to_owned);
        let read = match snapshot.read(path, MAX_DATA as u64) {
            // What is not there to be read says nothing about the pack.
            Err(trouble) if entry.kind == EntryKind::File => {
                problems.push(Finding { place: Place::whole(path.clone()), ..trouble::finding(&trouble) });
                return None;
            }
            read => read,
        };
        let text = read.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        match (below, text) {
            (Some(below), Some(text)) if entry.kind == EntryKind::File => {
                files.insert(below, text);
            }
            _ => {
                let finding = at(file, Rule::BrokenPack, "0").variant("unreadable");
                problems.push(finding.with("detail", RepoPath::to_string(path)));
                return None;
            }
        }
    }
    if files.is_empty() {
        problems.push(at(file, Rule::BrokenPack, "0").variant("unreadable").with("detail", path));
        return None;
    }
    let mut own = Problems::default();
    let read = pack(&folder, &files, &mut own);
    let sound = own.is_empty();
    problems.extend(own);
    let pack = read.filter(|_| sound)?;
    let found = format!("sha256:{}", pack.digest);
    if found != digest {
        let finding = at(file, Rule::BrokenPack, "0").variant("digest").with("wanted", digest);
        problems.push(finding.with("found", found).with("detail", path));
        return None;
    }
    Some(Cow::Owned(pack))
}

fn at(file: &SettingsFile, rule: Rule, index: &str) -> Finding {
    let about = About::project(format!("packs/{index}")).file(file.source.path());
    Finding::new(rule, about, file.value(&["policy", "packs", index]))
}
