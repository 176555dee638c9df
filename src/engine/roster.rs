//! Whose signatures count for a project: the file of keys that its settings pin, and the keys they revoke.
//!
//! The file is pinned by its digest, as a pack is: so whoever approves the settings approves the keys, and no key joins
//! without the settings being touched.

use sha2::{Digest, Sha256};

use super::trouble::finding;
use crate::finding::{About, Finding, Problems};
use crate::load::{MAX_DATA, SettingsFile, revoked, signers};
use crate::model::{Roster, Words};
use crate::name::{RepoPath, hex};
use crate::repo::{EntryKind, Snapshot, Trouble};
use crate::rule::Rule;
use crate::text::Source;

/// Reads the roster of a project from the same tree as its settings.
pub(super) fn resolve(snapshot: &Snapshot<'_>, file: &SettingsFile, problems: &mut Problems) -> Roster {
    let trust = &file.settings.trust;
    let mut roster = Roster { named: trust.signers.is_some(), ..Roster::default() };
    for (at, text) in trust.revoked.iter().enumerate() {
        match revoked(text) {
            Some(fingerprint) => {
                roster.revoked.insert(fingerprint);
            }
            None => {
                let at = at.to_string();
                let finding =
                    wrong(file, &["trust", "revoked", &at]).variant("type").with("value", text.as_str());
                problems.push(finding.with(
                    "expected",
                    Words::both(
                        "ein öffentlicher Schlüssel oder ein Fingerabdruck wie „SHA256:…“",
                        "a public key or a fingerprint such as “SHA256:…”",
                    ),
                ));
            }
        }
    }
    if let Some(pinned) = &trust.signers {
        match read(snapshot, file, pinned) {
            Ok(source) => roster.signers = signers(&source, problems),
            Err(Unread::Trouble(trouble)) => {
                problems.push(Finding { place: file.value(&["trust", "signers"]), ..finding(&trouble) });
            }
            Err(Unread::Expected(expected)) => {
                let wrong = wrong(file, &["trust", "signers"]);
                problems.push(wrong.with("value", pinned.as_str()).with("expected", expected));
            }
        }
    }
    roster
}

/// Why there is no roster.
enum Unread {
    /// It is there, but could not be looked at.
    Trouble(Trouble),
    /// What would have to stand in the settings.
    Expected(Words),
}

fn read(snapshot: &Snapshot<'_>, file: &SettingsFile, pinned: &str) -> Result<Source, Unread> {
    let (name, digest) = pinned.split_once('@').unwrap_or((pinned, ""));
    let path = file.folder().join(name).filter(|path| *path != RepoPath::root());
    let is_file = |path: &RepoPath| snapshot.entry(path).is_some_and(|entry| entry.kind == EntryKind::File);
    let Some(path) = path.filter(is_file) else {
        return Err(Unread::Expected(Words::both(
            "PFAD@sha256:… mit dem Pfad einer Datei mit Schlüsseln in diesem Projekt",
            "PATH@sha256:… with the path of a file of keys in this project",
        )));
    };
    let bytes = snapshot.read(&path, MAX_DATA as u64).map_err(Unread::Trouble)?;
    let found = format!("sha256:{}", hex(&Sha256::digest(&bytes)));
    if found != digest {
        return Err(Unread::Expected(Words::same(&format!("{name}@{found}"))));
    }
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| Unread::Expected(Words::both("Text in UTF-8", "text in UTF-8")))?;
    Ok(Source::new(path, text))
}

fn wrong(file: &SettingsFile, path: &[&str]) -> Finding {
    let about = About::project(path.join("/")).file(file.source.path());
    Finding::new(Rule::WrongValue, about, file.value(path))
}
