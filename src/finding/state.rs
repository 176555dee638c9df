//! The states of pieces and tasks: what keeps missing, stale and unapproved apart.

/// The state of a piece or a task, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the ids below are the documentation")]
pub enum State {
    Undetermined,
    Missing,
    Untracked,
    Malformed,
    Untouched,
    Incomplete,
    Draft,
    NoGo,
    Unapproved,
    Outdated,
    Overdue,
    Changed,
    Borrowed,
    Exempt,
    Referenced,
    NotApplicable,
    Later,
    Satisfied,
}

impl State {
    /// All states, worst first.
    pub const ALL: [Self; 18] = [
        Self::Undetermined,
        Self::Missing,
        Self::Untracked,
        Self::Malformed,
        Self::Untouched,
        Self::Incomplete,
        Self::Draft,
        Self::NoGo,
        Self::Unapproved,
        Self::Outdated,
        Self::Overdue,
        Self::Changed,
        Self::Borrowed,
        Self::Exempt,
        Self::Referenced,
        Self::NotApplicable,
        Self::Later,
        Self::Satisfied,
    ];

    /// True for what somebody still has to do something about.
    pub fn is_open(self) -> bool {
        match self {
            Self::Undetermined
            | Self::Missing
            | Self::Untracked
            | Self::Malformed
            | Self::Untouched
            | Self::Incomplete
            | Self::Draft
            | Self::NoGo
            | Self::Unapproved
            | Self::Outdated
            | Self::Overdue
            | Self::Changed
            // No gate honours it.
            | Self::Borrowed => true,
            Self::Exempt | Self::Referenced | Self::NotApplicable | Self::Later | Self::Satisfied => false,
        }
    }

    /// The word in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Undetermined => "undetermined",
            Self::Missing => "missing",
            Self::Untracked => "untracked",
            Self::Malformed => "malformed",
            Self::Untouched => "untouched",
            Self::Incomplete => "incomplete",
            Self::Draft => "draft",
            Self::NoGo => "no-go",
            Self::Unapproved => "unapproved",
            Self::Outdated => "outdated",
            Self::Overdue => "overdue",
            Self::Changed => "changed",
            Self::Borrowed => "borrowed",
            Self::Exempt => "exempt",
            Self::Referenced => "referenced",
            Self::NotApplicable => "not-applicable",
            Self::Later => "later",
            Self::Satisfied => "satisfied",
        }
    }
}
