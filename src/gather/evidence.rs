//! Reads the evidence folder: every file with its sidecar, and the ledger.

use std::collections::BTreeMap;

use super::Content;
use crate::load::{
    BASELINE_NAME, MAX_EVIDENCE, MAX_FOLDER, MAX_TEXTS, MAX_TOML, SIDECAR, SettingsFile, approval, document,
    sidecar_of,
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
        let mut spent = Spent::default();
        for (path, entry) in snapshot.below(&root).filter(|(path, _)| own(path) && **path != baseline) {
            if path.is_within(&ledger_folder) {
                match read_approval(snapshot, path, entry.kind) {
                    Ok(approval) => ledger.extend(approval),
                    Err(trouble) => unread.push(trouble),
                }
            } else if let Some(named) = path.as_str().strip_suffix(SIDECAR) {
                let Some(named) = RepoPath::new(named) else { continue };
                if snapshot.entry(&named).is_none() {
                    documents.insert(named.clone(), spent.content(snapshot, &named));
                }
            } else {
                documents.insert(path.clone(), spent.content(snapshot, path));
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

/// What reading the folder has cost so far.
#[derive(Default)]
struct Spent {
    read: u64,
    kept: u64,
}

impl Spent {
    /// Reads a file and its sidecar, as long as there is something left to spend.
    fn content(&mut self, snapshot: &Snapshot<'_>, path: &RepoPath) -> Content {
        let over =
            [(self.read, MAX_FOLDER), (self.kept, MAX_TEXTS)].into_iter().find(|(spent, most)| spent > most);
        if let Some((_, most)) = over {
            return Content::Unknown(Trouble::Limit { what: "bytes", value: most });
        }
        let (content, size) = read_file(snapshot, path);
        self.read += size;
        if let Content::Document(document) = &content {
            self.kept += document.source.text().len() as u64;
        }
        content
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
    let text = String::from_utf8(snapshot.read(path, MAX_TOML as u64)?).ok();
    Ok(text.and_then(|text| approval(&Source::new(path.clone(), text))))
}

/// Reads a file and its sidecar.
pub(super) fn content(snapshot: &Snapshot<'_>, path: &RepoPath) -> Content {
    read_file(snapshot, path).0
}

/// The content, and how many bytes were read for it.
fn read_file(snapshot: &Snapshot<'_>, path: &RepoPath) -> (Content, u64) {
    match snapshot.entry(path).map(|entry| entry.kind) {
        Some(EntryKind::Symlink) => return (Content::Unreadable("symlink"), 0),
        Some(EntryKind::Submodule) => return (Content::Unreadable("submodule"), 0),
        Some(EntryKind::File) | None => {}
    }
    read(snapshot, path).unwrap_or_else(|trouble| (Content::Unknown(trouble), 0))
}

fn read(snapshot: &Snapshot<'_>, path: &RepoPath) -> Result<(Content, u64), Trouble> {
    let bytes = match snapshot.entry(path) {
        Some(_) => Some(snapshot.read(path, MAX_EVIDENCE)?),
        None => None,
    };
    let sidecar = sidecar_of(path)
        .filter(|sidecar| snapshot.entry(sidecar).is_some_and(|entry| entry.kind == EntryKind::File))
        .map(|sidecar| snapshot.read(&sidecar, MAX_TOML as u64).map(|bytes| (sidecar, bytes)))
        .transpose()?;
    let sidecar = sidecar.as_ref().map(|(path, bytes)| (path, bytes.as_slice()));
    let size = bytes.as_ref().map_or(0, Vec::len) + sidecar.map_or(0, |(_, bytes)| bytes.len());
    let content = match document(path, bytes.as_deref(), sidecar) {
        Ok(document) => Content::Document(Box::new(document)),
        Err(variant) => Content::Unreadable(variant),
    };
    Ok((content, size as u64))
}
