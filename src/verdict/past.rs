//! What was found in an earlier tree, to tell what is new from what was there.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Judged, Report, Severity};
use crate::name::{Address, RepoPath};
use crate::rule::{Group, Rule};

/// How much a finding weighs. Of two the heavier counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    Exempt,
    Warning,
    Error,
}

/// How much there is of a finding.
#[derive(Clone, Copy, Debug)]
struct Amount {
    weight: Weight,
    places: usize,
    cases: usize,
}

impl Amount {
    fn of(judged: &Judged) -> Self {
        let finding = &judged.finding;
        Self { weight: weight(judged), places: 1 + finding.more.len(), cases: finding.cases }
    }

    fn is_at_least(self, now: Self) -> bool {
        self.weight >= now.weight && self.places >= now.places && self.cases >= now.cases
    }
}

/// What an earlier tree had of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Then {
    /// Nothing.
    Absent,
    /// The same, but less severe, exempt, at fewer places, or with fewer cases.
    Less,
    /// The same.
    Same,
}

/// An earlier tree as it was judged.
#[derive(Debug)]
pub struct Past {
    /// By fingerprint.
    found: BTreeMap<String, Amount>,
    /// By project and piece, for what stood in the way of looking closer.
    of_piece: BTreeMap<(RepoPath, Address), Vec<Judged>>,
    /// Which files claimed what.
    claimed: BTreeMap<(RepoPath, Address), BTreeSet<RepoPath>>,
    /// What could not be looked at.
    pub(super) doubts: Vec<Judged>,
    /// Where files lay that have been moved since, by where they lie now.
    moved: BTreeMap<RepoPath, RepoPath>,
}

impl Past {
    /// A tree with everything that was found in it, by one or by several bars.
    pub fn new(reports: Vec<Report>, moved: BTreeMap<RepoPath, RepoPath>) -> Self {
        let mut past = Self {
            found: BTreeMap::new(),
            of_piece: BTreeMap::new(),
            claimed: BTreeMap::new(),
            doubts: Vec::new(),
            moved,
        };
        for report in reports {
            for entry in report.tasks.iter().flat_map(|task| task.evidence.iter().map(move |of| (task, of))) {
                let (task, evidence) = entry;
                let files = past.claimed.entry((task.project.clone(), evidence.address.clone())).or_default();
                files.extend(evidence.claimed_by.map(|_| evidence.path.clone()));
            }
            for judged in report.findings {
                let seen = Amount::of(&judged);
                let kept = past.found.entry(judged.fingerprint.clone()).or_insert(seen);
                if seen.is_at_least(*kept) {
                    *kept = seen;
                }
                if judged.finding.rule.group() == Group::Undetermined {
                    past.doubts.push(judged);
                } else if let Some(address) = judged.finding.about.address.clone() {
                    past.of_piece.entry((judged.project.clone(), address)).or_default().push(judged);
                }
            }
        }
        past
    }

    /// What this tree had of a finding.
    pub(super) fn had(&self, now: &Judged) -> Then {
        match self.found.get(&self.fingerprint(now)) {
            Some(then) if then.is_at_least(Amount::of(now)) => Then::Same,
            Some(_) => Then::Less,
            None => Then::Absent,
        }
    }

    /// True when something as heavy stood in the way of looking for this: whoever puts a draft where nothing was has
    /// made nothing worse.
    pub(super) fn hid(&self, now: &Judged) -> bool {
        let Some(address) = &now.finding.about.address else { return false };
        let key = (now.project.clone(), address.clone());
        let path = now.finding.about.path.as_ref().map(|path| self.moved.get(path).unwrap_or(path));
        let was_there = self.claimed.get(&key).is_some_and(|files| match path {
            Some(path) => files.contains(path),
            None => !files.is_empty(),
        });
        let same_file = |then: &Judged| match (&then.finding.about.path, path) {
            (Some(then), Some(now)) => then == now,
            (None, _) | (_, None) => true,
        };
        self.of_piece
            .get(&key)
            .into_iter()
            .flatten()
            .any(|then| weight(then) >= weight(now) && same_file(then) && stood_before(then, now, was_there))
    }

    /// The identity of a finding in this tree: a file that was moved is the same file.
    fn fingerprint(&self, now: &Judged) -> String {
        match now.finding.about.path.as_ref().and_then(|path| self.moved.get(path)) {
            Some(old) => {
                let mut finding = now.finding.clone();
                finding.about.path = Some(old.clone());
                finding.fingerprint(&now.project)
            }
            None => now.fingerprint.clone(),
        }
    }
}

/// How much a finding weighs.
pub(super) fn weight(judged: &Judged) -> Weight {
    match (&judged.exempt, judged.severity) {
        (Some(_), _) => Weight::Exempt,
        (None, Severity::Warning) => Weight::Warning,
        (None, Severity::Error) => Weight::Error,
    }
}

/// Whether what was found then kept the rules from finding this. Everything that is not listed is judged beside each
/// other.
fn stood_before(then: &Judged, now: &Judged, was_there: bool) -> bool {
    let (rule, group) = (now.finding.rule, now.finding.rule.group());
    let same = then.finding.about.requirement == now.finding.about.requirement;
    // What concerns every tree and no file in particular is never hidden.
    if rule == Rule::MissingEvidence || matches!(group, Group::Undetermined | Group::Yardstick) {
        return false;
    }
    let of_draft = matches!(group, Group::Approved | Group::Decided | Group::Current)
        || now.finding.about.requirement.starts_with("review/");
    match then.finding.rule {
        Rule::MissingEvidence => !was_there,
        Rule::UnreadableEvidence | Rule::UntouchedTemplate => true,
        Rule::DraftEvidence => of_draft,
        Rule::MissingDecision => group == Group::Decided,
        Rule::MissingSection => rule == Rule::EmptySection && same,
        Rule::MissingField => rule == Rule::InvalidField && same,
        // Missing, void or by somebody else: in each case this role has not approved.
        Rule::MissingApproval
        | Rule::VoidedApproval
        | Rule::SelfApproval
        | Rule::ApproverLacksRole
        | Rule::UnsignedApproval => group == Group::Approved && same,
        Rule::UntrackedEvidence
        | Rule::OrphanEvidence
        | Rule::EmptySection
        | Rule::PlaceholderText
        | Rule::InvalidField
        | Rule::OpenChecklist
        | Rule::BrokenLink
        | Rule::OverdueReview
        | Rule::ReviewDueSoon
        | Rule::LapsedDecision
        | Rule::DecisionLapsesSoon
        | Rule::ChangedSinceReview
        | Rule::OutdatedBySubject
        | Rule::OutdatedByEvidence
        | Rule::UnmappedSubject
        | Rule::FutureDate
        | Rule::UnbackedDate
        | Rule::NoGoDecision
        | Rule::DecisionOutOfOrder
        | Rule::DateOrder
        | Rule::OverdueCondition
        | Rule::BarredCondition
        | Rule::UnansweredFact
        | Rule::MalformedEvidence
        | Rule::AmbiguousEvidence
        | Rule::UnjustifiedNotApplicable
        | Rule::ContradictedNotApplicable
        | Rule::ConflictingFacts
        | Rule::ExpiredExemption
        | Rule::ExpiringExemption
        | Rule::UnusedExemption
        | Rule::OverlongExemption
        | Rule::DuplicateExemption
        | Rule::UnauthorisedExemption
        | Rule::SelfGrantedExemption
        | Rule::UnusedBaseline
        | Rule::IncompletePack
        | Rule::AgedPack
        | Rule::WeakenedPack
        | Rule::PolicyChanged
        | Rule::PolicyWeakened
        | Rule::PolicyApproved
        | Rule::BehindBase
        | Rule::ShallowHistory
        | Rule::AbsentObject
        | Rule::ForeignOwner
        | Rule::UnsupportedRepository
        | Rule::LimitReached
        | Rule::NoRepository
        | Rule::NothingToCheck
        | Rule::UnknownKey
        | Rule::UnknownId
        | Rule::WrongValue
        | Rule::BrokenPack
        | Rule::PackVersion
        | Rule::BrokenBase => false,
    }
}
