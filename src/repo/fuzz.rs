//! A door for fuzzing alone to the readers of raw bytes, which are nobody else's business. It is not there in any other
//! build.

use git2::{ObjectFormat, Oid};
use sha1::{Digest, Sha1};

use super::commit::{Commit, CommitInfo};
use super::tree::{Tree, width};
use crate::model::Signature;

fn format(sha256: bool) -> ObjectFormat {
    if sha256 { ObjectFormat::Sha256 } else { ObjectFormat::Sha1 }
}

/// Reads a commit: what the walk reads of it, reports read too.
pub fn commit(bytes: &[u8], sha256: bool) {
    let format = format(sha256);
    let Ok(id) = Oid::hash_object_ext(git2::ObjectType::Commit, bytes, format) else { return };
    let (commit, info) = (Commit::parse(id, bytes, format), CommitInfo::parse(id, bytes, format));
    assert!(commit.is_some() || info.is_none());
    if let Some(commit) = commit {
        assert!(commit.time >= 0);
    }
}

/// Reads how a commit is signed.
pub fn signature(bytes: &[u8], sha256: bool) -> Signature {
    super::signature::signature_of(bytes, format(sha256))
}

/// Reads a tree: its names are in order, each once, and each is found again.
pub fn tree(bytes: &[u8], sha256: bool) {
    let Some(tree) = Tree::parse(bytes, format(sha256)) else { return };
    let names: Vec<&[u8]> = tree.iter().map(|(name, _)| name).collect();
    for (at, name) in names.iter().enumerate() {
        assert!(!name.is_empty() && !name.contains(&b'/') && !names[..at].contains(name));
        assert!(tree.get(name).is_some());
    }
}

/// Reads a file of the commit-graph, its checksum made right, and asks it everything it can be asked.
pub fn graph(bytes: &[u8]) {
    let format = ObjectFormat::Sha1;
    let body = bytes.get(..bytes.len().saturating_sub(width(format))).unwrap_or_default();
    super::graph::ask_everything([body, Sha1::digest(body).as_slice()].concat(), format);
}
