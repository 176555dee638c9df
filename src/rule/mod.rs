//! The rules: what the tool can find. One rule is one id, one file in `check` (or the layer that finds it), and one
//! page per language in `pages`, which holds every word that is said about it.

mod page;

pub use page::{Head, Lang, Page};

/// What a rule is about; its severity follows from this and from when the task is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Is the evidence there and readable?
    There,
    /// Is it whole: final, filled in, with every field?
    Whole,
    /// Is it current: reviewed in time, not overtaken by what it is about?
    Current,
    /// Has somebody in the demanded role approved it?
    Approved,
    /// Has the gate been decided, in order, with its conditions met?
    Decided,
    /// Do statements contradict each other?
    Contradiction,
    /// Do exemptions hold?
    Exempt,
    /// Is the policy itself in order?
    Policy,
    /// What could not be looked at. Never a pass.
    Undetermined,
    /// The yardstick itself is wrong: settings or pack.
    Yardstick,
}

impl Group {
    /// Whether an exemption may cover its findings: what is missing, unfinished, old or unapproved can wait; a
    /// contradiction, a decision or a doubt cannot.
    pub fn can_wait(self) -> bool {
        match self {
            Self::There | Self::Whole | Self::Current | Self::Approved => true,
            Self::Decided
            | Self::Contradiction
            | Self::Exempt
            | Self::Policy
            | Self::Undetermined
            | Self::Yardstick => false,
        }
    }

    /// The group's id, as the pages and `list rules` write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::There => "there",
            Self::Whole => "whole",
            Self::Current => "current",
            Self::Approved => "approved",
            Self::Decided => "decided",
            Self::Contradiction => "contradiction",
            Self::Exempt => "exempt",
            Self::Policy => "policy",
            Self::Undetermined => "undetermined",
            Self::Yardstick => "yardstick",
        }
    }
}

macro_rules! rules {
    ($($group:ident { $($rule:ident $id:literal)* })*) => {
        /// Everything the tool can find, in the order in which it is reported for one place.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[doc = concat!("`", $id, "`")] $rule,)*)*
        }

        impl Rule {
            /// All rules, in order.
            pub const ALL: &[Self] = &[$($(Self::$rule,)*)*];

            /// The public id: the name of the rule in every output, file and page.
            pub fn id(self) -> &'static str {
                match self { $($(Self::$rule => $id,)*)* }
            }

            /// The group it belongs to.
            pub fn group(self) -> Group {
                match self { $($(Self::$rule => Group::$group,)*)* }
            }

            /// The page in a language, as it was written.
            pub fn page_text(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $($(
                        (Self::$rule, Lang::De) => include_str!(concat!("pages/", $id, ".de.md")),
                        (Self::$rule, Lang::En) => include_str!(concat!("pages/", $id, ".en.md")),
                    )*)*
                }
            }
        }
    };
}

rules! {
    There {
        MissingEvidence "missing-evidence"
        UntrackedEvidence "untracked-evidence"
        UnreadableEvidence "unreadable-evidence"
        OrphanEvidence "orphan-evidence"
    }
    Whole {
        DraftEvidence "draft-evidence"
        MissingSection "missing-section"
        EmptySection "empty-section"
        PlaceholderText "placeholder-text"
        UntouchedTemplate "untouched-template"
        MissingField "missing-field"
        InvalidField "invalid-field"
        OpenChecklist "open-checklist"
        BrokenLink "broken-link"
    }
    Current {
        OverdueReview "overdue-review"
        ReviewDueSoon "review-due-soon"
        LapsedDecision "lapsed-decision"
        DecisionLapsesSoon "decision-lapses-soon"
        ChangedSinceReview "changed-since-review"
        OutdatedBySubject "outdated-by-subject"
        OutdatedByEvidence "outdated-by-evidence"
        UnmappedSubject "unmapped-subject"
        FutureDate "future-date"
        UnbackedDate "unbacked-date"
    }
    Approved {
        MissingApproval "missing-approval"
        VoidedApproval "voided-approval"
        SelfApproval "self-approval"
        ApproverLacksRole "approver-lacks-role"
        UnsignedApproval "unsigned-approval"
    }
    Decided {
        MissingDecision "missing-decision"
        NoGoDecision "no-go-decision"
        DecisionOutOfOrder "decision-out-of-order"
        DateOrder "date-order"
        OverdueCondition "overdue-condition"
        BarredCondition "barred-condition"
        UnansweredFact "unanswered-fact"
    }
    Contradiction {
        MalformedEvidence "malformed-evidence"
        AmbiguousEvidence "ambiguous-evidence"
        UnjustifiedNotApplicable "unjustified-not-applicable"
        ContradictedNotApplicable "contradicted-not-applicable"
        ConflictingFacts "conflicting-facts"
    }
    Exempt {
        ExpiredExemption "expired-exemption"
        ExpiringExemption "expiring-exemption"
        UnusedExemption "unused-exemption"
        OverlongExemption "overlong-exemption"
        DuplicateExemption "duplicate-exemption"
        UnauthorisedExemption "unauthorised-exemption"
        SelfGrantedExemption "self-granted-exemption"
        UnusedBaseline "unused-baseline"
    }
    Policy {
        IncompletePack "incomplete-pack"
        AgedPack "aged-pack"
        WeakenedPack "weakened-pack"
        PolicyChanged "policy-changed"
        PolicyWeakened "policy-weakened"
        PolicyApproved "policy-approved"
        BehindBase "behind-base"
    }
    Undetermined {
        ShallowHistory "shallow-history"
        AbsentObject "absent-object"
        ForeignOwner "foreign-owner"
        UnsupportedRepository "unsupported-repository"
        LimitReached "limit-reached"
        NoRepository "no-repository"
        NothingToCheck "nothing-to-check"
    }
    Yardstick {
        UnknownKey "unknown-key"
        UnknownId "unknown-id"
        WrongValue "wrong-value"
        BrokenPack "broken-pack"
        PackVersion "pack-version"
        BrokenBase "broken-base"
    }
}

impl Rule {
    /// The rule of an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.id())
    }
}
