//! Judges the picture: one rule, one file. Judges are pure and total: they read nothing and cannot fail.

mod context;
mod fields;
mod prose;

mod absent_object;
mod aged_pack;
mod ambiguous_evidence;
mod approver_lacks_role;
mod barred_condition;
mod broken_link;
mod changed_since_review;
mod conflicting_facts;
mod contradicted_not_applicable;
mod date_order;
mod decision_lapses_soon;
mod decision_out_of_order;
mod draft_evidence;
mod empty_section;
mod future_date;
mod incomplete_pack;
mod invalid_field;
mod lapsed_decision;
mod limit_reached;
mod malformed_evidence;
mod missing_approval;
mod missing_decision;
mod missing_evidence;
mod missing_field;
mod missing_section;
mod no_go_decision;
mod open_checklist;
mod orphan_evidence;
mod outdated_by_evidence;
mod outdated_by_subject;
mod overdue_condition;
mod overdue_review;
mod placeholder_text;
mod review_due_soon;
mod self_approval;
mod shallow_history;
mod unanswered_fact;
mod unbacked_date;
mod unjustified_not_applicable;
mod unmapped_subject;
mod unreadable_evidence;
mod unsigned_approval;
mod unsupported_repository;
mod untouched_template;
mod untracked_evidence;
mod voided_approval;
mod weakened_pack;

pub use absent_object::unsure;
pub use incomplete_pack::lint;
pub use missing_approval::approval_file;
pub use unsigned_approval::signed;
pub use weakened_pack::departures;

use crate::finding::Finding;
use crate::gather::Picture;
use crate::rule::Rule;

/// Everything that the rules find in a picture.
pub fn judge(picture: &Picture<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for rule in Rule::ALL {
        judge_by(*rule, picture, &mut found);
    }
    found
}

fn judge_by(rule: Rule, picture: &Picture<'_>, found: &mut Vec<Finding>) {
    match rule {
        Rule::MissingEvidence => missing_evidence::judge(picture, found),
        Rule::UntrackedEvidence => untracked_evidence::judge(picture, found),
        Rule::UnreadableEvidence => unreadable_evidence::judge(picture, found),
        Rule::OrphanEvidence => orphan_evidence::judge(picture, found),
        Rule::DraftEvidence => draft_evidence::judge(picture, found),
        Rule::MissingSection => missing_section::judge(picture, found),
        Rule::EmptySection => empty_section::judge(picture, found),
        Rule::PlaceholderText => placeholder_text::judge(picture, found),
        Rule::UntouchedTemplate => untouched_template::judge(picture, found),
        Rule::MissingField => missing_field::judge(picture, found),
        Rule::InvalidField => invalid_field::judge(picture, found),
        Rule::OpenChecklist => open_checklist::judge(picture, found),
        Rule::BrokenLink => broken_link::judge(picture, found),
        Rule::OverdueReview => overdue_review::judge(picture, found),
        Rule::ReviewDueSoon => review_due_soon::judge(picture, found),
        Rule::LapsedDecision => lapsed_decision::judge(picture, found),
        Rule::DecisionLapsesSoon => decision_lapses_soon::judge(picture, found),
        Rule::ChangedSinceReview => changed_since_review::judge(picture, found),
        Rule::OutdatedBySubject => outdated_by_subject::judge(picture, found),
        Rule::OutdatedByEvidence => outdated_by_evidence::judge(picture, found),
        Rule::UnmappedSubject => unmapped_subject::judge(picture, found),
        Rule::FutureDate => future_date::judge(picture, found),
        Rule::UnbackedDate => unbacked_date::judge(picture, found),
        Rule::MissingApproval => missing_approval::judge(picture, found),
        Rule::VoidedApproval => voided_approval::judge(picture, found),
        Rule::SelfApproval => self_approval::judge(picture, found),
        Rule::ApproverLacksRole => approver_lacks_role::judge(picture, found),
        Rule::UnsignedApproval => unsigned_approval::judge(picture, found),
        Rule::MissingDecision => missing_decision::judge(picture, found),
        Rule::NoGoDecision => no_go_decision::judge(picture, found),
        Rule::DecisionOutOfOrder => decision_out_of_order::judge(picture, found),
        Rule::DateOrder => date_order::judge(picture, found),
        Rule::OverdueCondition => overdue_condition::judge(picture, found),
        Rule::BarredCondition => barred_condition::judge(picture, found),
        Rule::UnansweredFact => unanswered_fact::judge(picture, found),
        Rule::MalformedEvidence => malformed_evidence::judge(picture, found),
        Rule::AmbiguousEvidence => ambiguous_evidence::judge(picture, found),
        Rule::UnjustifiedNotApplicable => unjustified_not_applicable::judge(picture, found),
        Rule::ContradictedNotApplicable => contradicted_not_applicable::judge(picture, found),
        Rule::ConflictingFacts => conflicting_facts::judge(picture, found),
        Rule::AgedPack => aged_pack::judge(picture, found),
        Rule::WeakenedPack => weakened_pack::judge(picture, found),
        // About a pack, not about a project: `policy check` asks for it.
        Rule::IncompletePack => {}
        Rule::ShallowHistory => shallow_history::judge(picture, found),
        Rule::AbsentObject => absent_object::judge(picture, found),
        Rule::UnsupportedRepository => unsupported_repository::judge(picture, found),
        Rule::LimitReached => limit_reached::judge(picture, found),
        // Exemptions are held against the findings, so the verdict judges them.
        Rule::ExpiredExemption
        | Rule::ExpiringExemption
        | Rule::UnusedExemption
        | Rule::OverlongExemption
        | Rule::DuplicateExemption
        | Rule::UnauthorisedExemption
        | Rule::SelfGrantedExemption
        | Rule::UnusedBaseline => {}
        // About a change, not about a tree: the verdict holds the judgements of several trees against each other.
        Rule::PolicyChanged | Rule::PolicyWeakened | Rule::PolicyApproved | Rule::BehindBase => {}
        // Found before there is a picture: where the repository is opened and the yardstick is read.
        Rule::ForeignOwner
        | Rule::NoRepository
        | Rule::NothingToCheck
        | Rule::UnknownKey
        | Rule::UnknownId
        | Rule::WrongValue
        | Rule::BrokenPack
        | Rule::PackVersion
        | Rule::BrokenBase => {}
    }
}
