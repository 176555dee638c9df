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
    /// Besides the first.
    places: usize,
    cases: usize,
}

impl Amount {
    fn of(judged: &Judged) -> Self {
        let finding = &judged.finding;
        Self { weight: weight(judged), places: finding.more.len(), cases: finding.cases }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{About, Finding};
    use crate::model::Kind;
    use crate::text::Place;

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).expect("a path")
    }

    /// A finding about the piece P-10 in one of its files.
    fn found(rule: Rule, kind: Kind, element: &str, file: Option<&str>) -> Judged {
        let address = Address::new("P-10").expect("an address");
        let mut about = About::piece(address, kind).element(element);
        about.path = file.map(path);
        let finding = Finding::new(rule, about, Place::whole(path("a.md")));
        let project = path("");
        let fingerprint = finding.fingerprint(&project);
        let (severity, blocking) = (Severity::Error, true);
        Judged { finding, project, severity, blocking, exempt: None, fingerprint, role: None, since: None }
    }

    /// A tree in which these were found, and in which files claimed the piece.
    fn past(then: &[Judged], claimed: &[&str], moved: &[(&str, &str)]) -> Past {
        let key = (path(""), Address::new("P-10").expect("an address"));
        Past {
            found: then.iter().map(|judged| (judged.fingerprint.clone(), Amount::of(judged))).collect(),
            of_piece: [(key.clone(), then.to_vec())].into(),
            claimed: [(key, claimed.iter().map(|file| path(file)).collect())].into(),
            doubts: Vec::new(),
            moved: moved.iter().map(|(now, then)| (path(now), path(then))).collect(),
        }
    }

    fn hides(then: Rule, (rule, kind): (Rule, Kind), element: &str) -> bool {
        let then = found(then, kind, "restrisiko", None);
        past(&[then], &[], &[]).hid(&found(rule, kind, element, None))
    }

    #[test]
    fn what_stood_in_the_way_hides_what_could_not_be_looked_at() {
        let (section, field) = ((Rule::EmptySection, Kind::Sections), (Rule::InvalidField, Kind::Fields));
        let (review, approval) = ((Rule::MissingField, Kind::Review), (Rule::VoidedApproval, Kind::Approved));
        let decision = (Rule::NoGoDecision, Kind::Decision);
        for (then, now, same, other) in [
            (Rule::UntouchedTemplate, section, true, true),
            (Rule::UnreadableEvidence, section, true, true),
            // A draft is not held against reviews, approvals and decisions, but against its form.
            (Rule::DraftEvidence, section, false, false),
            (Rule::DraftEvidence, review, true, true),
            (Rule::DraftEvidence, approval, true, true),
            (Rule::DraftEvidence, decision, true, true),
            (Rule::DraftEvidence, (Rule::OverdueReview, Kind::Review), true, true),
            (Rule::MissingDecision, decision, true, true),
            (Rule::MissingDecision, section, false, false),
            (Rule::MissingSection, section, true, false),
            (Rule::MissingSection, (Rule::PlaceholderText, Kind::Sections), false, false),
            (Rule::MissingField, field, true, false),
            (Rule::MissingField, (Rule::MissingSection, Kind::Fields), false, false),
            (Rule::MissingApproval, approval, true, false),
            (Rule::MissingApproval, (Rule::BrokenLink, Kind::Approved), false, false),
            (Rule::BrokenLink, section, false, false),
            // A file that is gone, and what nobody can see, is always told of.
            (Rule::UntouchedTemplate, (Rule::MissingEvidence, Kind::Evidence), false, false),
            (Rule::UntouchedTemplate, (Rule::ShallowHistory, Kind::Review), false, false),
            (Rule::UntouchedTemplate, (Rule::PackVersion, Kind::Project), false, false),
        ] {
            let seen = (hides(then, now, "restrisiko"), hides(then, now, "massnahmen"));
            assert_eq!(seen, (same, other), "{} before {}", then.id(), now.0.id());
        }
    }

    #[test]
    fn where_no_file_was_a_file_makes_nothing_worse() {
        let then = || found(Rule::MissingEvidence, Kind::Evidence, "", None);
        let now = |file| found(Rule::DraftEvidence, Kind::Metadata, "", file);
        assert!(past(&[then()], &[], &[]).hid(&now(None)));
        assert!(!past(&[then()], &["b.md"], &[]).hid(&now(None)));
        assert!(past(&[then()], &["b.md"], &[]).hid(&now(Some("a.md"))), "this one was not there");
        assert!(!past(&[then()], &["a.md"], &[]).hid(&now(Some("a.md"))));
        assert!(!past(&[then()], &["alt.md"], &[("a.md", "alt.md")]).hid(&now(Some("a.md"))), "it was moved");
    }

    #[test]
    fn one_file_hides_nothing_of_another_and_a_warning_no_error() {
        let then = |file| found(Rule::UntouchedTemplate, Kind::Content, "", file);
        let now = |file| found(Rule::EmptySection, Kind::Sections, "", file);
        for (file, other, hidden) in [
            (Some("a.md"), Some("a.md"), true),
            (Some("a.md"), Some("b.md"), false),
            (None, Some("b.md"), true),
            (Some("a.md"), None, true),
        ] {
            assert_eq!(past(&[then(file)], &[], &[]).hid(&now(other)), hidden, "{file:?} {other:?}");
        }
        let mut mild = then(None);
        mild.severity = Severity::Warning;
        assert!(!past(&[mild], &[], &[]).hid(&now(None)));
    }

    #[test]
    fn it_is_the_same_only_if_there_is_no_more_of_it() {
        let then = |places: usize, cases: usize| {
            let mut judged = found(Rule::OpenChecklist, Kind::Checklist, "", None);
            judged.finding.more = vec![("", Place::whole(path("a.md"))); places];
            judged.finding.cases = cases;
            judged
        };
        let past = past(&[then(2, 3)], &[], &[]);
        for (places, cases, expected) in
            [(2, 3, Then::Same), (1, 2, Then::Same), (3, 3, Then::Less), (2, 4, Then::Less)]
        {
            assert_eq!(past.had(&then(places, cases)), expected, "{places} {cases}");
        }
        assert_eq!(past.had(&found(Rule::OpenChecklist, Kind::Checklist, "x", None)), Then::Absent);
    }
}
