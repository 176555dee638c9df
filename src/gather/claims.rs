//! Who claims a file: the settings' mapping where there is one; else the default place and, inside the evidence
//! folder, the file's own metadata.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{Folder, content};
use super::template::is_untouched;
use super::{Claim, ClaimedBy, Content, Globs, Picture, PieceView};
use crate::load::{SettingsFile, sidecar_of};
use crate::model::{Body, Due, Horizon, Pack, Piece, Task, Truth};
use crate::name::{Address, RepoPath};
use crate::repo::Snapshot;

/// Every piece of the profile with the files that claim it.
pub(super) fn pieces<'p>(
    snapshot: &Snapshot<'_>,
    file: &'p SettingsFile,
    pack: &'p Pack,
    folder: &Folder,
    own: &dyn Fn(&RepoPath) -> bool,
    horizon: Horizon,
) -> Vec<PieceView<'p>> {
    let settings = &file.settings;
    let mut found = Vec::new();
    for (task, piece) in pack.pieces_of(&settings.policy.profile) {
        let address = task.address(piece);
        let truth = truth(task, piece, file);
        // A pack whose gates and phases do not match is refused when it is read.
        let due_at = task.due_of(piece).as_str();
        let (Some(order), Some(gate)) = (pack.order(due_at), pack.gate(due_at)) else { continue };
        let mapped = settings.evidence.get(&address).and_then(|path| file.folder().join(path.as_str()));
        let key = address.to_string();
        let demand = match &mapped {
            Some(_) => file.value(&["evidence", &key]),
            None => file.value(&["project", "phase"]),
        };
        let expected =
            mapped.clone().or_else(|| file.evidence_folder().join(&piece.path)).unwrap_or_default();
        let mut claims = match mapped {
            Some(path) => claim(snapshot, path, ClaimedBy::Settings).into_iter().collect(),
            None => unmapped(snapshot, file, piece, &address, folder, own),
        };
        for claim in &mut claims {
            claim.untouched = is_untouched(pack, piece, &claim.path, &claim.content);
        }
        let due = horizon.due(order);
        found.push(PieceView { task, piece, address, truth, gate, order, due, demand, expected, claims });
    }
    found
}

fn truth(task: &Task, piece: &Piece, file: &SettingsFile) -> Truth {
    task.conditions(piece)
        .fold(Truth::Yes, |truth, condition| truth.and(condition.truth(&file.settings.facts)))
}

/// The claim of a path, if the file or its sidecar is there.
fn claim(snapshot: &Snapshot<'_>, path: RepoPath, by: ClaimedBy) -> Option<Claim> {
    let entry = snapshot.entry(&path);
    let there = entry.or_else(|| snapshot.entry(&sidecar_of(&path)?))?;
    let content = content(snapshot, &path);
    Some(Claim { by, tracked: there.tracked, content, path, untouched: false })
}

fn unmapped(
    snapshot: &Snapshot<'_>,
    file: &SettingsFile,
    piece: &Piece,
    address: &Address,
    folder: &Folder,
    own: &dyn Fn(&RepoPath) -> bool,
) -> Vec<Claim> {
    let globs = Globs::new(&file.evidence_folder(), std::iter::once(piece.path.as_str()));
    let mut claims = Vec::new();
    for (path, content) in folder.documents.iter().filter(|(path, _)| own(path)) {
        let named = match content {
            Content::Document(document) => document.metadata.tasks.iter().any(|task| task.value == *address),
            Content::Unreadable(_) | Content::Unknown(_) => false,
        };
        let by = if globs.matches(path) {
            ClaimedBy::Default
        } else if named {
            ClaimedBy::Metadata
        } else {
            continue;
        };
        let there = snapshot.entry(path).or_else(|| snapshot.entry(&sidecar_of(path)?));
        let tracked = there.is_some_and(|entry| entry.tracked);
        claims.push(Claim { path: path.clone(), by, tracked, content: content.clone(), untouched: false });
    }
    // The default place comes first: it is the one that a second claim contends with.
    claims.sort_by(|left, right| (left.by, &left.path).cmp(&(right.by, &right.path)));
    claims
}

/// Files in the evidence folder that no piece claims and no claimed document links to. Hidden files and read-me
/// files explain the folder; they are nobody's evidence and nobody misses them.
pub(super) fn orphans(documents: &BTreeMap<RepoPath, Content>, picture: &Picture<'_>) -> Vec<RepoPath> {
    let claims = || picture.pieces.iter().flat_map(|piece| &piece.claims);
    let mut known: BTreeSet<RepoPath> = claims().map(|claim| claim.path.clone()).collect();
    for claim in claims() {
        let Some(Body::Markdown(markdown)) = claim.document().map(|document| &document.body) else {
            continue;
        };
        known.extend(markdown.links.iter().filter_map(|link| claim.path.resolve(&link.target)));
    }
    let silent = |path: &RepoPath| {
        let name = path.file_name().to_ascii_lowercase();
        name.starts_with('.') || name.starts_with("readme")
    };
    // A piece that is not due yet may be there early; only what no piece of the pack names is an orphan.
    let named = |path: &RepoPath| {
        picture.pieces.iter().any(|piece| piece.due == Due::Later && piece.expected == *path)
    };
    documents.keys().filter(|path| !known.contains(*path) && !silent(path) && !named(path)).cloned().collect()
}
