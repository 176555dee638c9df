//! The picture: what a project owes, what it has, and what the history says of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::finding::Change;
use crate::load::{BaselineFile, SettingsFile};
use crate::model::{
    Approval, Course, Decision, Document, Due, Files, Gate, Horizon, Pack, Piece, Roster, Status, Task,
    Truth, Unsigned,
};
use crate::name::{Address, ContentHash, Date, GateId, Interval, RepoPath, RoleId, SubjectId};
use crate::repo::{CommitInfo, Hidden, Point, Snapshot, Trouble};
use crate::text::Place;

/// Everything that is known of a project. All rules see the same one.
#[derive(Debug)]
pub struct Picture<'p> {
    /// The settings.
    pub file: &'p SettingsFile,
    /// What was missing when it was adopted.
    pub baseline: &'p BaselineFile,
    /// The pack.
    pub pack: &'p Pack,
    /// The day.
    pub as_of: Date,
    /// Where the project stands.
    pub horizon: Horizon,
    /// The gate that is asked for.
    pub asked: Option<&'p GateId>,
    /// Every piece of every task of the profile, in order of task and pack.
    pub pieces: Vec<PieceView<'p>>,
    /// How many files each mapped subject matches.
    pub subjects: BTreeMap<SubjectId, usize>,
    /// The approvals.
    pub ledger: Vec<Approval>,
    /// The keys that count.
    pub roster: &'p Roster,
    /// Where the approvals come from that count for something that is due, by piece and role.
    pub provenances: BTreeMap<(Address, RoleId), Provenance>,
    /// Files in the evidence folder that nothing claims.
    pub orphans: Vec<RepoPath>,
    /// The paths of the judged tree.
    pub paths: Paths<'p>,
    /// What the history says of each claimed file, for each piece that it claims: one file may serve several.
    pub timelines: BTreeMap<(Address, RepoPath), Timeline>,
    /// What could not be read of the evidence folder.
    pub unread: Vec<Trouble>,
}

/// The paths of the judged tree; what lies there has been read before.
pub struct Paths<'p>(pub(super) &'p Snapshot<'p>);

impl Paths<'_> {
    /// True for the path of a file.
    pub fn contains(&self, path: &RepoPath) -> bool {
        self.0.entry(path).is_some()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &RepoPath> {
        self.0.entries().map(|(path, _)| path)
    }

    /// True for the path of a file or of a folder with files.
    pub fn reaches(&self, path: &RepoPath) -> bool {
        self.contains(path) || self.0.below(path).next().is_some()
    }
}

impl fmt::Debug for Paths<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.0.entries().map(|(path, _)| path)).finish()
    }
}

/// A piece that the profile asks for, with the files that claim it.
#[derive(Debug)]
pub struct PieceView<'p> {
    /// Its task.
    pub task: &'p Task,
    /// The piece.
    pub piece: &'p Piece,
    /// Its address.
    pub address: Address,
    /// Whether it applies, by the answered facts.
    pub truth: Truth,
    /// The gate it is due at.
    pub gate: &'p Gate,
    /// The place of that gate in the order of phases.
    pub order: usize,
    /// When that is, seen from the project.
    pub due: Due,
    /// The settings that demand it: the mapping, else the phase.
    pub demand: Place,
    /// Where it is expected.
    pub expected: RepoPath,
    /// The files that claim it.
    pub claims: Vec<Claim>,
}

impl PieceView<'_> {
    /// The interval at which it returns: its own, else that of its task's main piece.
    pub fn interval(&self) -> Option<Interval> {
        let main = self.task.evidence.first().and_then(|piece| piece.review.as_ref());
        self.piece.review.as_ref().or(main).map(|review| review.every)
    }

    /// Whether a file speaks for the piece today: every one does, save that of a series only the newest does.
    pub fn is_newest(&self, claim: &Claim) -> bool {
        let date = |claim: &Claim| {
            let reviewed = claim.document().and_then(|document| document.metadata.reviewed.as_ref());
            (reviewed.map(|reviewed| reviewed.value), claim.path.clone())
        };
        self.piece.files != Files::Series || self.claims.iter().all(|other| date(other) <= date(claim))
    }
}

/// A file that claims a piece.
#[derive(Debug)]
pub struct Claim {
    /// The file; for a reference the file that is kept elsewhere.
    pub path: RepoPath,
    /// Why it counts.
    pub by: ClaimedBy,
    /// False for a file that Git does not know.
    pub tracked: bool,
    /// What is in it.
    pub content: Content,
    /// True for a document that says no more than the template of its piece.
    pub untouched: bool,
}

/// Why a file counts as evidence for a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimedBy {
    /// The settings say so.
    Settings,
    /// It lies at the default place.
    Default,
    /// Its metadata says so.
    Metadata,
}

impl ClaimedBy {
    /// The word in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Default => "default",
            Self::Metadata => "metadata",
        }
    }
}

/// What is in a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// Nothing that can be read, with the variant of `unreadable-evidence`.
    Unreadable(&'static str),
    /// It could not be looked at.
    Unknown(Trouble),
    /// A document.
    Document(Box<Document>),
}

impl Claim {
    /// The document, if the file could be read.
    pub fn document(&self) -> Option<&Document> {
        match &self.content {
            Content::Document(document) => Some(document),
            Content::Unreadable(_) | Content::Unknown(_) => None,
        }
    }
}

/// What the history says of a claimed file.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The commit that changed it last.
    pub last_change: Point,
    /// The commit at which its present review date was set; without one, its present content.
    pub review_point: Point,
    /// The hash of its canonical content.
    pub hash: ContentHash,
    /// Whether its content differs from that at the review point; nothing when that could not be looked at.
    pub changed: Option<bool>,
    /// Files of subjects that changed since.
    pub subjects: Vec<(SubjectId, Vec<Change>)>,
    /// Other evidence that changed since.
    pub evidence: Vec<(Address, Vec<Change>)>,
    /// What could not be looked at on the way.
    pub trouble: Option<Trouble>,
}

/// What the history says of an approval.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// The commit that brought it as it stands.
    pub brought: Point,
    /// Whether that commit is signed by who is named; nothing when that could not be looked at.
    pub signature: Option<Result<(), Unsigned>>,
    /// The fingerprint of the key that signed it.
    pub key: Option<String>,
    /// Who wrote what was added since the role last approved as a stranger to it; nothing for a content that no commit
    /// has ever had.
    pub wrote: Option<Authors>,
    /// The same since the role last approved something that not only the approver had written.
    pub alone: Option<Authors>,
    /// The commit that gave the evidence the approved content.
    pub approved: Option<CommitInfo>,
    /// The commits that changed it since, newest first.
    pub since: Vec<CommitInfo>,
    /// What kept the signature from being looked at.
    pub trouble: Option<Trouble>,
}

/// Authors by the addresses of their commits, byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authors {
    /// Their addresses.
    pub people: BTreeSet<String>,
    /// Why there may be others.
    pub hidden: Option<Hidden>,
}

impl Authors {
    /// Whether somebody else than this person is among them; nothing when that cannot be seen.
    pub fn has_other(&self, person: &str) -> Option<bool> {
        if self.people.iter().any(|author| author != person) {
            return Some(true);
        }
        self.hidden.is_none().then_some(false)
    }

    /// True when there is exactly one, and this is who.
    pub fn is_only(&self, person: &str) -> bool {
        self.people.len() == 1 && self.people.contains(person)
    }
}

impl<'p> Picture<'p> {
    /// Where an approval comes from.
    pub fn provenance(&self, approval: &Approval) -> Option<&Provenance> {
        self.provenances.get(&(approval.address.clone(), approval.role.clone()))
    }

    /// Whether the day of an approval has come. As everywhere one day is granted to time zones.
    pub fn is_given(&self, approval: &Approval) -> bool {
        approval.date <= self.as_of.plus_days(1)
    }

    /// Whether an address stands in the list of a role, byte for byte.
    pub fn is_member(&self, role: &RoleId, person: &str) -> bool {
        self.file.settings.is_member(role, person)
    }

    /// Whether an approval of the piece has to be signed: by the pack or by the settings.
    pub fn must_be_signed(&self, piece: &PieceView<'_>) -> bool {
        self.file.settings.trust.signed
            || piece.piece.approved.as_ref().is_some_and(|approved| approved.signed)
    }

    /// The pieces that apply and are due, with their files.
    pub fn due(&self) -> impl Iterator<Item = &PieceView<'p>> {
        self.pieces.iter().filter(|piece| piece.truth.applies() && piece.due != Due::Later)
    }

    /// Every file that claims a due piece, with its document.
    pub fn documents(&self) -> impl Iterator<Item = (&PieceView<'p>, &Claim, &Document)> {
        self.due().flat_map(|piece| {
            piece.claims.iter().filter_map(move |claim| Some((piece, claim, claim.document()?)))
        })
    }

    /// A piece of the profile.
    pub fn piece(&self, address: &Address) -> Option<&PieceView<'p>> {
        self.pieces.iter().find(|piece| piece.address == *address)
    }

    /// The decision of a gate, as its record says it: what, and when.
    pub fn decision(&self, gate: &str) -> Option<(Course, Date)> {
        let decision = self.decided(gate)?;
        Some((decision.course.as_ref()?.value, decision.decided.as_ref()?.value))
    }

    /// What the record of a gate says of its decision, once it is final.
    pub(super) fn decided(&self, gate: &str) -> Option<&Decision> {
        let record = &self.pack.gate(gate)?.record;
        let document = self.piece(record)?.claims.first()?.document()?;
        // A draft decides nothing, whatever it says.
        document.metadata.status.as_ref().filter(|status| status.value == Status::Final)?;
        Some(&document.metadata.decision)
    }

    /// What the history says of a file that claims a piece.
    pub fn timeline(&self, piece: &PieceView<'_>, claim: &Claim) -> Option<&Timeline> {
        self.timelines.get(&(piece.address.clone(), claim.path.clone()))
    }

    /// True while age and outdating of the piece are judged: until the gate that its pack names is passed. Having
    /// moved on to a later phase is not enough: that is a word in the settings, the decision is a record.
    pub fn watched(&self, piece: &PieceView<'_>) -> bool {
        let Some(until) = &piece.piece.watch_until else { return true };
        let behind = self.pack.order(until.as_str()).is_some_and(|order| order < self.horizon.current);
        !behind || !matches!(self.decision(until.as_str()), Some((Course::Go, _)))
    }

    /// Sets when each piece is due. What returns in a repeating phase (operation) is first due one interval after
    /// the decision that opened the phase, and is then owed at the gate before it too: a release in operation needs it.
    /// The decision alone begins operation. Were it the phase of the settings, whoever never moves that would never
    /// owe anything.
    pub(super) fn settle_dues(&mut self) {
        let repeating = self
            .pack
            .gates
            .iter()
            .find(|gate| gate.repeats)
            .and_then(|gate| self.pack.order(gate.id.as_str()));
        let opened = repeating
            .and_then(|order| self.pack.gates.get(order.checked_sub(1)?))
            .and_then(|gate| self.decision(gate.id.as_str()))
            .filter(|(course, _)| *course == Course::Go)
            .map(|(_, date)| date);
        let (horizon, as_of) = (self.horizon, self.as_of);
        for piece in &mut self.pieces {
            piece.due = horizon.due(piece.order);
            // Whoever asks for the repeating gate itself wants all of it, however early.
            let returning = repeating
                .filter(|order| *order == piece.order && horizon.asked.is_none_or(|asked| asked < *order));
            let (Some(order), Some(every), Some(opened)) = (returning, piece.interval(), opened) else {
                continue;
            };
            if opened.plus(every) >= as_of {
                piece.due = Due::Later;
            } else if horizon.asked == Some(order - 1) {
                piece.due = Due::Earlier;
            } else if horizon.asked.is_none() && piece.due == Due::Later {
                piece.due = Due::Current;
            }
        }
    }
}
