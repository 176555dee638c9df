//! Reads the evidence folder: every file with its sidecar, and the ledger.

use std::collections::BTreeMap;

use super::Content;
use crate::load::{
    BASELINE_NAME, MAX_DATA, MAX_EVIDENCE, SIDECAR, SettingsFile, approval, document, sidecar_of,
};
use crate::model::Approval;
use crate::name::RepoPath;
use crate::repo::{EntryKind, Snapshot, Trouble};
use crate::text::Source;

/// The folder of the ledger, below the evidence folder.
pub(super) const LEDGER: &str = "freigaben";

/// The evidence folder, read.
pub(super) struct Folder {
    /// Every document by its path; a reference by the path of the file that is kept elsewhere.
    pub(super) documents: BTreeMap<RepoPath, Content>,
    /// The approvals.
    pub(super) ledger: Vec<Approval>,
    /// What could not be read.
    pub(super) unread: Vec<Trouble>,
}

impl Folder {
    /// Reads everything below the evidence folder.
    pub(super) fn read(
        snapshot: &Snapshot<'_>,
        file: &SettingsFile,
        own: &dyn Fn(&RepoPath) -> bool,
    ) -> Self {
        let root = file.evidence_folder();
        // It tells what is missing, and is nobody's evidence.
        let baseline = root.join(BASELINE_NAME).unwrap_or_default();
        let ledger_folder = root.join(LEDGER).unwrap_or_default();
        let mut documents = BTreeMap::new();
        let mut ledger = Vec::new();
        let mut unread = Vec::new();
        for (path, entry) in snapshot.below(&root).filter(|(path, _)| own(path) && **path != baseline) {
            if path.is_within(&ledger_folder) {
                match read_approval(snapshot, path, entry.kind) {
                    Ok(approval) => ledger.extend(approval),
                    Err(trouble) => unread.push(trouble),
                }
            } else if let Some(named) = path.as_str().strip_suffix(SIDECAR) {
                let Some(named) = RepoPath::new(named) else { continue };
                if snapshot.entry(&named).is_none() {
                    documents.insert(named.clone(), content(snapshot, &named));
                }
            } else {
                documents.insert(path.clone(), content(snapshot, path));
            }
        }
        // Any of these could have claimed a piece: then nothing can be called missing.
        unread.extend(documents.values().filter_map(|content| match content {
            Content::Unknown(trouble) => Some(trouble.clone()),
            Content::Unreadable(_) | Content::Document(_) => None,
        }));
        Self { documents, ledger, unread }
    }
}

fn read_approval(
    snapshot: &Snapshot<'_>,
    path: &RepoPath,
    kind: EntryKind,
) -> Result<Option<Approval>, Trouble> {
    if kind != EntryKind::File {
        return Ok(None);
    }
    let text = String::from_utf8(snapshot.read(path, MAX_DATA as u64)?).ok();
    Ok(text.and_then(|text| approval(&Source::new(path.clone(), text))))
}

/// Reads a file and its sidecar.
pub(super) fn content(snapshot: &Snapshot<'_>, path: &RepoPath) -> Content {
    match snapshot.entry(path).map(|entry| entry.kind) {
        Some(EntryKind::Symlink) => return Content::Unreadable("symlink"),
        Some(EntryKind::Submodule) => return Content::Unreadable("submodule"),
        Some(EntryKind::File) | None => {}
    }
    match read(snapshot, path) {
        Ok(content) => content,
        Err(trouble) => Content::Unknown(trouble),
    }
}

fn read(snapshot: &Snapshot<'_>, path: &RepoPath) -> Result<Content, Trouble> {
    let bytes = match snapshot.entry(path) {
        Some(_) => Some(snapshot.read(path, MAX_EVIDENCE)?),
        None => None,
    };
    let sidecar = sidecar_of(path)
        .filter(|sidecar| snapshot.entry(sidecar).is_some_and(|entry| entry.kind == EntryKind::File))
        .map(|sidecar| snapshot.read(&sidecar, MAX_DATA as u64).map(|bytes| (sidecar, bytes)))
        .transpose()?;
    let sidecar = sidecar.as_ref().map(|(path, bytes)| (path, bytes.as_slice()));
    Ok(match document(path, bytes.as_deref(), sidecar) {
        Ok(document) => Content::Document(Box::new(document)),
        Err(variant) => Content::Unreadable(variant),
    })
}
