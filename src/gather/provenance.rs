//! Where approvals come from: the commit that brought each, whether it is signed by somebody who may, and who wrote
//! what was approved.
//!
//! Who wrote something is asked of the history, content by content and never by dates: from the content that the role
//! approved last to the one that it approves now. An earlier approval counts for that only if it was none by its own
//! author. Otherwise approving twice would make a stranger's text of one's own.

use std::collections::{BTreeMap, BTreeSet};

use super::signatures::Signatures;
use super::trail::{Marks, Trail, brought, key_of};
use super::{Authors, Claim, Picture, PieceView, Provenance};
use crate::load::{approval, sidecar_of};
use crate::model::{Approval, Unsigned};
use crate::name::{Address, RepoPath, RoleId};
use crate::repo::{CommitInfo, Edits, Gap, Hidden, Point, Repository, Snapshot, Trouble, View};
use crate::text::Source;

/// Earlier approvals of a role that are looked at. Beyond them everything counts as written since, which is stricter.
const EARLIER: usize = 64;

/// Where approvals come from. Of two for a piece by a role the first counts, as everywhere.
pub(super) fn provenances(
    repository: &Repository,
    snapshot: &Snapshot<'_>,
    picture: &Picture<'_>,
    approvals: &[&Approval],
    target: Option<&CommitInfo>,
) -> Result<BTreeMap<(Address, RoleId), Provenance>, Trouble> {
    let mut asked: BTreeSet<RepoPath> = BTreeSet::new();
    let mut wanted: BTreeMap<(Address, RoleId), (&PieceView<'_>, &Approval)> = BTreeMap::new();
    for approval in approvals {
        let Some(piece) = picture.piece(&approval.address) else { continue };
        asked.insert(approval.file.path().clone());
        asked.extend(files(snapshot, picture, piece, approval));
        wanted.entry((approval.address.clone(), approval.role.clone())).or_insert((piece, approval));
    }
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ledgers: BTreeSet<RepoPath> = approvals.iter().map(|approval| approval.file.path().clone()).collect();
    let key = |path: &RepoPath, bytes: &[u8]| key_of(path, bytes, &ledgers);
    let asked: Vec<RepoPath> = asked.into_iter().collect();
    let edits = repository.edits(snapshot, &asked, &key)?;

    let is_commit = matches!(snapshot.view(), Some(View::Commit(_)));
    let of_pieces: Vec<_> = wanted.values().copied().collect();
    let signatures = Signatures::read(repository, picture, &of_pieces, &edits, target)?;
    let of = |(id, (piece, approval)): ((Address, RoleId), (&PieceView<'_>, &Approval))| {
        let trail = Trail(
            files(snapshot, picture, piece, approval).iter().filter_map(|path| edits.get(path)).collect(),
        );
        let ledger = edits.get(approval.file.path());
        (id, Story { picture, piece, approval, ledger, trail, signatures: &signatures, is_commit }.told())
    };
    Ok(wanted.into_iter().map(of).collect())
}

/// The file of a piece that is approved, and its sidecar. Of several files it is the one of the approved content.
fn files(
    snapshot: &Snapshot<'_>,
    picture: &Picture<'_>,
    piece: &PieceView<'_>,
    approval: &Approval,
) -> Vec<RepoPath> {
    let newest = || piece.claims.iter().filter(|claim| piece.is_newest(claim));
    let is_same = |claim: &&Claim| {
        picture.timeline(piece, claim).is_some_and(|timeline| timeline.hash == approval.hash.value)
    };
    let claim = newest().find(is_same).or_else(|| newest().next());
    let parts = claim.into_iter().flat_map(|claim| [Some(claim.path.clone()), sidecar_of(&claim.path)]);
    parts.flatten().filter(|path| snapshot.entry(path).is_some()).collect()
}

/// An approval with everything that is known of it.
struct Story<'s> {
    picture: &'s Picture<'s>,
    piece: &'s PieceView<'s>,
    approval: &'s Approval,
    ledger: Option<&'s Edits>,
    trail: Trail<'s>,
    signatures: &'s Signatures<'s>,
    /// True when nothing that is looked at can be uncommitted.
    is_commit: bool,
}

/// An earlier approval by the role that may count.
struct Earlier {
    at: usize,
    person: String,
    marks: Marks,
    /// Which others came before it.
    past: Vec<bool>,
}

impl Story<'_> {
    fn told(&self) -> Provenance {
        let brought = self.ledger.and_then(|edits| brought(edits, &self.approval.file));
        let mut provenance = Provenance {
            brought: Point::Uncommitted,
            signature: Some(Err(Unsigned::Uncommitted)),
            key: None,
            wrote: None,
            alone: None,
            approved: None,
            since: Vec::new(),
            trouble: None,
        };
        let mut own = None;
        if let (Some(at), Some(edits)) = (brought, self.ledger) {
            let edit = &edits.all[at];
            own = Some(at);
            match &edit.hidden {
                None => {
                    provenance.brought = Point::Commit(edit.commit.clone());
                    provenance.key = self.signatures.key(&edit.commit.id);
                    let judged = self.signatures.judge(&edit.commit.id, &self.approval.person.value);
                    provenance.signature = judged.map_err(|trouble| provenance.trouble = Some(trouble)).ok();
                }
                Some(hidden) => {
                    provenance.signature = None;
                    provenance.brought = match hidden {
                        Hidden::Cut => Point::Bounded(edit.commit.clone()),
                        Hidden::Gap(gap) => Point::Unknown(gap.clone()),
                    };
                }
            }
        }
        let content = &self.approval.hash.value;
        if let Some(marks) = self.trail.made_of(content) {
            let earlier = self.earlier(own);
            // An approval that was none by its author alone, or none by any of its authors.
            let shared = |earlier: &Earlier, authors: &Authors| !authors.is_only(&earlier.person);
            let foreign = |earlier: &Earlier, authors: &Authors| !authors.people.contains(&earlier.person);
            provenance.alone = Some(self.since_last(&marks, &earlier, shared));
            provenance.wrote = Some(self.since_last(&marks, &earlier, foreign));
            let present = self.trail.present();
            let mut since: Vec<CommitInfo> =
                self.trail.between(&present, &[&marks]).map(|edit| edit.commit.clone()).collect();
            since.sort_by(|one, other| (other.time, &one.id).cmp(&(one.time, &other.id)));
            since.dedup();
            provenance.since = since;
            provenance.approved = self.trail.origin(content);
        } else if self.is_commit {
            // What a commit has was written by somebody. An approval of something else is void in any case.
            let hidden = Some(Hidden::Gap(Gap::Absent(content.to_string())));
            let nobody = Authors { people: BTreeSet::new(), hidden };
            (provenance.alone, provenance.wrote) = (Some(nobody.clone()), Some(nobody));
        }
        provenance
    }

    /// The earlier approvals of this piece by this role.
    fn earlier(&self, own: Option<usize>) -> Vec<Earlier> {
        let Some(edits) = self.ledger else { return Vec::new() };
        let mut found: Vec<Earlier> = Vec::new();
        // All edits lead to the one that the file is at now, so whatever is not that one came before it.
        for (at, edit) in edits.all.iter().enumerate().filter(|(at, _)| own != Some(*at)) {
            if edit.hidden.is_some() || found.len() == EARLIER {
                continue;
            }
            let source = Source::new(self.approval.file.path().clone(), edit.key.as_str());
            let Some(then) = approval(&source).filter(|then| self.counts(then, &edit.commit)) else {
                continue;
            };
            let Some(marks) = self.trail.made_of(&then.hash.value) else { continue };
            found.push(Earlier { at, person: then.person.value, marks, past: edits.with_past(&[at]) });
        }
        // What comes before has fewer before it.
        found.sort_by_key(|earlier| earlier.past.iter().filter(|is_past| **is_past).count());
        found
    }

    /// Whether an earlier approval is one at all: of this piece, by this role, by a member, signed where that is asked.
    fn counts(&self, then: &Approval, commit: &CommitInfo) -> bool {
        let same = then.address == self.approval.address && then.role == self.approval.role;
        let signed = !self.picture.must_be_signed(self.piece)
            || self.signatures.judge(&commit.id, &then.person.value) == Ok(Ok(()));
        same && signed && self.picture.is_member(&then.role, &then.person.value)
    }

    /// Who wrote what was added since the last approval that is one.
    fn since_last(
        &self,
        content: &Marks,
        earlier: &[Earlier],
        is_one: impl Fn(&Earlier, &Authors) -> bool,
    ) -> Authors {
        let mut good: Vec<&Earlier> = Vec::new();
        for then in earlier {
            let before: Vec<&Marks> =
                good.iter().filter(|other| then.past[other.at]).map(|other| &other.marks).collect();
            let authors = self.trail.authors(&then.marks, &before);
            if authors.hidden.is_none() && is_one(then, &authors) {
                good.push(then);
            }
        }
        let good: Vec<&Marks> = good.iter().map(|then| &then.marks).collect();
        let mut authors = self.trail.authors(content, &good);
        let edits = self.ledger.iter().flat_map(|edits| &edits.all);
        // An approval that is hidden could excuse whoever is named here.
        let hidden = edits.filter_map(|edit| edit.hidden.clone()).next();
        if authors.people.contains(&self.approval.person.value) {
            authors.hidden = authors.hidden.or(hidden);
        }
        authors
    }
}
