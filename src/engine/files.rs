//! The files that a project is judged by: its settings and its baseline, read as text.

use super::trouble::finding;
use crate::finding::{About, Finding, Problems};
use crate::load::{BASELINE_NAME, BaselineFile, FILE_NAME, MAX_DATA, SettingsFile, baseline, settings};
use crate::model::Words;
use crate::name::RepoPath;
use crate::repo::{EntryKind, Snapshot};
use crate::rule::Rule;
use crate::text::{Place, Source};

/// The settings of a folder.
pub(super) fn read_settings(
    snapshot: &Snapshot<'_>,
    folder: &RepoPath,
    problems: &mut Problems,
) -> Option<SettingsFile> {
    settings(&text(snapshot, folder.join(FILE_NAME)?, problems)?, problems)
}

/// The baseline of a project. Whatever stands at its place and is none is a problem; nothing there is no baseline.
pub(super) fn read_baseline(
    snapshot: &Snapshot<'_>,
    file: &SettingsFile,
    problems: &mut Problems,
) -> Option<BaselineFile> {
    let path = file.evidence_folder().join(BASELINE_NAME)?;
    match snapshot.entry(&path).map(|entry| entry.kind) {
        None => Some(BaselineFile::absent()),
        Some(EntryKind::File) => baseline(&text(snapshot, path, problems)?, problems),
        Some(EntryKind::Symlink | EntryKind::Submodule) => {
            problems.push(wrong(path, Words::both("eine Datei", "a file")));
            None
        }
    }
}

fn text(snapshot: &Snapshot<'_>, path: RepoPath, problems: &mut Problems) -> Option<Source> {
    let bytes = match snapshot.read(&path, MAX_DATA as u64) {
        Ok(bytes) => bytes,
        Err(trouble) => {
            problems.push(Finding { place: Place::whole(path), ..finding(&trouble) });
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(Source::new(path, text)),
        Err(_) => {
            problems.push(wrong(path, Words::both("Text in UTF-8", "text in UTF-8")));
            None
        }
    }
}

fn wrong(path: RepoPath, expected: Words) -> Finding {
    let finding =
        Finding::new(Rule::WrongValue, About::project("repository").file(&path), Place::whole(path.clone()));
    finding.variant("type").with("value", path.as_str()).with("expected", expected)
}
